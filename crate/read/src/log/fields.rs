//! What a field of the form takes from a pasted log: the same reader, one fact.
//!
//! A paste that has lines of a log but not the field's fact is an error that says what it is
//! and which command prints the fact. Not here: the map's field ([`super::map_field`]).

use super::command_line::{self, boot_loaders, option, typo};
use super::reading::Reading;
use super::refusal::Refusal;
use super::verdict::Verdict;
use super::whose::Whose;
use crate::error::quoted;
use crate::text::{after_first, before_first, first, has, pieces};
use crate::{Error, Field};

/// What a field asks a log for.
#[derive(Clone, Copy)]
enum Asked {
    Option,
    Crashkernel,
    Layout,
    Fact(Fact),
}

/// A fact that stands in a line of its own.
#[derive(Clone, Copy)]
enum Fact {
    Pages,
    MemoryLine,
    Swiotlb,
    MemTotal,
    Xen,
    Linux,
}

/// Meaning of `text` in this field, if it is pasted from a log; `None` if it is typed. What it
/// says as a log is only asked for where it may be one.
pub(crate) fn pasted<'r>(
    field: Field,
    text: &str,
    reading: impl FnOnce() -> &'r Reading,
) -> Option<Result<String, Error>> {
    let asked = asked(field)?;
    let reading = reading();
    if let Some(refusal) = reading.refusal {
        return refused(refusal, text).map(Err);
    }
    match asked {
        Asked::Option => option_field(text, reading),
        Asked::Crashkernel => crash_field(text, reading),
        Asked::Layout => layout_field(reading),
        Asked::Fact(fact) => match fact.value(reading) {
            Some(value) => Some(Ok(value)),
            None => reading.recognised().then(|| Err(fact.missing(reading))),
        },
    }
}

/// What a refused paste says, unless it may have been typed.
pub(super) fn refused(refusal: Refusal, text: &str) -> Option<Error> {
    let plain = refusal.sentence();
    let plain = plain.strip_suffix('.').unwrap_or(plain);
    let (first, rest) = plain.split_at_checked(1).unwrap_or((plain, ""));
    (refusal != Refusal::Empty && text.len() > 32)
        .then(|| Error::new(first.to_ascii_lowercase() + rest))
}

/// What a field asks for; `None` for one that takes nothing from a log, or a whole map.
fn asked(field: Field) -> Option<Asked> {
    match field {
        Field::Dom0Mem => Some(Asked::Option),
        Field::Crashkernel => Some(Asked::Crashkernel),
        Field::Layout => Some(Asked::Layout),
        Field::NrPages => Some(Asked::Fact(Fact::Pages)),
        Field::KernelImage => Some(Asked::Fact(Fact::MemoryLine)),
        Field::Swiotlb => Some(Asked::Fact(Fact::Swiotlb)),
        Field::MemTotal => Some(Asked::Fact(Fact::MemTotal)),
        Field::Xen => Some(Asked::Fact(Fact::Xen)),
        Field::Linux => Some(Asked::Fact(Fact::Linux)),
        Field::HostMem
        | Field::E820
        | Field::Flavour
        | Field::Vcpus
        | Field::DomainLimit
        | Field::Ibft
        | Field::Balloon
        | Field::Hotplug
        | Field::Iommu
        | Field::Installed => None,
    }
}

impl Fact {
    /// The fact as one would type it.
    fn value(self, reading: &Reading) -> Option<String> {
        let facts = &reading.facts;
        // Larger amounts are no machine's.
        let kib = |kib: u64| (kib > 0 && kib / 4 <= crate::size::MOST.0).then(|| format!("{kib}K"));
        match self {
            Self::Pages => facts.pages.as_ref().map(|p| p.value.to_string()),
            Self::MemoryLine => facts.memory_line.as_ref().and_then(|m| kib(m.value.image)),
            Self::Swiotlb => {
                facts.swiotlb.as_ref().and_then(|s| kib(s.value.saturating_mul(1 << 10)))
            }
            Self::MemTotal => facts.mem_total.as_ref().and_then(|m| kib(m.value)),
            Self::Xen => facts.xen.as_ref().map(|x| x.value.clone()),
            Self::Linux => facts.linux.as_ref().map(|l| l.value.clone()),
        }
    }

