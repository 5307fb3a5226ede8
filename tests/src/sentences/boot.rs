//! What the engine says about a boot: the page's texts, and those in its pictures.

use figure::scene::{Time, figure};
use figure::shape::{Key, Scene, Shape};
use figure::view::View;
use read::{Field, Form};
use sim::boot::Boot;
use sim::simulate::simulate;
use sim::what_if::Comparisons;
use words::advice::{Instruction, texts};
use words::numbers::{Question, answer_to, numbers, type_title};

use super::Said;

/// Releases of every era and of most of what changed inside them.
pub const RELEASES: [&str; 10] =
    ["2.6.18", "3.0.1", "3.0.5", "3.2", "3.6", "3.18", "5.10", "6.1", "6.12", "7.3"];

/// Options of every form, right ones and usual mistakes.
pub const OPTIONS: [&str; 11] = [
    "",
    "2G",
    "2G,max:2G",
    "max:2G",
    "4096M:max=4096M",
    "50%",
    "-2G",
    "min:1G,max:25%",
    "2GB",
    "1G+10%,max:64G",
    "min:1024M dom0_mem=max:4096M",
];

/// Every release with every option, on a Xen of its time.
pub fn set_ups() -> impl Iterator<Item = (&'static str, &'static str, Form)> {
    RELEASES
        .into_iter()
        .flat_map(|linux| OPTIONS.into_iter().map(move |option| (linux, option)))
        .map(|(linux, option)| {
            let xen = if linux.starts_with(['2', '3']) { "4.1.2" } else { "4.17" };
            let form = Form::default()
                .with(Field::HostMem, "64G")
                .with(Field::Dom0Mem, option)
                .with(Field::Xen, xen)
                .with(Field::Linux, linux);
            (linux, option, form)
        })
}

/// Everything that is said about the machine of a form; empty if it cannot be read.
pub fn of_a_boot(form: &Form) -> Vec<Said> {
    let Ok(made) = form.read() else { return Vec::new() };
    let boot = &simulate(&made.config);
    let compared = &Comparisons::of(boot);
    let mut all: Vec<Said> = made.notes.iter().map(|n| Said::new("note", n)).collect();
    all.extend(first_screen(boot, compared));
    all.extend(steps(boot));
    all.extend(advice(compared));
    all.extend(tables(boot));
    all.extend(rest(boot, compared));
    all.extend(pictures(boot, compared));
    all.retain(|said| !said.text.trim().is_empty());
    all
}

fn first_screen(boot: &Boot, compared: &Comparisons) -> Vec<Said> {
    let fix = words::fix::fix(compared, boot);
    let result = words::recovery::recovery(boot, compared);
    let shown = words::recovery::shown(boot);
    let mut all = vec![
        Said::new("lead", words::lead(boot)),
        Said::new("machine", words::machine(boot)),
        Said::new("given", words::given(boot)),
        Said::new("reads", words::controls::reads(boot)),
        Said::new("fix title", fix.title),
        Said::new("fix why", &fix.why),
        Said::new("result", [shown.tool, shown.does, &shown.amount, result.nothing].join(" ")),
        Said::new("map", words::controls::map_counts(boot)),
    ];
    all.extend(fix.lines.iter().map(|l| Said::new("fix", &l.what)));
    all.extend(result.steps.iter().map(|s| Said::new("result", s.lead)));
    all.extend(words::xen_reports(boot).map(|t| Said::new("xen reports", t)));
    let warnings = words::xen::worded_warnings(boot, compared);
    all.extend(warnings.into_iter().map(|w| Said::new(format!("warning {}", w.id), w.sentence)));
    all
}

fn steps(boot: &Boot) -> Vec<Said> {
    let mut all = Vec::new();
    for (i, step) in boot.steps.iter().enumerate() {
        let id = step.phase().id();
        all.push(Said::new(format!("title {id}"), words::title(step.phase(), boot)));
        all.push(Said::new(format!("caption {id}"), words::caption_marked(step, boot)));
        all.push(Said::new(format!("why {id}"), words::why_marked(step.phase(), boot)));
        let scene = figure(boot, Time { step: i, t: 1.0 }, &View::new(904.0));
        all.extend(written("figure", &scene));
        for key in scene.targets.iter().map(|t| t.key) {
            let hover = match key {
                Key::Region { lane, start } => words::describe(step, lane, sim::units::Pfn(start)),
                Key::Account(account) => words::describe_account(boot, i, account),
                Key::Bucket => Some(words::describe_bucket(step)),
                Key::Ceiling => Some(words::ceiling::describe_ceiling(boot)),
                Key::Lane(_) | Key::Tile { .. } | Key::Decor(_) => None,
            };
            all.extend(hover.map(|h| {
                Said::new(format!("hover {id}"), [&h.amount, ". ", &h.what, " ", &h.pfn].concat())
            }));
        }
    }
    if let Some(lines) = words::map_lines(boot) {
        all.extend(
            words::figure::other_lines(&lines).into_iter().map(|t| Said::new("map lines", t)),
        );
        all.extend(lines.lines.into_iter().map(|l| Said::new("map lines", l.meaning)));
    }
    all.push(Said::new("map summary", words::map_summary(boot)));
    all
}

