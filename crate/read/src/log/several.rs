//! The boots in a paste, and the one that counts.
//!
//! A boot of Linux goes with the boot of Xen before it, or with a later one if no Xen is
//! before it, as where `dmesg` was pasted above `xl dmesg`. Of several boots of Linux beside
//! one of Xen only the last can be its own: `xl dmesg` shows the present boot, a journal
//! earlier ones too. Never a union of boots. Not here: their figures ([`super::choose`]).

use core::cmp::Reverse;

use sim::map::Entry;
use sim::units::Pages;
use words::{amount, count};

use super::boots::{LinuxBoot, MapLines, Tools, XenBoot};
use super::command_line;
use super::gather::Gathered;
use super::same_machine::{self, Same};
use super::whose::{is_guest, is_hardware_dom0};
use crate::version;

/// A boot in a paste.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BootLogged {
    /// Its first line, from 1.
    pub first: usize,
    /// Its last line.
    pub last: usize,
    /// Whether it came as far as dom0's memory.
    pub complete: bool,
    /// The number of its machine, from 1; 0 if it is the only one or not known.
    pub machine: usize,
    /// Xen's release as printed.
    pub xen: Option<String>,
    /// Linux's release as printed.
    pub linux: Option<String>,
    /// The option on Xen's line; empty if the line has none.
    pub option: Option<String>,
    /// RAM in the machine's map.
    pub ram: Option<Pages>,
}

