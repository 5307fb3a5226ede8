//! Release numbers as people type them: `3.2.0-4-amd64`, `6.12`, `4.17.3`.

mod notes;

use sim::kernel::release::{Flavour, Support, of};
use sim::kernel::{Kernel, Variant};
use sim::version::Version;
use sim::xen;

use crate::Error;
use crate::error::quoted;
use crate::text::{has, pieces};

pub(crate) use notes::xen_note;

/// A kernel, and what a reader should know about how it was recognised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Linux {
    /// The kernel.
    pub kernel: Kernel,
    /// Sentences, if the number alone does not determine it.
    pub notes: Vec<String>,
}

/// The first -xen kernels, which go with Xen 3.0; they are shown with the behaviour of
/// 2.6.18.
const FIRST_CLASSIC: Version = Version::new(2, 6, 12);
/// The first kernel known here: 2.6.18-xen.
const OLDEST: Version = Version::new(2, 6, 18);

/// The numbers at the start of `text` (after `linux`, `xen`, `v` and the like).
pub(crate) fn numbers(text: &str) -> Option<Version> {
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let (_, rest) = text.split_at_checked(start)?;
    let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
    let (head, _) = rest.split_at_checked(end)?;
    let mut parts = pieces(head, '.').filter(|p| !p.is_empty()).map(str::parse::<u32>);
    let major = parts.next()?.ok()?;
    let minor = parts.next()?.ok()?;
    let patch = parts.next().unwrap_or(Ok(0)).ok()?;
    let sane = major < 100 && minor < 1000 && patch < 100_000;
    sane.then_some(Version::new(major, minor, patch))
}

/// A Linux release; `flavour` overrides the tree that the text indicates.
///
/// # Errors
/// If there is no release number, or it had no dom0 support.
pub fn linux(text: &str, flavour: Option<Flavour>) -> Result<Linux, Error> {
    let version = numbers(text).ok_or_else(|| {
        Error::new(format!(
            "{} is not a Linux release; write a number like 3.2, 4.19 or 6.12",
            quoted(text)
        ))
    })?;
    let named = named_flavour(text);
    let tree = flavour.or(named);
    if version < if tree == Some(Flavour::Classic) { FIRST_CLASSIC } else { OLDEST } {
        return Err(Error::new(format!(
            "Linux {version} is older than {OLDEST}, the first one known here; write 2.6.18, 2.6.32, 2.6.37 or later"
        )));
    }
    match of(version, tree.unwrap_or(Flavour::Pvops)) {
        Support::Dom0(kernel, evidence) => {
            Ok(Linux { kernel, notes: notes::notes(kernel, evidence, text) })
        }
        Support::NoDom0 => Err(Error::new(format!(
            "Linux {version} has no dom0 support; write 2.6.32 (pvops tree) or 2.6.37 and later, or choose the classic -xen tree"
        ))),
    }
}

/// A `-xen` forward port is classic, whatever its number; Debian's `-N-xen-amd64` packages
/// of 2.6.32 are the pvops tree.
fn named_flavour(text: &str) -> Option<Flavour> {
    let lower = text.to_ascii_lowercase();
    let debian = has(&lower, "-xen-amd64") || has(&lower, "-xen-686");
    if debian {
        return has(&lower, "2.6.32").then_some(Flavour::Pvops).or(Some(Flavour::Classic));
    }
    has(&lower, "-xen").then_some(Flavour::Classic)
}

/// Whether the kernel named `text` is a Debian kernel that reserves the iBFT area: Debian has set
/// `CONFIG_ISCSI_IBFT_FIND` since its 6.12 kernels.
pub(crate) fn debian_reserves_ibft(text: &str, kernel: Kernel) -> bool {
    has(text, "deb") && kernel.variant == Variant::V612
}

