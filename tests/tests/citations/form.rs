//! The form of a citation, and what of a specification can be cited.

use std::collections::BTreeSet;

/// A file of the specification and the places named after it.
pub(crate) struct Citation {
    /// The file's name without folder and ending.
    pub(crate) file: String,
    /// Sections, steps (`6 step 3`), tables (`table B`) and ids of table rows (`E2`).
    pub(crate) places: Vec<String>,
}

/// The citations in a comment, and the comment without them.
pub(crate) fn cited(text: &str) -> (Vec<Citation>, String) {
    let mut citations = Vec::new();
    let mut left = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("spec/") {
        left.push_str(before);
        rest = after;
        let Some((file, tail)) = after.split_once(".md") else { continue };
        if file.contains(|c: char| !c.is_ascii_alphanumeric() && c != '-') {
            continue;
        }
        let (places, tail) = distributions(tail);
        citations.push(Citation { file: file.to_owned(), places });
        rest = tail;
    }
    left.push_str(rest);
    (citations, left)
}

/// The places after a file's name, and what comes after them.
fn distributions(mut rest: &str) -> (Vec<String>, &str) {
    let mut found = Vec::new();
    let mut next = rest.strip_prefix(' ').and_then(place);
    while let Some((name, after)) = next {
        found.push(name.clone());
        rest = after;
        if let Some(list) = rest.strip_prefix(" steps ").or_else(|| rest.strip_prefix(" step ")) {
            let (steps, after) = steps(list);
            found.extend(steps.iter().map(|s| format!("{name} step {s}")));
            rest = after;
        }
        next = separated(rest).and_then(place);
    }
    (found, rest)
}

/// One section, table or row id at the start of `text`, and the text after it.
fn place(text: &str) -> Option<(String, &str)> {
    if let Some(after) = text.strip_prefix("table ") {
        let letter = after.chars().next().filter(char::is_ascii_uppercase)?;
        return Some((format!("table {letter}"), after.get(1..)?));
    }
    let word = word(text);
    (is_section(word) || is_row(word)).then(|| (word.to_owned(), &text[word.len()..]))
}

/// A list of step numbers, and the text after it.
fn steps(mut text: &str) -> (Vec<&str>, &str) {
    let mut found = Vec::new();
    let mut next = Some(text);
    while let Some(at) = next {
        let step = word(at);
        if !is_section(step) {
            break;
        }
        found.push(step);
        text = &at[step.len()..];
        next = separated(text);
    }
    (found, text)
}

/// What follows a comma, a dash or a word that joins two places.
fn separated(text: &str) -> Option<&str> {
    [", ", " and ", " to ", "–"].iter().find_map(|s| text.strip_prefix(s))
}

/// The letters, digits and inner full stops at the start of `text`.
fn word(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_ascii_alphanumeric() && c != '.').unwrap_or(text.len());
    text[..end].trim_end_matches('.')
}

/// `6`, `0.4`, `6b`.
fn is_section(word: &str) -> bool {
    let (whole, part) = word.split_once('.').unwrap_or((word, "0"));
    let part = part.trim_end_matches(|c: char| c.is_ascii_lowercase());
    let number = whole.strip_suffix(|c: char| c.is_ascii_lowercase()).unwrap_or(whole);
    is_number(number) && is_number(part)
}

/// `E2`.
fn is_row(word: &str) -> bool {
    word.strip_prefix(|c: char| c.is_ascii_uppercase()).is_some_and(is_number)
}

fn is_number(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit())
}

/// Everything of a specification that can be cited.
pub(crate) fn places_of(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut section = String::new();
    for line in text.lines() {
        if let Some(heading) = line.strip_prefix('#') {
            let heading = heading.trim_start_matches('#').trim_start();
            let name = heading.strip_prefix("Table ").map(|t| format!("table {}", word(t)));
            let name = name.unwrap_or_else(|| word(heading).to_owned());
            if is_section(&name) {
                section.clone_from(&name);
            }
            found.insert(name);
        } else if let Some(step) = step_of(line) {
            found.insert(format!("{section} step {step}"));
        } else if let Some(row) = line.strip_prefix("| ").map(word).filter(|w| is_row(w)) {
            found.insert(row.to_owned());
        }
    }
    found
}

/// The number of a step that `line` begins: `3. …`, `* 4b. …`, `* step 1 …`.
fn step_of(line: &str) -> Option<&str> {
    let line = line.strip_prefix("* ").unwrap_or(line);
    let line = line.strip_prefix("step ").map_or(line, |l| l);
    let step = word(line);
    let ends = line[step.len()..].starts_with(['.', ' ', ':']);
    (ends && is_section(step) && !step.contains('.')).then_some(step)
}

/// The first number in a comment that looks like a section or step without its file.
pub(crate) fn bare(text: &str) -> Option<String> {
    let text: String = text.split('`').step_by(2).collect::<Vec<_>>().join("…");
    pathless(&text).or_else(|| named(&text)).or_else(|| bracketed(&text))
}

/// `kernel.md 6`, without its folder.
fn pathless(text: &str) -> Option<String> {
    let files = ["kernel.md", "xen.md", "overhead.md", "log-formats.md"];
    files.iter().find(|file| text.contains(*file)).map(|file| (*file).to_owned())
}

/// `section 8`, `Step 4`.
fn named(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let pair = words.windows(2).find(|pair| {
        let name = pair[0].trim_start_matches('(').to_ascii_lowercase();
        let number = word(pair[1]);
        ["section", "sections", "step", "steps"].contains(&name.as_str()) && is_section(number)
    })?;
    Some(pair.join(" "))
}

/// `(0.4)`, `(5, …`, `(3–5)`: a whole number of one or two digits, or one of 0.1 to 0.9.
fn bracketed(text: &str) -> Option<String> {
    let inner = text.split('(').skip(1).find(|inner| {
        let word = word(inner);
        let small = word.len() < 3 || (word.len() == 3 && word.starts_with("0."));
        small && is_section(word) && inner[word.len()..].starts_with([')', ',', ';', '–'])
    })?;
    Some(format!("({}", inner.chars().take(20).collect::<String>()))
}
