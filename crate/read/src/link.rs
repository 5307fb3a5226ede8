//! Links: everything typed, in the URL's fragment, readable and versioned.
//!
//! `v=1` selects this decoder forever: how it reads a link never changes (see
//! tests/data/links.txt). Keys may be in any order; unknown ones are collected so that the
//! page can report them. A link is data: decoding cannot fail, it can only lose what it
//! does not know.

use crate::compact;
use crate::crashkernel;
use crate::e820;
use crate::embed_options::{EmbedOptions, Taken};
use crate::left_out;
use crate::percent::{push, text};
use crate::presets;
use crate::scope::{self, Scope};
use crate::text::{halves, pieces};
use crate::{Field, Form};
use sim::step::Phase;
use words::marks;

/// A decoded link.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Link {
    /// The form's texts.
    pub form: Form,
    /// The id of the step to show.
    pub step: String,
    /// Options of an embed.
    pub look: EmbedOptions,
    /// Keys that this version does not know, and texts that are not a choice of a known
    /// one.
    pub unknown: Vec<String>,
    /// How many further ones there are.
    pub more_unknown: usize,
    /// The version, if it is not 1.
    pub version: Option<String>,
    /// Fields of the machine that the link leaves out, although it gives others; they have
    /// the texts of version 1.
    pub left_out: Vec<Field>,
    /// Number of characters beyond the longest link that is read.
    pub cut: usize,
}

/// The texts of the other machine of a comparison, by field. A field without a text is the
/// same as in the reader's own machine.
pub type Other = Vec<(Field, String)>;

/// The fields in which two machines are compared; their keys have the prefix `o-`.
const OTHER: [Field; 3] = [Field::Dom0Mem, Field::Xen, Field::Linux];

/// Longer links are cut and report that; no map of 128 regions needs more.
pub const LONGEST: usize = 64 << 10;
/// Unknown keys that are listed; further ones are counted.
const NAMED: usize = 8;

/// The text of a field that a link leaves out, in version 1 forever.
fn version_1() -> Form {
    Form::default()
        .with(Field::HostMem, "64G")
        .with(Field::Dom0Mem, "4G")
        .with(Field::Xen, "4.1.2")
        .with(Field::Linux, "3.2")
}

/// The link as a fragment without `#`. Empty texts are left out if the decoder would read
/// them as empty anyway.
pub fn encode(form: &Form, step: &str) -> String {
    encode_with(form, step, EmbedOptions::default())
}

/// The same with the options of an embed; defaults are left out.
pub fn encode_with(form: &Form, step: &str, look: EmbedOptions) -> String {
    encode_without(form, &[], step, look)
}

/// The same without these fields, where the decoder gives them the same text by itself; it says
/// that they were left out.
pub fn encode_without(form: &Form, left_out: &[Field], step: &str, look: EmbedOptions) -> String {
    let mut out = "v=1".to_owned();
    let usual = version_1();
    let omitted = |f: Field| left_out.contains(&f) && form.get(f) == usual.get(f);
    for (field, text) in named(form).filter(|(f, _)| !omitted(*f)) {
        push(&mut out, field.name(), &text);
    }
    if !step.is_empty() {
        push(&mut out, "step", step);
    }
    for (key, name) in look.chosen() {
        push(&mut out, key, name);
    }
    out
}

/// A link with the other machine of a comparison.
pub fn with_other(mut link: String, other: &[(Field, &str)]) -> String {
    for (field, text) in other {
        let text = short(*field, &Form::default().with(*field, text));
        push(&mut link, &format!("o-{}", field.name()), &text);
    }
    link
}

/// The form whose link keeps the machine on show: `form`, with the text of `good` in each field
/// with lines of a log that are not read, because a link leaves those out.
pub fn kept(form: &Form, good: &Form) -> Form {
    let lost = |field: &Field| !form.get(*field).trim().is_empty() && is_dropped(*field, form);
    let lost = Field::ALL.into_iter().filter(lost);
    lost.fold(form.clone(), |kept, field| kept.with_typed(field, good.typed(field).clone()))
}

