//! The region the reader points at, as a plain object.

use figure::geometry::{Point, Rect};
use figure::highlight::{hit_in_flight, rect, walk};
use figure::key::Key;
use figure::lane::Lane;
use figure::shape::Scene;
use serde::Serialize;
use sim::boot::Boot;
use sim::units::Pfn;
use words::Description;

/// A place of the figure in words, with the rows and lines about the same pages.
#[derive(Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub(crate) struct Hit {
    key: String,
    lane: String,
    /// How much.
    amount: String,
    /// What it is, and why, with marks.
    what: String,
    /// The page numbers, the last one included; empty if it has none.
    pfn: String,
    /// All of it, for reading aloud.
    line: String,
    /// Where it is drawn, in CSS pixels of the sheet.
    at: Place,
    #[cfg(feature = "page")]
    rows: Vec<usize>,
    /// Indices of the messages about the same pages.
    lines: Vec<usize>,
}

/// A rectangle in CSS pixels of the sheet.
#[derive(Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub(crate) struct Place {
    x: f64,
    y: f64,
    w: f64,
    h: f64,
}

impl From<Rect> for Place {
    fn from(Rect { x, y, w, h }: Rect) -> Self {
        Self { x, y, w, h }
    }
}

impl Hit {
    /// What is at a point; a tile in flight counts as its range of lane D.
    pub(crate) fn under(boot: &Boot, step: usize, scene: &Scene, p: Point) -> Option<Self> {
        Self::of(boot, step, scene, hit_in_flight(scene, p)?)
    }

    /// Every region, lane by lane, from left to right.
    pub(crate) fn all(boot: &Boot, step: usize, scene: &Scene) -> Vec<Self> {
        let keys = Lane::ALL.into_iter().flat_map(|lane| walk(scene, lane));
        keys.filter_map(|key| Self::of(boot, step, scene, key)).collect()
    }

    /// The region with this key after step `step`; `None` for a whole lane.
    pub(crate) fn of(boot: &Boot, step: usize, scene: &Scene, key: Key) -> Option<Self> {
        let place = place(boot, step, key)?;
        let spans = place.span;
        let over = |f: fn(&Boot, _) -> Vec<usize>| spans.map(|s| f(boot, s)).unwrap_or_default();
        Some(Self {
            key: key.to_string(),
            lane: key.lane().map(|lane| lane.id().to_owned()).unwrap_or_default(),
            #[cfg(feature = "page")]
            rows: over(words::rows_over),
            lines: over(words::lines_over),
            line: place.line(),
            amount: place.amount,
            what: place.what,
            pfn: place.pfn,
            at: rect(scene, key).unwrap_or_default().into(),
        })
    }
}

fn place(boot: &Boot, step: usize, key: Key) -> Option<Description> {
    let after = boot.steps.get(step)?;
    match key {
        Key::Region { lane, start } => words::describe(after, lane, Pfn(start)),
        Key::Tile { from, .. } => words::describe(after, Lane::Backing, Pfn(from)),
        Key::Account(account) => words::describe_account(boot, step, account),
        Key::Bucket => Some(words::describe_bucket(after)),
        Key::Ceiling => Some(words::ceiling::describe_ceiling(boot)),
        Key::Lane(_) | Key::Decor(_) => None,
    }
}
