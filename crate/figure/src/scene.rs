//! A boot at a moment, as shapes.
//!
//! [`figure`] is pure: the same boot, time and view give the same scene, forwards,
//! backwards and when scrubbed. At t = 0 a step shows the world before it, at t = 1 the
//! world after it.

use sim::boot::Boot;

use crate::draw::highlight::apply_highlight;
use crate::draw::lane::Lane;
use crate::draw::shape::Scene;
use crate::draw::view::View;
use crate::story::arrange::{layout, size, unfolded};
use crate::story::frame::Frame;
use crate::story::layout::Sheet;
use crate::story::moment::Moment;

pub use crate::story::moment::Time;

/// The figure's height in this view, in CSS pixels: the same for every step.
pub fn height(view: &View) -> f64 {
    let [_, height] = size(view);
    height
}

/// Whether the axis is at true scale at `time`, or nearly.
pub fn at_true_scale(boot: &Boot, time: Time, view: &View) -> bool {
    Moment::of(boot, time).is_some_and(|now| unfolded(&now, view) > 0.5)
}

/// The lane drawn as a rail at this height, in CSS pixels from the top, on a sheet too small to
/// open all lanes; `None` if there is none.
pub fn rail_at(boot: &Boot, time: Time, view: &View, y: f64) -> Option<Lane> {
    const REACH: f64 = 9.0;
    let layout = layout(&Moment::of(boot, time)?, view, None);
    let is_rail = |lane: &Lane| {
        let row = layout.row(*lane);
        row.h > 0.0 && row.open <= 0.0 && (row.y + row.h / 2.0 - y).abs() <= REACH
    };
    Lane::ALL.into_iter().find(is_rail).filter(|_| layout.sheet == Sheet::Narrow)
}

/// The figure at `time`.
pub fn figure(boot: &Boot, time: Time, view: &View) -> Scene {
    drawn(boot, &[boot], time, view)
}

/// The figure at `time` on the axis that it shares with the figure of `other`: the same
/// page number is at the same place in both.
pub fn figure_beside(boot: &Boot, other: &Boot, time: Time, view: &View) -> Scene {
    drawn(boot, &[boot, other], time, view)
}

fn drawn(boot: &Boot, sharing: &[&Boot], time: Time, view: &View) -> Scene {
    let Some(frame) = Frame::of(boot, sharing, time, view) else {
        let [width, height] = size(view);
        return Scene::new(width, height);
    };
    let mut scene = Scene::new(frame.layout.width, frame.layout.height);
    crate::story::draw(&frame, &mut scene);
    if let Some(highlight) = view.highlight {
        apply_highlight(&mut scene, highlight);
    }
    scene
}
