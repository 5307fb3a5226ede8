//! The distributions that set the option on a line of a file: which file, which line, the
//! command that regenerates the boot loader's menu, and their defaults (spec/xen.md 13).
//!
//! Not here: distributions with a command of their own (XCP-ng), and the wording of the
//! instructions (`distributions`).

/// A distribution that sets the option on a line of a file.
pub(super) struct Recipe {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    pub(super) file: &'static str,
    /// The line up to the option, and after it.
    pub(super) around: [&'static str; 2],
    /// The command that regenerates the boot loader's menu, and alternatives.
    pub(super) regenerate: &'static [[&'static str; 2]],
    pub(super) notes: &'static [&'static str],
}

const DEFAULT_LINE: [&str; 2] = ["GRUB_CMDLINE_XEN_DEFAULT=\"", "\""];
const MENU: &str = "Write GRUB’s menu anew.";
pub(super) const MKCONFIG: &str = "grub2-mkconfig -o /boot/grub2/grub.cfg";

pub(super) const DEBIAN: Recipe = Recipe {
    id: "debian",
    name: "Debian, Ubuntu",
    file: "/etc/default/grub.d/xen.cfg (older releases: /etc/default/grub)",
    around: DEFAULT_LINE,
    regenerate: &[[MENU, "update-grub"]],
    notes: &[
        "Without an option dom0 gets nearly all memory.",
        "The comment in xen.cfg shows dom0_mem=<size>[M]:max=<size>[M]; Xen does not understand that. Write a comma and max:.",
    ],
};

pub(super) const QUBES: Recipe = Recipe {
    id: "qubes",
    name: "Qubes OS",
    file: "dom0’s /etc/default/grub, instead of the dom0_mem= that stands there",
    around: DEFAULT_LINE,
    regenerate: &[
        [MENU, "sudo grub2-mkconfig -o /boot/grub2/grub.cfg"],
        ["Before 4.2 with EFI:", "sudo grub2-mkconfig -o /boot/efi/EFI/qubes/grub.cfg"],
    ],
    notes: &[
        "Installed with two options: dom0_mem=min:1024M dom0_mem=max:4096M.",
        "Qubes 4.0 with EFI has it in /boot/efi/EFI/qubes/xen.cfg: options=…",
        "Qubes’ memory manager sets dom0’s target itself, so a target written by hand does not last.",
    ],
};

pub(super) const SUSE: Recipe = Recipe {
    id: "suse",
    name: "SUSE, openSUSE",
    file: "/etc/default/grub (SLES 10 and 11: the kernel line with xen.gz in /boot/grub/menu.lst)",
    around: DEFAULT_LINE,
    regenerate: &[[MENU, MKCONFIG]],
    notes: &[
        "SUSE’s Xen has dom0_mem=1G+10%,max:64G built in; it counts only where the line has no dom0_mem= at all.",
        "That max:64G is above the RAM of most hosts, where it limits nothing.",
        "SUSE’s older packages know percentages too, so 4.10 and 4.11 may read like 4.12.",
    ],
};

pub(super) const FEDORA: Recipe = Recipe {
    id: "fedora",
    name: "Fedora, CentOS",
    file: "/etc/default/grub",
    around: DEFAULT_LINE,
    regenerate: &[[MENU, MKCONFIG], ["CentOS with the Virt SIG’s Xen:", "grub-bootxen.sh"]],
    notes: &[
        "The Virt SIG’s package sets dom0_mem=1024M,max:1024M; Fedora sets nothing.",
        "CentOS 6 has the line in /boot/grub/grub.conf: kernel /xen.gz …",
    ],
};

pub(super) const GRUB: Recipe = Recipe {
    id: "grub",
    name: "Plain GRUB",
    file: "/boot/grub/grub.cfg, or a file of your own such as /etc/grub.d/40_custom",
    around: ["multiboot2 /boot/xen.gz ", ""],
    regenerate: &[],
    notes: &[
        "GRUB 1 has the option in menu.lst: kernel /boot/xen.gz …",
        "Xen started by EFI itself reads it from xen.cfg: options=…",
        "The line that loads Xen, not Linux’s line: Linux does not know dom0_mem.",
    ],
};
