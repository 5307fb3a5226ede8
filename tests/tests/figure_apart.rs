//! Texts keep clear of lines: of the bucket's walls, of the outlines of bars, and in the
//! answer strip of every bracket and leader.

#![allow(clippy::unwrap_used)]

use std::fmt::Write;

use figure::geometry::{Point, Rect};
use figure::lane::Lane;
use figure::scene::{Time, figure};
use figure::shape::{Dash, Decor, HitTarget, Key, Mark, Scene, Shape, text_rect};
use figure::view::View;
use read::presets::PRESETS;
use read::{Field, Form as Typed};
use sim::simulate::simulate;
use sim::step::Phase;
use sim::what_if::Comparisons;
use tests::booted::{boot_of, booted, preset_booted};

const WIDTHS: [f64; 7] = [936.0, 688.0, 640.0, 280.0, 288.0, 330.0, 1240.0];

/// A line's pieces as thin rectangles; slanted ones are left out.
fn pieces(points: &[Point]) -> impl Iterator<Item = Rect> {
    points.windows(2).filter_map(|ends| {
        let (a, b) = (ends[0], ends[1]);
        let (w, h) = ((a.x - b.x).abs(), (a.y - b.y).abs());
        let thin = w < 0.01 || h < 0.01;
        thin.then_some(Rect { x: a.x.min(b.x), y: a.y.min(b.y), w: w + 0.1, h: h + 0.1 })
    })
}

fn lines(scene: &Scene, wanted: impl Fn(&Shape) -> bool) -> Vec<Rect> {
    let of = |s: &Shape| match &s.mark {
        Mark::Line { points, .. } => pieces(points).collect(),
        Mark::Bar { .. } | Mark::Area { .. } | Mark::Text { .. } => Vec::new(),
    };
    scene.shapes.iter().filter(|s| wanted(s)).flat_map(of).collect()
}

/// The upright edges of bars that stand for pages or numbers.
fn edges(scene: &Scene) -> Vec<Rect> {
    let named = |k: Key| matches!(k, Key::Region { .. } | Key::Account(_) | Key::Bucket);
    let of = |s: &Shape| match &s.mark {
        // A plate under a text has no outline, and no part of a group has one.
        Mark::Bar { rect, outline, .. } if *outline != Dash::None && rect.w > 0.0 => {
            (named(s.key) && rect.h > 20.0).then_some(*rect)
        }
        Mark::Bar { .. } | Mark::Area { .. } | Mark::Line { .. } | Mark::Text { .. } => None,
    };
    let bars = scene.shapes.iter().filter_map(of);
    bars.flat_map(|r| [Rect { w: 0.1, ..r }, Rect { x: r.right(), w: 0.1, ..r }]).collect()
}

fn clear(scene: &Scene, lines: &[Rect], place: &str) {
    for shape in &scene.shapes {
        let Some(text) = text_rect(shape) else { continue };
        let hit = lines.iter().find(|l| l.overlaps(text));
        assert!(hit.is_none(), "{place}: {:?} is crossed by {hit:?}", shape.mark);
    }
}

#[test]
fn no_text_is_on_the_buckets_walls_or_on_the_edge_of_a_bar() {
    for preset in PRESETS {
        for linux in ["2.6.18", "3.1", "3.2", "3.6", "6.12"] {
            let form = Typed::from(preset).with(Field::Linux, linux);
            let boot = boot_of(&form);
            for step in 0..boot.steps.len() {
                for width in WIDTHS {
                    let scene = figure(&boot, Time { step, t: 1.0 }, &View::new(width));
                    let place = format!("{} {linux} step {step} width {width}", preset.id);
                    clear(&scene, &lines(&scene, |s| s.key == Key::Decor(Decor::Wall)), &place);
                    clear(&scene, &edges(&scene), &place);
                }
            }
        }
    }
}

