//! What pictures say about themselves: a number in a bar is that of the bar as drawn,
//! and a run is called by what was configured.

#![allow(clippy::unwrap_used, clippy::cast_precision_loss)]

use figure::answer::strip;
use figure::lane::Lane;
use figure::machine::bars;
use figure::scene::{Time, figure, figure_beside};
use figure::shape::{Decor, Key, Scene};
use figure::view::View;
use read::presets::PRESETS;
use read::{Field, Form as Typed};
use sim::ledger::Account;
use sim::step::{Change, Phase};
use sim::what_if::Comparisons;
use tests::booted::{boot_of, booted};
use tests::scenes::{at, says, texts};

#[test]
fn a_run_with_a_ceiling_is_not_called_without_one() {
    for option in ["8G,max:8G", "4G,max:6G"] {
        let boot = booted(&[(Field::Linux, "6.1"), (Field::Dom0Mem, option)]);
        for width in [936.0, 330.0, 288.0] {
            let scene = at(&boot, Phase::Descriptors, 1.0, width);
            assert!(says(&scene, "as configured") || width < 680.0, "{option} {width}");
            assert!(!says(&scene, "without max:"), "{option} {width}");
            assert!(!says(&scene, "change nothing"), "{option} {width}");
        }
    }
}

#[test]
fn what_is_kept_whatever_the_size_is_called_as_sure_as_its_rows_are() {
    let check = |facts: &[(Field, &str)], sure: &str| {
        let boot = booted(&[&[(Field::Linux, "3.2")], facts].concat());
        let last = boot.steps.len() - 1;
        let compared = Comparisons::of(&boot);
        for width in [936.0, 330.0] {
            let view = View::new(width);
            let buffers = format!("kernel and boot buffers, {sure}");
            assert!(says(&bars(&boot, last, &view), &buffers), "{sure} {width}");
            let guess = if sure == "estimated" { "estimate" } else { sure };
            let bars = strip(&compared, width);
            // On a narrow sheet there may be no room for it, but it is never called otherwise.
            let said = says(&bars, &format!("kernel ({guess})"));
            assert!(said || width < 680.0, "{sure} {width}");
            assert!(sure == "estimated" || !says(&bars, "(estimate)"), "{sure} {width}");
        }
        let scene = at(&boot, Phase::Descriptors, 1.0, 936.0);
        assert!(says(&scene, &format!("kernel and boot buffers, {sure}")), "{sure}");
    };
    check(&[], "estimated");
    check(&[(Field::KernelImage, "12M")], "partly estimated");
    check(&[(Field::KernelImage, "12M"), (Field::Swiotlb, "64M")], "partly estimated");
}

#[test]
fn the_strip_tells_the_pages_it_draws() {
    let gib = f64::from(1 << 18);
    let mut told = 0;
    for linux in ["2.6.18", "3.2", "3.6", "6.1"] {
        let boot = booted(&[(Field::Linux, linux), (Field::Balloon, "initial")]);
        for (step, s) in boot.steps.iter().enumerate().filter(|(_, s)| s.phase() > Phase::Dom0Built)
        {
            for t in [0.0, 0.1, 0.25, 0.5, 0.75, 0.85, 0.9, 0.95, 1.0] {
                let scene = figure(&boot, Time { step, t }, &View::new(936.0));
                let given =
                    scene.targets.iter().find(|t| t.key.lane() == Some(Lane::Allocation)).unwrap();
                let scale = given.rect.w / boot.pages.0 as f64 * gib;
                let usable = Key::Account(Account::Usable);
                let drawn = scene.targets.iter().filter(|t| t.key == usable);
                let drawn: Vec<f64> = drawn.map(|t| t.rect.w / scale).collect();
                let number = texts(&scene).into_iter().find_map(|t| t.strip_suffix(" GiB usable"));
                if let Some(number) = number.and_then(|n| n.parse::<f64>().ok()) {
                    let near = drawn.iter().any(|d| (d - number).abs() < 0.01);
                    assert!(near, "{linux} {:?} t {t}: {number} {drawn:?}", s.phase());
                    told += 1;
                }
            }
        }
    }
    assert!(told > 30, "{told}");
}

