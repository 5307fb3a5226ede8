//! Names of the parts of a scenario's bar: inside where there is room, else in one line under
//! it, with a bracket; and the bracket of what the balloon brings.

use sim::ledger::Account;
use words::figure::{self as text, Units};
use words::printed::Printed;

use crate::charts::accounts::look;
use crate::draw::geometry::{Rect, at};
use crate::draw::shape::{Dash, Decor, Key, Label, Role, Scene, Style};
use crate::draw::text_metrics::{Weight, width};

/// A part of a bar and what it is called.
pub(crate) struct Part {
    pub(crate) amount: Printed,
    pub(crate) account: Account,
    pub(crate) name: &'static str,
    /// How sure it is, in brackets; empty if there is nothing to say.
    pub(crate) guess: &'static str,
    pub(crate) rect: Rect,
}

/// Names every part but the usable one, up to `edge`; `narrow` prefers numbers alone.
pub(crate) fn labels(
    scene: &mut Scene,
    (narrow, edge): (bool, f64),
    key: Key,
    parts: &[Part],
    balloon: Option<Printed>,
) {
    let mut nameless: Vec<&Part> = Vec::new();
    let mut numbered: Vec<&Part> = Vec::new();
    let units = Units::of(parts.iter().map(|p| p.amount));
    for part in parts.iter().filter(|p| p.account != Account::Usable) {
        let bar = look(part.account);
        let mut texts = text::part(part.amount, part.name, units);
        if narrow {
            texts.reverse();
        }
        // The dashes of an estimate are no ground for letters.
        let inside = if part.account == Account::Other {
            None
        } else {
            scene.inside(key, bar, part.rect, &texts, Style::STRONG)
        };
        let [first, ..] = &texts;
        let whole = |r: Rect| r.w + 1.0 >= width(first, 13.0, Weight::Strong);
        match inside {
            Some(r) if !narrow && whole(r) => {}
            Some(_) => numbered.push(part),
            None => nameless.push(part),
        }
    }
    let low = if narrow { 18.0 } else { 19.0 };
    let end = promise(scene, parts, low, balloon);
    let right = end.map_or(edge, |x| x - 10.0);
    // Where numbers are inside, their names come first.
    for part in numbered {
        name_under(scene, key, part, (low, right));
    }
    under(scene, key, &nameless, (low, right));
}

/// The name of a part whose number is inside it, under the part.
fn name_under(scene: &mut Scene, key: Key, part: &Part, (low, right): (f64, f64)) {
    let (c, y) = (part.rect.centre().x, part.rect.bottom() + low);
    let short = if part.account == Account::FromDom0 { text::WITH_XEN } else { part.name };
    for name in [part.name, short] {
        let label = Label::new(c, y, name, 12.0).middle();
        let over = (label.rect().right() - right).max(0.0);
        // Farther from its part it would be another's name.
        let near = over * 2.0 < part.rect.w;
        let label = Label::new(c - over, y, name, 12.0).middle();
        if near && scene.text(key, Role::Ink2, label).is_some() {
            return;
        }
    }
}

/// The bracket under what the balloon brings, dashed as a promise; returns where it starts.
fn promise(scene: &mut Scene, parts: &[Part], low: f64, gain: Option<Printed>) -> Option<f64> {
    let gain = gain?;
    let part = parts.iter().find(|p| p.account == Account::FromDom0)?;
    let key = Key::Decor(Decor::ComesBack);
    let place = part.rect;
    let (low, size) = (place.bottom() + low, 12.0);
    for text in &text::balloon_brings(gain) {
        // Not under the parts before it, where the sheet has room.
        let label = Label::new(place.centre().x, low, text, size).strong().middle();
        let short = (place.x - label.rect().x).max(0.0);
        let over = (label.rect().right() + short - scene.width).max(0.0);
        let label = Label { at: at(label.at.x + short - over, low), ..label };
        if let Some(placed) = scene.text(key, Role::Dom0, label) {
            bracket(scene, (key, Role::Dom0), place, Dash::Could);
            return Some(placed.x);
        }
    }
    None
}

/// Names what has no name inside, in one line `low` pixels under the bar that ends at `right`,
/// with brackets. Without room for the line under its parts there is neither.
fn under(scene: &mut Scene, key: Key, parts: &[&Part], (low, right): (f64, f64)) {
    let (Some(first), Some(last)) = (parts.first(), parts.last()) else { return };
    let place = Rect { w: last.rect.right() - first.rect.x, ..first.rect };
    let named: Vec<_> = parts.iter().map(|p| (p.amount, p.name, p.guess)).collect();
    for text in text::parts(&named) {
        // Over its parts if it fits there, else to their left.
        let c = place.centre().x;
        let over = (Label::new(c, 0.0, &text, 12.0).middle().rect().right() - right).max(0.0);
        let label = Label::new(c - over, place.bottom() + low, &text, 12.0).middle();
        // Farther to the left it would be another part's name.
        let reaches = label.rect().right() >= place.x + 4.0;
        if reaches && scene.text(key, Role::Ink2, label).is_some() {
            for run in neighbours(parts) {
                bracket(scene, (key, Role::Ink2), run, Dash::Solid);
            }
            return;
        }
    }
}

/// The places of parts; those side by side share one.
fn neighbours(parts: &[&Part]) -> Vec<Rect> {
    let mut runs: Vec<Rect> = Vec::new();
    for part in parts {
        match runs.last_mut() {
            Some(last) if part.rect.x <= last.right() + 0.5 => *last = last.union(part.rect),
            _ => runs.push(part.rect),
        }
    }
    runs
}

/// A bracket under a part, apart from the tallest letters of the line under it.
fn bracket(scene: &mut Scene, (key, role): (Key, Role), part: Rect, dash: Dash) {
    let (top, foot) = (part.bottom() + 2.0, part.bottom() + 5.0);
    let (from, to) = (part.x + 1.0, part.right() - 1.0);
    let line = [at(from, top), at(from, foot), at(to, foot), at(to, top)];
    scene.line(key, role, &line, dash, 1.3);
}
