//! The note row between lanes D and F: what changed in this step, in numbers.

use sim::step::{Change, Phase, Travel};
use sim::units::{Pages, Pfn};
use words::figure as say;

use crate::draw::geometry::Rect;
use crate::draw::lane::Lane;
use crate::draw::shape::{Bar, Dash, Decor, Key, Label, Pattern, Role, Scene};
use crate::draw::text_metrics::{Weight, width};
use crate::story::frame::Frame;
use crate::story::hole_labels::flag_labels;
use crate::story::layout::Sheet;

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
const XEN: Bar = Bar::chip(Role::Xen);
const HOLE: Bar = Bar::solid(Role::Hole, Pattern::Crossed);
const ROOM: Bar = Bar::outlined(Role::Room, Dash::Could);

/// Draws the note row.
pub(crate) fn draw(frame: &Frame<'_>, scene: &mut Scene) {
    let change = &frame.now.step.change;
    let n = change.pages().unwrap_or_default();
    match change {
        Change::MapListed { ram } => {
            let machine = Bar::solid(Role::Machine, Pattern::Plain);
            fact(frame, scene, machine, &say::on_scale(*ram), say::OF_RAM);
        }
        Change::Dom0Built(allocation) => {
            let what = say::numbered_from_0(allocation);
            fact(frame, scene, DOM0, &words::count(allocation.pages.0), what);
        }
        Change::MapRead(state) => {
            let text = say::map_read(*state);
            let y = frame.layout.note;
            scene.text(KEY, Role::Ink2, Label::new(frame.layout.axis_x0, y, text, 13.0));
        }
        Change::HolesFound { pieces } if pieces.is_empty() => {
            fact(frame, scene, DOM0, "0", say::HAVE_TO_GO);
        }
        Change::HolesFound { pieces } => flag_labels(frame, scene, &pieces.clone()),
        Change::Released { .. } | Change::Repopulated { .. } | Change::BalloonedUp { .. } => {
            sum(frame, scene, n);
        }
        Change::Moved { .. } => moved(frame, scene, n),
        Change::IdentityMapped { .. } => {
            fact(frame, scene, HOLE, &words::count(n.0), say::IDENTITY_MAPPED);
        }
        Change::BalloonRoom { .. } => {
            fact(frame, scene, ROOM, &words::count(n.0), say::room_note(n));
        }
        Change::Descriptors { .. } | Change::ToolsReport { .. } => {}
    }
}

fn fact(frame: &Frame<'_>, scene: &mut Scene, swatch: Bar, number: &str, what: &str) {
    if frame.now.t <= 0.0 && frame.now.phase <= Phase::Dom0Built {
        return;
    }
    let (x, y) = (frame.layout.axis_x0, frame.layout.note);
    let wide = frame.layout.sheet == Sheet::Wide;
    draw_swatch(scene, swatch, x, y);
    let size = if wide { 20.0 } else { 15.0 };
    let label = Label::new(x + 26.0, y, number, size).strong();
    if let Some(placed) = scene.text(KEY, Role::Ink, label) {
        let beside = Label::new(placed.right() + 10.0, y, what, 13.0);
        let below = Label::new(x + 26.0, y + 18.0, what, 13.0);
        let label = if beside.rect().right() <= frame.layout.width { beside } else { below };
        scene.text(KEY, Role::Ink2, label);
    }
}

fn draw_swatch(scene: &mut Scene, bar: Bar, x: f64, y: f64) {
    scene.bar(KEY, bar, Rect { x, y: y - 14.0, w: 16.0, h: 16.0 });
}

/// Where the pages are while they travel: stay + on the way + arrived = all.
fn sum(frame: &Frame<'_>, scene: &mut Scene, travelling: Pages) {
    let Some(travel) = frame.now.step.change.travel() else { return };
    let arrived = frame.arrived;
    let way = travelling.less(arrived);
    let all = match travel {
        Travel::Release | Travel::Move => frame.now.boot.pages,
        Travel::Populate => frame.now.step.after.dom0_pages(),
    };
    let stay = all.less(travelling);
    let there = match travel {
        Travel::Release => XEN,
        Travel::Populate | Travel::Move => DOM0,
    };
    let terms = [
        term(DOM0, stay, stay, say::STAY),
        term(RELEASED, way, travelling, say::ON_THE_WAY),
        term(there, arrived, travelling, say::have_arrived(travel)),
    ];
    if frame.layout.sheet == Sheet::Narrow {
        return sum_narrow(frame, scene, [stay, way, arrived], all);
    }
    let total = say::number_of_pages(all);
    let [same, short] = say::all_pages(travel);
    let room = frame.layout.bucket.x - 14.0;
    let try_out =
        [(20.0, 44.0, same), (20.0, 30.0, short), (16.0, 30.0, short), (16.0, 22.0, short)];
    for (size, gap, same) in try_out {
        if draw_terms(frame, scene, &terms, &total, same, [size, gap], room) {
            return;
        }
    }
}

