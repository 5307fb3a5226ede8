//! Where edges were before a change: dashed outlines over the new picture, for a moment.

use super::marks::is_outline;
use super::pairs::pairs;
use super::parts::{Piece, pieces};
use crate::draw::geometry::{Point, Rect, at};
use crate::draw::lane::Lane;
use crate::draw::pattern::outline;
use crate::draw::shape::{Dash, Decor, Key, Mark, Role, Scene, Shape};

/// Edges that moved by less than this, in pixels, have not moved.
const MOVED: f64 = 1.0;

/// Draws on `scene` the outlines of `old` that `to` does not have any more.
pub fn ghosts(scene: &mut Scene, old: &Scene, to: &Scene) {
    let (was, is) = (outlined(old), outlined(to));
    let mut stays = vec![None; was.len()];
    for (j, i) in pairs(&was, &is).into_iter().enumerate() {
        if let Some(slot) = i.and_then(|i| stays.get_mut(i)) {
            *slot = is.get(j);
        }
    }
    for (a, b) in was.iter().zip(stays) {
        // What is too narrow for an outline would be a smudge.
        if a.rect.w < 4.0 {
            continue;
        }
        match b {
            Some(b) => left_behind(scene, a, b.rect),
            None => dashed(scene, a.role, &outline(a.rect)),
        }
    }
}

/// Draws what the new place `is` has not of the old outline `was`: edges that moved, and the
/// part that lies outside.
fn left_behind(scene: &mut Scene, was: &Piece, is: Rect) {
    let Piece { rect, role, .. } = *was;
    let [left, right] = [rect.x, rect.right()].map(|x| [at(x, rect.y), at(x, rect.bottom())]);
    let mut line = |x0: f64, x1: f64| {
        if x1 - x0 > MOVED {
            for y in [rect.y, rect.bottom()] {
                dashed(scene, role, &[at(x0, y), at(x1, y)]);
            }
        }
    };
    line(rect.x, rect.right().min(is.x));
    line(rect.x.max(is.right()), rect.right());
    for (side, moved) in [(left, rect.x - is.x), (right, rect.right() - is.right())] {
        if moved.abs() > MOVED {
            dashed(scene, role, &side);
        }
    }
}

fn dashed(scene: &mut Scene, role: Role, points: &[Point]) {
    scene.line(Key::Decor(Decor::Ghost), role, points, Dash::Trace, 1.5);
}

/// The pieces that are seen as outlines: regions of the lanes, Xen's bucket, the descriptors
/// and the strip's parts.
fn outlined(scene: &Scene) -> Vec<Piece> {
    let mut found = pieces(scene);
    found.retain(|p| {
        let open = scene.shapes.get(p.shape).is_some_and(|s| match s.mark {
            Mark::Bar { outline, .. } => outline == Dash::None,
            Mark::Area { .. } | Mark::Line { .. } | Mark::Text { .. } => true,
        });
        let counts = match p.key {
            // The machine's map is the same, or another machine's.
            Key::Region { lane, .. } => lane != Lane::Machine,
            Key::Bucket | Key::Decor(Decor::Descriptors) => true,
            Key::Account(_) | Key::Lane(_) | Key::Tile { .. } | Key::Ceiling | Key::Decor(_) => {
                false
            }
        };
        counts && !open && p.role != Role::Copied
    });
    let strips = scene.shapes.iter().enumerate().filter_map(|(i, s)| strip_part(i, s));
    found.extend(strips);
    found
}

/// A part of the strip by its outline.
fn strip_part(shape: usize, s: &Shape) -> Option<Piece> {
    let Mark::Line { points, .. } = &s.mark else { return None };
    let strip = s.key == Key::Decor(Decor::Strip) && is_outline(s);
    let (a, b) = (points.first().filter(|_| strip)?, points.get(2)?);
    let rect = Rect { x: a.x, y: a.y, w: b.x - a.x, h: b.y - a.y };
    Some(Piece { shape, key: s.key, role: s.role, rect })
}
