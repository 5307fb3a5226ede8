//! The axis of the figure is the machine's: a page number stays where it is when the option,
//! the kernel, Xen or the step changes, and the handle of the ceiling has the same stops.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;

use figure::lane::Lane;
use figure::reach::Reach;
use figure::scene::{Time, figure};
use figure::shape::{Decor, Key, Mark, Role, Shape};
use figure::view::View;
use read::ceiling::{Piece, Range, Way};
use read::presets::PRESETS;
use read::{Field, Form as Typed};
use sim::boot::Boot;
use sim::simulate::simulate;
use sim::units::Pages;
use tests::any_input::random_map;
use tests::booted::boot_of;
use tests::dice::Dice;

const WIDTHS: [f64; 3] = [936.0, 360.0, 640.0];

/// Machines that somebody has, that nobody has, and the largest and smallest.
fn machines() -> Vec<Typed> {
    let mut machines: Vec<Typed> = PRESETS.iter().map(Typed::from).collect();
    for ram in ["256M", "4G", "8G", "16G", "48G", "256G", "1T", "12T"] {
        machines.push(Typed::from(&PRESETS[0]).with(Field::HostMem, ram));
    }
    let mut dice = Dice::new(0x2b99_2ddf_a232_49d6);
    for _ in 0..40 {
        let form = Typed::from(&PRESETS[0]).with(Field::HostMem, "");
        machines.push(form.with(Field::E820, &random_map(&mut dice)));
    }
    // Far RAM, as in the worlds of the kernel's vectors.
    let far = "0-40000000 usable\n400000000000-400040000000 usable";
    machines.push(Typed::from(&PRESETS[0]).with(Field::HostMem, "").with(Field::E820, far));
    machines
}

