//! One line of a paste without what mail programs, terminals and web pages put around it.
//!
//! Colours of a terminal, blanks of web pages, escaped marks of HTML, undecoded
//! quoted-printable, quoting marks and line numbers go (spec/log-formats.md Q1 to Q4). Not
//! here: stamps and heads that loggers write ([`super::heads`]).

use std::borrow::Cow;

use super::letters::push_plain;
use super::markup::{is_wrapped, unwrapped};
use crate::line::{Bytes, Line};
use crate::text::{after_first, after_last, first, has, number};

/// What the whole paste shows about how its lines were written.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Habits {
    /// Undecoded quoted-printable: `=3D` stands for `=`.
    pub(super) printable: bool,
    /// A `=` at the end of a row is no sign of the text: the row goes on in the next one.
    pub(super) soft_breaks: bool,
    /// Every line has its number in front, as `grep -n` and editors write it.
    pub(super) numbered: bool,
    /// The width at which a pager cut lines off, in characters.
    edge: Option<usize>,
    /// What begins the lines of the old text in a comparison of two, which are not of the new one.
    old: Option<&'static str>,
}

impl Habits {
    /// The habits of a paste.
    pub(super) fn of(text: &str) -> Self {
        let printable = first(text, "=3D").is_some();
        let written = text.lines().filter(|l| !l.trim_ascii().is_empty()).take(200);
        let (all, numbered) = written.fold((0_usize, 0_usize), |(all, numbered), line| {
            (all + 1, numbered + usize::from(after_number(unquoted(line).1).is_some()))
        });
        // Such a text has no other `=` of its own.
        let at_end = |(i, _): (usize, &str)| {
            text.get(i + 1..).is_some_and(|rest| rest.is_empty() || rest.starts_with(['\n', '\r']))
        };
        let soft_breaks = printable || text.match_indices('=').all(at_end);
        let numbered = numbered > 0 && numbered * 10 >= all * 9;
        Self { printable, soft_breaks, numbered, edge: edge(text), old: old(text) }
    }

    /// Whether a line is only in the old text of a comparison.
    pub(super) fn is_old(self, line: &str) -> bool {
        // A journal parts boots with `-- Boot …`.
        self.old.is_some_and(|mark| {
            let row = unquoted(line).1;
            row.starts_with(mark) && !row.starts_with("-- ")
        })
    }

    /// Whether a pager cut this line of the paste off.
    pub(super) fn cuts(self, line: &str) -> bool {
        self.edge.is_some_and(|edge| ends_cut(line.trim_end()) && width(line) == edge)
    }
}

/// What begins the lines of the old text, if the paste is what `diff` prints.
fn old(text: &str) -> Option<&'static str> {
    let mut rows = text.lines().map(|line| unquoted(line).1);
    rows.find_map(|row| match is_hunk(row) {
        true if row.starts_with('@') => Some("-"),
        true => Some("< "),
        false => None,
    })
}

/// Whether `diff` writes this above lines that differ: `@@ -1,5 +1,6 @@` or `5,6c5`.
pub(super) fn is_hunk(row: &str) -> bool {
    let range = |text| {
        let (_, rest) = number(text)?;
        Some(rest.strip_prefix(',').and_then(number).map_or(rest, |(_, rest)| rest))
    };
    let row = row.trim_ascii_end();
    if let Some(old) = row.strip_prefix("@@ -") {
        let new = range(old).and_then(|rest| range(rest.strip_prefix(" +")?));
        return new.is_some_and(|rest| rest.starts_with(" @@"));
    }
    range(row).and_then(|rest| range(rest.strip_prefix(['a', 'c', 'd'])?)) == Some("")
}

/// The width at which a pager cut lines off: that of the longest line, if all that end in the
/// pager's mark have it, and if they are two or end in the middle of what is used.
fn edge(text: &str) -> Option<usize> {
    let (mut longest, mut cut) = (0, Vec::new());
    for line in text.lines() {
        longest = longest.max(width(line));
        if ends_cut(line.trim_end()) {
            cut.push(line);
        }
    }
    let enough = cut.len() > 1 || cut.iter().any(|line| ends_in_a_value(line));
    (enough && cut.iter().all(|line| width(line) == longest)).then_some(longest)
}

/// Characters of a line without blanks at its end.
pub(super) fn width(line: &str) -> usize {
    line.trim_end().chars().count()
}

