//! `dom0_mem=` and its neighbours on Xen's own command line.
//!
//! A word that is not an option never becomes one: only whole words of the line count. How
//! Xen reads a value is its own matter (`sim::xen`).

use sim::version::Version;
use sim::xen::command_line::calls_of_value;
use sim::xen::grammar::parse;
use sim::xen::{Group, NEWEST};

use super::facts::IommuLogged;
use super::heads::without_date_at_end;
use crate::text::{before_first, first, halves, has, pieces};

/// Labels after Xen's command line, where a field lost the end of its line.
const NEXT_LINE: [&str; 3] = ["\n", "(XEN)", "cc_compiler"];

/// Names that people write for `dom0_mem`.
const TYPOS: [&str; 6] =
    ["dom_mem=", "dom0-mem=", "dom0mem=", "domo_mem=", "dom0_memory=", "Dom0_mem="];

/// Xen's own words of a line.
fn own(line: &str) -> &str {
    let line = NEXT_LINE.iter().fold(line, |line, next| before_first(line, next));
    before_first(without_date_at_end(line), " -- ")
}

/// Marks that people and forums put around a word, and that no option has at its ends.
const AROUND: [char; 14] = ['*', '_', '`', '"', '\'', '“', '”', '„', '‟', '‘', '’', '‚', '«', '»'];

/// A word without what highlights it: marks and tags of HTML around it.
fn bare(word: &str) -> &str {
    let mut rest = word;
    loop {
        let inner = rest.trim_start_matches(AROUND);
        let inner = after_tag(inner).unwrap_or(inner);
        let inner = before_tag(inner.trim_end_matches(AROUND));
        if inner.len() == rest.len() {
            return rest;
        }
        rest = inner;
    }
}

/// The text after a tag in front of it.
fn after_tag(text: &str) -> Option<&str> {
    let end = text.strip_prefix('<').and_then(|inner| first(inner, ">"))?;
    text.get(end + 2..)
}

/// The text before a closing tag at its end.
fn before_tag(text: &str) -> &str {
    // Only the last tag: a word may have very many.
    let Some(inner) = text.strip_suffix('>') else { return text };
    let name = inner.bytes().rev().take_while(u8::is_ascii_alphanumeric).count();
    inner.get(..inner.len() - name).and_then(|rest| rest.strip_suffix("</")).unwrap_or(text)
}

/// The words of Xen's own part of a line, without what highlights them.
fn words(line: &str) -> impl Iterator<Item = &str> {
    pieces(own(line), ' ').map(bare)
}

/// Whether a word that is not the option has it inside, as `(dom0_mem=2G` has; the end of
/// another option's name is none.
fn hides_option(word: &str) -> bool {
    let mut rest = word;
    while let Some(at) = first(rest, "dom0_mem=") {
        let before = rest.get(..at).and_then(|before| before.bytes().next_back());
        if !before.is_some_and(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-') {
            return true;
        }
        rest = rest.get(at + 1..).unwrap_or_default();
    }
    false
}

/// All values of `dom0_mem=` on the line, joined as Xen joins them; empty if there is none,
/// and `None` if one is among other marks, so that it is not known.
/// Sizes in the words right after a value are kept, because people mean them.
pub(crate) fn option(line: &str, xen: Option<Version>) -> Option<String> {
    let mut values: Vec<String> = Vec::new();
    let mut follows = false;
    for word in words(line) {
        if let Some(value) = word.strip_prefix("dom0_mem=") {
            if value.starts_with(AROUND) {
                return None;
            }
            values.push(value.to_owned());
            follows = true;
        } else if let Some(last) = values.last_mut().filter(|_| follows && is_item(word)) {
            last.push(' ');
            last.push_str(word);
        } else if hides_option(word) {
            return None;
        } else {
            follows = false;
        }
    }
    let group = Group::of(xen.unwrap_or(NEWEST));
    let joined = values.join(",");
    let read = |value: &str| parse(&calls_of_value(value.as_bytes(), group), group);
    let apart = values.join(" dom0_mem=");
    // A value that Xen refuses in the middle ends that value and not the next one.
    Some(if read(&joined) == read(&apart) { joined } else { apart })
}

