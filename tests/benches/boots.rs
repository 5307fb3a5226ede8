//! What a boot costs: every variant's set-up, and whole boots of every era, on hosts
//! of 64 GiB and 1 TiB, with and without `max:`, with 12 and with 128 regions.
//!
//! Prints lines `name value unit`, among them the ratios between sizes, each pair from one
//! run and taken in turns. With an argument it prints divan's table of the benches that the
//! argument names: `cargo bench -p dom0-tests --bench boots -- whole_boot`. No test asserts
//! a time; the aim is below 20 µs at 12 regions and below 200 µs at 128, and ratios of at
//! most 1.2.

use std::fmt;
use std::hint::black_box;
use std::time::Instant;

use divan::Bencher;
use sim::config::Config;
use sim::kernel::{Input, Kernel, MemorySetup, ReservationReply, Variant, set_up};
use sim::map::{Entry, Kind, RawMap};
use sim::simulate::simulate;
use sim::units::{Addr, Pages};
use tests::worlds::kernel;

const GIB: u64 = 1 << 30;
const TIB: u64 = 1 << 40;
/// Rounds of a ratio; the median counts.
const ROUNDS: usize = 301;

/// A host and what dom0 is asked to have.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Case {
    host: u64,
    regions: u64,
    dom0: u64,
    max: Max,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Max {
    Typed,
    LeftOut,
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let max = if self.max == Max::Typed { "with max:" } else { "without" };
        write!(f, "{:5} GiB {:3} regions {max}", self.host / GIB, self.regions)
    }
}

const fn case(host: u64, regions: u64, max: Max) -> Case {
    Case { host, regions, dom0: 4 * GIB, max }
}

const CASES: [Case; 8] = [
    case(64 * GIB, 12, Max::Typed),
    case(64 * GIB, 12, Max::LeftOut),
    case(TIB, 12, Max::Typed),
    case(TIB, 12, Max::LeftOut),
    case(64 * GIB, 128, Max::Typed),
    case(64 * GIB, 128, Max::LeftOut),
    case(TIB, 128, Max::Typed),
    case(TIB, 128, Max::LeftOut),
];

/// A release of every era.
const ERAS: [&str; 7] = ["2.6.18", "3.0.5", "3.2", "3.6", "3.18", "4.2", "6.12"];

/// RAM to 3 GiB cut by reserved regions and holes, the rest above 4 GiB.
fn machine(case: Case) -> RawMap {
    let low = (3 * GIB).min(case.host / 2);
    let step = low / case.regions / 4096 * 4096;
    let kinds = [Kind::Usable, Kind::Reserved, Kind::Usable, Kind::AcpiData];
    let piece = |(i, kind): (u64, Kind)| {
        // Every fourth region leaves a hole behind it.
        let end = (i + 1) * step - if i % 4 == 3 { step / 2 / 4096 * 4096 } else { 0 };
        Entry::new(Addr(i * step), Addr(end), kind)
    };
    let pieces = (0..case.regions - 1).zip(kinds.into_iter().cycle()).map(piece);
    let high = Entry::new(Addr(4 * GIB), Addr(4 * GIB + case.host - low), Kind::Usable);
    RawMap { entries: pieces.chain([high]).collect() }
}

fn run(kernel: Kernel, host: &RawMap, case: Case) -> MemorySetup {
    let pages = Pages(case.dom0 >> 12);
    let no_limit = ReservationReply(i64::from(u32::MAX));
    let maximum = if case.max == Max::Typed {
        ReservationReply((case.dom0 >> 12).cast_signed())
    } else {
        no_limit
    };
    set_up(&Input { kernel, host, pages, maximum, layout: None })
}

fn config(release: &str, case: Case) -> Option<Config> {
    let gib = case.dom0 / GIB;
    let option =
        if case.max == Max::Typed { format!("{gib}G,max:{gib}G") } else { format!("{gib}G") };
    let xen = sim::version::Version::new(4, 17, 0);
    Some(Config::new(machine(case), Some(option), xen, kernel(release)?))
}

/// All variants with all cases.
fn set_ups() -> Vec<SetUp> {
    let all = Variant::ALL.into_iter();
    all.flat_map(|variant| CASES.map(|case| SetUp { variant, case })).collect()
}

