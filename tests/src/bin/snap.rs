//! Writes the product's stored output: pictures for the README, fingerprints of all others,
//! and the ledgers of published links. `snap DIR`.

use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    let Some(dir) = std::env::args().nth(1).map(PathBuf::from) else {
        eprintln!("usage: snap DIR");
        return ExitCode::from(2);
    };
    let texts = [("ledgers.txt", tests::ledgers::all()), ("prints.txt", tests::prints::all())];
    let kept = tests::pictures::all().into_iter().chain(texts);
    for (name, text) in kept {
        if let Err(error) = std::fs::write(dir.join(name), text) {
            eprintln!("cannot write {name}: {error}");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}
