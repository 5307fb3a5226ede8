//! A kernel that stops because Xen put it where the machine's map has no RAM (spec/kernel.md 6
//! steps 3 and 8).

use super::setup::linux;
use sim::boot::Boot;
use sim::kernel::rules::Conflicts;
use sim::kernel::{KernelPanic, Message, Placed};
use sim::map::{Kind, Region};
use sim::span::Span;
use sim::units::{Addr, MachineAddr};

/// What stops a kernel, in the words of a headline.
pub(super) fn stopped(boot: &Boot, panic: KernelPanic) -> String {
    let linux = linux(boot);
    let Some(said) = boot.kernel.messages.iter().rev().find(|m| is_conflict(m)) else {
        return format!("{linux} stops during boot: {panic}.");
    };
    let place = met(boot, said).map(|Met { what, range, kind, at }| {
        format!(
            "Xen put {what} at {:x}–{:x}, where the machine’s map has {} at {at:x}. ",
            range.start().0,
            range.end().0.saturating_sub(1),
            kind.map_or("a hole", named)
        )
    });
    let place = place.unwrap_or_default();
    format!("This dom0 does not boot. {place}{linux} stops: “{said}”.{}", way_out(boot, said))
}

/// Why no option helps, as the end of a sentence; `None` for another fault.
pub(super) fn cause(boot: &Boot) -> Option<String> {
    let said = boot.kernel.messages.iter().rev().find(|m| is_conflict(m))?;
    let Met { what, kind, .. } = met(boot, said)?;
    Some(format!("{what} lies on {} in the machine’s map", kind.map_or("a hole", named)))
}

/// Whether a message is about something that Xen put where no RAM is.
const fn is_conflict(message: &Message) -> bool {
    matches!(
        message,
        Message::Conflict(_) | Message::NoSwapArea | Message::TooManySwaps | Message::NoInitrdRoom
    )
}

/// What Xen put where no RAM is.
struct Met {
    /// What it put there.
    what: &'static str,
    /// Its range.
    range: Span<Addr>,
    /// What the map lists there; `None` for a hole.
    kind: Option<Kind>,
    /// The first address without RAM.
    at: u64,
}

/// What this message is about.
fn met(boot: &Boot, said: &Message) -> Option<Met> {
    let layout = boot.config.layout?;
    let (what, range) = if let Message::Conflict(placed) = said {
        match placed {
            Placed::Kernel => ("the kernel", layout.kernel),
            Placed::StartInfo => ("the start info", layout.start_info),
            Placed::PageTables => ("the first page tables", layout.page_tables),
        }
    } else if *said == Message::NoInitrdRoom {
        ("the initrd", layout.initrd)
    } else {
        return None;
    };
    let range = range?;
    let map = boot.config.machine.resolved();
    let at = first_without_ram(map.regions(), range)?;
    let region = map.regions().iter().find(|r| r.span.start().0 <= at && at < r.span.end().0);
    Some(Met { what, range, kind: region.map(|r| r.kind), at })
}

/// The first address of a range that no RAM region of a sorted map covers.
fn first_without_ram(regions: &[Region<MachineAddr>], range: Span<Addr>) -> Option<u64> {
    let mut at = range.start().0;
    for region in regions.iter().filter(|r| r.kind == Kind::Usable) {
        if region.span.start().0 <= at && at < region.span.end().0 {
            at = region.span.end().0;
        }
    }
    (at < range.end().0).then_some(at)
}

const fn named(kind: Kind) -> &'static str {
    match kind {
        Kind::Usable => "RAM",
        Kind::Reserved => "a reserved range",
        Kind::AcpiData => "ACPI data",
        Kind::AcpiNvs => "ACPI NVS",
        Kind::Unusable => "unusable RAM",
        Kind::Other(_) => "a range of another kind",
    }
}

