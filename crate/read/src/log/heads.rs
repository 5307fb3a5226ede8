//! What loggers write in front of a line, and who speaks in it.
//!
//! Stamps, dates, hosts and the names of programs are taken off until none is left, because
//! they stack (spec/log-formats.md L1 to L7 and X1 to X7). A line in which the ends of
//! others were lost is parted where a new one begins.

use super::labels::parted;
use super::markup::tag;
use super::prompt::host;
use super::stamps::{MONTHS, after_brackets, after_date, after_record, after_stamp, has_time};
use crate::line::Line;
use crate::text::{after_first, before_first, first, halves, has, number};

/// Who speaks in a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Speaker {
    /// The hypervisor: `(XEN)`.
    Xen,
    /// A kernel: a stamp, or the name `kernel:`.
    Linux,
    /// A guest, or a hypervisor inside one: `(d2) (XEN)`, `(XEN) HVM4:`.
    Guest,
    /// A program that a journal names, neither the kernel nor one that keeps a guest's console.
    Program,
    /// Nobody known: a tool's output, a shell, a person.
    Other,
}

/// A line's parts: who speaks, and what is said.
pub(super) fn parts(line: Line<'_>) -> Vec<(Speaker, &str)> {
    let mut found = Vec::new();
    let mut rest = line.text();
    let mut outer = Speaker::Other;
    while let Some(at) = if line.may_have("(XEN)") { first(rest, "(XEN)") } else { None } {
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
    let guest = match outer {
        Speaker::Xen => is_about_guest(said),
        Speaker::Other => is_of_guest(said),
        Speaker::Linux | Speaker::Program | Speaker::Guest => false,
    };
    push(&mut found, (if guest { Speaker::Guest } else { outer_of(outer, speaker) }, said));
    found
}

fn outer_of(outer: Speaker, own: Speaker) -> Speaker {
    if outer == Speaker::Other { own } else { outer }
}

/// A part, split further where a kernel's stamp begins inside it.
fn push<'a>(found: &mut Vec<(Speaker, &'a str)>, (mut speaker, mut said): (Speaker, &'a str)) {
    let mut from = 1;
    while let Some(more) = said.get(from..) {
        let Some(at) = more.bytes().position(|b| b == b'[') else { break };
        let stamp = more.get(at..).and_then(after_stamp);
        if let (Some(after), Some(before)) = (stamp, said.get(..from + at)) {
            found.push((speaker, before));
            if speaker != Speaker::Guest {
                speaker = Speaker::Linux;
            }
            (said, from) = (after, 1);
        } else {
            from += at + 1;
        }
    }
    let mut rest = said;
    while let Some((line, more)) = if speaker == Speaker::Other { parted(rest) } else { None } {
        found.push((speaker, line));
        rest = more;
    }
    found.push((speaker, rest));
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
    hvm || is_of_guest(said) || names_guest(said)
}

/// `(d1) `: what a guest writes to its console, as Xen's ring has it between its own lines.
fn is_of_guest(said: &str) -> bool {
    let domain = said.trim_ascii_start().strip_prefix("(d").and_then(number);
    domain.is_some_and(|(id, rest)| id > 0 && rest.starts_with(')'))
}

/// `d1v0 `: what Xen itself says of a guest.
pub(super) fn names_guest(said: &str) -> bool {
    said.strip_prefix('d').and_then(number).is_some_and(|(n, rest)| {
        let rest = rest.strip_prefix('v').and_then(number).map_or(rest, |(_, rest)| rest);
        n > 0 && rest.starts_with(' ')
    })
}

/// More heads than any line has.
const MOST: usize = 32;

/// The line without everything that loggers put in front, and who speaks. What a program writes
/// is its own, whatever stands in it.
fn headed(line: &str) -> (Speaker, &str) {
    let (speaker, program, rest) = heads(line);
    (program.unwrap_or(speaker), rest)
}

/// The same with the program that the first head names.
fn heads(line: &str) -> (Speaker, Option<Speaker>, &str) {
    let (mut speaker, mut program, mut rest) = (Speaker::Other, None, line);
    let mut named = false;
    for _ in 0..MOST {
        let bare = rest.trim_ascii_start();
        let next = if let Some(after) = after_stamp(bare) {
            speaker = Speaker::Linux;
            after
        } else if let Some((dmesg, after)) = after_brackets(bare) {
            if dmesg {
                speaker = Speaker::Linux;
            }
            after
        } else if let Some(after) = after_mark(bare) {
            // Only the kernel's own log has levels.
            speaker = Speaker::Linux;
            after
        } else if let Some(after) = after_field(bare) {
            after
        } else if let Some((name, after)) =
            after_protocol(bare).or_else(|| after_host(bare)).or_else(|| after_kernel(bare))
        {
            match name {
                Some("kernel") => {
                    speaker = Speaker::Linux;
                    named = true;
                }
                Some(name) if !named => program = program.or(by(name)),
                Some(_) | None => {}
            }
            after
        } else {
            break;
        };
        rest = next;
    }
    (speaker, program, rest)
}

