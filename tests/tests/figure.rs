//! Facts that hold in every picture: pages conserved at every t, pieces strictly
//! between their ends half-way, nothing that jumps, nothing overlapping, for every
//! preset, era and width.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::fmt::Write;

use figure::geometry::Rect;
use figure::scene::{Time, figure, height};
use figure::shape::{Form, Key, Scene, Shape, text_rect};
use figure::view::{Extent, Scale, View};
use read::presets::PRESETS;
use read::{Field, Form as Typed};
use sim::boot::{Boot, boot};
use sim::ledger::Account;
use sim::step::Phase;

const KERNELS: [&str; 8] = ["2.6.18", "3.0.4", "3.1", "3.2", "3.6", "3.18", "4.20", "6.12"];
const WIDTHS: [f64; 6] = [936.0, 640.0, 288.0, 330.0, 768.0, 1240.0];

fn boots() -> Vec<(String, Boot)> {
    let mut out = Vec::new();
    for preset in PRESETS {
        for linux in KERNELS {
            let form = Typed::from(preset).with(Field::Linux, linux);
            let made = form.read().unwrap();
            out.push((format!("{} {linux}", preset.id), boot(&made.config)));
        }
    }
    for linux in ["3.0.4", "3.2", "3.6", "6.12"] {
        let form = Typed::from(&PRESETS[0]).with(Field::Linux, linux);
        let huge = form.clone().with(Field::HostMem, "12T").with(Field::Dom0Mem, "100G");
        out.push((format!("12 TiB {linux}"), boot(&huge.read().unwrap().config)));
        let many = form.with(Field::HostMem, "").with(Field::E820, &many_regions());
        out.push((format!("many regions {linux}"), boot(&many.read().unwrap().config)));
    }
    for linux in ["3.1", "3.2", "6.12"] {
        let form = Typed::from(&PRESETS[0]).with(Field::Linux, linux);
        let made = form.with(Field::Balloon, "initial").read().unwrap();
        out.push((format!("balloon {linux}"), boot(&made.config)));
    }
    out
}

/// 128 regions, as many as a map has: RAM with reserved stretches of 1 to 32768 pages between.
fn many_regions() -> String {
    let mut text = String::new();
    let mut at = 0u64;
    for i in 0..64u64 {
        let (ram, reserved) = (0x4000 + (i * 977) % 0x6000, 1 << (i % 16));
        let (end, next) = (at + ram, at + ram + reserved);
        let _ = write!(
            text,
            "{:x}-{:x} usable\n{:x}-{:x} reserved\n",
            at << 12,
            end << 12,
            end << 12,
            next << 12
        );
        at = next;
    }
    text
}

fn at(boot: &Boot, step: usize, t: f64, width: f64) -> Scene {
    figure(boot, Time { step, t }, &View::new(width))
}

fn bar(shape: &Shape) -> Option<Rect> {
    match &shape.form {
        Form::Bar { rect, .. } => Some(*rect),
        Form::Area { .. } | Form::Line { .. } | Form::Text { .. } => None,
    }
}

