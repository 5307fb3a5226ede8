//! Links: everything typed, in the URL's fragment, readable and versioned.
//!
//! `v=1` selects this decoder for ever. Any order; unknown keys are kept apart so that
//! the page can say so. A link is data: decoding cannot fail, only lose what it does
//! not know.

use crate::form::{Field, Form};
use crate::presets;
use crate::text::{halves, pieces};

/// A decoded link.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Link {
    /// The form's texts.
    pub form: Form,
    /// The id of the step to show.
    pub step: String,
    /// Keys this version does not know.
    pub unknown: Vec<String>,
}

/// Longer links are cut: no map of 128 regions needs more.
const LONGEST: usize = 64 << 10;

/// What a link that does not name a field means by it, in version 1 for ever.
fn version_1() -> Form {
    Form::default()
        .with(Field::HostMem, "64G")
        .with(Field::Dom0Mem, "4G")
        .with(Field::Xen, "4.1.2")
        .with(Field::Linux, "3.2")
}

/// The link as a fragment without `#`. Empty texts are left out where they would come
/// back empty.
pub fn encode(form: &Form, step: &str) -> String {
    let base = version_1();
    let mut out = "v=1".to_owned();
    for field in Field::ALL {
        let text = form.get(field);
        if !text.trim().is_empty() || !base.get(field).is_empty() {
            push(&mut out, field.name(), text);
        }
    }
    if !step.is_empty() {
        push(&mut out, "step", step);
    }
    out
}

fn push(out: &mut String, key: &str, text: &str) {
    out.push('&');
    out.push_str(key);
    out.push('=');
    for byte in text.bytes() {
        let plain = byte.is_ascii_alphanumeric() || b"-._~:,+".contains(&byte);
        match byte {
            _ if plain && byte != b'+' => out.push(char::from(byte)),
            b'\n' => out.push(';'),
            b' ' => out.push('+'),
            _ => {
                const HEX: &[u8; 16] = b"0123456789ABCDEF";
                let digit = |n: u8| HEX.get(usize::from(n)).copied().map_or('0', char::from);
                out.push('%');
                out.push(digit(byte >> 4));
                out.push(digit(byte & 15));
            }
        }
    }
}

/// The fragment, with or without `#`, as a link.
pub fn decode(fragment: &str) -> Link {
    let mut link = Link { form: version_1(), ..Link::default() };
    let bare = fragment.strip_prefix('#').unwrap_or(fragment);
    let cut: String = bare.chars().take(LONGEST).collect();
    let pairs = || pieces(&cut, '&').filter(|p| !p.is_empty());
    for id in pairs().filter_map(|p| p.strip_prefix("preset=")) {
        match presets::find(id) {
            Some(preset) => link.form = preset.into(),
            None => link.unknown.push(id.chars().take(40).collect()),
        }
    }
    let names = |key: &str| pairs().any(|p| pieces(p, '=').next() == Some(key));
    if names(Field::HostMem.name()) && !names(Field::E820.name()) {
        link.form = link.form.with(Field::E820, "");
    }
    for pair in pairs() {
        let (key, raw) = halves(pair, '=');
        let text = text(raw);
        if let Some(field) = Field::ALL.into_iter().find(|f| f.name() == key) {
            link.form = link.form.with(field, &text);
        } else if key == "step" {
            link.step = text;
        } else if key != "v" && key != "preset" {
            link.unknown.push(key.chars().take(40).collect());
        }
    }
    link
}

fn text(raw: &str) -> String {
    let mut bytes = Vec::with_capacity(raw.len());
    let mut rest = raw.as_bytes();
    while let [first, tail @ ..] = rest {
        rest = tail;
        match (first, tail) {
            (b'%', [high, low, more @ ..]) => match (digit(*high), digit(*low)) {
                (Some(high), Some(low)) => {
                    bytes.push(high << 4 | low);
                    rest = more;
                }
                _ => bytes.push(b'%'),
            },
            (b'+', _) => bytes.push(b' '),
            (b';', _) => bytes.push(b'\n'),
            (&other, _) => bytes.push(other),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|d| u8::try_from(d).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_was_typed_comes_back() {
        for text in ["2G,max:2G", "0-9f000 usable\n100000-200000 ACPI data", "a&b=c#d%41+;é", "  "]
        {
            let form = Form::default().with(Field::E820, text).with(Field::Linux, "3.2");
            let link = decode(&encode(&form, "holes-found"));
            let expected = if text.trim().is_empty() { "" } else { text };
            assert_eq!(link.form.get(Field::E820), expected);
            assert_eq!((link.form.get(Field::Linux), link.step.as_str()), ("3.2", "holes-found"));
        }
    }

    #[test]
    fn links_are_readable_and_unknown_keys_are_named() {
        let form = Form::default().with(Field::Dom0Mem, "2G,max:2G").with(Field::Linux, "3.2");
        let whole = "v=1&host-mem=&dom0-mem=2G,max:2G&xen=&linux=3.2";
        assert_eq!(encode(&form, ""), whole);
        assert_eq!(decode(whole).form, form);
        let link = decode("#linux=6.1&colour=red&v=1");
        assert_eq!(link.unknown, ["colour"]);
    }

    #[test]
    fn a_preset_fills_what_the_link_does_not_say_wherever_it_stands() {
        let link = decode("linux=6.1&preset=msi-8g");
        assert_eq!(
            (link.form.get(Field::Linux), link.form.get(Field::NrPages)),
            ("6.1", "1756005")
        );
        assert_eq!(decode("preset=nothing").unknown, ["nothing"]);
    }

    #[test]
    fn a_short_link_means_the_default_machine() {
        let link = decode("#v=1&dom0-mem=2G,max:2G&linux=3.6&step=holes-found");
        assert_eq!((link.form.get(Field::HostMem), link.form.get(Field::Xen)), ("64G", "4.1.2"));
        assert!(link.form.read().is_ok());
    }

    /// Links made before a key existed mean what they meant.
    #[test]
    fn links_without_the_newer_keys_stay_as_they_were() {
        let old = "v=1&host-mem=64G&dom0-mem=4G&xen=4.1.2&linux=3.2&flavour=pvops&vcpus=2";
        let form = decode(old).form;
        assert_eq!(encode(&form, ""), old);
        let newer = "&domain-limit=500&ibft=off&balloon=initial&hotplug=off&iommu=on";
        let link = decode(&format!("{old}{newer}"));
        assert_eq!(link.unknown, Vec::<String>::new());
        assert_eq!(encode(&link.form, ""), format!("{old}{newer}"));
        assert_ne!(form.read().unwrap().config, link.form.read().unwrap().config);
    }

    #[test]
    fn a_hostile_link_is_only_data() {
        let link = decode("#linux=<img src=x>&__proto__=1&%=%&&&=&e820=%ff%");
        assert_eq!(link.form.get(Field::Linux), "<img src=x>");
        assert_eq!(link.unknown, ["__proto__", "%", ""]);
    }
}
