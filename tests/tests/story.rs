//! Facts of the story for machines a log or the article names.

#![allow(clippy::unwrap_used)]

use read::presets::PRESETS;
use read::{Field, Form};
use sim::boot::{Boot, PagesOrigin};
use sim::ledger::{Account, Ledger};
use sim::step::{Backing, MaxReservation, Phase};
use sim::units::Pages;
use sim::what_if::Comparisons;
use sim::what_if::scenarios::{Scenarios, Shares};

use sim::xen::dom0_build::BuildResult;
use tests::booted::{boot_of, preset_booted};

#[test]
fn the_articles_machine_has_the_numbers_of_its_picture() {
    let form = Form::from(&PRESETS[0]);
    let scenarios = Scenarios::of(&boot_of(&form));
    assert_eq!(scenarios.configured.kernel.released_pages(), Pages(264_417));
    assert_eq!(scenarios.configured.pages_origin, PagesOrigin::Exact);
    let mib = |n: u64| Pages(n << 8);
    let cost = |boot: &Boot| boot.end().unwrap().costs.unwrap();
    assert_eq!(cost(&scenarios.configured).struct_page, mib(688));
    assert_eq!(cost(&scenarios.with_max).struct_page, mib(66));
    let hundredths = |pages: Pages| words::fixed(pages.0, 256, 2);
    let parts = |boot: &Boot| {
        let c = cost(boot);
        [c.page_tables, c.p2m, c.hashes, c.total()].map(hundredths)
    };
    assert_eq!(parts(&scenarios.configured), ["87.50", "8.00", "96.00", "879.50"]);
    assert_eq!(parts(&scenarios.with_max), ["8.16", "8.00", "6.00", "88.16"]);
    assert_eq!(parts(&scenarios.classic), ["8.04", "8.03", "6.00", "78.18"]);
    let fixed = scenarios.configured.end().unwrap().fixed.unwrap().total();
    // 64 MiB of swiotlb, an image of 12.89 MiB as a 3.2 of Ubuntu logged, 2.04 MiB of other.
    assert_eq!(hundredths(fixed), "78.93");
    assert_eq!(
        words::headline(&scenarios.configured),
        "You gave dom0 4\u{a0}GiB; free shows 2.06\u{a0}GiB. Linux 3.2 returned 1.01\u{a0}GiB to Xen and spent 0.86\u{a0}GiB on bookkeeping, 90\u{a0}% of it for 40\u{a0}GiB that dom0 does not have."
    );
    let s = Shares::of(&scenarios.configured);
    let parts = [s.usable, s.descriptors, s.fixed, s.released].map(hundredths);
    assert_eq!(parts, ["2\u{202f}104.70", "879.50", "78.93", "1\u{202f}032.88"]);
    let plain = words::headline(&scenarios.classic);
    assert!(plain.ends_with("even the 78\u{a0}MiB it spent on bookkeeping."), "{plain}");
    let before = Shares::of(&scenarios.classic);
    assert_eq!(
        (before.released, before.usable.plus(before.descriptors).plus(before.fixed)),
        (Pages(0), Pages(4 << 18))
    );
}

/// What the log or the boot of each real machine says Xen gave dom0.
#[test]
fn real_machines_get_the_pages_their_logs_tell() {
    for (id, pages) in [
        ("msi-8g", 1_756_005),
        ("apu2-4g", 999_460),
        ("latitude-16g", 1_048_576),
        ("eve-4g", 262_144),
        ("q35-8g-3.2", 1_048_576),
        ("q35-8g-3.6", 1_048_576),
        ("q35-8g-6.12", 262_144),
    ] {
        assert_eq!(preset_booted(id, &[]).pages, Pages(pages), "{id}");
    }
}

