//! Every kernel variant on one page: what it does, and the releases it holds for.
//!
//! [`Variant::rules`] answers every question the era files ask; each variant is written as its
//! difference from the one before. [`BOUNDARIES`] gives the first release of each variant with
//! the evidence. Not here: the order of the steps (the era files), the meaning of the answers
//! (`kinds`), rules that change inside a variant (`by_release`), the lookup of a release
//! ([`super::release`]).

mod by_release;
mod kinds;

use super::variant::{Era, Variant};
use crate::units::{Bytes, Pages};
use crate::version::Version;

pub use kinds::{
    Boundary, Conflicts, EndOfRam, Extra, ExtraOwner, ExtraWarnings, GuestMappings, HashPages,
    Identity, P2mKind, PopulateRounding, RamAbove, Refusal, ReleaseLine, Reservation, Rules,
    TargetSearch, ToMove, Totals, Unusable,
};

/// Entries a kernel's own table can hold: 128, plus 3 for each of 64 NUMA nodes.
pub(super) const TABLE_CAPACITY: usize = 320;

/// Classic kernels: their map is made from the page count alone (e0).
const CLASSIC: Rules = Rules {
    era: Era::Classic,
    domain_limit: Pages(128 * Pages::GIB.0),
    unusable: Unusable::Kept,
    reserves_ibft: false,
    reservation: Reservation::Ignored,
    ram_above: RamAbove::LeftOut,
    extra: Extra::AfterPages,
    extra_warnings: ExtraWarnings::Silent,
    p2m: P2mKind::Plain,
    identity: Identity::Unmarked,
    refusal: Refusal::Bare,
    release_line: ReleaseLine::LookingAt,
    totals: Totals::Always,
    populate: PopulateRounding::Outwards,
    target_search: TargetSearch::StopsAtFullEntry,
    conflicts: Conflicts::Unchecked,
    end_of_ram: EndOfRam::Usable,
    struct_page: Bytes(56),
    hash_pages: HashPages::Present,
};

/// The 2.6.32 pvops tree: pages under holes of the machine's map are released (e1a).
const PVOPS_2632: Rules = Rules {
    era: Era::HolesReleased,
    ram_above: RamAbove::UnusableBelow4Gib,
    extra: Extra::AfterMap,
    p2m: P2mKind::Tree,
    hash_pages: HashPages::Mapped,
    ..CLASSIC
};

/// 2.6.37–2.6.38 (e1b).
const V2_6_37: Rules = Rules { ram_above: RamAbove::LeftOut, ..PVOPS_2632 };

/// 2.6.39: marks 1:1 (e1c).
const V2_6_39: Rules = Rules {
    ram_above: RamAbove::UnusableBelow4Gib,
    extra: Extra::AfterMapFrom4Gib,
    identity: Identity::Gaps,
    ..V2_6_37
};

/// 3.0.0–3.0.4 (e1d). It moves a low end of the map up to 4 GiB where 2.6.39 starts from 4 GiB; the
/// extra region is the same.
const V3_0: Rules = V2_6_39;

/// 3.0.5: asks for the maximum reservation (e1e).
const V3_0_5: Rules = Rules { reservation: Reservation::Signed32, ..V3_0 };

/// 3.1 (e1f).
const V3_1: Rules =
    Rules { release_line: ReleaseLine::FreeingTwoBlanks, struct_page: Bytes(64), ..V3_0_5 };

/// 3.2: pages under everything that is not RAM are released (e2a).
const V3_2: Rules = Rules {
    era: Era::Released,
    ram_above: RamAbove::Unusable,
    extra: Extra::InRamByBytes,
    refusal: Refusal::Named,
    ..V3_1
};

/// 3.3–3.4 (e2b).
const V3_3: Rules = Rules { domain_limit: Pages(500 * Pages::GIB.0), ..V3_2 };

/// 3.4.111, 3.2.71: a backport that 3.5 does not have (e2c).
const V3_4_STABLE: Rules =
    Rules { unusable: Unusable::IsRam, extra_warnings: ExtraWarnings::Each, ..V3_3 };

