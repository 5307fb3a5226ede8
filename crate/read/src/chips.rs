//! The machine in three choices, for places without a form: machine, kernel, ceiling.
//!
//! Each choice is a whole form, so that taking one is loading a link. Not here: their
//! appearance.

use sim::boot::Boot;
use words::Act;
use words::controls::{ceiling_choice, kernel_choice};

use crate::controls::{Ceiling, Controls, edits};
use crate::presets::{Preset, on_buttons};
use crate::{Field, Form, version};

/// One kernel for each act, oldest first: the release, and what it does.
const KERNELS: [(&str, Act); 4] =
    [("2.6.18", Act::Classic), ("3.2", Act::Returns), ("3.6", Act::Refills), ("6.1", Act::Moves)];

/// A choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chip {
    /// Its words.
    pub text: String,
    /// The form that it means.
    pub form: Form,
    /// Whether that is the form now.
    pub is_on: bool,
}

/// The choices of machine, kernel and ceiling around a form, and the boot of that form. Where
/// none of them is on, the machine is another one.
pub fn chips(form: &Form, boot: &Boot) -> [Vec<Chip>; 3] {
    [machines(form), kernels(form, boot), ceilings(form, boot)]
}

fn machines(form: &Form) -> Vec<Chip> {
    let map = |form: &Form| [Field::HostMem, Field::E820].map(|f| form.get(f).to_owned());
    let chip = |preset: &Preset| {
        let meant = Form::from(preset);
        // Another kernel or option on a known machine is still that machine.
        Chip { text: preset.short.to_owned(), is_on: map(&meant) == map(form), form: meant }
    };
    on_buttons().map(chip).collect()
}

fn kernels(form: &Form, boot: &Boot) -> Vec<Chip> {
    let chip = |(release, act): (&str, Act)| {
        let kernel = version::linux(release, None).ok().map(|read| read.kernel);
        Chip {
            text: kernel_choice(release, act),
            form: form.clone().with(Field::Linux, release).with(Field::Flavour, ""),
            is_on: kernel == Some(boot.config.linux),
        }
    };
    KERNELS.into_iter().map(chip).collect()
}

fn ceilings(form: &Form, boot: &Boot) -> Vec<Chip> {
    let now = Controls::of(boot).ceiling;
    let named = [Ceiling::None, Ceiling::Size, Ceiling::Gap];
    let chip = |choice: Ceiling| {
        let edits = edits(form, boot, "ceiling", choice.name()).unwrap_or_default();
        let meant = edits.iter().fold(form.clone(), |form, (field, text)| form.with(*field, text));
        Chip { text: ceiling_choice(choice), form: meant, is_on: choice == now }
    };
    named.into_iter().map(chip).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link;
    use sim::simulate::simulate;

    fn around(fragment: &str) -> [Vec<Chip>; 3] {
        let form = link::decode(fragment).form;
        let boot = simulate(&form.read().unwrap().config);
        chips(&form, &boot)
    }

    fn on(chips: &[Chip]) -> Vec<&str> {
        chips.iter().filter(|c| c.is_on).map(|c| c.text.as_str()).collect()
    }

    #[test]
    fn the_choices_that_are_made_are_on() {
        let [machines, kernels, ceilings] =
            around("v=1&host-mem=64G&dom0-mem=4G,max:4G&xen=4.1.2&linux=3.2");
        assert_eq!(on(&machines), ["64 GiB server"]);
        assert_eq!(on(&kernels), ["Linux 3.2 returns"]);
        assert_eq!(on(&ceilings), ["max: = size"]);
        let [machines, kernels, ceilings] =
            around("v=1&host-mem=24G&dom0-mem=4G,max:9G&xen=4.17&linux=5.10");
        assert_eq!([on(&machines), on(&kernels), on(&ceilings)], [const { Vec::<&str>::new() }; 3]);
    }

    #[test]
    fn every_choice_can_be_read_and_is_on_once_it_is_taken() {
        let start = around("v=1&host-mem=64G&dom0-mem=4G&xen=4.17&linux=3.2");
        for (i, group) in start.iter().enumerate() {
            for chip in group {
                let boot = simulate(&chip.form.read().unwrap().config);
                let after = chips(&chip.form, &boot);
                assert_eq!(on(&after[i]), [chip.text.as_str()]);
            }
        }
    }
}