/// Beginnings of the names of programs that keep guests' consoles in dom0.
const CONSOLES: [&str; 6] = ["qemu", "xenconsoled", "stubdom", "libvirt", "virtqemud", "virtxend"];

/// Programs that pass on what others say.
const RELAYS: [&str; 12] = [
    "dmesg",
    "logger",
    "root",
    "klogd",
    "syslog",
    "syslogd",
    "rsyslogd",
    "syslog-ng",
    "netconsole",
    "conserver",
    "console",
    "hypervisor",
];

/// Who speaks where a journal names a program; `None` if it passes on what others say.
fn by(name: &str) -> Option<Speaker> {
    let name = before_first(name, "[").trim_end_matches(':');
    if CONSOLES.iter().any(|console| name.starts_with(console)) {
        return Some(Speaker::Guest);
    }
    (!RELAYS.contains(&name)).then_some(Speaker::Program)
}

/// `(early)`, levels such as `<6>` and `kern  :info  : `, and records of `/dev/kmsg`.
fn after_mark(text: &str) -> Option<&str> {
    if let Some(rest) = text.strip_prefix("(early)") {
        return Some(rest);
    }
    if let Some(level) = text.strip_prefix("kern ").and_then(|t| after_first(t, ":")) {
        return after_first(level, ":").map(|rest| rest.strip_prefix(' ').unwrap_or(rest));
    }
    priority(text)
        .filter(|(level, _)| *level < 8)
        .map(|(_, rest)| rest)
        .or_else(|| after_record(text))
}

/// `<30>`: what is logged, times 8, and a level. The kernel's own is 0.
fn priority(text: &str) -> Option<(u64, &str)> {
    let (priority, rest) = number(text.strip_prefix('<')?)?;
    Some((priority, rest.strip_prefix('>')?))
}

/// The longest head before a kernel's name, in bytes.
const LONGEST: usize = 120;

/// What follows the kernel's name, if a time of day is somewhere before it: a date in whatever
/// language, and a host.
fn after_kernel(text: &str) -> Option<(Option<&str>, &str)> {
    let near = text.get(..text.floor_char_boundary(LONGEST))?;
    let at = first(near, " kernel: ").filter(|at| has_time(near.get(..*at).unwrap_or_default()))?;
    Some((Some("kernel"), text.get(at + " kernel: ".len()..)?))
}

/// How a logger names the kernel or Xen after the host.
const NAMED: [&str; 4] = [" kernel: ", " kernel[", " kernel - ", " hypervisor["];

/// Names that a machine has before it knows its own.
const UNKNOWN: [&str; 3] = ["localhost", "linux", "fedora"];

/// The host of which a logger has the kernel's line or Xen's, without its domain.
pub(super) fn host_of(line: &str) -> Option<&str> {
    let near = line.get(..line.floor_char_boundary(LONGEST))?;
    let before = near.get(..NAMED.iter().filter_map(|name| first(near, name)).min()?)?;
    let before = after_stamp(before).unwrap_or(before).trim_ascii();
    let mut words = before.split_ascii_whitespace().rev();
    let name = words.find(|word| !word.starts_with("kern."))?;
    // A message may have the same words.
    let said = has(before, "(XEN)") || matches!(name, "Dom0" | "Loaded");
    let head = !said && (name.len() == before.len() || has_time(before));
    host(name).filter(|name| head && !UNKNOWN.contains(name))
}

/// A program and what it says, as RFC 5424 has them: a version, a date, a host, the program, its
/// number, a kind, and data in brackets (`1 2026-11-29T14:06:09Z dom0 kernel - - [meta x="1"] `).
fn after_protocol(text: &str) -> Option<(Option<&str>, &str)> {
    let dated = text.strip_prefix("1 ").unwrap_or(text);
    let (_, rest) = halves(after_date(dated)?.strip_prefix(' ')?, b' ');
    let (program, rest) = halves(rest, b' ');
    let (process, rest) = halves(rest, b' ');
    let (kind, rest) = halves(rest, b' ');
    let data = rest.strip_prefix('[').filter(|inner| has(before_first(inner, "]"), "="));
    let after = data.and_then(|inner| after_first(inner, "]")).or_else(|| rest.strip_prefix('-'));
    // Some write none.
    let after = after.or_else(|| (kind == "-").then_some(rest))?;
    let numbered = process == "-" || process.bytes().all(|b| b.is_ascii_digit());
    (numbered && !program.ends_with(':')).then_some((Some(program), after))
}

