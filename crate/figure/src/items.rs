//! What the lanes show, before it has pixels: stretches of page numbers with a look
//! and with labels from long to short.

use sim::map::{Kind, Map};
use sim::span::Span;
use sim::step::{Backed, Backing, MapState, MaxReservation, OwnMap, World};
use sim::units::{Pages, Pfn};

use crate::shape::{Bar, Dash, Pattern, Role};

/// One stretch of a lane.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    pub(crate) span: Span<Pfn>,
    /// The stretches it is made of, as the story keeps them.
    pub(crate) parts: Vec<Span<Pfn>>,
    pub(crate) bar: Bar,
    /// What may stand in it, longest first.
    pub(crate) labels: Vec<String>,
    /// Pages of dom0 it stands for.
    pub(crate) carries: u64,
}

impl Item {
    fn new(span: Span<Pfn>, bar: Bar, labels: Vec<String>) -> Self {
        Self { span, parts: vec![span], bar, labels, carries: 0 }
    }

    /// How much the reader needs to see it where several share a pin.
    pub(crate) fn weight(&self) -> u8 {
        match self.bar.role {
            Role::OnHole | Role::Released => 5,
            Role::Socket | Role::SocketMoved | Role::SocketDom0 => 4,
            Role::Moved => 3,
            Role::Hole => 2,
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
            | Role::Paper => 0,
        }
    }
}

/// `1 048 576 pages, 4.00 GiB`: both, with two decimals where that is the scale's unit.
fn pages_in_all(n: Pages) -> String {
    format!("{} pages, {}", words::count(n.0), crate::labels::on_scale(n))
}

fn own<const N: usize>(labels: [&str; N]) -> Vec<String> {
    labels.map(str::to_owned).to_vec()
}

/// The items of a map: RAM, everything else, and the holes between.
pub(crate) fn map_items(map: &Map, ram: Bar) -> Vec<Item> {
    let mut items = Vec::new();
    let mut last = Pfn(0);
    for region in map.regions() {
        let span = region.span.round_out();
        let start = span.start().max(last);
        if let Some(hole) = Span::new(last, start) {
            items.push(hole_item(hole, own(["hole, no RAM", "hole"])));
        }
        let Some(span) = Span::new(start, span.end()) else { continue };
        last = span.end();
        items.push(match region.kind {
            Kind::Usable => {
                let amount = words::amount(span.pages());
                Item::new(span, ram, vec![format!("RAM, {amount}"), amount, "RAM".to_owned()])
            }
            Kind::Reserved => hole_item(span, own(["reserved", "res."])),
            Kind::AcpiData | Kind::AcpiNvs => hole_item(span, own(["ACPI"])),
            Kind::Unusable => hole_item(span, own(["unusable"])),
            Kind::Other(_) => hole_item(span, own(["other"])),
        });
    }
    items
}

fn hole_item(span: Span<Pfn>, labels: Vec<String>) -> Item {
    Item::new(span, Bar::solid(Role::Hole, Pattern::Crossed), labels)
}

/// Stretches of the map without pages: its room, and in a map of the kernel's own
/// making what it lists beyond the pages Xen `gave`.
fn without_pages(map: &OwnMap, gave: Pages) -> Vec<Span<Pfn>> {
    let mut room = map.room.clone();
    if map.state == MapState::OwnMaking && room.is_empty() {
        room.extend(Span::new(Pfn(gave.0), map.map.end().pfn_at_or_above()));
    }
    room
}

/// The items of dom0's own map, Xen having given it so many pages; room is dashed.
pub(crate) fn own_items(map: &OwnMap, gave: Pages) -> Vec<Item> {
    let copied = Bar { role: Role::Copied, pattern: Pattern::Plain, outline: Dash::NotYet };
    if map.state == MapState::Copied {
        let mut items = map_items(&map.map, copied);
        for item in items.iter_mut().filter(|i| i.bar.role == Role::Copied) {
            item.labels = own(["RAM"]);
        }
        return items;
    }
    let empty = without_pages(map, gave);
    let mut items = Vec::new();
    for mut item in map_items(&map.map, Bar::solid(Role::Dom0, Pattern::Plain)) {
        if item.bar.role != Role::Dom0 {
            if map.state == MapState::Rewritten {
                item.labels = own(["devices"]);
            }
            items.push(item);
            continue;
        }
        for span in sim::span::without(&[item.span], &empty) {
            let amount = words::amount(span.pages());
            let labels = vec![format!("{amount} with pages"), amount];
            items.push(Item::new(span, item.bar, labels));
        }
        for span in empty.iter().filter_map(|r| r.overlap(item.span)) {
            let labels =
                vec![format!("{} of room", words::amount(span.pages())), "room".to_owned()];
            let bar = Bar { role: Role::Room, pattern: Pattern::Plain, outline: Dash::Could };
            items.push(Item::new(span, bar, labels));
        }
    }
    sim::sort::sort_by_key(&mut items, |i| i.span);
    items
}

