//! Writes the product's stored output: pictures for the README, and the ledgers of
//! published links. `snap DIR`.

use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    let Some(dir) = std::env::args().nth(1).map(PathBuf::from) else {
        eprintln!("usage: snap DIR");
        return ExitCode::from(2);
    };
    let kept = tests::pictures::all().into_iter().chain([("ledgers.txt", tests::ledgers::all())]);
    for (name, text) in kept {
        if let Err(error) = std::fs::write(dir.join(name), text) {
            eprintln!("cannot write {name}: {error}");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}
