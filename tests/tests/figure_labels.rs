//! Labels in pictures: each names what it is at, has its unit, and is whole or not there.

#![allow(clippy::unwrap_used, clippy::cast_precision_loss)]

use std::fmt::Write;

use figure::answer::strip;
use figure::geometry::Rect;
use figure::lane::Lane;
use figure::scene::{Time, figure};
use figure::shape::{Dash, Decor, Key, Mark, Role, Scene, Shape, text_rect};
use figure::view::{Scale, View};
use read::presets::PRESETS;
use read::{Field, Form};
use sim::boot::Boot;
use sim::step::Phase;
use sim::what_if::Comparisons;
use tests::booted::{boot_of, booted, preset_booted};
use tests::scenes::{at, says, texts};

/// With common spaces.
fn plain(text: &str) -> String {
    text.replace(['\u{a0}', '\u{202f}'], " ")
}

fn lines(scene: &Scene) -> Vec<String> {
    texts(scene).into_iter().map(plain).collect()
}

fn place(scene: &Scene, text: &str) -> Rect {
    let shape = scene.shapes.iter().find(|s| s.text().map(plain).as_deref() == Some(text));
    text_rect(shape.unwrap()).unwrap()
}

const MODERN: [(Field, &str); 2] = [(Field::Xen, "4.17"), (Field::Linux, "6.1")];

fn modern(changes: &[(Field, &str)]) -> Boot {
    booted(&[&MODERN[..], changes].concat())
}

#[test]
fn amounts_of_the_answer_have_their_units_where_these_differ() {
    let huge = modern(&[(Field::HostMem, "12T"), (Field::Dom0Mem, "")]);
    for (boot, expected) in [
        (modern(&[]), "88 MiB bookkeeping + 0.11 GiB kernel (estimate)"),
        (preset_booted("msi-8g", &[]), "0.16 GiB bookkeeping + 79 MiB kernel (estimate)"),
        (huge, "264.42 GiB bookkeeping + 0.20 GiB kernel (estimate)"),
    ] {
        let scene = strip(&Comparisons::of(&boot), 1000.0);
        assert!(lines(&scene).iter().any(|l| l == expected), "{expected}: {:?}", lines(&scene));
    }
    let wide = lines(&strip(&Comparisons::of(&booted(&[])), 1200.0));
    for part in ["0.86 GiB bookkeeping", "1.01 GiB returned to Xen", "79 MiB kernel (estimate)"] {
        assert!(wide.iter().any(|l| l == part), "{part}: {wide:?}");
    }
}

/// Each bracket of the answer has a text under it that names its parts.
#[test]
fn no_bracket_of_the_answer_is_without_its_text() {
    let boots = [
        booted(&[]),
        modern(&[]),
        modern(&[(Field::Dom0Mem, "4G,max:16G")]),
        modern(&[(Field::HostMem, "512M"), (Field::Dom0Mem, "256M")]),
        modern(&[(Field::HostMem, "512M"), (Field::Dom0Mem, "")]),
        preset_booted("msi-8g", &[]),
    ];
    for compared in boots.iter().map(Comparisons::of) {
        for width in (240..1300).step_by(8) {
            let scene = strip(&compared, f64::from(width));
            for shape in &scene.shapes {
                let Mark::Line { points, dash, width: line } = &shape.mark else { continue };
                if points.len() != 4 || (line - 1.3).abs() > 0.01 {
                    continue;
                }
                let under =
                    Rect { x: points[0].x, w: points[3].x - points[0].x, ..Rect::default() };
                let says = |s: &Shape| {
                    let Some((rect, text)) = text_rect(s).zip(s.text()) else { return false };
                    let below = rect.bottom() > points[1].y && rect.y < points[1].y + 16.0;
                    let near = rect.x < under.right() && rect.right() > under.x;
                    let names = if *dash == Dash::Could {
                        text.contains("balloon")
                    } else {
                        text.contains("kernel") || text.contains("+ ")
                    };
                    below && near && s.role == shape.role && names
                };
                assert!(scene.shapes.iter().any(says), "{width} {points:?} {:?}", lines(&scene));
            }
        }
    }
}

/// A map with 62 small regions, of which dom0 has pages on 31, and those below 1 MiB.
fn many_regions() -> String {
    let mut map = String::from("0-9f:u");
    for i in 0..62 {
        let a = 0x100 + i * 0x8000;
        let (kind, end) = (['r', 'n', 'a'][i % 3], a + 0x8000 - 0x20 * (i % 2));
        write!(map, ",{a:x}-{:x}:u,{:x}-{end:x}:{kind}", a + 0x7fc0, a + 0x7fc0).unwrap();
    }
    map
}

