//! Pastes that show more than dom0: a guest's terminal or log, a guest's console in dom0's
//! journal, a crash kernel, and tools that say the same as a log.

#![allow(clippy::unwrap_used)]

use read::log::reconcile::{Overall, reconcile};
use read::log::{Cut, Reading, Verdict, Whose, WhyNot, read};
use tests::pastes::text;

use crate::readings_cut::{AFTER, LOW, TOP, map};

pub(crate) const INFO: &str = "host                   : xen1
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

/// A journal's records with all their fields, and RFC 5424, name the program elsewhere.
#[test]
fn what_a_program_logs_is_told_apart_in_every_form() {
    let json = |program: &str, said: &str| {
        format!(
            "{{\"SYSLOG_IDENTIFIER\":\"{program}\",\"_HOSTNAME\":\"xen1\",\"MESSAGE\":\"{said}\"}}\n"
        )
    };
    let pretty = |program: &str, said: &str| {
        format!("{{\n\t\"MESSAGE\" : \"{said}\",\n\t\"SYSLOG_IDENTIFIER\" : \"{program}\"\n}}\n")
    };
    let verbose = |program: &str, said: &str| {
        format!(
            "Sun 2026-11-29 14:06:09.123456 UTC [s=ab;i=1;b=2]\n    SYSLOG_IDENTIFIER={program}\n    MESSAGE={said}\n    _HOSTNAME=xen1\n"
        )
    };
    let export = |program: &str, said: &str| {
        format!("__CURSOR=s=ab\nMESSAGE={said}\nSYSLOG_IDENTIFIER={program}\n\n")
    };
    let protocol = |program: &str, said: &str| {
        format!("<30>1 2026-11-29T14:06:09Z xen1 {program} 5 - - {said}\n")
    };
    let container = |program: &str, said: &str| {
        format!("{{\"log\":\"{said}\\n\",\"program\":\"{program}\"}}\n")
    };
    let forms: [fn(&str, &str) -> String; 6] = [container, json, pretty, verbose, export, protocol];
    for (form, program) in
        forms.iter().flat_map(|form| [(form, "qemu-dm-3"), (form, "web-console")])
    {
        let lines = |by: &str, release: &str, pages: u64| {
            form(by, &format!("Linux version {release} (a@b) #1 SMP"))
                + &form(by, &format!("[    0.000000] Released {pages} page(s)"))
        };
        let (own, guests) = (lines("kernel", "6.1.0-38-amd64", 17), lines(program, "5.4.0", 5));
        for text in [[&*own, &guests].concat(), [&*guests, &own].concat()] {
            let reading = read(&text);
            assert_eq!(linux(&reading), Some("6.1.0-38-amd64"), "{text}");
            let released = reading.facts.released.map(|released| released.value);
            assert_eq!((released, reading.boots), (Some(17), 1), "{text}");
        }
    }
}

#[test]
fn what_a_command_shows_of_another_host_ends_with_it() {
    let file = "cat /sys/devices/system/xen_memory/xen_memory0/target_kb\n";
    let list = format!("# xl list\n{LIST}");
    let local = format!("# {file}4194304\n");
    let there = format!("# ssh root@web {file}1048576\n");
    for text in [[&*list, &local, &there].concat(), [&*list, &there, &local].concat()] {
        let target = read(&text).facts.target.map(|target| target.value);
        assert_eq!(target, Some(4_194_304), "{text}");
    }
    let after = format!("{list}# ssh web free -m\n{}# free -m\n{}", free(GUEST), free(DOM0));
    check_total(&after, Some(DOM0));
}