    /// That the fact is not in this paste, what the paste has instead, and what prints it.
    fn missing(self, reading: &Reading) -> Error {
        let facts = &reading.facts;
        let has = |whose: &str, release: &str| format!(": {} is {whose} release", quoted(release));
        match self {
            Self::Pages => missing("no “Dom0 alloc.” line", "xl dmesg", &told(reading)),
            Self::MemoryLine => {
                let part = facts.memory_line.is_some();
                let what = if part {
                    "no whole list on the “Memory:” line"
                } else {
                    "no “Memory:” line"
                };
                missing(what, "dmesg", &told(reading))
            }
            Self::Swiotlb => {
                missing("no “software IO TLB” line with a size", "dmesg", &told(reading))
            }
            Self::MemTotal => missing("no “MemTotal:” line", "cat /proc/meminfo", &told(reading)),
            Self::Xen => {
                let other = facts.linux.as_ref().map(|l| has("Linux’s", &l.value));
                let other = other.unwrap_or_else(|| told(reading));
                missing("no “Xen version” line", "xl info", &other)
            }
            Self::Linux => {
                let other = facts.xen.as_ref().map(|x| has("Xen’s", &x.value));
                let other = other.unwrap_or_else(|| told(reading));
                missing("no “Linux version” line", "uname -r", &other)
            }
        }
    }
}

/// That something is not in a paste, and what prints it; `instead` is what the paste is.
fn missing(what: &str, command: &str, instead: &str) -> Error {
    Error::new(format!("{what} in this paste{instead}; `{command}` prints it, or write the value"))
}

/// That a paste is no dom0's.
fn told(reading: &Reading) -> String {
    match reading.whose {
        Whose::Guest => " (it is a guest’s log)".to_owned(),
        Whose::Shim => " (its lines are of a guest’s own hypervisor)".to_owned(),
        Whose::Dom0
        | Whose::Pvh
        | Whose::BareMetal
        | Whose::Arm
        | Whose::Bits32
        | Whose::Iomem
        | Whose::EfiTable
        | Whose::RingTail
        | Whose::NoDom0 => String::new(),
    }
}

/// The option in a line of Xen's, of `xl info` or of a boot loader, or in a longer line
/// that someone copied. Empty if Xen's line has none.
fn option_field(text: &str, reading: &Reading) -> Option<Result<String, Error>> {
    let misspelt = reading.typo.clone().or_else(|| typo(boot_loaders(text)));
    if let Some((written, value)) = misspelt {
        let value = value.chars().take(80).collect::<String>();
        let write = words::marks::typed(&format!("dom0_mem={value}"));
        return Some(Err(Error::new(format!(
            "`{written}` is not an option of Xen’s, so Xen does not see it; write {write}"
        ))));
    }
    if let Some(option) = &reading.facts.option {
        return Some(Ok(option.value.clone()));
    }
    if let Some(doubt) = doubted(reading) {
        return Some(Err(doubt));
    }
    if let Some(value) = copied(text) {
        return Some(Ok(value));
    }
    reading.recognised().then(|| Err(missing("no `dom0_mem=`", "xl info", &told(reading))))
}

/// That the option is in this paste and is not known, or not Xen's.
fn doubted(reading: &Reading) -> Option<Error> {
    let why = |verdict: &Verdict| match verdict {
        Verdict::Doubtful(doubt) => doubt.of_option(),
        Verdict::Used(_) | Verdict::NotNeeded(_) | Verdict::Ignored => None,
    };
    let (i, why) =
        reading.lines.iter().enumerate().find_map(|(i, verdict)| Some((i, why(verdict)?)))?;
    Some(Error::new(format!("line {} {why}; write the value", i + 1)))
}

