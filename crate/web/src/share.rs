//! The run as files and snippets: everything that a reader can export by copying.

use figure::scene::Time;
use read::embed_options::{Choice, EmbedOptions};
use serde::Serialize;
use words::run::Run;

use wasm_bindgen::prelude::*;

use crate::{Explainer, plain};

/// Options of an embed, by their names in links.
#[derive(Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub(crate) struct Looks {
    #[cfg_attr(feature = "ts", ts(type = "\"story\" | \"ledger\" | \"diagram\""))]
    view: &'static str,
    #[cfg_attr(feature = "ts", ts(type = "\"full\" | \"none\""))]
    controls: &'static str,
    #[cfg_attr(feature = "ts", ts(type = "\"none\" | \"all\""))]
    chips: &'static str,
    #[cfg_attr(feature = "ts", ts(type = "\"auto\" | \"light\" | \"dark\""))]
    theme: &'static str,
    #[cfg_attr(feature = "ts", ts(type = "\"auto\" | \"none\""))]
    motion: &'static str,
    #[cfg_attr(feature = "ts", ts(type = "\"readable\" | \"to-scale\""))]
    scale: &'static str,
}

impl From<EmbedOptions> for Looks {
    fn from(look: EmbedOptions) -> Self {
        Self {
            view: look.view.name(),
            controls: look.controls.name(),
            chips: look.chips.name(),
            theme: look.theme.name(),
            motion: look.motion.name(),
            scale: look.scale.name(),
        }
    }
}

#[wasm_bindgen]
impl Explainer {
    /// The embed options of the link that was loaded.
    ///
    /// # Errors
    /// If the engine runs out of memory.
    pub fn look(&self) -> Result<JsValue, JsValue> {
        plain(&Looks::from(self.look))
    }

    /// The ledger after a step, as rows of texts.
    ///
    /// # Errors
    /// If the engine runs out of memory.
    pub fn ledger(&self, step: usize) -> Result<JsValue, JsValue> {
        plain(&self.boot().map(|boot| words::ledger_rows(boot, step)).unwrap_or_default())
    }

    /// The sum of those rows, as a row.
    ///
    /// # Errors
    /// If the engine runs out of memory.
    pub fn ledger_total(&self, step: usize) -> Result<JsValue, JsValue> {
        plain(&self.boot().map(|boot| words::ledger_total(boot, step)))
    }

    /// The run with the ledger after a step, in lines of 80 columns.
    pub fn text(&self, step: usize) -> String {
        self.boot().map(|boot| words::export::to_text(boot, step)).unwrap_or_default()
    }

    /// The ledger after a step as CSV.
    pub fn csv(&self, step: usize) -> String {
        self.boot().map(|boot| words::export::to_csv(boot, step)).unwrap_or_default()
    }

    /// The run with the ledger after a step, for programs; nothing if there is no such step.
    ///
    /// # Errors
    /// If the engine runs out of memory.
    pub fn export(&self, step: usize) -> Result<JsValue, JsValue> {
        let at = self.boot().and_then(|b| Some((b, b.steps.get(step)?)));
        plain(&at.map(|(boot, now)| {
            let notes = self.notes.iter().map(|note| words::marks::plain(note)).collect();
            Run::of(boot, step, self.link(now.phase().id()), notes)
        }))
    }

    /// The figure after a step as a separate file.
    pub fn picture_file(&self, step: usize, width: f64) -> String {
        let title = self.boot().and_then(|b| Some(words::caption(b.steps.get(step)?, b)));
        let scene = self.figure(Time { step, t: 1.0 }, width);
        scene.map(|s| figure::svg::write(&s, &title.unwrap_or_default())).unwrap_or_default()
    }
}
