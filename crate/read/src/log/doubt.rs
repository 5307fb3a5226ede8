//! Why a line may not mean what it says, as a value and as sentences.
//!
//! What is in doubt is not used, and a reader learns which line it is.

use words::marks::plain;

/// Why a line may not mean what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// It looks like an entry of a map and cannot be read.
    Region,
    /// It names a kind by a word that neither Xen nor Linux prints.
    Word(String),
    /// It has `dom0_mem=` among marks that Xen does not print.
    Option,
    /// It has the option on a line for Linux.
    Misplaced,
    /// It has a number or a unit that cannot be read.
    Number,
    /// A pager cut off its end, which has a part in what it says.
    Cut,
    /// It has numbers of `free` in a unit that is not certain.
    Unit,
    /// It has a list of sizes that cannot be read.
    List,
    /// It has one of several totals that differ, and nothing tells which is dom0's.
    Several,
    /// It has a total that dom0 does not have.
    Unfit,
    /// It is the last one of its log, and one that adds to it may have followed.
    Last,
}

impl Doubt {
    /// Whether the line was meant to be an entry of a map.
    pub(super) const fn is_about_map(&self) -> bool {
        match self {
            Self::Region | Self::Word(_) => true,
            Self::Option
            | Self::Misplaced
            | Self::Cut
            | Self::Number
            | Self::Unit
            | Self::List
            | Self::Several
            | Self::Unfit
            | Self::Last => false,
        }
    }

    /// The doubt as a sentence about this line.
    pub fn sentence(&self) -> String {
        if let Self::Word(word) = self {
            return format!(
                "“{}” is no word that Xen or Linux prints.",
                words::seen::as_seen(word)
            );
        }
        plain(&format!("This {}", self.says()))
    }

    /// The doubt as a note with marks about the line of this number; `None` if another note
    /// says it.
    pub(super) fn note(&self, line: usize) -> Option<String> {
        let says = self.says();
        (!says.is_empty()).then(|| format!("Line {line} {says}"))
    }

    /// Why the option is not known, if that may be for this doubt, after the line's name.
    pub(super) const fn of_option(&self) -> Option<&'static str> {
        match self {
            Self::Option => Some(
                "has `dom0_mem=` among marks that Xen does not print, so the option is not known",
            ),
            Self::Misplaced => Some("has `dom0_mem=` on Linux’s line, where Xen does not see it"),
            Self::Cut => Some("is cut off at the right edge, where the option may be"),
            Self::Region
            | Self::Word(_)
            | Self::Number
            | Self::Unit
            | Self::List
            | Self::Several
            | Self::Unfit
            | Self::Last => None,
        }
    }

    /// What is to be said of the line, with marks, after its name.
    const fn says(&self) -> &'static str {
        match self {
            Self::Region => "looks like a region and cannot be read, so it is left out.",
            Self::Word(_) => "",
            Self::Option => {
                "has `dom0_mem=` among marks that Xen does not print, so the option is not known. Paste the line as it was printed."
            }
            Self::Misplaced => {
                "has `dom0_mem=` on Linux’s line, where Xen does not see it. Only Xen’s own line counts."
            }
            Self::Number => {
                "has a number or a unit that cannot be read, so it is left out. Paste the line as it was printed."
            }
            Self::Cut => {
                "is cut off at the right edge, so it is left out. Run `journalctl --no-pager`, or `less` without `-S`, to see lines whole."
            }
            Self::Unit => {
                "has the numbers of `free` in a unit that is not certain, so they are not used. Run `cat /proc/meminfo` for the exact number."
            }
            Self::List => {
                "has a list of sizes that is cut off or cannot be read, so the size of the kernel’s image is not known."
            }
            Self::Several => {
                "has one of several totals that differ, as those of dom0 and of a guest do, so none is used. Paste that of dom0 alone."
            }
            Self::Last => {
                "is the last one of Xen’s, so it is not known whether an initrd adds to the pages that Xen gave."
            }
            Self::Unfit => "has a total that does not fit dom0’s size, so it is not used.",
        }
    }
}
