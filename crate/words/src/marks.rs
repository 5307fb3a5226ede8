//! Marks in sentences for a page: `` `code` `` and `*strong*`.
//!
//! What somebody else wrote is in such a sentence only as [`typed`], [`bare`] or [`quoted`] give it, so
//! each mark is one of ours. Where a sentence is needed with and without marks, the function that
//! gives it with them is named `…_marked`. Not here: escaping (`html`), and marks as elements of
//! a page, which `www` makes.

use super::html::escape;
use super::seen::as_seen;

const CODE: char = '`';
const STRONG: char = '*';

/// A character of a text with marks.
enum Part {
    /// One to show.
    Shown(char),
    /// Where code begins, or ends.
    Code(bool),
    /// Where strong text begins, or ends.
    Strong(bool),
}

fn parts(text: &str) -> impl Iterator<Item = Part> + '_ {
    let (mut code, mut strong) = (false, false);
    text.chars().map(move |c| match c {
        CODE => {
            code = !code;
            Part::Code(code)
        }
        // In code a star is a star.
        STRONG if !code => {
            strong = !strong;
            Part::Strong(strong)
        }
        _ => Part::Shown(c),
    })
}

/// `text` without its marks.
pub fn plain(text: &str) -> String {
    let shown = parts(text).filter_map(|part| match part {
        Part::Shown(c) => Some(c),
        Part::Code(_) | Part::Strong(_) => None,
    });
    shown.collect()
}

/// `text` as HTML.
pub fn to_html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for part in parts(text) {
        match part {
            Part::Shown(c) => escape(&mut out, c.encode_utf8(&mut [0; 4])),
            Part::Code(begins) => out.push_str(if begins { "<code>" } else { "</code>" }),
            Part::Strong(begins) => out.push_str(if begins { "<b>" } else { "</b>" }),
        }
    }
    out
}

/// Text that somebody else wrote, as code in a sentence with marks: as [`as_seen`], and a
/// character that would be a mark is replaced by one that looks like it.
pub fn typed(text: &str) -> String {
    format!("{CODE}{}{CODE}", as_seen(text).replace(CODE, "ˋ"))
}

/// The same as plain text in such a sentence.
pub fn bare(text: &str) -> String {
    as_seen(text).replace(CODE, "ˋ").replace(STRONG, "∗")
}

/// The same in quotation marks.
pub fn quoted(text: &str) -> String {
    format!("“{}”", bare(text))
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

    #[test]
    fn what_was_typed_makes_no_marks() {
        let foreign = "2G`,*max*:`<b>";
        for text in [typed(foreign), quoted(foreign)] {
            let sentence = format!("Xen reads {text} *twice*.");
            let html = to_html(&sentence);
            assert_eq!(html.matches("<b>").count(), 1, "{html}");
            assert_eq!(html.matches("<code>").count(), usize::from(text.starts_with(CODE)));
            assert!(!plain(&sentence).contains(CODE), "{sentence}");
        }
        assert_eq!(plain(&typed("a*b")), "a*b");
    }
}
