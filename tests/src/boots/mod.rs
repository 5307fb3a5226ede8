//! Real boots: simulates each and compares every fact in its log.
//!
//! "Other", the only row without a formula, is taken from other boots of the same series:
//! those of the file and the known ones, without the boot under test.

mod compare;
mod record;

use serde_json::Value;
use sim::memory::measured_boots::{Measured, Origin};

pub use compare::{Tried, mem_total};
pub use record::{Fate, Record, Rounding, Truth};

use crate::Mismatch;
use crate::differences::Differences;
use crate::json::text;

/// Result for a boot of the file.
#[derive(Debug)]
pub struct Line {
    /// Its name.
    pub name: String,
    /// The differences, or the reason it was not tried.
    pub verdict: Verdict,
    /// Error of `MemTotal`: KiB and parts per million.
    pub error: Option<Error>,
    /// The memory used beyond the rows with a formula.
    pub measured: Option<Measured>,
}

/// Result of a comparison.
#[derive(Debug)]
pub enum Verdict {
    /// Everything is as logged.
    Ok,
    /// These keys differ.
    Differs(Vec<Mismatch>),
    /// The model does not cover this boot, with the reason.
    Skip(&'static str),
}

/// An error of `MemTotal`.
#[derive(Clone, Copy, Debug)]
pub struct Error {
    /// Model minus log, KiB.
    pub kib: i64,
    /// Its size in parts per million of the log's.
    pub ppm: u64,
}

/// Simulates every boot of `file`; `known` are boots that may also determine "other".
pub fn run(file: &[Value], known: &[Value]) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut tried = Vec::new();
    for value in file {
        match Record::read(value) {
            Ok(record) => tried.push(Tried::new(record)),
            Err(key) => lines.push(unreadable(value, key)),
        }
    }
    let known = known.iter().filter_map(|v| Record::read(v).ok()).map(Tried::new);
    let known: Vec<Tried> = known.filter(|k| !tried.iter().any(|t| same(t, k))).collect();
    for (i, t) in tried.iter().enumerate() {
        lines.push(line(t, &tried, i, &known));
    }
    lines
}

fn same(a: &Tried, b: &Tried) -> bool {
    a.record.name == b.record.name
}

fn unreadable(value: &Value, key: &'static str) -> Line {
    let name = text(value, "name").unwrap_or("?").to_owned();
    let mut d = Differences::default();
    d.note(key, "readable", "missing or unreadable");
    Line { name, verdict: Verdict::Differs(d.into_list()), error: None, measured: None }
}

fn line(t: &Tried, all: &[Tried], i: usize, known: &[Tried]) -> Line {
    let name = t.record.name.clone();
    let mut d = Differences::default();
    let truth = match &t.record.fate {
        Fate::Skip(why) => {
            return Line { name, verdict: Verdict::Skip(why), error: None, measured: None };
        }
        Fate::XenStopped | Fate::LinuxStopped => {
            compare::outcome(t, &mut d);
            return Line { name, verdict: verdict(d), error: None, measured: None };
        }
        Fate::Up(truth) => truth,
    };
    compare::keys(t, truth, &mut d);
    let others = others(all, known, &[i]);
    let error = compare_total(t, truth, &others, &mut d);
    for (j, twin) in all.iter().enumerate().skip(i + 1) {
        if let Fate::Up(other) = &twin.record.fate
            && twin.record.twin == t.record.twin
        {
            compare_pair((t, truth), (twin, other), &self::others(all, known, &[i, j]), &mut d);
        }
    }
    Line { name, verdict: verdict(d), error: Some(error), measured: t.measured }
}

fn verdict(d: Differences) -> Verdict {
    let list = d.into_list();
    if list.is_empty() { Verdict::Ok } else { Verdict::Differs(list) }
}

/// The memory that other boots used, without those under test.
fn others(all: &[Tried], known: &[Tried], under_test: &[usize]) -> Vec<Measured> {
    let rest = all.iter().enumerate().filter(|(j, _)| !under_test.contains(j)).map(|(_, t)| t);
    rest.chain(known).filter_map(|t| t.measured).collect()
}

/// At most 300 kB, and 0.05 % if the series is known or 0.3 % if it is not.
fn compare_total(t: &Tried, truth: &Truth, others: &[Measured], d: &mut Differences) -> Error {
    let found = mem_total(t, others);
    let off = found.mem_total.abs_diff(truth.mem_total);
    let ppm = off * 1_000_000 / truth.mem_total.max(1);
    let fits = match found.origin {
        Origin::Series => off <= 300 && ppm <= 500,
        Origin::Between(..) | Origin::Minimal(..) | Origin::Nearest(_) | Origin::Nothing => {
            ppm <= 3000
        }
    };
    if !fits {
        d.note("MemTotal", truth.mem_total, found.mem_total);
    }
    Error { kib: found.mem_total.cast_signed() - truth.mem_total.cast_signed(), ppm }
}

/// Two boots that differ only in `max:`: the difference is within 150 kB, or within 300 kB
/// if the file's rows are whole table pages.
fn compare_pair(
    (a, logged_a): (&Tried, &Truth),
    (b, logged_b): (&Tried, &Truth),
    others: &[Measured],
    d: &mut Differences,
) {
    let difference = |x: u64, y: u64| x.cast_signed() - y.cast_signed();
    let logged = difference(logged_b.mem_total, logged_a.mem_total);
    let found = difference(mem_total(b, others).mem_total, mem_total(a, others).mem_total);
    let most = match logged_a.rows.rounding {
        Rounding::Entries => 150,
        Rounding::TablePages => 300,
    };
    if found.abs_diff(logged) > most {
        d.note(&format!("difference to {}", b.record.name), logged, found);
    }
}
