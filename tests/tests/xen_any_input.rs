//! Whatever is typed on whatever host: nothing panics or overflows, and what the
//! specification says of every result holds.
//!
//! Inputs come from a counter and a fixed mixing step, so a failing one is named by
//! its number.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use sim::map::{Entry, Kind, RawMap};
use sim::step::Maximum;
use sim::units::{Addr, Bytes, Pages};
use sim::xen::env::{self, Env, Initrd, Iommu, P2mNote, Shadow, Tables, Text};
use sim::xen::machine_map::{Below, Cpu, Limits, processed, shown_to_dom0};
use sim::xen::outcome::Need;
use sim::xen::reservation::{Size, dom0_size};
use sim::xen::warnings::warnings;
use sim::xen::{BOUNDARIES, Group};

/// The n-th stream of numbers.
struct Mix(u64);

impl Mix {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e3779b97f4a7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58476d1ce4e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d049bb133111eb);
        z ^ (z >> 31)
    }

    fn of<T: Copy>(&mut self, list: &[T]) -> T {
        let at = self.next() % list.len() as u64;
        list[usize::try_from(at).unwrap()]
    }

    /// Mostly plain numbers, sometimes the extremes.
    fn size(&mut self) -> u64 {
        let shift = self.next() % 64;
        let plain = self.next() >> shift;
        self.of(&[0, 1, 15, 1 << 18, 1 << 22, 1 << 28, u64::MAX, plain, plain, plain])
    }

    fn text(&mut self) -> String {
        const PIECES: [&str; 36] = [
            "0",
            "1",
            "2",
            "9",
            "08",
            "0x",
            "f",
            "1024",
            "65536",
            "99",
            "100",
            "18446744073709551",
            "B",
            "K",
            "m",
            "G",
            "GiB",
            "T",
            "%",
            "+",
            "-",
            ",",
            ":",
            "=",
            ".",
            " ",
            " -- ",
            "\t",
            "½",
            "Ｇ",
            "min:",
            "max:",
            "max=",
            "no-",
            "dom0_mem=",
            "dom0_mem",
        ];
        let pieces = self.next() % 12;
        (0..pieces).map(|_| self.of(&PIECES)).collect()
    }

    fn env<'a>(&mut self, text: &'a str, built_in: &'a str) -> Env<'a> {
        let typed = [Text::Absent, Text::Value(text), Text::Value(text), Text::Line(text)];
        let note = P2mNote::Absent {
            base: self.of(&[Addr(0xffffffff80000000), Addr(0xc0000000), Addr(0)]),
            end: Addr(self.size()),
            initrd: Bytes(self.size()),
            placed: self.of(&[Initrd::Mapped, Initrd::Unmapped]),
        };
        Env {
            version: self.of(&BOUNDARIES).from,
            text: self.of(&typed),
            built_in: self.of(&["", built_in]),
            available: Pages(self.size()),
            vcpus: u32::try_from(self.size() >> 32).unwrap(),
            kind: self.of(&[env::Kind::Pv64, env::Kind::Pv32, env::Kind::Pvh]),
            iommu: self.of(&[Iommu::Off, Iommu::On, Iommu::Passthrough]),
            max_pdx: Pages(self.size()),
            tables: self.of(&[Tables::Shared, Tables::Apart]),
            shadow: self.of(&[Shadow::Off, Shadow::On, Shadow::L1tf, Shadow::OnAndL1tf]),
            note: self.of(&[P2mNote::Present, note]),
        }
    }
}

fn check_size(n: u64, env: &Env<'_>) {
    let run = dom0_size(env);
    let Size::Pages(pages) = run.size else {
        assert_eq!(Group::of(env.version), Group::E1, "{n} {env:?}");
        return;
    };
    if env.note == P2mNote::Present && Group::of(env.version) > Group::E1 {
        assert!(pages <= run.spendable, "{n} {env:?} {run:?}");
        if let Maximum::Limited(limit) = run.maximum {
            assert!(pages <= limit, "{n} {env:?} {run:?}");
        }
    }
    if let Maximum::Limited(limit) = run.maximum {
        assert!(limit.0 < u64::from(u32::MAX), "{n} {env:?} {run:?}");
    }
}

#[test]
fn no_text_on_no_host_breaks_anything() {
    for n in 0..60_000 {
        let mut mix = Mix(n);
        let (text, built_in) = (mix.text(), mix.text());
        let env = mix.env(&text, &built_in);
        check_size(n, &env);
        for warning in warnings(&env, Need::LEAST) {
            assert!(!warning.sentence(&env).is_empty(), "{n} {env:?}");
        }
    }
}

#[test]
fn no_map_breaks_anything_and_ram_only_shrinks() {
    for n in 0..20_000 {
        let mut mix = Mix(n);
        let entry = |mix: &mut Mix| Entry {
            start: Addr(mix.size()),
            size: Bytes(mix.size()),
            kind: Kind::from_number(u32::try_from(mix.next() % 7).unwrap()),
        };
        let entries = (0..mix.next() % 9).map(|_| entry(&mut mix)).collect();
        let (host, version) = (RawMap { entries }, mix.of(&BOUNDARIES).from);
        let limits = Limits {
            mem: mix.of(&[None, Some(Addr(mix.0)), Some(Addr(0))]),
            availmem: mix.of(&[None, Some(Bytes(mix.0 >> 20))]),
        };
        let below = mix.of(&[Below::Hardware, Below::AnotherHypervisor]);
        let map = processed(&host, version, limits, below);
        let shown = shown_to_dom0(&map, version, mix.of(&[Cpu::Amd, Cpu::Other]), below);
        assert!(map.ram_pages() <= host.resolved().ram_pages(), "{n} {host:?}");
        assert_eq!(shown.ram_pages(), map.ram_pages(), "{n} {host:?}");
        for region in map.regions() {
            let covers = |r: &sim::map::Region| {
                r.kind == region.kind && r.span.overlap(region.span) == Some(region.span)
            };
            assert!(shown.regions().iter().any(covers), "{n} {region:?}");
        }
    }
}
