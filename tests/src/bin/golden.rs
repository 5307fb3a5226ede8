//! Runs the model on every vector file below a folder: `golden DIR [-v]`.
//!
//! One line per file, then the vectors with RAM entries smaller than a page (reported,
//! never required), then the total. Exit code 1 unless all others pass.

use std::path::Path;
use std::process::ExitCode;

use serde_json::Value;
use tests::{Mismatch, kernel_vectors, vectors, xen_vectors};

/// Numbers of passed and counted vectors.
#[derive(Default)]
struct Score {
    passed: usize,
    of: usize,
}

impl Score {
    fn count(&mut self, pass: bool) {
        self.passed += usize::from(pass);
        self.of += 1;
    }

    fn add(&mut self, other: &Self) {
        self.passed += other.passed;
        self.of += other.of;
    }
}

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    let Some(dir) = args.next() else {
        eprintln!("usage: golden DIR [-v]   (make -s golden DIR=path [V=1])");
        return ExitCode::from(2);
    };
    let verbose = args.any(|a| a == "-v");
    let files = match vectors::find(Path::new(&dir)) {
        Ok(files) => files,
        Err(error) => {
            eprintln!("cannot read {dir}: {error}");
            return ExitCode::from(2);
        }
    };
    let (mut total, mut subpage) = (Score::default(), Score::default());
    for file in files {
        match vectors::load(&file) {
            Ok(value) => total.add(&run_file(&file, &value, verbose, &mut subpage)),
            Err(error) => {
                println!("{} unreadable: {error}", name(&file));
                total.of += 1;
            }
        }
    }
    println!("SUBPAGE-RAM passed {} of {}", subpage.passed, subpage.of);
    println!("TOTAL passed {} of {}", total.passed, total.of);
    if total.passed == total.of && total.of > 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn run_file(file: &Path, value: &Value, verbose: bool, subpage: &mut Score) -> Score {
    let mut score = Score::default();
    let none = Vec::new();
    let list = value.as_array().unwrap_or(&none);
    let Some(check) = list.first().and_then(checker) else {
        let boots = list.first().is_some_and(|v| v.get("P1").is_some());
        let what = if boots { "holds real boots: see make boots" } else { "is of no known kind" };
        println!("{} {what}", name(file));
        return score;
    };
    for vector in list {
        let result = check(vector);
        let odd = has_tag(vector, "subpage-ram");
        (if odd { &mut *subpage } else { &mut score }).count(result.is_ok());
        if let (true, Err(m)) = (verbose, result) {
            let id = vector
                .get("name")
                .or_else(|| vector.get("id"))
                .and_then(Value::as_str)
                .unwrap_or("?");
            println!(
                "  {}{id}: {} expected {} got {}",
                if odd { "SUBPAGE-RAM " } else { "" },
                m.key,
                m.expected,
                m.got
            );
        }
    }
    println!("{} passed {} of {}", name(file), score.passed, score.of);
    score
}

type Check = fn(&Value) -> Result<(), Mismatch>;

/// The check for vectors of this kind, which is recognised by its keys.
fn checker(vector: &Value) -> Option<Check> {
    if kernel_vectors::recognises(vector) {
        return Some(kernel_vectors::check);
    }
    xen_vectors::recognise(vector)?;
    Some(|v| match xen_vectors::recognise(v) {
        Some(kind) => xen_vectors::check_one(kind, v),
        None => Err(Mismatch::new("(vector)", "the kind of the file's first vector", "another")),
    })
}

fn name(file: &Path) -> String {
    file.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default()
}

fn has_tag(vector: &Value, tag: &str) -> bool {
    let tags = vector.get("tags").and_then(Value::as_array);
    tags.is_some_and(|tags| tags.iter().any(|t| t == tag))
}
