//! The model: how Xen and the dom0 kernel use the machine's memory map.
//!
//! [`simulate::simulate`] runs one boot and stores the whole world after each step. Pure and on
//! ranges, never page by page; no dependencies, no I/O, no text files, no clock, no floats in a
//! result, no panics, no sentences (those are in the package `words`). Failures inside the
//! simulated machine are data ([`boot::Outcome`]), not errors.

pub mod balloon;
pub mod boot;
pub mod config;
mod count;
pub mod kernel;
pub mod ledger;
pub mod map;
pub mod memory;
pub mod sort;
pub mod simulate;
pub mod span;
pub mod step;
pub mod units;
pub mod version;
pub mod what_if;
pub mod xen;
