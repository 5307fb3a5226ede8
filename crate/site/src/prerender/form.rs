//! The form of the default machine: every control shows it before any script runs.

use read::controls::{Ceiling, Controls};
use read::presets::{self, Preset};
use read::{Field, Form, timeline};
use sim::boot::Boot;
use sim::what_if::Comparisons;
use words::Act;
use words::controls::{reads, short_setup, short_size};
use words::html::escaped;
use words::recovery::{Recovery, recovery, shown};

use super::fill::{Made, make};

/// Width of the slim bar; it is drawn again in the page's own.
const SLIM: f64 = 252.0;

/// Everything the form asks for.
pub(super) fn form(preset: &Preset, texts: &Form, compared: &Comparisons) -> Made {
    let boot = &compared.scenarios.configured;
    let controls = Controls::of(boot);
    let (shown, result) = (shown(boot), recovery(boot, compared));
    let last = controls.sizes.len().saturating_sub(1);
    let size = controls.sizes.get(controls.size_at).map(|n| short_size(*n)).unwrap_or_default();
    let mut made = vec![
        make("machines", machines(preset)),
        make("about", escaped(preset.about)),
        make("eras", eras(Act::of(boot.config.linux.variant.era()))),
        make("timeline-length", timeline::LENGTH.to_string()),
        make("timeline-at", controls.linux_at.to_string()),
        make("timeline-text", escaped(&words::linux(boot))),
        make("timeline-ticks", timeline_ticks()),
        make("sizes-last", last.to_string()),
        make("size-at", controls.size_at.to_string()),
        make("size-text", escaped(&size)),
        make("size-ticks", ticks(controls.ticks.iter().map(|t| (t.at, t.text.as_str())))),
        make("size", escaped(&controls.size)),
        make("maximum", escaped(&controls.maximum)),
        make("reads", escaped(&reads(boot))),
        make("slim", slim(boot)),
        make("next", next(&result)),
        make("shown.tool", shown.tool.to_owned()),
        make("shown.does", shown.does.to_owned()),
        make("shown.amount", escaped(&shown.amount)),
        make("recovery.option", escaped(&result.option)),
        make("recovery.after", escaped(&result.after)),
    ];
    made.extend(Field::ALL.map(|f| make(&format!("field.{}", f.name()), escaped(texts.get(f)))));
    made.extend(Ceiling::ALL.map(|c| {
        let checked = if c == controls.ceiling { "checked" } else { "" };
        make(&format!("ceiling.{}", c.name()), checked.to_owned())
    }));
    let short = short_setup(boot, &controls.size, &controls.maximum);
    made.extend(
        ["linux", "size", "max", "machine"]
            .into_iter()
            .zip(short)
            .map(|(name, text)| make(&format!("short.{name}"), escaped(&text))),
    );
    made
}

fn slim(boot: &Boot) -> String {
    figure::svg::write_inline(&figure::slim::bar(boot, SLIM), &words::headline(boot))
}

fn machines(own: &Preset) -> String {
    let button = |p: &Preset| {
        let (id, short, pressed) = (p.id, escaped(p.short), p.id == own.id);
        format!(
            "<button type=\"button\" data-preset=\"{id}\" aria-pressed=\"{pressed}\">{short}</button>"
        )
    };
    presets::on_buttons().map(button).collect()
}

fn eras(own: Act) -> String {
    let era = |act: Act| {
        let name = act.name();
        let current = if act == own { " data-own" } else { "" };
        format!("<span data-act=\"{name}\"{current}>{name}</span>")
    };
    Act::ALL.map(era).concat()
}

fn timeline_ticks() -> String {
    let stops = timeline::stops();
    let place = |at: u32| (1000 * at / timeline::LENGTH) as usize;
    let labelled = stops.iter().filter(|s| s.is_labelled());
    ticks(labelled.map(|s| (place(s.at), s.release)))
}

/// Labels as text of an SVG element: places in percent need no style.
fn ticks<'a>(all: impl Iterator<Item = (usize, &'a str)>) -> String {
    let tick = |(at, text): (usize, &str)| {
        let anchor = match at {
            0 => "start",
            1000 => "end",
            _ => "middle",
        };
        format!(
            "<text x=\"{}.{}%\" y=\"12\" text-anchor=\"{anchor}\">{}</text>",
            at / 10,
            at % 10,
            escaped(text)
        )
    };
    all.map(tick).collect()
}

fn next(result: &Recovery) -> String {
    let step = |s: &words::recovery::RecoveryStep| {
        let code = if s.code.is_empty() {
            String::new()
        } else {
            format!(" <code>{}</code>", escaped(&s.code))
        };
        format!(
            "<li><button type=\"button\" class=\"ref\" data-option=\"{}\" data-balloon=\"{}\" data-clears=\"{}\">{}{code}</button> <b>{}</b> <b class=\"gain\">{}</b></li>",
            escaped(&s.dom0_mem),
            s.balloon,
            s.clears,
            s.lead,
            s.shows,
            s.gain
        )
    };
    let rest = if result.nothing.is_empty() {
        String::new()
    } else {
        format!("<li>{}</li>", result.nothing)
    };
    result.steps.iter().map(step).collect::<String>() + &rest
}