/// 3.5: released pages are populated again (e3a).
const V3_5: Rules = Rules {
    era: Era::Populated,
    refusal: Refusal::NamedAndEnds,
    release_line: ReleaseLine::Freeing,
    totals: Totals::IfAny,
    ..V3_3
};

/// 3.6–3.9 (e3b).
const V3_6: Rules =
    Rules { populate: PopulateRounding::Inwards, extra_warnings: ExtraWarnings::Each, ..V3_5 };

/// 3.10.99, 3.11–3.15 (e3c).
const V3_11: Rules = Rules { unusable: Unusable::IsRam, ..V3_6 };

/// 3.16–3.17 (e3d).
const V3_16: Rules = Rules {
    p2m: P2mKind::TreeCutting,
    identity: Identity::GapsAndRest,
    extra_warnings: ExtraWarnings::Once,
    ..V3_11
};

/// 3.18: pages are moved, not released (e4a).
const V3_18: Rules = Rules { era: Era::MovedNow, ..V3_16 };

/// 3.19–4.2: they are moved late (e4b).
const V3_19: Rules = Rules {
    era: Era::MovedLate,
    p2m: P2mKind::Linear,
    release_line: ReleaseLine::Silent,
    extra_warnings: ExtraWarnings::Silent,
    ..V3_18
};

/// 4.3: checks what Xen placed (e5a).
const V4_3: Rules = Rules {
    era: Era::Checked,
    reservation: Reservation::Signed64(ToMove::Short),
    extra: Extra::InRamByPages,
    conflicts: Conflicts::Checked,
    ..V3_19
};

/// 4.4–4.5.0 (e5b).
const V4_4: Rules =
    Rules { ram_above: RamAbove::LeftOut, target_search: TargetSearch::SkipsFullEntry, ..V4_3 };

/// 4.5.7, 4.6–6.4 (e5c).
const V4_6: Rules = Rules { reservation: Reservation::Signed64(ToMove::Exact), ..V4_4 };

/// 6.8 (e5d).
const V6_8: Rules = Rules { reserves_ibft: true, ..V4_6 };

/// Since 6.12 (e5e).
const V6_12: Rules = Rules {
    conflicts: Conflicts::CheckedAfterSwap,
    end_of_ram: EndOfRam::UsableAndAcpiData,
    hash_pages: HashPages::Unmoved,
    ..V6_8
};

impl Variant {
    /// What this variant does.
    pub const fn rules(self) -> &'static Rules {
        match self {
            Self::Classic => &CLASSIC,
            Self::Pvops2632 => &PVOPS_2632,
            Self::V2637 => &V2_6_37,
            Self::V2639 => &V2_6_39,
            Self::V30 => &V3_0,
            Self::V305 => &V3_0_5,
            Self::V31 => &V3_1,
            Self::V32 => &V3_2,
            Self::V33 => &V3_3,
            Self::V34Stable => &V3_4_STABLE,
            Self::V35 => &V3_5,
            Self::V36 => &V3_6,
            Self::V311 => &V3_11,
            Self::V316 => &V3_16,
            Self::V318 => &V3_18,
            Self::V319 => &V3_19,
            Self::V43 => &V4_3,
            Self::V44 => &V4_4,
            Self::V46 => &V4_6,
            Self::V68 => &V6_8,
            Self::V612 => &V6_12,
        }
    }

    /// The era, which decides the steps of the story.
    pub const fn era(self) -> Era {
        self.rules().era
    }

    /// Whether dom0's maximum reservation changes anything in this kernel.
    pub const fn reads_maximum(self) -> bool {
        !matches!(self.rules().reservation, Reservation::Ignored)
    }
}

const fn v(major: u32, minor: u32, patch: u32) -> Version {
    Version::new(major, minor, patch)
}

const fn row(from: Version, variant: Variant) -> Boundary {
    Boundary { from, variant, older_seen: None }
}

const fn gap(from: Version, variant: Variant, old: Version) -> Boundary {
    Boundary { from, variant, older_seen: Some(old) }
}

