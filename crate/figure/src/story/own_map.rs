//! Lane C: dom0's own map, as it is read and as the kernel rewrites it.

use sim::step::{MapState, OwnMap, Phase};

use crate::draw::geometry::{Rect, lerp};
use crate::draw::lane::Lane;
use crate::draw::shape::Scene;
use crate::story::frame::Frame;
use crate::story::items::own_items;
use crate::story::motion::ease;
use crate::story::regions::{regions, tears};
use crate::story::titles::title;

/// Draws lane C.
pub(crate) fn draw(frame: &Frame<'_>, scene: &mut Scene) {
    let Some(own) = frame.now.step.after.own.clone() else {
        subtitle_c(frame, scene, None);
        return;
    };
    let phase = frame.now.phase;
    let old = frame.now.earlier().and_then(|w| w.own.clone());
    if phase == Phase::MapRead {
        map_read(frame, scene, &own);
    } else if let (Phase::BalloonRoom | Phase::BalloonedUp, Some(old)) =
        (phase, old.filter(|old| *old != own))
    {
        rewrite(frame, scene, &old, &own);
    } else {
        subtitle_c(frame, scene, Some(&own));
        map_c(frame, scene, &own);
    }
}

fn subtitle_c(frame: &Frame<'_>, scene: &mut Scene, own: Option<&OwnMap>) {
    let sub = words::figure::own_map_subtitle(own, frame.now.boot);
    title(frame, scene, Lane::OwnMap, &sub);
}

fn map_c(frame: &Frame<'_>, scene: &mut Scene, own: &OwnMap) {
    let placed = frame.place(Lane::OwnMap, own_items(own, frame.now.boot.pages));
    regions(frame, scene, Lane::OwnMap, &placed, f64::MAX);
    let end = placed.last().map_or(0.0, |p| p.rect.right());
    tears(frame, scene, frame.layout.lane(Lane::OwnMap), end);
}

/// A ghost of lane A slides down to lane C and settles; a map that the kernel makes itself
/// is drawn from left to right.
fn map_read(frame: &Frame<'_>, scene: &mut Scene, own: &OwnMap) {
    subtitle_c(frame, scene, Some(own));
    let t = frame.now.t;
    if t >= 1.0 {
        return map_c(frame, scene, own);
    }
    if t <= 0.0 {
        return;
    }
    let mut placed = frame.place(Lane::OwnMap, own_items(own, frame.now.boot.pages));
    if own.state == MapState::OwnMaking {
        let until = frame.reach(Phase::MapRead, 0.0, 0.8);
        regions(frame, scene, Lane::OwnMap, &placed, until);
        let end = placed.last().map_or(0.0, |p| p.rect.right());
        return tears(frame, scene, frame.layout.lane(Lane::OwnMap), until.min(end));
    }
    let (a, c) = (frame.layout.lane(Lane::Machine).y, frame.layout.lane(Lane::OwnMap).y);
    let y = lerp(a, c, ease(t, 0.0, 0.8));
    for p in &mut placed {
        p.rect.y = y;
        p.item.labels.clear();
    }
    regions(frame, scene, Lane::OwnMap, &placed, f64::MAX);
    tears(frame, scene, Rect { y, ..frame.layout.lane(Lane::OwnMap) }, f64::MAX);
}

/// The solid part first, then the dashes grow to the right, through folds.
fn rewrite(frame: &Frame<'_>, scene: &mut Scene, old: &OwnMap, own: &OwnMap) {
    subtitle_c(frame, scene, Some(if frame.now.t > 0.0 { own } else { old }));
    let t = frame.now.t;
    if t >= 1.0 {
        return map_c(frame, scene, own);
    }
    if t <= 0.0 {
        return map_c(frame, scene, old);
    }
    let row = frame.layout.lane(Lane::OwnMap);
    let room =
        |m: &OwnMap| frame.axis.x(m.room.first().map_or(frame.now.boot.pages.0, |r| r.start().0));
    let (solid, end) = (room(own), frame.layout.line_end);
    let until = if frame.now.phase == Phase::BalloonedUp {
        lerp(room(old), end, ease(t, 0.5, 1.0))
    } else {
        lerp(lerp(row.x, solid, ease(t, 0.0, 0.3)), end, ease(t, 0.25, 0.95))
    };
    let before: Vec<_> = frame
        .place(Lane::OwnMap, own_items(old, frame.now.boot.pages))
        .into_iter()
        .filter(|p| p.rect.right() > until)
        .map(|mut p| {
            let right = p.rect.right();
            if p.rect.x < until {
                // Labels do not travel.
                p.item.labels.clear();
            }
            p.rect = Rect::between(p.rect.x.max(until), right, row.y, row.h);
            p
        })
        .collect();
    let after = frame.place(Lane::OwnMap, own_items(own, frame.now.boot.pages));
    regions(frame, scene, Lane::OwnMap, &after, until);
    regions(frame, scene, Lane::OwnMap, &before, f64::MAX);
    let reach = before.last().or(after.last()).map_or(0.0, |p| p.rect.right());
    tears(frame, scene, row, reach);
}