/// The message of a record that `journalctl` prints with all its fields, one of another part of
/// the system than the kernel, or what somebody says in a chat: `<joe> `.
fn after_field(text: &str) -> Option<&str> {
    let name = || tag(text).or_else(|| Some(("", priority(text)?.1)));
    let said = || name().map(|(_, rest)| rest).filter(|rest| !rest.is_empty());
    text.strip_prefix("MESSAGE=").or_else(said)
}

/// Beginnings of messages that look like a host and a program's name.
const MESSAGES: [&str; 10] = [
    "Mem:",
    "MemTotal:",
    "Command line:",
    "Dom0 alloc.:",
    "Dom0 kernel: 64-bit",
    "Dom0 kernel: 32-bit",
    "Init. ramdisk:",
    "Loaded kernel: ",
    "System RAM:",
    "Phys-Mach map:",
];

/// A date, a zone, a host, a facility and a program's name, as far as there are any; the program,
/// which is `kernel` if that is the kernel.
fn after_host(text: &str) -> Option<(Option<&str>, &str)> {
    let dated = after_date(text);
    let start = dated.unwrap_or(text).trim_ascii_start();
    let kernel = |word: &str| word == "kernel:" || word.starts_with("kernel[");
    let message = |text: &str| MESSAGES.iter().any(|m| text.starts_with(m));
    let mut rest = start;
    // Before the program: `UTC host kern.info`.
    for place in 0..if dated.is_some() { 4 } else { 2 } {
        let (word, _) = halves(rest, b' ');
        let after = rest.get(word.len()..).map(|t| t.strip_prefix(' ').unwrap_or(t))?;
        if kernel(word) && !message(start) {
            return Some((Some("kernel"), after));
        }
        let plain = place == 1 && word.len() > 1 && word.ends_with(':');
        let named = is_numbered(word)
            || dated.is_some()
                && (word.ends_with("]:") || plain && !message(start) && !message(rest));
        if place > 0 && named {
            return Some((Some(word), after));
        }
        rest = after.trim_ascii_start();
    }
    // Without a host and a program, the date alone goes.
    Some((None, dated?))
}

