//! Pastes that show more than dom0: a guest's terminal, a guest's console in dom0's journal, and
//! maps of which it is not known whose or how long they are.

use read::log::{Cut, Reading, Verdict, Whose, WhyNot, read};

const INFO: &str = "host                   : xen1
release                : 6.1.0-38-amd64
nr_cpus                : 8
total_memory           : 32500
free_memory            : 27000
xen_version            : 4.17.5
xen_commandline        : placeholder dom0_mem=4096M,max:4096M
";
const LIST: &str = "Name                                        ID   Mem VCPUs\tState\tTime(s)
Domain-0                                     0  4096     4     r-----     366.8
web                                          3  1024     2     -b----      12.5
";
/// Dom0's total in the pastes below, and a guest's, in MiB.
const DOM0: u64 = 3928;
const GUEST: u64 = 983;

fn free(mib: u64) -> String {
    format!(
        "               total        used        free      shared  buff/cache   available\nMem:            {mib}         402         212           1         313         300\nSwap:           1023           0        1023\n"
    )
}

fn linux(reading: &Reading) -> Option<&str> {
    reading.facts.linux.as_ref().map(|linux| linux.value.as_str())
}

/// The total that is taken, in MiB.
#[track_caller]
fn check_total(text: &str, expected: Option<u64>) {
    let reading = read(text);
    let found = reading.facts.mem_total.as_ref().map(|total| total.value >> 10);
    assert_eq!(found, expected, "{text}\n{:?}", reading.notes);
}

#[test]
fn a_guests_free_is_not_dom0s_where_prompts_name_hosts() {
    let (own, guests) = (free(DOM0), free(GUEST));
    for (dom0, guest) in [
        ("root@xen1:~# ", "root@web:~# "),
        ("[root@xen1 ~]# ", "[joe@web ~]$ "),
        ("[14:22 xen1 ~]# ", "web:~ # "),
        ("xen1 ~ # ", "web:~# "),
    ] {
        for there in [
            format!("{guest}free -m\n{guests}"),
            format!("{dom0}ssh web\n{guest}free -m\n{guests}"),
            format!("{dom0}ssh root@web free -m\n{guests}"),
            format!("{dom0}xl console web\n\nweb login: root\n{guest}free -m\n{guests}"),
        ] {
            let info = format!("{dom0}xl info\n{INFO}");
            let here = format!("{dom0}free -m\n{own}");
            check_total(&[&*info, &here, &there].concat(), Some(DOM0));
            check_total(&[&*here, &there, &info].concat(), Some(DOM0));
            check_total(&[&*there, &info, &here].concat(), Some(DOM0));
            // A guest's alone is none of dom0's.
            check_total(&[&*info, &there].concat(), None);
        }
    }
    // Nothing tells which of two hosts is dom0.
    check_total(&format!("root@a:~# free -m\n{own}root@b:~# free -m\n{guests}"), None);
    check_total(&format!("root@a:~# free -m\n{guests}root@a:~# free -m\n{own}"), Some(DOM0));
    check_total(&format!("dom0# free -m\n{own}domU# free -m\n{guests}"), Some(DOM0));
    let qubes = "[user@dom0 ~]$ ";
    let work = format!("{qubes}free -m\n{own}{qubes}qvm-run -p work 'free -m'\n{guests}");
    check_total(&work, Some(DOM0));
    check_total(&format!("{work}{qubes}free -m\n{own}"), Some(DOM0));
}

#[test]
fn a_guests_free_is_not_dom0s_where_words_say_so() {
    let (own, guests) = (free(DOM0), free(GUEST));
    for (before, between) in [
        ("dom0:\n", "domU:\n"),
        ("", "And in the guest:\n"),
        ("", "this is from a VM:\n"),
        ("=== Dom0 ===\n", "=== Guest ===\n"),
        ("", "# free -m in the domU:\n"),
    ] {
        check_total(&format!("{INFO}{before}{own}\n{between}\n{guests}"), Some(DOM0));
    }
    // What a sentence is about is not where it is shown.
    let about = "When I start the guest I see this:\n";
    check_total(&format!("{INFO}{about}{own}"), Some(DOM0));
    check_total(&format!("the guest:\n{INFO}{own}"), Some(DOM0));
}

