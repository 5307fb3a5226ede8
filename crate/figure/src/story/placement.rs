//! From ranges of page numbers to rectangles. Ranges too small to be seen become pins, and
//! pins that would overlap become one. A range has the same place in every step and at
//! every t, so that nothing shifts when it begins to fly.

use sim::span::Span;
use sim::units::Pfn;

use crate::draw::geometry::Rect;
use crate::draw::lane::Lane;
use crate::story::axis::Axis;
use crate::story::items::Item;
use crate::story::layout::Layout;

/// One item with its place, or several that share a pin.
#[derive(Clone, Debug)]
pub(crate) struct Placed {
    pub(crate) rect: Rect,
    /// The item that is drawn: the one with the highest priority.
    pub(crate) item: Item,
    /// The page numbers of all of them.
    pub(crate) members: Vec<Span<Pfn>>,
    pin: bool,
}

/// A range narrower than this many pixels is a pin.
const SMALL: f64 = 2.0;
/// Pins at least this far apart are drawn one by one.
const PITCH: f64 = 2.0;

/// Places `items` on a lane. The machine's map is cut at the end of its RAM, lane B with the
/// ceiling at the end of the axis, the other lanes where the story's ranges end.
pub(crate) fn place_on(axis: &Axis, layout: &Layout, lane: Lane, items: Vec<Item>) -> Vec<Placed> {
    let end = Pfn(match lane {
        Lane::Machine => axis.end_of_ram(),
        Lane::Allocation => axis.end(),
        Lane::OwnMap | Lane::Backing | Lane::Bucket | Lane::Ledger => axis.drawn_end(),
    });
    let cut = items.into_iter().filter_map(|i| {
        Span::new(i.span.start(), i.span.end().min(end)).map(|span| Item { span, ..i })
    });
    place(axis, layout.lane(lane), layout.pin, &cut.collect::<Vec<_>>())
}

/// Places `items`, which rise along the axis, on the lane `row`.
pub(crate) fn place(axis: &Axis, row: Rect, pin: f64, items: &[Item]) -> Vec<Placed> {
    let mut placed: Vec<Placed> = Vec::with_capacity(items.len());
    for item in items {
        let (x0, x1) = (axis.x(item.span.start().0), axis.x(item.span.end().0));
        let small = x1 - x0 < SMALL;
        let end = placed.last().map_or(f64::MIN, |p| p.rect.right());
        if let Some(last) = placed.last_mut() {
            let joins = small && last.pin && x0 < end + PITCH;
            // The pin before has taken all of its space.
            let swallowed = !small && last.pin && x1 - end < SMALL;
            if joins || swallowed {
                last.join(item);
                continue;
            }
        }
        // A pin is wider than its range, so what comes next starts after it.
        let x = x0.max(end);
        let w = if small { pin } else { x1 - x };
        let rect = Rect { x, w, ..row };
        let members = item.parts.clone();
        placed.push(Placed { rect, item: item.clone(), members, pin: small });
    }
    placed
}

impl Placed {
    fn join(&mut self, item: &Item) {
        self.members.extend(&item.parts);
        let carries = self.item.carries + item.carries;
        if item.weight() > self.item.weight() {
            self.item = item.clone();
        }
        self.item.carries = carries;
        self.item.labels.clear();
    }

    fn covers(&self, span: Span<Pfn>) -> bool {
        self.members.iter().any(|m| m.overlap(span).is_some())
    }
}

/// Where `span` is drawn.
pub(crate) fn find(placed: &[Placed], span: Span<Pfn>) -> Option<&Placed> {
    placed.iter().find(|p| p.covers(span))
}