#[test]
fn drawn_pages_are_conserved_at_every_t() {
    for (name, boot) in boots() {
        for (step, s) in boot.steps.iter().enumerate() {
            if s.phase <= Phase::Dom0Built {
                continue;
            }
            for t in [0.0, 1e-9, 0.13, 0.5, 0.77, 1.0 - 1e-9, 1.0] {
                for width in WIDTHS {
                    let carried = at(&boot, step, t, width).carried();
                    assert_eq!(carried, boot.pages.0, "{name} {:?} t {t} width {width}", s.phase);
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
    scene.shapes.iter().filter(tile).filter_map(|s| Some((s.key, bar(s)?))).collect()
}

#[test]
fn no_bars_of_a_lane_and_no_texts_overlap_and_nothing_leaves_the_sheet() {
    for (name, boot) in boots() {
        for step in 0..boot.steps.len() {
            for width in WIDTHS {
                for t in [0.25, 0.5, 0.75, 1.0] {
                    let scene = at(&boot, step, t, width);
                    let place = format!("{name} step {step} t {t} width {width}");
                    texts_are_apart(&scene, &place);
                    if t >= 1.0 {
                        lanes_are_apart(&scene, &place);
                    }
                }
            }
        }
    }
}

fn texts_are_apart(scene: &Scene, place: &str) {
    let texts: Vec<_> = scene.shapes.iter().filter_map(text_rect).collect();
    for (i, a) in texts.iter().enumerate() {
        assert!(a.w > 0.0 && a.h >= 12.0, "{place}: an empty or small text");
        let inside =
            a.x >= 0.0 && a.right() <= scene.width && a.y >= 0.0 && a.bottom() <= scene.height;
        assert!(inside, "{place} {a:?}");
        assert!(texts.iter().skip(i + 1).all(|b| !a.overlaps(*b)), "{place}");
    }
}

fn lanes_are_apart(scene: &Scene, place: &str) {
    for lane in ['A', 'B', 'C', 'D'] {
        let of = |s: &&Shape| matches!(s.key, Key::Region { lane: l, .. } if l == lane);
        let bars = scene.shapes.iter().filter(of).filter_map(bar);
        let bars: Vec<_> = bars.filter(|r| r.h > 20.0 && r.w > 0.0).collect();
        for pair in bars.windows(2) {
            assert!(!pair[0].overlaps(pair[1]), "{place} lane {lane} {pair:?}");
        }
    }
}

/// Where the shapes are that carry pages: each by its key.
fn carriers(scene: &Scene) -> BTreeMap<(Key, u64), Rect> {
    let carrying = scene.shapes.iter().filter(|s| s.carries > 0);
    carrying.filter_map(|s| Some(((s.key, s.carries), bar(s)?))).collect()
}

#[test]
fn nothing_jumps_from_one_moment_to_the_next() {
    for (i, (name, boot)) in boots().into_iter().enumerate() {
        for (step, s) in boot.steps.iter().enumerate().filter(|(_, s)| s.phase > Phase::Dom0Built) {
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
                        assert!(far <= most, "{name} {:?} t {t} {key:?} {a:?} {b:?}", s.phase);
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
        .filter_map(bar)
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
                            s.phase
                        );
                    }
                }
            }
        }
    }
}

