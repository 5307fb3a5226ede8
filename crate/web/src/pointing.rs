//! What the reader points at, as a plain object.

use figure::light::{Spot, name};
use serde::Serialize;
use sim::boot::Boot;
use sim::units::Pfn;
use sim::words;

/// A region of the figure in words, with what else speaks of it.
#[derive(Serialize)]
pub(crate) struct Hit {
    key: String,
    lane: char,
    mark: &'static str,
    text: String,
    more: String,
    rows: Vec<usize>,
    lines: Vec<usize>,
}

impl Hit {
    /// The region at `spot` after step `step`.
    pub(crate) fn of(boot: &Boot, step: usize, spot: Spot) -> Option<Self> {
        let place = words::place(boot.steps.get(step)?, spot.lane, Pfn(spot.start))?;
        Some(Self {
            key: format!("{}:{:x}", spot.lane, spot.start),
            lane: spot.lane,
            mark: name(spot.role),
            rows: words::rows_over(boot, place.span),
            lines: words::lines_over(boot, place.span),
            text: place.text,
            more: place.more,
        })
    }
}
