//! What loggers write in front of a line, and who speaks in it.
//!
//! Stamps, dates, hosts and the names of programs are taken off until none is left, because
//! they stack (spec/log-formats.md L1 to L7 and X1 to X7). A line in which the ends of
//! others were lost is parted where a new one begins.

use crate::text::{after_first, before_first, first, halves, number};

/// Who speaks in a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Speaker {
    /// The hypervisor: `(XEN)`.
    Xen,
    /// A kernel: a stamp, or the name `kernel:`.
    Linux,
    /// A guest, or a hypervisor inside one: `(d2) (XEN)`, `(XEN) HVM4:`.
    Guest,
    /// Nobody known: a tool's output, a shell, a person.
    Other,
}

/// A line's parts: who speaks, and what is said.
pub(super) fn parts(line: &str) -> Vec<(Speaker, &str)> {
    let mut found = Vec::new();
    let mut rest = line;
    let mut outer = Speaker::Other;
    while let Some(at) = first(rest, "(XEN)") {
        let before = rest.get(..at).unwrap_or_default();
        let (speaker, said) = headed(before);
        let guest = is_domain(said.trim_ascii());
        if !said.trim_ascii().is_empty() && !guest {
            push(&mut found, (outer_of(outer, speaker), said));
            outer = Speaker::Other;
        }
        outer = if guest || outer == Speaker::Guest { Speaker::Guest } else { Speaker::Xen };
        rest = rest.get(at + "(XEN)".len()..).unwrap_or_default();
        rest = rest.strip_prefix(' ').unwrap_or(rest);
    }
    let (speaker, said) = headed(rest);
    let guest = outer == Speaker::Xen && is_about_guest(said);
    push(&mut found, (if guest { Speaker::Guest } else { outer_of(outer, speaker) }, said));
    found
}

fn outer_of(outer: Speaker, own: Speaker) -> Speaker {
    if outer == Speaker::Other { own } else { outer }
}

/// A part, split further where a kernel's stamp begins inside it.
fn push<'a>(found: &mut Vec<(Speaker, &'a str)>, (speaker, said): (Speaker, &'a str)) {
    let mut from = 1;
    while let Some(more) = said.get(from..) {
        let Some(at) = more.bytes().position(|b| b == b'[') else { break };
        let stamp = more.get(at..).and_then(after_stamp);
        if let (Some(after), Some(before)) = (stamp, said.get(..from + at)) {
            let kept = if speaker == Speaker::Guest { speaker } else { Speaker::Linux };
            found.push((speaker, before));
            return push(found, (kept, after));
        }
        from += at + 1;
    }
    found.push((speaker, said));
}

/// `(d2)`.
fn is_domain(text: &str) -> bool {
    let inner = text.strip_prefix("(d").and_then(|t| t.strip_suffix(')'));
    inner.is_some_and(|t| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit()))
}

/// X7: lines of guests on Xen's console; those about dom0 are Xen's own.
fn is_about_guest(said: &str) -> bool {
    let said = said.trim_ascii_start();
    let hvm = said.strip_prefix("HVM").and_then(number).is_some_and(|(_, r)| r.starts_with(':'));
    let bracket = said.strip_prefix("(d").and_then(number).is_some_and(|(_, r)| r.starts_with(')'));
    let domain = said.strip_prefix('d').and_then(number).is_some_and(|(n, rest)| {
        let rest = rest.strip_prefix('v').and_then(number).map_or(rest, |(_, rest)| rest);
        n > 0 && rest.starts_with(' ')
    });
    hvm || bracket || domain
}

/// The line without everything that loggers put in front, and who speaks.
fn headed(line: &str) -> (Speaker, &str) {
    let (mut speaker, mut rest) = (Speaker::Other, line);
    loop {
        let bare = rest.trim_ascii_start();
        let next = if let Some(after) = after_stamp(bare) {
            speaker = Speaker::Linux;
            after
        } else if let Some(after) = after_mark(bare) {
            // Only the kernel's own log has days of the week or levels.
            if bare.starts_with(['[', 'k', '<']) && !bare.starts_with("[2") {
                speaker = Speaker::Linux;
            }
            after
        } else if let Some((kernel, after)) = after_host(bare) {
            if kernel {
                speaker = Speaker::Linux;
            }
            after
        } else {
            return (speaker, rest);
        };
        rest = next;
    }
}

