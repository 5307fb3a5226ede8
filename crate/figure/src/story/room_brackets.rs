//! Brackets under lane C while the axis is unfolded: how much dom0 has, and how much room
//! Linux keeps beside it. On a wide sheet, in the step about empty room.

use sim::step::{Change, Phase};
use sim::units::Pages;
use words::figure::{DOM0_TODAY, ROOM_WITHOUT_PAGES};

use crate::draw::geometry::{at, clamp};
use crate::draw::lane::Lane;
use crate::draw::shape::{Dash, Decor, Key, Label, Role, Scene};
use crate::draw::text_metrics::{Weight, width};
use crate::story::frame::Frame;
use crate::story::layout::Sheet;

/// Draws the brackets.
pub(crate) fn draw(frame: &Frame<'_>, scene: &mut Scene) {
    let Change::BalloonRoom { room } = &frame.now.step.change else { return };
    let shown = frame.now.phase == Phase::BalloonRoom && frame.now.zoomed_out() >= 1.0;
    if !shown || frame.layout.sheet != Sheet::Wide {
        return;
    }
    let Some((first, last)) = room.first().zip(room.last()) else { return };
    let given = frame.now.boot.pages;
    bracket(
        frame,
        scene,
        Role::Dom0,
        [0, given.0],
        [&words::figure::region_amount(given, given), DOM0_TODAY],
    );
    let all: Pages = room.iter().map(|s| s.pages()).sum();
    let start = first.start().0.max(given.0);
    let texts = [&words::figure::region_amount(all, given), ROOM_WITHOUT_PAGES];
    bracket(frame, scene, Role::Ink, [start, last.end().0], texts);
}

/// A bracket under the pages from one number to another, with an amount and what it is.
fn bracket(
    frame: &Frame<'_>,
    scene: &mut Scene,
    role: Role,
    pages: [u64; 2],
    [amount, what]: [&str; 2],
) {
    let key = Key::Decor(Decor::Note);
    let y = frame.layout.lane(Lane::OwnMap).bottom() + 6.0;
    let [l, r] = pages.map(|pfn| frame.axis.x(pfn));
    let (l, r) = (l + 1.0, (r - 1.0).max(l + 2.0));
    let line = [at(l, y), at(l, y + 6.0), at(r, y + 6.0), at(r, y)];
    scene.line(key, role, &line, Dash::Solid, 1.5);
    for (i, (text, weight)) in
        [(amount, Weight::Strong), (what, Weight::Regular)].into_iter().enumerate()
    {
        let size = if i == 0 { 13.0 } else { 12.0 };
        let half = width(text, size, weight) / 2.0;
        let x = clamp(f64::midpoint(l, r), half + 2.0, frame.layout.width - half - 2.0);
        let label = Label::new(x, y + 24.0 + 18.0 * i as f64, text, size).middle();
        let label = Label { weight, ..label };
        let role = if i == 0 { role } else { Role::Ink2 };
        scene.text(key, role, label);
    }
}
