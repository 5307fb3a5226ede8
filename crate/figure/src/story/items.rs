//! What the lanes show, before it has pixels: ranges of page numbers, each with a look and
//! with labels from long to short.

use sim::map::{Kind, Map};
use sim::span::Span;
use sim::step::{Backed, Backing, MapState, MaxReservation, OwnMap, Phase, World};
use sim::units::{Addr, Pages, Pfn};
use words::figure::{RamNames, room, with_pages};

use crate::draw::shape::{Bar, Dash, Pattern, Role};

/// One range of a lane.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    pub(crate) span: Span<Pfn>,
    /// The ranges of the story that it consists of.
    pub(crate) parts: Vec<Span<Pfn>>,
    pub(crate) bar: Bar,
    /// Labels to try, the longest first.
    pub(crate) labels: Vec<String>,
    /// Pages of dom0 that it represents.
    pub(crate) carries: u64,
}

impl Item {
    fn new(span: Span<Pfn>, bar: Bar, labels: Vec<String>) -> Self {
        Self { span, parts: vec![span], bar, labels, carries: 0 }
    }

    /// Its priority if several items share a pin; the highest is drawn.
    pub(crate) fn weight(&self) -> u8 {
        match self.bar.role {
            Role::OnHole | Role::Released => 5,
            Role::Socket | Role::SocketMoved | Role::SocketDom0 => 4,
            Role::Moved => 3,
            Role::Hole | Role::Unusable => 2,
            Role::Room | Role::Copied => 1,
            Role::Machine
            | Role::Dom0
            | Role::Descriptors
            | Role::Funnel
            | Role::Fixed
            | Role::Xen
            | Role::Band
            | Role::Ink
            | Role::Ink2
            | Role::Rule
            | Role::Hair
            | Role::Paper
            | Role::Action
            | Role::Highlight => 0,
        }
    }
}

/// The items of a map: RAM, everything else, and the holes between.
/// Amounts are beside `whole`.
pub(crate) fn map_items(map: &Map<Addr>, ram: Bar, whole: Pages) -> Vec<Item> {
    let mut items = Vec::new();
    let mut last = Pfn(0);
    for region in map.regions() {
        let span = region.span.round_out();
        let start = span.start().max(last);
        if let Some(hole) = Span::new(last, start) {
            items.push(hole_item(hole, words::figure::hole()));
        }
        let Some(span) = Span::new(start, span.end()) else { continue };
        last = span.end();
        let labels = words::figure::entry(region.kind, span.pages(), whole);
        items.push(match region.kind {
            Kind::Usable => Item::new(span, ram, labels),
            Kind::Reserved | Kind::AcpiData | Kind::AcpiNvs | Kind::Unusable | Kind::Other(_) => {
                Item::new(span, entry_bar(region.kind), labels)
            }
        });
    }
    items
}

fn hole_item(span: Span<Pfn>, labels: Vec<String>) -> Item {
    Item::new(span, Bar::solid(Role::Hole, Pattern::Crossed), labels)
}

/// The look of an entry that is no RAM: each kind has its own.
pub(crate) const fn entry_bar(kind: Kind) -> Bar {
    match kind {
        Kind::Usable => Bar::solid(Role::Dom0, Pattern::Plain),
        Kind::Reserved | Kind::Other(_) => Bar::solid(Role::Hole, Pattern::Falling),
        Kind::AcpiData => Bar::solid(Role::Hole, Pattern::Grid),
        Kind::AcpiNvs => Bar::solid(Role::Hole, Pattern::Brick),
        Kind::Unusable => Bar::solid(Role::Unusable, Pattern::Level),
    }
}

/// Ranges of dom0's map without pages: its room, or as long as that is not known, RAM that no
/// page is at.
fn without_pages(world: &World, map: &OwnMap) -> Vec<Span<Pfn>> {
    if !map.room.is_empty() {
        return map.room.clone();
    }
    let framed = world.backing.iter().filter(|b| b.by.has_frame()).map(|b| b.span);
    let framed = sim::span::sorted_joined(framed.collect());
    let ram: Vec<_> = map.map.ram().filter_map(Span::round_in).collect();
    sim::span::without(&ram, &framed)
}