#[test]
fn of_totals_that_differ_the_one_of_dom0s_size_counts() {
    let (own, guests) = (free(DOM0), free(GUEST));
    check_total(&format!("{INFO}{LIST}{own}\n{guests}"), Some(DOM0));
    check_total(&format!("{INFO}{LIST}{guests}\n{own}"), Some(DOM0));
    let current = "Current allocation:  4194304 kB\n";
    check_total(&format!("{INFO}{current}{own}\n{guests}"), Some(DOM0));
    let meminfo = |mib: u64| format!("MemTotal:        {} kB\nMemFree:   100 kB\n", mib << 10);
    check_total(&format!("{LIST}{}{}", meminfo(DOM0), meminfo(GUEST)), Some(DOM0));
    check_total(&format!("{LIST}{own}{}", meminfo(GUEST)), Some(DOM0));
    // Both of one domain, one of them exact.
    check_total(&format!("{own}{}", meminfo(DOM0)), Some(DOM0));
    let text = format!("{INFO}{own}\n{guests}");
    check_total(&text, None);
    let notes = read(&text).notes;
    assert!(notes.iter().any(|note| note.contains("several totals that differ")), "{notes:?}");
}

#[test]
fn a_guests_release_in_its_terminal_is_not_dom0s() {
    let text = format!(
        "root@xen1:~# xl info\n{INFO}root@web:~# uname -a\nLinux web 5.10.0-9-amd64 #1 SMP x86_64 GNU/Linux\nroot@web:~# dmesg\n[    0.000000] Linux version 5.10.0-9-amd64 (a@b) #1 SMP\n"
    );
    let reading = read(&text);
    assert_eq!(linux(&reading), Some("6.1.0-38-amd64"));
    assert_eq!(reading.lines.last(), Some(&Verdict::NotNeeded(WhyNot::Guests)));
    // A prompt is never the wrapped end of the line above it.
    let option = reading.facts.option.unwrap_or_default();
    assert_eq!((option.value.as_str(), option.lines), ("4096M,max:4096M", vec![8]));
}

#[test]
fn what_a_program_logs_is_not_dom0s_kernels() {
    let head = "Nov 29 14:06:09 xen1 ";
    let own = format!(
        "{head}kernel: Linux version 6.1.0-38-amd64 (a@b) #1 SMP\n{head}kernel: Released 17 page(s)\n"
    );
    for program in
        ["qemu[12]", "qemu-system-i386[4711]", "xenconsoled[9]", "web-console[5]", "vmlog"]
    {
        for stamp in ["", "[    0.000000] "] {
            let guests = format!(
                "{head}{program}: {stamp}Linux version 5.4.0 (c@d) #1 SMP\n{head}{program}: {stamp}Released 5 page(s)\n"
            );
            for text in [[&*own, &guests].concat(), [&*guests, &own].concat()] {
                let reading = read(&text);
                assert_eq!(linux(&reading), Some("6.1.0-38-amd64"), "{text}");
                let released = reading.facts.released.map(|released| released.value);
                assert_eq!((released, reading.boots), (Some(17), 1), "{text}");
            }
        }
    }
    let alone = read(&format!("{head}qemu[12]: Linux version 5.4.0 (c@d) #1 SMP\n"));
    assert_eq!((alone.whose, alone.facts.linux), (Whose::Guest, None));
}

fn map(by: &str, entries: &[(u64, u64, &str)]) -> String {
    let line = |(start, last, kind): &(u64, u64, &str)| {
        format!("[    0.000000] {by}: [mem 0x{start:016x}-0x{last:016x}] {kind}\n")
    };
    entries.iter().map(line).collect()
}

const LOW: [(u64, u64, &str); 4] = [
    (0, 0x9_ffff, "usable"),
    (0xf_0000, 0xf_ffff, "reserved"),
    (0x10_0000, 0x7aa0_6fff, "usable"),
    (0x7aa0_7000, 0x7bff_ffff, "reserved"),
];
const HIGH: (u64, u64, &str) = (0x1_0000_0000, 0x4_7fff_ffff, "usable");
const TOP: &str = "[    0.000000] Linux version 6.1.0-38-amd64 (a@b) #1 SMP
[    0.000000] Command line: root=/dev/sda1
[    0.000000] BIOS-provided physical RAM map:
";
const AFTER: &str = "[    0.000000] NX (Execute Disable) protection: active\n";

/// What a map lacks; the form gets it only if that is nothing.
#[track_caller]
fn check_cut(text: &str, expected: Option<Cut>) {
    let reading = read(text);
    assert_eq!(reading.facts.cut, expected, "{text}");
    let filled = reading.fields().iter().any(|(field, _)| *field == read::Field::E820);
    assert_eq!(filled, expected.is_none(), "{text}");
}

