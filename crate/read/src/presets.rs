//! Machines to start from: real ones with their origin, and made-up ones named as such.
//!
//! Maps of real machines are stored as text in the form that `e820` reads. If a boot shows
//! the map that dom0's kernel received, that one is used.

use sim::xen::shipped;

/// A machine to start from; texts for the form's fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preset {
    /// Its id in links.
    pub id: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Its name on a button; empty for one that is only in the list.
    pub short: &'static str,
    /// Source of its data.
    pub origin: &'static str,
    /// The same in at most 44 characters, to go below the buttons.
    pub about: &'static str,
    /// Installed RAM, for made-up maps.
    pub host_mem: &'static str,
    /// Its map; empty for made-up ones.
    pub e820: &'static str,
    /// Pages Xen gave dom0, if known.
    pub nr_pages: &'static str,
    /// The option's text.
    pub dom0_mem: &'static str,
    /// Xen's release.
    pub xen: &'static str,
    /// Linux's release.
    pub linux: &'static str,
    /// Kernel image without the part freed after boot, as printed by that boot.
    pub kernel_image: &'static str,
    /// Software IO TLB, as printed by that boot.
    pub swiotlb: &'static str,
}

/// The map of two boots on the same emulated machine.
static Q35_8G: &str = "0-9fc00 usable\n\
            9fc00-a0000 reserved\n\
            f0000-100000 reserved\n\
            100000-7ffdf000 usable\n\
            7ffdf000-80000000 reserved\n\
            b0000000-c0000000 reserved\n\
            fec00000-fec01000 reserved\n\
            fed1c000-fed20000 reserved\n\
            fee00000-fef00000 reserved\n\
            fffc0000-100000000 reserved\n\
            100000000-280000000 usable\n\
            fd00000000-10000000000 reserved";

