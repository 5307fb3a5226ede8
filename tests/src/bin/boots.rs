//! Compares real boots with the model: `boots FILE [-v]`.
//!
//! One line per boot, then the total. Exit code 1 unless all pass.

use std::path::Path;
use std::process::ExitCode;

use serde_json::Value;
use tests::boots::{Line, Verdict, run};
use tests::runner::{self, Detail, print_differences};
use tests::vectors;

/// The boots used to determine "other", in addition to those of the file.
const KNOWN: [&str; 3] = ["boots.json.gz", "boots-old.json.gz", "boots-7.json.gz"];

fn main() -> ExitCode {
    runner::run("boots", |list| run(list, &known()), print, total)
}

fn known() -> Vec<Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/boots");
    KNOWN.iter().filter_map(|file| vectors::list(&folder.join(file)).ok()).flatten().collect()
}

fn print(line: &Line, detail: Detail) {
    match &line.verdict {
        Verdict::Skip(why) => println!("{} skip {why}", line.name),
        Verdict::Differs(list) => print_differences(&line.name, list),
        Verdict::Ok if detail == Detail::Verbose => println!("{} ok{}", line.name, details(line)),
        Verdict::Ok => println!("{} ok", line.name),
    }
}

fn details(line: &Line) -> String {
    let error = line.error.map_or(String::new(), |e| format!(" MemTotal {:+} kB", e.kib));
    let other = line.measured.map_or(String::new(), |m| {
        let (kib, image) = (m.other.0 >> 10, m.image.0 >> 10);
        let extent = m.place.extent;
        format!(
            " other {kib} kB at {} GiB to page {:x}, image {image} kB",
            extent.gib, extent.last.0
        )
    });
    error + &other
}

/// The last line; a success if all passed.
fn total(lines: &[Line]) -> ExitCode {
    let tried: Vec<&Line> =
        lines.iter().filter(|l| !matches!(l.verdict, Verdict::Skip(_))).collect();
    let passed = tried.iter().filter(|l| matches!(l.verdict, Verdict::Ok)).count();
    let mut errors: Vec<u64> = tried.iter().filter_map(|l| l.error.map(|e| e.ppm)).collect();
    errors.sort_unstable();
    let at = |i: usize| errors.get(i).copied().unwrap_or(0);
    let percent = |ppm: u64| format!("{}.{:04}", ppm / 10_000, ppm % 10_000);
    println!(
        "TOTAL passed {passed} of {}, MemTotal error median {} % max {} %",
        tried.len(),
        percent(at(errors.len() / 2)),
        percent(at(errors.len().saturating_sub(1)))
    );
    if passed == tried.len() && passed > 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
