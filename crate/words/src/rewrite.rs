//! How Linux rewrote its map, in one or two sentences.
//!
//! Not here: the printed lines (`map_lines`) and why the map reaches as far as it does (`why`).

use super::figure::region_amount;
use sim::boot::Boot;
use sim::join;
use sim::kernel::Era;
use sim::map::{Kind, Region};
use sim::step::{Change, Fate, Phase, Rewrite};
use sim::units::{Addr, PAGE_SIZE, Pages};

/// How Linux rewrote its map in this boot; `None` if it does not get that far.
pub(super) fn rewritten(boot: &Boot) -> Option<&Rewrite> {
    boot.steps.iter().find_map(|s| {
        if let Change::MapRewritten(rewrite) = &s.change { Some(rewrite) } else { None }
    })
}

/// What became of the machine's map: what was kept, cut, added and relabelled.
pub(super) fn caption(rewrite: &Rewrite, boot: &Boot) -> String {
    let kept = rewrite.unchanged();
    if rewrite.is_replaced() {
        let ram = rewrite.after.first().map(|r| size(r.span.count(), boot)).unwrap_or_default();
        return format!(
            "Linux replaces the machine’s map with a single range of RAM, {ram} from address 0."
        );
    }
    if rewrite.is_unchanged() {
        return format!("Linux keeps {}.", entries("all", kept));
    }
    let mut did = Vec::new();
    did.extend((kept > 0).then(|| format!("keeps {}", entries("", kept))));
    if boot.config.linux.variant.era() == Era::HolesReleased {
        did.extend(cut_at_dom0s_end(rewrite, boot));
    } else {
        did.extend(cut_off(rewrite, boot));
    }
    did.extend(moved(rewrite, boot));
    did.extend(relabelled(rewrite, boot));
    did.extend(claimed(rewrite, boot));
    did.extend(rounded(rewrite));
    // One act more than can be read at a glance is left to the printed lines.
    did.truncate(4);
    let also = if extra_region(rewrite).is_some() { "also " } else { "" };
    let hidden = hidden_room(boot).map_or_else(String::new, |hidden| {
        let hidden = region_amount(hidden, boot.pages);
        format!(" The balloon’s region {also}covers {hidden} that stays marked unusable.")
    });
    format!("Linux {}.{hidden}", joined(&did))
}

/// Room of the balloon that lies on entries marked unusable, so that the map does not list it
/// (spec/kernel.md 2 step 7, variant a).
pub(super) fn hidden_room(boot: &Boot) -> Option<Pages> {
    if boot.config.linux.variant.era() != Era::HolesReleased {
        return None;
    }
    let listed = extra_region(rewritten(boot)?).map_or(0, |(_, bytes)| bytes);
    let room = boot.pages_of(Phase::BalloonRoom);
    Some(room.less(Pages(listed.div_ceil(PAGE_SIZE)))).filter(|hidden| !hidden.is_zero())
}

/// Whether Linux leaves the machine's map as it is.
pub fn is_map_kept(boot: &Boot) -> bool {
    rewritten(boot).is_some_and(Rewrite::is_unchanged)
}

/// The same in a few words beside the lane's name; empty if this boot does not get that far.
pub fn map_summary(boot: &Boot) -> String {
    let Some(rewrite) = rewritten(boot) else { return String::new() };
    let (kept, all) = (rewrite.unchanged(), rewrite.entries.len());
    let changed = match rewrite.changes().as_slice() {
        [] => return "kept as it is".to_owned(),
        [one] if one.old.len() == 1 && one.new.len() == 2 => "one cut in two".to_owned(),
        [one] if one.old.len() == 1 && shorter(&one.old, &one.new) => "one cut short".to_owned(),
        _ if all == kept => "some added".to_owned(),
        _ => format!("{} changed", number(all - kept)),
    };
    if kept == 0 { changed } else { format!("{} kept, {changed}", entries("", kept)) }
}

