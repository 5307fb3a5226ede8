//! Texts of the charts: scenarios, the machine's bars, the sweep.

use sim::boot::{Boot, Outcome};
use sim::ledger::{Account, Ledger};
use sim::units::Pages;

use super::{as_asked, max_option, on_scale};
use crate::{amount, count};

/// When the three scenarios are: before, after, and with `max:`.
pub const SCENARIOS: [&str; 3] = ["Before", "After", "Cured"];
/// The third scenario, if `max:` gains nothing.
pub const NO_CHANGE: &str = "No change";
/// The first scenario's kernel.
pub const CLASSIC_KERNEL: &str = "classic kernel";
/// What comes back with a balloon target: on one line, and on two.
pub const COMES_BACK: (&str, [&str; 2]) =
    ("comes back when you set the balloon target", ["until you set", "a target"]);

/// The second scenario.
pub fn as_configured(boot: &Boot) -> &'static str {
    as_asked(boot, "no max:")
}

/// The scenario with a ceiling of `pages`.
pub fn with_ceiling(pages: Pages) -> String {
    format!("with {}", max_option(pages))
}

/// The parts of a scenario's bar: usable, descriptors, fixed, nobody's, back to Xen.
pub fn scenario_parts(boot: &Boot) -> [String; 5] {
    let fixed = format!("fixed, {}", crate::fixed_sure(&Ledger::at_end(boot)));
    let own = str::to_owned;
    [own("usable"), own("descriptors"), fixed, own("nobody’s"), own("back to Xen")]
}

/// An amount with the name of its part.
pub fn named(amount: &str, name: &str) -> String {
    format!("{amount} {name}")
}

/// The usable part of a scenario, the longest first.
pub fn usable_part(pages: Pages) -> [String; 2] {
    let amount = on_scale(pages);
    [format!("{amount} usable"), amount]
}

/// The tool under a scenario's bar.
pub const FREE: &str = "free";

/// What `free` shows in a scenario, the longest first. `every_page` if the kernel counts
/// all that dom0 has; `asked` for the reader's own run.
pub fn free_shows(shown: Pages, every_page: bool, asked: bool) -> [String; 2] {
    let short = format!("shows {}", on_scale(shown));
    let why = match (every_page, asked) {
        (true, _) => ": this kernel counts every page dom0 has",
        (false, true) => ": this one counts only pages it can hand out",
        (false, false) => "",
    };
    [format!("{short}{why}"), short]
}

/// What `max:` gains.
pub fn gained(pages: Pages) -> String {
    format!("+{}", on_scale(pages))
}

/// In the bar of a dom0 that Xen does not start, the longest first.
pub const XEN_STOPS: [&str; 2] = ["Xen stops here: dom0 never starts", "Xen stops here"];
/// In the bar of a dom0 whose kernel stops, the longest first.
pub const LINUX_STOPS: [&str; 2] = ["dom0 starts, and its kernel stops", "its kernel stops"];
/// In the bar of a boot that ends for the same reason as the one above.
pub const STOPS_TOO: &str = "the same";

/// The title of the machine's bar, and its subtitle.
pub fn in_this_machine(all: Pages) -> [String; 2] {
    [format!("{} in this machine", on_scale(all)), "usable RAM of its map".to_owned()]
}

/// The title of dom0's bar, and how much larger it is than its part of the machine's.
pub fn are_dom0s(all: Pages, times: u64) -> [String; 2] {
    let sub = if times < 2 {
        "drawn again with its parts".to_owned()
    } else {
        format!("enlarged {} times", count(times))
    };
    [format!("{} are dom0’s", on_scale(all)), sub]
}

/// Dom0's part of the machine's bar.
pub const DOM0: &str = "dom0";

/// The parts of dom0 that do not depend on its size.
pub fn fixed_part(ledger: &Ledger) -> String {
    format!("{} fixed, {}", amount(ledger.fixed()), crate::fixed_sure(ledger))
}

/// The short name of an account in the machine's bars.
pub fn account_short(account: Account, boot: &Boot) -> &'static str {
    match account {
        Account::XenItself => "Xen itself",
        Account::XenFree => "free in Xen",
        Account::FromDom0 => "free, from dom0",
        Account::Usable if boot.outcome == Outcome::Up => "usable",
        Account::Usable => "meant for dom0",
        Account::StructPage => "struct page",
        Account::PageTables => "page tables",
        Account::P2m => "p2m",
        Account::Hashes => "hash tables",
        Account::Swiotlb => "swiotlb",
        Account::KernelImage => "kernel image",
        Account::Other => "other tables",
        Account::Stranded => "nobody’s",
        Account::Unexplained => "not explained",
    }
}

/// The sweep's title.
pub const SWEEP_TITLE: &str = "Kept for descriptors";
/// What its horizontal axis is.
pub const SWEEP_AXIS: &str = "installed RAM";
/// The curve without a ceiling.
pub const SWEEP_WITHOUT: &str = "without max:";

/// A curve and the highest cost on it.
pub fn up_to(curve: &str, cost: Pages) -> String {
    format!("{curve} up to {}", amount(cost))
}

/// The reader's own machine in the sweep, the longest first.
pub fn your_machine(cost: Pages) -> [String; 2] {
    let cost = amount(cost);
    [format!("your machine: {cost}"), format!("yours: {cost}")]
}

/// From this much RAM on the cost does not grow.
pub fn no_more_from(installed: Pages) -> String {
    format!("from {} on: no more", amount(installed))
}

/// A tick of the sweep's cost axis.
pub fn cost_tick(cost: Pages) -> String {
    if cost.is_zero() { "0".to_owned() } else { amount(cost) }
}

/// A tick of the sweep's RAM axis.
pub fn ram_tick(gib: u64) -> String {
    if gib >= 1024 && gib.is_multiple_of(1024) {
        format!("{} TiB", count(gib / 1024))
    } else {
        amount(Pages(gib << 18))
    }
}
