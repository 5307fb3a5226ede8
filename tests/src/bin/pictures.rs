//! Writes the pictures one puts into a page: `pictures DIR`. For each preset one that
//! plays, the same for phones, and one that stands still for each step.

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use read::Form;
use read::presets::PRESETS;
use sim::boot::boot;
use tests::moving::{NARROW, WIDE, moving, still};

fn main() -> ExitCode {
    let Some(dir) = std::env::args().nth(1).map(PathBuf::from) else {
        eprintln!("usage: pictures DIR");
        return ExitCode::from(2);
    };
    match write(&dir) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cannot write pictures into {}: {error}", dir.display());
            ExitCode::FAILURE
        }
    }
}

fn write(dir: &std::path::Path) -> std::io::Result<()> {
    fs::create_dir_all(dir)?;
    for preset in PRESETS {
        let made =
            Form::from(preset).read().map_err(|w| std::io::Error::other(format!("{w:?}")))?;
        let boot = boot(&made.config);
        fs::write(dir.join(format!("{}.svg", preset.id)), moving(&boot, WIDE))?;
        fs::write(dir.join(format!("{}-narrow.svg", preset.id)), moving(&boot, NARROW))?;
        for (i, step) in boot.steps.iter().enumerate() {
            let file = format!("{}-{}.svg", preset.id, step.phase.id());
            fs::write(dir.join(file), still(&boot, i))?;
        }
    }
    Ok(())
}
