//! Reads whole logs and compares each with the model: one line per file.

use std::fs;
use std::path::{Path, PathBuf};

use read::log::reconcile::{Compared, Overall, Reconciliation, reconcile};
use read::log::report::PasteReport;
use read::log::{Reading, Whose, read};
use words::marks::plain;

/// A file that was read.
#[derive(Debug)]
pub struct ReadFile {
    /// Its name.
    pub name: String,
    /// What it says.
    pub reading: Reading,
    /// What the model says of the same machine.
    pub compared: Reconciliation,
}

impl ReadFile {
    /// Reads a text of this name.
    pub fn of(name: &str, text: &str) -> Self {
        let reading = read(text);
        let compared = reconcile(&reading);
        Self { name: name.to_owned(), reading, compared }
    }

    /// Whether none of its lines is used although it is a dom0's log.
    pub fn is_unused(&self) -> bool {
        let dom0s = matches!(self.reading.whose, Whose::Dom0 | Whose::Pvh | Whose::BareMetal);
        dom0s && self.reading.used() == 0
    }

    /// The line of the runner: names and values, `-` where the log says nothing.
    pub fn line(&self) -> String {
        let report = PasteReport::of(&self.reading, &self.compared);
        let facts = report.facts;
        let text =
            |t: Option<String>| t.filter(|t| !t.is_empty()).unwrap_or_else(|| "-".to_owned());
        let number = |n: Option<u64>| text(n.map(|n| n.to_string()));
        let entries = |n: Option<usize>| text(n.map(|n| n.to_string()));
        format!(
            "{}: kind={} xen={} linux={} option={} machine_map={} dom0_map={} nr_pages={} released={} remapped={} mem_total={} verdict={}",
            self.name,
            report.kind,
            text(facts.xen),
            text(facts.linux),
            text(facts.option.map(|o| o.replace(' ', "_"))),
            entries(facts.machine_map),
            entries(facts.dom0_map),
            number(facts.nr_pages),
            number(facts.released),
            number(facts.remapped),
            number(facts.mem_total),
            report.verdict,
        )
    }

    /// The rows that a reader should see: those that differ, or all of them.
    pub fn rows(&self, all: bool) -> Vec<String> {
        let shown = self.compared.rows.iter().filter(|r| all || r.verdict == Compared::Differs);
        let rows = shown.map(|r| {
            format!(
                "  {}: log {}, model {}: {} {}",
                r.name,
                r.log,
                r.model,
                r.verdict.name(),
                plain(&r.reason)
            )
        });
        let mut rows: Vec<String> = rows.map(|r| r.trim_end().to_owned()).collect();
        if all {
            rows.extend(self.reading.notes.iter().map(|n| format!("  note: {}", plain(n))));
            if !self.compared.reason.is_empty() {
                rows.push(format!("  {}", plain(&self.compared.reason)));
            }
        }
        rows
    }
}

/// Every `*.log` and `*.txt` of a folder, by name.
///
/// # Errors
/// If the folder cannot be listed, or has none.
pub fn files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let list = fs::read_dir(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let paths = list.filter_map(|f| Some(f.ok()?.path()));
    let mut logs: Vec<PathBuf> =
        paths.filter(|p| p.extension().is_some_and(|e| e == "log" || e == "txt")).collect();
    logs.sort();
    if logs.is_empty() {
        Err(format!("{}: no *.log and no *.txt", folder.display()))
    } else {
        Ok(logs)
    }
}

/// Prints a line per file of a folder, and with `all` every row; whether every file could
/// be read and used.
///
/// # Errors
/// If the folder or a file cannot be read.
pub fn run(folder: &Path, all: bool) -> Result<bool, String> {
    let mut good = true;
    let mut counts = [0_usize; 4];
    for path in files(folder)? {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let bytes = fs::read(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let Ok(file) = std::panic::catch_unwind(|| ReadFile::of(&name, &text)) else {
            println!("{name}: panicked");
            good = false;
            continue;
        };
        println!("{}", file.line());
        file.rows(all).iter().for_each(|row| println!("{row}"));
        good &= !file.is_unused();
        counts[file.compared.overall as usize] += 1;
    }
    let names = [Overall::Agrees, Overall::Differs, Overall::Partial, Overall::NotDom0];
    let total = names.map(|o| format!("{} {}", o.id(), counts[o as usize])).join(", ");
    println!("TOTAL {total}");
    Ok(good)
}
