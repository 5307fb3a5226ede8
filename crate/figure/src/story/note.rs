//! The note row between lanes D and F: what changed in this step, in numbers.

use sim::step::{Change, Phase, Travel};
use sim::units::{Pages, Pfn};
use words::figure as say;

use crate::draw::geometry::Rect;
use crate::draw::shape::{Bar, Dash, Decor, Key, Label, Pattern, Role, Scene};
use crate::draw::text_metrics::{Weight, width};
use crate::story::frame::Frame;
use crate::story::hole_labels::flag_labels;
use crate::story::layout::Sheet;
use crate::story::map_lines;

const KEY: Key = Key::Decor(Decor::Note);

/// A number with its swatch and its words.
struct Term {
    swatch: Bar,
    number: String,
    /// The widest number; space is reserved for it, so that nothing shifts while it counts.
    widest: String,
    what: &'static str,
}

fn term(swatch: Bar, n: Pages, most: Pages, what: &'static str) -> Term {
    Term { swatch, number: words::count(n.0), widest: words::count(most.0), what }
}

const DOM0: Bar = Bar::solid(Role::Dom0, Pattern::Plain);
const RELEASED: Bar = Bar::solid(Role::Released, Pattern::Slanted);
const HOLE: Bar = Bar::solid(Role::Hole, Pattern::Crossed);
const ROOM: Bar = Bar::outlined(Role::Room, Dash::Could);

/// Draws the note row.
pub(crate) fn draw(frame: &Frame<'_>, scene: &mut Scene) {
    let Some(note) = frame.layout.note else { return };
    let change = &frame.now.step.change;
    let n = change.pages().unwrap_or_default();
    match change {
        Change::Dom0Built(allocation) => {
            let what = say::numbered_from_0(allocation);
            fact(frame, scene, note, DOM0, &words::count(allocation.pages.0), &what);
        }
        Change::MapRead => {
            let text = say::MAP_READ;
            let y = note.y + 16.0;
            scene.text(KEY, Role::Ink2, Label::new(frame.layout.axis_x0, y, text, 13.0));
        }
        Change::HolesFound { pieces } if pieces.is_empty() => {
            fact(frame, scene, note, DOM0, "0", &say::HAVE_TO_GO);
        }
        Change::HolesFound { pieces } => flag_labels(frame, scene, &pieces.clone()),
        Change::Released { .. } | Change::Repopulated { .. } | Change::BalloonedUp { .. } => {
            sum(frame, scene, note, n);
        }
        Change::Moved { .. } => moved(frame, scene, note, n),
        Change::IdentityMapped { .. } => {
            fact(frame, scene, note, HOLE, &words::count(n.0), &say::IDENTITY_MAPPED);
        }
        Change::BalloonRoom { .. } => {
            fact(frame, scene, note, ROOM, &words::count(n.0), &say::room_note(n));
            if frame.now.zoomed_out() >= 1.0 && frame.layout.sheet == Sheet::Wide && !n.is_zero() {
                let below = Label::new(note.x + 26.0, note.y + 41.0, say::TRUE_SCALE, 13.0);
                scene.text(KEY, Role::Ink2, below);
            }
        }
        Change::MapRewritten(_) => map_lines::draw(frame, scene, note),
        Change::MapListed { .. } | Change::Descriptors(_) | Change::ToolsReport(_) => {}
    }
}

/// A number and what it counts, the longest words first.
fn fact(
    frame: &Frame<'_>,
    scene: &mut Scene,
    note: Rect,
    swatch: Bar,
    number: &str,
    what: &[&str],
) {
    if frame.now.t <= 0.0 && frame.now.phase <= Phase::Dom0Built {
        return;
    }
    let wide = frame.layout.sheet == Sheet::Wide;
    let (x, y) = (frame.layout.axis_x0, note.y + if wide { 21.0 } else { 16.0 });
    draw_swatch(scene, swatch, x, y);
    let (size, gap) = if wide { (20.0, 26.0) } else { (15.0, 20.0) };
    let label = Label::new(x + gap, y, number, size).strong();
    if let Some(placed) = scene.text(KEY, Role::Ink, label) {
        for (what, small) in what.iter().flat_map(|what| [(what, 13.0), (what, 12.0)]) {
            let beside = Label::new(placed.right() + 8.0, y, what, small);
            if beside.rect().right() <= note.right()
                && scene.text(KEY, Role::Ink2, beside).is_some()
            {
                break;
            }
        }
    }
}

fn draw_swatch(scene: &mut Scene, bar: Bar, x: f64, y: f64) {
    scene.bar(KEY, bar, Rect { x, y: y - 14.0, w: 16.0, h: 16.0 });
}

/// Where the pages are: while they travel, stay + on the way + arrived = all; at rest only
/// what came of it.
fn sum(frame: &Frame<'_>, scene: &mut Scene, note: Rect, travelling: Pages) {
    let Some(travel) = frame.now.step.change.travel() else { return };
    let arrived = frame.arrived;
    let way = travelling.less(arrived);
    let all = match travel {
        Travel::Release | Travel::Move => frame.now.boot.pages,
        Travel::Populate => frame.now.step.after.dom0_pages(),
    };
    let stay = all.less(travelling);
    let there = match travel {
        Travel::Release => RELEASED,
        Travel::Populate | Travel::Move => DOM0,
    };
    let rests = frame.now.t >= 1.0;
    let pages = if rests { vec![stay, arrived] } else { vec![stay, way, arrived] };
    if frame.layout.sheet == Sheet::Narrow {
        return sum_line(frame, scene, note, &pages, all);
    }
    let mut terms = vec![term(DOM0, stay, stay, say::STAY)];
    if !rests {
        terms.push(term(RELEASED, way, travelling, say::ON_THE_WAY));
    }
    terms.push(term(there, arrived, travelling, say::have_arrived(travel, frame.now.progress())));
    let total = say::number_of_pages(all);
    let [same, short] = say::all_pages(travel);
    let room = frame.layout.bucket.x - 14.0;
    let try_out =
        [(20.0, 44.0, same), (20.0, 30.0, short), (16.0, 30.0, short), (16.0, 22.0, short)];
    for (size, gap, same) in try_out {
        let sum = Sum { terms: &terms, total: &total, same, size, gap };
        if draw_terms(scene, note, &sum, room) {
            return;
        }
    }
    sum_line(frame, scene, note, &pages, all);
}

