//! What installers and packages set for dom0 by themselves (spec/xen.md 13).
//!
//! Texts as after `dom0_mem=`. Not here: how Xen reads them, and where each system keeps them.

use crate::units::{Bytes, Pages};

/// Built into SUSE's Xen since SLE 15 SP1.
pub const SUSE: &str = "1G+10%,max:64G";
/// Qubes OS sets the minimum and the ceiling as two options.
pub const QUBES: &str = "min:1024M dom0_mem=max:4096M";
/// EVE-OS.
pub const EVE: &str = "1024M,max:1024M";

/// The size that the installer of XCP-ng and `XenServer` writes for a host with this much RAM, as
/// Xen counts it: 1 GiB plus 5 %, in steps of 16 MiB, at most 8 GiB.
pub fn xcp_ng(ram: Pages) -> Pages {
    const MIB: u64 = 1 << 20;
    let host = ram.bytes().0 / MIB + 256;
    let share = 1024 + host / 20;
    Bytes((share - share % 16).min(8192) * MIB).whole_pages()
}

/// The same before platform 2.9.0.
pub fn xcp_ng_before_2_9(ram: Pages) -> Pages {
    // Installed RAM, which is a little more than Xen counts.
    let mib = match ram.0.div_ceil(Pages::GIB.0) {
        0..24 => 752,
        24..48 => 2048,
        48..64 => 3072,
        _ => 4096,
    };
    Pages(mib << 8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_installer_gives_a_gib_and_a_twentieth() {
        let mib = |host_mib: u64| xcp_ng(Pages(host_mib << 8)).0 >> 8;
        assert_eq!(mib(16384 - 256), 1840);
        assert_eq!(mib(1 << 20), 8192);
    }

    #[test]
    fn older_installers_gave_one_of_four_sizes() {
        let mib = |gib: u64| xcp_ng_before_2_9(Pages(gib << 18)).0 >> 8;
        let sizes = [4, 23, 24, 47, 48, 63, 64, 1024].map(mib);
        assert_eq!(sizes, [752, 752, 2048, 2048, 3072, 3072, 4096, 4096]);
    }
}
