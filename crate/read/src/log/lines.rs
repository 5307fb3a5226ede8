//! A paste as lines of a log: without decoration, wrapped lines joined, lines that lost
//! their ends parted (spec/log-formats.md, "How a reader should behave").
//!
//! Not here: what a line means ([`super::body`]).

use std::borrow::Cow;

use super::body::XenLine;
use super::clean::{Habits, after_number, broken, cleaned, quotation, unquoted};
use super::elision::is_elision;
use super::heads::{Speaker, host_of, parts};
use super::prompt::prompt;
use super::wrap::{LONGEST, NARROWEST, Width, is_cut};
use super::{linux, xen};
use crate::line::{Bytes, Line};
use crate::printed::{label, looks_like_one, printed};
use crate::text::{after_first, has, number};

/// One line of a log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct LogLine<'a> {
    /// The paste's line it begins in, from 1.
    pub(super) first: usize,
    /// The paste's line it ends in.
    pub(super) last: usize,
    /// Who speaks.
    pub(super) speaker: Speaker,
    /// What is said, with the blanks in front.
    pub(super) said: Cow<'a, str>,
    /// Whether its end was cut off, which a mark shows.
    pub(super) cut: bool,
    /// The number of the host that a logger names in front, from 1; 0 if it names none.
    pub(super) host: usize,
    /// The bytes of what is said, and of what a logger wrote in front.
    bytes: Bytes,
}

impl LogLine<'_> {
    /// What is said, to look for words in.
    pub(super) fn line(&self) -> Line<'_> {
        Line::within(&self.said, self.bytes)
    }
}

/// The paste's own line after cleaning.
struct Raw<'a> {
    number: usize,
    length: usize,
    text: Cow<'a, str>,
    bytes: Bytes,
    cut: bool,
    host: usize,
}

/// The lines of a paste.
pub(super) fn lines(text: &str) -> Vec<LogLine<'_>> {
    let habits = Habits::of(text);
    let width = Width::of(text.lines().map(|line| unquoted(line).1));
    let mut all = Lines { habits, found: Vec::new(), held: None, length: 0, hosts: Vec::new() };
    let mut rows = text.lines().peekable();
    let mut count = 0;
    while let Some(row) = rows.next() {
        count += 1;
        let number = count;
        if habits.is_old(row) {
            continue;
        }
        if let Some((whole, taken)) = width.and_then(|w| w.joined(unquoted(row).1, &mut rows)) {
            count += taken;
            let (line, bytes) = cleaned(&whole, habits);
            let text = without_marks(Cow::Owned(line.into_owned()), habits);
            let host = all.host(&text);
            // It has its end, however long it is.
            all.take(Raw { number, length: 0, text, bytes, cut: false, host }, count);
            continue;
        }
        for part in broken(row) {
            let cut = habits.cuts(part);
            // What a string, a row or a page's source is can be seen only without the marks.
            let (marks, part) = quotation(part);
            let (line, bytes) = cleaned(part, habits);
            let length = marks.len() + line.trim_ascii_end().len();
            let text = without_marks(line, habits);
            let host = all.host(&text);
            all.take(Raw { number, length, text, bytes, cut, host }, count);
        }
    }
    if let Some(raw) = all.held.take() {
        take(&mut all.found, raw, count, &mut all.length);
    }
    all.found
}

/// The lines found so far.
struct Lines<'a> {
    habits: Habits,
    found: Vec<LogLine<'a>>,
    /// A row that goes on in the next one.
    held: Option<Raw<'a>>,
    /// Length of the paste's line in which the last line found ends.
    length: usize,
    /// Hosts that a logger names.
    hosts: Vec<String>,
}

/// Hosts that are told apart: each is looked for in every line.
const HOSTS: usize = 32;

impl<'a> Lines<'a> {
    /// The number of the host that a logger names in front of a line.
    fn host(&mut self, line: &str) -> usize {
        let Some(name) = host_of(line) else { return 0 };
        let known = self.hosts.iter().position(|host| host == name);
        known.map_or_else(
            || {
                if self.hosts.len() < HOSTS {
                    self.hosts.push(name.to_owned());
                }
                self.hosts.len()
            },
            |at| at + 1,
        )
    }

