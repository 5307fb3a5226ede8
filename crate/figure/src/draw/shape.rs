//! What a picture is made of: a flat list of shapes with keys, roles and pixels.

use crate::draw::geometry::{Point, Rect, at};
pub use crate::draw::key::{Decor, Key, Scenario};
pub use crate::draw::label::{Anchor, Label, Style};
pub use crate::draw::role::Role;
use crate::draw::text_metrics::Weight;

/// A pattern over a fill.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Pattern {
    /// None.
    Plain,
    /// Lines at 45 degrees: released.
    Slanted,
    /// Dots: moved.
    Dotted,
    /// Crossed lines: holes.
    Crossed,
    /// Upright lines: descriptors.
    Upright,
    /// Level lines: unusable RAM.
    Level,
    /// Falling lines: reserved ranges.
    Falling,
    /// A grid: ACPI tables.
    Grid,
    /// Bricks: ACPI NVS.
    Brick,
}

impl Pattern {
    /// All patterns.
    pub const ALL: [Self; 9] = [
        Self::Plain,
        Self::Slanted,
        Self::Dotted,
        Self::Crossed,
        Self::Upright,
        Self::Level,
        Self::Falling,
        Self::Grid,
        Self::Brick,
    ];
}

/// How an outline is drawn. Each dash has its own meaning; there are no others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Dash {
    /// A fact.
    Solid,
    /// A possibility.
    Could,
    /// Something that was or will be here.
    Trace,
    /// An estimate.
    Estimated,
    /// Not done yet.
    NotYet,
    /// No outline.
    None,
}

/// How round the corners of a bar are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Corner {
    /// A bar's: so small that only its outline shows it.
    Slight,
    /// A chip's.
    Round,
}

impl Corner {
    /// The radius in CSS pixels.
    pub const fn radius(self) -> f64 {
        match self {
            Self::Slight => 2.0,
            Self::Round => 4.0,
        }
    }
}

/// The geometry of a shape.
#[derive(Clone, Debug, PartialEq)]
pub enum Mark {
    /// A bar with fill, pattern and outline.
    Bar {
        /// Where.
        rect: Rect,
        /// Its pattern.
        pattern: Pattern,
        /// Its corners.
        corner: Corner,
        /// Its outline.
        outline: Dash,
        /// Origin of the pattern. The sheet's corner, except for moving shapes.
        origin: Point,
    },
    /// A filled outline without a line.
    Area {
        /// The corners.
        points: Vec<Point>,
    },
    /// A line through points.
    Line {
        /// The points.
        points: Vec<Point>,
        /// How it is drawn.
        dash: Dash,
        /// Width in pixels.
        width: f64,
    },
    /// A text; `at` is on its baseline.
    Text {
        /// Where.
        at: Point,
        /// Which part of it is at that point.
        anchor: Anchor,
        /// The characters.
        text: String,
        /// Size in pixels.
        size: f64,
        /// The font weight.
        weight: Weight,
    },
}

/// Whether a shape is dimmed because something else is highlighted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// As usual.
    Usual,
    /// Something else is highlighted.
    Dimmed,
}

/// One shape.
#[derive(Clone, Debug, PartialEq)]
pub struct Shape {
    /// What it is.
    pub key: Key,
    /// Its role.
    pub role: Role,
    /// Its geometry.
    pub mark: Mark,
    /// Pages of dom0 that it represents (lane D, in flight, bucket); 0 elsewhere.
    pub carries: u64,
    /// Whether it is dimmed.
    pub tone: Tone,
}

impl Shape {
    /// The place of a bar; `None` for other shapes.
    pub const fn bar(&self) -> Option<Rect> {
        match &self.mark {
            Mark::Bar { rect, .. } => Some(*rect),
            Mark::Area { .. } | Mark::Line { .. } | Mark::Text { .. } => None,
        }
    }

    /// The points of a line; `None` for other shapes.
    pub fn line(&self) -> Option<&[Point]> {
        match &self.mark {
            Mark::Line { points, .. } => Some(points),
            Mark::Bar { .. } | Mark::Area { .. } | Mark::Text { .. } => None,
        }
    }

    /// The characters of a text; `None` for other shapes.
    pub fn text(&self) -> Option<&str> {
        match &self.mark {
            Mark::Text { text, .. } => Some(text),
            Mark::Bar { .. } | Mark::Area { .. } | Mark::Line { .. } => None,
        }
    }
}

/// Something a reader can point at, walk to or highlight.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HitTarget {
    /// Its name.
    pub key: Key,
    /// Where it is.
    pub rect: Rect,
}

/// A picture: shapes in drawing order on a sheet.
#[derive(Clone, Debug, PartialEq)]
pub struct Scene {
    /// Width in CSS pixels.
    pub width: f64,
    /// Height in CSS pixels.
    pub height: f64,
    /// What is drawn, back to front.
    pub shapes: Vec<Shape>,
    /// What can be pointed at, in reading order: lane by lane, left to right.
    pub targets: Vec<HitTarget>,
}

/// A bar to be drawn.
#[derive(Clone, Copy, Debug)]
pub struct Bar {
    /// Its role.
    pub role: Role,
    /// Its pattern.
    pub pattern: Pattern,
    /// Its outline.
    pub outline: Dash,
    /// Its corners.
    pub corner: Corner,
}

