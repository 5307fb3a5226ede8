//! The pictures for embedding in a page: per preset, one that plays, the same for phones,
//! and one of each step; and the picture that a network shows beside a link.

mod card;
mod merged;
mod playing;

use std::fs;
use std::path::Path;

use figure::scene::{Time, figure};
use figure::view::View;
use read::Form;
use read::presets::PRESETS;
use sim::boot::Boot;
use sim::simulate::simulate;

pub use card::{SIZE, card};
pub use playing::playing;

/// Width of the pictures in CSS pixels.
pub const WIDE: f64 = 936.0;
/// Width of the pictures for phones, on which text in the wide ones is too small.
pub const NARROW: f64 = 340.0;

/// Writes all pictures of all presets into `dir`.
///
/// # Errors
/// If a file cannot be written, or a preset cannot be read.
pub fn write(dir: &Path) -> std::io::Result<()> {
    fs::create_dir_all(dir)?;
    for preset in PRESETS {
        let made =
            Form::from(preset).read().map_err(|w| std::io::Error::other(format!("{w:?}")))?;
        let boot = simulate(&made.config);
        fs::write(dir.join(format!("{}.svg", preset.id)), playing(&boot, WIDE))?;
        fs::write(dir.join(format!("{}-narrow.svg", preset.id)), playing(&boot, NARROW))?;
        for (i, step) in boot.steps.iter().enumerate() {
            let file = format!("{}-{}.svg", preset.id, step.phase().id());
            fs::write(dir.join(file), still(&boot, i))?;
        }
    }
    Ok(())
}

/// The drawing of the preview image, of the first preset.
///
/// # Errors
/// If the preset cannot be read.
pub fn preview() -> std::io::Result<String> {
    let preset = PRESETS.first().ok_or_else(|| std::io::Error::other("no preset"))?;
    let made = Form::from(preset).read().map_err(|w| std::io::Error::other(format!("{w:?}")))?;
    Ok(card(&simulate(&made.config)))
}

/// The picture of one step, without motion.
pub fn still(boot: &Boot, step: usize) -> String {
    figure::svg::write(&figure(boot, Time { step, t: 1.0 }, &View::new(WIDE)), &title(boot, step))
}

/// The title of a picture: the step's number, its state and its sentence.
fn title(boot: &Boot, step: usize) -> String {
    let Some(s) = boot.steps.get(step) else { return String::new() };
    let (state, sentence) = (words::title(s.phase(), boot), words::caption(s, boot));
    format!("Step {} of {}: {state}. {sentence}", step + 1, boot.steps.len())
}
