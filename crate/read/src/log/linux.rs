//! Lines that Linux prints (spec/log-formats.md E7, R1 to R6, M1 to M5 and C2).

use super::body::LinuxLine;
use super::heads::Speaker;
use crate::line::Line;
use crate::scope::{self, Scope};
use crate::text::{after_first, before_first, grouped, has, hexadecimal, pieces};

/// A line of Linux.
pub(super) fn line(said: Line<'_>, speaker: Speaker) -> Option<LinuxLine> {
    if speaker == Speaker::Xen {
        return None;
    }
    let after = |head: &str| said.text().strip_prefix(head).map(str::trim_ascii_start);
    if let Some(text) = after("Linux version ") {
        return release(text, speaker).map(|release| LinuxLine::Version(release.to_owned()));
    }
    if let Some(release) = uname(&said) {
        return Some(LinuxLine::Version(release.to_owned()));
    }
    if let Some(text) = after("Kernel command line:").or_else(|| after("Command line:")) {
        return Some(LinuxLine::CommandLine(text.to_owned()));
    }
    if let Some(extent) = after("RAMDISK:").and_then(super::layout::ramdisk) {
        return Some(LinuxLine::Ramdisk(extent));
    }
    if said.has("-provided physical RAM map:") {
        return Some(LinuxLine::MapHeader);
    }
    moves(said).or_else(|| sizes(said)).or_else(|| kind(said))
}

/// The release at the start of a text, after which a program names who built it, if anything. People
/// write about releases with the same words.
pub(super) fn release(text: &str, speaker: Speaker) -> Option<&str> {
    let release = before_first(text, " ");
    let rest = text.get(release.len()..)?.trim_ascii();
    let begins = release.bytes().next().is_some_and(|b| b.is_ascii_digit());
    let ends = release.bytes().next_back().is_some_and(|b| b.is_ascii_alphanumeric() || b == b'+');
    let printed = match speaker {
        Speaker::Xen | Speaker::Linux | Speaker::Guest => true,
        Speaker::Program | Speaker::Other => {
            begins && ends && (rest.is_empty() || rest.starts_with('('))
        }
    };
    printed.then_some(release)
}

/// `Linux host 6.1.0-38-amd64 #1 SMP …`, as `uname -a` prints it.
fn uname(said: &str) -> Option<&str> {
    let mut words = pieces(said.strip_prefix("Linux ")?, ' ').skip(1);
    let release = words.next().filter(|w| w.bytes().next().is_some_and(|b| b.is_ascii_digit()))?;
    words.next()?.starts_with('#').then_some(release)
}

/// A release by itself, as `uname -r` prints it, perhaps with the system's name before it.
pub(super) fn release_alone(said: &str) -> Option<LinuxLine> {
    let release = before_first(said.strip_prefix("Linux ").unwrap_or(said), " ");
    let begins = release.bytes().next().is_some_and(|b| b.is_ascii_digit());
    let letter = |b: u8| b.is_ascii_alphanumeric() || b"+-._~".contains(&b);
    let whole = begins && has(release, ".") && release.bytes().all(letter);
    whole.then(|| LinuxLine::Version(release.to_owned()))
}

fn moves(said: Line<'_>) -> Option<LinuxLine> {
    let after = |head: &str| said.text().strip_prefix(head).map(str::trim_ascii_start);
    if let Some((pages, rest)) = after("Released ").or_else(|| after("released ")).and_then(grouped)
    {
        return (rest.starts_with(" page")).then_some(LinuxLine::Released(pages));
    }
    if let Some((pages, rest)) = after("Remapped ").and_then(grouped) {
        let nonram = rest.starts_with(" non-RAM page");
        return (nonram || rest.starts_with(" page"))
            .then_some(LinuxLine::Remapped { nonram, pages });
    }
    if let Some((pages, rest)) = after("Set ").and_then(grouped) {
        return has(rest, "1-1 mapping").then_some(LinuxLine::Identity(pages));
    }
    let populated = after("Populating ").is_some();
    let text = after("Populating ")
        .or_else(|| after("Freeing "))
        .or_else(|| after("xen_release_chunk: looking at area pfn "))?;
    let (start, rest) = hexadecimal(text)?;
    let (end, rest) = hexadecimal(rest.strip_prefix('-')?)?;
    let rest = rest.strip_prefix(" pfn range").unwrap_or(rest);
    let (pages, rest) = grouped(rest.strip_prefix(':')?.trim_ascii_start())?;
    rest.starts_with(" pages").then_some(LinuxLine::Range { populated, start, end, pages })
}

