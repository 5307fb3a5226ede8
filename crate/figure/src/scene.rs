//! A boot at a moment, as shapes.
//!
//! [`figure`] is pure: the same boot, time and view give the same scene, forwards,
//! backwards and when scrubbed. At t = 0 a step shows the world before it, at t = 1 the
//! world after it.

use sim::boot::Boot;

use crate::draw::highlight::apply_highlight;
use crate::draw::shape::Scene;
use crate::draw::view::View;
use crate::story::frame::Frame;
use crate::story::layout::Layout;

pub use crate::story::moment::Time;

/// The figure's height in this view, in CSS pixels: the same for every step.
pub fn height(view: &View) -> f64 {
    Layout::new(view).height
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
        let layout = Layout::new(view);
        return Scene::new(layout.width, layout.height);
    };
    let mut scene = Scene::new(frame.layout.width, frame.layout.height);
    crate::story::draw(&frame, &mut scene);
    if let Some(highlight) = view.highlight {
        apply_highlight(&mut scene, highlight);
    }
    scene
}