/// What `diff` shows of two logs says what the new one says.
#[test]
fn lines_that_a_comparison_takes_away_do_not_count() {
    let log = |release: &str, size: u64, high: &str| {
        format!(
            "(XEN) Xen version {release} (a@b) (gcc 12) debug=n\n(XEN) Command line: placeholder dom0_mem={size}G\n(XEN) Xen-e820 RAM map:\n(XEN)  [0000000000000000, 000000000009ffff] (usable)\n(XEN)  [0000000000100000, {high}] (usable)\n"
        )
    };
    let marked = |mark: &str, text: &str| {
        text.lines().map(|line| [mark, line, "\n"].concat()).collect::<String>()
    };
    let (old, new) = (log("4.14.6", 2, "000000003fffffff"), log("4.17.5", 4, "000000007fffffff"));
    let after = "(XEN) System RAM: 2047MB (2096764kB)\n(XEN) Brought up 4 CPUs\n";
    let unified = [
        "--- old\n+++ new\n@@ -1,5 +1,7 @@\n",
        &marked("-", &old),
        &marked("+", &new),
        &marked(" ", after),
    ];
    let normal = ["1,5c1,5\n", &marked("< ", &old), "---\n", &marked("> ", &new), "6a7\n"];
    for text in [unified.concat(), normal[..4].concat() + after, marked("> ", &unified.concat())] {
        let reading = read(&text);
        let facts = &reading.facts;
        let value =
            |logged: &Option<read::log::Logged<String>>| logged.as_ref().map(|l| l.value.clone());
        assert_eq!(value(&facts.xen).as_deref(), Some("4.17.5"), "{text}");
        assert_eq!(value(&facts.option).as_deref(), Some("4G"), "{text}");
        let map = facts.machine_map.as_ref().map(|map| map.value.entries.len());
        assert_eq!((map, reading.boots, facts.cut), (Some(2), 1, None), "{text}");
    }
    // Where it stops showing a map, more of it may follow.
    for text in [
        normal.concat(),
        unified.concat().replace(" (XEN) System", "@@ -50,3 +50,3 @@\n (XEN) System"),
    ] {
        assert_eq!(read(&text).facts.cut, Some(Cut::Middle), "{text}");
    }
    let journal = format!("{new}-- Boot 3f9e --\n{new}");
    assert_eq!(read(&journal).boots, 2);
}

#[test]
fn a_release_by_itself_is_read_after_the_command_for_it() {
    for (command, said) in [
        ("[root@xen1 ~]# uname -r", "4.19.0+1"),
        ("# uname -r", "4.19.0+1"),
        ("$ uname -sr", "Linux 4.19.0+1"),
        ("root@xen1:~# uname -rm", "4.19.0+1 x86_64"),
        ("# uname -r", "\n4.19.0+1"),
    ] {
        let reading = read(&format!("{command}\n{said}\n"));
        assert_eq!(linux(&reading), Some("4.19.0+1"), "{command}");
    }
    for text in [
        "4.19.0+1\n",
        "# uname -r\n# cat x\n4.19.0+1\n",
        "# apt install linux-headers-$(uname -r)\n4.19.0+1\n",
        "root@xen1:~# xl list\nroot@web:~# uname -r\n4.19.0+1\n",
        "# xl list\n# ssh root@web uname -r\n4.19.0+1\n",
        "domU# uname -r\n4.19.0+1\n",
        "# uname -r\nMemory\n4.19.0+1\n",
    ] {
        assert_eq!(linux(&read(text)), None, "{text}");
    }
    // A log says more than its release alone.
    let (xen, kernel) = console();
    check_whole(&[&*xen, &kernel, "# uname -r\n6.1.0-38-amd64\n"].concat());
}

/// As a central logger has them, one after the other and mixed.
#[test]
fn two_hosts_of_one_logger_are_two_machines() {
    let log = |host: &str, release: &str, pages: u64| {
        let head = format!("Nov 29 14:06:09 {host} ");
        [
            format!("{head}hypervisor[612]: (XEN) Xen version 4.17.5 (a@b) (gcc 12) debug=n\n"),
            format!("{head}hypervisor[612]: (XEN) Command line: placeholder dom0_mem={pages}M\n"),
            format!(
                "{head}hypervisor[612]: (XEN)  Dom0 alloc.:   0000000254000000->0000000258000000 ({pages} pages to be allocated)\n"
            ),
            format!("{head}kernel: Linux version {release} (a@b) #1 SMP\n"),
            format!("{head}kernel: Released {pages} page(s)\n"),
            format!("{head}kernel: last_pfn = 0x{pages} max_arch_pfn = 0x400000000\n"),
        ]
    };
    let (one, two) = (log("xen1", "6.1.0-38-amd64", 1000), log("xen2", "5.10.0-9-amd64", 2000));
    let mixed: Vec<&str> = one.iter().zip(&two).flat_map(|(a, b)| [a.as_str(), b]).collect();
    let late = [&one[..4].concat(), &*two.concat(), &one[4..].concat()].concat();
    for text in [one.concat() + &two.concat(), mixed.concat(), late] {
        let named: Vec<_> = read(&text).all_boots.into_iter().map(|boot| boot.machine).collect();
        assert_eq!(named, [1, 2], "{text}");
        for (number, release, pages) in [(1, "6.1.0-38-amd64", 1000), (2, "5.10.0-9-amd64", 2000)] {
            let reading = read::log::read_boot(&text, number);
            let facts = &reading.facts;
            let option = facts.option.as_ref().map(|option| option.value.clone());
            assert_eq!(option, Some(format!("{pages}M")), "{text}");
            assert_eq!(linux(&reading), Some(release), "{text}");
            assert_eq!(facts.released.as_ref().map(|r| r.value), Some(pages), "{text}");
            assert_eq!(facts.pages.as_ref().map(|p| p.value), Some(0x4000 + pages), "{text}");
            assert!(reading.two_machines, "{text}");
        }
    }
    // What tools say is of one of them.
    let tools = read(&(mixed.concat() + INFO));
    assert_eq!((tools.facts.xl_total, tools.two_machines), (None, true));
    // A machine learns its name while it starts, and has it with its domain or without.
    for name in ["localhost", "xen1.example.org"] {
        let renamed =
            one[..4].concat().replace(" xen1 ", &format!(" {name} ")) + &one[4..].concat();
        let reading = read(&renamed);
        assert_eq!((reading.boots, reading.two_machines), (1, false), "{renamed}");
        assert_eq!(reading.facts.released.map(|r| r.value), Some(1000), "{renamed}");
    }
}

