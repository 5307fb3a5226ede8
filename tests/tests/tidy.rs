//! The repository keeps its own rules.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn tracked() -> Vec<PathBuf> {
    let out = Command::new("git").arg("-C").arg(root()).arg("ls-files").output().unwrap();
    let list = String::from_utf8(out.stdout).unwrap();
    list.lines().map(|l| root().join(l)).filter(|p| p.exists()).collect()
}

#[test]
fn the_model_has_no_dependencies() {
    let out = Command::new(env!("CARGO"))
        .args(["tree", "--offline", "-p", "dom0-sim"])
        .current_dir(root())
        .output()
        .unwrap();
    let tree = String::from_utf8(out.stdout).unwrap();
    assert_eq!(tree.lines().count(), 1, "{tree}");
}

#[test]
fn the_top_level_holds_only_what_it_should() {
    const ALLOWED: [&str; 12] = [
        "Cargo.toml",
        "Cargo.lock",
        "crate",
        "www",
        "tests",
        "README.md",
        "CONTRIBUTING.md",
        "Makefile",
        "LICENSE-MIT",
        "LICENSE-APACHE",
        "clippy.toml",
        "rustfmt.toml",
    ];
    for path in tracked() {
        let inside = path.strip_prefix(root()).unwrap();
        let top = inside.iter().next().unwrap().to_string_lossy().into_owned();
        assert!(top.starts_with('.') || ALLOWED.contains(&top.as_str()), "{top}");
    }
}

/// A file that its program does not name would never run.
#[test]
fn the_programs_of_tests_have_every_file_of_tests() {
    for folder in ["tests/tests", "crate/web/tests"] {
        let folder = root().join(folder);
        let program = fs::read_to_string(folder.join("all.rs")).unwrap();
        for entry in fs::read_dir(folder).unwrap() {
            let name = entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned();
            assert!(
                name == "all" || program.contains(&format!("\nmod {name};\n")),
                "{name} is not in all.rs"
            );
        }
    }
}

#[test]
fn every_module_opens_with_what_it_is() {
    for path in tracked().into_iter().filter(|p| p.extension().is_some_and(|e| e == "rs")) {
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.starts_with("//!"), "{}", path.display());
    }
}

