//! Descriptors: a part of dom0's own pages that is filled, in proportion to the maximum.

use sim::step::{Backing, Phase, Step};

use crate::geometry::{Point, Rect, at, mix};
use crate::lanes::Canvas;
use crate::motion::ease;
use crate::shape::{Dash, Key, Pattern, Role};

impl Canvas<'_> {
    /// Descriptors fill dom0's largest stretch of pages, from its end downwards.
    pub(crate) fn descriptors(&mut self, step: &Step, t: f64) {
        let filled = step.after.costs.unwrap_or_default().total();
        let largest = step
            .after
            .backing
            .iter()
            .filter(|b| b.by.has_frame() && b.by != Backing::Stranded)
            .max_by_key(|b| (b.span.count(), b.span.start()));
        let Some(largest) = largest else { return };
        let y = self.layout.lanes[3];
        let home = self.rect(largest.span, y);
        let w = (filled.0 as f64 * self.axis.scale()).min(home.w);
        let grown = if step.phase == Phase::Descriptors { ease(t, 0.3, 0.9) } else { 1.0 };
        let rect = Rect { x: home.right() - w * grown, w: w * grown, ..home };
        let key = Key::Part(5);
        self.scene.bar(key, Role::Descriptors, rect, Pattern::Upright, Dash::Solid);
        self.scene.inside(key, Role::Descriptors, rect, Pattern::Upright, "descriptors");
        let others = Rect { w: home.w - rect.w, ..home };
        self.scene.inside(key, Role::Dom0, others, Pattern::Plain, "dom0’s other pages");
        if step.phase == Phase::Descriptors && t > 0.0 {
            self.funnel(step, rect);
        }
    }

    /// From all the numbers that have a descriptor to the pages that hold them.
    fn funnel(&mut self, step: &Step, rect: Rect) {
        let own_end = step
            .after
            .own
            .as_ref()
            .and_then(|o| o.map.ram().last().map(|s| s.end().pfn_containing().0));
        let Some(end) = own_end else { return };
        let top = self.layout.lanes[2] + self.layout.bar + 2.0;
        let right = self.axis.x(end.min(self.axis.end()));
        let curve = |x0: f64, x1: f64| -> Vec<Point> {
            (0..=12)
                .map(|i| {
                    let u = f64::from(i) / 12.0;
                    at(mix(x0, x1, ease(u, 0.0, 1.0)), mix(top, rect.y - 2.0, u))
                })
                .collect()
        };
        let key = Key::Part(6);
        for line in [curve(self.layout.axis_x0, rect.x), curve(right, rect.right())] {
            self.scene.line(key, Role::Descriptors, line, Dash::Solid, 1.2);
        }
    }
}
