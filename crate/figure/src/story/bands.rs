//! The bands that carry holes through the lanes, and the hairlines of identity mappings:
//! where they are, and how much of them is drawn.

use sim::step::{Change, Phase};

use crate::draw::geometry::Rect;
use crate::draw::lane::Lane;
use crate::story::axis::Axis;
use crate::story::layout::Layout;
use crate::story::moment::Moment;
use crate::story::motion::ease;
use crate::story::story_axis::holes;

/// Narrower bands are not drawn, in pixels.
const BAND: f64 = 12.0;

/// How much of the band is drawn, from the axis down: it grows when holes are found
/// and shrinks in the first step after the pages have moved.
fn band_grown(now: &Moment<'_>) -> f64 {
    let next = now.boot.steps.iter().find(|s| s.phase() > Phase::PagesMoved);
    match next {
        _ if now.phase < Phase::HolesFound => 0.0,
        _ if now.phase == Phase::HolesFound => (now.t / 0.5).min(1.0),
        _ if now.phase <= Phase::PagesMoved => 1.0,
        Some(step) if step.phase() == now.phase => 1.0 - ease(now.t, 0.0, 0.3),
        Some(_) | None => 0.0,
    }
}

/// The bands of the holes that can be seen, as far down as they are drawn.
pub(crate) fn bands(now: &Moment<'_>, axis: &Axis, layout: &Layout) -> Vec<Rect> {
    let (top, bottom) = (layout.axis_y, layout.lane(Lane::Backing).bottom());
    let shown = band_grown(now);
    let mut bands = Vec::new();
    for span in holes(now.boot) {
        let (x0, x1) = (axis.x(span.start().0), axis.x(span.end().0));
        let band = Rect::between(x0, x1, top, (bottom - top) * shown);
        if shown > 0.0 && band.w >= BAND {
            bands.push(band);
        }
    }
    bands
}

/// The lines through the lanes, one for each identity mapping that can be seen.
pub(crate) struct Hairlines {
    pub(crate) xs: Vec<f64>,
    /// They are drawn down to here.
    pub(crate) until: f64,
}

impl Hairlines {
    pub(crate) fn of(now: &Moment<'_>, axis: &Axis, layout: &Layout) -> Self {
        let found = Self::found(now, axis, layout);
        found.unwrap_or(Self { xs: Vec::new(), until: 0.0 })
    }

    fn found(now: &Moment<'_>, axis: &Axis, layout: &Layout) -> Option<Self> {
        if !layout.shows(Lane::Machine) || !layout.shows(Lane::Backing) {
            return None;
        }
        let index = now.boot.steps.iter().position(|s| s.phase() == Phase::IdentityMapped)?;
        let shown = match now.index {
            i if i == index => ease(now.t, 0.3, 1.0),
            i if i == index + 1 => 1.0 - ease(now.t, 0.0, 0.3),
            _ => return None,
        };
        let Change::IdentityMapped { identity } = &now.boot.steps.get(index)?.change else {
            return None;
        };
        let top = layout.lane(Lane::Machine).bottom();
        let bottom = layout.lane(Lane::Backing).y;
        let end = axis.drawn_end();
        let mut xs = Vec::new();
        for span in identity.iter().filter(|s| s.start().0 < end) {
            let (x0, x1) = (axis.x(span.start().0), axis.x(span.end().0.min(end)));
            if x1 - x0 >= BAND && shown > 0.0 {
                xs.push(f64::midpoint(x0, x1));
            }
        }
        Some(Self { xs, until: top + (bottom - top) * shown })
    }
}
