//! What the descriptors cost, in the lens that enlarges them.

use sim::boot::Boot;
use sim::memory::Costs;
use sim::units::Pages;

use super::{as_asked, beside, max_is_set, max_option, one_line};
use crate::printed::PrintedShares;
use crate::{amount, count};

/// Lane D's filled part after its step.
pub const FILLED: &str = "bookkeeping";
/// The rest of the pages in that part of lane D, the longest first.
pub const OTHER_PAGES: [&str; 3] = ["dom0’s other pages", "other pages", "other"];

/// The total of this run, labelled as this run, and the amount alone: as headline, caption and
/// lane F print it.
pub fn total_of_run(boot: &Boot) -> [String; 2] {
    let amount = one_line(&PrintedShares::before_balloon(boot).bookkeeping.full());
    [format!("{amount} {}", as_asked(boot, "without max:")), amount]
}

/// How much larger the lens is than the axis; 0 if it is shorter.
pub fn enlarged(times: u64) -> String {
    match times {
        0 => "shorter than on the axis".to_owned(),
        1 => "on the axis’ scale".to_owned(),
        _ => format!("enlarged {} times", count(times)),
    }
}

/// The lens's largest part, the longest first.
pub fn struct_page(costs: Costs) -> [String; 2] {
    [format!("struct page {}", amount(costs.struct_page)), "struct page".to_owned()]
}

/// The parts too narrow for a label, and the same with the unit once if all three have it.
pub fn narrow_parts(costs: Costs) -> [String; 2] {
    let [tables, p2m, hashes] = [costs.page_tables, costs.p2m, costs.hashes].map(amount);
    let line =
        |tables: &str, p2m: &str| format!("page tables {tables}, p2m {p2m}, hashes {hashes}");
    let long = line(&tables, &p2m);
    let short = match [&tables, &p2m].map(|s| s.strip_suffix(" MiB")) {
        [Some(tables), Some(p2m)] if hashes.ends_with(" MiB") => line(tables, p2m),
        _ => long.clone(),
    };
    [long, short]
}

/// The cost in its parts.
pub fn in_parts(costs: Costs) -> String {
    let Costs { struct_page, page_tables, p2m, hashes } = costs;
    let [first, tables, p2m, hashes] = [struct_page, page_tables, p2m, hashes].map(amount);
    format!("struct page {first}, page tables {tables}, p2m {p2m}, hashes {hashes}")
}

/// In place of the second row, if `max:` costs the same.
pub fn max_changes_nothing(boot: &Boot) -> &'static str {
    if max_is_set(boot) { "max: keeps it this small" } else { "max: would change nothing here" }
}

/// The cost with `max:` at dom0's size, the longest first.
pub fn with_max(cost: Pages, boot: &Boot) -> [String; 2] {
    let cost = beside(cost, boot.pages);
    [format!("{cost} with {}", max_option(boot.pages)), format!("{cost} with max:")]
}
