//! The effect of targets on the article's machine.

use super::*;
use crate::config::Config;
use crate::kernel::{Kernel, Variant};
use crate::map::{Entry, Kind, RawMap};
use crate::simulate::simulate;
use crate::step::{Change, Phase};
use crate::test_boot::config_on;
use crate::units::Addr;
use crate::version::Version;

fn run(linux: Version, dom0_mem: &str, balloon: Balloon) -> Boot {
    let config = config_on(Version::new(4, 1, 2), 64, dom0_mem, linux);
    simulate(&Config { balloon, ..config })
}

fn target(target: Target) -> Balloon {
    Balloon { target, ..Balloon::default() }
}

/// The number to write, the pages gained, and the reason the growth stops.
fn check(linux: Version, dom0_mem: &str, balloon: Balloon, expected: (u64, u64, StopReason)) {
    let boot = run(linux, dom0_mem, balloon);
    let plan = Plan::of(&boot, balloon).unwrap();
    assert_eq!((plan.number(), plan.gains.0, plan.stop), expected, "{linux} {dom0_mem}");
}

const INITIAL: u64 = 4 << 20;
const V3_2: Version = Version::new(3, 2, 0);

#[test]
fn released_pages_come_back_for_the_initial_size() {
    check(V3_2, "4G", target(Target::Initial), (INITIAL, 264_417, StopReason::Reached));
    // Xen counts one page more: with max:, the balloon stops 4 KiB short.
    check(V3_2, "4G,max:4G", target(Target::Initial), (INITIAL, 264_416, StopReason::Ceiling));
}

#[test]
fn to_3_1_the_released_pages_are_added_to_the_target() {
    let boot = run(Version::new(3, 1, 0), "4G", Balloon::default());
    let released = boot.kernel.released_pages().0;
    assert!(released > 0);
    let number = INITIAL + released * 4;
    check(
        Version::new(3, 1, 0),
        "4G",
        target(Target::Initial),
        (number, released, StopReason::Reached),
    );
}

#[test]
fn nothing_is_missing_where_pages_came_back_or_never_left() {
    for linux in [Version::new(3, 6, 0), Version::new(3, 18, 0), Version::new(6, 12, 0)] {
        check(linux, "4G", target(Target::Initial), (INITIAL, 0, StopReason::Reached));
    }
}

/// RAM starts and ends mid-page: 3.5 refills its last page and counts it as room.
#[test]
fn a_page_that_came_back_is_not_brought_again() {
    let ram = |start: u64, end: u64| Entry::new(Addr(start), Addr(end), Kind::Usable);
    let inside = ram((128 << 20) + 0x800, (136 << 20) + 0x400);
    let machine = RawMap { entries: vec![ram(0, 64 << 20), inside, ram(1 << 32, 5 << 30)] };
    let linux = Kernel::new(Variant::V35, Version::new(3, 5, 0));
    let config = Config::new(machine, Some("80M".to_owned()), Version::new(4, 14, 2), linux);
    let boot = simulate(&Config { balloon: target(Target::Size(Pages(1 << 16))), ..config });
    let (room, came) = (&boot.kernel.extra, &boot.kernel.populated);
    assert!(room.iter().any(|e| came.iter().any(|s| s.contains(e.start))), "{room:?} {came:?}");
    let plan = Plan::of(&boot, boot.config.balloon).unwrap();
    assert!(!plan.gains.is_zero());
    assert_eq!(boot.end().map(World::dom0_pages), Some(plan.after.in_xen));
}

#[test]
fn classic_kernels_read_bytes_and_grow_by_8_mib() {
    let v = Version::new(2, 6, 18);
    check(v, "4G", target(Target::Initial), (INITIAL * 1024, 0, StopReason::Reached));
    let more = target(Target::Size(Pages(5 << 18)));
    check(v, "4G", more, (5 << 30, 2048, StopReason::NoRoom));
    // The limit clamps the target, and so does the kernel's own minimum.
    check(v, "4G,max:4G", more, (INITIAL * 1024, 0, StopReason::Reached));
    let less = target(Target::Size(Pages(1)));
    let end = (4 << 18) + 2048;
    check(v, "4G", less, ((296 * 256 + (end >> 5)) * 4096, 0, StopReason::Reached));
}

