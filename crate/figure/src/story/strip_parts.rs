//! The parts of the strip of dom0's pages.

use sim::ledger::{Account, Ledger};
use sim::step::{Backing, Phase, Step};
use sim::units::Pages;

use crate::charts::accounts::look;
use crate::draw::shape::{Bar, Pattern, Role};
use crate::story::count::{Work, count};

/// A part of the strip.
#[derive(Clone, Copy, Debug)]
pub(crate) struct StripPart {
    pub(crate) account: Account,
    pub(crate) bar: Bar,
    pub(crate) pages: Pages,
}

/// The accounts of the pages that Xen gave, after `step` with this `ledger`: always the
/// same parts in the same order. They sum to what Xen gave until the balloon brings more.
pub(crate) fn parts(ledger: &Ledger, step: &Step) -> Vec<StripPart> {
    count(Work::Parts);
    let world = &step.after;
    let flagged = world.pages_with(Backing::OnHole);
    let moved = match step.phase() {
        Phase::PagesMoved => world.pages_with(Backing::Moved),
        Phase::FirmwareMap
        | Phase::Dom0Built
        | Phase::MapRead
        | Phase::HolesFound
        | Phase::PagesReleased
        | Phase::PagesRepopulated
        | Phase::IdentityMapped
        | Phase::MapRewritten
        | Phase::BalloonRoom
        | Phase::Descriptors
        | Phase::ToolsReport
        | Phase::BalloonedUp => Pages::ZERO,
    };
    let usable = ledger.pages(Account::Usable);
    let part = |account, bar, pages| StripPart { account, bar, pages };
    let plain = usable.less(flagged).less(moved);
    let mut parts = vec![part(Account::Usable, look(Account::Usable), plain)];
    let rest = [Account::Unexplained, Account::Stranded];
    for account in Account::DESCRIPTORS.into_iter().chain(Account::FIXED).chain(rest) {
        parts.push(part(account, look(account), ledger.pages(account)));
    }
    let on_hole = Bar::solid(Role::OnHole, Pattern::Slanted);
    parts.push(part(Account::Usable, on_hole, flagged));
    parts.push(part(Account::Usable, Bar::solid(Role::Moved, Pattern::Dotted), moved));
    let gone = ledger.pages(Account::FromDom0);
    parts.push(part(Account::FromDom0, look(Account::FromDom0), gone));
    parts
}
