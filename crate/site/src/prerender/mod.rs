//! The page with the engine's output for the default machine: its first content is present
//! without script and wasm, and every picture's box has its height before anything runs.
//!
//! Not here: scripts, bundles and embeds, which the packer writes (`www/build`).

mod advice;
mod boxes;
mod embed;
mod fill;
mod form;
mod made;
mod tables;

use std::fs;
use std::path::Path;

use boxes::boxes;
use fill::fill;
use made::made;

/// Writes the pages of `www` into `dist`, filled in, with their styles and scripts.
///
/// # Errors
/// If a file cannot be read or written, or a page asks for an unknown name.
pub fn build(www: &Path, dist: &Path) -> std::io::Result<()> {
    let made = made()?;
    let story = fill(&fs::read_to_string(www.join("story.html"))?, &made)?;
    for entry in fs::read_dir(www)? {
        let path = entry?.path();
        let end = path.extension().and_then(|e| e.to_str()).unwrap_or_default();
        let Some(name) = path.file_name() else { continue };
        match end {
            "html" if name != "story.html" => {
                let text =
                    fs::read_to_string(&path)?.replace("<!-- include:story.html -->", &story);
                fs::write(dist.join(name), fill(&text, &made)?)?;
            }
            "css" | "js" | "svg" => {
                fs::copy(&path, dist.join(name))?;
            }
            _ => {}
        }
    }
    fs::write(dist.join("figure.css"), figure::svg::style_sheet() + &boxes()?)
}

/// What only the packer of embeds needs: their markup and the figure's style in them.
///
/// # Errors
/// If a file cannot be read or written, or the markup asks for an unknown name.
pub fn embedded(www: &Path, stage: &Path) -> std::io::Result<()> {
    fs::write(stage.join("wrap.html"), embed::markup(www)?)?;
    fs::write(stage.join("figure.css"), embed::style()?)
}
