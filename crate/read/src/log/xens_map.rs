//! The machine's map as options on Xen's command line cut it: `mem=` and `availmem=`
//! (spec/xen.md 11).
//!
//! The form has no field for them, so it takes the map that is left. Not here: what else Xen
//! changes in its map, which the model does.

use sim::map::{Entry, RawMap};
use sim::version::Version;
use sim::xen::Group;
use sim::xen::machine_map::{Limits, Platform, processed};

use super::facts::Facts;

/// The limits on Xen's command line.
pub(in crate::log) fn limits(facts: &Facts, xen: Version) -> Limits {
    let line = facts.command_line.as_ref().map_or("", |l| l.value.as_str());
    Limits::on(line.as_bytes(), Group::of(xen))
}

/// The machine's map, cut at those limits; `None` if there are none, or no release by which
/// they are read.
pub(super) fn cut_by_xen(facts: &Facts) -> Option<RawMap> {
    let xen = crate::version::xen(&facts.xen.as_ref()?.value).ok()?;
    let limits = limits(facts, xen);
    let map = facts.machine_map.as_ref().filter(|_| limits != Limits::default())?;
    let cut = processed(&map.value, xen, limits, Platform::BareMetal);
    let entries = cut.regions().iter().map(|r| Entry::covering(r.span, r.kind)).collect();
    Some(RawMap { entries })
}

#[cfg(test)]
mod tests {
    use super::super::reading::read;
    use crate::Field;

    #[track_caller]
    fn check(line: &str, expected: &str, said: bool) {
        let log = format!(
            "(XEN) Xen version 4.17.5 (a@b)\n(XEN) Command line: x dom0_mem=1G {line}\n(XEN) Xen-e820 RAM map:\n(XEN)  [0000000000000000, 000000000009ffff] (usable)\n(XEN)  [0000000000100000, 000000007fffffff] (usable)\n(XEN)  [0000000100000000, 000000027fffffff] (usable)\n"
        );
        let reading = read(&log);
        let fields = reading.fields();
        let map = fields.iter().find(|(field, _)| *field == Field::E820).map(|(_, text)| text);
        assert_eq!(map.map(String::as_str), Some(expected), "{line}");
        let notes = reading.notes.iter().any(|n| n.contains("as Xen cuts it"));
        assert_eq!(notes, said, "{line}: {:?}", reading.notes);
    }

    #[test]
    fn the_form_takes_the_map_that_xens_line_leaves() {
        let whole = "0-a0000 usable\n100000-80000000 usable\n100000000-280000000 usable";
        check("", whole, false);
        check("loglvl=all memory=4G", whole, false);
        let low = "0-a0000 usable\n100000-80000000 usable\n";
        check(
            "mem=6G",
            &[low, "100000000-180000000 usable\n180000000-280000000 unusable"].concat(),
            true,
        );
        check("mem=2G", &[low, "100000000-280000000 unusable"].concat(), true);
    }
}
