//! Records of a journal with all their fields, and who speaks in each.
//!
//! `journalctl -o json`, `json-pretty`, `verbose` and `export` name the host and the program in
//! other fields than the message. Both are written in front of it, as the short form has them, and
//! [`super::heads`] reads them there. Lines keep their numbers.

use std::borrow::Cow;

use crate::text::{after_first, has};

/// Names of the field that has the program, and of the one that has the host.
const PROGRAM: [&str; 3] = ["SYSLOG_IDENTIFIER", "program", "ident"];
const HOST: [&str; 3] = ["_HOSTNAME", "hostname", "host"];
/// Names of the field that has the message.
const MESSAGE: [&str; 4] = ["MESSAGE", "message", "msg", "log"];

/// The text with a host and a program in front of each message that has them.
pub(super) fn named(text: &str) -> Cow<'_, str> {
    if !has(text, "\"program\"") && !has(text, "\"ident\"") && !has(text, PROGRAM[0]) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    let mut rows: Vec<&str> = Vec::new();
    for row in text.split_inclusive('\n') {
        let bare = row.trim_ascii();
        if is_new(bare) {
            push(&mut out, &rows);
            rows.clear();
        }
        rows.push(row);
    }
    push(&mut out, &rows);
    Cow::Owned(out)
}

/// Whether a record begins in a row: after an empty one, with a brace, or with a date and a cursor.
fn is_new(row: &str) -> bool {
    row.is_empty() || row.starts_with(['{', '}']) || has(row, "[s=")
}

/// Adds a record.
fn push(out: &mut String, rows: &[&str]) {
    let field =
        |names: &[&str]| rows.iter().find_map(|row| names.iter().find_map(|name| value(row, name)));
    let word = |names| {
        let named = |b: u8| b.is_ascii_alphanumeric() || b"-_./@".contains(&b);
        let word = |text: &&str| !text.is_empty() && text.bytes().all(named);
        field(names).map(before_mark).filter(word)
    };
    let head = field(&PROGRAM).map(|_| {
        let host = word(&HOST).unwrap_or("host");
        match word(&PROGRAM) {
            Some("kernel") => [host, " kernel: "].concat(),
            program => [host, " ", program.unwrap_or("program"), "[1]: "].concat(),
        }
    });
    for row in rows {
        let message = MESSAGE.iter().find_map(|name| value(row, name));
        match head.as_ref().zip(message.and_then(|text| row.len().checked_sub(text.len()))) {
            Some((head, at)) => {
                let (before, message) = row.split_at_checked(at).unwrap_or((row, ""));
                out.extend([before, head, message]);
            }
            None => out.push_str(row),
        }
    }
}

/// A field's value with all that follows it: `NAME=value` or `"NAME" : "value"`.
fn value<'a>(row: &'a str, name: &str) -> Option<&'a str> {
    let bare = row.trim_ascii_start();
    if let Some(value) = bare.strip_prefix(name).and_then(|rest| rest.strip_prefix('=')) {
        return Some(value);
    }
    let rest = after_first(bare, &["\"", name, "\""].concat())?.trim_ascii_start();
    rest.strip_prefix(':')?.trim_ascii_start().strip_prefix('"')
}

/// A value without what follows it.
fn before_mark(text: &str) -> &str {
    text.split(['"', '\r', '\n']).next().unwrap_or(text)
}
