//! Lanes A to D: regions on the axis, and pages in flight between them.

use sim::map::{Kind, Map};
use sim::span::Span;
use sim::step::{Backed, Backing, MapState, Maximum, OwnMap, World};
use sim::units::{Pages, Pfn};
use sim::words;

use crate::axis::Axis;
use crate::geometry::{Rect, at};
use crate::layout::{Layout, Sheet};
use crate::shape::{Anchor, Dash, Key, Label, Pattern, Role, Scene};

/// What both the lanes and the bucket draw on.
pub(crate) struct Canvas<'a> {
    pub(crate) scene: &'a mut Scene,
    pub(crate) axis: &'a Axis,
    pub(crate) layout: &'a Layout,
    /// Subtitles end before this: the first edge of the band.
    pub(crate) subtitle_end: f64,
}

/// One stretch of a lane before it has pixels.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    pub(crate) span: Span<Pfn>,
    pub(crate) role: Role,
    pub(crate) pattern: Pattern,
    pub(crate) outline: Dash,
    pub(crate) label: String,
    pub(crate) carries: u64,
}

/// Names of the lanes: plain name first, then what it is.
pub(crate) const NAMES: [(char, &str, &str); 4] = [
    ('A', "The machine’s map", "from firmware"),
    ('B', "What Xen gives dom0", "pages and ceiling"),
    ('C', "dom0’s own map", ""),
    ('D', "What backs each page", ""),
];

