//! What `max:` gains, over and under the third bar of the scenarios: what becomes usable,
//! and what comes back only with a balloon target.

use sim::balloon::{Balloon, Plan, Target};
use sim::boot::{Boot, Outcome};
use sim::units::Pages;
use sim::what_if::scenarios::{Scenarios, Shares};

use crate::charts::answer::ScenarioChart;
use crate::draw::geometry::{Rect, at};
use crate::draw::shape::{Dash, Decor, Key, Label, Role, Style};

/// Whether a target of the initial size brings released pages back: it needs a driver, and
/// one that does not still count them, as it does up to 3.1 (spec/overhead.md 3).
fn comes_by_target(cured: &Boot) -> bool {
    let balloon = Balloon { target: Target::Initial, ..cured.config.balloon };
    let plan = Plan::of(cured, balloon);
    plan.is_some_and(|plan| plan.target == cured.pages && !plan.gains.is_zero())
}

impl ScenarioChart {
    /// Draws the gain over and under the third bar.
    pub(crate) fn gain(&mut self, scenarios: &Scenarios, whole: Rect) {
        let (old, new) = (Shares::of(&scenarios.configured), Shares::of(&scenarios.with_max));
        let gained = new.usable.less(old.usable);
        if !gained.is_zero() && scenarios.configured.outcome == Outcome::Up {
            self.gained(whole, [old.usable, new.usable], gained);
        }
        if !new.released.is_zero() && comes_by_target(&scenarios.with_max) {
            self.comes_back(scenarios, whole, new.released);
        }
    }

    fn gained(&mut self, whole: Rect, [old, new]: [Pages; 2], gained: Pages) {
        let key = Key::Decor(Decor::Gain);
        let at_pages = |n: Pages| whole.x + n.0 as f64 * self.scale;
        let (from, to) = (at_pages(old), at_pages(new));
        let text = words::figure::gained(gained);
        let (near, far, y) = if self.narrow {
            (whole.bottom() + 4.0, whole.bottom() + 11.0, whole.bottom() + 32.0)
        } else {
            (whole.y - 4.0, whole.y - 11.0, whole.y - 18.0)
        };
        let (l, r) = (from + 1.0, to - 1.0);
        let bracket = [at(l, near), at(l, far), at(r, far), at(r, near)];
        self.scene.line(key, Role::Dom0, &bracket, Dash::Solid, 2.0);
        let line = [at(from, whole.y), at(from, whole.bottom())];
        self.scene.line(key, Role::Dom0, &line, Dash::Trace, 1.5);
        let size = if self.narrow { 15.0 } else { 17.0 };
        let middle = Label::new(f64::midpoint(from, to), y, &text, size).strong().middle();
        // Not to the right of the bracket: callout lines run up there.
        let end = Label::new(to - 3.0, y, &text, size).strong().end();
        let over = !self.narrow && middle.rect().w <= to - from;
        let _ = self
            .scene
            .text(key, Role::Dom0, if over { middle } else { end })
            .or_else(|| self.scene.text(key, Role::Dom0, end));
    }

    fn comes_back(&mut self, scenarios: &Scenarios, whole: Rect, released: Pages) {
        let key = Key::Decor(Decor::ComesBack);
        let end = whole.x + scenarios.with_max.pages.0 as f64 * self.scale;
        let from = end - released.0 as f64 * self.scale;
        let y = whole.bottom();
        if self.narrow {
            let x = f64::midpoint(from, end);
            let (_, lines) = words::figure::COMES_BACK;
            for (i, text) in lines.into_iter().enumerate() {
                let half = crate::draw::text_metrics::width(text, 12.0, Style::PLAIN.weight) / 2.0;
                let x = x.min(self.scene.width - half - 1.0);
                let label = Label::new(x, y + 33.0 + 15.0 * i as f64, text, 12.0).middle();
                self.scene.text(key, Role::Ink2, label);
            }
            return;
        }
        let (l, r) = (from + 0.7, end - 0.7);
        let bracket = [at(l, y + 5.0), at(l, y + 12.0), at(r, y + 12.0), at(r, y + 5.0)];
        self.scene.line(key, Role::Released, &bracket, Dash::Solid, 1.2);
        let (text, _) = words::figure::COMES_BACK;
        for low in [y + 30.0, y + 48.0] {
            let label = Label::new(end, low, text, 13.0).end();
            if label.rect().bottom() < self.scene.height
                && self.scene.text(key, Role::Ink, label).is_some()
            {
                return;
            }
        }
    }
}