impl BootLogged {
    /// What it is, in a list: its machine, releases, option and RAM.
    pub fn name(&self) -> String {
        let short = |t: &String| words::seen::as_seen(&t.chars().take(60).collect::<String>());
        let option = |o: &String| match o.as_str() {
            "" => "no dom0_mem=".to_owned(),
            _ => format!("dom0_mem={}", short(o)),
        };
        let parts = [
            (self.machine > 0).then(|| format!("machine {}", self.machine)),
            self.ram.map(|r| format!("{} of RAM", amount(r))),
            self.xen.as_ref().map(|x| format!("Xen {}", short(x))),
            self.linux.as_ref().map(|l| format!("Linux {}", short(l))),
            self.option.as_ref().map(option),
            (!self.complete).then(|| "incomplete".to_owned()),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    /// Where it is: `lines 5–90`.
    pub fn place(&self) -> String {
        format!("lines {}–{}", count(self.first as u64), count(self.last as u64))
    }
}

/// The parts of a boot, by their numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Pair {
    pub(super) xen: Option<usize>,
    pub(super) linux: Option<usize>,
}

/// The boots that count and those that do not.
#[derive(Clone, Debug, Default)]
pub(super) struct Boots {
    /// The boots, in order.
    pub(super) pairs: Vec<Pair>,
    /// The one that counts unless a reader chooses another.
    pub(super) usual: usize,
    /// Whether every kernel in the paste is a guest's, beside Xen's log.
    pub(super) guests_only: bool,
}

/// The boots in a paste.
pub(super) fn boots(all: &Gathered) -> Boots {
    let listed = all.runs.iter().any(|run| run.listed.is_some());
    let hypervisor = all.xen.iter().any(|b| b.weight() > 1) || all.info_seen() || listed;
    let guests = |b: &LinuxBoot| is_guest(b) && !is_hardware_dom0(b, &all.runs);
    let dom0s = all.linux.iter().any(|b| b.is_on_xen() && !guests(b));
    let own =
        |b: &LinuxBoot| !b.is_empty() && !b.is_crash() && !((hypervisor || dom0s) && guests(b));
    let whole = all.linux.iter().any(|b| own(b) && !b.is_named_alone());
    // A log says more than its release alone, and so does `xl info`, which only dom0 has.
    let named = |b: &LinuxBoot| b.is_named_alone() && (whole || is_contradicted(all, b));
    let usable = |b: &LinuxBoot| own(b) && !named(b);
    let any = all.linux.iter().any(|b| !b.is_empty() && guests(b));
    let guests_only = any && !all.linux.iter().any(usable);
    let linux: Vec<usize> = indices(&all.linux, usable);
    let linux = without_repeats(all, &linux);
    let whole = indices(&all.xen, |b| b.weight() > 1);
    let xen = if whole.is_empty() { indices(&all.xen, |b| b.weight() > 0) } else { whole };
    let mut pairs = paired(all, &xen, linux);
    pairs.sort_by_key(|p| extent(all, *p).map(|e| e.0));
    let usual = usual(all, &pairs);
    Boots { pairs, usual, guests_only }
}

/// Whether every `xl info` has another release of Linux.
fn is_contradicted(all: &Gathered, boot: &LinuxBoot) -> bool {
    let mut runs = all.runs.iter().filter(|run| run.release.is_some()).peekable();
    let other = |run: &Tools| same_machine::run_of(run, None, Some(boot)) != Same::Yes;
    runs.peek().is_some() && runs.all(other)
}

fn indices<T>(list: &[T], wanted: impl Fn(&T) -> bool) -> Vec<usize> {
    list.iter().enumerate().filter(|(_, item)| wanted(item)).map(|(i, _)| i).collect()
}

/// A kernel's log that was pasted twice is one boot: the later paste.
fn without_repeats(all: &Gathered, linux: &[usize]) -> Vec<usize> {
    let said = |i: usize| {
        let boot = all.linux.get(i)?;
        let value = |l: &Option<super::facts::Logged<String>>| l.as_ref().map(|l| l.value.clone());
        let memory = boot.memory.as_ref().map(|m| m.value);
        Some((
            boot.host,
            value(&boot.linux),
            value(&boot.command_line),
            boot.own.entries.clone(),
            memory,
        ))
    };
    let between = |a: usize, b: usize| {
        let at = |i: usize| all.linux.get(i).and_then(|l| l.first);
        let apart = |line: Option<usize>| line > at(a) && line < at(b);
        all.xen.iter().any(|x| apart(x.first)) || all.reboots.iter().any(|line| apart(Some(*line)))
    };
    let next = linux.iter().skip(1).copied().map(Some).chain([None]);
    let kept = linux.iter().copied().zip(next);
    kept.filter(|(i, next)| next.is_none_or(|n| between(*i, n) || said(*i) != said(n)))
        .map(|(i, _)| i)
        .collect()
}

/// Each boot of Xen with its own of Linux, and what is left of Linux.
fn paired(all: &Gathered, xen: &[usize], linux: Vec<usize>) -> Vec<Pair> {
    let starts = |i: usize| all.xen.get(i).and_then(|b| b.first).unwrap_or(0);
    let fits = |x: usize, l: usize| {
        let both = all.xen.get(x).zip(all.linux.get(l));
        both.is_none_or(|(xen, linux)| same_machine::boots(xen, linux) == Same::Yes)
    };
    let owner = |l: usize| {
        let at = all.linux.get(l).and_then(|b| b.first).unwrap_or(0);
        let own = xen.iter().copied().rfind(|x| starts(*x) < at)?;
        fits(own, l).then_some(own)
    };
    let mut pairs: Vec<Pair> = xen.iter().map(|x| Pair { xen: Some(*x), linux: None }).collect();
    let mut alone = Vec::new();
    let mut before = Vec::new();
    // The last ones first: of several after one Xen, the last is its own.
    for l in linux.into_iter().rev() {
        let Some(x) = owner(l) else {
            before.push(l);
            continue;
        };
        match pairs.iter_mut().find(|p| p.xen == Some(x) && p.linux.is_none()) {
            Some(pair) => pair.linux = Some(l),
            None => alone.push(l),
        }
    }
    let mut free = pairs.iter_mut().rev().filter(|p| p.linux.is_none()).peekable();
    for l in before {
        match free.next_if(|pair| pair.xen.is_none_or(|x| fits(x, l))) {
            Some(pair) => pair.linux = Some(l),
            None => alone.push(l),
        }
    }
    pairs.extend(alone.into_iter().map(|l| Pair { xen: None, linux: Some(l) }));
    pairs
}

/// The last complete boot; if none is, the one of which there is most.
fn usual(all: &Gathered, pairs: &[Pair]) -> usize {
    let rank = |pair: &Pair| {
        let xen = pair.xen.and_then(|x| all.xen.get(x));
        let weight = xen.map_or(0, XenBoot::weight);
        let kernel = pair.linux.and_then(|l| all.linux.get(l)).is_some_and(is_whole);
        (xen.is_some_and(XenBoot::is_complete), weight.min(1), kernel && xen.is_none(), weight)
    };
    let complete = pairs.iter().rposition(|p| rank(p).0);
    let most = || {
        let ranked = pairs.iter().enumerate().min_by_key(|(i, p)| (Reverse(rank(p)), Reverse(*i)));
        ranked.map_or(0, |(i, _)| i)
    };
    complete.unwrap_or_else(most)
}

/// Whether a boot of Linux has its beginning and a map.
fn is_whole(boot: &LinuxBoot) -> bool {
    boot.linux.is_some() && boot.has_map()
}

/// The first and the last line of a boot.
fn extent(all: &Gathered, pair: Pair) -> Option<(usize, usize)> {
    let xen = pair.xen.and_then(|x| all.xen.get(x)).and_then(|b| b.first.zip(b.last));
    let linux = pair.linux.and_then(|l| all.linux.get(l)).and_then(|b| b.first.zip(b.last));
    match (xen, linux) {
        (Some(a), Some(b)) => Some((a.0.min(b.0), a.1.max(b.1))),
        (one, other) => one.or(other),
    }
}

/// The boots as a reader chooses among them.
pub(super) fn listed(all: &Gathered, boots: &Boots) -> Vec<BootLogged> {
    let map = |pair: &Pair| Some(&all.xen.get(pair.xen?)?.map);
    let mut machines: Vec<&[Entry]> = Vec::new();
    for entries in boots.pairs.iter().filter_map(map).filter(|m| is_whole_map(m)) {
        if !machines.contains(&entries.entries.as_slice()) {
            machines.push(&entries.entries);
        }
    }
    let hosts = all.has_hosts();
    let machine = |pair: &Pair| {
        if hosts {
            return host(all, *pair);
        }
        let own = map(pair).and_then(|m| machines.iter().position(|e| **e == m.entries));
        own.filter(|_| machines.len() > 1).map_or(0, |i| i + 1)
    };
    boots.pairs.iter().map(|pair| logged(all, *pair, machine(pair))).collect()
}

/// The number of a boot's host.
fn host(all: &Gathered, pair: Pair) -> usize {
    let xen = pair.xen.and_then(|x| all.xen.get(x)).map(|boot| boot.host);
    let linux = pair.linux.and_then(|l| all.linux.get(l)).map(|boot| boot.host);
    xen.or(linux).unwrap_or_default()
}

fn logged(all: &Gathered, pair: Pair, machine: usize) -> BootLogged {
    let xen = pair.xen.and_then(|x| all.xen.get(x));
    let linux = pair.linux.and_then(|l| all.linux.get(l));
    let (first, last) = extent(all, pair).unwrap_or_default();
    let release = xen.and_then(|x| x.xen.as_ref().or(x.banner.as_ref())).map(|r| r.value.clone());
    let parsed = release.as_ref().and_then(|r| version::xen(r).ok());
    let ram = xen.map(|x| &x.map).filter(|m| is_whole_map(m)).map(|m| {
        let map = sim::map::RawMap { entries: m.entries.clone() };
        map.resolved().ram_pages()
    });
    BootLogged {
        first,
        last,
        complete: xen.map_or_else(|| linux.is_some_and(is_whole), XenBoot::is_complete),
        machine,
        option: xen
            .and_then(|x| x.command_line.as_ref())
            .and_then(|l| command_line::option(&l.value, parsed)),
        xen: release.map(|r| first_word(&r)),
        linux: linux.and_then(|l| l.linux.as_ref()).map(|l| first_word(&l.value)),
        ram,
    }
}

fn is_whole_map(map: &MapLines) -> bool {
    (2..=crate::e820::MAX_ENTRIES).contains(&map.entries.len())
        && map.entries.iter().any(|e| e.start.0 == 0)
}

fn first_word(text: &str) -> String {
    text.split_ascii_whitespace().next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::log::gather::gather;
    use crate::log::lines::lines;

    const XEN: &str = "(XEN) Xen version 4.17.5 (a@b)\n(XEN) Command line: x dom0_mem=1G\n";
    const BUILT: &str =
        "(XEN)  Dom0 alloc.:   0000000000800000->0000000000c00000 (523264 pages to be allocated)\n";

    fn linux(release: &str) -> String {
        format!("[    0.000000] Linux version {release}\n[    0.000000] Released 1 page(s)\n")
    }

    /// First and last line, both releases, and `*` behind the one that counts.
    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let lines = lines(text);
        let all = gather(&lines);
        let found = boots(&all);
        let said = listed(&all, &found).into_iter().enumerate().map(|(i, b)| {
            let part = |t: Option<String>| t.unwrap_or_else(|| "-".to_owned());
            let mark = if i == found.usual { "*" } else { "" };
            format!("{}-{} {} {}{mark}", b.first, b.last, part(b.xen), part(b.linux))
        });
        assert_eq!(said.collect::<Vec<_>>(), expected, "{text}");
    }

