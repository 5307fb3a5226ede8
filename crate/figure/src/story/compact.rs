//! The narrow sheet, fitted to a width and a height: letters in a gutter, and open lanes
//! only as far as there is room, those first that the step needs. The others are rails.
//! Where even rails do not fit, the least needed lanes are left out.

use sim::step::Phase;

use crate::draw::geometry::{Rect, clamp};
use crate::draw::lane::Lane;
use crate::story::layout::{BucketPlace, Layout, RAIL, Row, Rows, Sheet, index};

/// The width of the gutter with the letters.
const GUTTER: f64 = 24.0;
/// From this width on, the bucket is right of the lanes.
const RIGHT: f64 = 560.0;
/// The axis with its ticks.
const AXIS: f64 = 24.0;
/// A rail with its distance.
const RAIL_ROW: f64 = 17.0;
/// The bar of an open lane, and the name above it.
const BAR: f64 = 24.0;
const NAME: f64 = 21.0;
/// The space between an open lane and a rail.
const AFTER_BAR: f64 = 3.0;
/// How much more an open lane takes than a rail.
const OPENING: f64 = BAR + NAME + AFTER_BAR - RAIL_ROW;
/// The tray with its distances.
const TRAY: f64 = 74.0;
/// The space under the last row.
const FOOT: f64 = 5.0;

/// Something that a step would like to have, the most wanted first.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Want {
    Open(Lane),
    /// The bucket as a tray, where it is not right of the lanes.
    Tray,
    /// The space for flights, or for entries that drop out of lane C, with this height.
    Corridor(f64),
    /// The note row with this height.
    Note(f64),
}

use Lane::{Allocation as B, Backing as D, Ledger as F, Machine as A, OwnMap as C};
use Want::{Corridor, Note, Open, Tray};

const fn wants(phase: Phase) -> &'static [Want] {
    match phase {
        Phase::FirmwareMap => &[Open(A), Note(100.0)],
        Phase::Dom0Built => &[Open(B), Open(D), Open(A), Note(22.0), Open(F), Open(C)],
        Phase::MapRead => &[Open(C), Open(A), Open(D), Note(22.0), Open(B), Open(F)],
        Phase::HolesFound => &[Open(D), Note(58.0), Note(42.0), Open(A), Open(C), Open(B), Open(F)],
        Phase::PagesReleased | Phase::PagesRepopulated | Phase::BalloonedUp => {
            &[Open(D), Tray, Corridor(30.0), Open(A), Note(22.0), Open(B), Open(F), Open(C)]
        }
        Phase::PagesMoved => {
            &[Open(D), Corridor(30.0), Note(42.0), Open(A), Open(C), Open(F), Open(B)]
        }
        Phase::IdentityMapped => &[Open(D), Open(A), Open(C), Note(22.0), Open(B), Open(F)],
        Phase::MapRewritten => {
            &[Open(C), Corridor(56.0), Note(76.0), Note(58.0), Open(A), Open(B), Open(D), Open(F)]
        }
        Phase::BalloonRoom => {
            &[Open(C), Note(22.0), Corridor(30.0), Open(B), Open(D), Open(A), Open(F)]
        }
        Phase::Descriptors => {
            &[Open(D), Open(C), Note(76.0), Corridor(30.0), Open(F), Open(B), Open(A)]
        }
        Phase::ToolsReport => {
            &[Open(F), Note(92.0), Note(62.0), Note(32.0), Open(D), Open(A), Open(B), Open(C)]
        }
    }
}

/// What the note row comes after.
#[derive(Clone, Copy, PartialEq)]
enum NoteAfter {
    /// Lane D, to which it belongs.
    Backing,
    /// The bucket.
    Bucket,
    /// All lanes.
    All,
}

const fn note_after(phase: Phase) -> NoteAfter {
    match phase {
        Phase::HolesFound | Phase::PagesMoved | Phase::IdentityMapped | Phase::Descriptors => {
            NoteAfter::Backing
        }
        Phase::MapRewritten => NoteAfter::All,
        Phase::FirmwareMap
        | Phase::Dom0Built
        | Phase::MapRead
        | Phase::PagesReleased
        | Phase::PagesRepopulated
        | Phase::BalloonRoom
        | Phase::ToolsReport
        | Phase::BalloonedUp => NoteAfter::Bucket,
    }
}

