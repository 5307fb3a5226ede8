//! A paste as one value for programs: whose log it is, what was found, what is missing, a
//! verdict for every line, the comparison with the model, and the fields it would fill.
//!
//! The page, the engine for JavaScript and the command line all pass on this value, so they
//! say the same. Values only: no text of the log is in it beyond releases and options.

use super::facts::Facts;
use super::item::Item;
use super::missing::Missing;
use super::reading::{Reading, read_boot};
use super::reconcile::{Overall, Reconciliation, Row, reconcile};
use super::verdict::Verdict;
use super::whose::Whose;
use crate::{Field, version};
use words::marks::plain;

/// Everything that is made of a paste.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PasteReport {
    /// Whether it was read; if not, the first note says why.
    pub read: bool,
    /// Whose log it is, by its permanent name.
    pub kind: &'static str,
    /// Boots in it.
    pub boots: usize,
    /// The number of the boot that counts, from 1; 0 if there is none.
    pub boot: usize,
    /// The boots to choose from, in order; empty if there is only one.
    pub choices: Vec<BootRow>,
    /// Sentences, the most important first.
    pub notes: Vec<String>,
    /// The same with marks.
    pub notes_marked: Vec<String>,
    /// The figures, as plain numbers.
    pub facts: PlainFacts,
    /// What lines gave, each as a text.
    pub found: Vec<FoundRow>,
    /// What no line gave.
    pub missing: Vec<MissingRow>,
    /// One for every line of the paste.
    pub lines: Vec<LineVerdict>,
    /// How many lines had each verdict, as a text.
    pub counts: String,
    /// `agrees`, `differs`, `partial` or `not-dom0`.
    pub verdict: &'static str,
    /// Why the comparison is not the whole truth; may be empty.
    pub reason: String,
    /// The same with marks.
    pub reason_marked: String,
    /// Every figure that log and model both have.
    pub rows: Vec<ReconciledRow>,
    /// Whether a machine that the model covers can be filled in from it.
    pub usable: bool,
    /// The texts that using this machine would put into the form, by field.
    #[cfg_attr(feature = "ts", ts(type = "Record<string, string>"))]
    pub fields: Filled,
    /// The fields of a machine that no line gave: they keep what they hold.
    pub kept: Vec<&'static str>,
}

/// A boot to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct BootRow {
    /// Its number, from 1.
    pub number: usize,
    /// What it is.
    pub name: String,
    /// Its lines in words.
    pub place: String,
    /// Its first line, from 1.
    pub first: usize,
    /// Its last line.
    pub last: usize,
    /// The number of its machine, from 1; 0 if it is the only one or not known.
    pub machine: usize,
    /// Whether it came as far as dom0's memory.
    pub complete: bool,
}

/// Figures of a log as plain numbers; missing where the log says nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PlainFacts {
    /// Xen's release.
    pub xen: Option<String>,
    /// Linux's release.
    pub linux: Option<String>,
    /// The option; empty if Xen's line has none.
    pub option: Option<String>,
    /// Entries of the machine's map.
    pub machine_map: Option<usize>,
    /// Entries of dom0's own map.
    pub dom0_map: Option<usize>,
    /// Pages Xen gave dom0.
    #[cfg_attr(feature = "ts", ts(type = "number | null"))]
    pub nr_pages: Option<u64>,
    /// Pages released.
    #[cfg_attr(feature = "ts", ts(type = "number | null"))]
    pub released: Option<u64>,
    /// Pages moved.
    #[cfg_attr(feature = "ts", ts(type = "number | null"))]
    pub remapped: Option<u64>,
    /// `MemTotal`, KiB.
    #[cfg_attr(feature = "ts", ts(type = "number | null"))]
    pub mem_total: Option<u64>,
}