/// A Xen release.
///
/// # Errors
/// If there is no release number, or it is older than any known release.
pub fn xen(text: &str) -> Result<Version, Error> {
    let wrong = || {
        Error::new(format!(
            "{} is not a Xen release; write a number like 4.1.2 or 4.17",
            quoted(text)
        ))
    };
    let version = numbers(text).ok_or_else(wrong)?;
    if version < xen::OLDEST {
        return Err(Error::new(format!(
            "Xen {version} is older than 3.4, the first one known here; write 3.4 or later"
        )));
    }
    Ok(version)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, variant: Variant) {
        assert_eq!(linux(text, None).map(|l| l.kernel.variant), Ok(variant), "{text}");
    }

    #[test]
    fn releases_are_read_as_people_type_them() {
        check("2.6.18", Variant::Classic);
        check("2.6.32-5-xen-amd64", Variant::Pvops2632);
        check("2.6.34-12-xen", Variant::Classic);
        check("3.0.5", Variant::V305);
        check("3.2.0-4-amd64", Variant::V32);
        check("Linux 6.1.0-13", Variant::V46);
        check("v6.12", Variant::V612);
        check("7.3", Variant::V612);
    }

    #[test]
    fn numbers_beyond_any_release_are_none() {
        for sane in ["99.0", "7.999", "7.3.99999"] {
            assert!(linux(sane, None).is_ok(), "{sane}");
        }
        for wild in ["100.0", "7.1000", "7.3.100000"] {
            assert!(linux(wild, None).is_err(), "{wild}");
        }
    }

    /// The number of notes, and the subject of the first.
    fn check_note(text: &str, part: &str) {
        let notes = linux(text, None).unwrap().notes;
        match part {
            "" => assert!(notes.is_empty(), "{text}: {notes:?}"),
            part => assert!(notes.iter().any(|n| n.contains(part)), "{text}: {notes:?}"),
        }
    }

    #[test]
    fn a_note_says_which_tree_is_meant_where_a_number_does_not() {
        check_note("2.6.18", "classic");
        check_note("2.6.32-5-xen-amd64", "2.6.32 pvops tree");
        check_note("2.6.34-12-xen", "forward ports");
        check_note("3.0.5", "Only the article of 2012");
        check_note("3.2.0-4-amd64", "Since 3.2.71");
        check_note("3.2.0-4-amd64", "uname -v");
        check_note("3.2.0-126-generic", "Since 3.2.71, it behaves differently, so type the stable");
        check_note("3.2", "");
        check_note("6.1.0-13", "");
        check_note("6.12", "");
        check_note("7.3", "");
        check_note(
            "7.9",
            "Linux 7.9 is newer than 7.3.4, the newest release checked, and is treated like it.",
        );
        check_note("6.10", "between 6.8.1 and 6.12. Linux 6.10 is treated like 6.8.1.");
        check_note("6.99", "No Linux 6.99 is known here. It is treated like 6.19");
        check_note("2.6.40", "treated like 2.6.39");
        check_note("7.1", "between 6.19 and 7.3 was checked. Linux 7.1 is treated like them.");
        check_note("5.19", "");
        check_note("4.20.17", "");
    }

    #[test]
    fn numbers_before_the_first_dom0_are_refused_in_every_tree() {
        for flavour in [None, Some(Flavour::Classic), Some(Flavour::Pvops)] {
            for text in ["1.5", "2.4.37", "2.6.11"] {
                let error = linux(text, flavour).unwrap_err().to_string();
                assert!(error.contains("write 2.6.18"), "{error}");
            }
        }
        assert!(linux("2.6.17", None).is_err());
        check_note("2.6.17-10-xen", "older than 2.6.18, the oldest release checked");
    }

    #[test]
    fn releases_of_xen_that_were_not_checked_are_named() {
        let note = |text| xen_note(xen(text).unwrap()).unwrap_or_default();
        assert!(note("5.0").contains("newer than 4.22, the newest release checked"));
        assert!(note("4.23").contains("newer"));
        assert!(note("3.9").contains("No Xen 3.9"));
        for text in ["3.4", "3.4.4", "4.0", "4.22.1"] {
            assert_eq!(note(text), "", "{text}");
        }
    }

    #[test]
    fn a_number_without_dom0_is_refused_with_what_to_write() {
        let error = linux("2.6.30", None).unwrap_err().to_string();
        assert!(error.contains("2.6.37"), "{error}");
        assert!(linux("2.6.30", Some(Flavour::Classic)).is_ok());
    }

    #[test]
    fn rubbish_is_no_release() {
        for text in ["", "six", "3", "....", "99999999999.1", "é1.é"] {
            assert!(linux(text, None).is_err(), "{text}");
            assert!(xen(text).is_err(), "{text}");
        }
    }

    #[test]
    fn xen_releases_carry_all_kinds_of_tails() {
        for (text, v) in [
            ("4.17", Version::new(4, 17, 0)),
            ("4.14.6 (Debian 4.14.6-1)", Version::new(4, 14, 6)),
            ("4.16-unstable", Version::new(4, 16, 0)),
            ("xen-4.8.5-7.fc25", Version::new(4, 8, 5)),
            ("4.1.6.1", Version::new(4, 1, 6)),
        ] {
            assert_eq!(xen(text), Ok(v), "{text}");
        }
        assert!(xen("3.1.0").is_err());
    }
}
