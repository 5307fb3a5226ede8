//! Facts that hold for every kernel on every map, however odd: unaligned edges,
//! wrapping ends, addresses at the top, up to 200 entries.
//!
//! Worlds are random from a fixed seed; a failure prints it with the smallest world
//! found. Nothing is written to disk.

#![allow(clippy::panic, reason = "a test fails by panicking")]

mod random;
mod rewrite;

use read::{Field, Form};
use sim::kernel::{Kernel, MemorySetup, ReservationReply, Variant};
use sim::map::{Entry, Map, RawMap};
use sim::span::{Address, Set, Span};
use sim::step::Phase;
use sim::units::{Pages, Pfn};
use sim::version::Version;
use tests::worlds::World;

use random::{for_all, world};

/// Pages no kernel sees beyond: 64 TiB.
const KNOWN: u64 = 1 << 34;

fn set(spans: &[Span<Pfn>]) -> Set<Pfn> {
    let mut set = Set::default();
    set.extend(spans.iter().copied());
    set
}

fn apart(a: &[Span<Pfn>], b: &[Span<Pfn>]) -> bool {
    let set = set(a);
    b.iter().all(|&span| set.within(span).next().is_none())
}

/// The spans as they are, which must be disjoint.
fn disjoint(spans: &[Span<Pfn>], what: &str) {
    let mut sorted = spans.to_vec();
    sorted.sort();
    assert!(sorted.windows(2).all(|w| w[0].end() <= w[1].start()), "{what} overlap: {spans:?}");
}

fn old(run: &MemorySetup) -> Vec<Span<Pfn>> {
    run.moved.iter().filter_map(|m| Span::of(m.from, m.pages.0)).collect()
}

fn new(run: &MemorySetup) -> Vec<Span<Pfn>> {
    run.moved.iter().filter_map(|m| Span::of(m.to, m.pages.0)).collect()
}

fn lists_are_sorted_and_joined(run: &MemorySetup) {
    for list in [&run.released, &run.identity, &run.populated] {
        assert!(list.windows(2).all(|w| w[0].end() < w[1].start()), "{list:?}");
    }
}

fn pages_are_conserved(world: &World, run: &MemorySetup) {
    let end = world.pages - run.released_pages().0 + run.populated_pages().0;
    assert_eq!(run.pages_end, Pages(end));
    let calls = run.hypercalls;
    assert_eq!(calls.decrease_reservation, run.released_pages().0);
    assert_eq!(calls.populate_physmap, run.populated_pages().0);
    if world.kernel.variant >= Variant::V612 {
        // The list holds the NVS pairs too, which come without a call here.
        return;
    }
    let hardware: u64 = run.nonram_moved.iter().map(|m| m.pages.0).sum();
    assert_eq!(calls.mmu_update, run.moved_pages().0 + hardware);
}

/// What gave its page away had one and gave it once; what got one had none.
fn each_frame_is_owned_once(world: &World, run: &MemorySetup) {
    if world.kernel.variant < Variant::V319 && world.kernel.limit.0 > 1 << 27 {
        // No build has such a limit, and the p2m of these cannot mark so far up.
        return;
    }
    let (old, new) = (old(run), new(run));
    assert!(run.moved.windows(2).all(|w| w[0].from < w[1].from), "{:?}", run.moved);
    disjoint(&old, "pages moved");
    disjoint(&new, "targets of moves");
    assert!(apart(&run.released, &old));
    let given = Span::new(Pfn(0), Pfn(world.pages));
    let inside = |span: &Span<Pfn>| given.is_some_and(|g| g.overlap(*span) == Some(*span));
    assert!(run.released.iter().chain(&old).all(inside));
    assert!(apart(&run.populated, &run.identity));
    let kept =
        sim::span::without(given.as_slice(), &sim::span::sorted_joined(both(&run.released, &old)));
    if counts_all(world) {
        assert!(apart(&kept, &new), "a page moved onto another");
        assert!(apart(&kept, &run.populated), "a page came where one was");
    }
}

/// Whether the kernel knows of all pages given: beyond its limit it lays others over.
fn counts_all(world: &World) -> bool {
    let limit = if world.kernel.variant < Variant::V43 { world.kernel.limit.0 } else { KNOWN };
    world.pages <= limit
}

fn both(a: &[Span<Pfn>], b: &[Span<Pfn>]) -> Vec<Span<Pfn>> {
    a.iter().chain(b).copied().collect()
}

/// The kernel sorts its table unless an entry of less than nothing keeps it from it.
fn the_table_is_sorted_where_the_kernel_sorts(run: &MemorySetup) {
    let table = &run.table.entries;
    if table.len() > 1 && table.iter().all(|e| e.end() >= e.start) {
        assert!(table.iter().all(|e| e.size.0 > 0));
        assert!(table.windows(2).all(|w| w[0].end() <= w[1].start), "{table:?}");
        let joined = |w: &[Entry]| w[0].end() == w[1].start && w[0].kind == w[1].kind;
        assert!(!table.windows(2).any(joined), "{table:?}");
    }
    assert!(table.len() <= 320 && run.extra.len() <= 128);
}

