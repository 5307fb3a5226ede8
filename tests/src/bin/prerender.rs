//! Copies the page and puts in what the engine makes for the default machine:
//! `prerender WWW DIST STAGE`. So the first content is there without script and wasm, and
//! every picture's box has its height before anything runs. What only the packer of
//! embeds needs goes into STAGE.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use figure::scene::{Time, figure};
use figure::view::View;
use read::Form;
use read::presets::PRESETS;
use sim::advice::Advice;
use sim::answer::{Answer, answer};
use sim::boot::Boot;

use words::advice::texts;
use words::claims::CLAIMS;
use words::groups::{Own, group_rows};
use words::numbers::{Question, answer_to, numbers};

/// Widths of the prerendered pictures, wide and narrow.
const FIGURE: [f64; 2] = [936.0, 332.0];
/// Of those as wide as the page, with one between: shrunk too far no text can be read.
const ANSWER: [f64; 3] = [1200.0, 332.0, 900.0];
/// From this width on the widest of those three shows.
const WIDEST: f64 = 1040.0;

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1).map(PathBuf::from);
    let (Some(www), Some(dist), Some(stage)) = (args.next(), args.next(), args.next()) else {
        eprintln!("usage: prerender WWW DIST STAGE");
        return ExitCode::from(2);
    };
    match build(&www, &dist).and_then(|()| embedded(&stage)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cannot prerender {} into {}: {error}", www.display(), dist.display());
            ExitCode::FAILURE
        }
    }
}

/// What a page asks for, such as `make:headline` or `n:released`, and what it gets.
type Made = Vec<(String, String)>;

fn make(name: &str, value: String) -> (String, String) {
    (format!("make:{name}"), value)
}

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

/// The figure's style for embeds: they draw on a canvas, and show SVG only where the
/// reader's system forces its colours.
fn embedded(stage: &Path) -> std::io::Result<()> {
    let style = [figure::svg::SHARED, figure::svg::FORCED, &sheet_box()?].concat();
    fs::write(stage.join("figure.css"), style)
}

fn sheet_box() -> std::io::Result<String> {
    heights("sheet", |w| figure::scene::height(&View::new(w)))
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
    let all = [
        sheet_box()?,
        heights("answer", figure::answer::height)? + &between("answer"),
        heights("whole", |w| figure::machine::height(&View::new(w)))? + &between("whole"),
        heights("loss", |w| figure::chart::height(&View::new(w)))?,
    ];
    Ok(all.concat())
}

fn heights(name: &str, height: fn(f64) -> f64) -> std::io::Result<String> {
    const MOST: usize = 12;
    let mut css = String::new();
    let (mut last, mut threshold) = (f64::NAN, 0.0);
    for width in 240..2000_u32 {
        let now = height(f64::from(width));
        if (now - last).abs() < 0.01 {
            continue;
        }
        last = now;
        let from = f64::from(width) - 0.5;
        let rule = format!("@container {name} (min-width:{from}px){{.{name}{{height:{now}px}}}}");
        css.push_str(&rule);
        threshold = from;
    }
    // Of the prerendered pictures the one for this width shows.
    css += &hide(name, threshold, ".narrow", "min");
    css += &hide(name, threshold - 0.01, ":not(.narrow)", "max");
    if css.matches('@').count() > MOST {
        return Err(std::io::Error::other(format!("{name}: too many heights for a style sheet")));
    }
    Ok(css)
}

/// Hides prerendered pictures of a kind from or to a width.
fn hide(name: &str, from: f64, kind: &str, limit: &str) -> String {
    format!("@container {name} ({limit}-width:{from}px){{.{name}>.pre{kind}{{display:none}}}}")
}

/// Of three prerendered pictures the two wide ones take turns.
fn between(name: &str) -> String {
    hide(name, WIDEST, ".mid", "min") + &hide(name, WIDEST - 0.01, ".wide", "max")
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
        make("origin", escaped(preset.origin)),
        make("figure", picture(FIGURE[0])),
        make("figure-narrow", picture(FIGURE[1])),
        make(
            "steps",
            titles.fold(String::new(), |list, t| list + "<li><span>" + &t + "</span></li>"),
        ),
        make("title", escaped(words::title(first.phase, boot))),
        make("caption", escaped(&caption)),
        make("why", escaped(words::why(first.phase, boot))),
        make("where", format!("Step 1 of {}", boot.steps.len())),
    ];
    made.extend(of_the_answer(&answer));
    made.extend(of_the_prose(&answer));
    made.extend(tables(boot));
    made.extend(["whole", "whole-narrow", "whole-mid"].into_iter().zip(ANSWER).map(
        |(name, width)| {
            make(
                name,
                figure::svg::write_inline(
                    &figure::machine::bars(boot, usize::MAX, &View::new(width)),
                    "The ledger as a bar",
                ),
            )
        },
    ));
    Ok(made)
}

