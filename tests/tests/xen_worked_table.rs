//! The specification's worked table (spec/xen.md 16), cell by cell.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use sim::step::MaxReservation;
use sim::units::Pages;
use sim::xen::env::{Env, Text};
use sim::xen::grammar::Report;
use sim::xen::reservation::{Dom0Size, Size, dom0_size};
use tests::xen_vectors::release;

const TABLE: &str = include_str!("../data/xen/worked_table.txt");
const AVAILABLE: Pages = Pages(4147748);
const DEFAULT: Pages = Pages(4114980);

/// `2048`, `1620.2`, `2 pages`, `DEF`, `ALL`: as the table writes sizes.
fn amount(pages: Pages) -> String {
    match pages {
        DEFAULT => "DEF".into(),
        AVAILABLE => "ALL".into(),
        Pages(n @ 1..256) => format!("{n} pages"),
        Pages(n) => {
            let tenths = (n * 10 + 128) / 256;
            match tenths % 10 {
                0 => format!("{}", tenths / 10),
                tenth => format!("{}.{tenth}", tenths / 10),
            }
        }
    }
}

fn cell(run: &Dom0Size) -> String {
    let Size::Pages(pages) = run.size else { panic!("below nothing") };
    let maximum = match run.maximum {
        MaxReservation::Unlimited => "∞".into(),
        MaxReservation::Pages(limit) => amount(limit),
    };
    let reported = if run.parsed.report == Report::Invalid { "!" } else { "" };
    format!("{}/{maximum}{reported}", amount(pages))
}

fn check(version: &str, text: &str, expected: &str) {
    let typed = match text {
        "(absent)" => Text::Absent,
        quoted => Text::Value(quoted.trim_matches('`')),
    };
    let env = Env::plain(release(version).unwrap(), typed, AVAILABLE);
    assert_eq!(cell(&dom0_size(&env)), expected, "{text} on Xen {version}");
}

#[test]
fn every_cell_of_the_worked_table() {
    let mut rows = TABLE.lines().map(|line| line.split(" | ").collect::<Vec<_>>());
    let head = rows.next().unwrap();
    let mut cells = 0;
    for row in rows {
        assert_eq!(row.len(), head.len(), "{row:?}");
        for (version, expected) in head.iter().zip(&row).skip(1) {
            check(version, row[0], expected);
            cells += 1;
        }
    }
    assert_eq!(cells, 19 * 7);
}
