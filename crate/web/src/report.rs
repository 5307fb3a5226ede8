//! The report of a run for the page: plain objects, with every text ready to show.

use read::form::InvalidField;
use serde::Serialize;
use sim::boot::{Boot, Outcome};
use words::marks::plain;

/// The result of a run.
#[derive(Default, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub(crate) struct Report {
    ok: bool,
    errors: Vec<FieldError>,
    notes: Vec<String>,
    /// The same with marks.
    notes_marked: Vec<String>,
    /// Whether a text waits for the engine that reads logs.
    #[cfg(feature = "page")]
    waits: bool,
    /// What a text names instead of a PV dom0 on 64-bit x86, if it does.
    #[cfg(feature = "page")]
    scope: Option<ScopeView>,
    headline: String,
    /// The headline with marks.
    #[cfg(feature = "page")]
    lead: String,
    up: bool,
    machine: String,
    #[cfg(feature = "page")]
    given: String,
    steps: Vec<Step>,
    /// What the change did to `free`: `free +0.77 GiB`; may be empty.
    changed: String,
    /// The same with marks.
    changed_marked: String,
    /// What counts in place of the fields in error, with marks; may be empty.
    #[cfg(feature = "page")]
    instead: String,
    /// The fields that still have an example’s values.
    #[cfg(feature = "page")]
    from_example: Vec<&'static str>,
    /// The same as a sentence with marks; may be empty.
    #[cfg(feature = "page")]
    from_example_says: String,
    /// What the form's controls show.
    #[cfg(feature = "page")]
    form: Option<crate::form::FormView>,
}

#[derive(Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub(crate) struct FieldError {
    field: &'static str,
    message: String,
    /// The same with marks.
    #[cfg(feature = "page")]
    message_marked: String,
}

/// A machine that is not computed, or only as a forecast; texts have marks.
#[cfg(feature = "page")]
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

#[cfg(feature = "page")]
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

#[derive(Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub(crate) struct Step {
    id: &'static str,
    title: &'static str,
    caption: String,
    /// The same with marks.
    caption_marked: String,
    why: String,
    /// The same with marks.
    why_marked: &'static str,
    /// A word for the scrubber’s dot.
    label: &'static str,
    /// Milliseconds of its motion at normal speed.
    motion_ms: u32,
    /// Milliseconds to read its caption.
    dwell_ms: u32,
}

/// A machine to start from.
#[cfg(feature = "page")]
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

#[cfg(feature = "page")]
impl From<&read::presets::Preset> for Preset {
    fn from(p: &read::presets::Preset) -> Self {
        let fragment = read::link::encode(&p.into(), "");
        let read::presets::Preset { id, name, short, origin, about, .. } = *p;
        Self { id, name, short, origin, about, fragment }
    }
}

impl Report {
    /// The report of a boot; notes have marks.
    pub(crate) fn of(boot: &Boot, notes: &[String]) -> Self {
        let steps = boot.steps.iter().map(|s| {
            let (caption, why) =
                (words::caption_marked(s, boot), words::why_marked(s.phase(), boot));
            let plain_caption = plain(&caption);
            Step {
                id: s.phase().id(),
                title: words::title(s.phase(), boot),
                why: plain(why),
                why_marked: why,
                label: words::label(s.phase()),
                motion_ms: words::motion_ms(s.phase()),
                dwell_ms: words::dwell_ms(&plain_caption),
                caption: plain_caption,
                caption_marked: caption,
            }
        });
        Self {
            ok: true,
            errors: Vec::new(),
            notes: notes.iter().map(|note| plain(note)).collect(),
            notes_marked: notes.to_vec(),
            #[cfg(feature = "page")]
            waits: false,
            #[cfg(feature = "page")]
            scope: None,
            headline: words::headline(boot),
            #[cfg(feature = "page")]
            lead: words::lead(boot),
            up: boot.outcome == Outcome::Up,
            machine: words::machine(boot),
            #[cfg(feature = "page")]
            given: words::given(boot),
            steps: steps.collect(),
            changed: String::new(),
            changed_marked: String::new(),
            #[cfg(feature = "page")]
            instead: String::new(),
            #[cfg(feature = "page")]
            from_example: Vec::new(),
            #[cfg(feature = "page")]
            from_example_says: String::new(),
            #[cfg(feature = "page")]
            form: None,
        }
    }

    /// The same with what the form shows; `map` is the map as typed.
    #[cfg(feature = "page")]
    pub(crate) fn with_form(self, boot: &Boot, map: &str) -> Self {
        Self { form: Some(crate::form::FormView::of(boot, map)), ..self }
    }

    /// The same with what the form names instead of a PV dom0.
    #[cfg(feature = "page")]
    pub(crate) fn with_scope(self, scope: Option<ScopeView>) -> Self {
        Self { scope, ..self }
    }

    /// The same, where a text waits for the engine that reads logs or not.
    #[cfg(feature = "page")]
    pub(crate) fn waiting(self, waits: bool) -> Self {
        Self { waits, ..self }
    }

    /// The same with what a change did, if there was a machine before.
    pub(crate) fn changed_by(self, before: Option<&crate::change::Before>, now: &Boot) -> Self {
        let changed_marked = before.map(|b| b.badge(now)).unwrap_or_default();
        Self { changed: plain(&changed_marked), changed_marked, ..self }
    }

    /// The same with the fields in error, and what counts in their place.
    #[cfg(feature = "page")]
    pub(crate) fn held(self, wrong: &[InvalidField], instead: String) -> Self {
        Self { errors: errors(wrong), instead, ..self }
    }

    /// The same with the fields that still have an example’s values.
    #[cfg(feature = "page")]
    pub(crate) fn with_example(
        self,
        (fields, from_example_says): (Vec<read::Field>, String),
    ) -> Self {
        let from_example = fields.into_iter().map(read::Field::name).collect();
        Self { from_example, from_example_says, ..self }
    }

    /// The report of a form that could not be read.
    pub(crate) fn failed(wrong: &[InvalidField]) -> Self {
        Self {
            errors: errors(wrong),
            #[cfg(feature = "page")]
            instead: read::held::LAST_MACHINE.to_owned(),
            ..Self::default()
        }
    }
}

fn errors(wrong: &[InvalidField]) -> Vec<FieldError> {
    let error = |w: &InvalidField| FieldError {
        field: w.field.name(),
        message: w.error.to_string(),
        #[cfg(feature = "page")]
        message_marked: w.error.marked().to_owned(),
    };
    wrong.iter().map(error).collect()
}