fn shorter(old: &[Region<Addr>], new: &[Region<Addr>]) -> bool {
    let bytes = |list: &[Region<Addr>]| list.iter().map(|r| r.span.count()).sum::<u64>();
    new.len() == 1 && bytes(new) < bytes(old)
}

fn number(n: usize) -> String {
    let words = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
    words.get(n).map_or_else(|| super::count(n as u64), |w| (*w).to_owned())
}

/// `one entry`, `three entries`, `all 12 entries`.
fn entries(all: &str, n: usize) -> String {
    let number = number(n);
    let number = if all.is_empty() { number } else { format!("{all} {number}") };
    match n {
        1 if !all.is_empty() => "its only entry".to_owned(),
        1 => format!("{number} entry"),
        _ => format!("{number} entries"),
    }
}

/// `keeps a, cuts b and marks c`.
fn joined(did: &[String]) -> String {
    match did.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", join::joined(rest, ", ")),
        None => "keeps the map as it is".to_owned(),
    }
}

/// An amount of bytes, rounded to whole pages downwards, in the unit it has in the lanes.
pub(super) fn size(bytes: u64, boot: &Boot) -> String {
    match bytes {
        0..4096 => format!("{bytes} bytes"),
        _ => region_amount(Pages(bytes >> 12), boot.pages),
    }
}

/// An address as an amount above 0, if it lies on a page; otherwise in hexadecimal.
pub(super) fn place(addr: Addr, boot: &Boot) -> String {
    let round = addr.0.is_multiple_of(4096) && addr.0 > 0;
    let text = region_amount(Pages(addr.0 >> 12), boot.pages);
    if round { text } else { format!("{:#x}", addr.0) }
}

/// RAM above what Linux may use.
fn cut_off(rewrite: &Rewrite, boot: &Boot) -> Vec<String> {
    let parts = rewrite.entries.iter().flat_map(|e| e.parts.iter().map(move |p| (e, p)));
    let Some((entry, part)) = parts.clone().find(|(_, p)| p.fate == Fate::CutOff) else {
        return Vec::new();
    };
    let all: u64 = parts.filter(|(_, p)| p.fate == Fate::CutOff).map(|(_, p)| p.span.count()).sum();
    let start = part.span.start();
    let marked = part.now == Some(Kind::Unusable);
    let inside = start > entry.region.span.start();
    let is_last = rewrite.entries.last().map(|e| e.region) == Some(entry.region);
    if inside && is_last && all == part.span.count() {
        let rest = if marked { "marks the rest unusable" } else { "leaves out the rest" };
        return vec![
            format!("cuts the map’s last entry at {}", place(start, boot)),
            rest.to_owned(),
        ];
    }
    let (at, all) = (place(start, boot), size(all, boot));
    vec![if marked {
        format!("marks {all} of RAM from {at} up unusable")
    } else {
        format!("leaves out {all} of RAM from {at} up")
    }]
}

/// Up to 3.1: RAM above dom0's pages, and the one region that takes its place.
fn cut_at_dom0s_end(rewrite: &Rewrite, boot: &Boot) -> Vec<String> {
    let mut did = Vec::new();
    let ram = [Fate::CutOff, Fate::ExtraRegion].map(|fate| rewrite.ram(fate).0);
    let off = ram.into_iter().fold(0, u64::saturating_add);
    let marked = rewrite.parts().filter(|p| p.fate == Fate::CutOff && p.now.is_some());
    let marked: u64 = marked.map(|p| p.span.count()).sum();
    if off > 0 {
        did.push(format!("cuts off {} of RAM above dom0’s pages", size(off, boot)));
    }
    if marked == off && marked > 0 {
        did.push("marks all of it unusable".to_owned());
    } else if marked > 0 {
        did.push(format!("marks {} of it unusable", size(marked, boot)));
    }
    if let Some((start, bytes)) = extra_region(rewrite) {
        did.push(format!("adds {} for the balloon at {}", size(bytes, boot), place(start, boot)));
    }
    did
}

