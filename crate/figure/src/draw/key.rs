//! Names of what is drawn: the same in a scene, a sentence, a table row and a link.
//!
//! `D:9f` is the region of lane D that holds page number 0x9f, `F:struct-page` an
//! account of the ledger, `E` Xen's bucket, `C` a whole lane, `B:ceiling` the handle of
//! dom0's maximum reservation. Tiles in flight and decoration have no text.

use sim::ledger::Account;
use sim::units::Pfn;
use words::place;

use crate::draw::lane::Lane;

/// What a shape is, the same at every t of a step and in every picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Key {
    /// A region of lane `lane` (A to D) that starts at page number `start`.
    Region {
        /// The lane.
        lane: Lane,
        /// First page number.
        start: u64,
    },
    /// An account of the ledger, in lane F or in the whole machine's bar.
    Account(Account),
    /// Xen's bucket, lane E.
    Bucket,
    /// A whole lane.
    Lane(Lane),
    /// The handle of the ceiling, in lane B.
    Ceiling,
    /// A tile of pages: the n-th of the range that starts at `from`.
    Tile {
        /// First page number of the range.
        from: u64,
        /// Index of the tile in its range, from 0.
        n: u32,
    },
    /// What belongs to no region: axis, titles, notes.
    Decor(Decor),
}

/// Decoration: what a reader cannot point at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Decor {
    /// An axis with its ticks.
    Axis,
    /// A tear in a bar: a fold hides part of it.
    Tear,
    /// The band that carries a hole through the lanes.
    Band,
    /// The line that carries an identity mapping through the lanes.
    Hairline,
    /// The outline of a lane that is still empty.
    NotYet,
    /// A pattern or role that is being wiped over a region.
    Wipe,
    /// The mark after dom0's last page.
    NoPages,
    /// An old entry of lane C that changed, with its cuts and labels.
    Struck,
    /// A line of the map as the kernel prints it, in the note row.
    PrintedLine {
        /// The lane of its region.
        lane: Lane,
        /// The region's first page number.
        start: u64,
    },
    /// The note row and the labels under lane D.
    Note,
    /// The filled part of lane D.
    Descriptors,
    /// The funnel from page numbers to their descriptors.
    Funnel,
    /// The enlarged descriptors.
    Lens,
    /// The path of a flight.
    Guide,
    /// The label that travels with a single tile.
    TileLabel,
    /// The bucket's walls.
    Wall,
    /// The level of what was already free in Xen.
    Level,
    /// The firmware's map as a list.
    Entry,
    /// The place in the bucket of pages that were, are or will be there.
    Trace,
    /// Outlines and labels of the ledger's strip.
    Strip,
    /// The strip as a sum.
    Sum,
    /// A bracket that says what a tool counts.
    Tool,
    /// The title of a bar of the whole machine.
    BarTitle,
    /// The lines between a bar and its enlarged part.
    Enlarged,
    /// One bar of the scenarios, with its names.
    Scenario(Scenario),
    /// What `max:` gains.
    Gain,
    /// What the balloon target brings back.
    ComesBack,
    /// A chart's rules and numbers.
    Rule,
    /// A chart's title and caption.
    Caption,
    /// A chart's curve.
    Curve,
    /// A computed point of a curve.
    CurvePoint,
    /// A curve's name.
    CurveName,
    /// The reader's own machine in a chart.
    Here,
    /// Where a curve becomes flat.
    FlatFrom,
    /// The ring around what is highlighted.
    Ring,
    /// Where an edge was before a change.
    Ghost,
}

/// One of the three boots that the scenarios' chart compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scenario {
    /// The classic kernel.
    Classic,
    /// The reader's kernel as configured.
    Configured,
    /// The same with `max:` at the initial size.
    WithMax,
}

/// The handle's name in the text of its key.
const CEILING: &str = "ceiling";

impl core::fmt::Display for Key {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Region { lane, start } => f.write_str(&place::region(*lane, Pfn(*start))),
            Self::Account(account) => f.write_str(&place::account(*account)),
            Self::Bucket => f.write_str(Lane::Bucket.id()),
            Self::Lane(lane) => f.write_str(lane.id()),
            Self::Ceiling => write!(f, "{}:{CEILING}", Lane::Allocation.id()),
            Self::Tile { .. } | Self::Decor(_) => Ok(()),
        }
    }
}

impl Key {
    /// The key with this text; `None` if there is none.
    pub fn parse(text: &str) -> Option<Self> {
        let mut chars = text.chars();
        let lane = chars.next().and_then(Lane::from_letter)?;
        let rest = match chars.next() {
            None if lane == Lane::Bucket => return Some(Self::Bucket),
            None => return Some(Self::Lane(lane)),
            Some(':') => chars.as_str(),
            Some(_) => return None,
        };
        if lane == Lane::Ledger {
            let named = |a: &Account| words::account_id(*a) == rest;
            return Account::ALL.into_iter().find(named).map(Self::Account);
        }
        if lane == Lane::Allocation && rest == CEILING {
            return Some(Self::Ceiling);
        }
        let digits = rest.bytes().all(|b| b.is_ascii_hexdigit()) && rest.len() <= 13;
        let start = u64::from_str_radix(rest, 16).ok().filter(|_| digits)?;
        lane.has_regions().then_some(Self::Region { lane, start })
    }

    /// The lane this belongs to; `None` for decoration and tiles in flight.
    pub const fn lane(self) -> Option<Lane> {
        match self {
            Self::Region { lane, .. } | Self::Lane(lane) => Some(lane),
            Self::Account(_) => Some(Lane::Ledger),
            Self::Ceiling => Some(Lane::Allocation),
            Self::Bucket => Some(Lane::Bucket),
            Self::Tile { .. } | Self::Decor(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_with_a_text_is_read_back() {
        let mut keys =
            vec![Key::Bucket, Key::Ceiling, Key::Region { lane: Lane::Backing, start: 0x9f }];
        keys.extend(Lane::ALL.into_iter().filter(|l| *l != Lane::Bucket).map(Key::Lane));
        keys.extend(Account::ALL.map(Key::Account));
        keys.push(Key::Region { lane: Lane::Machine, start: (1 << 52) - 1 });
        for key in keys {
            assert_eq!(Key::parse(&key.to_string()), Some(key));
        }
        assert_eq!(Key::Region { lane: Lane::Backing, start: 0x9f }.to_string(), "D:9f");
        assert_eq!(Key::Account(Account::StructPage).to_string(), "F:struct-page");
    }

    #[test]
    fn what_is_no_key_is_refused() {
        for text in
            ["", "G", "D:", "D:+9", "D:xyz", "F:nothing", "E:1", "D9f", "ä:1", "D:1:2", "D:ceiling"]
        {
            assert_eq!(Key::parse(text), None, "{text}");
        }
    }
}