/// Draws the terms if they end before `room`.
fn draw_terms(
    frame: &Frame<'_>,
    scene: &mut Scene,
    terms: &[Term],
    total: &str,
    same: &str,
    [size, gap]: [f64; 2],
    room: f64,
) -> bool {
    let strong = |s: &str| width(s, size, Weight::Strong);
    let wide = |t: &Term| {
        strong(&t.widest).max(strong(&t.number)).max(width(t.what, 13.0, Weight::Regular))
    };
    let x0 = frame.layout.axis_x0;
    let all: f64 = terms.iter().map(|t| 26.0 + wide(t) + gap).sum();
    let last = strong(total).max(width(same, 13.0, Weight::Regular));
    if x0 + all + last > room {
        return false;
    }
    let y = frame.layout.note;
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

fn sum_narrow(frame: &Frame<'_>, scene: &mut Scene, terms: [Pages; 3], all: Pages) {
    let [long, short] = say::sum_line(&terms, all);
    let [_, way, _] = terms;
    let y = frame.layout.bucket.bottom() + 22.0;
    for (text, size) in [(&long, 13.0), (&short, 13.0), (&short, 12.0)] {
        let label = Label::new(frame.layout.axis_x0 - 1.0, y, text, size).strong();
        if scene.text(KEY, Role::Ink, label).is_some() {
            break;
        }
    }
    if frame.flying() {
        let b = frame.layout.bucket;
        let number = words::count(way.0);
        // Beside the path, not on it.
        let back = frame.now.step.change.travel() == Some(Travel::Populate);
        let right = !back && b.right() + 14.0 + 80.0 <= frame.layout.width;
        let x = if right { b.right() + 14.0 } else { frame.layout.axis_x0 + 24.0 };
        let y = frame.layout.lane(Lane::Backing).bottom() + 46.0;
        let label = Label::new(x, y, &number, 13.0).strong();
        scene.text(KEY, Role::Socket, label);
        scene.text(KEY, Role::Ink2, Label::new(x, y + 17.0, say::ON_THE_WAY, 12.0));
    }
}

/// A move: how many pages, how many have landed, where from and where to.
fn moved(frame: &Frame<'_>, scene: &mut Scene, n: Pages) {
    let (x, y) = (frame.layout.axis_x0, frame.layout.note + 2.0);
    let wide = frame.layout.sheet == Sheet::Wide;
    let size = if wide { 20.0 } else { 16.0 };
    let rows = [(words::count(n.0), say::MOVE_UP), {
        let landed = words::count(frame.arrived.0);
        (landed, say::HAVE_LANDED)
    }];
    let column = width(&rows[0].0, size, Weight::Strong).max(12.0);
    if wide {
        ends_of_the_move(frame, scene);
    }
    for (i, (number, what)) in rows.iter().enumerate() {
        let y = y + i as f64 * if wide { 31.0 } else { 24.0 };
        scene.text(KEY, Role::Ink, Label::new(x, y, number, size).strong());
        scene.text(KEY, Role::Ink2, Label::new(x + column + 10.0, y, what, 13.0));
    }
    if !wide {
        let Change::Moved { moves } = &frame.now.step.change else { return };
        let large = moves.iter().filter(|m| m.pages.0 >= 10 << 8);
        let Some(m) = large.max_by_key(|m| m.pages) else { return };
        let text = say::most_moved_to(m.to, m.pages);
        scene.text(KEY, Role::Ink2, Label::new(x, y + 48.0, &text, 13.0));
    }
}

/// The page numbers before and after the move, under the ends of the largest range.
fn ends_of_the_move(frame: &Frame<'_>, scene: &mut Scene) {
    let Change::Moved { moves } = &frame.now.step.change else { return };
    // Less than 10 MiB would be shown as 0.00 GiB.
    let large = moves.iter().filter(|m| m.pages.0 >= 10 << 8);
    let Some(m) = large.max_by_key(|m| m.pages).copied() else { return };
    let y = frame.layout.lane(Lane::Backing).bottom() + 26.0;
    let ends = |first: Pfn| say::range_in_gib(first, m.pages);
    let [from, to] = say::MOVE_ENDS;
    let column = |first: Pfn| frame.axis.x(first.0).max(330.0);
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
