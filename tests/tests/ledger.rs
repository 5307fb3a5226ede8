//! The ledger's sum on random machines, and what contradictory facts do to it.

#![allow(clippy::unwrap_used)]

use read::Field;
use sim::balloon::{Balloon, Target};
use sim::boot::{Boot, Outcome};
use sim::config::Config;
use sim::kernel::{Era, Kernel, Variant};
use sim::ledger::{Account, Confidence, Ledger, MemTotalGap, not_ram_rows};
use sim::map::{Entry, Kind, RawMap};
use sim::memory::Facts;
use sim::simulate::simulate;
use sim::units::{Addr, Bytes, Pages};
use sim::version::Version;

use tests::booted::preset_booted;
use tests::dice::Dice;

/// Printed with every failure.
const SEED: u64 = 0x1d9f_2ab3_77c5_e401;

const MIB: u64 = 256;
const KINDS: [Kind; 6] =
    [Kind::Usable, Kind::Usable, Kind::Reserved, Kind::AcpiData, Kind::AcpiNvs, Kind::Unusable];

/// One of three times a number below `sides`.
fn sometimes(dice: &mut Dice, sides: u64) -> Option<u64> {
    (dice.roll(3) == 0).then(|| dice.roll(sides))
}

/// RAM below and above a hole, with up to eight more entries of any kind, some of which
/// overlap or end inside a page.
fn machine(dice: &mut Dice) -> RawMap {
    let page = |pfn: u64| Addr(pfn << 12);
    let low = 1 << (14 + dice.roll(5));
    let bits = 17 + dice.roll(8);
    let high = dice.roll(1 << bits);
    let mut entries = vec![
        Entry::new(Addr(0), Addr(0x9f000 + dice.roll(0x1000)), Kind::Usable),
        Entry::new(Addr(0xf0000), Addr(0x100000), Kind::Reserved),
        Entry::new(Addr(0x100000), page(0x100 + low), Kind::Usable),
        Entry::new(page(1 << 20), page((1 << 20) + 1 + high), Kind::Usable),
    ];
    for _ in 0..dice.roll(9) {
        let start = dice.roll((1 << 20) + high);
        let bits = dice.roll(15);
        let end = start + 1 + dice.roll(1 << bits);
        let inside = if dice.roll(4) == 0 { dice.roll(4096) } else { 0 };
        let kind = dice.of(&KINDS);
        entries.push(Entry::new(Addr((start << 12) + inside), page(end), kind));
    }
    RawMap { entries }
}

const OPTIONS: [&str; 12] = [
    "",
    "64M",
    "512M",
    "1G",
    "2G",
    "4G",
    "2G,max:2G",
    "1G,max:4G",
    "max:1G",
    "-1G",
    "50%",
    "min:1G,max:8G",
];

fn config(dice: &mut Dice, variant: Variant) -> Config {
    let text = dice.of(&OPTIONS);
    let xen = dice.of(&[(3, 4), (4, 1), (4, 8), (4, 14), (4, 17), (4, 20)]);
    let linux = Kernel::new(variant, release(variant));
    let option = (!text.is_empty()).then(|| text.to_owned());
    let xen = Version::new(xen.0, xen.1, 2);
    let target = if dice.roll(4) == 0 { Target::Initial } else { Target::None };
    Config {
        pages_given: sometimes(dice, 1 << 21).map(Pages),
        vcpus: 1 + u32::try_from(dice.roll(8)).unwrap(),
        balloon: Balloon { target, ..Balloon::default() },
        facts: Facts {
            kernel_image: sometimes(dice, 200 * MIB).map(|n| Pages(n).bytes()),
            swiotlb: sometimes(dice, 200).map(|n| Bytes(n << 20)),
            installed: sometimes(dice, 1 << 22).map(Pages),
            mem_total: sometimes(dice, 1 << 20).map(Pages),
        },
        ..Config::new(machine(dice), option, xen, linux)
    }
}

/// A release that behaves as the variant, for rules that go by number.
fn release(variant: Variant) -> Version {
    let v = Version::new;
    match variant {
        Variant::Classic => v(2, 6, 18),
        Variant::Pvops2632 => v(2, 6, 32),
        Variant::V2637 => v(2, 6, 37),
        Variant::V2639 => v(2, 6, 39),
        Variant::V30 => v(3, 0, 1),
        Variant::V305 => v(3, 0, 8),
        Variant::V31 => v(3, 1, 3),
        Variant::V32 => v(3, 2, 0),
        Variant::V33 => v(3, 3, 8),
        Variant::V34Stable => v(3, 4, 111),
        Variant::V35 => v(3, 5, 0),
        Variant::V36 => v(3, 6, 0),
        Variant::V311 => v(3, 10, 99),
        Variant::V316 => v(3, 16, 0),
        Variant::V318 => v(3, 18, 0),
        Variant::V319 => v(4, 1, 3),
        Variant::V43 => v(4, 3, 0),
        Variant::V44 => v(4, 4, 0),
        Variant::V46 => v(6, 1, 0),
        Variant::V68 => v(6, 8, 1),
        Variant::V612 => v(6, 12, 0),
    }
}

