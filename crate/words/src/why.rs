//! Why each step happens: the rule, and the releases it applies to.
//!
//! Not here: what a step changed (`story`).

use super::balloon;
use super::marks::plain;
use super::setup::of_tool;
use sim::boot::Boot;
use sim::kernel::rules::{ExtraOwner, RamAbove};
use sim::kernel::{Era, Kernel, Variant};
use sim::step::Phase;

/// Why a step happens: the rule, and the releases it applies to.
pub fn why(phase: Phase, boot: &Boot) -> String {
    plain(why_marked(phase, boot))
}

/// The same with marks.
pub fn why_marked(phase: Phase, boot: &Boot) -> &'static str {
    let kernel = boot.config.linux;
    let era = kernel.variant.era();
    match phase {
        Phase::FirmwareMap => {
            "The e820 map says which ranges are RAM and which are reserved. Anything unlisted is a hole, where devices live."
        }
        Phase::Dom0Built => {
            "Pages are numbered from 0 without gaps. Since Xen 4.1.2, `max:` sets the ceiling."
        }
        Phase::MapRead if era == Era::Classic => {
            "Classic kernels use the machine’s map only for device resources."
        }
        Phase::MapRead => "Pvops kernels since 2.6.37, and the 2.6.32 pvops tree, do this.",
        Phase::HolesFound if era == Era::HolesReleased => {
            "Up to 3.1, only pages under true holes above 1 MiB count. Under reserved ranges, dom0 keeps pages that it cannot use."
        }
        Phase::HolesFound => "Since 3.2, this includes reserved ranges as well as holes.",
        Phase::PagesReleased if era >= Era::MovedNow => {
            "Since 3.18, Linux returns only pages for which it finds no free page number backed by RAM."
        }
        Phase::PagesReleased if boot.kernel.released.is_empty() => {
            "The 2.6.32 pvops tree and Linux 2.6.37–3.17 return pages whose numbers fall where the machine has no RAM."
        }
        Phase::PagesReleased => {
            "Their numbers fall where this machine has no RAM. The 2.6.32 pvops tree and Linux 2.6.37–3.17 return them."
        }
        Phase::PagesRepopulated => {
            "Linux 3.5–3.17 immediately asks Xen for the same number of pages and places them higher up."
        }
        Phase::PagesMoved => "Since 3.18, Linux moves such pages instead of returning them.",
        Phase::IdentityMapped => {
            "Since 2.6.39, page numbers without RAM are mapped 1:1 so that drivers can reach devices."
        }
        Phase::MapRewritten => map_rule(kernel.variant),
        Phase::BalloonRoom => room_rule(kernel),
        Phase::Descriptors => {
            "A `struct page` is 64 bytes (56 before 3.1), allocated per 128 MiB section. Page tables, the p2m and hash tables add to it."
        }
        Phase::ToolsReport => of_tool(
            boot.config.xen,
            [
                "`xl list` counts dom0’s pages in Xen. `free` counts what the kernel can allocate (classic kernels: every page).",
                "`xm list` counts dom0’s pages in Xen. `free` counts what the kernel can allocate (classic kernels: every page).",
            ],
        ),
        Phase::BalloonedUp => balloon::why(kernel),
    }
}

/// How far the kernel's map reaches, and what becomes of RAM above (spec/kernel.md 1 to 6).
const fn map_rule(variant: Variant) -> &'static str {
    match (variant.era(), variant.rules().ram_above) {
        (Era::Classic, _) => {
            "Classic kernels list one range of RAM for the pages they have and 8 MiB more, whatever the machine’s map says."
        }
        (Era::HolesReleased, _) => {
            "Up to 3.1, RAM above dom0’s pages is cut off. One region after everything else takes its place as room for the balloon."
        }
        (Era::Released, _) => {
            "It keeps room for at most ten times dom0’s initial size, or up to the ceiling if that is lower. RAM above is cut off."
        }
        (Era::Populated | Era::MovedNow, _) => {
            "It keeps room for ten times the pages up to the last one placed, or up to a lower ceiling. RAM above is cut off."
        }
        (Era::MovedLate | Era::Checked, RamAbove::LeftOut) => {
            "Room, with moved pages, is capped at ten times dom0’s initial size or at a lower ceiling. Since 4.4, RAM above is left out."
        }
        (Era::MovedLate | Era::Checked, RamAbove::Unusable | RamAbove::UnusableBelow4Gib) => {
            "Room, with moved pages, is capped at ten times dom0’s initial size or at a lower ceiling. RAM above is cut off."
        }
    }
}

/// Who may use the unused room, and what limits it (spec/kernel.md 1, spec/kernel.md 2 step 4,
/// spec/kernel.md 9).
fn room_rule(kernel: Kernel) -> &'static str {
    match (kernel.variant.era(), kernel.extra_owner()) {
        (Era::Classic, _) => {
            "Classic kernels add 8 MiB to the pages they have, whatever `max:` says and however large the machine is."
        }
        (_, ExtraOwner::Pool) => {
            "Linux maps guests’ pages at these page numbers. A ceiling (`max:`) limits the room."
        }
        (_, ExtraOwner::Balloon) => {
            "The balloon could fill these page numbers later. Since 3.0.5, a ceiling (`max:`) limits the room."
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_boot::run;
    use sim::version::Version;

    /// The stage of the page is 904 CSS pixels wide where the form stands beside it; a second line
    /// would push the figure onto the controls.
    #[test]
    fn every_reason_fits_into_one_line_beside_the_form() {
        const MOST: usize = 125;
        for (major, minor) in [
            (2, 37),
            (3, 0),
            (3, 2),
            (3, 6),
            (3, 18),
            (4, 1),
            (4, 3),
            (4, 20),
            (5, 10),
            (6, 1),
            (7, 0),
        ] {
            let linux =
                if major == 2 { Version::new(2, 6, minor) } else { Version::new(major, minor, 0) };
            let boot = run(64, "4G", linux);
            for phase in Phase::ALL {
                let reason = why(phase, &boot);
                let length = reason.chars().count();
                assert!(length <= MOST, "{length} characters in Linux {linux}: {reason}");
            }
        }
    }
}
