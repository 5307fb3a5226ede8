//! The picture on its way from one scene to another, after an input has changed.
//!
//! [`between`] is pure and knows nothing of boots: pieces are matched by what they are, and
//! their edges move in pixels. Numbers and words are the new ones at once. The result is a
//! scene like any other, so a change can begin in the middle of another one. [`ghosts`]
//! shows for a moment where edges were. Not here: how long a change takes, and when it is
//! drawn.

mod parts;
mod pairs;
mod places;
mod marks;
mod going;
mod labels;
mod ghosts;

pub use ghosts::ghosts;

use crate::draw::geometry::{Point, clamp, lerp};
use crate::draw::shape::{Decor, Key, Mark, Scene, Shape};
use crate::story::motion::ease;

use going::going;
use labels::{Labels, label_at};
use marks::{is_outline, marks, points, sample};
use parts::{Piece, pieces};
use places::{Ways, grown};

/// The scene at `u` of a change from `from` to `to`, from 0 to 1 and eased by u·u·(3−2u).
///
/// At 1 it is `to`. At 0 it has the edges of `from`, with the words of `to`. Scenes of
/// different sizes have no way between them: then it is `to`. Pages are conserved: it
/// carries what `to` carries.
pub fn between(from: &Scene, to: &Scene, u: f64) -> Scene {
    let u = clamp(u, 0.0, 1.0);
    let sized = |s: &Scene| [s.width.to_bits(), s.height.to_bits()];
    if u >= 1.0 || sized(from) != sized(to) {
        return to.clone();
    }
    Change::of(from, to).at(ease(u, 0.0, 1.0))
}

/// Two scenes, and which shape of the old one is which of the new one.
struct Change<'a> {
    from: &'a Scene,
    to: &'a Scene,
    old: Vec<Piece>,
    new: Vec<Piece>,
    ways: Ways,
    marks: Vec<Option<usize>>,
}

impl<'a> Change<'a> {
    fn of(from: &'a Scene, to: &'a Scene) -> Self {
        let (old, new) = (pieces(from), pieces(to));
        let ways = Ways::of(&old, &new);
        Self { from, to, old, new, ways, marks: marks(from, to) }
    }

    /// The scene at `e`, which is eased.
    fn at(&self, e: f64) -> Scene {
        let Self { from, to, old, new, ways, marks } = self;
        let labels = Labels { from, to, old, new, ways, marks };
        let homes = labels.homes();
        let mut scene = Scene::new(to.width, to.height);
        scene.targets.clone_from(&to.targets);
        let leaving = going(from, old, new, ways, marks, e);
        let (mut left, mut piece) = (0, 0);
        for (i, shape) in to.shapes.iter().enumerate() {
            while let Some((_, gone)) = leaving.get(left).filter(|(before, _)| *before <= i) {
                scene.shapes.push(gone.clone());
                left += 1;
            }
            if new.get(piece).is_some_and(|p| p.shape == i) {
                let Some(way) = ways.stay.get(piece) else { continue };
                piece += 1;
                let rect = way.at(e);
                // A piece that appears has no width yet, but it may carry pages.
                if rect.w > 0.0 || shape.carries > 0 || way.end.w <= 0.0 {
                    scene.shapes.push(moved(shape, rect.x - way.end.x, rect.y - way.end.y, rect.w));
                }
            } else if points(shape).is_some() {
                scene.shapes.push(self.line_at(shape, i, e));
            } else {
                // The plate of a label goes where the label goes.
                let plate = shape.bar();
                let label = if plate.is_some() { i + 1 } else { i };
                if let Some([dx, dy]) = label_at(&labels, &homes, label, e) {
                    scene.shapes.push(moved(shape, dx, dy, plate.map_or(0.0, |r| r.w)));
                }
            }
        }
        for (_, gone) in leaving.iter().skip(left) {
            scene.shapes.push(gone.clone());
        }
        scene
    }

    /// A line or an area at `e`.
    fn line_at(&self, shape: &Shape, i: usize, e: f64) -> Shape {
        let mut shape = shape.clone();
        let ring = shape.key == Key::Decor(Decor::Ring);
        let outline = is_outline(&shape);
        let was = self.marks.get(i).copied().flatten().and_then(|i| self.from.shapes.get(i));
        let was = was.and_then(points);
        let (Mark::Line { points, .. } | Mark::Area { points }) = &mut shape.mark else {
            return shape;
        };
        if ring {
            return shape;
        }
        // An outline goes with the pieces that it surrounds.
        let origin = |p: &Point| self.ways.origin_of(p.x, p.y);
        let glued = outline && points.iter().all(|p| origin(p).is_some());
        let n = points.len();
        if !glued && was.is_none() {
            grown(points, e);
            return shape;
        }
        for (k, p) in points.iter_mut().enumerate() {
            let sampled = was.and_then(|was| sample(was, k, n)).unwrap_or(*p);
            let o = match origin(p).filter(|_| glued) {
                Some(x) => Point { x, y: p.y },
                None => sampled,
            };
            (p.x, p.y) = (lerp(o.x, p.x, e), lerp(o.y, p.y, e));
        }
        shape
    }
}

/// The shape moved by `dx` and `dy`; a bar gets the width `w`.
fn moved(shape: &Shape, dx: f64, dy: f64, w: f64) -> Shape {
    let mut shape = shape.clone();
    match &mut shape.mark {
        Mark::Bar { rect, origin, .. } => {
            // A pattern at rest is anchored to the sheet.
            if origin.x.abs() + origin.y.abs() > 0.0 {
                (origin.x, origin.y) = (origin.x + dx, origin.y + dy);
            }
            (rect.x, rect.y, rect.w) = (rect.x + dx, rect.y + dy, w);
        }
        Mark::Text { at, .. } => (at.x, at.y) = (at.x + dx, at.y + dy),
        Mark::Area { .. } | Mark::Line { .. } => {}
    }
    shape
}
