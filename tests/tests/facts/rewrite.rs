//! Facts of how a kernel turned the machine's map into its own, against maps looked up page
//! by page.

use sim::kernel::{Era, Variant};
use sim::map::{Kind, Map};
use sim::simulate::rewrite;
use sim::span::Span;
use sim::step::{Fate, Rewrite};
use sim::units::{Addr, Pages};
use tests::worlds::World;

use super::random::{for_all, world};

fn kind_at(map: &Map<Addr>, at: Addr) -> Option<Kind> {
    map.regions().iter().find(|r| r.span.contains(at)).map(|r| r.kind)
}

fn covers_each_old_entry(rewrite: &Rewrite) {
    for entry in &rewrite.entries {
        let (first, last) = (entry.parts.first(), entry.parts.last());
        assert_eq!(first.map(|p| p.span.start()), Some(entry.region.span.start()), "{entry:?}");
        assert_eq!(last.map(|p| p.span.end()), Some(entry.region.span.end()), "{entry:?}");
        let joined = |w: &[sim::step::Part]| w[0].span.end() == w[1].span.start();
        assert!(entry.parts.windows(2).all(joined), "{entry:?}");
    }
    assert!(rewrite.added.windows(2).all(|w| w[0].span.end() <= w[1].span.start()));
}

/// Each fate says of a range what the two maps say of its first and its last byte.
fn fates_agree_with_the_maps(rewrite: &Rewrite, old: &Map<Addr>, new: &Map<Addr>) {
    for part in rewrite.parts() {
        for at in [part.span.start(), Addr(part.span.end().0 - 1)] {
            let (was, now) = (kind_at(old, at), kind_at(new, at));
            assert_eq!(part.now, now, "{part:?}");
            let ram = |kind| kind == Some(Kind::Usable);
            match part.fate {
                Fate::Kept => assert_eq!(was, now),
                Fate::Rounded => {
                    assert!(part.span.round_in().is_none() && !ram(now), "{part:?}");
                }
                Fate::CutOff => {
                    assert!(ram(was) || was == Some(Kind::Unusable), "{part:?}");
                    assert!(now.is_none() || now == Some(Kind::Unusable), "{part:?}");
                }
                Fate::ExtraRegion | Fate::MovedTo(_) => assert!(ram(now), "{part:?}"),
                Fate::MadeRam => assert!(was == Some(Kind::Unusable) && ram(now), "{part:?}"),
                Fate::Claimed => assert!(was != now && now == Some(Kind::Reserved), "{part:?}"),
                Fate::MovedFrom(_) => assert!(ram(was) && now == Some(Kind::AcpiNvs), "{part:?}"),
                Fate::Replaced | Fate::Overflowed => {}
            }
        }
    }
}

/// Every byte of RAM is kept, unusable, left out or under something else, and each once.
fn ram_is_conserved(rewrite: &Rewrite, old: &Map<Addr>) {
    let fates = |pick: fn(Option<Kind>) -> bool| -> u64 {
        let ram = rewrite.entries.iter().filter(|e| e.region.kind == Kind::Usable);
        ram.flat_map(|e| &e.parts).filter(|p| pick(p.now)).map(|p| p.span.count()).sum()
    };
    let kept = fates(|now| now == Some(Kind::Usable));
    let unusable = fates(|now| now == Some(Kind::Unusable));
    let left_out = fates(|now| now.is_none());
    let taken = fates(|now| {
        matches!(now, Some(Kind::Reserved | Kind::AcpiData | Kind::AcpiNvs | Kind::Other(_)))
    });
    let ram: u64 = old.ram().map(Span::count).sum();
    assert_eq!(kept + unusable + left_out + taken, ram);
}

fn changes_and_the_rest_are_all(rewrite: &Rewrite) {
    let changes = rewrite.changes();
    let old: usize = changes.iter().map(|c| c.old.len()).sum();
    let new: usize = changes.iter().map(|c| c.new.len()).sum();
    assert_eq!(old + rewrite.unchanged(), rewrite.entries.len());
    assert_eq!(new + rewrite.unchanged(), rewrite.after.len());
    assert!(changes.iter().all(|c| !c.old.is_empty() || !c.new.is_empty()));
    if !rewrite.is_replaced() {
        assert_eq!(changes.is_empty(), rewrite.is_unchanged());
    }
}

/// What an era does not do, it does nowhere.
fn fates_belong_to_their_era(world: &World, rewrite: &Rewrite) {
    let (variant, era) = (world.kernel.variant, world.kernel.variant.era());
    for part in rewrite.parts() {
        let may = match part.fate {
            Fate::Replaced => era == Era::Classic,
            Fate::ExtraRegion => era == Era::HolesReleased,
            Fate::MovedTo(_) | Fate::MovedFrom(_) => variant >= Variant::V612,
            Fate::MadeRam => variant == Variant::V34Stable || variant >= Variant::V311,
            Fate::CutOff if part.now.is_some() => variant < Variant::V44,
            Fate::Kept | Fate::Rounded | Fate::CutOff | Fate::Claimed | Fate::Overflowed => {
                era != Era::Classic
            }
        };
        assert!(may, "{variant:?} {part:?}");
    }
}

fn check(world: &World) {
    let run = world.run();
    if run.table.entries.is_empty() {
        return;
    }
    let (old, new) = (world.host.read_as_own().resolved(), run.table.resolved());
    let rewrite = rewrite(world.kernel, &run, Pages(world.pages), &old);
    assert_eq!(rewrite.applied(), new);
    assert_eq!(rewrite.after, new.regions());
    assert!(rewrite.entries.iter().map(|e| e.region).eq(old.regions().iter().copied()));
    covers_each_old_entry(&rewrite);
    fates_agree_with_the_maps(&rewrite, &old, &new);
    ram_is_conserved(&rewrite, &old);
    changes_and_the_rest_are_all(&rewrite);
    fates_belong_to_their_era(world, &rewrite);
}

#[test]
fn a_rewrite_applied_to_the_old_map_gives_the_new_one_in_random_worlds() {
    for_all(10_000, &world(), check);
}
