//! Where the lanes are, on wide and on narrow sheets. The height depends on the width
//! alone, so nothing jumps when a step changes.

use crate::draw::geometry::{Rect, clamp, lerp};
use crate::draw::lane::Lane;
use crate::draw::view::{Extent, NARROW, Scale, View};
use crate::story::axis::FoldSize;

/// Two arrangements of the same lanes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sheet {
    /// The bucket on the right.
    Wide,
    /// The bucket as a tray under the lanes.
    Narrow,
}

/// Places in CSS pixels.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Layout {
    pub(crate) sheet: Sheet,
    pub(crate) width: f64,
    pub(crate) height: f64,
    pub(crate) axis_x0: f64,
    /// Where the last page number is.
    pub(crate) axis_x1: f64,
    /// Where the axis' line ends.
    pub(crate) line_end: f64,
    pub(crate) axis_y: f64,
    /// Tops of the bars of lanes A to D.
    lanes: [f64; 4],
    pub(crate) bar: f64,
    /// Height of lane D's bar.
    pub(crate) bar_d: f64,
    /// Top of a tile that flies along the corridor.
    pub(crate) corridor: f64,
    /// Height of an arc.
    pub(crate) arc: f64,
    /// The inside of Xen's bucket; a narrow sheet moves it under the hole.
    pub(crate) bucket: Rect,
    /// Baseline of the note row's first line.
    pub(crate) note: f64,
    /// Top of the ledger's bar.
    pub(crate) ledger: f64,
    pub(crate) fold: FoldSize,
    /// The narrowest bar: smaller regions are drawn wider than they are.
    pub(crate) pin: f64,
    pub(crate) chip: f64,
}

impl Layout {
    pub(crate) fn new(view: &View) -> Self {
        let width = clamp(view.width, 240.0, 4000.0);
        let layout = if width < NARROW { Self::narrow(width) } else { Self::wide(width) };
        let pin = match view.scale {
            Scale::Readable => layout.pin,
            Scale::ToScale => 1.0,
        };
        let height = match (view.extent, layout.sheet) {
            (Extent::Whole, _) => layout.height,
            (Extent::Diagram, Sheet::Wide) => 486.0,
            (Extent::Diagram, Sheet::Narrow) => 522.0,
        };
        Self { height, pin, ..layout }
    }

    fn wide(width: f64) -> Self {
        // The bucket is wide enough for the lanes' scale as long as possible.
        let bucket = lerp(148.0, 190.0, clamp((width - 936.0) / 300.0, 0.0, 1.0));
        let axis_x1 = width - bucket - 45.0;
        Self {
            sheet: Sheet::Wide,
            width,
            height: 600.0,
            axis_x0: 2.0,
            axis_x1,
            line_end: axis_x1 + 14.0,
            axis_y: 28.0,
            lanes: [74.0, 152.0, 230.0, 364.0],
            bar: 32.0,
            bar_d: 36.0,
            corridor: 276.0,
            arc: 66.0,
            bucket: Rect { x: width - bucket + 10.0, y: 324.0, w: bucket - 14.0, h: 77.0 },
            note: 435.0,
            ledger: 534.0,
            fold: FoldSize { left: 33.0, tear: 20.0, right: 36.0 },
            pin: 7.0,
            chip: 20.0,
        }
    }

    fn narrow(width: f64) -> Self {
        let axis_x1 = width - 15.0;
        Self {
            sheet: Sheet::Narrow,
            width,
            height: 620.0,
            axis_x0: 2.0,
            axis_x1,
            line_end: axis_x1 + 5.0,
            axis_y: 22.0,
            lanes: [58.0, 118.0, 178.0, 296.0],
            bar: 28.0,
            bar_d: 32.0,
            corridor: 228.0,
            arc: 60.0,
            bucket: Rect { x: width * 0.42, y: 456.0, w: 60.0, h: 38.0 },
            note: 350.0,
            ledger: 550.0,
            fold: FoldSize { left: 14.0, tear: 10.0, right: 15.0 },
            pin: 5.0,
            chip: 18.0,
        }
    }

    /// The same with the bucket's inside elsewhere.
    pub(crate) fn with_bucket(self, bucket: Rect) -> Self {
        Self { bucket, ..self }
    }

    /// Where a lane's bar is, at its full length.
    pub(crate) fn lane(&self, lane: Lane) -> Rect {
        let (y, h) = match lane {
            Lane::Machine => (self.lanes[0], self.bar),
            Lane::Allocation => (self.lanes[1], self.bar),
            Lane::OwnMap => (self.lanes[2], self.bar),
            Lane::Backing => (self.lanes[3], self.bar_d),
            Lane::Bucket => return self.bucket,
            Lane::Ledger => (self.ledger, self.bar),
        };
        Rect { x: self.axis_x0, y, w: self.axis_x1 - self.axis_x0, h }
    }
}
