//! The owner and purpose of the pages a ledger row counts.
//!
//! Not here: their number (`rows`), and the names shown to readers (the package `words`).

/// The owner and purpose of the pages a row counts, in drawing order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Account {
    /// Used by Xen: its image, frame table and tables.
    XenItself,
    /// Set aside by Xen for a crash kernel.
    CrashKernel,
    /// Free in Xen, for guests; without the pages dom0 returned.
    XenFree,
    /// Free in Xen: what dom0 released.
    FromDom0,
    /// Dom0's, for programs.
    Usable,
    /// `struct page`.
    StructPage,
    /// Page tables of the direct map and of `struct page`.
    PageTables,
    /// The list of machine frames.
    P2m,
    /// Dentry and inode hash tables.
    Hashes,
    /// The software IO TLB.
    Swiotlb,
    /// The kernel image.
    KernelImage,
    /// Other boot-time tables.
    Other,
    /// Dom0's, but unusable: under reserved entries (2.6.32–3.1).
    Stranded,
    /// Not explained by this model.
    Unexplained,
}

impl Account {
    /// All accounts, in drawing order.
    pub const ALL: [Self; 14] = [
        Self::XenItself,
        Self::CrashKernel,
        Self::XenFree,
        Self::FromDom0,
        Self::Usable,
        Self::StructPage,
        Self::PageTables,
        Self::P2m,
        Self::Hashes,
        Self::Swiotlb,
        Self::KernelImage,
        Self::Other,
        Self::Stranded,
        Self::Unexplained,
    ];
    /// The pages that Xen has.
    pub const XENS: [Self; 4] = [Self::XenItself, Self::CrashKernel, Self::XenFree, Self::FromDom0];
    /// The pages that dom0 has: all others.
    pub const DOM0: [Self; 10] = {
        let [_, _, _, _, others @ ..] = Self::ALL;
        others
    };
    /// Bookkeeping for pages dom0 might get.
    pub const DESCRIPTORS: [Self; 4] =
        [Self::StructPage, Self::PageTables, Self::P2m, Self::Hashes];
    /// Costs that do not depend on dom0's size.
    pub const FIXED: [Self; 3] = [Self::Swiotlb, Self::KernelImage, Self::Other];
}

#[cfg(test)]
mod tests {
    use super::Account;

    #[test]
    fn each_account_is_xens_or_dom0s() {
        assert_eq!([&Account::XENS[..], &Account::DOM0].concat(), Account::ALL);
    }
}
