//! Descriptions for hovering: one region of a picture in words, and the table rows and log
//! lines about the same pages.

use super::pages;
use super::regions::{backing, kind, stretches};
use sim::boot::Boot;
use sim::kernel::Message;
use sim::ledger::Account;
use sim::map::Map;
use sim::span::Span;
use sim::step::{Backing, Change, MaxReservation, OwnMap, Step};
use sim::units::{Addr, Pfn};

/// Description of a pfn range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Description {
    /// The page numbers; empty if it has none of its own.
    pub span: Option<Span<Pfn>>,
    /// One line: the kind and the number of pages.
    pub text: String,
    /// The same with its page numbers, the owner of the frames, and the reason.
    pub more: String,
}

/// The range of `lane` that contains page `at`, after `step`.
pub fn describe(step: &Step, lane: char, at: Pfn) -> Option<Description> {
    let world = &step.after;
    match lane {
        'A' => in_map(&world.machine.read_as_own(), at).map(|(span, what)| {
            description(span, what, "The machine’s own addresses; dom0’s pages need not lie there.")
        }),
        'B' => {
            let allocation = world.allocation?;
            let given = Span::new(Pfn(0), Pfn(allocation.pages.0)).filter(|s| s.contains(at));
            let why = "Xen numbers dom0’s pages from 0 without gaps, in frames it chose.";
            match (given, allocation.maximum) {
                (Some(span), _) => Some(description(span, "given to dom0 by Xen", why)),
                (None, MaxReservation::Pages(most)) => {
                    Span::new(Pfn(allocation.pages.0), Pfn(most.0)).map(|s| {
                        description(s, "below the ceiling, not given", "None of it is memory yet.")
                    })
                }
                (None, MaxReservation::Unlimited) => None,
            }
        }
        'C' => in_own(world.own.as_ref()?, at),
        'D' => {
            let found = world.backing.iter().find(|b| b.span.contains(at))?;
            Some(description(found.span, backing(found.by), frames(found.by)))
        }
        _ => None,
    }
}

fn description(span: Span<Pfn>, what: &str, why: &str) -> Description {
    let text = format!("{}: {what}", pages(span.pages()));
    let (first, end) = (span.start().0, span.end().0);
    let more = format!("{text}. Page numbers {first:x} up to {end:x} (pfn, end excluded). {why}");
    Description { span: Some(span), text, more }
}

/// An account of the ledger after `step`; `None` if it has no pages.
pub fn describe_account(boot: &Boot, step: usize, account: Account) -> Option<Description> {
    let id = super::account_id(account);
    let row = super::ledger_rows(boot, step).into_iter().find(|r| r.id == id)?;
    let text = format!("{} pages ({}), {}", row.pages, row.amount, row.name);
    let more = format!("{text}. {} This number is {}.", row.why, row.sure);
    Some(Description { span: None, text, more })
}

/// Xen's bucket after `step`.
pub fn describe_bucket(step: &Step) -> Description {
    let text = format!("{}: given back by dom0, now free in Xen", pages(step.after.returned));
    let more =
        format!("{text}. Xen may lend them to other guests, until dom0 asks for pages again.");
    Description { span: None, text, more }
}

/// The machine frames that back a page, as far as they can be known.
const fn frames(by: Backing) -> &'static str {
    match by {
        Backing::Ram => "Which frame stands behind each, Xen chose; only a log could tell.",
        Backing::OnHole => {
            "The frames are good RAM, but the map says that there is none at these numbers."
        }
        Backing::Stranded => {
            "The frames are dom0’s still, but its map calls the numbers reserved: nobody uses them."
        }
        Backing::Released => "The frames went back to Xen, which may lend them to other guests.",
        Backing::Ballooned => "Fresh frames from Xen, which the balloon asked for.",
        Backing::Populated => "Fresh frames from Xen, for as many that went back.",
        Backing::Vacated => "The frames stay dom0’s; they stand behind other numbers now.",
        Backing::Moved => "The frames stood behind numbers on a hole before.",
        Backing::Identity => "The machine address is the same number: drivers reach devices here.",
    }
}

fn in_own(own: &OwnMap, at: Pfn) -> Option<Description> {
    if let Some(room) = own.room.iter().find(|r| r.contains(at)) {
        let why = "The balloon may fill it later; descriptors are kept for it already.";
        return Some(description(*room, "room to grow, no pages yet", why));
    }
    in_map(&own.map, at).map(|(span, what)| {
        let with_pages = sim::span::without(&[span], &own.room);
        let part = with_pages.into_iter().find(|s| s.contains(at)).unwrap_or(span);
        description(part, what, "dom0’s own numbering, as its kernel sees it.")
    })
}

