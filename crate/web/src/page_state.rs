//! What only the page keeps between runs, and its run: a field in error counts with its last
//! good text, so that the others act.

use read::held::{Held, LAST_MACHINE};
use read::{Field, Form, example, left_out, link};
use sim::what_if::Comparisons;

use crate::Explainer;
use crate::ceiling::Grip;
use crate::page::Curve;
use crate::page_report::{PageReport, ScopeView};
use crate::report::Report;

/// What the page keeps.
#[derive(Default)]
pub(crate) struct State {
    /// The fields that have an example's text.
    pub(crate) example: Vec<Field>,
    /// Whether it was a link that left fields out.
    pub(crate) linked: bool,
    /// The texts that counted last.
    pub(crate) good: Form,
    pub(crate) grip: Option<Grip>,
    /// The comparisons of the boot, once anybody has asked for them.
    pub(crate) compared: Option<Comparisons>,
    pub(crate) curve: Curve,
}

impl State {
    /// Whether what Xen reports has a place of its own.
    pub(crate) const WARNS: bool = true;

    /// What is kept of an example's form.
    pub(crate) fn of(form: &Form) -> Self {
        Self { good: form.clone(), example: example::fields(form), ..Self::default() }
    }

    /// Remembers that a link gave `form`.
    pub(crate) fn loaded(&mut self, form: &Form) {
        self.example = example::fields(form);
        self.linked = true;
    }

    /// Remembers that somebody typed into a field.
    pub(crate) fn typed(&mut self, field: Field) {
        self.example.retain(|f| *f != field);
    }
}

impl Explainer {
    /// Runs the form.
    pub(crate) fn report(&mut self) -> Report {
        let mut report = match Held::read(&self.form, &self.state.good) {
            Ok(held) => self.report_of(held),
            Err(wrong) => {
                let mut report = Report::default().with_errors(&wrong);
                LAST_MACHINE.clone_into(&mut report.page.instead);
                report
            }
        };
        report.page.scope = ScopeView::of(&self.form, self.boot());
        report.page.waits = self.form.waiting().next().is_some();
        report
    }

    fn report_of(&mut self, held: Held) -> Report {
        let instead = held.sentence();
        let Held { made, form, wrong } = held;
        let mut said = made.notes;
        said.extend(self.not_given());
        said.extend(self.unknown.iter().cloned());
        let mut report = self.booted(&made.config, said).with_errors(&wrong);
        if let Some(boot) = self.boot() {
            let page = PageReport::of(boot, form.get(Field::E820));
            report.page = page.with_example(&self.left_out, self.still_example());
        }
        report.page.instead = instead;
        self.state.compared = None;
        self.state.good = form;
        report
    }

    /// The form that links hold.
    pub(crate) fn kept(&self) -> Form {
        link::kept(&self.form, &self.state.good)
    }

    /// A sentence about what the link left out.
    fn not_given(&self) -> Option<String> {
        self.state.linked.then(|| left_out::not_given(&self.left_out, &self.form)).flatten()
    }

    /// A sentence about the fields that still have the example's values; may be empty.
    pub(crate) fn still_example(&self) -> String {
        example::sentence(&self.left_out, &self.form)
    }
}
