//! What a reader should know about a release whose number alone does not determine how it
//! behaves: trees that share it, numbers that were not checked, distributions' own counts.
//!
//! Not here: which releases are refused (`version`).

use sim::kernel::release::{BOUNDARIES, Evidence, LAST_OF_MAJOR};
use sim::kernel::{Kernel, Variant};
use sim::version::Version;
use sim::xen;

use super::OLDEST;
use crate::error::quoted;
use crate::text::has;

/// Sentences with marks, if the number alone does not determine how the kernel behaves.
pub(super) fn notes(kernel: Kernel, evidence: Evidence, text: &str) -> Vec<String> {
    let version = kernel.release;
    let typed = quoted(text);
    let boundary = outside(version).or_else(|| match evidence {
        Evidence::Between(old, new) => Some(format!(
            "Behaviour changed between {old} and {new}. Linux {version} is treated like {old}."
        )),
        Evidence::PrintedBetween(old, new) => Some(format!(
            "How the map is printed changed between {old} and {new}. Linux {version} is treated like {old}. Every number is the same in both."
        )),
        Evidence::Newer(last) => Some(format!(
            "Linux {version} is newer than {last}, the newest release checked, and is treated like it."
        )),
        Evidence::Known => None,
    });
    let v = Version::new;
    let tree = if kernel.variant.is_classic() {
        Some(format!(
            "{typed} is treated as a classic kernel, as are 2.6.18-xen and the -xen forward ports of later numbers."
        ))
    } else if kernel.variant == Variant::Pvops2632 {
        Some(format!(
            "{typed} is treated as the 2.6.32 pvops tree (Debian’s xen-amd64 too). SUSE’s 2.6.32-xen is classic."
        ))
    } else if (v(3, 0, 2)..v(3, 0, 8)).contains(&version) {
        Some(
            "Linux 3.0.1 ignores `max:` and 3.0.8 obeys it. Only the article of 2012 says that 3.0.5 was the first."
                .to_owned(),
        )
    } else {
        distribution(version, text)
    };
    tree.into_iter().chain(boundary).collect()
}

/// A number before the first, between series, or after the last of one, such as 6.99.
fn outside(version: Version) -> Option<String> {
    let v = Version::new;
    if version < OLDEST {
        return Some(format!(
            "Linux {version} is older than {OLDEST}, the oldest release checked, and is treated like it."
        ));
    }
    if (v(7, 0, 0)..v(7, 3, 0)).contains(&version) {
        return Some(format!(
            "No release between 6.19 and 7.3 was checked. Linux {version} is treated like them."
        ));
    }
    let last = LAST_OF_MAJOR.into_iter().find(|l| l.major == version.major)?;
    let past = if last.major == 2 { version > last } else { version.series() > last };
    past.then(|| format!("No Linux {version} is known here. It is treated like {last}."))
}

/// What a reader should know about a Xen release that was not checked.
pub(crate) fn xen_note(version: Version) -> Option<String> {
    let unknown = (Version::new(3, 5, 0)..Version::new(4, 0, 0)).contains(&version);
    match xen::known(version) {
        xen::Known::Newer => Some(format!(
            "Xen {version} is newer than {}, the newest release checked, and is treated like it.",
            xen::NEWEST
        )),
        xen::Known::Within if unknown => {
            Some(format!("No Xen {version} is known here. It is treated like {}.", xen::OLDEST))
        }
        xen::Known::Within | xen::Known::Older => None,
    }
}

/// Names like `3.2.0-4` count a distribution's builds; the kernel is some later 3.2.y.
fn distribution(version: Version, text: &str) -> Option<String> {
    let own = format!("{}.{}.0-", version.major, version.minor);
    let row =
        BOUNDARIES.iter().find(|b| b.from.series() == version.series() && b.from.patch > 0)?;
    let debian = has(text, "-amd64") || has(text, "-686");
    let hint = if debian {
        "the number that `uname -v` shows"
    } else {
        "the stable release it is built from"
    };
    has(text, &own).then(|| {
        format!(
            "{} is a distribution’s name for some {}.{}.y and is treated like {version}. Since {}, it behaves differently, so type {hint}.",
            quoted(text),
            version.major,
            version.minor,
            row.from
        )
    })
}
