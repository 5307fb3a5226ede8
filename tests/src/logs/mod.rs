//! Facts of public boot logs: simulates each and compares every fact in it.
//!
//! A log without a map, the pages given or Linux' release is skipped, and so is one with
//! nothing to compare. Facts that a log lacks are not compared.

mod record;

use std::fmt::Display;

use serde_json::Value;
use sim::boot::PagesOrigin;
use sim::config::Config;
use sim::kernel::{Input, MemorySetup, ReservationReply, set_up};
use sim::memory::printed_total;
use sim::simulate::simulate;
use sim::span::{Span, total};
use sim::units::{PAGE_SIZE, Pages, Pfn};

pub use record::{LoggedPages, Record, Truth};

use crate::Mismatch;
use crate::differences::{Differences, printed};
use crate::json::text;

/// Page numbers below 4 GiB.
const FOUR_GIB: Pfn = Pfn(1 << 20);

/// A known difference, which remains until more is known about the kernel.
#[derive(Debug)]
pub struct Known {
    /// The log's `kernel_version`, whole.
    pub kernel: &'static str,
    /// The log's `date`, whole.
    pub date: &'static str,
    /// The key that differs.
    pub key: &'static str,
    /// Reason.
    pub why: &'static str,
}

/// All known differences.
pub const KNOWN: [Known; 2] = [
    Known {
        kernel: "4.19.5-linuxkit",
        date: "2019-06/07",
        key: "dom0-map",
        why: "lists RAM above the limit as unusable, like kernels to 4.3; 4.20 and others were seen to leave it out",
    },
    Known {
        kernel: "6.11-rc2 + NVS series (thread)",
        date: "2024-08-07",
        key: "dom0-map",
        why: "moves ACPI NVS under the kernel image, like 6.12; the log does not tell where the image lies",
    },
];

/// Result for a log of the file.
#[derive(Debug)]
pub struct Line {
    /// Its index in the file, from 0, and its kernel.
    pub name: String,
    /// Result.
    pub verdict: Verdict,
}