/// `min:1G`, `max:2G`: an item that Xen reads as another option's name.
fn is_item(word: &str) -> bool {
    let size = word.strip_prefix("min:").or_else(|| word.strip_prefix("max:"));
    size.is_some_and(|s| {
        s.trim_start_matches(['-']).bytes().next().is_some_and(|b| b.is_ascii_digit())
    })
}

/// A misspelt option on the line: as written, and its value.
pub(crate) fn typo(line: &str) -> Option<(&'static str, String)> {
    let mut found = words(line).filter_map(|word| {
        let typo = TYPOS.iter().find(|typo| word.starts_with(**typo))?;
        let value = word.get(typo.len()..)?;
        Some((*typo, value.to_owned()))
    });
    found.next()
}

/// Whether a line has the option, by its name or by one that people write for it.
pub(super) fn mentions_option(line: &str) -> bool {
    has(line, "dom0_mem=") || TYPOS.iter().any(|typo| has(line, typo))
}

/// The command line in a boot loader's line: what its quotes hold, or all of it.
pub(crate) fn boot_loaders(line: &str) -> &str {
    for quote in ["\"", "'"] {
        if let Some(inner) = crate::text::after_first(line, quote) {
            return before_first(inner, quote);
        }
    }
    line
}

/// Whether dom0 is asked to be PVH.
pub(super) fn is_pvh(line: &str) -> bool {
    crate::scope::asks_for_pvh(&words(line).collect::<Vec<_>>().join(" "))
}

/// What the line says of the IOMMU.
pub(super) fn iommu(line: &str) -> Option<IommuLogged> {
    let mut found = None;
    for word in words(line) {
        let through = word.strip_prefix("dom0-iommu=").or_else(|| word.strip_prefix("iommu="));
        let Some(list) = through else { continue };
        for part in pieces(list, ',') {
            let (name, value) = crate::text::halves(part, b'=');
            let off = matches!(value, "0" | "no" | "off" | "false");
            match name {
                "off" | "no" | "0" | "false" | "disable" => found = Some(IommuLogged::Off),
                "passthrough" | "dom0-passthrough" if !off => {
                    found = Some(IommuLogged::Passthrough);
                }
                _ => {}
            }
        }
    }
    found
}

/// What `dom0_max_vcpus=` asks for: the bounds of dom0's vCPUs, both inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Vcpus {
    least: u64,
    most: u64,
}

impl Vcpus {
    /// `N`, or `MIN-MAX` of which either may be missing.
    pub(super) fn of(value: &str) -> Option<Self> {
        if let Ok(count) = value.parse() {
            return Some(Self { least: count, most: count });
        }
        let (least, most) = halves(value, b'-');
        if !has(value, "-") || value == "-" {
            return None;
        }
        let bound =
            |text: &str, missing| if text.is_empty() { Some(missing) } else { text.parse().ok() };
        let found = Self { least: bound(least, 1)?, most: bound(most, u64::MAX)? };
        (found.least <= found.most).then_some(found)
    }

    /// Dom0's vCPUs: as many as the machine has CPUs, between the bounds. `None` if they are
    /// needed and not known.
    pub(super) fn on(self, cpus: Option<u64>) -> Option<u64> {
        let count = cpus.or((self.least == self.most).then_some(self.most))?;
        Some(count.clamp(self.least, self.most))
    }
}

/// The value of `dom0_max_vcpus=`; if given twice, the last one.
pub(super) fn vcpus(line: &str) -> Option<&str> {
    words(line).filter_map(|word| word.strip_prefix("dom0_max_vcpus=")).last()
}

