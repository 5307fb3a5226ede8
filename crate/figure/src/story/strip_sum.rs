//! The strip of dom0's pages as a sum in words and numbers.

use sim::ledger::Account;
use sim::step::Phase;
use sim::units::Pages;

use crate::draw::lane::Lane;
use crate::draw::shape::{Decor, Key, Label, Role, Scene};
use crate::story::frame::Frame;
use crate::story::lane_names::name_lift;
use crate::story::layout::Sheet;
use crate::story::strip_parts::StripPart;

/// The index of the fixed part among the terms of the sum.
const FIXED: usize = 3;

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
    let strong = words::figure::strip_sum(&terms);
    let below = words::figure::under_strip_sum(&terms, FIXED, &frame.strip.ledger);
    let row = frame.layout.row(Lane::Ledger);
    let key = Key::Decor(Decor::Sum);
    let x = frame.strip_x(all.0 as f64) + if row.open >= 1.0 { 14.0 } else { 8.0 };
    if row.open < 1.0 {
        let label = Label::new(x, row.y + row.h / 2.0 + 4.0, &strong, 12.0);
        if label.rect().right() <= frame.layout.width && row.h > 0.0 {
            scene.text(key, Role::Ink2, label);
        }
        return;
    }
    let wide = frame.layout.sheet == Sheet::Wide;
    let (size, lines) = if wide { (13.0, [14.0, 31.0]) } else { (12.0, [10.0, 24.0]) };
    let [first, second] = lines.map(|down| row.y + down);
    let fits = |l: &Label<'_>| l.rect().right() <= frame.layout.width;
    let beside = Label::new(x, first, &strong, size).strong();
    let below = Label::new(x, second, &below, size);
    // The line below explains a term of the sum, so it is not shown without it.
    if fits(&beside) && scene.text(key, Role::Ink, beside).is_some() {
        if fits(&below) {
            scene.text(key, Role::Ink2, below);
        }
        return;
    }
    // No room beside the strip: at the end of its heading.
    let end = if wide { frame.layout.width - 2.0 } else { frame.layout.line_end };
    let above = Label::new(end, row.y - name_lift(&frame.layout), &strong, size).strong().end();
    scene.text(key, Role::Ink, above);
}