/// Something that lines gave.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct FoundRow {
    /// A permanent name.
    pub item: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Its value, as text.
    pub value: String,
    /// The paste's lines it is from.
    pub lines: Vec<usize>,
    /// The step that shows it; empty if none does.
    pub step: &'static str,
    /// What that step highlights; empty if it shows nothing of it.
    pub key: String,
    /// What going there does, as a sentence without a full stop; empty if there is no step.
    pub shows: String,
}

/// Something that no line gave, and the command that prints it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct MissingRow {
    /// A permanent name.
    pub item: &'static str,
    /// Its name.
    pub name: &'static str,
    /// The command that prints it.
    pub command: &'static str,
}

/// What was made of a line: `used`, `doubtful`, `recognised, not needed` or `ignored`, and
/// what for or why.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct LineVerdict {
    /// What was made of it.
    pub verdict: &'static str,
    /// The item it is used for; empty if it is not.
    pub item: &'static str,
    /// What for, or why not; may be empty.
    pub why: String,
    /// What was made of it in a word or two.
    pub short: &'static str,
}

/// A figure of the log beside the model's.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ReconciledRow {
    /// A permanent name.
    pub item: &'static str,
    /// Its name.
    pub name: &'static str,
    /// As logged.
    pub log: String,
    /// By the model.
    pub model: String,
    /// `agrees`, `differs` or `cannot know`.
    pub verdict: &'static str,
    /// Why; may be empty.
    pub reason: String,
    /// The same with marks.
    pub reason_marked: String,
    /// The paste's lines it is from.
    pub lines: Vec<usize>,
    /// The step that shows it; empty if none does.
    pub step: &'static str,
    /// What that step highlights; empty if it shows nothing of it.
    pub key: String,
    /// What going there does, as a sentence without a full stop; empty if there is no step.
    pub shows: String,
}

/// Texts by field, in the order of the form; an object of texts for programs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filled(pub Vec<(Field, String)>);

#[cfg(feature = "serde")]
impl serde::Serialize for Filled {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let mut object = to.serialize_struct("Filled", self.0.len())?;
        for (field, text) in &self.0 {
            object.serialize_field(field.name(), text)?;
        }
        object.end()
    }
}

/// The fields that every machine has; one of the first two describes its RAM.
const MACHINE: [Field; 4] = [Field::E820, Field::Dom0Mem, Field::Xen, Field::Linux];

/// The largest number that JavaScript holds exactly.
const EXACT: u64 = 1 << 53;

impl PasteReport {
    /// The report of a paste with the boot of this number, from 1; 0 for the usual one.
    pub fn read(text: &str, boot: usize) -> Self {
        let reading = read_boot(text, boot);
        let model = reconcile(&reading);
        Self::of(&reading, &model)
    }

    /// The report of a reading and its comparison.
    pub fn of(reading: &Reading, model: &Reconciliation) -> Self {
        let fields = reading.fields();
        let ram = fields.iter().any(|(f, _)| *f == Field::HostMem);
        let given =
            |field: &Field| fields.iter().any(|(f, _)| f == field) || *field == Field::E820 && ram;
        let kept = match model.overall {
            Overall::NotDom0 => Vec::new(),
            Overall::Agrees | Overall::Differs | Overall::Partial => {
                MACHINE.into_iter().filter(|f| !given(f)).map(Field::name).collect()
            }
        };
        Self {
            read: reading.refusal.is_none(),
            kind: reading.whose.id(),
            boots: reading.boots,
            boot: reading.boot,
            choices: choices(reading),
            notes: reading.notes.iter().map(|note| plain(note)).collect(),
            notes_marked: reading.notes.clone(),
            facts: PlainFacts::of(&reading.facts),
            found: found(reading, model),
            missing: reading.missing.iter().map(MissingRow::of).collect(),
            lines: reading.lines.iter().map(LineVerdict::of).collect(),
            counts: counts(&reading.lines),
            verdict: model.overall.id(),
            reason: plain(&model.reason),
            reason_marked: model.reason.clone(),
            rows: model.rows.iter().map(|r| ReconciledRow::of(r, reading, model)).collect(),
            usable: is_usable(reading),
            fields: Filled(fields),
            kept,
        }
    }
}

