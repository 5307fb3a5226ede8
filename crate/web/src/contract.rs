//! The TypeScript contract: everything passed to JavaScript, generated from the Rust types.
//!
//! This module writes `www/engine-types.d.ts`, and a test compares the two, so that a field
//! renamed on one side only fails `make native`. Not here: the methods of the engine
//! (`www/explainer.d.ts`) and the package's promises (`www/embed/dom0-engine.d.ts`), which
//! the type check compares with these types.

use read::log::report::{
    BootRow, FoundRow, LineVerdict, MissingRow, PasteReport, PlainFacts, ReconciledRow,
};
use ts_rs::{Config, TS};

use crate::ceiling::CeilingHandle;
use crate::chips::{Chip, ChipGroup};
use crate::details::Details;
use crate::form::{ControlMove, FieldText, FormView, SliderTick, Timeline};
use crate::page::SweepReport;
use crate::page_report::{PageReport, Preset, ScopeView};
use crate::pointing::{Hit, Place};
use crate::report::{FieldError, Report, Step};
use crate::share::Looks;

/// Every exported type, the smaller ones first.
fn declarations() -> Vec<String> {
    let config = Config::default();
    vec![
        Step::decl(&config),
        FieldError::decl(&config),
        ScopeView::decl(&config),
        words::RegionRow::decl(&config),
        words::LedgerRow::decl(&config),
        words::PhraseAnchor::decl(&config),
        words::numbers::NamedText::decl(&config),
        words::xen::OptionWarning::decl(&config),
        words::groups::GroupRow::decl(&config),
        words::advice::Instruction::decl(&config),
        words::advice::AdviceTexts::decl(&config),
        words::advice::Headings::decl(&config),
        words::guide::Answer::decl(&config),
        words::fix::FixLine::decl(&config),
        words::fix::Fix::decl(&config),
        words::summary::Rank::decl(&config),
        words::summary::SummaryRow::decl(&config),
        words::distributions::Instructions::decl(&config),
        words::difference::DifferenceRow::decl(&config),
        words::difference::Explained::decl(&config),
        words::compare::ComparedRow::decl(&config),
        words::run::RunStep::decl(&config),
        words::run::RunAccount::decl(&config),
        words::run::Run::decl(&config),
        words::sweep::SweepRow::decl(&config),
        SweepReport::decl(&config),
        words::recovery::RecoveryStep::decl(&config),
        words::recovery::Recovery::decl(&config),
        words::recovery::Shown::decl(&config),
        SliderTick::decl(&config),
        FormView::decl(&config),
        Timeline::decl(&config),
        FieldText::decl(&config),
        ControlMove::decl(&config),
        Details::decl(&config),
        PageReport::decl(&config),
        Report::decl(&config),
        Preset::decl(&config),
        FoundRow::decl(&config),
        MissingRow::decl(&config),
        LineVerdict::decl(&config),
        ReconciledRow::decl(&config),
        BootRow::decl(&config),
        PlainFacts::decl(&config),
        PasteReport::decl(&config),
        words::LogLine::decl(&config),
        Place::decl(&config),
        Hit::decl(&config),
        CeilingHandle::decl(&config),
        Chip::decl(&config),
        ChipGroup::decl(&config),
        Looks::decl(&config),
    ]
}

/// The committed contract.
fn contract() -> String {
    let mut text = "// Written from the Rust types by `make types`; never by hand.\n".to_owned();
    for declaration in declarations() {
        text.push_str("\nexport ");
        text.push_str(&declaration);
        text.push('\n');
    }
    text
}

/// Compares, or rewrites if `WRITE_TYPES` is set.
#[test]
fn the_types_for_javascript_are_those_of_rust() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../www/engine-types.d.ts");
    if std::env::var_os("WRITE_TYPES").is_some() {
        std::fs::write(file, contract()).unwrap();
    }
    let committed = std::fs::read_to_string(file).unwrap();
    assert_eq!(committed, contract(), "run `make types` and look at what changed");
}
