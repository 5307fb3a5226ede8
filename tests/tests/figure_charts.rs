//! What charts of boots say: the ticks of the answer's axis, the lengths of the whole
//! machine's bars, and where labels are between tears.

#![allow(clippy::unwrap_used, clippy::cast_precision_loss)]

use figure::geometry::{Point, Rect};
use figure::machine::bars;
use figure::scene::{Time, figure};
use figure::shape::{Decor, Key, Mark, Scene, Shape, text_rect};
use figure::view::View;
use read::presets::PRESETS;
use read::{Field, Form as Typed};
use sim::boot::Boot;
use sim::ledger::{Account, Ledger};
use sim::what_if::Comparisons;
use tests::booted::{boot_of, booted};

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() < 0.1
}

/// How far along the axis each tick is, in parts of its length, and what it is called.
fn ticks(dom0_mem: &str) -> Vec<(f64, String)> {
    let scene =
        figure::answer::strip(&Comparisons::of(&booted(&[(Field::Dom0Mem, dom0_mem)])), 936.0);
    let own = || scene.shapes.iter().filter(|s| s.key == Key::Decor(Decor::Axis));
    let mut lines = own().filter_map(Shape::line);
    let axis = lines.next().unwrap();
    let (from, to) = (axis[0], axis[1]);
    let labels: Vec<&Shape> = own().filter(|s| s.text().is_some()).collect();
    let lines: Vec<&[Point]> = lines.collect();
    assert_eq!(lines.len(), labels.len(), "{dom0_mem}");
    let tick = |(line, label): (&[Point], &Shape)| {
        let (x, rect) = (line[0].x, text_rect(label).unwrap());
        // Upright, on the line, under its name.
        assert!(near(line[1].x, x) && near(line[1].y, from.y), "{line:?}");
        assert!(line[0].y < from.y - 1.0, "{line:?}");
        assert!(rect.bottom() < line[0].y && near(rect.centre().x, x), "{rect:?}");
        ((x - from.x) / (to.x - from.x), label.text().unwrap().to_owned())
    };
    lines.into_iter().zip(labels).map(tick).collect()
}

#[test]
fn the_answers_axis_counts_gib_a_power_of_two_apart() {
    for (dom0_mem, expected) in [
        ("512M", &[(0.0, "0 MiB"), (1.0, "512")][..]),
        ("4G", &[(0.0, "0 GiB"), (0.25, "1"), (0.5, "2"), (0.75, "3"), (1.0, "4 GiB")]),
        ("2560M", &[(0.0, "0 GiB"), (0.4, "1"), (0.8, "2 GiB")]),
        (
            "40G",
            &[(0.0, "0 GiB"), (0.2, "8"), (0.4, "16"), (0.6, "24"), (0.8, "32"), (1.0, "40 GiB")],
        ),
    ] {
        let found = ticks(dom0_mem);
        let same = |((x, name), (at, called)): (&(f64, String), &(f64, &str))| {
            (x - at).abs() < 1e-6 && name == called
        };
        let right = found.len() == expected.len() && found.iter().zip(expected).all(same);
        assert!(right, "{dom0_mem}: {found:?}");
    }
}

/// Where the last tick's unit would touch the head of the numbers, the first tick's is enough.
#[test]
fn the_answers_axis_ends_before_the_numbers_beside_it() {
    for (ram, dom0_mem) in [("64G", "512M"), ("12T", "2T"), ("64G", "40G")] {
        let boot = booted(&[(Field::HostMem, ram), (Field::Dom0Mem, dom0_mem)]);
        for width in [1200.0, 872.0] {
            let scene = figure::answer::strip(&Comparisons::of(&boot), width);
            let of = |key| scene.shapes.iter().filter(move |s| s.key == Key::Decor(key));
            let axis: Vec<&Shape> = of(Decor::Axis).filter(|s| s.text().is_some()).collect();
            let end = axis.iter().filter_map(|s| text_rect(s)).map(Rect::right).fold(0.0, f64::max);
            let head = of(Decor::Caption).find(|s| s.text() == Some("free")).and_then(text_rect);
            assert!(head.is_some_and(|r| end + 3.0 <= r.x), "{dom0_mem} {width}: {end} {head:?}");
        }
    }
}

