//! Output of tools: `xl info`, `xl list`, `free`, `/proc/meminfo`, `/proc/iomem`, the
//! balloon's files, and lines of boot loaders.

use sim::map::Kind;

use super::body::{Asked, Body, ToolLine};
use super::doubt::Doubt;
use super::free::Row;
use super::heads::Speaker;
use super::loader::LoaderLine;
use super::prompt::prompt;
use crate::line::Line;
use crate::pair::pairs;
use crate::printed::{Owner, Printed, begins_a_kind, is_other};
use crate::text::{
    after_first, after_last, before_first, counted, first, grouped, has, hexadecimal, number,
    pieces,
};

/// Names of `xl info` that are used.
const INFO: [&str; 13] = [
    "release",
    "machine",
    "nr_cpus",
    "total_memory",
    "free_memory",
    "virt_caps",
    "xen_version",
    "xen_caps",
    "xen_commandline",
    "xen_major",
    "xen_minor",
    "xen_extra",
    "host",
];

/// Those of them that are whole numbers.
const COUNTS: [&str; 3] = ["nr_cpus", "total_memory", "free_memory"];

/// A line of a tool.
pub(super) fn line(said: &str, speaker: Speaker) -> Option<ToolLine> {
    if !matches!(speaker, Speaker::Other | Speaker::Program) {
        return None;
    }
    if let Some((name, value)) = info(said) {
        let unread = COUNTS.contains(&name) && counted(value).is_none();
        let name = INFO.iter().find(|n| **n == name).filter(|_| !unread)?;
        return Some(ToolLine::Info(name, value.to_owned()));
    }
    let after = |head: &str| said.strip_prefix(head).map(str::trim_ascii_start);
    if let Some((kib, rest)) = after("MemTotal:").and_then(grouped) {
        return rest.trim_ascii_start().starts_with("kB").then_some(ToolLine::MemTotal(kib));
    }
    if said.starts_with("total ") && has(said, " used ") && has(said, " free") {
        return Some(ToolLine::FreeHeader);
    }
    if let Some(text) = FREE.iter().find_map(|name| after(name)) {
        return Row::of(text).filter(|_| !is_machines(text)).map(ToolLine::Free);
    }
    if let Some(row) = top(said) {
        return Some(ToolLine::Free(row));
    }
    if said.starts_with("Name ") && has(said, " ID ") {
        return Some(ToolLine::ListHeader);
    }
    if let Some(dom) = listed(said) {
        return Some(dom);
    }
    if let Some(balloon) = balloon(said) {
        return Some(balloon);
    }
    LoaderLine::of(said).map(ToolLine::Loader)
}

/// Whether a row has the machine's memory, as that of `xentop` has: beside its CPUs, or above
/// them. `top` names buffers.
pub(super) fn is_machines(said: &str) -> bool {
    has(said, "CPUs:") || has(said, " total,") && !has(said, "buff")
}

/// `KiB Mem :  3955408 total,` of `top`.
fn top(said: &str) -> Option<Row> {
    let (unit, rest) = said.split_once("iB Mem")?;
    let text = rest.trim_ascii_start().strip_prefix(':')?.trim_ascii_start();
    let (total, rest) = text.split_once(' ')?;
    let known = matches!(unit, "K" | "M" | "G" | "T") && rest.trim_ascii().starts_with("total");
    Row::of(&format!("{total}{unit}")).filter(|_| known)
}

/// The balloon's files, each with its value or only asked for, and the one file of older kernels.
fn balloon(said: &str) -> Option<ToolLine> {
    let value = |name| {
        let rest = after_first(said, name)?.trim_ascii_start();
        counted(rest.strip_prefix([':', '=']).unwrap_or(rest).trim_ascii_start())
    };
    let kib = |name| {
        let (kib, unit) = grouped(said.strip_prefix(name)?.trim_ascii_start())?;
        (unit == " kB").then_some(kib)
    };
    let target = || value("target_kb").or_else(|| kib("Requested target:"));
    let current = || value("current_kb").or_else(|| kib("Current allocation:"));
    let asked = || {
        let shows = has(said, "cat ") || said.starts_with("==> ");
        let mut files: Vec<(usize, Asked)> = Vec::new();
        for (name, file) in [("target_kb", Asked::Target), ("current_kb", Asked::Current)] {
            files.extend(first(said, name).filter(|_| shows).map(|at| (at, file)));
        }
        files.sort_unstable_by_key(|(at, _)| *at);
        let files: Vec<_> = files.into_iter().map(|(_, file)| file).collect();
        (!files.is_empty()).then_some(ToolLine::Asked(files))
    };
    let found = target().map(ToolLine::Target).or_else(|| current().map(ToolLine::Current));
    found.or_else(asked).or_else(|| {
        let release = is_release(prompt(said).map_or(said, |typed| typed.command));
        release.then(|| ToolLine::Asked(vec![Asked::Release]))
    })
}