/// The kernel counts in KiB, so `free` without an option and `free -b` round nothing.
#[test]
fn of_free_only_what_is_rounded_is_called_that() {
    let head = "               total        used        free\n";
    for (command, row, expected) in [
        ("free", "1984688 402112 900008", Some((1_984_688, true))),
        ("free -k", "1984688 402112 900008", Some((1_984_688, true))),
        ("free -b", "2032320512 411762688 921608192", Some((1_984_688, true))),
        ("free -m", "1938 392 878", Some((1938 << 10, false))),
        ("free -h", "1.9Gi 392Mi 878Mi", Some((19 * (1 << 20) / 10, false))),
        ("free -h --si", "2.0G 412M 921M", None),
        ("free --si", "2032320 411760 921608", None),
        ("free --si -m", "2032 411 921", None),
        ("free --mega", "2032 411 921", None),
    ] {
        let reading = read(&format!("{INFO}# {command}\n{head}Mem: {row}\n"));
        let facts = &reading.facts;
        let found = facts.mem_total.as_ref().map(|total| (total.value, facts.mem_total_exact));
        assert_eq!(found, expected, "{command}");
        let said = reading.found().iter().any(|found| found.value.ends_with(", rounded"));
        assert_eq!(said, expected.is_some_and(|(_, exact)| !exact), "{command}");
        let doubt = reading.notes.iter().any(|note| note.contains("unit that is not certain"));
        assert_eq!(doubt, expected.is_none(), "{command}");
    }
}

/// People write of releases as programs print them.
#[test]
fn a_release_in_a_sentence_is_no_banner() {
    for prose in [
        "Xen version 4.14 worked, Xen version 4.17 does not.\nLinux version 5.10 worked too.\n",
        "Linux version 6.1?\n",
        "Linux version is 6.1 and Xen version is 4.17\n",
    ] {
        let facts = read(prose).facts;
        assert_eq!((facts.linux, facts.xen), (None, None), "{prose}");
        let (xen, kernel) = console();
        check_whole(&[prose, &xen, &kernel, prose].concat());
    }
    let bare = read("Linux version 6.1.0-38-amd64\nXen version 4.17.5 (Debian 4.17.5+72)\n");
    assert_eq!(linux(&bare), Some("6.1.0-38-amd64"));
    assert_eq!(bare.facts.xen.unwrap_or_default().value, "4.17.5");
}

/// The console of a whole boot: Xen's lines and its kernel's.
fn console() -> (String, String) {
    let whole = text("consoles", "x4.17-k6.1.0-50-m12G").unwrap().replace('\r', "");
    let of = |head: &str| -> String {
        let own = whole.lines().filter(|line| line.starts_with(head));
        own.map(|line| line.to_owned() + "\n").collect()
    };
    (of("(XEN)"), of("["))
}

/// Whether dom0's own log counts: its map and its Memory line, of one boot.
#[track_caller]
fn check_whole(text: &str) {
    let reading = read(text);
    let facts = &reading.facts;
    let there = (facts.dom0_map.is_some(), facts.memory_line.is_some(), facts.last_pfn.is_some());
    assert_eq!((reading.whose, there), (Whose::Dom0, (true, true, true)), "{:?}", reading.notes);
    assert_eq!((linux(&reading), reading.boots), (Some("6.1.0-50-amd64"), 1));
    assert_ne!(reconcile(&reading).overall, Overall::Differs);
}

