//! Lane E: Xen's bucket on a wide sheet, a tray under the hole on a narrow one.

use sim::step::{Phase, Travel};
use sim::units::Pages;

use crate::geometry::{Rect, at};
use crate::labels::on_scale;
use crate::layout::Sheet;
use crate::scene::{Canvas, most_returned};
use crate::shape::{Bar, Dash, Key, Label, Pattern, Role, Style};

impl Canvas<'_> {
    /// The bucket, its name, its counter and what lies still in it.
    pub(crate) fn bucket(&mut self) {
        let most = most_returned(self.boot);
        match self.layout.sheet {
            Sheet::Wide => self.name_wide(),
            Sheet::Narrow if most.is_zero() => return self.row_only(),
            Sheet::Narrow => self.name_narrow(),
        }
        self.walls();
        self.trace(most);
        let content = self.content();
        if !content.is_zero() {
            let slot = self.slot(Pages::ZERO, content);
            let released = Bar::solid(Role::Released, Pattern::Slanted);
            self.scene.carrier(Key::Bucket, released, slot, at(0.0, 0.0), content.0);
            let style = Style { role: Role::Ink2, size: 12.0, ..Style::PLAIN };
            self.scene.inside(Key::Bucket, released, slot, &["from dom0"], style);
        }
        self.scene.target(Key::Bucket, self.layout.bucket);
        if self.layout.sheet == Sheet::Wide {
            self.counter_wide();
        } else {
            self.counter_narrow();
        }
    }

    /// What lies still in the bucket.
    fn content(&self) -> Pages {
        let after = self.now.step.after.returned;
        let earlier = self.earlier().map_or(Pages::ZERO, |w| w.returned);
        if self.flying() {
            Pages(earlier.0.min(after.0))
        } else if self.now.t > 0.0 {
            after
        } else {
            earlier
        }
    }

    /// Where pages will lie, or lay: from the first that leaves dom0 on.
    fn trace(&mut self, most: Pages) {
        let releases = self.boot.steps.iter().position(|s| s.phase == Phase::PagesReleased);
        let since =
            releases.is_some_and(|i| self.now.index > i || self.now.index == i && self.now.t > 0.0);
        if since && !most.is_zero() {
            let slot = self.slot(Pages::ZERO, most);
            self.scene.bar(Key::Part(2), Bar::socket(Role::Socket), slot);
        }
    }

    fn walls(&mut self) {
        let b = self.layout.bucket;
        let (l, r, low) = (b.x - 2.0, b.right() + 2.0, b.bottom() + 4.0);
        let high = match self.layout.sheet {
            Sheet::Wide => b.y,
            Sheet::Narrow => b.y - 4.0,
        };
        let wall = [at(l, high), at(l, low), at(r, low), at(r, high)];
        self.scene.line(Key::Part(12), Role::Xen, &wall, Dash::Solid, 3.0);
    }

    /// Where `pages` pages lie in the bucket behind `before` others: on the lanes'
    /// scale if the most that it ever holds fit.
    pub(crate) fn slot(&self, before: Pages, pages: Pages) -> Rect {
        let b = self.layout.bucket;
        let all = most_returned(self.boot).0.max(1) as f64;
        let (pad, fits) = (5.0, b.w - 10.0);
        let scale = self.axis.scale().max(self.layout.pin / all).min(fits / all);
        let left = b.x + pad + (fits - all * scale) / 2.0;
        let h = self.layout.bar_d.min(b.h);
        let (x, w) = (left + before.0 as f64 * scale, pages.0 as f64 * scale);
        Rect { x, y: b.bottom() - h - 1.0, w, h }
    }

    fn name_wide(&mut self) {
        let b = self.layout.bucket;
        let p = at(b.x - 10.0, self.layout.lane(2).y + 22.0);
        self.heading('E', "Xen’s free", "", p);
        let second = Label::new(p.x + self.layout.chip + 7.0, p.y + 7.0, "memory", 14.0).strong();
        self.scene.text(Key::Lane('E'), Role::Ink, second);
    }

    fn counter_wide(&mut self) {
        let b = self.layout.bucket;
        let moves = self.boot.steps.iter().any(|s| s.phase == Phase::PagesMoved);
        if !self.flying() && self.content().is_zero() && most_returned(self.boot).is_zero() {
            let lines = if moves && self.now.phase() >= Phase::PagesMoved {
                ["nothing", "arrives"]
            } else {
                ["nothing yet", "from dom0"]
            };
            for (i, text) in lines.into_iter().enumerate() {
                let y = b.y + 40.0 + 18.0 * i as f64;
                let label = Label::new(b.centre().x, y, text, 13.0).middle();
                self.scene.text(Key::Bucket, Role::Ink2, label);
            }
        }
        let (big, small) = self.counter();
        let (x, y) = (b.x - 10.0, b.bottom() + 30.0);
        self.scene.text(Key::Bucket, Role::Ink, Label::new(x, y, &big, 20.0).strong());
        self.scene.text(Key::Bucket, Role::Ink2, Label::new(x, y + 20.0, small, 13.0));
    }

    /// The bucket's number and what it counts.
    fn counter(&self) -> (String, &'static str) {
        let travel = self.now.step.change.travel().filter(|_| self.flying());
        let shown = |n: Pages| if n.is_zero() { "0 pages".to_owned() } else { on_scale(n) };
        match travel {
            Some(Travel::Release) => (shown(self.now.step.after.returned), "will arrive here"),
            Some(Travel::Populate) => {
                let back = self.now.step.change.pages().unwrap_or_default();
                (shown(back), "goes back to dom0")
            }
            Some(Travel::Move) | None => (shown(self.content()), "returned by dom0"),
        }
    }

    /// On a narrow sheet nothing falls in this story: a line says so.
    fn row_only(&mut self) {
        let y = self.layout.bucket.y + 34.0;
        self.heading('E', "Xen’s free memory", "", at(self.layout.axis_x0, y));
        let label = Label::new(self.layout.width - 2.0, y - 9.0, "0 pages from dom0", 13.0).end();
        self.scene.text(Key::Bucket, Role::Ink, label);
        let row = Rect { x: 0.0, y: y - 26.0, w: self.layout.width, h: 24.0 };
        self.scene.target(Key::Bucket, row);
    }

    fn name_narrow(&mut self) {
        let b = self.layout.bucket;
        let x = if b.x >= 112.0 { self.layout.axis_x0 } else { b.right() + 16.0 };
        let room = if b.x >= 112.0 { b.x - 8.0 - x } else { self.layout.width - x };
        let p = at(x, b.y + 16.0);
        if room >= 180.0 {
            return self.heading('E', "Xen’s free memory", "", p);
        }
        self.heading('E', "Xen’s free", "", p);
        let second = Label::new(x + self.layout.chip + 5.0, p.y + 8.0, "memory", 13.0).strong();
        self.scene.text(Key::Lane('E'), Role::Ink, second);
    }

    fn counter_narrow(&mut self) {
        let b = self.layout.bucket;
        let (big, small) = self.counter();
        let right = self.layout.width - b.right() - 14.0 >= 112.0 && b.x >= 112.0;
        let x = if right {
            b.right() + 14.0
        } else if b.x >= 112.0 {
            self.layout.axis_x0 + self.layout.chip + 5.0
        } else {
            b.right() + 16.0 + self.layout.chip + 5.0
        };
        let y = if right { b.y + 8.0 } else { b.y + 40.0 };
        let number = Label::new(x, y, &big, 13.0).strong();
        let Some(placed) = self.scene.text(Key::Bucket, Role::Ink, number) else { return };
        let walls = Rect { x: b.x - 6.0, y: b.y - 6.0, w: b.w + 12.0, h: b.h + 14.0 };
        // Under the bucket the sum of a step in which pages travel has its place.
        let low = right || self.now.step.change.travel().is_none();
        let below = Label::new(x, y + 17.0, small, 12.0);
        let tries = [
            (!right, Label::new(placed.right() + 6.0, y, small, 12.0)),
            (low, below),
            (low, Label { at: at(self.layout.width - 2.0, y + 17.0), ..below.end() }),
        ];
        let clear = |l: &Label<'_>| !l.rect().overlaps(walls) && self.scene.takes(l.rect());
        if let Some((_, label)) = tries.iter().find(|(wanted, l)| *wanted && clear(l)) {
            self.scene.text(Key::Bucket, Role::Ink2, *label);
        }
    }
}
