//! Amounts as a figure on one scale shows them.

use sim::boot::Boot;
use sim::units::Pages;

use sim::xen::grammar::UNBOUNDED;

/// Whether Xen read a `max:` in the reader's option, told to dom0 or not.
pub(crate) fn max_is_set(boot: &Boot) -> bool {
    boot.xen.parsed.max.pages != UNBOUNDED
}

/// What the reader's own run is called beside the one with `max:` at the initial size.
pub(crate) fn as_asked(boot: &Boot, without: &'static str) -> &'static str {
    if max_is_set(boot) { "as configured" } else { without }
}

/// `4.00 GiB`; what is under 10 MiB in its own unit, so that it does not read as nought.
pub(crate) fn on_scale(n: Pages) -> String {
    if n.0 >= 10 << 8 { format!("{} GiB", words::gib(n)) } else { words::amount(n) }
}

/// `4.00`, or with its unit where that is not GiB.
pub(crate) fn bare(n: Pages) -> String {
    if n.0 >= 10 << 8 || n.is_zero() { words::gib(n) } else { words::amount(n) }
}
