//! Lane C: dom0's own map, as it is read, at rest, and as it grows.
//!
//! Not here: how the kernel rewrites it (`rewrite`).

use sim::step::Phase;

use crate::draw::geometry::{Rect, lerp};
use crate::draw::lane::Lane;
use crate::draw::shape::Scene;
use crate::story::frame::Frame;
use crate::story::items::own_items;
use crate::story::motion::ease;
use crate::story::own_row::{map_c, right_of};
use crate::story::regions::{regions, tears};
use crate::story::rewrite;
use crate::story::titles::title_before;

/// Draws lane C.
pub(crate) fn draw(frame: &Frame<'_>, scene: &mut Scene) {
    subtitle(frame, scene);
    if frame.now.step.after.own.is_none() {
        return;
    }
    match frame.now.phase {
        Phase::MapRead if frame.now.t < 1.0 => {}
        Phase::MapRewritten => rewrite::draw(frame, scene),
        Phase::BalloonRoom => rewrite::settle(frame, scene),
        Phase::BalloonedUp => grow(frame, scene),
        Phase::FirmwareMap
        | Phase::Dom0Built
        | Phase::MapRead
        | Phase::HolesFound
        | Phase::PagesReleased
        | Phase::PagesRepopulated
        | Phase::PagesMoved
        | Phase::IdentityMapped
        | Phase::Descriptors
        | Phase::ToolsReport => map_c(frame, scene, frame.now.after()),
    }
}

fn subtitle(frame: &Frame<'_>, scene: &mut Scene) {
    let (phase, boot) = (frame.now.phase, frame.now.boot);
    let sub = words::figure::own_map_subtitle(frame.now.after().own.as_ref(), phase, boot);
    // Not where the ghost still passes.
    let sub = if phase == Phase::MapRead && frame.now.t < 0.8 { String::new() } else { sub };
    let cut = rewrite::cut_label(frame).filter(|_| phase == Phase::MapRewritten);
    title_before(frame, scene, Lane::OwnMap, &sub, cut.map_or(f64::MAX, |r| r.x - 6.0));
}

/// A ghost of lane A slides down to lane C and settles. It passes behind the lane between them
/// and its words, so it is drawn before these.
pub(crate) fn draw_ghost(frame: &Frame<'_>, scene: &mut Scene) {
    let (world, t) = (frame.now.after(), frame.now.t);
    if frame.now.phase != Phase::MapRead || !frame.now.running() || world.own.is_none() {
        return;
    }
    let mut placed = frame.place(Lane::OwnMap, own_items(world, frame.now.phase));
    let (a, c) = (frame.layout.lane(Lane::Machine).y, frame.layout.lane(Lane::OwnMap).y);
    let y = lerp(a, c, ease(t, 0.0, 0.8));
    for p in &mut placed {
        p.rect.y = y;
        p.item.labels.clear();
    }
    regions(frame, scene, Lane::OwnMap, &placed, f64::MAX);
    let end = placed.last().map_or(0.0, |p| p.rect.right());
    tears(frame, scene, Rect { y, ..frame.layout.lane(Lane::OwnMap) }, end);
}

/// Pages fill room from the left, and what is left of it shrinks to the right.
fn grow(frame: &Frame<'_>, scene: &mut Scene) {
    let (after, t) = (frame.now.after(), frame.now.t);
    let Some(before) = frame.now.earlier().filter(|w| t < 1.0 && w.own != after.own) else {
        return map_c(frame, scene, after);
    };
    if t <= 0.0 {
        return map_c(frame, scene, before);
    }
    let row = frame.layout.lane(Lane::OwnMap);
    let given = frame.now.boot.pages.0;
    let room = before.own.as_ref().and_then(|own| own.room.first()).map(|r| r.start().0);
    let until = lerp(frame.axis.x(room.unwrap_or(given)), frame.layout.line_end, ease(t, 0.5, 1.0));
    let old = frame.place(Lane::OwnMap, own_items(before, frame.now.phase));
    let old: Vec<_> = old.into_iter().filter_map(|p| right_of(until, p)).collect();
    let new = frame.place(Lane::OwnMap, own_items(after, frame.now.phase));
    regions(frame, scene, Lane::OwnMap, &new, until);
    regions(frame, scene, Lane::OwnMap, &old, f64::MAX);
    let reach = old.last().or(new.last()).map_or(0.0, |p| p.rect.right());
    tears(frame, scene, row, reach);
}
