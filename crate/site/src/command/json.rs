//! Results as JSON for programs: permanent names, plain numbers.

use read::log::Verdict;
use serde_json::{Value, json};
use sim::boot::Boot;

use super::Compared;

/// A list with one object for each log.
pub(super) fn logs(all: &[Compared<'_>]) -> String {
    printed(&Value::Array(all.iter().map(log).collect()))
}

fn log(compared: &Compared<'_>) -> Value {
    let Compared { name, reading, model } = compared;
    let found = reading.found();
    let found: Vec<Value> = found
        .iter()
        .map(|f| json!({ "item": f.item.id(), "name": f.name, "value": f.value, "lines": f.lines }))
        .collect();
    let missing = reading.missing.iter();
    let missing: Vec<Value> =
        missing.map(|m| json!({ "item": m.item.id(), "command": m.command })).collect();
    let rows = model.rows.iter().map(|r| {
        json!({
            "item": r.item.id(), "name": r.name, "log": r.log, "model": r.model,
            "verdict": r.verdict.name(), "reason": r.reason, "lines": r.lines,
        })
    });
    let lines = reading.lines.iter().map(|verdict| match verdict {
        Verdict::Used(item) => json!({ "verdict": verdict.name(), "item": item.id() }),
        Verdict::Doubtful(_) | Verdict::NotNeeded(_) | Verdict::Ignored => {
            json!({ "verdict": verdict.name(), "why": verdict.why() })
        }
    });
    let fields = reading.fields().into_iter().map(|(f, text)| (f.name().to_owned(), text.into()));
    json!({
        "file": name,
        "kind": reading.whose.id(),
        "boots": reading.boots,
        "notes": reading.notes,
        "found": found,
        "missing": missing,
        "fields": Value::Object(fields.collect()),
        "verdict": model.overall.id(),
        "reason": model.reason,
        "rows": rows.collect::<Vec<_>>(),
        "lines": lines.collect::<Vec<_>>(),
    })
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
