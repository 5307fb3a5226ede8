//! The product's own pictures, as `make snap` writes them and a test compares them.

use figure::scene::{Time, figure};
use figure::view::View;
use read::Form;
use read::presets::PRESETS;
use sim::simulate::simulate;
use sim::step::Phase;
use sim::what_if::Comparisons;

/// Name and SVG text of every picture, for the default machine.
pub fn all() -> Vec<(&'static str, String)> {
    let made = PRESETS.first().map(Form::from).unwrap_or_default().read();
    let Ok(made) = made else { return Vec::new() };
    let compared = Comparisons::of(&simulate(&made.config));
    let boot = &compared.scenarios.configured;
    let still = |phase: Phase, t: f64| {
        let step = boot.index_of(phase);
        let title = boot.steps.get(step).map(|s| words::caption(s, boot)).unwrap_or_default();
        figure::svg::write(&figure(boot, Time { step, t }, &View::new(936.0)), &title)
    };
    let strip = figure::answer::strip(&compared, 1000.0);
    vec![
        ("answer.svg", figure::svg::write(&strip, &words::headline(boot))),
        ("pages-released.svg", still(Phase::PagesReleased, 0.5)),
        ("descriptors.svg", still(Phase::Descriptors, 1.0)),
    ]
}
