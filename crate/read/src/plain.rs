//! Whether a text can only have been typed: the reader of logs has nothing to say of it.
//!
//! The page begins without that reader, and fetches it for every other text. So a wrong yes would
//! change what a text means, and a wrong no only costs the fetching: what is not surely typed is
//! not plain. Not here: what a text means.

use crate::text::has;
use crate::{Field, compact, layout};

/// Letters in a row that are a unit, or a word of the option; words of logs are longer.
const UNIT: usize = 3;

/// Whether `text` in this field can only have been typed.
pub(crate) fn is_plain(field: Field, text: &str) -> bool {
    match field {
        Field::E820 => {
            compact::is_compact(text) && compact::parse(text).is_ok() || text.lines().all(is_region)
        }
        Field::Dom0Mem | Field::Crashkernel => is_option(text),
        Field::Layout => text.split([',', '\n']).all(is_part),
        Field::HostMem
        | Field::NrPages
        | Field::Xen
        | Field::Linux
        | Field::Flavour
        | Field::Vcpus
        | Field::DomainLimit
        | Field::Ibft
        | Field::Balloon
        | Field::Hotplug
        | Field::Iommu
        | Field::KernelImage
        | Field::Swiotlb
        | Field::Installed
        | Field::MemTotal => is_value(text),
    }
}

/// Whether it is a number, a size, a release or a word.
fn is_value(text: &str) -> bool {
    text.bytes().all(is_letter) && is_short(text)
}

/// Whether it has only sizes and words, each perhaps with the name of its item; or several options,
/// of sizes alone.
fn is_option(text: &str) -> bool {
    let text = text.strip_prefix("dom0_mem=").unwrap_or(text);
    let several = has(text, "dom0_mem=");
    let item = |word: &str| {
        let word = word.strip_prefix("dom0_mem=").unwrap_or(word);
        let named = ["min:", "max:"].into_iter().find_map(|head| word.strip_prefix(head));
        let size = named.unwrap_or(word);
        let counts = size.starts_with(|c: char| c.is_ascii_digit() || c == '-');
        size.bytes().all(|b| is_letter(b) || counts && b":@<".contains(&b)) && (counts || !several)
    };
    text.split([' ', ',']).all(item) && (several || is_short(text))
}

/// Whether values are written with it; what else there is in logs, from `:` to `=`, is not.
fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b" .,+-~%?!".contains(&byte)
}

/// Whether it is one word, or begins with a number and has no word that is more than a unit.
fn is_short(text: &str) -> bool {
    let units = || text.split(|c: char| !c.is_ascii_alphabetic()).all(|word| word.len() <= UNIT);
    is_word(text)
        || text.trim_ascii().starts_with(|c: char| c.is_ascii_digit() || c == '-') && units()
}

fn is_word(text: &str) -> bool {
    !text.trim_ascii().bytes().any(|b| b == b' ')
}

/// Whether a line is a region in the form that people type, or a word.
fn is_region(line: &str) -> bool {
    let line = line.trim_ascii();
    let first = line.split(' ').next().unwrap_or_default();
    line.bytes().all(is_letter) && (is_word(line) || is_range(first))
}

/// Whether it is a part of dom0's layout with its range, or nothing.
fn is_part(item: &str) -> bool {
    let part = |(name, range): (&str, &str)| layout::NAMES.contains(&name) && is_range(range);
    item.trim_ascii().is_empty() || item.trim_ascii().split_once(' ').is_some_and(part)
}

/// Whether it is two hexadecimal numbers with a hyphen.
fn is_range(text: &str) -> bool {
    let number = |text: &str| {
        let digits = text.strip_prefix("0x").unwrap_or(text);
        !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_hexdigit())
    };
    text.split_once('-').is_some_and(|(start, end)| number(start) && number(end))
}

#[cfg(all(test, feature = "paste"))]
mod tests {
    use super::*;
    use crate::{Form, log};

    /// What the reader of logs would make of a text in this field.
    fn as_a_log(field: Field, text: &str) -> String {
        let reading = log::read(text);
        let meant = if field == Field::Dom0Mem { text } else { text.trim() };
        let found = log::find(text, &reading)
            .filter(|_| field == Field::E820 && !compact::is_compact(text));
        let said = (
            log::pasted(field, meant, || &reading),
            log::note(field, text, || &reading),
            found.map(|found| found.map(|pasted| pasted.map)),
            log::scope(&reading).filter(|_| text.len() >= log::SHORTEST),
            reading.recognised().then_some(()),
        );
        if said == (None, None, None, None, None) { String::new() } else { format!("{said:?}") }
    }

