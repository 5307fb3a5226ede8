//! Results as JSON for programs: permanent names, plain numbers.

use read::log::report::PasteReport;
use serde_json::{Value, json};
use sim::boot::Boot;
use sim::ledger::Ledger;

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

/// One object for a boot.
pub(super) fn boot(boot: &Boot, notes: &[String]) -> String {
    let steps = boot.steps.iter();
    let steps: Vec<Value> = steps
        .map(|s| json!({ "id": s.phase().id(), "title": words::title(s.phase(), boot), "caption": words::caption(s, boot) }))
        .collect();
    let ledger = Ledger::at_end(boot);
    let named = words::ledger_rows(boot, boot.steps.len().saturating_sub(1));
    let rows = ledger.rows().iter().filter(|r| !r.pages.is_zero()).zip(named);
    let rows: Vec<Value> = rows
        .map(|(row, named)| json!({ "account": named.id, "name": named.name, "pages": row.pages.0, "sure": named.sure }))
        .collect();
    printed(&json!({
        "machine": words::machine(boot),
        "headline": words::headline(boot),
        "up": boot.outcome == sim::boot::Outcome::Up,
        "pages": boot.pages.0,
        "steps": steps,
        "ledger": rows,
        "notes": notes,
    }))
}

fn printed(value: &Value) -> String {
    format!("{value:#}\n")
}
