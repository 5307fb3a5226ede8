//! What one pastes into a page to embed the explainer: HTML with everything escaped.
//!
//! The texts carry a link's form and look as they are; nothing typed can leave its
//! attribute.

use core::fmt::Write;

use crate::embed_options::EmbedOptions;
use crate::form::{Field, Form};
use crate::link;
use words::seen::is_unseen;

/// The frame: works wherever frames are allowed.
pub fn iframe(base: &str, form: &Form, step: &str, look: EmbedOptions, title: &str) -> String {
    let mut out = "<iframe src=\"".to_owned();
    escaped(&mut out, base);
    out.push_str("embed.html#");
    escaped(&mut out, &link::encode_with(form, step, look));
    out.push_str("\" title=\"");
    escaped(&mut out, title);
    out.push_str("\" width=\"100%\" height=\"900\" loading=\"lazy\" frameborder=\"0\"></iframe>");
    out
}

/// The element: for pages that may run script from where the explainer lies.
pub fn element(base: &str, form: &Form, step: &str, look: EmbedOptions, title: &str) -> String {
    let mut out = "<script type=\"module\" src=\"".to_owned();
    escaped(&mut out, base);
    out.push_str("dom0-memory.js\"></script>\n<dom0-memory");
    for (name, value) in attributes(form, step, look) {
        out.push(' ');
        out.push_str(name);
        out.push_str("=\"");
        escaped(&mut out, &value);
        out.push('"');
    }
    out.push_str("><a href=\"");
    escaped(&mut out, base);
    out.push('#');
    escaped(&mut out, &link::encode(form, step));
    out.push_str("\">");
    escaped(&mut out, title);
    out.push_str("</a></dom0-memory>");
    out
}

/// Attributes of the element that mean the same as the link.
fn attributes(form: &Form, step: &str, look: EmbedOptions) -> Vec<(&'static str, String)> {
    let texts = link::named(form).map(|(field, text)| (Field::name(field), text));
    let step = (!step.is_empty()).then(|| ("step", step.to_owned()));
    let look = look.chosen().map(|(key, name)| (key, name.to_owned()));
    texts.chain(step).chain(look).collect()
}

fn escaped(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // Nothing that cannot be seen is copied as it is.
            _ if is_unseen(c) => {
                let _ = write!(out, "&#{};", u32::from(c));
            }
            _ => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::embed_options::View;

    fn form() -> Form {
        link::decode("dom0-mem=2G,max:2G&linux=%22%3E%3Cscript%3E&e820=0-9f:u,f0-100:r").form
    }

    #[test]
    fn a_frame_holds_the_link_and_nothing_leaves_its_attribute() {
        let look = EmbedOptions { view: View::Diagram, ..EmbedOptions::default() };
        let html = iframe("https://example.org/", &form(), "map-read", look, "a \"b\" <c>");
        assert_eq!(
            html,
            "<iframe src=\"https://example.org/embed.html#v=1&amp;host-mem=64G&amp;e820=0-9f:u,f0-100:r\
             &amp;dom0-mem=2G,max:2G&amp;xen=4.1.2&amp;linux=%22%3E%3Cscript%3E&amp;step=map-read&amp;view=diagram\" \
             title=\"a &quot;b&quot; &lt;c&gt;\" width=\"100%\" height=\"900\" loading=\"lazy\" frameborder=\"0\"></iframe>"
        );
    }

    #[test]
    fn an_element_has_the_same_texts_as_attributes() {
        let html = element("/x/", &form(), "", EmbedOptions::default(), "open");
        let begin = "<script type=\"module\" src=\"/x/dom0-memory.js\"></script>\n<dom0-memory host-mem=\"64G\" \
             e820=\"0-9f:u,f0-100:r\" dom0-mem=\"2G,max:2G\" xen=\"4.1.2\" linux=\"&quot;&gt;&lt;script&gt;\"><a href=\"/x/#v=1&amp;";
        assert!(html.starts_with(begin), "{html}");
        assert!(html.ends_with("\">open</a></dom0-memory>"), "{html}");
    }
}
