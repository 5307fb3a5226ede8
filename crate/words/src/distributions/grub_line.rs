//! The distributions that set the option on a line of a file: which file, which line, the
//! commands that make it count, and their defaults (spec/xen.md 13).
//!
//! Not here: distributions with a command or a syntax of their own (XCP-ng, NixOS), and the
//! wording of the instructions (`distributions`).

use super::undo::Menu;

/// A distribution that sets the option on a line of a file. Texts have marks.
pub(super) struct Recipe {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    /// Where the line is, as a sentence.
    pub(super) file: &'static str,
    /// The line up to the option, and after it.
    pub(super) around: [&'static str; 2],
    /// What the commands do, and the commands, the last of which restarts the host.
    pub(super) apply: [&'static str; 2],
    /// The releases that this applies to, as a sentence.
    pub(super) holds: &'static str,
    /// The easier way back, to know before the reboot.
    pub(super) before: &'static [&'static str],
    /// GRUB's command that boots an entry once; empty where it has none.
    pub(super) once: &'static str,
    pub(super) notes: &'static [&'static str],
    /// Where a line can be changed for one boot.
    pub(super) menu: Menu,
    /// How to remove the option, and what dom0 gets then.
    pub(super) remove: &'static str,
}

const REMOVE: &str = "Remove `dom0_mem=…` from the line, and leave its other options as they are. dom0 then gets nearly all memory.";
const DEFAULT_LINE: [&str; 2] = ["GRUB_CMDLINE_XEN_DEFAULT=\"", "\""];
const MENU: &str = "Regenerate the GRUB menu and restart the host.";
const RESTART: &str = "Restart the host.";
const MKCONFIG2: &str = "grub2-mkconfig -o /boot/grub2/grub.cfg &&\nreboot";
const MKCONFIG: &str = "grub-mkconfig -o /boot/grub/grub.cfg &&\nreboot";

pub(super) const DEBIAN: Recipe = Recipe {
    id: "debian",
    name: "Debian, Ubuntu",
    file: "Change this line in `/etc/default/grub.d/xen.cfg` and leave its other options as they are. Debian 12 and later ship it commented out, so remove the `#`. Without that file, use `/etc/default/grub`.",
    around: DEFAULT_LINE,
    apply: [MENU, "update-grub &&\nreboot"],
    holds: "Applies to Debian 8–13 and Ubuntu 14.04–24.04.",
    before: &[
        "The recovery entry of the boot menu uses only `GRUB_CMDLINE_XEN`, so it boots without this option.",
    ],
    once: "grub-reboot",
    notes: &[
        "Without the option, dom0 gets nearly all memory.",
        "In old packages the comment in `xen.cfg` shows `dom0_mem=<size>[M]:max=<size>[M]`, which Xen does not understand. Since Debian 12 it has the comma and `max:` that Xen reads.",
    ],
    menu: Menu::Grub,
    remove: REMOVE,
};

pub(super) const QUBES: Recipe = Recipe {
    id: "qubes",
    name: "Qubes OS",
    file: "In dom0’s `/etc/default/grub`, replace the `dom0_mem=` options of this line and leave the others as they are.",
    around: DEFAULT_LINE,
    apply: [MENU, "sudo grub2-mkconfig -o /boot/grub2/grub.cfg &&\nsudo reboot"],
    holds: "Applies to Qubes 4.2 and later, and to 4.1 without EFI.",
    before: &[
        "Stay at the machine itself. If dom0 does not boot, only its boot menu can change the option.",
    ],
    once: "",
    notes: &[
        "A fixed size takes dom0 out of `qmemman`’s share, so dom0 and the qubes no longer share memory.",
        "Qubes is installed with two options, `dom0_mem=min:1024M dom0_mem=max:4096M`, and `qmemman` sets dom0’s target between them. For a larger dom0 that still shares, raise the second one only.",
        "Before 4.2 with EFI, the menu is `/boot/efi/EFI/qubes/grub.cfg`. Qubes 4.0 with EFI has the option in `/boot/efi/EFI/qubes/xen.cfg`.",
    ],
    menu: Menu::Grub,
    remove: REMOVE,
};

pub(super) const SUSE: Recipe = Recipe {
    id: "suse",
    name: "SUSE, openSUSE",
    file: "Change this line in `/etc/default/grub`. In YaST: Boot Loader, Kernel Parameters, Xen Hypervisor. SUSE’s manual uses `GRUB_CMDLINE_XEN`, which works too.",
    around: DEFAULT_LINE,
    apply: [MENU, MKCONFIG2],
    holds: "Applies to SLES 12 and 15 and openSUSE Leap and Tumbleweed.",
    before: &[],
    once: "grub2-reboot",
    notes: &[
        "Since SLES 15 SP1, SUSE’s Xen has `dom0_mem=1G+10%,max:64G` built in, and xl does not shrink dom0. The default counts only if the line has no `dom0_mem=` at all. Its `max:64G` limits nothing on hosts of up to 64\u{a0}GiB.",
        "SUSE’s older packages accept percentages too, so 4.10 and 4.11 may read them like 4.12.",
        "SLES 10 and 11 have the option in `/boot/grub/menu.lst`, on the kernel line with `xen.gz`.",
    ],
    menu: Menu::Grub,
    remove: "Remove `dom0_mem=…` from the line, and leave its other options as they are. dom0 then gets SUSE’s default, 1\u{a0}GiB + 10\u{a0}% since SLES 15 SP1.",
};