/// Whether a line ends as `less -S` and `journalctl` end one that goes on. A tag or an address
/// in angle brackets ends with the same mark.
fn ends_cut(line: &str) -> bool {
    let closes = |inner: &str| after_last(inner, "<").is_some_and(|tag| !has(tag, " "));
    line.ends_with('…') || line.strip_suffix('>').is_some_and(|inner| !closes(inner))
}

/// Whether the end of a line is a value: a command line, or a release.
fn ends_in_a_value(line: &str) -> bool {
    let lines = ["ommand line:", "xen_commandline", "GRUB_CMDLINE"];
    let release = |head| after_first(line, head).is_some_and(|rest| !has(rest.trim_ascii(), " "));
    lines.iter().any(|head| has(line, head)) || release("Linux version ") || release("Xen version ")
}

/// What breaks a line beside the usual mark: of word processors, terminals that move down without
/// going back, JSON and web pages.
const BROKEN: [&str; 9] =
    ["\r", "\u{b}", "\u{85}", "\u{2028}", "\u{2029}", "\\n", "<br>", "<br/>", "<br />"];

/// The parts of a paste's line between such marks.
pub(super) fn broken(line: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(line.trim_matches(['\r', '\0']));
    core::iter::from_fn(move || {
        let text = rest?;
        let found = text.bytes().enumerate().find_map(|(at, byte)| {
            if !matches!(byte, b'\r' | 0xb | 0xc2 | 0xe2 | b'\\' | b'<') {
                return None;
            }
            let mark = BROKEN.iter().find(|mark| {
                text.as_bytes().get(at..).is_some_and(|t| t.starts_with(mark.as_bytes()))
            })?;
            Some((at, mark.len()))
        });
        rest = found.and_then(|(at, length)| text.get(at + length..));
        Some(found.and_then(|(at, _)| text.get(..at)).unwrap_or(text))
    })
}

/// The line without colours, carriage returns, escapes of HTML and quoted-printable, and its
/// bytes.
pub(super) fn cleaned(line: &str, habits: Habits) -> (Cow<'_, str>, Bytes) {
    let bytes = Bytes::of(line);
    let marks: &[u8] =
        if habits.printable { b"\0\x07\x08\t\r\x1b&\\=" } else { b"\0\x07\x08\t\r\x1b&\\" };
    let plain = !bytes.foreign() && !marks.iter().any(|mark| bytes.has(*mark));
    let whole = Line::within(line, bytes);
    if plain && !is_coloured(whole) && !is_wrapped(whole) {
        return (Cow::Borrowed(line), bytes);
    }
    let line = decorated(line, habits);
    let bytes = Bytes::of(&line);
    (Cow::Owned(line), bytes)
}

/// The same for a line that has any of these.
fn decorated(line: &str, habits: Habits) -> String {
    let mut out = String::with_capacity(line.len());
    let mut code = Code::None;
    let mut rest = line.chars().peekable();
    while let Some(c) = rest.next() {
        if let Some(next) = code.after(c) {
            code = next;
            continue;
        }
        if c == '—' && rest.peek() != Some(&'>') {
            // What word processors make of two hyphens, but not in an arrow.
            out.push('-');
        }
        push_plain(&mut out, c);
    }
    if habits.printable && out.bytes().any(|b| b == b'=') {
        out = decoded(&out);
    }
    unwrapped(uncoloured(out))
}

/// Where a character is in a code for a terminal.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Code {
    /// In none.
    None,
    /// After the first character of one.
    Begun,
    /// In one that a letter or a mark ends: `ESC [32m`, `ESC [200~`.
    Sequence,
    /// In a window's title, which a bell or another code ends.
    Title,
    /// In one that has a single character after it: `ESC (B`.
    Charset,
}

impl Code {
    /// Where the next character is if this one is in a code; `None` if it is text.
    fn after(self, c: char) -> Option<Self> {
        match (self, c) {
            (_, '\u{1b}') => Some(Self::Begun),
            (Self::None, _) => None,
            (Self::Begun, '[') => Some(Self::Sequence),
            (Self::Begun, ']') => Some(Self::Title),
            (Self::Begun, '(' | ')') => Some(Self::Charset),
            (Self::Sequence, '@'..='~')
            | (Self::Title, '\u{7}')
            | (Self::Begun | Self::Charset, _) => Some(Self::None),
            (Self::Sequence | Self::Title, _) => Some(self),
        }
    }
}

