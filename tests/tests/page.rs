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
