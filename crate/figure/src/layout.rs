//! Where the lanes are, for wide and for narrow sheets. Height depends on the width
//! alone, so nothing jumps when a step changes.

use crate::axis::FoldSize;
use crate::geometry::Rect;

/// Widths below this get the narrow layout.
const NARROW: f64 = 640.0;

/// Two ways to put the same lanes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sheet {
    /// Bucket at the right.
    Wide,
    /// Bucket under the lanes.
    Narrow,
}

/// Places in CSS pixels.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Layout {
    pub(crate) sheet: Sheet,
    pub(crate) width: f64,
    pub(crate) height: f64,
    pub(crate) axis_x0: f64,
    pub(crate) axis_x1: f64,
    pub(crate) axis_y: f64,
    /// Tops of the bars of lanes A to D.
    pub(crate) lanes: [f64; 4],
    pub(crate) bar: f64,
    /// Top of a tile that flies along the corridor.
    pub(crate) corridor: f64,
    /// The inside of Xen's bucket.
    pub(crate) bucket: Rect,
    /// Baseline of the note row's first line.
    pub(crate) note: f64,
    /// Top of the ledger's bar.
    pub(crate) ledger: f64,
    pub(crate) fold: FoldSize,
}

impl Layout {
    pub(crate) fn new(width: f64) -> Self {
        if width < NARROW { Self::narrow(width) } else { Self::wide(width) }
    }

    fn wide(width: f64) -> Self {
        let axis_x1 = width - 182.0;
        Self {
            sheet: Sheet::Wide,
            width,
            height: 572.0,
            axis_x0: 2.0,
            axis_x1,
            axis_y: 26.0,
            lanes: [70.0, 148.0, 226.0, 360.0],
            bar: 34.0,
            corridor: 282.0,
            bucket: Rect { x: axis_x1 + 42.0, y: 320.0, w: 132.0, h: 76.0 },
            note: 432.0,
            ledger: 528.0,
            fold: FoldSize { left: 90.0, tear: 28.0, right: 30.0 },
        }
    }

    fn narrow(width: f64) -> Self {
        Self {
            sheet: Sheet::Narrow,
            width,
            height: 508.0,
            axis_x0: 2.0,
            axis_x1: width - 8.0,
            axis_y: 24.0,
            lanes: [62.0, 124.0, 186.0, 266.0],
            bar: 28.0,
            corridor: 222.0,
            bucket: Rect { x: width * 0.42, y: 340.0, w: width * 0.26, h: 44.0 },
            note: 412.0,
            ledger: 470.0,
            fold: FoldSize { left: 14.0, tear: 16.0, right: 12.0 },
        }
    }

    /// The narrowest bar: smaller regions are drawn wider than they are.
    pub(crate) fn pin(&self) -> f64 {
        match self.sheet {
            Sheet::Wide => 7.0,
            Sheet::Narrow => 5.0,
        }
    }
}
