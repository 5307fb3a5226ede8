//! What would make the bookkeeping grow, and the size above which more RAM in the host changes
//! nothing: ready texts.
//!
//! Not here: the explanation of the bookkeeping itself (`difference`).

use super::figure::region_amount;
use super::{amount, linux};
use sim::boot::{Boot, PagesOrigin};
use sim::kernel::Era;
use sim::memory::Costs;
use sim::step::MaxReservation;
use sim::units::Pages;
use sim::what_if::bookkeeping::{
    CgroupArray, Growth, RoomLimit, costs_with_maximum, costs_without_maximum,
};
use sim::xen::typed_size;

/// Why more RAM in the host changes nothing; empty if it changes something, or if nothing limits
/// the room. The size at which this starts: [`super::sweep::flat_from`].
pub fn why_flat(boot: &Boot) -> String {
    Growth::of(boot).map(|growth| reason(&growth, boot)).unwrap_or_default()
}

fn reason(growth: &Growth, boot: &Boot) -> String {
    let era = boot.config.linux.variant.era();
    if era == Era::Classic && growth.has_stopped() {
        return "A classic kernel’s bookkeeping follows its own pages, not the host’s RAM."
            .to_owned();
    }
    match growth.stopped_by() {
        Some(RoomLimit::Ratio) => {
            format!("Linux’s own limit is reached. {}.", most_room(era, boot))
        }
        Some(RoomLimit::Ceiling) => {
            "The ceiling decides, so more RAM in the host would change nothing.".to_owned()
        }
        Some(RoomLimit::Build(limit)) => format!(
            "{} can use {} at most, so more RAM in the host would change nothing.",
            linux(boot),
            amount(limit)
        ),
        None => String::new(),
    }
}

/// The factor that limits the extra memory (spec/kernel.md 2 to 6).
fn most_room(era: Era, boot: &Boot) -> String {
    let linux = linux(boot);
    match era {
        Era::Classic => format!("{linux} adds 8 MiB of room and no more"),
        Era::HolesReleased => format!(
            "With {linux}, dom0’s initial pages and the room together are at most ten times the initial pages"
        ),
        Era::Released | Era::MovedLate | Era::Checked => {
            format!("With {linux}, the room is at most ten times the initial pages")
        }
        Era::Populated => format!(
            "With {linux}, the room is at most ten times the page numbers up to the last one refilled"
        ),
        Era::MovedNow => format!(
            "With {linux}, the room is at most ten times the page numbers up to the last one moved"
        ),
    }
}

/// What would make the bookkeeping grow, one sentence each, with marks. Changes without effect are
/// left out, except where something limits the room.
pub fn worse(boot: &Boot) -> Vec<String> {
    let Some(growth) = Growth::of(boot) else { return Vec::new() };
    let now = growth.now;
    let mut out = Vec::new();
    if growth.has_stopped() {
        out.extend(Some(reason(&growth, boot)).filter(|c| !c.is_empty()));
    } else {
        let ram = boot.ram();
        out.push(format!(
            "With {} of RAM instead of {}{}, bookkeeping would cost dom0 {} more.",
            amount(Pages(ram.0.saturating_mul(2))),
            amount(ram),
            kept(boot),
            region_amount(growth.doubled.total().less(now.total()), boot.pages)
        ));
    }
    out.extend(higher_maximum(boot, now));
    out.extend(cgroup(boot));
    out
}

/// That dom0 keeps its size, where the option lets it follow the host.
fn kept(boot: &Boot) -> String {
    match boot.pages_origin {
        PagesOrigin::Estimated => format!(" and dom0 kept at {}", amount(boot.pages)),
        PagesOrigin::Given | PagesOrigin::Exact => String::new(),
    }
}

fn higher_maximum(boot: &Boot, now: Costs) -> Option<String> {
    let MaxReservation::Pages(most) = boot.maximum() else { return None };
    let next = most.plus(Pages::GIB);
    let higher = costs_with_maximum(boot, next);
    let open = costs_without_maximum(boot).total().less(now.total());
    if open.is_zero() {
        return None;
    }
    // Hash tables grow in steps, so they are no part of what a GiB costs.
    let step = higher.hashes.less(now.hashes);
    let first = format!(
        "A higher ceiling of `max:{}` would cost dom0 {} more",
        typed_size(next),
        region_amount(higher.total().less(now.total()).less(step), boot.pages)
    );
    let open = region_amount(open, boot.pages);
    Some(if step.is_zero() {
        format!("{first}, and no ceiling {open} more.")
    } else {
        let step = region_amount(step, boot.pages);
        format!(
            "{first}, and its larger hash tables {step}. No ceiling would cost {open} more in all."
        )
    })
}

