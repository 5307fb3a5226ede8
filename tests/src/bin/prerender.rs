//! Copies the page and puts in what the engine makes for the default machine:
//! `prerender WWW DIST`. So the first content is there without script and wasm, and
//! every picture's box has its height before anything runs.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use figure::scene::{Time, figure};
use figure::view::View;
use read::Form;
use read::presets::PRESETS;
use sim::answer::{Answer, answer};
use sim::words;

/// Widths of the prerendered pictures, wide and narrow.
const FIGURE: [f64; 2] = [936.0, 332.0];
const ANSWER: [f64; 2] = [1200.0, 332.0];

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1).map(PathBuf::from);
    let (Some(www), Some(dist)) = (args.next(), args.next()) else {
        eprintln!("usage: prerender WWW DIST");
        return ExitCode::from(2);
    };
    match build(&www, &dist) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cannot prerender {} into {}: {error}", www.display(), dist.display());
            ExitCode::FAILURE
        }
    }
}

type Made = Vec<(&'static str, String)>;

fn build(www: &Path, dist: &Path) -> std::io::Result<()> {
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
            "css" | "js" => {
                fs::copy(&path, dist.join(name))?;
            }
            _ => {}
        }
    }
    fs::write(dist.join("story-markup.js"), module(&story))?;
    fs::write(dist.join("figure.css"), figure::svg::style_sheet() + &boxes()?)
}

/// The story's markup as a module, for roots that are not the page.
fn module(markup: &str) -> String {
    let text = serde_json::Value::String(markup.to_owned());
    format!(
        "// The markup of the story, as in the page; made by the build.\nexport default {text};\n"
    )
}

/// The heights of the pictures' boxes as container rules: nothing jumps when a picture
/// arrives.
fn boxes() -> std::io::Result<String> {
    let sheet = heights("sheet", |w| figure::scene::height(&View::new(w)))?;
    Ok(sheet + &heights("answer", figure::answer::height)?)
}

fn heights(name: &str, height: fn(f64) -> f64) -> std::io::Result<String> {
    const MOST: usize = 12;
    let mut css = String::new();
    let mut last = f64::NAN;
    for width in 240..2000_u32 {
        let now = height(f64::from(width));
        if (now - last).abs() < 0.01 {
            continue;
        }
        last = now;
        let from = f64::from(width) - 0.5;
        let rule = format!("@container {name} (min-width:{from}px){{.{name}{{height:{now}px}}}}");
        css.push_str(&rule);
    }
    if css.matches('@').count() > MOST {
        return Err(std::io::Error::other(format!("{name}: too many heights for a style sheet")));
    }
    Ok(css)
}

/// Everything a page may ask for, by name.
fn made() -> std::io::Result<Made> {
    let wrong = |what: &str| std::io::Error::other(what.to_owned());
    let preset = PRESETS.first().ok_or_else(|| wrong("no preset"))?;
    let form = Form::from(preset).read().map_err(|w| wrong(&format!("{w:?}")))?;
    let answer = answer(&form.config);
    let boot = &answer.after;
    let first = boot.steps.first().ok_or_else(|| wrong("no step"))?;
    let caption = words::caption(first, boot);
    let titles = boot.steps.iter().map(|s| escaped(words::title(s.phase, boot)));
    let picture = |w| {
        figure::svg::write_inline(&figure(boot, Time { step: 0, t: 1.0 }, &View::new(w)), &caption)
    };
    let mut made = vec![
        ("origin", escaped(preset.origin)),
        ("figure", picture(FIGURE[0])),
        ("figure-narrow", picture(FIGURE[1])),
        (
            "steps",
            titles.fold(String::new(), |list, title| list + "<li><span>" + &title + "</span></li>"),
        ),
        ("title", escaped(words::title(first.phase, boot))),
        ("caption", escaped(&caption)),
        ("why", escaped(words::why(first.phase, boot))),
        ("where", format!("Step 1 of {}", boot.steps.len())),
    ];
    made.extend(of_the_answer(&answer));
    Ok(made)
}

fn of_the_answer(answer: &Answer) -> Made {
    let boot = &answer.after;
    let headline = words::headline(boot);
    let strip = |w| figure::svg::write_inline(&figure::answer::strip(answer, w), &headline);
    vec![
        ("headline", escaped(&headline)),
        ("machine", escaped(&words::machine(boot))),
        ("cure", escaped(&words::cure(boot))),
        ("answer", strip(ANSWER[0])),
        ("answer-narrow", strip(ANSWER[1])),
    ]
}

/// Replaces `<!-- make:NAME -->` by what the engine makes.
fn fill(text: &str, made: &Made) -> std::io::Result<String> {
    let filled = made.iter().fold(text.to_owned(), |text, (name, value)| {
        text.replace(&format!("<!-- make:{name} -->"), value)
    });
    match filled.split("<!-- make:").nth(1).and_then(|rest| rest.split(' ').next()) {
        Some(name) => {
            Err(std::io::Error::other(format!("a page asks for {name}, which nobody makes")))
        }
        None => Ok(filled),
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
