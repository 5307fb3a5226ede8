//! Whatever is typed on whatever host: nothing panics or overflows, and what the
//! specification says of every result holds.
//!
//! Inputs come from numbered streams, so a failing one is named by its number.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use sim::map::{Entry, Kind, RawMap};
use sim::step::MaxReservation;
use sim::units::{Addr, Bytes, MachineAddr, Pages};
use sim::xen::dom0_build::BuildMinimum;
use sim::xen::env::{self, Env, Initrd, Iommu, P2mNote, Shadow, Tables, Text};
use sim::xen::machine_map::{Cpu, Limits, Platform, processed, shown_to_dom0};
use sim::xen::reservation::{Size, dom0_size};
use sim::xen::warnings::warnings;
use sim::xen::{BOUNDARIES, Group};
use tests::dice::Dice;

/// Mostly plain numbers, sometimes the extremes.
fn size(dice: &mut Dice) -> u64 {
    let shift = dice.roll(64);
    let plain = dice.any() >> shift;
    dice.of(&[0, 1, 15, 1 << 18, 1 << 22, 1 << 28, u64::MAX, plain, plain, plain])
}

fn text(dice: &mut Dice) -> String {
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
    let pieces = dice.roll(12);
    (0..pieces).map(|_| dice.of(&PIECES)).collect()
}

fn env<'a>(dice: &mut Dice, text: &'a str, built_in: &'a str) -> Env<'a> {
    let typed = [Text::Absent, Text::Value(text), Text::Value(text), Text::Line(text)];
    let note = P2mNote::Absent {
        base: dice.of(&[Addr(0xffffffff80000000), Addr(0xc0000000), Addr(0)]),
        end: Addr(size(dice)),
        initrd: Bytes(size(dice)),
        placed: dice.of(&[Initrd::Mapped, Initrd::Unmapped]),
    };
    Env {
        version: dice.of(&BOUNDARIES).from,
        text: dice.of(&typed),
        built_in: dice.of(&["", built_in]),
        available: Pages(size(dice)),
        vcpus: u32::try_from(size(dice) >> 32).unwrap(),
        kind: dice.of(&[env::Kind::Pv64, env::Kind::Pv32, env::Kind::Pvh]),
        iommu: dice.of(&[Iommu::Off, Iommu::On, Iommu::Passthrough]),
        max_pdx: Pages(size(dice)),
        tables: dice.of(&[Tables::Shared, Tables::Apart]),
        shadow: dice.of(&[Shadow::Off, Shadow::On, Shadow::L1tf, Shadow::OnAndL1tf]),
        note: dice.of(&[P2mNote::Present, note]),
    }
}

fn check_size(n: u64, env: &Env<'_>) {
    let run = dom0_size(env);
    let Size::Pages(pages) = run.size else {
        assert_eq!(Group::of(env.version), Group::V3_4, "{n} {env:?}");
        return;
    };
    if env.note == P2mNote::Present && Group::of(env.version) > Group::V3_4 {
        assert!(pages <= run.spendable, "{n} {env:?} {run:?}");
        if let MaxReservation::Pages(limit) = run.maximum {
            assert!(pages <= limit, "{n} {env:?} {run:?}");
        }
    }
    if let MaxReservation::Pages(limit) = run.maximum {
        assert!(limit.0 < u64::from(u32::MAX), "{n} {env:?} {run:?}");
    }
}

#[test]
fn no_text_on_no_host_breaks_anything() {
    for n in 0..60_000 {
        let dice = &mut Dice::new(n);
        let (text, built_in) = (text(dice), text(dice));
        let env = env(dice, &text, &built_in);
        check_size(n, &env);
        for warning in warnings(&env, BuildMinimum::LEAST) {
            assert!(!words::sentence(&warning, &env).is_empty(), "{n} {env:?}");
        }
    }
}

#[test]
fn no_map_breaks_anything_and_ram_only_shrinks() {
    for n in 0..20_000 {
        let dice = &mut Dice::new(n);
        let entry = |dice: &mut Dice| Entry {
            start: Addr(size(dice)),
            size: Bytes(size(dice)),
            kind: Kind::from_number(u32::try_from(dice.roll(7)).unwrap()),
        };
        let entries = (0..dice.roll(9)).map(|_| entry(dice)).collect();
        let (host, version) = (RawMap { entries }, dice.of(&BOUNDARIES).from);
        let (mem, availmem) = (MachineAddr(dice.any()), Bytes(dice.any() >> 20));
        let limits = Limits {
            mem: dice.of(&[None, Some(mem), Some(MachineAddr(0))]),
            availmem: dice.of(&[None, Some(availmem)]),
        };
        let below = dice.of(&[Platform::BareMetal, Platform::Nested]);
        let map = processed(&host, version, limits, below);
        let shown = shown_to_dom0(&map, version, dice.of(&[Cpu::Amd, Cpu::Other]), below);
        assert!(map.ram_pages() <= host.resolved().ram_pages(), "{n} {host:?}");
        assert_eq!(shown.ram_pages(), map.ram_pages(), "{n} {host:?}");
        for region in map.regions() {
            let covers = |r: &sim::map::Region<MachineAddr>| {
                r.kind == region.kind && r.span.overlap(region.span) == Some(region.span)
            };
            assert!(shown.regions().iter().any(covers), "{n} {region:?}");
        }
    }
}
