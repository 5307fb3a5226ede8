//! A form with errors: each field in error counts with its last good text, so that all the
//! others act. What was typed stays in the form itself.

use words::marks;

use crate::form::{FormOutput, InvalidField};
use crate::{Field, Form};

/// What counts of a form.
#[derive(Clone, Debug)]
pub struct Held {
    /// The configuration, and notes on how it was read.
    pub made: FormOutput,
    /// The texts that count: good for a later form with errors.
    pub form: Form,
    /// The fields in error; empty if there are none.
    pub wrong: Vec<InvalidField>,
}

impl Held {
    /// Reads `form`, with the texts of `good` in the fields in error.
    ///
    /// # Errors
    /// The fields in error, if `good` has no better texts for them.
    pub fn read(form: &Form, good: &Form) -> Result<Self, Vec<InvalidField>> {
        let mut counted = form.clone();
        let mut wrong: Vec<InvalidField> = Vec::new();
        // A text that is too long hides the errors of others.
        for _ in Field::ALL {
            match counted.read() {
                Ok(made) => return Ok(Self { made, form: counted, wrong }),
                Err(list) => {
                    let same = |w: &InvalidField| counted.get(w.field) == good.get(w.field);
                    if list.iter().any(same) {
                        break;
                    }
                    for w in list {
                        counted = counted.with(w.field, good.get(w.field));
                        wrong.push(w);
                    }
                }
            }
        }
        Err(form.read().err().unwrap_or(wrong))
    }

    /// What counts in place of the fields in error, as a sentence with marks; empty if there are none.
    pub fn sentence(&self) -> String {
        let named = self.wrong.iter().map(|w| value(w.field, self.form.get(w.field)));
        let list = named.collect::<Vec<_>>().join(", ");
        match self.wrong.len() {
            0 => String::new(),
            1 => format!("One field has an error, so its last good value counts: {list}."),
            n => format!("{n} fields have errors, so their last good values count: {list}."),
        }
    }
}

/// Said in place of [`Held::sentence`] where the fields cannot be read whatever else counts.
pub const LAST_MACHINE: &str = "Some fields have errors, so this shows the last valid machine:";

/// A field and its text in a few words, with marks.
pub(crate) fn value(field: Field, text: &str) -> String {
    let name = match field {
        Field::HostMem => "RAM",
        Field::E820 => "the machine’s map",
        Field::NrPages => "pages given",
        Field::Dom0Mem => "dom0_mem=",
        Field::Xen => "Xen",
        Field::Linux => "Linux",
        Field::Flavour => "kernel tree",
        Field::Vcpus => "vCPUs",
        Field::DomainLimit => "`CONFIG_XEN_MAX_DOMAIN_MEMORY`",
        Field::Ibft => "`CONFIG_ISCSI_IBFT_FIND`",
        Field::Balloon => "balloon target",
        Field::Hotplug => "memory hotplug",
        Field::Iommu => "IOMMU",
        Field::Installed => "installed RAM",
        Field::MemTotal => "MemTotal",
        Field::KernelImage => "kernel image",
        Field::Swiotlb => "software IO TLB",
        Field::Crashkernel => "crash kernel",
        Field::Layout => "kernel’s place",
    };
    let text = text.trim();
    if field == Field::Dom0Mem {
        let value = text.trim_start_matches(name);
        if value.is_empty() {
            "`dom0_mem` not given".to_owned()
        } else {
            marks::typed(&[name, value].concat())
        }
    } else if text.is_empty() {
        format!("{name} not given")
    } else if field == Field::E820 {
        "the last good map".to_owned()
    } else {
        format!("{name} {}", marks::bare(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn good() -> Form {
        crate::link::decode("#v=1&host-mem=8G&linux=6.1&dom0-mem=1G&xen=4.17").form
    }

    #[test]
    fn fields_in_error_hold_their_last_good_values_and_the_others_act() {
        let form = good()
            .with(Field::Linux, "nonsense")
            .with(Field::Vcpus, "0")
            .with(Field::Dom0Mem, "3G");
        let held = Held::read(&form, &good()).unwrap();
        assert_eq!(held.made.config.dom0_mem.as_deref(), Some("3G"));
        assert_eq!(held.made.config.linux.release.major, 6);
        assert_eq!(
            held.sentence(),
            "2 fields have errors, so their last good values count: Linux 6.1, vCPUs not given."
        );
        assert_eq!(form.get(Field::Linux), "nonsense", "nothing typed is lost");
        // The next form with errors falls back to what counted last.
        let next = held.form.clone().with(Field::Dom0Mem, "3G,max:").with(Field::Xen, "?");
        let next = Held::read(&next, &held.form).unwrap();
        assert_eq!(next.wrong.len(), 1);
        assert_eq!(
            next.sentence(),
            "One field has an error, so its last good value counts: Xen 4.17."
        );
    }

    #[test]
    fn every_field_alone_in_error_leaves_the_others_acting() {
        let long = "x".repeat(70_000);
        for field in Field::ALL {
            for rubbish in ["?!", long.as_str()] {
                let form = good().with(field, rubbish).with(Field::NrPages, "300000");
                let form = if field == Field::NrPages { form.with(field, rubbish) } else { form };
                let held = Held::read(&form, &good()).unwrap();
                let pages = held.made.config.pages_given.map(|p| p.0);
                let acts = field == Field::NrPages || pages == Some(300_000);
                assert!(acts, "{field:?} {pages:?}");
            }
        }
    }

    #[test]
    fn a_good_form_is_itself_and_a_hopeless_one_says_so() {
        let held = Held::read(&good(), &Form::default()).unwrap();
        assert_eq!((held.form.clone(), held.sentence()), (good(), String::new()));
        let wrong = Held::read(&Form::default(), &Form::default()).unwrap_err();
        assert!(wrong.iter().any(|w| w.field == Field::Linux), "{wrong:?}");
    }
}