pub(super) const FEDORA: Recipe = Recipe {
    id: "fedora",
    name: "Fedora, CentOS",
    file: "Change or add this line in `/etc/default/grub`. Leave its other options as they are.",
    around: DEFAULT_LINE,
    apply: [MENU, MKCONFIG2],
    holds: "Applies to Fedora 34 and later, and to CentOS 7 and later without EFI.",
    before: &[],
    once: "grub2-reboot",
    notes: &[
        "With EFI, Fedora up to 33 reads `/boot/efi/EFI/fedora/grub.cfg`, and CentOS `/boot/efi/EFI/centos/grub.cfg`. Regenerate that one.",
        "Fedora sets no option. CentOS with the Virt SIG’s Xen sets `dom0_mem=1024M,max:1024M` and regenerates its menu with `grub-bootxen.sh`.",
        "CentOS 6 has the option in `/boot/grub/grub.conf`, on the line `kernel /xen.gz …`.",
    ],
    menu: Menu::Grub,
    remove: REMOVE,
};

pub(super) const ALPINE: Recipe = Recipe {
    id: "alpine",
    name: "Alpine",
    file: "Change this line in `/etc/update-extlinux.conf`. Leave its other options as they are.",
    around: ["xen_opts=\"", "\""],
    apply: ["Update the boot menu and restart the host.", "update-extlinux &&\nreboot"],
    holds: "Applies to Alpine on disk with extlinux. Where GRUB boots Alpine, follow the tab for Arch.",
    before: &[
        "Keep a copy of `/boot/extlinux.conf`. In the boot menu, Tab edits the line of an entry for one boot.",
    ],
    once: "",
    notes: &[
        "Alpine ships `dom0_mem=256M` without a ceiling, so the kernel prepares for about ten times that.",
        "Alpine has no systemd. To set the balloon target at each boot, put its command into `/etc/local.d/dom0-target.start`, make that executable, and run `rc-update add local`.",
    ],
    menu: Menu::Extlinux,
    remove: REMOVE,
};

pub(super) const ARCH: Recipe = Recipe {
    id: "arch",
    name: "Arch, Gentoo",
    file: "Change or add this line in `/etc/default/grub`. Leave its other options as they are.",
    around: DEFAULT_LINE,
    apply: [MENU, MKCONFIG],
    holds: "Applies to every system whose GRUB menu is made by `grub-mkconfig`.",
    before: &[],
    once: "grub-reboot",
    notes: &[
        "Without the option, dom0 gets nearly all memory.",
        "Gentoo with OpenRC has no `tmpfiles.d` at boot by default. Put the balloon command into `/etc/local.d/dom0-target.start` and make that executable.",
    ],
    menu: Menu::Grub,
    remove: REMOVE,
};

pub(super) const EVE: Recipe = Recipe {
    id: "eve-os",
    name: "EVE-OS",
    file: "Run `eve config mount /mnt`, add this line to `/mnt/grub.cfg`, and run `eve config unmount /mnt`.",
    around: ["set_global hv_dom0_mem_settings \"", "\""],
    apply: [RESTART, "reboot"],
    holds: "Applies to EVE-OS with Xen (`eve-…-xen`).",
    before: &[
        "The configuration is a partition of its own. If EVE-OS does not boot, a live system on the same machine can remove the line.",
    ],
    once: "",
    notes: &[
        "EVE-OS sets a size of its own, which differs by release. This line replaces it, and also limits the control group of EVE’s services, by default to `640M,max:800M`.",
    ],
    menu: Menu::Grub,
    remove: "Delete the line. EVE-OS then uses its own size.",
};

pub(super) const GRUB: Recipe = Recipe {
    id: "grub",
    name: "GRUB",
    file: "In a menu entry of your own in `/etc/grub.d/40_custom`, change the line that loads Xen, not the one that loads Linux.",
    around: ["multiboot2 /boot/xen.gz ", ""],
    apply: [MENU, MKCONFIG],
    holds: "Applies to GRUB 2 wherever `grub-mkconfig` makes the menu.",
    before: &[],
    once: "grub-reboot",
    notes: &[
        "The next kernel update overwrites changes in `grub.cfg` itself. Entries made by `grub-mkconfig` take the option from `GRUB_CMDLINE_XEN_DEFAULT` in `/etc/default/grub`.",
        "GRUB 1 has the option in `menu.lst`, on the line `kernel /boot/xen.gz …`.",
    ],
    menu: Menu::Grub,
    remove: REMOVE,
};

pub(super) const EFI: Recipe = Recipe {
    id: "efi",
    name: "EFI",
    file: "Change this line in the `xen.cfg` next to `xen.efi`, which the firmware or systemd-boot starts. Leave its other options as they are.",
    around: ["options=", ""],
    apply: [RESTART, "reboot"],
    holds: "Applies wherever EFI starts Xen without GRUB.",
    before: &[
        "Copy the section of `xen.cfg` under another name first. The firmware’s shell can start it: `xen.efi -cfg=xen.cfg NAME`.",
    ],
    once: "",
    notes: &[
        "A unified `xen.efi` contains its `xen.cfg`. Rebuild it with the changed file, and sign it again if Secure Boot is on.",
    ],
    menu: Menu::Firmware,
    remove: REMOVE,
};
