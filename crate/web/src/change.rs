//! A change on its way: after an input has changed, the picture moves from what was on the
//! canvas to the new state, with ghosts of the old edges for a moment.
//!
//! JavaScript counts the time; each picture depends on nothing but how far the change is.

use figure::change::{between, ghosts};
use figure::scene::{Time, figure};
use figure::shape::Scene;
use figure::view::View;
use sim::boot::Boot;
use words::printed::Printed;

use wasm_bindgen::prelude::*;

use crate::Explainer;

/// Milliseconds of a change, and of one to another machine, which folds the axis anew.
const CHANGE_MS: f64 = 350.0;
const REFOLD_MS: f64 = 600.0;

/// A change that is shown.
pub(crate) struct Moving {
    /// What was on the canvas when it began.
    from: Scene,
    /// The last picture at rest; its edges are drawn as ghosts.
    rest: Scene,
    /// Where it leads, as last drawn: one layout for all of its pictures.
    to: Option<(Time, View, Scene)>,
    /// How far it is, 0 to 1.
    u: f64,
    ghosts: bool,
}

/// What is remembered of the machine before the change.
pub(crate) struct Before {
    refolds: bool,
    free: Option<Printed>,
}

impl Before {
    /// What to remember of `old` when `new` takes its place.
    pub(crate) fn of(old: &Boot, new: &Boot) -> Self {
        Self {
            refolds: old.config.machine != new.config.machine,
            free: words::change::shown_by_free(old),
        }
    }

    /// What `free` shows now against before, with marks; may be empty.
    pub(crate) fn badge(&self, now: &Boot) -> String {
        let both = self.free.zip(words::change::shown_by_free(now));
        both.map(|(before, after)| words::change::badge(before, after)).unwrap_or_default()
    }
}

#[wasm_bindgen]
impl Explainer {
    /// Begins a change from the picture on the canvas to whatever is drawn next. Returns
    /// its length in milliseconds; 0 if nothing was drawn yet.
    pub fn change(&mut self) -> f64 {
        let Some(from) = self.scene.clone() else { return 0.0 };
        let rest = self.moving.take().map_or_else(|| from.clone(), |moving| moving.rest);
        self.moving = Some(Moving { from, rest, to: None, u: 0.0, ghosts: false });
        let refolds = self.before.as_ref().is_some_and(|before| before.refolds);
        if refolds { REFOLD_MS } else { CHANGE_MS }
    }

    /// How far the change is in every later picture, 0 to 1, and whether ghosts are drawn.
    /// It is over at 1 without ghosts.
    pub fn change_at(&mut self, u: f64, ghosts: bool) {
        if u >= 1.0 && !ghosts {
            self.moving = None;
        } else if let Some(moving) = &mut self.moving {
            // A refolded axis moves everything, so ghosts would show nothing.
            let refolds = self.before.as_ref().is_some_and(|before| before.refolds);
            (moving.u, moving.ghosts) = (u, ghosts && !refolds);
        }
    }
}

impl Explainer {
    /// Forgets where the change leads, because the machine is another one.
    pub(crate) fn leads_elsewhere(&mut self) {
        if let Some(moving) = &mut self.moving {
            moving.to = None;
        }
    }

    /// The figure at `time`.
    pub(crate) fn figure(&self, time: Time, width: f64) -> Option<Scene> {
        Some(figure(self.boot()?, time, &self.view(width)))
    }

    /// The same, on its way there if a change is shown; and the ghosts over it.
    pub(crate) fn picture(&mut self, time: Time, width: f64) -> Option<Drawn> {
        let view = self.view(width);
        let laid_out = self.moving.as_mut().and_then(|moving| moving.to.take());
        let to = match laid_out.filter(|(t, v, _)| *t == time && *v == view) {
            Some((_, _, scene)) => scene,
            None => figure(self.boot()?, time, &view),
        };
        let Some(moving) = &mut self.moving else { return Some(Drawn::at_rest(to)) };
        let mut scene = between(&moving.from, &to, moving.u);
        let own = scene.shapes.len();
        if moving.ghosts && moving.rest.width.to_bits() == to.width.to_bits() {
            ghosts(&mut scene, &moving.rest, &to);
        }
        moving.to = Some((time, view, to));
        Some(Drawn { scene, own })
    }
}

/// A picture to be shown.
pub(crate) struct Drawn {
    /// The scene with its ghosts.
    pub(crate) scene: Scene,
    /// The number of its shapes that are no ghosts.
    own: usize,
}

impl Drawn {
    fn at_rest(scene: Scene) -> Self {
        Self { own: scene.shapes.len(), scene }
    }

    /// The scene alone: what can be pointed at, and where the next change begins.
    pub(crate) fn without_ghosts(mut self) -> Scene {
        self.scene.shapes.truncate(self.own);
        self.scene
    }
}