/// The line without codes of colours whose first character was lost or written out: `[32m`,
/// `^[[0m`.
fn uncoloured(text: String) -> String {
    if !is_coloured(Line::new(&text)) {
        return text;
    }
    let text = WRITTEN.iter().fold(text, |text, code| text.replace(code, "["));
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = first(rest, "[") {
        let (before, from) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.push_str(before);
        rest = after_colour(from).unwrap_or_else(|| {
            out.push('[');
            from.get(1..).unwrap_or_default()
        });
    }
    out.push_str(rest);
    out
}

/// How programs write the first two characters of such a code.
const WRITTEN: [&str; 7] = ["^[[", "ESC[", "#033[", "\\x1b[", "\\033[", "\\u001b[", "␛["];

/// Whether there are such codes in a line: one that is usual, and one that can be read.
fn is_coloured(line: Line<'_>) -> bool {
    if WRITTEN.iter().any(|code| line.has(code)) {
        return true;
    }
    let usual = |two: &[u8]| matches!(two, [b'[', b'0' | b'1' | b'3' | b'K' | b'm']);
    line.may_have("[")
        && line.as_bytes().windows(2).any(usual)
        && line
            .bytes()
            .enumerate()
            .any(|(i, byte)| byte == b'[' && line.text().get(i..).and_then(after_colour).is_some())
}