/// The value after `dom0_mem=` in the middle of a line. Of the text after it, only sizes and
/// further `dom0_mem=` remain: Xen reads the rest as other options. It does so with a size
/// too, but people do not mean that.
fn copied(text: &str) -> Option<String> {
    let value = after_first(text, "dom0_mem=")?;
    let before = before_first(text, "dom0_mem=");
    // Nothing before it: this is the typed form.
    let last = before.chars().next_back()?;
    // An option of another name, or a value followed by a second option.
    let other = last.is_ascii_alphanumeric() || last == '_' || last == '-';
    if other || before.trim_ascii().is_empty() || is_size(before.trim_ascii_start()) {
        return None;
    }
    let quote = ["\"", "'"].into_iter().find(|quote| has(before, quote));
    let value = quote.map_or(value, |quote| before_first(value, quote));
    if value.starts_with(' ') {
        // Xen sees an empty value; what was meant follows.
        let mut meant = " ".to_owned();
        meant.push_str(pieces(value.trim_ascii_start(), ' ').next().unwrap_or_default());
        return Some(meant);
    }
    let at = first(text, "dom0_mem=")?;
    let line = text.get(at..).map(|line| quote.map_or(line, |quote| before_first(line, quote)))?;
    option(line, None)
}

/// Whether this begins like an item of `dom0_mem=`.
fn is_size(word: &str) -> bool {
    ["min:", "max:", "-"].into_iter().any(|head| word.starts_with(head))
        || word.bytes().next().is_some_and(|b| b.is_ascii_digit())
}

/// What a reader should know about a pasted line that was read: up to 3.10 the Memory line
/// does not list bss, which was 292 to 417 KiB in real boots of 2.6.32 to 3.10.
pub(crate) fn note<'r>(
    field: Field,
    text: &str,
    reading: impl FnOnce() -> &'r Reading,
) -> Option<String> {
    // What is typed has none, and a look at it costs little.
    let possible = field == Field::KernelImage && has(text, "available (");
    let reading = possible.then(reading)?;
    let bare =
        reading.facts.memory_line.as_ref().is_some_and(|m| m.value.image > 0 && !m.value.bss);
    bare.then(|| {
        "The pasted Memory line does not say how large the kernel’s bss is, so the image counts without it and is about 0.3 to 0.4 MiB too small.".to_owned()
    })
}

/// The value of `crashkernel=` in a line of Xen's, of `xl info` or of a boot loader, or in a
/// longer line that someone copied.
fn crash_field(text: &str, reading: &Reading) -> Option<Result<String, Error>> {
    let line = reading.facts.command_line.as_ref().map(|line| line.value.as_str());
    let found =
        line.or((!reading.recognised()).then_some(text)).and_then(command_line::crashkernel);
    // Without a line of Xen's an option is a boot loader's. Linux's own line says nothing.
    let loader = line.is_none() && reading.facts.option.is_some();
    let loader = || command_line::crashkernel(boot_loaders(text)).filter(|_| loader);
    let plain = |c: char| c.is_ascii_alphanumeric() || "@<,:-=".contains(c);
    match found.or_else(loader).filter(|value| value.chars().all(plain)) {
        Some(value) => Some(Ok(value.to_owned())),
        None => reading.recognised().then(|| {
            Err(Error::new(
                "no `crashkernel=` on Xen’s line in this paste; `xl info` prints it, or write the size",
            ))
        }),
    }
}

