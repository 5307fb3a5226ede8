//! Amounts as a figure on one scale shows them.

use sim::units::Pages;
use sim::words;

/// `4.00 GiB`; what is under 10 MiB in its own unit, so that it does not read as nought.
pub(crate) fn on_scale(n: Pages) -> String {
    if n.0 >= 10 << 8 { format!("{} GiB", words::gib(n)) } else { words::amount(n) }
}

/// `4.00`, or with its unit where that is not GiB.
pub(crate) fn bare(n: Pages) -> String {
    if n.0 >= 10 << 8 || n.is_zero() { words::gib(n) } else { words::amount(n) }
}