fn sizes(said: Line<'_>) -> Option<LinuxLine> {
    if let Some(text) = said.strip_prefix("Memory: ") {
        return memory(text);
    }
    if let Some(text) = said.after_first("last_pfn = ") {
        // A number at the end of a line may have been cut off.
        let (pfn, rest) = hexadecimal(text)?;
        return rest.starts_with(' ').then_some(LinuxLine::LastPfn(pfn));
    }
    let table = |head: &str| {
        let text = said.strip_prefix(head)?;
        // Bytes stand before the second word that is not a number.
        let inner = after_first(text, "order")?;
        let bytes = after_first(inner, ", ").and_then(grouped)?;
        bytes.1.starts_with(" bytes").then_some(bytes.0)
    };
    if let Some(bytes) = table("Dentry cache hash table entries:") {
        return Some(LinuxLine::Dentry(bytes));
    }
    if let Some(bytes) = table("Inode-cache hash table entries:") {
        return Some(LinuxLine::Inode(bytes));
    }
    let tlb = said.after_first("IO TLB")?;
    let before = before_first(&said, "MB software IO TLB");
    let later = before_first(tlb, "MB)");
    let amount = if before.len() < said.len() { before } else { later };
    let found = before.len() < said.len() || later.len() < tlb.len();
    Some(LinuxLine::Swiotlb(number_at_end(amount).filter(|_| found)?))
}

/// The decimal number at the end of a text.
fn number_at_end(text: &str) -> Option<u64> {
    let digits = text.bytes().rev().take_while(u8::is_ascii_digit).count();
    text.get(text.len().checked_sub(digits)?..)?.parse().ok()
}

/// `815328K/8388084K available (…)`, and the kernel's image in its list.
fn memory(text: &str) -> Option<LinuxLine> {
    let (available, rest) = grouped(text)?;
    let rest = rest.strip_prefix(['k', 'K'])?.strip_prefix('/')?;
    let (total, rest) = grouped(rest)?;
    let list = after_first(rest.strip_prefix(['k', 'K'])?, "available (")?;
    let image = image(list);
    let bss = image.is_some() && has(before_first(list, ")"), "bss");
    Some(LinuxLine::Memory { available, total, image: image.unwrap_or(0), bss })
}

/// Whether a part of the kernel stays in its image.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stays {
    Yes,
    No,
}

/// What kernels list on their Memory line.
const LISTED: [(&str, Stays); 10] = [
    ("kernel code", Stays::Yes),
    ("rwdata", Stays::Yes),
    ("rodata", Stays::Yes),
    ("data", Stays::Yes),
    ("bss", Stays::Yes),
    ("init", Stays::No),
    ("absent", Stays::No),
    ("reserved", Stays::No),
    ("cma-reserved", Stays::No),
    ("highmem", Stays::No),
];

/// Code and data of a list without the part that is freed, KiB; `None` if the list was cut off
/// or anything in it is unknown, because the sum would be too small.
fn image(list: &str) -> Option<u64> {
    let (mut rest, mut image) = (list, 0_u64);
    loop {
        let (kib, named) = grouped(rest.trim_ascii_start())?;
        let named = named.strip_prefix(['k', 'K'])?;
        let end = named.bytes().position(|b| b == b',' || b == b')')?;
        let (name, after) = named.split_at_checked(end)?;
        let (_, stays) = LISTED.iter().find(|(listed, _)| *listed == name.trim_ascii())?;
        image = image.saturating_add(if *stays == Stays::Yes { kib } else { 0 });
        match after.strip_prefix(',') {
            Some(more) => rest = more,
            None => return Some(image),
        }
    }
}

/// The processor that a line with a release names, if it is not 64-bit x86: in the release, as
/// the compiler's, or where `uname -a` names the machine.
pub(super) fn built_for(said: &str) -> Option<Scope> {
    let Some(text) = said.strip_prefix("Linux version ") else {
        let machine = before_first(said, " GNU/Linux");
        return scope::built_for(pieces(machine, ' ').last()?)
            .or_else(|| scope::built_for(uname(said)?));
    };
    let arm = has(text, "aarch64-linux-gnu-gcc") || has(text, "arm-linux-gnueabi");
    if arm { Some(Scope::Arm) } else { scope::built_for(before_first(text, " ")) }
}

