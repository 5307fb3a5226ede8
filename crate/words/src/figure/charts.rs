//! Texts of the charts: scenarios, the machine's bars, the sweep.

use sim::boot::{Boot, Outcome};
use sim::ledger::{Account, Ledger};
use sim::units::Pages;

use super::{max_option, region_amount};
use crate::printed::{Printed, PrintedShares};
use crate::{amount, count, gib};

/// The tool over the numbers of the scenarios, and what it does.
pub const FREE_SHOWS: [&str; 2] = ["free", "shows"];
/// The parts of a scenario's bar.
pub const BOOKKEEPING: &str = "bookkeeping";
/// The kernel image and the buffers of a boot.
pub const KERNEL: &str = "kernel";
/// Page numbers under reserved entries.
pub const STRANDED: &str = "unusable";
/// What a typed `MemTotal` leaves over.
pub const NOT_EXPLAINED: &str = "not explained";
/// Returned pages, in short.
pub const WITH_XEN: &str = "with Xen";
/// Returned pages where the option helps and the balloon may bring them back.
pub const STILL_WITH_XEN: &str = "still with Xen";
/// Returned pages.
pub const RETURNED: &str = "returned to Xen";

/// The usable part of a bar, the longest first.
pub fn usable_part(usable: Printed) -> [String; 3] {
    [format!("{} usable", usable.full()), usable.full(), usable.bare()]
}

/// Whether amounts that stand together have their units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Units {
    /// Each has its own, because they differ.
    Each,
    /// All are in GiB, which a scale says.
    Scale,
}

impl Units {
    /// What suits these amounts.
    pub fn of(amounts: impl IntoIterator<Item = Printed>) -> Self {
        if amounts.into_iter().all(Printed::in_gib) { Self::Scale } else { Self::Each }
    }
}

/// A part of a bar, the longest first.
pub fn part(amount: Printed, name: &str, units: Units) -> [String; 3] {
    let number = match units {
        Units::Each => amount.full(),
        Units::Scale => amount.bare(),
    };
    [format!("{number} {name}"), amount.full(), amount.bare()]
}

/// The parts that have no room for a name, in one line: with how sure they are, and without.
pub fn parts(all: &[(Printed, &str, &str)]) -> [String; 2] {
    let joined = |guessed: bool| {
        let one = |(amount, name, guess): &(Printed, &str, &str)| {
            format!("{} {name}{}", amount.full(), if guessed { guess } else { "" })
        };
        all.iter().map(one).collect::<Vec<_>>().join(" + ")
    };
    [joined(true), joined(false)]
}

/// What the option gains, the longest first.
pub fn gained(gain: Printed) -> [String; 2] {
    [format!("+{}", gain.full()), format!("+{}", gain.bare())]
}

/// What the balloon brings, the longest first.
pub fn balloon_brings(gain: Printed) -> [String; 2] {
    [format!("+{} with the balloon", gain.full()), format!("+{} balloon", gain.bare())]
}

/// In the bar of a dom0 that Xen does not start, the longest first.
pub const XEN_STOPS: [&str; 2] = ["Xen stops here: dom0 never starts", "Xen stops here"];
/// The same where Xen may stop, the longest first.
pub const XEN_MAY_STOP: [&str; 2] =
    ["Xen may stop here: dom0 then never starts", "Xen may stop here"];
/// In the bar of a dom0 whose kernel stops, the longest first.
pub const LINUX_STOPS: [&str; 2] = ["dom0 starts, and its kernel stops", "its kernel stops"];
/// In the bar of a boot that ends for the same reason as the one above.
pub const STOPS_TOO: &str = "the same";

/// A part of the machine's bar, the longest first.
pub fn machine_part(account: Account, amount: Printed) -> [String; 3] {
    let [long, short] = match account {
        Account::XenItself => ["Xen itself"; 2],
        Account::CrashKernel => ["crash kernel"; 2],
        Account::XenFree => ["free in Xen, for guests", "free in Xen"],
        Account::FromDom0 => ["returned by dom0"; 2],
        Account::Usable
        | Account::StructPage
        | Account::PageTables
        | Account::P2m
        | Account::Hashes
        | Account::Swiotlb
        | Account::KernelImage
        | Account::Other
        | Account::Stranded
        | Account::Unexplained => {
            return [format!("{} dom0", amount.full()), amount.bare(), String::new()];
        }
    };
    let (full, bare) = (amount.full(), amount.bare());
    [format!("{full} {long}"), format!("{full} {short}"), format!("{bare} {short}")]
}

