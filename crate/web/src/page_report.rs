//! What only the page shows of a run: its form, what an example gave, and what is not computed.

use read::Field;
use serde::Serialize;
use sim::boot::Boot;

use crate::form::FormView;

/// The page's part of a report.
#[derive(Default, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub(crate) struct PageReport {
    /// Whether a text waits for the engine that reads logs.
    pub(crate) waits: bool,
    /// What a text names instead of a PV dom0 on 64-bit x86, if it does.
    pub(crate) scope: Option<ScopeView>,
    /// The headline with marks.
    lead: String,
    given: String,
    /// What counts in place of the fields in error, with marks; may be empty.
    pub(crate) instead: String,
    /// The fields that still have an example’s values.
    from_example: Vec<&'static str>,
    /// The same as a sentence with marks; may be empty.
    from_example_says: String,
    /// What the form's controls show.
    form: Option<FormView>,
}

impl PageReport {
    /// The part for a boot; `map` is the map as typed.
    pub(crate) fn of(boot: &Boot, map: &str) -> Self {
        Self {
            lead: words::lead(boot),
            given: words::given(boot),
            form: Some(FormView::of(boot, map)),
            ..Self::default()
        }
    }

    /// The same with the fields that still have an example’s values, and a sentence about them.
    pub(crate) fn with_example(self, fields: &[Field], from_example_says: String) -> Self {
        let from_example = fields.iter().copied().map(Field::name).collect();
        Self { from_example, from_example_says, ..self }
    }
}

/// A machine that is not computed, or only as a forecast; texts have marks.
#[derive(Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub(crate) struct ScopeView {
    /// Its permanent name.
    id: &'static str,
    /// The field that names it.
    field: &'static str,
    title: &'static str,
    why: &'static str,
    /// What is still on show instead; empty if this machine is.
    shown: String,
}

impl ScopeView {
    /// What a form names; `boot` is the last one that could be computed.
    pub(crate) fn of(form: &read::Form, boot: Option<&Boot>) -> Option<Self> {
        let (field, scope) = form.found_scope()?;
        let shown = boot.filter(|_| scope.is_outside()).map(words::machine);
        Some(Self {
            id: scope.id(),
            field: field.name(),
            title: scope.title(),
            why: scope.why(),
            shown: shown.map(|m| words::scope::still_shown(&m)).unwrap_or_default(),
        })
    }
}

/// A machine to start from.
#[derive(Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub(crate) struct Preset {
    id: &'static str,
    name: &'static str,
    /// Its name on a button; empty for one that is only in the list.
    short: &'static str,
    origin: &'static str,
    /// The same in a few words.
    about: &'static str,
    fragment: String,
}

impl From<&read::presets::Preset> for Preset {
    fn from(p: &read::presets::Preset) -> Self {
        let fragment = read::link::encode(&p.into(), "");
        let read::presets::Preset { id, name, short, origin, about, .. } = *p;
        Self { id, name, short, origin, about, fragment }
    }
}
