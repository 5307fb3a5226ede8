//! spec/kernel.md 1: the machine's map is not used.

use super::own::joined;
use super::{RAM, Told, Toy};

pub(super) fn twin(toy: &Toy) -> Told {
    let end = toy.nr + 2048;
    let pages: Vec<(u64, u32)> = (toy.base..end).map(|page| (page, RAM)).collect();
    Told {
        table: joined(&pages),
        room: (toy.nr..end).collect(),
        max_pfn: end,
        pages_end: toy.nr,
        ..Told::default()
    }
}
