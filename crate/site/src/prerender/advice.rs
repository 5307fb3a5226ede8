//! What to type, as HTML: the panel of the first screen and the section with its tabs, in the
//! form in which `www/advice.js` writes them after each run.

use sim::what_if::Comparisons;
use words::advice::{AdviceTexts, HEADINGS, Instruction, texts};
use words::distributions::{Instructions, distributions};
use words::fix::{Fix, fix};
use words::html::escaped;
use words::marks::to_html;
use words::xen::{OptionWarning, worded_warnings};

use super::fill::{Made, make};

/// A button that copies, and the place that says what came of it.
const COPY: &str = "<button type=\"button\" class=\"small copy\">Copy</button><span class=\"said sr\" role=\"status\"></span>";

/// The panel, and the section.
pub(super) fn advice(compared: &Comparisons) -> Made {
    let advice = texts(compared);
    let places = distributions(compared, &advice);
    let boot = &compared.scenarios.configured;
    let fix = fix(compared, boot);
    let (quiet, loud): (Vec<_>, Vec<_>) =
        worded_warnings(boot, compared).into_iter().partition(|w| w.quiet);
    vec![
        make("fix", panel(&fix)),
        make("fix.title", escaped(fix.title)),
        make("advice.lead", to_html(&advice.lead)),
        make("advice", section(&advice, &places)),
        make("option-warnings", loud.iter().map(item).collect()),
        make("option-warnings-quiet", quiet.iter().map(item).collect()),
    ]
}

/// A fact about the option, with the corrected text as a button.
fn item(warning: &OptionWarning) -> String {
    let button = warning.write.as_ref().map(|text| {
        let text = escaped(text);
        format!(
            " <button type=\"button\" class=\"small\">Use <code>dom0_mem={text}</code></button>"
        )
    });
    let button = button.unwrap_or_default();
    ["<li data-id=\"", warning.id, "\">", &to_html(&warning.sentence), &button, "</li>"].concat()
}

fn panel(fix: &Fix) -> String {
    let mut out = String::new();
    for line in &fix.lines {
        let what = to_html(&line.what);
        let code = if line.code.is_empty() {
            String::new()
        } else {
            format!("<code>{}</code>{COPY}", escaped(&line.code))
        };
        let gain = gain(&line.gain);
        out += &["<li data-id=\"", line.id, "\"><span>", &what, "</span>", &code, &gain, "</li>"]
            .concat();
    }
    if !fix.why.is_empty() {
        out += &["<li class=\"why\">", &to_html(&fix.why), "</li>"].concat();
    }
    out
}

fn gain(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("<b class=\"gain\">{}</b>", escaped(text)) }
}

fn section(advice: &AdviceTexts, places: &[Instructions]) -> String {
    let mut out = tabs(places);
    out.push_str("<div class=\"cols\">");
    if !advice.option.is_empty() {
        out += &head("1", advice.option_title, &advice.option_gain);
        out += &places.iter().enumerate().map(|(i, p)| panel_of(i, p)).collect::<String>();
        out += &notes(&advice.reasons);
        out.push_str("</div>");
    } else if !advice.reasons.is_empty() {
        out += &["<div class=\"col\">", &notes(&advice.reasons), "</div>"].concat();
    }
    if !advice.target.is_empty() {
        let number = if advice.option.is_empty() { "1" } else { "2" };
        out += &head(number, HEADINGS.target, &advice.target_gain);
        out += &list(&advice.target);
        out += &folded(HEADINGS.now, &list(&advice.now));
        out.push_str("</div>");
    }
    out.push_str("</div>");
    out += &checks(&advice.checks);
    let mut folds = folded(HEADINGS.after_reboot, &list(&advice.after_reboot));
    folds += &folded(HEADINGS.toolstack, &list(&advice.toolstack));
    folds += &folded(HEADINGS.trade_offs, &notes(&advice.trade_offs));
    out + &format!("<div class=\"folds\">{folds}</div>")
}

fn head(number: &str, title: &str, gained: &str) -> String {
    format!(
        "<div class=\"col\"><h3 class=\"step\"><span class=\"k\">{number}</span>{}{}</h3>",
        escaped(title),
        gain(gained)
    )
}

fn tabs(places: &[Instructions]) -> String {
    if places.is_empty() {
        return String::new();
    }
    let tab = |(i, p): (usize, &Instructions)| {
        let (id, name) = (p.id, escaped(p.name));
        let (chosen, stop) = if i == 0 { ("true", "0") } else { ("false", "-1") };
        format!(
            "<button type=\"button\" role=\"tab\" id=\"tab-{id}\" aria-controls=\"place-{id}\" aria-selected=\"{chosen}\" tabindex=\"{stop}\">{name}</button>"
        )
    };
    let all: String = places.iter().enumerate().map(tab).collect();
    let label = HEADINGS.places;
    format!("<div class=\"tabs\" role=\"tablist\" aria-label=\"{label}\">{all}</div>")
}

fn panel_of(i: usize, place: &Instructions) -> String {
    let hidden = if i == 0 { "" } else { " hidden" };
    let (id, name) = (place.id, escaped(place.name));
    let steps = list(&place.steps);
    let all = format!(
        "<p class=\"all\"><button type=\"button\" class=\"small copy\">{}</button><span class=\"said sr\" role=\"status\"></span><code hidden>{}</code></p>",
        HEADINGS.all_steps,
        escaped(&place.all)
    );
    let before = folded(HEADINGS.before, &notes(&place.before));
    let back = folded(HEADINGS.back, &list(&place.back));
    let facts = [&[place.holds.to_owned()], &place.notes[..]].concat();
    let about = folded(HEADINGS.notes, &notes(&facts));
    format!(
        "<div role=\"tabpanel\" class=\"place\" id=\"place-{id}\" aria-labelledby=\"tab-{id}\"{hidden}><h4 class=\"noscript\">{name}</h4>{steps}<div class=\"folds\">{all}{before}{back}{about}</div></div>"
    )
}

fn list(steps: &[Instruction]) -> String {
    let one = |step: &Instruction| {
        let what = if step.what.is_empty() {
            String::new()
        } else {
            format!("<p>{}</p>", to_html(&step.what))
        };
        let code = if step.code.is_empty() {
            String::new()
        } else {
            let code = escaped(&step.code);
            format!("<div class=\"command\"><pre><code>{code}</code></pre>{COPY}</div>")
        };
        format!("<li>{what}{code}</li>")
    };
    if steps.is_empty() {
        return String::new();
    }
    format!("<ol class=\"todo\">{}</ol>", steps.iter().map(one).collect::<String>())
}

fn notes(texts: &[String]) -> String {
    if texts.is_empty() {
        return String::new();
    }
    format!("<ul class=\"notes\">{}</ul>", items(texts))
}

/// Sentences as the items of a list.
pub(super) fn items(texts: &[String]) -> String {
    texts.iter().map(|text| ["<li>", &to_html(text), "</li>"].concat()).collect()
}

fn folded(title: &str, inside: &str) -> String {
    if inside.is_empty() {
        return String::new();
    }
    format!("<details class=\"fold\"><summary>{}</summary>{inside}</details>", escaped(title))
}

fn checks(all: &[Instruction]) -> String {
    if all.is_empty() {
        return String::new();
    }
    let one = |c: &Instruction| {
        format!("<li><code>{}</code> {}</li>", escaped(&c.code), to_html(&c.what))
    };
    let items: String = all.iter().map(one).collect();
    format!("<div class=\"checks\"><h3>{}</h3><ul>{items}</ul></div>", HEADINGS.checks)
}
