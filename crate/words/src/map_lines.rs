//! The lines of the map that changed, as this kernel prints its map: the old line, the new lines,
//! and a few words on each.
//!
//! A kernel prints the new lines only; the old ones are the machine's entries in the same format
//! (spec/kernel.md 0.5). Not here: which entries changed (`sim::step::Rewrite`).

use super::place::{self, Lane};
use super::rewrite::{place, rewritten, size};
use sim::boot::Boot;
use sim::kernel::rules::Reservation;
use sim::kernel::{MapStyle, Message};
use sim::map::{Entry, Kind, Region};
use sim::span::Span;
use sim::step::{Fate, MapChange, MaxReservation, Rewrite};
use sim::units::{Addr, Pages};

/// Lines that are shown.
const SHOWN: usize = 3;

/// Which map a line is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhichMap {
    /// The machine's map as the kernel found it: the line no longer holds.
    Old,
    /// The map that the kernel made of it.
    New,
}

/// A line of the map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MapLine {
    /// The map that it is from.
    pub map: WhichMap,
    /// The line as the kernel prints it, without leading blanks.
    pub text: String,
    /// A few words on it.
    pub meaning: String,
    /// The region of the figure: in the machine's map for an old line, in dom0's for a new one.
    pub key: String,
}

/// What changed of the map, in printed lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MapLines {
    /// How many lines both maps have.
    pub unchanged: usize,
    /// At most three lines, in address order: each old one before the new ones in its place.
    pub lines: Vec<MapLine>,
    /// How many lines changed besides these.
    pub more: usize,
}

/// The lines that the kernel's map has changed; `None` if this boot does not get that far.
pub fn map_lines(boot: &Boot) -> Option<MapLines> {
    let rewrite = rewritten(boot)?;
    let style = style(boot)?;
    let changes = rewrite.changes();
    let writer = Writer { boot, rewrite, style };
    let lines: Vec<MapLine> =
        shown(&changes).iter().flat_map(|change| writer.lines(change)).collect();
    let all: usize = changes.iter().map(|c| c.old.len() + c.new.len()).sum();
    let more = all - lines.len();
    Some(MapLines { unchanged: rewrite.unchanged(), lines, more })
}

/// The format in which this kernel printed its map.
fn style(boot: &Boot) -> Option<MapStyle> {
    let line = |m: &Message| if let Message::MapLine(style, _) = m { Some(*style) } else { None };
    boot.kernel.messages.iter().find_map(line)
}

/// The changes that matter most, as far as they fit, in address order.
fn shown(changes: &[MapChange]) -> Vec<MapChange> {
    let mut order: Vec<usize> = (0..changes.len()).collect();
    sim::sort::sort_by_key(&mut order, |&i| {
        let weight = changes.get(i).map_or(0, weight);
        (core::cmp::Reverse(weight), i)
    });
    let mut left = SHOWN;
    let mut picked = Vec::new();
    for i in order {
        let Some(change) = changes.get(i) else { continue };
        // One that does not fit is cut only if it is the first.
        if left < SHOWN && change.old.len() + change.new.len() > left {
            continue;
        }
        let change = cut(change, left);
        left -= change.old.len() + change.new.len();
        picked.push((i, change));
    }
    sim::sort::sort_by_key(&mut picked, |&(i, _)| i);
    picked.into_iter().map(|(_, change)| change).collect()
}

/// How much a change matters, in bytes: how much longer one of the two lists is, or how much more
/// RAM one has, whichever is more.
fn weight(change: &MapChange) -> u64 {
    let bytes = |list: &[Region<Addr>]| -> u64 {
        list.iter().map(|r| r.span.count()).fold(0, u64::saturating_add)
    };
    let (old, new) = (bytes(&change.old), bytes(&change.new));
    let ram = |list: &[Region<Addr>]| -> u64 {
        let ram = list.iter().filter(|r| r.kind == Kind::Usable);
        ram.map(|r| r.span.count()).fold(0, u64::saturating_add)
    };
    old.abs_diff(new).max(ram(&change.old).abs_diff(ram(&change.new)))
}

/// The largest entries of a change, at most `room` of both maps together.
fn cut(change: &MapChange, room: usize) -> MapChange {
    let some = usize::from(!change.old.is_empty());
    let new = largest(&change.new, room.saturating_sub(some));
    let old = largest(&change.old, room.saturating_sub(new.len()));
    MapChange { old, new }
}

fn largest(list: &[Region<Addr>], most: usize) -> Vec<Region<Addr>> {
    let mut order = list.to_vec();
    sim::sort::sort_by_key(&mut order, |r| (core::cmp::Reverse(r.span.count()), r.span));
    order.truncate(most);
    sim::sort::sort_by_key(&mut order, |r| r.span);
    order
}

struct Writer<'a> {
    boot: &'a Boot,
    rewrite: &'a Rewrite,
    style: MapStyle,
}

