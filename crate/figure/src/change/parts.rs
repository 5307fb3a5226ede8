//! What a change sees of a scene: its bars, and the labels that lie in them.
//!
//! Not here: which part of one scene is which part of another ([`super::pairs`]).

use crate::draw::geometry::Rect;
use crate::draw::lane::Lane;
use crate::draw::shape::{Decor, Key, Role, Scene, Shape, text_rect};

/// The row of a piece. Only pieces of one row can be paired or be neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Row {
    Regions(Lane),
    Heading(Lane),
    Accounts,
    Bucket,
    Ceiling,
    /// The tiles of the range that starts at this page number.
    Tiles(u64),
    Decor(Decor),
}

impl Row {
    pub(super) const fn of(key: Key) -> Self {
        match key {
            Key::Region { lane, .. } => Self::Regions(lane),
            Key::Lane(lane) => Self::Heading(lane),
            Key::Account(_) => Self::Accounts,
            Key::Bucket => Self::Bucket,
            Key::Ceiling => Self::Ceiling,
            Key::Tile { from, .. } => Self::Tiles(from),
            Key::Decor(decor) => Self::Decor(decor),
        }
    }
}

/// A bar: a range with edges that can move.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    /// Its place in the list of shapes.
    pub(super) shape: usize,
    pub(super) key: Key,
    pub(super) role: Role,
    pub(super) rect: Rect,
}

/// The bars of a scene in drawing order, without the plates of labels.
pub(super) fn pieces(scene: &Scene) -> Vec<Piece> {
    let bars = scene.shapes.iter().enumerate().filter_map(|(shape, s)| {
        let rect = s.bar().filter(|_| plated(scene, shape).is_none())?;
        Some(Piece { shape, key: s.key, role: s.role, rect })
    });
    bars.collect()
}

/// The label for which shape `i` is the plate: the text that comes next and lies inside.
pub(super) fn plated(scene: &Scene, i: usize) -> Option<Rect> {
    let (plate, text) = (scene.shapes.get(i)?, scene.shapes.get(i + 1)?);
    let (ground, label) = (plate.bar()?, text_rect(text)?);
    let snug = ground.w <= label.w + 12.0 && ground.h <= label.h + 12.0;
    (plate.key == text.key && snug && ground.contains_rect(label)).then_some(label)
}

/// For each shape, the bar whose label it is: an index into `pieces`.
pub(super) fn homes(scene: &Scene, pieces: &[Piece]) -> Vec<Option<usize>> {
    let home = |(i, shape): (usize, &Shape)| {
        let label = text_rect(shape)?;
        let below = pieces.iter().rposition(|p| {
            let ground = matches!(p.role, Role::Band | Role::Paper);
            p.shape < i && !ground && p.rect.contains_rect(label)
        });
        // A chip is as much a sign as the letter on it.
        below.filter(|&b| pieces.get(b).is_some_and(|p| !matches!(p.key, Key::Lane(_))))
    };
    scene.shapes.iter().enumerate().map(home).collect()
}
