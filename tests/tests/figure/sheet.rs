//! Nothing overlaps or leaves the sheet, and lengths say what they should.

use figure::geometry::{Point, Rect};
use figure::lane::Lane;
use figure::scene::{Time, figure, height};
use figure::shape::{Decor, Key, Mark, Role, Scene, Shape, text_rect};
use figure::view::{Extent, Scale, View};
use sim::step::Phase;

use super::{WIDTHS, at, boots};

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

#[test]
fn no_line_of_the_funnel_or_of_a_tool_crosses_a_text() {
    for (name, boot) in boots() {
        for (step, s) in boot.steps.iter().enumerate() {
            if !matches!(s.phase(), Phase::Descriptors | Phase::ToolsReport) {
                continue;
            }
            for width in WIDTHS.into_iter().chain([440.0, 600.0, 740.0]) {
                let scene = at(&boot, step, 1.0, width);
                let texts: Vec<_> = scene.shapes.iter().filter_map(text_rect).collect();
                for p in scene.shapes.iter().filter_map(beside_words).flatten() {
                    let crossed = texts.iter().find(|r| {
                        p.x > r.x + 1.0
                            && p.x < r.right() - 1.0
                            && p.y > r.y + 3.0
                            && p.y < r.bottom() - 3.0
                    });
                    assert!(crossed.is_none(), "{name} {:?} {width} {p:?} {crossed:?}", s.phase());
                }
            }
        }
    }
}

/// Points along a line of the funnel or one that leads from a tool to the strip.
fn beside_words(shape: &Shape) -> Option<Vec<Point>> {
    let Mark::Line { points, .. } = &shape.mark else { return None };
    let watched =
        [(Key::Decor(Decor::Tool), Role::Ink2), (Key::Decor(Decor::Funnel), Role::Descriptors)];
    if !watched.contains(&(shape.key, shape.role)) {
        return None;
    }
    let between = |pair: &[Point]| {
        let (a, b) = (pair[0], pair[1]);
        let way = move |u: f64| Point { x: a.x + (b.x - a.x) * u, y: a.y + (b.y - a.y) * u };
        (0..=16).map(move |i| way(f64::from(i) / 16.0)).collect::<Vec<_>>()
    };
    Some(points.windows(2).flat_map(between).collect())
}

fn lanes_are_apart(scene: &Scene, place: &str) {
    for lane in Lane::ALL.into_iter().filter(|l| l.has_regions()) {
        let of = |s: &&Shape| matches!(s.key, Key::Region { lane: l, .. } if l == lane);
        let bars = scene.shapes.iter().filter(of).filter_map(Shape::bar);
        let bars: Vec<_> = bars.filter(|r| r.h > 20.0 && r.w > 0.0).collect();
        for pair in bars.windows(2) {
            assert!(!pair[0].overlaps(pair[1]), "{place} {lane:?} {pair:?}");
        }
    }
}

#[test]
fn the_ledgers_strip_sums_to_what_xen_gave_and_lies_on_the_axis() {
    for (name, boot) in boots() {
        for (step, s) in boot.steps.iter().enumerate().filter(|(_, s)| s.phase() > Phase::Dom0Built)
        {
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
                let b = scene
                    .targets
                    .iter()
                    .find(|t| t.key.lane() == Some(Lane::Allocation))
                    .unwrap()
                    .rect;
                assert!((first.x - b.x).abs() < 0.01, "{name} {:?}", s.phase());
                // To scale a dom0 may be thinner than the thinnest bar.
                let thin = if s.phase() == Phase::BalloonRoom { 1.0 } else { 0.01 };
                assert!((last.right() - b.right()).abs() < thin, "{name} {:?} {t}", s.phase());
            }
        }
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
    assert!(!scene.shapes.iter().any(|s| s.key == Key::Decor(Decor::Tear)), "no tears");
}