/// Where the balloon's one region starts, and its length in bytes.
fn extra_region(rewrite: &Rewrite) -> Option<(Addr, u64)> {
    let parts = || rewrite.parts().filter(|p| p.fate == Fate::ExtraRegion);
    let start = parts().map(|p| p.span.start()).min()?;
    Some((start, parts().map(|p| p.span.count()).fold(0, u64::saturating_add)))
}

/// ACPI NVS that made way for what Xen placed.
fn moved(rewrite: &Rewrite, boot: &Boot) -> Option<String> {
    let moved = rewrite
        .parts()
        .filter_map(|p| if let Fate::MovedTo(to) = p.fate { Some((p, to)) } else { None });
    let (part, to) = moved.min_by_key(|(p, _)| p.span.start())?;
    Some(format!("moves ACPI NVS from {} to {}", place(part.span.start(), boot), place(to, boot)))
}

/// Unusable entries of the machine's map that are RAM for this kernel.
fn relabelled(rewrite: &Rewrite, boot: &Boot) -> Option<String> {
    let made = rewrite.parts().filter(|p| p.fate == Fate::MadeRam);
    let bytes: u64 = made.map(|p| p.span.count()).sum();
    (bytes > 0).then(|| format!("counts {} that Xen marked unusable as RAM", size(bytes, boot)))
}

/// Entries that end or start inside a page.
fn rounded(rewrite: &Rewrite) -> Option<String> {
    let has = |e: &&sim::step::OldEntry| e.parts.iter().any(|p| p.fate == Fate::Rounded);
    let n = rewrite.entries.iter().filter(has).count();
    (n > 0).then(|| format!("rounds {} to whole pages", entries("", n)))
}

/// What the kernel reserves in every map: the ISA area below 1 MiB.
fn claimed(rewrite: &Rewrite, boot: &Boot) -> Option<String> {
    let claimed = rewrite.parts().filter(|p| p.fate == Fate::Claimed);
    let bytes: u64 = claimed.map(|p| p.span.count()).sum();
    (bytes > 0).then(|| format!("reserves {} more below 1 MiB", size(bytes, boot)))
}

#[cfg(test)]
mod tests {
    use crate::test_boot::run;
    use sim::step::Phase;
    use sim::version::Version;

    /// The step of the map and the step of the room tell of one region.
    #[test]
    fn room_on_unusable_entries_is_told_apart_from_what_the_map_lists() {
        let check = |gib, option, linux, map: &str, room: &str| {
            let boot = run(gib, option, linux);
            for (phase, says) in [(Phase::MapRewritten, map), (Phase::BalloonRoom, room)] {
                let said = crate::caption(boot.step(phase).unwrap(), &boot).replace('\u{a0}', " ");
                assert!(said.ends_with(says), "{gib} {option} {linux}: {said}");
            }
        };
        check(
            8,
            "512M",
            Version::new(2, 6, 32),
            "marks 2.49 GiB of it unusable and adds 2.01 GiB for the balloon at 2.99 GiB. The balloon’s region also covers 2.49 GiB that stays marked unusable.",
            "prepares for another 4.50 GiB. 2.49 GiB of it stays marked unusable. None of it is backed by RAM.",
        );
        check(
            2,
            "512M",
            Version::new(2, 6, 32),
            "and marks all of it unusable. The balloon’s region covers 1.50 GiB that stays marked unusable.",
            "prepares for another 1.50 GiB. All of it stays marked unusable. None of it is backed by RAM.",
        );
        for linux in [Version::new(2, 6, 39), Version::new(3, 0, 1), Version::new(3, 1, 0)] {
            check(
                8,
                "512M",
                linux,
                "for the balloon at 4 GiB.",
                "prepares for another 4.50 GiB. None of it is backed by RAM.",
            );
        }
    }
}
