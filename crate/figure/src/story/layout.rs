//! Where the lanes are at a moment. [`wide`](super::wide) and [`compact`](super::compact)
//! arrange them for a step; [`arrange`](super::arrange) leads from one step to the next.

use crate::draw::geometry::{Rect, lerp};
use crate::draw::lane::Lane;

/// Two arrangements of the same lanes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sheet {
    /// Every lane open, its letter beside its name above the bar.
    Wide,
    /// Letters in a gutter; the step's lanes open, the others rails.
    Narrow,
}

/// Where a lane's bar is.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Row {
    /// Top of the bar.
    pub(crate) y: f64,
    /// Height of the bar; 0 if there is no room for the lane.
    pub(crate) h: f64,
    /// 0 is a rail, 1 an open lane with name and labels.
    pub(crate) open: f64,
}

impl Row {
    /// An open lane.
    pub(crate) const fn open(y: f64, h: f64) -> Self {
        Self { y, h, open: 1.0 }
    }

    /// A rail around the height `y`.
    pub(crate) const fn rail(y: f64) -> Self {
        Self { y: y - RAIL / 2.0, h: RAIL, open: 0.0 }
    }

    /// From `self` at `u` = 0 to `to` at 1.
    pub(crate) fn towards(self, to: Self, u: f64) -> Self {
        let Self { y, h, open } = self;
        Self { y: lerp(y, to.y, u), h: lerp(h, to.h, u), open: lerp(open, to.open, u) }
    }
}

/// Height of a rail's bar.
pub(crate) const RAIL: f64 = 8.0;

/// The six rows, A to F; Xen's bucket is a row only as a rail.
pub(crate) type Rows = [Row; 6];

/// The place of a lane among the rows.
pub(crate) const fn index(lane: Lane) -> usize {
    match lane {
        Lane::Machine => 0,
        Lane::Allocation => 1,
        Lane::OwnMap => 2,
        Lane::Backing => 3,
        Lane::Bucket => 4,
        Lane::Ledger => 5,
    }
}

/// Where Xen's bucket is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BucketPlace {
    /// Right of the lanes.
    Right,
    /// A tray under lane D.
    Tray,
    /// A rail among the lanes.
    Rail,
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
    pub(crate) rows: Rows,
    /// Top of a tile that flies along the corridor.
    pub(crate) corridor: f64,
    /// Height of an arc.
    pub(crate) arc: f64,
    pub(crate) place: BucketPlace,
    /// The inside of Xen's bucket: pages lie on a level in it.
    pub(crate) bucket: Rect,
    /// Where pages lie in the bucket.
    pub(crate) slot: Rect,
    /// Where they lie in it if they do not fill it: 0 at its left, 0.5 in its middle.
    pub(crate) centred: f64,
    /// Height of the level of what was already free in Xen.
    pub(crate) level: f64,
    /// The note row: from its top to its end; `None` if there is no room or lanes move.
    pub(crate) note: Option<Rect>,
    /// Width of a tear, which marks where the scale of the axis changes.
    pub(crate) tear: f64,
    /// The narrowest bar: smaller regions are drawn wider than they are.
    pub(crate) pin: f64,
    /// A chip with a lane's letter.
    pub(crate) chip: f64,
}

impl Layout {
    /// The row of a lane.
    pub(crate) fn row(&self, lane: Lane) -> Row {
        self.rows.get(index(lane)).copied().unwrap_or_default()
    }

    /// Whether there is room for a lane, at least as a rail. Nothing of the others is drawn.
    pub(crate) fn shows(&self, lane: Lane) -> bool {
        self.row(lane).h > 0.0
    }

    /// Whether a lane is open: its name and labels are drawn.
    pub(crate) fn open(&self, lane: Lane) -> bool {
        self.row(lane).open >= 1.0
    }

    /// Where texts between the lanes end: before a bucket on the right.
    pub(crate) fn text_end(&self) -> f64 {
        match self.place {
            BucketPlace::Right => self.bucket.x - 14.0,
            BucketPlace::Tray | BucketPlace::Rail => self.width - 3.0,
        }
    }

    /// Where a lane's bar is, at its full length.
    pub(crate) fn lane(&self, lane: Lane) -> Rect {
        if lane == Lane::Bucket {
            return self.bucket;
        }
        let Row { y, h, .. } = self.row(lane);
        Rect { x: self.axis_x0, y, w: self.axis_x1 - self.axis_x0, h }
    }

    /// From `self` at `u` = 0 to `to` at 1.
    pub(crate) fn towards(self, to: Self, u: f64) -> Self {
        if u >= 1.0 {
            return to;
        }
        // An empty bucket appears where it is.
        let appears = self.place == BucketPlace::Rail && to.place == BucketPlace::Right;
        let from = if appears { to } else { self };
        let mut rows = self.rows;
        for (row, goal) in rows.iter_mut().zip(to.rows) {
            *row = row.towards(goal, u);
        }
        Self {
            rows,
            bucket: from.bucket.towards(to.bucket, u),
            slot: from.slot.towards(to.slot, u),
            centred: lerp(from.centred, to.centred, u),
            corridor: lerp(self.corridor, to.corridor, u),
            arc: lerp(self.arc, to.arc, u),
            level: lerp(self.level, to.level, u),
            place: if u > 0.0 { to.place } else { self.place },
            note: if u > 0.0 { None } else { self.note },
            ..to
        }
    }
}