/// After every step: the rows sum to the machine's RAM, dom0's rows to its pages, and
/// no page is made or lost.
fn check_sums(boot: &Boot, what: &str) {
    for (i, step) in boot.steps.iter().enumerate() {
        let (world, ledger) = (&step.after, Ledger::of(boot, i));
        let told = format!("{what} {:?} {:?}", step.phase(), boot.config);
        assert_eq!(ledger.total(), world.machine.ram_pages(), "{told}");
        assert_eq!(ledger.dom0(), world.dom0_pages(), "{told}");
        assert_eq!(ledger.rows().len(), Account::ALL.len(), "{told}");
        assert!(ledger.rows().iter().all(|r| r.pages <= ledger.total()), "{told}");
        let mut last = 0;
        for b in &world.backing {
            assert!(last <= b.span.start().0, "{told}");
            last = b.span.end().0;
        }
        let given = world.allocation.map_or(Pages::ZERO, |g| g.pages);
        let taken = world.pages_with(sim::step::Backing::Ballooned);
        assert!(world.dom0_pages().plus(world.returned) <= given.plus(taken), "{told}");
        if taken.is_zero() {
            assert_eq!(world.dom0_pages().plus(world.returned), given, "{told}");
        }
    }
    let explained = Ledger::at_end(boot).pages(Account::Unexplained);
    let typed = boot.config.facts.mem_total.is_some() && boot.outcome == Outcome::Up;
    assert!(typed || explained.is_zero(), "{what}");
}

fn check_era(era: Era) {
    let variants: Vec<Variant> = Variant::ALL.into_iter().filter(|v| v.era() == era).collect();
    let mut dice = Dice::new(SEED);
    let (mut up, mut unexplained) = (0, 0);
    for n in 0..10_000 {
        let variant = dice.of(&variants);
        let boot = simulate(&config(&mut dice, variant));
        check_sums(&boot, &format!("seed {SEED:x}, machine {n}"));
        words::ledger_rows(&boot, usize::MAX);
        words::not_ram_rows(&boot);
        assert!(!words::headline(&boot).is_empty());
        up += usize::from(boot.outcome == Outcome::Up);
        unexplained += usize::from(matches!(MemTotalGap::of(&boot), MemTotalGap::Less(_)));
    }
    // The machines are worth something: many come up, some with a remainder.
    assert!(up > 2000 && unexplained > 20, "{up} {unexplained}");
}

macro_rules! eras {
    ($($name:ident: $era:ident),*) => {$(
        #[test]
        fn $name() {
            check_era(Era::$era);
        }
    )*};
}
eras! {
    ten_thousand_machines_of_the_classic_era_add_up: Classic,
    ten_thousand_machines_of_era_1_add_up: HolesReleased,
    ten_thousand_machines_of_era_2_add_up: Released,
    ten_thousand_machines_of_era_3_add_up: Populated,
    ten_thousand_machines_of_3_18_add_up: MovedNow,
    ten_thousand_machines_of_3_19_to_4_2_add_up: MovedLate,
    ten_thousand_machines_of_era_5_add_up: Checked
}

/// The boot of 3.2 with 4 GiB on an 8 GiB host: what its log prints, typed.
const LOGGED: [(Field, &str); 4] = [
    (Field::Linux, "3.2"),
    (Field::KernelImage, "2833K"),
    (Field::Swiotlb, "64M"),
    (Field::MemTotal, "1859100K"),
];

#[test]
fn a_typed_mem_total_is_explained_to_the_page_or_a_row_says_what_is_left() {
    let boot = preset_booted("q35-8g-3.2", &LOGGED);
    let ledger = Ledger::at_end(&boot);
    let left = ledger.pages(Account::Unexplained);
    assert!(left < Pages(75), "{left:?}");
    let less =
        preset_booted("q35-8g-3.2", &[&LOGGED[..3], &[(Field::MemTotal, "1800000K")]].concat());
    let row = Ledger::at_end(&less).pages(Account::Unexplained);
    let by = (1_859_100 - 1_800_000) / 4;
    assert_eq!(row, left.plus(Pages(by)));
    assert!(words::ledger_rows(&less, usize::MAX).iter().any(|r| r.id == "unexplained"));
    let more =
        preset_booted("q35-8g-3.2", &[&LOGGED[..3], &[(Field::MemTotal, "1900000K")]].concat());
    assert_eq!(Ledger::at_end(&more).pages(Account::Unexplained), Pages::ZERO);
    assert!(matches!(MemTotalGap::of(&more), MemTotalGap::More(_)));
    // The kernel image and the buffer were typed, so hardly an estimate is left to be wrong.
    assert!(words::disagreement(&more).unwrap().contains("Check `dom0_mem=`"));
    let open = [(Field::KernelImage, ""), (Field::Swiotlb, ""), (Field::MemTotal, "1865000K")];
    let guessed = preset_booted("q35-8g-3.2", &open);
    assert!(
        words::disagreement(&guessed).unwrap().contains("too large"),
        "{:?}",
        words::disagreement(&guessed)
    );
    let usable = |boot: &Boot| {
        let ledger = Ledger::at_end(boot);
        ledger.rows().iter().find(|row| row.account == Account::Usable).unwrap().sure
    };
    assert_eq!(usable(&more), Confidence::Estimated);
}