/// `[    0.000000] ` and, with the caller, `[    0.000000][    T0] `.
fn after_stamp(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('[')?.trim_ascii_start();
    let (_, rest) = number(inner)?;
    let (_, rest) = number(rest.strip_prefix('.')?)?;
    let rest = rest.strip_prefix(']')?;
    let caller = rest.strip_prefix('[').map(str::trim_ascii_start);
    let caller = caller.and_then(|t| t.strip_prefix(['T', 'C'])).and_then(number);
    let rest = caller.and_then(|(_, rest)| rest.strip_prefix(']')).unwrap_or(rest);
    Some(rest.strip_prefix(' ').unwrap_or(rest))
}

/// Dates in brackets (`dmesg -T` has the day of the week), Xen's raw counter, `(early)` and
/// levels such as `<6>` and `kern  :info  : `.
fn after_mark(text: &str) -> Option<&str> {
    if let Some(rest) = text.strip_prefix("(early)") {
        return Some(rest);
    }
    if let Some(level) = text.strip_prefix("kern ").and_then(|t| after_first(t, ":")) {
        return after_first(level, ":").map(|rest| rest.strip_prefix(' ').unwrap_or(rest));
    }
    if let Some(rest) = text.strip_prefix('<') {
        return number(rest).and_then(|(_, rest)| rest.strip_prefix('>'));
    }
    let inner = text.strip_prefix('[')?;
    let body = before_first(inner, "]");
    let after = inner.get(body.len() + 1..)?;
    let counter = body.len() == 16 && body.bytes().all(|b| b.is_ascii_hexdigit());
    let day = body.get(..4).is_some_and(|d| DAYS.contains(&d)) && body.len() == 24;
    (counter || day || is_date(body)).then(|| after.strip_prefix(' ').unwrap_or(after))
}

/// Days of the week as `dmesg -T` writes them.
const DAYS: [&str; 7] = ["Mon ", "Tue ", "Wed ", "Thu ", "Fri ", "Sat ", "Sun "];

/// `2024-01-02 …`.
fn is_date(text: &str) -> bool {
    let part = |text: &str, mark| {
        number(text).and_then(|(n, rest)| Some((n, rest.strip_prefix(mark)?.to_owned())))
    };
    let year = part(text, '-').filter(|(year, _)| (1970..10_000).contains(year));
    year.and_then(|(_, rest)| part(&rest, '-')).is_some_and(|(month, _)| month < 13)
}

/// Months as loggers write them.
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// A date, a host and a program's name, as far as there are any; whether the kernel is
/// named.
fn after_host(text: &str) -> Option<(bool, &str)> {
    let dated = after_date(text);
    let rest = dated.unwrap_or(text).trim_ascii_start();
    let (one, after) = halves(rest, ' ');
    let (two, _) = halves(after, ' ');
    let program = |word: &str| word.len() > 1 && word.ends_with(':');
    let known = |word: &str| word == "kernel:" || word.starts_with("kernel[");
    if known(one) {
        return Some((true, rest.get(one.len() + 1..).unwrap_or_default()));
    }
    let after_two =
        || rest.get(one.len() + 1 + two.len()..).map(|t| t.strip_prefix(' ').unwrap_or(t));
    // Lines of Xen's own that look like a host and a program.
    let xens = ["Dom0 kernel: 64-bit", "Dom0 kernel: 32-bit", "Loaded kernel: "];
    if known(two) && !xens.iter().any(|head| rest.starts_with(head)) {
        return Some((true, after_two()?));
    }
    let dated = dated?;
    // Without a host and a program, the date alone goes.
    Some(if program(two) { (false, after_two()?) } else { (false, dated) })
}

/// `May 02 08:02:43.123` or `2024-01-02T03:04:05+0000`.
fn after_date(text: &str) -> Option<&str> {
    if is_date(text) {
        let end = text.bytes().position(|b| b == b' ').unwrap_or(text.len());
        let rest = text.get(end..)?;
        // A blank may part the date from the time.
        let time = rest.trim_ascii_start();
        let timed =
            after_time(time).filter(|_| !before_first(text, " ").bytes().any(|b| b == b':'));
        return Some(timed.unwrap_or(rest));
    }
    let month = text.get(..3).filter(|m| MONTHS.contains(m))?;
    let (_, rest) = number(text.get(month.len()..)?.trim_ascii_start())?;
    after_time(rest.trim_ascii_start())
}

