//! Results as text for a terminal.

use core::fmt::Write;

use read::log::{Reading, Verdict};
use sim::boot::Boot;
use words::marks::plain;

use super::Compared;
use super::advice::{Advice, Line};

/// A log: whose it is, what was found, what is missing, and the comparison.
pub(super) fn log(compared: &Compared<'_>) -> String {
    let Compared { name, reading, model } = compared;
    let mut out = format!("{name}\n");
    for note in &reading.notes {
        line(&mut out, &format!("  {}", plain(note)));
    }
    if reading.refusal.is_some() {
        return out;
    }
    out.push_str(&boots(reading));
    let found = reading.found();
    if !found.is_empty() {
        line(&mut out, "Found");
    }
    for found in &found {
        line(&mut out, &format!("  {}: {} ({})", found.name, found.value, places(&found.lines)));
    }
    if !reading.missing.is_empty() {
        line(&mut out, "Missing");
    }
    for missing in &reading.missing {
        line(&mut out, &format!("  {}: {}", missing.item.name(), missing.command));
    }
    line(&mut out, model.sentence());
    if !model.reason.is_empty() && !reading.notes.contains(&model.reason) {
        line(&mut out, &format!("  {}", plain(&model.reason)));
    }
    for row in &model.rows {
        let text = format!(
            "  {}: {} in the log, {} in the model: {}. {}",
            row.name,
            row.log,
            row.model,
            row.verdict.name(),
            plain(&row.reason)
        );
        line(&mut out, text.trim_end());
    }
    line(&mut out, &tally(reading));
    out
}

/// The boots to choose from, if there are several; a star marks the one that counts.
fn boots(reading: &Reading) -> String {
    let mut out = String::new();
    if reading.all_boots.len() > 1 {
        line(&mut out, "Boots (choose one with --boot N)");
        for (i, boot) in reading.all_boots.iter().enumerate() {
            let mark = if i + 1 == reading.boot { "*" } else { " " };
            line(&mut out, &format!(" {mark}{}: {}, {}", i + 1, boot.place(), boot.name()));
        }
    }
    out
}

/// That a log has no boot of this number, and which it has.
pub(super) fn no_boot(compared: &Compared<'_>, boot: usize) -> String {
    let Compared { name, reading, .. } = compared;
    let count = reading.all_boots.len().max(1);
    let has = if count == 1 { "1 boot".to_owned() } else { format!("{count} boots") };
    format!("{name} has {has} and no boot {boot}\n{}", boots(reading))
}

/// Lines of a paste: `line 5`, `lines 5–9, 12`.
fn places(lines: &[usize]) -> String {
    let mut ranges: Vec<(usize, usize)> = Vec::new();
    for &line in lines {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == line => *last = line,
            _ => ranges.push((line, line)),
        }
    }
    let text = |(a, b): &(usize, usize)| if a == b { a.to_string() } else { format!("{a}–{b}") };
    let word = if lines.len() == 1 { "line" } else { "lines" };
    format!("{word} {}", ranges.iter().map(text).collect::<Vec<_>>().join(", "))
}

/// How many lines had each verdict.
fn tally(reading: &Reading) -> String {
    let count = |f: fn(&Verdict) -> bool| reading.lines.iter().filter(|v| f(v)).count();
    format!(
        "Lines: {} used, {} recognised and not needed, {} ignored, {} doubtful",
        count(|v| matches!(v, Verdict::Used(_))),
        count(|v| matches!(v, Verdict::NotNeeded(_))),
        count(|v| matches!(v, Verdict::Ignored)),
        count(|v| matches!(v, Verdict::Doubtful(_))),
    )
}

/// A boot: its machine, its story and its ledger, after what a reader should know.
pub(super) fn boot(boot: &Boot, notes: &[String]) -> String {
    let mut out = words::export::to_text(boot, boot.steps.len().saturating_sub(1));
    for note in notes {
        line(&mut out, note);
    }
    out
}

/// What to type and what it brings, or why there is nothing to type.
pub(super) fn advice(advice: &Advice) -> String {
    let mut out = "\nWhat to type\n".to_owned();
    line(&mut out, &format!("  {}", advice.lead));
    for Line { what, code, gain, .. } in &advice.lines {
        let brings = if gain.is_empty() { String::new() } else { format!(" ({gain})") };
        line(&mut out, &format!("  {what}{brings}"));
        if !code.is_empty() {
            line(&mut out, &format!("    {code}"));
        }
    }
    for reason in advice.reasons.iter().filter(|reason| **reason != advice.lead) {
        line(&mut out, &format!("  {reason}"));
    }
    out
}

fn line(out: &mut String, text: &str) {
    // Writing to a string cannot fail.
    let _ = writeln!(out, "{text}");
}
