//! Points and rectangles in CSS pixels.

/// A point; y grows downwards.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    /// From the left.
    pub x: f64,
    /// From the top.
    pub y: f64,
}

/// A rectangle; never negative in size.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rect {
    /// Left edge.
    pub x: f64,
    /// Top edge.
    pub y: f64,
    /// Width.
    pub w: f64,
    /// Height.
    pub h: f64,
}

/// The point `x`, `y`.
pub const fn at(x: f64, y: f64) -> Point {
    Point { x, y }
}

impl Rect {
    /// The rectangle from `x0` to `x1`; empty if `x1` is left of `x0`.
    pub fn between(x0: f64, x1: f64, y: f64, h: f64) -> Self {
        Self { x: x0, y, w: (x1 - x0).max(0.0), h }
    }

    /// Right edge.
    pub fn right(self) -> f64 {
        self.x + self.w
    }

    /// Bottom edge.
    pub fn bottom(self) -> f64 {
        self.y + self.h
    }

    /// The middle.
    pub fn centre(self) -> Point {
        at(self.x + self.w / 2.0, self.y + self.h / 2.0)
    }

    /// Whether they overlap by more than an edge.
    pub fn overlaps(self, other: Self) -> bool {
        const EDGE: f64 = 0.01;
        self.x + EDGE < other.right()
            && other.x + EDGE < self.right()
            && self.y + EDGE < other.bottom()
            && other.y + EDGE < self.bottom()
    }

    /// Whether `p` is inside.
    pub fn contains(self, p: Point) -> bool {
        self.x <= p.x && p.x < self.right() && self.y <= p.y && p.y < self.bottom()
    }

    /// The smallest rectangle around both.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        let (x, y) = (self.x.min(other.x), self.y.min(other.y));
        let (r, b) = (self.right().max(other.right()), self.bottom().max(other.bottom()));
        Self { x, y, w: r - x, h: b - y }
    }

    /// From `self` at `u` = 0 to `to` at 1.
    #[must_use]
    pub fn towards(self, to: Self, u: f64) -> Self {
        let Self { x, y, w, h } = self;
        Self { x: lerp(x, to.x, u), y: lerp(y, to.y, u), w: lerp(w, to.w, u), h: lerp(h, to.h, u) }
    }

    /// Whether `inner` lies inside, to within a hundredth of a pixel.
    pub fn contains_rect(self, inner: Self) -> bool {
        const EDGE: f64 = 0.01;
        self.x - EDGE <= inner.x
            && inner.right() <= self.right() + EDGE
            && self.y - EDGE <= inner.y
            && inner.bottom() <= self.bottom() + EDGE
    }

    /// The part left of `x`.
    #[must_use]
    pub fn clip_right(self, x: f64) -> Self {
        Self { w: clamp(x - self.x, 0.0, self.w), ..self }
    }
}

/// The outline of the area between two lines that run in the same direction.
pub fn between(left: &[Point], right: &[Point]) -> Vec<Point> {
    let mut around = left.to_vec();
    around.extend(right.iter().rev());
    around
}

/// `x` limited to `low..=high`; `low` if these are reversed, `high` if `x` is NaN.
///
/// Not [`f64::clamp`]: that can panic, and its message formats both floats, which adds
/// 17 kB to a wasm module.
#[allow(clippy::manual_clamp)]
pub fn clamp(x: f64, low: f64, high: f64) -> f64 {
    x.min(high).max(low)
}

/// From `a` at `t` = 0 to `b` at `t` = 1.
pub fn lerp(a: f64, b: f64, t: f64) -> f64 {
    a + (b - a) * t
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_share_an_edge_and_do_not_overlap() {
        let middle = Rect { x: 10.0, y: 20.0, w: 30.0, h: 40.0 };
        for (dx, dy) in [(30.0, 0.0), (-30.0, 0.0), (0.0, 40.0), (0.0, -40.0)] {
            let beside = Rect { x: middle.x + dx, y: middle.y + dy, ..middle };
            assert!(!middle.overlaps(beside), "{dx} {dy}");
            let nearer = Rect { x: middle.x + 0.9 * dx, y: middle.y + 0.9 * dy, ..middle };
            assert!(middle.overlaps(nearer), "{dx} {dy}");
        }
    }
}
