//! Amounts as a picture with one scale writes them.

use sim::boot::Boot;
use sim::units::Pages;

use sim::xen::grammar::UNBOUNDED;

/// Whether Xen read a `max:` in the reader's option, whether or not it applies it to dom0.
pub(crate) fn max_is_set(boot: &Boot) -> bool {
    boot.xen.parsed.max.pages != UNBOUNDED
}

/// The name of the reader's own run, beside the one with `max:` at the initial size.
pub(crate) fn as_asked(boot: &Boot, without: &'static str) -> &'static str {
    if max_is_set(boot) { "as configured" } else { without }
}

/// `4.00 GiB`; below 10 MiB in its own unit, so that it is not shown as 0.00.
pub(crate) fn on_scale(n: Pages) -> String {
    if n.0 >= 10 << 8 { format!("{} GiB", words::gib(n)) } else { words::amount(n) }
}

/// `4.00`, or with its unit if that is not GiB.
pub(crate) fn bare(n: Pages) -> String {
    if n.0 >= 10 << 8 || n.is_zero() { words::gib(n) } else { words::amount(n) }
}