#[test]
fn the_cure_is_promised_only_where_it_works() {
    let cure = |xen, linux| {
        let boot = preset_booted("server-64g", &[(Field::Xen, xen), (Field::Linux, linux)]);
        let fix = words::fix::fix(&Comparisons::of(&boot), &boot);
        let lines: Vec<_> = fix.lines.iter().map(|l| l.code.as_str()).collect();
        format!("{} {}", lines.join(" "), fix.why)
    };
    assert_eq!(cure("4.1.1", "3.2"), "xl mem-set 0 4096m ");
    assert_eq!(cure("4.1.2", "3.2"), "dom0_mem=4G,max:4G xl mem-set 0 4096m ");
    assert_eq!(cure("4.17", "3.6"), "dom0_mem=4G,max:4G ");
    assert_eq!(cure("4.17", "6.1"), "dom0_mem=4G,max:4G ");
    assert!(cure("4.17", "2.6.18").contains("only for the pages it has"));
    // To 3.1 the driver still counts what it returned, so more is written than is wanted.
    assert!(cure("4.1.2", "3.1").contains("echo 5251072 >"), "{}", cure("4.1.2", "3.1"));
}

#[test]
fn shares_sum_to_what_xen_gave_for_every_preset_and_kernel() {
    for preset in PRESETS {
        for linux in ["2.6.18", "2.6.32", "3.0", "3.1", "3.2", "3.6", "3.18", "4.4", "6.1", "6.12"]
        {
            let boot = preset_booted(preset.id, &[(Field::Linux, linux)]);
            let s = Shares::of(&boot);
            let parts = [s.usable, s.descriptors, s.fixed, s.stranded, s.unexplained, s.released];
            let sum: Pages = parts.into_iter().sum();
            assert_eq!(sum, boot.pages, "{} {linux}", preset.id);
        }
    }
}

/// spec/overhead.md table C (64 GiB host, `dom0_mem=2G`): struct page in MiB.
#[test]
fn struct_page_is_as_the_table_for_the_2_gib_dom0_says() {
    for (linux, dom0_mem, mib) in [
        ("3.0.4", "2G", 280),
        ("3.0.8", "2G,max:2G", 28),
        ("3.1", "2G", 320),
        ("3.2", "2G", 354),
        ("3.2", "2G,max:2G", 34),
        ("3.6", "2G", 354),
        ("4.4", "2G", 354),
        ("6.12", "2G,max:2G", 34),
    ] {
        let boot =
            preset_booted("server-64g", &[(Field::Linux, linux), (Field::Dom0Mem, dom0_mem)]);
        let found = Ledger::at_end(&boot).pages(Account::StructPage);
        assert_eq!(found, Pages(mib << 8), "{linux} {dom0_mem}");
    }
}

/// spec/overhead.md 2: with `dom0_mem=2G` nothing changes from a 32 GiB host on.
#[test]
fn the_limit_of_ten_times_is_named_where_it_ends_the_room() {
    let hit = |host, linux, dom0_mem| {
        let changes = [(Field::HostMem, host), (Field::Linux, linux), (Field::Dom0Mem, dom0_mem)];
        preset_booted("server-64g", &changes).ratio_limit().is_some()
    };
    for linux in ["2.6.32", "3.0.4", "3.1", "3.2", "3.6", "3.18", "4.1", "4.4", "6.12"] {
        assert!(!hit("16G", linux, "2G") && hit("32G", linux, "2G"), "{linux}");
    }
    assert!(!hit("64G", "3.2", "2G,max:2G") && !hit("64G", "3.2", "8G"));
    assert!(!hit("64G", "2.6.18", "2G"));
}

#[test]
fn max_is_a_maximum_from_xen_4_1_2_on() {
    let limit = |xen| {
        preset_booted("server-64g", &[(Field::Xen, xen), (Field::Dom0Mem, "2G,max:2G")]).maximum()
    };
    assert_eq!(limit("4.1.1"), MaxReservation::Unlimited);
    assert_eq!(limit("4.1.2"), MaxReservation::Pages(Pages(2 << 18)));
}

