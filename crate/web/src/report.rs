//! The report of a run: plain objects, with every text ready to show.

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
    headline: String,
    up: bool,
    machine: String,
    steps: Vec<Step>,
    /// What the change did to `free`: `free +0.77 GiB`; may be empty.
    changed: String,
    /// The same with marks.
    changed_marked: String,
    /// What only the page shows.
    #[cfg(feature = "page")]
    pub(crate) page: crate::page_report::PageReport,
}

#[derive(Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub(crate) struct FieldError {
    field: &'static str,
    message: String,
    /// The same with marks.
    message_marked: String,
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
            notes: notes.iter().map(|note| plain(note)).collect(),
            notes_marked: notes.to_vec(),
            headline: words::headline(boot),
            up: boot.outcome == Outcome::Up,
            machine: words::machine(boot),
            steps: steps.collect(),
            ..Self::default()
        }
    }

    /// The same with what a change did, if there was a machine before.
    pub(crate) fn changed_by(self, before: Option<&crate::change::Before>, now: &Boot) -> Self {
        let changed_marked = before.map(|b| b.badge(now)).unwrap_or_default();
        Self { changed: plain(&changed_marked), changed_marked, ..self }
    }

    /// The same with the fields in error.
    pub(crate) fn with_errors(self, wrong: &[InvalidField]) -> Self {
        Self { errors: errors(wrong), ..self }
    }
}

fn errors(wrong: &[InvalidField]) -> Vec<FieldError> {
    let error = |w: &InvalidField| FieldError {
        field: w.field.name(),
        message: w.error.to_string(),
        message_marked: w.error.marked().to_owned(),
    };
    wrong.iter().map(error).collect()
}