struct SetUp {
    variant: Variant,
    case: Case,
}

impl fmt::Display for SetUp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.variant.key(), self.case)
    }
}

#[divan::bench(args = set_ups(), max_time = 0.02)]
fn kernel_set_up(bencher: Bencher<'_, '_>, what: &SetUp) {
    let kernel = Kernel::new(what.variant, sim::version::Version::new(6, 12, 0));
    let host = machine(what.case);
    let counted = bencher.counter(divan::counter::ItemsCount::new(1_u32));
    counted.bench(|| run(black_box(kernel), black_box(&host), what.case));
}

/// A release with a case.
struct Whole {
    release: &'static str,
    case: Case,
}

impl fmt::Display for Whole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.release, self.case)
    }
}

fn wholes() -> Vec<Whole> {
    ERAS.into_iter().flat_map(|release| CASES.map(|case| Whole { release, case })).collect()
}

#[divan::bench(args = wholes(), max_time = 0.05)]
fn whole_boot(bencher: Bencher<'_, '_>, what: &Whole) {
    let Some(config) = config(what.release, what.case) else { return };
    let counted = bencher.counter(divan::counter::ItemsCount::new(1_u32));
    counted.bench(|| simulate(black_box(&config)));
}

/// Median nanoseconds of both, measured in turns.
fn in_turns(mut a: impl FnMut(), mut b: impl FnMut()) -> [u128; 2] {
    let (mut first, mut second) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        for (f, times) in [(&mut a as &mut dyn FnMut(), &mut first), (&mut b, &mut second)] {
            let start = Instant::now();
            (0..8).for_each(|_| f());
            times.push(start.elapsed().as_nanos() / 8);
        }
    }
    [first, second].map(|mut times| {
        times.sort_unstable();
        times.get(ROUNDS / 2).copied().unwrap_or(0)
    })
}

/// Prints what `large` and `small` cost, both the kernel's set-up alone and whole boots, and
/// how much more the large one costs.
fn compare(release: &str, regions: u64, [large, small]: [(&str, Case); 2]) {
    let Some(kernel) = kernel(release) else { return };
    let hosts = [large, small].map(|(_, case)| machine(case));
    let set_ups = in_turns(
        || drop(black_box(run(kernel, &hosts[0], large.1))),
        || drop(black_box(run(kernel, &hosts[1], small.1))),
    );
    let (Some(one), Some(two)) = (config(release, large.1), config(release, small.1)) else {
        return;
    };
    let boots = in_turns(|| drop(black_box(simulate(&one))), || drop(black_box(simulate(&two))));
    for (what, [more, less]) in [("set-up", set_ups), ("boot", boots)] {
        let name = format!("native-{what}-{release}-{regions}-regions");
        println!("{name}-{} {more} ns", large.0);
        println!("{name}-{} {less} ns", small.0);
        let hundredths = more * 100 / less.max(1);
        let [whole, rest] = [hundredths / 100, hundredths % 100];
        println!("{name}-{}-to-{} {whole}.{rest:02} times", large.0, small.0);
    }
}

fn main() {
    if std::env::args().skip(1).any(|given| given != "--bench") {
        divan::main();
        return;
    }
    for release in ERAS {
        for regions in [12, 128] {
            let free = |host| case(host, regions, Max::LeftOut);
            compare(release, regions, [("1tib", free(TIB)), ("64gib", free(64 * GIB))]);
            let giant = Case { dom0: TIB, ..free(16 * TIB) };
            // Dom0 covers all the cut-up RAM below in both, so as many gaps are emptied.
            let tiny = Case { dom0: 2 * GIB, ..free(4 * GIB) };
            compare(release, regions, [("16tib", giant), ("4gib", tiny)]);
        }
    }
}

/// A paste of 1 MiB: consoles one after the other, read once and compared once. The aim is
/// below 100 ms in a browser.
#[divan::bench]
fn paste_of_one_mib(bencher: Bencher<'_, '_>) {
    let consoles = tests::pastes::texts("consoles").unwrap_or_default();
    let text: String = consoles.iter().cycle().map(|(_, text)| text.as_str()).take(40).collect();
    let mib = text.get(..1 << 20).unwrap_or(&text);
    bencher.bench(|| black_box(read::log::read(black_box(mib))));
}