#[test]
fn stranded_pages_stay_dom0s_and_nobodys_in_3_1() {
    let boot = preset_booted("q35-8g-3.2", &[(Field::Linux, "3.1")]);
    let end = boot.end().unwrap();
    assert!(!end.pages_with(Backing::Stranded).is_zero());
    assert_eq!(end.dom0_pages(), boot.kernel.pages_end);
}

/// The steps of a host with 64 GiB and a dom0 of 4 GiB, by kernel.
#[test]
fn steps_follow_the_era() {
    let begins = ["firmware-map", "dom0-built", "map-read"];
    let ends = ["map-rewritten", "balloon-room", "descriptors", "tools-report"];
    for (linux, acts) in [
        ("2.6.18", &[][..]),
        ("2.6.32", &["holes-found", "pages-released"]),
        ("3.2", &["holes-found", "pages-released", "identity-mapped"]),
        ("3.6", &["holes-found", "pages-released", "pages-repopulated", "identity-mapped"]),
        ("4.20", &["holes-found", "pages-moved", "identity-mapped"]),
        ("6.12", &["holes-found", "pages-moved", "identity-mapped"]),
    ] {
        let boot = preset_booted("server-64g", &[(Field::Linux, linux)]);
        let ids: Vec<&str> = boot.steps.iter().map(|step| step.phase().id()).collect();
        assert_eq!(ids, [&begins, acts, &ends].concat(), "{linux}");
    }
}

#[test]
fn every_phase_is_found_by_its_id() {
    for phase in Phase::ALL {
        assert_eq!(Phase::from_id(phase.id()), Some(phase));
    }
}

#[test]
fn a_dom0_too_small_for_its_kernel_is_an_outcome() {
    let boot = preset_booted("server-64g", &[(Field::Dom0Mem, "512")]);
    assert!(matches!(boot.outcome, sim::boot::Outcome::NotBuilt(BuildResult::TooSmall { .. })));
    assert_eq!(boot.steps.len(), 2);
    let form = Form::from(&PRESETS[0]).with(Field::Dom0Mem, "512");
    let strip = figure::answer::strip(&Comparisons::of(&boot_of(&form)), 1000.0);
    let svg = figure::svg::write(&strip, "");
    // What happens is said once.
    assert_eq!(svg.matches("Xen stops here").count(), 1);
    assert!(!svg.contains("0\u{a0}KiB") && !svg.contains("0K"), "{svg}");
}

/// To 3.1 nothing of this dom0 has to go: no step says that something does.
#[test]
fn where_nothing_goes_the_titles_say_so() {
    let title = |linux, phase| {
        let changes = [(Field::Dom0Mem, "2G"), (Field::Xen, "4.1.1"), (Field::Linux, linux)];
        words::title(phase, &preset_booted("server-64g", &changes))
    };
    assert_eq!(title("3.0.4", Phase::HolesFound), "No pages have to leave");
    assert_eq!(title("3.0.4", Phase::PagesReleased), "Nothing is returned to Xen");
    assert_eq!(title("3.2", Phase::HolesFound), "Some pages sit on holes");
    assert_eq!(title("3.2", Phase::PagesReleased), "Linux returns those pages");
}

/// spec/kernel.md 2: Linux asks Xen for the maximum from 3.0.5 on; what it plans for above
/// its pages has another reason before that.
#[test]
fn room_is_explained_by_the_ceiling_from_3_0_5_on() {
    let room = |linux| {
        let changes = [(Field::Dom0Mem, "2G,max:4G"), (Field::Xen, "4.1.2"), (Field::Linux, linux)];
        let boot = preset_booted("server-64g", &changes);
        words::caption(&boot.steps[boot.index_of(Phase::BalloonRoom)], &boot)
    };
    for linux in ["2.6.39", "3.0.4"] {
        assert!(room(linux).contains("does not ask for the ceiling"), "{linux}: {}", room(linux));
    }
    for linux in ["3.0.5", "3.2"] {
        assert!(room(linux).contains("below the ceiling"), "{linux}: {}", room(linux));
    }
}
