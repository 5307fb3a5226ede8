//! The behaviours of dom0 kernels and the eras they belong to.
//!
//! Not here: what each variant does, and its era (`rules`); the mapping of releases to variants
//! (`release`).

/// The behaviour variants, named after the first release known to behave so (spec/kernel.md 6b;
/// the key in brackets).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Variant {
    /// Classic kernels, 2.6.18-xen and the forward ports (e0).
    Classic,
    /// The 2.6.32 pvops tree (e1a).
    Pvops2632,
    /// 2.6.37–2.6.38 (e1b).
    V2637,
    /// 2.6.39 (e1c).
    V2639,
    /// 3.0.0–3.0.4 (e1d).
    V30,
    /// Since 3.0.5: honours the maximum reservation (e1e).
    V305,
    /// 3.1 (e1f).
    V31,
    /// 3.2 (e2a).
    V32,
    /// 3.3–3.4 (e2b).
    V33,
    /// 3.4.111, 3.2.71: unusable counts as RAM (e2c).
    V34Stable,
    /// 3.5: released pages are refilled (e3a).
    V35,
    /// 3.6–3.9 (e3b).
    V36,
    /// 3.10.99, 3.11–3.15 (e3c).
    V311,
    /// 3.16–3.17 (e3d).
    V316,
    /// 3.18: pages move (e4a).
    V318,
    /// 3.19–4.2 (e4b).
    V319,
    /// 4.3 (e5a).
    V43,
    /// 4.4–4.5.0 (e5b).
    V44,
    /// 4.5.7, 4.6–6.4 (e5c).
    V46,
    /// 6.8 (e5d).
    V68,
    /// Since 6.12 (e5e).
    V612,
}

impl Variant {
    /// All variants, oldest first.
    pub const ALL: [Self; 21] = [
        Self::Classic,
        Self::Pvops2632,
        Self::V2637,
        Self::V2639,
        Self::V30,
        Self::V305,
        Self::V31,
        Self::V32,
        Self::V33,
        Self::V34Stable,
        Self::V35,
        Self::V36,
        Self::V311,
        Self::V316,
        Self::V318,
        Self::V319,
        Self::V43,
        Self::V44,
        Self::V46,
        Self::V68,
        Self::V612,
    ];

    /// Whether this is the variant of the classic kernels, which do not use the machine's map.
    pub const fn is_classic(self) -> bool {
        matches!(self, Self::Classic)
    }

    /// The short key of spec/kernel.md.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Classic => "e0",
            Self::Pvops2632 => "e1a",
            Self::V2637 => "e1b",
            Self::V2639 => "e1c",
            Self::V30 => "e1d",
            Self::V305 => "e1e",
            Self::V31 => "e1f",
            Self::V32 => "e2a",
            Self::V33 => "e2b",
            Self::V34Stable => "e2c",
            Self::V35 => "e3a",
            Self::V36 => "e3b",
            Self::V311 => "e3c",
            Self::V316 => "e3d",
            Self::V318 => "e4a",
            Self::V319 => "e4b",
            Self::V43 => "e5a",
            Self::V44 => "e5b",
            Self::V46 => "e5c",
            Self::V68 => "e5d",
            Self::V612 => "e5e",
        }
    }
}

/// The eras of spec/kernel.md 1–6.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Era {
    /// spec/kernel.md 1: the machine's map is not used.
    Classic,
    /// spec/kernel.md 2 (2.6.32–3.1): pages under true holes are released.
    HolesReleased,
    /// spec/kernel.md 3 (3.2–3.4): pages under everything that is not RAM are released.
    Released,
    /// spec/kernel.md 4 (3.5–3.17): released, then refilled elsewhere.
    Populated,
    /// spec/kernel.md 5 (3.18): moved immediately.
    MovedNow,
    /// spec/kernel.md 5 (3.19–4.2): moved late.
    MovedLate,
    /// spec/kernel.md 6 (since 4.3): moved late, with conflict checks.
    Checked,
}

impl Era {
    /// Whether `MemTotal`, the total that `free` shows, counts the memory that the kernel uses from
    /// boot: classic kernels show every page they can use, pvops kernels only the pages that the
    /// page allocator received.
    pub const fn counts_bookkeeping_in_mem_total(self) -> bool {
        match self {
            Self::Classic => true,
            Self::HolesReleased
            | Self::Released
            | Self::Populated
            | Self::MovedNow
            | Self::MovedLate
            | Self::Checked => false,
        }
    }
}
