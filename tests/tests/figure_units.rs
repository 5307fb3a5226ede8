//! Units in pictures: an amount has one unit whatever lane it is in, and sums add up as printed.

use figure::lane::Lane;
use figure::scene::{Time, figure};
use figure::shape::{Decor, Key, Scene, Shape};
use figure::view::View;
use read::presets::PRESETS;
use read::{Field, Form};
use sim::boot::Boot;
use sim::step::Phase;
use tests::booted::{boot_of, booted};
use tests::scenes::at;

const SHEETS: [f64; 3] = [904.0, 600.0, 336.0];

/// With common spaces.
fn plain(text: &str) -> String {
    text.replace(['\u{a0}', '\u{202f}'], " ")
}

fn lines(scene: &Scene) -> Vec<String> {
    scene.shapes.iter().filter_map(Shape::text).map(plain).collect()
}

fn host(ram: &str, dom0_mem: &str) -> Boot {
    booted(&[(Field::HostMem, ram), (Field::Dom0Mem, dom0_mem), (Field::Balloon, "initial")])
}

/// The texts of each step at rest, at each width.
fn steps(boot: &Boot) -> impl Iterator<Item = (String, Scene)> + '_ {
    let all = boot.steps.iter().enumerate();
    all.flat_map(move |(step, s)| {
        SHEETS.map(move |width| {
            let scene = figure(boot, Time { step, t: 1.0 }, &View::new(width));
            (format!("{:?} {width}", s.phase()), scene)
        })
    })
}

#[test]
fn no_amount_of_a_machine_below_a_gib_is_in_gib() {
    for (ram, dom0) in [("512M", "256M"), ("768M", "512M,max:600M"), ("512M", "")] {
        for (place, scene) in steps(&host(ram, dom0)) {
            let gib = lines(&scene).into_iter().find(|l| l.contains("GiB"));
            assert_eq!(gib, None, "{ram} {dom0} {place}");
        }
    }
}

/// What lanes B and E say of a dom0 below a GiB is what lane F and the ledger say.
#[test]
fn a_small_dom0_is_counted_in_mib_in_every_lane() {
    let boot = host("2G", "512M,max:900M");
    let said = lines(&at(&boot, Phase::ToolsReport, 1.0, 1240.0));
    for text in ["dom0’s 512 MiB", "ceiling 900 MiB", "1.48 GiB", "xl info: 1.48 GiB free"] {
        assert!(said.iter().any(|l| l == text), "{text}: {said:?}");
    }
    let given = lines(&at(&host("2G", "700M"), Phase::Dom0Built, 1.0, 1240.0));
    assert!(given.iter().any(|l| l == "179 200 pages, 700 MiB"), "{given:?}");
    let released = lines(&at(&host("8G", "900M"), Phase::PagesReleased, 1.0, 904.0));
    assert!(released.iter().any(|l| l == "388 KiB"), "{released:?}");
}

/// The axis counts in the unit that the lanes under it have.
#[test]
fn the_axis_of_a_machine_below_a_gib_is_in_mib() {
    for (ram, unit) in [("1G", "MiB"), ("768M", "MiB"), ("2G", "GiB")] {
        for (place, scene) in steps(&host(ram, "512M")) {
            let of = scene.shapes.iter().filter(|s| s.key == Key::Decor(Decor::Axis));
            let ticks: Vec<String> = of.filter_map(Shape::text).map(plain).collect();
            assert!(ticks.len() > 1, "{ram} {place}: {ticks:?}");
            let named: Vec<_> = ticks.iter().filter(|t| t.ends_with('B')).collect();
            let right = !named.is_empty() && named.iter().all(|t| t.ends_with(unit));
            assert!(right, "{ram} {place}: {ticks:?}");
        }
    }
}

