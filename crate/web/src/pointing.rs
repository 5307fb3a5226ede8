//! The region the reader points at, as a plain object.

use figure::geometry::Point;
use figure::highlight::{hit, hit_region_at, walk};
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
    text: String,
    more: String,
    #[cfg(feature = "page")]
    rows: Vec<usize>,
    #[cfg(feature = "page")]
    lines: Vec<usize>,
}

impl Hit {
    /// The region at a point; a tile in flight counts as its range of lane D.
    pub(crate) fn under(boot: &Boot, step: usize, scene: &Scene, p: Point) -> Option<Self> {
        let spot = hit_region_at(scene, p).map(|s| Key::Region { lane: s.lane, start: s.start });
        Self::of(boot, step, spot.or_else(|| hit(scene, p))?)
    }

    /// Every region, lane by lane, from left to right.
    pub(crate) fn all(boot: &Boot, step: usize, scene: &Scene) -> Vec<Self> {
        let keys = Lane::ALL.into_iter().flat_map(|lane| walk(scene, lane));
        keys.filter_map(|key| Self::of(boot, step, key)).collect()
    }

    /// The region with this key after step `step`; `None` for a whole lane.
    pub(crate) fn of(boot: &Boot, step: usize, key: Key) -> Option<Self> {
        let place = place(boot, step, key)?;
        #[cfg(feature = "page")]
        let spans = place.span;
        #[cfg(feature = "page")]
        let over = |f: fn(&Boot, _) -> Vec<usize>| spans.map(|s| f(boot, s)).unwrap_or_default();
        Some(Self {
            key: key.to_string(),
            lane: key.lane().map(|lane| lane.id().to_owned()).unwrap_or_default(),
            #[cfg(feature = "page")]
            rows: over(words::rows_over),
            #[cfg(feature = "page")]
            lines: over(words::lines_over),
            text: place.text,
            more: place.more,
        })
    }
}

fn place(boot: &Boot, step: usize, key: Key) -> Option<Description> {
    let after = boot.steps.get(step)?;
    match key {
        Key::Region { lane, start } => words::describe(after, lane.letter(), Pfn(start)),
        Key::Tile { from, .. } => words::describe(after, Lane::Backing.letter(), Pfn(from)),
        Key::Account(account) => words::describe_account(boot, step, account),
        Key::Bucket => Some(words::describe_bucket(after)),
        Key::Ceiling => Some(words::ceiling::describe_ceiling(boot)),
        Key::Lane(_) | Key::Decor(_) => None,
    }
}
