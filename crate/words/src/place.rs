//! Places of the figure by name: its lanes, top to bottom, and the keys of regions and accounts.
//!
//! A key is the same in a picture, a sentence, a table row and a link. Not here: reading a key, and
//! what has no key of its own (`Key` in the package `figure`).

use sim::ledger::Account;
use sim::units::Pfn;

use crate::{account_id, figure};

/// A lane: a row of the figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Lane {
    /// The machine's memory map.
    Machine,
    /// The pages that Xen allocates to dom0, and the ceiling.
    Allocation,
    /// Dom0's own memory map.
    OwnMap,
    /// What backs each of dom0's page numbers.
    Backing,
    /// Xen's free memory: the bucket.
    Bucket,
    /// Dom0's pages by account: the strip.
    Ledger,
}

impl Lane {
    /// Every lane, top to bottom.
    pub const ALL: [Self; 6] =
        [Self::Machine, Self::Allocation, Self::OwnMap, Self::Backing, Self::Bucket, Self::Ledger];

    /// The lane's letter on the sheet.
    pub const fn letter(self) -> char {
        match self {
            Self::Machine => 'A',
            Self::Allocation => 'B',
            Self::OwnMap => 'C',
            Self::Backing => 'D',
            Self::Bucket => 'E',
            Self::Ledger => 'F',
        }
    }

    /// The lane's name in keys and links: its letter as text.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Machine => "A",
            Self::Allocation => "B",
            Self::OwnMap => "C",
            Self::Backing => "D",
            Self::Bucket => "E",
            Self::Ledger => "F",
        }
    }

    /// The lane with this letter.
    pub fn from_letter(letter: char) -> Option<Self> {
        Self::ALL.into_iter().find(|lane| lane.letter() == letter)
    }

    /// The plain name above the lane.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Machine => figure::MACHINE,
            Self::Allocation => figure::ALLOCATION,
            Self::OwnMap => figure::OWN_MAP,
            Self::Backing => figure::BACKING,
            Self::Bucket => figure::BUCKET,
            Self::Ledger => figure::LEDGER,
        }
    }

    /// Whether its regions are ranges of page numbers: lanes A to D.
    pub const fn has_regions(self) -> bool {
        match self {
            Self::Machine | Self::Allocation | Self::OwnMap | Self::Backing => true,
            Self::Bucket | Self::Ledger => false,
        }
    }
}

/// The key of the region of `lane` (A to D) that starts at page number `start`: `D:9f`.
pub fn region(lane: Lane, start: Pfn) -> String {
    format!("{}:{:x}", lane.id(), start.0)
}

/// The key of an account: `F:struct-page`.
pub fn account(account: Account) -> String {
    account_named(account_id(account))
}

/// The key of the account with this id.
pub fn account_named(id: &str) -> String {
    format!("{}:{id}", Lane::Ledger.id())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_lane_is_found_by_its_letter_which_is_its_id() {
        for lane in Lane::ALL {
            assert_eq!(Lane::from_letter(lane.letter()), Some(lane));
            assert_eq!(lane.id(), lane.letter().to_string());
        }
        assert_eq!(Lane::from_letter('G'), None);
    }

    #[test]
    fn lanes_run_from_a_to_f_and_the_first_four_have_regions() {
        let letters: String = Lane::ALL.map(Lane::letter).iter().collect();
        assert_eq!(letters, "ABCDEF");
        assert_eq!(Lane::ALL.into_iter().filter(|l| l.has_regions()).count(), 4);
    }
}