/// Lane B: pages solid, room up to the maximum dashed; without a maximum it is open at
/// its end.
pub(crate) fn gift_items(world: &World, end: u64) -> Vec<Item> {
    let Some(allocation) = world.allocation else { return Vec::new() };
    let pages = pages_in_all(allocation.pages);
    let dom0 = Bar::solid(Role::Dom0, Pattern::Plain);
    let count = words::count(allocation.pages.0);
    let labels = vec![pages, format!("{count} pages"), count, words::amount(allocation.pages)];
    let mut items = Vec::new();
    items.extend(Span::new(Pfn(0), Pfn(allocation.pages.0)).map(|s| Item::new(s, dom0, labels)));
    let (top, outline, labels) = match allocation.maximum {
        MaxReservation::Unlimited => {
            (end, Dash::None, own(["no ceiling set", "no ceiling", "open"]))
        }
        MaxReservation::Pages(most) => {
            let amount = words::amount(most);
            (most.0.min(end), Dash::Could, vec![format!("ceiling {amount}"), amount])
        }
    };
    let room = Bar { role: Role::Room, pattern: Pattern::Plain, outline };
    items.extend(
        Span::new(Pfn(allocation.pages.0), Pfn(top)).map(|span| Item::new(span, room, labels)),
    );
    items
}

/// The items of lane D; dom0's plain pages are told as `pages` and this `verb`.
pub(crate) fn backing_items(world: &World, verb: &str) -> Vec<Item> {
    let plain = |b: &&Backed| b.by == Backing::Ram;
    let all: u64 = world.backing.iter().filter(plain).map(|b| b.span.count()).sum();
    let most = world.backing.iter().filter(plain).map(|b| b.span.count()).max();
    let item = |b: &Backed| {
        // What is too small to be seen beside it is told with the largest stretch.
        let count = b.span.count();
        let count = if Some(count) == most && all - count < count / 500 { all } else { count };
        backing_item(b, count, verb)
    };
    let mut items: Vec<Item> = Vec::new();
    let mut last = None;
    for b in &world.backing {
        let next = item(b);
        // Neighbours with the same behind them are one to the eye; what came there
        // piece by piece stays in pieces.
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

fn backing_item(backed: &Backed, told: u64, verb: &str) -> Item {
    let n = backed.span.pages();
    let (bar, labels) = match backed.by {
        Backing::Ram => {
            let count = words::count(told);
            let long = format!("{count} pages{verb}");
            let short = format!("{count}{verb}");
            (
                Bar::solid(Role::Dom0, Pattern::Plain),
                vec![long, short, format!("{count} pages"), count],
            )
        }
        Backing::OnHole => (Bar::solid(Role::OnHole, Pattern::Slanted), Vec::new()),
        Backing::Stranded => {
            (Bar::solid(Role::OnHole, Pattern::Crossed), own(["nobody’s pages", "nobody’s"]))
        }
        Backing::Released | Backing::Vacated => (Bar::socket(Role::Socket), Vec::new()),
        Backing::Populated | Backing::Ballooned => (
            Bar::solid(Role::Dom0, Pattern::Plain),
            vec![
                format!("{} fresh pages", words::count(n.0)),
                "fresh pages".into(),
                "fresh".into(),
            ],
        ),
        Backing::Moved => (Bar::solid(Role::Moved, Pattern::Dotted), own(["moved pages", "moved"])),
        Backing::Identity => {
            (Bar::solid(Role::Hole, Pattern::Crossed), own(["1:1 window", "window", "1:1"]))
        }
    };
    let carries = if backed.by.has_frame() { n.0 } else { 0 };
    Item { span: backed.span, parts: vec![backed.span], bar, labels, carries }
}
