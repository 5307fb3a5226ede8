//! Random worlds from a fixed seed, and a runner that shrinks a failing one.

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use sim::kernel::{Era, Ibft, Kernel, Layout, ReservationReply, Variant};
use sim::map::{Entry, Kind, RawMap};
use sim::span::Span;
use sim::units::{Addr, Bytes, Pages};
use sim::version::Version;
use tests::worlds::World;

const SEED: u64 = 0x6d30_6d65_6d6f_7279;

/// Checks so many random values; a failure names the seed and the smallest one found.
pub(crate) fn for_all<S: Strategy>(cases: u32, strategy: &S, check: fn(&S::Value)) {
    let mut bytes = [0; 32];
    bytes.iter_mut().zip(SEED.to_le_bytes()).for_each(|(to, from)| *to = from);
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, rng);
    let done = runner.run(strategy, |value| {
        check(&value);
        Ok(())
    });
    if let Err(error) = done {
        panic!("seed {SEED:#x}: {error}");
    }
}

/// Numbers of every length, and those at which the kernels turn.
fn number() -> impl Strategy<Value = u64> {
    prop_oneof![
        (any::<u64>(), 0..64_u32).prop_map(|(bits, shift)| bits >> shift),
        prop::sample::select(vec![0, 1, 0x9fc00, 0xa0000, 1 << 20, 1 << 32, 1 << 39, 1 << 46]),
        prop::sample::select(vec![u64::MAX, u64::MAX - 4095, 1 << 63, 1 << 52]),
    ]
}

/// How byte-exact a map is.
fn grain() -> impl Strategy<Value = u64> {
    prop::sample::select(vec![1, 512, 4096, 4096, 4096, 1 << 20])
}

fn kind() -> impl Strategy<Value = Kind> {
    (1..15_u32).prop_map(|n| Kind::from_number(if n < 9 { 1 } else { n - 8 }))
}

/// Entries in any order, overlapping, wrapping.
fn wild_map() -> impl Strategy<Value = Vec<Entry>> {
    let entry = (number(), number(), kind(), grain()).prop_map(|(start, size, kind, grain)| {
        let (start, size) = (start / grain * grain, size / grain * grain);
        Entry { start: Addr(start), size: Bytes(size), kind }
    });
    prop::collection::vec(entry, 0..12)
}

/// Entries one behind the other, with and without holes, as firmware lists them.
fn tidy_map() -> impl Strategy<Value = Vec<Entry>> {
    let step = (0..3_u32, 1..0x40_0000_u64, 0..20_u32, kind());
    (prop::collection::vec(step, 0..200), grain()).prop_map(|(steps, grain)| {
        let mut at = 0_u64;
        let tidy = |(hole, size, shift, kind): (u32, u64, u32, Kind)| {
            let start = at + u64::from(hole) * (size >> 3) / grain * grain;
            let end = start + ((size << shift) / grain + 1) * grain;
            at = end;
            Entry::new(Addr(start), Addr(end), kind)
        };
        steps.into_iter().map(tidy).collect()
    })
}

fn range() -> impl Strategy<Value = Option<Span<Addr>>> {
    let near = (0..0x400_0000_u64, 1..0x10_0000_u64);
    prop::option::of(near.prop_map(|(start, size)| (Addr(start), size)))
        .prop_map(|range| range.and_then(|(start, size)| Span::of(start, size)))
}

fn layout() -> impl Strategy<Value = Option<Layout>> {
    let placed = (range(), range(), range(), range());
    prop::option::of(placed.prop_map(|(kernel, initrd, start_info, page_tables)| Layout {
        kernel,
        initrd,
        start_info,
        page_tables,
    }))
}

fn release(variant: Variant, late: Ibft) -> Version {
    let (major, minor) = match variant.era() {
        Era::Classic | Era::HolesReleased => (2, 6),
        Era::Released => (3, 2),
        Era::Populated => (3, 16),
        Era::MovedNow => (3, 18),
        Era::MovedLate => (4, 2),
        Era::Checked if late == Ibft::On => (7, 3),
        Era::Checked => (4, 9),
    };
    Version::new(major, minor, 0)
}

/// A kernel with everything its set-up depends on.
pub(crate) fn world() -> impl Strategy<Value = World> {
    let host = prop_oneof![tidy_map(), wild_map()];
    let limit = prop_oneof![3 => Just(None), 1 => number().prop_map(Some)];
    let ibft = prop::sample::select(vec![Ibft::Off, Ibft::On]);
    let pages =
        prop_oneof![3 => (1..48_u32, any::<u64>()).prop_map(|(s, n)| n >> (16 + s)), 1 => number()];
    let variant = prop::sample::select(Variant::ALL.to_vec());
    (variant, host, pages, number(), limit, ibft, layout()).prop_map(
        |(variant, entries, pages, maximum, limit, ibft, layout)| {
            let mut kernel = Kernel::new(variant, release(variant, ibft));
            kernel.ibft = ibft;
            kernel.limit = limit.map_or(kernel.limit, Pages);
            let maximum = ReservationReply(maximum.cast_signed());
            World { kernel, host: RawMap { entries }, pages, maximum, layout }
        },
    )
}
