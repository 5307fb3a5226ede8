//! The figure at a moment of a boot, and the texts in a picture.

use figure::scene::{Time, figure};
use figure::shape::{Scene, Shape};
use figure::view::View;
use sim::boot::Boot;
use sim::step::Phase;

/// The figure at `t` (0 to 1) of a phase, `width` CSS pixels wide.
pub fn at(boot: &Boot, phase: Phase, t: f64, width: f64) -> Scene {
    figure(boot, Time { step: boot.index_of(phase), t }, &View::new(width))
}

/// The texts of a picture, in drawing order.
pub fn texts(scene: &Scene) -> Vec<&str> {
    scene.shapes.iter().filter_map(Shape::text).collect()
}

/// Whether a text of the picture contains `part`.
pub fn says(scene: &Scene, part: &str) -> bool {
    texts(scene).iter().any(|t| t.contains(part))
}
