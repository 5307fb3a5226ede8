//! Copies the page and inserts the engine's output for the default machine: `prerender WWW
//! DIST STAGE`. Files that only the packer of embeds needs are written to STAGE.

use std::path::PathBuf;
use std::process::ExitCode;

use site::prerender::{build, embedded};

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1).map(PathBuf::from);
    let (Some(www), Some(dist), Some(stage)) = (args.next(), args.next(), args.next()) else {
        eprintln!("usage: prerender WWW DIST STAGE");
        return ExitCode::from(2);
    };
    match build(&www, &dist).and_then(|()| embedded(&www, &stage)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cannot prerender {} into {}: {error}", www.display(), dist.display());
            ExitCode::FAILURE
        }
    }
}