/// Whether a command prints the kernel's release, and no host in front of it.
fn is_release(command: &str) -> bool {
    let flags = after_first(command, "uname -").map(|flags| before_first(flags, " "));
    let typed = command.starts_with("uname") || command.starts_with("ssh ");
    typed && flags.is_some_and(|flags| flags.contains('r') && !flags.contains(['n', 'a']))
}

/// `name   : value`, as `xl info` prints it.
fn info(said: &str) -> Option<(&str, &str)> {
    let end = said.bytes().take_while(|b| b.is_ascii_lowercase() || *b == b'_').count();
    // People type `max : 4G`.
    let (name, rest) = said.split_at_checked(end).filter(|(name, _)| name.len() > 3)?;
    let value = rest.trim_ascii_start().strip_prefix(':')?;
    (rest.starts_with(' ') || NAMES.contains(&name))
        .then(|| (name, value.trim_ascii().trim_matches('"')))
}

/// The row's name that `free` prints, in the languages in which it has another.
pub(super) const FREE: [&str; 16] = [
    "Mem:",
    "Mem.:",
    "Mem :",
    "Speicher:",
    "Memoria:",
    "Memória:",
    "Память:",
    "Пам.:",
    "Пам'ять:",
    "Pamięć:",
    "Paměť:",
    "Minne:",
    "Bellek:",
    "メモリ:",
    "内存:",
    "記憶體:",
];

/// Names of `xl info` that may have lost the blanks before their colon.
const NAMES: [&str; 8] = [
    "total_memory",
    "free_memory",
    "xen_commandline",
    "xen_version",
    "xen_major",
    "xen_minor",
    "xen_extra",
    "nr_cpus",
];

/// A domain of `xl list`: its name, number, MiB, vCPUs and state.
fn listed(said: &str) -> Option<ToolLine> {
    let mut words = pieces(said, ' ').filter(|w| !w.is_empty());
    let name = words.next()?;
    let mut count = || grouped(words.next()?).filter(|(_, rest)| rest.is_empty()).map(|(n, _)| n);
    let (id, mib, vcpus) = (count()?, count()?, count()?);
    let state = words.next()?;
    // `xl vcpu-list` has rows like these: one CPU's number, and a state of three letters.
    let stated = state.len() == STATE && state.bytes().all(|b| b"rbpscd-".contains(&b));
    if !stated {
        return None;
    }
    if DOM0.contains(&name) && id == 0 {
        return Some(ToolLine::Dom0 { mib, vcpus });
    }
    (id > 0).then_some(ToolLine::Guest)
}

/// Names of dom0 in `xl list`; it has none where nothing told the toolstack.
const DOM0: [&str; 4] = ["Domain-0", "(null)", "dom0", "Dom0"];

/// Letters of a domain's state in `xl list`.
const STATE: usize = "r-----".len();

/// `start-end : what` of `/proc/iomem`, ends inclusive; nested entries and devices are
/// `None`.
pub(super) fn iomem(line: &str) -> Option<ToolLine> {
    let bare = line.trim_ascii_start();
    let (start, rest) = hexadecimal(bare).filter(|_| !bare.starts_with("0x"))?;
    let (last, rest) = hexadecimal(rest.strip_prefix('-')?)?;
    let what = rest.trim_ascii_end().strip_prefix(" : ")?;
    let kind = match what {
        "System RAM" => Some(Kind::Usable),
        "Reserved" | "reserved" => Some(Kind::Reserved),
        "ACPI Tables" => Some(Kind::AcpiData),
        "ACPI Non-volatile Storage" => Some(Kind::AcpiNvs),
        "Unusable memory" => Some(Kind::Unusable),
        _ => None,
    };
    let nested = bare.len() < line.trim_ascii_end().len();
    let kind = kind.filter(|_| !nested);
    let region = kind.map(|kind| Printed {
        owner: Some(Owner::Dom0),
        start,
        end: last.saturating_add(1),
        kind,
    });
    Some(ToolLine::Iomem(region))
}

