//! The model: how Xen and the dom0 kernel use the machine's memory map.
//!
//! [`simulate::simulate`] runs one boot and stores the whole world after each step. Pure and on
//! ranges, never page by page; no dependencies, no I/O, no text files, no clock, no floats in a
//! result, no panics, no sentences (those are in the package `words`). Failures inside the
//! simulated machine are data ([`boot::Outcome`]), not errors.
//!
//! ```
//! use sim::config::Config;
//! use sim::kernel::release::{Flavour, Support, of};
//! use sim::map::{Entry, Kind, RawMap};
//! use sim::simulate::simulate;
//! use sim::step::Phase;
//! use sim::units::{Addr, Bytes, Pages};
//! use sim::version::Version;
//!
//! // 8 GiB of RAM: 3 GiB below a hole of 1 GiB, and 5 GiB from 4 GiB on.
//! let gib = |n: u64| n << 30;
//! let ram = |start, size| Entry { start: Addr(gib(start)), size: Bytes(gib(size)), kind: Kind::Usable };
//! let machine = RawMap { entries: vec![ram(0, 3), ram(4, 5)] };
//! let Support::Dom0(linux, _) = of(Version::new(3, 2, 0), Flavour::Pvops) else { return };
//! let boot = simulate(&Config::new(machine, Some("4G".into()), Version::new(4, 1, 2), linux));
//!
//! // dom0's pages are numbered from 0 without gaps, so 1 GiB of them sit on the hole, and
//! // Linux 3.2 returns these to Xen.
//! let world = &boot.steps[boot.index_of(Phase::PagesReleased)].after;
//! assert_eq!(boot.pages, Pages(4 << 18));
//! assert_eq!(world.returned, Pages(1 << 18));
//! ```

pub mod balloon;
pub mod boot;
pub mod config;
mod count;
pub mod join;
pub mod kernel;
pub mod ledger;
pub mod map;
pub mod memory;
pub mod sort;
pub mod simulate;
pub mod span;
pub mod step;
#[cfg(test)]
mod test_boot;
pub mod units;
pub mod version;
pub mod what_if;
pub mod xen;
