//! A boot at a time, as shapes.
//!
//! `figure` is pure: the same boot, time and width give the same scene, forwards,
//! backwards and when scrubbed. At t = 0 a step shows the world before it, at t = 1
//! the world after it.

use sim::boot::Boot;
use sim::span::Span;
use sim::step::{Backing, Change, MapState, Phase, Step, World};
use sim::units::{Pages, Pfn};
use sim::words;

use crate::advance::Weight;
use crate::axis::Axis;
use crate::geometry::{Point, Rect, at, mix};
use crate::lanes::{Canvas, Item, backing_items, gift_items, map_items, own_items};
use crate::layout::{Layout, Sheet};
use crate::motion::ease;
use crate::shape::{Anchor, Dash, Form, Key, Label, Pattern, Role, Scene};

/// A moment of the story.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Time {
    /// Which step.
    pub step: usize,
    /// How far it is: 0 before, 1 after.
    pub t: f64,
}

/// The figure's height at this width, in CSS pixels: the same for every step.
pub fn height(width: f64) -> f64 {
    Layout::new(width).height
}

/// The figure at `time` on a sheet `width` CSS pixels wide.
pub fn figure(boot: &Boot, time: Time, width: f64) -> Scene {
    let layout = Layout::new(width.clamp(240.0, 4000.0));
    let axis = axis(boot, &layout);
    let mut scene = Scene::new(layout.width, layout.height);
    let t = time.t.clamp(0.0, 1.0);
    if let Some(step) = boot.steps.get(time.step) {
        let before = time.step.checked_sub(1).and_then(|i| boot.steps.get(i));
        let mut canvas = Canvas { scene: &mut scene, axis: &axis, layout: &layout };
        canvas.draw(boot, step, before, t);
    }
    scene
}

/// What lies under a point of the figure: the topmost region or tile.
pub fn hit(scene: &Scene, p: Point) -> Option<Key> {
    scene.shapes.iter().rev().find_map(|s| match (&s.form, s.key) {
        (Form::Bar { rect, .. }, Key::Region { .. } | Key::Tile { .. }) if rect.contains(p) => {
            Some(s.key)
        }
        _ => None,
    })
}

fn axis(boot: &Boot, layout: &Layout) -> Axis {
    let mut edges: Vec<u64> = Vec::new();
    for step in &boot.steps {
        edges.extend(step.after.backing.iter().flat_map(|b| [b.span.start().0, b.span.end().0]));
        for region in step.after.machine.regions() {
            let span = region.span.round_out();
            edges.extend([span.start().0, span.end().0]);
        }
        if let Some(own) = &step.after.own {
            edges.extend(own.room.iter().flat_map(|s| [s.start().0, s.end().0]));
            edges.push(own.map.end().pfn_at_or_above().0);
        }
    }
    // Windows to hardware far above all RAM would only push everything aside.
    let top = edges_end(boot);
    edges.retain(|&e| e <= top);
    edges.push(top);
    let given = boot.pages.0.min(top);
    let mark = boot.steps.iter().find(|s| s.phase == Phase::HolesFound).and_then(longest_flagged);
    Axis::new(&edges, layout.axis_x0, layout.axis_x1, given, mark.unwrap_or(0), layout.fold)
}

/// The last page number worth showing: the end of RAM, room and dom0's pages.
fn edges_end(boot: &Boot) -> u64 {
    let ram = |w: &World| w.machine.ram().map(|s| s.end().pfn_at_or_above().0).max().unwrap_or(0);
    let own = |w: &World| w.own.as_ref().and_then(|o| o.room.last().map(|s| s.end().0));
    let backed = |w: &World| {
        w.backing.iter().filter(|b| b.by != Backing::Window).map(|b| b.span.end().0).max()
    };
    let each = boot.steps.iter().map(|s| {
        let w = &s.after;
        ram(w).max(own(w).unwrap_or(0)).max(backed(w).unwrap_or(0))
    });
    each.max().unwrap_or(1)
}

fn longest_flagged(step: &Step) -> Option<u64> {
    match &step.change {
        Change::HolesFound { pieces } => pieces.iter().map(|s| s.count()).max(),
        _ => None,
    }
}

