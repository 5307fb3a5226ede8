//! How a reader looks at a figure: width, scale, extent and highlight.

use crate::draw::highlight::Highlight;
use crate::draw::lane::Lane;

/// Charts narrower than this many CSS pixels get their narrow layout.
pub(crate) const NARROW: f64 = 680.0;

/// The scale of the axis.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scale {
    /// Long uniform ranges are folded; regions too small to be seen are drawn as pins.
    #[default]
    Readable,
    /// No folds and no pins: every page has the same width.
    ToScale,
}

impl Scale {
    /// The name in links and attributes.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Readable => "readable",
            Self::ToScale => "to-scale",
        }
    }

    /// The scale with this name.
    pub fn from_id(id: &str) -> Option<Self> {
        [Self::Readable, Self::ToScale].into_iter().find(|s| s.id() == id)
    }
}

/// Which part of the figure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Extent {
    /// Lanes A to F.
    #[default]
    Whole,
    /// Lanes A to E: the diagram without the ledger strip.
    Diagram,
}

/// A way to look at a figure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct View {
    /// Width of the sheet in CSS pixels.
    pub width: f64,
    /// The most height that it may take in CSS pixels; `None` for what it takes by itself.
    /// With less, a figure shows less.
    pub height: Option<f64>,
    /// A lane that shall be open on a sheet too small to open all.
    pub open: Option<Lane>,
    /// The scale of the axis.
    pub scale: Scale,
    /// What is highlighted; everything else is dimmed a little.
    pub highlight: Option<Highlight>,
    /// Which lanes are drawn.
    pub extent: Extent,
}

impl View {
    /// The usual view at this width.
    pub fn new(width: f64) -> Self {
        let (scale, extent) = (Scale::default(), Extent::default());
        Self { width, height: None, open: None, scale, highlight: None, extent }
    }

    /// The same fitted to this height in CSS pixels.
    #[must_use]
    pub fn fitted(self, height: f64) -> Self {
        Self { height: Some(height), ..self }
    }

    /// The same with this lane open.
    #[must_use]
    pub fn opening(self, open: Option<Lane>) -> Self {
        Self { open, ..self }
    }

    /// The same with something highlighted.
    #[must_use]
    pub fn highlighting(self, highlight: Option<Highlight>) -> Self {
        Self { highlight, ..self }
    }

    /// The same at another scale.
    #[must_use]
    pub fn at_scale(self, scale: Scale) -> Self {
        Self { scale, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::Scale;

    #[test]
    fn a_scale_is_found_by_its_name() {
        for scale in [Scale::Readable, Scale::ToScale] {
            assert_eq!(Scale::from_id(scale.id()), Some(scale));
        }
        assert_eq!(Scale::from_id("larger"), None);
    }
}
