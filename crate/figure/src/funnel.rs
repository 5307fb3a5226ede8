//! The funnel from all the page numbers that might come to the pages that hold their
//! descriptors, and where it would end with `max:`.

use crate::backing::Home;
use crate::descriptors::Made;
use crate::geometry::{Point, at, between, mix};
use crate::layout::Sheet;
use crate::motion::ease;
use crate::scene::Canvas;
use crate::shape::{Dash, Key, Label, Role};

impl Canvas<'_> {
    /// From all the numbers that have a descriptor to the pages that hold them.
    pub(crate) fn funnel(&mut self) {
        let shown = self.shown(0.0, 0.5);
        let (Some(made), true) = (self.made(), shown > 0.0) else { return };
        let Some(home) = self.home() else { return };
        let Some(end) = self.possible_end() else { return };
        let right = self.axis.x(end.min(self.axis.end()));
        let filled = self.filled(home, made.costs.total());
        let key = Key::Part(6);
        let left_side = self.curve(self.layout.axis_x0, filled.x, shown);
        let right_side = self.curve(right, filled.right(), shown);
        self.scene.area(key, Role::Funnel, &between(&left_side, &right_side));
        for side in [left_side, right_side] {
            self.scene.line(key, Role::Descriptors, &side, Dash::Solid, 1.2);
        }
        if made.with_max_end.0 < end && self.shown(0.85, 1.0) > 0.0 {
            self.ends_here(made, home, right);
        }
    }

    /// How far lane D's title stands aside, so that the funnel ends in the bar.
    pub(crate) fn aside(&self) -> f64 {
        let shown = self.shown(0.0, 0.35);
        let (Some(made), Some(home), true) = (self.made(), self.home(), shown > 0.0) else {
            return 0.0;
        };
        let filled = self.filled(home, made.costs.total());
        let Some(end) = self.possible_end() else { return 0.0 };
        let right = self.axis.x(end.min(self.axis.end()));
        let y = self.layout.lane(3).y;
        let beside = |from, to, top, start, widest: fn(f64, f64) -> f64| {
            let side = self.curve(from, to, 1.0);
            side.iter().filter(|p| p.y >= top).map(|p| p.x).fold(start, widest)
        };
        // Where the title's top is, and a little room above it.
        let left = beside(self.layout.axis_x0, filled.x, y - 23.0, f64::MAX, f64::min);
        if left > self.name_end(3) {
            return 0.0;
        }
        let x = beside(right, filled.right(), y - 36.0, 0.0, f64::max);
        let room = self.layout.width - self.name_end(3) - 4.0;
        (x + 8.0 - self.layout.axis_x0).min(room) * shown
    }

    /// Where the numbers of possible pages end.
    fn possible_end(&self) -> Option<u64> {
        let own = self.now.step.after.own.as_ref()?;
        own.map.ram().last().map(|s| s.end().pfn_containing().0)
    }

    /// Half a funnel's outline, drawn down to `shown` of its way.
    fn curve(&self, x0: f64, x1: f64, shown: f64) -> Vec<Point> {
        const STEPS: u32 = 20;
        let top = self.layout.lane(2).bottom() + 3.0;
        let foot = self.layout.lane(3).y - 3.0;
        (0..=STEPS)
            .map(|i| {
                let u = f64::from(i) / f64::from(STEPS) * shown;
                at(mix(x0, x1, ease(u, 0.0, 1.0)), mix(top, foot, u))
            })
            .collect()
    }

    /// Where the numbers would end with max:, on lane C and in the funnel.
    fn ends_here(&mut self, made: Made, home: Home, right: f64) {
        let key = Key::Part(6);
        let x = self.axis.x(made.with_max_end.0);
        let small = self.filled(home, made.with_max.total());
        for (from, to) in [(self.layout.axis_x0, small.x), (x, small.right())] {
            let side = self.curve(from, to, 1.0);
            self.scene.line(key, Role::Descriptors, &side, Dash::Trace, 1.2);
        }
        let c = self.layout.lane(2).bottom();
        let tick = [at(x, c - 2.0), at(x, c + 9.0)];
        self.scene.line(key, Role::Descriptors, &tick, Dash::Solid, 2.5);
        let name = format!("max:{}", sim::xen::option_size(self.boot.pages));
        let with = format!("with {name}");
        let beside = Label::new(right + 10.0, c + 21.0, &with, 12.0).strong();
        if self.layout.sheet == Sheet::Wide && beside.rect().right() + 4.0 < self.layout.width {
            let y = c + 25.0;
            let leader = [at(x + 3.0, y), at(right + 5.0, y)];
            self.scene.line(key, Role::Ink2, &leader, Dash::NotYet, 1.0);
            self.scene.text(key, Role::Ink2, beside);
            let second = Label::new(right + 10.0, c + 37.0, "it ends here", 12.0);
            self.scene.text(key, Role::Ink2, second);
            return;
        }
        let text = format!("{name} ends here");
        // Low down, where the funnel has become narrow.
        let y = self.layout.lane(3).y - 12.0;
        let label = Label::new(self.layout.width - 3.0, y, &text, 12.0).strong().end();
        let side = self.curve(right, self.filled(home, made.costs.total()).right(), 1.0);
        let aside = self.aside();
        let title = if aside > 0.0 { self.name_end(3) + aside } else { 0.0 };
        let low = side.iter().filter(|p| p.y > y - 14.0).map(|p| p.x);
        if low.fold(title, f64::max) + 4.0 > label.rect().x {
            return;
        }
        if label.rect().x <= x && self.scene.text(key, Role::Ink2, label).is_some() {
            let leader = [at(x, c + 9.0), at(x, y - 12.0)];
            self.scene.line(key, Role::Ink2, &leader, Dash::NotYet, 1.0);
        }
    }
}