impl Canvas<'_> {
    fn draw(&mut self, boot: &Boot, step: &Step, before: Option<&Step>, t: f64) {
        self.band(boot, step, t);
        self.draw_axis();
        self.lane_a(step, t);
        self.lane_b(step, t);
        self.lane_c(step, before, t);
        self.lane_d(step, before, t);
        let flying = self.is_flying(step, t);
        let content = Self::content(step, before, t, flying);
        self.bucket(content);
        if flying {
            self.fly(step, t);
        }
        self.note(boot, step, t);
        let shown = if t < 0.5 { before.unwrap_or(step) } else { step };
        self.ledger(shown);
        if step.phase >= Phase::Descriptors {
            self.descriptors(step, t);
        }
    }

    fn is_flying(&self, step: &Step, t: f64) -> bool {
        let moves = matches!(
            step.change,
            Change::Released { .. } | Change::Repopulated { .. } | Change::Moved { .. }
        );
        moves && t > 0.0 && t < 1.0 && !self.flights(step).is_empty()
    }

    /// What lies still in the bucket.
    fn content(step: &Step, before: Option<&Step>, t: f64, flying: bool) -> Pages {
        let earlier = before.map_or(Pages::ZERO, |b| b.after.returned);
        if flying {
            Pages(earlier.0.min(step.after.returned.0))
        } else if t > 0.0 {
            step.after.returned
        } else {
            earlier
        }
    }

    fn draw_axis(&mut self) {
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
    fn band(&mut self, boot: &Boot, step: &Step, t: f64) {
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
                self.scene.bar(Key::Part(3), Role::Band, rect, Pattern::Plain, Dash::None);
                for x in [rect.x, rect.right()] {
                    let side = vec![at(x, rect.y), at(x, rect.bottom())];
                    self.scene.line(Key::Part(3), Role::Band, side, Dash::NotYet, 1.0);
                }
            }
        }
    }

    /// How far a lane that is being drawn reaches, in pixels.
    fn until(&self, drawing: bool, t: f64, from: f64, to: f64) -> f64 {
        if !drawing || t >= 1.0 {
            return f64::MAX;
        }
        mix(self.layout.axis_x0, self.layout.axis_x1, ease(t, from, to))
    }

    fn lane_a(&mut self, step: &Step, t: f64) {
        self.title(0, "");
        let until = self.until(step.phase == Phase::FirmwareMap, t, 0.0, 1.0);
        let items = self.within(map_items(&step.after.machine, Role::Machine, Dash::Solid));
        let y = self.layout.lanes[0];
        self.items('A', y, &items, until);
        self.tears(y, self.layout.bar, until);
    }

    fn lane_b(&mut self, step: &Step, t: f64) {
        self.title(1, "");
        let until = self.until(step.phase == Phase::Dom0Built, t, 0.0, 0.9);
        let y = self.layout.lanes[1];
        let items = gift_items(&step.after, self.axis.end());
        if !items.is_empty() {
            self.items('B', y, &items, until);
            self.tears(y, self.layout.bar, until);
        }
    }

    fn lane_c(&mut self, step: &Step, before: Option<&Step>, t: f64) {
        let drawing = matches!(step.phase, Phase::MapRead | Phase::BalloonRoom);
        let world = if step.phase == Phase::BalloonRoom && t <= 0.0 {
            before.map_or(&step.after, |b| &b.after)
        } else {
            &step.after
        };
        let Some(own) = &world.own else {
            self.title(2, "");
            return;
        };
        let sub = match own.state {
            MapState::Copied => "a plain copy of A so far",
            MapState::Rewritten => "rewritten by Linux",
            MapState::OwnMaking => "made from the page count",
        };
        self.title(2, sub);
        let items = self.within(own_items(own));
        let (a, c) = (self.layout.lanes[0], self.layout.lanes[2]);
        if step.phase == Phase::MapRead {
            let y = mix(a, c, ease(t, 0.0, 0.8));
            if t > 0.0 {
                self.items('C', y, &items, f64::MAX);
                self.tears(y, self.layout.bar, f64::MAX);
            }
            return;
        }
        let until = self.until(drawing, t, 0.2, 0.9);
        let old = before.and_then(|b| b.after.own.as_ref()).filter(|_| drawing && t < 1.0);
        if let Some(old) = old {
            let mut rest = self.within(own_items(old));
            rest.retain(|i| self.axis.x(i.span.start().0) >= until);
            self.items('C', c, &rest, f64::MAX);
        }
        self.items('C', c, &items, until);
        let end = items.last().map_or(0, |i| i.span.end().0);
        self.tears(c, self.layout.bar, self.axis.x(end));
    }

    fn lane_d(&mut self, step: &Step, before: Option<&Step>, t: f64) {
        let y = self.layout.lanes[3];
        self.title(3, "");
        let flying = self.is_flying(step, t);
        let earlier = before.map_or(&step.after, |b| &b.after);
        let wiping = t < 1.0 && matches!(step.phase, Phase::HolesFound | Phase::IdentityMapped);
        let world = if flying || wiping || (t <= 0.0 && step.phase != Phase::Dom0Built) {
            earlier
        } else {
            &step.after
        };
        let mut items = self.within(backing_items(world));
        if flying {
            items = at_rest(step, items);
        }
        if step.phase >= Phase::Descriptors {
            // The descriptors cover part of the largest stretch and name the rest.
            if let Some(largest) = items.iter_mut().max_by_key(|i| (i.carries, i.span.start())) {
                largest.label.clear();
            }
        }
        let building = step.phase == Phase::Dom0Built;
        let until = self.until(building, t, 0.1, 0.9);
        self.items('D', y, &items, until);
        let end = items.last().map_or(0, |i| i.span.end().0);
        self.tears(y, self.layout.bar, until.min(self.axis.x(end)));
        if wiping {
            self.wipe(step, t);
        }
        if step.phase == Phase::HolesFound && t > 0.0 {
            self.flag_labels(step);
        }
    }

    /// Flags pages on holes, or opens windows, from left to right in each stretch. The
    /// pages stay where they are, so the wipe carries none.
    fn wipe(&mut self, step: &Step, t: f64) {
        let (by, grown) = match step.phase {
            Phase::HolesFound => (Backing::OnHole, ease(t, 0.4, 0.9)),
            _ => (Backing::Window, ease(t, 0.0, 0.7)),
        };
        let new = step.after.backing.iter().filter(|b| b.by == by).copied().collect();
        let y = self.layout.lanes[3];
        for item in self.within(backing_items(&World { backing: new, ..step.after.clone() })) {
            let whole = self.rect(item.span, y);
            let key = Key::Part(7);
            let rect = Rect { w: whole.w * grown, ..whole };
            self.scene.bar(key, item.role, rect, item.pattern, item.outline);
        }
    }

    /// Items cut at the end of the axis; what carries pages is never cut.
    fn within(&self, items: Vec<Item>) -> Vec<Item> {
        let end = Pfn(self.axis.end());
        let cut = items.into_iter().filter_map(|i| {
            Span::new(i.span.start(), i.span.end().min(end)).map(|span| Item { span, ..i })
        });
        cut.collect()
    }

    /// Brackets with counts under the flagged pieces.
    fn flag_labels(&mut self, step: &Step) {
        let Change::HolesFound { pieces } = &step.change else { return };
        let base = self.layout.lanes[3] + self.layout.bar;
        let mut sorted = pieces.clone();
        sorted.sort_by_key(|s| core::cmp::Reverse(s.count()));
        for span in sorted.into_iter().take(6) {
            let rect = self.rect(span, base);
            let key = Key::Region { lane: 'D', start: span.start().0 };
            let text = words::pages(span.pages());
            let half = crate::advance::width(&text, 13.0, Weight::Strong) / 2.0;
            let x =
                rect.centre().x.clamp(half + 2.0, (self.layout.width - half - 2.0).max(half + 2.0));
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
    fn note(&mut self, boot: &Boot, step: &Step, t: f64) {
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
            Phase::Descriptors => "filled with struct page",
            Phase::ToolsReport => "shown by xl list",
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
            let small = Label {
                at: at(x, y + 20.0),
                anchor: Anchor::Start,
                text: &sum,
                size: 13.0,
                weight: Weight::Regular,
            };
            self.scene.text(key, Role::Ink2, small);
        }
        if let Change::Descriptors { pages, with_max } = step.change {
            let saved = pages.less(with_max);
            let text = if saved.is_zero() {
                "max: would change nothing here".to_owned()
            } else {
                format!("{} with max:{}", words::amount(with_max), words::option_size(boot.pages))
            };
            let small = Label {
                at: at(x, y + 20.0),
                anchor: Anchor::Start,
                text: &text,
                size: 13.0,
                weight: Weight::Regular,
            };
            self.scene.text(key, Role::Ink2, small);
        }
    }

    /// Who has the pages while they travel: stay + on the way + arrived = all.
    fn sum(&self, boot: &Boot, step: &Step, t: f64) -> Option<String> {
        let travelling = step.change.pages().filter(|n| !n.is_zero())?;
        let verb = match step.change {
            Change::Released { .. } => "at Xen",
            Change::Repopulated { .. } => "back",
            Change::Moved { .. } => "moved",
            _ => return None,
        };
        let arrived = Pages(if t <= 0.0 { 0 } else { self.arrived(step, t) });
        let under_way = travelling.less(arrived);
        let stay = match step.change {
            Change::Repopulated { .. } => boot.kernel.pages_end.less(travelling),
            _ => boot.pages.less(travelling),
        };
        let [stay, way, there] = [stay, under_way, arrived].map(|n| words::count(n.0));
        Some(format!("{stay} stay + {way} on the way + {there} {verb}"))
    }

    /// Descriptors fill dom0's largest stretch of pages, from its end downwards.
    fn descriptors(&mut self, step: &Step, t: f64) {
        let filled = step.after.descriptors;
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
        self.scene.inside(key, Role::Descriptors, rect, Pattern::Upright, "struct page");
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

/// The items of lane D that do not fly in `step`.
fn at_rest(step: &Step, items: Vec<Item>) -> Vec<Item> {
    let gone: Vec<Span<Pfn>> = match &step.change {
        Change::Released { pieces } => pieces.clone(),
        Change::Moved { moves } => {
            moves.iter().filter_map(|m| Span::of(m.from, m.pages.0)).collect()
        }
        _ => Vec::new(),
    };
    let mut rest = Vec::new();
    for item in items {
        for span in sim::span::without(&[item.span], &gone) {
            let carries = if item.carries > 0 { span.count() } else { 0 };
            rest.push(Item { span, carries, ..item.clone() });
        }
    }
    rest
}
