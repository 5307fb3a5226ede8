//! Lines of tools that begin inside a line: of `xl info`, `free`, `/proc/meminfo` and `xl list`.
//!
//! A field of one line takes the ends of lines away, so a name follows a value without a blank.
//! Whatever people and programs write in front of a row, its own name tells where it begins.

use crate::text::first;

/// Names that `xl info` and `xm info` print before a colon with blanks in front of it.
const NAMES: [&str; 33] = [
    "host",
    "release",
    "version",
    "machine",
    "nr_cpus",
    "max_cpu_id",
    "nr_nodes",
    "cores_per_socket",
    "threads_per_core",
    "cpu_mhz",
    "hw_caps",
    "virt_caps",
    "total_memory",
    "free_memory",
    "sharing_freed_memory",
    "sharing_used_memory",
    "outstanding_claims",
    "free_cpus",
    "xen_major",
    "xen_minor",
    "xen_extra",
    "xen_version",
    "xen_caps",
    "xen_scheduler",
    "xen_pagesize",
    "platform_params",
    "xen_changeset",
    "xen_commandline",
    "cc_compiler",
    "cc_compile_by",
    "cc_compile_domain",
    "cc_compile_date",
    "build_id",
];

/// Names of rows that `free` prints, with the colon at once.
const ROWS: [&str; 2] = ["Mem", "Swap"];

/// The text before the first line that begins inside `said`, and the rest from there on.
pub(super) fn parted(said: &str) -> Option<(&str, &str)> {
    let Some((before, from)) = row(said) else { return named(said) };
    // A name may come first.
    match named(before) {
        Some((line, _)) => said.split_at_checked(line.len()),
        None => Some((before, from)),
    }
}

/// The longest text in front of a row, in bytes.
const LONGEST: usize = 200;

/// The same before a whole row of a table, after a blank or a mark.
fn row(said: &str) -> Option<(&str, &str)> {
    ["MemTotal:", "Mem:", "Domain-0 "].iter().find_map(|head| {
        let near = said.get(..said.floor_char_boundary(LONGEST))?;
        let (before, from) = said.split_at_checked(first(near, head)?)?;
        let apart = !before.bytes().next_back()?.is_ascii_alphanumeric();
        let words: Vec<&str> = from.get(head.len()..)?.split_ascii_whitespace().take(3).collect();
        let counts = words.iter().take_while(|w| w.bytes().all(|b| b.is_ascii_digit())).count();
        let whole =
            counts > 2 || counts == 1 && words.get(1).is_some_and(|unit| unit.starts_with("kB"));
        (apart && whole && !before.trim_ascii().is_empty()).then_some((before, from))
    })
}

/// The same before a name.
fn named(said: &str) -> Option<(&str, &str)> {
    let bare = said.trim_ascii_start();
    let of_free = bare.starts_with("total ") || bare.starts_with("Mem:");
    let colons = said.bytes().enumerate().filter(|(_, byte)| *byte == b':');
    let starts = colons.filter_map(|(colon, _)| {
        let before = said.get(..colon)?;
        let word = before.trim_ascii_end();
        let own: &[&str] = if word.len() < before.len() { &NAMES } else { &ROWS };
        let known = own.len() > ROWS.len() || of_free;
        let ends = own.iter().filter(|name| known && word.ends_with(**name));
        word.len().checked_sub(ends.map(|name| name.len()).max()?)
    });
    // What begins the text is its own name.
    let mut inside =
        starts.filter(|at| said.get(..*at).is_some_and(|t| !t.trim_ascii().is_empty()));
    said.split_at_checked(inside.next()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(said: &str, expected: &[&str]) {
        let (mut found, mut rest) = (Vec::new(), said);
        while let Some((line, more)) = parted(rest) {
            found.push(line);
            rest = more;
        }
        found.push(rest);
        assert_eq!(found, expected, "{said}");
    }

    #[test]
    fn lines_without_ends_begin_at_their_names() {
        check(
            "release                : 6.1.0-38-amd64version                : #1 SMPxen_version            : 4.19.3-pre",
            &[
                "release                : 6.1.0-38-amd64",
                "version                : #1 SMP",
                "xen_version            : 4.19.3-pre",
            ],
        );
        check(
            "               total        used        freeMem:            3947         512Swap:              0           0",
            &[
                "               total        used        free",
                "Mem:            3947         512",
                "Swap:              0           0",
            ],
        );
        for head in ["| ", "boot.log:12:", "12) ", "JB> ", "2026-11-29 14:06:09 dom0 ", "+"] {
            for row in [
                "MemTotal:        4022368 kB",
                "Mem:            3928         402        3212",
                "Domain-0                                     0  4096     4     r-----     366.8",
            ] {
                check(&format!("{head}{row}"), &[head, row]);
                check(&format!("    {row}"), &[&format!("    {row}")]);
            }
        }
        for whole in [
            "xMemTotal:        4022368 kB",
            "I see Domain-0 with 4096 MiB",
            "so Mem: 3928 is wrong",
            "it has Mem: 3928 402 free",
            "  xen_caps               : xen-3.0-x86_64 hvm-3.0-x86_32",
            "xen_commandline        : placeholder dom0_mem=4G console=vga,com1:115200",
            "12:34:56 release: x",
            "Node 0 DMA: Mem: 5",
            "é : é",
        ] {
            check(whole, &[whole]);
        }
    }
}