fn kind(said: Line<'_>) -> Option<LinuxLine> {
    let starts = |head: &str| said.starts_with(head);
    if said.ends_with("MB HIGHMEM available.") {
        return Some(LinuxLine::BuiltFor(Scope::Bits32));
    }
    if starts("Booting Linux on physical CPU") {
        return Some(LinuxLine::BuiltFor(Scope::Arm));
    }
    let mode = said
        .text()
        .strip_prefix("Hypervisor detected: Xen")
        .or_else(|| said.after_first("Booting paravirtualized kernel on Xen"));
    if let Some(mode) = mode.map(str::trim_ascii) {
        return Some(if mode.is_empty() || mode.starts_with("PV") && !mode.starts_with("PVH") {
            LinuxLine::OnXen(None)
        } else if mode == "PVH" {
            LinuxLine::Hardware
        } else {
            // Dom0 is never HVM.
            LinuxLine::Guest
        });
    }
    if starts("ACPI in unprivileged domain disabled") {
        return Some(LinuxLine::Guest);
    }
    if said.has("HVM domU") {
        return Some(LinuxLine::InHvm);
    }
    if let Some(release) = said.text().strip_prefix("Xen version: ") {
        let release = release.split_ascii_whitespace().next().unwrap_or_default();
        return Some(LinuxLine::OnXen(Some(release.to_owned())));
    }
    let own = ["Booting kernel on Xen", "xen:balloon:", "xen_balloon:", "xen/balloon:"];
    if own.iter().any(|head| starts(head)) {
        return Some(LinuxLine::OnXen(None));
    }
    (starts("Kernel panic - not syncing")).then_some(LinuxLine::Panic)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(said: &str, expected: impl Into<Option<LinuxLine>>) {
        assert_eq!(line(Line::new(said), Speaker::Linux), expected.into(), "{said}");
    }

    #[test]
    fn every_era_s_lines_are_read() {
        check("released 5 pages of unused memory", Some(LinuxLine::Released(5)));
        check("Released 0 page(s)", Some(LinuxLine::Released(0)));
        check(
            "Remapped 98 page(s), last_pfn=262242",
            Some(LinuxLine::Remapped { nonram: false, pages: 98 }),
        );
        check("Remapped 3 non-RAM page(s)", Some(LinuxLine::Remapped { nonram: true, pages: 3 }));
        check(
            "Freeing  bad80-badf4 pfn range: 116 pages freed",
            Some(LinuxLine::Range { populated: false, start: 0xbad80, end: 0xbadf4, pages: 116 }),
        );
        check(
            "xen_release_chunk: looking at area pfn 9d-100: 99 pages freed",
            Some(LinuxLine::Range { populated: false, start: 0x9d, end: 0x100, pages: 99 }),
        );
        check("Freeing initrd memory: 1332k freed", None);
        check("Set 150667 page(s) to 1-1 mapping.", Some(LinuxLine::Identity(150_667)));
        check(
            "e820: last_pfn = 0x280000 max_arch_pfn = 0x400000000",
            Some(LinuxLine::LastPfn(0x28_0000)),
        );
        check(
            "Dentry cache hash table entries: 524288 (order: 10, 4194304 bytes, linear)",
            Some(LinuxLine::Dentry(4_194_304)),
        );
        check(
            "Memory: 815244k/10485760k available (1820k kernel code, 2097736k absent, 7572780k reserved, 751k data, 440k init)",
            Some(LinuxLine::Memory {
                available: 815_244,
                total: 10_485_760,
                image: 2571,
                bss: false,
            }),
        );
    }

    #[test]
    fn a_list_is_read_whole_or_not_at_all() {
        let image = |list: &str| match line(
            Line::new(&format!("Memory: 5K/9K available ({list}")),
            Speaker::Linux,
        ) {
            Some(LinuxLine::Memory { available: 5, total: 9, image, .. }) => image,
            other => panic!("{list} {other:?}"),
        };
        let rest =
            "2568K rwdata, 5000K rodata, 2000K init, 3000K bss, 117632K reserved, 0K cma-reserved)";
        assert_eq!(image(&format!("12300K kernel code, {rest}")), 22_868);
        assert_eq!(image(&format!("12,300K kernel code, {rest}")), 22_868);
        for list in [
            "12,30K kernel code, ",
            "12300 K kernel code, ",
            "12300K kernel c0de, ",
            "123 00K kernel code, ",
        ] {
            assert_eq!(image(&format!("{list}{rest}")), 0, "{list}");
        }
        assert_eq!(image("12300K kernel code, 2568K rwdata, 50"), 0);
        check(
            "Remapped 22,009 page(s)",
            Some(LinuxLine::Remapped { nonram: false, pages: 22_009 }),
        );
        check("Released 22,00 page(s)", None);
    }

    #[test]
    fn buffers_of_every_era_are_read() {
        check(
            "DMA: Placing 64MB software IO TLB between ffff880020000000 - ffff880024000000",
            Some(LinuxLine::Swiotlb(64)),
        );
        check(
            "software IO TLB: mapped [mem 0x000000017ba00000-0x000000017fa00000] (64MB)",
            Some(LinuxLine::Swiotlb(64)),
        );
        check("software IO TLB at phys 0x20000000 - 0x24000000", None);
        check("software IO TLB: area num 1.", None);
    }
}
