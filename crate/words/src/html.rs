//! Text as part of HTML, SVG or an attribute in quotes: the only escaping there is.

use core::fmt::Write;

use crate::seen::is_unseen;

/// Adds `text`, escaped for an element and for an attribute in quotes.
pub fn escape(out: &mut String, text: &str) {
    text.chars().for_each(|c| add(out, c));
}

/// The same for texts that people copy: invisible characters are not copied as they are.
pub fn escape_unseen(out: &mut String, text: &str) {
    for c in text.chars() {
        if is_unseen(c) {
            let _ = write!(out, "&#{};", u32::from(c));
        } else {
            add(out, c);
        }
    }
}

/// `text`, escaped as by [`escape`].
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape(&mut out, text);
    out
}

fn add(out: &mut String, c: char) {
    match c {
        '<' => out.push_str("&lt;"),
        '>' => out.push_str("&gt;"),
        '&' => out.push_str("&amp;"),
        '"' => out.push_str("&quot;"),
        '\'' => out.push_str("&#39;"),
        _ => out.push(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leaves_an_element_or_an_attribute() {
        let typed = "\"'><script>alert(1)</script>&";
        let expected = "&quot;&#39;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;";
        assert_eq!(escaped(typed), expected);
    }

    #[test]
    fn what_is_copied_shows_everything_it_holds() {
        let mut out = String::new();
        escape_unseen(&mut out, "a\n<\u{202e}");
        assert_eq!(out, "a&#10;&lt;&#8238;");
    }
}