/// What does not belong to a machine: the option, the kernel and Xen.
fn rest() -> Vec<[(Field, &'static str); 3]> {
    let options = [
        "",
        "512M",
        "2G",
        "4G,max:4G",
        "4100M",
        "7G,max:200G",
        "10G",
        "17G",
        "40G,max:900G",
        "600G",
    ];
    let kernels = ["2.6.18", "2.6.32", "3.1", "3.2", "3.6", "3.18", "4.3", "6.1", "7.3"];
    let xens = ["3.4", "4.1.1", "4.1.2", "4.17"];
    let kernels = kernels.iter().cycle();
    let all = options.iter().cycle().zip(kernels).zip(xens.iter().cycle()).take(36);
    all.map(|((option, linux), xen)| {
        [(Field::Dom0Mem, *option), (Field::Linux, *linux), (Field::Xen, *xen)]
    })
    .collect()
}

/// The boots of one machine.
fn boots(machine: &Typed) -> Vec<Boot> {
    let with = |fields: [(Field, &'static str); 3]| {
        let form = fields.into_iter().fold(machine.clone(), |form, (f, text)| form.with(f, text));
        Some(simulate(&form.read().ok()?.config))
    };
    rest().into_iter().filter_map(with).collect()
}

/// The axis with its numbers and marks, and the machine's own regions.
fn axis(boot: &Boot, step: usize, width: f64) -> BTreeSet<String> {
    let scene = figure(boot, Time { step, t: 1.0 }, &View::new(width));
    let ruler = |s: &&Shape| match s.key {
        Key::Decor(Decor::Axis) => true,
        // Those of the lanes are drawn as far as there is something.
        Key::Decor(Decor::Tear) => match &s.mark {
            Mark::Area { points } => points.iter().all(|p| p.y < 32.0),
            Mark::Bar { .. } | Mark::Line { .. } | Mark::Text { .. } => false,
        },
        Key::Region { lane, .. } => {
            lane == Lane::Machine && s.role == Role::Machine && matches!(s.mark, Mark::Bar { .. })
        }
        Key::Account(_)
        | Key::Lane(_)
        | Key::Bucket
        | Key::Ceiling
        | Key::Tile { .. }
        | Key::Decor(_) => false,
    };
    let place = |s: &Shape| match &s.mark {
        // A lane may be higher or lower, or a rail.
        Mark::Bar { rect, .. } => format!("{:?} {} {}", s.key, rect.x, rect.w),
        Mark::Area { .. } | Mark::Line { .. } | Mark::Text { .. } => {
            format!("{:?} {:?}", s.key, s.mark)
        }
    };
    scene.shapes.iter().filter(ruler).map(place).collect()
}

#[test]
fn no_option_kernel_xen_or_step_changes_a_machines_axis() {
    let mut seen = 0;
    for (i, machine) in machines().iter().enumerate() {
        let mut first = None;
        for (j, boot) in boots(machine).iter().enumerate() {
            let width = WIDTHS[i % WIDTHS.len()];
            let step = j % boot.steps.len().max(1);
            if boot.steps.is_empty() {
                continue;
            }
            let axis = axis(boot, step, width);
            let expected = first.get_or_insert_with(|| axis.clone());
            let differ: Vec<_> = axis.symmetric_difference(expected).collect();
            let config = &boot.config;
            assert!(differ.is_empty(), "{step} {width} {config:?} {differ:#?}");
            seen += 1;
        }
    }
    assert!(seen > 1000, "{seen}");
}

/// Every dom0 can be seen and told from its holes, however small or large.
#[test]
fn a_dom0_of_any_size_is_wide_enough_and_ends_inside_the_axis() {
    for (ram, sizes) in [
        ("16G", &["1G", "2G", "4G", "8G", "12G"][..]),
        ("64G", &["1G", "4G", "8G", "16G", "32G", "56G"]),
        ("1T", &["1G", "4G", "16G", "64G", "256G", "900G"]),
    ] {
        for linux in ["3.2", "3.6", "6.1"] {
            let mut last = 0.0;
            for size in sizes {
                let form = Typed::from(&PRESETS[0]).with(Field::HostMem, ram);
                let form = form.with(Field::Dom0Mem, size).with(Field::Linux, linux);
                let boot = boot_of(&form);
                let scene = figure(&boot, Time { step: 3, t: 1.0 }, &View::new(936.0));
                let given = Key::Region { lane: Lane::Allocation, start: 0 };
                let right = figure::rect(&scene, given).unwrap().right();
                assert!(right > last + 20.0 && right < 740.0, "{ram} {size} {right} {last}");
                last = right;
                let hole = Key::Region { lane: Lane::Machine, start: 0xbf780 };
                assert!(figure::rect(&scene, hole).unwrap().w > 24.0, "{ram} {size}");
            }
        }
    }
}

fn stops(boot: &Boot, step: usize, width: f64) -> (Range, Vec<Piece>) {
    let reach = Reach::of(boot, Time { step, t: 1.0 }, &View::new(width)).unwrap();
    let pieces = reach.pieces().iter().map(|p| Piece { end: p.end, grain: p.grain });
    (Range::of(boot, reach.end()), pieces.collect())
}

#[test]
fn a_key_of_the_ceiling_and_the_one_back_end_where_they_began() {
    let mut dice = Dice::new(0x9fb2_1c65_1e98_df25);
    let mut seen = 0;
    for machine in machines() {
        let boots = boots(&machine);
        let Some(boot) = boots.get(dice.index(boots.len().max(1))) else { continue };
        if boot.steps.is_empty() {
            continue;
        }
        for width in WIDTHS {
            let (range, pieces) = stops(boot, dice.index(boot.steps.len()), width);
            // All stops, upwards; the last is none.
            let mut now = (range.least < range.end).then_some(range.least);
            while now.is_some() {
                let next = range.next(now, &pieces, Way::Up);
                assert!(next.is_none_or(|n| Some(n) > now), "{now:?} {next:?}");
                assert_eq!(range.next(next, &pieces, Way::Down), now, "{range:?} {pieces:?}");
                (now, seen) = (next, seen + 1);
            }
            // Any other amount goes to the stops beside it.
            for _ in 0..20 {
                let any = Pages(dice.roll(range.end.0 + 9));
                let up = range.next(Some(any), &pieces, Way::Up);
                let down = range.next(Some(any), &pieces, Way::Down);
                assert!(
                    up.is_none_or(|n| n > any) && down.is_none_or(|n| n < any || n == range.least)
                );
                let back = range.next(up, &pieces, Way::Down);
                assert!(back == down || back == Some(any), "{any:?} {up:?} {down:?} {back:?}");
            }
        }
    }
    assert!(seen > 2000, "{seen}");
}

/// While a ceiling is moved, it does not change its own stops.
#[test]
fn the_stops_are_the_same_whatever_the_ceiling_and_the_kernel() {
    for width in WIDTHS {
        let mut first = None;
        for linux in ["2.6.18", "3.2", "3.6", "6.1"] {
            for option in ["4G", "4G,max:4G", "4G,max:5G", "4G,max:200G"] {
                let form = Typed::from(&PRESETS[0]).with(Field::Dom0Mem, option);
                let boot = boot_of(&form.with(Field::Linux, linux));
                for step in 0..boot.steps.len() {
                    let stops = stops(&boot, step, width);
                    assert_eq!(*first.get_or_insert(stops.clone()), stops, "{linux} {option}");
                }
            }
        }
    }
}