#[test]
fn the_ledgers_strip_sums_to_what_xen_gave_and_lies_on_the_axis() {
    for (name, boot) in boots() {
        for (step, s) in boot.steps.iter().enumerate().filter(|(_, s)| s.phase > Phase::Dom0Built) {
            for t in [0.0, 0.3, 0.6, 1.0] {
                let scene = at(&boot, step, t, 936.0);
                let strip: Vec<Rect> = scene
                    .targets
                    .iter()
                    .filter(|t| matches!(t.key, Key::Account(_)))
                    .map(|t| t.rect)
                    .collect();
                let (first, last) = (strip.first().unwrap(), strip.last().unwrap());
                for pair in strip.windows(2) {
                    assert!((pair[0].right() - pair[1].x).abs() < 0.01, "{name} {step} {t}");
                }
                let b = scene.targets.iter().find(|t| t.key.lane() == Some('B')).unwrap().rect;
                assert!((first.x - b.x).abs() < 0.01, "{name} {:?}", s.phase);
                assert!((last.right() - b.right()).abs() < 0.01, "{name} {:?} {t}", s.phase);
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

#[test]
fn the_height_is_that_of_the_view_whatever_the_step() {
    let (_, boot) = boots().swap_remove(3);
    for width in WIDTHS {
        for extent in [Extent::Whole, Extent::Diagram] {
            let view = View { extent, ..View::new(width) };
            for step in 0..boot.steps.len() {
                let scene = figure(&boot, Time { step, t: 1.0 }, &view);
                assert!((scene.height - height(&view)).abs() < 1e-9);
                let ledger = scene.targets.iter().any(|t| matches!(t.key, Key::Account(_)));
                let told = extent == Extent::Whole && step > 0;
                assert_eq!(ledger, told, "{extent:?} {step}");
            }
        }
    }
}

#[test]
fn to_scale_nothing_folds_and_lengths_are_as_page_counts() {
    let (_, boot) = boots().swap_remove(3);
    let view = View::new(936.0).at_scale(Scale::ToScale);
    let scene = figure(&boot, Time { step: 6, t: 1.0 }, &view);
    let width = |key: &str| figure::rect(&scene, Key::parse(key).unwrap()).unwrap().w;
    let (hole, ram) = (width("A:bf780"), width("A:100000"));
    let expected = f64::from(0x100000 - 0xbf780) / f64::from(0x1040880 - 0x100000);
    assert!((hole / ram - expected).abs() < 1e-3, "{hole} {ram} {expected}");
    assert!(!scene.shapes.iter().any(|s| s.key == Key::Part(1)), "no tears");
}

#[test]
fn every_target_is_hit_walked_and_named() {
    for (name, boot) in boots() {
        for width in [936.0, 330.0] {
            for step in 0..boot.steps.len() {
                let scene = at(&boot, step, 1.0, width);
                for target in &scene.targets {
                    let text = target.key.to_string();
                    assert_eq!(Key::parse(&text), Some(target.key), "{name} {text}");
                    let lane = target.key.lane().unwrap();
                    let stops = figure::walk(&scene, lane);
                    let reached = stops
                        .iter()
                        .filter_map(|k| figure::rect(&scene, *k))
                        .any(|r| r.holds(target.rect));
                    assert!(reached, "{name} {text} is reached by keys");
                    let hit = figure::hit(&scene, target.rect.centre()).unwrap();
                    assert_eq!(hit.lane(), Some(lane), "{name} {text} {hit}");
                }
            }
        }
    }
}

#[test]
fn what_is_lit_up_stands_out_and_the_rest_steps_back() {
    use figure::light::Light;
    use figure::shape::Tone;
    let (_, boot) = boots().swap_remove(3);
    let key = Key::Account(Account::StructPage);
    let view = View::new(936.0);
    let time = Time { step: 7, t: 1.0 };
    let (plain, lit) =
        (figure(&boot, time, &view), figure(&boot, time, &view.lit(Some(Light::Of(key)))));
    let dimmed = |s: &Scene| s.shapes.iter().filter(|s| s.tone == Tone::Dimmed).count();
    assert_eq!(dimmed(&plain), 0);
    assert!(dimmed(&lit) > 10);
    let own = lit.shapes.iter().find(|s| s.key == key).unwrap();
    assert_eq!(own.tone, Tone::Usual);
    assert_eq!(lit.shapes.len(), plain.shapes.len() + 1);
    let nowhere = Some(Light::Of(Key::Account(Account::Stranded)));
    assert_eq!(figure(&boot, time, &view.lit(nowhere)), plain);
}

#[test]
fn svg_is_well_formed_and_holds_no_markup_from_outside() {
    for (name, boot) in boots() {
        let scene = at(&boot, 3.min(boot.steps.len() - 1), 1.0, 936.0);
        let svg = figure::svg::write_named(&scene, "<script>&\"", &|_| Some("<b>".to_owned()));
        assert!(!svg.contains("<script") && !svg.contains("<b>"), "{name}");
        assert!(!svg.contains("style="), "{name}");
        for tag in ["text", "title", "pattern", "defs", "svg", "style"] {
            let (open, close) = (format!("<{tag}"), format!("</{tag}>"));
            assert_eq!(svg.matches(&open).count(), svg.matches(&close).count(), "{name} {tag}");
        }
        for part in svg.split("url(#").skip(1) {
            let id = part.split(')').next().unwrap();
            assert!(svg.contains(&format!("id=\"{id}\"")), "{name} {id}");
        }
        assert!(svg.starts_with("<svg") && svg.ends_with("</svg>\n"), "{name}");
        assert!(svg.len() < 60_000, "{name}: {} bytes", svg.len());
    }
}
