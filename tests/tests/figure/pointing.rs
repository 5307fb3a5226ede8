//! What is drawn can be hit, walked, named and highlighted, and written as SVG.

use figure::scene::{Time, figure};
use figure::shape::{Key, Scene};
use figure::view::View;
use sim::ledger::Account;
use sim::step::Phase;

use super::{at, boots};

#[test]
fn every_target_is_hit_walked_and_named() {
    for (name, boot) in boots() {
        for width in [936.0, 330.0] {
            for step in 0..boot.steps.len() {
                let scene = at(&boot, step, 1.0, width);
                for target in &scene.targets {
                    let text = target.key.to_string();
                    assert_eq!(Key::parse(&text), Some(target.key), "{name} {text}");
                    let lane = target.key.lane().unwrap();
                    let stops = figure::walk(&scene, lane);
                    let reached = stops
                        .iter()
                        .filter_map(|k| figure::rect(&scene, *k))
                        .any(|r| r.contains_rect(target.rect));
                    assert!(reached, "{name} {text} is reached by keys");
                    let hit = figure::hit(&scene, target.rect.centre()).unwrap();
                    assert_eq!(hit.lane(), Some(lane), "{name} {text} {hit}");
                }
            }
        }
    }
}

#[test]
fn what_is_highlighted_stands_out_and_the_rest_steps_back() {
    use figure::highlight::Highlight;
    use figure::shape::Tone;
    let (_, boot) = boots().swap_remove(3);
    let key = Key::Account(Account::StructPage);
    let view = View::new(936.0);
    let time = Time { step: boot.index_of(Phase::Descriptors), t: 1.0 };
    let (plain, highlighted) = (
        figure(&boot, time, &view),
        figure(&boot, time, &view.highlighting(Some(Highlight::Of(key)))),
    );
    let dimmed = |s: &Scene| s.shapes.iter().filter(|s| s.tone == Tone::Dimmed).count();
    assert_eq!(dimmed(&plain), 0);
    assert!(dimmed(&highlighted) > 10);
    let own = highlighted.shapes.iter().find(|s| s.key == key).unwrap();
    assert_eq!(own.tone, Tone::Usual);
    assert_eq!(highlighted.shapes.len(), plain.shapes.len() + 1);
    let nowhere = Some(Highlight::Of(Key::Account(Account::Stranded)));
    assert_eq!(figure(&boot, time, &view.highlighting(nowhere)), plain);
}

#[test]
fn svg_is_well_formed_and_holds_no_markup_from_outside() {
    for (name, boot) in boots() {
        let scene = at(&boot, 3.min(boot.steps.len() - 1), 1.0, 936.0);
        let svg = figure::svg::write_named(&scene, "<script>&\"", &|_| Some("<b>".to_owned()));
        assert!(!svg.contains("<script") && !svg.contains("<b>"), "{name}");
        assert!(!svg.contains("style="), "{name}");
        for tag in ["text", "title", "pattern", "defs", "svg", "style"] {
            let (open, close) = (format!("<{tag}"), format!("</{tag}>"));
            assert_eq!(svg.matches(&open).count(), svg.matches(&close).count(), "{name} {tag}");
        }
        for part in svg.split("url(#").skip(1) {
            let id = part.split(')').next().unwrap();
            assert!(svg.contains(&format!("id=\"{id}\"")), "{name} {id}");
        }
        assert!(svg.starts_with("<svg") && svg.ends_with("</svg>\n"), "{name}");
        assert!(svg.len() < 60_000, "{name}: {} bytes", svg.len());
    }
}