/// However large the number is, lane E says what `xl info` shows.
#[test]
fn the_bucket_of_a_large_host_says_what_xl_info_shows() {
    for (ram, says) in [("64G", " GiB free"), ("12T", " GiB")] {
        let said = lines(&at(&host(ram, "4G"), Phase::ToolsReport, 1.0, 904.0));
        let info = said.iter().find(|l| l.starts_with("xl info: "));
        assert!(info.is_some_and(|l| l.ends_with(says)), "{ram}: {said:?}");
    }
}

fn boots() -> Vec<(String, Boot)> {
    let mut boots = Vec::new();
    for preset in PRESETS {
        for linux in ["2.6.18", "3.2", "3.6", "6.12"] {
            let form = Form::from(preset).with(Field::Linux, linux);
            boots.push((format!("{} {linux}", preset.id), boot_of(&form)));
        }
    }
    for (ram, dom0) in [("2G", "512M"), ("1T", "4G,max:4G"), ("64G", "700M"), ("512M", "256M")] {
        boots.push((format!("{ram} {dom0}"), host(ram, dom0)));
    }
    boots
}

/// Lane F alone has hundredths below 0.1 GiB, as terms of a sum in GiB.
#[test]
fn less_than_a_tenth_of_a_gib_is_in_mib() {
    for (name, boot) in boots() {
        for (place, scene) in steps(&boot) {
            let of_the_sum = |key| matches!(key, Key::Decor(Decor::Sum | Decor::Strip));
            let other = |s: &&Shape| !of_the_sum(s.key) && s.key.lane() != Some(Lane::Ledger);
            let texts = scene.shapes.iter().filter(other).filter_map(Shape::text).map(plain);
            let small = |l: &String| {
                l.split(' ')
                    .zip(l.split(' ').skip(1))
                    .any(|(number, unit)| unit.starts_with("GiB") && number.starts_with("0.0"))
            };
            assert_eq!(texts.into_iter().find(small), None, "{name} {place}");
        }
    }
}

/// The line under the sum names one of its terms, and the terms add up as printed.
#[test]
fn the_sum_of_lane_f_adds_up_and_is_explained_in_its_own_numbers() {
    let mut explained = 0;
    for (name, boot) in boots() {
        for (place, scene) in steps(&boot) {
            let of = scene.shapes.iter().filter(|s| s.key == Key::Decor(Decor::Sum));
            let said: Vec<String> = of.filter_map(Shape::text).map(plain).collect();
            let Some((terms, all)) = said.first().and_then(|l| l.split_once(" = ")) else {
                continue;
            };
            let hundredths = |n: &str| -> u64 {
                let digits = n.chars().filter(char::is_ascii_digit);
                digits.fold(0, |sum, d| sum * 10 + u64::from(d.to_digit(10).unwrap_or(0)))
            };
            let terms: Vec<&str> = terms.split(" + ").collect();
            let sum: u64 = terms.iter().map(|t| hundredths(t)).sum();
            if !terms.contains(&"") {
                assert_eq!(sum, hundredths(all), "{name} {place} {said:?}");
            }
            let unit = all.rsplit(' ').next().unwrap_or_default();
            if let Some(kept) = said.iter().find_map(|l| l.split_once(": kernel and boot")) {
                let named = kept.0.strip_suffix(unit).map(str::trim_end);
                assert!(named.is_some_and(|n| terms.contains(&n)), "{name} {place} {said:?}");
                explained += 1;
            }
        }
    }
    assert!(explained > 20, "{explained}");
}

/// What the lens says of the bookkeeping is what lane F, the caption and the headline say.
#[test]
fn the_bookkeeping_is_one_amount_on_one_screen() {
    for (name, boot) in boots() {
        let step = boot.index_of(Phase::Descriptors);
        let caption = boot.steps.get(step).map(|s| words::caption(s, &boot)).unwrap_or_default();
        let said = lines(&at(&boot, Phase::Descriptors, 1.0, 1240.0));
        let end = [" without max:", " as configured"];
        let total = said.iter().find_map(|l| end.iter().find_map(|end| l.strip_suffix(end)));
        if let Some(total) = total {
            assert!(plain(&caption).contains(total), "{name}: {caption} {total}");
        }
    }
}