/// Result of a comparison.
#[derive(Debug)]
pub enum Verdict {
    /// As logged, in these keys.
    Ok(Vec<&'static str>),
    /// Only keys that are known to differ do so.
    Known(Vec<(Mismatch, &'static str)>),
    /// These keys differ.
    Differs(Vec<Mismatch>),
    /// The model does not cover this log, with the reason.
    Skip(&'static str),
}

/// Simulates every log of `file`.
pub fn run(file: &[Value]) -> Vec<Line> {
    file.iter().enumerate().map(|(i, v)| Line { name: name(i, v), verdict: verdict(v) }).collect()
}

fn name(i: usize, v: &Value) -> String {
    let kernel = text(v, "kernel_version").unwrap_or("?");
    format!("{i}:{}", kernel.split(' ').next().unwrap_or("?"))
}

fn verdict(v: &Value) -> Verdict {
    let compared = match Record::read(v) {
        Ok(record) => compare(&record),
        Err(why) => return Verdict::Skip(why),
    };
    if compared.keys.is_empty() {
        return Verdict::Skip("tells nothing to compare");
    }
    let differ = compared.differ.into_list();
    if differ.is_empty() {
        return Verdict::Ok(compared.keys);
    }
    let reason = |m: &Mismatch| {
        let this = |k: &&Known| {
            text(v, "kernel_version") == Some(k.kernel)
                && text(v, "date") == Some(k.date)
                && m.key == k.key
        };
        KNOWN.iter().find(this).map(|k| k.why)
    };
    let reasons: Option<Vec<_>> = differ.iter().map(reason).collect();
    match reasons {
        Some(reasons) => Verdict::Known(differ.into_iter().zip(reasons).collect()),
        None => Verdict::Differs(differ),
    }
}

/// The compared keys, and those that differ.
#[derive(Default)]
struct Compared {
    keys: Vec<&'static str>,
    differ: Differences,
}

impl Compared {
    fn equal<T: Display + PartialEq>(&mut self, key: &'static str, expected: T, got: T) {
        self.keys.push(key);
        self.differ.equal(key, expected, got);
    }

    /// The same for facts that a log may lack.
    fn logged<T: Display + PartialEq>(&mut self, key: &'static str, expected: Option<T>, got: T) {
        if let Some(expected) = expected {
            self.equal(key, expected, got);
        }
    }

    fn pages(
        &mut self,
        keys: [&'static str; 2],
        expected: &LoggedPages,
        sum: Pages,
        list: &[Span<Pfn>],
    ) {
        self.logged(keys[0], expected.total, sum.0);
        self.logged(keys[1], expected.ranges.as_deref().map(ranges), ranges(list));
    }
}

fn compare(record: &Record) -> Compared {
    let mut c = Compared::default();
    let run = set_up(&Input {
        kernel: record.linux,
        host: &record.machine,
        pages: record.pages,
        maximum: maximum(record, &mut c),
        layout: None,
    });
    let truth = &record.truth;
    if let Some(ram) = record.ram {
        c.logged("xen-ram", truth.ram, kib(ram));
    }
    c.logged("dom0-map", truth.map.as_deref().map(printed), printed(&run.table.entries));
    let sum = run.released_pages();
    c.pages(["released", "released-ranges"], &truth.released, sum, &run.released);
    let sum = run.identity_pages;
    c.pages(["identity", "identity-ranges"], &truth.identity, sum, &run.identity);
    let sum = run.populated_pages();
    c.pages(["populated", "populated-ranges"], &truth.populated, sum, &run.populated);
    c.logged("moved", truth.moved, run.moved_pages().0);
    let frames: Pages = run.nonram_moved.iter().map(|m| m.pages).sum();
    c.logged("nonram-moved", truth.nonram_moved, frames.0);
    nodes(truth, &run, &mut c);
    last_page_numbers(truth, &run, &mut c);
    c.logged("memory-total", truth.memory_total, kib(printed_total(record.linux, &run)));
    c
}

fn kib(pages: Pages) -> u64 {
    pages.0 * (PAGE_SIZE >> 10)
}

/// Uses the option if the log shows it. The option also determines the pages, if they do
/// not depend on the memory left in Xen.
fn maximum(record: &Record, c: &mut Compared) -> ReservationReply {
    let (Some(text), Some(xen)) = (&record.dom0_mem, record.xen) else {
        return record.shown_maximum;
    };
    let run = simulate(&Config::new(record.machine.clone(), Some(text.clone()), xen, record.linux));
    match run.pages_origin {
        PagesOrigin::Exact => c.equal("nr_pages", record.pages.0, run.pages.0),
        PagesOrigin::Given | PagesOrigin::Estimated => {}
    }
    run.xen.returned
}

/// Every line is one range of RAM; the kernel reserves page 0 for itself.
fn nodes(truth: &Truth, run: &MemorySetup, c: &mut Compared) {
    let ram: Vec<_> = run.table.resolved().ram().filter_map(Span::round_in).collect();
    let ram = sim::span::without(&ram, &Vec::from_iter(Span::of(Pfn(0), 1)));
    for node in &truth.nodes {
        let got = ram.iter().find(|s| s.start().addr() == node.start());
        let got = got.map_or("none".to_owned(), |s| format!("{:x}", s.end().addr().0));
        c.equal("node-range", format!("{:x}", node.end().0), got);
    }
}

/// The second line, if there is one, is about RAM below 4 GiB.
fn last_page_numbers(truth: &Truth, run: &MemorySetup, c: &mut Compared) {
    let mut logged = truth.last_pfn.iter().copied();
    c.logged("last_pfn", logged.next(), run.max_pfn.0);
    let map = run.table.resolved();
    let ends = map.ram().map(|s| s.end().pfn_containing());
    let low = ends.filter(|end| *end <= FOUR_GIB).last().unwrap_or_default();
    c.logged("last_pfn-low", logged.next(), low.0);
}

/// Ranges as a single word.
fn ranges(list: &[Span<Pfn>]) -> String {
    let one = |s: &Span<Pfn>| format!("{:x}-{:x}", s.start().0, s.end().0);
    format!("{}:{}", total(list).0, list.iter().map(one).collect::<Vec<_>>().join(","))
}
