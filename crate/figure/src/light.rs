//! Lighting what the reader points at: a region, or everything of one kind.
//!
//! Works on a finished scene, so every step and every picture can be lit in the same
//! way. Nothing moves and no number changes: lit bars get a strong outline on top.

use crate::geometry::{Point, at};
use crate::scene::hit;
use crate::shape::{Dash, Form, Key, Role, Scene, Shape};
use crate::theme::ROLES;

/// What to light.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Light {
    /// Every bar with this role.
    Kind(Role),
    /// The bar of a lane that holds this page number.
    Region {
        /// The lane's letter.
        lane: char,
        /// A page number.
        start: u64,
    },
}

impl Light {
    /// The light a name stands for: a role's (`released`) or a region's (`D:bf780`).
    pub fn named(name: &str) -> Option<Self> {
        if let Some((lane, start)) = name.split_once(':') {
            let start = u64::from_str_radix(start, 16).ok()?;
            return lane.chars().next().map(|lane| Self::Region { lane, start });
        }
        ROLES.iter().find(|(_, n)| *n == name).map(|(role, _)| Self::Kind(*role))
    }
}

/// A region of a picture, as it can be pointed at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spot {
    /// The lane's letter.
    pub lane: char,
    /// Its first page number.
    pub start: u64,
    /// What it stands for.
    pub role: Role,
}

/// The name of a role, as links and sentences use it.
pub fn name(role: Role) -> &'static str {
    ROLES.iter().find(|(r, _)| *r == role).map_or("ink", |(_, name)| name)
}

/// All regions, lane by lane, from left to right.
pub fn spots(scene: &Scene) -> Vec<Spot> {
    let mut all: Vec<Spot> = Vec::new();
    for spot in scene.shapes.iter().filter_map(spot) {
        if !all.iter().any(|s| (s.lane, s.start) == (spot.lane, spot.start)) {
            all.push(spot);
        }
    }
    all.sort_by_key(|s| (s.lane, s.start));
    all
}

/// The region under a point; a tile in flight counts as its stretch of lane D.
pub fn spot_at(scene: &Scene, p: Point) -> Option<Spot> {
    let found = match hit(scene, p)? {
        Key::Region { lane, start } => (lane, start),
        Key::Tile { from, .. } => ('D', from),
        Key::Part(_) => return None,
    };
    let role = scene.shapes.iter().rev().find(|s| match s.form {
        Form::Bar { rect, .. } => rect.contains(p) && !matches!(s.key, Key::Part(_)),
        Form::Line { .. } | Form::Text { .. } => false,
    });
    Some(Spot { lane: found.0, start: found.1, role: role.map_or(Role::Ink, |s| s.role) })
}

fn spot(shape: &Shape) -> Option<Spot> {
    match (&shape.form, shape.key) {
        (Form::Bar { outline, .. }, Key::Region { lane, start }) if *outline != Dash::None => {
            Some(Spot { lane, start, role: shape.role })
        }
        _ => None,
    }
}

/// The scene with what `light` names outlined.
pub fn lit(scene: &mut Scene, light: Light) {
    let holds = |s: &&Shape| match (light, spot(s)) {
        (Light::Kind(role), _) => s.role == role,
        (Light::Region { lane, start }, Some(p)) => p.lane == lane && p.start <= start,
        (Light::Region { .. }, None) => false,
    };
    let found = scene.shapes.iter().filter(holds);
    let lines: Vec<Vec<Point>> = match light {
        Light::Kind(_) => found.filter_map(ring).collect(),
        // Merged regions bear the number of their first.
        Light::Region { .. } => {
            found.max_by_key(|s| spot(s).map(|p| p.start)).and_then(ring).into_iter().collect()
        }
    };
    for line in lines {
        const WIDTH: f64 = 3.0;
        scene.line(Key::Part(99), Role::Ink, line, Dash::Solid, WIDTH);
    }
}

/// The outline of a bar that stands for pages.
fn ring(shape: &Shape) -> Option<Vec<Point>> {
    match (&shape.form, shape.key) {
        (Form::Bar { rect, outline, .. }, Key::Region { .. } | Key::Tile { .. })
            if *outline != Dash::None && rect.w > 0.0 =>
        {
            let (x0, y0, x1, y1) = (rect.x, rect.y, rect.right(), rect.bottom());
            Some(vec![at(x0, y0), at(x1, y0), at(x1, y1), at(x0, y1), at(x0, y0)])
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::Rect;
    use crate::shape::Pattern;

    fn scene() -> Scene {
        let mut scene = Scene::new(100.0, 50.0);
        for (start, role, x) in [(0x10, Role::Released, 40.0), (0, Role::Dom0, 0.0)] {
            let rect = Rect { x, y: 0.0, w: 40.0, h: 20.0 };
            let key = Key::Region { lane: 'D', start };
            scene.bar(key, role, rect, Pattern::Plain, Dash::Solid);
        }
        scene
    }

    fn rings(light: Light) -> usize {
        let (mut lit_up, plain) = (scene(), scene().shapes.len());
        lit(&mut lit_up, light);
        lit_up.shapes.len() - plain
    }

    #[test]
    fn names_light_a_kind_or_the_region_that_holds_a_page() {
        assert_eq!(Light::named("released"), Some(Light::Kind(Role::Released)));
        let region = Light::named("D:1f").unwrap();
        assert_eq!(region, Light::Region { lane: 'D', start: 0x1f });
        assert_eq!((rings(region), rings(Light::Kind(Role::Released))), (1, 1));
        assert_eq!(rings(Light::Kind(Role::Moved)), 0);
        for rubbish in ["", "nobody", "D:", ":5", "D:xyz"] {
            assert_eq!(Light::named(rubbish), None, "{rubbish}");
        }
    }

    #[test]
    fn regions_are_listed_from_left_to_right_and_found_under_a_point() {
        let starts: Vec<_> = spots(&scene()).iter().map(|s| s.start).collect();
        assert_eq!(starts, [0, 0x10]);
        let found = spot_at(&scene(), at(41.0, 5.0)).unwrap();
        assert_eq!((found.start, found.role), (0x10, Role::Released));
        assert_eq!(spot_at(&scene(), at(90.0, 5.0)), None);
    }
}
