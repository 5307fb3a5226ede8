//! Writes the pictures for embedding in a page: `pictures DIR`.

use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    let Some(dir) = std::env::args().nth(1).map(PathBuf::from) else {
        eprintln!("usage: pictures DIR");
        return ExitCode::from(2);
    };
    match site::pictures::write(&dir) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cannot write pictures into {}: {error}", dir.display());
            ExitCode::FAILURE
        }
    }
}