/// The items of dom0's own map; RAM without pages is dashed. In the step that makes the map it
/// is called RAM, afterwards by what it is for.
pub(crate) fn own_items(world: &World, phase: Phase) -> Vec<Item> {
    let Some(map) = &world.own else { return Vec::new() };
    let dom0 = world.allocation.map_or(Pages::ZERO, |allocation| allocation.pages);
    if map.state == MapState::Copied {
        let mut items = map_items(&map.map, Bar::outlined(Role::Copied, Dash::NotYet), dom0);
        for item in items.iter_mut().filter(|i| i.bar.role == Role::Copied) {
            item.labels = words::figure::copied_ram();
        }
        return items;
    }
    let names = if phase == Phase::MapRewritten { RamNames::AsListed } else { RamNames::ByUse };
    let empty = without_pages(world, map);
    let mut items = Vec::new();
    for item in map_items(&map.map, Bar::solid(Role::Dom0, Pattern::Plain), dom0) {
        if item.bar.role != Role::Dom0 {
            items.push(item);
            continue;
        }
        for span in sim::span::without(&[item.span], &empty) {
            items.push(Item::new(span, item.bar, with_pages(span.pages(), names, dom0)));
        }
        for span in empty.iter().filter_map(|r| r.overlap(item.span)) {
            let bar = Bar::outlined(Role::Room, Dash::Could);
            items.push(Item::new(span, bar, room(span.pages(), names, dom0)));
        }
    }
    sim::sort::sort_by_key(&mut items, |i| i.span);
    items
}

/// The items of lane B: pages solid, room up to the ceiling dashed; open-ended without a
/// ceiling.
pub(crate) fn allocation_items(world: &World, end: u64) -> Vec<Item> {
    let Some(allocation) = world.allocation else { return Vec::new() };
    let dom0 = Bar::solid(Role::Dom0, Pattern::Plain);
    let labels = words::figure::given_pages(allocation.pages);
    let mut items = Vec::new();
    items.extend(Span::new(Pfn(0), Pfn(allocation.pages.0)).map(|s| Item::new(s, dom0, labels)));
    let labels = words::figure::up_to_ceiling(&allocation);
    let (top, outline) = match allocation.maximum {
        MaxReservation::Unlimited => (end, Dash::None),
        MaxReservation::Pages(most) => (most.0.min(end), Dash::Could),
    };
    let room = Bar::outlined(Role::Room, outline);
    items.extend(
        Span::new(Pfn(allocation.pages.0), Pfn(top)).map(|span| Item::new(span, room, labels)),
    );
    items
}

/// The items of lane D; the label of dom0's plain pages ends with `verb`.
pub(crate) fn backing_items(world: &World, verb: &str) -> Vec<Item> {
    let plain = |b: &&Backed| b.by == Backing::Ram;
    let all: u64 = world.backing.iter().filter(plain).map(|b| b.span.count()).sum();
    let most = world.backing.iter().filter(plain).map(|b| b.span.count()).max();
    let item = |b: &Backed| {
        // The count of the largest range includes ranges too small to be seen beside it.
        let count = b.span.count();
        let count = if Some(count) == most && all - count < count / 500 { all } else { count };
        backing_item(b, count, verb)
    };
    let mut items: Vec<Item> = Vec::new();
    let mut last = None;
    for b in &world.backing {
        let next = item(b);
        // Neighbours with the same backing look like one and become one, except where pages
        // arrived piece by piece.
        let whole = matches!(b.by, Backing::Vacated | Backing::Released | Backing::Identity);
        let joined = items
            .last_mut()
            .filter(|i| whole && last == Some(b.by) && i.span.end() == b.span.start());
        match joined.and_then(|i| Some((Span::new(i.span.start(), b.span.end())?, i))) {
            Some((span, i)) => {
                i.span = span;
                i.parts.push(b.span);
            }
            None => items.push(next),
        }
        last = Some(b.by);
    }
    items
}

fn backing_item(backed: &Backed, count: u64, verb: &str) -> Item {
    let n = backed.span.pages();
    let bar = match backed.by {
        Backing::Ram | Backing::Populated | Backing::Ballooned => {
            Bar::solid(Role::Dom0, Pattern::Plain)
        }
        Backing::OnHole => Bar::solid(Role::OnHole, Pattern::Slanted),
        Backing::Stranded => Bar::solid(Role::OnHole, Pattern::Crossed),
        Backing::Released | Backing::Vacated => Bar::socket(Role::Socket),
        Backing::Moved => Bar::solid(Role::Moved, Pattern::Dotted),
        Backing::Identity => Bar::solid(Role::Hole, Pattern::Crossed),
    };
    let labels = if backed.by == Backing::Ram {
        words::figure::plain_pages(count, verb)
    } else {
        words::figure::backed(backed.by, n)
    };
    let carries = if backed.by.has_frame() { n.0 } else { 0 };
    Item { span: backed.span, parts: vec![backed.span], bar, labels, carries }
}