    /// Takes a row that ends in the paste's line `last`.
    fn take(&mut self, row: Raw<'a>, last: usize) {
        let raw = match self.held.take() {
            Some(before) => Raw {
                text: Cow::Owned(before.text.into_owned() + &row.text),
                bytes: before.bytes.with(row.bytes),
                cut: row.cut,
                ..before
            },
            None => row,
        };
        let soft = self.habits.soft_breaks && raw.text.ends_with('=');
        if soft && raw.text.trim_ascii().len() > 1 {
            let mut text = raw.text.into_owned();
            text.pop();
            self.held = Some(Raw { text: Cow::Owned(text), ..raw });
        } else {
            take(&mut self.found, raw, last, &mut self.length);
        }
    }
}

/// The line without quoting marks and its number.
fn without_marks(line: Cow<'_, str>, habits: Habits) -> Cow<'_, str> {
    fn bare(line: &str, habits: Habits) -> &str {
        let (_, bare) = unquoted(line);
        // A tab or a border after it has become a blank.
        let blank = || number(bare.trim_ascii_start())?.1.strip_prefix(' ');
        let own = || after_number(bare).or_else(blank).unwrap_or(bare);
        if habits.numbered { own() } else { bare }
    }
    match line {
        Cow::Borrowed(line) => Cow::Borrowed(bare(line, habits)),
        Cow::Owned(line) => Cow::Owned(bare(&line, habits).to_owned()),
    }
}

fn take<'a>(found: &mut Vec<LogLine<'a>>, raw: Raw<'a>, last: usize, length: &mut usize) {
    let (number, bytes, cut) = (raw.number, raw.bytes, raw.cut);
    let host = raw.host;
    let mut add = |speaker: Speaker, said: Cow<'a, str>| {
        let before = found
            .last_mut()
            .filter(|before| speaker == Speaker::Other && before.last + 1 == number && !before.cut)
            .filter(|before| before.said.len() < LONGEST);
        let wrapped = before.and_then(|before| match &said {
            next if *length >= NARROWEST && is_cut(&before.said, next) => Some((before, "")),
            next if goes_on(before, next, *length) => Some((before, " ")),
            _ => None,
        });
        match wrapped {
            Some((before, between)) => {
                let mut whole = before.said.trim_ascii_end().to_owned();
                whole.push_str(between);
                whole.push_str(said.trim_ascii());
                before.said = Cow::Owned(whole);
                before.bytes = before.bytes.with(bytes).with(Bytes::of(" "));
                before.last = last;
            }
            None => {
                found.push(LogLine { first: number, last, speaker, said, cut: false, host, bytes });
            }
        }
    };
    match raw.text {
        Cow::Borrowed(text) => {
            for (speaker, said) in parts(Line::within(text, bytes)) {
                add(speaker, Cow::Borrowed(said));
            }
        }
        Cow::Owned(text) => {
            for (speaker, said) in parts(Line::within(&text, bytes)) {
                add(speaker, Cow::Owned(said.to_owned()));
            }
        }
    }
    if let Some(line) = found.last_mut() {
        line.cut = cut;
    }
    *length = raw.length;
}

/// Beginnings of the lines whose wrapped ends matter.
const WRAPPED: [&str; 10] = [
    "Dentry cache hash table",
    "Inode-cache hash table",
    "software IO TLB",
    "Command line:",
    "Kernel command line:",
    "xen_commandline",
    "Linux version ",
    "Xen version ",
    "Memory: ",
    "Dom0 alloc",
];

/// Columns from which on a line may have been wrapped: mail programs wrap at 72 to 78.
const WIDTH: usize = 70;

/// Blanks before the end of a wrapped line, at most: the headers of tables have more.
const INDENTED: usize = 10;

