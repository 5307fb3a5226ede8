//! What goes into the engine besides plain fields, in a real browser: controls, presets, pasted
//! logs, the other machine of a comparison, and pictures with little room.
#![allow(clippy::unwrap_used)]

use js_sys::Object;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;
use web::Explainer;

use super::support::{ARTICLE, WIDTH, canvas, get, rows, run, text};

const RING: &str = include_str!("../../read/src/log/ring.log");

#[wasm_bindgen_test]
fn each_preset_has_a_name_and_a_link_that_runs() {
    let presets = rows(Explainer::presets().unwrap());
    assert!(presets.len() > 3);
    for preset in presets {
        assert!(!text(&preset, "name").is_empty());
        let [by_id, by_link] =
            [format!("preset={}", text(&preset, "id")), text(&preset, "fragment")];
        assert_eq!(run(&by_id).csv(0), run(&by_link).csv(0));
    }
}

#[wasm_bindgen_test]
fn a_control_means_texts_for_fields_or_says_what_is_wrong() {
    let explainer = run(ARTICLE);
    let moved = |control: &str, value: &str| explainer.moved(control, value).unwrap();
    let size = moved("size", "2G");
    let edits = rows(get(&size, "edits"));
    assert_eq!(
        (text(&edits[0], "field"), text(&edits[0], "text")),
        ("dom0-mem".into(), "2G".into())
    );
    let wrong = moved("size", "rubbish");
    assert_eq!(rows(get(&wrong, "edits")).len(), 0);
    assert!(text(&wrong, "error").len() > 5);
    let timeline = Explainer::timeline().unwrap();
    let last = get(&timeline, "length").as_f64().unwrap();
    let stops = rows(get(&timeline, "stops"));
    assert!(stops.iter().all(|stop| (0.0..=last).contains(&stop.as_f64().unwrap())));
    let kernel = moved("timeline", "0");
    assert_eq!(text(&rows(get(&kernel, "edits"))[0], "field"), "linux");
    assert!(Explainer::is_unfinished("2G,max:") && !Explainer::is_unfinished("2G,max:2G"));
    assert_eq!(explainer.get("dom0-mem"), "4G", "nothing was typed");
}

#[wasm_bindgen_test]
fn a_paste_is_read_and_fills_the_form() {
    let report = Explainer::read(RING, 0).unwrap();
    let lines = rows(get(&report, "lines"));
    assert_eq!(lines.len(), RING.lines().count());
    let found: Object = get(&report, "fields").unchecked_into();
    let [names, texts] = [Object::keys(&found), Object::values(&found)]
        .map(|list| list.iter().map(|t| t.as_string().unwrap()).collect::<Vec<_>>());
    let mut explainer = run(ARTICLE);
    explainer.use_found(names, texts);
    assert_eq!(explainer.get("dom0-mem"), "2G,max:2G");
    assert_eq!(explainer.get("xen"), "4.17.5");
    assert!(!explainer.link("").contains("builder"), "no word of the log is in a link");
    let none = Explainer::read("a letter to a friend", 0).unwrap();
    let found: Object = get(&none, "fields").unchecked_into();
    assert_eq!(Object::keys(&found).length(), 0);
}

#[wasm_bindgen_test]
fn two_machines_are_compared_and_drawn_on_one_axis() {
    let one = run(ARTICLE);
    let other = run(&ARTICLE.replace("3.2", "3.6"));
    assert!(!rows(one.compare(&other).unwrap()).is_empty());
    assert!(one.draw_beside(&other, canvas(936, 600), 4.0, WIDTH, 1.0, "dark"));
    let drawn = one.svg_beside(&other, 4.0, WIDTH);
    assert!(drawn.starts_with("<svg xmlns"));
    let larger = run(&ARTICLE.replace("64G", "256G"));
    assert_ne!(drawn, one.svg_beside(&larger, 4.0, WIDTH), "the axis is longer");
    let link = one.link_beside("descriptors", "2G", "4.17", "6.1");
    for (name, value) in [("dom0-mem", "2G"), ("xen", "4.17"), ("linux", "6.1")] {
        assert_eq!(Explainer::other(&link, name).as_deref(), Some(value), "{link}");
    }
    assert_eq!(Explainer::other(&link, "host-mem"), None);
}

#[wasm_bindgen_test]
fn snippets_hold_the_machine_and_the_step() {
    let explainer = run(&ARTICLE.replace("dom0-mem=4G", "dom0-mem=2G"));
    let frame = explainer.iframe("descriptors", "https://example.org/");
    assert!(frame.starts_with("<iframe") && frame.contains("https://example.org/embed.html#"));
    let element = explainer.element("descriptors", "https://example.org/");
    assert!(element.contains("<dom0-memory") && element.contains("dom0-mem=\"2G\""), "{element}");
    assert!(frame.contains("step=descriptors") && element.contains("step=\"descriptors\""));
}

#[wasm_bindgen_test]
fn a_low_place_makes_the_picture_low_and_a_rail_opens() {
    let mut explainer = run(ARTICLE);
    let whole = Explainer::height(WIDTH);
    assert!((explainer.fitted_height(WIDTH) - whole).abs() < 1e-9);
    explainer.fit(300.0);
    let low = explainer.fitted_height(WIDTH);
    assert!(low <= 300.0 && low > 100.0, "{low}");
    let before = explainer.svg(4, 1.0, WIDTH);
    let mut rails = (0..300).step_by(5).map(f64::from);
    let opened = rails.find(|y| explainer.open_rail(4, 1.0, WIDTH, *y));
    assert!(opened.is_some());
    assert_ne!(explainer.svg(4, 1.0, WIDTH), before);
    explainer.fit(0.0);
    assert!((explainer.fitted_height(WIDTH) - whole).abs() < 1e-9);
}

#[wasm_bindgen_test]
fn the_scale_is_in_the_picture_and_in_the_link() {
    let mut explainer = run(ARTICLE);
    assert!(!explainer.at_true_scale(4, 1.0));
    let folded = explainer.svg(4, 1.0, WIDTH);
    explainer.scale("to-scale");
    assert!(explainer.at_true_scale(4, 1.0));
    assert_ne!(explainer.svg(4, 1.0, WIDTH), folded);
    assert!(explainer.link("").contains("scale=to-scale"));
    explainer.scale("rubbish");
    assert_eq!(explainer.svg(4, 1.0, WIDTH), folded);
}

#[wasm_bindgen_test]
fn the_region_under_a_point_is_the_one_listed_there() {
    let mut explainer = run(ARTICLE);
    explainer.draw(canvas(936, 600), 4, 1.0, WIDTH, 1.0, "light");
    let all = rows(explainer.regions().unwrap());
    let middle = |region: &JsValue| {
        let [x, y, w, h] =
            ["x", "y", "w", "h"].map(|n| get(&get(region, "at"), n).as_f64().unwrap());
        explainer.hit(x + w / 2.0, y + h / 2.0).unwrap()
    };
    let wide = |region: &&JsValue| get(&get(region, "at"), "w").as_f64().unwrap() > 24.0;
    assert!(all.iter().filter(wide).count() > 4);
    for region in all.iter().filter(wide) {
        assert_eq!(text(&middle(region), "key"), text(region, "key"));
    }
}