/// `qemu[12]:`.
fn is_numbered(word: &str) -> bool {
    let name =
        word.bytes().take_while(|b| b.is_ascii_alphanumeric() || b"-_./@".contains(b)).count();
    let inner = word.get(name..).and_then(|rest| rest.strip_prefix('[')?.strip_suffix("]:"));
    name > 0 && inner.is_some_and(|id| !id.is_empty() && id.bytes().all(|b| b.is_ascii_digit()))
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
    use Speaker::{Guest, Linux, Other, Program, Xen};

    #[track_caller]
    fn check(line: &str, expected: &[(Speaker, &str)]) {
        let found: Vec<_> =
            parts(Line::new(line)).into_iter().map(|(s, t)| (s, t.trim_ascii())).collect();
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
            "[  +0.000012] ",
            "[Nov29 14:06] ",
            "[So Nov 29 14:06:09 2026] ",
            "Sun 2026-11-29 14:06:09 UTC host kernel: ",
            "Sun 2026-11-29 14:06:09.123456 CEST host kernel: [    0.000000] ",
            "1764425169.123456 host kernel: ",
            "[    5.123456 <    0.000001 >] host kernel: ",
            "Nov 29 14:06:09 host kern.info kernel: [    0.000000] ",
            "6,123,456789,-;",
            "[    0.000000] [    T0] ",
            "Mai 14 12:01:02 dom0 kernel: ",
            "févr. 14 12:01:02 dom0 kernel: ",
            "мая 14 12:01:02 dom0 kernel: [    0.000000] ",
            " 5月 14 12:01:02 kernel kernel: ",
            "<6>1 2026-11-29T14:06:09.123456+01:00 host kernel - - - ",
            "<6>1 2026-11-29T14:06:09Z host kernel - - [meta sequenceId=\"1\"] ",
            "MESSAGE=[    0.000000] ",
            "    MESSAGE=<6>",
            "[14:06] <joe> [    0.000000] ",
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
            "Sun 2026-11-29 01:23:45 UTC dom0 hypervisor[612]: (XEN) ",
        ] {
            for said in ["System RAM: 1MB", "Dom0 kernel: 64-bit, lsb", "Loaded kernel: 0->1"] {
                check(&format!("{head}{said}"), &[(Xen, said)]);
            }
        }
    }

    /// A device model writes what its guest prints.
    #[test]
    fn what_a_program_writes_is_not_the_kernels() {
        for (head, speaker) in [
            ("Nov 29 14:06:09 dom0 qemu[12]: ", Guest),
            ("Nov 29 14:06:09 dom0 qemu-system-i386[4711]: ", Guest),
            ("2026-11-29T14:06:09+0000 dom0 xenconsoled[812]: ", Guest),
            ("[    5.090182] dom0 qemu-dm-3[99]: ", Guest),
            ("Nov 29 14:06:09 dom0 web-console[5]: ", Program),
            ("Nov 29 14:06:09 dom0 vm.log: ", Program),
            ("Nov 29 14:06:09 dom0 logger[5]: ", Other),
            ("<30>1 2026-11-29T14:06:09.123456+01:00 dom0 qemu-dm-3 4711 - - ", Guest),
            ("<30>1 2026-11-29T14:06:09Z dom0 xenconsoled - x [a@1 b=\"c\"] ", Guest),
            ("2026-11-29T14:06:09Z dom0 vmlog 12 - - ", Program),
            ("<30>1 2026-11-29T14:06:09Z dom0 logger 12 - - ", Other),
            ("Nov 29 14:06:09 dom0 qemu[12]: Nov 29 14:06:08 web kernel: ", Guest),
        ] {
            let said = "Linux version 5.10.0 (a@b)";
            check(&format!("{head}{said}"), &[(speaker, said)]);
        }
        let stamped = "Nov 29 14:06:09 dom0 qemu[12]: [    0.000000] Linux version 5.10.0";
        check(stamped, &[(Guest, "Linux version 5.10.0")]);
    }

    #[test]
    fn the_host_of_a_kernels_line_is_known_in_every_form() {
        for head in [
            "May 02 08:02:43 xen1 kernel: ",
            "<6>1 2026-11-29T14:06:09Z xen1.example.org kernel - - - ",
            "[    5.123456] xen1 kernel: ",
            "xen1 kernel: ",
            "Nov 29 14:06:09 xen1 kern.info kernel: ",
            "Sun 2026-11-29 14:06:09 UTC xen1 hypervisor[612]: (XEN) ",
        ] {
            assert_eq!(host_of(&format!("{head}Released 0 page(s)")), Some("xen1"), "{head}");
        }
        for line in [
            "Nov 29 14:06:09 localhost kernel: x",
            "Loading the kernel: done",
            "[    0.000000] Released 0 page(s)",
            "Nov 29 14:06:09 xen1 qemu[5]: x",
            "(XEN) [2024-01-02 03:04:05.678]  Loaded kernel: 0->1",
            "(XEN)  Xen  kernel: 64-bit, lsb, compat32",
            "[    0.000000] Dom0 kernel: 64-bit, PAE, lsb",
        ] {
            assert_eq!(host_of(line), None, "{line}");
        }
    }

    #[test]
    fn a_message_after_a_date_is_no_program() {
        for message in ["Dom0 alloc.:   1->2", "Command line: x", "software IO TLB: mapped"] {
            check(&format!("2026-11-29 14:06:09 {message}"), &[(Other, message)]);
        }
        for row in ["MemTotal:        4022368 kB", "Mem:            3928         402        3212"] {
            check(
                &format!("2026-11-29T14:06:09.123Z dom0 {row}"),
                &[(Other, "dom0"), (Other, row)],
            );
        }
    }

    #[test]
    fn an_entry_is_no_stamp() {
        let line = "(XEN)  [0000000000100000, 00000000c7f8ffff] (usable)";
        check(line, &[(Xen, "[0000000000100000, 00000000c7f8ffff] (usable)")]);
    }

    /// Each is looked for in all that follows, so very many would take very long.
    #[test]
    fn very_many_heads_in_one_line_are_not_all_taken_off() {
        let text = "MESSAGE=".repeat(100_000);
        assert_eq!(parts(Line::new(&text))[0].1.len(), text.len() - MOST * "MESSAGE=".len());
    }

    /// As many as a stack could not hold.
    #[test]
    fn very_many_stamps_in_one_line_are_as_many_parts() {
        let text = "[    0.000000] x ".repeat(100_000);
        assert_eq!(parts(Line::new(&text)).len(), 100_000);
    }

    #[test]
    fn guests_are_told_apart() {
        check("(d2) (XEN)  Dom0 alloc.:", &[(Guest, "Dom0 alloc.:")]);
        check("(XEN) HVM4: e820 map", &[(Guest, "HVM4: e820 map")]);
        check("(XEN) d1v0 x", &[(Guest, "d1v0 x")]);
        check("(XEN) (d1) x", &[(Guest, "(d1) x")]);
        check("(d12) about to get started...", &[(Guest, "(d12) about to get started...")]);
        check("(d1) [    0.000000] Linux", &[(Guest, "(d1)"), (Guest, "Linux")]);
        check("(d0) [    0.000000] Linux", &[(Other, "(d0)"), (Linux, "Linux")]);
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