/// The texts of the other machine in the fragment, with or without `#`.
pub fn other(fragment: &str) -> Other {
    let (read, _) = cut(fragment);
    let named = |(key, raw)| Some((others(key)?, text(raw)));
    pieces(read, '&').map(|p| halves(p, b'=')).filter_map(named).collect()
}

/// The field of the other machine that a key refers to.
fn others(key: &str) -> Option<Field> {
    let name = key.strip_prefix("o-")?;
    OTHER.into_iter().find(|field| field.name() == name)
}

/// The fields a link must contain, and their texts in it.
pub(crate) fn named(form: &Form) -> impl Iterator<Item = (Field, String)> {
    let base = version_1();
    let usual = base.clone();
    let named = move |field: &Field| {
        let beside = *field == Field::Crashkernel && !crashkernel::in_link(form).is_empty();
        beside || !form.get(*field).trim().is_empty() || !base.get(*field).is_empty()
    };
    let texts = Field::ALL.into_iter().filter(named).map(|field| (field, short(field, form)));
    texts.filter(move |(field, text)| !text.is_empty() || !usual.get(*field).is_empty())
}

/// A readable map, on one line. Any other text in its plain meaning; an option, and a short
/// text with an error, as typed. What may be a paste that was not read is left out: a log
/// has names of hosts and people, and no text of it ever leaves.
fn short(field: Field, form: &Form) -> String {
    let text = whole(field, form);
    if is_unread_paste(field, form, &text) { String::new() } else { text }
}

/// Whether a link leaves the text of this field out.
fn is_dropped(field: Field, form: &Form) -> bool {
    is_unread_paste(field, form, &whole(field, form))
}

/// The text of a field on one line, whatever it is.
fn whole(field: Field, form: &Form) -> String {
    let map = if field == Field::E820 { form.typed(field).map().ok() } else { None };
    if field == Field::Crashkernel {
        crashkernel::in_link(form)
    } else if field == Field::Dom0Mem && form.scope(field) == Some(Scope::Pvh) {
        with_pvh(plain(field, form))
    } else {
        map.map_or_else(|| plain(field, form), |pasted| compact::write(&pasted.map))
    }
}

/// A PVH dom0's option stays one.
fn with_pvh(option: String) -> String {
    match scope::typed(Field::Dom0Mem, &option) {
        Some(_) => option,
        None => option + " dom0=pvh",
    }
}

/// The longest line with an error that is taken for a typed one, in bytes.
const TYPED: usize = 64;

/// The longest text that cannot be a line of a log, in bytes.
const SHORT: usize = 24;

/// Whether a text is part of a log, not a value: lines that the field could not read, or
/// words that are no option.
fn is_unread_paste(field: Field, form: &Form, text: &str) -> bool {
    if form.meaning(field).is_err() {
        return true;
    }
    // What is left of a guest's log would be shown as a dom0's.
    let outside = form.scope(field).is_some_and(Scope::is_outside);
    if outside && scope::typed(field, text).is_none() {
        return true;
    }
    let long = text.lines().any(|line| line.len() > TYPED);
    // What was read of it as a log is not read again.
    let alone = || version_1().with_typed(field, form.typed(field).being(text));
    if field == Field::E820 {
        return e820::parse(text).is_err() && (long || alone().typed(field).is_log());
    }
    if field == Field::Dom0Mem {
        return long && !is_option(text);
    }
    // A short text costs no look: names of hosts come with the lines they are in.
    text.len() > SHORT && {
        let alone = alone();
        (long || alone.typed(field).is_log()) && !reads(field, &alone)
    }
}

/// Whether a form reads what is in this field.
fn reads(field: Field, form: &Form) -> bool {
    let wrong = form.read().err().unwrap_or_default();
    wrong.iter().all(|w| w.field != field)
}

/// Whether every word is a size or another option, as people type them.
fn is_option(text: &str) -> bool {
    pieces(text.trim(), ' ').filter(|w| !w.is_empty()).all(|word| {
        let typed = word.bytes().all(|b| b.is_ascii_alphanumeric() || b"-+_:,.%=@&".contains(&b));
        let size = word.bytes().any(|b| b.is_ascii_digit());
        typed && (size || word.bytes().any(|b| b == b'='))
    })
}

