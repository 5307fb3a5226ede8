//! The form's controls for JavaScript: what they show, and the texts that moving one means.

use read::controls::{Controls, Tick, edits, is_unfinished};
use read::timeline;
use serde::Serialize;
use sim::boot::Boot;
use words::Act;
use words::controls::{map_counts, reads, short_setup, short_size, size_without};
use words::recovery::{Shown, shown};

use wasm_bindgen::prelude::*;

use crate::{Explainer, plain};

/// What the form's controls show of a run.
#[derive(Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub(crate) struct FormView {
    /// Position on the kernel's slider.
    linux_at: u32,
    /// Its release in words.
    linux: String,
    /// What it does with pages on holes; also a name in the style sheet.
    act: &'static str,
    /// Position on the slider of dom0's sizes.
    size_at: usize,
    /// The sizes, each in words.
    sizes: Vec<String>,
    size_ticks: Vec<SliderTick>,
    /// The initial size as the option gives it; empty if it gives none.
    size: String,
    /// What dom0 starts with in that case.
    size_without: String,
    #[cfg_attr(feature = "ts", ts(type = "\"none\" | \"size\" | \"gap\" | \"other\""))]
    ceiling: &'static str,
    /// The ceiling as the option gives it; empty if it gives none.
    maximum: String,
    /// How this Xen reads the option.
    reads: String,
    /// Said beside the installed RAM if a map is given.
    map: String,
    /// Kernel, size, ceiling and machine, each in two or three words.
    short: [String; 4],
    /// What `free` shows.
    shown: Shown,
}

/// A label below a slider.
#[derive(Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub(crate) struct SliderTick {
    /// Its place in thousandths of the slider's length.
    at: usize,
    text: String,
}

/// The kernel's slider, the same for every machine.
#[derive(Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub(crate) struct Timeline {
    /// The largest position.
    length: u32,
    /// The positions of its releases, rising.
    stops: Vec<u32>,
}

/// A text for a field.
#[derive(Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub(crate) struct FieldText {
    field: &'static str,
    text: String,
}

/// The texts that moving a control means, or why there are none.
#[derive(Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub(crate) struct ControlMove {
    edits: Vec<FieldText>,
    /// What is wrong with a typed text; empty if nothing is.
    error: String,
}

impl FormView {
    /// The controls for a boot; `map` is the map as typed.
    pub(crate) fn of(boot: &Boot, map: &str) -> Self {
        let controls = Controls::of(boot);
        Self {
            linux_at: controls.linux_at,
            linux: words::linux(boot),
            act: Act::of(boot.config.linux.variant.era()).name(),
            size_at: controls.size_at,
            sizes: controls.sizes.iter().map(|n| short_size(*n)).collect(),
            size_ticks: controls.ticks.into_iter().map(SliderTick::from).collect(),
            ceiling: controls.ceiling.name(),
            reads: reads(boot),
            map: if map.trim().is_empty() { String::new() } else { map_counts(boot) },
            short: short_setup(boot, &controls.size, &controls.maximum),
            size: controls.size,
            size_without: size_without(boot),
            maximum: controls.maximum,
            shown: shown(boot),
        }
    }
}

impl From<Tick> for SliderTick {
    fn from(tick: Tick) -> Self {
        Self { at: tick.at, text: tick.text }
    }
}

#[wasm_bindgen]
impl Explainer {
    /// The kernel's slider.
    ///
    /// # Errors
    /// If the engine runs out of memory.
    pub fn timeline() -> Result<JsValue, JsValue> {
        let stops = timeline::stops().iter().map(|s| s.at).collect();
        plain(&Timeline { length: timeline::LENGTH, stops })
    }

    /// The texts that moving a control means: `timeline`, `size-slider`, `size`, `ceiling` or
    /// `maximum`, and its value. Changes nothing.
    ///
    /// # Errors
    /// If the engine runs out of memory.
    pub fn moved(&self, control: &str, value: &str) -> Result<JsValue, JsValue> {
        let moved = self.boot().map(|boot| edits(&self.form, boot, control, value));
        let (edits, error) = match moved {
            Some(Ok(edits)) => (edits, String::new()),
            Some(Err(error)) => (Vec::new(), error.to_string()),
            None => (Vec::new(), String::new()),
        };
        let text = |(field, text): (read::Field, String)| FieldText { field: field.name(), text };
        plain(&ControlMove { edits: edits.into_iter().map(text).collect(), error })
    }

    /// Whether an option ends in the middle of an item, so that its reader is about to go on.
    pub fn is_unfinished(option: &str) -> bool {
        is_unfinished(option)
    }

    /// dom0's pages as a slim bar, as an SVG element for a page that loads `figure.css`.
    pub fn slim_svg(&self, width: f64) -> String {
        let Some(boot) = self.boot() else { return String::new() };
        figure::svg::write_inline(&figure::slim::bar(boot, width), &words::headline(boot))
    }
}
