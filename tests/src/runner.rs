//! Shared code of the runners of real boots and of logs: a file is requested, every line of
//! it is judged and printed, and the total is printed last.

use std::env::args;
use std::path::Path;
use std::process::ExitCode;

use serde_json::Value;

use crate::{Mismatch, vectors};

/// How much is printed about an entry that passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// Only that it passes.
    Plain,
    /// Also what was compared: `-v`.
    Verbose,
}

/// Judges the list in the file given as the first argument. `total` prints the last line
/// and returns the runner's exit code.
pub fn run<L>(
    name: &str,
    judge: fn(&[Value]) -> Vec<L>,
    print: fn(&L, Detail),
    total: fn(&[L]) -> ExitCode,
) -> ExitCode {
    let list = match asked(name) {
        Ok(list) => list,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::from(2);
        }
    };
    let lines = judge(&list);
    let detail = if args().any(|a| a == "-v") { Detail::Verbose } else { Detail::Plain };
    for line in &lines {
        print(line, detail);
    }
    total(&lines)
}

/// The keys in which an entry differs, one per line.
pub fn print_differences(name: &str, list: &[Mismatch]) {
    for m in list {
        println!("{name} DIFF {} {} {}", m.key, m.expected, m.got);
    }
}

fn asked(name: &str) -> Result<Vec<Value>, String> {
    match args().nth(1).filter(|file| !file.is_empty()) {
        Some(file) => vectors::list(Path::new(&file)),
        None => Err(format!("usage: {name} FILE [-v]   (make -s {name} FILE=path [V=1])")),
    }
}