impl Writer<'_> {
    fn lines(&self, change: &MapChange) -> Vec<MapLine> {
        let gone = if change.new.is_empty() { ", left out" } else { "" };
        let old =
            change.old.iter().map(|&r| self.line(r, WhichMap::Old, listed(r, self.boot) + gone));
        let new = change.new.iter().map(|&r| self.line(r, WhichMap::New, self.made(r)));
        old.chain(new).collect()
    }

    fn line(&self, region: Region<Addr>, map: WhichMap, meaning: String) -> MapLine {
        let (start, end) = (region.span.start(), region.span.end());
        let printed = Message::MapLine(self.style, Entry::new(start, end, region.kind)).to_string();
        let lane = match map {
            WhichMap::Old => Lane::Machine,
            WhichMap::New => Lane::OwnMap,
        };
        let key = place::region(lane, start.pfn_containing());
        MapLine { map, text: printed.trim_start().to_owned(), meaning, key }
    }

    /// What a new entry is.
    fn made(&self, region: Region<Addr>) -> String {
        let bytes = size(region.span.count(), self.boot);
        let inside = |p: &sim::step::Part| p.span.overlap(region.span).is_some();
        let has = |fate| self.rewrite.parts().filter(inside).any(|p| p.fate == fate);
        let mut parts = self.rewrite.parts().filter(inside);
        let from = |p| if let Fate::MovedFrom(from) = p { Some(from) } else { None };
        if let Some(from) = parts.find_map(|p| from(p.fate)) {
            format!("ACPI NVS, moved from {}", place(from, self.boot))
        } else if has(Fate::Replaced) {
            format!("dom0’s pages and 8 MiB, {bytes}")
        } else if has(Fate::ExtraRegion) {
            self.room_in(region)
        } else if has(Fate::CutOff) {
            format!(
                "{}, {bytes}",
                if self.is_a_rest(region) { "the rest of it" } else { "cut off" }
            )
        } else if self.is_cut_at(region.span.end()) {
            format!("{}, {bytes}", self.limit(region))
        } else if has(Fate::MadeRam) {
            format!("counted as RAM now, {bytes}")
        } else if has(Fate::Claimed) {
            format!("reserved by Linux, {bytes}")
        } else if region.kind == Kind::Usable {
            let whole = self.is_rounded(region);
            format!("{}, {bytes}", if whole { "in whole pages" } else { "still RAM" })
        } else {
            listed(region, self.boot)
        }
    }

    /// Whether a partial page was left out at an end of the entry.
    fn is_rounded(&self, region: Region<Addr>) -> bool {
        let touches =
            |s: Span<Addr>| s.end() == region.span.start() || s.start() == region.span.end();
        self.rewrite.parts().any(|p| p.fate == Fate::Rounded && touches(p.span))
    }

    /// An entry that the balloon's one region is in, alone or after what was kept.
    fn room_in(&self, region: Region<Addr>) -> String {
        let extra = self.rewrite.parts().filter(|p| p.fate == Fate::ExtraRegion);
        let inside = extra.filter_map(|p| p.span.overlap(region.span));
        let room: u64 = inside.map(Span::count).sum();
        let end = if room < region.span.count() { " at its end" } else { "" };
        format!("unused room{end}, {}", size(room, self.boot))
    }

    /// Whether a cut went through an old entry at `addr`, with the rest of it cut off.
    fn is_cut_at(&self, addr: Addr) -> bool {
        let mut parts = self.rewrite.parts();
        parts.any(|p| p.fate == Fate::CutOff && p.span.start() == addr)
            && self
                .rewrite
                .entries
                .iter()
                .any(|e| e.region.span.start() < addr && e.region.span.contains(addr))
    }

    /// Whether an unusable entry is what a cut left of an old entry.
    fn is_a_rest(&self, region: Region<Addr>) -> bool {
        self.is_cut_at(region.span.start())
    }

    /// Why the map ends here.
    fn limit(&self, region: Region<Addr>) -> &'static str {
        let boot = self.boot;
        let by_build = match boot.config.linux.variant.rules().reservation {
            Reservation::Ignored => None,
            Reservation::Signed32 => Some(boot.config.linux.limit),
            Reservation::Signed64(_) => Some(Pages(u64::MAX)),
        };
        if boot.ratio_limit().is_some() {
            let ten = boot.pages.0.saturating_mul(10) == region.span.count() >> 12;
            return if ten { "ten times dom0’s size" } else { "up to ten times dom0’s size" };
        }
        match boot.maximum() {
            MaxReservation::Pages(most) if by_build.is_some_and(|limit| most <= limit) => {
                "up to the ceiling"
            }
            MaxReservation::Pages(_) | MaxReservation::Unlimited => "as far as this kernel goes",
        }
    }
}

/// What an entry of the machine's map is.
fn listed(region: Region<Addr>, boot: &Boot) -> String {
    let bytes = size(region.span.count(), boot);
    let what = match region.kind {
        Kind::Usable if region.span.start() == Addr(0) => "RAM from address 0",
        Kind::Usable => return format!("RAM above {}, {bytes}", place(region.span.start(), boot)),
        Kind::Reserved => "reserved",
        Kind::AcpiData => "ACPI tables",
        Kind::AcpiNvs => "ACPI NVS",
        Kind::Unusable => "unusable RAM",
        Kind::Other(_) => "of another type",
    };
    format!("{what}, {bytes}")
}