/// What is in the place of a kind after two addresses: a word that neither Xen nor Linux
/// prints, or the name of a kind, whole or cut off, of an entry that cannot be read.
pub(super) fn foreign(said: Line<'_>) -> Option<Doubt> {
    if !said.may_have("(") || is_other(said) {
        return None;
    }
    let pair = pairs(said.text()).find(|p| p.digits >= 13)?;
    let rest = pair.rest.0.trim_ascii_start();
    let rest = rest.strip_prefix(b"]").unwrap_or(rest).trim_ascii_start();
    let text = core::str::from_utf8(rest).ok()?;
    let inner = text.strip_prefix('(')?;
    let word = before_first(inner, ")");
    if word.len() == inner.len() || begins_a_kind(word) {
        return Some(Doubt::Region);
    }
    let letter = |b: u8| b.is_ascii_alphabetic() || !b.is_ascii() || b" -".contains(&b);
    let letters = !word.is_empty() && word.bytes().all(letter);
    letters.then(|| Doubt::Word(word.to_owned()))
}

/// Lines of tools that are recognised and not needed.
pub(super) fn rest(said: &str) -> Body {
    let meminfo = before_first(said, ":");
    let after = after_first(said, ":").unwrap_or_default().trim_ascii_start();
    let sized = meminfo.len() < 24
        && !has(meminfo, " ")
        && number(after).is_some_and(|(_, unit)| unit == " kB");
    let swap = matches!(meminfo, "Swap" | "Mem") && number(after).is_some();
    let head = ["$ ", "# ", "root@", "total ", "/sys/devices/system/xen_memory", "BOOT_IMAGE"];
    let known = info(said).is_some() || sized || swap || head.iter().any(|h| said.starts_with(h));
    if known || after_last(said, "root=").is_some() { Body::Known } else { Body::Unknown }
}

#[cfg(test)]
mod tests {
    use super::super::free::Known;
    use super::*;

    #[test]
    fn tools_are_read() {
        let line = |said: &str| line(said, Speaker::Other);
        assert_eq!(
            line("free_memory            : 54067"),
            Some(ToolLine::Info("free_memory", "54067".to_owned()))
        );
        assert_eq!(
            line("Domain-0                                     0  4080     4     r-----     366.8"),
            Some(ToolLine::Dom0 { mib: 4080, vcpus: 4 })
        );
        assert_eq!(line("guest  3  512  1  -b----  1.0"), Some(ToolLine::Guest));
        for vcpu in
            ["Domain-0  0  0   15  -b-  20.9  all / all", "mail  1  0  2  r--  5.0  any cpu"]
        {
            assert_eq!(line(vcpu), None, "a row of xl vcpu-list");
        }
        assert_eq!(line("Domain-0  0  4096  4  366.8"), None, "the state is missing");
        assert_eq!(line("other  0  512  1  -b----  1.0"), None, "only dom0 has the number 0");
        for name in DOM0 {
            let row = format!("{name}  0  1023  4  r-----  12.8");
            assert_eq!(line(&row), Some(ToolLine::Dom0 { mib: 1023, vcpus: 4 }), "{name}");
        }
        for name in FREE {
            let found = line(&format!("{name}   3928   402   3212"));
            assert_eq!(found, Some(ToolLine::Free(Row::Bare(vec![3928, 402, 3212]))), "{name}");
        }
        let xentop = "Mem: 66992128k total, 5213184k used, 61778944k free    CPUs: 16 @ 2100MHz";
        assert_eq!((line(xentop), rest(xentop)), (None, Body::Known));
        let wrapped = "Mem: 66992128k total, 5213184k used, 61778944k free";
        assert_eq!(line(wrapped), None);
        for (top, kib) in [
            ("KiB Mem :  3955408 total,  3212000 free,   402000 used", 3_955_408),
            ("MiB Mem :   3862.7 total,   3212.2 free,    402.0 used", 3_955_404),
            ("Mem:   3955408k total,   402000k used,  3212000k free,    10000k buffers", 3_955_408),
        ] {
            let Some(ToolLine::Free(row)) = line(top) else { panic!("{top}") };
            assert_eq!(row.kib(Known::default()), Some(kib), "{top}");
        }
        assert_eq!(
            line("Mem:            3947        1234"),
            Some(ToolLine::Free(Row::Bare(vec![3947, 1234])))
        );
        assert_eq!(
            line("Mem:           3.9Gi       1.2Gi"),
            Some(ToolLine::Free(Row::Bytes(39 * (1 << 30) / 10)))
        );
        assert_eq!(
            line("/sys/devices/system/xen_memory/xen_memory0/target_kb:4194304"),
            Some(ToolLine::Target(4_194_304))
        );
        assert_eq!(
            line("/sys/devices/system/xen_memory/xen_memory0/info/current_kb:4190208"),
            Some(ToolLine::Current(4_190_208))
        );
        for (said, target) in [
            ("target_kb:4194304", 4_194_304),
            ("target_kb: 4194304", 4_194_304),
            ("target_kb = 4194304", 4_194_304),
            ("target_kb   4194304", 4_194_304),
            ("Requested target:    1048576 kB", 1_048_576),
        ] {
            assert_eq!(line(said), Some(ToolLine::Target(target)), "{said}");
        }
        for said in
            ["current_kb:4190208", "info/current_kb: 4190208", "Current allocation:  4190208 kB"]
        {
            assert_eq!(line(said), Some(ToolLine::Current(4_190_208)), "{said}");
        }
        for (text, value) in [("130,724", Some("130,724")), ("13O724", None), ("130,7", None)] {
            let written = format!("total_memory           : {text}");
            let found = super::line(&written, Speaker::Other);
            let expected = value.map(|v| ToolLine::Info("total_memory", v.to_owned()));
            assert_eq!(found, expected, "{text}");
        }
        assert_eq!(line("MemTotal:        4.041.728 kB"), Some(ToolLine::MemTotal(4_041_728)));
        for (said, name) in
            [("xen_version:4.17.5", "xen_version"), ("xen_version: \"4.17.5\"", "xen_version")]
        {
            assert_eq!(line(said), Some(ToolLine::Info(name, "4.17.5".to_owned())), "{said}");
        }
        assert_eq!(line("xend_config_format     : 4"), None);
        assert_eq!(rest("xend_config_format     : 4"), Body::Known);
    }

