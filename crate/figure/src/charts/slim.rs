//! dom0's pages as a slim bar without words: usable, bookkeeping, fixed, and what was returned
//! to Xen, in the roles of every picture.
//!
//! Not here: numbers, which are beside it, and the same with words (`machine`).

use sim::boot::{Boot, Outcome};
use sim::ledger::{Account, Ledger};
use sim::units::Pages;

use crate::charts::accounts::look;
use crate::draw::geometry::{Rect, clamp};
use crate::draw::shape::{Bar, Dash, Key, Role, Scene};

/// Height of the bar with its outline, in CSS pixels.
pub const HEIGHT: f64 = 15.0;
/// Width of the outline's reserve on each side.
const EDGE: f64 = 1.0;
/// Space between dom0's pages and those that left.
const GAP: f64 = 5.0;

/// The bar at the end of a boot.
pub fn bar(boot: &Boot, width: f64) -> Scene {
    let width = clamp(width, 100.0, 4000.0);
    let mut scene = Scene::new(width, HEIGHT);
    let ledger = Ledger::at_end(boot);
    let parts = parts(&ledger);
    let all = parts.iter().fold(Pages::ZERO, |sum, (_, n)| sum.plus(*n));
    let left = ledger.pages(Account::FromDom0);
    let gap = if left.is_zero() { 0.0 } else { GAP };
    let whole = Rect { x: EDGE, y: EDGE, w: width - 2.0 * EDGE, h: HEIGHT - 2.0 * EDGE };
    if boot.outcome != Outcome::Up || all.is_zero() {
        scene.bar(Key::Account(Account::Usable), Bar::outlined(Role::Dom0, Dash::NotYet), whole);
        return scene;
    }
    let scale = (whole.w - gap) / all.0 as f64;
    let mut x = whole.x;
    for (account, pages) in parts.into_iter().filter(|(_, n)| !n.is_zero()) {
        if account == Account::FromDom0 {
            x += gap;
        }
        let rect = Rect { x, w: pages.0 as f64 * scale, ..whole };
        scene.bar(Key::Account(account), look(account), rect);
        x = rect.right();
    }
    scene
}

/// What is drawn as one part, under the account that gives it its look.
fn parts(ledger: &Ledger) -> [(Account, Pages); 6] {
    [
        (Account::Usable, ledger.pages(Account::Usable)),
        (Account::StructPage, ledger.descriptors()),
        (Account::Other, ledger.fixed()),
        (Account::Stranded, ledger.pages(Account::Stranded)),
        (Account::Unexplained, ledger.pages(Account::Unexplained)),
        (Account::FromDom0, ledger.pages(Account::FromDom0)),
    ]
}
