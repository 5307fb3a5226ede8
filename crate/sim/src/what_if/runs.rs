//! The boots made for one report, and the warnings about its option: each input is booted once.

use std::rc::Rc;

use super::change::{WhatIf, without_total};
use crate::balloon::Target;
use crate::boot::Boot;
use crate::config::Config;
use crate::xen::reservation::Env;
use crate::xen::warnings::{Warning, warnings};

/// The boots made so far from one machine.
#[derive(Clone, Debug)]
pub struct Runs {
    configured: Rc<Boot>,
    others: Vec<Rc<Boot>>,
    warnings: Rc<[Warning]>,
}

impl Runs {
    /// No boot yet but the reader's own.
    pub fn of(boot: &Boot) -> Self {
        let configured = Rc::new(boot.with([WhatIf::Target(Target::None)]));
        let warnings = warnings(&boot.env(), boot.config.need()).into();
        Self { configured, others: Vec::new(), warnings }
    }

    /// The reader's machine as configured, before any balloon target.
    pub fn configured(&self) -> Rc<Boot> {
        Rc::clone(&self.configured)
    }

    /// All warnings about the reader's option, most urgent first.
    pub fn warnings(&self) -> Rc<[Warning]> {
        Rc::clone(&self.warnings)
    }

    /// All warnings about the text in `env`, which is otherwise the reader's machine.
    pub(super) fn warnings_about(&self, env: &Env<'_>) -> Rc<[Warning]> {
        let config = &self.configured.config;
        if *env == self.configured.env() {
            return self.warnings();
        }
        warnings(env, config.need()).into()
    }

    /// `boot` with these changes: an earlier run if there was one with the same input, else
    /// [`Boot::with`]. A typed `MemTotal` follows from the rest of the input.
    pub fn with(&mut self, boot: &Boot, changes: impl IntoIterator<Item = WhatIf>) -> Rc<Boot> {
        let config = changes.into_iter().fold(boot.config.clone(), Config::with);
        let key = without_total(config.clone());
        let mut earlier = core::iter::once(&self.configured).chain(&self.others);
        if let Some(found) = earlier.find(|run| without_total(run.config.clone()) == key) {
            return Rc::clone(found);
        }
        let run = Rc::new(boot.under(&config));
        self.others.push(Rc::clone(&run));
        run
    }
}
