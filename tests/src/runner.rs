//! What the runners of real boots and of logs have in common: a file is asked for, every
//! line of it is judged and printed, the total comes last.

use std::env::args;
use std::path::Path;
use std::process::ExitCode;

use serde_json::Value;

use crate::{Mismatch, vectors};

/// How much is printed of what passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// That it does.
    Plain,
    /// What was compared as well: `-v`.
    Verbose,
}

/// Judges the list in the file that the first argument names. `total` prints the last
/// line and tells how the runner ends.
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

/// The keys in which a line differs, one a line.
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
