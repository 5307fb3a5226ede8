//! What an embed shows until its engine is there: the box of the story at the step it begins
//! with, of the machine it has if it is told nothing.
//!
//! Not here: whether an embed was told something, which its script decides (`www/embed`).

use std::fs;
use std::io::{Error, Result};
use std::path::Path;

use read::link::decode;
use read::presets::PRESETS;
use sim::boot::Boot;
use sim::simulate::simulate;

use words::html::escaped;

use super::boxes::sheet_box;
use super::fill::{fill, make};
use super::made::{figures, story};

/// Parts of the story that a page around the element may style.
const PARTS: [&str; 3] = ["figure", "controls", "caption"];
/// Where the story's markup has room for what the still picture stands for.
const STAGE: &str = "data-part=\"stage\"";

/// The machine of an embed without attributes.
fn default_boot() -> Result<Boot> {
    let form = decode("").form.read().map_err(|wrong| Error::other(format!("{wrong:?}")))?;
    Ok(simulate(&form.config))
}

/// A link that gives something of a machine, but none of what every machine needs.
const VAGUE: &str = "vcpus=2";

/// What an embed may be told and still begin with that picture, as a link.
fn meant(boot: &Boot, step: usize) -> String {
    let step = boot.steps.get(step).map_or("", |s| s.phase().id());
    let preset =
        PRESETS.iter().find(|p| decode(&format!("preset={}", p.id)).form == decode("").form);
    let usual = decode(VAGUE);
    let texts = usual.left_out.iter().map(|f| (f.name(), usual.form.get(*f)));
    let all = [("v", "1"), ("step", step)].into_iter().chain(preset.map(|p| ("preset", p.id)));
    let pairs = all.chain(texts).map(|(key, text)| format!("{key}={text}"));
    pairs.collect::<Vec<_>>().join("&")
}

/// The markup of an embed, from `story.html` and what is around it in `embed/wrap.html`.
///
/// # Errors
/// If a file cannot be read, or asks for an unknown name.
pub(super) fn markup(www: &Path) -> Result<String> {
    let boot = &default_boot()?;
    let step = words::opening_step(boot);
    let mut made = story(boot, step).ok_or_else(|| Error::other("no step"))?;
    made.push(make("machine", escaped(&words::machine(boot))));
    let around = fs::read_to_string(www.join("embed/wrap.html"))?;
    let stage = fs::read_to_string(www.join("story.html"))?;
    let mut text = fill(&around.replace("<!-- include:story.html -->", &stage), &made)?;
    let told = format!("{STAGE} data-still=\"{}\"", escaped(&meant(boot, step)));
    replace(&mut text, STAGE, &told)?;
    let last = boot.steps.len().saturating_sub(1);
    for between in [" ", " step=\"any\" "] {
        let range = |last, now| format!("max=\"{last}\"{between}value=\"{now}\"");
        replace(&mut text, &range(8, 0), &range(last, step))?;
    }
    for name in PARTS {
        let own = format!("data-part=\"{name}\"");
        replace(&mut text, &own, &format!("{own} part=\"{name}\""))?;
    }
    Ok(text)
}

fn replace(text: &mut String, from: &str, to: &str) -> Result<()> {
    if text.matches(from).count() != 1 {
        return Err(Error::other(format!("the story’s markup does not have {from} once")));
    }
    *text = text.replacen(from, to, 1);
    Ok(())
}

/// The figure's style for embeds, which draw on a canvas: SVG is the still picture, and what
/// shows if the reader's system forces its colours.
///
/// # Errors
/// If the machine cannot be read.
pub(super) fn style() -> Result<String> {
    let boot = &default_boot()?;
    let still = figure::svg::style_of(&figures(boot, words::opening_step(boot)));
    Ok(still + &sheet_box()?)
}
