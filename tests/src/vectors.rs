//! Vector files: found below a folder, unpacked, recognised by their keys.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use serde_json::Value;

/// All vector files below `dir` (`*.json`, `*.json.gz`), sorted by path.
///
/// # Errors
/// If a folder cannot be read.
pub fn find(dir: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(find(&path)?);
        } else if is_vector_file(&path) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn is_vector_file(path: &Path) -> bool {
    let has = |p: &Path, e: &str| p.extension().is_some_and(|x| x == e);
    has(path, "json") || (has(path, "gz") && has(&path.with_extension(""), "json"))
}

/// The JSON in a file, unpacked if its name ends in `.gz`.
///
/// # Errors
/// If the file cannot be read or is not JSON.
pub fn load(path: &Path) -> std::io::Result<Value> {
    let mut text = Vec::new();
    let mut file = fs::File::open(path)?;
    if path.extension().is_some_and(|e| e == "gz") {
        flate2::read::GzDecoder::new(file).read_to_end(&mut text)?;
    } else {
        file.read_to_end(&mut text)?;
    }
    Ok(serde_json::from_slice(&text)?)
}

/// The list in such a file.
///
/// # Errors
/// The fault of the file, as a sentence.
pub fn list(path: &Path) -> Result<Vec<Value>, String> {
    match load(path) {
        Ok(Value::Array(list)) => Ok(list),
        Ok(_) => Err(format!("{} is not a list", path.display())),
        Err(error) => Err(format!("cannot read {}: {error}", path.display())),
    }
}
