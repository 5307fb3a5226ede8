//! Names of what is drawn: the same in a scene, a sentence, a table row and a link.
//!
//! `D:9f` is the region of lane D that holds page number 0x9f, `F:struct-page` an
//! account of the ledger, `E` Xen's bucket, `C` a whole lane. Tiles in flight and parts
//! without meaning of their own have no text.

use sim::ledger::Account;

/// What a shape is, the same at every t of a step and in every picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Key {
    /// A region of lane `lane` (A to D) that starts at page number `start`.
    Region {
        /// The lane's letter.
        lane: char,
        /// First page number.
        start: u64,
    },
    /// An account of the ledger, in lane F or in the whole machine's bar.
    Account(Account),
    /// Xen's bucket, lane E.
    Bucket,
    /// A whole lane.
    Lane(char),
    /// A tile of pages: the n-th of the stretch that starts at `from`.
    Tile {
        /// First page number of the stretch.
        from: u64,
        /// Which tile.
        n: u32,
    },
    /// Anything that belongs to no region: axis, titles, notes.
    Part(u32),
}

/// The lanes, top to bottom.
pub const LANES: [char; 6] = ['A', 'B', 'C', 'D', 'E', 'F'];

impl core::fmt::Display for Key {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Region { lane, start } => write!(f, "{lane}:{start:x}"),
            Self::Account(account) => write!(f, "F:{}", words::account_id(*account)),
            Self::Bucket => f.write_str("E"),
            Self::Lane(lane) => write!(f, "{lane}"),
            Self::Tile { .. } | Self::Part(_) => Ok(()),
        }
    }
}

impl Key {
    /// The key with this text; `None` where there is none.
    pub fn parse(text: &str) -> Option<Self> {
        let mut chars = text.chars();
        let lane = chars.next().filter(|c| LANES.contains(c))?;
        let rest = match chars.next() {
            None if lane == 'E' => return Some(Self::Bucket),
            None => return Some(Self::Lane(lane)),
            Some(':') => chars.as_str(),
            Some(_) => return None,
        };
        if lane == 'F' {
            let named = |a: &Account| words::account_id(*a) == rest;
            return Account::ALL.into_iter().find(named).map(Self::Account);
        }
        let digits = rest.bytes().all(|b| b.is_ascii_hexdigit()) && rest.len() <= 13;
        let start = u64::from_str_radix(rest, 16).ok().filter(|_| digits)?;
        (lane < 'E').then_some(Self::Region { lane, start })
    }

    /// The lane this belongs to, where it does.
    pub const fn lane(self) -> Option<char> {
        match self {
            Self::Region { lane, .. } | Self::Lane(lane) => Some(lane),
            Self::Account(_) => Some('F'),
            Self::Bucket => Some('E'),
            Self::Tile { .. } | Self::Part(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_with_a_text_is_read_back() {
        let mut keys = vec![Key::Bucket, Key::Region { lane: 'D', start: 0x9f }];
        keys.extend(['A', 'B', 'C', 'D', 'F'].map(Key::Lane));
        keys.extend(Account::ALL.map(Key::Account));
        keys.push(Key::Region { lane: 'A', start: (1 << 52) - 1 });
        for key in keys {
            assert_eq!(Key::parse(&key.to_string()), Some(key));
        }
        assert_eq!(Key::Region { lane: 'D', start: 0x9f }.to_string(), "D:9f");
        assert_eq!(Key::Account(Account::StructPage).to_string(), "F:struct-page");
    }

    #[test]
    fn what_is_no_key_is_refused() {
        for text in ["", "G", "D:", "D:+9", "D:xyz", "F:nothing", "E:1", "D9f", "ä:1", "D:1:2"] {
            assert_eq!(Key::parse(text), None, "{text}");
        }
    }
}
