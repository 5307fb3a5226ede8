//! A boot at a time, as shapes.
//!
//! `figure` is pure: the same boot, time and width give the same scene, forwards,
//! backwards and when scrubbed. At t = 0 a step shows the world before it, at t = 1
//! the world after it.

use sim::boot::Boot;
use sim::span::Span;
use sim::step::{Backing, Change, MapState, Phase, Step, World};
use sim::units::{Pages, Pfn};

use crate::axis::Axis;
use crate::geometry::{Point, Rect, mix, within};
use crate::lanes::{Canvas, Item, backing_items, gift_items, map_items, own_items};
use crate::layout::Layout;
use crate::motion::ease;
use crate::shape::{Dash, Form, Key, Role, Scene};

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
    let layout = Layout::new(within(width, 240.0, 4000.0));
    let axis = axis(boot, &layout);
    let mut scene = Scene::new(layout.width, layout.height);
    let t = within(time.t, 0.0, 1.0);
    if let Some(step) = boot.steps.get(time.step) {
        let before = time.step.checked_sub(1).and_then(|i| boot.steps.get(i));
        let mut canvas =
            Canvas { scene: &mut scene, axis: &axis, layout: &layout, subtitle_end: f64::MAX };
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
    let Change::HolesFound { pieces } = &step.change else { return None };
    pieces.iter().map(|s| s.count()).max()
}

impl Canvas<'_> {
    fn draw(&mut self, boot: &Boot, step: &Step, before: Option<&Step>, t: f64) {
        self.band(boot, step, t);
        self.ruler();
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
        self.subtitle_end = f64::MAX;
        self.ledger(shown);
        if step.phase >= Phase::Descriptors {
            self.descriptors(step, t);
        }
    }

    fn is_flying(&self, step: &Step, t: f64) -> bool {
        let travels = step.change.travel().is_some();
        travels && t > 0.0 && t < 1.0 && !self.flights(step).is_empty()
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
        let flags = step.phase == Phase::HolesFound;
        let by = if flags { Backing::OnHole } else { Backing::Window };
        let grown = if flags { ease(t, 0.4, 0.9) } else { ease(t, 0.0, 0.7) };
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
}

/// The items of lane D that do not fly in `step`.
fn at_rest(step: &Step, items: Vec<Item>) -> Vec<Item> {
    let mut gone: Vec<Span<Pfn>> = Vec::new();
    if let Change::Released { pieces } = &step.change {
        gone.extend(pieces);
    } else if let Change::Moved { moves } = &step.change {
        gone.extend(moves.iter().filter_map(|m| Span::of(m.from, m.pages.0)));
    }
    let mut rest = Vec::new();
    for item in items {
        for span in sim::span::without(&[item.span], &gone) {
            let carries = if item.carries > 0 { span.count() } else { 0 };
            rest.push(Item { span, carries, ..item.clone() });
        }
    }
    rest
}
