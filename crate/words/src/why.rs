//! Why each step happens: the rule, and the releases it applies to.
//!
//! Not here: what a step changed (`story`).

use super::balloon;
use sim::boot::Boot;
use sim::kernel::Era;
use sim::step::Phase;

/// Why a step happens: the rule, and the releases it applies to.
pub fn why(phase: Phase, boot: &Boot) -> &'static str {
    let era = boot.config.linux.variant.era();
    match phase {
        Phase::FirmwareMap => {
            "The firmware’s e820 map lists what is RAM, what is reserved, and leaves holes for devices."
        }
        Phase::Dom0Built => {
            "Xen numbers dom0’s pages from 0 without gaps. From Xen 4.1.2 on, max: in dom0_mem sets the maximum reservation."
        }
        Phase::MapRead if era == Era::Classic => {
            "Classic kernels use the machine’s map only for device resources."
        }
        Phase::MapRead => {
            "Pvops kernels from 2.6.37 on (and the 2.6.32 pvops tree) take the host’s e820 map as dom0’s own."
        }
        Phase::HolesFound if era == Era::HolesReleased => {
            "To 3.1 only pages under true holes above 1 MiB count; pages under reserved entries stay with dom0, usable by nobody."
        }
        Phase::HolesFound => {
            "From 3.2 on every page number under a hole or a reserved region counts."
        }
        Phase::PagesReleased => {
            "The 2.6.32 pvops tree and Linux 2.6.37 to 3.17 release such pages to Xen."
        }
        Phase::PagesRepopulated => {
            "From 3.5 to 3.17 the kernel asks Xen for as many pages at once, in RAM above."
        }
        Phase::PagesMoved => "From 3.18 on the pages are moved instead of released.",
        Phase::IdentityMapped => {
            "From 2.6.39 on numbers without RAM are mapped 1:1, so that drivers reach devices there."
        }
        Phase::BalloonRoom => room_rule(era),
        Phase::Descriptors => {
            "struct page takes 56 bytes to 3.0 and 64 from 3.1 on, for whole 128 MiB sections; page tables, the p2m and hash tables come on top."
        }
        Phase::ToolsReport => {
            "xl list counts dom0’s pages in Xen; free counts what the page allocator got (classic kernels: every page)."
        }
        Phase::BalloonedUp => balloon::why(boot.config.linux),
    }
}

/// What limits the extra memory (spec/kernel.md 1 to 6).
const fn room_rule(era: Era) -> &'static str {
    match era {
        Era::Classic => {
            "Classic kernels add 8 MiB to the pages they have, whatever max: says and however large the machine is."
        }
        Era::HolesReleased => {
            "Initial pages and room together are at most ten times the initial pages. From 3.0.5 on the maximum reservation limits them."
        }
        Era::Released => {
            "The room is at most ten times the initial pages, and the maximum reservation limits it."
        }
        Era::Populated => {
            "The room is at most ten times the page numbers up to the last one refilled, and the maximum reservation limits it."
        }
        Era::MovedNow => {
            "The room is at most ten times the page numbers up to the last one moved, and the maximum reservation limits it."
        }
        Era::MovedLate | Era::Checked => {
            "The room, with the numbers that moved pages take of it, is at most ten times the initial pages. The maximum reservation limits it."
        }
    }
}
