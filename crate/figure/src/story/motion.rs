//! How tiles travel: a pure function of the step's own time.
//!
//! A range of pages flies as at most 8 tiles of whole pages. A tile starts later the
//! farther it is from the goal; it lifts, travels and lands. These stages overlap, each
//! eased by u·u·(3−2u).

use crate::draw::geometry::{Rect, clamp, lerp};

/// The most tiles of one range.
pub const TILES: u32 = 8;

/// u·u·(3−2u) of `t` between `from` and `to`.
pub fn ease(t: f64, from: f64, to: f64) -> f64 {
    let u = clamp((t - from) / (to - from), 0.0, 1.0);
    u * u * (3.0 - 2.0 * u)
}

/// The own time of tile `i` of `m` at the step's time `t`.
pub fn own_time(t: f64, i: u32, m: u32) -> f64 {
    let late = if m > 1 { 0.18 * f64::from(m - 1 - i) / f64::from(m - 1) } else { 0.0 };
    clamp((t - late) / 0.82, 0.0, 1.0)
}

/// How a tile gets from one rectangle to another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Path {
    /// Up to the corridor at this height, along it, down (or the other way).
    Corridor(f64),
    /// Straight down or up, sideways on the way.
    Fall,
    /// In an arc this high.
    Arc(f64),
}

/// Where a tile is at its own time `u`.
pub fn place(from: Rect, to: Rect, path: Path, u: f64) -> Rect {
    let travel = ease(u, 0.10, 0.86);
    // Tiles shrink when they land and grow when they lift, so that a pin stays a pin.
    let sized = if to.w < from.w { ease(u, 0.72, 1.0) } else { ease(u, 0.0, 0.34) };
    let size = Rect { w: lerp(from.w, to.w, sized), h: lerp(from.h, to.h, sized), ..from };
    match path {
        Path::Corridor(corridor) => {
            let lifted = lerp(from.y, corridor, ease(u, 0.0, 0.34));
            let y = lerp(lifted, to.y, ease(u, 0.72, 1.0));
            Rect { x: lerp(from.x, to.x, travel), y, ..size }
        }
        Path::Fall => {
            let y = lerp(from.y, to.y, ease(u, 0.0, 1.0));
            Rect { x: lerp(from.x, to.x, travel), y, ..size }
        }
        Path::Arc(height) => {
            let along = ease(u, 0.0, 1.0);
            let lift = 4.0 * along * (1.0 - along) * height;
            Rect { x: lerp(from.x, to.x, along), y: lerp(from.y, to.y, along) - lift, ..size }
        }
    }
}

/// The page counts of a range's tiles: whole pages, as equal as possible.
pub fn tiles(pages: u64, most: u32) -> Vec<u64> {
    let m = u64::from(most.max(1)).min(pages);
    (0..m).map(|i| pages * (i + 1) / m - pages * i / m).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tiles_hold_every_page_once() {
        for (pages, most) in [(264_320, 8), (3, 8), (97, 1), (0, 8)] {
            assert_eq!(tiles(pages, most).iter().sum::<u64>(), pages);
        }
    }

    #[test]
    fn at_half_time_every_tile_is_strictly_between_its_ends() {
        let from = Rect { x: 10.0, y: 300.0, w: 8.0, h: 30.0 };
        let to = Rect { x: 500.0, y: 320.0, w: 8.0, h: 30.0 };
        for path in [Path::Corridor(240.0), Path::Fall, Path::Arc(60.0)] {
            for i in 0..8 {
                let r = place(from, to, path, own_time(0.5, i, 8));
                assert!(from.x < r.x && r.x < to.x, "{path:?} {i} {r:?}");
            }
            assert_eq!(place(from, to, path, 0.0), from);
            assert_eq!(place(from, to, path, 1.0), to);
        }
    }

    #[test]
    fn every_tile_has_arrived_when_the_step_ends() {
        assert!((0..8).all(|i| (own_time(1.0, i, 8) - 1.0).abs() < 1e-12));
    }
}
