//! The strip of dom0's pages as a sum in words and numbers.

use sim::ledger::Account;
use sim::step::Phase;
use sim::units::Pages;

use crate::draw::geometry::at;
use crate::draw::shape::{Decor, Key, Label, Role, Scene};
use crate::story::frame::Frame;
use crate::story::layout::Sheet;
use crate::story::strip_parts::StripPart;

/// The strip as a sum, beside it or under it.
pub(crate) fn draw(frame: &Frame<'_>, scene: &mut Scene, parts: &[StripPart]) {
    // Pages that are leaving are a term of their own until they have landed; so are flagged
    // pages beside stranded ones.
    let leaving = frame.now.phase == Phase::PagesReleased && frame.flying();
    let stranded = |p: &StripPart| p.account == Account::Stranded && !p.pages.is_zero();
    let several = frame.now.phase == Phase::HolesFound && parts.iter().any(stranded);
    let apart = |p: &StripPart| {
        (leaving || several) && p.bar.role == Role::OnHole && p.account == Account::Usable
    };
    let parts = || parts.iter();
    let kind = |accounts: &[Account]| -> Pages {
        let own = parts().filter(|p| !apart(p) && accounts.contains(&p.account));
        own.map(|p| p.pages).sum()
    };
    let terms = [
        kind(&[Account::Usable]),
        parts().filter(|p| apart(p)).map(|p| p.pages).sum(),
        kind(&Account::DESCRIPTORS),
        kind(&Account::FIXED),
        kind(&[Account::Stranded, Account::Unexplained]),
        kind(&[Account::FromDom0]),
    ];
    let all: Pages = terms.into_iter().sum();
    let fixed = kind(&Account::FIXED);
    let terms: Vec<Pages> = terms.into_iter().filter(|n| !n.is_zero()).collect();
    let strong = words::figure::strip_sum(&terms, all);
    let below = words::figure::under_strip_sum(&terms, all, fixed, &frame.strip.ledger);
    let wide = frame.layout.sheet == Sheet::Wide;
    let (x, y) = (frame.strip_x(all.0 as f64) + 18.0, frame.layout.ledger);
    let key = Key::Decor(Decor::Sum);
    let label = Label::new(x, y + 14.0, &strong, 13.0).strong();
    let second = Label::new(x, y + 31.0, &below, 13.0);
    let fits = |l: &Label<'_>| l.rect().right() <= frame.layout.width;
    let low = y + frame.layout.bar + 20.0;
    let under = frame.layout.axis_x0 - 1.0;
    if fits(&label) && fits(&second) {
        scene.text(key, Role::Ink, label);
        scene.text(key, Role::Ink2, second);
    } else if wide {
        let label = Label { at: at(under, low), ..label };
        let placed = scene.text(key, Role::Ink, label);
        let next = placed.map_or(under, |r| r.right() + 16.0);
        scene.text(key, Role::Ink2, Label { at: at(next, low), ..second });
    } else {
        scene.text(key, Role::Ink, Label { at: at(under, low), ..label });
        let small = Label { at: at(under, low + 16.0), size: 12.0, ..second };
        scene.text(key, Role::Ink2, small);
    }
}
