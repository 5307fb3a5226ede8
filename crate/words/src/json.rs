//! A run as JSON for programs: permanent names, plain numbers, one object.
//!
//! The same in every form that exports it: the element, the engine, the page's dialog and
//! the command for a terminal. Not here: reading JSON; nothing takes it back.

use core::fmt::Write;

use super::{caption, headline, ledger_rows, machine, title};
use sim::boot::{Boot, Outcome};
use sim::ledger::Ledger;

/// The run with the ledger after `step`, in pages and whole KiB; the ledger is empty if there
/// is no such step. `link` is the fragment that restores it, `notes` what was said of the
/// inputs.
pub fn to_json(boot: &Boot, step: usize, link: &str, notes: &[String]) -> String {
    let mut out = String::new();
    out.push('{');
    text(&mut out, "link", link);
    text(&mut out, "machine", &machine(boot));
    text(&mut out, "headline", &headline(boot));
    let _ = write!(out, "\"up\":{},\"pages\":{},", boot.outcome == Outcome::Up, boot.pages.0);
    let at = boot.steps.get(step).map(|s| s.phase().id()).unwrap_or_default();
    text(&mut out, "step", at);
    list(&mut out, "steps", &boot.steps, |out, s| {
        out.push('{');
        text(out, "id", s.phase().id());
        text(out, "title", title(s.phase(), boot));
        text(out, "caption", &caption(s, boot));
        closed(out, '}');
    });
    let ledger = Ledger::of(boot, step);
    let rows: Vec<_> = ledger.rows().iter().filter(|r| !r.pages.is_zero()).collect();
    let rows: Vec<_> = rows.into_iter().zip(ledger_rows(boot, step)).collect();
    list(&mut out, "ledger", &rows, |out, (row, named)| {
        out.push('{');
        text(out, "account", named.id);
        text(out, "name", &named.name);
        let _ = write!(out, "\"pages\":{},\"kib\":{},", row.pages.0, row.pages.kib());
        text(out, "sure", named.sure);
        closed(out, '}');
    });
    list(&mut out, "notes", notes, |out, note| quoted(out, note));
    closed(&mut out, '}');
    out
}

/// A key and its list.
fn list<T>(out: &mut String, key: &str, all: &[T], add: impl Fn(&mut String, &T)) {
    let _ = write!(out, "\"{key}\":[");
    for one in all {
        add(out, one);
        out.push(',');
    }
    closed(out, ']');
    out.push(',');
}

/// A key and its text.
fn text(out: &mut String, key: &str, value: &str) {
    let _ = write!(out, "\"{key}\":");
    quoted(out, value);
    out.push(',');
}

/// Ends a list or an object, whose last item left a comma.
fn closed(out: &mut String, end: char) {
    if out.ends_with(',') {
        out.pop();
    }
    out.push(end);
}

/// Adds a text in quotes.
pub fn quoted(out: &mut String, value: &str) {
    out.push('"');
    for c in value.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c < ' ' => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_quoted_and_no_comma_is_left_over() {
        let mut out = String::new();
        quoted(&mut out, "say \"x\"\\\n\u{202f}GiB");
        assert_eq!(out, "\"say \\\"x\\\"\\\\\\u000a\u{202f}GiB\"");
        let mut out = String::from("{");
        list(&mut out, "none", &[] as &[u8], |_, _| ());
        list(&mut out, "some", &[1, 2], |out, n| out.push_str(&n.to_string()));
        closed(&mut out, '}');
        assert_eq!(out, "{\"none\":[],\"some\":[1,2]}");
    }
}