#[test]
fn a_flag_changes_no_sum_and_a_map_that_stays_keeps_its_words() {
    let plain = booted(&[]);
    let above = booted(&[
        (Field::Linux, "6.12"),
        (Field::Xen, "4.17"),
        (Field::Dom0Mem, "2G,max:4G"),
        (Field::Balloon, "4G"),
    ]);
    for t in [0.05, 0.3, 0.45, 0.6, 0.8, 0.95, 1.0] {
        let flagged = at(&plain, Phase::HolesFound, t, 936.0);
        assert!(says(&flagged, "= 4.00 GiB") && says(&flagged, "none returned"), "{t}");
        assert!(!says(&flagged, "4.00 GiB on RAM"), "{t}");
        let ballooned = at(&above, Phase::BalloonedUp, t, 936.0);
        assert!(says(&ballooned, "room"), "{t} {:?}", texts(&ballooned));
        let sum = if t < 1.0 { "dom0’s 2.00 GiB" } else { "dom0’s 4.00 GiB" };
        assert!(says(&ballooned, sum), "{t} {:?}", texts(&ballooned));
    }
}

#[test]
fn flagged_pages_beside_stranded_ones_are_counted_apart_and_by_region() {
    let form = Typed::from(PRESETS.iter().find(|p| p.id == "msi-8g").unwrap());
    for linux in ["2.6.32", "3.0.1"] {
        let form = form.clone().with(Field::Linux, linux).with(Field::Dom0Mem, "4G");
        let boot = boot_of(&form.with(Field::NrPages, ""));
        let scene = at(&boot, Phase::HolesFound, 1.0, 936.0);
        let Change::HolesFound { pieces } = &boot.steps[boot.index_of(Phase::HolesFound)].change
        else {
            panic!("{linux}");
        };
        // The largest alone has a label.
        let regions = format!("of them in {} small regions", pieces.len() - 1);
        assert!(says(&scene, &regions), "{linux} {regions} {:?}", texts(&scene));
        assert!(says(&scene, "2.92 + 1.00 + 0.08 = 4.00 GiB"), "{linux} {:?}", texts(&scene));
    }
}

#[test]
fn each_answer_bar_tells_what_free_shows_at_every_width() {
    let compared = Comparisons::of(&booted(&[]));
    for width in [288.0, 332.0, 400.0, 660.0, 700.0, 740.0, 800.0, 920.0, 1200.0] {
        let scene = strip(&compared, width);
        for shown in ["4.00", "2.06", "2.83"].map(|n| format!("{n}\u{a0}GiB")) {
            let found = texts(&scene).contains(&shown.as_str());
            assert!(found, "{width} {shown} {:?}", texts(&scene));
        }
    }
}

#[test]
fn terms_of_unlike_units_each_have_their_own() {
    let boot = booted(&[(Field::Linux, "3.0.4"), (Field::Dom0Mem, "2G"), (Field::Xen, "4.1.1")]);
    assert!(says(&at(&boot, Phase::HolesFound, 1.0, 936.0), "2.00 GiB + 388 KiB ≈ 2.00 GiB"));
}

#[test]
fn the_descriptors_with_max_have_their_number_however_long_their_bar() {
    for preset in PRESETS {
        let boot = boot_of(&Typed::from(preset));
        for width in [936.0, 600.0, 330.0] {
            let scene = at(&boot, Phase::Descriptors, 1.0, width);
            let told = says(&scene, "iB with max:") || says(&scene, "max: keeps it this small");
            assert!(told, "{} {width} {:?}", preset.id, texts(&scene));
        }
    }
}

#[test]
fn a_map_of_the_kernels_own_making_has_pages_only_as_far_as_xen_gave_them() {
    let boot = booted(&[(Field::Linux, "2.6.18")]);
    assert!(says(&at(&boot, Phase::MapRewritten, 1.0, 936.0), "RAM, 4 GiB"));
    for phase in [Phase::BalloonRoom, Phase::Descriptors] {
        let scene = at(&boot, phase, 1.0, 936.0);
        assert!(says(&scene, "4 GiB with pages") && !says(&scene, "4.01"), "{phase:?}");
    }
    assert!(says(&at(&boot, Phase::MapRead, 1.0, 936.0), "for devices only"));
}

#[test]
fn a_second_scale_says_so_and_numbers_have_a_unit() {
    let boot = booted(&[]);
    for width in [936.0, 640.0, 330.0, 288.0, 280.0] {
        let scene = at(&boot, Phase::Descriptors, 1.0, width);
        assert!(says(&scene, "enlarged"), "{width}");
        assert!(says(&scene, "96 MiB"), "{width}");
    }
}

#[test]
fn pages_without_a_label_are_told_in_a_sum_that_says_what_it_is() {
    for preset in PRESETS {
        let boot = boot_of(&Typed::from(preset));
        for width in [936.0, 768.0, 330.0] {
            let scene = at(&boot, Phase::HolesFound, 1.0, width);
            let sums: Vec<_> =
                texts(&scene).into_iter().filter(|t| t.ends_with("in all")).collect();
            assert!(sums.iter().all(|t| t.contains("pages on holes")), "{} {sums:?}", preset.id);
            let rest = says(&scene, "of them in");
            assert_eq!(rest, !sums.is_empty(), "{} {width}", preset.id);
        }
    }
    let large = booted(&[(Field::Dom0Mem, "8G")]);
    assert!(says(&at(&large, Phase::HolesFound, 1.0, 936.0), "97 pages"));
}