/// What there is room for.
struct Fitted {
    open: [bool; 6],
    /// Whether there is room for each lane at least as a rail.
    shown: [bool; 6],
    tray: bool,
    corridor: f64,
    note: f64,
    /// What is left for each gap above an open lane or the note row.
    gap: f64,
}

/// The step's lanes, the most needed first: what it is about, what a reader asked for, and the
/// others.
fn by_need(phase: Phase, asked: Option<Lane>) -> impl Iterator<Item = Lane> {
    let wanted = || {
        wants(phase).iter().filter_map(|w| match w {
            Open(lane) => Some(*lane),
            // Without room for a tray, the bucket is a rail.
            Tray => Some(Lane::Bucket),
            Corridor(_) | Note(_) => None,
        })
    };
    wanted().take(about(phase)).chain(asked).chain(wanted()).chain(Lane::ALL)
}

/// How many lanes the step is about: where pages travel to or from Xen, both ends.
const fn about(phase: Phase) -> usize {
    match phase {
        Phase::PagesReleased | Phase::PagesRepopulated | Phase::BalloonedUp => 2,
        Phase::FirmwareMap
        | Phase::Dom0Built
        | Phase::MapRead
        | Phase::HolesFound
        | Phase::PagesMoved
        | Phase::IdentityMapped
        | Phase::MapRewritten
        | Phase::BalloonRoom
        | Phase::Descriptors
        | Phase::ToolsReport => 1,
    }
}

fn of(list: [bool; 6], lane: Lane) -> bool {
    list.get(index(lane)).is_some_and(|x| *x)
}

fn fit(phase: Phase, asked: Option<Lane>, right: bool, height: f64) -> Fitted {
    let mut left = height - AXIS - FOOT;
    let mut fitted = Fitted {
        open: [false; 6],
        shown: [false; 6],
        tray: false,
        corridor: 0.0,
        note: 0.0,
        gap: 0.0,
    };
    for (i, lane) in by_need(phase, asked).enumerate() {
        // The lane that is needed most shall be open before one that the step is not about
        // is a rail.
        let kept = if i < about(phase) { 0.0 } else { OPENING };
        let in_rows = !right || lane != Lane::Bucket;
        let new = fitted.shown.get_mut(index(lane)).filter(|shown| !**shown);
        if let Some(shown) = new.filter(|_| in_rows && left - kept >= RAIL_ROW) {
            *shown = true;
            left -= RAIL_ROW;
        }
    }
    let asked = asked.filter(|&l| l != Lane::Bucket).map(Open);
    for want in asked.into_iter().chain(wants(phase).iter().copied()) {
        let (cost, wanted) = match want {
            Open(lane) => (OPENING, of(fitted.shown, lane) && !of(fitted.open, lane)),
            Tray => (TRAY - RAIL_ROW, !right && of(fitted.shown, Lane::Bucket)),
            Corridor(height) => (height, right || phase != Phase::PagesReleased),
            Note(height) => (height, fitted.note <= 0.0),
        };
        if !wanted || cost > left {
            continue;
        }
        left -= cost;
        match want {
            Open(lane) => fitted.open.iter_mut().skip(index(lane)).take(1).for_each(|o| *o = true),
            Tray => fitted.tray = true,
            Corridor(height) => fitted.corridor = height,
            Note(height) => fitted.note = height,
        }
    }
    let gaps = fitted.open.iter().filter(|o| **o).count() + usize::from(fitted.note > 0.0);
    fitted.gap = clamp(left / gaps.max(1) as f64, 0.0, 14.0);
    fitted
}

/// Hands out rows from top to bottom.
struct Stack {
    y: f64,
    gap: f64,
    /// Whether the last row is an open lane.
    after_open: bool,
}

impl Stack {
    fn lane(&mut self, fitted: &Fitted, lane: Lane) -> Row {
        if !of(fitted.shown, lane) {
            return Row { y: self.y, h: 0.0, open: 0.0 };
        }
        if of(fitted.open, lane) {
            self.y += self.gap + NAME + BAR;
            self.after_open = true;
            return Row::open(self.y - BAR, BAR);
        }
        self.y += RAIL_ROW + if self.after_open { AFTER_BAR } else { 0.0 };
        self.after_open = false;
        Row::rail(self.y - RAIL_ROW / 2.0)
    }