/// The value of `crashkernel=`; if given twice, the last one.
pub(super) fn crashkernel(line: &str) -> Option<&str> {
    let values = words(line).filter_map(|word| word.strip_prefix("crashkernel="));
    values.last().filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, expected: &str) {
        assert_eq!(option(line, None).as_deref(), Some(expected), "{line}");
    }

    #[test]
    fn options_are_joined_as_xen_joins_them() {
        check(
            "placeholder dom0_mem=min:1024M dom0_mem=max:4096M ucode=scan",
            "min:1024M,max:4096M",
        );
        check("dom0_mem=2G max:2G loglvl=all", "2G max:2G");
        check("dom0_mem=1G loglvl=all -- dom0_mem=9G", "1G");
        check("dom0_mem=2G,max:2GNov 29 01:23:45 dom0 hypervisor[612]:", "2G,max:2G");
        check("no-dom0_mem=1G xend_config_format : 4", "");
        check("dom0_mem=1G 29 01:23:45", "1G");
        check("dom0_mem=-54068M,max:-54068M dom0_max_vcpus=48", "-54068M,max:-54068M");
        // Xen stops reading the first value at its fault, not the second.
        check("dom0_mem=1G,x dom0_mem=max:2G", "1G,x dom0_mem=max:2G");
    }

    #[test]
    fn a_word_of_very_many_tags_is_read_to_its_end() {
        check(&format!("x {}dom0_mem=2G", "<b>".repeat(100_000)), "2G");
    }

    #[test]
    fn what_highlights_an_option_is_no_part_of_it() {
        for (before, after) in [
            ("**", "**"),
            ("*", "*"),
            ("`", "`"),
            ("\"", "\""),
            ("“", "”"),
            ("„", "“"),
            ("_", "_"),
            ("<b>", "</b>"),
            ("**`", "`**"),
            ("<b><code>", "</code></b>"),
        ] {
            check(
                &format!("placeholder {before}dom0_mem=2G,max:2G{after} loglvl=all"),
                "2G,max:2G",
            );
            check(&format!("{before}a dom0_mem=2G max:2G{after}"), "2G max:2G");
            let pvh = format!("a {before}dom0=pvh{after} {before}crashkernel=512M<4G{after}");
            assert!(is_pvh(&pvh), "{pvh}");
            assert_eq!(crashkernel(&pvh), Some("512M<4G"));
        }
    }

    #[test]
    fn an_option_among_other_marks_is_not_known() {
        for line in [
            "a (dom0_mem=2G)",
            "dom0_mem=\"2G\"",
            "dom0_mem=1G x:dom0_mem=max:2G",
            "class=\"x\">dom0_mem=1G",
        ] {
            assert_eq!(option(line, None), None, "{line}");
        }
        for line in ["a nodom0_mem=2G", "no_dom0_mem=2G", "no-dom0_mem=2G", "a -- (dom0_mem=1G)"] {
            check(line, "");
        }
    }

    /// The documented forms of the option on a machine with 48 CPUs.
    #[test]
    fn vcpus_are_the_machines_cpus_between_both_bounds() {
        let given = |value: &str, cpus| {
            let line = format!("a dom0_max_vcpus={value} dom0_vcpus_pin");
            vcpus(&line).and_then(Vcpus::of).and_then(|bounds| bounds.on(cpus))
        };
        for (value, expected) in [
            ("8", 8),
            ("1-16", 16),
            ("-16", 16),
            ("4-", 48),
            ("64-", 64),
            ("64-128", 64),
            ("64", 64),
            ("1-64", 48),
            ("48-48", 48),
        ] {
            assert_eq!(given(value, Some(48)), Some(expected), "{value}");
        }
        for value in ["", "-", "x", "16-1", "1-2-3", "8x"] {
            assert_eq!(given(value, Some(48)), None, "{value}");
        }
        assert_eq!(
            (given("1-16", None), given("4-4", None), given("8", None)),
            (None, Some(4), Some(8))
        );
        assert_eq!(vcpus("loglvl=all"), None);
        assert_eq!(vcpus("dom0_max_vcpus=2 dom0_max_vcpus=x"), Some("x"));
    }

    #[test]
    fn neighbours_are_read() {
        let line =
            "dom0=pvh,verbose dom0_max_vcpus=8 dom0-iommu=passthrough=1 crashkernel=256M@64M";
        assert!(is_pvh(line) && !is_pvh("dom0=pv x=dom0pvh"));
        assert_eq!(iommu(line), Some(IommuLogged::Passthrough));
        assert_eq!(crashkernel(line), Some("256M@64M"));
        assert_eq!(crashkernel("kdump_crashkernel=1G"), None);
        assert_eq!(
            typo("a dom_mem=3000M,max:3000M"),
            Some(("dom_mem=", "3000M,max:3000M".to_owned()))
        );
        assert_eq!(boot_loaders("GRUB_CMDLINE_XEN=\"dom_mem=3000M\" # mine"), "dom_mem=3000M");
    }
}