/// `08:02:43.123`.
fn after_time(text: &str) -> Option<&str> {
    let (_, rest) = number(text)?;
    let (_, rest) = number(rest.strip_prefix(':')?)?;
    let (_, rest) = number(rest.strip_prefix(':')?)?;
    rest.get(rest.bytes().take_while(|b| *b != b' ').count()..)
}

/// The option's text without a logger's date at its end, which follows if a field lost the
/// end of the line.
pub(super) fn without_date_at_end(text: &str) -> &str {
    let cut = MONTHS.iter().filter_map(|month| {
        let at = first(text, month)?;
        after_date(text.get(at..)?)?;
        text.get(..at)
    });
    cut.min_by_key(|t| t.len()).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Speaker::{Guest, Linux, Other, Xen};

    #[track_caller]
    fn check(line: &str, expected: &[(Speaker, &str)]) {
        let found: Vec<_> = parts(line).into_iter().map(|(s, t)| (s, t.trim_ascii())).collect();
        assert_eq!(found, expected, "{line}");
    }

    #[test]
    fn heads_stack_and_go() {
        for head in [
            "[    0.000000] ",
            "[ 0.000000] ",
            "[    0.000000][    T0] ",
            "May 02 08:02:43 dom0 kernel: ",
            "May  2 08:02:43.123 dom0 kernel: [    0.000000] ",
            "HP-Z240 kernel: [    0.000000] ",
            "[    0.000000] dom0 kernel: ",
            "2024-01-02T03:04:05+0000 dom0 kernel: ",
            "[2020-09-13 12:08:54] [    0.000000] ",
            "(early) [    0.000000] ",
            "<6>[    0.000000] ",
            "kern  :info  : [    0.000000] ",
        ] {
            check(&format!("{head}Released 0 page(s)"), &[(Linux, "Released 0 page(s)")]);
        }
        for head in [
            "(XEN) ",
            "(XEN) [2024-01-02 03:04:05.678] ",
            "(XEN) [0000001b00000000] ",
            "(XEN) [    5.090182] ",
            "[Tue Nov 29 01:23:45 2026] (XEN) ",
            "[2020-12-24 08:34:49] (XEN) ",
            "Oct  4 12:05:25.087462 (XEN) ",
            "Nov 29 01:23:45 dom0 hypervisor[612]: (XEN) ",
        ] {
            for said in ["System RAM: 1MB", "Dom0 kernel: 64-bit, lsb", "Loaded kernel: 0->1"] {
                check(&format!("{head}{said}"), &[(Xen, said)]);
            }
        }
    }

    #[test]
    fn an_entry_is_no_stamp() {
        let line = "(XEN)  [0000000000100000, 00000000c7f8ffff] (usable)";
        check(line, &[(Xen, "[0000000000100000, 00000000c7f8ffff] (usable)")]);
    }

    #[test]
    fn guests_are_told_apart() {
        check("(d2) (XEN)  Dom0 alloc.:", &[(Guest, "Dom0 alloc.:")]);
        check("(XEN) HVM4: e820 map", &[(Guest, "HVM4: e820 map")]);
        check("(XEN) d1v0 x", &[(Guest, "d1v0 x")]);
        check("(XEN) d0 has maximum 744 PIRQs", &[(Xen, "d0 has maximum 744 PIRQs")]);
    }

    #[test]
    fn lines_that_lost_their_ends_are_parted() {
        check("UTC 2013(XEN) Bootloader", &[(Other, "UTC 2013"), (Xen, "Bootloader")]);
        check(
            "(XEN) Command line: dom0_mem=1G[    0.0] Linux 2.6",
            &[(Xen, "Command line: dom0_mem=1G"), (Linux, "Linux 2.6")],
        );
        check("[0.0] a[ 0.1] b", &[(Linux, "a"), (Linux, "b")]);
        check("xl info", &[(Other, "xl info")]);
        assert_eq!(
            without_date_at_end("2G,max:2GNov 29 01:23:45 dom0 hypervisor[612]:"),
            "2G,max:2G"
        );
        assert_eq!(without_date_at_end("2G,max:2G"), "2G,max:2G");
    }
}
