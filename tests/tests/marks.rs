//! Commands, options, files and symbols in sentences are marked as code wherever a place shows
//! code type, and nothing of the marks is left where a text is plain.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use read::Form;
use read::presets::PRESETS;
use regex::Regex;
use sim::simulate::simulate;
use tests::sentences::{Said, literals, of_a_boot, set_ups};
use words::marks::plain;

/// What a reader types or sees as it is.
const CODE: &str = r"\bdom0_?mem=|\bmax:|\bmin:|\bx[lm] (info|list|dmesg|mem-set|mem-max)\b|\bxl\.conf|/(proc|etc|sys)/|\b(target|current)_kb\b|\bstruct page\b|\bdmesg\b|\buname\b|\bCONFIG_|\bautoballoon\b|\b(crashkernel|cgroup_disable|memmap|swiotlb)=|\btmpfiles\.d|\bgrub2?-mk|\bjournalctl|\b[Ff]ree (shows|grows|counts|rounds)\b";

/// Places whose texts are labels, or parts of pictures, which have one type.
const LABELS: [&str; 7] =
    ["figure", "bars", "ledger bar", "machine", "number", "map lines", "result"];

/// How literals begin that are code as a whole, or labels.
const COMMANDS: [&str; 9] =
    ["xl ", "xm ", "(", "grub", "sudo ", "grep ", "dmesg |", "dom0: ", "{} ("];

fn without_code(text: &str) -> String {
    text.split('`').step_by(2).collect::<Vec<_>>().join("…")
}

fn check(all: impl IntoIterator<Item = Said>) -> usize {
    let code = Regex::new(CODE).unwrap();
    let mut seen = BTreeSet::new();
    let mut wrong = Vec::new();
    for Said { place, text } in all {
        if LABELS.iter().any(|label| place.starts_with(label)) || !seen.insert(text.clone()) {
            continue;
        }
        if let Some(found) = code.find(&without_code(&text)) {
            wrong.push(format!("{place}: “{}” is not in code: {text}", found.as_str()));
        }
        if text.matches('`').count() % 2 != 0 {
            wrong.push(format!("{place}: a mark has no end: {text}"));
        }
    }
    assert!(wrong.is_empty(), "{} texts:\n{}", wrong.len(), wrong.join("\n"));
    seen.len()
}

#[test]
fn every_command_in_a_sentence_is_marked() {
    let texts = check(set_ups().step_by(7).flat_map(|(_, _, form)| of_a_boot(&form)));
    assert!(texts > 700, "{texts} texts");
}

/// Sentences that no set-up above brings up are in the sources all the same.
#[test]
fn every_command_in_a_sentence_of_the_sources_is_marked() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut all = Vec::new();
    for folder in ["crate/words/src", "crate/read/src"] {
        for path in sources(&root.join(folder)) {
            if path.starts_with(root.join("crate/words/src/figure")) {
                continue;
            }
            let texts = literals(&std::fs::read_to_string(&path).unwrap());
            let name = path.strip_prefix(root).unwrap().display().to_string();
            // A sentence has more words than a name.
            let sentences = texts.into_iter().filter(|t| {
                let begins = !COMMANDS.iter().any(|command| t.starts_with(command));
                begins && t.split(' ').count() > 3
            });
            all.extend(sentences.map(|text| Said::new(name.clone(), text)));
        }
    }
    let texts = check(all);
    assert!(texts > 300, "{texts} texts");
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for path in std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()) {
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|e| e == "rs") && !path.ends_with("tests.rs") {
            found.push(path);
        }
    }
    found
}

/// Titles of pictures, texts for reading aloud and every export are plain.
#[test]
fn no_plain_text_has_a_mark() {
    let hostile = read::link::decode("v=1&dom0-mem=2G`*x*&xen=4.17&linux=6.1").form;
    let forms = PRESETS.iter().map(Form::from).chain([hostile]);
    for form in forms {
        let Ok(made) = form.read() else { continue };
        let boot = &simulate(&made.config);
        let end = boot.steps.len() - 1;
        let notes: Vec<String> = made.notes.iter().map(|note| plain(note)).collect();
        let mut all = vec![
            words::headline(boot),
            words::export::to_text(boot, end),
            words::export::to_csv(boot, end),
            serde_json::to_string(&words::run::Run::of(boot, end, String::new(), notes)).unwrap(),
            site::pictures::playing(boot, site::pictures::WIDE),
        ];
        for (i, step) in boot.steps.iter().enumerate() {
            all.push(site::pictures::still(boot, i));
            all.push(words::caption(step, boot));
            all.push(words::why(step.phase(), boot));
            all.push(words::describe_bucket(step).line());
        }
        all.push(words::ceiling::describe_ceiling(boot).line());
        let typed = made.config.dom0_mem.unwrap_or_default();
        for text in all {
            let text = text.replace(&words::html::escaped(&typed), "").replace(&typed, "");
            assert!(!text.contains('`'), "{text}");
        }
    }
}

/// A log can hold anything: none of it becomes a mark.
#[test]
fn what_a_log_holds_makes_no_marks() {
    let log = "(XEN) Xen version 4.17.5 (a@b)\n(XEN) Command line: placeholder dom_mem=2`G*,*max:2G\n\
               (XEN) Xen-e820 RAM map:\n(XEN)  0000000000000000 - 000000000009d000 (`us*able*)\n\
               [    0.000000] Linux version 6.1.0 (a@b)\n";
    let reading = read::log::read_boot(log, 0);
    let model = read::log::reconcile::reconcile(&reading);
    let notes =
        reading.notes.iter().chain([&model.reason]).chain(model.rows.iter().map(|r| &r.reason));
    for note in notes {
        assert!(note.matches('`').count() % 2 == 0, "{note}");
        assert!(!without_code(note).contains('*'), "{note}");
    }
    assert!(
        reading.notes.iter().any(|n| n.contains("`dom0_mem=2ˋG*,*max:2G`")),
        "{:?}",
        reading.notes
    );
}
