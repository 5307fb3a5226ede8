//! What goes: bars shrink into their neighbours, lines and areas draw back. Words go at
//! once.

use super::marks::points;
use super::parts::Piece;
use super::places::{Ways, grown};
use crate::draw::shape::{Decor, Key, Mark, Scene, Shape};

/// What is still seen at `e` (0 to 1) of the shapes that disappear. Each has the index of the
/// shape of the new scene before which it is drawn.
pub(super) fn going(
    from: &Scene,
    old: &[Piece],
    new: &[Piece],
    ways: &Ways,
    marks: &[Option<usize>],
    e: f64,
) -> Vec<(usize, Shape)> {
    let mut becomes: Vec<Option<usize>> = vec![None; from.shapes.len()];
    for (j, i) in marks.iter().enumerate() {
        if let Some(slot) = i.and_then(|i| becomes.get_mut(i)) {
            *slot = Some(j);
        }
    }
    for (b, i) in new.iter().zip(&ways.was) {
        let partner = i.and_then(|i| old.get(i));
        if let Some(slot) = partner.and_then(|a| becomes.get_mut(a.shape)) {
            *slot = Some(b.shape);
        }
    }
    let mut leaving = Vec::new();
    let mut before = 0;
    for (i, (shape, becomes)) in from.shapes.iter().zip(&becomes).enumerate() {
        if let Some(j) = becomes {
            before = before.max(j + 1);
        } else if let Some(shape) = shrunk(shape, i, old, ways, e) {
            leaving.push((before, shape));
        }
    }
    leaving
}

fn shrunk(shape: &Shape, i: usize, old: &[Piece], ways: &Ways, e: f64) -> Option<Shape> {
    let mut shape = Shape { carries: 0, ..shape.clone() };
    if points(&shape).is_some() {
        if shape.key == Key::Decor(Decor::Ring) {
            return None;
        }
        if let Mark::Line { points, .. } | Mark::Area { points } = &mut shape.mark {
            grown(points, 1.0 - e);
        }
        return Some(shape);
    }
    let is_it = |(p, _): &&(usize, super::places::Way)| old.get(*p).is_some_and(|p| p.shape == i);
    let (_, way) = ways.go.iter().find(is_it)?;
    if let Mark::Bar { rect, .. } = &mut shape.mark {
        *rect = way.at(e);
        return (rect.w > 0.0).then_some(shape);
    }
    None
}
