//! What the article of 2012 claims, and whether each claim held.
//!
//! For the page's story: the claim in our words, whether it holds, and where it was simpler
//! than the kernels and Xen were. The tables of `kernel::release` and `xen` have the
//! evidence for every version.

/// Whether a claim holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Holds {
    /// Holds as stated.
    Yes,
    /// Holds in the main; details differ by version.
    Simplified,
    /// Turned out differently.
    Otherwise,
}

impl Holds {
    /// The verdict in one or two words.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Yes => "true",
            Self::Simplified => "true, simplified",
            Self::Otherwise => "came otherwise",
        }
    }
}

/// A claim of the article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim {
    /// A name that never changes.
    pub id: &'static str,
    /// What it says, in our words.
    pub claim: &'static str,
    /// Whether it holds.
    pub holds: Holds,
    /// Note with versions.
    pub note: &'static str,
}

/// All claims, in the article's order.
pub const CLAIMS: [Claim; 14] = [
    Claim {
        id: "less-free",
        claim: "After the change from a classic to a pvops kernel dom0 has much less free memory.",
        holds: Holds::Simplified,
        note: "Much of the drop in MemTotal is another way of counting: classic kernels show every page, pvops kernels what the page allocator got. Compare MemFree.",
    },
    Claim {
        id: "recoverable",
        claim: "With some updates and settings the memory comes back.",
        holds: Holds::Yes,
        note: "Two things were missing and each has its own cure: max: for descriptors, the balloon for released pages.",
    },
    Claim {
        id: "tldr",
        claim: "Change dom0_mem=2G to dom0_mem=2G,max:2G.",
        holds: Holds::Yes,
        note: "It cures the descriptors only; on 3.2 the released pages stay with Xen. XSA-300 (2019) advises some room below max:.",
    },
    Claim {
        id: "max-alone",
        claim: "dom0_mem=max:LLL sets the maximum reservation to LLL, with M and G for MiB and GiB.",
        holds: Holds::Simplified,
        note: "From Xen 4.1.2 on. A number without a letter is KiB. Without a size in front dom0 also starts with what max: allows, before Xen 4.1.2 too.",
    },
    Claim {
        id: "from-page-0",
        claim: "A domain starts with pages that are numbered without gaps from 0.",
        holds: Holds::Yes,
        note: "The frames behind them are Xen’s choice.",
    },
    Claim {
        id: "maximum",
        claim: "A domain has a maximum reservation that may be larger than what it starts with.",
        holds: Holds::Yes,
        note: "Before Xen 4.1.2 dom0’s was always unlimited, whatever max: said.",
    },
    Claim {
        id: "machine-map",
        claim: "Dom0 uses the machine’s own memory map, to reach BIOS areas and PCI devices.",
        holds: Holds::Yes,
        note: "From 2.6.37 on, and in the 2.6.32 pvops tree; classic kernels read it for devices only.",
    },
    Claim {
        id: "descriptors",
        claim: "New kernels make page tables and struct pages for every page up to the maximum.",
        holds: Holds::Simplified,
        note: "Only up to about ten times the pages dom0 has at boot (from 3.5 to 3.18 counted from the last page number in use), so a larger host stops mattering. To 3.0.4 the maximum played no part; from 3.19 on each such page also costs 8 bytes of p2m.",
    },
    Claim {
        id: "classic-descriptors",
        claim: "Old kernels make them only for the pages there are.",
        holds: Holds::Yes,
        note: "And for 8 MiB more.",
    },
    Claim {
        id: "tries-harder",
        claim: "New kernels try harder to give pages behind holes and reserved regions back to Xen.",
        holds: Holds::Simplified,
        note: "That is 3.2. To 3.1 only pages under true holes above 1 MiB went, and those under reserved entries stayed, usable by nobody; 3.0.5 only learned the limit.",
    },
    Claim {
        id: "versions",
        claim: "max: takes Xen 4.1.2 and Linux 3.0.5, or later.",
        holds: Holds::Yes,
        note: "Xen 4.1.2 carries the backport. For Linux 3.0.1 was read without and 3.0.8 with it; 3.0.5 itself is the article’s word.",
    },
    Claim {
        id: "balloon-driver",
        claim: "Released pages come back if the kernel has CONFIG_XEN_BALLOON.",
        holds: Holds::Yes,
        note: "Growing beyond the room also takes memory hotplug, which distributions set today.",
    },
    Claim {
        id: "target",
        claim: "Write the wanted size in KiB to target_kb, or use the toolstack.",
        holds: Holds::Simplified,
        note: "2.6.18 reads bytes. To 3.1 the driver still counts the released pages, so more must be written than is wanted. xl mem-set also moves Xen’s limit.",
    },
    Claim {
        id: "moved-in-3.5",
        claim: "From 3.5 on such pages will be moved instead of released.",
        holds: Holds::Otherwise,
        note: "3.5 releases them and takes as many again at other numbers. Pages are moved from 3.18 on.",
    },
];
