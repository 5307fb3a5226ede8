//! Writes the pictures for embedding in a page, and the drawing of the preview image:
//! `pictures DIR CARD`.

use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1).map(PathBuf::from);
    let (Some(dir), Some(card)) = (args.next(), args.next()) else {
        eprintln!("usage: pictures DIR CARD");
        return ExitCode::from(2);
    };
    let drawn = site::pictures::preview().and_then(|text| std::fs::write(card, text));
    match drawn.and_then(|()| site::pictures::write(&dir)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cannot write pictures into {}: {error}", dir.display());
            ExitCode::FAILURE
        }
    }
}
