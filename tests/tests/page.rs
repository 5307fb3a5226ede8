//! The page's markup against the engine: every field has its control, and the markup of
//! the story is complete.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::path::Path;

use read::Field;

fn www(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../www").join(name);
    std::fs::read_to_string(path).unwrap()
}

/// The values of an attribute, each once.
fn values<'a>(text: &'a str, attribute: &str) -> BTreeSet<&'a str> {
    let start = format!("{attribute}=\"");
    let found = text.split(start.as_str()).skip(1);
    found.filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn every_field_has_a_labelled_control_and_a_place_for_its_error() {
    let page = www("index.html");
    for field in Field::ALL {
        let name = field.name();
        for part in [
            format!("<label for=\"{name}\">"),
            format!("id=\"{name}\" name=\"{name}\""),
            format!("class=\"error\" id=\"e-{name}\""),
        ] {
            assert!(page.contains(&part), "{part}");
        }
    }
}

/// Two elements of one id would share their script, their label and their style.
#[test]
fn every_id_of_a_page_is_given_once() {
    for name in ["index.html", "article.html", "embed-docs.html"] {
        let page = www(name).replace("<!-- include:story.html -->", &www("story.html"));
        let mut seen = BTreeSet::new();
        for rest in page.split(" id=\"").skip(1) {
            let id = rest.split('"').next().unwrap();
            assert!(seen.insert(id.to_owned()), "{name}: {id}");
        }
        assert!(name != "index.html" || seen.len() > 100, "{name}: {} ids", seen.len());
    }
}

/// What a question's section says under a kernel of this act, without tags.
fn section_text(section: &str, act: &str) -> String {
    let mut out = String::new();
    let mut hidden: Vec<bool> = Vec::new();
    for piece in section.split('<').skip(1) {
        let (tag, text) = piece.split_once('>').unwrap();
        if tag.starts_with("!--") || tag == "/p" || tag == "/span" {
            if tag.starts_with('/') {
                hidden.pop();
            }
        } else if tag == "p" || tag == "span" || tag.starts_with("p ") || tag.starts_with("span ") {
            let kernels = tag.split("data-kernels=\"").nth(1).and_then(|k| k.split('"').next());
            hidden.push(kernels.is_some_and(|k| k.split(' ').all(|k| k != act)));
        }
        if !hidden.contains(&true) {
            out.push_str(text);
        }
    }
    out
}

/// The three questions explain the reader's kernel: something for each act, and nothing of
/// kernels that are long past under a present one.
#[test]
fn the_questions_explain_the_kernel_in_the_form() {
    let (page, style) = (www("index.html"), www("style.css"));
    assert!(www("form.js").contains("document.body.dataset.kernel = view.act;"));
    for (question, by_act) in [
        (
            "free",
            [
                "its own tables included",
                "This kernel counts",
                "This kernel counts",
                "This kernel counts",
            ],
        ),
        ("descriptors", ["changes nothing", "Linux 3.0.5", "sets the ceiling", "sets the ceiling"]),
        (
            "holes",
            ["none leaves", "Up to Linux 3.4 it returns", "gets the same number", "moves them"],
        ),
    ] {
        let start = format!("<summary data-question=\"{question}\">");
        let section = page.split(&start).nth(1).unwrap().split("</details>").next().unwrap();
        for (act, says) in words::Act::ALL.into_iter().zip(by_act) {
            let shown = section_text(section, act.name());
            assert!(shown.contains(says), "{question} {}: {shown}", act.name());
            let rule = format!(
                "[data-kernel=\"{0}\"] [data-kernels]:not([data-kernels~=\"{0}\"])",
                act.name()
            );
            assert!(style.contains(&rule), "{rule}");
        }
        let present = section_text(section, "moves");
        for past in ["3.0.5", "3.4 ", "3.5", "plus 8 MiB"] {
            assert!(!present.contains(past), "{question}: {past} in {present}");
        }
    }
}

#[test]
fn the_storys_markup_has_every_part_its_component_asks_for() {
    let (markup, script) = (www("story.html"), www("story.js"));
    let parts = values(&markup, "data-part");
    let asked = script.split("#part(\"").skip(1).filter_map(|rest| rest.split('"').next());
    for part in asked {
        assert!(parts.contains(part), "{part}");
    }
}

#[test]
fn no_markup_carries_style_or_script_of_its_own() {
    for name in ["index.html", "story.html"] {
        let text = www(name);
        for attribute in [" style=", " onclick=", " onload=", "<style", "javascript:"] {
            assert!(!text.contains(attribute), "{name}: {attribute}");
        }
    }
}

/// `#rrggbb` tokens of the first (light) or second (dark) block of a style sheet.
fn tokens(css: &str, block: usize) -> Vec<(String, u32)> {
    let body = css.split(":root, .wrap {").nth(block + 1).unwrap();
    let body = body.split('}').next().unwrap();
    let pairs = body.split(';').filter_map(|line| line.trim().split_once(": #"));
    let rgb = |hex: &str| u32::from_str_radix(hex, 16).unwrap();
    pairs.map(|(name, hex)| (name.trim_start_matches("--").to_owned(), rgb(hex))).collect()
}

fn luminance(rgb: u32) -> f64 {
    let channel = |shift: u32| {
        let c = f64::from(rgb >> shift & 0xff) / 255.0;
        if c <= 0.03928 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(16) + 0.7152 * channel(8) + 0.0722 * channel(0)
}

fn contrast(a: u32, b: u32) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn the_pages_colours_reach_the_contrasts_they_are_used_for() {
    let css = www("story.css");
    for block in [0, 1] {
        let all = tokens(&css, block);
        let get = |name: &str| all.iter().find(|(n, _)| n == name).unwrap().1;
        for (front, back, least) in [
            ("ink", "paper", 7.0),
            ("ink", "soft", 7.0),
            ("ink", "highlight", 7.0),
            ("ink2", "paper", 4.5),
            ("ink2", "soft", 4.5),
            ("ink2", "highlight", 4.5),
            ("action", "paper", 4.5),
            ("on-action", "action", 4.5),
            ("bad", "paper", 4.5),
            ("rule", "paper", 3.0),
        ] {
            let found = contrast(get(front), get(back));
            assert!(found >= least, "{front} on {back} in block {block}: {found:.2}");
        }
    }
}

#[test]
fn the_page_and_its_pictures_share_their_colours() {
    use figure::shape::Role;
    use figure::theme::Theme;
    let css = www("story.css");
    for (block, theme) in [(0, Theme::Light), (1, Theme::Dark)] {
        let all = tokens(&css, block);
        let roles = [
            ("paper", Role::Paper),
            ("ink", Role::Ink),
            ("ink2", Role::Ink2),
            ("rule", Role::Rule),
        ];
        for (name, role) in roles {
            assert!(all.contains(&(name.to_owned(), theme.paint(role).line)), "{name} {theme:?}");
        }
    }
}
