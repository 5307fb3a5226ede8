//! A paste for the page: what the reader of logs makes of it, and the form that it fills.
//!
//! Values only: no text of the log is passed back, and none can reach a link.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use js_sys::{Array, Reflect};
use read::example;
use read::log::report::{LineVerdict, PasteReport};

use wasm_bindgen::prelude::*;

use crate::{Explainer, field, plain};

#[wasm_bindgen]
impl Explainer {
    /// Reads a paste; changes nothing. `boot` is the number of the boot that counts, from 1;
    /// 0 for the usual one. Lines with the same verdict share one object.
    ///
    /// # Errors
    /// If the engine runs out of memory.
    pub fn read(text: &str, boot: usize) -> Result<JsValue, JsValue> {
        let mut report = PasteReport::read(text, boot);
        let lines = core::mem::take(&mut report.lines);
        let made = plain(&report)?;
        Reflect::set(&made, &"lines".into(), &shared(&lines)?.into())?;
        Ok(made)
    }

    /// Fills the form with what a paste gave: the names of fields and their texts, as its
    /// report has them, so that the paste is read once. Fields that no line gave keep their
    /// texts; what of them is an example's is said to be that.
    pub fn use_found(&mut self, names: Vec<String>, texts: Vec<String>) {
        let known = names.into_iter().zip(texts);
        let known = known.filter_map(|(name, text)| Some((field(&name)?, text)));
        let given: Vec<_> = known.collect();
        let adopted = example::adopted(&self.form, &self.state.example, &given);
        self.form = adopted.form;
        self.state.example = adopted.example;
        self.left_out = example::needed(&self.state.example, &self.form);
        self.state.linked = false;
    }
}

/// The verdicts as an array. A log has tens of thousands of lines and a few kinds of them:
/// one object for each kind costs a tenth of one for each line.
fn shared(lines: &[LineVerdict]) -> Result<Array, JsValue> {
    let mut kinds = BTreeMap::new();
    let all = Array::new();
    // Most lines are of the same kind as the one before.
    let mut last = None;
    for line in lines {
        let kind = (line.verdict, line.item, line.why.as_str());
        let object = match last.take().filter(|(before, _)| *before == kind) {
            Some((_, object)) => object,
            None => match kinds.entry(kind) {
                Entry::Occupied(known) => JsValue::clone(known.get()),
                Entry::Vacant(new) => new.insert(plain(line)?).clone(),
            },
        };
        all.push(&object);
        last = Some((kind, object));
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    const RING: &str = include_str!("../../read/src/log/ring.log");

    /// Takes over the machine of a paste, as the page does.
    fn take(explainer: &mut Explainer, paste: &str) {
        let found = PasteReport::read(paste, 0).fields.0;
        let (names, texts) = found.into_iter().map(|(f, t)| (f.name().to_owned(), t)).unzip();
        explainer.use_found(names, texts);
    }

    #[test]
    fn using_a_paste_fills_the_form_and_a_link_brings_back_what_it_replaced() {
        let mut explainer = Explainer::new();
        explainer.load("#v=1&host-mem=8G&linux=6.1&dom0-mem=1G");
        let before = explainer.link("");
        take(&mut explainer, RING);
        assert_eq!(
            (explainer.get("dom0-mem"), explainer.get("xen")),
            ("2G,max:2G".into(), "4.17.5".into())
        );
        assert_eq!(
            (explainer.get("linux"), explainer.get("nr-pages")),
            ("6.1".into(), "524288".into())
        );
        assert!(!explainer.link("").contains("builder"));
        assert!(explainer.link("").contains("linux=6.1"), "the reader’s own");
        explainer.load(&before);
        assert_eq!(
            (explainer.get("dom0-mem"), explainer.get("e820")),
            ("1G".into(), String::new())
        );
    }

    #[test]
    fn what_no_line_told_stays_the_examples_until_it_is_typed_and_is_not_in_the_link() {
        let still = Explainer::still_example;
        let mut explainer = Explainer::new();
        explainer.load("");
        assert_eq!(still(&explainer), "", "all of it is an example");
        take(&mut explainer, RING);
        assert_eq!(still(&explainer), "Still the example’s: Linux 3.2.");
        let link = explainer.link("");
        assert!(!link.contains("linux=") && link.contains("xen=4.17.5"), "{link}");
        let mut other = Explainer::new();
        other.load(&link);
        assert_eq!(still(&other), still(&explainer), "the link says so");
        assert_eq!(other.get("e820"), explainer.get("e820"));
        take(
            &mut explainer,
            "[    0.000000] Linux version 6.1.0-50-amd64 (a@b)\n[    0.000000] Released 0 page(s)\n",
        );
        assert_eq!(still(&explainer), "");
        other.set("linux", "3.2");
        assert_eq!(still(&other), "");
        assert!(other.link("").contains("linux=3.2"), "{}", other.link(""));
    }

    #[test]
    fn one_field_in_error_leaves_the_others_acting() {
        let mut explainer = Explainer::new();
        explainer.load("");
        explainer.set("linux", "nonsense");
        explainer.set("dom0-mem", "2G");
        let held = read::held::Held::read(&explainer.form, &explainer.state.good).unwrap();
        assert_eq!(held.made.config.dom0_mem.as_deref(), Some("2G"));
        assert_eq!(explainer.get("linux"), "nonsense");
    }
}
