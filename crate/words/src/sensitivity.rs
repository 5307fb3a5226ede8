//! What would make the loss worse, and the size above which more RAM in the host changes
//! nothing: ready texts.
//!
//! Not here: the explanation of the loss itself (`difference`).

use super::{amount, linux};
use sim::boot::{Boot, PagesOrigin};
use sim::kernel::Era;
use sim::step::MaxReservation;
use sim::units::Pages;
use sim::what_if::bookkeeping::{CgroupArray, Growth, costs_with_maximum, costs_without_maximum};
use sim::xen::typed_size;

/// Why more RAM in the host changes nothing, if Linux's own limit is hit; otherwise empty.
/// The size at which this starts: [`super::sweep::flat_from`].
pub fn why_flat(boot: &Boot) -> String {
    let stopped = Growth::of(boot).is_some_and(|g| g.has_stopped());
    if !stopped {
        return String::new();
    }
    let era = boot.config.linux.variant.era();
    if era == Era::Classic {
        return "A classic kernel’s bookkeeping follows its own pages, not the host’s RAM."
            .to_owned();
    }
    if limits_below_ceiling(boot) {
        return "The ceiling decides, so more RAM in the host would change nothing.".to_owned();
    }
    format!("Linux’s own limit is reached. {}.", most_room(era, boot))
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

/// Whether the ceiling, rather than the factor of ten, limits the extra memory.
fn limits_below_ceiling(boot: &Boot) -> bool {
    let reads = boot.config.linux.variant.reads_maximum();
    match boot.maximum() {
        MaxReservation::Unlimited => false,
        MaxReservation::Pages(most) => reads && most.0 < boot.pages.0.saturating_mul(10),
    }
}

/// What would make the loss worse, one sentence each, with marks. Changes without effect are left out,
/// except at Linux's own limit.
pub fn worse(boot: &Boot) -> Vec<String> {
    let Some(growth) = Growth::of(boot) else { return Vec::new() };
    let now = growth.now.total();
    let mut out = Vec::new();
    if growth.has_stopped() {
        out.extend(Some(why_flat(boot)).filter(|c| !c.is_empty()));
    } else {
        let ram = boot.ram();
        out.push(format!(
            "With {} of RAM instead of {}{}, bookkeeping would cost dom0 {} more.",
            amount(Pages(ram.0.saturating_mul(2))),
            amount(ram),
            kept(boot),
            amount(growth.doubled.total().less(now))
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

fn higher_maximum(boot: &Boot, now: Pages) -> Option<String> {
    let MaxReservation::Pages(most) = boot.maximum() else { return None };
    let next = most.plus(Pages::GIB);
    let more = costs_with_maximum(boot, next).total().less(now);
    let open = costs_without_maximum(boot).total().less(now);
    (!open.is_zero()).then(|| {
        format!(
            "A higher ceiling of `max:{}` would cost dom0 {} more, and no ceiling {} more.",
            typed_size(next),
            amount(more),
            amount(open)
        )
    })
}

fn cgroup(boot: &Boot) -> Option<String> {
    let array = CgroupArray::of(boot.config.linux)?;
    let (bytes, measured, linux) = (array.bytes, array.measured, linux(boot));
    Some(format!(
        "Not counted: the memory cgroup of {linux}, if enabled, takes {bytes} bytes per page (as in {measured}), {} here. `cgroup_disable=memory` on Linux’s command line avoids it.",
        amount(array.size(boot))
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_boot::run;
    use sim::version::Version;

    const V3_2: Version = Version::new(3, 2, 0);

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
        check(
            64,
            "2G,max:2G",
            V3_2,
            "The ceiling decides, so more RAM in the host would change nothing.",
        );
    }

    #[test]
    fn what_would_be_worse_is_counted() {
        let all = worse(&run(16, "2G,max:2G", Version::new(4, 4, 0)));
        assert!(all[1].starts_with("A higher ceiling of `max:3G` would cost dom0 "), "{all:?}");
        let all = worse(&run(16, "2G", V3_2));
        assert!(
            all[0].contains("32 GiB of RAM instead of 16 GiB, bookkeeping would cost dom0 132"),
            "{all:?}"
        );
        assert!(all[1].starts_with("Not counted: the memory cgroup"), "{all:?}");
        assert_eq!(worse(&run(16, "2G", Version::new(6, 12, 0))).len(), 1);
    }
}
