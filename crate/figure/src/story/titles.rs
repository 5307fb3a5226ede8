//! The headings of the lanes: a chip with the lane's letter, a name and a subtitle; on a
//! rail the letter alone, and the name as long as the lane is empty.

use crate::draw::geometry::{Point, Rect, at};
use crate::draw::lane::Lane;
use crate::draw::shape::{Bar, Dash, Decor, Key, Label, Role, Scene};
use crate::draw::text_metrics::{Weight, width};
use crate::story::frame::Frame;
use crate::story::lane_names::{name_lift, name_size, name_start};
use crate::story::layout::Sheet;

/// A rail's chip.
const SMALL_CHIP: f64 = 14.0;

/// A lane's heading, named as always.
pub(crate) fn title(frame: &Frame<'_>, scene: &mut Scene, lane: Lane, sub: &str) {
    heading(frame, scene, lane, lane.title(), sub);
}

/// A lane's heading; the subtitle may be empty and is left out where it does not fit.
pub(crate) fn heading(frame: &Frame<'_>, scene: &mut Scene, lane: Lane, name: &str, sub: &str) {
    let layout = &frame.layout;
    let row = layout.row(lane);
    if row.h <= 0.0 {
        return;
    }
    if !layout.open(lane) {
        return rail(frame, scene, lane);
    }
    let base = row.y - name_lift(layout);
    let x = match layout.sheet {
        Sheet::Wide => layout.axis_x0 - 1.0,
        Sheet::Narrow => 0.0,
    };
    chip(scene, lane, at(x, base + 5.0 - layout.chip), layout.chip);
    let size = name_size(layout);
    let name = Label::new(name_start(layout), base, name, size).strong();
    let Some(placed) = scene.text(Key::Lane(lane), Role::Ink, name) else { return };
    let x = placed.right() + 10.0;
    // Bands and hairlines end above lane F.
    let end = if lane == Lane::Ledger { layout.axis_x1 } else { frame.subtitle_end() };
    if layout.sheet == Sheet::Wide && x + width(sub, 13.0, Weight::Regular) <= end {
        scene.text(Key::Lane(lane), Role::Ink2, Label::new(x, base, sub, 13.0));
    }
}

/// The letter of a lane in a dark square with this top left corner.
pub(crate) fn chip(scene: &mut Scene, lane: Lane, corner: Point, size: f64) {
    let square = Rect { x: corner.x, y: corner.y, w: size, h: size };
    scene.bar(Key::Lane(lane), Bar::chip(Role::Xen), square);
    let c = square.centre();
    let letter = if size < 16.0 { 12.0 } else { 12.5 };
    let label = Label::new(c.x, c.y + letter * 0.36, lane.id(), letter).strong().middle();
    scene.text(Key::Lane(lane), Role::Paper, label);
}

/// A lane's rail: its letter, and while it is empty its name and dots.
pub(crate) fn rail(frame: &Frame<'_>, scene: &mut Scene, lane: Lane) {
    let layout = &frame.layout;
    let row = layout.row(lane);
    if row.h <= 0.0 {
        return;
    }
    let y = row.y + row.h / 2.0;
    let (left, start) = match layout.sheet {
        Sheet::Wide => (layout.axis_x0, layout.axis_x0 + SMALL_CHIP + 8.0),
        Sheet::Narrow => (1.0, layout.axis_x0),
    };
    chip(scene, lane, at(left, y - SMALL_CHIP / 2.0), SMALL_CHIP);
    if frame.now.begun(lane) {
        return;
    }
    let name = Label::new(start, y + 4.0, lane.title(), 12.0);
    let end = scene.text(Key::Lane(lane), Role::Ink2, name).map_or(start, |r| r.right() + 10.0);
    if end < layout.axis_x1 {
        let dots = [at(end, y), at(layout.axis_x1, y)];
        scene.line(Key::Decor(Decor::NotYet), Role::Rule, &dots, Dash::NotYet, 1.0);
    }
}