/// Terms and their sum, with its words.
struct Sum<'a> {
    terms: &'a [Term],
    total: &'a str,
    same: &'a str,
    /// Size of the numbers.
    size: f64,
    /// Space around a sign.
    gap: f64,
}

/// Draws the terms if they end before `room`.
fn draw_terms(scene: &mut Scene, note: Rect, sum: &Sum<'_>, room: f64) -> bool {
    let &Sum { terms, total, same, size, gap } = sum;
    let strong = |s: &str| width(s, size, Weight::Strong);
    let wide = |t: &Term| {
        strong(&t.widest).max(strong(&t.number)).max(width(t.what, 13.0, Weight::Regular))
    };
    let x0 = note.x;
    let all: f64 = terms.iter().map(|t| 26.0 + wide(t) + gap).sum();
    let last = strong(total).max(width(same, 13.0, Weight::Regular));
    if x0 + all + last > room {
        return false;
    }
    let y = note.y + 21.0;
    let mut x = x0;
    for (i, t) in terms.iter().enumerate() {
        draw_swatch(scene, t.swatch, x, y - if size < 20.0 { 0.0 } else { -1.0 });
        x += 26.0;
        scene.text(KEY, Role::Ink, Label::new(x, y, &t.number, size).strong());
        scene.text(KEY, Role::Ink2, Label::new(x, y + 20.0, t.what, 13.0));
        x += wide(t);
        let sign = if i + 1 < terms.len() { "+" } else { "=" };
        let label = Label::new(x + gap / 2.0, y, sign, size).strong().middle();
        scene.text(KEY, Role::Ink, label);
        x += gap;
    }
    scene.text(KEY, Role::Ink, Label::new(x, y, total, size).strong());
    scene.text(KEY, Role::Ink2, Label::new(x, y + 20.0, same, 13.0));
    true
}

/// The sum on one line.
fn sum_line(frame: &Frame<'_>, scene: &mut Scene, note: Rect, pages: &[Pages], all: Pages) {
    let [long, short] = say::sum_line(pages, all);
    for (text, size) in [(&long, 13.0), (&short, 13.0), (&short, 12.0)] {
        let label = Label::new(frame.layout.axis_x0, note.y + 15.0, text, size).strong();
        if label.rect().right() <= note.right() && scene.text(KEY, Role::Ink, label).is_some() {
            break;
        }
    }
}

/// A move: how many pages, how many have landed, where from and where to.
fn moved(frame: &Frame<'_>, scene: &mut Scene, note: Rect, n: Pages) {
    let wide = frame.layout.sheet == Sheet::Wide;
    let (x, y) = (frame.layout.axis_x0, note.y + if wide { 21.0 } else { 16.0 });
    let size = if wide { 20.0 } else { 16.0 };
    let rows = [(words::count(n.0), say::MOVE_UP), {
        let landed = words::count(frame.arrived.0);
        (landed, say::HAVE_LANDED)
    }];
    let column = width(&rows[0].0, size, Weight::Strong).max(12.0);
    let mut end = x;
    for (i, (number, what)) in rows.iter().enumerate() {
        let y = y + i as f64 * if wide { 31.0 } else { 20.0 };
        scene.text(KEY, Role::Ink, Label::new(x, y, number, size).strong());
        let what = scene.text(KEY, Role::Ink2, Label::new(x + column + 10.0, y, what, 13.0));
        end = what.map_or(end, |r| end.max(r.right()));
    }
    if wide {
        // So far apart that it does not read as one sentence.
        ends_of_the_move(frame, scene, note, end + 24.0);
    }
}

/// The page numbers before and after the move, under the ends of the largest range, but not
/// before `start`.
fn ends_of_the_move(frame: &Frame<'_>, scene: &mut Scene, note: Rect, start: f64) {
    let Change::Moved { moves } = &frame.now.step.change else { return };
    // Less than 10 MiB would be shown as 0.00 GiB.
    let large = moves.iter().filter(|m| m.pages.0 >= 10 << 8);
    let Some(m) = large.max_by_key(|m| m.pages).copied() else { return };
    let y = note.y + 21.0;
    let ends = |first: Pfn| say::range(first, m.pages, frame.now.boot.pages);
    let [from, to] = say::move_ends(frame.now.boot.pages);
    let column = |first: Pfn| frame.axis.x(first.0).max(start);
    let texts = [
        (column(m.from), from, ends(m.from)),
        (column(m.to).max(column(m.from) + 112.0), to, ends(m.to)),
    ];
    for (x, head, range) in texts {
        if x + 110.0 > frame.layout.bucket.x - 10.0 {
            return;
        }
        scene.text(KEY, Role::Ink2, Label::new(x, y, head, 13.0));
        scene.text(KEY, Role::Ink, Label::new(x, y + 19.0, &range, 13.0).strong());
    }
}
