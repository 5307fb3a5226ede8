//! spec/kernel.md 1: the machine's map is not used.

use super::own::joined;
use super::{RAM, Toy, TwinResult};

pub(super) fn twin(toy: &Toy) -> TwinResult {
    let end = toy.nr + 2048;
    let pages: Vec<(u64, u32)> = (toy.base..end).map(|page| (page, RAM)).collect();
    TwinResult {
        table: joined(&pages),
        room: (toy.nr..end).collect(),
        max_pfn: end,
        pages_end: toy.nr,
        ..TwinResult::default()
    }
}
