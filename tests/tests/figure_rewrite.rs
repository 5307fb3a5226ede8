//! Lane C while the map is rewritten, and the printed lines under it.

#![allow(clippy::unwrap_used)]

use figure::geometry::Rect;
use figure::highlight::Highlight;
use figure::lane::Lane;
use figure::scene::{Time, figure};
use figure::shape::{Decor, Key, Mark, Pattern, Role, Scene, Shape, text_rect};
use figure::view::View;
use read::{Field, Form};
use sim::step::Phase;
use tests::booted::{boot_of, booted, preset_booted};
use tests::scenes::{at, says};

fn bar(shape: &Shape) -> Option<(Rect, Pattern)> {
    if let Mark::Bar { rect, pattern, .. } = shape.mark { Some((rect, pattern)) } else { None }
}

/// Where the region of lane C with this first page number is.
fn place(scene: &Scene, start: u64) -> Option<Rect> {
    let key = Key::Region { lane: Lane::OwnMap, start };
    scene.targets.iter().find(|t| t.key == key).map(|t| t.rect)
}

const CUT: u64 = 44 << 18;

#[test]
fn new_entries_drop_out_of_the_old_one_and_rise_into_the_bar_again() {
    let boot = booted(&[(Field::Linux, "3.2")]);
    for width in [936.0, 330.0] {
        let y = |phase, t, start| place(&at(&boot, phase, t, width), start).map(|r| r.y);
        let row = y(Phase::MapRewritten, 1.0, 0x100).unwrap();
        // Not there before it drops, on its way half-way, below the bar at rest.
        assert_eq!(y(Phase::MapRewritten, 0.39, CUT), None);
        let way = [0.5, 0.6, 0.7, 0.8, 1.0].map(|t| y(Phase::MapRewritten, t, CUT).unwrap());
        assert!(way.is_sorted() && row < way[0] && way[0] < way[2], "{way:?}");
        let rest = way[4];
        assert!((way[3] - rest).abs() < 1e-9 && rest > row + 40.0, "{width} {way:?}");
        let lane_d = place_d(&at(&boot, Phase::MapRewritten, 1.0, width));
        assert!(rest + 28.0 < lane_d.y, "{width}");
        // What is kept stays in the bar, into which the new entries rise.
        let above = [0.0, 0.15, 0.3].map(|t| {
            let kept = y(Phase::BalloonRoom, t, 0x100).unwrap();
            y(Phase::BalloonRoom, t, CUT).unwrap() - kept
        });
        assert!((above[0] - (rest - row)).abs() < 1e-9 && above[2].abs() < 1e-9, "{above:?}");
        assert!(0.0 < above[1] && above[1] < above[0], "{above:?}");
    }
}

fn place_d(scene: &Scene) -> Rect {
    scene.targets.iter().find(|t| t.key.lane() == Some(Lane::Backing)).unwrap().rect
}

#[test]
fn the_cut_and_its_label_are_at_the_cut() {
    let boot = booted(&[(Field::Linux, "3.2")]);
    let scene = at(&boot, Phase::MapRewritten, 1.0, 936.0);
    let left = place(&scene, CUT).unwrap().x;
    let label = scene.shapes.iter().find(|s| s.text() == Some("cut at 44 GiB")).unwrap();
    assert!((text_rect(label).unwrap().centre().x - left).abs() < 0.5);
    let struck = |s: &&Shape| s.role == Role::Ink && s.key == Key::Decor(Decor::Struck);
    let line = scene.shapes.iter().filter(struck).find_map(|s| {
        let Mark::Line { points, .. } = &s.mark else { return None };
        Some(points)
    });
    assert!(line.unwrap().iter().all(|p| (p.x - left).abs() < 0.01));
    assert!(!says(&at(&boot, Phase::MapRewritten, 0.3, 936.0), "cut at"));
}

#[test]
fn struck_words_and_new_lines_come_in_their_order() {
    let boot = booted(&[(Field::Linux, "3.2")]);
    let struck = |t| {
        let scene = at(&boot, Phase::MapRewritten, t, 936.0);
        let lines =
            |s: &&Shape| matches!(s.mark, Mark::Line { width, .. } if width < 1.35 && width > 1.25);
        scene.shapes.iter().filter(lines).count()
    };
    assert_eq!([0.3, 0.46, 1.0].map(struck), [0, 2, 2]);
    let scene = |t| at(&boot, Phase::MapRewritten, t, 936.0);
    let (old, new) = ("0000000100000000 - 0000001040880000", "0000000b00000000 - ");
    assert!(says(&scene(0.1), old) && !says(&scene(0.1), new));
    assert!(says(&scene(1.0), old) && says(&scene(1.0), new));
    assert!(
        says(&scene(1.0), "the rest of it, 21.01 GiB") && says(&scene(1.0), "3 lines unchanged")
    );
    // A phone's lines are short.
    let phone = at(&boot, Phase::MapRewritten, 1.0, 330.0);
    assert!(says(&phone, "b00000000 - 1040880000 (unusable)") && !says(&phone, "Xen:"));
}

