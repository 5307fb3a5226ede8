//! What an option costs or forbids: room below the ceiling, and tools that override it.
//!
//! Who uses that room depends on the kernel: the balloon, or a pool of page numbers for guests'
//! pages (spec/kernel.md 9).

use super::steps;
use crate::printed::Printed;
use crate::printed::TRIFLE;
use crate::{amount, linux};
use sim::boot::Boot;
use sim::kernel::rules::ExtraOwner;
use sim::step::MaxReservation;
use sim::version::Version;
use sim::what_if::advice::Advice;

/// The first release with the patch of XSA-300.
const MENDED: Version = Version::new(5, 3, 0);
/// The first release that may map guests' pages at page numbers without RAM.
const UNPOPULATED: Version = Version::new(5, 9, 0);

/// What the advised option costs, and what overrides it.
pub(super) fn trade_offs(advice: &Advice) -> Vec<String> {
    let after = &advice.after;
    let mut out = Vec::new();
    if let MaxReservation::Pages(most) = after.maximum() {
        if most > after.pages {
            let room = Printed::part_of(most.less(after.pages), Printed::alone(after.pages));
            out.push(format!("{}{}", room_for(after, &room.text()), price(advice)));
        } else {
            out.extend(no_gap(after, &price(advice)));
        }
    }
    let limited = after.maximum() != MaxReservation::Unlimited;
    if steps::has_xl(after.config.xen) && (limited || advice.target.is_some()) {
        out.push(
            "`xl mem-set 0` also sets Xen’s limit to the target plus 1\u{a0}MiB, overriding `max:`."
                .to_owned(),
        );
    }
    out
}

/// What the room below the ceiling is for.
fn room_for(after: &Boot, room: &str) -> String {
    let linux = linux(after);
    match after.config.linux.extra_owner() {
        ExtraOwner::Balloon => format!("dom0 can grow by {room}, up to the ceiling."),
        ExtraOwner::Pool => format!(
            "{linux} maps guest pages into the {room} below the ceiling. The balloon grows dom0 by memory hotplug, up to the ceiling."
        ),
    }
}

/// What a GiB of room costs, and what the larger hash tables add.
fn price(advice: &Advice) -> String {
    let Some(rate) = advice.gap_cost else { return String::new() };
    let made = advice.after.descriptors();
    let step = made.map(|d| d.costs.hashes.less(d.with_max.hashes)).unwrap_or_default();
    let each = format!(" Each GiB of that room costs dom0 {}.", amount(rate));
    if step < TRIFLE {
        return each;
    }
    format!("{each} Larger hash tables add {} in all.", amount(step))
}

/// Whether a kernel needs room below the ceiling for guests' pages: pvops kernels up to 5.2 (the
/// patch of XSA-300 mends later ones).
pub(crate) fn needs_gap(boot: &Boot) -> bool {
    let linux = boot.config.linux;
    !linux.variant.is_classic() && linux.release < MENDED
}

/// What a ceiling at the size means for guests' pages.
fn no_gap(after: &Boot, price: &str) -> Option<String> {
    let release = after.config.linux.release;
    if after.config.linux.variant.is_classic() {
        None
    } else if needs_gap(after) {
        Some(format!(
            "XSA-300 advises a ceiling above the size. {} maps guest pages into that room, and without it uses dom0’s own pages.{price}",
            linux(after)
        ))
    } else if release < UNPOPULATED {
        Some("Size and ceiling can be equal. XSA-300 advised a gap for kernels up to 5.2, and its patch is in later ones.".to_owned())
    } else {
        Some("Size and ceiling can be equal. With `CONFIG_XEN_UNPOPULATED_ALLOC`, which Linux has since 5.9, guest pages are mapped at page numbers without RAM.".to_owned())
    }
}
