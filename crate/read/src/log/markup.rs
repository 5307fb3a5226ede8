//! What web pages, Markdown, JSON and loggers put around and into one line.
//!
//! Strings with their keys, tags, escaped marks, marks that highlight, and ends of lines that
//! were written out. Not here: characters and codes for terminals ([`super::clean`]).

use super::letters::push_plain;
use crate::line::Line;
use crate::text::{after_first, before_first, first, pieces};

/// Whether anything of this kind may be in a line.
pub(super) fn is_wrapped(line: Line<'_>) -> bool {
    let bare = line.trimmed();
    bare.starts_with(['"', '{', '<', '`'])
        || bare.starts_with("**")
        || bare.starts_with('|')
        || bare.ends_with(['>', '`', '*', '"', '|'])
        || END.iter().any(|end| bare.ends_with(end))
        || line.has("</")
        || line.has("&")
        || line.has("\\")
}

/// The line without anything of this kind.
pub(super) fn unwrapped(text: String) -> String {
    if !is_wrapped(Line::new(&text)) {
        return text;
    }
    let text = untagged(in_string(&text).map(|value| value.replace("\\t", " ")).unwrap_or(text));
    let mut text = of_table(&text).unwrap_or(text);
    // A page that quotes another has them escaped twice.
    for _ in 0..3 {
        if first(&text, "&").is_none() {
            break;
        }
        text = unescaped(&text);
    }
    unmarked(&without_backslashes(text)).to_owned()
}

/// Names of what was logged, in a record of JSON.
const KEYS: [&str; 4] = ["\"MESSAGE\"", "\"message\"", "\"msg\"", "\"log\""];

/// The string that a line of JSON has: a whole record, one of its strings, or one of a list.
fn in_string(text: &str) -> Option<&str> {
    let bare = text.trim_ascii();
    if bare.starts_with('{') {
        let after = KEYS.iter().find_map(|key| after_first(bare, key))?;
        let value = after.trim_ascii_start().strip_prefix(':')?;
        let value = value.trim_ascii_start().strip_prefix('"')?;
        return value.get(..end_of_string(value));
    }
    let inner = bare.strip_prefix('"').and_then(|t| {
        t.strip_suffix("\",").or_else(|| t.strip_suffix('"')).filter(|t| !t.is_empty())
    })?;
    let value = after_first(inner, "\": \"").or_else(|| after_first(inner, "\" : \""));
    Some(value.unwrap_or(inner))
}

/// Where a string ends: at the first quotation mark without a backslash.
fn end_of_string(text: &str) -> usize {
    let mut escaped = false;
    let end = text.bytes().position(|byte| {
        let ends = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        ends
    });
    end.unwrap_or(text.len())
}

/// The longest tag, in bytes.
const LONGEST_TAG: usize = 200;

/// Tags that end a line.
const BREAKS: [&str; 3] = ["<br>", "<br/>", "<br />"];

/// Tags of a cell of a table.
const CELLS: [&str; 2] = ["td", "th"];

/// A row of a table as one line: cells apart, and a colon between a name and its only value.
fn of_table(text: &str) -> Option<String> {
    let row = text.trim_ascii().strip_prefix('|')?;
    let cells = pieces(row, '|').filter(|cell| !cell.trim_ascii().is_empty());
    let mut cells: Vec<&str> = cells.map(|cell| cell.trim_end_matches(HIGHLIGHT)).collect();
    // The row's number.
    let counts = |cell: &&str| cell.trim_ascii().bytes().all(|b| b.is_ascii_digit());
    if cells.len() > 1 && cells.first().is_some_and(counts) {
        cells.remove(0);
    }
    let (name, values) = cells.split_first()?;
    let is_name = |b: u8| b.is_ascii_lowercase() || b == b'_';
    let colon = values.len() == 1 && name.trim_ascii().bytes().all(is_name);
    let mut line = (*name).to_owned();
    for value in values {
        line.push_str(if colon { " : " } else { "  " });
        line.push_str(value.trim_matches(HIGHLIGHT));
    }
    Some(line)
}

/// Marks that highlight a cell, and blanks around them.
const HIGHLIGHT: [char; 3] = ['`', '*', ' '];

