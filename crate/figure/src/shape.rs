//! What a picture is made of: a flat list of shapes with keys, roles and pixels.

use crate::advance::Weight;
use crate::geometry::{Point, Rect};

/// What a shape stands for; decides its colours, never its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// RAM of the machine.
    Machine,
    /// A page of dom0's.
    Dom0,
    /// Dom0's page on a hole, not gone yet.
    OnHole,
    /// A page that goes or went back to Xen.
    Released,
    /// A page that moves or moved.
    Moved,
    /// Holes, reserved regions, windows.
    Hole,
    /// Descriptors.
    Descriptors,
    /// Room without pages.
    Room,
    /// Xen itself.
    Xen,
    /// A place where a page was or will be.
    Socket,
    /// The band that carries the holes through the lanes.
    Band,
    /// Text.
    Ink,
    /// Secondary text.
    Ink2,
    /// Axis and rules.
    Rule,
    /// The page's own ground.
    Paper,
}

/// A pattern over a fill.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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
}

/// How an outline is drawn. The four dashes mean different things; there is no fifth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Dash {
    /// It is so.
    Solid,
    /// Could be.
    Could,
    /// Was or will be here.
    Trace,
    /// Not done yet.
    NotYet,
    /// No outline.
    None,
}

/// What a shape is, the same at every t of a step and in every picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Key {
    /// A region of lane `lane` that starts at page number `start`.
    Region {
        /// The lane's letter.
        lane: char,
        /// First page number.
        start: u64,
    },
    /// A tile of pages: the n-th of the stretch that starts at `from`.
    Tile {
        /// First page number of the stretch.
        from: u64,
        /// Which tile.
        n: u32,
    },
    /// Anything that belongs to no region: axis, titles, bucket.
    Part(u32),
}

/// Where a text hangs on its point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// The point is its left end.
    Start,
    /// The point is its middle.
    Middle,
    /// The point is its right end.
    End,
}

/// The geometry of a shape.
#[derive(Clone, Debug, PartialEq)]
pub enum Form {
    /// A bar with fill, pattern and outline.
    Bar {
        /// Where.
        rect: Rect,
        /// Its pattern.
        pattern: Pattern,
        /// Its outline.
        outline: Dash,
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
        /// How it hangs.
        anchor: Anchor,
        /// What it says.
        text: String,
        /// Size in pixels.
        size: f64,
        /// How heavy.
        weight: Weight,
    },
}

/// One shape.
#[derive(Clone, Debug, PartialEq)]
pub struct Shape {
    /// What it is.
    pub key: Key,
    /// What it stands for.
    pub role: Role,
    /// Its geometry.
    pub form: Form,
    /// Pages it carries, where it stands for pages of dom0 (lane D, in flight, bucket).
    pub carries: u64,
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
}

impl Scene {
    /// An empty sheet.
    pub const fn new(width: f64, height: f64) -> Self {
        Self { width, height, shapes: Vec::new() }
    }

    /// Adds a bar that carries no pages.
    pub fn bar(&mut self, key: Key, role: Role, rect: Rect, pattern: Pattern, outline: Dash) {
        self.carrier(key, role, rect, pattern, outline, 0);
    }

    /// Adds a bar that carries pages of dom0.
    pub fn carrier(
        &mut self,
        key: Key,
        role: Role,
        rect: Rect,
        pattern: Pattern,
        outline: Dash,
        carries: u64,
    ) {
        if rect.w > 0.0 || carries > 0 {
            let form = Form::Bar { rect, pattern, outline };
            self.shapes.push(Shape { key, role, form, carries });
        }
    }

    /// Adds a line.
    pub fn line(&mut self, key: Key, role: Role, points: Vec<Point>, dash: Dash, width: f64) {
        let form = Form::Line { points, dash, width };
        self.shapes.push(Shape { key, role, form, carries: 0 });
    }

    /// Adds a text if it fits the sheet and covers no other text; says where it is.
    pub fn text(&mut self, key: Key, role: Role, label: Label<'_>) -> Option<Rect> {
        let rect = label.rect();
        let fits = rect.x >= 0.0 && rect.right() <= self.width && rect.bottom() <= self.height;
        let free = || !self.shapes.iter().filter_map(text_rect).any(|r| r.overlaps(rect));
        if !fits || !free() {
            return None;
        }
        let Label { at, anchor, text, size, weight } = label;
        let form = Form::Text { at, anchor, text: text.to_owned(), size, weight };
        self.shapes.push(Shape { key, role, form, carries: 0 });
        Some(rect)
    }

    /// Adds a text in the middle of `room` if it fits inside with 6 px on each side;
    /// on a pattern it gets a plate in the plain fill.
    pub fn inside(&mut self, key: Key, fill: Role, room: Rect, pattern: Pattern, label: &str) {
        let weight = Weight::Regular;
        let wide = crate::advance::width(label, 13.0, weight);
        if label.is_empty() || wide + 12.0 > room.w {
            return;
        }
        let c = room.centre();
        let text = Label {
            at: Point { x: c.x, y: c.y + 4.5 },
            anchor: Anchor::Middle,
            text: label,
            size: 13.0,
            weight,
        };
        if pattern != Pattern::Plain {
            let plate = Rect { x: c.x - wide / 2.0 - 5.0, y: c.y - 9.5, w: wide + 10.0, h: 19.0 };
            self.bar(key, fill, plate, Pattern::Plain, Dash::None);
        }
        self.text(key, Role::Ink, text);
    }

    /// Pages carried by all shapes.
    pub fn carried(&self) -> u64 {
        self.shapes.iter().map(|s| s.carries).sum()
    }
}

/// The place of a text, if the shape is one.
pub fn text_rect(shape: &Shape) -> Option<Rect> {
    match &shape.form {
        Form::Text { at, anchor, text, size, weight } => {
            Some(Label { at: *at, anchor: *anchor, text, size: *size, weight: *weight }.rect())
        }
        Form::Bar { .. } | Form::Line { .. } => None,
    }
}

/// A text to be placed.
#[derive(Clone, Copy, Debug)]
pub struct Label<'a> {
    /// A point on its baseline.
    pub at: Point,
    /// How it hangs there.
    pub anchor: Anchor,
    /// What it says.
    pub text: &'a str,
    /// Size in pixels.
    pub size: f64,
    /// How heavy.
    pub weight: Weight,
}

impl Label<'_> {
    fn rect(&self) -> Rect {
        let w = crate::advance::width(self.text, self.size, self.weight);
        let x = match self.anchor {
            Anchor::Start => self.at.x,
            Anchor::Middle => self.at.x - w / 2.0,
            Anchor::End => self.at.x - w,
        };
        Rect { x, y: self.at.y - self.size * 0.8, w, h: self.size }
    }
}