/// Where kernel and initrd are.
fn layout_field(reading: &Reading) -> Option<Result<String, Error>> {
    if let Some(found) = &reading.facts.layout {
        return Some(Ok(crate::layout::write(&found.value)));
    }
    reading.recognised().then(|| {
        Err(Error::new(
            "no “Loaded kernel:” and no “RAMDISK:” line in this paste; `xl dmesg` and `dmesg` print them, or write the ranges",
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::super::reading::read;
    use super::*;

    #[track_caller]
    fn check(field: Field, text: &str, expected: Option<&str>) {
        let reading = read(text);
        let found =
            pasted(field, text, || &reading).map(|value| value.unwrap_or_else(|e| e.to_string()));
        assert_eq!(found.as_deref(), expected, "{text}");
    }

    #[test]
    fn pages_given_are_the_block_what_is_allocated_later_and_the_initrd() {
        let log = "(XEN) PHYSICAL MEMORY ARRANGEMENT:\n\
            (XEN)  Dom0 alloc.:   0000000164000000->0000000168000000 (245760 pages to be allocated)\n\
            (XEN)  Init. ramdisk: 0000000429b28000->000000042dfff5cc\n\
            (XEN) VIRTUAL MEMORY ARRANGEMENT:\n\
            (XEN)  Init. ramdisk: ffffffff82d23000->ffffffff82d24000\n\
            (XEN)  Phys-Mach map: ffffffff83000000->ffffffff83800000\n";
        let expected = Some("279768");
        check(Field::NrPages, log, expected);
        let one_line: String = log.lines().collect();
        check(Field::NrPages, &one_line, expected);
        let quoted = log.lines().fold(String::new(), |text, line| text + "\n> " + line);
        check(Field::NrPages, &quoted, expected);
        let wrapped = "(XEN)  Dom0 alloc.:   0000000164000000->0000000168000000\n> (245760 pages";
        check(Field::NrPages, wrapped, Some("262144"));
        let none = "Dom0 alloc.: 0000000164000000->0000000168000000(XEN) Init. ramdisk: ffffffff82d23000->ffffffff82d24000";
        check(Field::NrPages, none, Some("16384"));
        let list = "Phys-Mach map: ffffffff83000000->ffffffff83800000";
        check(Field::NrPages, list, Some("1048576"));
        for text in ["", "1048576", "Dom0 alloc.: é->é", "Dom0 alloc.: 5->3", "Phys-Mach map:"] {
            check(Field::NrPages, text, None);
        }
        check(
            Field::NrPages,
            "(d2) (XEN)  Dom0 alloc.:   000000003e800000->000000003ec00000 (240731 pages to be allocated)",
            Some(
                "no “Dom0 alloc.” line in this paste (its lines are of a guest’s own hypervisor); xl dmesg prints it, or write the value",
            ),
        );
    }

    #[test]
    fn an_option_is_copied_out_of_a_line_unless_it_is_the_end_of_another_name() {
        assert_eq!(copied("GRUB_CMDLINE_XEN dom0_mem=2G"), Some("2G".to_owned()));
        for other in ["a nodom0_mem=2G", "a no_dom0_mem=2G", "a no-dom0_mem=2G", "dom0_mem=2G"] {
            assert_eq!(copied(other), None, "{other}");
        }
    }

    #[test]
    fn buffers_totals_and_images_are_found_in_their_lines() {
        check(
            Field::Swiotlb,
            "(XEN) System RAM: 8191MB (8388088kB)[ 0.0] software IO TLB [mem 0x1-0x2] (64MB) mapped at [1-2][ 0.1] 5MB",
            Some("65536K"),
        );
        check(
            Field::Swiotlb,
            "(XEN) System RAM: 8191MB (8388088kB)[ 0.0] Placing 64MB software IO TLB between 1 - 2[ 0.1] (5MB)",
            Some("65536K"),
        );
        check(Field::Swiotlb, "64M", None);
        check(Field::MemTotal, "MemTotal:        1859100 kBMemFree: 5 kB", Some("1859100K"));
        check(Field::MemTotal, "1859100 kB", None);
        check(
            Field::MemTotal,
            "               total        used        free\nMem:            3947         512        3012",
            Some("4041728K"),
        );
        check(
            Field::KernelImage,
            "[    0.9] Memory: 930940K/1048572K available (12300K kernel code, 2568K rwdata, 5000K rodata, 2000K init, 3000K bss, 117632K reserved, 0K cma-reserved)",
            Some("22868K"),
        );
        check(Field::KernelImage, "40165K", None);
        check(
            Field::KernelImage,
            "[    0.000000] Linux version 6.1.0-38-amd64 (builder@host) #1 SMP",
            Some("no “Memory:” line in this paste; dmesg prints it, or write the value"),
        );
    }

    #[test]
    fn releases_are_those_of_the_lines_that_give_them() {
        let log = "(XEN) Xen version 4.14.6 (Debian 4.14.6-1)[ 0.000000] Linux version 6.12.107+deb13-amd64 (pkg-xen-devel)";
        check(Field::Xen, log, Some("4.14.6"));
        check(Field::Linux, log, Some("6.12.107+deb13-amd64"));
        check(Field::Xen, "4.14", None);
        check(Field::Linux, "Linux 3.2", None);
        check(
            Field::Linux,
            "Linux dom0 6.1.0-38-amd64 #1 SMP PREEMPT_DYNAMIC x86_64 GNU/Linux",
            Some("6.1.0-38-amd64"),
        );
        check(
            Field::Linux,
            "(XEN) Xen version 4.17.5 (builder@host)",
            Some(
                "no “Linux version” line in this paste: “4.17.5” is Xen’s release; uname -r prints it, or write the value",
            ),
        );
        check(
            Field::Xen,
            "release                : 6.1.0-38-amd64",
            Some(
                "no “Xen version” line in this paste: “6.1.0-38-amd64” is Linux’s release; xl info prints it, or write the value",
            ),
        );
        check(
            Field::Xen,
            "[    0.000000] Xen: [mem 0x0000000000000000-0x000000000009ffff] usable",
            Some("no “Xen version” line in this paste; xl info prints it, or write the value"),
        );
    }

    #[test]
    fn the_option_is_found_in_a_longer_line_and_values_stay() {
        let check = |text, expected| check(Field::Dom0Mem, text, expected);
        check("dom0_mem=1G,max:2G", None);
        check("placeholder dom0_mem= 2G", Some(" 2G"));
        check("placeholder dom0_mem=2G max:2G", Some("2G max:2G"));
        check("placeholder dom0_mem=1G loglvl=all -- dom0_mem=9G", Some("1G"));
        check("(XEN) Command line: dom0_mem=min:1G dom0_mem=max:4G", Some("min:1G,max:4G"));
        check("GRUB_CMDLINE_XEN=\"dom0_mem=1G,max:1G\" # mine", Some("1G,max:1G"));
        check("GRUB_CMDLINE_XEN='loglvl=all dom0_mem=1G,max:1G'", Some("1G,max:1G"));
        // Line breaks are lost; those after it belong to other options.
        check(
            "(XEN) Command line: dom0_mem=1G,max:1G(XEN) Xen image load base: 0x7d800000 16 MBR",
            Some("1G,max:1G"),
        );
        check("(XEN) Command line: dom0_mem=1G \r\n(XEN)  VGA is text mode 80x25", Some("1G"));
        check("(XEN) Command line: dom0_mem=1G[    0.0] Linux 2.6.32", Some("1G"));
        check("xen_commandline : placeholder dom0_mem=4Gcc_compiler : gcc 12.2.0", Some("4G"));
        check("(XEN) Xen version 4.17(XEN) Command line: loglvl=all(XEN) 8x16", Some(""));
        check("no-dom0_mem=1G", None);
        check(
            "xen_commandline        : placeholder (dom0_mem=2G)",
            Some(
                "line 1 has dom0_mem= among marks that Xen does not print, so the option is not known; write the value",
            ),
        );
        check(
            "(XEN) Command line: placeholder dom0_mem=40>",
            Some("line 1 is cut off at the right edge, where the option may be; write the value"),
        );
        check(
            "GRUB_CMDLINE_LINUX=\"quiet dom0_mem=4G\"",
            Some(
                "line 1 has dom0_mem= on Linux’s line, where Xen does not see it; write the value",
            ),
        );
        check("min:1G dom0_mem=max:4G", None);
        check("2G", None);
        check("max:4G", None);
        check(
            "xend_config_format     : 4",
            Some("no dom0_mem= in this paste; xl info prints it, or write the value"),
        );
        check(
            "GRUB_CMDLINE_XEN=\"dom_mem=3000M,max:3000M\"",
            Some(
                "dom_mem= is not an option of Xen’s, so Xen does not see it; write dom0_mem=3000M,max:3000M",
            ),
        );
        check(
            "(XEN) Command line: dom_mem=3000M,max:3000M",
            Some(
                "dom_mem= is not an option of Xen’s, so Xen does not see it; write dom0_mem=3000M,max:3000M",
            ),
        );
    }
}