/// Whether the form can be filled from it: a machine whose dom0 this model covers.
fn is_usable(reading: &Reading) -> bool {
    let covered = match reading.whose {
        Whose::Dom0 | Whose::BareMetal | Whose::Iomem | Whose::EfiTable => true,
        Whose::Pvh
        | Whose::Guest
        | Whose::Shim
        | Whose::Arm
        | Whose::Bits32
        | Whose::RingTail
        | Whose::NoDom0 => false,
    };
    covered && !reading.fields().is_empty()
}

fn choices(reading: &Reading) -> Vec<BootRow> {
    if reading.all_boots.len() < 2 {
        return Vec::new();
    }
    let row = |(i, boot): (usize, &super::several::BootLogged)| BootRow {
        number: i + 1,
        name: boot.name(),
        place: boot.place(),
        first: boot.first,
        last: boot.last,
        machine: boot.machine,
        complete: boot.complete,
    };
    reading.all_boots.iter().enumerate().map(row).collect()
}

fn found(reading: &Reading, model: &Reconciliation) -> Vec<FoundRow> {
    let row = |f: super::found::Found| {
        let Destination { step, key, shows } = destination(reading, model, f.item);
        let super::found::Found { item, name, value, lines } = f;
        FoundRow { item: item.id(), name, value, lines, step, key, shows }
    };
    reading.found().into_iter().map(row).collect()
}

/// Where a reader goes from an item; empty texts if no step shows it.
#[derive(Default)]
struct Destination {
    /// The step's permanent name.
    step: &'static str,
    /// What that step highlights.
    key: String,
    /// What going there does, as a sentence without a full stop.
    shows: String,
}

/// The step that shows an item, if this machine's boot has the step.
fn destination(reading: &Reading, model: &Reconciliation, item: Item) -> Destination {
    let there = reading.place(item).zip(model.boot.as_ref());
    let there = there.filter(|(place, boot)| boot.step(place.phase).is_some());
    there.map_or_else(Destination::default, |(place, boot)| {
        let title = words::title(place.phase, boot);
        Destination {
            step: place.phase.id(),
            key: place.key,
            shows: format!("Use this machine and show “{title}”"),
        }
    })
}

/// `33 used · 4 not needed · 1 ignored`.
fn counts(lines: &[Verdict]) -> String {
    let count = |f: fn(&Verdict) -> bool| lines.iter().filter(|v| f(v)).count();
    let all = [
        (count(|v| matches!(v, Verdict::Used(_))), "used"),
        (count(|v| matches!(v, Verdict::Doubtful(_))), "doubtful"),
        (count(|v| matches!(v, Verdict::NotNeeded(_))), "not needed"),
        (count(|v| matches!(v, Verdict::Ignored)), "ignored"),
    ];
    let said = all.into_iter().filter(|(n, _)| *n > 0).map(|(n, name)| format!("{n} {name}"));
    said.collect::<Vec<_>>().join(" · ")
}

impl PlainFacts {
    fn of(facts: &Facts) -> Self {
        let number = |l: &Option<super::facts::Logged<u64>>| {
            l.as_ref().map(|l| l.value).filter(|n| *n <= EXACT)
        };
        let release = |text: &str| {
            version::xen(text).map_or_else(
                |_| text.to_owned(),
                |v| format!("{}.{}.{}", v.major, v.minor, v.patch),
            )
        };
        Self {
            xen: facts.xen.as_ref().map(|x| release(&x.value)),
            linux: facts.linux.as_ref().map(|l| l.value.clone()),
            option: facts.option.as_ref().map(|o| o.value.clone()),
            machine_map: facts.machine_map.as_ref().map(|m| m.value.entries.len()),
            dom0_map: facts.dom0_map.as_ref().map(|m| m.value.entries.len()),
            nr_pages: number(&facts.pages),
            released: number(&facts.released),
            remapped: number(&facts.remapped),
            mem_total: number(&facts.mem_total),
        }
    }
}