/// What a field means, where that text means the same when it is read again; otherwise the
/// text as typed. A line of a log can hold a value that itself reads as a line of a log.
fn plain(field: Field, form: &Form) -> String {
    let meant = form.meant(field);
    let again = Form::default().with_typed(field, form.typed(field).being(&meant)).meant(field);
    if again == meant { meant } else { form.get(field).to_owned() }
}

/// A one-line map as the form shows it; any other text as it is.
fn long(field: Field, text: String) -> String {
    let meant = field == Field::E820 && compact::is_compact(&text);
    let map = if meant { compact::parse(&text).ok() } else { None };
    map.map_or(text, |map| e820::write(&map).trim_end().to_owned())
}

/// The fragment, with or without `#`, as a link.
pub fn decode(fragment: &str) -> Link {
    let (read, rest) = cut(fragment);
    let pairs = pieces(read, '&').filter(|p| !p.is_empty()).map(|p| halves(p, b'='));
    let texts: Vec<(&str, String)> = pairs.map(|(key, raw)| (key, text(raw))).collect();
    Link { cut: rest.len(), ..of_texts(&texts) }
}

/// The link with these keys and texts, in which nothing is escaped.
pub fn of_texts(texts: &[(&str, String)]) -> Link {
    let mut link = Link { form: version_1(), ..Link::default() };
    let texts_of = |name| texts.iter().filter(move |(key, _)| *key == name);
    for (_, id) in texts_of("preset") {
        match presets::find(id) {
            Some(preset) => link.form = preset.as_first_published(),
            None => link.does_not_know(id, ""),
        }
    }
    let names = |field: Field| texts_of(field.name()).next().is_some();
    if texts_of("preset").next().is_none() {
        link.left_out = left_out::fields(names);
    }
    if names(Field::HostMem) && !names(Field::E820) {
        link.form = link.form.with(Field::E820, "");
    }
    for (key, text) in texts {
        link.take(key, text.clone());
    }
    link
}

/// The part of a fragment that is read, and the rest.
fn cut(fragment: &str) -> (&str, &str) {
    let bare = fragment.strip_prefix('#').unwrap_or(fragment);
    let end = bare.char_indices().nth(LONGEST).map_or(bare.len(), |(i, _)| i);
    bare.split_at_checked(end).unwrap_or((bare, ""))
}

impl Link {
    fn take(&mut self, key: &str, text: String) {
        if let Some(field) = Field::ALL.into_iter().find(|f| f.name() == key) {
            self.form = core::mem::take(&mut self.form).with(field, &long(field, text));
            return;
        }
        if others(key).is_some() {
            return;
        }
        match (key, self.look.take(key, &text)) {
            (_, Taken::Yes) | ("preset", _) => {}
            ("step", Taken::NotHere) if text.is_empty() || Phase::from_id(&text).is_some() => {
                self.step = text;
            }
            (_, Taken::WrongName) | ("step", Taken::NotHere) => self.does_not_know(key, &text),
            ("v", Taken::NotHere) => self.version = (text != "1").then(|| shortened(&text)),
            (_, Taken::NotHere) => self.does_not_know(key, ""),
        }
    }

    fn does_not_know(&mut self, key: &str, text: &str) {
        if self.unknown.len() == NAMED {
            self.more_unknown += 1;
            return;
        }
        let mut name = shortened(key);
        if !text.is_empty() {
            name.push('=');
            name.push_str(&shortened(text));
        }
        self.unknown.push(name);
    }

    /// Sentences with marks about the parts of the link that were not read.
    pub fn notes(&self) -> Vec<String> {
        let mut notes: Vec<String> =
            self.unknown.iter().map(|k| format!("The link’s “{k}” is not known here.")).collect();
        if self.more_unknown > 0 {
            let n = self.more_unknown;
            notes.push(format!("The link holds {n} more keys that are not known here."));
        }
        if let Some(version) = &self.version {
            notes.push(format!("The link is of version “{version}”; it is read as version 1."));
        }
        if self.cut > 0 {
            notes.push(format!(
                "The link is longer than {} characters, so the rest was not read.",
                words::count(LONGEST as u64)
            ));
        }
        notes
    }
}

