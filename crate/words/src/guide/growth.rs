//! How far dom0 can grow while it runs, and what only a reboot changes (spec/kernel.md 9,
//! spec/xen.md 12).

use crate::linux;
use crate::printed::Printed;
use sim::balloon::{Driver, Hotplug};
use sim::boot::Boot;
use sim::kernel::rules::ExtraOwner;
use sim::step::{MaxReservation, Phase};
use sim::units::Pages;
use sim::version::Version;
use sim::xen::option_size;
use sim::xen::toolstack::{has_xl, static_max};

pub(super) fn says(boot: &Boot) -> Vec<String> {
    [Some(prepared(boot)), hotplug(boot), Some(ceiling(boot)), Some(reboot(boot))]
        .into_iter()
        .flatten()
        .collect()
}

/// The room that the kernel prepared at boot, and who may use it.
fn prepared(boot: &Boot) -> String {
    let linux = linux(boot);
    let kernel = boot.config.linux;
    if boot.config.balloon.driver == Driver::Off {
        return format!(
            "*Up to the ceiling:* dom0 cannot grow. This {linux} has no balloon driver (`CONFIG_XEN_BALLOON`), so dom0 keeps its size after boot."
        );
    }
    if kernel.variant.is_classic() {
        return format!(
            "*Up to the ceiling:* {linux} prepares for 8\u{a0}MiB more than it has at boot. The balloon fills no more than that."
        );
    }
    let room = Printed::beside(boot.pages_of(Phase::BalloonRoom), Printed::alone(boot.pages));
    match (kernel.extra_owner(), room.is_zero()) {
        (ExtraOwner::Pool, _) => format!(
            "*Up to the ceiling:* the unused room of {linux} is for mapped guest pages, so the balloon does not fill it. dom0 grows by memory hotplug only."
        ),
        (ExtraOwner::Balloon, true) => format!(
            "*Up to the ceiling:* {linux} prepared no unused room here, so the balloon alone cannot make dom0 larger than it was at boot."
        ),
        (ExtraOwner::Balloon, false) => format!(
            "*Up to the ceiling:* {linux} prepared unused room of {} at boot. A balloon target fills it without hotplug.",
            room.text()
        ),
    }
}

/// Memory hotplug, which adds sections beyond that room.
fn hotplug(boot: &Boot) -> Option<String> {
    let (balloon, kernel) = (boot.config.balloon, boot.config.linux);
    if balloon.driver == Driver::Off || kernel.variant.is_classic() {
        return None;
    }
    if !balloon.hotplug.is_on(kernel) {
        return Hotplug::On.is_on(kernel).then(|| {
            "*Beyond that room:* only with memory hotplug (`CONFIG_XEN_BALLOON_MEMORY_HOTPLUG`), which kernels of this age rarely set.".to_owned()
        });
    }
    let online = if kernel.release >= Version::new(4, 7, 0) {
        "`cat /sys/devices/system/memory/auto_online_blocks` must print `online`, or a udev rule must bring new memory online"
    } else {
        "a udev rule must do it"
    };
    Some(format!(
        "*Beyond that room:* by memory hotplug, in sections of 128\u{a0}MiB. dom0 can use them once they are online: {online}."
    ))
}

/// Xen's limit, and the toolstack's copy of it.
fn ceiling(boot: &Boot) -> String {
    let xen = boot.config.xen;
    if !has_xl(xen) {
        return "*The ceiling:* `xm mem-max 0` sets it, and `xm mem-set 0` leaves it as it is. Xen before 4.1.2 starts dom0 without one.".to_owned();
    }
    let limit = match boot.maximum() {
        MaxReservation::Pages(_) => {
            let bytes = static_max(xen, boot.maximum()).0;
            format!(" ({} here).", option_size(Pages(bytes >> 12)))
        }
        MaxReservation::Unlimited => ". None is set here, so it refuses nothing.".to_owned(),
    };
    format!(
        "*The ceiling:* `xl mem-set 0` refuses a target above `memory/static-max`, the ceiling when xl first looked{limit} `xl mem-max 0` with a larger size raises both until the next boot."
    )
}

/// What stays as it is until the next boot.
fn reboot(boot: &Boot) -> String {
    let kept = if boot.config.linux.variant.is_classic() {
        "the bookkeeping"
    } else {
        "the unused room and the bookkeeping for it"
    };
    format!(
        "*Only a reboot* applies another `dom0_mem=` and changes {kept}. It also undoes every target and limit that a tool has set. A lower target returns pages to Xen but frees no bookkeeping."
    )
}
