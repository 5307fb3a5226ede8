//! A paste for the page: whose log it is, what was found, what is missing, a verdict for
//! every line, the comparison with the model, and the fields it would fill.
//!
//! Values only: no text of the log is passed back, and none can reach a link.

use read::log::reconcile::{Overall, Row, reconcile};
use read::log::{COLLECT, Reading, Verdict, WRAPPED_RING, read};
use read::{Field, link};
use serde::Serialize;

use wasm_bindgen::prelude::*;

use crate::{Explainer, plain};

/// Everything the page shows of a paste.
#[derive(Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub(crate) struct PasteReport {
    /// Whether it was read; if not, the first note says why.
    read: bool,
    /// Whose log it is, by its permanent name.
    kind: &'static str,
    /// Boots in it.
    boots: usize,
    /// Sentences, the most important first.
    notes: Vec<String>,
    found: Vec<FoundRow>,
    missing: Vec<MissingRow>,
    /// One for every line of the paste.
    lines: Vec<LineVerdict>,
    /// `agrees`, `differs`, `partial` or `not-dom0`.
    verdict: &'static str,
    /// Why the comparison is not the whole truth; may be empty.
    reason: String,
    rows: Vec<ReconciledRow>,
    /// The texts that using this machine would put into the form.
    fields: Vec<FilledField>,
    /// The fields that no line gave: they keep what they hold.
    kept: Vec<&'static str>,
    /// The command that collects everything.
    collect: &'static str,
    /// What to do where the first lines are gone.
    wrapped: &'static str,
}

/// Something that lines gave.
#[derive(Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub(crate) struct FoundRow {
    item: &'static str,
    name: &'static str,
    value: String,
    lines: Vec<usize>,
}

/// Something that no line gave, and the command that prints it.
#[derive(Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub(crate) struct MissingRow {
    item: &'static str,
    name: &'static str,
    command: &'static str,
}

/// What was made of a line: `used`, `doubtful`, `recognised, not needed` or `ignored`, and
/// what for or why.
#[derive(Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub(crate) struct LineVerdict {
    verdict: &'static str,
    /// The item it is used for; empty if it is not.
    item: &'static str,
    why: String,
}

/// A figure of the log beside the model's.
#[derive(Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub(crate) struct ReconciledRow {
    item: &'static str,
    name: &'static str,
    log: String,
    model: String,
    /// `agrees`, `differs` or `cannot know`.
    verdict: &'static str,
    reason: String,
    lines: Vec<usize>,
}

/// A field and its text.
#[derive(Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub(crate) struct FilledField {
    name: &'static str,
    text: String,
}

impl PasteReport {
    /// The report of a paste.
    pub(crate) fn of(text: &str) -> Self {
        let reading = read(text);
        let model = reconcile(&reading);
        let fields = reading.fields();
        let given = |field: &Field| fields.iter().any(|(f, _)| f == field);
        let kept = MACHINE.into_iter().filter(|f| !given(f)).map(Field::name).collect();
        Self {
            read: reading.refusal.is_none(),
            kind: reading.whose.id(),
            boots: reading.boots,
            found: found(&reading),
            missing: missing(&reading),
            lines: reading.lines.iter().map(LineVerdict::of).collect(),
            verdict: model.overall.id(),
            rows: model.rows.into_iter().map(ReconciledRow::of).collect(),
            reason: model.reason,
            kept: if matches!(model.overall, Overall::NotDom0) { Vec::new() } else { kept },
            fields: fields
                .into_iter()
                .map(|(f, text)| FilledField { name: f.name(), text })
                .collect(),
            notes: reading.notes,
            collect: COLLECT,
            wrapped: WRAPPED_RING,
        }
    }
}

/// The fields that every machine has; one of the first two describes its RAM.
const MACHINE: [Field; 4] = [Field::E820, Field::Dom0Mem, Field::Xen, Field::Linux];

fn found(reading: &Reading) -> Vec<FoundRow> {
    let row = |f: read::log::Found| FoundRow {
        item: f.item.id(),
        name: f.name,
        value: f.value,
        lines: f.lines,
    };
    reading.found().into_iter().map(row).collect()
}

