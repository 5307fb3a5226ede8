//! The headings of the lanes: a chip with the lane's letter, a name and a subtitle.

use crate::draw::geometry::{Point, Rect, at};
use crate::draw::lane::Lane;
use crate::draw::shape::{Bar, Key, Label, Role, Scene};
use crate::draw::text_metrics::{Weight, width};
use crate::story::frame::Frame;
use crate::story::funnel::aside;
use crate::story::lane_names::name;
use crate::story::layout::{Layout, Sheet};

/// A lane's chip and names above its bar.
pub(crate) fn title(frame: &Frame<'_>, scene: &mut Scene, lane: Lane, sub: &str) {
    let layout = &frame.layout;
    let aside = if lane == Lane::Backing { aside(frame) } else { 0.0 };
    let at = at(layout.axis_x0 + aside, layout.lane(lane).y);
    let name = name(layout, lane);
    heading(layout, scene, &Heading { lane, name, sub, at, end: frame.subtitle_end() });
}

/// What is written above a lane.
pub(crate) struct Heading<'a> {
    pub(crate) lane: Lane,
    pub(crate) name: &'a str,
    /// On wide sheets only; may be empty.
    pub(crate) sub: &'a str,
    /// The top left corner of what it is written above.
    pub(crate) at: Point,
    /// The subtitle is left out if it does not end before this.
    pub(crate) end: f64,
}

impl<'a> Heading<'a> {
    /// A heading with as much room as the sheet has.
    pub(crate) const fn new(lane: Lane, name: &'a str, sub: &'a str, at: Point) -> Self {
        Self { lane, name, sub, at, end: f64::MAX }
    }
}

/// Draws a chip with the lane's letter, the name and the subtitle.
pub(crate) fn heading(layout: &Layout, scene: &mut Scene, heading: &Heading<'_>) {
    let &Heading { lane, name, sub, at: p, end } = heading;
    let wide = layout.sheet == Sheet::Wide;
    let chip = layout.chip;
    let (size, lift) = if wide { (14.0, 11.0) } else { (13.0, 9.0) };
    let base = p.y - lift;
    let key = Key::Lane(lane);
    let square = Rect { x: p.x - 1.0, y: base - chip + 5.0, w: chip, h: chip };
    scene.bar(key, Bar::chip(Role::Xen), square);
    let c = square.centre();
    let label = Label::new(c.x, c.y + 4.5, lane.id(), 12.5).strong().middle();
    scene.text(key, Role::Paper, label);
    let start = square.right() + if wide { 8.0 } else { 6.0 };
    let name = Label::new(start, base, name, size).strong();
    let Some(placed) = scene.text(key, Role::Ink, name) else { return };
    if wide && !sub.is_empty() {
        let x = placed.right() + 10.0;
        if x + width(sub, 13.0, Weight::Regular) <= end {
            scene.text(key, Role::Ink2, Label::new(x, base, sub, 13.0));
        }
    }
}