fn in_map(map: &Map<Addr>, at: Pfn) -> Option<(Span<Pfn>, &'static str)> {
    let mut last = Pfn(0);
    for region in map.regions() {
        let span = region.span.round_out();
        if span.contains(at) {
            return Some((span, kind(region.kind)));
        }
        if let Some(hole) = Span::new(last, span.start()).filter(|h| h.contains(at)) {
            return Some((hole, "a hole: nothing listed"));
        }
        last = span.end();
    }
    None
}

/// Rows of the regions table about pages in `span`.
pub fn rows_over(boot: &Boot, span: Span<Pfn>) -> Vec<usize> {
    let all = stretches(boot).into_iter().enumerate();
    all.filter(|(_, s)| touches(Some(s.span), span)).map(|(i, _)| i).collect()
}

/// Lines of the kernel's log about pages in `span`.
pub fn lines_over(boot: &Boot, span: Span<Pfn>) -> Vec<usize> {
    let lines = boot.kernel.messages.iter().enumerate();
    lines.filter(|(_, m)| touches(about(m), span)).map(|(i, _)| i).collect()
}

fn touches(a: Option<Span<Pfn>>, b: Span<Pfn>) -> bool {
    a.is_some_and(|a| a.overlap(b).is_some())
}

/// The page numbers in a line, if it names a range.
fn about(message: &Message) -> Option<Span<Pfn>> {
    match *message {
        Message::LookingAt(span, _)
        | Message::FreeingTwoBlanks(span, _)
        | Message::Freeing(span, _)
        | Message::Populating(span, _) => Some(span),
        Message::OneToOne(from, to) => Span::new(from, to),
        Message::MapLine(_, entry) => Span::new(entry.start, entry.end()).map(Span::round_out),
        Message::MapGap(gap) => Some(gap.round_out()),
        Message::TooManyEntries(..)
        | Message::ReleasedUnusedSmall(_)
        | Message::ReleasedUnused(_)
        | Message::Released(_)
        | Message::SetIdentityStop(_)
        | Message::SetIdentity(_)
        | Message::RemappedLast(..)
        | Message::Remapped(_)
        | Message::RemappedNonRam(_)
        | Message::NoRoom
        | Message::MapHeader(_)
        | Message::NoSwapArea
        | Message::TooManySwaps
        | Message::Conflict(_)
        | Message::NoInitrdRoom
        | Message::InitrdMoved(..)
        | Message::TooManyEmpty(..) => None,
    }
}

/// The place in the figure that a phrase of a page refers to: `D:bf780`, `E`, `F:p2m`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PhraseAnchor {
    /// The phrase's name.
    pub name: &'static str,
    /// The place.
    pub key: String,
}

/// The places that phrases refer to on this machine; phrases without a place are left out.
pub fn phrase_anchors(boot: &Boot) -> Vec<PhraseAnchor> {
    let mark = |name, key: &str| PhraseAnchor { name, key: key.to_owned() };
    let region = |name, lane: char, start: Pfn| PhraseAnchor { name, key: key(lane, start) };
    let mut found = vec![
        mark("map", "A"),
        mark("xen", "E"),
        mark("descriptors", "F:struct-page"),
        region("given", 'B', Pfn(0)),
        region("ceiling", 'B', Pfn(boot.pages.0)),
    ];
    for step in &boot.steps {
        if let Change::HolesFound { pieces } = &step.change {
            let longest = pieces.iter().max_by_key(|p| p.count());
            found.extend(longest.map(|p| region("flagged", 'D', p.start())));
            found.extend(longest.map(|p| region("holes", 'A', p.start())));
        }
        if let Change::BalloonRoom { room } = &step.change {
            found.extend(room.first().map(|r| region("room", 'C', r.start())));
        }
    }
    found
}

/// The place that each line of the kernel's log is about; empty if it names no pages.
pub fn line_keys(boot: &Boot) -> Vec<String> {
    let lines = boot.kernel.messages.iter();
    lines.map(|m| about(m).map(|s| key('D', s.start())).unwrap_or_default()).collect()
}

fn key(lane: char, start: Pfn) -> String {
    format!("{lane}:{:x}", start.0)
}
