//! Copies the page and puts in what the engine makes for the default machine:
//! `prerender WWW DIST`. So the first content is there without script and wasm.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use figure::scene::{Time, figure};
use figure::view::View;
use read::Form;
use read::presets::PRESETS;
use sim::answer::answer;
use sim::words;

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

fn build(www: &Path, dist: &Path) -> std::io::Result<()> {
    for entry in fs::read_dir(www)? {
        let path = entry?.path();
        let shipped = path.extension().is_some_and(|e| e == "html" || e == "css" || e == "js");
        if let (true, Some(name)) = (shipped, path.file_name()) {
            let text = fs::read_to_string(&path)?;
            fs::write(dist.join(name), fill(&text)?)?;
        }
    }
    fs::write(dist.join("figure.css"), figure::svg::style_sheet())
}

/// Replaces `<!-- make:NAME -->` by what the engine makes.
fn fill(text: &str) -> std::io::Result<String> {
    let wrong = |what: String| std::io::Error::other(what);
    let preset = PRESETS.first().ok_or_else(|| wrong("no preset".into()))?;
    let made = Form::from(preset).read().map_err(|w| wrong(format!("{w:?}")))?;
    let answer = answer(&made.config);
    let boot = &answer.after;
    let first = figure(boot, Time { step: 0, t: 1.0 }, &View::new(936.0));
    let titles = boot.steps.iter().map(|s| escaped(words::title(s.phase, boot)));
    let items = titles.fold(String::new(), |list, title| list + "<li>" + &title + "</li>");
    let caption = boot.steps.first().map(|s| words::caption(s, boot)).unwrap_or_default();
    let headline = words::headline(boot);
    let strip = figure::answer::strip(&answer, 1000.0);
    let phone = figure::answer::strip(&answer, 330.0);
    let first_step = boot.steps.first().ok_or_else(|| wrong("no step".into()))?;
    let made = [
        ("headline", escaped(&headline)),
        ("machine", escaped(&words::machine(boot))),
        ("cure", escaped(&words::cure(boot))),
        ("origin", escaped(preset.origin)),
        ("answer", figure::svg::write_inline(&strip, &headline)),
        ("answer-narrow", figure::svg::write_inline(&phone, &headline)),
        ("figure", figure::svg::write_inline(&first, &caption)),
        ("steps", items),
        ("title", escaped(words::title(first_step.phase, boot))),
        ("caption", escaped(&caption)),
        ("why", escaped(words::why(first_step.phase, boot))),
        ("where", format!("Step 1 of {}", boot.steps.len())),
    ];
    let filled = made.iter().fold(text.to_owned(), |text, (name, value)| {
        text.replace(&format!("<!-- make:{name} -->"), value)
    });
    if filled.contains("<!-- make:") {
        return Err(wrong("a page asks for something that is not made".into()));
    }
    Ok(filled)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
