//! The axis' line with its ticks, the band that carries holes through the lanes, and
//! the hairlines of windows.

use sim::step::{Change, Phase};

use crate::geometry::{Rect, at};
use crate::layout::Sheet;
use crate::motion::ease;
use crate::scene::{Canvas, flagged};
use crate::shape::{Bar, Dash, Key, Label, Role};

/// Narrower bands say nothing.
const BAND: f64 = 12.0;

impl Canvas<'_> {
    /// The axis' line and ticks.
    pub(crate) fn ruler(&mut self) {
        const GIB: f64 = (1u64 << 18) as f64;
        let (x0, y) = (self.layout.axis_x0, self.layout.axis_y);
        let key = Key::Part(0);
        let mut from = x0;
        let folds: Vec<_> = self.axis.folds().collect();
        for (start, end) in
            folds.iter().map(|f| (f.x0 - 3.0, f.x1 + 3.0)).chain([(self.layout.line_end, 0.0)])
        {
            self.scene.line(key, Role::Rule, &[at(from, y), at(start, y)], Dash::Solid, 1.0);
            from = end;
        }
        self.tears(Rect { x: x0, y: y - 1.0, w: 0.0, h: 2.0 }, f64::MAX);
        let mut last = f64::MIN;
        let ticks = self.ticks();
        let end = ticks.last().copied().unwrap_or(0);
        for n in ticks {
            let x = self.axis.x((n as f64 * GIB) as u64);
            let torn = self.axis.folds().any(|f| f.x0 - 6.0 <= x && x <= f.x1 + 6.0);
            let unit = n == 0 || n == end && self.layout.sheet == Sheet::Wide;
            let text = words::count(n) + if unit { " GiB" } else { "" };
            let label = Label::new(x, y - 10.0, &text, 12.0);
            let label = if n == 0 { label } else { label.middle() };
            let rect = label.rect();
            if torn || rect.x < last + 8.0 {
                continue;
            }
            if self.scene.text(key, Role::Ink2, label).is_some() {
                last = rect.right();
                let tick = [at(x, y - 5.0), at(x, y)];
                self.scene.line(key, Role::Rule, &tick, Dash::Solid, 1.0);
            }
        }
    }

    /// Whole GiB that are drawn, in steps a reader counts in.
    fn ticks(&self) -> Vec<u64> {
        const GIB: u64 = 1 << 18;
        let least = 30.0 / (self.axis.scale() * GIB as f64);
        let every = (least.ceil() as u64).checked_next_power_of_two().unwrap_or(1 << 63);
        let mut ticks = Vec::new();
        for part in self.axis.visible() {
            let (first, end) = (part.start.div_ceil(GIB), part.end / GIB);
            let before = ticks.len();
            let first_tick = first.checked_next_multiple_of(every).filter(|&n| n <= end);
            let next = |n: &u64| n.checked_add(every).filter(|&n| n <= end);
            ticks.extend(core::iter::successors(first_tick, next));
            // A stub behind a tear still names where it is.
            if ticks.len() == before && first <= end {
                ticks.push(end);
            }
        }
        ticks.dedup();
        ticks
    }

    /// How much of the band is drawn, from the axis down: it grows when holes are found
    /// and goes back in the first step behind the moving.
    fn band_grown(&self) -> f64 {
        let now = self.now;
        let behind = self.boot.steps.iter().find(|s| s.phase > Phase::PagesMoved);
        match behind {
            _ if now.phase() < Phase::HolesFound => 0.0,
            _ if now.phase() == Phase::HolesFound => (now.t / 0.5).min(1.0),
            _ if now.phase() <= Phase::PagesMoved => 1.0,
            Some(step) if step.phase == now.phase() => 1.0 - ease(now.t, 0.0, 0.3),
            Some(_) | None => 0.0,
        }
    }

    /// The band that says: same numbers in every lane.
    pub(crate) fn band(&mut self) {
        let d = self.layout.lane(3);
        let (top, bottom) = (self.layout.axis_y, d.bottom());
        let shown = self.band_grown();
        if shown <= 0.0 {
            return;
        }
        for &span in flagged(self.boot) {
            let (x0, x1) = (self.axis.x(span.start().0), self.axis.x(span.end().0));
            let rect = Rect::between(x0, x1, top, (bottom - top) * shown);
            if rect.w >= BAND {
                self.subtitle_end = self.subtitle_end.min(rect.x - 4.0);
                self.scene.bar(Key::Part(3), Bar::fill(Role::Band), rect);
                for x in [rect.x, rect.right()] {
                    let side = [at(x, rect.y), at(x, rect.bottom())];
                    self.scene.line(Key::Part(3), Role::Band, &side, Dash::NotYet, 1.0);
                }
            }
        }
    }

    /// From lane A down to `until`, but not through a lane's name.
    fn hairline(&mut self, x: f64, until: f64) {
        let mut from = self.layout.lane(0).bottom();
        for lane in 1..4 {
            let y = self.layout.lane(lane).y;
            let stop = if x < self.name_end(lane) { y - 27.0 } else { y };
            let to = stop.min(until);
            if to > from {
                let line = [at(x, from), at(x, to)];
                self.scene.line(Key::Part(9), Role::Hole, &line, Dash::Solid, 1.0);
            }
            from = self.layout.lane(lane).bottom();
        }
    }

    /// One line from A to D for each window that can be seen.
    pub(crate) fn hairlines(&mut self) {
        let now = self.now;
        let windows = self.boot.steps.iter().position(|s| s.phase == Phase::IdentityMapped);
        let Some(index) = windows else { return };
        let shown = match now.index {
            i if i == index => ease(now.t, 0.3, 1.0),
            i if i == index + 1 => 1.0 - ease(now.t, 0.0, 0.3),
            _ => return,
        };
        let Some(Change::IdentityMapped { identity: windows }) =
            self.boot.steps.get(index).map(|s| &s.change)
        else {
            return;
        };
        let (top, bottom) = (self.layout.lane(0).bottom(), self.layout.lane(3).y);
        let end = self.axis.end();
        for span in windows.iter().filter(|s| s.start().0 < end) {
            let (x0, x1) = (self.axis.x(span.start().0), self.axis.x(span.end().0.min(end)));
            if x1 - x0 >= BAND && shown > 0.0 {
                let x = f64::midpoint(x0, x1);
                self.subtitle_end = self.subtitle_end.min(x - 4.0);
                self.hairline(x, top + (bottom - top) * shown);
            }
        }
    }
}
