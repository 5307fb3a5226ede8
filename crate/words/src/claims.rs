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
            Self::Otherwise => "happened differently",
        }
    }
}

/// A claim of the article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim {
    /// A name that never changes.
    pub id: &'static str,
    /// What it says, in our words, with marks.
    pub claim: &'static str,
    /// Whether it holds.
    pub holds: Holds,
    /// Note with versions and marks.
    pub note: &'static str,
}

/// All claims, in the article's order.
pub const CLAIMS: [Claim; 15] = [
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
        note: "Two things were missing, and each has its own cure: `max:` for bookkeeping, the balloon for returned pages.",
    },
    Claim {
        id: "tldr",
        claim: "Change `dom0_mem=2G` to `dom0_mem=2G,max:2G`.",
        holds: Holds::Yes,
        note: "It recovers the bookkeeping only. On 3.2 the returned pages stay with Xen. XSA-300 (2019) advised a ceiling above the size, for kernels up to 5.2.",
    },
    Claim {
        id: "max-alone",
        claim: "`dom0_mem=max:LLL` sets the maximum reservation to `LLL`, with `M` and `G` for MiB and GiB.",
        holds: Holds::Simplified,
        note: "Since Xen 4.1.2. A number without a letter is KiB. Without a size, dom0 also starts with what `max:` allows, before Xen 4.1.2 too.",
    },
    Claim {
        id: "from-page-0",
        claim: "A domain starts with pages that are numbered without gaps from 0.",
        holds: Holds::Yes,
        note: "Xen chooses the machine frames that back them.",
    },
    Claim {
        id: "maximum",
        claim: "A domain has a maximum reservation that may be larger than what it starts with.",
        holds: Holds::Yes,
        note: "Before Xen 4.1.2 dom0’s was always unlimited, whatever `max:` said.",
    },
    Claim {
        id: "machine-map",
        claim: "dom0 uses the machine’s own memory map, to reach BIOS areas and PCI devices.",
        holds: Holds::Yes,
        note: "Since 2.6.37, and in the 2.6.32 pvops tree. Classic kernels read it for devices only.",
    },
    Claim {
        id: "map-modified",
        claim: "The kernel modifies the e820 map (the caption of the article’s picture).",
        holds: Holds::Simplified,
        note: "Since 2.6.37 it changes its own copy: RAM above its limit is cut off or marked unusable, up to 3.1 room for the balloon is added at the end, and since 4.4 RAM above is left out. The firmware’s map stays as it is, and classic kernels make a map of their own.",
    },
    Claim {
        id: "descriptors",
        claim: "New kernels make page tables and page records (`struct page`) for every page up to the maximum.",
        holds: Holds::Simplified,
        note: "Only up to about ten times the pages dom0 has at boot (3.5–3.18: counted from the last page number in use), so a larger host stops mattering. Up to 3.0.4 the maximum played no part. Since 3.19 each such page also costs 8 bytes of p2m.",
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
        note: "That is 3.2. Up to 3.1 only pages under true holes above 1 MiB were returned, and those under reserved entries stayed, unusable. 3.0.5 only learned the limit.",
    },
    Claim {
        id: "versions",
        claim: "`max:` needs Xen 4.1.2 and Linux 3.0.5, or later.",
        holds: Holds::Yes,
        note: "Xen 4.1.2 has the backport. Linux 3.0.1 ignores `max:` and 3.0.8 obeys it. Only the article says that 3.0.5 was the first.",
    },
    Claim {
        id: "balloon-driver",
        claim: "Returned pages come back if the kernel has `CONFIG_XEN_BALLOON`.",
        holds: Holds::Yes,
        note: "Growing beyond the prepared room also needs memory hotplug, which distributions set today.",
    },
    Claim {
        id: "target",
        claim: "Write the wanted size in KiB to `target_kb`, or use the toolstack.",
        holds: Holds::Simplified,
        note: "2.6.18 reads bytes. Up to 3.1 the driver still counts the returned pages, so more must be written than is wanted. `xl mem-set` also sets Xen’s limit.",
    },
    Claim {
        id: "moved-in-3.5",
        claim: "Since 3.5 such pages are moved instead of released.",
        holds: Holds::Otherwise,
        note: "3.5 returns them and gets the same number at other page numbers. Pages are moved since 3.18.",
    },
];