fn cgroup(boot: &Boot) -> Option<String> {
    let array = CgroupArray::of(boot.config.linux)?;
    let (bytes, measured, linux) = (array.bytes, array.measured, linux(boot));
    Some(format!(
        "Not counted: the memory cgroup of {linux}, if enabled, takes {bytes} bytes per page (as in {measured}), {} here. `cgroup_disable=memory` on Linux’s command line avoids it.",
        region_amount(array.size(boot), boot.pages)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_boot::run;
    use sim::version::Version;

    const V3_2: Version = Version::new(3, 2, 0);
    const CEILING: &str = "The ceiling decides, so more RAM in the host would change nothing.";
    const RATIO: &str = "Linux’s own limit is reached.";

    /// Without a size, dom0 would grow with the host; what is said is about the size it has.
    #[test]
    fn a_size_that_follows_the_host_is_said_to_be_kept() {
        for (option, says) in [
            (
                "",
                "With 128 GiB of RAM instead of 64 GiB and dom0 kept at 63.18 GiB, bookkeeping would",
            ),
            ("8G", "With 128 GiB of RAM instead of 64 GiB, bookkeeping would"),
        ] {
            let boot = crate::test_boot::run_on(Version::new(4, 1, 2), 64, option, V3_2);
            let all = worse(&boot);
            assert!(all[0].starts_with(says), "{all:?}");
        }
    }

    #[test]
    fn the_reason_is_given_where_more_ram_changes_nothing() {
        let check = |gib, text, linux, expected: &str| {
            assert_eq!(why_flat(&run(gib, text, linux)), expected, "{gib} {text} {linux}");
        };
        check(
            64,
            "2G",
            V3_2,
            "Linux’s own limit is reached. With Linux 3.2, the room is at most ten times the initial pages.",
        );
        check(
            64,
            "2G",
            Version::new(3, 6, 0),
            "Linux’s own limit is reached. With Linux 3.6, the room is at most ten times the page numbers up to the last one refilled.",
        );
        check(
            64,
            "2G",
            Version::new(2, 6, 18),
            "A classic kernel’s bookkeeping follows its own pages, not the host’s RAM.",
        );
        check(16, "2G", V3_2, "");
        check(64, "2G,max:2G", V3_2, CEILING);
    }

    /// The room is at most ten times the initial pages, so a ceiling decides up to eleven times
    /// dom0's size; up to 3.1, base and room together are, and it decides up to ten times.
    #[test]
    fn the_ceiling_decides_up_to_where_linuxs_own_limit_does() {
        let starts = |gib, text, linux, expected: &str| {
            let why = why_flat(&run(gib, text, linux));
            assert!(why.starts_with(expected), "{gib} {text} {linux}: {why}");
        };
        for linux in [V3_2, Version::new(4, 4, 0), Version::new(6, 1, 0)] {
            starts(256, "2G,max:20G", linux, CEILING);
            starts(256, "2G,max:21G", linux, CEILING);
            starts(256, "2G,max:23G", linux, RATIO);
        }
        starts(256, "2G,max:20G", Version::new(3, 1, 0), CEILING);
        starts(256, "2G,max:21G", Version::new(3, 1, 0), RATIO);
        // It does not ask for the ceiling.
        starts(256, "2G,max:2G", Version::new(3, 0, 0), RATIO);
    }

    #[test]
    fn a_kernel_built_for_less_than_the_host_has_stops_there() {
        let says = |gib, text, linux, limit: &str| {
            let expected =
                format!("Linux {linux} can use {limit} at most, so more RAM in the host would");
            let why = why_flat(&run(gib, text, linux));
            assert!(why.starts_with(&expected), "{gib} {text} {linux}: {why}");
        };
        says(256, "100G", V3_2, "128 GiB");
        says(256, "100G,max:200G", V3_2, "128 GiB");
        says(1024, "100G", Version::new(3, 16, 0), "500 GiB");
        // Nothing limits the room here: the extra region lies on RAM that stays unusable.
        assert_eq!(why_flat(&run(1, "512M", Version::new(2, 6, 32))), "");
    }

    #[test]
    fn what_would_be_worse_is_counted() {
        let all = worse(&run(16, "2G,max:2G", Version::new(4, 4, 0)));
        assert!(all[1].starts_with("A higher ceiling of `max:3G` would cost dom0 "), "{all:?}");
        // The advice has the same price of a GiB; hash tables are named apart.
        let boot = run(8, "4G,max:4G", V3_2);
        let costs = crate::advice::texts(&sim::what_if::Comparisons::of(&boot)).trade_offs;
        assert!(costs[0].ends_with("Each GiB of that room costs dom0 18 MiB."), "{costs:?}");
        let higher = worse(&boot).into_iter().find(|s| s.starts_with("A higher")).unwrap();
        assert_eq!(
            higher,
            "A higher ceiling of `max:5G` would cost dom0 18 MiB more, and its larger hash tables 6 MiB. No ceiling would cost 78 MiB more in all."
        );
        let all = worse(&run(16, "2G", V3_2));
        assert!(
            all[0]
                .contains("32 GiB of RAM instead of 16 GiB, bookkeeping would cost dom0 0.13 GiB"),
            "{all:?}"
        );
        assert!(all[1].starts_with("Not counted: the memory cgroup"), "{all:?}");
        assert_eq!(worse(&run(16, "2G", Version::new(6, 12, 0))).len(), 1);
    }
}