#[test]
fn xl_info_counts_all_that_xen_has_free() {
    let boot = booted(&[]);
    let ledger = sim::ledger::Ledger::at_end(&boot);
    let free = [Account::XenFree, Account::FromDom0].map(|a| ledger.pages(a)).into_iter().sum();
    let scene = at(&boot, Phase::ToolsReport, 1.0, 936.0);
    assert!(says(&scene, &format!("reports about {} GiB free", words::gib(free))));
}

#[test]
fn nothing_is_called_enlarged_that_is_not() {
    for size in ["4G", "30G", "60G", "63G"] {
        let boot = booted(&[(Field::Dom0Mem, size), (Field::Linux, "6.1")]);
        for width in [936.0, 330.0] {
            let bars = figure::machine::bars(&boot, usize::MAX, &View::new(width));
            assert!(!says(&bars, "enlarged 1 times") && !says(&bars, "enlarged 0"), "{size}");
        }
    }
}

#[test]
fn an_empty_lane_is_a_rail_with_its_name_and_dots() {
    let boot = booted(&[]);
    let dotted = |phase| {
        let scene = at(&boot, phase, 1.0, 936.0);
        scene.shapes.iter().filter(|s| s.key == Key::Decor(Decor::NotYet)).count()
    };
    let places = [Phase::FirmwareMap, Phase::Dom0Built, Phase::MapRead].map(dotted);
    assert_eq!(places, [5, 1, 0]);
}

#[test]
fn a_dom0_smaller_than_a_pixel_is_still_seen() {
    let boot = booted(&[(Field::Dom0Mem, "512")]);
    let scene = at(&boot, Phase::Dom0Built, 1.0, 936.0);
    let given = figure::rect(&scene, Key::Region { lane: Lane::Allocation, start: 0 }).unwrap();
    assert!(4.0 < given.w && given.w < 20.0, "{given:?}");
}

#[test]
fn two_machines_side_by_side_share_their_axis() {
    let small = booted(&[(Field::HostMem, "16G"), (Field::Linux, "6.1")]);
    let large = booted(&[(Field::Dom0Mem, "8G"), (Field::Linux, "3.2")]);
    let axis = |scene: &Scene| -> Vec<String> {
        let ruler = scene.shapes.iter().filter(|s| s.key == Key::Decor(Decor::Axis));
        ruler.map(|s| format!("{:?}", s.mark)).collect()
    };
    for width in [936.0, 330.0] {
        let view = View::new(width);
        let alone = [&small, &large].map(|b| axis(&figure(b, Time { step: 2, t: 1.0 }, &view)));
        assert_ne!(alone[0], alone[1], "{width}");
        for t in [0.0, 0.5, 1.0] {
            let left = figure_beside(&small, &large, Time { step: 8, t }, &view);
            let right = figure_beside(&large, &small, Time { step: 4, t }, &view);
            assert_eq!(axis(&left), axis(&right), "{width} {t}");
            for key in ["A:0", "A:bf780"] {
                let key = Key::parse(key).unwrap();
                let extent = |s| figure::rect(s, key).map(|r| (r.x, r.w));
                assert_eq!(extent(&left), extent(&right), "{width} {t}");
            }
            assert_eq!(left.carried(), small.pages.0);
            assert_eq!(right.carried(), large.pages.0);
        }
    }
}

#[test]
fn a_scrubbers_position_is_a_step_and_how_far_it_is() {
    for (position, step, t) in [(0.0, 0, 1.0), (2.0, 2, 1.0), (2.25, 3, 0.25), (-1.0, 0, 1.0)] {
        assert_eq!(Time::at(position), Time { step, t }, "{position}");
    }
}

#[test]
fn a_narrow_sheet_says_who_returned_pages_and_still_has_the_sum() {
    let boot = booted(&[]);
    for width in [280.0, 288.0, 312.0, 330.0, 344.0, 400.0, 640.0] {
        let scene = at(&boot, Phase::Descriptors, 1.0, width);
        assert!(says(&scene, "1.01 GiB returned") || width > 560.0, "{width}");
        for t in [0.0, 0.3, 0.6, 1.0] {
            let scene = at(&boot, Phase::PagesReleased, t, width);
            assert!(
                texts(&scene).iter().any(|s| s.starts_with("784") && s.contains('=')),
                "{width} {t}"
            );
        }
    }
}
