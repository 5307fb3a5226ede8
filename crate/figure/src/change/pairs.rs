//! Which piece of one scene is which of another.
//!
//! The same key is the same piece. A range that begins elsewhere now, such as the room
//! above dom0's pages, has another key, so what is left is paired by role and then by
//! place. Pairs of a row never cross: its pieces keep their order while they move.

use super::parts::{Piece, Row};

/// For each piece of `to`, the piece of `from` that it was; `None` if it appears.
pub(super) fn pairs(from: &[Piece], to: &[Piece]) -> Vec<Option<usize>> {
    let mut pairs = Pairs { from, to, found: vec![None; to.len()], taken: vec![false; from.len()] };
    // One function for all rules: closures would each make a copy of it.
    let rules: [fn(&Piece, &Piece) -> bool; 4] = [
        |a, b| a.key == b.key && a.role == b.role,
        |a, b| a.key == b.key,
        |a, b| a.role == b.role,
        |_, _| true,
    ];
    for same in rules {
        pairs.join(same);
    }
    pairs.found
}

struct Pairs<'a> {
    from: &'a [Piece],
    to: &'a [Piece],
    found: Vec<Option<usize>>,
    taken: Vec<bool>,
}

impl Pairs<'_> {
    /// Pairs the pieces without a partner for which `same` holds, in their order.
    fn join(&mut self, same: fn(&Piece, &Piece) -> bool) {
        for (j, b) in self.to.iter().enumerate() {
            if self.found.get(j).is_none_or(Option::is_some) {
                continue;
            }
            let row = Row::of(b.key);
            let (low, high) = self.between(j, row);
            let free = self.from.iter().enumerate().find(|(i, a)| {
                low <= *i
                    && *i < high
                    && !self.taken.get(*i).copied().unwrap_or(true)
                    && Row::of(a.key) == row
                    && same(a, b)
            });
            let Some((i, _)) = free else { continue };
            if let (Some(found), Some(taken)) = (self.found.get_mut(j), self.taken.get_mut(i)) {
                (*found, *taken) = (Some(i), true);
            }
        }
    }

    /// The pieces of `from` that may be paired with piece `j` of `to` without crossing a pair of
    /// its row: a half-open range of indices.
    fn between(&self, j: usize, row: Row) -> (usize, usize) {
        let of_row = |k: &usize| self.to.get(*k).is_some_and(|p| Row::of(p.key) == row);
        let partner = |k: usize| self.found.get(k).copied().flatten();
        let before = (0..j).rev().filter(of_row).find_map(partner);
        let after = (j + 1..self.to.len()).filter(of_row).find_map(partner);
        (before.map_or(0, |i| i + 1), after.unwrap_or(self.from.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::geometry::Rect;
    use crate::draw::lane::Lane;
    use crate::draw::shape::{Key, Role};

    fn lane_b(parts: &[(u64, Role)]) -> Vec<Piece> {
        let piece = |(shape, &(start, role)): (usize, &(u64, Role))| {
            let key = Key::Region { lane: Lane::Allocation, start };
            Piece { shape, key, role, rect: Rect::default() }
        };
        parts.iter().enumerate().map(piece).collect()
    }

    fn check(from: &[(u64, Role)], to: &[(u64, Role)], expected: &[Option<usize>]) {
        assert_eq!(pairs(&lane_b(from), &lane_b(to)), expected, "{from:?} {to:?}");
    }

    #[test]
    fn room_that_begins_elsewhere_is_still_the_room() {
        let (four, two) = ([(0, Role::Dom0), (4, Role::Room)], [(0, Role::Dom0), (2, Role::Room)]);
        check(&four, &two, &[Some(0), Some(1)]);
    }

    #[test]
    fn a_key_counts_more_than_a_role_and_pairs_never_cross() {
        let from = [(0, Role::Dom0), (3, Role::OnHole), (4, Role::Dom0)];
        check(&from, &[(0, Role::Dom0), (3, Role::Socket)], &[Some(0), Some(1)]);
        // The second range of dom0 lies after the hole in both.
        let to = [(0, Role::Dom0), (3, Role::Hole), (6, Role::Dom0)];
        check(&from, &to, &[Some(0), Some(1), Some(2)]);
        // No room came before dom0's pages, so the hole cannot be that room.
        check(
            &[(5, Role::Dom0), (9, Role::Hole)],
            &[(1, Role::Room), (5, Role::Dom0)],
            &[None, Some(0)],
        );
    }

    #[test]
    fn what_takes_the_place_of_something_else_grows_out_of_it() {
        let from = [(0, Role::Dom0), (3, Role::Released), (7, Role::Hole)];
        check(
            &from,
            &[(0, Role::Dom0), (5, Role::Moved), (7, Role::Hole)],
            &[Some(0), Some(1), Some(2)],
        );
    }
}