/// At most 40 characters for a sentence with marks; invisible ones are shown by their code
/// points.
fn shortened(text: &str) -> String {
    marks::bare(&text.chars().take(40).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::embed_options::{Scale, Theme, View};

    #[test]
    fn whatever_was_typed_comes_back() {
        for text in ["2G,max:2G", "1-2 usable\n100000-200000 ACPI data", "a&b=c#d%41+;é", "  "] {
            let form = Form::default().with(Field::E820, text).with(Field::Linux, "3.2");
            let link = decode(&encode(&form, "holes-found"));
            let expected = if text.trim().is_empty() { "" } else { text };
            assert_eq!(link.form.get(Field::E820), expected);
            assert_eq!((link.form.get(Field::Linux), link.step.as_str()), ("3.2", "holes-found"));
        }
    }

    #[test]
    fn only_a_map_on_one_line_is_written_out() {
        let link = decode("v=1&e820=0-9f:u&linux=0-9f:u");
        assert_eq!(link.form.get(Field::E820), "0-9f000 usable");
        assert_eq!(link.form.get(Field::Linux), "0-9f:u");
    }

    /// What cannot be read of a log is in no link, and the machine on show is.
    #[cfg(feature = "paste")]
    #[test]
    fn a_link_keeps_the_last_good_text_where_lines_of_a_log_are_not_read() {
        let good = decode("v=1&dom0-mem=2G&linux=3.2&host-mem=8G").form;
        let linux = "[    0.000000] Linux version 5.10.0-21-amd64 (builder@host) #1 SMP";
        let pasted = good.clone().with(Field::Dom0Mem, linux);
        assert!(encode(&pasted, "").contains("dom0-mem=&"), "{}", encode(&pasted, ""));
        assert_eq!(encode(&kept(&pasted, &good), ""), encode(&good, ""));
        // What was typed stays as it was typed, right or wrong, and so does an empty text.
        for (field, text) in [(Field::Linux, "three"), (Field::Linux, linux), (Field::Dom0Mem, "")]
        {
            let typed = good.clone().with(field, text);
            assert_eq!(encode(&kept(&typed, &good), ""), encode(&typed, ""));
        }
    }

    #[cfg(feature = "paste")]
    #[test]
    fn of_a_log_in_a_field_of_the_other_machine_the_value_alone_is_in_the_link() {
        let linux = "[    0.000000] Linux version 5.10.0-21-amd64 (builder@host) #1 SMP";
        let link = with_other("v=1".to_owned(), &[(Field::Linux, linux), (Field::Xen, linux)]);
        assert_eq!(link, "v=1&o-linux=5.10.0-21-amd64&o-xen=");
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
    fn a_step_that_is_none_is_named() {
        let link = decode("step=__proto__&linux=3.6");
        assert_eq!((link.step.as_str(), link.unknown), ("", vec!["step=__proto__".to_owned()]));
        assert_eq!(decode("step=pages-moved").unknown, Vec::<String>::new());
        assert_eq!(decode("step=").unknown, Vec::<String>::new());
    }

    #[test]
    fn a_short_link_means_the_default_machine() {
        let link = decode("#v=1&dom0-mem=2G,max:2G&linux=3.6&step=holes-found");
        assert_eq!((link.form.get(Field::HostMem), link.form.get(Field::Xen)), ("64G", "4.1.2"));
        assert!(link.form.read().is_ok());
    }

    /// Links made before a key existed still mean the same.
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
    fn the_other_machine_of_a_comparison_stands_in_the_link() {
        let form = decode("dom0-mem=2G&linux=3.6").form;
        let typed = [(Field::Dom0Mem, ""), (Field::Linux, "6.1 & more")];
        let link = with_other(encode(&form, "map-read"), &typed);
        assert!(link.ends_with("&step=map-read&o-dom0-mem=&o-linux=6.1+%26+more"), "{link}");
        assert_eq!(other(&link), typed.map(|(field, text)| (field, text.to_owned())));
        assert_eq!(decode(&link), decode(&encode(&form, "map-read")));
        assert_eq!(decode("o-vcpus=2").unknown, ["o-vcpus"]);
        assert_eq!(other("#o-vcpus=2&linux=3.6"), []);
    }

    #[test]
    fn a_hostile_link_is_only_data() {
        let link = decode("#linux=<img src=x>&__proto__=1&%=%&&&=&e820=%ff%");
        assert_eq!(link.form.get(Field::Linux), "<img src=x>");
        assert_eq!(link.unknown, ["__proto__", "%", ""]);
    }

    #[test]
    fn a_map_stands_in_a_link_on_one_line_and_in_the_form_as_people_read_it() {
        let short = "e820=0-9f:u,f0-100:r,100-bf780:u,0xbf780400-0xc0000000:r";
        let form = decode(short).form;
        let text = "0-9f000 usable\nf0000-100000 reserved\n100000-bf780000 usable\nbf780400-c0000000 reserved";
        assert_eq!(form.get(Field::E820), text);
        let link = encode(&form, "");
        assert!(
            link.contains("&e820=0-9f:u,f0-100:r,100-bf780:u,0xbf780400-0xc0000000:r&"),
            "{link}"
        );
        assert_eq!(decode(&link).form, form);
        assert_eq!(decode("e820=0-9f:q").form.get(Field::E820), "0-9f:q");
    }

    #[test]
    fn what_was_pasted_stands_in_a_link_as_one_types_it() {
        let alloc = "(XEN)  Dom0 alloc.:   0000000164000000->0000000168000000 (245760 pages to be allocated)";
        let form = Form::default()
            .with(Field::E820, "> (XEN)  [0000000000000000, 000000000009efff] (usable)\nprose")
            .with(Field::NrPages, alloc)
            .with(Field::Dom0Mem, "(XEN) Command line: dom0_mem=1G loglvl=all")
            .with(Field::KernelImage, "Memory: 1K/2K available (2833K kernel code, 9K init)")
            .with(Field::Swiotlb, "software IO TLB: mapped (64MB)")
            .with(Field::MemTotal, "MemTotal:   1859100 kB");
        let link = encode(&form, "");
        for part in [
            "e820=0-9f:u&",
            "nr-pages=262144&",
            "dom0-mem=1G&",
            "kernel-image=2833K&",
            "swiotlb=65536K&",
            "mem-total=1859100K&",
        ] {
            assert!(format!("{link}&").contains(part), "{link} {part}");
        }
    }

    #[test]
    fn a_value_that_reads_as_a_line_itself_stays_as_typed() {
        for text in ["kernel dom0_mem=none dom0_mem=2G", "line dom0_mem=,max:2G dom0_mem=3G"] {
            let form = Form::default().with(Field::Dom0Mem, text);
            let again = decode(&encode(&form, "")).form;
            assert_eq!(again.meant(Field::Dom0Mem), form.meant(Field::Dom0Mem), "{text}");
        }
    }

    #[test]
    fn the_look_of_an_embed_is_part_of_the_link() {
        let link = decode("view=diagram&theme=dark&controls=none&motion=none&scale=to-scale&v=1");
        let looks = (link.look.view, link.look.theme, link.look.scale);
        assert_eq!(looks, (View::Diagram, Theme::Dark, Scale::ToScale));
        let again = encode_with(&link.form, "map-read", link.look);
        assert!(again.ends_with(
            "&step=map-read&view=diagram&controls=none&theme=dark&motion=none&scale=to-scale"
        ));
        assert_eq!(decode(&again), Link { step: "map-read".into(), ..link });
        assert_eq!(decode("theme=purple").unknown, ["theme=purple"]);
        assert_eq!(decode("theme=purple").look, EmbedOptions::default());
    }

    #[test]
    fn a_long_link_is_cut_and_many_keys_are_counted() {
        let link = decode(&"x&".repeat(5 << 20));
        assert_eq!((link.unknown.len(), link.more_unknown), (8, LONGEST / 2 - 8));
        assert_eq!(link.cut, (10 << 20) - LONGEST);
        assert_eq!(link.notes().len(), 10);
        assert_eq!(decode("v=2").notes(), ["The link is of version “2”; it is read as version 1."]);
    }
}
