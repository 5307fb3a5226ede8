//! Descriptors: the part of dom0's own pages that they fill, and a lens that enlarges it.

use sim::memory::Costs;
use sim::step::Phase;

use crate::draw::geometry::{Rect, at, lerp};
use crate::draw::lane::Lane;
use crate::draw::pattern::outline;
use crate::draw::shape::{Bar, Dash, Decor, Key, Label, Pattern, Role, Scene, Style};
use crate::story::descriptors::Descriptors;
use crate::story::frame::Frame;
use crate::story::layout::Sheet;

const PURPLE: Bar = Bar::solid(Role::Descriptors, Pattern::Upright);

/// Fills part of dom0's largest range.
pub(crate) fn descriptors(frame: &Frame<'_>, scene: &mut Scene, made: Descriptors) {
    let home = made.home;
    let (grown, all) =
        (frame.now.descriptors_grown(), home.filled(&frame.axis, made.costs.total()));
    let rect = Rect { x: all.right() - all.w * grown, w: all.w * grown, ..all };
    let key = Key::Decor(Decor::Descriptors);
    scene.bar(key, PURPLE, rect);
    let ghost = frame.now.shown(0.85, 1.0);
    if ghost > 0.0 && made.with_max != made.costs {
        let small = home.filled(&frame.axis, made.with_max.total());
        let rect = Rect { x: small.right() - small.w * ghost, w: small.w * ghost, ..small };
        scene.line(key, Role::Ink, &outline(rect), Dash::Trace, 1.5);
    }
    if grown >= 1.0 && frame.layout.open(Lane::Backing) {
        let others = Rect { w: home.rect.w - rect.w, ..home.rect };
        let plain = Bar::solid(Role::Dom0, Pattern::Plain);
        let labels = &words::figure::OTHER_PAGES;
        scene.inside(key, plain, frame.label_room(others), labels, Style::PLAIN);
        if frame.now.phase > Phase::Descriptors {
            scene.inside(key, PURPLE, rect, &[words::figure::FILLED], Style::PLAIN);
        }
    }
    lens(frame, scene, made, all);
}

/// The filled part enlarged, with its parts, and the same with `max:`.
fn lens(frame: &Frame<'_>, scene: &mut Scene, made: Descriptors, filled: Rect) {
    let open = frame.now.shown(0.7, 1.0);
    let Some(note) = frame.layout.note.filter(|_| open > 0.0 && filled.w > 0.0) else { return };
    let wide = frame.layout.sheet == Sheet::Wide;
    let d = frame.layout.lane(Lane::Backing).bottom();
    let (y, h) = if wide { (note.y + 8.0, 22.0) } else { (note.y + 8.0, 18.0) };
    let [total, _] = words::figure::total_of_run(frame.now.boot);
    let text =
        crate::draw::text_metrics::width(&total, 13.0, crate::draw::text_metrics::Weight::Strong);
    let limit = if wide { frame.layout.bucket.x - 18.0 - text - 12.0 } else { note_end(frame) };
    let x0 = frame.layout.axis_x0;
    let length = filled.w;
    let times = ((limit - x0) / length).floor();
    let full = if times < 1.0 { limit - x0 } else { length * times };
    let full = Rect { x: x0, y, w: full, h };
    let rect = Rect { x: lerp(filled.x, x0, open), w: lerp(filled.w, full.w, open), ..full };
    let key = Key::Decor(Decor::Lens);
    for (a, b) in [(filled.x, rect.x), (filled.right(), rect.right())] {
        let side = [at(a, d + 2.0), at(b, y - 4.0)];
        scene.line(key, Role::Ink2, &side, Dash::NotYet, 1.0);
    }
    enlarged(scene, rect, made.costs);
    if open < 1.0 {
        return;
    }
    let first = made.costs.struct_page;
    let part = Rect { w: rect.w * first.0 as f64 / made.costs.total().0.max(1) as f64, ..rect };
    let labels = words::figure::struct_page(made.costs);
    scene.inside(key, PURPLE, part, &labels, Style::PLAIN);
    if wide {
        let label = Label::new(rect.right() + 12.0, y + 16.0, &total, 13.0).strong();
        scene.text(key, Role::Ink, label);
    }
    lens_notes(frame, scene, made, rect, times as u64);
    second_row(frame, scene, made, rect);
}