fn of_the_answer(answer: &Answer) -> Made {
    let boot = &answer.after;
    let headline = words::headline(boot);
    let strip = |w| figure::svg::write_inline(&figure::answer::strip(answer, w), &headline);
    vec![
        make("headline", escaped(&headline)),
        make("machine", escaped(&words::machine(boot))),
        make("given", escaped(&words::given(boot))),
        make("cure", escaped(&words::cure(boot))),
        make("answer", strip(ANSWER[0])),
        make("answer-narrow", strip(ANSWER[1])),
        make("answer-mid", strip(ANSWER[2])),
    ]
}

fn of_the_prose(answer: &Answer) -> Made {
    let boot = &answer.after;
    let lead = texts(boot, &Advice::of(boot)).lead;
    let mut made = vec![
        make("option", escaped(&words::typed_option(boot))),
        make("advice.lead", escaped(&lead)),
    ];
    made.extend(numbers(answer).iter().map(|n| (format!("n:{}", n.name), escaped(&n.text))));
    let door = |d: Question| (format!("door:{}", d.name()), escaped(&answer_to(d, boot)));
    made.extend(Question::ALL.map(door));
    made
}

fn tables(boot: &Boot) -> Made {
    let ledger = words::ledger_rows(boot, usize::MAX).into_iter().map(|r| {
        let name = format!("{}<small>{}</small>", escaped(r.name), escaped(&r.why));
        row("", &name, &[&r.pages, &r.amount, &r.share, r.sure, r.shown_by])
    });
    let beside = words::beside_rows(boot)
        .into_iter()
        .map(|r| row("", &escaped(r.name), &[&r.pages, &r.amount, &r.why]));
    let groups = group_rows(boot).into_iter().map(|g| {
        let own = if g.own == Own::Yours { " data-own aria-current=\"true\"" } else { "" };
        row(own, &escaped(&g.releases), &[&g.size, &g.maximum, g.reported, g.boots])
    });
    let regions = words::rows(boot)
        .into_iter()
        .map(|r| row("", &r.first, &[&r.end, &r.pages, &r.amount, r.what]));
    let claims = CLAIMS.iter().map(|c| row("", &escaped(c.claim), &[c.holds.word(), c.note]));
    let lines =
        boot.kernel.messages.iter().map(|m| format!("<li>{}</li>", escaped(&m.to_string())));
    vec![
        make("ledger", ledger.collect()),
        make("beside", beside.collect()),
        make("groups", groups.collect()),
        make("regions", regions.collect()),
        make("claims", claims.collect()),
        make("messages", lines.collect()),
    ]
}

/// A row of a table: its heading is markup, its cells are texts.
fn row(attributes: &str, head: &str, cells: &[&str]) -> String {
    let mut out = format!("<tr{attributes}><th scope=\"row\">{head}</th>");
    for cell in cells {
        out.push_str("<td>");
        out.push_str(&escaped(cell));
        out.push_str("</td>");
    }
    out + "</tr>"
}

/// Replaces `<!-- make:NAME -->`, `<!-- n:NAME -->` and `<!-- door:NAME -->`.
fn fill(text: &str, made: &Made) -> std::io::Result<String> {
    let filled = made.iter().fold(text.to_owned(), |text, (name, value)| {
        text.replace(&format!("<!-- {name} -->"), value)
    });
    for kind in ["make:", "n:", "door:"] {
        let rest = filled.split(&format!("<!-- {kind}")).nth(1);
        if let Some(name) = rest.and_then(|r| r.split(' ').next()) {
            let error = format!("a page asks for {kind}{name}, which nobody makes");
            return Err(std::io::Error::other(error));
        }
    }
    Ok(filled)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