impl Canvas<'_> {
    /// Where the pages of `span` are drawn in a lane; at least a pin wide.
    pub(crate) fn rect(&self, span: Span<Pfn>, y: f64) -> Rect {
        let (x0, x1) = (self.axis.x(span.start().0), self.axis.x(span.end().0));
        let w = if x1 - x0 < 2.0 { self.layout.pin() } else { x1 - x0 };
        Rect { x: x0, y, w, h: self.layout.bar }
    }

    /// A lane's chip and names above its bar.
    pub(crate) fn title(&mut self, lane: usize, sub: &str) {
        let Some((letter, name, usual)) = NAMES.get(lane).copied() else { return };
        let Some(&y) = self.layout.lanes.get(lane) else { return };
        self.heading(
            letter,
            name,
            if sub.is_empty() { usual } else { sub },
            self.layout.axis_x0,
            y,
        );
    }

    /// A chip with a letter, a name and a subtitle, above `y`.
    pub(crate) fn heading(&mut self, letter: char, name: &str, sub: &str, x: f64, y: f64) {
        let wide = self.layout.sheet == Sheet::Wide;
        let (chip, size) = if wide { (20.0, 14.0) } else { (17.0, 13.0) };
        let base = y - 11.0;
        let key = Key::Part(u32::from(letter));
        let box_ = Rect { x, y: base - chip + 5.0, w: chip, h: chip };
        self.scene.bar(key, Role::Xen, box_, Pattern::Plain, Dash::None);
        let strong = crate::advance::Weight::Strong;
        let mut letters = [0; 4];
        let label = |at, text, size, anchor, weight| Label { at, anchor, text, size, weight };
        let middle = at(x + chip / 2.0, base - chip / 2.0 + 9.5);
        self.scene.text(
            key,
            Role::Paper,
            label(middle, letter.encode_utf8(&mut letters), 12.0, Anchor::Middle, strong),
        );
        let start = x + chip + 8.0;
        let placed = self.scene.text(
            key,
            Role::Ink,
            label(at(start, base), name, size, Anchor::Start, strong),
        );
        if let (Some(placed), true) = (placed, wide && !sub.is_empty()) {
            let sub_at = at(placed.right() + 10.0, base);
            let regular = crate::advance::Weight::Regular;
            if sub_at.x + crate::advance::width(sub, 13.0, regular) > self.subtitle_end {
                return;
            }
            self.scene.text(key, Role::Ink2, label(sub_at, sub, 13.0, Anchor::Start, regular));
        }
    }

    /// Draws items that rise along the axis; what is too small becomes a pin, pins
    /// that would pile up become one. Nothing right of `until` is drawn.
    pub(crate) fn items(&mut self, lane: char, y: f64, items: &[Item], until: f64) {
        let mut placed: Vec<(Rect, Item)> = Vec::with_capacity(items.len());
        for item in items {
            let mut rect = self.rect(item.span, y);
            let behind = placed.last().map_or(f64::MIN, |(r, _)| r.right());
            let end = rect.right();
            rect.x = rect.x.max(behind);
            rect.w = (end - rect.x).max(0.0);
            match placed.last_mut() {
                Some((pin, group)) if rect.w < 1.5 => {
                    group.carries += item.carries;
                    group.label.clear();
                    // What is not plain RAM is what the reader must see.
                    if pin.w <= self.layout.pin() && item.pattern != Pattern::Plain {
                        (group.role, group.pattern) = (item.role, item.pattern);
                        group.outline = item.outline;
                    }
                }
                _ => placed.push((rect, item.clone())),
            }
        }
        for (rect, item) in placed {
            let rect = rect.cut_at(until);
            let key = Key::Region { lane, start: item.span.start().0 };
            self.scene.carrier(key, item.role, rect, item.pattern, item.outline, item.carries);
            if rect.right() < until {
                let room = self.label_room(rect);
                self.scene.inside(key, item.role, room, item.pattern, &item.label);
            }
        }
    }

    /// The widest part of a bar without a tear.
    fn label_room(&self, rect: Rect) -> Rect {
        let mut best = Rect { w: 0.0, ..rect };
        let mut from = rect.x;
        for fold in self.axis.folds().filter(|f| f.x0 >= rect.x && f.x1 <= rect.right()) {
            let part = Rect::between(from, fold.x0, rect.y, rect.h);
            best = if part.w > best.w { part } else { best };
            from = fold.x1;
        }
        let last = Rect::between(from, rect.right(), rect.y, rect.h);
        if last.w > best.w { last } else { best }
    }

    /// Tears through a bar, drawn over it.
    pub(crate) fn tears(&mut self, y: f64, h: f64, until: f64) {
        let until = until.min(self.layout.width);
        let folds: Vec<_> = self.axis.folds().filter(|f| f.x1 <= until).collect();
        for fold in folds {
            let inner = Rect::between(fold.x0, fold.x1, y - 2.0, h + 4.0);
            self.scene.bar(Key::Part(1), Role::Paper, inner, Pattern::Plain, Dash::None);
            for x in [fold.x0, fold.x1] {
                let teeth = ((h + 8.0) / 6.0) as u32;
                let points = (0..=teeth)
                    .map(|i| {
                        let out = if i % 2 == 0 { -2.0 } else { 2.0 };
                        at(x + out, y - 4.0 + f64::from(i) * 6.0)
                    })
                    .collect();
                self.scene.line(Key::Part(1), Role::Rule, points, Dash::Solid, 1.2);
            }
        }
    }
}

/// The items of a map: RAM, everything else, and the holes between.
pub(crate) fn map_items(map: &Map, ram: Role, ram_line: Dash) -> Vec<Item> {
    let mut items = Vec::new();
    let mut last = Pfn(0);
    for region in map.regions() {
        let span = region.span.round_out();
        let start = span.start().max(last);
        if let Some(hole) = Span::new(last, start) {
            items.push(hole_item(hole, "hole"));
        }
        let Some(span) = Span::new(start, span.end()) else { continue };
        last = span.end();
        items.push(match region.kind {
            Kind::Usable => Item {
                span,
                role: ram,
                pattern: Pattern::Plain,
                outline: ram_line,
                label: format!("RAM, {}", words::amount(span.pages())),
                carries: 0,
            },
            Kind::Reserved => hole_item(span, "reserved"),
            Kind::AcpiData | Kind::AcpiNvs => hole_item(span, "ACPI"),
            Kind::Unusable => hole_item(span, "unusable"),
            Kind::Other(_) => hole_item(span, "other"),
        });
    }
    items
}