/// All presets; the first is the default.
pub static PRESETS: &[Preset] = &[
    Preset {
        id: "server-64g",
        name: "64 GiB server (made up)",
        short: "64 GiB server",
        origin: "A made-up map: RAM with one hole from bf780000 to 4 GiB.",
        about: "A made-up map with one hole below 4 GiB.",
        host_mem: "64G",
        e820: "",
        nr_pages: "",
        dom0_mem: "4G",
        xen: "4.1.2",
        linux: "3.2",
        kernel_image: "",
        swiotlb: "",
    },
    Preset {
        id: "msi-8g",
        name: "8 GiB MSI MS-7680, Linux 3.8",
        short: "",
        origin: "Boot log of 2013-02-22, xen-devel: i3-2100, Xen 4.1.5-pre, Linux 3.8.0; dom0 got 1,756,005 pages.",
        about: "The map in a boot log of 2013.",
        host_mem: "8G",
        e820: "0-9e000 usable\n\
            9ec00-100000 reserved\n\
            100000-20000000 usable\n\
            20000000-20200000 reserved\n\
            20200000-40000000 usable\n\
            40000000-40200000 reserved\n\
            40200000-bad80000 usable\n\
            bad80000-badc9000 ACPI NVS\n\
            badc9000-badd1000 ACPI data\n\
            badd1000-badf4000 reserved\n\
            badf4000-badf6000 usable\n\
            badf6000-bae06000 reserved\n\
            bae06000-bae14000 ACPI NVS\n\
            bae14000-bae3c000 reserved\n\
            bae3c000-bae7f000 ACPI NVS\n\
            bae7f000-bb000000 usable\n\
            bb800000-bfa00000 reserved\n\
            fec00000-fec01000 reserved\n\
            fed1c000-fed40000 reserved\n\
            fee00000-fee01000 reserved\n\
            ff000000-100000000 reserved\n\
            100000000-23fe00000 usable",
        nr_pages: "1756005",
        dom0_mem: "",
        xen: "4.1.5",
        linux: "3.8",
        kernel_image: "",
        swiotlb: "",
    },
    Preset {
        id: "apu2-4g",
        name: "4 GiB PC Engines apu2, Linux 5.8",
        short: "",
        origin: "Boot log of 2022-05, 3mdeb: Xen 4.17-unstable, Linux 5.8.10; no `dom0_mem`.",
        about: "The map in a boot log of 2022.",
        host_mem: "4G",
        e820: "0-9fc00 usable\n\
            9fc00-a0000 reserved\n\
            f0000-100000 reserved\n\
            100000-cfe82000 usable\n\
            cfe82000-d0000000 reserved\n\
            f8000000-fc000000 reserved\n\
            fed40000-fed45000 reserved\n\
            100000000-12f000000 usable\n\
            12f000000-130000000 reserved",
        nr_pages: "999460",
        dom0_mem: "",
        xen: "4.17",
        linux: "5.8.10",
        kernel_image: "",
        swiotlb: "",
    },
    Preset {
        id: "latitude-16g",
        name: "16 GiB Dell Latitude E6420, Linux 4.19",
        short: "",
        origin: "Boot log of 2020, xen-devel: Qubes installer, Linux 4.19.86; Xen 4.14 deduced.",
        about: "The map in a boot log of 2020.",
        host_mem: "16G",
        e820: "0-9a800 usable\n\
            9a800-a0000 reserved\n\
            e0000-100000 reserved\n\
            100000-20000000 usable\n\
            20000000-20200000 reserved\n\
            20200000-40000000 usable\n\
            40000000-40200000 reserved\n\
            40200000-ca61f000 usable\n\
            ca61f000-ca663000 reserved\n\
            ca663000-ca9b7000 usable\n\
            ca9b7000-ca9e7000 reserved\n\
            ca9e7000-cabe7000 ACPI NVS\n\
            cabe7000-cabff000 ACPI data\n\
            cabff000-cac00000 usable\n\
            cb800000-cfa00000 reserved\n\
            fed1c000-fed20000 reserved\n\
            ffc00000-ffc20000 reserved\n\
            100000000-42e000000 usable",
        nr_pages: "1048576",
        dom0_mem: "",
        xen: "4.14",
        linux: "4.19.86",
        kernel_image: "",
        swiotlb: "",
    },
    Preset {
        id: "eve-4g",
        name: "4 GiB EVE box, Linux 4.19",
        short: "",
        origin: "Boot log of 2019, xen-devel: Xen 4.12.0 by EFI, Linux 4.19.5, `dom0_mem=1024M,max:1024M`. Its log prints RAM above the limit as unusable, where this model, like the log of 4.19.86, leaves it out.",
        about: "The map in a boot log of 2019.",
        host_mem: "4G",
        e820: "0-58000 usable\n\
            58000-59000 reserved\n\
            59000-9f000 usable\n\
            9f000-a0000 reserved\n\
            100000-8648a000 usable\n\
            8648a000-8648b000 ACPI NVS\n\
            8648b000-864b5000 reserved\n\
            864b5000-8c224000 usable\n\
            8c224000-8c528000 reserved\n\
            8c528000-8c736000 usable\n\
            8c736000-8cea7000 ACPI NVS\n\
            8cea7000-8d2ff000 reserved\n\
            8d2ff000-8d300000 usable\n\
            8d300000-8d400000 reserved\n\
            e0000000-f0000000 reserved\n\
            fe000000-fe011000 reserved\n\
            fec00000-fec01000 reserved\n\
            fee00000-fee01000 reserved\n\
            ff000000-100000000 reserved\n\
            100000000-16e000000 usable",
        nr_pages: "",
        dom0_mem: "1024M,max:1024M",
        xen: "4.12.0",
        linux: "4.19.5",
        kernel_image: "",
        swiotlb: "",
    },
    Preset {
        id: "q35-8g-3.2",
        name: "8 GiB q35, Linux 3.2",
        short: "",
        origin: "A real boot in an emulator: Xen 4.17.5, Linux 3.2.0, q35, bios firmware.",
        about: "The map of a boot in an emulator.",
        host_mem: "8G",
        e820: Q35_8G,
        nr_pages: "",
        dom0_mem: "4G",
        xen: "4.17.5",
        linux: "3.2.0",
        kernel_image: "2833K",
        swiotlb: "64M",
    },
    Preset {
        id: "q35-8g-3.6",
        name: "8 GiB q35, Linux 3.6",
        short: "",
        origin: "A real boot in an emulator: Xen 4.14.6, Linux 3.6.0, q35, bios firmware.",
        about: "The map of a boot in an emulator.",
        host_mem: "8G",
        e820: Q35_8G,
        nr_pages: "",
        dom0_mem: "4G",
        xen: "4.14.6",
        linux: "3.6.0",
        kernel_image: "2971K",
        swiotlb: "64M",
    },
    Preset {
        id: "q35-8g-6.12",
        name: "8 GiB q35, Linux 6.12",
        short: "",
        origin: "A real boot in an emulator: Xen 4.20.4-pre, Linux 6.12.107+deb13-amd64, q35, bios firmware.",
        about: "The map of a boot in an emulator.",
        host_mem: "8G",
        e820: "0-9fc00 usable\n\
            9fc00-a0000 reserved\n\
            f0000-100000 reserved\n\
            100000-7ffdf000 usable\n\
            7ffdf000-80000000 reserved\n\
            b0000000-c0000000 reserved\n\
            fec00000-fec01000 reserved\n\
            fed1c000-fed20000 reserved\n\
            fee00000-fee01000 reserved\n\
            fffc0000-100000000 reserved\n\
            100000000-280000000 usable\n\
            fd00000000-10000000000 reserved",
        nr_pages: "",
        dom0_mem: "1G",
        xen: "4.20.4-pre",
        linux: "6.12.107+deb13-amd64",
        kernel_image: "35607K",
        swiotlb: "64M",
    },
    Preset {
        id: "host-1t",
        name: "1\u{202f}024 GiB host (made up)",
        short: "",
        origin: "A made-up map: RAM with one hole from bf780000 to 4 GiB.",
        about: "A made-up map with one hole below 4 GiB.",
        host_mem: "1T",
        e820: "",
        nr_pages: "",
        dom0_mem: "8G",
        xen: "4.17",
        linux: "6.1",
        kernel_image: "",
        swiotlb: "",
    },
    Preset {
        id: "debian-13",
        name: "Debian 13 as installed, 32 GiB (made up)",
        short: "Debian 13",
        origin: "A made-up map. Debian 13 has Xen 4.20 and Linux 6.12, and sets no `dom0_mem`.",
        about: "Debian 13 as installed; a made-up map.",
        host_mem: "32G",
        e820: "",
        nr_pages: "",
        dom0_mem: "",
        xen: "4.20",
        linux: "6.12",
        kernel_image: "",
        swiotlb: "",
    },
    Preset {
        id: "qubes-4.2",
        name: "Qubes OS 4.2 as installed, 16 GiB (made up)",
        short: "Qubes",
        origin: "A made-up map. Qubes 4.2 has Xen 4.17 and Linux 6.6, and its installer sets `min:1024M` and `max:4096M` as two options.",
        about: "Qubes 4.2 as installed; a made-up map.",
        host_mem: "16G",
        e820: "",
        nr_pages: "",
        dom0_mem: shipped::QUBES,
        xen: "4.17",
        linux: "6.6",
        kernel_image: "",
        swiotlb: "",
    },
    Preset {
        id: "xcp-ng-8.3",
        name: "XCP-ng 8.3 as installed, 128 GiB (made up)",
        short: "XCP-ng",
        origin: "A made-up map. XCP-ng 8.3 has Xen 4.17 and Linux 4.19, and its installer sets 1 GiB plus 5 % of the RAM.",
        about: "XCP-ng 8.3 as installed; a made-up map.",
        host_mem: "128G",
        e820: "",
        nr_pages: "",
        dom0_mem: "7584M,max:7584M",
        xen: "4.17",
        linux: "4.19",
        kernel_image: "",
        swiotlb: "",
    },
    Preset {
        id: "sles-15",
        name: "SLES 15 SP6 as installed, 256 GiB (made up)",
        short: "SUSE",
        origin: "A made-up map. SLES 15 SP6 has Xen 4.18, with `dom0_mem=1G+10%,max:64G` built in, and Linux 6.4.",
        about: "SLES 15 SP6 as installed; a made-up map.",
        host_mem: "256G",
        e820: "",
        nr_pages: "",
        dom0_mem: shipped::SUSE,
        xen: "4.18",
        linux: "6.4",
        kernel_image: "",
        swiotlb: "",
    },
];

