//! What pictures say about themselves: a number in a bar is that of the bar as drawn,
//! and a run is called by what was configured.

#![allow(clippy::unwrap_used, clippy::cast_precision_loss)]

use figure::scene::{Time, figure};
use figure::shape::{Form, Key, Scene};
use figure::view::View;
use read::presets::PRESETS;
use read::{Field, Form as Typed};
use sim::boot::{Boot, boot};
use sim::ledger::Account;
use sim::step::Phase;

fn booted(fields: &[(Field, &str)]) -> Boot {
    let form = Typed::from(&PRESETS[0]);
    let form = fields.iter().fold(form, |form, (field, text)| form.with(*field, text));
    boot(&form.read().unwrap().config)
}

fn at(boot: &Boot, phase: Phase, t: f64, width: f64) -> Scene {
    figure(boot, Time { step: boot.index_of(phase), t }, &View::new(width))
}

fn texts(scene: &Scene) -> Vec<&str> {
    fn text(form: &Form) -> Option<&str> {
        match form {
            Form::Text { text, .. } => Some(text),
            Form::Bar { .. } | Form::Area { .. } | Form::Line { .. } => None,
        }
    }
    scene.shapes.iter().filter_map(|s| text(&s.form)).collect()
}

fn says(scene: &Scene, part: &str) -> bool {
    texts(scene).iter().any(|t| t.contains(part))
}

#[test]
fn a_run_with_a_ceiling_is_not_called_without_one() {
    for option in ["8G,max:8G", "4G,max:6G"] {
        let boot = booted(&[(Field::Linux, "6.1"), (Field::Dom0Mem, option)]);
        for width in [936.0, 330.0, 288.0] {
            let scene = at(&boot, Phase::Descriptors, 1.0, width);
            assert!(says(&scene, "as configured") || width < 680.0, "{option} {width}");
            assert!(!says(&scene, "without max:"), "{option} {width}");
            assert!(!says(&scene, "change nothing"), "{option} {width}");
        }
    }
}

#[test]
fn the_strip_tells_the_pages_it_draws() {
    let gib = f64::from(1 << 18);
    let mut told = 0;
    for linux in ["2.6.18", "3.2", "3.6", "6.1"] {
        let boot = booted(&[(Field::Linux, linux), (Field::Balloon, "initial")]);
        for (step, s) in boot.steps.iter().enumerate().filter(|(_, s)| s.phase > Phase::Dom0Built) {
            for t in [0.0, 0.1, 0.25, 0.5, 0.75, 0.85, 0.9, 0.95, 1.0] {
                let scene = figure(&boot, Time { step, t }, &View::new(936.0));
                let given = scene.targets.iter().find(|t| t.key.lane() == Some('B')).unwrap();
                let scale = given.rect.w / boot.pages.0 as f64 * gib;
                let usable = Key::Account(Account::Usable);
                let drawn = scene.targets.iter().filter(|t| t.key == usable);
                let drawn: Vec<f64> = drawn.map(|t| t.rect.w / scale).collect();
                let number = texts(&scene).into_iter().find_map(|t| t.strip_suffix(" GiB usable"));
                if let Some(number) = number.and_then(|n| n.parse::<f64>().ok()) {
                    let near = drawn.iter().any(|d| (d - number).abs() < 0.01);
                    assert!(near, "{linux} {:?} t {t}: {number} {drawn:?}", s.phase);
                    told += 1;
                }
            }
        }
    }
    assert!(told > 30, "{told}");
}

#[test]
fn a_map_of_the_kernels_own_making_has_pages_only_as_far_as_xen_gave_them() {
    let boot = booted(&[(Field::Linux, "2.6.18")]);
    for phase in [Phase::MapRead, Phase::BalloonRoom, Phase::Descriptors] {
        let scene = at(&boot, phase, 1.0, 936.0);
        assert!(says(&scene, "4 GiB with pages") && !says(&scene, "4.01"), "{phase:?}");
    }
    assert!(!says(&at(&boot, Phase::MapRead, 1.0, 936.0), "read a list"));
}

#[test]
fn a_second_scale_says_so_and_numbers_have_a_unit() {
    let boot = booted(&[]);
    for width in [936.0, 640.0, 330.0, 288.0, 280.0] {
        let scene = at(&boot, Phase::Descriptors, 1.0, width);
        assert!(says(&scene, "enlarged"), "{width}");
        assert!(says(&scene, "96 MiB"), "{width}");
    }
}