    /// What lines of logs and typed texts are made of.
    const PIECES: [&str; 78] = [
        " ",
        " ",
        " ",
        "\n",
        ",",
        "-",
        "-",
        ":",
        ".",
        "+",
        "?",
        "%",
        "@",
        "max:",
        "min:",
        "max",
        "2G",
        "4096M",
        "64 GiB",
        "1859100",
        "0x40000",
        "kB",
        "K",
        "Mem",
        "MemTotal",
        "Total",
        "Xen",
        "xen",
        "version",
        "Linux",
        "release",
        "4.17",
        "4.17.5",
        "6.1.0-18-amd64",
        "3.2.0-4-686-pae",
        "aarch64",
        "dom0",
        "Dom0",
        "alloc.",
        "pages",
        "Released",
        "Remapped",
        "Memory",
        "usable",
        "reserved",
        "ACPI data",
        "ACPI NVS",
        "type 20",
        "unusable",
        "System RAM",
        "0-9f000",
        "100000-bf780000",
        "0x0-0x9f",
        "RAM",
        "kernel",
        "initrd",
        "Domain-0",
        "0",
        "1",
        "free",
        "total",
        "memory",
        "crashkernel",
        "dom0_mem=",
        "PVH",
        "pvh",
        "Hypervisor",
        "d1",
        "domU",
        "mem",
        "e820",
        "BIOS-e820",
        "EFI",
        "swiotlb",
        "MB",
        "IO",
        "TLB",
        "classic",
    ];

    #[test]
    fn the_reader_of_logs_says_nothing_of_a_plain_text() {
        let mut state = 0x9e37_79b9_u32;
        let mut dice = |n: usize| {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            state as usize % n
        };
        let mut plain = 0;
        for _ in 0..400_000 {
            let field = Field::ALL[dice(Field::ALL.len())];
            let text: String = (0..=dice(7)).map(|_| PIECES[dice(PIECES.len())]).collect();
            if is_plain(field, &text) {
                plain += 1;
                assert_eq!(as_a_log(field, &text), "", "{text:?} in {field:?}");
            }
        }
        assert!(plain > 40_000, "{plain}");
    }

    #[test]
    fn what_is_not_surely_typed_is_not_plain() {
        for (field, texts) in [
            (Field::E820, &["-9f000 usable", "0x-9f000 usable", "0-9g usable", "0-9f:q"][..]),
            (
                Field::Layout,
                &["kernel -4200000", "kernel", "modules 1000000-4200000", "kernel x-1"],
            ),
            (
                Field::Dom0Mem,
                &["dom_mem=2G", "max 4G", "word dom0_mem=2G", "no dom0_mem=2G,max:2G"],
            ),
            (Field::Linux, &["Linux 6.1", "release: 6.1", "6.1 (builder@host)"]),
        ] {
            for text in texts {
                assert!(!is_plain(field, text), "{text:?} in {field:?}");
            }
        }
    }

    #[test]
    fn what_people_type_is_plain() {
        for (field, texts) in [
            (Field::HostMem, &["64G", "64 GiB", "1048576 MiB", ""][..]),
            (
                Field::Dom0Mem,
                &["2G", "dom0_mem=2G,max:2G", "min:1G,max:50%", "-1G", "2G max:4G", "512 MiB"],
            ),
            (Field::Xen, &["4.17.5", "4.1.2", "4.19-unstable", "nonsense"]),
            (Field::Linux, &["6.12.43+deb12-amd64", "3.10.0-1160.el7.x86-64", "2.6.18", "three"]),
            (
                Field::E820,
                &["0-9f000 usable\n100000-bf780000 reserved\n", "0-9f:u,100-bf780:u", "?"],
            ),
            (Field::Layout, &["kernel 1000000-4200000, initrd 8000000-8160000"]),
            (Field::Crashkernel, &["256M", "256M@64M", "1G-8G:128M,8G-:256M"]),
            (Field::MemTotal, &["1859100", "1859100 kB"]),
            (Field::NrPages, &["262144", "0x40000", "262 144"]),
        ] {
            for text in texts {
                assert!(is_plain(field, text), "{text:?} in {field:?}");
            }
        }
        for preset in crate::presets::PRESETS {
            let form = Form::from(preset);
            for field in Field::ALL {
                assert!(is_plain(field, form.get(field)), "{} {field:?}", preset.id);
            }
        }
    }
}
