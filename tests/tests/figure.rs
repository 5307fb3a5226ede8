//! Facts that hold in every picture: pages conserved at every t, pieces strictly
//! between their ends half-way, nothing overlapping at rest, for every preset and era.

#![allow(clippy::unwrap_used)]

use figure::scene::{Time, figure};
use figure::shape::{Form, Key, Scene, Shape, text_rect};
use read::presets::PRESETS;
use read::{Field, Form as Typed};
use sim::boot::{Boot, boot};
use sim::step::{Change, Phase};

const KERNELS: [&str; 7] = ["2.6.18", "3.0.4", "3.1", "3.2", "3.6", "3.18", "6.12"];
const WIDTHS: [f64; 3] = [936.0, 640.0, 300.0];

fn boots() -> Vec<(String, Boot)> {
    let mut out = Vec::new();
    for preset in PRESETS {
        for linux in KERNELS {
            let form = Typed::from(preset).with(Field::Linux, linux);
            let made = form.read().unwrap();
            out.push((format!("{} {linux}", preset.id), boot(&made.config)));
        }
    }
    out
}

fn bar(shape: &Shape) -> Option<figure::geometry::Rect> {
    match &shape.form {
        Form::Bar { rect, .. } => Some(*rect),
        Form::Line { .. } | Form::Text { .. } => None,
    }
}

#[test]
fn drawn_pages_are_conserved_at_every_t() {
    for (name, boot) in boots() {
        for (step, s) in boot.steps.iter().enumerate() {
            if s.phase <= Phase::Dom0Built {
                continue;
            }
            for t in [0.0, 0.13, 0.5, 0.77, 1.0] {
                for width in WIDTHS {
                    let carried = figure(&boot, Time { step, t }, width).carried();
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
            let travels = matches!(
                s.change,
                Change::Released { .. } | Change::Repopulated { .. } | Change::Moved { .. }
            );
            if !travels {
                continue;
            }
            let at = |t: f64| tiles(&figure(&boot, Time { step, t }, 936.0));
            let (start, half, end) = (at(1e-9), at(0.5), at(1.0 - 1e-9));
            assert_eq!((start.len(), end.len()), (half.len(), half.len()), "{name}");
            for (((key, a), (_, h)), (_, b)) in start.iter().zip(&half).zip(&end) {
                let between = (a.x < h.x && h.x < b.x) || (b.x < h.x && h.x < a.x);
                assert!(between, "{name} {key:?} {a:?} {h:?} {b:?}");
                seen += 1;
            }
        }
    }
    assert!(seen > 300, "{seen}");
}

fn tiles(scene: &Scene) -> Vec<(Key, figure::geometry::Rect)> {
    let mut found: Vec<_> = scene
        .shapes
        .iter()
        .filter(|s| matches!(s.key, Key::Tile { .. }))
        .filter_map(|s| Some((s.key, bar(s)?)))
        .collect();
    found.sort_by_key(|(key, _)| *key);
    found
}

#[test]
fn at_rest_no_bars_of_a_lane_and_no_texts_overlap_and_nothing_leaves_the_sheet() {
    for (name, boot) in boots() {
        for step in 0..boot.steps.len() {
            for width in WIDTHS {
                let scene = figure(&boot, Time { step, t: 1.0 }, width);
                let texts: Vec<_> = scene.shapes.iter().filter_map(text_rect).collect();
                assert!(texts.iter().all(|r| r.w > 0.0), "{name} {step}: an empty text");
                for (i, a) in texts.iter().enumerate() {
                    assert!(a.x >= 0.0 && a.right() <= scene.width, "{name} {step} {a:?}");
                    assert!(texts.iter().skip(i + 1).all(|b| !a.overlaps(*b)), "{name} {step}");
                }
                let lane = |l: char| -> Vec<_> {
                    let of = |s: &&Shape| matches!(s.key, Key::Region { lane, .. } if lane == l);
                    let bars = scene.shapes.iter().filter(of).filter_map(bar);
                    bars.filter(|r| r.h > 20.0 && r.w > 0.0).collect()
                };
                for l in ['A', 'B', 'C', 'D'] {
                    let bars = lane(l);
                    for pair in bars.windows(2) {
                        assert!(!pair[0].overlaps(pair[1]), "{name} {step} {l} {pair:?}");
                    }
                }
            }
        }
    }
}

#[test]
fn the_same_time_gives_the_same_scene_whatever_came_before() {
    for (name, boot) in boots().into_iter().take(7) {
        let once = figure(&boot, Time { step: 4, t: 0.37 }, 936.0);
        for step in 0..boot.steps.len() {
            figure(&boot, Time { step, t: 0.5 }, 300.0);
        }
        assert_eq!(once, figure(&boot, Time { step: 4, t: 0.37 }, 936.0), "{name}");
    }
}

#[test]
fn svg_is_well_formed_and_holds_no_markup_from_outside() {
    for (name, boot) in boots() {
        let scene = figure(&boot, Time { step: 3.min(boot.steps.len() - 1), t: 1.0 }, 936.0);
        let svg = figure::svg::write(&scene, "<script>&\"");
        assert!(!svg.contains("<script"), "{name}");
        assert_eq!(svg.matches("<text").count(), svg.matches("</text>").count(), "{name}");
        assert!(svg.starts_with("<svg") && svg.ends_with("</svg>\n"), "{name}");
    }
}
