//! What is lit up stands out, everything else steps back a little.

use crate::geometry::{Point, Rect};
use crate::pattern::outline;
use crate::shape::{Dash, Form, Key, Light, Role, Scene, Target};

/// Lights up `key` in a scene; without one, or with one that is not there, nothing
/// changes.
pub(crate) fn light(scene: &mut Scene, key: Option<Key>) {
    let Some(key) = key else { return };
    let lit: Vec<Rect> = places(scene, key).collect();
    if lit.is_empty() {
        return;
    }
    for shape in &mut scene.shapes {
        let steps_back = match &shape.form {
            Form::Bar { rect, .. } => {
                let ground = matches!(shape.role, Role::Band | Role::Paper | Role::Xen);
                !ground && !lit.iter().any(|l| l.holds(*rect) || rect.holds(*l))
            }
            Form::Area { .. } | Form::Line { .. } | Form::Text { .. } => false,
        };
        if steps_back {
            shape.light = Light::Dimmed;
        }
    }
    for rect in lit {
        let line =
            outline(Rect { x: rect.x - 1.0, y: rect.y - 1.0, w: rect.w + 2.0, h: rect.h + 2.0 });
        scene.line(key, Role::Ink, line, Dash::Solid, 2.5);
    }
}

/// Where `key` is drawn: a region by any page number in it, a lane by all of it.
fn places(scene: &Scene, key: Key) -> impl Iterator<Item = Rect> {
    let named = scene.targets.iter().filter(move |t| match key {
        Key::Lane(lane) => t.key.lane() == Some(lane),
        Key::Region { .. } | Key::Account(_) | Key::Bucket | Key::Tile { .. } | Key::Part(_) => {
            t.key == key
        }
    });
    named.map(|t| t.rect)
}

/// What lies under a point: the smallest target there, of equals the topmost.
pub fn hit(scene: &Scene, p: Point) -> Option<Key> {
    let under = scene.targets.iter().rev().filter(|t| t.rect.contains(p));
    let area = |t: &&Target| t.rect.w * t.rect.h;
    under.min_by(|a, b| area(a).total_cmp(&area(b))).map(|t| t.key)
}

/// Where `key` is drawn, for a focus ring: the hull of its places.
pub fn rect(scene: &Scene, key: Key) -> Option<Rect> {
    places(scene, key).reduce(Rect::hull)
}

/// The keys of a lane in reading order, for walking; what shares a pin is one stop.
pub fn walk(scene: &Scene, lane: char) -> Vec<Key> {
    let mut stops: Vec<Target> = Vec::new();
    for target in scene.targets.iter().filter(|t| t.key.lane() == Some(lane)) {
        if stops.last().is_none_or(|last| last.rect != target.rect) {
            stops.push(*target);
        }
    }
    stops.sort_by(|a, b| a.rect.x.total_cmp(&b.rect.x));
    stops.into_iter().map(|t| t.key).collect()
}
