//! Lane D: what backs each page number.

use sim::step::{Backing, Change, Phase};
use sim::units::Pfn;

use crate::draw::geometry::{Rect, lerp};
use crate::draw::lane::Lane;
use crate::draw::shape::{Bar, Decor, Key, Role, Scene};
use crate::story::draw_descriptors::descriptors;
use crate::story::frame::Frame;
use crate::story::motion::ease;
use crate::story::placement::Placed;
use crate::story::regions::{regions, tears};
use crate::story::titles::title;

pub(crate) fn draw(frame: &Frame<'_>, scene: &mut Scene) {
    let phase = frame.now.phase;
    let sub = words::figure::backing_subtitle(phase);
    title(frame, scene, Lane::Backing, sub);
    let wipes = matches!(phase, Phase::HolesFound | Phase::IdentityMapped);
    if phase == Phase::Dom0Built {
        building(frame, scene);
    } else if frame.flying() {
        let rest = resting(frame);
        draw_d(frame, scene, &rest, f64::MAX);
    } else if wipes && frame.now.running() {
        let mut placed = frame.backed.before.clone();
        if phase == Phase::HolesFound && frame.now.t > 0.4 {
            // The flags are wiped over it.
            for p in &mut placed {
                p.item.labels.clear();
            }
        }
        draw_d(frame, scene, &placed, f64::MAX);
        wipe(frame, scene, phase);
    } else {
        draw_d(frame, scene, frame.backed.at(&frame.now), f64::MAX);
    }
}

/// Draws the pages as they are allocated, from page number 0 up.
fn building(frame: &Frame<'_>, scene: &mut Scene) {
    let grown = ease(frame.now.t, 0.25, 0.7);
    if grown <= 0.0 {
        return;
    }
    let x0 = frame.layout.axis_x0;
    let until = lerp(x0, frame.axis.x(frame.now.boot.pages.0), grown);
    draw_d(frame, scene, &frame.backed.after, if grown < 1.0 { until } else { f64::MAX });
}

/// Draws lane D; the descriptors cover part of its largest range and label the rest.
fn draw_d(frame: &Frame<'_>, scene: &mut Scene, placed: &[Placed], until: f64) {
    let mut placed = placed.to_vec();
    let made = frame.made.filter(|_| frame.now.descriptors_grown() > 0.0);
    if let Some(made) = made {
        for p in placed.iter_mut().filter(|p| p.item.span == made.home.span) {
            p.item.labels.clear();
        }
    }
    regions(frame, scene, Lane::Backing, &placed, until);
    if let Some(made) = made {
        descriptors(frame, scene, made);
    }
    let end = placed.last().map_or(0.0, |p| p.rect.right());
    tears(frame, scene, frame.layout.lane(Lane::Backing), until.min(end));
}

/// Lane D while pages travel: the places they left and will take are empty.
fn resting(frame: &Frame<'_>) -> Vec<Placed> {
    let mut placed = frame.backed.after.clone();
    for p in &mut placed {
        let change = &frame.now.step.change;
        let lands = p.members.iter().filter(|m| brings(change, m.start())).map(|m| m.count());
        let landing: u64 = lands.sum();
        if landing > 0 {
            let moved = p.item.bar.role == Role::Moved;
            let role = if moved { Role::SocketMoved } else { Role::SocketDom0 };
            p.item.bar = Bar::socket(role);
            p.item.carries = p.item.carries.saturating_sub(landing);
            p.item.labels.clear();
        }
    }
    placed
}

/// Flags pages on holes, or draws identity mappings, from left to right in each range. The
/// pages stay where they are, so the wipe carries none.
fn wipe(frame: &Frame<'_>, scene: &mut Scene, phase: Phase) {
    let flags = phase == Phase::HolesFound;
    let wanted = |by: Backing| match by {
        Backing::OnHole | Backing::Stranded => flags,
        Backing::Identity => !flags,
        Backing::Ram
        | Backing::Released
        | Backing::Populated
        | Backing::Ballooned
        | Backing::Vacated
        | Backing::Moved => false,
    };
    let grown = if flags { ease(frame.now.t, 0.4, 0.9) } else { ease(frame.now.t, 0.0, 0.7) };
    let after = &frame.now.step.after;
    let new: Vec<_> = after.backing.iter().filter(|b| wanted(b.by)).map(|b| b.span).collect();
    let placed = &frame.backed.after;
    let end = placed.last().map_or(0.0, |p| p.rect.right());
    for p in placed {
        if new.contains(&p.item.span) {
            let rect = Rect { w: p.rect.w * grown, ..p.rect };
            scene.bar(Key::Decor(Decor::Wipe), p.item.bar, rect);
        }
    }
    tears(frame, scene, frame.layout.lane(Lane::Backing), end);
}

/// Whether a change backs page number `at` with a new page.
fn brings(change: &Change, at: Pfn) -> bool {
    match change {
        Change::Repopulated { pieces } | Change::BalloonedUp { pieces, .. } => {
            pieces.iter().any(|s| s.contains(at))
        }
        Change::Moved { moves } => {
            moves.iter().any(|m| m.to <= at && at.0 < m.to.0.saturating_add(m.pages.0))
        }
        Change::MapListed { .. }
        | Change::Dom0Built(_)
        | Change::MapRead
        | Change::HolesFound { .. }
        | Change::Released { .. }
        | Change::IdentityMapped { .. }
        | Change::MapRewritten(_)
        | Change::BalloonRoom { .. }
        | Change::Descriptors(_)
        | Change::ToolsReport(_) => false,
    }
}
