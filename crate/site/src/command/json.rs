//! Results as JSON for programs: permanent names, plain numbers.

use read::log::report::PasteReport;
use serde_json::Value;
use sim::boot::Boot;

use super::Compared;

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

/// One object for a boot with its ledger at the end; `link` restores it.
pub(super) fn boot(boot: &Boot, link: &str, notes: &[String]) -> String {
    let last = boot.steps.len().saturating_sub(1);
    let run = words::json::to_json(boot, last, link, notes);
    // The same object as everywhere, in lines.
    serde_json::from_str(&run).map_or(run, |value: Value| printed(&value))
}

fn printed(value: &Value) -> String {
    format!("{value:#}\n")
}