impl From<&Preset> for crate::Form {
    fn from(p: &Preset) -> Self {
        use crate::Field;
        Self::default()
            .with(Field::HostMem, p.host_mem)
            .with(Field::E820, p.e820)
            .with(Field::NrPages, p.nr_pages)
            .with(Field::Dom0Mem, p.dom0_mem)
            .with(Field::Xen, p.xen)
            .with(Field::Linux, p.linux)
            .with(Field::KernelImage, p.kernel_image)
            .with(Field::Swiotlb, p.swiotlb)
    }
}

impl Preset {
    /// Meaning of a link with this preset, forever: presets were published without the
    /// values that their boots printed for the kernel.
    pub(crate) fn as_first_published(&self) -> crate::Form {
        crate::Form::from(&Self { kernel_image: "", swiotlb: "", ..*self })
    }
}

/// The presets that have a button, at most five, in the buttons' order: the article's machine,
/// and what today's systems start with.
pub fn on_buttons() -> impl Iterator<Item = &'static Preset> {
    ["server-64g", "debian-13", "qubes-4.2", "xcp-ng-8.3", "sles-15"].into_iter().filter_map(find)
}

/// The preset with this id.
pub fn find(id: &str) -> Option<&'static Preset> {
    PRESETS.iter().find(|p| p.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Field, Form};

    #[test]
    fn those_with_a_short_name_have_a_button() {
        let buttons: Vec<_> = on_buttons().map(|p| p.id).collect();
        let named: Vec<_> = PRESETS.iter().filter(|p| !p.short.is_empty()).map(|p| p.id).collect();
        assert_eq!(buttons.len(), named.len());
        assert!(named.iter().all(|id| buttons.contains(id)), "{named:?}");
        assert!(PRESETS.iter().all(|p| p.about.len() <= 44));
    }

    /// A button is pressed by its machine alone, which is told by its RAM or map.
    #[test]
    fn no_two_buttons_have_the_same_machine() {
        let mut machines: Vec<_> = on_buttons().map(|p| (p.host_mem, p.e820)).collect();
        let all = machines.len();
        machines.sort_unstable();
        machines.dedup();
        assert_eq!(machines.len(), all);
    }

    /// What a system sets by itself is what its rule gives for the machine.
    #[test]
    fn the_installers_size_is_that_of_its_rule() {
        use sim::xen::option_size;
        let preset = find("xcp-ng-8.3").unwrap();
        let boot = sim::simulate::simulate(&Form::from(preset).read().unwrap().config);
        let size = option_size(shipped::xcp_ng(boot.ram()));
        assert_eq!(preset.dom0_mem, format!("{size},max:{size}"));
    }

    #[test]
    fn every_preset_boots() {
        for p in PRESETS {
            let form = Form::from(p);
            let made = form.read().unwrap_or_else(|w| panic!("{}: {w:?}", p.id));
            let boot = sim::simulate::simulate(&made.config);
            assert_eq!(boot.outcome, sim::boot::Outcome::Up, "{}", p.id);
            assert_eq!(form.get(Field::Linux), p.linux);
        }
    }
}
