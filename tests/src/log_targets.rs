//! The fuzz targets of the reader of logs: any bytes, and a console with changes.

#![allow(clippy::missing_panics_doc, reason = "a target panics to say that something is wrong")]

use read::log::reconcile::{Overall, reconcile};
use read::log::{Reading, read};
use read::{Form, link};

/// A console of Linux 3.10, the lines about memory.
const CONSOLE: &str = include_str!("../fuzz/seeds/log/console");

/// Any text reads: every line has a verdict, facts name lines that exist, what fills the
/// form is a value, and the comparison ends.
pub fn log(data: &[u8]) {
    check(&String::from_utf8_lossy(data));
}

fn check(text: &str) -> Reading {
    let reading = read(text);
    if reading.refusal.is_none() {
        assert_eq!(reading.lines.len(), text.lines().count());
    }
    for found in reading.found() {
        let there = |line: &usize| (1..=reading.lines.len()).contains(line);
        assert!(found.lines.iter().all(there), "{found:?}");
    }
    for (field, value) in reading.fields() {
        assert!(value.lines().all(|line| line.len() < 4096), "{field:?} {value}");
    }
    let form = reading.form(&Form::default());
    // Values go into a link, the log's own text does not.
    let link = link::encode(&form, "");
    assert!(!link.contains("(XEN)") && !link.contains("%28XEN%29"), "{link}");
    let model = reconcile(&reading);
    let shown = model.rows.iter().all(|row| !row.log.is_empty() && !row.model.is_empty());
    assert!(shown, "{:?}", model.rows);
    assert!(!reading.notes.is_empty());
    reading
}

/// A console with lines dropped, doubled, cut and changed: it reads, and one from which
/// nothing was taken agrees.
pub fn changed_log(data: &[u8]) {
    let mut lines: Vec<String> = CONSOLE.lines().map(str::to_owned).collect();
    for change in data.chunks_exact(3) {
        let [what, at, how] = [change[0], change[1], change[2]].map(usize::from);
        let at = at % lines.len().max(1);
        let Some(line) = lines.get(at).cloned() else { break };
        let cut = line.char_indices().nth(how % 80).map_or(line.len(), |(i, _)| i);
        match what % 6 {
            0 => drop(lines.remove(at)),
            1 => lines.insert(at, line),
            2 => lines[at].truncate(cut),
            3 => lines[at].insert(cut, char::from(b' ' + change[2] % 90)),
            4 => {
                let rest = lines[at].split_off(cut);
                lines.insert(at + 1, rest);
            }
            _ => {
                let other = how % lines.len().max(1);
                lines.swap(at, other);
            }
        }
    }
    let text = lines.join("\n");
    check(&text);
    if data.len() < 3 {
        assert_eq!(reconcile(&read(&text)).overall, Overall::Agrees);
    }
}
