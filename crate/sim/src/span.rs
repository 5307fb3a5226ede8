//! Half-open ranges that are never empty and never reversed.
//!
//! A span is made by [`Span::new`] or [`Span::of`] only, so code that has one need not check
//! again. Sets of spans are plain sorted vectors; [`push_joined`] joins neighbours.

use crate::units::{Addr, MachineAddr, Mfn, Pages, Pfn};

/// A number that can bound a [`Span`].
pub trait Point: Copy + Ord {
    /// The point with this raw number.
    fn at(raw: u64) -> Self;
    /// The raw number.
    fn raw(self) -> u64;
}

macro_rules! points {
    ($($t:ident),*) => {$(
        impl Point for $t {
            fn at(raw: u64) -> Self { $t(raw) }
            fn raw(self) -> u64 { self.0 }
        }
    )*};
}
points!(Addr, MachineAddr, Pfn, Mfn);

/// A byte address, dom0's or the machine's, with the pages of its own numbering.
pub trait Address: Point {
    /// The number of a page: [`Pfn`] or [`Mfn`].
    type Page: Point;
    /// The page that contains this address.
    fn page_containing(self) -> Self::Page;
    /// The first page that starts at or above this address.
    fn page_at_or_above(self) -> Self::Page;
}

impl Address for Addr {
    type Page = Pfn;

    fn page_containing(self) -> Pfn {
        self.pfn_containing()
    }

    fn page_at_or_above(self) -> Pfn {
        self.pfn_at_or_above()
    }
}

impl Address for MachineAddr {
    type Page = Mfn;

    fn page_containing(self) -> Mfn {
        self.mfn_containing()
    }

    fn page_at_or_above(self) -> Mfn {
        self.mfn_at_or_above()
    }
}

/// A half-open, non-empty range `start..end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span<P> {
    start: P,
    end: P,
}

impl<P: Point> Span<P> {
    /// `start..end`; `None` if that is empty or reversed.
    pub fn new(start: P, end: P) -> Option<Self> {
        (start < end).then_some(Self { start, end })
    }

    /// The span of `len` numbers from `start`; `None` if empty or past the last number.
    pub fn of(start: P, len: u64) -> Option<Self> {
        Self::new(start, P::at(start.raw().checked_add(len)?))
    }

    /// First number inside.
    pub fn start(self) -> P {
        self.start
    }

    /// One past the last number (exclusive end).
    pub fn end(self) -> P {
        self.end
    }

    /// Count of numbers inside (pages for [`Pfn`], bytes for [`Addr`]); at least 1.
    pub fn count(self) -> u64 {
        self.end.raw() - self.start.raw()
    }

    /// Whether `p` is inside.
    pub fn contains(self, p: P) -> bool {
        self.start <= p && p < self.end
    }

    /// The range that both have in common.
    pub fn overlap(self, other: Self) -> Option<Self> {
        Self::new(self.start.max(other.start), self.end.min(other.end))
    }
}

impl Span<Pfn> {
    /// Number of pages inside.
    pub fn pages(self) -> Pages {
        Pages(self.count())
    }
}

impl<A: Address> Span<A> {
    /// The whole pages inside; `None` if there is none.
    pub fn round_in(self) -> Option<Span<A::Page>> {
        Span::new(self.start.page_at_or_above(), self.end.page_containing())
    }

    /// All pages touched.
    pub fn round_out(self) -> Span<A::Page> {
        Span { start: self.start.page_containing(), end: self.end.page_at_or_above() }
    }
}

impl Span<Mfn> {
    /// The bytes of these frames; `None` if no address is that high.
    pub fn addresses(self) -> Option<Span<MachineAddr>> {
        Span::new(self.start.addr(), self.end.addr())
    }
}

impl Span<MachineAddr> {
    /// The same addresses as dom0's; see [`Mfn::as_pfn`].
    pub fn as_own(self) -> Span<Addr> {
        Span { start: Addr(self.start.0), end: Addr(self.end.0) }
    }
}

/// Appends `span` to a rising list, joining it to the last one if they touch.
pub fn push_joined<P: Point>(list: &mut Vec<Span<P>>, span: Span<P>) {
    match list.last_mut() {
        Some(tail) if tail.start <= span.start && span.start <= tail.end => {
            tail.end = tail.end.max(span.end);
        }
        _ => list.push(span),
    }
}

