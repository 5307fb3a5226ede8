//! The headings of the lanes: a chip with the lane's letter, a name and a subtitle; on a
//! rail the letter alone, and the name as long as the lane is empty.

use crate::draw::geometry::{Point, Rect, at, lerp};
use crate::draw::lane::Lane;
use crate::draw::shape::{Bar, Dash, Decor, Key, Label, Role, Scene};
use crate::draw::text_metrics::{Weight, width};
use crate::story::frame::Frame;
use crate::story::lane_names::{name_lift, name_size, name_start};
use crate::story::layout::Sheet;

/// A rail's chip.
const SMALL_CHIP: f64 = 14.0;

/// A lane's heading with its usual name.
pub(crate) fn title(frame: &Frame<'_>, scene: &mut Scene, lane: Lane, sub: &str) {
    title_before(frame, scene, lane, sub, f64::MAX);
}

/// The same with a subtitle that ends before `end`.
pub(crate) fn title_before(frame: &Frame<'_>, scene: &mut Scene, lane: Lane, sub: &str, end: f64) {
    heading_before(frame, scene, lane, [lane.title(), sub], end);
}

/// A lane's heading; the subtitle may be empty and is left out where it does not fit.
pub(crate) fn heading(frame: &Frame<'_>, scene: &mut Scene, lane: Lane, name: &str, sub: &str) {
    heading_before(frame, scene, lane, [name, sub], f64::MAX);
}

fn heading_before(
    frame: &Frame<'_>,
    scene: &mut Scene,
    lane: Lane,
    [name, sub]: [&str; 2],
    end: f64,
) {
    let layout = &frame.layout;
    if !layout.open(lane) {
        return rail(frame, scene, lane);
    }
    let Place { corner, chip: size, name: start, .. } = Place::open(frame, lane);
    chip(scene, lane, corner, size);
    let name = Label::new(start.x, start.y, name, name_size(layout)).strong();
    let Some(placed) = scene.text(Key::Lane(lane), Role::Ink, name) else { return };
    let x = placed.right() + 10.0;
    // Bands and hairlines end above lane F.
    let most = if lane == Lane::Ledger { layout.axis_x1 } else { frame.subtitle_end() };
    let end = end.min(most);
    if layout.sheet == Sheet::Wide && x + width(sub, 13.0, Weight::Regular) <= end {
        scene.text(Key::Lane(lane), Role::Ink2, Label::new(x, start.y, sub, 13.0));
    }
}

/// Where a heading is.
struct Place {
    /// Top left corner of the chip.
    corner: Point,
    chip: f64,
    /// Start of the name, on its baseline.
    name: Point,
    size: f64,
}

impl Place {
    fn open(frame: &Frame<'_>, lane: Lane) -> Self {
        let layout = &frame.layout;
        let base = layout.row(lane).y - name_lift(layout);
        let x = match layout.sheet {
            Sheet::Wide => layout.axis_x0 - 1.0,
            Sheet::Narrow => 0.0,
        };
        let corner = at(x, base + 5.0 - layout.chip);
        let name = at(name_start(layout), base);
        Self { corner, chip: layout.chip, name, size: name_size(layout) }
    }

    fn rail(frame: &Frame<'_>, lane: Lane) -> Self {
        let layout = &frame.layout;
        let row = layout.row(lane);
        let y = row.y + row.h / 2.0;
        let (left, start) = match layout.sheet {
            Sheet::Wide => (layout.axis_x0, layout.axis_x0 + SMALL_CHIP + 8.0),
            Sheet::Narrow => (1.0, layout.axis_x0),
        };
        let corner = at(left, y - SMALL_CHIP / 2.0);
        Self { corner, chip: SMALL_CHIP, name: at(start, y + 4.0), size: 12.0 }
    }

    /// From `self` at `u` = 0 to `to` at 1.
    fn towards(&self, to: &Self, u: f64) -> Self {
        let between = |a: Point, b: Point| at(lerp(a.x, b.x, u), lerp(a.y, b.y, u));
        Self {
            corner: between(self.corner, to.corner),
            chip: lerp(self.chip, to.chip, u),
            name: between(self.name, to.name),
            size: lerp(self.size, to.size, u),
        }
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
    let place = Place::rail(frame, lane).towards(&Place::open(frame, lane), row.open);
    chip(scene, lane, place.corner, place.chip);
    // On a narrow sheet the bar is where the name was.
    let begun = frame.now.begun(lane);
    if begun && (layout.sheet == Sheet::Narrow || row.open <= 0.0) {
        return;
    }
    let name = Label::new(place.name.x, place.name.y, lane.title(), place.size);
    let name = if row.open < 0.5 { name } else { name.strong() };
    let placed = scene.text(Key::Lane(lane), Role::Ink2, name);
    let start = placed.map_or(place.name.x, |r| r.right() + 10.0);
    if !begun && start < layout.axis_x1 {
        let y = row.y + row.h / 2.0;
        let dots = [at(start, y), at(layout.axis_x1, y)];
        scene.line(Key::Decor(Decor::NotYet), Role::Rule, &dots, Dash::NotYet, 1.0);
    }
}