#[test]
fn a_release_alone_is_no_boot_beside_a_log() {
    let (xen, kernel) = console();
    let uname = |release: &str| format!("Linux dom0 {release} #1 SMP x86_64 GNU/Linux\n");
    let version = "Linux version 6.1.0-50-amd64 (a@b) (gcc 12) #1 SMP\n";
    for more in [uname("6.1.0-50-amd64"), uname("6.1.0-38-amd64"), version.to_owned()] {
        let prompt = format!("root@xen1:~# uname -a\n{more}");
        check_whole(&[&*xen, &kernel, &prompt].concat());
        check_whole(&[&*prompt, &xen, &kernel].concat());
        check_whole(&[&*kernel, &prompt, &xen].concat());
        check_whole(&[&*kernel, &prompt].concat());
    }
    // `xl info` runs in dom0, whoever else is named.
    let info = read(&(INFO.to_owned() + &uname("5.10.0-9-amd64")));
    assert_eq!(linux(&info), Some("6.1.0-38-amd64"));
    assert_eq!(linux(&read(&uname("6.1.0-38-amd64"))), Some("6.1.0-38-amd64"));
}

#[test]
fn the_kernels_of_guests_and_crashes_are_no_boots_of_dom0() {
    let (xen, kernel) = console();
    let guest = text("pastes", "D1-domU").unwrap();
    check_whole(&[&*kernel, &guest].concat());
    check_whole(&[&*guest, "\nand dom0:\n", &kernel].concat());
    check_whole(&["# on dom0: dmesg\n", &kernel, "# on domU: dmesg\n", &guest].concat());
    let crash = [
        "[    0.000000] Linux version 6.1.0-50-amd64 (a@b) #1 SMP\n",
        "[    0.000000] Command line: elfcorehdr=0x9b000000 irqpoll nr_cpus=1\n",
        &map("BIOS-e820", &[(0x1000, 0x9_fbff, "usable"), (0x9b00_0000, 0xaaff_ffff, "usable")]),
        AFTER,
    ]
    .concat();
    check_whole(&[&*kernel, &crash].concat());
    check_whole(&[&*xen, &kernel, &crash].concat());
    assert!(read(&crash).fields().is_empty());
}

/// Xen below Xen, to try it out.
#[test]
fn a_dom0_in_a_guest_is_a_dom0() {
    let (xen, kernel) = console();
    let dmi = "[    0.000000] DMI: Xen HVM domU, BIOS 4.13 03/30/2024\n";
    let nested =
        kernel.replacen("[    0.000000] SMBIOS", &format!("{dmi}[    0.000000] SMBIOS"), 1);
    assert!(nested.len() > kernel.len());
    check_whole(&nested);
    check_whole(&[&*xen, &nested].concat());
    assert_eq!(read(&[TOP, &map("BIOS-e820", &LOW), dmi].concat()).whose, Whose::Guest);
}

#[test]
fn what_a_task_shows_is_of_the_host_it_names() {
    let lines = |text: &str| {
        text.lines().fold(String::new(), |all, line| all + "        \"" + line + "\",\n")
    };
    let task = |host: &str, text: &str| {
        format!("ok: [{host}] => {{\n    \"x\": [\n{}    ]\n}}\n", lines(text))
    };
    let meminfo = |mib: u64| format!("MemTotal:        {} kB\n", mib << 10);
    let info = task("xen1", INFO);
    check_total(&[&*info, &task("web", &meminfo(GUEST))].concat(), None);
    check_total(&[&*info, &task("xen1", &meminfo(DOM0))].concat(), Some(DOM0));
    let ran =
        format!("web | CHANGED | rc=0 >>\n{}xen1 | CHANGED | rc=0 >>\n{}", free(GUEST), free(DOM0));
    check_total(&[&*ran, "xen1 | CHANGED | rc=0 >>\n", INFO].concat(), Some(DOM0));
}

/// The machine's memory is none of dom0's.
#[test]
fn of_tops_only_dom0s_counts() {
    let xentop = "Mem: 12582392k total, 5213184k used, 7369208k free\nCPUs: 4 @ 2100MHz\n";
    let top = "MiB Mem :   3928.0 total,   3212.2 free,    402.0 used,    313.0 buff/cache\n";
    check_total(xentop, None);
    check_total(&[top, xentop].concat(), Some(DOM0));
    let doubts = read(xentop).lines.iter().any(|line| matches!(line, Verdict::Doubtful(_)));
    assert!(!doubts);
}
