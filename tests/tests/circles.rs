//! No circles between the files of a package: each file uses files that do not, in turn,
//! use it. Read from the `use` lines alone; a path written out in the code is not seen.
//!
//! `mod` lines do not count: a parent may name its children. Unit tests at the end of a
//! file do not count either.

#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// A file as a path of modules; the root is empty.
type Module = Vec<String>;

fn sources(package: &Path) -> BTreeMap<Module, String> {
    let src = package.join("src");
    let mut found = BTreeMap::new();
    let mut folders: Vec<PathBuf> = vec![src.clone()];
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let inside = path.strip_prefix(&src).unwrap().with_extension("");
                let parts = inside.iter().map(|p| p.to_str().unwrap().to_owned());
                let module = parts.filter(|p| p != "mod" && p != "lib").collect();
                let text = fs::read_to_string(&path).unwrap();
                let code = text.split("#[cfg(test)]\nmod tests").next().unwrap();
                found.insert(module, code.to_owned());
            }
        }
    }
    found
}

/// The paths that `use` lines name, braces opened.
fn used(code: &str) -> Vec<Vec<String>> {
    let mut paths = Vec::new();
    let mut rest = code;
    while let Some(at) = rest.find("use ") {
        let starts_line = rest[..at].rsplit('\n').next().unwrap_or("").trim();
        rest = &rest[at + 4..];
        if (starts_line.is_empty() || starts_line.starts_with("pub")) && rest.contains(';') {
            let tree: String = rest[..rest.find(';').unwrap()].split_whitespace().collect();
            open(&tree, &[], &mut paths);
        }
    }
    paths
}

/// Opens the braces of one tree of paths.
fn open(tree: &str, before: &[String], into: &mut Vec<Vec<String>>) {
    let parts = |text: &str| -> Vec<String> {
        let named = text.split("::").filter(|p| !p.is_empty());
        before.iter().cloned().chain(named.map(str::to_owned)).collect()
    };
    let Some(brace) = tree.find('{') else { return into.push(parts(tree)) };
    let prefix = parts(&tree[..brace]);
    let (mut depth, mut from) = (0, brace + 1);
    for (at, c) in tree.char_indices().skip(brace + 1) {
        match c {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' | '}' if depth == 0 => {
                open(&tree[from..at], &prefix, into);
                from = at + 1;
            }
            _ => {}
        }
    }
}

/// The file of this package that a path used in `module` lies in.
fn file_of(path: &[String], module: &Module, files: &BTreeMap<Module, String>) -> Option<Module> {
    let mut full = match path.first()?.as_str() {
        "crate" => Module::new(),
        "self" | "super" => module.clone(),
        _ => return None,
    };
    for part in path {
        match part.as_str() {
            "crate" | "self" => {}
            "super" => {
                full.pop()?;
            }
            name => full.push(name.to_owned()),
        }
    }
    while !files.contains_key(&full) {
        full.pop()?;
    }
    Some(full)
}

fn arrows(files: &BTreeMap<Module, String>) -> BTreeMap<Module, BTreeSet<Module>> {
    let of = |module: &Module, code: &String| {
        let targets = used(code).into_iter().filter_map(|p| file_of(&p, module, files));
        targets.filter(|target| target != module).collect()
    };
    files.iter().map(|(module, code)| (module.clone(), of(module, code))).collect()
}

/// Every file from which a way leads back to itself.
fn in_circles(arrows: &BTreeMap<Module, BTreeSet<Module>>) -> Vec<Module> {
    let leads_back = |start: &Module| {
        let (mut seen, mut todo) = (BTreeSet::new(), vec![start]);
        while let Some(at) = todo.pop() {
            for next in &arrows[at] {
                if next == start {
                    return true;
                }
                if seen.insert(next) {
                    todo.push(next);
                }
            }
        }
        false
    };
    arrows.keys().filter(|m| leads_back(m)).cloned().collect()
}

#[test]
fn no_files_of_a_package_use_each_other_in_a_circle() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crate");
    let mut packages = 0;
    for package in fs::read_dir(crates).unwrap().map(|e| e.unwrap().path()) {
        let name = package.file_name().unwrap().to_str().unwrap().to_owned();
        let files = sources(&package);
        let circles = in_circles(&arrows(&files));
        assert!(circles.is_empty(), "{name}: {circles:?}");
        assert!(!files.is_empty(), "{name}");
        packages += 1;
    }
    assert_eq!(packages, 6);
}

#[test]
fn a_circle_is_found_through_braces_and_parents() {
    let file = |module: &[&str], code: &str| {
        (module.iter().map(|&m| m.to_owned()).collect::<Module>(), code.to_owned())
    };
    let files = BTreeMap::from([
        file(&[], "mod a;\nmod b;\n"),
        file(&["a"], "use crate::b::{self, c::{X, Y}};\n"),
        file(&["b"], "use std::fmt;\n"),
        file(&["b", "c"], "use super::super::a::Z;\n"),
    ]);
    let found = in_circles(&arrows(&files));
    assert_eq!(found, [vec!["a".to_owned()], vec!["b".to_owned(), "c".to_owned()]]);
}

/// The second of two `use` lines counts as much as the first, and words in a comment do not.
#[test]
fn every_use_line_is_read() {
    let code = "//! How we use a::b;\nuse crate::a;\nuse crate::b::{C, D};\npub use e::F;\n";
    let found: Vec<String> = used(code).iter().map(|path| path.join("::")).collect();
    assert_eq!(found, ["crate::a", "crate::b::C", "crate::b::D", "e::F"]);
}
