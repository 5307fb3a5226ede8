//! What the page shows beside the story: ledger, advice, what Xen makes of the option,
//! comparisons and the numbers of its prose. Plain objects, every text ready to show.

use serde::Serialize;
use sim::advice::Advice;
use sim::answer::answer;
use sim::balloon::{Balloon, Plan, Wish};
use sim::boot::Boot;
use sim::units::Pages;
use words::advice::{Step, texts};
use words::difference::{Explained, explained};
use words::groups::{GroupRow, Own, group_rows};
use words::numbers::{Door, behind, numbers};
use words::places::places;
use words::xen::told;
use words::{LedgerRow, beside_rows, ledger_rows, line_keys, marks, typed_option};

/// Everything the page shows of a run beside the story.
#[derive(Serialize)]
pub(crate) struct Details {
    numbers: Vec<Named>,
    doors: Vec<Named>,
    marks: Vec<Named>,
    lines: Vec<String>,
    option: String,
    brings: bool,
    ledger: Vec<Account>,
    beside: Vec<Account>,
    told: Vec<Told>,
    groups: Vec<Group>,
    advice: Advised,
    places: Vec<Place>,
    explained: Vec<Table>,
}

#[derive(Serialize)]
struct Named {
    name: &'static str,
    text: String,
}

#[derive(Serialize)]
struct Account {
    id: &'static str,
    name: &'static str,
    pages: String,
    amount: String,
    share: String,
    sure: &'static str,
    shown_by: &'static str,
    why: String,
}

#[derive(Serialize)]
struct Told {
    id: &'static str,
    sentence: String,
    write: Option<String>,
}

#[derive(Serialize)]
struct Group {
    releases: String,
    size: String,
    maximum: String,
    reported: &'static str,
    boots: &'static str,
    own: bool,
}

#[derive(Serialize)]
struct Typed {
    what: String,
    code: String,
}

#[derive(Serialize)]
struct Advised {
    lead: String,
    option: String,
    reasons: Vec<String>,
    now: Vec<Typed>,
    after_reboot: Vec<Typed>,
    toolstack: Vec<Typed>,
    checks: Vec<Typed>,
    trade_offs: Vec<String>,
}

#[derive(Serialize)]
struct Place {
    id: &'static str,
    name: &'static str,
    steps: Vec<Typed>,
    back: Vec<Typed>,
    notes: Vec<String>,
}

#[derive(Serialize)]
struct Table {
    id: &'static str,
    title: String,
    left: String,
    right: String,
    rows: Vec<Differs>,
    sum: String,
}

#[derive(Serialize)]
struct Differs {
    id: &'static str,
    name: &'static str,
    left: String,
    right: String,
    difference: String,
}

impl Details {
    /// The details of a run.
    pub(crate) fn of(boot: &Boot) -> Self {
        let answer = answer(&boot.config);
        let advice = Advice::of(boot);
        let doors = Door::ALL.map(|d| Named { name: d.name(), text: behind(d, boot) });
        Self {
            numbers: numbers(&answer)
                .into_iter()
                .map(|n| Named { name: n.name, text: n.text })
                .collect(),
            doors: doors.into(),
            marks: marks(boot).into_iter().map(|m| Named { name: m.name, text: m.key }).collect(),
            lines: line_keys(boot),
            option: typed_option(boot),
            brings: brings(boot),
            ledger: accounts(ledger_rows(boot, usize::MAX)),
            beside: accounts(beside_rows(boot)),
            told: told(boot).into_iter().map(of_told).collect(),
            groups: groups(boot),
            advice: advised(boot, &advice),
            places: place_list(boot, &advice),
            explained: explained(boot).into_iter().map(table).collect(),
        }
    }
}

/// Whether writing the first size to the balloon's target brings anything.
fn brings(boot: &Boot) -> bool {
    let balloon = Balloon { wish: Wish::Initial, ..boot.config.balloon };
    Plan::of(boot, balloon).is_some_and(|plan| plan.comes > Pages::ZERO)
}

fn accounts(rows: Vec<LedgerRow>) -> Vec<Account> {
    let account = |r: LedgerRow| Account {
        id: r.id,
        name: r.name,
        pages: r.pages,
        amount: r.amount,
        share: r.share,
        sure: r.sure,
        shown_by: r.shown_by,
        why: r.why,
    };
    rows.into_iter().map(account).collect()
}

fn of_told(told: words::xen::Told) -> Told {
    Told { id: told.id, sentence: told.sentence, write: told.write }
}

fn groups(boot: &Boot) -> Vec<Group> {
    let group = |g: GroupRow| Group {
        releases: g.releases,
        size: g.size,
        maximum: g.maximum,
        reported: g.reported,
        boots: g.boots,
        own: g.own == Own::Yours,
    };
    group_rows(boot).into_iter().map(group).collect()
}

fn typed(steps: Vec<Step>) -> Vec<Typed> {
    steps.into_iter().map(|s| Typed { what: s.what, code: s.code }).collect()
}

fn advised(boot: &Boot, advice: &Advice) -> Advised {
    let texts = texts(boot, advice);
    Advised {
        lead: texts.lead,
        option: texts.option,
        reasons: texts.reasons,
        now: typed(texts.now),
        after_reboot: typed(texts.after_reboot),
        toolstack: typed(texts.toolstack),
        checks: typed(texts.checks),
        trade_offs: texts.trade_offs,
    }
}

fn place_list(boot: &Boot, advice: &Advice) -> Vec<Place> {
    let place = |p: words::places::Place| Place {
        id: p.id,
        name: p.name,
        steps: typed(p.steps),
        back: typed(p.back),
        notes: p.notes,
    };
    places(boot, advice).into_iter().map(place).collect()
}

fn table(e: Explained) -> Table {
    let row = |r: words::difference::Row| Differs {
        id: r.id,
        name: r.name,
        left: r.left,
        right: r.right,
        difference: r.difference,
    };
    Table {
        id: e.id,
        title: e.title,
        left: e.left,
        right: e.right,
        rows: e.rows.into_iter().map(row).collect(),
        sum: e.sum,
    }
}

/// A row in which two machines differ.
#[derive(Serialize)]
pub(crate) struct Compared {
    id: &'static str,
    label: &'static str,
    left: String,
    right: String,
}

/// The rows in which two boots differ.
pub(crate) fn compared(left: &Boot, right: &Boot) -> Vec<Compared> {
    let row = |r: words::compare::Row| Compared {
        id: r.id,
        label: r.label,
        left: r.left,
        right: r.right,
    };
    words::compare::compare(left, right).into_iter().map(row).collect()
}
