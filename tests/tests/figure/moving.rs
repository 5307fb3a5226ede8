//! Pages are conserved at every t, pieces are strictly between their ends half-way, and
//! nothing jumps.

use std::collections::BTreeMap;

use figure::geometry::Rect;
use figure::shape::{Key, Scene, Shape};
use sim::step::Phase;

use super::{WIDTHS, at, boots};

#[test]
fn drawn_pages_are_conserved_at_every_t() {
    for (name, boot) in boots() {
        for (step, s) in boot.steps.iter().enumerate() {
            if s.phase() <= Phase::Dom0Built {
                continue;
            }
            for t in [0.0, 1e-9, 0.13, 0.5, 0.77, 1.0 - 1e-9, 1.0] {
                for width in WIDTHS {
                    let carried = at(&boot, step, t, width).carried();
                    assert_eq!(carried, boot.pages.0, "{name} {:?} t {t} width {width}", s.phase());
                }
            }
        }
    }
}

#[test]
fn half_way_every_moving_tile_is_strictly_between_its_ends() {
    let mut seen = 0;
    for (name, boot) in boots() {
        for (step, s) in boot.steps.iter().enumerate() {
            if s.change.travel().is_none() {
                continue;
            }
            let centre = |r: Rect| (r.centre().x, r.centre().y);
            let [start, half, end] = [0.181, 0.5, 0.819].map(|t| tiles(&at(&boot, step, t, 936.0)));
            for (key, h) in &half {
                let (Some(a), Some(b)) = (start.get(key), end.get(key)) else { continue };
                let ((ax, _), (hx, _), (bx, _)) = (centre(*a), centre(*h), centre(*b));
                let between = (ax < hx && hx < bx) || (bx < hx && hx < ax);
                assert!(between, "{name} {key:?} {a:?} {h:?} {b:?}");
                seen += 1;
            }
        }
    }
    assert!(seen > 300, "{seen}");
}

fn tiles(scene: &Scene) -> BTreeMap<Key, Rect> {
    let tile = |s: &&Shape| matches!(s.key, Key::Tile { .. }) && s.carries > 0;
    scene.shapes.iter().filter(tile).filter_map(|s| Some((s.key, s.bar()?))).collect()
}

/// Where the shapes are that carry pages: each by its key.
fn carriers(scene: &Scene) -> BTreeMap<(Key, u64), Rect> {
    let carrying = scene.shapes.iter().filter(|s| s.carries > 0);
    carrying.filter_map(|s| Some(((s.key, s.carries), s.bar()?))).collect()
}

#[test]
fn nothing_jumps_from_one_moment_to_the_next() {
    for (i, (name, boot)) in boots().into_iter().enumerate() {
        for (step, s) in boot.steps.iter().enumerate().filter(|(_, s)| s.phase() > Phase::Dom0Built)
        {
            // Steps in which nothing travels are looked at in one of seven boots.
            if s.change.travel().is_none() && i % 7 != 3 && !name.starts_with("balloon") {
                continue;
            }
            for width in [936.0, 330.0] {
                let mut last = carriers(&at(&boot, step, 0.0, width));
                for i in 1..=50 {
                    let t = f64::from(i) / 50.0;
                    let now = carriers(&at(&boot, step, t, width));
                    for (key, b) in &now {
                        let Some(a) = last.get(key) else { continue };
                        let far = (a.x - b.x).abs().max((a.y - b.y).abs());
                        // The whole sheet takes a step's 1.2 s, eased.
                        let most = width * 0.07;
                        assert!(far <= most, "{name} {:?} t {t} {key:?} {a:?} {b:?}", s.phase());
                    }
                    last = now;
                }
            }
        }
    }
}

/// The pixels of lanes, bucket and strip that are covered, by key, without text: what
/// may not change between the end of a step and the start of the next.
fn ground(scene: &Scene) -> Vec<(Key, Rect)> {
    let mut found: Vec<_> = scene
        .targets
        .iter()
        .map(|t| (t.key, t.rect))
        .chain(carriers(scene).into_iter().map(|((key, _), rect)| (key, rect)))
        .collect();
    found.sort_by_key(|(key, rect)| (*key, rect.x.to_bits()));
    found
}

#[test]
fn a_step_starts_where_the_step_before_ended() {
    for (name, boot) in boots() {
        for step in 1..boot.steps.len() {
            for width in [1240.0, 936.0, 330.0, 288.0] {
                let (a, b) = (at(&boot, step - 1, 1.0, width), at(&boot, step, 0.0, width));
                assert_eq!(ground(&a), ground(&b), "{name} step {step} width {width}");
            }
        }
    }
}

/// Where pages are drawn just before and just after a flight begins or ends.
fn cover(scene: &Scene) -> Vec<(f64, f64, f64)> {
    let mut parts: Vec<_> = scene
        .shapes
        .iter()
        .filter(|s| s.carries > 0)
        .filter_map(Shape::bar)
        .map(|r| ((r.y * 10.0).round() / 10.0, r.x, r.right()))
        .collect();
    parts.sort_by(|a, b| a.partial_cmp(b).unwrap());
    let mut joined: Vec<(f64, f64, f64)> = Vec::new();
    for (y, x0, x1) in parts {
        match joined.last_mut() {
            Some((ly, _, end)) if (*ly - y).abs() < 0.01 && x0 <= *end + 0.01 => {
                *end = end.max(x1);
            }
            _ => joined.push((y, x0, x1)),
        }
    }
    joined
}

#[test]
fn pins_stay_where_they_are_when_a_flight_begins_and_ends() {
    for (name, boot) in boots() {
        for (step, s) in boot.steps.iter().enumerate().filter(|(_, s)| s.change.travel().is_some())
        {
            for width in [936.0, 330.0] {
                for (still, moving) in [(0.0, 1e-7), (1.0, 1.0 - 1e-7)] {
                    let (a, b) = (
                        cover(&at(&boot, step, still, width)),
                        cover(&at(&boot, step, moving, width)),
                    );
                    for (y, x0, x1) in &a {
                        let held = |(by, bx0, bx1): &(f64, f64, f64)| {
                            (by - y).abs() < 0.5 && bx0 - 0.5 <= *x0 && *x1 <= bx1 + 0.5
                        };
                        // What rests may be empty now where only unseen pages are left.
                        let pieces: f64 = b
                            .iter()
                            .filter(|(by, ..)| (by - y).abs() < 0.5)
                            .map(|(_, bx0, bx1)| (bx1.min(*x1) - bx0.max(*x0)).max(0.0))
                            .sum();
                        let whole = (x1 - x0) - pieces < 1.0;
                        assert!(
                            b.iter().any(held) || whole,
                            "{name} {:?} {still} width {width}: {a:?} {b:?}",
                            s.phase()
                        );
                    }
                }
            }
        }
    }
}

#[test]
fn the_same_time_gives_the_same_scene_whatever_came_before() {
    for (name, boot) in boots().into_iter().take(8) {
        let once = at(&boot, 4, 0.37, 936.0);
        for step in 0..boot.steps.len() {
            at(&boot, step, 0.5, 300.0);
        }
        assert_eq!(once, at(&boot, 4, 0.37, 936.0), "{name}");
    }
}