impl Bar {
    /// A plain bar with a solid outline.
    pub const fn solid(role: Role, pattern: Pattern) -> Self {
        Self { role, pattern, outline: Dash::Solid, corner: Corner::Slight }
    }

    /// A fill without pattern and outline.
    pub const fn fill(role: Role) -> Self {
        Self { outline: Dash::None, ..Self::solid(role, Pattern::Plain) }
    }

    /// A plain bar with this outline.
    pub const fn outlined(role: Role, outline: Dash) -> Self {
        Self { outline, ..Self::solid(role, Pattern::Plain) }
    }

    /// A small filled square: a chip, a dot or a wall.
    pub const fn chip(role: Role) -> Self {
        Self { corner: Corner::Round, ..Self::fill(role) }
    }

    /// An empty place.
    pub const fn socket(role: Role) -> Self {
        Self::outlined(role, Dash::Trace)
    }
}

impl Scene {
    /// An empty sheet.
    pub const fn new(width: f64, height: f64) -> Self {
        Self { width, height, shapes: Vec::new(), targets: Vec::new() }
    }

    fn push(&mut self, key: Key, role: Role, mark: Mark, carries: u64) {
        self.shapes.push(Shape { key, role, mark, carries, tone: Tone::Usual });
    }

    /// Adds a bar that carries no pages.
    pub fn bar(&mut self, key: Key, bar: Bar, rect: Rect) {
        self.carrier(key, bar, rect, at(0.0, 0.0), 0);
    }

    /// Adds a bar that carries pages of dom0, its pattern anchored at `origin`.
    pub fn carrier(&mut self, key: Key, bar: Bar, rect: Rect, origin: Point, carries: u64) {
        if rect.w > 0.0 || carries > 0 {
            let Bar { role, pattern, outline, corner } = bar;
            self.push(key, role, Mark::Bar { rect, corner, pattern, outline, origin }, carries);
        }
    }

    /// Adds a filled outline.
    pub fn area(&mut self, key: Key, role: Role, points: &[Point]) {
        self.push(key, role, Mark::Area { points: points.to_vec() }, 0);
    }

    /// Adds a line.
    pub fn line(&mut self, key: Key, role: Role, points: &[Point], dash: Dash, width: f64) {
        self.push(key, role, Mark::Line { points: points.to_vec(), dash, width }, 0);
    }

    /// Adds something to point at, unless it has no room.
    pub fn target(&mut self, key: Key, rect: Rect) {
        if rect.w > 0.0 && rect.h > 0.0 {
            self.targets.push(HitTarget { key, rect });
        }
    }

    /// Adds a text if it fits the sheet and covers no other text, and returns its place.
    pub fn text(&mut self, key: Key, role: Role, label: Label<'_>) -> Option<Rect> {
        let rect = label.rect();
        if label.text.is_empty() || !self.takes(rect) {
            return None;
        }
        let Label { at, anchor, text, size, weight } = label;
        let mark = Mark::Text { at, anchor, text: text.to_owned(), size, weight };
        self.push(key, role, mark, 0);
        Some(rect)
    }

    /// Whether a text there would stay on the sheet and cover no other text.
    pub fn takes(&self, rect: Rect) -> bool {
        let fits = rect.x >= 0.0
            && rect.y >= 0.0
            && rect.right() <= self.width
            && rect.bottom() <= self.height;
        fits && !self.shapes.iter().filter_map(text_rect).any(|r| r.overlaps(rect))
    }

    /// Adds the first of `labels` that fits in the middle of `room` with 6 px on each
    /// side; on a pattern it gets a plate in the plain fill.
    pub fn inside<S: AsRef<str>>(
        &mut self,
        key: Key,
        bar: Bar,
        room: Rect,
        labels: &[S],
        style: Style,
    ) -> Option<Rect> {
        let (size, weight) = (style.size, style.weight);
        let wide =
            |s: &&S| crate::draw::text_metrics::width(s.as_ref(), size, weight) + 12.0 <= room.w;
        let text = labels.iter().find(wide)?.as_ref();
        let c = room.centre();
        let place = Point { x: c.x, y: c.y + size * 0.35 };
        let label = Label { at: place, anchor: Anchor::Middle, text, size, weight };
        let rect = label.rect();
        if text.is_empty() || !self.takes(rect) {
            return None;
        }
        if bar.pattern != Pattern::Plain {
            let ground = Rect { x: rect.x - 5.0, y: c.y - 9.5, w: rect.w + 10.0, h: 19.0 };
            self.bar(key, Bar::fill(style.plate.unwrap_or(bar.role)), ground);
        }
        self.text(key, style.role, label)
    }

    /// Pages that all shapes together represent.
    pub fn carried(&self) -> u64 {
        self.shapes.iter().map(|s| s.carries).sum()
    }
}

/// The place of a text; `None` for other shapes.
pub fn text_rect(shape: &Shape) -> Option<Rect> {
    match &shape.mark {
        Mark::Text { at, anchor, text, size, weight } => {
            Some(Label { at: *at, anchor: *anchor, text, size: *size, weight: *weight }.rect())
        }
        Mark::Bar { .. } | Mark::Area { .. } | Mark::Line { .. } => None,
    }
}
