//! Descriptors: a funnel from all numbers that might come, the part of dom0's own
//! pages it fills, and a lens on what that part holds.

use sim::memory::Costs;
use sim::step::{Change, Phase};
use sim::units::{Pages, Pfn};

use crate::backing::Home;
use crate::geometry::{Rect, at, mix, within};
use crate::labels::{as_asked, max_is_set};
use crate::layout::Sheet;
use crate::motion::ease;
use crate::pattern::outline;
use crate::scene::Canvas;
use crate::shape::{Bar, Dash, Key, Label, Pattern, Role, Style};

/// What the descriptors' step says, whatever step is drawn.
#[derive(Clone, Copy)]
pub(crate) struct Made {
    pub(crate) costs: Costs,
    pub(crate) with_max: Costs,
    pub(crate) with_max_end: Pfn,
}

const PURPLE: Bar = Bar::solid(Role::Descriptors, Pattern::Upright);

impl Canvas<'_> {
    pub(crate) fn made(&self) -> Option<Made> {
        self.boot.steps.iter().find_map(|s| {
            let Change::Descriptors { costs, with_max, with_max_end } = s.change else {
                return None;
            };
            Some(Made { costs, with_max, with_max_end })
        })
    }

    /// How much of the descriptors is filled.
    pub(crate) fn descriptors_grown(&self) -> f64 {
        self.now.done(Phase::Descriptors, 0.4, 0.85)
    }

    /// What belongs to the descriptors' step alone: it comes in that step from `from`
    /// to `to` and goes back at the start of the next.
    pub(crate) fn shown(&self, from: f64, to: f64) -> f64 {
        match self.now.phase() {
            Phase::Descriptors => ease(self.now.t, from, to),
            Phase::ToolsReport => 1.0 - ease(self.now.t, 0.0, 0.25),
            Phase::FirmwareMap
            | Phase::Dom0Built
            | Phase::MapRead
            | Phase::HolesFound
            | Phase::PagesReleased
            | Phase::PagesRepopulated
            | Phase::PagesMoved
            | Phase::IdentityMapped
            | Phase::BalloonRoom
            | Phase::BalloonedUp => 0.0,
        }
    }

    /// The part of `home` that so many pages fill, from its end downwards.
    pub(crate) fn filled(&self, home: Home, pages: Pages) -> Rect {
        let Home { rect, span } = home;
        let from = Pages(span.end().0).less(pages).0.max(span.start().0);
        let x = within(self.axis.x(from), rect.x, rect.right());
        Rect { x, w: rect.right() - x, ..rect }
    }

    /// Fills a part of dom0's largest stretch.
    pub(crate) fn descriptors(&mut self, home: Home) {
        let Some(made) = self.made() else { return };
        let (grown, all) = (self.descriptors_grown(), self.filled(home, made.costs.total()));
        let rect = Rect { x: all.right() - all.w * grown, w: all.w * grown, ..all };
        let key = Key::Part(5);
        self.scene.bar(key, PURPLE, rect);
        let ghost = self.shown(0.85, 1.0);
        if ghost > 0.0 && made.with_max != made.costs {
            let small = self.filled(home, made.with_max.total());
            let rect = Rect { x: small.right() - small.w * ghost, w: small.w * ghost, ..small };
            self.scene.line(key, Role::Ink, &outline(rect), Dash::Trace, 1.5);
        }
        if grown >= 1.0 {
            let others = Rect { w: home.rect.w - rect.w, ..home.rect };
            let plain = Bar::solid(Role::Dom0, Pattern::Plain);
            let labels = ["dom0’s other pages", "other pages", "other"];
            self.scene.inside(key, plain, self.label_room(others), &labels, Style::PLAIN);
            if self.now.phase() > Phase::Descriptors {
                self.scene.inside(key, PURPLE, rect, &["descriptors"], Style::PLAIN);
            }
        }
        self.lens(made, all);
    }

    /// What the filled part holds, enlarged, and the same with max:.
    fn lens(&mut self, made: Made, filled: Rect) {
        let open = self.shown(0.7, 1.0);
        if open <= 0.0 || filled.w <= 0.0 {
            return;
        }
        let wide = self.layout.sheet == Sheet::Wide;
        let d = self.layout.lane(3).bottom();
        let (y, h) = if wide { (d + 26.0, 18.0) } else { (d + 28.0, 20.0) };
        let total = self.told_total(made);
        let text = crate::advance::width(&total, 13.0, crate::advance::Weight::Strong);
        let limit =
            if wide { self.layout.bucket.x - 18.0 - text - 12.0 } else { self.layout.width - 3.0 };
        let x0 = self.layout.axis_x0;
        // Folds may hide most of it: its length on the axis counts.
        let length = made.costs.total().0 as f64 * self.axis.scale();
        let times = ((limit - x0) / length).floor();
        let full = if times < 1.0 { limit - x0 } else { length * times };
        let full = Rect { x: x0, y, w: full, h };
        let rect = Rect { x: mix(filled.x, x0, open), w: mix(filled.w, full.w, open), ..full };
        let key = Key::Part(13);
        for (a, b) in [(filled.x, rect.x), (filled.right(), rect.right())] {
            let side = [at(a, d + 2.0), at(b, y - 4.0)];
            self.scene.line(key, Role::Ink2, &side, Dash::NotYet, 1.0);
        }
        self.enlarged(rect, made.costs);
        if open < 1.0 {
            return;
        }
        let first = made.costs.struct_page;
        let part = Rect { w: rect.w * first.0 as f64 / made.costs.total().0.max(1) as f64, ..rect };
        let labels = [format!("struct page {}", words::amount(first)), "struct page".to_owned()];
        self.scene.inside(key, PURPLE, part, &labels, Style::PLAIN);
        if wide {
            let label = Label::new(rect.right() + 12.0, y + 14.0, &total, 13.0).strong();
            self.scene.text(key, Role::Ink, label);
        }
        self.lens_notes(made, rect, times as u64);
        self.second_row(made, rect);
    }

    /// How much this run keeps, and that it is this run.
    fn told_total(&self, made: Made) -> String {
        let run = as_asked(self.boot, "without max:");
        format!("{} {run}", words::amount(made.costs.total()))
    }

    fn enlarged(&mut self, rect: Rect, costs: Costs) {
        let unit = rect.w / costs.total().0.max(1) as f64;
        let mut x = rect.x;
        for pages in [costs.struct_page, costs.page_tables, costs.p2m, costs.hashes] {
            let part = Rect { x, w: pages.0 as f64 * unit, ..rect };
            self.scene.bar(Key::Part(13), PURPLE, part);
            x = part.right();
        }
    }

    /// How much enlarged, and the parts that are too narrow for their names.
    fn lens_notes(&mut self, made: Made, rect: Rect, times: u64) {
        let key = Key::Part(13);
        let wide = self.layout.sheet == Sheet::Wide;
        let (x0, y) = (rect.x - 1.0, rect.bottom() + 14.0);
        let enlarged = match times {
            0 => "shorter than on the axis".to_owned(),
            1 => "on the axis’ scale".to_owned(),
            _ => format!("enlarged {} times", words::count(times)),
        };
        let [tables, p2m, hashes] =
            [made.costs.page_tables, made.costs.p2m, made.costs.hashes].map(words::amount);
        let long = format!("page tables {tables}, p2m {p2m}, hashes {hashes}");
        let bare = |s: &str| s.strip_suffix(" MiB").map(str::to_owned);
        // One unit for all three, where all three have it.
        let short = match [bare(&tables), bare(&p2m)] {
            [Some(tables), Some(p2m)] if hashes.ends_with(" MiB") => {
                format!("page tables {tables}, p2m {p2m}, hashes {hashes}")
            }
            _ => long.clone(),
        };
        if wide {
            self.scene.text(key, Role::Ink2, Label::new(x0, y, &enlarged, 12.0));
            for text in [&long, &short] {
                let end = Label::new(rect.right().max(x0 + 460.0), y, text, 12.0).end();
                if self.scene.text(key, Role::Ink2, end).is_some() {
                    break;
                }
            }
            return;
        }
        // A second scale must say so: its words come first.
        let end = Label::new(self.layout.width - 2.0, y + 3.0, &enlarged, 12.0).end();
        self.scene.text(key, Role::Ink2, end);
        for total in [self.told_total(made), words::amount(made.costs.total())] {
            let label = Label::new(x0, y + 3.0, &total, 13.0).strong();
            if self.scene.text(key, Role::Ink, label).is_some() {
                break;
            }
        }
        self.scene.text(key, Role::Ink2, Label::new(x0, y + 19.0, &short, 12.0));
    }

    /// The same with max:, or that it would change nothing.
    fn second_row(&mut self, made: Made, first: Rect) {
        let key = Key::Part(13);
        let wide = self.layout.sheet == Sheet::Wide;
        let y = first.y + if wide { 42.0 } else { 66.0 };
        if made.with_max == made.costs {
            let set = max_is_set(self.boot);
            let text =
                if set { "max: keeps it this small" } else { "max: would change nothing here" };
            self.scene.text(key, Role::Ink2, Label::new(first.x - 1.0, y + 14.0, text, 13.0));
            return;
        }
        let (all, some) = (made.costs.total(), made.with_max.total());
        let rect = Rect { y, w: first.w * some.0 as f64 / all.0.max(1) as f64, ..first };
        self.enlarged(rect, made.with_max);
        self.scene.line(key, Role::Ink, &outline(rect), Dash::Trace, 1.5);
        let name =
            format!("{} with max:{}", words::amount(some), sim::xen::option_size(self.boot.pages));
        let label = Label::new(rect.right() + 12.0, y + 14.0, &name, 13.0).strong();
        let Some(placed) = self.scene.text(key, Role::Ink, label) else {
            let short = format!("{} with max:", words::amount(some));
            self.scene.inside(key, PURPLE, rect, &[name, short], Style::PLAIN);
            return;
        };
        let parts = in_parts(made.with_max);
        let limit = self.layout.bucket.x - 18.0;
        let label = Label::new(placed.right() + 16.0, y + 14.0, &parts, 12.0);
        if wide && label.rect().right() < limit {
            self.scene.text(key, Role::Ink2, label);
        }
    }
}

fn in_parts(costs: Costs) -> String {
    let Costs { struct_page, page_tables, p2m, hashes } = costs;
    let [first, tables, p2m, hashes] = [struct_page, page_tables, p2m, hashes].map(words::amount);
    format!("struct page {first}, page tables {tables}, p2m {p2m}, hashes {hashes}")
}