/// The line without tags, if it has a closing one or begins with one: of a page's source, or a
/// name in a chat. One alone may be a mark for lines that were left out.
fn untagged(text: String) -> String {
    let bare = text.trim_ascii();
    let begins = tag(bare).is_some_and(|(_, rest)| !rest.is_empty());
    if !begins && first(bare, "</").is_none() && !BREAKS.iter().any(|b| bare.ends_with(b)) {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = first(rest, "<") {
        let (before, from) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.push_str(before);
        rest = if let Some((name, after)) = tag(from) {
            let name = name.strip_prefix('/').unwrap_or(name);
            if CELLS.contains(&before_first(name, " ")) {
                out.push('|');
            } else if name.starts_with("br") {
                out.push(' ');
            }
            after
        } else {
            out.push('<');
            from.get(1..).unwrap_or_default()
        };
    }
    out.push_str(rest);
    out
}

/// The inside of a tag at the start of a text, and what follows it.
pub(super) fn tag(text: &str) -> Option<(&str, &str)> {
    let inner = text.strip_prefix('<')?;
    let end = inner.bytes().take(LONGEST_TAG).position(|b| b == b'>' || b == b'<')?;
    let (name, rest) = inner.split_at_checked(end)?;
    let named = name.strip_prefix(['/', '@', '+', '~', '%', '&']).unwrap_or(name);
    let letter = named.bytes().next().is_some_and(|b| b.is_ascii_alphabetic());
    Some((name, rest.strip_prefix('>')?)).filter(|_| letter)
}

/// Marks as HTML escapes them, after the ampersand.
const ESCAPED: [(&str, char); 9] = [
    ("gt;", '>'),
    ("lt;", '<'),
    ("nbsp;", ' '),
    ("quot;", '"'),
    ("apos;", '\''),
    ("ndash;", '-'),
    ("minus;", '-'),
    ("rarr;", '→'),
    ("amp;", '&'),
];

fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = first(rest, "&") {
        out.push_str(rest.get(..at).unwrap_or_default());
        rest = rest.get(at + 1..).unwrap_or_default();
        let named = ESCAPED.iter().find_map(|(name, mark)| Some((*mark, rest.strip_prefix(name)?)));
        if let Some((mark, after)) = named.or_else(|| numbered(rest)) {
            push_plain(&mut out, mark);
            rest = after;
        } else {
            out.push('&');
        }
    }
    out.push_str(rest);
    out
}

/// `#62;` and `#x3e;`, and what follows.
fn numbered(text: &str) -> Option<(char, &str)> {
    let inner = text.strip_prefix('#')?;
    let (radix, digits) = inner.strip_prefix(['x', 'X']).map_or((10, inner), |hex| (16, hex));
    let end = digits.bytes().take(8).position(|b| b == b';')?;
    let code = u32::from_str_radix(digits.get(..end)?, radix).ok()?;
    Some((char::from_u32(code)?, digits.get(end + 1..)?))
}

/// The line without the backslashes that Markdown and JSON write before marks.
fn without_backslashes(text: String) -> String {
    if first(&text, "\\").is_none() {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match rest.peek() {
            Some(mark) if c == '\\' && mark.is_ascii_punctuation() => out.extend(rest.next()),
            _ => out.push(c),
        }
    }
    out
}

/// Ends of lines that were written out.
const END: [&str; 4] = ["^M", "^M$", "#015", "\\r"];

