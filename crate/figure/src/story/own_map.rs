//! Lane C: dom0's own map, as it is read, at rest, and as it grows.
//!
//! Not here: how the kernel rewrites it (`rewrite`).

use sim::kernel::Era;
use sim::step::{MapState, OwnMap, Phase, World};

use crate::draw::geometry::{Rect, lerp};
use crate::draw::lane::Lane;
use crate::draw::shape::Scene;
use crate::story::frame::Frame;
use crate::story::items::own_items;
use crate::story::motion::ease;
use crate::story::placement::Placed;
use crate::story::regions::{regions, tears};
use crate::story::rewrite;
use crate::story::titles::{title, title_before};

/// Draws lane C.
pub(crate) fn draw(frame: &Frame<'_>, scene: &mut Scene) {
    let Some(own) = &frame.now.step.after.own else {
        title(frame, scene, Lane::OwnMap, "none yet");
        return;
    };
    subtitle(frame, scene, own);
    match frame.now.phase {
        Phase::MapRead => map_read(frame, scene),
        Phase::MapRewritten => rewrite::draw(frame, scene),
        Phase::BalloonRoom => rewrite::settle(frame, scene),
        Phase::BalloonedUp => grow(frame, scene),
        Phase::FirmwareMap
        | Phase::Dom0Built
        | Phase::HolesFound
        | Phase::PagesReleased
        | Phase::PagesRepopulated
        | Phase::PagesMoved
        | Phase::IdentityMapped
        | Phase::Descriptors
        | Phase::ToolsReport => map_c(frame, scene, frame.now.after()),
    }
}

fn subtitle(frame: &Frame<'_>, scene: &mut Scene, own: &OwnMap) {
    let classic = frame.now.boot.config.linux.variant.era() == Era::Classic;
    let made = frame.now.phase == Phase::MapRewritten;
    let sub = match own.state {
        MapState::Copied if classic => "the machine’s map, for devices only".to_owned(),
        MapState::Copied => "a plain copy of A so far".to_owned(),
        MapState::Rewritten if made => words::map_summary(frame.now.boot),
        MapState::Rewritten => format!("rewritten by {}", words::linux(frame.now.boot)),
        MapState::OwnMaking => "made from the page count".to_owned(),
    };
    let cut = if made { rewrite::cut_label(frame) } else { None };
    title_before(frame, scene, Lane::OwnMap, &sub, cut.map_or(f64::MAX, |r| r.x - 6.0));
}

/// Dom0's own map at rest.
pub(crate) fn map_c(frame: &Frame<'_>, scene: &mut Scene, world: &World) {
    let placed = frame.place(Lane::OwnMap, own_items(world, frame.now.phase));
    regions(frame, scene, Lane::OwnMap, &placed, f64::MAX);
    let end = placed.last().map_or(0.0, |p| p.rect.right());
    tears(frame, scene, frame.layout.lane(Lane::OwnMap), end);
}

/// A ghost of lane A slides down to lane C and settles.
fn map_read(frame: &Frame<'_>, scene: &mut Scene) {
    let world = frame.now.after();
    let t = frame.now.t;
    if t >= 1.0 {
        return map_c(frame, scene, world);
    }
    if t <= 0.0 {
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
    tears(frame, scene, Rect { y, ..frame.layout.lane(Lane::OwnMap) }, f64::MAX);
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

/// The part of a region to the right of `until`; `None` if there is none. Labels do not travel.
pub(crate) fn right_of(until: f64, mut placed: Placed) -> Option<Placed> {
    let Rect { x, y, h, .. } = placed.rect;
    let right = placed.rect.right();
    if right <= until {
        return None;
    }
    if x < until {
        placed.item.labels.clear();
    }
    placed.rect = Rect::between(x.max(until), right, y, h);
    Some(placed)
}
