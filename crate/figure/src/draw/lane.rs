//! The six lanes of the figure, top to bottom.

/// A lane.
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
            Self::Machine => words::figure::MACHINE,
            Self::Allocation => words::figure::ALLOCATION,
            Self::OwnMap => words::figure::OWN_MAP,
            Self::Backing => words::figure::BACKING,
            Self::Bucket => words::figure::BUCKET,
            Self::Ledger => words::figure::LEDGER,
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
