//! The kernel's record of its pages: which have frames and which are 1:1.

use super::rules::{P2mKind, Refusal, Rules};
use super::{Input, MemorySetup, Message, Warning};
use crate::span::{Set, Span, total};
use crate::units::{Pages, Pfn};

/// The three-level tree refuses to mark page numbers from this one up (512 GiB).
const TREE_END: Pfn = Pfn(1 << 27);

/// The state of the p2m during setup.
pub(super) struct P2m {
    rules: &'static Rules,
    marks: Marks,
    /// Numbers below this have frames unless released.
    known: Pfn,
    identity: Set<Pfn>,
    released: Set<Pfn>,
    populated: Set<Pfn>,
    /// Sum of the counts reported by marking.
    reported: Pages,
}

/// Whether marking 1:1 prints a line (up to 3.16).
enum Marks {
    Printed,
    Silent,
}

impl P2m {
    pub(super) fn new(input: &Input<'_>) -> Self {
        let kernel = input.kernel;
        let given = input.pages;
        let rules = kernel.variant.rules();
        let linear = rules.p2m == P2mKind::Linear;
        Self {
            rules,
            marks: if kernel.prints_identity() { Marks::Printed } else { Marks::Silent },
            known: if linear { given.end() } else { given.min(kernel.limit).end() },
            identity: Set::default(),
            released: Set::default(),
            populated: Set::default(),
            reported: Pages::ZERO,
        }
    }

    /// Marks `from..to` 1:1 and adds to the reported count (spec/kernel.md 0.2).
    pub(super) fn mark_identity(&mut self, run: &mut MemorySetup, from: Pfn, to: Pfn) {
        let Some(to) = self.markable(from, to) else { return };
        if let Some(marked) = Span::new(from, to) {
            self.identity.insert(marked);
        }
        self.reported = self.reported.plus(to.pages_from(from));
        match self.marks {
            Marks::Printed => run.messages.push(Message::OneToOne(from, to)),
            Marks::Silent => {}
        }
    }

    /// The end up to which `from..to` can be marked; `None` if marking is refused.
    fn markable(&self, from: Pfn, to: Pfn) -> Option<Pfn> {
        let to = match self.rules.p2m {
            P2mKind::Plain => return None,
            P2mKind::Tree if to >= TREE_END => return None,
            P2mKind::TreeCutting if from >= TREE_END => return None,
            P2mKind::Tree | P2mKind::TreeCutting => to.min(TREE_END),
            P2mKind::Linear => to,
        };
        (from <= to).then_some(to)
    }

    /// Releases the pages of `gap` that have frames to Xen, one hypercall per page
    /// (spec/kernel.md 0.3), and returns the number released. Xen refuses pages already marked
    /// 1:1.
    pub(super) fn release(&mut self, run: &mut MemorySetup, gap: Span<Pfn>) -> Pages {
        let Some(wanted) = Span::new(gap.start(), gap.end().min(self.known)) else {
            return Pages::ZERO;
        };
        let refused: Vec<_> = self.identity.within(wanted).collect();
        let stop = self.rules.refusal == Refusal::NamedAndEnds;
        let end = refused.first().filter(|_| stop).map_or(wanted.end(), |r| r.start());
        let mut going = Vec::new();
        let before = Span::new(gap.start(), end);
        for present in before.map_or_else(Vec::new, |s| self.released.missing_from(s)) {
            going.extend(self.identity.missing_from(present));
        }
        let gone = total(&going);
        self.released.extend(going);
        self.refuse(run, &refused);
        run.hypercalls.decrease_reservation += gone.0;
        gone
    }

    /// Counts and warns of refused releases; in some kernels the first one ends the piece.
    fn refuse(&self, run: &mut MemorySetup, refused: &[Span<Pfn>]) {
        let all = total(refused).0;
        let (count, make): (_, fn(Pfn) -> Warning) = match self.rules.refusal {
            Refusal::Bare => (all, |_| Warning::Bare),
            Refusal::Named => (all, Warning::ReleaseRefused),
            Refusal::NamedAndEnds => (all.min(1), Warning::ReleaseRefused),
        };
        run.hypercalls.decrease_failed += count;
        run.warn_for(refused, make, count);
    }

    /// Requests pages from Xen for the page numbers of `wanted` that have neither a frame nor a
    /// 1:1 mark, and returns the number of pages obtained.
    pub(super) fn populate(&mut self, run: &mut MemorySetup, wanted: Span<Pfn>) -> Pages {
        let mut got = Pages::ZERO;
        for unmarked in self.identity.missing_from(wanted) {
            for unfilled in self.populated.missing_from(unmarked) {
                for free in self.frameless(unfilled) {
                    got = got.plus(free.pages());
                    self.populated.insert(free);
                }
            }
        }
        run.hypercalls.populate_physmap += got.0;
        got
    }

    /// The page numbers of `wanted` that never had a frame or lost it by release.
    fn frameless(&self, wanted: Span<Pfn>) -> Vec<Span<Pfn>> {
        let below = Span::new(wanted.start(), wanted.end().min(self.known));
        let above = Span::new(wanted.start().max(self.known), wanted.end());
        below.into_iter().flat_map(|s| self.released.within(s)).chain(above).collect()
    }

    /// The page numbers of `wanted` that are already 1:1.
    pub(super) fn identity_within(&self, wanted: Span<Pfn>) -> Vec<Span<Pfn>> {
        self.identity.within(wanted).collect()
    }

    /// The page numbers of `wanted` that are not 1:1.
    pub(super) fn not_identity(&self, wanted: Span<Pfn>) -> Vec<Span<Pfn>> {
        self.identity.missing_from(wanted)
    }

    /// The page numbers of `wanted` that have a frame and no 1:1 mark.
    pub(super) fn full_within(&self, wanted: Span<Pfn>) -> Vec<Span<Pfn>> {
        let mut full: Vec<Span<Pfn>> = self.populated.within(wanted).collect();
        if let Some(below) = Span::new(wanted.start(), wanted.end().min(self.known)) {
            full.extend(self.released.missing_from(below));
        }
        crate::span::without(&crate::span::sorted_joined(full), self.identity.spans())
    }

    /// The count reported by marking so far.
    pub(super) fn reported(&self) -> Pages {
        self.reported
    }

    /// Writes the final state to the run.
    pub(super) fn into_setup(self, run: &mut MemorySetup, given: Pages) {
        run.identity_pages = if self.rules.p2m == P2mKind::Linear {
            total(self.identity.spans())
        } else {
            self.reported
        };
        run.released = self.released.into_spans();
        run.identity = self.identity.into_spans();
        run.populated = self.populated.into_spans();
        run.pages_end = given.less(run.released_pages()).plus(run.populated_pages());
    }
}