/// Where texts under lane D end on a narrow sheet.
fn note_end(frame: &Frame<'_>) -> f64 {
    frame.layout.note.map_or(0.0, Rect::right) - 3.0
}

fn enlarged(scene: &mut Scene, rect: Rect, costs: Costs) {
    let unit = rect.w / costs.total().0.max(1) as f64;
    let mut x = rect.x;
    for pages in [costs.struct_page, costs.page_tables, costs.p2m, costs.hashes] {
        let part = Rect { x, w: pages.0 as f64 * unit, ..rect };
        scene.bar(Key::Decor(Decor::Lens), PURPLE, part);
        x = part.right();
    }
}

/// The enlargement, and the amounts of the parts that are too narrow for a label.
fn lens_notes(frame: &Frame<'_>, scene: &mut Scene, made: Descriptors, rect: Rect, times: u64) {
    let key = Key::Decor(Decor::Lens);
    let wide = frame.layout.sheet == Sheet::Wide;
    let (x0, y) = (rect.x - 1.0, rect.bottom() + if wide { 17.0 } else { 13.0 });
    let enlarged = words::figure::enlarged(times);
    let [long, short] = words::figure::narrow_parts(made.costs);
    if wide {
        scene.text(key, Role::Ink2, Label::new(x0, y, &enlarged, 12.0));
        for text in [&long, &short] {
            let end = Label::new(rect.right().max(x0 + 460.0), y, text, 12.0).end();
            if scene.text(key, Role::Ink2, end).is_some() {
                break;
            }
        }
        return;
    }
    // The words for the second scale have priority.
    let end = Label::new(note_end(frame), y + 2.0, &enlarged, 12.0).end();
    scene.text(key, Role::Ink2, end);
    for text in [&long, &short] {
        if scene.text(key, Role::Ink2, Label::new(x0, y + 32.0, text, 12.0)).is_some() {
            break;
        }
    }
    let totals = words::figure::total_of_run(frame.now.boot);
    for total in &totals {
        let label = Label::new(x0, y + 2.0, total, 12.0).strong();
        if scene.text(key, Role::Ink, label).is_some() {
            break;
        }
    }
}

/// The same with `max:`, or a note that `max:` would change nothing.
fn second_row(frame: &Frame<'_>, scene: &mut Scene, made: Descriptors, first: Rect) {
    let key = Key::Decor(Decor::Lens);
    let wide = frame.layout.sheet == Sheet::Wide;
    let y = first.y + if wide { 54.0 } else { 34.0 };
    if made.with_max == made.costs {
        let text = words::figure::max_changes_nothing(frame.now.boot);
        scene.text(key, Role::Ink2, Label::new(first.x - 1.0, y + 14.0, text, 13.0));
        return;
    }
    let (all, some) = (made.costs.total(), made.with_max.total());
    if !wide {
        let [name, _] = words::figure::with_max(some, frame.now.boot);
        scene.text(key, Role::Ink, Label::new(first.x, y + 14.0, &name, 12.0).strong());
        return;
    }
    let rect = Rect { y, w: first.w * some.0 as f64 / all.0.max(1) as f64, ..first };
    enlarged(scene, rect, made.with_max);
    scene.line(key, Role::Ink, &outline(rect), Dash::Trace, 1.5);
    let [name, short] = words::figure::with_max(some, frame.now.boot);
    let label = Label::new(rect.right() + 12.0, y + 14.0, &name, 13.0).strong();
    let Some(placed) = scene.text(key, Role::Ink, label) else {
        scene.inside(key, PURPLE, rect, &[name, short], Style::PLAIN);
        return;
    };
    let parts = words::figure::in_parts(made.with_max);
    let limit = frame.layout.bucket.x - 18.0;
    let label = Label::new(placed.right() + 16.0, y + 14.0, &parts, 12.0);
    if label.rect().right() < limit {
        scene.text(key, Role::Ink2, label);
    }
}
