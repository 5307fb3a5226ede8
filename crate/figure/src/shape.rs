//! What a picture is made of: a flat list of shapes with keys, roles and pixels.

use crate::advance::Weight;
use crate::geometry::{Point, Rect, at};
pub use crate::key::{Decor, Key, Scenario};
pub use crate::label::{Anchor, Label, Style};

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
    /// The way from the map to the descriptors.
    Funnel,
    /// Kept whatever the size: estimated, where it was not typed.
    Fixed,
    /// Room without pages.
    Room,
    /// A map that is only a copy so far.
    Copied,
    /// Xen itself.
    Xen,
    /// A place a page left or will leave.
    Socket,
    /// A place a moved page will come to.
    SocketMoved,
    /// A place a fresh page will come to.
    SocketDom0,
    /// The band that carries the holes through the lanes.
    Band,
    /// Text.
    Ink,
    /// Secondary text.
    Ink2,
    /// Axis and rules.
    Rule,
    /// Thin rules behind a chart: decoration only.
    Hair,
    /// The page's own ground.
    Paper,
}

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
}

/// How an outline is drawn. The dashes mean different things; there is no other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Dash {
    /// It is so.
    Solid,
    /// Could be.
    Could,
    /// Was or will be here.
    Trace,
    /// Estimated.
    Estimated,
    /// Not done yet.
    NotYet,
    /// No outline.
    None,
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
        /// Where the pattern's phase is nought: the sheet's corner, but for what moves.
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

/// Whether a shape steps back behind what is lit up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// As usual.
    Usual,
    /// Something else is lit up.
    Dimmed,
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
    /// Whether it steps back.
    pub tone: Tone,
}

/// Something a reader can point at, walk to or light up.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Target {
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
    pub targets: Vec<Target>,
}

/// A bar to be drawn.
#[derive(Clone, Copy, Debug)]
pub struct Bar {
    /// What it stands for.
    pub role: Role,
    /// Its pattern.
    pub pattern: Pattern,
    /// Its outline.
    pub outline: Dash,
}

impl Bar {
    /// A plain bar with a solid outline.
    pub const fn solid(role: Role, pattern: Pattern) -> Self {
        Self { role, pattern, outline: Dash::Solid }
    }

    /// A fill without pattern and outline.
    pub const fn fill(role: Role) -> Self {
        Self { role, pattern: Pattern::Plain, outline: Dash::None }
    }

    /// An empty place.
    pub const fn socket(role: Role) -> Self {
        Self { role, pattern: Pattern::Plain, outline: Dash::Trace }
    }
}

impl Scene {
    /// An empty sheet.
    pub const fn new(width: f64, height: f64) -> Self {
        Self { width, height, shapes: Vec::new(), targets: Vec::new() }
    }

    fn push(&mut self, key: Key, role: Role, form: Form, carries: u64) {
        self.shapes.push(Shape { key, role, form, carries, tone: Tone::Usual });
    }

    /// Adds a bar that carries no pages.
    pub fn bar(&mut self, key: Key, bar: Bar, rect: Rect) {
        self.carrier(key, bar, rect, at(0.0, 0.0), 0);
    }

    /// Adds a bar that carries pages of dom0, its pattern hung on `origin`.
    pub fn carrier(&mut self, key: Key, bar: Bar, rect: Rect, origin: Point, carries: u64) {
        if rect.w > 0.0 || carries > 0 {
            let Bar { role, pattern, outline } = bar;
            self.push(key, role, Form::Bar { rect, pattern, outline, origin }, carries);
        }
    }

    /// Adds a filled outline.
    pub fn area(&mut self, key: Key, role: Role, points: &[Point]) {
        self.push(key, role, Form::Area { points: points.to_vec() }, 0);
    }

    /// Adds a line.
    pub fn line(&mut self, key: Key, role: Role, points: &[Point], dash: Dash, width: f64) {
        self.push(key, role, Form::Line { points: points.to_vec(), dash, width }, 0);
    }

    /// Adds something to point at.
    pub fn target(&mut self, key: Key, rect: Rect) {
        if rect.w > 0.0 {
            self.targets.push(Target { key, rect });
        }
    }

    /// Adds a text if it fits the sheet and covers no other text; says where it is.
    pub fn text(&mut self, key: Key, role: Role, label: Label<'_>) -> Option<Rect> {
        let rect = label.rect();
        if label.text.is_empty() || !self.takes(rect) {
            return None;
        }
        let Label { at, anchor, text, size, weight } = label;
        let form = Form::Text { at, anchor, text: text.to_owned(), size, weight };
        self.push(key, role, form, 0);
        Some(rect)
    }

    /// Whether a text there stays on the sheet and covers no other.
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
        let wide = |s: &&S| crate::advance::width(s.as_ref(), size, weight) + 12.0 <= room.w;
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
        Form::Bar { .. } | Form::Area { .. } | Form::Line { .. } => None,
    }
}
