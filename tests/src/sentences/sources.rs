//! Texts in files: string literals of Rust sources, and what a page or a guide shows.

/// The string literals of a source, without its unit tests; placeholders stay as they are.
pub fn literals(source: &str) -> Vec<String> {
    let code = source.split("#[cfg(test)]").next().unwrap_or_default();
    let mut all = Vec::new();
    let mut rest = code;
    while let Some(at) = rest.find(['"', '\'', '/']) {
        let (_, found) = rest.split_at(at);
        rest = match found.as_bytes() {
            [b'/', b'/', ..] => found.split_once('\n').map_or("", |(_, after)| after),
            [b'\'', b'"', b'\'', ..] | [b'\'', b'\\', ..] => found.get(3..).unwrap_or_default(),
            [b'"', ..] => {
                let (text, after) = literal(found.get(1..).unwrap_or_default());
                all.push(text);
                after
            }
            _ => found.get(1..).unwrap_or_default(),
        };
    }
    all
}

/// A literal up to its closing quote, unescaped as far as words go, and what follows it.
fn literal(rest: &str) -> (String, &str) {
    let mut text = String::new();
    let mut chars = rest.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return (text, rest.get(at + 1..).unwrap_or_default()),
            '\\' => match chars.next() {
                Some((_, 'u')) => {
                    text.push(' ');
                    for (_, c) in chars.by_ref() {
                        if c == '}' {
                            break;
                        }
                    }
                }
                Some((_, 'n' | '\n')) => text.push(' '),
                Some((_, c)) => text.push(c),
                None => break,
            },
            _ => text.push(c),
        }
    }
    (text, "")
}

/// What a page shows, block by block: its texts and the attributes that are read aloud, without
/// code, scripts and comments.
pub fn html_texts(page: &str) -> Vec<String> {
    let mut page = page.to_owned();
    for (start, end) in
        [("<!--", "-->"), ("<script", "</script>"), ("<style", "</style>"), ("<pre>", "</pre>")]
    {
        page = without(&page, start, end);
    }
    page = without(&page, "<code", "</code>");
    let mut all = Vec::new();
    for attribute in ["alt=\"", "aria-label=\"", "title=\"", "content=\"", "placeholder=\""] {
        let values = page.split(attribute).skip(1).filter_map(|rest| rest.split('"').next());
        all.extend(values.map(str::to_owned));
    }
    // Tags inside a sentence do not end it.
    for tag in ["b", "a", "i", "em", "span", "cite", "small"] {
        page = without_tag(&page, tag);
    }
    let blocks = page.split('<').filter_map(|part| part.split_once('>')).map(|(_, text)| text);
    all.extend(blocks.map(|text| text.split_whitespace().collect::<Vec<_>>().join(" ")));
    all.retain(|text| text.contains(char::is_alphabetic));
    all
}

/// The text without what is between `start` and `end`, for which `…` stands.
fn without(text: &str, start: &str, end: &str) -> String {
    let mut parts = text.split(start);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push('…');
        out.push_str(part.split_once(end).map_or("", |(_, after)| after));
    }
    out
}

fn without_tag(text: &str, tag: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let (before, found) = rest.split_at(at);
        out.push_str(before);
        let name = found.trim_start_matches(['<', '/']);
        let own = name.strip_prefix(tag).is_some_and(|r| r.starts_with(['>', ' ']));
        let end = found.find('>').map_or(found.len(), |i| i + 1);
        let (whole, after) = found.split_at(end);
        if !own {
            out.push_str(whole);
        }
        rest = after;
    }
    out + rest
}

/// The paragraphs and cells of a guide, without code.
pub fn markdown_texts(guide: &str) -> Vec<String> {
    let prose: Vec<&str> = guide.split("```").step_by(2).collect();
    let lines = prose.iter().flat_map(|part| part.lines());
    let plain = |line: &str| {
        let parts: Vec<&str> = line.split('`').collect();
        let shown = parts.iter().enumerate().map(|(i, p)| if i % 2 == 0 { p } else { "…" });
        shown.collect::<String>()
    };
    let all = lines.map(plain).flat_map(|l| l.split('|').map(str::to_owned).collect::<Vec<_>>());
    all.filter(|text| text.contains(char::is_alphabetic)).collect()
}
