//! The fuzz targets on their committed seeds, and briefly on changed ones: always the
//! same changes, so a failure is named by its seed and its round.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use tests::dice::Dice;
use tests::targets::{FuzzTarget, TARGETS};

/// Pieces of text that mean something to some reader.
const WORDS: [&str; 16] = [
    "0x",
    "max:",
    "min:",
    "%",
    ",",
    "-",
    "&e820=",
    ";",
    " usable",
    "type ",
    "\u{e9}",
    "=",
    "4G",
    "18446744073709551615",
    "&linux=",
    "\n",
];

/// `data` with one to four changes.
fn change(dice: &mut Dice, data: &[u8], other: &[u8]) -> Vec<u8> {
    let mut out = data.to_vec();
    for _ in 0..=dice.index(4) {
        let at = dice.index(out.len() + 1);
        let end = at + dice.index(9).min(out.len() - at);
        match dice.index(6) {
            0 => out.truncate(at),
            1 => drop(out.drain(at..end)),
            2 => drop(out.splice(at..at, WORDS[dice.index(WORDS.len())].bytes())),
            3 => drop(out.splice(at..end, other.iter().copied().skip(at).take(40))),
            4 => out.extend_from_within(at..end),
            _ => {
                if let Some(byte) = out.get_mut(at) {
                    *byte = dice.any().to_le_bytes()[0];
                }
            }
        }
    }
    out
}

fn seeds(target: &FuzzTarget) -> Vec<(String, Vec<u8>)> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds").join(target.name);
    let read = |path: &Path| (path.display().to_string(), fs::read(path).unwrap());
    let mut seeds: Vec<_> = fs::read_dir(dir).unwrap().map(|e| read(&e.unwrap().path())).collect();
    seeds.sort();
    seeds
}

fn check(name: &str) {
    let target = TARGETS.iter().find(|t| t.name == name).unwrap();
    let seeds = seeds(target);
    assert!(seeds.len() > 2, "{name} has too few seeds");
    let mut dice = Dice::new(0);
    for (i, (path, seed)) in seeds.iter().enumerate() {
        for round in 0..=target.rounds {
            let other = &seeds[(i + 1 + dice.index(seeds.len() - 1)) % seeds.len()].1;
            let input = if round == 0 { seed.clone() } else { change(&mut dice, seed, other) };
            let survived = catch_unwind(AssertUnwindSafe(|| (target.run)(&input))).is_ok();
            assert!(survived, "{path}, round {round}: {:?}", String::from_utf8_lossy(&input));
        }
    }
}

#[test]
fn maps_survive() {
    check("map");
}

#[test]
fn options_survive() {
    check("dom0_mem");
}

#[test]
fn links_survive() {
    check("link");
}

#[test]
fn releases_survive() {
    check("version");
}

#[test]
fn sizes_survive() {
    check("size");
}

#[test]
fn forms_survive() {
    check("form");
}

#[test]
fn kernels_survive() {
    check("kernel");
}

#[test]
fn logs_survive() {
    check("log");
}

#[test]
fn changed_logs_survive() {
    check("changed_log");
}

#[test]
fn nothing_hostile_is_copied() {
    check("hostile");
}

#[test]
fn every_target_has_a_test_and_a_fuzz_target() {
    let fuzz = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
    let text = fs::read_to_string(fuzz.join("Cargo.toml")).unwrap();
    // The fuzz package is built apart, so only its texts can be looked at.
    for target in &TARGETS {
        assert!(text.contains(&format!("name = \"{}\"", target.name)), "{}", target.name);
        let calls = fuzz.join("fuzz_targets").join(target.name).with_extension("rs");
        let call = format!("tests::targets::run(\"{}\", data)", target.name);
        assert!(fs::read_to_string(calls).unwrap().contains(&call), "{}", target.name);
        assert!(include_str!("fuzz_seeds.rs").contains(&format!("check(\"{}\")", target.name)));
    }
}
