//! What pictures say of released pages: in the bucket while they travel, and under the
//! answer whether a target brings them back.

#![allow(clippy::unwrap_used)]

use figure::answer::strip;
use figure::shape::{Key, Shape};
use read::Field;
use sim::boot::Boot;
use sim::step::Phase;
use sim::what_if::Comparisons;
use tests::booted::booted;
use tests::scenes::{at, says};

fn bucket(boot: &Boot, phase: Phase, t: f64, width: f64) -> String {
    let scene = at(boot, phase, t, width);
    let texts = scene.shapes.iter().filter(|s| s.key == Key::Bucket).filter_map(Shape::text);
    texts.collect::<Vec<_>>().join(" | ")
}

/// 3.6 releases 1.01 GiB and takes as much from Xen again.
#[test]
fn during_a_refill_the_bucket_counts_what_goes_back_and_then_both_ways() {
    let boot = booted(&[(Field::Linux, "3.6")]);
    for width in [936.0, 640.0] {
        let arriving = bucket(&boot, Phase::PagesReleased, 0.5, width);
        assert!(arriving.contains("1.01 GiB") && !arriving.contains("0 pages"), "{arriving}");
        for t in [0.2, 0.5, 0.8] {
            let told = bucket(&boot, Phase::PagesRepopulated, t, width);
            let right = told.contains("1.01 GiB") && told.contains("back");
            assert!(right && !told.contains("0 pages"), "{width} {t}: {told}");
        }
        let after = bucket(&boot, Phase::PagesRepopulated, 1.0, width);
        let round_trip = "264\u{202f}417 out, | 264\u{202f}417 back";
        assert!(after.starts_with(round_trip), "{width}: {after}");
        assert!(after.ends_with("59.31 GiB free") || width < 680.0, "{width}: {after}");
    }
}

/// A second gap above 8 GiB: where dom0 ends with the RAM below it, 3.18 to 4.3 find no
/// room for moved pages and release them (spec/kernel.md 5).
const ENDS_WITH_RAM: &str = "0-9f000 usable\n100000-bf780000 usable\n100000000-200000000 usable\n240000000-300000000 usable";

/// Whether the strip says so, at any of three widths: a label may find no place.
fn says_it_comes_back(fields: &[(Field, &str)]) -> bool {
    let compared = Comparisons::of(&booted(fields));
    [640.0, 936.0, 1500.0].into_iter().any(|width| {
        let scene = strip(&compared, width);
        says(&scene, "with the balloon")
    })
}

/// spec/overhead.md 3: since 3.2 the driver counts released pages as missing, so the
/// initial size as a target brings them; up to 3.1 it counts them still, and the target to
/// write is larger by them. Where nothing was released nothing comes back, and nothing does
/// without a driver.
#[test]
fn released_pages_come_back_by_a_target_where_the_driver_misses_them() {
    for linux in ["3.0.8", "3.1", "3.2", "3.4"] {
        assert!(says_it_comes_back(&[(Field::Linux, linux)]), "{linux}");
        let without = [(Field::Linux, linux), (Field::Balloon, "off")];
        assert!(!says_it_comes_back(&without), "{linux} without a driver");
    }
    for linux in ["2.6.18", "3.5", "3.6", "3.17", "3.18", "4.2", "4.4", "6.12"] {
        assert!(!says_it_comes_back(&[(Field::Linux, linux)]), "{linux}");
    }
    let ends_with_ram = |linux| {
        let map = [(Field::E820, ENDS_WITH_RAM), (Field::HostMem, "")];
        [&map[..], &[(Field::Dom0Mem, "8G"), (Field::Linux, linux)]].concat()
    };
    for linux in ["3.1", "3.2", "3.18", "3.19", "4.2", "4.3"] {
        assert!(says_it_comes_back(&ends_with_ram(linux)), "{linux}");
    }
    for linux in ["3.6", "4.4", "6.12"] {
        assert!(!says_it_comes_back(&ends_with_ram(linux)), "{linux}");
    }
}
