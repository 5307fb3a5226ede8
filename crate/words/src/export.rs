//! A run as plain text of 80 columns and as CSV, for mail, tickets and spreadsheets.
//!
//! The numbers are those of the ledger's table: in text formatted for people, in CSV for
//! programs.

use super::{LedgerRow, caption, headline, ledger_rows, ledger_total, machine, title};
use sim::boot::Boot;
use sim::ledger::Ledger;

/// Width of the text in columns.
pub const COLUMNS: usize = 80;

/// The run with the ledger after `step`, in lines of at most [`COLUMNS`] characters.
pub fn to_text(boot: &Boot, step: usize) -> String {
    let mut out = String::new();
    wrapped(&mut out, "", &machine(boot));
    wrapped(&mut out, "", &headline(boot));
    out.push('\n');
    for (i, s) in boot.steps.iter().enumerate() {
        let mark = if i == step { '>' } else { ' ' };
        wrapped(&mut out, "     ", &format!("{mark}{:>2}. {}", i + 1, title(s.phase(), boot)));
        wrapped(&mut out, "     ", &format!("     {}", caption(s, boot)));
    }
    let Some(at) = boot.steps.get(step) else { return out };
    let head =
        format!("The RAM in the machine’s map after step {}, {}:", step + 1, at.phase().id());
    out.push('\n');
    wrapped(&mut out, "", &head);
    for row in ledger_rows(boot, step) {
        line(&mut out, &row);
    }
    let LedgerRow { pages, amount, .. } = ledger_total(boot, step);
    wrapped(&mut out, "", &format!("{pages:>14}  {amount:>11}  {:>7}  in all", ""));
    out
}

fn line(out: &mut String, row: &LedgerRow) {
    let LedgerRow { pages, amount, share, name, sure, .. } = row;
    let indent = " ".repeat(38);
    wrapped(out, &indent, &format!("{pages:>14}  {amount:>11}  {share:>7}  {name} ({sure})"));
}

/// Adds `text`, wrapped to the width; continuation lines begin with `indent`.
fn wrapped(out: &mut String, indent: &str, text: &str) {
    let mut column = 0;
    let mut between = 0;
    for word in text.split(' ') {
        let length = word.chars().count();
        if column > indent.len() && column + between + length > COLUMNS {
            out.push('\n');
            out.push_str(indent);
            (column, between) = (indent.len(), 0);
        }
        out.extend(core::iter::repeat_n(' ', between));
        out.push_str(word);
        column += between + length;
        between = 1;
    }
    out.push('\n');
}

/// The ledger after `step` as CSV, one account per line. KiB are whole; numbers are
/// unformatted.
pub fn to_csv(boot: &Boot, step: usize) -> String {
    let mut out = "account,what,pages,kib,sure,shown by\r\n".to_owned();
    let ledger = Ledger::of(boot, step);
    let rows = ledger.rows().iter().filter(|r| !r.pages.is_zero());
    for (row, texts) in rows.zip(ledger_rows(boot, step)) {
        let (pages, kib) = (row.pages.0.to_string(), row.pages.kib().to_string());
        fields(&mut out, [texts.id, &texts.name, &pages, &kib, texts.sure, &texts.shown_by]);
    }
    let total = ledger.total();
    let (pages, kib) = (total.0.to_string(), total.kib().to_string());
    let texts = ledger_total(boot, step);
    fields(&mut out, [texts.id, &texts.name, &pages, &kib, texts.sure, &texts.shown_by]);
    out
}

fn fields(out: &mut String, fields: [&str; 6]) {
    for (i, field) in fields.into_iter().enumerate() {
        if i > 0 {
            out.push(',');
        }
        // A spreadsheet reads text that begins like this as a formula.
        let formula = field.bytes().next().is_some_and(|b| b"=+-@\t\r".contains(&b));
        if formula || field.bytes().any(|b| b",\"\r\n".contains(&b)) {
            out.push('"');
            if formula {
                out.push('\'');
            }
            for c in field.chars() {
                out.extend(core::iter::repeat_n(c, if c == '"' { 2 } else { 1 }));
            }
            out.push('"');
        } else {
            out.push_str(field);
        }
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_boot;
    use sim::version::Version;

    fn run() -> Boot {
        test_boot::run(64, "4G", Version::new(3, 2, 0))
    }

    #[test]
    fn no_line_of_the_text_is_longer_than_80_columns() {
        let boot = run();
        for step in 0..=boot.steps.len() {
            for line in to_text(&boot, step).lines() {
                assert!(line.chars().count() <= COLUMNS, "{line}");
                assert_eq!(line, line.trim_end());
            }
        }
    }

    #[test]
    fn the_text_names_the_machine_every_step_and_every_row() {
        let boot = run();
        let text = to_text(&boot, 4);
        for s in &boot.steps {
            assert!(text.contains(title(s.phase(), &boot)), "{text}");
        }
        for row in ledger_rows(&boot, 4) {
            assert!(text.contains(&row.pages) && text.contains(&row.amount), "{text}");
        }
        assert!(text.contains("> 5. Linux returns those pages"), "{text}");
    }

    #[test]
    fn the_rows_of_the_csv_sum_to_its_total() {
        let csv = to_csv(&run(), 8);
        let unquoted = |line: &str| line.split('"').step_by(2).collect::<String>();
        let number = |line: &str| line.split(',').nth(2).and_then(|n| n.parse::<u64>().ok());
        let pages = |line: &str| number(&unquoted(line));
        let mut rows: Vec<u64> = csv.lines().skip(1).filter_map(pages).collect();
        let total = rows.pop().unwrap();
        assert_eq!((rows.iter().sum::<u64>(), total), (total, 16_777_119), "{csv}");
    }

    #[test]
    fn odd_fields_are_quoted() {
        let mut out = String::new();
        fields(&mut out, ["a,b", "say \"x\"", "1", "2", "c\nd", ""]);
        assert_eq!(out, "\"a,b\",\"say \"\"x\"\"\",1,2,\"c\nd\",\r\n");
    }

    #[test]
    fn no_field_is_a_formula_of_a_sheet() {
        let mut out = String::new();
        fields(&mut out, ["=1+1", "+1", "-1", "@a", "\tx", "a=b"]);
        assert_eq!(out, "\"'=1+1\",\"'+1\",\"'-1\",\"'@a\",\"'\tx\",a=b\r\n");
    }
}
