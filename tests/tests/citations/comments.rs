//! Every comment of the repository's code and every line of its specification.

use std::fs;
use std::path::Path;
use std::process::Command;

/// A comment: lines that follow one another, joined.
pub(crate) struct Comment {
    /// The file, from the repository's root.
    pub(crate) file: String,
    /// Its first line, from 1.
    pub(crate) line: usize,
    /// Its text without comment marks.
    pub(crate) text: String,
}

/// All comments in tracked scripts and Rust files, and all lines of the specification.
pub(crate) fn comments() -> Vec<Comment> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let out = Command::new("git").arg("-C").arg(&root).arg("ls-files").output().unwrap();
    let files = String::from_utf8(out.stdout).unwrap();
    let mut all = Vec::new();
    for file in files.lines() {
        let code = [".rs", ".js", ".mjs", ".ts"].iter().any(|e| file.ends_with(e));
        if (code || file.starts_with("crate/sim/spec/")) && root.join(file).exists() {
            add(file, &fs::read_to_string(root.join(file)).unwrap(), code, &mut all);
        }
    }
    all
}

/// The comments of one file, or its lines where it is no code.
fn add(file: &str, text: &str, code: bool, all: &mut Vec<Comment>) {
    let mut last = None;
    for (i, line) in text.lines().enumerate() {
        let words = if code { comment(line) } else { Some(line) };
        let Some(words) = words else { continue };
        match all.last_mut() {
            Some(open) if code && last.is_some_and(|l| l + 1 == i) => {
                open.text.push(' ');
                open.text.push_str(words);
            }
            _ => all.push(Comment { file: file.into(), line: i + 1, text: words.into() }),
        }
        last = Some(i);
    }
}

/// The text of a comment line, or of the comment at the end of a line of code.
fn comment(line: &str) -> Option<&str> {
    let line = line.trim();
    let whole = ["///", "//!", "//", "/**", "/*", "* "].iter().find_map(|m| line.strip_prefix(m));
    whole.or_else(|| line.split_once(" // ").map(|(_, words)| words)).map(str::trim)
}
