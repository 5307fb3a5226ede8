//! Writes the product's own pictures for the README: `snap DIR`.

use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    let Some(dir) = std::env::args().nth(1).map(PathBuf::from) else {
        eprintln!("usage: snap DIR");
        return ExitCode::from(2);
    };
    for (name, picture) in tests::pictures::all() {
        if let Err(error) = std::fs::write(dir.join(name), picture) {
            eprintln!("cannot write {name}: {error}");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}