fn machine(dom0_mem: &str, width: f64) -> (Boot, Scene) {
    let boot = booted(&[(Field::Dom0Mem, dom0_mem), (Field::Linux, "3.2")]);
    let scene = bars(&boot, boot.steps.len() - 1, &View::new(width));
    (boot, scene)
}

#[test]
fn each_part_of_the_machine_is_as_long_as_it_has_pages() {
    for width in [936.0, 330.0] {
        let (boot, scene) = machine("4G", width);
        let ledger = Ledger::at_end(&boot);
        let of = |account| {
            let own = scene.shapes.iter().filter(move |s| s.key == Key::Account(account));
            own.filter_map(Shape::bar).collect::<Vec<_>>()
        };
        let check = |rect: Rect, pages: u64, all: u64| {
            let length = (width - 2.0) * pages as f64 / all as f64;
            assert!((rect.w - length).abs() < 0.01, "{width} {rect:?} {pages} of {all}");
        };
        for account in [Account::XenItself, Account::XenFree, Account::FromDom0] {
            check(of(account)[0], ledger.pages(account).0, ledger.total().0);
        }
        let [whole, usable] = of(Account::Usable)[..] else { panic!("{width}") };
        check(whole, ledger.dom0().0, ledger.total().0);
        assert!((whole.right() - (width - 1.0)).abs() < 0.01, "{width}");
        // Dom0's part again, on a scale of its own that ends where the machine ends.
        let own = usable.w / ledger.pages(Account::Usable).0 as f64;
        let end = usable.x + own * ledger.dom0().0 as f64;
        assert!((end - (width - 1.0)).abs() < 0.01, "{width} {end}");
        for account in [Account::StructPage, Account::PageTables, Account::Hashes] {
            let length = own * ledger.pages(account).0 as f64;
            assert!((of(account)[0].w - length).abs() < 0.01, "{width} {account:?}");
        }
    }
}

/// Xen keeps more than this machine has: there is no size that a label could name.
#[test]
fn no_bar_of_a_dom0_without_pages_names_a_ceiling_of_nothing() {
    let none = [(Field::HostMem, "64M"), (Field::Dom0Mem, ""), (Field::Vcpus, "8192")];
    let none = booted(&[&none[..], &[(Field::Xen, "4.17")]].concat());
    let compared = Comparisons::of(&none);
    assert_eq!(compared.scenarios.configured.pages.0, 0);
    for width in [332.0, 936.0] {
        let scene = figure::answer::strip(&compared, width);
        let said: Vec<&str> = scene.shapes.iter().filter_map(Shape::text).collect();
        assert!(said.iter().all(|t| !t.contains("max:0") && !t.contains("0K")), "{said:?}");
        assert!(said.iter().any(|t| t.contains("Xen stops here")), "{said:?}");
    }
}

/// A bar is as high for one state as for three, so the strip's height never changes.
#[test]
fn states_that_differ_get_a_bar_and_the_strip_keeps_its_height() {
    let bars = |fields: &[(Field, &str)], width| {
        let scene = figure::answer::strip(&Comparisons::of(&booted(fields)), width);
        assert!((scene.height - figure::answer::height(width)).abs() < 0.01);
        let mut tops: Vec<f64> = scene
            .shapes
            .iter()
            .filter(|s| matches!(s.key, Key::Decor(Decor::Scenario(_))))
            .filter_map(Shape::bar)
            .filter(|r| r.h > 20.0)
            .map(|r| r.y)
            .collect();
        tops.sort_by(f64::total_cmp);
        tops.dedup_by(|a, b| (*a - *b).abs() < 8.0);
        tops.len()
    };
    for width in [332.0, 900.0, 1200.0] {
        assert_eq!(bars(&[(Field::Linux, "3.2")], width), 3);
        assert_eq!(bars(&[(Field::Linux, "6.1")], width), 2);
        assert_eq!(bars(&[(Field::Linux, "6.1"), (Field::Dom0Mem, "4G,max:4G")], width), 1);
        assert_eq!(bars(&[(Field::Linux, "2.6.18")], width), 1);
    }
}