/// Whether `next` is the wrapped end of `before`, whose line had `length` columns.
fn goes_on(before: &LogLine<'_>, next: &str, length: usize) -> bool {
    let whole = before.line();
    let indented = next.len() - next.trim_ascii_start().len() > INDENTED;
    let (said, next) = (whole.trimmed(), next.trim_ascii());
    if next.is_empty() || said.is_empty() || indented || begins(next) {
        return false;
    }
    if printed(said).is_some() {
        return false;
    }
    let word = next.bytes().take_while(|b| *b != b' ').count();
    let full = length + 1 + word > WIDTH;
    if full && before.speaker != Speaker::Other && completes(before, next) {
        return true;
    }
    if looks_like_one(whole)
        || label(said.as_bytes()).is_some()
        || is_half(&before.said, before.speaker)
    {
        return joined(&said, next);
    }
    if !WRAPPED.iter().any(|w| said.starts_with(w)) && !is_open(&said) {
        return false;
    }
    let open = said.ends_with(" pages") || said.ends_with("available (") || said.ends_with(',');
    let half = said.starts_with("Dom0 alloc") && next.starts_with('(');
    open || half || full
}

/// Whether a line of Xen or Linux says something together with the next one, and nothing alone.
fn completes(before: &LogLine<'_>, next: &str) -> bool {
    let known = |said: Line<'_>| match xen::line(said, before.speaker) {
        Some(XenLine::Ramdisk(place)) => place.start < place.end,
        Some(_) => true,
        None => linux::line(said, before.speaker).is_some(),
    };
    let said = before.line().trimmed();
    !known(said) && known(Line::new(&[&*said, " ", next].concat()))
}

/// Whether a line of a boot loader has words for Xen whose closing mark is missing.
fn is_open(said: &str) -> bool {
    let value = after_first(said, "GRUB_CMDLINE_XEN").and_then(|text| after_first(text, "="));
    let quote = value.and_then(|text| text.bytes().next()).filter(|b| matches!(b, b'"' | b'\''));
    quote.is_some_and(|quote| said.bytes().filter(|b| *b == quote).count() == 1)
}

/// The start of an entry of Xen's map that names no kind yet.
pub(super) fn is_half(said: &str, speaker: Speaker) -> bool {
    let said = said.trim_ascii();
    let digits = said.strip_prefix('[').unwrap_or(said);
    speaker == Speaker::Xen
        && digits.len() >= 16
        && digits.bytes().take(16).all(|b| b.is_ascii_hexdigit())
        && digits.get(16..).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', ',']))
}

/// Whether both together are an entry of a map.
fn joined(said: &str, next: &str) -> bool {
    let mut whole = said.to_owned();
    whole.push(' ');
    whole.push_str(next);
    // An entry by itself goes on only after a label.
    let printed = |line| printed(Line::new(line));
    printed(&whole).is_some() && (printed(next).is_none() || label(said.as_bytes()).is_some())
}

