//! Lines that Xen prints (spec/log-formats.md E1, E4, E8, N1 to N4 and C1).

use super::body::{Extent, XenLine};
use super::heads::Speaker;
use super::layout;
use crate::line::Line;
use crate::text::{after_first, grouped, has, hexadecimal, number};

/// A line of Xen.
pub(super) fn line(said: Line<'_>, speaker: Speaker) -> Option<XenLine> {
    if speaker == Speaker::Linux {
        return None;
    }
    let after = |head: &str| said.text().strip_prefix(head).map(str::trim_ascii_start);
    if let Some(text) = after("Xen version ") {
        let release = super::linux::release(text, speaker)?;
        return Some(XenLine::Version(release.to_owned()));
    }
    // Where the marks were lost, only the option tells this line from Linux’.
    let own =
        |text: &&str| matches!(speaker, Speaker::Xen | Speaker::Guest) || has(text, "dom0_mem=");
    if let Some(text) = after("Command line:").filter(own) {
        return Some(XenLine::CommandLine(text.to_owned()));
    }
    if after("Built-in command line:").is_some() {
        return Some(XenLine::Banner(String::new()));
    }
    if let Some(release) = banner(&said) {
        return Some(XenLine::Banner(release.to_owned()));
    }
    if said.starts_with("Dom0 memory map:") {
        return Some(XenLine::PvhMap);
    }
    if said.has("RAM map:") && !said.has("provided") {
        return Some(if said.starts_with("PVH-e820") {
            XenLine::Pvh
        } else {
            XenLine::MapHeader { used: !said.has("Initial ") }
        });
    }
    memory(said).or_else(|| other(said, speaker))
}

/// ` Xen 4.17.5`.
fn banner(said: &str) -> Option<&str> {
    let release = said.strip_prefix("Xen ")?;
    let (_, rest) = number(release)?;
    (rest.starts_with('.') && !rest.trim_ascii().bytes().any(|b| b == b' ')).then_some(release)
}

fn memory(said: Line<'_>) -> Option<XenLine> {
    let after = |head: &str| said.text().strip_prefix(head).map(str::trim_ascii_start);
    if let Some(text) = after("System RAM:") {
        let kib = after_first(text, "(").and_then(grouped)?;
        return kib.1.starts_with("kB").then_some(XenLine::SystemRam(kib.0));
    }
    if let Some(text) = after("Dom0 alloc") {
        let (block, rest) = extent(after_first(text, ":")?)?;
        let Some(more) = after_first(rest, "(") else { return Some(XenLine::Alloc(block, 0)) };
        // What was cut off is no other count.
        let (more, _) = grouped(more).filter(|(_, rest)| rest.starts_with(" page"))?;
        return Some(XenLine::Alloc(block, more));
    }
    if let Some(text) = after("Init. ramdisk:") {
        return Some(XenLine::Ramdisk(extent(text).map_or(CUT, |(extent, _)| extent)));
    }
    if let Some((part, extent)) = layout::placed(&said) {
        return Some(XenLine::Placed(part, extent));
    }
    if let Some(text) = after("Phys-Mach map:") {
        return Some(XenLine::PhysMach(extent(text)?.0));
    }
    if said.starts_with("VIRTUAL MEMORY ARRANGEMENT") {
        return Some(XenLine::Virtual);
    }
    let (count, rest) =
        after("Dom0 has maximum").or_else(|| after("d0 has maximum")).and_then(number)?;
    rest.starts_with(" VCPU").then_some(XenLine::Vcpus(count))
}

fn other(said: Line<'_>, speaker: Speaker) -> Option<XenLine> {
    let starts = |head: &str| said.starts_with(head);
    if starts("EFI memory map:") || is_efi(said) {
        return Some(XenLine::Efi);
    }
    // Nobody else has these words.
    if starts("I/O virtualisation enabled") || starts("I/O virtualisation disabled") {
        return Some(XenLine::Iommu(starts("I/O virtualisation enabled")));
    }
    if said.has("Building a PVH Dom0") {
        return Some(XenLine::Pvh);
    }
    if speaker != Speaker::Xen {
        return None;
    }
    if said.has("Dom0 mode: Passthrough") {
        return Some(XenLine::Passthrough);
    }
    if starts("Booting using Device Tree") || starts("64-bit Execution:") || starts("MODULE[") {
        return Some(XenLine::Arm);
    }
    if starts("Dom0 kernel: 32-bit") {
        return Some(XenLine::Bits32);
    }
    let panic = starts("Panic on CPU") || starts("Xen call trace");
    panic.then_some(XenLine::Panic)
}

