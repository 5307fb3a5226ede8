//! Lane F's pages before and after a step, and how far the step has changed them.

use sim::ledger::Ledger;
use sim::step::Phase;
use sim::units::Pages;

use crate::story::moment::Moment;
use crate::story::motion::ease;
use crate::story::strip_parts::{StripPart, parts};

/// Lane F's pages by account, before and after the step.
pub(crate) struct Strip {
    pub(crate) ledger: Ledger,
    pub(crate) now: Vec<StripPart>,
    pub(crate) before: Vec<StripPart>,
    /// All pages of the strip after the step.
    pub(crate) pages: Pages,
    /// Fraction (0 to 1) of this step's account changes that is done.
    pub(crate) changed: f64,
}

impl Strip {
    pub(crate) fn of(now: &Moment<'_>, arrived: Pages) -> Self {
        let ledger = Ledger::of(now.boot, now.index);
        let after = parts(&ledger, now.step);
        let earlier = now.before.zip(now.index.checked_sub(1));
        let before = match earlier.filter(|_| now.phase != Phase::Dom0Built) {
            Some((step, i)) => parts(&Ledger::of(now.boot, i), step),
            None => after.clone(),
        };
        let pages = after.iter().map(|p| p.pages).sum::<Pages>().max(now.boot.pages);
        let changed = changed(now, arrived);
        Self { ledger, now: after, before, pages, changed }
    }
}

/// Fraction (0 to 1) of this step's account changes that is done. Pages that travel count when
/// they land; where no page changes account, it is 1 as soon as the step begins.
fn changed(now: &Moment<'_>, arrived: Pages) -> f64 {
    let t = now.t;
    match now.phase {
        Phase::HolesFound => ease(t, 0.4, 0.9),
        Phase::Descriptors => now.descriptors_grown(),
        Phase::PagesReleased | Phase::PagesRepopulated | Phase::PagesMoved | Phase::BalloonedUp => {
            let all = now.step.change.pages().unwrap_or_default();
            if t >= 1.0 { 1.0 } else { arrived.0 as f64 / all.0.max(1) as f64 }
        }
        Phase::FirmwareMap
        | Phase::Dom0Built
        | Phase::MapRead
        | Phase::IdentityMapped
        | Phase::MapRewritten
        | Phase::BalloonRoom
        | Phase::ToolsReport => f64::from(u8::from(t > 0.0)),
    }
}
