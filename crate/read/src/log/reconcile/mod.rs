//! The log against the model: every figure that both have, side by side.
//!
//! A row agrees, differs or cannot be known, with the reason. Differences are never hidden:
//! a figure that the model predicts exactly and the log has otherwise differs, whatever the
//! cause. Not here: reading ([`super::read`]).

mod amounts;
mod machine;
mod maps;
mod pages;

use sim::boot::{Boot, Outcome};

use super::facts::Logged;
use super::item::Item;
use super::reading::Reading;
use super::whose::Whose;

pub use machine::NotComparable;

/// What a comparison found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compared {
    /// Equal, or within what an estimate allows.
    Agrees,
    /// Not equal.
    Differs,
    /// Nothing can be said.
    CannotKnow,
}

impl Compared {
    /// Its words in a table.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Agrees => "agrees",
            Self::Differs => "differs",
            Self::CannotKnow => "cannot know",
        }
    }
}

/// One figure of the log beside the model's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What.
    pub item: Item,
    /// Its name: the item's, or a part of it.
    pub name: &'static str,
    /// As logged.
    pub log: String,
    /// By the model.
    pub model: String,
    /// What came of it.
    pub verdict: Compared,
    /// Why, as a sentence; empty where both are simply equal.
    pub reason: String,
    /// The lines that gave it.
    pub lines: Vec<usize>,
}

/// The verdict on a whole log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overall {
    /// Every figure that the model predicts was compared, and all agree.
    Agrees,
    /// Some differ.
    Differs,
    /// Nothing differs, and something could not be compared.
    Partial,
    /// No line shows a dom0 that the model covers.
    NotDom0,
}

impl Overall {
    /// A permanent name for data.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Agrees => "agrees",
            Self::Differs => "differs",
            Self::Partial => "partial",
            Self::NotDom0 => "not-dom0",
        }
    }
}

/// A log and the model, side by side.
#[derive(Clone, Debug)]
pub struct Reconciliation {
    /// The rows, in the order of a boot.
    pub rows: Vec<Row>,
    /// The verdict on all of them.
    pub overall: Overall,
    /// Why it is not the whole truth, as a sentence; empty if it is.
    pub reason: String,
    /// The model's boot, if the log says enough for one.
    pub boot: Option<Boot>,
}

impl Reconciliation {
    /// The verdict as a sentence.
    pub fn sentence(&self) -> &'static str {
        let unknown = |row: &Row| row.verdict == Compared::CannotKnow;
        match self.overall {
            Overall::Agrees => "Log and model agree.",
            Overall::Differs => "Log and model differ.",
            Overall::Partial if self.rows.iter().all(unknown) => {
                "Log and model have nothing that can be compared yet."
            }
            Overall::Partial => "Log and model do not differ as far as they can be compared.",
            Overall::NotDom0 => {
                "Log and model are not compared, because no line shows a dom0 that this page covers."
            }
        }
    }
}

/// Compares a reading with the model's boot of the same machine.
pub fn reconcile(reading: &Reading) -> Reconciliation {
    let overall = match reading.whose {
        Whose::Dom0 => None,
        Whose::Pvh | Whose::Iomem | Whose::EfiTable => Some(Overall::Partial),
        Whose::Guest
        | Whose::Shim
        | Whose::BareMetal
        | Whose::Arm
        | Whose::Bits32
        | Whose::RingTail
        | Whose::NoDom0 => Some(Overall::NotDom0),
    };
    if let Some(overall) = overall {
        let reason =
            reading.refusal.map_or_else(|| reading.says_whose(), |r| r.sentence()).to_owned();
        return Reconciliation { rows: Vec::new(), overall, reason, boot: None };
    }
    match machine::boots(reading) {
        Ok(boots) => compared(reading, boots),
        Err(missing) => Reconciliation {
            rows: Vec::new(),
            overall: Overall::Partial,
            reason: missing.sentence().to_owned(),
            boot: None,
        },
    }
}

fn compared(reading: &Reading, boots: machine::Boots) -> Reconciliation {
    let mut rows = Vec::new();
    amounts::hypervisor(reading, &boots, &mut rows);
    let stopped = reading.facts.xen_panic.is_some();
    let up = (boots.linux || stopped) && ended(reading, &boots.boot, &mut rows);
    if boots.linux && up && !stopped {
        maps::rows(reading, &boots, &mut rows);
        pages::rows(reading, &boots, &mut rows);
        amounts::kernel(reading, &boots, &mut rows);
    }
    amounts::tools(reading, &boots, &mut rows);
    let has = |v| rows.iter().any(|r: &Row| r.verdict == v);
    let overall = match () {
        () if has(Compared::Differs) => Overall::Differs,
        () if has(Compared::CannotKnow) || !has(Compared::Agrees) || boots.reason.is_some() => {
            Overall::Partial
        }
        () => Overall::Agrees,
    };
    let reason = boots.reason.unwrap_or_default();
    Reconciliation { rows, overall, reason, boot: Some(boots.boot) }
}

/// Compares how the boot ended; whether there is a kernel's setup to compare.
fn ended(reading: &Reading, boot: &Boot, rows: &mut Vec<Row>) -> bool {
    let facts = &reading.facts;
    let logged = facts
        .xen_panic
        .as_ref()
        .map(|p| ("Xen stops", p))
        .or(facts.linux_panic.as_ref().map(|p| ("Linux stops", p)));
    let model = match boot.outcome {
        Outcome::Up => "dom0 is up",
        Outcome::NotBuilt(_) | Outcome::NothingLeft => "Xen stops",
        Outcome::Panicked(_) | Outcome::NoRoom(_) => "Linux stops",
    };
    let (log, lines) = match logged {
        Some((log, panic)) => (log, panic.lines.clone()),
        None => ("dom0 is up", Vec::new()),
    };
    // A kernel may stop for a reason that is none of memory's, such as a missing disk.
    let later = log == "Linux stops" && model == "dom0 is up" && facts.memory_line.is_some();
    if later {
        rows.push(Row {
            item: Item::Outcome,
            name: Item::Outcome.name(),
            log: log.to_owned(),
            model: model.to_owned(),
            verdict: Compared::CannotKnow,
            reason: "It stopped after memory was set up, for a reason that is not modelled."
                .to_owned(),
            lines,
        });
    } else if log != model || logged.is_some() {
        rows.push(row(
            Item::Outcome,
            Item::Outcome.name(),
            (log.to_owned(), lines),
            model.to_owned(),
            "",
        ));
    }
    boot.outcome == Outcome::Up || !boot.kernel.table.entries.is_empty()
}

/// A row that agrees if both texts are equal.
fn row(
    item: Item,
    name: &'static str,
    (log, lines): (String, Vec<usize>),
    model: String,
    why: &str,
) -> Row {
    let verdict = if log == model { Compared::Agrees } else { Compared::Differs };
    let reason = if verdict == Compared::Agrees { String::new() } else { why.to_owned() };
    Row { item, name, log, model, verdict, reason, lines }
}

/// A row of a count of pages.
fn count(item: Item, name: &'static str, logged: &Logged<u64>, model: u64, unit: &str) -> Row {
    let text = |n: u64| format!("{}\u{a0}{unit}", words::count(n));
    let why = format!(
        "{}\u{a0}{unit} {}.",
        words::count(logged.value.abs_diff(model)),
        if logged.value > model { "more in the log" } else { "fewer in the log" }
    );
    let mut found = row(item, name, (text(logged.value), logged.lines.clone()), text(model), &why);
    if logged.value == model {
        found.verdict = Compared::Agrees;
    }
    found
}
