//! Amounts, options and releases from lines that Xen and Linux print, as people paste them
//! into a field.
//!
//! A one-line field loses line breaks, so nothing here depends on them. Each function
//! returns `None` if the line is missing or implausible; the text is then parsed as an
//! amount.

use sim::units::{Bytes, PAGE_SIZE, Pages};

use crate::Field;
use crate::size::MOST;
use crate::text::{after_last, has, pieces};

/// Meaning of `text` in this field, as one would type it; `None` if it is already typed
/// like that.
pub(crate) fn value_from_log(field: Field, text: &str) -> Option<String> {
    let amount = |told: fn(&str) -> Option<Bytes>| Some(format!("{}K", told(text)?.0 >> 10));
    match field {
        Field::NrPages => Some(pages_given(text)?.0.to_string()),
        Field::Dom0Mem => dom0_mem(text),
        Field::KernelImage => amount(kernel_image),
        Field::Swiotlb => amount(swiotlb),
        Field::MemTotal => amount(mem_total),
        Field::Xen => word_behind(text, "Xen version "),
        Field::Linux => word_behind(text, "Linux version "),
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

/// Virtual addresses of a 64-bit dom0 are above this.
const PHYSICAL_END: u64 = 1 << 52;

/// Pages Xen gave, from its `Dom0 alloc.` line and the initrd's next to it
/// (spec/log-formats.md N1 and N2), or from the size of the page list.
pub(crate) fn pages_given(text: &str) -> Option<Pages> {
    let Some(line) = after_first(text, "Dom0 alloc") else {
        let list = extent(after_first(text, "Phys-Mach map")?)?;
        return sane(list.bytes / 8);
    };
    let block = extent(line)?;
    let physical = before_first(block.rest, "VIRTUAL");
    let initrd = after_first(physical, "ramdisk").and_then(extent);
    let initrd = initrd.filter(|e| e.start < PHYSICAL_END).map_or(0, |e| e.bytes);
    let more = before_first(physical, " pages");
    let more = if more.len() < physical.len() { number_at_end(more.as_bytes()) } else { 0 };
    let pages = block.bytes / PAGE_SIZE + initrd.div_ceil(PAGE_SIZE);
    sane(pages.saturating_add(more))
}

fn sane(pages: u64) -> Option<Pages> {
    (pages > 0 && pages <= MOST.0).then_some(Pages(pages))
}

fn bytes(number: u64, unit: u64) -> Option<Bytes> {
    sane(number.saturating_mul(unit) / PAGE_SIZE).map(|_| Bytes(number.saturating_mul(unit)))
}

/// The kernel's image from its `Memory:` line: code and data, without the part that is
/// freed.
pub(crate) fn kernel_image(text: &str) -> Option<Bytes> {
    let line = before_first(after_last(text, "available (")?, ")");
    let mut kib: u64 = 0;
    for piece in pieces(line, ',').filter(|p| has(p, "code") || has(p, "data") || has(p, "bss")) {
        // In front of `K` or `k`.
        let amount = before_first(piece.trim_ascii_start(), " ").as_bytes();
        let (_, digits) = amount.split_last()?;
        kib = kib.saturating_add(number_at_end(digits));
    }
    bytes(kib, 1 << 10)
}

/// Note on a pasted `Memory:` line: up to 3.10 it does not list bss, which was 292 to
/// 417 KiB in real boots of 2.6.32 to 3.10.
pub(crate) fn note(text: &str) -> Option<String> {
    let bare = !has(before_first(after_last(text, "available (")?, ")"), "bss");
    let told = bare && kernel_image(text).is_some();
    told.then(|| {
        "The pasted Memory line does not tell the kernel’s bss, so the image is taken without it: some 0.3 to 0.4 MiB too small.".to_owned()
    })
}

/// The software IO TLB from its line: `Placing 64MB software IO TLB`, and in later releases
/// `software IO TLB: … (64MB)`.
pub(crate) fn swiotlb(text: &str) -> Option<Bytes> {
    let behind = after_first(text, "IO TLB")?;
    let before = before_first(text, "MB software IO TLB");
    let number = if before.len() < text.len() { before } else { before_first(behind, "MB)") };
    bytes(number_at_end(number.as_bytes()), 1 << 20)
}

/// A release from the first line of a boot.
fn word_behind(text: &str, words: &str) -> Option<String> {
    Some(before_first(after_first(text, words)?, " ").to_owned())
}

/// `MemTotal` of `/proc/meminfo`.
pub(crate) fn mem_total(text: &str) -> Option<Bytes> {
    let line = after_first(text, "MemTotal:")?;
    bytes(number_at_end(before_first(line, " kB").as_bytes()), 1 << 10)
}

/// The size that `crashkernel=` on Xen's line reserves, if it is one size with a unit and
/// not a list of ranges; if given twice, the last one.
pub(crate) fn crashkernel(text: &str) -> Option<Pages> {
    let (mut rest, mut found) = (text, None);
    while let Some(value) = after_first(rest, "crashkernel=") {
        let before = before_first(rest, "crashkernel=");
        let own = before.bytes().next_back().is_none_or(|b| b == b' ' || b == b'\n');
        let end = value.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let (size, after) = value.split_at_checked(end).unwrap_or((value, ""));
        // A range continues with `-`; the size for it follows `:`.
        let range = matches!(after.bytes().next(), Some(b'-' | b':'));
        if own && !range {
            found = crate::size::memory(size).ok().or(found);
        }
        rest = value;
    }
    found
}

/// Labels before Xen's command line, in its ring and in `xl info`.
const NEXT_LINE: [&str; 4] = ["\n", "(XEN)", "[ ", "cc_compiler"];

/// The text after `dom0_mem=`, if that is part of a line of Xen's. Of the text after it,
/// only sizes and further `dom0_mem=` remain: Xen reads the rest as other options. It does
/// so with a size too, but people do not mean that. Empty if that line has no such option.
pub(crate) fn dom0_mem(text: &str) -> Option<String> {
    let Some(value) = after_first(text, "dom0_mem=") else {
        return after_first(text, "(XEN) Command line:").map(|_| String::new());
    };
    let before = before_first(text, "dom0_mem=");
    // Nothing before it: this is the typed form.
    let last = before.chars().next_back()?;
    // An option of another name, or a value followed by a second option.
    let other = last.is_ascii_alphanumeric() || last == '_' || last == '-';
    if other || is_size(before.trim_start()) {
        return None;
    }
    let quote = ["\"", "'"].into_iter().find(|quote| has(before, quote));
    let value = quote.map_or(value, |quote| before_first(value, quote));
    let value = NEXT_LINE.iter().fold(value, |value, next| before_first(value, next));
    let mut words = pieces(value, ' ').take_while(|word| *word != "--");
    let mut kept = words.next().unwrap_or("").to_owned();
    for word in words.filter(|w| is_size(w) || w.starts_with("dom0_mem=")) {
        kept.push(' ');
        kept.push_str(word);
    }
    Some(kept)
}

/// Whether this begins like an item of `dom0_mem=`.
fn is_size(word: &str) -> bool {
    ["min:", "max:", "-"].into_iter().any(|head| word.starts_with(head))
        || word.bytes().next().is_some_and(|b| b.is_ascii_digit())
}

/// A range of addresses `start->end`.
struct LoggedExtent<'a> {
    start: u64,
    bytes: u64,
    rest: &'a str,
}

fn extent(text: &str) -> Option<LoggedExtent<'_>> {
    let mut start = 0;
    for byte in before_first(text, "->").bytes() {
        // Anything before the last number is not part of it.
        start = char::from(byte).to_digit(16).map_or(0, |digit| start << 4 | u64::from(digit));
    }
    let behind = after_first(text, "->")?;
    let count = behind.bytes().take_while(u8::is_ascii_hexdigit).count();
    let (end, rest) = behind.split_at_checked(count)?;
    let end = u64::from_str_radix(end, 16).ok()?;
    Some(LoggedExtent { start, bytes: end.checked_sub(start)?, rest })
}

