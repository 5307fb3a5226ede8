//! Texts before they are placed: content, appearance, and the space they need.

use crate::draw::geometry::{Point, Rect, at};
use crate::draw::role::Role;
use crate::draw::text_metrics::Weight;

/// Which part of a text is at its point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// The point is its left end.
    Start,
    /// The point is its middle.
    Middle,
    /// The point is its right end.
    End,
}

/// How a text inside a bar looks.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// Its colour.
    pub role: Role,
    /// The role of the plate under it; `None` for the bar's own.
    pub plate: Option<Role>,
    /// Size in pixels.
    pub size: f64,
    /// The font weight.
    pub weight: Weight,
}

impl Style {
    /// 13 px in ink.
    pub const PLAIN: Self =
        Self { role: Role::Ink, plate: None, size: 13.0, weight: Weight::Regular };
    /// 13 px in ink, strong.
    pub const STRONG: Self = Self { weight: Weight::Strong, ..Self::PLAIN };
    /// 13 px in secondary ink.
    pub const QUIET: Self = Self { role: Role::Ink2, ..Self::PLAIN };
}

/// A text to be placed.
#[derive(Clone, Copy, Debug)]
pub struct Label<'a> {
    /// A point on its baseline.
    pub at: Point,
    /// Which part of the text is at that point.
    pub anchor: Anchor,
    /// The text.
    pub text: &'a str,
    /// Size in pixels.
    pub size: f64,
    /// The font weight.
    pub weight: Weight,
}

impl<'a> Label<'a> {
    /// A regular text that starts at a point.
    pub const fn new(x: f64, y: f64, text: &'a str, size: f64) -> Self {
        Self { at: at(x, y), anchor: Anchor::Start, text, size, weight: Weight::Regular }
    }

    /// The same in bold.
    #[must_use]
    pub const fn strong(self) -> Self {
        Self { weight: Weight::Strong, ..self }
    }

    /// The same as code.
    #[must_use]
    pub const fn code(self) -> Self {
        Self { weight: Weight::Code, ..self }
    }

    /// The same as a printed line.
    #[must_use]
    pub const fn line(self) -> Self {
        Self { weight: Weight::Line, ..self }
    }

    /// The same, centred on its point.
    #[must_use]
    pub const fn middle(self) -> Self {
        Self { anchor: Anchor::Middle, ..self }
    }

    /// The same, ending at its point.
    #[must_use]
    pub const fn end(self) -> Self {
        Self { anchor: Anchor::End, ..self }
    }

    /// The space it needs.
    pub fn rect(&self) -> Rect {
        let w = crate::draw::text_metrics::width(self.text, self.size, self.weight);
        let x = match self.anchor {
            Anchor::Start => self.at.x,
            Anchor::Middle => self.at.x - w / 2.0,
            Anchor::End => self.at.x - w,
        };
        Rect { x, y: self.at.y - self.size * 0.8, w, h: self.size }
    }
}
