//! Everything the engine writes for a page: texts and pictures of the default machine.

use figure::scene::{Time, figure};
use figure::view::View;
use read::Form;
use read::log::{COLLECT, WRAPPED_RING};
use read::presets::PRESETS;
use sim::boot::Boot;
use sim::simulate::simulate;
use sim::step::Step;
use sim::what_if::Comparisons;
use words::guide::guide;
use words::html::escaped;
use words::marks::to_html;
use words::numbers::{Question, answer_to, numbers, type_title};

use super::advice::{advice, items};
use super::fill::{Made, make};
use super::tables::tables;

/// Widths of the prerendered pictures, wide and narrow.
const FIGURE: [f64; 2] = [904.0, 332.0];
/// Widths of the full-width pictures, with one in between, because text that is shrunk too
/// far cannot be read.
const ANSWER: [f64; 3] = [1200.0, 332.0, 900.0];

/// Everything a page may ask for, by name.
pub(super) fn made() -> std::io::Result<Made> {
    let wrong = |what: &str| std::io::Error::other(what.to_owned());
    let preset = PRESETS.first().ok_or_else(|| wrong("no preset"))?;
    let texts = Form::from(preset);
    let form = texts.read().map_err(|w| wrong(&format!("{w:?}")))?;
    let boot = &simulate(&form.config);
    let compared = Comparisons::of(boot);
    let first = boot.steps.first().ok_or_else(|| wrong("no step"))?;
    let caption = words::caption(first, boot);
    let picture = |w| {
        figure::svg::write_inline(&figure(boot, Time { step: 0, t: 1.0 }, &View::new(w)), &caption)
    };
    let mut made = vec![
        make("origin", to_html(preset.origin)),
        make("figure", picture(FIGURE[0])),
        make("figure-narrow", picture(FIGURE[1])),
        make("title", escaped(words::title(first.phase(), boot))),
        make("caption", to_html(&words::caption_marked(first, boot))),
        make("why", to_html(words::why_marked(first.phase(), boot))),
        make("where", format!("1 of {}", boot.steps.len())),
        make("paste.collect", escaped(COLLECT)),
        make("paste.wrapped", to_html(WRAPPED_RING)),
    ];
    made.extend(of_the_steps(boot));
    made.extend(of_the_answer(&compared));
    made.extend(of_the_prose(&compared));
    made.extend(super::form::form(preset, &texts, &compared));
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

/// What the stage has of every step: its dot, the texts that reserve height, and a list for
/// readers without script.
fn of_the_steps(boot: &Boot) -> Made {
    let each = |text: &dyn Fn(usize, &Step) -> String| {
        boot.steps.iter().enumerate().map(|(i, s)| text(i, s)).collect::<String>()
    };
    let title = |s: &Step| escaped(words::title(s.phase(), boot));
    let caption = |s: &Step| to_html(&words::caption_marked(s, boot));
    let dots = each(&|i, s| {
        let state = if i == 0 { " data-done data-now" } else { "" };
        format!(
            "<span{state}><i></i><b>{}</b><em>{}</em></span>",
            words::label(s.phase()),
            title(s)
        )
    });
    vec![
        make("dots", dots),
        make(
            "titles",
            each(&|_, s| format!("<p aria-hidden=\"true\" class=\"title\">{}</p>", title(s))),
        ),
        make(
            "captions",
            each(&|_, s| format!("<p aria-hidden=\"true\" class=\"caption\">{}</p>", caption(s))),
        ),
        make(
            "whys",
            each(&|_, s| {
                let why = to_html(words::why_marked(s.phase(), boot));
                format!("<p aria-hidden=\"true\" class=\"why\">{why}</p>")
            }),
        ),
        make("steps", each(&|_, s| format!("<li><b>{}</b> {}</li>", title(s), caption(s)))),
    ]
}

fn of_the_answer(compared: &Comparisons) -> Made {
    let boot = &compared.scenarios.configured;
    let headline = words::headline(boot);
    let strip = |w| figure::svg::write_inline(&figure::answer::strip(compared, w), &headline);
    vec![
        make("headline", escaped(&headline)),
        make("lead", to_html(&words::lead(boot))),
        make("machine", escaped(&words::machine(boot))),
        make("given", escaped(&words::given(boot))),
        make("answer", strip(ANSWER[0])),
        make("answer-narrow", strip(ANSWER[1])),
        make("answer-mid", strip(ANSWER[2])),
    ]
}

fn of_the_prose(compared: &Comparisons) -> Made {
    let boot = &compared.scenarios.configured;
    let mut made = vec![make("option", escaped(&words::typed_option(boot)))];
    made.extend(advice(compared));
    made.extend(
        numbers(&compared.scenarios).iter().map(|n| (format!("n:{}", n.name), escaped(&n.text))),
    );
    let door = |d: Question| (format!("door:{}", d.name()), to_html(&answer_to(d, boot)));
    made.extend(Question::ALL.map(door));
    let title = |d: Question| (format!("question:{}", d.name()), to_html(d.title(boot)));
    made.extend(Question::ALL.map(title));
    made.push(("question:type".to_owned(), to_html(&type_title(compared).text)));
    for answer in guide(boot) {
        made.push((format!("answer:{}", answer.id), items(&answer.says)));
        made.push((format!("question:{}", answer.id), to_html(answer.title)));
    }
    made
}