impl MissingRow {
    fn of(missing: &Missing) -> Self {
        Self { item: missing.item.id(), name: missing.item.name(), command: missing.command }
    }
}

impl LineVerdict {
    fn of(verdict: &Verdict) -> Self {
        let item = match verdict {
            Verdict::Used(item) => item.id(),
            Verdict::Doubtful(_) | Verdict::NotNeeded(_) | Verdict::Ignored => "",
        };
        Self { verdict: verdict.name(), item, why: verdict.why(), short: verdict.short() }
    }
}

impl ReconciledRow {
    fn of(row: &Row, reading: &Reading, model: &Reconciliation) -> Self {
        let Destination { step, key, shows } = destination(reading, model, row.item);
        let Row { item, name, verdict, .. } = *row;
        Self {
            item: item.id(),
            name,
            log: row.log.clone(),
            model: row.model.clone(),
            verdict: verdict.name(),
            reason: plain(&row.reason),
            reason_marked: row.reason.clone(),
            lines: row.lines.clone(),
            step,
            key,
            shows,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RING: &str = include_str!("ring.log");

    #[test]
    fn a_paste_is_reported_line_by_line_and_reconciled() {
        let report = PasteReport::read(RING, 0);
        assert_eq!((report.kind, report.verdict, report.lines.len()), ("dom0", "agrees", 7));
        assert_eq!((report.lines[1].verdict, report.lines[1].item), ("used", "option"));
        let pages = report.rows.iter().find(|r| r.item == "nr-pages").unwrap();
        assert_eq!(pages.model, "524\u{202f}288\u{a0}pages");
        assert_eq!((pages.step, pages.key.as_str()), ("dom0-built", "B"));
        assert_eq!(report.kept, ["linux"]);
        assert!(report.missing.iter().any(|m| m.item == "linux" && m.command == "uname -r"));
        assert_eq!((report.boots, report.boot, report.choices.len()), (1, 1, 0));
        assert_eq!(report.facts.nr_pages, Some(524288));
        assert_eq!(report.counts, "7 used");
        assert!(report.usable);
    }

    #[test]
    fn another_boot_can_be_chosen_and_nothing_of_the_usual_one_remains() {
        let other = RING.replace("2G,max:2G", "1G").replace("523264", "261120");
        let free = "MemTotal:        1859100 kB\n";
        let text = format!("{other}{RING}{free}");
        let last = PasteReport::read(&text, 0);
        assert_eq!((last.boots, last.boot, last.facts.nr_pages), (2, 2, Some(524288)));
        assert_eq!(last.facts.mem_total, Some(1859100));
        assert!(last.choices.iter().map(|choice| choice.number).eq([1, 2]));
        assert_eq!(last, PasteReport::read(&text, 2));
        assert_eq!(last, PasteReport::read(&text, 3), "there is no third");
        let first = PasteReport::read(&text, 1);
        assert_eq!((first.boot, first.facts.nr_pages), (1, Some(262144)));
        assert_eq!(first.facts.option.as_deref(), Some("1G"));
        assert_eq!(first.facts.mem_total, None, "free tells of the present boot");
        assert!(first.notes[1].contains("the one you chose"), "{:?}", first.notes);
        assert_eq!(first.lines[8].why, "of another boot");
        let places: Vec<&str> = first.choices.iter().map(|b| b.place.as_str()).collect();
        assert_eq!(places, ["lines 1–7", "lines 8–14"]);
    }

    #[test]
    fn a_guests_paste_fills_nothing() {
        let report = PasteReport::read("[    0.000000] ACPI in unprivileged domain disabled\n", 0);
        assert_eq!((report.kind, report.verdict, report.usable), ("guest", "not-dom0", false));
        assert!(report.notes[0].contains("a guest"), "{:?}", report.notes);
        let report = PasteReport::read("", 0);
        assert!(!report.read && report.notes == ["Nothing was pasted."]);
    }
}