/// Code of a file without its tests, lints and documentation.
fn code_of(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let code = text.split("#[cfg(test)]\nmod tests").next().unwrap().to_owned();
    code.lines().filter(|l| !l.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

#[test]
fn figures_take_their_texts_from_words() {
    for folder in ["story", "charts"] {
        let folder = root().join("crate/figure/src").join(folder);
        let files: Vec<_> = tracked().into_iter().filter(|p| p.starts_with(&folder)).collect();
        assert!(!files.is_empty());
        for path in files {
            let code = code_of(&path);
            for text in code.split('"').skip(1).step_by(2) {
                // What is inserted is a name in the code, not a text.
                let mut shown = text.to_owned();
                while let (Some(from), Some(to)) = (shown.find('{'), shown.find('}')) {
                    shown.replace_range(from..=to.max(from), "");
                }
                let letters = shown.chars().filter(|c| c.is_alphabetic()).count();
                assert!(letters == 0, "{}: {text}", path.display());
            }
        }
    }
}

#[test]
fn nothing_is_left_for_later_and_no_test_is_ignored() {
    let marks = ["TO", "DO"].concat();
    for path in tracked() {
        let Ok(text) = fs::read_to_string(&path) else { continue };
        let bad = [
            marks.as_str(),
            concat!("FIX", "ME"),
            concat!("#[ig", "nore"),
            concat!("unimple", "mented!"),
        ];
        for word in bad {
            let found = text
                .split(|c: char| !c.is_alphanumeric() && !"#[_!".contains(c))
                .any(|w| w == word);
            assert!(!found, "{} in {}", word, path.display());
        }
    }
}

#[test]
fn every_dependency_says_what_it_saves() {
    for path in tracked().into_iter().filter(|p| p.ends_with("Cargo.toml")) {
        let text = fs::read_to_string(&path).unwrap();
        let mut last = "";
        let mut inside = false;
        for line in text.lines() {
            if line.starts_with('[') {
                inside = line.contains("dependencies") && !line.contains("workspace.");
            } else if inside && line.contains('=') && !line.contains("workspace = true") {
                assert!(last.starts_with('#'), "{}: {line}", path.display());
            }
            last = line;
        }
    }
}

#[test]
fn the_folders_of_truth_are_described_and_only_they() {
    for folder in ["tests/data", "tests/data/xen"] {
        let folder = root().join(folder);
        let text = fs::read_to_string(folder.join("README.md")).unwrap();
        let cells = text.lines().filter_map(|l| l.strip_prefix("| `")?.split('`').next());
        let described: Vec<&str> = cells.map(|c| c.trim_end_matches('/')).collect();
        let there = fs::read_dir(&folder).unwrap().map(|f| f.unwrap().file_name());
        let mut there: Vec<String> = there.map(|f| f.into_string().unwrap()).collect();
        there.retain(|name| name != "README.md");
        there.sort();
        let mut listed: Vec<&str> = described.clone();
        listed.sort_unstable();
        assert_eq!(listed, there, "{}", folder.display());
    }
}

#[test]
fn html_is_escaped_in_one_place() {
    let escape = concat!("&", "lt;\"");
    let places: Vec<PathBuf> = tracked()
        .into_iter()
        .filter(|p| p.extension().is_some_and(|e| e == "rs"))
        .filter(|p| fs::read_to_string(p).unwrap().contains(escape))
        .collect();
    assert_eq!(places.len(), 1, "{places:?}");
    assert!(places[0].ends_with("words/src/html.rs"), "{places:?}");
}

#[test]
fn the_guides_name_files_that_exist() {
    let mut named = 0;
    for guide in ["README.md", "CONTRIBUTING.md"] {
        let text = fs::read_to_string(root().join(guide)).unwrap();
        let code = text.split('`').skip(1).step_by(2);
        let ours = ["crate/", "tests/", "www/"];
        for path in code.filter(|c| ours.iter().any(|o| c.starts_with(o))) {
            // Names in capitals are the reader's to fill in.
            if path.split('/').all(|part| !part.starts_with(|c: char| c.is_ascii_uppercase())) {
                assert!(root().join(path).exists(), "{guide} names {path}");
                named += 1;
            }
        }
    }
    assert!(named > 25, "{named}");
}

/// What a variant does is said on one page, `kernel/rules.rs`; everything else asks it.
#[test]
fn only_the_page_of_rules_knows_the_order_of_variants() {
    const ORDERS: [&str; 6] = ["< ", "<= ", "> ", ">= ", "..", "..="];
    let shipped = root().join("crate");
    let rust = tracked().into_iter().filter(|p| p.extension().is_some_and(|e| e == "rs"));
    let mut read = 0;
    for path in rust.filter(|p| p.starts_with(&shipped)) {
        let text = fs::read_to_string(&path).unwrap();
        read += text.matches("Variant::").count();
        for order in ORDERS {
            let compared = format!("{order}Variant::");
            assert!(!text.contains(&compared), "{}: {compared}", path.display());
        }
    }
    assert!(read > 20, "{read} names of variants");
}

#[test]
fn each_call_from_javascript_has_a_test_in_a_browser() {
    let read = |folder: &str| -> String {
        let folder = root().join(folder);
        let files = tracked().into_iter().filter(|p| p.starts_with(&folder));
        files.map(|p| fs::read_to_string(p).unwrap()).collect()
    };
    let (engine, tests) = (read("crate/web/src"), read("crate/web/tests"));
    let exported = engine.split("#[wasm_bindgen]\nimpl Explainer {").skip(1);
    let inside = exported.map(|rest| rest.split("\n}\n").next().unwrap());
    let names = inside.flat_map(|block| block.split("\n    pub fn ").skip(1));
    let names: Vec<&str> = names.map(|rest| rest.split('(').next().unwrap()).collect();
    assert!(names.len() > 50, "{}", names.len());
    for name in names {
        let called = [format!(".{name}("), format!("::{name}(")];
        assert!(called.iter().any(|call| tests.contains(call)), "{name}");
    }
}
