//! The picture that a network shows beside a link to the page: the question, the answer, and
//! the figure where pages leave. A drawing that the packer turns into pixels, because
//! networks take no SVG.

use core::fmt::Write;

use figure::scene::{Time, figure};
use figure::shape::Role;
use figure::svg;
use figure::theme::Theme;
use figure::view::View;
use sim::boot::Boot;
use words::html::escaped;

/// Width and height that networks ask for, in pixels.
pub const SIZE: [f64; 2] = [1200.0, 630.0];
/// Space around everything, and the top edge of the figure.
const EDGE: f64 = 40.0;
const TOP: f64 = 176.0;
/// Characters of the answer that fit into one line.
const COLUMNS: usize = 84;

/// The picture of a boot, for light paper.
pub fn card(boot: &Boot) -> String {
    let [width, height] = SIZE;
    let room = Some(height - TOP - EDGE / 2.0);
    let view = View { height: room, ..View::new(width - 2.0 * EDGE) };
    let figure = figure(boot, Time { step: words::opening_step(boot), t: 0.5 }, &view);
    let paint = |role: Role| Theme::Light.paint(role).line;
    let [paper, ink, grey] = [Role::Paper, Role::Ink, Role::Ink2].map(paint);
    let (mut answer, question) = (String::new(), words::QUESTION);
    for (line, i) in lines(&words::headline(boot)).iter().zip(0u32..) {
        let (y, line) = (108 + 34 * i, escaped(line));
        let _ = write!(
            answer,
            "<text x=\"{EDGE}\" y=\"{y}\" font-size=\"25\" fill=\"#{grey:06x}\">{line}</text>"
        );
    }
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" font-family=\"DejaVu Sans\">\
        <rect width=\"{width}\" height=\"{height}\" fill=\"#{paper:06x}\"/>\
        <text x=\"{EDGE}\" y=\"66\" font-size=\"44\" font-weight=\"700\" fill=\"#{ink:06x}\">{question}</text>\
        {answer}<g transform=\"translate({EDGE} {TOP})\">{}</g></svg>\n",
        svg::write(&figure, "")
    )
}

/// The first two lines of a text.
fn lines(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = vec![String::new()];
    for word in text.split(' ') {
        let Some(last) = lines.last_mut() else { break };
        if !last.is_empty() && last.chars().count() + 1 + word.chars().count() > COLUMNS {
            lines.push(word.to_owned());
        } else {
            if !last.is_empty() {
                last.push(' ');
            }
            last.push_str(word);
        }
    }
    lines.truncate(2);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use read::Form;
    use read::presets::PRESETS;
    use sim::simulate::simulate;

    #[test]
    fn the_answer_of_every_preset_fits_whole() {
        for preset in PRESETS {
            let boot = simulate(&Form::from(preset).read().unwrap().config);
            let headline = words::headline(&boot);
            assert_eq!(lines(&headline).join(" "), headline, "{}", preset.id);
            let made = card(&boot);
            assert!(made.contains("width=\"1200\" height=\"630\""), "{made}");
        }
    }
}
