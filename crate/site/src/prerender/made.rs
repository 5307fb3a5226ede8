//! Everything the engine writes for a page: texts and pictures of the default machine.

use core::cmp::Ordering;

use figure::scene::{Time, figure};
use figure::shape::Scene;
use figure::view::View;
use read::Form;
use read::log::{COLLECT, WRAPPED_RING};
use read::presets::PRESETS;
use sim::boot::Boot;
use sim::kernel::Variant;
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
    let mut made = vec![
        make("origin", to_html(preset.origin)),
        make("paste.collect", escaped(COLLECT)),
        make("paste.wrapped", to_html(WRAPPED_RING)),
    ];
    made.extend(story(boot, 0).ok_or_else(|| wrong("no step"))?);
    made.extend(of_the_answer(&compared));
    made.extend(of_the_prose(&compared));
    made.extend(super::form::form(preset, &texts, &compared));
    made.extend(tables(&compared));
    made.extend(["whole", "whole-narrow", "whole-mid"].into_iter().zip(ANSWER).map(
        |(name, width)| {
            make(
                name,
                figure::svg::write_inline(
                    &figure::machine::bars(boot, usize::MAX, &View::new(width)),
                    words::figure::LEDGER_BAR,
                ),
            )
        },
    ));
    Ok(made)
}

/// The figure after a step at the two widths of the prerendered ones.
pub(super) fn figures(boot: &Boot, step: usize) -> [Scene; 2] {
    FIGURE.map(|width| figure(boot, Time { step, t: 1.0 }, &View::new(width)))
}

/// Everything that `story.html` asks for, with the story after a step; `None` if there is no
/// such step.
pub(super) fn story(boot: &Boot, step: usize) -> Option<Made> {
    let shown = boot.steps.get(step)?;
    let caption = words::caption(shown, boot);
    let [wide, narrow] = figures(boot, step).map(|f| figure::svg::write_inline(&f, &caption));
    let mut made = vec![
        make("figure", wide),
        make("figure-narrow", narrow),
        make("title", escaped(words::title(shown.phase(), boot))),
        make("caption", to_html(&words::caption_marked(shown, boot))),
        make("why", to_html(words::why_marked(shown.phase(), boot))),
        make("where", format!("{} of {}", step + 1, boot.steps.len())),
    ];
    made.extend(of_the_steps(boot, step));
    Some(made)
}

/// What the stage has of every step: its dot, the texts that reserve height, and a list for
/// readers without script. The dots are done up to step `now`.
fn of_the_steps(boot: &Boot, now: usize) -> Made {
    let each = |text: &dyn Fn(usize, &Step) -> String| {
        boot.steps.iter().enumerate().map(|(i, s)| text(i, s)).collect::<String>()
    };
    let title = |s: &Step| escaped(words::title(s.phase(), boot));
    let caption = |s: &Step| to_html(&words::caption_marked(s, boot));
    let dots = each(&|i, s| {
        let state = match i.cmp(&now) {
            Ordering::Less => " data-done",
            Ordering::Equal => " data-done data-now",
            Ordering::Greater => "",
        };
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
    let variants = ("n:variants".to_owned(), Variant::ALL.len().to_string());
    let mut made = vec![make("option", escaped(&words::typed_option(boot))), variants];
    made.extend(advice(compared));
    made.extend(numbers(compared).iter().map(|n| (format!("n:{}", n.name), escaped(&n.text))));
    let answer = |d: Question| (format!("answer:{}", d.name()), to_html(&answer_to(d, boot)));
    made.extend(Question::ALL.map(answer));
    let title = |d: Question| (format!("question:{}", d.name()), to_html(d.title(boot)));
    made.extend(Question::ALL.map(title));
    made.push(("question:type".to_owned(), to_html(&type_title(compared).text)));
    for answer in guide(boot) {
        made.push((format!("guide:{}", answer.id), items(&answer.says)));
        made.push((format!("question:{}", answer.id), to_html(answer.title)));
    }
    made
}
