//! The functions that a fuzzer calls with bytes: one for each reader of text, and one for
//! the kernels' setup itself.
//!
//! Each panics if something is wrong, and does nothing else. The fuzz package runs them at
//! length; `fuzz_seeds` runs them on the committed seeds and on mutations of them.

#![allow(clippy::missing_panics_doc, reason = "a target panics to say that something is wrong")]

use read::{Field, Form, e820, link, size, version};
use sim::boot::Boot;
use sim::kernel::release::{Flavour, Support, of};
use sim::kernel::{Ibft, Kernel, Layout, ReservationReply, Variant};
use sim::map::{Entry, Kind, RawMap};
use sim::simulate::simulate;
use sim::span::Span;
use sim::units::{Addr, Bytes, Pages};

use sim::xen::autoballoon::autoballoon;
use sim::xen::dom0_build::BuildMinimum;
use sim::xen::env::{Env, Text};
use sim::xen::groups::what_each_group_makes_of;
use sim::xen::intent::Intent;
use sim::xen::warnings::warnings;
use sim::xen::{BOUNDARIES, Group};

use crate::worlds::World;

/// A target: its name, its function, and the number of mutated seeds that a test runs.
pub struct FuzzTarget {
    /// The name of its fuzz target and of its folder of seeds.
    pub name: &'static str,
    /// The function to run on bytes.
    pub run: fn(&[u8]),
    /// Number of mutated inputs that a test makes from each seed.
    pub rounds: u64,
}

/// All targets.
pub const TARGETS: [FuzzTarget; 10] = [
    FuzzTarget { name: "map", run: map, rounds: 400 },
    FuzzTarget { name: "dom0_mem", run: dom0_mem, rounds: 300 },
    FuzzTarget { name: "link", run: link, rounds: 400 },
    FuzzTarget { name: "version", run: version, rounds: 2000 },
    FuzzTarget { name: "size", run: size, rounds: 2000 },
    FuzzTarget { name: "form", run: form, rounds: 6 },
    FuzzTarget { name: "kernel", run: kernel, rounds: 4000 },
    FuzzTarget { name: "log", run: crate::log_targets::log, rounds: 150 },
    FuzzTarget { name: "changed_log", run: crate::log_targets::changed_log, rounds: 60 },
    FuzzTarget { name: "hostile", run: crate::hostile::hostile, rounds: 2 },
];

/// Runs the target of this name, which exists.
pub fn run(name: &str, data: &[u8]) {
    let target = TARGETS.iter().find(|target| target.name == name);
    assert!(target.is_some(), "no target is called {name}");
    if let Some(target) = target {
        (target.run)(data);
    }
}

/// A release of every era.
const RELEASES: [&str; 8] = ["2.6.18", "2.6.32", "3.0.5", "3.2", "3.6", "3.18", "4.2", "6.12"];

/// Memory of the toy host of `dom0_mem`.
const AVAILABLE: Pages = Pages(1 << 22);

/// A map reads or returns an error; a map that was read is written and read back unchanged,
/// and every kernel accepts it.
pub fn map(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let host = match e820::parse(&text) {
        Ok(host) => host,
        Err(error) => return assert!(error.to_string().len() > 10),
    };
    assert_eq!(e820::parse(&e820::write(&host)), Ok(host.clone()));
    let regions = host.resolved();
    assert!(regions.regions().windows(2).all(|w| w[0].span.end() <= w[1].span.start()));
    for variant in Variant::ALL {
        let kernel = Kernel::new(variant, sim::version::Version::new(7, 3, 0));
        let maximum = ReservationReply(1 << 20);
        let world = World { kernel, host: host.clone(), pages: 1 << 18, maximum, layout: None };
        world.run();
    }
}

/// Every group of Xen reads any option, and every text about it is a sentence.
pub fn dom0_mem(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let spendable = AVAILABLE;
    for boundary in BOUNDARIES {
        for typed in [Text::Value(&text), Text::Line(&text)] {
            let env = Env::plain(boundary.from, typed, spendable);
            for warning in warnings(&env, BuildMinimum::LEAST) {
                assert!(!words::sentence(&warning, &env).is_empty());
            }
        }
        autoballoon(boundary.from, data);
        let said = Intent::of(data);
        let intent = Intent { max: said.max.or(said.decisive(spendable)), ..said };
        if let Some(cured) = intent.written(boundary.group, spendable) {
            let env = Env::plain(boundary.from, Text::Value(&cured), spendable);
            assert_eq!(Group::of(env.version), boundary.group);
        }
    }
    let env = Env::plain(sim::xen::NEWEST, Text::Value(&text), spendable);
    assert_eq!(what_each_group_makes_of(&env, BuildMinimum::LEAST).len(), BOUNDARIES.len());
}

/// A link is data: it decodes, and its contents survive another link, except texts that may
/// be part of a log: those are left out.
pub fn link(data: &[u8]) {
    let decoded = link::decode(&String::from_utf8_lossy(data));
    let written = link::encode(&decoded.form, &decoded.step);
    if written.len() < 1 << 15 {
        let again = link::decode(&written);
        let long = decoded.form.get(Field::Dom0Mem).lines().any(|line| line.len() > 64);
        if let (Ok(form), false) = (decoded.form.read(), long) {
            assert_eq!(Ok(form), again.form.read());
        }
        assert_eq!(again.step, decoded.step);
        assert_eq!(again.unknown, Vec::<String>::new());
    }
}