/// `dmesg | head`, and what people paste on purpose.
#[test]
fn a_log_that_stops_with_its_map_has_perhaps_not_all_of_it() {
    for by in ["BIOS-e820", "Xen"] {
        let low = map(by, &LOW);
        check_cut(&[TOP, &low].concat(), Some(Cut::Open));
        check_cut(&["$ dmesg | head -7\n", TOP, &low, "$ uptime\n"].concat(), Some(Cut::Open));
        check_cut(&[TOP, &low, "\nThat is all.\n"].concat(), Some(Cut::Open));
        check_cut(&[TOP, &low, AFTER].concat(), None);
        check_cut(&[TOP, &low, &map(by, &[HIGH])].concat(), None);
        // Only the map's lines, with their header or without.
        check_cut(&low, None);
        check_cut(&["[    0.000000] BIOS-provided physical RAM map:\n", &low].concat(), None);
        // Without stamps, what follows at once is of the same log.
        let bare = |text: &str| text.replace("[    0.000000] ", "");
        check_cut(&bare(&[TOP, &low].concat()), Some(Cut::Open));
        check_cut(&bare(&[TOP, &low, AFTER].concat()), None);
    }
    let note = read(&[TOP, &map("BIOS-e820", &LOW)].concat()).notes.join(" ");
    assert!(
        note.contains("The log stops where the map does") && note.contains("`dmesg`"),
        "{note}"
    );
}

#[test]
fn xens_log_that_stops_with_its_map_has_perhaps_not_all_of_it() {
    let top = "(XEN) Xen version 4.17.5 (a@b)\n(XEN) Command line: placeholder dom0_mem=2G\n(XEN) Xen-e820 RAM map:\n";
    let entry = |(start, last, kind): (u64, u64, &str)| {
        format!("(XEN)  [{start:016x}, {last:016x}] ({kind})\n")
    };
    let low: String = LOW.into_iter().map(entry).collect();
    check_cut(&[top, &low].concat(), Some(Cut::Open));
    check_cut(&[top, &low, &entry(HIGH)].concat(), None);
    check_cut(&[top, &low, "(XEN) ACPI: RSDP 000F05B0, 0024\n"].concat(), None);
    check_cut(&low, None);
    // A tool counts as much, or more.
    let total = |mib: u64| format!("total_memory           : {mib}\n");
    check_cut(&[top, &low, &total(1962)].concat(), None);
    check_cut(&[&*low, &total(16290)].concat(), Some(Cut::Middle));
    check_cut(&[&*low, &total(1962)].concat(), None);
}

#[test]
fn a_map_that_lists_less_than_its_kernel_found_is_cut() {
    for by in ["BIOS-e820", "Xen"] {
        let log = |top: &str, pfn: &str| {
            format!(
                "{}[    0.0] e820: last_pfn = {pfn} max_arch_pfn = 0x400000000\n",
                map(by, &LOW) + top
            )
        };
        check_cut(&log("", "0x480000"), Some(Cut::End));
        check_cut(&log("", "0x7aa07"), None);
        check_cut(&log(&map(by, &[HIGH]), "0x480000"), None);
    }
    let memory = |kib: u64| {
        format!(
            "{}[    1.0] Memory: 5K/{kib}K available (1K kernel code)\n",
            map("BIOS-e820", &LOW)
        )
    };
    check_cut(&memory(16_000_000), Some(Cut::Middle));
    check_cut(&memory(2_009_000), None);
}

/// Xen makes up a PV guest's map: RAM, and the hole of a PC's first MiB.
#[test]
fn a_pv_guests_map_alone_is_not_dom0s() {
    let guests = [
        (0, 0x9_ffff, "usable"),
        (0xa_0000, 0xf_ffff, "reserved"),
        (0x10_0000, 0x1fff_ffff, "usable"),
    ];
    let own = map("Xen", &guests);
    assert_eq!(read(&own).whose, Whose::Guest);
    assert_eq!(read(&[TOP, &own, AFTER].concat()).whose, Whose::Guest);
    let beside = read(&[INFO, &own].concat());
    assert_eq!((beside.whose, beside.facts.dom0_map), (Whose::Dom0, None));
    // A dom0 releases pages, and its map has the firmware's regions.
    let released = "[    0.000000] Released 385 page(s)\n";
    assert_eq!(read(&[&*own, released].concat()).whose, Whose::Dom0);
    let dom0s = map("Xen", &[(0x1fff_0000, 0x1fff_ffff, "ACPI data")]);
    assert_eq!(read(&[&*own, &dom0s].concat()).whose, Whose::Dom0);
    // A map that stops early may be either; nothing of it is used.
    let head = read(&[TOP, &own].concat());
    assert_eq!((head.whose, head.facts.cut), (Whose::Dom0, Some(Cut::Open)));
    // Beside tools that name its kernel it is dom0's.
    let kernel = read(&[INFO, TOP, &own, AFTER].concat());
    assert!(kernel.facts.dom0_map.is_some());
}
