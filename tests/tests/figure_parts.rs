//! What parts of the pictures mean, measured on the shapes: where a funnel begins and
//! ends, how long a bar is, what a tick names.

#![allow(clippy::unwrap_used, clippy::cast_precision_loss)]

use figure::geometry::{Point, Rect};
use figure::lane::Lane;
use figure::shape::{Decor, Key, Mark, Role, Scene, Shape};
use read::Field;
use sim::step::Phase;
use tests::booted::booted;
use tests::scenes::at;

fn area(shape: &Shape) -> Option<&[Point]> {
    match &shape.mark {
        Mark::Area { points } => Some(points),
        Mark::Bar { .. } | Mark::Line { .. } | Mark::Text { .. } => None,
    }
}

fn of(scene: &Scene, key: Key) -> impl Iterator<Item = &Shape> {
    scene.shapes.iter().filter(move |s| s.key == key)
}

/// The regions of a lane that can be pointed at, left to right.
fn regions(scene: &Scene, lane: Lane) -> Vec<Rect> {
    let of = |key| matches!(key, Key::Region { lane: l, .. } if l == lane);
    scene.targets.iter().filter(|t| of(t.key)).map(|t| t.rect).collect()
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() < 0.2
}

#[test]
fn a_name_is_the_title_of_its_region_and_of_no_other() {
    let scene = at(&booted(&[]), Phase::Dom0Built, 1.0, 936.0);
    let given = Key::Region { lane: Lane::Allocation, start: 0 };
    let name = |key| (key == given).then(|| "pages & ceiling".to_owned());
    let svg = figure::svg::write_named(&scene, "Xen builds dom0", &name);
    let drawn = of(&scene, given).filter_map(Shape::bar).count();
    assert!(drawn > 0);
    assert_eq!(svg.matches("<title>").count(), 1 + drawn);
    assert_eq!(svg.matches("<title>pages &amp; ceiling</title></rect>").count(), drawn);
    assert_eq!(svg.matches("role=\"img\" class=\"d0\"><title>Xen builds dom0</title>").count(), 1);
    // Nothing else changes.
    let titled = "><title>pages &amp; ceiling</title></rect>";
    assert_eq!(svg.replace(titled, "/>"), figure::svg::write(&scene, "Xen builds dom0"));
}

/// From all the numbers that may get a page, on lane C, to the pages that the descriptors
/// fill, on lane D.
#[test]
fn the_funnel_runs_from_the_numbers_to_their_descriptors() {
    for linux in ["3.0.4", "3.2", "6.1"] {
        let boot = booted(&[(Field::Linux, linux)]);
        for width in [936.0, 330.0] {
            let scene = at(&boot, Phase::Descriptors, 1.0, width);
            let funnel: Vec<&[Point]> =
                of(&scene, Key::Decor(Decor::Funnel)).filter_map(area).collect();
            let [points] = funnel[..] else { panic!("{linux} {width}: {} areas", funnel.len()) };
            let low = points.iter().map(|p| p.y).fold(f64::MAX, f64::min);
            let high = points.iter().map(|p| p.y).fold(f64::MIN, f64::max);
            let ends = |y: f64| {
                let xs = || points.iter().filter(|p| near(p.y, y)).map(|p| p.x);
                (xs().fold(f64::MAX, f64::min), xs().fold(f64::MIN, f64::max))
            };
            // What is no RAM at the end of the map never gets a page.
            let first = regions(&scene, Lane::OwnMap)[0];
            let ram = |s: &&Shape| {
                matches!(s.key, Key::Region { lane: Lane::OwnMap, .. })
                    && !matches!(s.role, Role::Hole | Role::Unusable)
            };
            let ends_of_ram =
                scene.shapes.iter().filter(ram).filter_map(Shape::bar).map(Rect::right);
            let end = ends_of_ram.fold(0.0, f64::max);
            let (left, right) = ends(low);
            assert!(near(left, first.x) && near(right, end), "{linux} {width}");
            let filled = of(&scene, Key::Decor(Decor::Descriptors)).find_map(Shape::bar).unwrap();
            let (left, right) = ends(high);
            assert!(near(left, filled.x) && near(right, filled.right()), "{linux} {width}");
            assert!(low > first.bottom() && high < filled.y, "{linux} {width}");
        }
        for phase in [Phase::BalloonRoom, Phase::ToolsReport] {
            let scene = at(&boot, phase, 1.0, 936.0);
            assert_eq!(of(&scene, Key::Decor(Decor::Funnel)).count(), 0, "{linux} {phase:?}");
        }
    }
}

/// The article's machine, with `max:` at its size.
#[test]
fn what_max_leaves_is_named_part_by_part() {
    let scene = at(&booted(&[]), Phase::Descriptors, 1.0, 1240.0);
    let lens: Vec<&str> = of(&scene, Key::Decor(Decor::Lens)).filter_map(Shape::text).collect();
    let parts = "struct page 66 MiB, page tables 8.2 MiB, p2m 8 MiB, hashes 6 MiB";
    assert!(lens.contains(&parts), "{lens:?}");
}