#[test]
fn the_regions_without_a_label_are_counted_as_pages_are() {
    let map = many_regions();
    let boot = modern(&[(Field::HostMem, ""), (Field::E820, &map)]);
    for (width, rest) in [
        (904.0, "1 984 of them in 31 small regions"),
        (712.0, "1 920 of them in 30 small regions"),
        (336.0, "1 953 of them in 30 small regions"),
        (280.0, "2 081 of them in 32 small regions"),
    ] {
        let said = lines(&at(&boot, Phase::HolesFound, 1.0, width));
        assert!(said.iter().any(|l| l == "2 081 pages on holes in all"), "{width} {said:?}");
        assert!(said.iter().any(|l| l == rest), "{width} {said:?}");
    }
}

#[test]
fn the_ends_of_a_move_are_apart_from_its_number() {
    for boot in [modern(&[]), preset_booted("msi-8g", &[(Field::Linux, "6.12")])] {
        let scene = at(&boot, Phase::PagesMoved, 1.0, 904.0);
        let what = place(&scene, "pages move to free page numbers");
        let from = place(&scene, "from (GiB)");
        assert!(from.x >= what.right() + 20.0, "{what:?} {from:?}");
    }
}

/// A cut is drawn with its number or not at all, and crosses no text.
#[test]
fn no_cut_is_without_its_number() {
    let small = preset_booted("eve-4g", &[]);
    let huge = modern(&[(Field::HostMem, "12T")]);
    for boot in [&small, &huge, &booted(&[])] {
        for width in [904.0, 712.0, 640.0, 336.0, 280.0] {
            for scale in [Scale::Readable, Scale::ToScale] {
                let time = Time { step: boot.index_of(Phase::MapRewritten), t: 1.0 };
                let scene = figure(boot, time, &View::new(width).at_scale(scale));
                let own = |s: &&Shape| s.key == Key::Decor(Decor::Struck);
                let cuts = || {
                    let ink = scene.shapes.iter().filter(own).filter(|s| s.role == Role::Ink);
                    ink.filter_map(Shape::line)
                };
                assert_eq!(
                    cuts().count(),
                    lines(&scene).iter().filter(|l| l.starts_with("cut at")).count()
                );
                let wedges = scene.shapes.iter().filter(own).filter_map(|s| match &s.mark {
                    Mark::Area { points } => Some(points.as_slice()),
                    Mark::Bar { .. } | Mark::Line { .. } | Mark::Text { .. } => None,
                });
                for points in cuts().chain(wedges) {
                    let xs = || points.iter().map(|p| p.x);
                    let ys = || points.iter().map(|p| p.y);
                    let (x0, x1) = (xs().fold(f64::MAX, f64::min), xs().fold(0.0, f64::max));
                    let (y0, y1) = (ys().fold(f64::MAX, f64::min), ys().fold(0.0, f64::max));
                    let rect = Rect { x: x0, y: y0, w: x1 - x0, h: y1 - y0 };
                    let name = |s: &&Shape| s.key == Key::Lane(Lane::OwnMap) || own(s);
                    let crossed =
                        scene.shapes.iter().filter(name).filter_map(|s| text_rect(s).zip(s.text()));
                    let mut crossed =
                        crossed.filter(|(r, t)| r.overlaps(rect) && !t.starts_with("cut at"));
                    assert_eq!(crossed.next(), None, "{width} {scale:?}");
                }
            }
        }
    }
    for width in [904.0, 712.0, 336.0] {
        assert!(says(&at(&small, Phase::MapRewritten, 1.0, width), "cut at 1"), "{width}");
    }
}

/// On its way down, the ghost of lane A is behind lane B and the names of lanes.
#[test]
fn the_ghost_of_the_map_covers_no_text() {
    let boot = booted(&[]);
    for width in [904.0, 712.0, 336.0] {
        for t in [0.1, 0.25, 0.5, 0.7] {
            let scene = at(&boot, Phase::MapRead, t, width);
            let own = |s: &Shape| matches!(s.key, Key::Region { lane: Lane::OwnMap, .. });
            let last = scene.shapes.iter().rposition(own).unwrap();
            let lanes = [Lane::Allocation, Lane::OwnMap];
            let first =
                scene.shapes.iter().position(|s| lanes.iter().any(|&l| s.key == Key::Lane(l)));
            assert!(last < first.unwrap(), "{width} {t}");
            assert!(!says(&scene, "a copy of A so far"), "{width} {t}");
        }
    }
    assert!(says(&at(&boot, Phase::MapRead, 1.0, 904.0), "a copy of A so far"));
}

