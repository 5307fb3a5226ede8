//! Numbers that look random and are the same in every run, so that a failure can be
//! reproduced from its seed.
//!
//! Splitmix64: any seed works, including neighbouring ones. Not for shrinking inputs; see
//! the `facts` tests for that.

/// A stream of numbers.
#[derive(Debug)]
pub struct Dice(u64);

impl Dice {
    /// The stream of a seed.
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Any number.
    pub const fn any(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `sides`; 0 if there is none.
    pub fn roll(&mut self, sides: u64) -> u64 {
        self.any() % sides.max(1)
    }

    /// An index into a list of the given length; 0 if it is empty.
    pub fn index(&mut self, len: usize) -> usize {
        let place = self.roll(u64::try_from(len).unwrap_or(u64::MAX));
        usize::try_from(place).unwrap_or_default()
    }

    /// One of a list.
    ///
    /// # Panics
    /// If the list is empty.
    pub fn of<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.index(list.len())]
    }
}
