//! Boots of forms and of presets with some fields changed.

#![allow(clippy::unwrap_used, reason = "a form that a test writes can be read")]
#![allow(clippy::missing_panics_doc, reason = "see above")]

use read::presets::{PRESETS, find};
use read::{Field, Form};
use sim::boot::Boot;
use sim::simulate::simulate;

/// The boot of a form.
pub fn boot_of(form: &Form) -> Boot {
    simulate(&form.read().unwrap().config)
}

/// The boot of the first preset with these fields changed.
pub fn booted(changes: &[(Field, &str)]) -> Boot {
    boot_of(&changed(Form::from(&PRESETS[0]), changes))
}

/// The boot of the preset with this id, with these fields changed.
pub fn preset_booted(id: &str, changes: &[(Field, &str)]) -> Boot {
    boot_of(&changed(Form::from(find(id).unwrap()), changes))
}

fn changed(form: Form, changes: &[(Field, &str)]) -> Form {
    changes.iter().fold(form, |form, (field, text)| form.with(*field, text))
}
