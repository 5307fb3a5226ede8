//! Where edges were before a change: dashed outlines over the new picture, for a moment.

use super::marks::is_outline;
use super::pairs::pairs;
use super::parts::{Piece, pieces};
use crate::draw::geometry::Rect;
use crate::draw::pattern::outline;
use crate::draw::shape::{Dash, Decor, Key, Mark, Role, Scene, Shape};

/// Edges that moved by less than this, in pixels, have not moved.
const MOVED: f64 = 1.0;

/// Draws on `scene` the outlines that `old` had and `to` has no longer.
pub fn ghosts(scene: &mut Scene, old: &Scene, to: &Scene) {
    let (was, is) = (outlined(old), outlined(to));
    let mut stays = vec![None; was.len()];
    for (j, i) in pairs(&was, &is).into_iter().enumerate() {
        if let Some(slot) = i.and_then(|i| stays.get_mut(i)) {
            *slot = is.get(j);
        }
    }
    for (a, b) in was.iter().zip(stays) {
        let shift = |b: &Piece| {
            let (left, right) = (a.rect.x - b.rect.x, a.rect.right() - b.rect.right());
            left.abs().max(right.abs())
        };
        // What is too narrow for an outline would be a smudge.
        if a.rect.w >= 4.0 && b.is_none_or(|b| shift(b) > MOVED) {
            let key = Key::Decor(Decor::Ghost);
            scene.line(key, a.role, &outline(a.rect), Dash::Trace, 1.5);
        }
    }
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
            Key::Region { .. } | Key::Bucket | Key::Decor(Decor::Descriptors) => true,
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