/// What helps, where a release is known to.
fn way_out(boot: &Boot, said: &Message) -> &'static str {
    let nvs = met(boot, said).is_some_and(|met| met.kind == Some(Kind::AcpiNvs));
    let checked = boot.config.linux.variant.rules().conflicts == Conflicts::Checked;
    if nvs && checked {
        " Linux 6.12 and later move ACPI NVS out of the way. `dom0_mem=` does not change this."
    } else {
        " `dom0_mem=` does not change this."
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{headline, lead};
    use sim::boot::Outcome;
    use sim::config::Config;
    use sim::kernel::Layout;
    use sim::kernel::release::{Flavour, Support, of};
    use sim::map::{Entry, RawMap};
    use sim::simulate::simulate;
    use sim::version::Version;

    /// 8 GiB with a region of another kind from 64 to 65 MiB, and a kernel from 16 MiB on.
    fn boot(linux: (u32, u32), kind: Kind, kernel_end: u64) -> Boot {
        let entry = |start, end, kind| Entry::new(Addr(start), Addr(end), kind);
        let entries = vec![
            entry(0, 0x9f000, Kind::Usable),
            entry(0x10_0000, 0x400_0000, Kind::Usable),
            entry(0x400_0000, 0x410_0000, kind),
            entry(0x410_0000, 0xbf78_0000, Kind::Usable),
            entry(1 << 32, 9 << 30, Kind::Usable),
        ];
        let release = Version::new(linux.0, linux.1, 0);
        let Support::Dom0(kernel, _) = of(release, Flavour::Pvops) else { panic!("{release}") };
        let layout = Layout {
            kernel: Span::new(Addr(0x100_0000), Addr(kernel_end)),
            initrd: None,
            start_info: None,
            page_tables: None,
        };
        let option = Some("2G,max:2G".to_owned());
        let config = Config::new(RawMap { entries }, option, Version::new(4, 17, 0), kernel);
        simulate(&Config { layout: Some(layout), ..config })
    }

    #[test]
    fn the_answer_says_what_lies_where_and_what_helps() {
        let stopped = boot((5, 10), Kind::AcpiNvs, 0x420_0000);
        assert!(matches!(stopped.outcome, Outcome::Panicked(_)), "{:?}", stopped.outcome);
        assert_eq!(
            headline(&stopped),
            "This dom0 does not boot. Xen put the kernel at 1000000–41fffff, where the machine’s map has ACPI NVS at 4000000. Linux 5.10 stops: “Xen hypervisor allocated kernel memory conflicts with E820 map”. Linux 6.12 and later move ACPI NVS out of the way. dom0_mem= does not change this."
        );
        let reserved = lead(&boot((6, 12), Kind::Reserved, 0x420_0000));
        assert!(reserved.contains("a reserved range at 4000000"), "{reserved}");
        assert!(!reserved.contains("6.12 and later"), "{reserved}");
    }

    #[test]
    fn where_no_option_helps_the_panel_says_why() {
        let stopped = boot((5, 10), Kind::AcpiNvs, 0x420_0000);
        let compared = sim::what_if::Comparisons::of(&stopped);
        let fix = crate::fix::fix(&compared, &stopped);
        assert_eq!(fix.title, "Let dom0 boot");
        assert_eq!(
            fix.why,
            "No `dom0_mem=` helps, because the kernel lies on ACPI NVS in the machine’s map. See “Why does the kernel stop” among the page’s questions."
        );
        assert_eq!(crate::numbers::type_title(&compared).text, "Does an option let dom0 boot?");
        assert_eq!(crate::recovery::recovery(&stopped, &compared).option, "");
    }

    #[test]
    fn a_kernel_elsewhere_an_older_one_and_a_newer_one_come_up() {
        assert_eq!(boot((5, 10), Kind::AcpiNvs, 0x3f0_0000).outcome, Outcome::Up);
        assert_eq!(boot((4, 2), Kind::AcpiNvs, 0x420_0000).outcome, Outcome::Up);
        assert_eq!(boot((6, 12), Kind::AcpiNvs, 0x420_0000).outcome, Outcome::Up);
    }
}