/// The same over the bar, and dom0's name over its number.
pub fn over_machine(account: Account, amount: Printed) -> [String; 2] {
    let [_, _, short] = machine_part(account, amount);
    let short = if short.is_empty() { format!("{} dom0", amount.bare()) } else { short };
    [short, "dom0".to_owned()]
}

/// The name of dom0's bar, and how much larger it is than its part of the machine's.
pub fn dom0_enlarged(dom0: Printed, times: u64) -> String {
    let how = if times < 2 {
        "drawn again with its parts".to_owned()
    } else {
        format!("enlarged {} times", count(times))
    };
    format!("dom0’s {}, {how}", dom0.full())
}

/// The usable part of dom0's bar, the longest first.
pub fn dom0_usable(usable: Printed, boot: &Boot) -> [String; 3] {
    let name = if boot.outcome == Outcome::Up { "usable" } else { "meant for dom0" };
    [format!("{} {name}", usable.full()), usable.full(), usable.bare()]
}

/// Where dom0's bar names its bookkeeping.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BookkeepingName {
    /// Inside the part of the bar.
    Inside,
    /// Outside, with the parts that have no name inside.
    Outside,
}

/// The parts of dom0's bar that have no name inside it, each by itself.
pub fn dom0_rest(shares: &PrintedShares, name: BookkeepingName, boot: &Boot) -> Vec<String> {
    let sure = crate::fixed_sure(&Ledger::at_end(boot)).name();
    let bookkeeping = match name {
        BookkeepingName::Inside => None,
        BookkeepingName::Outside => Some((shares.bookkeeping, BOOKKEEPING.to_owned())),
    };
    let others = [
        (shares.fixed, format!("kernel and boot buffers, {sure}")),
        (shares.stranded, STRANDED.to_owned()),
        (shares.unexplained, NOT_EXPLAINED.to_owned()),
    ];
    let shown = bookkeeping.into_iter().chain(others).filter(|(amount, _)| !amount.is_zero());
    shown.map(|(amount, name)| format!("{} {name}", amount.full())).collect()
}

/// These parts in one line beside the bar.
pub fn at_the_right(parts: &[String]) -> String {
    format!("at the right: {}", parts.join(" + "))
}

/// The sweep's curve with a ceiling of `pages`.
pub fn with_ceiling(pages: Pages) -> String {
    format!("with {}", max_option(pages))
}

/// The sweep's title.
pub const SWEEP_TITLE: &str = "Bookkeeping";
/// What its horizontal axis is.
pub const SWEEP_AXIS: &str = "installed RAM";
/// The curve without a ceiling.
pub const SWEEP_WITHOUT: &str = "without max:";

/// A curve and the highest cost on it, for a dom0 of `dom0` pages.
pub fn up_to(curve: &str, cost: Pages, dom0: Pages) -> String {
    format!("{curve} up to {}", region_amount(cost, dom0))
}

/// The reader's own machine in the sweep, the longest first.
pub fn your_machine(cost: Pages, dom0: Pages) -> [String; 2] {
    let cost = region_amount(cost, dom0);
    [format!("your machine: {cost}"), format!("yours: {cost}")]
}

/// From this much RAM on the cost does not grow.
pub fn no_more_from(installed: Pages) -> String {
    format!("flat above {}", amount(installed))
}

/// What the sweep's cost axis up to `most` counts in beside a dom0 of `dom0` pages: GiB where the
/// highest cost prints in GiB.
pub const fn cost_unit(most: Pages, dom0: Pages) -> Pages {
    if Printed::beside(most, Printed::alone(dom0)).in_gib() { Pages::GIB } else { Pages::MIB }
}

/// A tick of the sweep's cost axis.
pub fn cost_tick(cost: Pages, unit: Pages) -> String {
    match cost {
        Pages::ZERO => "0".to_owned(),
        _ if unit == Pages::GIB && cost < Pages::GIB => format!("{} GiB", gib(cost)),
        _ => amount(cost),
    }
}

/// A tick of the sweep's RAM axis.
pub fn ram_tick(gib: u64) -> String {
    if gib >= 1024 && gib.is_multiple_of(1024) {
        format!("{} TiB", count(gib / 1024))
    } else {
        amount(Pages(gib << 18))
    }
}
