//! What the page shows next to the story: ledger, advice, how Xen reads the option,
//! comparisons and the numbers of its prose. `words` supplies the values, which are passed
//! on unchanged.

use serde::Serialize;
use sim::balloon::Plan;
use sim::boot::Boot;
use sim::units::Pages;
use sim::what_if::Comparisons;
use words::advice::{AdviceTexts, HEADINGS, Headings, texts};
use words::difference::{Explained, explained};
use words::distributions::{Instructions, distributions};
use words::fix::{Fix, fix};
use words::groups::{GroupRow, group_rows};
use words::guide::{Answer, guide};
use words::numbers::{NamedText, Question, answer_to, numbers, type_title};
use words::recovery::{Recovery, recovery};
use words::summary::{SummaryRow, not_modelled, summary};
use words::xen::{OptionWarning, worded_warnings};
use words::{
    LedgerRow, PhraseAnchor, RegionRow, ledger_rows_marked, line_keys, not_ram_rows,
    phrase_anchors, rows, typed_option,
};

use wasm_bindgen::prelude::*;

use crate::{Explainer, plain};

/// Everything the page shows of a run next to the story.
#[derive(Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub(crate) struct Details {
    numbers: Vec<NamedText>,
    /// With marks, like every text below that can name a command.
    answers: Vec<NamedText>,
    /// The questions that these answer, in the words of this kernel.
    questions: Vec<NamedText>,
    /// Whether dom0 can grow, what it needs, and its DMA buffers.
    guide: Vec<Answer>,
    marks: Vec<PhraseAnchor>,
    /// The messages the kernel prints.
    messages: Vec<String>,
    /// The place that each of them is about.
    lines: Vec<String>,
    regions: Vec<RegionRow>,
    option: String,
    /// Whether the balloon can bring anything back.
    brings: bool,
    fix: Fix,
    summary: Vec<SummaryRow>,
    /// What these leave out, with marks.
    not_modelled: String,
    ledger: Vec<LedgerRow>,
    not_ram: Vec<LedgerRow>,
    warnings: Vec<OptionWarning>,
    groups: Vec<GroupRow>,
    advice: AdviceTexts,
    instructions: Vec<Instructions>,
    explained: Vec<Explained>,
    /// The next steps to get more.
    recovery: Recovery,
    /// The headings of the advice.
    headings: Headings,
}

impl Details {
    /// The details of a run.
    pub(crate) fn of(boot: &Boot, compared: &Comparisons) -> Self {
        let advice = texts(compared);
        let answers = Question::ALL.map(|d| NamedText { name: d.name(), text: answer_to(d, boot) });
        let titles =
            Question::ALL.map(|d| NamedText { name: d.name(), text: d.title(boot).to_owned() });
        Self {
            numbers: numbers(compared),
            answers: answers.into(),
            questions: [titles.into(), vec![type_title(compared)]].concat(),
            guide: guide(boot).into(),
            marks: phrase_anchors(boot),
            messages: boot.kernel.messages.iter().map(ToString::to_string).collect(),
            lines: line_keys(boot),
            regions: rows(boot),
            option: typed_option(boot),
            brings: brings(boot),
            fix: fix(compared, boot),
            summary: summary(boot),
            not_modelled: not_modelled(boot),
            ledger: ledger_rows_marked(boot, usize::MAX),
            not_ram: not_ram_rows(boot),
            warnings: worded_warnings(boot, compared),
            groups: group_rows(boot),
            instructions: distributions(compared, &advice),
            advice,
            explained: explained(boot, &compared.differences),
            recovery: recovery(boot, compared),
            headings: HEADINGS,
        }
    }
}

#[wasm_bindgen]
impl Explainer {
    /// Everything the page shows of the last valid boot next to the story. It takes a few more
    /// boots, so the picture need not wait for it.
    ///
    /// # Errors
    /// If the engine runs out of memory.
    pub fn details(&mut self) -> Result<JsValue, JsValue> {
        match self.with_comparisons() {
            Some((boot, compared)) => plain(&Details::of(boot, compared)),
            None => Ok(JsValue::UNDEFINED),
        }
    }
}

impl Explainer {
    /// The last valid boot with its comparisons, which are made when first asked for.
    pub(crate) fn with_comparisons(&mut self) -> Option<(&Boot, &Comparisons)> {
        let boot = self.boot.as_ref()?;
        Some((boot, self.state.compared.get_or_insert_with(|| Comparisons::of(boot))))
    }
}

/// Whether writing the initial size to the balloon's target adds any pages.
fn brings(boot: &Boot) -> bool {
    Plan::to_initial(boot).is_some_and(|plan| plan.gains > Pages::ZERO)
}
