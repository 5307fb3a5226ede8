//! The option in a form that is safe in a command: read by the grammar and reprinted.
//!
//! An administrator copies commands and runs them as root, and the option may originate in a link
//! that somebody else made. None of its text reaches a command: only numbers, units, percentages,
//! `min:` and `max:` that were read, printed here (spec/xen.md 3 and 4). Not here: how Xen reads
//! the option (`grammar`), and how it is shown in a sentence (the package `words`).

use super::command_line::longest_token;
use super::number::{Read, number};
use super::{Group, command_line::line_of_value};

/// The text after `dom0_mem=`, reprinted so that every Xen reads it alike. Further `dom0_mem=…`
/// options may follow after a space. `None` if the text contains anything else or is longer than
/// Xen stores.
pub fn reprinted(text: &str) -> Option<String> {
    let mut out = String::new();
    for (i, word) in text.as_bytes().split(|&b| b == b' ').enumerate() {
        let value = if i == 0 {
            word
        } else {
            out.push_str(" dom0_mem=");
            word.strip_prefix(b"dom0_mem=")?
        };
        if line_of_value(value).len() > longest_token(Group::V3_4) {
            return None;
        }
        items(&mut out, value)?;
    }
    Some(out)
}

fn items(out: &mut String, text: &[u8]) -> Option<()> {
    for (i, text) in text.split(|&b| b == b',').enumerate() {
        if i > 0 {
            out.push(',');
        }
        item(out, text)?;
    }
    Some(())
}

/// `SIZE`, `PERCENT%` or `SIZE+PERCENT%`, signed or not, optionally after `min:` or `max:`.
fn item(out: &mut String, text: &[u8]) -> Option<()> {
    let text = prefix(out, text, "min:");
    let text = prefix(out, text, "max:");
    let text = prefix(out, text, "-");
    let rest = amount(out, text)?;
    let Some(more) = rest.strip_prefix(b"+") else { return rest.is_empty().then_some(()) };
    out.push('+');
    amount(out, more)?.is_empty().then_some(())
}

fn prefix<'a>(out: &mut String, text: &'a [u8], prefix: &str) -> &'a [u8] {
    let Some(rest) = text.strip_prefix(prefix.as_bytes()) else { return text };
    out.push_str(prefix);
    rest
}

/// Appends a number with its unit or percent sign; returns the text after it.
fn amount<'a>(out: &mut String, text: &'a [u8]) -> Option<&'a [u8]> {
    text.first().filter(|b| b.is_ascii_digit())?;
    let Read { value, taken } = number(text);
    out.push_str(&value.to_string());
    let rest = text.get(taken..)?;
    let Some((unit, more)) = rest.split_first() else { return Some(rest) };
    let unit = unit.to_ascii_uppercase();
    if !b"BKMGT%".contains(&unit) {
        return Some(rest);
    }
    out.push(char::from(unit));
    Some(more)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(reprinted(text).as_deref(), expected, "{text}");
    }

    #[test]
    fn what_the_grammar_knows_is_printed() {
        for text in ["4G", "2048M,max:2048M", "min:1G,max:4G", "-1G", "10%", "1G+25%", "0", "2T"] {
            check(text, Some(text));
        }
        check("2g,max:0x400m", Some("2G,max:1024M"));
        check("010M", Some("8M"));
        check("min:1024M dom0_mem=max:4096M", Some("min:1024M dom0_mem=max:4096M"));
    }

    #[test]
    fn anything_else_is_not() {
        for text in [
            "",
            " ",
            "2G ",
            " 2G",
            "2G;x",
            "2G\nx",
            "2G`id`",
            "$(id)",
            "2G&x",
            "2G|x",
            "2G\"",
            "2G'",
            "2G\u{a0}",
            "\u{202e}M4201:xam",
            "2GB",
            "2G,",
            ",2G",
            "1e3",
            "08M",
            "2G x",
            "2G max:2G",
            "--2G",
            "+2G",
            "2G#",
            "2G\0",
            "2G\t",
            "max:",
            "%",
            "½",
            "2G\\",
            "*",
            "~",
            "min:max:",
        ] {
            check(text, None);
        }
        check(&"1".repeat(91), None);
    }

    /// Every Xen reads the printed text like the typed text.
    #[test]
    fn what_is_printed_means_the_same() {
        use crate::xen::BOUNDARIES;
        use crate::xen::command_line::calls_of_value;
        use crate::xen::grammar::parse;
        for text in
            ["010M,max:0x10G", "2g", "08k", "1G+010%", "-0x1G,min:5", "99999999999999999999G"]
        {
            let Some(printed) = reprinted(text) else { continue };
            for group in BOUNDARIES.map(|b| b.group) {
                let read = |t: &str| parse(&calls_of_value(t.as_bytes(), group), group);
                assert_eq!(read(&printed), read(text), "{text} {printed} {group:?}");
            }
        }
    }
}
