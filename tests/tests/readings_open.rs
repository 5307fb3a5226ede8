//! Facts of public logs, written again in the formats that Xen and Linux print and in
//! several decorations: the reader finds the same facts.

#![allow(clippy::unwrap_used)]

use std::path::Path;

use read::log::{Logged, Reading, Whose, read};
use serde_json::Value;
use tests::vectors::load;

fn logs() -> Vec<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/logs/open.json.gz");
    load(&path).unwrap().as_array().unwrap().clone()
}

/// A line, and whether Xen prints it.
type Line = (bool, String);

fn kind(e: &Value, xen: bool) -> String {
    let name = match e["type"].as_str().unwrap() {
        "acpi" => "ACPI data",
        "nvs" => "ACPI NVS",
        other => other,
    };
    if xen && !name.starts_with("type") { format!("({name})") } else { name.to_owned() }
}

fn at(e: &Value, key: &str) -> u64 {
    e[key].as_u64().unwrap()
}

fn entries<'a>(log: &'a Value, key: &str) -> &'a [Value] {
    log[key]["entries"].as_array().map_or(&[], Vec::as_slice)
}

/// The lines of Xen.
fn xens(log: &Value, lines: &mut Vec<Line>) {
    let mut xen = |text: String| lines.push((true, text));
    if let Some(release) = log["xen_version"].as_str() {
        xen(format!(
            "Xen version {} (builder@host) (gcc) debug=n",
            release.split(' ').next().unwrap()
        ));
    }
    if let Some(line) = log["xen_command_line"].as_str() {
        xen(format!("Command line: {line}"));
    }
    if !entries(log, "machine_e820").is_empty() {
        xen("Xen-e820 RAM map:".to_owned());
    }
    for e in entries(log, "machine_e820") {
        xen(format!(" [{:016x}, {:016x}] {}", at(e, "start"), at(e, "end") - 1, kind(e, true)));
    }
    if let Some(kib) = log["host_ram"]["system_ram_line"]["kib"].as_u64() {
        xen(format!("System RAM: {}MB ({kib}kB)", kib >> 10));
    }
    let given = &log["nr_pages"];
    if let Some(start) = given["alloc_start"].as_u64() {
        let end = given["alloc_end"].as_u64().unwrap();
        let more = given["to_be_allocated"].as_u64().filter(|n| *n > 0);
        let more = more.map_or(String::new(), |n| format!(" ({n} pages to be allocated)"));
        xen("PHYSICAL MEMORY ARRANGEMENT:".to_owned());
        xen(format!(" Dom0 alloc.:   {start:016x}->{end:016x}{more}"));
        if let Some(pages) = given["initrd_pages"].as_u64() {
            let first = end + 0x5000;
            xen(format!(" Init. ramdisk: {first:016x}->{:016x}", first + pages * 4096 - 0xa34));
        }
        xen("VIRTUAL MEMORY ARRANGEMENT:".to_owned());
    }
}

/// The lines of Linux.
fn linux(log: &Value, lines: &mut Vec<Line>) {
    let mut linux = |text: String| lines.push((false, text));
    let release = log["kernel_version"].as_str().filter(|_| log["kernel_version_printed"] == true);
    if let Some(release) = release {
        linux(format!(
            "Linux version {} (builder@host) #1 SMP",
            release.split(' ').next().unwrap()
        ));
    }
    for (key, head, tail) in
        [("released", "Freeing", "freed"), ("populated", "Populating", "added")]
    {
        for r in log[key]["ranges"].as_array().into_iter().flatten() {
            let (start, end) = (at(r, "start_pfn"), at(r, "end_pfn"));
            linux(format!("{head} {start:x}-{end:x} pfn range: {} pages {tail}", at(r, "pages")));
        }
    }
    if let Some(total) = log["released"]["total"].as_u64() {
        linux(format!("Released {total} pages of unused memory"));
    }
    if let Some(total) = log["identity"]["total"].as_u64() {
        linux(format!("Set {total} page(s) to 1-1 mapping"));
    }
    if !entries(log, "dom0_e820").is_empty() {
        linux("BIOS-provided physical RAM map:".to_owned());
    }
    for e in entries(log, "dom0_e820") {
        let (start, last) = (at(e, "start"), at(e, "end") - 1);
        linux(format!("Xen: [mem {start:#018x}-{last:#018x}] {}", kind(e, false)));
    }
    for pfn in log["last_pfn"].as_array().into_iter().flatten() {
        linux(format!("last_pfn = {:#x} max_arch_pfn = 0x400000000", pfn.as_u64().unwrap()));
    }
    if let Some(pages) = log["remapped"]["pages"].as_u64() {
        linux(format!("Remapped {pages} page(s)"));
    }
    if let Some(pages) = log["remapped"]["non_ram_pages"].as_u64() {
        linux(format!("Remapped {pages} non-RAM page(s)"));
    }
    if let Some(total) = log["memory_line"]["total_kib"].as_u64() {
        let available = log["memory_line"]["available_kib"].as_u64().unwrap();
        linux(format!(
            "Memory: {available}K/{total}K available (12300K kernel code, 117632K reserved)"
        ));
    }
}