/// What follows a code of a colour.
fn after_colour(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('[')?;
    let digits = inner.bytes().take_while(|b| b.is_ascii_digit() || *b == b';').count();
    let rest = inner.get(digits..)?;
    if let Some(rest) = rest.strip_prefix('m') {
        // `[m` alone ends a colour; `[mem 0x…]` and the days of `dmesg -T` are none.
        let word = ["e", "ar", "ié"].iter().any(|word| rest.starts_with(word));
        return (digits > 0 || !word).then_some(rest);
    }
    rest.strip_prefix('K').filter(|_| digits < 2)
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

/// A line's quoting marks with the blank after them, and what they quote.
pub(super) fn quotation(line: &str) -> (&str, &str) {
    let mut rest = line;
    while let Some(more) = rest.strip_prefix(' ').unwrap_or(rest).strip_prefix('>') {
        rest = more;
    }
    let quoted = rest.len() < line.len();
    let rest = if quoted { rest.strip_prefix(' ').unwrap_or(rest) } else { rest };
    line.split_at_checked(line.len() - rest.len()).unwrap_or(("", line))
}

/// How many bytes of quoting marks a line has, and the line without them.
pub(super) fn unquoted(line: &str) -> (usize, &str) {
    let (_, rest) = quotation(line);
    let rest = rest.strip_prefix('`').unwrap_or(rest);
    (line.len() - rest.len(), rest)
}

/// The line after its number: `12:` and, for lines around a match, `12-`; `12 | `, `12)` and,
/// before a tab, `12`. A time of day and a line of `/proc/iomem` are none.
pub(super) fn after_number(line: &str) -> Option<&str> {
    let (_, rest) = number(line.trim_ascii_start()).filter(|(n, _)| *n < 10_000_000)?;
    if let Some(rest) = rest.strip_prefix(':') {
        let time = number(rest).is_some_and(|(n, more)| n < 60 && more.starts_with(':'));
        return (!time).then_some(rest);
    }
    // As `cat -n`, editors and lists write it.
    let bare = rest.trim_start_matches(' ');
    if let Some(rest) = bare.strip_prefix(['|', '│']).or_else(|| rest.strip_prefix(['\t', ')'])) {
        return Some(rest);
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
            let (line, bytes) = cleaned(line, Habits { printable: true, ..Habits::default() });
            assert_eq!(bytes, Bytes::of(&line));
            unquoted(&line).1.to_owned()
        };
        assert_eq!(
            plain("\u{1b}[32m(XEN) Xen vers\u{1b}[0m\u{1b}[33mion 4.17\u{1b}[0m\r"),
            "(XEN) Xen version 4.17"
        );
        assert_eq!(plain("^[[32m[    0.0] ^[[0m^[[33mXen^[[0m: a"), "[    0.0] Xen: a");
        assert_eq!(
            plain("[32m[    0.0] [0m[1;31mXen[m: [mem 0x0-0x1] b"),
            "[    0.0] Xen: [mem 0x0-0x1] b"
        );
        // A rare code goes where a usual one may be, and stays where none is.
        assert_eq!(plain("[0000000000000000 \u{b7}[7mx"), "[0000000000000000 \u{b7}x");
        assert_eq!(plain("see note[7m"), "see note[7m");
        for date in ["[mar. mai 14 12:01:02 2024] x", "[mer. mai 15 12:01:02 2024] x"] {
            assert_eq!(plain(date), date);
        }
        assert_eq!(plain("│ (XEN) a│").trim_ascii(), "(XEN) a");
        assert_eq!(plain("\u{200b}Dom0 alloc.: 1→2–3"), "Dom0 alloc.: 1->2-3");
        assert_eq!(plain("X=“a” Y=„b“ Z=‘c’"), "X=\"a\" Y=\"b\" Z='c'");
        assert_eq!(plain("000000000009ﬀﬀ oﬃce ﬁ ﬂ ﬄ"), "000000000009ffff office fi fl ffl");
        assert_eq!(plain("6.1.0\u{2011}38\u{2010}amd\u{ad}64"), "6.1.0-38-amd64");
        assert_eq!(plain("a\u{202f}b\u{2009}c\u{2003}d"), "a b c d");
        assert_eq!(plain("(XEN) a<br>"), "(XEN) a");
        assert_eq!(plain("      \"msg\": \"(XEN) a \\\"b\\\"\","), "(XEN) a \"b\"");
        assert_eq!(plain("\"(XEN) a\""), "(XEN) a");
        assert_eq!(plain("> >> (XEN)\u{a0}x"), "(XEN) x");
        assert_eq!(plain("&gt; Dom0 alloc.: 1-&gt;2 &amp;"), "Dom0 alloc.: 1->2 &");
        assert_eq!(plain("dom0_mem=3D2G=20=C2=A0x="), "dom0_mem=2G  x=");
        assert_eq!(plain("`(XEN) x"), "(XEN) x");
        // Codes that end otherwise than at a letter, and a window's title.
        assert_eq!(plain("\u{1b}[?1h\u{1b}=\r(XEN) \u{1b}[200~a"), "(XEN) a");
        assert_eq!(plain("\u{1b}]0;root@dom0: ~\u{7}\u{1b}(B(XEN) a"), "(XEN) a");
        assert_eq!(plain("\u{1b}]0;root@dom0\u{1b}\\(XEN) a"), "(XEN) a");
        assert_eq!(plain("xl inx\u{8}fo\u{7}"), "xl info");
        for escape in ["ESC", "#033", "\\x1b", "\\033", "\\u001b", "␛"] {
            assert_eq!(plain(&format!("{escape}[32m(XEN) a{escape}[0m")), "(XEN) a", "{escape}");
        }
        assert_eq!(plain("a\tb\u{3000}c：d"), "a b c: d");
        assert_eq!(plain("r—— a—>b"), "r---- a->b");
        assert_eq!(plain("  01000000-01e02c63 : Kernel code"), "  01000000-01e02c63 : Kernel code");
    }

    #[test]
    fn lines_that_a_pager_cut_are_known_by_their_common_width() {
        let cut = |text: &str| {
            let habits = Habits::of(text);
            text.lines().filter(|line| habits.cuts(line)).count()
        };
        assert_eq!(cut("aaaa bbb>\nccc ddd>>\nshort\n"), 2);
        assert_eq!(cut("aaaa bbb…\nccc dddd…\nshort\n"), 2);
        assert_eq!(cut("(XEN) Command line: a dom0_mem=40>\nshort\n"), 1);
        assert_eq!(cut("dom0 kernel: Linux version 6.12>\nshort\n"), 1);
        for whole in [
            "aaaa bbb>\nccc dddd>\nthe longest of all\n",
            "aaaa bbb>\nccc>\n",
            "aaaa bbb>\nshort\n",
            "(XEN) Command line: dom0_mem=2G<br>\n",
            "(XEN) Command line: a <b>dom0_mem=2G</b>\n",
            "one two <a@b.org>\nsix ten <a@b.org>\n",
            "Linux version 6.1 a>\n",
        ] {
            assert_eq!(cut(whole), 0, "{whole}");
        }
    }

    #[test]
    fn numbers_of_lines_are_no_times_and_no_addresses() {
        assert_eq!(after_number("12:(XEN) x"), Some("(XEN) x"));
        assert_eq!(after_number("  12-$ xl"), Some("$ xl"));
        for mark in ["\t", " |", "|", " │", ")"] {
            assert_eq!(after_number(&format!("  12{mark}(XEN) x")), Some("(XEN) x"), "{mark}");
        }
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