/// The place of an initrd whose line was cut off: it ends before it starts.
const CUT: Extent = Extent { start: 1, end: 0 };

/// E4: 13 digits, and an EFI type with attributes.
fn is_efi(said: Line<'_>) -> bool {
    hexadecimal(&said).is_some_and(|(_, rest)| rest.starts_with('-'))
        && said.has(" type=")
        && said.has(" attr=")
}

/// `start->end` at the start of `text`, and the text after it. Both are padded to one width, so
/// of two that differ one has lost a digit.
fn extent(text: &str) -> Option<(Extent, &str)> {
    let first = text.trim_ascii_start();
    let (start, rest) = hexadecimal(first)?;
    let second = rest.strip_prefix("->")?;
    let (end, after) = hexadecimal(second)?;
    let padded = first.starts_with('0') || second.starts_with('0');
    let even = first.len() - rest.len() == second.len() - after.len();
    (start <= end && (even || !padded)).then_some((Extent { start, end }, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_memory_are_read() {
        let line = |said| line(Line::new(said), Speaker::Xen);
        let block = Extent { start: 0x1_6400_0000, end: 0x1_6800_0000 };
        assert_eq!(
            line(
                "Dom0 alloc.:   0000000164000000->0000000168000000 (245760 pages to be allocated)"
            ),
            Some(XenLine::Alloc(block, 245_760))
        );
        assert_eq!(
            line(
                "Dom0 alloc.: 0000000164000000->0000000168000000 (1,022,144 pages to be allocated)"
            ),
            Some(XenLine::Alloc(block, 1_022_144))
        );
        for cut in ["(1022", "(1022144", "(1022,144 pages)", "(10221 44 pages)", "(1022x pages)"] {
            let written = format!("Dom0 alloc.: 164000000->168000000 {cut}");
            assert_eq!(super::line(Line::new(&written), Speaker::Xen), None, "{cut}");
        }
        assert_eq!(
            line("System RAM: 40873MB (41,854,616kB)"),
            Some(XenLine::SystemRam(41_854_616))
        );
        assert_eq!(
            line("Dom0 alloc.: 0000000164000000->0000000168000000"),
            Some(XenLine::Alloc(block, 0))
        );
        assert_eq!(line("System RAM: 16261MB (16651320kB)"), Some(XenLine::SystemRam(16_651_320)));
        assert_eq!(line("d0 has maximum 416 PIRQs"), None);
        assert_eq!(line("Dom0 has maximum 4 VCPUs"), Some(XenLine::Vcpus(4)));
        assert_eq!(line("Initial Xen-e820 RAM map:"), Some(XenLine::MapHeader { used: false }));
        assert_eq!(line("Dom0 alloc.: 5->3"), None);
        assert_eq!(
            line("Dom0 alloc.: ff0000->1ff0000"),
            Some(XenLine::Alloc(Extent { start: 0xff_0000, end: 0x1ff_0000 }, 0))
        );
        for lost in ["000000016400000->0000000168000000", "0000000164000000->000000168000000"] {
            let (alloc, initrd) =
                (format!("Dom0 alloc.: {lost}"), format!("Init. ramdisk: {lost}"));
            let read = |said: &str| super::line(Line::new(said), Speaker::Xen);
            assert_eq!(read(&alloc), None, "{lost}");
            assert_eq!(read(&initrd), Some(XenLine::Ramdisk(CUT)), "{lost}");
        }
        assert_eq!(
            line("0000000100000-0000001ffffff type=7 attr=000000000000000f"),
            Some(XenLine::Efi)
        );
        assert_eq!(line("e820: BIOS-provided physical RAM map:"), None);
        assert_eq!(line("Xen 4.17.5"), Some(XenLine::Banner("4.17.5".to_owned())));
        assert_eq!(line("Xen 4.17.5 is here"), None);
        let lost = |said| super::line(Line::new(said), Speaker::Other);
        assert_eq!(lost("I/O virtualisation enabled"), Some(XenLine::Iommu(true)));
        assert_eq!(lost("*** Building a PVH Dom0 ***"), Some(XenLine::Pvh));
    }
}
