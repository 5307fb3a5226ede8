//! What is embedded agrees with the engine: names, pictures, documentation.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;

use read::embed_options::{Chips, Choice, Controls, Motion, Scale, Theme, View};
use read::form::Field;
use read::link::decode;
use read::presets::PRESETS;
use site::pictures::{NARROW, WIDE, playing, still};
use site::prerender::embedded;
use tests::booted::{boot_of, booted};
use words::html::escaped;

const ELEMENT: &str = include_str!("../../www/embed/element.js");
const TYPES: &str = include_str!("../../www/embed/dom0-memory.d.ts");
const DOCS: &str = include_str!("../../www/embed-docs.html");

/// The names in an array of the element's source.
fn listed(array: &str) -> Vec<&'static str> {
    let (_, rest) = ELEMENT.split_once(&format!("\nconst {array} = [")).unwrap();
    let (inside, _) = rest.split_once(']').unwrap();
    inside.split(',').map(|name| name.trim().trim_matches('"')).collect()
}

#[test]
fn the_element_has_every_field_of_the_form_and_no_other() {
    let mut ours: Vec<&str> = listed("FIELDS");
    assert_eq!(ours.remove(0), "preset");
    let fields: Vec<&str> = Field::ALL.into_iter().map(Field::name).collect();
    let mut ordered = fields.clone();
    ordered.sort_unstable();
    ours.sort_unstable();
    assert_eq!(ours, ordered);
    for name in fields {
        assert!(DOCS.contains(&format!("<code>{name}</code>")), "{name} is not documented");
    }
}

#[test]
fn the_element_has_every_look_and_the_types_and_docs_name_every_choice() {
    assert_eq!(
        listed("LOOKS"),
        [View::KEY, Controls::KEY, Chips::KEY, Theme::KEY, Motion::KEY, Scale::KEY]
    );
    check::<View>();
    check::<Controls>();
    check::<Chips>();
    check::<Theme>();
    check::<Motion>();
    check::<Scale>();
}

fn check<C: Choice>() {
    let names: Vec<String> = C::NAMES.iter().map(|(_, name)| format!("\"{name}\"")).collect();
    let line = format!("{}: {} | null;", C::KEY, names.join(" | "));
    assert!(TYPES.contains(&line), "{line}");
    for (_, name) in C::NAMES {
        assert!(DOCS.contains(&format!("<code>{name}</code>")), "{name} is not documented");
    }
}

#[test]
fn a_picture_that_plays_shows_every_step_and_stands_still_where_no_motion_is_wanted() {
    for (preset, width) in PRESETS.iter().flat_map(|p| [(p, WIDE), (p, NARROW)]) {
        let boot = boot_of(&read::Form::from(preset));
        let svg = playing(&boot, width);
        assert!(svg.len() < 100_000, "{}: {} bytes", preset.id, svg.len());
        let higher = figure::scene::height(&figure::view::View::new(width)) + 32.0;
        let size =
            format!("viewBox=\"0 0 {width} {higher}\" width=\"{width}\" height=\"{higher}\"");
        assert!(svg.contains(&size), "{}: {size}", preset.id);
        assert!(DOCS.contains(&format!("width=\"{width}\" height=\"{higher}\"")), "{width}");
        for step in &boot.steps {
            let title = words::title(step.phase(), &boot);
            assert!(svg.contains(title), "{}: {title}", preset.id);
        }
        assert!(!svg.contains("<script") && svg.ends_with("</svg>\n"));
        assert_eq!(svg.matches("<g ").count(), svg.matches("</g>").count());
        let calm = "@media(prefers-reduced-motion:no-preference){";
        assert_eq!(svg.matches("animation:").count(), svg.matches(calm).count());
    }
}

/// The last frame is the last step standing still, element by element.
#[test]
fn a_picture_that_plays_ends_with_the_still_of_the_last_step() {
    let boot = booted(&[]);
    let (whole, last) = (playing(&boot, WIDE), still(&boot, boot.steps.len() - 1));
    let texts = last.split("<text ").skip(1).map(|t| t.split_once("</text>").unwrap().0);
    for text in texts {
        assert!(whole.contains(text), "{text}");
    }
}

#[test]
fn an_embed_waits_with_the_picture_that_it_begins_with_in_all_its_colours() {
    let stage = std::env::temp_dir().join(format!("dom0-embed-{}", std::process::id()));
    fs::create_dir_all(&stage).unwrap();
    embedded(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../www"), &stage).unwrap();
    let read = |file| fs::read_to_string(stage.join(file)).unwrap();
    let (markup, style) = (read("wrap.html"), read("figure.css"));
    fs::remove_dir_all(&stage).unwrap();
    let after = |start: &str| markup.split(start).nth(1).unwrap();
    let still = after("data-still=\"").split('"').next().unwrap().replace("&amp;", "&");
    let link = decode(&still);
    assert_eq!((&link.form, link.notes()), (&decode("").form, Vec::new()), "{still}");
    let boot = boot_of(&link.form);
    let step = &boot.steps[words::opening_step(&boot)];
    assert_eq!(link.step, step.phase().id());
    assert!(after("data-part=\"caption\"").contains(&escaped(&words::caption(step, &boot))));
    let classes = markup.split("class=\"").skip(1).map(|rest| rest.split('"').next().unwrap());
    let roles = classes.flat_map(|all| all.split(' '));
    let roles: Vec<&str> =
        roles.filter(|c| ["f-", "l-", "t-"].contains(&&c[..c.len().min(2)])).collect();
    assert!(roles.len() > 40, "{}", roles.len());
    for role in roles {
        assert!(style.contains(&format!(".d0 .{role}{{")), "{role} has no colour");
    }
}
