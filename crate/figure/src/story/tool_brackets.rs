//! What the tools report, as brackets over the ledger's strip: each counts a different part
//! of the same pages.

use sim::step::{Change, Phase, ToolsReport};
use sim::units::Pages;
use words::figure::{ToolReading, free_total as free, xl_info, xl_list as listed};

use crate::draw::geometry::{Point, Rect, at, lerp};
use crate::draw::lane::Lane;
use crate::draw::shape::{Dash, Decor, Key, Label, Role, Scene};
use crate::story::frame::Frame;
use crate::story::layout::Sheet;
use crate::story::motion::ease;

/// A tool, what it shows, and which part of the strip that is.
struct Tool {
    reading: ToolReading,
    from: Pages,
    to: Pages,
}

fn tools(frame: &Frame<'_>) -> Vec<Tool> {
    let Change::ToolsReport(ToolsReport { xl_list, free_total }) = frame.now.step.change else {
        return Vec::new();
    };
    let xen = frame.now.boot.config.xen;
    let from_first = |reading, to| Tool { reading, from: Pages::ZERO, to };
    let mut tools = vec![
        from_first(listed(xl_list, xen), xl_list),
        from_first(free(free_total, xl_list), free_total),
    ];
    let returned = frame.now.step.after.returned;
    if !returned.is_zero() {
        let reading = xl_info(&frame.strip.ledger, xen);
        tools.push(Tool { reading, from: xl_list, to: xl_list.plus(returned) });
    }
    tools
}

/// Brackets over the strip, one after the other.
pub(crate) fn draw(frame: &Frame<'_>, scene: &mut Scene) {
    let Some(note) = frame.layout.note.filter(|_| frame.now.phase == Phase::ToolsReport) else {
        return;
    };
    let mut tools = tools(frame);
    // Only what fits in the row; the strip still has its parts.
    while tools.len() > 1 && row(frame, note, tools.len() - 1) + 12.0 > note.bottom() + 2.0 {
        tools.pop();
    }
    let n = tools.len().max(1) as f64;
    for (i, tool) in tools.iter().enumerate() {
        let (start, end) = (0.25 + 0.75 * i as f64 / n, 0.25 + 0.75 * (i as f64 + 1.0) / n);
        let grown = ease(frame.now.t, start, end);
        if grown > 0.0 {
            bracket(frame, scene, tool, at(note.right(), row(frame, note, i)), grown);
        }
    }
    // Words have priority: the lines avoid all of them.
    if frame.now.t >= 1.0 && frame.layout.sheet == Sheet::Wide {
        for (i, tool) in tools.iter().enumerate() {
            drop_lines(frame, scene, tool, row(frame, note, i) + 12.0);
        }
    }
}

/// The baseline of a tool's text.
fn row(frame: &Frame<'_>, note: Rect, i: usize) -> f64 {
    let (first, pitch) =
        if frame.layout.sheet == Sheet::Wide { (14.0, 32.0) } else { (13.0, 30.0) };
    note.y + first + i as f64 * pitch
}

fn bracket(frame: &Frame<'_>, scene: &mut Scene, tool: &Tool, end_of_row: Point, grown: f64) {
    let key = Key::Decor(Decor::Tool);
    let Point { x: limit, y } = end_of_row;
    let (x0, x1) = (frame.strip_x(tool.from.0 as f64), frame.strip_x(tool.to.0 as f64));
    let end = lerp(x0, x1, grown);
    let low = y + 6.0;
    let line = [at(x0, low + 6.0), at(x0, low), at(end, low), at(end, low + 6.0)];
    scene.line(key, Role::Ink, &line, Dash::Solid, 1.2);
    if grown < 1.0 {
        return;
    }
    let ToolReading { tool, shows, which } = &tool.reading;
    let name = Label::new(x0, y, tool, 13.0).code();
    let long = format!("{shows}, {which}");
    let space = name.rect().w + 7.0;
    for says in [&long, shows] {
        let text = Label::new(0.0, y, says, 13.0);
        let x = x0.min(limit - 2.0 - space - text.rect().w);
        let name = Label { at: at(x, y), ..name };
        let text = Label { at: at(x + space, y), ..text };
        let fits = x >= 0.0 && scene.takes(name.rect()) && scene.takes(text.rect());
        if fits {
            scene.text(key, Role::Ink, name);
            scene.text(key, Role::Ink, text);
            return;
        }
    }
}

/// Lines from the bracket's ends down to the strip, unless a text is in the way.
fn drop_lines(frame: &Frame<'_>, scene: &mut Scene, tool: &Tool, top: f64) {
    let foot = frame.layout.lane(Lane::Ledger).y - 2.0;
    let ends = [frame.strip_x(tool.from.0 as f64), frame.strip_x(tool.to.0 as f64)];
    let skip = usize::from(tool.from.is_zero());
    for x in ends.into_iter().skip(skip) {
        let thin = Rect { x: x - 2.0, y: top, w: 4.0, h: foot - top };
        if scene.takes(thin) {
            scene.line(
                Key::Decor(Decor::Tool),
                Role::Ink2,
                &[at(x, top), at(x, foot)],
                Dash::NotYet,
                1.0,
            );
        }
    }
}