fn missing(reading: &Reading) -> Vec<MissingRow> {
    let row = |m: &read::log::Missing| MissingRow {
        item: m.item.id(),
        name: m.item.name(),
        command: m.command,
    };
    reading.missing.iter().map(row).collect()
}

impl LineVerdict {
    fn of(verdict: &Verdict) -> Self {
        let item = match verdict {
            Verdict::Used(item) => item.id(),
            Verdict::Doubtful(_) | Verdict::NotNeeded(_) | Verdict::Ignored => "",
        };
        Self { verdict: verdict.name(), item, why: verdict.why().to_owned() }
    }
}

impl ReconciledRow {
    fn of(row: Row) -> Self {
        let Row { item, name, log, model, verdict, reason, lines } = row;
        Self { item: item.id(), name, log, model, verdict: verdict.name(), reason, lines }
    }
}

#[wasm_bindgen]
impl Explainer {
    /// Reads a paste; changes nothing.
    ///
    /// # Errors
    /// If the engine runs out of memory.
    pub fn read(text: &str) -> Result<JsValue, JsValue> {
        plain(&PasteReport::of(text))
    }

    /// Fills the form from a paste; fields that no line gave keep their texts. Returns the
    /// link's fragment from before, which brings them back.
    pub fn use_paste(&mut self, text: &str) -> String {
        let before = link::encode(&self.form, "");
        self.form = read(text).form(&self.form);
        before
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RING: &str = "(XEN) Xen version 4.17.5 (builder@host) (gcc 12) debug=n\n\
        (XEN) Command line: placeholder dom0_mem=2G,max:2G\n\
        (XEN) Xen-e820 RAM map:\n\
        (XEN)  [0000000000000000, 000000000009ffff] (usable)\n\
        (XEN)  [0000000000100000, 00000000ffffffff] (usable)\n\
        (XEN) System RAM: 4095MB (4193920kB)\n\
        (XEN)  Dom0 alloc.:   0000000000800000->0000000000c00000 (523264 pages to be allocated)\n";

    #[test]
    fn a_paste_is_reported_line_by_line_and_reconciled() {
        let report = PasteReport::of(RING);
        assert_eq!((report.kind, report.verdict, report.lines.len()), ("dom0", "agrees", 7));
        assert_eq!((report.lines[1].verdict, report.lines[1].item), ("used", "option"));
        let pages = report.rows.iter().find(|r| r.item == "nr-pages").map(|r| r.model.as_str());
        assert_eq!(pages, Some("524\u{202f}288\u{a0}pages"));
        assert_eq!(report.kept, ["linux"]);
        assert!(report.missing.iter().any(|m| m.item == "linux" && m.command == "uname -r"));
    }

    #[test]
    fn using_a_paste_fills_the_form_and_can_be_undone() {
        let mut explainer = Explainer::new();
        explainer.load("#v=1&host-mem=8G&linux=6.1&dom0-mem=1G");
        let before = explainer.use_paste(RING);
        assert_eq!(
            (explainer.get("dom0-mem"), explainer.get("xen")),
            ("2G,max:2G".into(), "4.17.5".into())
        );
        assert_eq!(
            (explainer.get("linux"), explainer.get("nr-pages")),
            ("6.1".into(), "524288".into())
        );
        assert!(!explainer.link("").contains("builder"));
        explainer.load(&before);
        assert_eq!(
            (explainer.get("dom0-mem"), explainer.get("e820")),
            ("1G".into(), String::new())
        );
    }

    #[test]
    fn a_guests_paste_fills_nothing() {
        let report = PasteReport::of("[    0.000000] ACPI in unprivileged domain disabled\n");
        assert_eq!((report.kind, report.verdict, report.fields.len()), ("guest", "not-dom0", 0));
        assert!(report.notes[0].contains("a guest"), "{:?}", report.notes);
        let report = PasteReport::of("");
        assert!(!report.read && report.notes == ["Nothing was pasted."]);
    }
}