/// The four parts in their order, side by side, as many times as long as the note says.
#[test]
fn the_lens_shows_the_descriptors_parts_at_the_scale_it_names() {
    for (linux, size) in [("3.2", "4G"), ("6.1", "4G,max:4G"), ("3.2", "16G")] {
        let boot = booted(&[(Field::Linux, linux), (Field::Dom0Mem, size)]);
        let costs = boot.end().unwrap().costs.unwrap();
        let parts = [costs.struct_page, costs.page_tables, costs.p2m, costs.hashes];
        for width in [936.0, 330.0] {
            let scene = at(&boot, Phase::Descriptors, 1.0, width);
            let given = regions(&scene, Lane::Allocation)[0];
            let filled = of(&scene, Key::Decor(Decor::Descriptors)).find_map(Shape::bar).unwrap();
            let scale = filled.w / costs.total().0 as f64;
            let lens = || of(&scene, Key::Decor(Decor::Lens));
            let said = lens().filter_map(Shape::text).find(|t| t.starts_with("enlarged "));
            let times: f64 = said.unwrap().split(' ').nth(1).unwrap().parse().unwrap();
            let bars: Vec<Rect> = lens().filter_map(Shape::bar).take(4).collect();
            let mut x = given.x;
            for (rect, pages) in bars.iter().zip(parts) {
                assert!(near(rect.x, x), "{linux} {size} {width} {bars:?}");
                let length = pages.0 as f64 * scale * times;
                assert!((rect.w - length).abs() < 0.02 * length + 0.2, "{width} {bars:?}");
                x = rect.right();
            }
        }
    }
}

/// Lane A grows from left to right.
#[test]
fn a_map_is_drawn_from_left_to_right() {
    let boot = booted(&[]);
    let reached = |t| {
        let scene = at(&boot, Phase::FirmwareMap, t, 936.0);
        let of = |s: &&Shape| matches!(s.key, Key::Region { lane: Lane::Machine, .. });
        let bars = scene.shapes.iter().filter(of).filter_map(Shape::bar).filter(|r| r.w > 0.0);
        bars.map(Rect::right).fold(0.0, f64::max)
    };
    let machine = regions(&at(&boot, Phase::FirmwareMap, 1.0, 936.0), Lane::Machine);
    let (first, last) = (machine.first().unwrap().x, machine.last().unwrap().right());
    // Half-way and where it is drawn completely.
    let (half, whole) = (0.35, 0.7);
    assert!((reached(half) - f64::midpoint(first, last)).abs() < 20.0, "{}", reached(half));
    let times = [0.05, half * 0.6, half, whole].map(reached);
    assert!(times.is_sorted() && times[0] < times[1], "{times:?}");
    assert!(times[0] < first + 0.1 * (last - first), "{times:?}");
    assert!(near(reached(whole), reached(1.0)), "{times:?}");
}

/// From the axis to the foot of lane D; half as far at half of its time.
#[test]
fn a_band_grows_from_the_axis_through_all_lanes() {
    let boot = booted(&[]);
    let band = |t| {
        let scene = at(&boot, Phase::HolesFound, t, 936.0);
        let axis = of(&scene, Key::Decor(Decor::Axis)).find_map(|s| match &s.mark {
            Mark::Line { points, .. } => Some(points[0].y),
            Mark::Bar { .. } | Mark::Area { .. } | Mark::Text { .. } => None,
        });
        let bottom = regions(&scene, Lane::Backing)[0].bottom();
        let rect = of(&scene, Key::Decor(Decor::Band)).find_map(Shape::bar);
        (rect, axis.unwrap(), bottom)
    };
    assert_eq!(band(0.0).0, None);
    for (t, part) in [(0.1, 0.2), (0.25, 0.5), (0.5, 1.0), (1.0, 1.0)] {
        let (rect, axis, bottom) = band(t);
        let rect = rect.unwrap();
        assert!(near(rect.y, axis) && near(rect.h, (bottom - axis) * part), "{t} {rect:?}");
    }
}

/// Lane C comes down from lane A, without words until it has arrived.
#[test]
fn a_copied_map_comes_down_from_the_machines() {
    let boot = booted(&[]);
    let lane_c = |t| {
        let scene = at(&boot, Phase::MapRead, t, 936.0);
        let own = |s: &&Shape| matches!(s.key, Key::Region { lane: Lane::OwnMap, .. });
        let y = scene.shapes.iter().filter(own).find_map(Shape::bar).unwrap().y;
        let named = scene.shapes.iter().filter(own).any(|s| s.text().is_some());
        (y, named, regions(&scene, Lane::Machine)[0].y)
    };
    let (end, named, machine) = lane_c(1.0);
    assert!(named && end > machine);
    let (half, named, _) = lane_c(0.4);
    assert!(!named && near(half, f64::midpoint(machine, end)), "{half}");
}

/// Without a ceiling lane B runs on to the end of the axis, dashed above and below.
#[test]
fn only_a_dom0_without_a_ceiling_is_drawn_open_ended() {
    for (option, open) in [("4G", true), ("4G,max:4G", false), ("4G,max:8G", false)] {
        let boot = booted(&[(Field::Linux, "6.1"), (Field::Xen, "4.17"), (Field::Dom0Mem, option)]);
        let scene = at(&boot, Phase::Dom0Built, 1.0, 936.0);
        let lane = |s: &&Shape| matches!(s.key, Key::Region { lane: Lane::Allocation, .. });
        let lines = scene.shapes.iter().filter(lane).filter(|s| match &s.mark {
            Mark::Line { points, .. } => near(points[0].y, points[1].y),
            Mark::Bar { .. } | Mark::Area { .. } | Mark::Text { .. } => false,
        });
        let arrows = scene.shapes.iter().filter(lane).filter(|s| area(s).is_some()).count();
        assert_eq!((lines.count(), arrows), if open { (3, 1) } else { (0, 0) }, "{option}");
        // A tear is where something is drawn: lane A ends with the machine's RAM.
        let torn = |lane| {
            let row = regions(&scene, lane)[0];
            let tears = of(&scene, Key::Decor(Decor::Tear)).filter_map(area);
            let within = |p: &[Point]| p.iter().any(|p| p.y > row.y && p.y < row.bottom());
            tears.filter(|p| within(p)).count()
        };
        let all = torn(Lane::Machine);
        assert!(all > 0);
        assert_eq!(torn(Lane::Allocation) > all, open, "{option}");
    }
}
