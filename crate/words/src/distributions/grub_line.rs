//! The distributions that set the option on a line of a file: which file, which line, the
//! commands that make it count, and their defaults (spec/xen.md 13).
//!
//! Not here: distributions with a command or a syntax of their own (XCP-ng, NixOS), and the
//! wording of the instructions (`distributions`).

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
    pub(super) notes: &'static [&'static str],
}

const DEFAULT_LINE: [&str; 2] = ["GRUB_CMDLINE_XEN_DEFAULT=\"", "\""];
const MENU: &str = "Regenerate the GRUB menu and restart the host.";
const RESTART: &str = "Restart the host.";
const MKCONFIG2: &str = "grub2-mkconfig -o /boot/grub2/grub.cfg\nreboot";
const MKCONFIG: &str = "grub-mkconfig -o /boot/grub/grub.cfg\nreboot";

pub(super) const DEBIAN: Recipe = Recipe {
    id: "debian",
    name: "Debian, Ubuntu",
    file: "Change this line in `/etc/default/grub.d/xen.cfg`; older releases use `/etc/default/grub`. Debian 12 ships it commented out, so remove the `#`. Leave the other options as they are.",
    around: DEFAULT_LINE,
    apply: [MENU, "update-grub\nreboot"],
    notes: &[
        "Without an option dom0 gets nearly all memory.",
        "In old packages the comment in `xen.cfg` shows `dom0_mem=<size>[M]:max=<size>[M]`, which Xen does not understand. Write a comma and `max:`.",
        "Debian’s recovery entry uses only `GRUB_CMDLINE_XEN`, so it boots without this option.",
    ],
};

pub(super) const QUBES: Recipe = Recipe {
    id: "qubes",
    name: "Qubes OS",
    file: "In dom0’s `/etc/default/grub`, replace the `dom0_mem=` options of this line and leave the others as they are.",
    around: DEFAULT_LINE,
    apply: [MENU, "sudo grub2-mkconfig -o /boot/grub2/grub.cfg\nsudo reboot"],
    notes: &[
        "Qubes is installed with two options, `dom0_mem=min:1024M dom0_mem=max:4096M`, and qmemman sets dom0’s target between them. A fixed size takes dom0 out of qmemman’s share.",
        "Before 4.2 with EFI, the menu is `/boot/efi/EFI/qubes/grub.cfg`. Qubes 4.0 with EFI has the option in `/boot/efi/EFI/qubes/xen.cfg`.",
    ],
};

pub(super) const SUSE: Recipe = Recipe {
    id: "suse",
    name: "SUSE, openSUSE",
    file: "Change this line in `/etc/default/grub`. SUSE’s manual uses `GRUB_CMDLINE_XEN`, which works too. In YaST: Boot Loader, Kernel Parameters, Xen Hypervisor.",
    around: DEFAULT_LINE,
    apply: [MENU, MKCONFIG2],
    notes: &[
        "SUSE’s Xen (SLE 15 SP1 and later) has `dom0_mem=1G+10%,max:64G` built in. It counts only if the line has no `dom0_mem=` at all, and its `max:64G` limits nothing on most hosts.",
        "SUSE’s older packages know percentages too, so 4.10 and 4.11 may read them like 4.12.",
        "SLES 10 and 11 have the option in `/boot/grub/menu.lst`, on the kernel line with `xen.gz`.",
    ],
};

pub(super) const FEDORA: Recipe = Recipe {
    id: "fedora",
    name: "Fedora, CentOS",
    file: "Change this line in `/etc/default/grub`. Leave the other options as they are.",
    around: DEFAULT_LINE,
    apply: [MENU, MKCONFIG2],
    notes: &[
        "Fedora sets no option. CentOS with the Virt SIG’s Xen sets `dom0_mem=1024M,max:1024M` and regenerates its menu with `grub-bootxen.sh`.",
        "CentOS 6 has the option in `/boot/grub/grub.conf`, on the line `kernel /xen.gz …`.",
    ],
};

pub(super) const ALPINE: Recipe = Recipe {
    id: "alpine",
    name: "Alpine",
    file: "Change this line in `/etc/update-extlinux.conf`. Leave the other options as they are.",
    around: ["xen_opts=\"", "\""],
    apply: ["Write the boot menu and restart the host.", "update-extlinux\nreboot"],
    notes: &["Alpine ships `dom0_mem=256M` without a ceiling."],
};

pub(super) const ARCH: Recipe = Recipe {
    id: "arch",
    name: "Arch, Gentoo",
    file: "Change or add this line in `/etc/default/grub`. Leave the other options as they are.",
    around: DEFAULT_LINE,
    apply: [MENU, MKCONFIG],
    notes: &["The same works on any system whose GRUB menu is made by `grub-mkconfig`."],
};

pub(super) const EVE: Recipe = Recipe {
    id: "eve-os",
    name: "EVE-OS",
    file: "Add this line to `/config/grub.cfg`.",
    around: ["set_global hv_dom0_mem_settings \"", "\""],
    apply: [RESTART, "reboot"],
    notes: &["EVE-OS sets a size of its own; this line replaces it."],
};

pub(super) const GRUB: Recipe = Recipe {
    id: "grub",
    name: "GRUB",
    file: "For a menu entry of your own, in `/etc/grub.d/40_custom`: change the line that loads Xen, not Linux’s.",
    around: ["multiboot2 /boot/xen.gz ", ""],
    apply: [MENU, MKCONFIG],
    notes: &[
        "The next kernel update overwrites changes in `grub.cfg` itself. Entries made by `grub-mkconfig` take the option from `GRUB_CMDLINE_XEN_DEFAULT` in `/etc/default/grub`.",
        "GRUB 1 has the option in `menu.lst`, on the line `kernel /boot/xen.gz …`.",
    ],
};

pub(super) const EFI: Recipe = Recipe {
    id: "efi",
    name: "EFI",
    file: "Where EFI starts `xen.efi` itself, or through systemd-boot: change this line in the `xen.cfg` beside it. Leave the other options as they are.",
    around: ["options=", ""],
    apply: [RESTART, "reboot"],
    notes: &["A unified `xen.efi` has its `xen.cfg` inside and must be rebuilt."],
};