/// Ways to decorate a log; each gets the lines and gives a text.
const DECORATIONS: [fn(&[Line]) -> String; 9] = [
    |l| joined(l, "(XEN) ", "[    0.000000] ", "\n"),
    |l| {
        joined(
            l,
            "(XEN) [2024-01-02 03:04:05.678] ",
            "May  2 08:02:43 dom0 kernel: [    0.000000] ",
            "\r\n",
        )
    },
    |l| joined(l, "[2020-12-24 08:34:49] (XEN) ", "[    0.000000] dom0 kernel: ", "\n"),
    |l| joined(l, "> > (XEN) ", "> > [    0.000000] ", "\n"),
    |l| joined(l, "\u{1b}[32m(XEN)\u{1b}[0m ", "\u{1b}[33m[    0.000000]\u{1b}[0m ", "\n"),
    |l| joined(l, "(XEN)\u{a0}", "[\u{a0}   0.000000]\u{a0}", "\u{a0}\n"),
    |l| {
        joined(
            l,
            "Nov 29 01:23:45 dom0 hypervisor[612]: (XEN) ",
            "2024-01-02T03:04:05+0000 dom0 kernel: ",
            "\n",
        )
    },
    |l| joined(l, "&gt; (XEN) ", "&gt; [    0.000000] ", "\n").replace("->", "-&gt;"),
    |l| {
        let plain = joined(l, "(XEN) ", "[    0.000000] ", "\n");
        let numbered = plain.lines().enumerate();
        let numbered: Vec<_> = numbered.map(|(i, line)| format!("{}:{line}", i + 1)).collect();
        numbered.join("\n")
    },
];

fn joined(lines: &[Line], xen: &str, linux: &str, end: &str) -> String {
    let written =
        |(is_xen, text): &Line| format!("{}{text}{end}", if *is_xen { xen } else { linux });
    lines.iter().map(written).collect::<Vec<_>>().concat()
}

/// Undecoded quoted-printable, with soft breaks at 72 columns.
fn printable(text: &str) -> String {
    let mut out = String::new();
    for line in text.lines() {
        let mut column = 0;
        for c in line.chars() {
            let piece = if c == '=' { "=3D".to_owned() } else { c.to_string() };
            if column + piece.len() > 72 {
                out.push_str("=\n");
                column = 0;
            }
            column += piece.len();
            out.push_str(&piece);
        }
        out.push('\n');
    }
    out
}

fn check(log: &Value, text: &str) {
    let Reading { whose, facts, .. } = read(text);
    if log["kind"].as_str().is_some_and(|kind| kind.contains("domU")) {
        return assert_eq!((whose, facts.dom0_map), (Whose::Guest, None), "{text}");
    }
    let number = |l: &Option<Logged<u64>>| l.as_ref().map(|l| l.value);
    let equal =
        |name: &str, got: Option<u64>, key: &Value| assert_eq!(got, key.as_u64(), "{name}\n{text}");
    for (key, map) in [("machine_e820", &facts.machine_map), ("dom0_e820", &facts.dom0_map)] {
        let expected: Vec<(u64, u64)> =
            entries(log, key).iter().map(|e| (at(e, "start"), at(e, "end"))).collect();
        let got =
            map.as_ref().map(|m| m.value.entries.iter().map(|e| (e.start.0, e.end().0)).collect());
        assert_eq!(got.unwrap_or_else(Vec::new), expected, "{key}\n{text}");
    }
    equal("system RAM", number(&facts.system_ram), &log["host_ram"]["system_ram_line"]["kib"]);
    if log["nr_pages"]["alloc_start"].is_u64() {
        equal("pages", number(&facts.pages), &log["nr_pages"]["initial_total"]);
    }
    equal("released", number(&facts.released), &log["released"]["total"]);
    equal("identity", number(&facts.identity), &log["identity"]["total"]);
    if log["populated"]["ranges"].as_array().is_some_and(|r| !r.is_empty()) {
        equal("populated", number(&facts.populated), &log["populated"]["total"]);
    }
    equal("moved", number(&facts.remapped), &log["remapped"]["pages"]);
    equal("frames", number(&facts.nonram), &log["remapped"]["non_ram_pages"]);
    let total = facts.memory_line.as_ref().map(|m| m.value.total);
    equal("Memory line", total, &log["memory_line"]["total_kib"]);
    let last = facts.last_pfn.as_ref().map_or(&[][..], |l| &l.value);
    let expected = log["last_pfn"].as_array().map_or(&[][..], Vec::as_slice);
    assert!(last.iter().copied().eq(expected.iter().map(|p| p.as_u64().unwrap())), "{text}");
    let option = log["dom0_mem"].as_str().and_then(|o| o.strip_prefix("dom0_mem="));
    if log["xen_command_line"].is_string() {
        let got = facts.option.as_ref().map(|o| o.value.as_str());
        assert_eq!(got, Some(option.unwrap_or_default()), "{text}");
    }
}

#[test]
fn facts_survive_every_decoration() {
    let mut seen = 0;
    for log in logs() {
        let mut lines = Vec::new();
        xens(&log, &mut lines);
        linux(&log, &mut lines);
        for decorate in DECORATIONS {
            check(&log, &decorate(&lines));
            seen += 1;
        }
        check(&log, &printable(&DECORATIONS[0](&lines)));
    }
    assert!(seen > 250, "{seen}");
}