/// A release reads or returns an error with advice; a kernel's variant fits its number.
pub fn version(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    for flavour in [None, Some(Flavour::Pvops), Some(Flavour::Classic)] {
        match version::linux(&text, flavour) {
            Ok(linux) => {
                let told = of(linux.kernel.release, Flavour::Pvops);
                let classic = linux.kernel.variant.is_classic();
                assert!(classic || matches!(told, Support::Dom0(k, _) if k == linux.kernel));
            }
            Err(error) => assert!(error.to_string().contains("write")),
        }
    }
    match version::xen(&text) {
        Ok(xen) => assert!(xen >= sim::xen::OLDEST),
        Err(error) => assert!(error.to_string().contains("write")),
    }
}

/// An amount reads or returns an error with advice.
pub fn size(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    for read in [size::memory(&text), size::page_count(&text)] {
        match read {
            Ok(pages) => assert!(pages > Pages::ZERO && pages <= size::MOST),
            Err(error) => assert!(error.to_string().contains("write")),
        }
    }
}

/// Whatever the form contains, every era boots it or reports an error.
pub fn form(data: &[u8]) {
    let form = link::decode(&String::from_utf8_lossy(data)).form;
    if form.read().is_err() {
        // Another kernel only removes errors of the kernel field.
        let form = form.with(Field::Linux, "3.2");
        return form.read().map_or((), |_| ());
    }
    story(&form);
    for release in RELEASES {
        story(&form.clone().with(Field::Linux, release));
    }
}

fn story(form: &Form) {
    let Ok(made) = form.read() else { return };
    let boot: Boot = simulate(&made.config);
    assert!(!boot.steps.is_empty());
    for (step, s) in boot.steps.iter().enumerate() {
        assert!(!words::caption(s, &boot).is_empty());
        assert!(!words::title(s.phase(), &boot).is_empty());
        let ledger = sim::ledger::Ledger::of(&boot, step);
        let sum: Pages = ledger.rows().iter().map(|row| row.pages).sum();
        assert_eq!(sum, ledger.total());
    }
    assert!(!words::headline(&boot).is_empty());
    words::rows(&boot);
    words::xen::option_warnings(&boot);
    words::groups::group_rows(&boot);
    assert!(!words::advice::texts(&sim::what_if::Comparisons::of(&boot)).lead.is_empty());
}

/// The setup on any numbers at all.
pub fn kernel(data: &[u8]) {
    let mut numbers = Numbers(data);
    let variant = numbers.index(Variant::ALL.len());
    let Some(&variant) = Variant::ALL.get(variant) else { return };
    let mut kernel = Kernel::new(variant, RELEASE_OF_ANY[numbers.index(RELEASE_OF_ANY.len())]);
    kernel.ibft = if numbers.index(2) == 0 { Ibft::Off } else { Ibft::On };
    if numbers.index(4) == 0 {
        kernel.limit = Pages(numbers.next());
    }
    let maximum = ReservationReply(numbers.next().cast_signed());
    let pages = numbers.next();
    let placed = numbers.index(2) == 0;
    let mut range = || Span::of(Addr(numbers.next()), numbers.next());
    let layout =
        Layout { kernel: range(), initrd: range(), start_info: range(), page_tables: range() };
    let mut entries = Vec::new();
    while !numbers.0.is_empty() && entries.len() < 200 {
        let kind = Kind::from_number(u32::try_from(numbers.index(8)).unwrap_or(0));
        let (start, size) = (Addr(numbers.next()), Bytes(numbers.next()));
        entries.push(Entry { start, size, kind });
    }
    let host = RawMap { entries };
    let run = World { kernel, host, pages, maximum, layout: placed.then_some(layout) }.run();
    assert!(run.table.entries.len() <= 321);
    run.messages.iter().for_each(|m| assert!(!m.to_string().is_empty()));
}

const fn v(major: u32, minor: u32) -> sim::version::Version {
    sim::version::Version::new(major, minor, 0)
}

const RELEASE_OF_ANY: [sim::version::Version; 4] = [v(3, 2), v(3, 16), v(4, 9), v(7, 3)];

/// Numbers from bytes: the first byte of each gives the number of bytes that follow and how
/// to read them.
struct Numbers<'a>(&'a [u8]);

impl Numbers<'_> {
    fn byte(&mut self) -> u8 {
        let (first, rest) = self.0.split_first().unwrap_or((&0, &[]));
        self.0 = rest;
        *first
    }

    fn index(&mut self, below: usize) -> usize {
        usize::from(self.byte()) % below
    }

    /// Up to 8 bytes, whole pages or byte-exact, counted from the bottom or from the top.
    fn next(&mut self) -> u64 {
        let how = self.byte();
        let number = (0..how % 9).fold(0, |n: u64, _| n << 8 | u64::from(self.byte()));
        let scaled = if how & 64 == 0 { number << 12 } else { number };
        if how & 128 == 0 { scaled } else { !scaled }
    }
}