    #[test]
    fn each_boot_of_linux_goes_with_the_xen_before_it() {
        let (one, two) = (linux("5.10"), linux("6.1"));
        let whole = format!("{XEN}{BUILT}");
        check(&format!("{whole}{one}"), &["1-5 4.17.5 5.10*"]);
        check(&format!("{one}{whole}"), &["1-5 4.17.5 5.10*"]);
        check(&format!("{whole}{one}{whole}{two}"), &["1-5 4.17.5 5.10", "6-10 4.17.5 6.1*"]);
        check(&format!("{whole}{one}{XEN}"), &["1-5 4.17.5 5.10*", "6-7 4.17.5 -"]);
        check(&format!("{whole}{one}{whole}"), &["1-5 4.17.5 5.10", "6-8 4.17.5 -*"]);
        check(&format!("{one}{two}{whole}"), &["1-2 - 5.10", "3-7 4.17.5 6.1*"]);
        check(&format!("{whole}{one}{two}"), &["1-7 4.17.5 6.1*", "4-5 - 5.10"]);
        check(&format!("{one}{two}"), &["1-2 - 5.10", "3-4 - 6.1*"]);
        check("hello\n", &[]);
    }

    #[test]
    fn a_kernels_log_that_was_pasted_twice_is_one_boot() {
        let one = linux("5.10");
        check(&format!("{XEN}{BUILT}{one}{one}"), &["1-7 4.17.5 5.10*"]);
        // Not if Xen started between them.
        let again = format!("{XEN}{BUILT}{one}{XEN}{BUILT}{one}");
        check(&again, &["1-5 4.17.5 5.10", "6-10 4.17.5 5.10*"]);
        check(&format!("{one}{one}"), &["3-4 - 5.10*"]);
        // Nor if a journal says so.
        for mark in ["-- Reboot --", "-- Boot 3f9e --"] {
            check(&format!("{one}{mark}\n{one}"), &["1-2 - 5.10", "4-5 - 5.10*"]);
        }
    }

    #[test]
    fn a_boot_is_named_by_what_tells_it_apart() {
        let boot = BootLogged {
            first: 1200,
            last: 1320,
            machine: 2,
            xen: Some("4.17.5".to_owned()),
            linux: Some("6.1".to_owned()),
            option: Some(String::new()),
            ram: Some(Pages(2 << 18)),
            complete: false,
        };
        let expected = "machine 2, 2 GiB of RAM, Xen 4.17.5, Linux 6.1, no dom0_mem=, incomplete";
        assert_eq!(boot.name().replace('\u{a0}', " "), expected);
        assert_eq!(boot.place(), "lines 1\u{202f}200–1\u{202f}320");
    }
}
