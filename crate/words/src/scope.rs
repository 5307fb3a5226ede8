//! Machines that this model does not compute: what they are, and why its numbers do not hold
//! for them. Named before any number.
//!
//! Not here: how they are recognised (the package `read`).

/// What a text shows that is no PV dom0 on 64-bit x86.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// A dom0 in the hardware's own modes.
    Pvh,
    /// Xen or Linux on Arm.
    Arm,
    /// A 32-bit kernel or Xen.
    Bits32,
    /// A guest, PV, PVH or HVM.
    Guest,
    /// A guest's own hypervisor.
    Shim,
    /// Linux without Xen; its map is a machine's, and so can be computed.
    BareMetal,
}

impl Scope {
    /// All, the ones without any number first.
    pub const ALL: [Self; 6] =
        [Self::Pvh, Self::Arm, Self::Bits32, Self::Guest, Self::Shim, Self::BareMetal];

    /// A permanent name for data.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Pvh => "pvh",
            Self::Arm => "arm",
            Self::Bits32 => "32-bit",
            Self::Guest => "guest",
            Self::Shim => "shim",
            Self::BareMetal => "bare-metal",
        }
    }

    /// Whether no number of this model holds.
    pub const fn is_outside(self) -> bool {
        match self {
            Self::Pvh | Self::Arm | Self::Bits32 | Self::Guest | Self::Shim => true,
            Self::BareMetal => false,
        }
    }

    /// What it is, as a sentence.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Pvh => "This dom0 is PVH.",
            Self::Arm => "This is Xen on Arm.",
            Self::Bits32 => "This dom0 is 32-bit.",
            Self::Guest => "This is a guest, not dom0.",
            Self::Shim => "This is a guest’s own hypervisor, not the machine’s Xen.",
            Self::BareMetal => "Linux runs without Xen here.",
        }
    }

    /// Why the numbers do not hold, and what to do; with marks ([`super::marks`]).
    pub const fn why(self) -> &'static str {
        match self {
            Self::Pvh => {
                "These numbers are a PV dom0’s. A PVH dom0 has a map of its own, which Xen builds and cuts to its size. It therefore has no map of the machine to rewrite, no pages on holes and no identity windows, and it returns, refills and moves nothing. `dom0_mem=` still sets its size. Xen has supported a PVH dom0, with caveats, since 4.19. For a PV dom0, remove `dom0=pvh`."
            }
            Self::Arm => {
                "These numbers are a PV dom0’s on x86. On Arm dom0 is no PV domain and there is no e820 map, so none of the steps takes place. `dom0_mem=` takes one size there: Xen reports `1024M,max:1024M` as invalid and uses the first number."
            }
            Self::Bits32 => {
                "These numbers are a 64-bit dom0’s. A 32-bit kernel keeps its page records in low memory and has records, tables and limits of other sizes. Enter a 64-bit release to compute one."
            }
            Self::Guest => {
                "Its toolstack makes a guest’s map and sets its memory, not `dom0_mem=`, so its map and its counts say nothing about dom0. A PVH dom0’s kernel prints the same lines, and the numbers do not hold for that either. Paste what `xl dmesg` and `dmesg` print in dom0."
            }
            Self::Shim => {
                "It runs inside one guest, so its map and its counts say nothing about dom0. Paste what `xl dmesg` prints in dom0."
            }
            Self::BareMetal => {
                "On that boot Xen took nothing, and `max:` is not the reason for what `free` shows. The map is the machine’s, so these numbers are a forecast for a boot with Xen."
            }
        }
    }

    /// What it is and what to do, beside a field: one sentence that begins in lower case and has no
    /// full stop; with marks.
    pub const fn beside_field(self) -> &'static str {
        match self {
            Self::Pvh => {
                "this dom0 is PVH, which is not computed here; for a PV dom0, remove `dom0=pvh`"
            }
            Self::Arm => "this is Xen on Arm, which is not computed here",
            Self::Bits32 => {
                "this dom0 is 32-bit, which is not computed here; write a 64-bit release"
            }
            Self::Guest => {
                "this is the log of a guest, not of dom0; paste what `xl dmesg` prints in dom0"
            }
            Self::Shim => {
                "these are lines of a guest’s own hypervisor; paste what `xl dmesg` prints in dom0"
            }
            Self::BareMetal => "this is the log of Linux without Xen; its map is the machine’s",
        }
    }
}

/// What is still on show while a text names such a machine.
pub fn still_shown(machine: &str) -> String {
    format!("Still on show: the last setup that could be computed, {machine}.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::marks::plain;

    #[test]
    fn ids_never_change() {
        let ids = ["pvh", "arm", "32-bit", "guest", "shim", "bare-metal"];
        assert_eq!(Scope::ALL.map(Scope::id), ids);
    }

    #[test]
    fn each_says_what_it_is_and_whose_numbers_these_are() {
        for scope in Scope::ALL {
            assert!(scope.title().ends_with('.') && scope.why().ends_with('.'), "{scope:?}");
            let beside = scope.beside_field();
            assert!(beside.starts_with("this") || beside.starts_with("these"), "{beside}");
            assert!(!plain(beside).ends_with('.') && !beside.contains(". "), "{beside}");
            assert_eq!(scope.is_outside(), scope != Scope::BareMetal);
        }
        assert!(Scope::Pvh.why().contains("since 4.19"));
        assert!(Scope::Arm.why().contains("`1024M,max:1024M` as invalid"));
    }
}