#[test]
fn growing_beyond_the_room_takes_hotplug() {
    let five = |hotplug| Balloon { hotplug, ..target(Target::Size(Pages(5 << 18))) };
    let v = Version::new(4, 4, 0);
    let kib = 5 << 20;
    check(v, "4G", five(Hotplug::Off), (kib, 1 << 18, StopReason::Reached));
    check(v, "4G,max:4G", five(Hotplug::Off), (kib, 0, StopReason::NoRoom));
    check(v, "4G,max:4G", five(Hotplug::On), (kib, 0, StopReason::Ceiling));
    let v = Version::new(6, 12, 0);
    check(v, "4G", five(Hotplug::Auto), (kib, 1 << 18, StopReason::Reached));
    check(v, "4G", five(Hotplug::Off), (kib, 0, StopReason::NoRoom));
    let plan = Plan::of(&run(v, "4G", five(Hotplug::Auto)), five(Hotplug::Auto)).unwrap();
    assert_eq!((plan.sections, plan.costs.struct_page), (8, Pages(8 * 512)));
}

#[test]
fn without_a_driver_or_free_memory_nothing_comes() {
    let off = Balloon { driver: Driver::Off, ..target(Target::Initial) };
    check(V3_2, "4G", off, (INITIAL, 0, StopReason::NoDriver));
    let all = target(Target::Size(Pages(80 << 18)));
    let boot = run(V3_2, "30G", all);
    let plan = Plan::of(&boot, all).unwrap();
    assert_eq!(plan.stop, StopReason::NothingFree);
    assert_eq!(plan.after.in_xen, boot.available);
}

#[test]
fn the_step_moves_pages_from_xen_and_loses_none() {
    for text in ["4G", "4G,max:4G"] {
        let boot = run(V3_2, text, target(Target::Initial));
        let [.., before, last] = boot.steps.as_slice() else { panic!() };
        assert_eq!(last.phase(), Phase::BalloonedUp);
        let Change::BalloonedUp { pieces, plan } = &last.change else { panic!() };
        assert_eq!(crate::span::total(pieces), plan.gains);
        let sum = |s: &crate::step::Step| s.after.dom0_pages().plus(s.after.returned);
        assert_eq!(sum(before), sum(last));
        assert_eq!(last.after.pages_with(crate::step::Backing::Ballooned), plan.gains);
        // About 2 MiB of p2m per GiB.
        assert_eq!(plan.costs.total(), plan.costs.p2m);
        assert!((517..=522).contains(&plan.costs.p2m.0), "{:?}", plan.costs);
    }
}

#[test]
fn a_smaller_wish_has_numbers_but_no_step() {
    let less = target(Target::Size(Pages(1 << 18)));
    let boot = run(V3_2, "4G", less);
    assert_eq!(boot.steps.last().map(crate::step::Step::phase), Some(Phase::ToolsReport));
    let plan = Plan::of(&boot, less).unwrap();
    assert_eq!(plan.after.current, Pages(1 << 18));
}

#[test]
fn memory_is_added_only_as_far_as_dom0_can_describe_it() {
    let target = Balloon { hotplug: Hotplug::On, ..target(Target::Size(Pages(50 << 18))) };
    let boot = run(Version::new(6, 12, 0), "512M", target);
    let plan = Plan::of(&boot, target).unwrap();
    assert_eq!(plan.stop, StopReason::NothingToDescribeWith);
    assert!(plan.sections > 0 && plan.gains.0 == plan.sections * SECTION.0);
    let ledger = crate::ledger::Ledger::at_end(&boot);
    assert_eq!(ledger.total(), boot.steps[0].after.machine.ram_pages());
}