/// The same numbers as `list`, sorted, overlaps and neighbours joined.
pub fn sorted_joined<P: Point>(mut list: Vec<Span<P>>) -> Vec<Span<P>> {
    crate::sort::sort_by_key(&mut list, |&span| span);
    let mut out = Vec::with_capacity(list.len());
    for span in list {
        push_joined(&mut out, span);
    }
    out
}

/// Pages in all spans together (overlaps counted as often as they occur).
pub fn total(list: &[Span<Pfn>]) -> Pages {
    list.iter().map(|s| s.pages()).sum()
}

/// The parts of `list` that lie in no span of `holes`. Both are sorted and disjoint.
pub fn without<P: Point>(list: &[Span<P>], holes: &[Span<P>]) -> Vec<Span<P>> {
    let mut out = Vec::new();
    for &span in list {
        let mut from = span.start;
        let first = holes.partition_point(|h| h.end <= from);
        for hole in holes.iter().skip(first).take_while(|h| h.start < span.end) {
            out.extend(Span::new(from, hole.start));
            from = from.max(hole.end);
        }
        out.extend(Span::new(from, span.end));
    }
    out
}

/// A set of numbers as sorted, disjoint spans; neighbours are joined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Set<P> {
    spans: Vec<Span<P>>,
}

impl<P: Point> Default for Set<P> {
    fn default() -> Self {
        Self { spans: Vec::new() }
    }
}

impl<P: Point> Extend<Span<P>> for Set<P> {
    fn extend<I: IntoIterator<Item = Span<P>>>(&mut self, spans: I) {
        spans.into_iter().for_each(|span| self.insert(span));
    }
}

impl<P: Point> Set<P> {
    /// Adds the numbers of `span`. Cheap if spans are added in rising order.
    pub fn insert(&mut self, span: Span<P>) {
        match self.spans.last() {
            Some(tail) if span.start < tail.start => {
                self.spans.push(span);
                self.spans = sorted_joined(core::mem::take(&mut self.spans));
            }
            _ => push_joined(&mut self.spans, span),
        }
    }

    /// The numbers that are also in `span`, as sorted spans.
    pub fn within(&self, span: Span<P>) -> impl Iterator<Item = Span<P>> {
        let first = self.spans.partition_point(|s| s.end <= span.start);
        self.spans.iter().skip(first).map_while(move |s| s.overlap(span))
    }

    /// The numbers of `span` that are not in the set.
    pub fn missing_from(&self, span: Span<P>) -> Vec<Span<P>> {
        without(&[span], &self.spans)
    }

    /// The spans, sorted.
    pub fn spans(&self) -> &[Span<P>] {
        &self.spans
    }

    /// The spans, sorted.
    pub fn into_spans(self) -> Vec<Span<P>> {
        self.spans
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn s(start: u64, end: u64) -> Span<Pfn> {
        Span { start: Pfn(start), end: Pfn(end) }
    }

    #[test]
    fn empty_and_reversed_spans_cannot_be_made() {
        assert_eq!(Span::new(Pfn(3), Pfn(3)), None);
        assert_eq!(Span::new(Pfn(4), Pfn(3)), None);
        assert_eq!(Span::of(Pfn(u64::MAX), 2), None);
    }

    #[test]
    fn rounding_in_drops_partial_pages_and_out_keeps_them() {
        let span = Span::new(Addr(0x800), Addr(0x2800)).map(|s| (s.round_in(), s.round_out()));
        assert_eq!(span, Some((Some(s(1, 2)), s(0, 3))));
    }

    #[test]
    fn a_set_stays_sorted_and_joined_whatever_the_order() {
        let mut set = Set::default();
        for span in [s(4, 6), s(0, 1), s(6, 7), s(1, 2), s(5, 9)] {
            set.insert(span);
        }
        assert_eq!(set.spans(), [s(0, 2), s(4, 9)]);
        assert_eq!(set.within(s(1, 5)).collect::<Vec<_>>(), [s(1, 2), s(4, 5)]);
        assert_eq!(set.missing_from(s(0, 5)), [s(2, 4)]);
    }

    /// Every pair of sets over eight numbers, against one bit per number.
    #[test]
    fn without_equals_its_per_number_twin_on_all_small_sets() {
        let spans = |bits: u16| {
            let each = (0..8).filter(|i| bits >> i & 1 == 1).map(|i| s(i, i + 1)).collect();
            sorted_joined(each)
        };
        for a in 0..256 {
            for b in 0..256 {
                assert_eq!(without(&spans(a), &spans(b)), spans(a & !b), "{a:08b} {b:08b}");
            }
        }
    }
}
