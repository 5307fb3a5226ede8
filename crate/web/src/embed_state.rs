//! The run of an embed, which has no form: nothing is kept between runs, and a link with an
//! error shows no new machine.

use read::{Field, Form};

use crate::Explainer;
use crate::report::Report;

/// Nothing; see the page's.
pub(crate) struct State;

#[expect(clippy::unused_self, reason = "the page's has the same functions")]
impl State {
    /// Whether what Xen reports has a place of its own.
    pub(crate) const WARNS: bool = false;

    pub(crate) const fn of(_: &Form) -> Self {
        Self
    }

    pub(crate) const fn loaded(&self, _: &Form) {}

    pub(crate) const fn typed(&self, _: Field) {}
}

impl Explainer {
    /// Runs the link.
    pub(crate) fn report(&mut self) -> Report {
        match self.form.read() {
            Ok(made) => {
                let unknown = self.unknown.iter().cloned();
                let said = made.notes.into_iter().chain(unknown).collect();
                self.booted(&made.config, said)
            }
            Err(wrong) => Report::default().with_errors(&wrong),
        }
    }

    /// The form that links hold.
    pub(crate) fn kept(&self) -> Form {
        self.form.clone()
    }
}
