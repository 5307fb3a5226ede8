//! The space under lane C in which new entries of the map come to rest, and their names there.
//!
//! Not here: how they move (`rewrite`).

use crate::draw::geometry::{at, clamp};
use crate::draw::lane::Lane;
use crate::draw::shape::{Decor, Key, Label, Role, Scene};
use crate::story::frame::Frame;
use crate::story::lane_names::{name_end, name_lift, name_size};
use crate::story::layout::Layout;
use crate::story::placement::Placed;

const KEY: Key = Key::Decor(Decor::Struck);
/// Height of a line of text under an entry.
const LABEL: f64 = 19.0;

/// The room between lane C's bar and lane D with its name.
pub(crate) fn room_below(layout: &Layout) -> f64 {
    above_lane_d(layout) - layout.lane(Lane::OwnMap).bottom()
}

/// Where lane D with its name begins.
fn above_lane_d(layout: &Layout) -> f64 {
    let y = layout.lane(Lane::Backing).y;
    if layout.open(Lane::Backing) { y - name_lift(layout) - name_size(layout) } else { y - 3.0 }
}

/// How far below the bar new entries come to rest, with a line of text under them.
pub(crate) fn drop_of(layout: &Layout) -> f64 {
    let bar = layout.lane(Lane::OwnMap).h;
    bar + clamp(room_below(layout) - bar - LABEL, 0.0, 26.0)
}

/// Whether there is room for new entries below the bar.
pub(crate) fn can_fall(layout: &Layout) -> bool {
    room_below(layout) >= layout.lane(Lane::OwnMap).h + LABEL + 8.0
}

/// Names an entry under it: unusable RAM, and RAM that no page is at.
pub(crate) fn name_below(frame: &Frame<'_>, scene: &mut Scene, placed: &Placed) {
    let (rect, layout) = (placed.rect, &frame.layout);
    let y = rect.bottom() + 15.0;
    if placed.item.bar.role == Role::Room {
        let label = Label::new(rect.x + 1.0, y, words::figure::NO_PAGES_YET, 12.0);
        let over = (label.rect().right() - layout.text_end()).max(0.0);
        return below(layout, scene, Role::Ink2, Label { at: at(rect.x + 1.0 - over, y), ..label });
    }
    let [name, meaning] = words::figure::UNUSABLE_RAM;
    let first = Label::new(rect.right(), y, name, 12.0).strong();
    let second = Label::new(rect.right(), y + 15.0, meaning, 12.0);
    // To the left, as far as that is not over other entries.
    let fits = second.end().rect().x >= rect.x.min(layout.width / 2.0);
    let over = (rect.x + second.rect().w - layout.text_end()).max(0.0);
    let place = |l: Label<'static>| {
        if fits { l.end() } else { Label { at: at(rect.x - over, l.at.y), ..l } }
    };
    below(layout, scene, Role::Ink, place(first));
    below(layout, scene, Role::Ink2, place(second));
}

/// A label over lane D, where that lane's name leaves room.
fn below(layout: &Layout, scene: &mut Scene, role: Role, label: Label<'_>) {
    let beside = name_end(layout, Lane::Backing) + 80.0;
    let above = label.rect().bottom() <= above_lane_d(layout);
    if above || layout.open(Lane::Backing) && label.rect().x > beside {
        scene.text(KEY, role, label);
    }
}
