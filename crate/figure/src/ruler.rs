//! The axis with its ticks, and the band that carries the holes through the lanes.

use sim::boot::Boot;
use sim::step::{Change, Phase, Step};
use sim::words;

use crate::advance::Weight;
use crate::geometry::{Rect, at};
use crate::lanes::Canvas;
use crate::shape::{Anchor, Dash, Key, Label, Pattern, Role};

impl Canvas<'_> {
    /// The line, a tick at every whole GiB that has room for its name, and the tears.
    pub(crate) fn ruler(&mut self) {
        let (x0, x1, y) = (self.layout.axis_x0, self.layout.axis_x1, self.layout.axis_y);
        let key = Key::Part(0);
        self.scene.line(key, Role::Rule, vec![at(x0, y), at(x1, y)], Dash::Solid, 1.0);
        let mut last = f64::MIN;
        for n in self.ticks() {
            let x = self.axis.x(n << 18);
            let torn = self.axis.folds().any(|f| f.x0 - 14.0 <= x && x <= f.x1 + 14.0);
            let first = last <= self.layout.axis_x0;
            let close = n != 0 && x - last < if first { 52.0 } else { 34.0 };
            if torn || close {
                continue;
            }
            last = x;
            self.scene.line(key, Role::Rule, vec![at(x, y - 5.0), at(x, y)], Dash::Solid, 1.0);
            let text = if n == 0 { "0 GiB".to_owned() } else { words::count(n) };
            let anchor = if n == 0 { Anchor::Start } else { Anchor::Middle };
            let label = Label {
                at: at(x, y - 10.0),
                anchor,
                text: &text,
                size: 12.0,
                weight: Weight::Regular,
            };
            self.scene.text(key, Role::Ink2, label);
        }
        self.tears(y - 6.0, 10.0, f64::MAX);
    }

    /// Whole GiB that are drawn, far enough apart to be named.
    fn ticks(&self) -> Vec<u64> {
        const GIB: u64 = 1 << 18;
        let every = (34.0 / (self.axis.scale() * GIB as f64)).ceil().max(1.0) as u64;
        let mut ticks = Vec::new();
        for part in self.axis.visible() {
            let first = part.start.div_ceil(GIB).next_multiple_of(every);
            let within = (first..=part.end / GIB).step_by(usize::try_from(every).unwrap_or(1));
            ticks.extend(within);
        }
        ticks.dedup();
        ticks
    }

    /// The band that says: same numbers in every lane.
    pub(crate) fn band(&mut self, boot: &Boot, step: &Step, t: f64) {
        if !(Phase::HolesFound..=Phase::PagesMoved).contains(&step.phase) {
            return;
        }
        let Some(found) = boot.steps.iter().find(|s| s.phase == Phase::HolesFound) else { return };
        let Change::HolesFound { pieces } = &found.change else { return };
        let (top, bottom) = (self.layout.axis_y, self.layout.lanes[3] + self.layout.bar);
        let grown = if step.phase == Phase::HolesFound { (t / 0.5).min(1.0) } else { 1.0 };
        for &span in pieces {
            let rect = Rect { y: top, h: (bottom - top) * grown, ..self.rect(span, top) };
            if rect.w >= 12.0 {
                self.subtitle_end = self.subtitle_end.min(rect.x - 4.0);
                self.scene.bar(Key::Part(3), Role::Band, rect, Pattern::Plain, Dash::None);
                for x in [rect.x, rect.right()] {
                    let side = vec![at(x, rect.y), at(x, rect.bottom())];
                    self.scene.line(Key::Part(3), Role::Band, side, Dash::NotYet, 1.0);
                }
            }
        }
    }
}