fn hole_item(span: Span<Pfn>, label: &str) -> Item {
    Item {
        span,
        role: Role::Hole,
        pattern: Pattern::Crossed,
        outline: Dash::Solid,
        label: label.to_owned(),
        carries: 0,
    }
}

/// The items of dom0's own map; room is dashed.
pub(crate) fn own_items(own: &OwnMap) -> Vec<Item> {
    let (role, line) = match own.state {
        MapState::Copied => (Role::Room, Dash::NotYet),
        MapState::Rewritten | MapState::OwnMaking => (Role::Dom0, Dash::Solid),
    };
    let mut items = Vec::new();
    for mut item in map_items(&own.map, role, line) {
        if item.role != Role::Dom0 {
            if own.state == MapState::Rewritten && item.label != "unusable" {
                "devices".clone_into(&mut item.label);
            }
            items.push(item);
            continue;
        }
        for span in sim::span::without(&[item.span], &own.room) {
            let label = format!("{} with pages", words::amount(span.pages()));
            items.push(Item { span, label, ..item.clone() });
        }
        for span in own.room.iter().filter_map(|r| r.overlap(item.span)) {
            let label = format!("{} of room", words::amount(span.pages()));
            let (role, outline) = (Role::Room, Dash::Could);
            items.push(Item { span, role, outline, label, ..item.clone() });
        }
    }
    sim::order::sort_by_key(&mut items, |i| i.span);
    items
}

/// The items of lane D.
pub(crate) fn backing_items(world: &World) -> Vec<Item> {
    world.backing.iter().map(backing_item).collect()
}

fn backing_item(backed: &Backed) -> Item {
    let n = backed.span.pages();
    let (role, pattern, outline, label) = match backed.by {
        Backing::Ram => {
            (Role::Dom0, Pattern::Plain, Dash::Solid, format!("{} pages", words::count(n.0)))
        }
        Backing::OnHole => (Role::OnHole, Pattern::Slanted, Dash::Solid, words::amount(n)),
        Backing::Stranded => (Role::OnHole, Pattern::Crossed, Dash::Solid, "nobody’s".to_owned()),
        Backing::Released | Backing::Vacated => {
            (Role::Socket, Pattern::Plain, Dash::Trace, String::new())
        }
        Backing::Refilled | Backing::Ballooned => {
            (Role::Dom0, Pattern::Plain, Dash::Solid, "fresh".to_owned())
        }
        Backing::Moved => (Role::Moved, Pattern::Dotted, Dash::Solid, "moved".to_owned()),
        Backing::Window => (Role::Hole, Pattern::Crossed, Dash::Solid, "1:1 window".to_owned()),
    };
    let carries = if backed.by.has_frame() { n.0 } else { 0 };
    Item { span: backed.span, role, pattern, outline, label, carries }
}

/// Lane B: pages solid, room up to the maximum dashed.
pub(crate) fn gift_items(world: &World, end: u64) -> Vec<Item> {
    let Some(gift) = world.gift else { return Vec::new() };
    let mut items = Vec::new();
    items.extend(Span::new(Pfn(0), Pfn(gift.pages.0)).map(|span| Item {
        span,
        role: Role::Dom0,
        pattern: Pattern::Plain,
        outline: Dash::Solid,
        label: format!("{} pages, {}", words::count(gift.pages.0), words::amount(gift.pages)),
        carries: 0,
    }));
    let (top, label) = match gift.maximum {
        Maximum::Unbounded => (end, "no ceiling set".to_owned()),
        Maximum::Limited(most) => (most.0.min(end), format!("ceiling {}", words::amount(most))),
    };
    items.extend(Span::new(Pfn(gift.pages.0), Pfn(top)).map(|span| Item {
        span,
        role: Role::Room,
        pattern: Pattern::Plain,
        outline: Dash::Could,
        label,
        carries: 0,
    }));
    items
}

/// Pages that lie together and fly together.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Flight {
    pub(crate) first: u64,
    pub(crate) from: Rect,
    pub(crate) to: Rect,
    pub(crate) pages: Pages,
}
