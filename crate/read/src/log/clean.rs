//! One line of a paste without what mail programs, terminals and web pages put around it.
//!
//! Colours of a terminal, blanks of web pages, escaped marks of HTML, undecoded
//! quoted-printable, quoting marks and line numbers go (spec/log-formats.md Q1 to Q4). Not
//! here: stamps and heads that loggers write ([`super::heads`]).

use crate::text::{first, number};

/// What the whole paste shows about how its lines were written.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Habits {
    /// Undecoded quoted-printable: `=3D` stands for `=`.
    pub(super) printable: bool,
    /// Every line has its number in front, as `grep -n` and editors write it.
    pub(super) numbered: bool,
}

impl Habits {
    /// The habits of a paste.
    pub(super) fn of(text: &str) -> Self {
        let printable = first(text, "=3D").is_some();
        let written = text.lines().filter(|l| !l.trim_ascii().is_empty()).take(200);
        let (all, numbered) = written.fold((0_usize, 0_usize), |(all, numbered), line| {
            (all + 1, numbered + usize::from(after_number(unquoted(line).1).is_some()))
        });
        Self { printable, numbered: numbered > 0 && numbered * 10 >= all * 9 }
    }
}

/// The line without colours, carriage returns, escapes of HTML and quoted-printable.
pub(super) fn cleaned(line: &str, habits: Habits) -> String {
    let mut out = String::with_capacity(line.len());
    let mut code = false;
    for c in line.chars() {
        if code {
            // A code ends at its first letter.
            code = !c.is_ascii_alphabetic();
        } else {
            match c {
                '\u{1b}' => code = true,
                '\u{a0}' => out.push(' '),
                '\r' | '\u{feff}' | '\u{0}' => {}
                _ => out.push(c),
            }
        }
    }
    if habits.printable && out.bytes().any(|b| b == b'=') {
        out = decoded(&out);
    }
    if out.bytes().any(|b| b == b'&') { unescaped(&out) } else { out }
}

/// Marks as HTML escapes them, after the ampersand.
const ESCAPED: [(&str, char); 8] = [
    ("gt;", '>'),
    ("lt;", '<'),
    ("nbsp;", ' '),
    ("quot;", '"'),
    ("#39;", '\''),
    ("#60;", '<'),
    ("#62;", '>'),
    ("amp;", '&'),
];

fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = first(rest, "&") {
        out.push_str(rest.get(..at).unwrap_or_default());
        rest = rest.get(at + 1..).unwrap_or_default();
        match ESCAPED.iter().find(|(name, _)| rest.starts_with(name)) {
            Some((name, mark)) => {
                out.push(*mark);
                rest = rest.get(name.len()..).unwrap_or_default();
            }
            None => out.push('&'),
        }
    }
    out.push_str(rest);
    out
}

/// `=3D` and the like as bytes; an equals sign at the end remains, because it joins lines.
fn decoded(line: &str) -> String {
    let mut out = Vec::with_capacity(line.len());
    let mut rest = line.as_bytes();
    while let Some((byte, more)) = rest.split_first() {
        let pair = more.get(..2).and_then(|two| core::str::from_utf8(two).ok());
        let code = pair
            .filter(|two| two.bytes().all(|b| b.is_ascii_digit() || (b'A'..=b'F').contains(&b)));
        match code.and_then(|two| u8::from_str_radix(two, 16).ok()) {
            Some(decoded) if *byte == b'=' => {
                out.push(decoded);
                rest = more.get(2..).unwrap_or_default();
            }
            Some(_) | None => {
                out.push(*byte);
                rest = more;
            }
        }
    }
    // A blank of web pages may have been encoded, too.
    String::from_utf8_lossy(&out).chars().map(|c| if c == '\u{a0}' { ' ' } else { c }).collect()
}

/// How many bytes of quoting marks a line has, and the line without them.
pub(super) fn unquoted(line: &str) -> (usize, &str) {
    let mut rest = line;
    loop {
        let bare = rest.strip_prefix(' ').unwrap_or(rest);
        match bare.strip_prefix('>') {
            Some(more) => rest = more,
            None => break,
        }
    }
    let quoted = rest.len() < line.len();
    let rest = if quoted { rest.strip_prefix(' ').unwrap_or(rest) } else { rest };
    let rest = rest.strip_prefix('`').unwrap_or(rest);
    (line.len() - rest.len(), rest)
}

/// The line after its number: `12:` and, for lines around a match, `12-`. A time of day and
/// a line of `/proc/iomem` are none.
pub(super) fn after_number(line: &str) -> Option<&str> {
    let (_, rest) = number(line.trim_ascii_start()).filter(|(n, _)| *n < 10_000_000)?;
    if let Some(rest) = rest.strip_prefix(':') {
        let time = number(rest).is_some_and(|(n, more)| n < 60 && more.starts_with(':'));
        return (!time).then_some(rest);
    }
    let rest = rest.strip_prefix('-')?;
    // An address or a date would go on with digits.
    (!rest.bytes().next().is_some_and(|b| b.is_ascii_hexdigit())).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_decoration_of_a_line_goes() {
        let plain = |line: &str| {
            let line = cleaned(line, Habits { printable: true, numbered: false });
            unquoted(&line).1.to_owned()
        };
        assert_eq!(
            plain("\u{1b}[32m(XEN) Xen vers\u{1b}[0m\u{1b}[33mion 4.17\u{1b}[0m\r"),
            "(XEN) Xen version 4.17"
        );
        assert_eq!(plain("> >> (XEN)\u{a0}x"), "(XEN) x");
        assert_eq!(plain("&gt; Dom0 alloc.: 1-&gt;2 &amp;"), "Dom0 alloc.: 1->2 &");
        assert_eq!(plain("dom0_mem=3D2G=20=C2=A0x="), "dom0_mem=2G  x=");
        assert_eq!(plain("`(XEN) x"), "(XEN) x");
        assert_eq!(plain("  01000000-01e02c63 : Kernel code"), "  01000000-01e02c63 : Kernel code");
    }

    #[test]
    fn numbers_of_lines_are_no_times_and_no_addresses() {
        assert_eq!(after_number("12:(XEN) x"), Some("(XEN) x"));
        assert_eq!(after_number("  12-$ xl"), Some("$ xl"));
        assert_eq!(
            after_number("98:00000000-00000fff : Reserved"),
            Some("00000000-00000fff : Reserved")
        );
        for line in ["12:34:56 dom0", "00000000-00000fff : Reserved", "2024-01-02 x", "x"] {
            assert_eq!(after_number(line), None, "{line}");
        }
        assert!(Habits::of("1:a\n2:b\n").numbered && !Habits::of("1:a\nb\n").numbered);
    }
}