/// On maps of whole pages the balloon's regions are empty, apart and usable.
fn the_balloons_pages_are_free(world: &World, run: &MemorySetup) {
    let whole = |e: &Entry| (e.start.0 | e.size.0).is_multiple_of(4096) && e.end() >= e.start;
    if !world.host.entries.iter().all(whole) || !counts_all(world) {
        return;
    }
    let room: Vec<_> = run.extra.iter().filter_map(sim::kernel::ExtraRegion::span).collect();
    assert!(run.extra.iter().all(|e| e.pages > 0));
    disjoint(&room, "the balloon's regions");
    // 3.5 counts wrongly behind a gap, and beyond its limit a kernel forgets what it
    // has put there: both then see room where pages are.
    let (new, limit) = (new(run), Pfn(world.kernel.limit.0));
    let forgets = world.kernel.variant < Variant::V43
        && new.iter().chain(&run.populated).any(|s| s.end() > limit);
    if world.kernel.variant != Variant::V35 && !forgets {
        assert!(apart(&room, &new) && apart(&room, &run.populated));
    }
}

fn check_run(world: &World) {
    let run = world.run();
    lists_are_sorted_and_joined(&run);
    if run.panic.is_none() {
        pages_are_conserved(world, &run);
        the_balloons_pages_are_free(world, &run);
    }
    each_frame_is_owned_once(world, &run);
    the_table_is_sorted_where_the_kernel_sorts(&run);
    assert!(run.warnings.len() as u64 <= run.warnings_total.min(64));
    for message in &run.messages {
        assert!(!message.to_string().is_empty());
    }
}

#[test]
fn facts_hold_for_every_kernel_on_random_worlds() {
    for_all(20_000, &world(), check_run);
}

#[test]
fn a_region_off_its_page_costs_no_more_for_being_large() {
    let lines = |size: u64| {
        let odd = (4 << 30) + 0x800;
        let host = [(0, 4 << 30, 1), (odd, odd + size, 1)];
        let kernel = Kernel::new(Variant::V612, Version::new(6, 12, 0));
        let mut world = World::new(kernel, &host, 1 << 20);
        world.maximum = ReservationReply((1 << 20) + 5);
        world.run().messages
    };
    let (small, large) = (lines(1 << 30), lines(1 << 45));
    assert_eq!(small.len(), large.len());
    let count = |list: Vec<sim::kernel::Message>| {
        list.into_iter().map(|m| m.lines().count()).sum::<usize>()
    };
    // A line for each page but for those that still found room in the table.
    assert!(count(small) > (1 << 18) - 400);
}

/// A form with this world's map, as far as it can be typed.
fn form(world: &World) -> Form {
    let typed = |e: &&Entry| e.span().is_some_and(|s| s.end().0 <= read::e820::ADDRESS_END);
    let entries = world.host.entries.iter().filter(typed).take(read::e820::MAX_ENTRIES).copied();
    Form::default()
        .with(Field::E820, &read::e820::write(&RawMap { entries: entries.collect() }))
        .with(Field::NrPages, &(world.pages % KNOWN).to_string())
        .with(Field::Dom0Mem, "max:3G")
        .with(Field::Xen, "4.17")
        .with(Field::Linux, &world.kernel.release.to_string())
}

fn check_steps(world: &World) {
    let Ok(made) = form(world).read() else { return };
    let linux = made.config.linux;
    if linux.variant < Variant::V43 && world.pages % KNOWN > linux.limit.0 {
        // Frames beyond the build's limit have no number any more.
        return;
    }
    let boot = sim::simulate::simulate(&made.config);
    for step in &boot.steps {
        let (after, phase) = (&step.after, step.phase());
        let backed: Vec<_> = after.backing.iter().map(|b| b.span).collect();
        assert!(backed.windows(2).all(|w| w[0].end() <= w[1].start()), "{phase:?} {backed:?}");
        assert!(is_sorted(&after.machine), "{phase:?}");
        assert!(after.own.as_ref().is_none_or(|own| is_sorted(&own.map)), "{phase:?}");
        if phase <= Phase::ToolsReport {
            let given = after.allocation.map_or(0, |allocation| allocation.pages.0);
            assert_eq!(after.dom0_pages().0 + after.returned.0, given, "{phase:?}");
        }
    }
    let end = boot.end().map_or(0, |end| end.dom0_pages().0);
    if boot.outcome == sim::boot::Outcome::Up {
        assert!(end >= boot.kernel.pages_end.0);
    }
}

fn is_sorted<A: Address>(map: &Map<A>) -> bool {
    map.regions().windows(2).all(|w| w[0].span.end() <= w[1].span.start())
}

#[test]
fn facts_hold_after_every_step_of_random_boots() {
    for_all(3_000, &world(), check_steps);
}