/// Whether a line without a head begins something of its own.
fn begins(line: &str) -> bool {
    if is_elision(line) || prompt(line).is_some() {
        return true;
    }
    let name = line.bytes().take_while(|b| b.is_ascii_alphanumeric() || b"_()".contains(b)).count();
    let rest = line.get(name..).unwrap_or_default();
    // `hash table entries: 524288 (order: 10, …)` may have been wrapped inside.
    let own = name > 0 && !line.starts_with("entries: ") && !line.starts_with("(order: ");
    let field = own && rest.trim_ascii_start().starts_with(": ");
    let table = own && rest.strip_prefix(':').map(str::trim_ascii_start).and_then(number).is_some();
    let starts =
        ["$ ", "# ", "Xen ", "Linux version ", "BIOS-provided", "Name  ", "Domain-0", "/sys/"];
    let known = || {
        let line = Line::new(line);
        xen::line(line, Speaker::Other).is_some() || linux::line(line, Speaker::Other).is_some()
    };
    field || table || starts.iter().any(|s| line.starts_with(s)) || has(line, "RAM map:") || known()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Vec<(usize, usize, String)> {
        lines(text).into_iter().map(|l| (l.first, l.last, l.said.trim_ascii().to_owned())).collect()
    }

    #[track_caller]
    fn check(text: &str, expected: &[(usize, usize, &str)]) {
        let found = said(text);
        let found: Vec<_> = found.iter().map(|(a, b, t)| (*a, *b, t.as_str())).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn wrapped_command_lines_go_on_until_something_begins() {
        let long = "(XEN) Command line: placeholder cpufreq=xen:performance,verbose loglvl=all";
        check(
            &format!(
                "{long}\ndom0_mem=min:1G smt=off gnttab_max_frames=2048 no-real-mode edd=off ucode=scan\nx=y\nhost   : h\n"
            ),
            &[
                (
                    1,
                    3,
                    "Command line: placeholder cpufreq=xen:performance,verbose loglvl=all dom0_mem=min:1G smt=off gnttab_max_frames=2048 no-real-mode edd=off ucode=scan x=y",
                ),
                (4, 4, "host   : h"),
            ],
        );
        let short = "(XEN) Command line: dom0_mem=2G";
        check(
            &format!("{short}\n29 hello"),
            &[(1, 1, "Command line: dom0_mem=2G"), (2, 2, "29 hello")],
        );
        check(&format!("{long}\n Xen 4.17.5\n"), &[(1, 1, &long[6..]), (2, 2, "Xen 4.17.5")]);
        check(&format!("{long}\nabc : h\n"), &[(1, 1, &long[6..]), (2, 2, "abc : h")]);
        // A row of a table has a name and a number; neither alone is one.
        check(&format!("{long}\nrow:3947 512\n"), &[(1, 1, &long[6..]), (2, 2, "row:3947 512")]);
        let whole = |rest: &str| format!("{} {rest}", &long[6..]);
        for rest in ["x:y z", ":3947 512"] {
            check(&format!("{long}\n{rest}\n"), &[(1, 2, &whole(rest))]);
        }
    }

    /// In whatever language it is.
    #[test]
    fn a_header_of_a_table_is_no_wrapped_end() {
        let long = "xen_commandline        : placeholder console=com2,115200 dom0_mem=8G,max:8G";
        for header in ["               total        used", "              gesamt       benutzt"] {
            check(&format!("{long}\n{header}\n"), &[(1, 1, long), (2, 2, header.trim())]);
        }
    }

    /// As mail programs wrap them at 72 columns.
    #[test]
    fn every_line_that_is_used_goes_on_where_it_was_wrapped() {
        for (one, two) in [
            (
                "[    0.121212] Dentry cache hash table entries: 524288 (order: 10,",
                "4194304 bytes, linear)",
            ),
            (
                "[    0.121717] Inode-cache hash table entries: 262144 (order: 9, 2097152",
                "bytes, linear)",
            ),
            (
                "[    0.212345] software IO TLB: mapped [mem",
                "0x0000000074ffc000-0x0000000078ffc000] (64MB)",
            ),
            (
                "GRUB_CMDLINE_XEN_DEFAULT=\"loglvl=all guest_loglvl=all com1=115200,8n1",
                "console=com1,vga dom0_mem=4096M,max:4096M\"",
            ),
        ] {
            let found = said(&format!("{one}\n{two}\n"));
            let whole = format!("{one} {two}");
            assert_eq!(found.len(), 1, "{found:?}");
            assert!(whole.ends_with(&found[0].2), "{found:?}");
        }
        for (one, two) in [
            (
                "Tue 2026-11-29 14:06:09 CET dom0 hypervisor[612]: (XEN) System RAM:",
                "65423MB (66993628kB)",
            ),
            (
                "May 14 12:01:02 dom0 hypervisor[612]: (XEN)  Dom0 alloc.:",
                "0000001054000000->0000001058000000 (1023110 pages to be allocated)",
            ),
            (
                "2026-11-29T14:06:09.123456+01:00 dom0 kernel: [    0.065001] Remapped 28837",
                "page(s) and more of a long name",
            ),
            (
                "2026-11-29T14:06:09+01:00 dom0 kernel: [    0.000000] last_pfn =",
                "0x1870a5 max_arch_pfn = 0x400000000",
            ),
            (
                "2026-11-29T14:06:09+01:00 dom0 kernel: [    0.0000] RAMDISK: [mem",
                "0x04200000-0x06579fff]",
            ),
            (
                "Tue 2026-11-29 14:06:09 CET dom0 kernel: Dentry cache hash table",
                "entries: 524288 (order: 10, 4194304 bytes, linear)",
            ),
            (
                "May 14 12:01:02 dom0 hypervisor[612]: (XEN)  Init. ramdisk:",
                "000000107dc86000->000000107ffff5b7",
            ),
            (
                "[Tue Nov 29 14:06:09 2026] Dentry cache hash table entries: 524288",
                "(order: 10, 4194304 bytes, linear)",
            ),
        ] {
            let found = said(&format!("{one}\n{two}\n"));
            assert_eq!(found.last().map(|l| (l.0, l.1)), Some((1, 2)), "{one} {found:?}");
        }
        let short = "[    0.000000] Remapped 28837";
        assert_eq!(said(&format!("{short}\npage(s)\n")).len(), 2);
        let closed = "GRUB_CMDLINE_XEN_DEFAULT=\"loglvl=all guest_loglvl=all com1=115200,8n1 x\"";
        assert_eq!(said(&format!("{closed}\nplaceholder dom0_mem=1G\n")).len(), 2);
    }

    /// A terminal's rows of 68 columns, one with a blank lost at its end, one in a quotation.
    #[test]
    fn rows_cut_at_a_fixed_column_are_one_line_again() {
        let rest = "M,max:4096M ucode=scan";
        let line = "(XEN) Command line: placeholder loglvl=all sched=credit dom0_mem=409";
        assert_eq!(line.len(), 68);
        let check_all = |text: &str| {
            let whole = format!("{}6{rest}", &line[6..]);
            check(text, &[(1, 2, &whole), (3, 3, "Bootloader: GRUB 2.06")]);
        };
        check_all(&format!("{line}\n6{rest}\n(XEN) Bootloader: GRUB 2.06\n"));
        check_all(&format!("> {line}\n> 6{rest}\n> (XEN) Bootloader: GRUB 2.06\n"));
        let blank = "(XEN) Command line: placeholder loglvl=all guest_loglvl=all x=y z=a";
        let all = format!("{line}\n6{rest}\n{blank}\ndom0_max_vcpus=4");
        let second = format!("{} dom0_max_vcpus=4", &blank[6..]);
        assert_eq!(said(&all)[1], (3, 4, second));
    }

    /// Such as an attachment below a quoted line.
    #[test]
    fn a_line_does_not_go_on_for_ever() {
        let line = "(XEN) Command line: placeholder loglvl=all guest_loglvl=all sched=credit xx";
        let text = format!("{line}\n{}", format!("{}\n", "QUJD".repeat(19)).repeat(2000));
        let found = lines(&text);
        assert!(found[0].last < 100, "{}", found[0].last);
        assert_eq!(found.last().map(|l| l.last), Some(2001));
    }

    #[test]
    fn other_breaks_of_lines_part_them_and_keep_their_number() {
        for mark in ["\u{2028}", "\u{2029}", "\u{85}", "\u{b}"] {
            check(
                &format!("(XEN) a{mark}(XEN) b\n(XEN) c"),
                &[(1, 1, "a"), (1, 1, "b"), (2, 2, "c")],
            );
        }
    }

    #[test]
    fn quoted_printable_and_numbered_lines_keep_their_numbers() {
        check("1:(XEN) a\n2:(XEN) b", &[(1, 1, "a"), (2, 2, "b")]);
        check(
            "(XEN) loglvl=3D=\nall dom0_mem=3D2G\n(XEN) b",
            &[(1, 2, "loglvl=all dom0_mem=2G"), (3, 3, "b")],
        );
        check("(XEN) a=", &[(1, 1, "a")]);
        // Otherwise it belongs to the text.
        let option = "(XEN) Command line: placeholder loglvl=all dom0_mem=";
        check(
            &format!("{option}\n2G,max:2G ucode=scan\n(XEN) b"),
            &[(1, 2, &format!("{}2G,max:2G ucode=scan", &option[6..])), (3, 3, "b")],
        );
    }
}
