//! What comments cite exists: files of `crate/sim/spec`, their sections, steps and tables.
//!
//! One form: `spec/kernel.md 0.4`, `spec/kernel.md 6 steps 3 and 8`, `spec/xen.md 6–8`,
//! `spec/overhead.md table B`, `spec/log-formats.md E2`. A number without its file is no
//! citation: nobody can look it up.

#![allow(clippy::unwrap_used)]

mod comments;
mod form;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use comments::comments;
use form::{Citation, bare, cited, places_of};

/// The specification's files and what can be cited of each.
fn specifications() -> BTreeMap<String, BTreeSet<String>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crate/sim/spec");
    let files = fs::read_dir(folder).unwrap().map(|f| f.unwrap().path());
    let read = |p: std::path::PathBuf| {
        let name = p.file_stem().unwrap().to_str().unwrap().to_owned();
        (name, places_of(&fs::read_to_string(&p).unwrap()))
    };
    files.map(read).collect()
}

/// What is wrong with a citation, if anything.
fn fault(specs: &BTreeMap<String, BTreeSet<String>>, citation: &Citation) -> Option<String> {
    let Some(places) = specs.get(&citation.file) else {
        return Some(format!("spec/{}.md does not exist", citation.file));
    };
    let missing = citation.places.iter().find(|p| !places.contains(*p))?;
    Some(format!("spec/{}.md has no {missing}", citation.file))
}

#[test]
fn every_citation_leads_to_a_heading() {
    let specs = specifications();
    let mut wrong = Vec::new();
    let mut found = 0;
    for comment in comments() {
        let (citations, _) = cited(&comment.text);
        found += citations.len();
        let faults = citations.iter().filter_map(|c| fault(&specs, c));
        wrong.extend(faults.map(|f| format!("{}:{}: {f}", comment.file, comment.line)));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(found > 80, "only {found} citations found");
}

#[test]
fn no_citation_leaves_its_file_out() {
    let may_cite = ["crate/sim/src", "crate/words", "crate/read", "tests/src", "tests/tests"];
    let mut wrong = Vec::new();
    for comment in comments().iter().filter(|c| may_cite.iter().any(|d| c.file.starts_with(d))) {
        let (_, rest) = cited(&comment.text);
        let found = bare(&rest).map(|b| format!("{}:{}: {b}", comment.file, comment.line));
        wrong.extend(found);
    }
    assert!(wrong.is_empty(), "write spec/FILE.md before the number:\n{}", wrong.join("\n"));
}

#[test]
fn files_that_the_specification_names_exist() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    for name in specifications().keys() {
        let text = fs::read_to_string(root.join(format!("crate/sim/spec/{name}.md"))).unwrap();
        for quoted in text.split('`').filter(|q| q.starts_with("tests/data")) {
            assert!(root.join(quoted).exists(), "{name}.md names {quoted}");
        }
    }
}

/// A citation in `text`, as file and places.
fn check(text: &str, expected: &[&str]) {
    let (citations, _) = cited(text);
    let all = citations.iter().flat_map(|c| {
        let places = c.places.iter().map(|p| format!("{} {p}", c.file));
        std::iter::once(c.file.clone()).chain(places)
    });
    assert_eq!(all.collect::<Vec<_>>(), expected, "{text}");
}

#[test]
fn the_form_is_read_as_its_header_says() {
    check("the rules of spec/kernel.md, in order", &["kernel"]);
    check("(spec/kernel.md 0.4).", &["kernel", "kernel 0.4"]);
    check("(spec/kernel.md 5, e4a)", &["kernel", "kernel 5"]);
    check("spec/kernel.md 4 (3.5–3.17)", &["kernel", "kernel 4"]);
    check("spec/xen.md 6–8", &["xen", "xen 6", "xen 8"]);
    check("spec/kernel.md 4 step 4b", &["kernel", "kernel 4", "kernel 4 step 4b"]);
    check(
        "spec/kernel.md 6 steps 3 and 8, spec/overhead.md table B",
        &[
            "kernel",
            "kernel 6",
            "kernel 6 step 3",
            "kernel 6 step 8",
            "overhead",
            "overhead table B",
        ],
    );
    check("spec/log-formats.md E2, E3", &["log-formats", "log-formats E2", "log-formats E3"]);
}

#[test]
fn a_place_that_is_not_there_is_a_fault() {
    let specs = specifications();
    let broken = |text: &str| cited(text).0.iter().any(|c| fault(&specs, c).is_some());
    assert!(!broken("spec/kernel.md 6 step 10"));
    assert!(broken("spec/kernel.md 6 step 11"));
    assert!(broken("spec/kernel.md 11"));
    assert!(broken("spec/overhead.md table D"));
    assert!(broken("spec/kernels.md"));
}

#[test]
fn a_number_alone_is_bare() {
    for text in
        ["(0.4)", "(5, e4a)", "(3–5)", "Step 4: the rest", "of section 8", "(6; 7)", "xen.md 7"]
    {
        assert!(bare(text).is_some(), "{text}");
    }
    for text in ["(4.1 on)", "(12 of 14 boots)", "(3.5–3.17)", "the next step", "`(1, 2)`"] {
        assert_eq!(bare(text), None, "{text}");
    }
}
