//! The note row: the number that changed, and brackets under what a step is about.

use sim::boot::Boot;
use sim::step::{Change, Phase, Step, Travel};
use sim::units::Pages;
use sim::words;

use crate::advance::Weight;
use crate::geometry::{at, within};
use crate::lanes::Canvas;
use crate::layout::Sheet;
use crate::shape::{Anchor, Dash, Key, Label, Role};

impl Canvas<'_> {
    /// Brackets with counts under the flagged pieces.
    pub(crate) fn flag_labels(&mut self, step: &Step) {
        let Change::HolesFound { pieces } = &step.change else { return };
        let base = self.layout.lanes[3] + self.layout.bar;
        let mut sorted = pieces.clone();
        sim::order::sort_by_key(&mut sorted, |s| core::cmp::Reverse(s.count()));
        for span in sorted.into_iter().take(6) {
            let rect = self.rect(span, base);
            let key = Key::Region { lane: 'D', start: span.start().0 };
            let text = words::pages(span.pages());
            let half = crate::advance::width(&text, 13.0, Weight::Strong) / 2.0;
            let x = within(rect.centre().x, half + 2.0, self.layout.width - half - 2.0);
            let label = Label {
                at: at(x, base + 26.0),
                anchor: Anchor::Middle,
                text: &text,
                size: 13.0,
                weight: Weight::Strong,
            };
            if self.scene.text(key, Role::Ink, label).is_some() {
                let (l, r) = (rect.x + 1.0, rect.right() - 1.0);
                let bracket = vec![
                    at(l, base + 4.0),
                    at(l, base + 9.0),
                    at(r, base + 9.0),
                    at(r, base + 4.0),
                ];
                self.scene.line(key, Role::Released, bracket, Dash::Solid, 1.2);
            }
        }
    }

    /// The number that changed, in words, between D and F.
    pub(crate) fn note(&mut self, boot: &Boot, step: &Step, t: f64) {
        let Some(n) = step.change.pages() else { return };
        let what = match step.phase {
            Phase::FirmwareMap => "of RAM in this machine",
            Phase::Dom0Built => "given to dom0",
            Phase::MapRead => return,
            Phase::HolesFound => "sit on holes",
            Phase::PagesReleased => "go back to Xen",
            Phase::PagesRepopulated => "come back at other numbers",
            Phase::PagesMoved => "move to free numbers",
            Phase::IdentityMapped => "of numbers lead to devices",
            Phase::BalloonRoom => "of room, no memory yet",
            Phase::Descriptors => "filled with descriptors",
            Phase::ToolsReport => "shown by xl list",
            Phase::BalloonedUp => "come back through the balloon",
        };
        let (x, y) = (self.layout.axis_x0, self.layout.note);
        let key = Key::Part(4);
        let wide = self.layout.sheet == Sheet::Wide;
        let big = if wide { 20.0 } else { 15.0 };
        // Brackets of the flagged pages use this row's first line.
        let y = if wide { y + 16.0 } else { y };
        let text = words::amount(n);
        let strong = Label {
            at: at(x, y),
            anchor: Anchor::Start,
            text: &text,
            size: big,
            weight: Weight::Strong,
        };
        let Some(placed) = self.scene.text(key, Role::Ink, strong) else { return };
        let rest = Label {
            at: at(placed.right() + 8.0, y),
            anchor: Anchor::Start,
            text: what,
            size: 13.0,
            weight: Weight::Regular,
        };
        self.scene.text(key, Role::Ink2, rest);
        if let Some(sum) = self.sum(boot, step, t) {
            self.note_below(x, y, &sum);
        }
        if let Change::Descriptors { costs, with_max } = step.change {
            let (pages, with_max) = (costs.total(), with_max.total());
            let saved = pages.less(with_max);
            let text = if saved.is_zero() {
                "max: would change nothing here".to_owned()
            } else {
                format!("{} with max:{}", words::amount(with_max), words::option_size(boot.pages))
            };
            self.note_below(x, y, &text);
        }
    }

    /// Who has the pages while they travel: stay + on the way + arrived = all.
    fn sum(&self, boot: &Boot, step: &Step, t: f64) -> Option<String> {
        let travelling = step.change.pages().filter(|n| !n.is_zero())?;
        let travel = step.change.travel()?;
        let arrived = Pages(if t <= 0.0 { 0 } else { self.arrived(step, t) });
        let under_way = travelling.less(arrived);
        let (all, verb) = match travel {
            Travel::Release => (boot.pages, "at Xen"),
            Travel::Refill => (step.after.dom0_pages(), "back"),
            Travel::Move => (boot.pages, "moved"),
        };
        let stay = all.less(travelling);
        let [stay, way, there] = [stay, under_way, arrived].map(|n| words::count(n.0));
        Some(format!("{stay} stay + {way} on the way + {there} {verb}"))
    }

    /// A second line under the note row's first one.
    fn note_below(&mut self, x: f64, y: f64, text: &str) {
        let label = Label {
            at: at(x, y + 20.0),
            anchor: Anchor::Start,
            text,
            size: 13.0,
            weight: Weight::Regular,
        };
        self.scene.text(Key::Part(4), Role::Ink2, label);
    }
}
