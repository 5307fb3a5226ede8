//! The command `dom0-memory`: the reader and the model for a terminal, in the words of the
//! page.
//!
//! `read` takes logs and compares each with the model; `run` takes the form's fields as
//! options. Both print text, or JSON for programs. Not here: files and the process
//! (`bin/dom0-memory.rs`).

mod advice;
mod json;
mod text;

use advice::Advice;

use read::left_out::usual_values;
use read::link::{self, Link};
use read::log::reconcile::{Overall, Reconciliation, reconcile};
use read::log::{Reading, read_boot};
use read::scope::Scope;
use read::{Field, presets};
use sim::simulate::simulate;
use words::marks::plain;

/// What the command prints, and its exit code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// For standard output, or for standard error if the code is 2.
    pub text: String,
    /// 0; 1 where a log and the model differ, or where nothing of a paste could be read; 2
    /// where nothing was computed: a wrong call, a field that cannot be read, a boot that the log
    /// does not have.
    pub code: u8,
}

/// The form in which results are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Style {
    /// For people.
    #[default]
    Text,
    /// For programs.
    Json,
}

/// How to call it.
pub const USAGE: &str = "usage: dom0-memory read [--json] [--boot N] FILE…    reads logs (- is standard input) and compares them with the model;\n                                               of several boots in a file the last complete one, or boot N\n       dom0-memory run [--json] --dom0-mem 2G,max:2G --linux 6.1 [--xen 4.17] [--host-mem 64G] [--FIELD TEXT]…\n                                               computes a machine; the fields, and preset, are keys of a link\n";

/// A log: its name and its text.
#[derive(Clone, Debug)]
pub struct Log {
    /// The file's name.
    pub name: String,
    /// What it holds.
    pub text: String,
}

/// A log, read and compared.
struct Compared<'a> {
    name: &'a str,
    reading: Reading,
    model: Reconciliation,
}

/// Reads logs and compares each with the model; `boot` is the number of the boot that counts in
/// each of them, from 1, and 0 the usual one.
pub fn read_logs(logs: &[Log], boot: usize, style: Style) -> Output {
    let compared = logs.iter().map(|log| {
        let reading = read_boot(&log.text, boot);
        let model = reconcile(&reading);
        Compared { name: &log.name, reading, model }
    });
    let all: Vec<Compared<'_>> = compared.collect();
    if let Some(short) = all.iter().find(|c| boot > c.reading.all_boots.len().max(1)) {
        return Output { text: text::no_boot(short, boot), code: 2 };
    }
    let bad =
        all.iter().any(|c| c.model.overall == Overall::Differs || c.reading.refusal.is_some());
    let text = match style {
        Style::Text => all.iter().map(text::log).collect::<Vec<_>>().join("\n"),
        Style::Json => match json::logs(&all) {
            Ok(text) => text,
            Err(error) => return Output { text: format!("{error}\n"), code: 2 },
        },
    };
    Output { text, code: u8::from(bad) }
}

/// Computes a machine from `--FIELD TEXT` pairs; what is not given has the usual value, and a note
/// says so.
pub fn run_machine(options: &[(String, String)], style: Style) -> Output {
    let wrong = |text| Output { text, code: 2 };
    let known = |name: &str| name == "preset" || Field::ALL.iter().any(|f| f.name() == name);
    if let Some((name, _)) = options.iter().find(|(name, _)| !known(name)) {
        let names: Vec<&str> = Field::ALL.into_iter().map(Field::name).collect();
        let fields = names.join(", ");
        return wrong(format!("--{name} is no field; the fields are {fields}\n{USAGE}"));
    }
    let texts: Vec<_> = options.iter().map(|(name, text)| (name.as_str(), text.clone())).collect();
    let mut link = link::of_texts(&texts);
    if let Some(preset) = link.unknown.first() {
        let ids: Vec<&str> = presets::PRESETS.iter().map(|preset| preset.id).collect();
        let known = ids.join(", ");
        return wrong(format!("--preset: there is no machine {preset}; there are {known}\n"));
    }
    let names = |field: Field| options.iter().any(|(name, _)| name == field.name());
    if names(Field::E820) && !names(Field::HostMem) {
        // The usual host is not that of the map.
        link.form = link.form.with(Field::HostMem, "");
    }
    machine(&link, style).unwrap_or_else(wrong)
}

/// Computes the machine of a form, or says which of its fields cannot be read.
fn machine(link: &Link, style: Style) -> Result<Output, String> {
    let form = &link.form;
    let scope = form.found_scope().map(|(_, scope)| named(scope));
    let made = match form.read() {
        Ok(made) => made,
        Err(wrong) => {
            let scope = scope.map(|text| text + "\n");
            let lines = wrong.iter().map(|w| format!("--{}: {}\n", w.field.name(), w.error));
            return Err(scope.into_iter().chain(lines).collect());
        }
    };
    let boot = simulate(&made.config);
    let warned = words::xen::option_warnings(&boot).into_iter().filter(|w| !w.quiet);
    let said = words::notes(&boot).into_iter().chain(warned.map(|w| w.sentence));
    let said = not_given(link).into_iter().chain(made.notes).chain(said);
    let notes: Vec<String> = scope.into_iter().chain(said.map(|text| plain(&text))).collect();
    let advice = Advice::of(&boot);
    let text = match style {
        Style::Text => text::boot(&boot, &notes) + &text::advice(&advice),
        Style::Json => json::boot(&boot, &link::encode(form, ""), &notes, &advice)
            .map_err(|error| format!("{error}\n"))?,
    };
    Ok(Output { text, code: 0 })
}

/// What was not given, with what counts instead.
fn not_given(link: &Link) -> Option<String> {
    let list = usual_values(&link.left_out, &link.form);
    (!list.is_empty()).then(|| format!("Not given, so the usual values count: {list}."))
}

/// What a machine is that is not computed, and why.
fn named(scope: Scope) -> String {
    format!("{} {}", scope.title(), plain(scope.why()))
}
