//! Where words are during a change. They are the new ones at once; those inside a bar go
//! with it and wait until they fit.

use super::marks::foot;
use super::parts::{Piece, homes};
use super::places::Ways;
use crate::draw::geometry::{Point, clamp, lerp};
use crate::draw::shape::{Scene, text_rect};

/// The words of both scenes, and the pieces that they may belong to.
pub(super) struct Labels<'a> {
    pub(super) from: &'a Scene,
    pub(super) to: &'a Scene,
    pub(super) old: &'a [Piece],
    pub(super) new: &'a [Piece],
    pub(super) ways: &'a Ways,
    pub(super) marks: &'a [Option<usize>],
}

/// For each shape of the old and of the new scene, the bar whose label it is.
pub(super) struct Homes {
    old: Vec<Option<usize>>,
    new: Vec<Option<usize>>,
}

impl Labels<'_> {
    pub(super) fn homes(&self) -> Homes {
        Homes { old: homes(self.from, self.old), new: homes(self.to, self.new) }
    }

    /// The middle of the label of piece `i` of the old scene, or else of the piece.
    fn middle(&self, homes: &Homes, i: usize) -> Option<Point> {
        let label = homes.old.iter().position(|home| *home == Some(i));
        let label = label.and_then(|l| text_rect(self.from.shapes.get(l)?));
        Some(label.or_else(|| self.old.get(i).map(|p| p.rect))?.centre())
    }
}

/// How far the text that is shape `i` of the new scene is from its place at `e`; `None` while
/// its bar has no room for it.
pub(super) fn label_at(labels: &Labels<'_>, homes: &Homes, i: usize, e: f64) -> Option<[f64; 2]> {
    let label = text_rect(labels.to.shapes.get(i)?)?;
    let end = label.centre();
    let Some(home) = homes.new.get(i).copied().flatten() else {
        // What was said in its place goes with it; anything else is where it belongs.
        let end = foot(labels.to.shapes.get(i)?)?;
        let was = labels.marks.get(i).copied().flatten();
        let start = was.and_then(|w| foot(labels.from.shapes.get(w)?)).unwrap_or(end);
        return Some([lerp(start.x - end.x, 0.0, e), lerp(start.y - end.y, 0.0, e)]);
    };
    let way = labels.ways.stay.get(home)?;
    let rect = way.at(e);
    if rect.w < label.w + 4.0 {
        return None;
    }
    let was = labels.ways.was.get(home).copied().flatten();
    let start = was.and_then(|i| labels.middle(homes, i)).unwrap_or_else(|| way.start.centre());
    let half = label.w / 2.0 + 2.0;
    let x = clamp(lerp(start.x, end.x, e), rect.x + half, rect.right() - half);
    Some([x - end.x, lerp(start.y - end.y, 0.0, e)])
}