#[test]
fn the_frame_of_the_held_ceiling_covers_no_text() {
    for gib in 4..64 {
        let option = format!("4G,max:{gib}G");
        let boot = modern(&[(Field::Dom0Mem, &option)]);
        for width in [904.0, 712.0, 336.0] {
            let scene = at(&boot, Phase::Dom0Built, 1.0, width);
            let frame = scene.targets.iter().find(|t| t.key == Key::Ceiling).unwrap().rect;
            let bar = |s: &&Shape| matches!(s.key, Key::Region { lane: Lane::Allocation, .. });
            let covered =
                scene.shapes.iter().filter(bar).filter_map(text_rect).find(|r| r.overlaps(frame));
            assert_eq!(covered, None, "{option} {width}");
        }
    }
    let wide = at(&modern(&[(Field::Dom0Mem, "4G,max:16G")]), Phase::Dom0Built, 1.0, 904.0);
    assert!(says(&wide, "16 GiB"));
}

/// On a phone no number is alone, and each line of the firmware's map says where it is.
#[test]
fn a_phone_says_what_its_numbers_count() {
    let boot = booted(&[]);
    for (phase, expected) in [
        (Phase::Dom0Built, "pages, numbered from 0"),
        (Phase::IdentityMapped, "page numbers mapped 1:1"),
        (Phase::BalloonRoom, "pages of unused room"),
    ] {
        for width in [320.0, 328.0, 344.0] {
            let said = lines(&at(&boot, phase, 1.0, width));
            assert!(said.iter().any(|l| l.starts_with(expected)), "{width} {said:?}");
        }
    }
    for preset in PRESETS {
        let boot = boot_of(&Form::from(preset));
        let scene = at(&boot, Phase::FirmwareMap, 1.0, 328.0);
        let entries = scene.shapes.iter().filter(|s| s.key == Key::Decor(Decor::Entry));
        let entries: Vec<&str> = entries.filter_map(Shape::text).collect();
        let ranges = entries.iter().filter(|t| t.contains(" - ")).count();
        let amounts = entries.iter().filter(|t| plain(t).contains("iB")).count();
        assert!(ranges > 0 && ranges == amounts, "{} {entries:?}", preset.id);
    }
}

#[test]
fn a_host_below_a_gib_has_a_scale_in_mib_and_sums_in_it() {
    let boot = modern(&[(Field::HostMem, "512M"), (Field::Dom0Mem, "256M")]);
    for (width, ticks) in [
        (904.0, &["0 MiB", "64", "128", "192", "256", "320", "384", "448", "512 MiB"][..]),
        (336.0, &["0 MiB", "128", "256", "384", "512"]),
    ] {
        let scene = at(&boot, Phase::ToolsReport, 1.0, width);
        let axis = scene.shapes.iter().filter(|s| s.key == Key::Decor(Decor::Axis));
        assert!(axis.filter_map(Shape::text).map(plain).eq(ticks.iter().copied()), "{width}");
        let said = lines(&scene);
        for text in ["dom0’s 256 MiB", "136 + 11 + 109 = 256 MiB"] {
            assert!(said.iter().any(|l| l == text), "{width} {text} {said:?}");
        }
        assert!(said.iter().any(|l| l.starts_with("shows 136 MiB")), "{width} {said:?}");
    }
}

/// What went out is never said without what came back, nor the explanation of a sum without it.
#[test]
fn lines_that_belong_together_are_shown_together() {
    let travelled = preset_booted("msi-8g", &[]);
    let reports = booted(&[]);
    let (mut pairs, mut sums) = (0, 0);
    for width in [576.0, 600.0, 640.0] {
        for height in (100..400).step_by(3) {
            let view = View::new(width).fitted(f64::from(height));
            let scene = |boot: &Boot, phase| {
                figure(boot, Time { step: boot.index_of(phase), t: 1.0 }, &view)
            };
            let trip = scene(&travelled, Phase::PagesRepopulated);
            let [out, back] =
                [" out,", " back"].map(|end| lines(&trip).iter().any(|l| l.ends_with(end)));
            assert_eq!(out, back, "{width} {height}");
            pairs += u32::from(out);
            let level = trip.shapes.iter().filter(|s| s.key == Key::Decor(Decor::Level));
            let (bars, words): (Vec<_>, Vec<_>) = level.partition(|s| s.bar().is_some());
            let floor = bars.iter().filter_map(|s| s.bar()).map(Rect::bottom).fold(0.0, f64::max);
            assert!(
                words.iter().filter_map(|s| text_rect(s)).all(|r| r.bottom() <= floor),
                "{width} {height}"
            );
            let tools = lines(&scene(&reports, Phase::ToolsReport));
            let [sum, why] = [" = 4.00 GiB", "kernel and boot buffers"]
                .map(|part| tools.iter().any(|l| l.contains(part)));
            assert!(sum || !why, "{width} {height} {tools:?}");
            sums += u32::from(why);
        }
    }
    assert!(pairs > 0 && sums > 0);
}