#[test]
fn a_line_and_its_region_light_up_together() {
    let boot = booted(&[(Field::Linux, "3.2")]);
    let key = Key::Region { lane: Lane::OwnMap, start: CUT };
    let time = Time { step: boot.index_of(Phase::MapRewritten), t: 1.0 };
    let plain = figure(&boot, time, &View::new(936.0));
    let line = Key::Decor(Decor::PrintedLine { lane: Lane::OwnMap, start: CUT });
    let plate = plain.shapes.iter().find(|s| s.key == line).and_then(bar).unwrap().0;
    assert_eq!(figure::hit(&plain, plate.centre()), Some(key));
    let highlighted = figure(&boot, time, &View::new(936.0).highlighting(Some(Highlight::Of(key))));
    let marks = highlighted.shapes.iter().filter(|s| s.key == Key::Decor(Decor::Ring));
    let from: Vec<_> = marks
        .filter_map(
            |s| if let Mark::Line { points, .. } = &s.mark { Some(points[0].y) } else { None },
        )
        .collect();
    // An edge before the line, whose ground is another, and a ring about the region.
    let region = place(&plain, CUT).unwrap();
    assert_eq!(from, [plate.y, region.y - 4.0]);
    let ground: Vec<_> =
        highlighted.shapes.iter().filter(|s| s.role == Role::Highlight).map(|s| s.key).collect();
    assert_eq!(ground, [line]);
}

/// Reserved, ACPI tables, ACPI NVS, unusable RAM and a hole: a look and a name each.
#[test]
fn each_kind_of_entry_has_a_look_and_a_name_of_its_own() {
    let map = "0-40000000 usable\n40000000-60000000 reserved\n60000000-80000000 ACPI data\n80000000-a0000000 ACPI NVS\na0000000-c0000000 unusable\n100000000-140000000 usable";
    let form = Form::default().with(Field::E820, map).with(Field::Linux, "3.2");
    let form = form.with(Field::Dom0Mem, "512M").with(Field::Xen, "4.17");
    let boot = boot_of(&form);
    for (phase, lane) in [(Phase::FirmwareMap, Lane::Machine), (Phase::Descriptors, Lane::OwnMap)] {
        let scene = figure(
            &boot,
            Time { step: boot.index_of(phase), t: 1.0 },
            &View::new(1600.0).at_scale(figure::view::Scale::ToScale),
        );
        let look = |start: u64| {
            let key = Key::Region { lane, start };
            let of = || scene.shapes.iter().filter(|s| s.key == key);
            let (_, pattern) = of().find_map(bar).unwrap();
            (pattern, of().find_map(Shape::text).unwrap_or_default().to_owned())
        };
        let looks = [0x40000, 0x60000, 0x80000, 0xa0000, 0xc0000].map(look);
        let expected = [
            (Pattern::Falling, "reserved"),
            (Pattern::Grid, "ACPI tables"),
            (Pattern::Brick, "ACPI NVS"),
            (Pattern::Level, "unusable RAM"),
            (Pattern::Crossed, "hole, no RAM"),
        ];
        assert_eq!(looks, expected.map(|(p, name)| (p, name.to_owned())), "{lane:?}");
    }
}

#[test]
fn ram_that_is_left_out_says_so_and_a_map_that_stays_has_no_cut() {
    assert!(says(
        &at(&booted(&[(Field::Linux, "6.1")]), Phase::MapRewritten, 1.0, 936.0),
        "left out of the map"
    ));
    let same =
        at(&preset_booted("msi-8g", &[(Field::Linux, "6.1")]), Phase::MapRewritten, 1.0, 936.0);
    assert!(says(&same, "kept as it is") && says(&same, "22 lines unchanged"));
    assert!(!says(&same, "cut at"));
    let struck = same.shapes.iter().filter(|s| s.key == Key::Decor(Decor::Struck));
    assert_eq!(struck.count(), 0);
}

/// The plainest case of RAM that Linux cut off.
#[test]
fn no_step_calls_unusable_ram_a_device() {
    let link = "v=1&host-mem=8G&dom0-mem=4G,max:4G&xen=4.1.2&linux=3.2&step=balloon-room";
    let boot = boot_of(&read::link::decode(link).form);
    for (step, s) in boot.steps.iter().enumerate() {
        for width in [1240.0, 936.0, 330.0] {
            let scene = figure(&boot, Time { step, t: 1.0 }, &View::new(width));
            assert!(!says(&scene, "devices"), "{:?}", s.phase());
            if s.phase() >= Phase::MapRewritten && width > 400.0 {
                assert!(says(&scene, "unusable RAM"), "{:?} {width}", s.phase());
            }
        }
    }
}
