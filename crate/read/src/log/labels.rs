//! Lines of tools that a field of one line put after one another: `xl info` and `free`.
//!
//! Such a field takes the ends of lines away, so a name follows a value without a blank.

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
        for whole in [
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