    fn note(&mut self, fitted: &Fitted) -> Option<Rect> {
        if fitted.note <= 0.0 {
            return None;
        }
        self.y += self.gap + fitted.note;
        let y = self.y - fitted.note;
        Some(Rect { x: GUTTER, y, w: 0.0, h: fitted.note })
    }
}

/// The layout of a step on a sheet of this size. `asked` is a lane that shall be open, and a
/// tray lies under `hole`.
pub(crate) fn layout(
    phase: Phase,
    asked: Option<Lane>,
    [width, height]: [f64; 2],
    hole: Option<f64>,
) -> Layout {
    let right = width >= RIGHT && height >= 150.0;
    let axis_x1 = if right { width - 132.0 } else { width - 16.0 };
    // An empty bucket is a rail like other empty lanes.
    let right = right && phase > Phase::FirmwareMap;
    let fitted = fit(phase, asked, right, height);
    let mut stack = Stack { y: AXIS, gap: fitted.gap, after_open: false };
    let above = [A, B, C].map(|lane| stack.lane(&fitted, lane));
    let corridor = stack.y + 2.0;
    stack.y += fitted.corridor;
    let backing = stack.lane(&fitted, D);
    let after = note_after(phase);
    let mut note = if after == NoteAfter::Backing { stack.note(&fitted) } else { None };
    let bucket = if right {
        Bucket::right([width, height])
    } else if fitted.tray {
        Bucket::tray(&mut stack, width, hole)
    } else {
        Bucket::rail(stack.lane(&fitted, Lane::Bucket))
    };
    if after == NoteAfter::Bucket {
        note = stack.note(&fitted);
    }
    let ledger = stack.lane(&fitted, F);
    if after == NoteAfter::All {
        note = stack.note(&fitted);
    }
    let [machine, allocation, own] = above;
    let Bucket { place, inside, level, row } = bucket;
    let rows: Rows = [machine, allocation, own, backing, row, ledger];
    let (slot, centred) = bucket.slot(backing);
    let above_d = if backing.open > 0.0 { NAME } else { RAIL };
    Layout {
        sheet: Sheet::Narrow,
        width,
        height,
        axis_x0: GUTTER,
        axis_x1,
        line_end: axis_x1 + 8.0,
        axis_y: 22.0,
        rows,
        corridor,
        arc: fitted.corridor + above_d,
        place,
        bucket: inside,
        slot,
        centred,
        level,
        note: note.map(|n| Rect { w: (if right { axis_x1 } else { width }) - GUTTER, ..n }),
        tear: 6.0,
        pin: 5.0,
        chip: 16.0,
    }
}

/// Xen's bucket in one of its places.
#[derive(Clone, Copy)]
struct Bucket {
    place: BucketPlace,
    inside: Rect,
    level: f64,
    row: Row,
}

impl Bucket {
    fn right([width, height]: [f64; 2]) -> Self {
        let inside = Rect { x: width - 94.0, y: height * 0.40, w: 88.0, h: height * 0.36 };
        let level = clamp(inside.h - 30.0, 0.0, 52.0);
        let row = Row::rail(inside.bottom());
        Self { place: BucketPlace::Right, inside, level, row }
    }

    /// Its name is left of it, its number right of it.
    fn tray(stack: &mut Stack, width: f64, hole: Option<f64>) -> Self {
        stack.y += TRAY;
        let w = clamp(width - 230.0, 60.0, 130.0);
        let under = hole.unwrap_or(width / 2.0) - w / 2.0;
        let x = clamp(under, GUTTER + 82.0, width - w - 96.0);
        let inside = Rect { x, y: stack.y - 66.0, w, h: 60.0 };
        let level = 30.0;
        Self { place: BucketPlace::Tray, inside, level, row: Row::rail(inside.bottom()) }
    }

    fn rail(row: Row) -> Self {
        let inside = Rect { x: GUTTER, y: row.y, w: 88.0, h: row.h };
        Self { place: BucketPlace::Rail, inside, level: 0.0, row }
    }

    /// Where pages lie in it, and whether in its middle.
    fn slot(self, backing: Row) -> (Rect, f64) {
        let Self { place, inside, level, .. } = self;
        if place == BucketPlace::Rail {
            return (inside, 0.0);
        }
        let h = clamp(backing.h, 6.0, (inside.h - level - 5.0).max(6.0));
        let y = inside.bottom() - level - h - 1.0;
        (Rect { x: inside.x + 5.0, y, w: inside.w - 10.0, h }, 0.5)
    }
}
