//! Text as part of HTML, SVG or an attribute in quotes: the only escaping there is.

/// Adds `text` so that it stays text, in an element and in an attribute in double quotes.
pub fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("&#10;"),
            _ => out.push(c),
        }
    }
}

/// `text` as [`escape`] adds it.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape(&mut out, text);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leaves_an_element_or_an_attribute() {
        let typed = "\"><script>alert(1)</script>&\n";
        let expected = "&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;&#10;";
        assert_eq!(escaped(typed), expected);
    }
}
