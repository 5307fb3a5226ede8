//! The regular expressions of the specification of log formats, as a second opinion on the
//! reader: each matches its own example, and on whole consoles both find the same.

#![allow(clippy::unwrap_used)]

use std::collections::HashMap;

use read::log::{Logged, read};
use regex::Regex;
use sim::map::Kind;
use tests::pastes::texts;

const SPEC: &str = include_str!("../../crate/sim/spec/log-formats.md");

/// Each row's expression and example, by its name.
fn rows() -> HashMap<String, (Regex, String)> {
    let mut rows = HashMap::new();
    for line in SPEC.lines().filter(|l| l.starts_with("| ")) {
        let bare = line.replace("\\|", "\u{1}");
        let cells: Vec<String> = bare.split('|').map(|c| c.replace('\u{1}', "|")).collect();
        let Some([_, name, _, expression, example]) = cells.first_chunk::<5>() else { continue };
        let inner = |cell: &String| {
            let cell = cell.trim();
            cell.strip_prefix('`')?.strip_suffix('`').map(str::to_owned)
        };
        let (Some(expression), Some(example)) = (inner(expression), inner(example)) else {
            continue;
        };
        // Names are a letter and a digit; a look-ahead is none of this engine's.
        if name.trim().len() != 2 || expression.contains("(?=") {
            continue;
        }
        let expression = Regex::new(&expression).unwrap();
        rows.insert(name.trim().to_owned(), (expression, example));
    }
    rows
}

#[test]
fn every_expression_matches_its_example() {
    let rows = rows();
    assert!(rows.len() > 35, "{}", rows.len());
    for (name, (expression, example)) in &rows {
        // Prefixes stack, and a body stands behind them.
        let found = expression.is_match(example) || expression.is_match(&bare(&rows, example));
        assert!(found, "{name}: {expression} {example}");
    }
}

/// A line without the prefixes that the specification lists.
fn bare(rows: &HashMap<String, (Regex, String)>, line: &str) -> String {
    let prefixes = ["Q1", "L3", "L4", "L5", "L6", "L7", "X2", "X3", "X4", "X5", "X6", "X1", "L1"];
    let mut rest = line.to_owned();
    loop {
        let found = prefixes.iter().find_map(|p| {
            let (expression, _) = rows.get(*p)?;
            let found = expression.find(&rest).filter(|m| !m.is_empty())?;
            Some(rest[found.end()..].to_owned())
        });
        match found {
            Some(shorter) => rest = shorter,
            None => return rest,
        }
    }
}

/// What the expressions find in a console.
struct Second {
    rows: HashMap<String, (Regex, String)>,
    lines: Vec<String>,
}

impl Second {
    fn all(&self, name: &str, group: usize) -> Vec<String> {
        let (expression, _) = &self.rows[name];
        let captures = self.lines.iter().filter_map(|line| expression.captures(line));
        captures.filter_map(|c| Some(c.get(group)?.as_str().to_owned())).collect()
    }

    fn number(&self, name: &str) -> Option<u64> {
        self.all(name, 1).last()?.parse().ok()
    }
}

#[test]
fn on_consoles_both_find_the_same() {
    for (name, text) in texts("consoles").unwrap() {
        let rows = rows();
        let lines = text.lines().map(|l| bare(&rows, l.trim_end_matches('\r'))).collect();
        let second = Second { rows, lines };
        let facts = read(&text).facts;
        let number = |l: &Option<Logged<u64>>| l.as_ref().map(|l| l.value);
        let map = second.all("E2", 1).len() + second.all("E3", 1).len();
        assert_eq!(facts.machine_map.as_ref().unwrap().value.entries.len(), map, "{name}");
        // E6 leaves out unusable RAM, which old kernels print too; 7.3 has other names of kinds.
        let own =
            second.all("E5", 1).iter().filter(|w| *w == "Xen").count() + second.all("E6", 1).len();
        if !name.contains("k7.3") {
            let entries = &facts.dom0_map.as_ref().unwrap().value.entries;
            let old = second.all("E5", 1).is_empty();
            let listed = entries.iter().filter(|e| !old || e.kind != Kind::Unusable).count();
            assert_eq!(listed, own, "{name}");
        }
        assert_eq!(number(&facts.released), second.number("R2"), "{name}");
        assert_eq!(number(&facts.identity), second.number("R3"), "{name}");
        let moved = second.all("R6", 1).first().map(|n| n.parse().unwrap());
        assert_eq!(number(&facts.remapped), moved, "{name}");
        assert_eq!(facts.released_ranges.len(), second.all("R1", 1).len(), "{name}");
        let hex = |text: &String| u64::from_str_radix(text, 16).unwrap();
        let block = hex(&second.all("N1", 2)[0]) - hex(&second.all("N1", 1)[0]);
        let later: u64 = second.all("N1", 3)[0].parse().unwrap();
        let initrd = hex(&second.all("N2", 2)[0]) - hex(&second.all("N2", 1)[0]);
        assert_eq!(
            number(&facts.pages),
            Some(block / 4096 + later + initrd.div_ceil(4096)),
            "{name}"
        );
        let memory = facts.memory_line.as_ref().unwrap().value;
        assert_eq!(memory.total, second.all("M1", 2)[0].parse::<u64>().unwrap(), "{name}");
        let ram: u64 = second.all("N3", 2)[0].parse().unwrap();
        assert_eq!(number(&facts.system_ram), Some(ram), "{name}");
        let option = second.all("C1", 1).join(",");
        assert_eq!(facts.option.as_ref().unwrap().value, option, "{name}");
    }
}
