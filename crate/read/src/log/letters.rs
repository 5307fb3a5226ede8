//! Characters that web pages, documents and terminals put in the place of those that kernels and
//! tools print.

/// A character as terminals and kernels write it.
pub(super) fn push_plain(out: &mut String, c: char) {
    match c {
        // It takes one back.
        '\u{8}' => {
            out.pop();
        }
        // Blanks of web pages and documents, and borders of a terminal's panes.
        '\t'
        | '\u{a0}'
        | '\u{2000}'..='\u{200a}'
        | '\u{202f}'
        | '\u{205f}'
        | '\u{3000}'
        | '│'
        | '┃'
        | '║' => out.push(' '),
        // Without a width, or a byte of a text in UTF-16.
        '\r' | '\u{0}' | '\u{7}' | '\u{ad}' | '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2060}' => {
        }
        // What word processors make of an arrow, of a minus and of quotation marks.
        '→' => out.push_str("->"),
        '\u{2010}'..='\u{2012}' | '–' | '—' | '−' => out.push('-'),
        '“' | '”' | '„' | '‟' | '«' | '»' => out.push('"'),
        '‘' | '’' | '‚' => out.push('\''),
        '：' => out.push_str(": "),
        // Letters that a PDF file joins.
        'ﬀ' => out.push_str("ff"),
        'ﬁ' => out.push_str("fi"),
        'ﬂ' => out.push_str("fl"),
        'ﬃ' => out.push_str("ffi"),
        'ﬄ' => out.push_str("ffl"),
        _ => out.push(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_what_was_printed() {
        for (written, printed) in [
            ("a\tb\u{a0}c\u{3000}d│", "a b c d "),
            ("\u{feff}a\u{200b}b\r\u{7}", "ab"),
            ("ab\u{8}c", "ac"),
            ("1→2–3", "1->2-3"),
            ("“a” ‘b’ c：d", "\"a\" 'b' c: d"),
            ("oﬃce é", "office é"),
        ] {
            let mut out = String::new();
            written.chars().for_each(|c| push_plain(&mut out, c));
            assert_eq!(out, printed, "{written}");
        }
    }
}