fn instructions(place: &str, steps: &[Instruction]) -> Vec<Said> {
    steps.iter().map(|step| Said::new(place, &step.what)).collect()
}

fn advice(compared: &Comparisons) -> Vec<Said> {
    let advice = texts(compared);
    let mut all = vec![
        Said::new("advice lead", &advice.lead),
        Said::new("advice title", advice.option_title),
    ];
    for (place, list) in [
        ("advice reason", &advice.reasons),
        ("advice trade-off", &advice.trade_offs),
        ("advice before", &advice.before),
    ] {
        all.extend(list.iter().map(|t| Said::new(place, t)));
    }
    for (place, list) in [
        ("advice target", &advice.target),
        ("advice now", &advice.now),
        ("advice after reboot", &advice.after_reboot),
        ("advice toolstack", &advice.toolstack),
        ("advice check", &advice.checks),
    ] {
        all.extend(instructions(place, list));
    }
    for place in words::distributions::distributions(compared, &advice) {
        let name = format!("tab {}", place.id);
        all.extend(instructions(&name, &place.steps));
        all.extend(instructions(&name, &place.back));
        let texts = place.before.iter().chain(&place.notes);
        all.extend(texts.map(|t| Said::new(&name, t)));
        all.push(Said::new(&name, place.holds));
    }
    all
}

fn tables(boot: &Boot) -> Vec<Said> {
    let mut all = Vec::new();
    let rows =
        words::ledger_rows_marked(boot, usize::MAX).into_iter().chain(words::not_ram_rows(boot));
    for row in rows {
        all.push(Said::new("ledger", row.name));
        all.push(Said::new("ledger why", row.why));
        all.push(Said::new("ledger tool", row.shown_by));
    }
    for row in words::summary::summary(boot) {
        all.push(Said::new("sums", row.name));
        all.push(Said::new("sums", row.holds));
        all.push(Said::new("sums tool", row.shown_by));
    }
    for row in words::groups::group_rows(boot) {
        let text = [row.releases.as_str(), &row.size, &row.maximum, row.reported, row.boots];
        all.push(Said::new("releases of Xen", text.join(" | ")));
    }
    all.extend(words::rows(boot).iter().map(|r| Said::new("region", r.what)));
    all
}

fn rest(boot: &Boot, compared: &Comparisons) -> Vec<Said> {
    let mut all: Vec<Said> = Vec::new();
    for question in Question::ALL {
        all.push(Said::new("question", question.title(boot)));
        all.push(Said::new("answer", answer_to(question, boot)));
    }
    all.push(Said::new("question", type_title(compared).text));
    for answer in words::guide::guide(boot) {
        all.push(Said::new("question", answer.title));
        all.extend(answer.says.iter().map(|t| Said::new(format!("answer {}", answer.id), t)));
    }
    for number in numbers(compared) {
        all.push(Said::new(format!("number {}", number.name), number.text));
    }
    for e in words::difference::explained(boot, &compared.differences) {
        all.push(Said::new("difference", e.title));
        all.push(Said::new("difference", e.sum));
        all.extend(e.rows.iter().map(|r| Said::new("difference", r.name)));
    }
    all.extend(
        words::balloon::rows(boot)
            .into_iter()
            .map(|r| Said::new("balloon", format!("{} | {}", r.name, r.value))),
    );
    all.push(Said::new("limit", words::sensitivity::why_flat(boot)));
    all.extend(words::sensitivity::worse(boot).into_iter().map(|t| Said::new("limit", t)));
    all
}

fn pictures(boot: &Boot, compared: &Comparisons) -> Vec<Said> {
    let mut all = Vec::new();
    let view = View::new(904.0);
    for step in 0..boot.steps.len() {
        all.extend(written("figure", &figure(boot, Time { step, t: 0.5 }, &view)));
    }
    all.extend(written("bars", &figure::answer::strip(compared, 904.0)));
    all.extend(written("ledger bar", &figure::machine::bars(boot, usize::MAX, &view)));
    all
}

fn written(place: &str, scene: &Scene) -> Vec<Said> {
    scene.shapes.iter().filter_map(Shape::text).map(|text| Said::new(place, text)).collect()
}
