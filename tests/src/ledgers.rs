//! Today's results of the published links of tests/data/links.txt: the ledger of each, as
//! `make snap` writes it and a test compares. The inputs of a link never change. Its ledger
//! may, when the model improves, and README.md then says so under *Changes*.

use std::fmt::Write;

use read::link::decode;
use sim::ledger::Ledger;
use sim::simulate::simulate;
use words::account_id;

const LINKS: &str = include_str!("../data/links.txt");

/// Each link with its final ledger, in pages, or the reason it cannot be run.
pub fn all() -> String {
    let links = LINKS.split("\n\n").filter_map(|b| b.lines().find(|l| !l.starts_with("# ")));
    links.fold(String::new(), |out, link| out + link + "\n" + &told(link) + "\n")
}

fn told(link: &str) -> String {
    match decode(link).form.read() {
        Ok(made) => {
            let boot = simulate(&made.config);
            let ledger = Ledger::at_end(&boot);
            let rows = ledger.rows().iter().filter(|r| !r.pages.is_zero());
            rows.fold(String::new(), |mut out, row| {
                let _ = writeln!(out, "{} {}", account_id(row.account), row.pages.0);
                out
            })
        }
        Err(wrong) => wrong.iter().fold(String::new(), |mut out, w| {
            let _ = writeln!(out, "not run: {} {}", w.field.name(), w.error);
            out
        }),
    }
}
