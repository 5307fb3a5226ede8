//! Compares real boot logs with the model: `logs FILE [-v]` for a file of facts, `logs
//! FOLDER [-v]` for whole logs, `*.log` and `*.txt`.
//!
//! One line per log, then the total. For facts, exit code 1 unless all pass; logs listed as
//! known to differ are shown and do not count as passed. For whole logs, exit code 1 if one
//! panics or if no line of a dom0's log is used.

use std::env::args;
use std::path::Path;
use std::process::ExitCode;

use tests::logs::{Line, Verdict, run};
use tests::readings;
use tests::runner::{self, Detail, print_differences};

fn main() -> ExitCode {
    let Some(folder) = args().nth(1).filter(|path| Path::new(path).is_dir()) else {
        return runner::run("logs", run, print, total);
    };
    match readings::run(Path::new(&folder), args().any(|a| a == "-v")) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

fn print(line: &Line, detail: Detail) {
    let name = &line.name;
    match &line.verdict {
        Verdict::Skip(why) => println!("{name} skip {why}"),
        Verdict::Differs(list) => print_differences(name, list),
        Verdict::Known(list) => {
            for (m, why) in list {
                println!("{name} known difference {} {} {}: {why}", m.key, m.expected, m.got);
            }
        }
        Verdict::Ok(keys) if detail == Detail::Verbose => println!("{name} ok {}", keys.join(" ")),
        Verdict::Ok(_) => println!("{name} ok"),
    }
}

/// The last line; a success if all passed or are known to differ.
fn total(lines: &[Line]) -> ExitCode {
    let count = |f: fn(&Verdict) -> bool| lines.iter().filter(|l| f(&l.verdict)).count();
    let passed = count(|v| matches!(v, Verdict::Ok(_)));
    let known = count(|v| matches!(v, Verdict::Known(_)));
    let skipped = count(|v| matches!(v, Verdict::Skip(_)));
    let tried = lines.len() - skipped;
    println!("TOTAL passed {passed} of {tried}, known differences {known}, skipped {skipped}");
    let good = passed + known == tried && passed > 0;
    if good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
