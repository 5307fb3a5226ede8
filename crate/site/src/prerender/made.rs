//! Everything the engine writes for a page: texts and pictures of the default machine.

use figure::scene::{Time, figure};
use figure::view::View;
use read::Form;
use read::presets::PRESETS;
use sim::simulate::simulate;
use sim::what_if::Comparisons;
use sim::what_if::scenarios::Scenarios;
use words::advice::texts;
use words::html::escaped;
use words::numbers::{Question, answer_to, numbers};

use super::fill::{Made, make};
use super::tables::tables;

/// Widths of the prerendered pictures, wide and narrow.
const FIGURE: [f64; 2] = [936.0, 332.0];
/// Widths of the full-width pictures, with one in between, because text that is shrunk too
/// far cannot be read.
const ANSWER: [f64; 3] = [1200.0, 332.0, 900.0];

/// Everything a page may ask for, by name.
pub(super) fn made() -> std::io::Result<Made> {
    let wrong = |what: &str| std::io::Error::other(what.to_owned());
    let preset = PRESETS.first().ok_or_else(|| wrong("no preset"))?;
    let form = Form::from(preset).read().map_err(|w| wrong(&format!("{w:?}")))?;
    let boot = &simulate(&form.config);
    let compared = Comparisons::of(boot);
    let first = boot.steps.first().ok_or_else(|| wrong("no step"))?;
    let caption = words::caption(first, boot);
    let titles = boot.steps.iter().map(|s| escaped(words::title(s.phase(), boot)));
    let picture = |w| {
        figure::svg::write_inline(&figure(boot, Time { step: 0, t: 1.0 }, &View::new(w)), &caption)
    };
    let mut made = vec![
        make("origin", escaped(preset.origin)),
        make("figure", picture(FIGURE[0])),
        make("figure-narrow", picture(FIGURE[1])),
        make(
            "steps",
            titles.fold(String::new(), |list, t| list + "<li><span>" + &t + "</span></li>"),
        ),
        make("title", escaped(words::title(first.phase(), boot))),
        make("caption", escaped(&caption)),
        make("why", escaped(words::why(first.phase(), boot))),
        make("where", format!("Step 1 of {}", boot.steps.len())),
    ];
    made.extend(of_the_answer(&compared.scenarios));
    made.extend(of_the_prose(&compared));
    made.extend(tables(boot));
    made.extend(["whole", "whole-narrow", "whole-mid"].into_iter().zip(ANSWER).map(
        |(name, width)| {
            make(
                name,
                figure::svg::write_inline(
                    &figure::machine::bars(boot, usize::MAX, &View::new(width)),
                    "The ledger as a bar",
                ),
            )
        },
    ));
    Ok(made)
}

fn of_the_answer(scenarios: &Scenarios) -> Made {
    let boot = &scenarios.configured;
    let headline = words::headline(boot);
    let strip = |w| figure::svg::write_inline(&figure::answer::strip(scenarios, w), &headline);
    vec![
        make("headline", escaped(&headline)),
        make("machine", escaped(&words::machine(boot))),
        make("given", escaped(&words::given(boot))),
        make("cure", escaped(&words::cure(boot))),
        make("answer", strip(ANSWER[0])),
        make("answer-narrow", strip(ANSWER[1])),
        make("answer-mid", strip(ANSWER[2])),
    ]
}

fn of_the_prose(compared: &Comparisons) -> Made {
    let boot = &compared.scenarios.configured;
    let lead = texts(boot, &compared.advice).lead;
    let mut made = vec![
        make("option", escaped(&words::typed_option(boot))),
        make("advice.lead", escaped(&lead)),
    ];
    made.extend(
        numbers(&compared.scenarios).iter().map(|n| (format!("n:{}", n.name), escaped(&n.text))),
    );
    let door = |d: Question| (format!("door:{}", d.name()), escaped(&answer_to(d, boot)));
    made.extend(Question::ALL.map(door));
    made
}