#[test]
fn an_enlarged_part_says_how_much_larger_it_is() {
    for (dom0_mem, says) in [
        ("63G", "drawn again with its parts"),
        ("48G", "drawn again with its parts"),
        ("16G,max:16G", "enlarged 2 times"),
        ("8G,max:8G", "enlarged 4 times"),
    ] {
        let boot = booted(&[(Field::Dom0Mem, dom0_mem), (Field::Linux, "6.1")]);
        let scene = bars(&boot, boot.steps.len() - 1, &View::new(936.0));
        assert!(
            scene.shapes.iter().filter_map(Shape::text).any(|t| t.ends_with(says)),
            "{dom0_mem}"
        );
    }
}

/// A tear is no place for letters: a label is in the widest part that no tear cuts.
#[test]
fn a_torn_bar_has_its_label_in_its_widest_part() {
    let mut seen = 0;
    for preset in PRESETS {
        let boot = boot_of(&Typed::from(preset));
        for step in 0..boot.steps.len() {
            let scene = figure(&boot, Time { step, t: 1.0 }, &View::new(936.0));
            let tears = scene.shapes.iter().filter(|s| s.key == Key::Decor(Decor::Tear));
            let tears: Vec<(f64, f64, f64)> = tears.filter_map(tear).collect();
            for label in scene.shapes.iter().filter(|s| matches!(s.key, Key::Region { .. })) {
                let Some(rect) = text_rect(label) else { continue };
                let own = scene.shapes.iter().filter(|s| s.key == label.key).filter_map(Shape::bar);
                let Some(bar) = own.max_by(|a, b| a.w.total_cmp(&b.w)) else { continue };
                let cuts = tears.iter().filter(|t| t.2 > bar.y && t.2 < bar.bottom());
                let cuts = cuts.filter(|t| t.1 > bar.x && t.0 < bar.right());
                let mut edges = vec![bar.x];
                // With two pixels of paper between a tear and the letters' place.
                cuts.for_each(|t| edges.extend([t.0 - 2.0, t.1 + 2.0]));
                edges.push(bar.right());
                if edges.len() == 2 {
                    continue;
                }
                edges.sort_by(f64::total_cmp);
                // The first of those that are as wide as any.
                let most = edges.chunks(2).map(|part| part[1] - part[0]).fold(0.0, f64::max);
                let widest = edges.chunks(2).find(|part| part[1] - part[0] > most - 0.01);
                let [from, to] = widest.unwrap() else { panic!("{edges:?}") };
                let place = format!("{} {step} {:?}", preset.id, label.mark);
                assert!(*from <= rect.x && rect.right() <= *to, "{place} {edges:?}");
                let off = rect.centre().x - f64::midpoint(*from, *to);
                assert!(off.abs() < 0.1, "{place} {edges:?} {off}");
                seen += 1;
            }
        }
    }
    assert!(seen > 50, "{seen}");
}

/// From where to where a tear is, and the middle of its height.
fn tear(shape: &Shape) -> Option<(f64, f64, f64)> {
    let Mark::Area { points } = &shape.mark else { return None };
    let (low, high) =
        points.iter().fold((f64::MAX, f64::MIN), |(l, h), p| (l.min(p.x), h.max(p.x)));
    let (top, foot) =
        points.iter().fold((f64::MAX, f64::MIN), |(l, h), p| (l.min(p.y), h.max(p.y)));
    // The teeth are 2 pixels deep on either side.
    Some((low + 2.0, high - 2.0, f64::midpoint(top, foot)))
}
