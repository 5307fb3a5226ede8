//! Lane B: the pages that Xen allocates to dom0, and the ceiling.

use sim::step::{MaxReservation, Phase};

use crate::draw::geometry::{at, lerp};
use crate::draw::lane::Lane;
use crate::draw::shape::{Dash, Decor, Key, Label, Role, Scene};
use crate::story::ceiling;
use crate::story::frame::Frame;
use crate::story::items::allocation_items;
use crate::story::layout::Sheet;
use crate::story::placement::Placed;
use crate::story::regions::{regions, tears};
use crate::story::titles::title;

/// Draws lane B.
pub(crate) fn draw(frame: &Frame<'_>, scene: &mut Scene) {
    title(frame, scene, Lane::Allocation, words::figure::ALLOCATION_SUBTITLE);
    let row = frame.layout.lane(Lane::Allocation);
    let (solid, room) =
        (frame.now.done(Phase::Dom0Built, 0.2, 0.6), frame.now.done(Phase::Dom0Built, 0.6, 1.0));
    let items = allocation_items(&frame.now.step.after, frame.axis.end());
    if items.is_empty() || solid <= 0.0 {
        return;
    }
    let placed = frame.place(Lane::Allocation, items);
    let given = frame.axis.x(frame.now.boot.pages.0);
    let end = frame.layout.line_end;
    let until = match (solid < 1.0, room < 1.0) {
        (true, _) => lerp(row.x, given, solid),
        (false, true) => lerp(given, end, room),
        (false, false) => f64::MAX,
    };
    open_ended(frame, scene, &placed, until);
    regions(frame, scene, Lane::Allocation, &placed, until);
    beside_a_small_dom0(frame, scene, &placed);
    let unbounded =
        frame.now.step.after.allocation.is_some_and(|g| g.maximum == MaxReservation::Unlimited);
    let drawn = placed.last().map_or(0.0, |p| p.rect.right());
    tears(frame, scene, row, until.min(if unbounded { end } else { drawn }));
    if room >= 1.0 {
        ceiling::draw(frame, scene);
    }
}

/// The amount right of dom0's pages, if these are too narrow for any label.
fn beside_a_small_dom0(frame: &Frame<'_>, scene: &mut Scene, placed: &[Placed]) {
    let Some(given) = placed.first().filter(|p| p.item.bar.role == Role::Dom0) else { return };
    let built = frame.now.done(Phase::Dom0Built, 0.6, 1.0) >= 1.0;
    let named = given.item.labels.iter().any(|label| {
        crate::draw::text_metrics::width(label, 13.0, crate::draw::text_metrics::Weight::Regular)
            + 12.0
            <= frame.label_room(given.rect).w
    });
    if built && !named && frame.layout.open(Lane::Allocation) {
        let text = words::figure::given(frame.now.boot.pages);
        let at = given.rect.centre().y + 4.5;
        let label = Label::new(given.rect.right() + 10.0, at, &text, 13.0);
        if label.rect().right() < frame.layout.axis_x1 {
            scene.text(Key::Decor(Decor::Note), Role::Ink, label);
        }
    }
}

/// Without a ceiling: two dashed lines that run on, and an arrow.
fn open_ended(frame: &Frame<'_>, scene: &mut Scene, placed: &[Placed], until: f64) {
    let unbounded =
        frame.now.step.after.allocation.is_some_and(|g| g.maximum == MaxReservation::Unlimited);
    let Some(open) = placed.last().filter(|_| unbounded) else { return };
    let end = frame.layout.line_end.min(until);
    let (x, y) = (open.rect.x, open.rect.y);
    if open.item.bar.role != Role::Room || end <= x {
        return;
    }
    let key = Key::Region { lane: Lane::Allocation, start: open.item.span.start().0 };
    for y in [y, open.rect.bottom()] {
        scene.line(key, Role::Room, &[at(x, y), at(end, y)], Dash::Could, 1.5);
    }
    if frame.layout.sheet == Sheet::Wide && until >= frame.layout.line_end {
        let (x, y) = (frame.layout.line_end, open.rect.centre().y);
        let tip = x + 16.0;
        scene.line(key, Role::Rule, &[at(x, y), at(tip - 5.0, y)], Dash::Solid, 1.0);
        let head = [at(tip - 7.0, y - 3.5), at(tip, y), at(tip - 7.0, y + 3.5)];
        scene.area(key, Role::Xen, &head);
    }
}
