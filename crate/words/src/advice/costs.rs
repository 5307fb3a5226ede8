//! What an option costs or forbids: room below the ceiling, and tools that override it.
//!
//! Who uses that room depends on the kernel: the balloon, or a pool of page numbers for guests'
//! pages (spec/kernel.md 9).

use crate::balloon::stop;
use crate::printed::{Printed, TRIFLE};
use crate::{amount, linux};
use sim::balloon::{Balloon, Plan, StopReason, Target};
use sim::boot::Boot;
use sim::kernel::rules::{ExtraOwner, GuestMappings};
use sim::step::{MaxReservation, Phase};
use sim::units::Pages;
use sim::what_if::advice::Advice;
use sim::xen::toolstack::has_xl;

/// What the advised option costs, and what overrides it.
pub(super) fn trade_offs(advice: &Advice) -> Vec<String> {
    let after = &advice.after;
    let mut out = Vec::new();
    if let MaxReservation::Pages(most) = after.maximum() {
        if most > after.pages {
            out.push(format!("{}{}", room_for(after, most), price(advice)));
        } else {
            out.extend(no_gap(after, &price(advice)));
        }
    }
    let limited = after.maximum() != MaxReservation::Unlimited;
    if has_xl(after.config.xen) && (limited || advice.target.is_some()) {
        out.push(
            "`xl mem-set 0` also overrides `max:` and sets Xen’s limit to the target plus 1\u{a0}MiB."
                .to_owned(),
        );
    }
    out
}

/// What the room below the ceiling of `most` pages is for: as much as this kernel prepared of it.
fn room_for(after: &Boot, most: Pages) -> String {
    let grows = grows(after, most);
    let room = after.pages_of(Phase::BalloonRoom);
    match after.config.linux.extra_owner() {
        ExtraOwner::Pool if !room.is_zero() => format!(
            "{} maps guest pages into {} of unused room. {grows}",
            linux(after),
            Printed::beside(room, Printed::alone(after.pages)).text()
        ),
        ExtraOwner::Balloon | ExtraOwner::Pool => grows,
    }
}

/// How far the balloon brings dom0 toward the ceiling, and what stops it on the way.
fn grows(after: &Boot, most: Pages) -> String {
    let balloon = Balloon { target: Target::Size(most), ..after.config.balloon };
    let Some(plan) = Plan::of(after, balloon) else { return String::new() };
    let more = plan.after.in_xen.less(after.pages);
    let how = match after.config.linux.extra_owner() {
        ExtraOwner::Pool => "With memory hotplug, ",
        ExtraOwner::Balloon => "",
    };
    let by = Printed::beside(more, Printed::alone(after.pages)).text();
    match plan.stop {
        StopReason::Reached | StopReason::Ceiling => {
            format!("{how}dom0 can grow by {by}, up to the ceiling.")
        }
        StopReason::NoDriver
        | StopReason::NoRoom
        | StopReason::NothingToDescribeWith
        | StopReason::NothingFree => {
            let why = stop(plan.stop, after);
            if more < TRIFLE {
                format!("dom0 cannot grow toward the ceiling, because {why}.")
            } else {
                format!("{how}dom0 can grow by {by} and no more, because {why}.")
            }
        }
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

/// What a ceiling at the size means for guests' pages.
fn no_gap(after: &Boot, price: &str) -> Option<String> {
    match after.config.linux.guest_mappings() {
        GuestMappings::Classic => None,
        // It prepares for room, whatever the ceiling is.
        GuestMappings::NeedsGap if !after.config.linux.variant.reads_maximum() => None,
        GuestMappings::NeedsGap => Some(format!(
            "XSA-300 advises a ceiling above the size. {} maps guest pages into that room, and without it uses dom0’s own pages.{price}",
            linux(after)
        )),
        GuestMappings::Mended => Some("Size and ceiling can be equal. XSA-300 advised a gap for kernels up to 5.2, and its patch is in later ones.".to_owned()),
        GuestMappings::Unpopulated => Some("Size and ceiling can be equal. With `CONFIG_XEN_UNPOPULATED_ALLOC`, which Linux has since 5.9, guest pages are mapped at page numbers without RAM.".to_owned()),
    }
}
