//! What leaves the engine as texts, rows and files, in a real browser: before the first run, and
//! for the article's machine.
#![allow(clippy::unwrap_used)]

use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;
use web::Explainer;

use super::support::{ARTICLE, WIDTH, get, rows, run, text};

/// The step in which pages return to Xen.
const RELEASED: usize = 4;

#[wasm_bindgen_test]
fn before_the_first_run_everything_is_empty() {
    let mut fresh = Explainer::new();
    let other = Explainer::new();
    assert_eq!((fresh.index_of("pages-released"), fresh.opening_step()), (0, 0));
    assert_eq!(fresh.missing("no-step"), None);
    let texts = [
        fresh.svg(0, 1.0, WIDTH),
        fresh.text(0),
        fresh.csv(0),
        fresh.picture_file(0, WIDTH),
        fresh.answer_svg(WIDTH),
        fresh.whole_svg(WIDTH),
        fresh.slim_svg(WIDTH),
        fresh.sweep_svg(WIDTH),
        fresh.svg_beside(&other, 0.0, WIDTH),
    ];
    assert!(texts.iter().all(String::is_empty), "{texts:?}");
    for list in [
        fresh.log_strip(0, 1.0),
        fresh.ledger(0),
        fresh.regions(),
        fresh.chips(),
        fresh.compare(&other),
    ] {
        assert_eq!(rows(list.unwrap()).len(), 0);
    }
    let details = fresh.details();
    for nothing in
        [details, fresh.hit(9.0, 9.0), fresh.about("D:bf780"), fresh.sweep(), fresh.ceiling()]
    {
        assert!(nothing.unwrap().is_undefined());
    }
    assert!(fresh.ledger_total(0).unwrap().is_null() && fresh.export(0).unwrap().is_null());
    assert_eq!((fresh.sweep_start("3.2"), fresh.sweep_step()), (0, 0));
    assert_eq!((fresh.ceiling_by(1), fresh.ceiling_at(1.0)), (None, None));
    assert!(!fresh.open_rail(0, 1.0, WIDTH, 9.0) && !fresh.at_true_scale(0, 1.0));
    let moved = fresh.moved("size", "2G").unwrap();
    assert_eq!((rows(get(&moved, "edits")).len(), text(&moved, "error")), (0, String::new()));
}

#[wasm_bindgen_test]
fn the_ledger_adds_up_in_rows_csv_text_and_export() {
    let explainer = run(ARTICLE);
    let ledger = rows(explainer.ledger(RELEASED).unwrap());
    let pages = |row: &JsValue| -> u64 {
        let digits = text(row, "pages").chars().filter(char::is_ascii_digit).collect::<String>();
        digits.parse().unwrap()
    };
    let sum: u64 = ledger.iter().map(pages).sum();
    assert_eq!(sum, pages(&explainer.ledger_total(RELEASED).unwrap()));
    let csv = explainer.csv(RELEASED);
    assert_eq!(csv.lines().count(), ledger.len() + 2, "a head and a sum more");
    assert!(csv.starts_with("account,what,pages,kib"), "{csv}");
    assert!(csv.lines().last().unwrap().contains(&sum.to_string()), "{csv}");
    let plain = explainer.text(RELEASED);
    assert!(plain.lines().all(|line| line.chars().count() <= 80), "{plain}");
    assert!(plain.contains("Linux 3.2"), "{plain}");
    let run = explainer.export(RELEASED).unwrap();
    let accounts = rows(get(&run, "ledger"));
    assert_eq!(accounts.len(), ledger.len());
    let exported = |row: &JsValue| get(row, "pages").as_f64().unwrap();
    let all: f64 = accounts.iter().map(exported).sum();
    assert_eq!(all.to_string(), sum.to_string());
    assert!(explainer.export(99).unwrap().is_null(), "no such step");
}

#[wasm_bindgen_test]
fn pictures_come_as_files_and_as_parts_of_the_page() {
    let mut explainer = run(ARTICLE);
    let file = explainer.picture_file(RELEASED, WIDTH);
    assert!(file.starts_with("<svg xmlns") && file.contains("<style>"));
    for part in [explainer.answer_svg(600.0), explainer.whole_svg(600.0), explainer.slim_svg(600.0)]
    {
        assert!(part.starts_with("<svg xmlns") && !part.contains("<style>"), "{part}");
        assert!(part.contains("viewBox=\"0 0 600 "), "{part}");
    }
    let points = explainer.sweep_start("");
    assert!(points > 3);
    while explainer.sweep_step() > 0 {}
    assert!(explainer.sweep_svg(600.0).contains("viewBox=\"0 0 600 "));
    assert!(Explainer::sweep_height(600.0) > 100.0);
}

#[wasm_bindgen_test]
fn a_link_sets_step_and_looks_and_what_it_has_too_much_is_said() {
    let explainer =
        run(&format!("{ARTICLE}&step=descriptors&view=diagram&scale=to-scale&theme=dark"));
    assert_eq!((explainer.index_of(""), explainer.opening_step()), (8, 8));
    let look = explainer.look().unwrap();
    let names = ["view", "controls", "chips", "theme", "motion", "scale"].map(|n| text(&look, n));
    assert_eq!(names, ["diagram", "full", "none", "dark", "auto", "to-scale"]);
    assert_eq!(explainer.missing("descriptors"), None);
    assert!(explainer.missing("pages-moved").is_some_and(|said| said.len() > 10));
    assert_eq!(run(ARTICLE).opening_step(), RELEASED, "where pages leave");
    let mut odd = Explainer::new();
    odd.load("v=1&colour=red");
    let notes = rows(get(&odd.run().unwrap(), "notes"));
    assert!(notes.iter().any(|note| note.as_string().unwrap().contains("colour")));
}

#[wasm_bindgen_test]
fn the_kernels_lines_of_a_step_are_at_most_two() {
    let explainer = run(ARTICLE);
    let lines = rows(explainer.log_strip(RELEASED, 1.0).unwrap());
    assert!((1..=2).contains(&lines.len()), "{}", lines.len());
    assert!(text(&lines[0], "text").len() > 10);
}

#[wasm_bindgen_test]
fn chips_mark_the_choice_in_use_and_carry_links_that_lead_back() {
    let explainer = run(ARTICLE);
    let groups = rows(explainer.chips().unwrap());
    assert_eq!(groups.len(), 3, "machine, kernel and ceiling");
    for group in &groups {
        let chips = rows(get(group, "chips"));
        let on = chips.iter().filter(|chip| get(chip, "on") == JsValue::TRUE).count();
        assert_eq!(on == 0, !text(group, "own").is_empty(), "{}", text(group, "name"));
        for chip in &chips {
            run(&text(chip, "link"));
        }
    }
}
