//! Limits on the length of a text: high enough for every genuine text, and low enough that
//! reading and showing it takes no noticeable time.
//!
//! Text that is too long remains in its field, with an error.

use words::count;

use crate::{Error, Field};

/// Maximum number of entries in a map.
pub const MAX_ENTRIES: usize = 128;
/// Addresses above this (2^52) are refused.
pub const ADDRESS_END: u64 = 1 << 52;
/// Maximum length in bytes of a paste in fields that read lines of a log: a whole log.
const PASTED: usize = 1 << 20;
/// Maximum length in bytes of a field's meaning: twice the longest command line of any Xen
/// or Linux.
const TYPED: usize = 4096;

/// The error for the length of a field's text, if any. `meant` finds the meaning of the
/// text, and is only called for texts that may still be short enough.
pub(crate) fn check(field: Field, typed: &str, meant: impl Fn() -> String) -> Option<Error> {
    let length = typed.len();
    if length <= TYPED {
        return None;
    }
    if length > most_typed(field) {
        return Some(too_long(length, most_typed(field)));
    }
    let found = if field == Field::E820 { 0 } else { meant().len() };
    (found > TYPED).then(|| too_long(found, TYPED))
}

/// Maximum length in bytes of a field.
fn most_typed(field: Field) -> usize {
    match field {
        Field::E820
        | Field::NrPages
        | Field::Dom0Mem
        | Field::Xen
        | Field::Linux
        | Field::KernelImage
        | Field::Swiotlb
        | Field::Crashkernel
        | Field::Layout
        | Field::MemTotal => PASTED,
        Field::HostMem
        | Field::Flavour
        | Field::Vcpus
        | Field::DomainLimit
        | Field::Ibft
        | Field::Balloon
        | Field::Hotplug
        | Field::Iommu
        | Field::Installed => TYPED,
    }
}

fn too_long(length: usize, most: usize) -> Error {
    let number = |n: usize| count(u64::try_from(n).unwrap_or(u64::MAX));
    Error::new(format!(
        "{} bytes are too long for this field; write at most {}",
        number(length),
        number(most)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Form;
    use crate::presets::PRESETS;

    fn errors(field: Field, text: &str) -> Vec<String> {
        let form = PRESETS.first().map(Form::from).unwrap_or_default().with(field, text);
        let wrong = form.read().err().unwrap_or_default();
        assert_eq!(form.get(field), text, "nothing typed is lost");
        assert!(wrong.iter().all(|w| w.field == field), "{wrong:?}");
        wrong.into_iter().map(|w| w.error.to_string()).collect()
    }

    #[test]
    fn every_field_has_a_limit_and_a_message_that_names_it() {
        for field in Field::ALL {
            let most = if field == Field::E820 { 1 << 20 } else { 4096 };
            let told = errors(field, &"A".repeat(most + 1)).concat();
            let named = told.contains(&count(most as u64));
            assert!(told.contains("too long") && named, "{field:?} {told}");
        }
    }

    #[test]
    fn what_is_as_long_as_the_limit_is_read() {
        assert_eq!(errors(Field::Dom0Mem, &"A".repeat(4096)), Vec::<String>::new());
        assert_eq!(errors(Field::Dom0Mem, &format!("2G{}", " ".repeat(21_000))).len(), 1);
    }

    #[cfg(feature = "paste")]
    #[test]
    fn a_whole_log_in_a_field_is_no_long_text() {
        let log = format!("{}(XEN) Command line: dom0_mem=2G\n", "(XEN) x\n".repeat(100_000));
        assert_eq!(errors(Field::Dom0Mem, &log), Vec::<String>::new());
    }
}