    #[test]
    fn iomem_has_inclusive_ends_and_nested_lines() {
        let ram =
            Printed { owner: Some(Owner::Dom0), start: 0x1000, end: 0xa0000, kind: Kind::Usable };
        assert_eq!(iomem("00001000-0009ffff : System RAM"), Some(ToolLine::Iomem(Some(ram))));
        assert_eq!(iomem("  01000000-01e02c63 : Kernel code"), Some(ToolLine::Iomem(None)));
        assert_eq!(iomem("80000000-dfffffff : PCI Bus 0000:00"), Some(ToolLine::Iomem(None)));
        assert_eq!(iomem("0-9f000 usable"), None);
    }

    #[test]
    fn words_that_nobody_prints_are_named() {
        let named = |line| match foreign(Line::new(line)) {
            Some(Doubt::Word(word)) => word,
            other => format!("{other:?}"),
        };
        assert_eq!(named("[0000000000000000, 0000000000000fff] (reserviert)"), "reserviert");
        assert_eq!(named("0000000000000000 - 000000000009f000 (nutzbar)"), "nutzbar");
        assert_eq!(named("Dom0 alloc.: 0000000164000000->0000000168000000"), "None");
    }

    #[test]
    fn a_kind_of_an_entry_that_cannot_be_read_is_no_foreign_word() {
        for line in [
            "[000000010000000, 0000000a7fffffff] (usable)",
            "[000000010000000, 0000000a7fffffff] (ACPI NVS)",
            "[0000000100000000, 0000000a7fffffff] (usa",
            "[0000000100000000, 0000000a7fffffff] (usa)",
            "[0000000100000000, 0000000a7fffffff] (ACPI N",
            "[0000000100000000, 0000000a7fffffff] (reservie",
            "[0000000100000000, 0000000a7fffffff] (",
            "0000000000000000 - 000000000009f000 (unus",
        ] {
            assert_eq!(foreign(Line::new(line)), Some(Doubt::Region), "{line}");
        }
        for line in [
            "e820 update range: 0000000000000000 - 0000000000010000 (usable) ==> (reserved)",
            "HVM4:  [0000000000000000, 000000000009efff] (usable)",
        ] {
            assert_eq!(foreign(Line::new(line)), None, "{line}");
        }
    }
}
