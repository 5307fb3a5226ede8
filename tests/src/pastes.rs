//! The pastes kept in `tests/data/pastes`, unpacked.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::vectors::load;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data/pastes")
}

/// The texts of a packed list, by file name: `consoles`, `pastes` or `small`.
///
/// # Errors
/// If the file cannot be read.
pub fn texts(list: &str) -> std::io::Result<Vec<(String, String)>> {
    let packed = load(&folder().join(format!("{list}.json.gz")))?;
    let entries = packed.as_object().cloned().unwrap_or_default();
    let text = |(name, text): (String, Value)| Some((name, text.as_str()?.to_owned()));
    Ok(entries.into_iter().filter_map(text).collect())
}

/// One of these texts, by the start of its name.
///
/// # Errors
/// If the file cannot be read, or has no such text.
pub fn text(list: &str, start: &str) -> std::io::Result<String> {
    let found = texts(list)?.into_iter().find(|(name, _)| name.starts_with(start));
    found.map(|(_, text)| text).ok_or_else(|| std::io::Error::other(start.to_owned()))
}

/// What each paste must yield, by name without its ending.
///
/// # Errors
/// If the file cannot be read.
pub fn expected() -> std::io::Result<Value> {
    load(&folder().join("expected.json"))
}
