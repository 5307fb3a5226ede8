//! How the ledger's accounts look, the same in every picture.

use sim::ledger::Account;

use crate::draw::shape::{Bar, Dash, Pattern, Role};

/// The bar of an account.
pub(crate) const fn look(account: Account) -> Bar {
    match account {
        Account::XenItself => Bar::fill(Role::Xen),
        Account::CrashKernel => Bar::solid(Role::Machine, Pattern::Crossed),
        Account::XenFree => Bar::solid(Role::Machine, Pattern::Plain),
        Account::FromDom0 => Bar::solid(Role::Released, Pattern::Slanted),
        Account::Usable => Bar::solid(Role::Dom0, Pattern::Plain),
        Account::StructPage | Account::PageTables | Account::P2m | Account::Hashes => {
            Bar::solid(Role::Descriptors, Pattern::Upright)
        }
        Account::Swiotlb | Account::KernelImage | Account::Other | Account::Unexplained => {
            Bar::outlined(Role::Fixed, Dash::Estimated)
        }
        Account::Stranded => Bar::solid(Role::OnHole, Pattern::Crossed),
    }
}
