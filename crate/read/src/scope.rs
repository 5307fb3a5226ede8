//! Whose machine a text is about, in whatever field it is: a PVH dom0, Arm, 32 bits, a guest,
//! Linux without Xen.
//!
//! Short texts are looked at word by word, so that an embed, which reads no logs, names them
//! too. Not here: lines of logs ([`crate::log`]), what it means for a form (`outside`), and the
//! sentences (`words::scope`).

pub use words::scope::Scope;

use crate::Field;
use crate::text::{before_first, has, pieces};

/// A text longer than this is not typed, in bytes.
const TYPED: usize = 512;

/// What the words of a typed text say.
pub(crate) fn typed(field: Field, text: &str) -> Option<Scope> {
    if text.len() > TYPED {
        return None;
    }
    if asks_for_pvh(before_dashes(text)) {
        return Some(Scope::Pvh);
    }
    let names_a_build = matches!(field, Field::Xen | Field::Linux | Field::Flavour);
    if names_a_build { built_for(text) } else { None }
}

/// Xen hands everything from ` -- ` on to Linux.
fn before_dashes(text: &str) -> &str {
    before_first(text, " -- ")
}

/// Whether an option in a line of Xen's asks for a PVH dom0; of several the last counts.
pub(crate) fn asks_for_pvh(line: &str) -> bool {
    let mut asked = false;
    for word in pieces(line, ' ') {
        let word = word.trim_matches(['"', '\'']);
        if let Some(list) = word.strip_prefix("dom0=") {
            for item in pieces(list, ',') {
                match item {
                    "pvh" => asked = true,
                    "pv" => asked = false,
                    _ => {}
                }
            }
        }
        // Xen 4.4 to 4.9.
        asked |= matches!(word, "dom0pvh" | "dom0pvh=1" | "dom0pvh=true" | "dom0pvh=on");
    }
    asked
}

/// The processor in a release or in the name of a compiler, if it is not 64-bit x86.
pub(crate) fn built_for(text: &str) -> Option<Scope> {
    let any = |names: &[&str]| names.iter().any(|name| has(text, name));
    if any(&["aarch64", "arm64", "armhf", "armmp", "armv7", "armv8", "arm-linux"]) {
        return Some(Scope::Arm);
    }
    if has(text, "x86_64") || has(text, "amd64") {
        return None;
    }
    any(&["i386", "i586", "i686", "x86_32", "-686"]).then_some(Scope::Bits32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(field: Field, text: &str, expected: Option<Scope>) {
        assert_eq!(typed(field, text), expected, "{text}");
    }

    #[test]
    fn the_last_dom0_counts_and_linux_options_do_not() {
        let option = |text, expected| check(Field::Dom0Mem, text, expected);
        option("2G,max:2G dom0=pvh", Some(Scope::Pvh));
        option("2G dom0=verbose,pvh,shadow loglvl=all", Some(Scope::Pvh));
        option("2G dom0pvh=1", Some(Scope::Pvh));
        option("dom0=pvh 2G dom0=pv", None);
        option("2G -- dom0=pvh", None);
        option("2G,max:2G xdom0=pvh dom0=pvhx", None);
        option("2G dom0-iommu=passthrough", None);
    }

    #[test]
    fn releases_name_their_processor() {
        let linux = |text, expected| check(Field::Linux, text, expected);
        linux("6.1.0-18-arm64", Some(Scope::Arm));
        linux("6.1.0-18-armmp-lpae", Some(Scope::Arm));
        linux("3.2.0-4-686-pae", Some(Scope::Bits32));
        linux("2.6.32-5-xen-686", Some(Scope::Bits32));
        linux("2.6.18-348.el5xen i686", Some(Scope::Bits32));
        for own in ["6.1.0-18-amd64", "2.6.18-348.el5xen", "4.19.0-686.fc30.x86_64", "6.1"] {
            linux(own, None);
        }
        check(Field::Xen, "4.17.5 aarch64", Some(Scope::Arm));
        check(Field::Xen, "3.4.3 x86_32p", Some(Scope::Bits32));
        check(Field::Xen, "xen-3.0-x86_64 xen-3.0-x86_32p", None);
    }
}
