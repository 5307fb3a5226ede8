//! Snippets to paste into a page to embed the explainer: HTML with everything escaped.
//!
//! The texts contain a link's form and embed options as they are; nothing typed can break
//! out of its attribute.

use words::html::escape_unseen;

use crate::embed_options::EmbedOptions;
use crate::form::{Field, Form};
use crate::link;

/// The frame, which works wherever frames are allowed; the loader that lets it grow to its
/// content where scripts are allowed too; and a link where neither is.
pub fn iframe(base: &str, form: &Form, step: &str, look: EmbedOptions, title: &str) -> String {
    let mut out = "<iframe data-dom0-memory src=\"".to_owned();
    escape_unseen(&mut out, base);
    out.push_str("embed.html#");
    escape_unseen(&mut out, &link::encode_with(form, step, look));
    out.push_str("\" title=\"");
    escape_unseen(&mut out, title);
    out.push_str("\" width=\"100%\" height=\"760\" loading=\"lazy\" frameborder=\"0\"></iframe>\n");
    out.push_str("<script src=\"");
    escape_unseen(&mut out, base);
    out.push_str("loader.js\" async></script>\n<p><a href=\"");
    escape_unseen(&mut out, base);
    out.push('#');
    escape_unseen(&mut out, &link::encode(form, step));
    out.push_str("\">");
    out.push_str(words::QUESTION);
    out.push_str("</a></p>");
    out
}

/// The element, for pages that may run scripts from the explainer's site.
pub fn element(base: &str, form: &Form, step: &str, look: EmbedOptions, title: &str) -> String {
    let mut out = "<script type=\"module\" src=\"".to_owned();
    escape_unseen(&mut out, base);
    out.push_str("dom0-memory.js\"></script>\n<dom0-memory");
    for (name, value) in attributes(form, step, look) {
        out.push(' ');
        out.push_str(name);
        out.push_str("=\"");
        escape_unseen(&mut out, &value);
        out.push('"');
    }
    out.push_str("><a href=\"");
    escape_unseen(&mut out, base);
    out.push('#');
    escape_unseen(&mut out, &link::encode(form, step));
    out.push_str("\">");
    escape_unseen(&mut out, title);
    out.push_str("</a></dom0-memory>");
    out
}

/// Attributes of the element with the same meaning as the link.
fn attributes(form: &Form, step: &str, look: EmbedOptions) -> Vec<(&'static str, String)> {
    let texts = link::named(form).map(|(field, text)| (Field::name(field), text));
    let step = (!step.is_empty()).then(|| ("step", step.to_owned()));
    let look = look.chosen().map(|(key, name)| (key, name.to_owned()));
    texts.chain(step).chain(look).collect()
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
            "<iframe data-dom0-memory src=\"https://example.org/embed.html#v=1&amp;host-mem=64G&amp;e820=0-9f:u,f0-100:r\
             &amp;dom0-mem=2G,max:2G&amp;xen=4.1.2&amp;linux=%22%3E%3Cscript%3E&amp;step=map-read&amp;view=diagram\" \
             title=\"a &quot;b&quot; &lt;c&gt;\" width=\"100%\" height=\"760\" loading=\"lazy\" frameborder=\"0\"></iframe>\n\
             <script src=\"https://example.org/loader.js\" async></script>\n\
             <p><a href=\"https://example.org/#v=1&amp;host-mem=64G&amp;e820=0-9f:u,f0-100:r\
             &amp;dom0-mem=2G,max:2G&amp;xen=4.1.2&amp;linux=%22%3E%3Cscript%3E&amp;step=map-read\">\
             Where did dom0’s memory go?</a></p>"
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
