//! The language of every text that a reader can meet: patterns of translated sentences do not
//! come back, wherever the text is made.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use regex::Regex;
use tests::sentences::{Said, html_texts, literals, markdown_texts, of_a_boot, set_ups};

/// What reads as translated, and what to write instead.
const PATTERNS: [(&str, &str); 14] = [
    (r"\bTo \d", "up to"),
    (r"\b[Ff]rom [\d.]+ on\b", "since"),
    (r"\bfrom (Linux|Xen) [\d.]+ on\b", "since"),
    (r"\bstands? (behind|in)\b", "backs, or is"),
    (r"\bof which\b", "a second sentence"),
    (r"\bas much\b", "the same amount"),
    // “A page” by itself is a page; after what is counted it stands for “per page”.
    (
        r"\b(bytes|kB|[KMG]iB|each|one|hypercalls?|regions?|entry|records?|pages?) a (line|page)\b",
        "per line, per page",
    ),
    (r", and what ", "a noun"),
    (r": ((it|they|this)\b|none\b[^.])", "because, so or a full stop"),
    (r"\bdescriptors?\b", "page records, or bookkeeping"),
    (r"\b(fresh pages|gave back|given back|goes? back)\b", "returned, replaced"),
    (r"\bnobody\b", "what is, not who"),
    (r"\b(comes?|brings?) nothing\b", "has no effect"),
    // Marks are spaces here.
    (r"\bmax: ?[.,;]", "the option before its last word"),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap()
}

/// Every file below a folder with this ending.
fn files(folder: &str, end: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut left = vec![root().join(folder)];
    while let Some(path) = left.pop() {
        if path.is_dir() {
            let names = std::fs::read_dir(&path).unwrap().map(|e| e.unwrap().path());
            left.extend(names.filter(|p| !p.ends_with("node_modules")));
        } else if path.extension().is_some_and(|e| e == end) {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn name(path: &Path) -> String {
    path.strip_prefix(root()).unwrap().display().to_string()
}

/// Fails with each text that has one of the patterns.
fn check(texts: impl IntoIterator<Item = Said>) -> usize {
    let patterns = PATTERNS.map(|(pattern, instead)| (Regex::new(pattern).unwrap(), instead));
    let mut seen = BTreeSet::new();
    let mut wrong = Vec::new();
    for said in texts {
        // A no-break space is a space to a reader.
        let text = said.text.replace(['\u{a0}', '\u{202f}', '`', '*'], " ");
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        for (pattern, instead) in &patterns {
            if let Some(found) = pattern.find(&text)
                && seen.insert((said.place.clone(), text.clone()))
            {
                wrong.push(format!("{}: “{}” ({instead}): {text}", said.place, found.as_str()));
            }
        }
        seen.insert((said.place, text));
    }
    assert!(wrong.is_empty(), "{} texts:\n{}", wrong.len(), wrong.join("\n"));
    seen.len()
}

#[test]
fn what_the_engine_says_is_english() {
    // Every seventh set-up still has every kernel and every option.
    let all = set_ups().step_by(7).flat_map(|(_, _, form)| of_a_boot(&form));
    let texts = check(all);
    assert!(texts > 600, "{texts} texts");
}

/// Sentences that no set-up above brings up are in the sources all the same.
#[test]
fn the_texts_in_the_sources_are_english() {
    let mut all = Vec::new();
    for folder in ["crate/words/src", "crate/read/src", "crate/site/src", "crate/web/src"] {
        for path in files(folder, "rs").into_iter().filter(|p| !p.ends_with("tests.rs")) {
            // What has no space is a name of the code's, not a text.
            let texts = literals(&read(&path)).into_iter().filter(|t| t.trim().contains(' '));
            all.extend(texts.map(|t| Said::new(name(&path), t)));
        }
    }
    let texts = check(all);
    assert!(texts > 1000, "{texts} texts");
}

#[test]
fn the_pages_and_guides_are_english() {
    let mut all = Vec::new();
    for path in files("www", "html") {
        all.extend(html_texts(&read(&path)).into_iter().map(|t| Said::new(name(&path), t)));
    }
    for guide in ["README.md", "CONTRIBUTING.md"] {
        let texts = markdown_texts(&read(&root().join(guide)));
        all.extend(texts.into_iter().map(|t| Said::new(guide, t)));
    }
    let texts = check(all);
    assert!(texts > 300, "{texts} texts");
}

/// A pattern that finds nothing would let everything pass.
#[test]
fn each_pattern_finds_what_it_is_for() {
    for (text, place) in [
        ("To 3.1 it stays.", 0),
        ("From 3.2 on", 1),
        ("since or from Xen 4.12 on", 2),
        ("the frame stands behind it", 3),
        ("4 GiB, of which 2 come", 4),
        ("grows by as much", 5),
        ("64 bytes a page", 6),
        ("the map, and what it lists", 7),
        ("Size is equal: it fails", 8),
        ("dom0 never needs it, so lower max: .", 13),
    ] {
        let (pattern, _) = PATTERNS[place];
        assert!(Regex::new(pattern).unwrap().is_match(text), "{pattern}: {text}");
    }
}

#[test]
fn texts_are_found_in_sources_and_pages() {
    let source =
        "//! no \"text\"\nconst A: &str = \"one \\\"two\\\"\";\nlet c = '\"'; f(\"three\");";
    assert_eq!(literals(source), ["one \"two\"", "three"]);
    let page = "<p title=\"t\">a <b>b</b> c <code>x</code></p><!-- no --><script>no</script><p>d";
    assert_eq!(html_texts(page), ["t", "a b c …", "d"]);
    assert_eq!(markdown_texts("a `b` c\n```\nno\n```\n| d | e |"), ["a … c", " d ", " e "]);
}
