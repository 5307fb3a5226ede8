//! Results as JSON for programs: permanent names, plain numbers.

use read::log::report::PasteReport;
use serde_json::{Value, json};
use sim::boot::Boot;
use words::run::Run;

use super::Compared;
use super::advice::{Advice, Line};

/// A list with one object for each log: its file, and what the page has of it.
///
/// # Errors
/// Never: everything in a report is a text, a number or a list.
pub(super) fn logs(all: &[Compared<'_>]) -> serde_json::Result<String> {
    let logs = all.iter().map(log).collect::<serde_json::Result<Vec<_>>>()?;
    Ok(printed(&Value::Array(logs)))
}

fn log(compared: &Compared<'_>) -> serde_json::Result<Value> {
    let Compared { name, reading, model } = compared;
    let mut log = serde_json::to_value(PasteReport::of(reading, model))?;
    if let Value::Object(object) = &mut log {
        object.insert("file".to_owned(), (*name).into());
    }
    Ok(log)
}

/// One object for a boot with its ledger at the end and its advice; `link` restores it.
///
/// # Errors
/// Never: everything in a run is a text, a number or a list.
pub(super) fn boot(
    boot: &Boot,
    link: &str,
    notes: &[String],
    advice: &Advice,
) -> serde_json::Result<String> {
    let last = boot.steps.len().saturating_sub(1);
    // The same object as everywhere, with the advice.
    let mut run = serde_json::to_value(Run::of(boot, last, link.to_owned(), notes.to_vec()))?;
    if let Value::Object(object) = &mut run {
        object.insert("advice".to_owned(), typed(advice));
    }
    Ok(printed(&run))
}

fn typed(advice: &Advice) -> Value {
    let line = |l: &Line| json!({ "id": l.id, "what": l.what, "code": l.code, "gain": l.gain });
    let lines: Vec<Value> = advice.lines.iter().map(line).collect();
    json!({ "lead": advice.lead, "lines": lines, "reasons": advice.reasons })
}

fn printed(value: &Value) -> String {
    format!("{value:#}\n")
}
