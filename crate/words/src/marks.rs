//! Marks in sentences for a page: `` `code` `` and `*strong*`.
//!
//! A sentence with marks holds only our own words and numbers, never text as it was typed, so
//! each mark is one of ours. Not here: escaping (`html`), and marks as elements of a page, which
//! `www` makes.

use super::html::escape;

const CODE: char = '`';
const STRONG: char = '*';

/// `text` without its marks.
pub fn plain(text: &str) -> String {
    text.chars().filter(|c| ![CODE, STRONG].contains(c)).collect()
}

/// `text` as HTML.
pub fn to_html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut code, mut strong) = (false, false);
    for c in text.chars() {
        match c {
            CODE => {
                code = !code;
                out.push_str(if code { "<code>" } else { "</code>" });
            }
            STRONG => {
                strong = !strong;
                out.push_str(if strong { "<b>" } else { "</b>" });
            }
            _ => escape(&mut out, c.encode_utf8(&mut [0; 4])),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_become_elements_or_nothing() {
        let text = "`free` shows *2.03 GiB* & <more>";
        assert_eq!(plain(text), "free shows 2.03 GiB & <more>");
        let html = "<code>free</code> shows <b>2.03 GiB</b> &amp; &lt;more&gt;";
        assert_eq!(to_html(text), html);
    }
}
