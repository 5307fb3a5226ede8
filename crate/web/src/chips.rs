//! The chips of an embed for JavaScript: machine, kernel and ceiling, each choice with the link
//! that it means.

use read::link;
use serde::Serialize;

use wasm_bindgen::prelude::*;

use crate::{Explainer, plain};

/// A choice.
#[derive(Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub(crate) struct Chip {
    text: String,
    /// The fragment that it means, without the appearance of the embed.
    link: String,
    on: bool,
}

/// The choices of one kind.
#[derive(Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub(crate) struct ChipGroup {
    /// What they are about.
    name: &'static str,
    /// What is set, if none of them is on; else empty.
    own: String,
    chips: Vec<Chip>,
}

#[wasm_bindgen]
impl Explainer {
    /// The choices around the last valid boot.
    ///
    /// # Errors
    /// If the engine runs out of memory.
    pub fn chips(&self) -> Result<JsValue, JsValue> {
        let Some(boot) = self.boot() else { return plain::<Vec<ChipGroup>>(&Vec::new()) };
        let own = words::controls::chosen(boot);
        let named = words::controls::CHOICES.into_iter().zip(own);
        let groups = read::chips::chips(&self.form, boot).into_iter().zip(named);
        let group = |(chips, (name, own)): (Vec<read::chips::Chip>, (&'static str, String))| {
            let none = chips.iter().all(|chip| !chip.is_on);
            let chip = |chip: read::chips::Chip| Chip {
                link: link::encode(&chip.form, ""),
                text: chip.text,
                on: chip.is_on,
            };
            ChipGroup {
                name,
                own: if none { own } else { String::new() },
                chips: chips.into_iter().map(chip).collect(),
            }
        };
        plain(&groups.map(group).collect::<Vec<_>>())
    }
}