#[test]
fn typed_facts_replace_estimates_and_say_so() {
    let sure = |boot: &Boot, account| {
        Ledger::at_end(boot).rows().iter().find(|r| r.account == account).unwrap().sure
    };
    let told = preset_booted("q35-8g-3.2", &LOGGED);
    assert_eq!(sure(&told, Account::KernelImage), Confidence::Exact);
    assert_eq!(sure(&told, Account::Swiotlb), Confidence::Exact);
    assert_eq!(sure(&told, Account::Other), Confidence::Estimated);
    let open = [(Field::KernelImage, ""), (Field::Swiotlb, "")];
    assert_eq!(
        sure(&preset_booted("q35-8g-3.2", &open), Account::KernelImage),
        Confidence::Estimated
    );
}

#[test]
fn facts_that_contradict_each_other_are_an_outcome_and_never_a_negative_row() {
    let outcome = |changes: &[(Field, &str)]| {
        let boot = preset_booted("q35-8g-3.2", changes);
        check_sums(&boot, "contradictory");
        assert_ne!(boot.outcome, Outcome::Up, "{changes:?}");
        words::headline(&boot)
    };
    let image = outcome(&[(Field::KernelImage, "5G")]);
    assert!(
        image.contains("too small for kernel image”. Kernel and initrd need about 8\u{a0}GiB"),
        "{image}"
    );
    let image = outcome(&[(Field::KernelImage, "5G"), (Field::NrPages, "1048576")]);
    assert!(
        image.starts_with("This dom0 would not boot: its kernel image needs 5\u{a0}GiB"),
        "{image}"
    );
    let image = outcome(&[(Field::KernelImage, "1900M")]);
    assert!(image.starts_with("This dom0 would not boot"), "{image}");
    let buffers = outcome(&[(Field::Swiotlb, "2G")]);
    assert!(buffers.contains("swiotlb"), "{buffers}");
    let pages = outcome(&[(Field::NrPages, "3000000")]);
    assert!(pages.contains("Not enough RAM"), "{pages}");
}

#[test]
fn firmwares_share_is_told_only_where_the_installed_size_is() {
    let kept = |host: &str| {
        let boot = preset_booted("q35-8g-3.2", &[(Field::HostMem, host)]);
        not_ram_rows(&boot).iter().any(|row| row.what == sim::ledger::NotRam::Firmware)
    };
    assert!(kept("8G") && !kept("") && !kept("4G"));
    assert!(
        !words::not_ram_rows(&preset_booted("server-64g", &[])).iter().any(|r| r.id == "firmware")
    );
}

/// Every row says how it comes about, with the run's own numbers.
#[test]
fn each_row_names_its_formula_and_the_tool_that_shows_it() {
    let boot = preset_booted("server-64g", &[]);
    let rows = words::ledger_rows(&boot, usize::MAX);
    let plain = |text: &str| text.replace('\u{202f}', "");
    let why = |id: &str| plain(&rows.iter().find(|r| r.id == id).unwrap().why);
    assert!(why("struct-page").contains("344 sections") && why("struct-page").contains("64 bytes"));
    assert!(why("page-tables").contains("8 bytes per mapped page (11270016,"));
    assert!(why("p2m").contains("dom0’s 1048576 pages"));
    assert!(why("hashes").contains("64 MiB for dentries and 32 MiB for inodes"));
    assert!(why("kernel-image").contains("as printed by Linux 3.2"));
    assert!(why("other").contains("a minimal build of Linux 3.2 and a distribution’s 5.10"));
    assert!(why("xen-itself").contains("44 bytes") && why("xen-itself").contains("0.1 % of RAM"));
    let with_iommu = preset_booted("server-64g", &[(Field::Iommu, "on")]);
    let rows = words::ledger_rows(&with_iommu, usize::MAX);
    let itself = rows.iter().find(|r| r.id == "xen-itself").unwrap();
    assert!(itself.why.contains("IOMMU’s page tables") && itself.why.contains("0.2 % of RAM"));
    let rows =
        words::ledger_rows(&preset_booted("server-64g", &[(Field::Linux, "7.1")]), usize::MAX);
    let hashes = rows.iter().find(|r| r.id == "hashes").unwrap();
    assert!(hashes.sure == "estimated" && hashes.why.contains("the rule of 6.18"));
    let shown = |id: &str| rows.iter().find(|r| r.id == id).unwrap().shown_by.as_str();
    assert!(shown("usable").contains("free") && shown("xen-free").contains("xl info"));
    let rows = words::ledger_rows(&boot, usize::MAX);
    let total: u64 = rows.iter().map(|r| plain(&r.pages).parse::<u64>().unwrap()).sum();
    assert_eq!(Pages(total), Ledger::at_end(&boot).total());
}