/// The decimal number at the end of a text; 0 if there is none, saturating.
fn number_at_end(text: &[u8]) -> u64 {
    text.iter().fold(0, |number: u64, byte| match byte {
        b'0'..=b'9' => number.saturating_mul(10).saturating_add(u64::from(byte - b'0')),
        _ => 0,
    })
}

/// The text after the first `word` in `text`.
fn after_first<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    text.get(first(text, word)? + word.len()..)
}

/// The text before the first `word` in `text`; all of it if there is none.
fn before_first<'a>(text: &'a str, word: &str) -> &'a str {
    first(text, word).and_then(|at| text.get(..at)).unwrap_or(text)
}

fn first(text: &str, word: &str) -> Option<usize> {
    text.as_bytes().windows(word.len().max(1)).position(|w| w == word.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_given_are_the_block_what_is_allocated_later_and_the_initrd() {
        let log = "(XEN) PHYSICAL MEMORY ARRANGEMENT:\n\
            (XEN)  Dom0 alloc.:   0000000164000000->0000000168000000 (245760 pages to be allocated)\n\
            (XEN)  Init. ramdisk: 0000000429b28000->000000042dfff5cc\n\
            (XEN) VIRTUAL MEMORY ARRANGEMENT:\n\
            (XEN)  Init. ramdisk: ffffffff82d23000->ffffffff82d24000\n\
            (XEN)  Phys-Mach map: ffffffff83000000->ffffffff83800000\n";
        let expected = Some(Pages(0x4000 + 245_760 + 0x44d8));
        assert_eq!(pages_given(log), expected);
        let one_line: String = log.lines().collect();
        assert_eq!(pages_given(&one_line), expected);
        let quoted = log.lines().fold(String::new(), |text, line| text + "\n> " + line);
        assert_eq!(pages_given(&quoted), expected);
        let wrapped = "(XEN)  Dom0 alloc.:   0000000164000000->0000000168000000\n> (245760 pages";
        assert_eq!(pages_given(wrapped), Some(Pages(0x4000 + 245_760)));
        let none = "Dom0 alloc.: 0000000164000000->0000000168000000(XEN) Init. ramdisk: ffffffff82d23000->ffffffff82d24000";
        assert_eq!(pages_given(none), Some(Pages(0x4000)));
        let list = "Phys-Mach map: ffffffff83000000->ffffffff83800000";
        assert_eq!(pages_given(list), Some(Pages(1 << 20)));
        for text in ["", "1048576", "Dom0 alloc.: é->é", "Dom0 alloc.: 5->3", "Phys-Mach map:"] {
            assert_eq!(pages_given(text), None, "{text}");
        }
    }

    #[test]
    fn the_first_of_several_words_counts() {
        assert_eq!(after_first("a->b->c", "->"), Some("b->c"));
        assert_eq!((before_first("a->b->c", "->"), before_first("é", "->")), ("a", "é"));
    }

    #[test]
    fn the_image_is_what_the_memory_line_keeps() {
        let new = "[    0.9] Memory: 930940K/1048572K available (12300K kernel code, 2568K rwdata, 5000K rodata, 2000K init, 3000K bss, 117632K reserved, 0K cma-reserved)";
        assert_eq!(kernel_image(new), Some(Bytes((12300 + 2568 + 5000 + 3000) << 10)));
        let old = "Memory: 1859100k/8388608k available (2833k kernel code, 448k absent, 9k reserved, 1024k data, 500k init)";
        assert_eq!(kernel_image(old), Some(Bytes((2833 + 1024) << 10)));
        assert_eq!(kernel_image("40165K"), None);
    }

    #[test]
    fn buffers_and_totals_are_found_in_their_lines() {
        for line in [
            "software IO TLB: mapped [mem 0x000000017ba00000-0x000000017fa00000] (64MB)",
            "Placing 64MB software IO TLB between ffff880020000000 - ffff880024000000",
        ] {
            assert_eq!(swiotlb(line), Some(Bytes(64 << 20)), "{line}");
        }
        let log = "(XEN) System RAM: 8191MB (8388088kB)[ 0.0] software IO TLB [mem 0x1-0x2] (64MB) mapped at [1-2][ 0.1] 5MB";
        assert_eq!(swiotlb(log), Some(Bytes(64 << 20)));
        let old = "(XEN) System RAM: 8191MB (8388088kB)[ 0.0] Placing 64MB software IO TLB between 1 - 2[ 0.1] (5MB)";
        assert_eq!(swiotlb(old), Some(Bytes(64 << 20)));
        assert_eq!(swiotlb("64M"), None);
        let meminfo = "MemTotal:        1859100 kBMemFree: 5 kB";
        assert_eq!(mem_total(meminfo), Some(Bytes(1_859_100 << 10)));
        assert_eq!(mem_total("MemTotal: 99999999999999999999 kB"), None);
        assert_eq!(mem_total("1859100 kB"), None);
    }

    #[test]
    fn releases_are_those_of_the_lines_that_tell_them() {
        let log = "(XEN) Xen version 4.14.6 (Debian 4.14.6-1)[ 0.000000] Linux version 6.12.107+deb13-amd64 (pkg-xen-devel)";
        assert_eq!(value_from_log(Field::Xen, log).as_deref(), Some("4.14.6"));
        assert_eq!(value_from_log(Field::Linux, log).as_deref(), Some("6.12.107+deb13-amd64"));
        assert_eq!(
            (value_from_log(Field::Xen, "4.14"), value_from_log(Field::Linux, "Linux 3.2")),
            (None, None)
        );
    }

    #[test]
    fn the_option_is_found_in_a_longer_line_and_values_stay() {
        let check = |text, expected: Option<&str>| {
            assert_eq!(dom0_mem(text).as_deref(), expected, "{text}");
        };
        check("dom0_mem=1G,max:2G", None);
        check("placeholder dom0_mem= 2G", Some(" 2G"));
        check("placeholder dom0_mem=2G max:2G", Some("2G max:2G"));
        check("placeholder dom0_mem=1G loglvl=all -- dom0_mem=9G", Some("1G"));
        check(
            "(XEN) Command line: dom0_mem=min:1G dom0_mem=max:4G",
            Some("min:1G dom0_mem=max:4G"),
        );
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
        check("min:1G dom0_mem=max:4G", None);
        check("2G", None);
    }
}
