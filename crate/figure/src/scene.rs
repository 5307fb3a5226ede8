//! A boot at a moment, as shapes.
//!
//! [`figure`] is pure: the same boot, time and view give the same scene, forwards,
//! backwards and when scrubbed. At t = 0 a step shows the world before it, at t = 1 the
//! world after it.

use sim::boot::Boot;

use crate::frame::Frame;
use crate::layout::Layout;
use crate::light::lit;
use crate::shape::Scene;
use crate::view::{Extent, View};
use crate::{
    allocation, backing, fly, funnel, ledger, machine_map, not_yet, notes, own_map, pool, ruler,
};

/// A moment of the story.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Time {
    /// Index of the step.
    pub step: usize,
    /// How far it is: 0 before, 1 after.
    pub t: f64,
}

impl Time {
    /// The moment at `position` on a scrubber that counts steps: 2 is the end of step 2,
    /// 2.25 a quarter into the next.
    pub fn at(position: f64) -> Self {
        let position = position.max(0.0);
        let step = position.ceil();
        let t = if position >= step { 1.0 } else { position - (step - 1.0) };
        Self { step: step as usize, t }
    }
}

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
    draw(&frame, &mut scene);
    if let Some(light) = view.highlight {
        lit(&mut scene, light);
    }
    scene
}

/// Draws every lane, back to front.
fn draw(frame: &Frame<'_>, scene: &mut Scene) {
    ruler::draw_bands(frame, scene);
    not_yet::draw(frame, scene);
    ruler::draw_hairlines(frame, scene);
    ruler::draw(frame, scene);
    machine_map::draw(frame, scene);
    allocation::draw(frame, scene);
    own_map::draw(frame, scene);
    funnel::draw(frame, scene);
    backing::draw(frame, scene);
    pool::draw(frame, scene);
    notes::draw(frame, scene);
    if frame.extent == Extent::Whole {
        ledger::draw(frame, scene);
    }
    fly::draw(frame, scene);
}
