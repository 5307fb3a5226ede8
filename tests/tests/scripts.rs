//! Scripts only wire: every text that a reader meets is in the pages’ markup or made by
//! `words`, so that one lint sees all of them.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};

use regex::Regex;

/// Scripts that speak where there is no engine, or no page, to take a text from.
const ALONE: [&str; 3] = ["engine.js", "unsupported.js", "inline.js"];

/// Keys and kinds of data, by their names in browsers.
const NAMES: [&str; 5] = ["Enter", "Escape", "Home", "End", "Files"];

fn scripts() -> Vec<PathBuf> {
    let www = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join("www");
    let of = |folder: &Path| {
        let all = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path());
        all.filter(|p| p.extension().is_some_and(|e| e == "js")).collect::<Vec<_>>()
    };
    [of(&www), of(&www.join("embed"))].concat()
}

/// The texts of a script that read like a sentence or a label, without what is inserted.
fn sayings(script: &str) -> Vec<String> {
    let comment = Regex::new(r"(?s:/\*.*?\*/)|(?m:(^|\s)//[^\n]*$)").unwrap();
    let code = comment.replace_all(script, " ");
    let literal = Regex::new(r#""((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`"#).unwrap();
    let inserted = Regex::new(r"\$\{[^}]*\}").unwrap();
    let said = Regex::new(r"[A-Z][a-z]+,? ([a-z]{2,}|§)|^[A-Z][a-z]+[ .]?$").unwrap();
    let texts = literal.captures_iter(&code).filter_map(|c| c.get(1).or(c.get(2)));
    let texts = texts.map(|text| inserted.replace_all(text.as_str(), "§").into_owned());
    let code = |text: &str| NAMES.contains(&text) || text.contains(['<', '{', '[', '=']);
    texts.filter(|text| said.is_match(text) && !code(text)).collect()
}

#[test]
fn no_script_of_a_page_words_a_text() {
    let mut read = 0;
    for path in scripts() {
        if ALONE.iter().any(|name| path.ends_with(name)) {
            continue;
        }
        let found = sayings(&fs::read_to_string(&path).unwrap());
        assert_eq!(found, [""; 0], "{}", path.display());
        read += 1;
    }
    assert!(read > 30, "{read}");
}

#[test]
fn sayings_are_found_and_code_is_not() {
    let script = r##"
        // A comment "Says nothing here".
        /* "Nor this one". */
        const a = "Go to the field", b = `Still showing ${report.machine}.`, c = "Step ";
        const d = "Copied", e = `Step ${place}: ${title}`, f = "ArrowRight", j = "Escape";
        const g = "#paste-lines [data-highlighted]", h = "use strict", i = `val ${x}`;
    "##;
    let found = sayings(script);
    assert_eq!(found, ["Go to the field", "Still showing §.", "Step ", "Copied", "Step §: §"]);
}
