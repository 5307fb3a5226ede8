//! The report of a run for the page: plain objects, with every text ready to show.

use read::form::InvalidField;
use serde::Serialize;
use sim::boot::{Boot, Outcome};

/// The result of a run.
#[derive(Default, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub(crate) struct Report {
    ok: bool,
    errors: Vec<FieldError>,
    notes: Vec<String>,
    headline: String,
    up: bool,
    machine: String,
    #[cfg(feature = "page")]
    given: String,
    #[cfg(feature = "page")]
    cure: String,
    steps: Vec<Step>,
    #[cfg(feature = "page")]
    messages: Vec<String>,
    #[cfg(feature = "page")]
    regions: Vec<words::RegionRow>,
    #[cfg(feature = "page")]
    details: Option<crate::details::Details>,
}

#[derive(Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub(crate) struct FieldError {
    field: &'static str,
    message: String,
}

#[derive(Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub(crate) struct Step {
    id: &'static str,
    title: &'static str,
    caption: String,
    why: &'static str,
}

/// A machine to start from.
#[cfg(feature = "page")]
#[derive(Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub(crate) struct Preset {
    id: &'static str,
    name: &'static str,
    origin: &'static str,
    fragment: String,
}

#[cfg(feature = "page")]
impl From<&read::presets::Preset> for Preset {
    fn from(p: &read::presets::Preset) -> Self {
        let fragment = read::link::encode(&p.into(), "");
        Self { id: p.id, name: p.name, origin: p.origin, fragment }
    }
}

impl Report {
    /// The report of a boot.
    pub(crate) fn of(boot: &Boot, notes: Vec<String>) -> Self {
        let steps = boot.steps.iter().map(|s| Step {
            id: s.phase().id(),
            title: words::title(s.phase(), boot),
            caption: words::caption(s, boot),
            why: words::why(s.phase(), boot),
        });
        Self {
            ok: true,
            errors: Vec::new(),
            notes,
            headline: words::headline(boot),
            up: boot.outcome == Outcome::Up,
            machine: words::machine(boot),
            #[cfg(feature = "page")]
            given: words::given(boot),
            #[cfg(feature = "page")]
            cure: words::cure(boot),
            steps: steps.collect(),
            #[cfg(feature = "page")]
            messages: messages(boot),
            #[cfg(feature = "page")]
            regions: words::rows(boot),
            #[cfg(feature = "page")]
            details: None,
        }
    }

    /// The same with what the page shows next to the story.
    #[cfg(feature = "page")]
    pub(crate) fn with_details(self, compared: &sim::what_if::Comparisons, boot: &Boot) -> Self {
        Self { details: Some(crate::details::Details::of(boot, compared)), ..self }
    }

    /// The report of a form that could not be read.
    pub(crate) fn failed(wrong: &[InvalidField]) -> Self {
        let errors = wrong
            .iter()
            .map(|w| FieldError { field: w.field.name(), message: w.error.to_string() })
            .collect();
        Self { errors, ..Self::default() }
    }
}

/// The messages the kernel prints.
#[cfg(feature = "page")]
fn messages(boot: &Boot) -> Vec<String> {
    boot.kernel.messages.iter().map(ToString::to_string).collect()
}