/// All boundaries of the pvops kernels, oldest first. Where a stable release has a backport, its
/// row is valid only within its series; the next row ends it. Each row's comment gives the change
/// and the evidence for it (spec/kernel.md 8).
pub static BOUNDARIES: [Boundary; 27] = [
    // dom0 uses the host's e820: commits 35ae11fd146, 9e9a5fcb04e
    row(v(2, 6, 37), Variant::V2637),
    // RAM ends rounded down: commit 7cb31b752c7
    row(v(2, 6, 38), Variant::V2637),
    // 1:1 mapping: commit 68df0da7f42; unusable below 4 GiB: commit 2f14ddc3a71
    row(v(2, 6, 39), Variant::V2639),
    // extra not below 4 GiB: commit acd049c6e99
    row(v(3, 0, 0), Variant::V30),
    // maximum reservation honoured: commit d312ae878b6; absent in 3.0.1, present in 3.0.8, in
    // 3.0.5 according to the article
    row(v(3, 0, 5), Variant::V305),
    // message wording: commit 8f3c5883d84
    row(v(3, 1, 0), Variant::V31),
    // pages under reserved entries released too: 3.1.10 and 3.2.0 read
    row(v(3, 2, 0), Variant::V32),
    // unusable treated as RAM: 3.2.71 read
    gap(v(3, 2, 71), Variant::V34Stable, v(3, 2, 7)),
    // domain limit 500 GiB: 3.2.71 and 3.3.8 read
    row(v(3, 3, 0), Variant::V33),
    // unusable treated as RAM: 3.4.111 read
    gap(v(3, 4, 111), Variant::V34Stable, v(3, 4, 2)),
    // released pages are refilled: 3.4.2 and 3.5.0 read
    row(v(3, 5, 0), Variant::V35),
    // rounding inwards: 3.5.0 and 3.6.0 read
    row(v(3, 6, 0), Variant::V36),
    // unusable treated as RAM: 3.10.99 read
    gap(v(3, 10, 99), Variant::V311, v(3, 9, 6)),
    // unusable treated as RAM: 3.9.6 and 3.11.0 read
    row(v(3, 11, 0), Variant::V311),
    // everything above the map 1:1: 3.15.5 and 3.16.0 read
    row(v(3, 16, 0), Variant::V316),
    // moved instead of released: 3.17.4 and 3.18.0 read
    row(v(3, 18, 0), Variant::V318),
    // late move, linear p2m: 3.18.30 and 3.19.8 read
    row(v(3, 19, 0), Variant::V319),
    // conflict checks, no domain limit: 4.2.8 and 4.3.0 read
    row(v(4, 3, 0), Variant::V43),
    // RAM above the limit left out: 4.3.0 and 4.4.0 read
    row(v(4, 4, 0), Variant::V44),
    // pages to move counted correctly: 4.5.7 read
    gap(v(4, 5, 7), Variant::V46, v(4, 5, 0)),
    // pages to move counted correctly: 4.6.2 read
    row(v(4, 6, 0), Variant::V46),
    // 320 entries for the host's map: 4.9.115 and 4.10.0 read
    row(v(4, 10, 0), Variant::V46),
    // no prefix before the map's header: 4.15.18 and 4.20.0 read
    gap(v(4, 20, 0), Variant::V46, v(4, 15, 18)),
    // unchanged: 5.2.1, 5.9.1, 6.2.1, 6.4.6 read
    row(v(5, 0, 0), Variant::V46),
    // iBFT reserved: 6.4.6 and 6.8.1 read
    gap(v(6, 8, 0), Variant::V68, v(6, 4, 6)),
    // NVS regions swap places: 6.8.1 and 6.12.0 read
    gap(v(6, 12, 0), Variant::V612, v(6, 8, 1)),
    // print-out with gaps: 6.19.9 read and 7.3.4 booted
    gap(v(7, 3, 0), Variant::V612, v(6, 19, 9)),
];

/// The newest release whose behaviour was observed.
pub(super) const NEWEST: Version = v(7, 3, 4);