/// The line without ends that were written out, and without marks that highlight it.
fn unmarked(line: &str) -> &str {
    let mut rest = line.trim_end_matches(['`', '|', ' ']);
    while let Some(before) = END.iter().find_map(|end| rest.strip_suffix(end)) {
        rest = before.trim_end_matches(['`', '|', ' ']);
    }
    let bold = |text: &&str| !text.ends_with('*');
    rest = rest.strip_suffix("**").filter(bold).unwrap_or(rest).trim_end_matches('`');
    let bare = rest.trim_ascii_start();
    let after = bare.strip_prefix("**").filter(|after| !after.starts_with('*'));
    after.unwrap_or(bare).strip_prefix('`').or(after).unwrap_or(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, expected: &str) {
        assert_eq!(unwrapped(line.to_owned()), expected, "{line}");
    }

    #[test]
    fn strings_of_json_are_read_with_and_without_their_records() {
        check("      \"msg\": \"(XEN) a \\\"b\\\"\",", "(XEN) a \"b\"");
        check("\t\"MESSAGE\" : \"Released 0 page(s)\",", "Released 0 page(s)");
        check("\"(XEN) a\"", "(XEN) a");
        for (before, after) in [
            ("{\"__CURSOR\":\"s=1\",\"MESSAGE\":\"", "\",\"_HOSTNAME\":\"dom0\"}"),
            ("{ \"PRIORITY\" : \"6\", \"MESSAGE\" : \"", "\" }"),
            ("{\"log\":\"", "\",\"stream\":\"stdout\"}"),
            ("{\"log\":\"", ""),
        ] {
            check(&format!("{before}(XEN) a \\\"b\\\" c{after}"), "(XEN) a \"b\" c");
        }
        check("{\"time\":\"5\"}", "{\"time\":\"5\"}");
    }

    #[test]
    fn tags_go_and_what_only_looks_like_one_stays() {
        check("<p>(XEN) a</p>", "(XEN) a");
        check("<tr><td>1</td><td>(XEN) <b>a</b></td></tr>", "(XEN) a");
        check("<span class=\"line\">a  b</span>", "a  b");
        check("<joe> Mem: 5", " Mem: 5");
        check("<@joe> Mem: 5", " Mem: 5");
        for end in BREAKS {
            check(&format!("(XEN) a{end}"), "(XEN) a");
        }
        for stays in ["<snip>", "<6>a", "a <b@c.org>", "crashkernel=512M<4G a>", "a <b", "<"] {
            check(stays, stays);
        }
        check("<b>512M<4G</b>", "512M<4G");
    }

    #[test]
    fn escaped_marks_are_the_marks() {
        check("1-&gt;2 &#62; &#x3e; &#160;&apos;&amp;", "1->2 > >  '&");
        check("1-&amp;gt;2", "1->2");
        check("1&rarr;2 5&ndash;6", "1->2 5-6");
        check("a & b &x; &#x; &#99999999;", "a & b &x; &#x; &#99999999;");
        check("\\[0\\] dom0\\_mem=2G\\*", "[0] dom0_mem=2G*");
        check("(type \\047CTRL-a\\047)", "(type \\047CTRL-a\\047)");
    }

    #[test]
    fn a_row_of_a_table_is_one_line() {
        check("| total_memory | 65423 |", " total_memory : 65423");
        check("|| host || dom0 ||", " host : dom0");
        check("<tr><th>free_memory</th><td class=\"x\">5</td></tr>", "free_memory : 5");
        check("| Mem: | 3928 | 402 | 3212 |", " Mem:  3928  402  3212");
        check("| Domain-0 | 0 | 4096 | 4 | r----- |", " Domain-0  0  4096  4  r-----");
        check("| (XEN)  [0, 5] (usable)", " (XEN)  [0, 5] (usable)");
        check("| xen_version | `4.17.5` |", " xen_version : 4.17.5");
        check("| web || 3 || 1024 || 2 || -b---- || 12.5", " web  3  1024  2  -b----  12.5");
        check("| 12 | (XEN) a |", " (XEN) a");
        check("|---|---|", "---  ---");
        check("|", "");
        check("a | b", "a | b");
    }

    #[test]
    fn marks_around_a_line_and_ends_that_were_written_out_go() {
        for line in [
            "`a b`",
            "**a b**",
            "a b^M",
            "a b^M$",
            "a b#015",
            "a b\\r",
            "**`a b`**",
            "a b` |",
            "`a b^M`",
        ] {
            let found = unwrapped(line.to_owned());
            assert_eq!(found.trim_start_matches('`'), "a b", "{line}");
        }
        check("\"a\\tb\"", "a b");
        check("| `a b` |", "a b");
        check("  a", "  a");
        check("*** Building a PV Dom0 ***", "*** Building a PV Dom0 ***");
    }
}
