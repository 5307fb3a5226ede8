//! Compares facts of real boot logs with the model: `logs FILE [-v]`.
//!
//! One line a log, then the total. Exit code 1 unless all pass; what is listed as
//! known to differ is shown and does not count as passed.

use std::process::ExitCode;

use tests::logs::{Line, Verdict, run};
use tests::vectors;

fn main() -> ExitCode {
    let lines = match vectors::asked("logs") {
        Ok(list) => run(&list),
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::from(2);
        }
    };
    let verbose = std::env::args().any(|a| a == "-v");
    for line in &lines {
        print(line, verbose);
    }
    if total(&lines) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn print(line: &Line, verbose: bool) {
    let name = &line.name;
    match &line.verdict {
        Verdict::Skip(why) => println!("{name} skip {why}"),
        Verdict::Differs(list) => {
            for m in list {
                println!("{name} DIFF {} {} {}", m.key, m.expected, m.got);
            }
        }
        Verdict::Known(list) => {
            for (m, why) in list {
                println!("{name} known difference {} {} {}: {why}", m.key, m.expected, m.got);
            }
        }
        Verdict::Ok(keys) if verbose => println!("{name} ok {}", keys.join(" ")),
        Verdict::Ok(_) => println!("{name} ok"),
    }
}

/// The last line; whether all passed.
fn total(lines: &[Line]) -> bool {
    let count = |f: fn(&Verdict) -> bool| lines.iter().filter(|l| f(&l.verdict)).count();
    let passed = count(|v| matches!(v, Verdict::Ok(_)));
    let known = count(|v| matches!(v, Verdict::Known(_)));
    let skipped = count(|v| matches!(v, Verdict::Skip(_)));
    let tried = lines.len() - skipped;
    println!("TOTAL passed {passed} of {tried}, known differences {known}, skipped {skipped}");
    passed + known == tried && passed > 0
}
