//! The handle of the ceiling: where it is on the canvas, and the option that dragging it or
//! a key on it writes.

use figure::key::Key;
use figure::reach::Reach;
use figure::scene::Time;
use read::Field;
use read::ceiling::{Piece, Range, Way, with_ceiling};
use serde::Serialize;
use sim::step::MaxReservation;
use sim::units::Pages;

use wasm_bindgen::prelude::*;

use crate::{Explainer, plain};

/// The handle as a slider: its place in CSS pixels, its value in MiB and in words.
#[derive(Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub(crate) struct CeilingHandle {
    x: f64,
    y: f64,
    w: f64,
    h: f64,
    /// The ceiling in MiB; the largest value if there is none.
    now: f64,
    least: f64,
    /// The end of the machine's RAM, which means no ceiling.
    most: f64,
    text: String,
    /// What it is, for a reader who hears it.
    name: &'static str,
}

/// An axis, and the ceilings that can be reached on it.
pub(crate) struct Grip {
    reach: Reach,
    range: Range,
}

#[wasm_bindgen]
impl Explainer {
    /// The handle in the picture as last drawn; `undefined` if it has none.
    ///
    /// # Errors
    /// If the engine runs out of memory.
    pub fn ceiling(&self) -> Result<JsValue, JsValue> {
        self.handle().map_or(Ok(JsValue::UNDEFINED), |h| plain(&h))
    }

    /// Takes hold of the handle: until the next call, places are read on the axis that is
    /// drawn now.
    pub fn grab_ceiling(&mut self) {
        self.state.grip = self.grip_now();
    }

    /// The text of the option with the ceiling dragged to `x` CSS pixels; `undefined`
    /// without a handle.
    pub fn ceiling_at(&self, x: f64) -> Option<String> {
        let Grip { reach, range } = self.state.grip.as_ref()?;
        let read = reach.at(x);
        Some(self.option_with(range.nearest(read.pages, read.grain)))
    }

    /// The text of the option with the ceiling moved by `steps` steps of a key; very many
    /// go to dom0's size or to no ceiling. `undefined` without a handle.
    pub fn ceiling_by(&self, steps: i32) -> Option<String> {
        const VERY_MANY: u32 = 1000;
        let Grip { reach, range } = self.grip_now()?;
        let mut now = self.maximum();
        if steps.unsigned_abs() >= VERY_MANY {
            now = if steps > 0 { None } else { range.nearest(Pages::ZERO, Pages(1)) };
        } else {
            let pieces = reach.pieces().iter().map(|p| Piece { end: p.end, grain: p.grain });
            let pieces: Vec<Piece> = pieces.collect();
            let way = if steps > 0 { Way::Up } else { Way::Down };
            for _ in 0..steps.unsigned_abs() {
                now = range.next(now, &pieces, way);
            }
        }
        Some(self.option_with(now))
    }
}

impl Explainer {
    fn handle(&self) -> Option<CeilingHandle> {
        let place = figure::rect(self.scene.as_ref()?, Key::Ceiling)?;
        let boot = self.boot()?;
        let Range { least, end } = self.grip_now()?.range;
        // Below 2^52 KiB, so exact.
        #[allow(clippy::cast_precision_loss)]
        let mib = |pages: Pages| (pages.0 >> 8) as f64;
        Some(CeilingHandle {
            x: place.x,
            y: place.y,
            w: place.w,
            h: place.h,
            now: mib(self.maximum().map_or(end, |n| n.min(end))),
            least: mib(least),
            most: mib(end),
            text: words::ceiling::ceiling_value(boot),
            name: words::ceiling::HANDLE,
        })
    }

    /// The axis of the picture as last drawn.
    fn grip_now(&self) -> Option<Grip> {
        let boot = self.boot()?;
        let view = self.view(self.scene.as_ref()?.width);
        let reach = Reach::of(boot, Time { step: self.step, t: 1.0 }, &view)?;
        let range = Range::of(boot, reach.end());
        Some(Grip { reach, range })
    }

    fn maximum(&self) -> Option<Pages> {
        match self.boot()?.maximum() {
            MaxReservation::Pages(most) => Some(most),
            MaxReservation::Unlimited => None,
        }
    }

    fn option_with(&self, ceiling: Option<Pages>) -> String {
        with_ceiling(self.form.get(Field::Dom0Mem), ceiling)
    }
}