#[test]
fn no_bracket_or_leader_of_the_answer_crosses_a_text() {
    for size in ["1G", "4G", "60G", "4G,max:6G"] {
        for linux in ["3.1", "3.2", "3.6", "6.1"] {
            let form = Typed::from(&PRESETS[0]).with(Field::Linux, linux);
            let made = form.with(Field::Dom0Mem, size).read().unwrap();
            for width in WIDTHS {
                let scene = figure::answer::strip(&Comparisons::of(&simulate(&made.config)), width);
                let place = format!("{size} {linux} width {width}");
                // The dashed mark of the old size lies in the bar, behind its name.
                let brackets = |s: &Shape| match &s.mark {
                    Mark::Line { points, .. } => points.len() > 2,
                    Mark::Bar { .. } | Mark::Area { .. } | Mark::Text { .. } => false,
                };
                clear(&scene, &lines(&scene, brackets), &place);
            }
        }
    }
}

/// A map with 62 small regions, on 31 of which a dom0 of 4 GiB has pages.
fn many_regions() -> String {
    let mut map = String::from("0-9f:u");
    for i in 0..62 {
        let a = 0x100 + i * 0x8000;
        write!(map, ",{a:x}-{:x}:u,{:x}-{:x}:r", a + 0x7fc0, a + 0x7fc0, a + 0x8000).unwrap();
    }
    map
}

/// What is said of pages on holes under lane D ends above lane F, however low the sheet is.
#[test]
fn no_text_under_lane_d_reaches_lane_f() {
    let map = many_regions();
    let many = [(Field::HostMem, ""), (Field::E820, map.as_str()), (Field::Xen, "4.17")];
    let mut seen = 0;
    for boot in [preset_booted("msi-8g", &[]), booted(&many), booted(&[])] {
        let step = boot.index_of(Phase::HolesFound);
        for width in [560.0, 600.0, 680.0, 332.0] {
            for height in (120..420).step_by(3) {
                let view = View::new(width).fitted(f64::from(height));
                let scene = figure(&boot, Time { step, t: 1.0 }, &view);
                let of = |lane| move |t: &&HitTarget| t.key.lane() == Some(lane);
                let bars = scene.targets.iter().filter(of(Lane::Ledger));
                let top = bars.map(|t| t.rect.y).fold(scene.height, f64::min);
                let notes = scene.shapes.iter().filter(|s| {
                    s.key == Key::Decor(Decor::Note) || s.key.lane() == Some(Lane::Backing)
                });
                for text in notes.filter_map(text_rect) {
                    assert!(text.bottom() <= top, "{width} {height} {text:?} {top}");
                    seen += 1;
                }
            }
        }
    }
    assert!(seen > 100);
}

/// A bracket of the answer is 2 px above the tallest letters of the line under it, at least.
#[test]
fn no_bracket_of_the_answer_touches_the_text_under_it() {
    let mut seen = 0;
    for boot in
        [booted(&[]), booted(&[(Field::Dom0Mem, "4G,max:4G")]), preset_booted("msi-8g", &[])]
    {
        let compared = Comparisons::of(&boot);
        for width in [280.0, 332.0, 480.0, 700.0, 1200.0] {
            let scene = figure::answer::strip(&compared, width);
            let brackets: Vec<Rect> = lines(
                &scene,
                |s| matches!(&s.mark, Mark::Line { points, .. } if points.len() == 4),
            );
            for shape in &scene.shapes {
                let Mark::Text { at, size, .. } = &shape.mark else { continue };
                let (Some(text), top) = (text_rect(shape), at.y - size * 0.76) else { continue };
                for foot in brackets.iter().filter(|b| b.h < 1.0 && b.y < at.y && b.y > at.y - 16.0)
                {
                    if foot.x < text.right() && foot.right() > text.x {
                        assert!(foot.y + 0.65 + 2.0 <= top, "{width} {foot:?} {:?}", shape.mark);
                        seen += 1;
                    }
                }
            }
        }
    }
    assert!(seen > 10);
}
