//! The ledger of the whole machine as one bar, and dom0's part of it enlarged: the rows of
//! the table, with the roles and patterns of every picture.

use sim::boot::Boot;
use sim::ledger::{Account, Ledger};
use words::figure::{account_short, bare, named, on_scale};

use crate::charts::accounts::look;
use crate::charts::callout::{Callout, Rows, Side, callouts};
use crate::draw::geometry::{Rect, at, clamp};
use crate::draw::highlight::apply_highlight;
use crate::draw::pattern::outline;
use crate::draw::shape::{Bar, Dash, Decor, Key, Label, Pattern, Role, Scene, Style};
use crate::draw::text_metrics::{Weight, width};
use crate::draw::view::NARROW;
use crate::draw::view::View;

/// Height of the bars in this view, in CSS pixels.
pub fn height(view: &View) -> f64 {
    if view.width < NARROW { 316.0 } else { 304.0 }
}

/// Top edges and height of the bars.
struct Tops {
    machine: f64,
    dom0: f64,
    bar: f64,
}

/// The accounts that are dom0's, in drawing order.
const DOM0: [Account; 10] = [
    Account::Usable,
    Account::StructPage,
    Account::PageTables,
    Account::P2m,
    Account::Hashes,
    Account::Swiotlb,
    Account::KernelImage,
    Account::Other,
    Account::Stranded,
    Account::Unexplained,
];

/// The bars after `step`.
pub fn bars(boot: &Boot, step: usize, view: &View) -> Scene {
    let wide = clamp(view.width, 240.0, 4000.0);
    let mut scene = Scene::new(wide, height(view));
    let narrow = wide < NARROW;
    let rows = if narrow {
        Tops { machine: 76.0, dom0: 176.0, bar: 34.0 }
    } else {
        Tops { machine: 66.0, dom0: 164.0, bar: 40.0 }
    };
    let ledger = Ledger::of(boot, step);
    let part = machine(&mut scene, boot, &ledger, &rows);
    dom0(&mut scene, boot, &ledger, &rows, part);
    if let Some(highlight) = view.highlight {
        apply_highlight(&mut scene, highlight);
    }
    scene
}

fn title(scene: &mut Scene, y: f64, name: &str, sub: &str) {
    let key = Key::Decor(Decor::BarTitle);
    let label = Label::new(0.0, y, name, 14.0).strong();
    let end = scene.text(key, Role::Ink, label).map_or(0.0, Rect::right);
    scene.text(key, Role::Ink2, Label::new(end + 10.0, y, sub, 13.0));
}

/// Draws the whole machine; returns the place of dom0's part.
fn machine(scene: &mut Scene, boot: &Boot, ledger: &Ledger, rows: &Tops) -> Rect {
    let all = ledger.total();
    let whole = Rect { x: 1.0, y: rows.machine, w: scene.width - 2.0, h: rows.bar };
    let scale = whole.w / all.0.max(1) as f64;
    let [name, sub] = words::figure::in_this_machine(all);
    title(scene, 18.0, &name, &sub);
    let parts = [
        (Account::XenItself, ledger.pages(Account::XenItself)),
        (Account::XenFree, ledger.pages(Account::XenFree)),
        (Account::FromDom0, ledger.pages(Account::FromDom0)),
        (Account::Usable, ledger.dom0()),
    ];
    let mut x = whole.x;
    let mut small = Vec::new();
    let mut last = whole;
    for (account, pages) in parts {
        let rect = Rect { x, w: pages.0 as f64 * scale, ..whole };
        x = rect.right();
        last = rect;
        if pages.is_zero() {
            continue;
        }
        let key = Key::Account(account);
        // A part no wider than a chip has a chip's corners.
        let chip = account == Account::XenItself && rect.w <= 20.0;
        let bar = if chip { Bar::chip(Role::Xen) } else { look(account) };
        scene.bar(key, bar, rect);
        if account != Account::Usable {
            scene.target(key, rect);
        }
        let whole_dom0 = account == Account::Usable;
        let name = if whole_dom0 { words::figure::DOM0 } else { account_short(account, boot) };
        let texts = [named(&on_scale(pages), name), named(&bare(pages), name)];
        let role = if account == Account::XenItself { Role::Paper } else { Role::Ink };
        let style = Style { role, ..Style::STRONG };
        if scene.inside(key, bar, rect, &texts, style).is_none() {
            let [text, _] = texts;
            small.push(Callout { key, part: rect, text });
        }
    }
    callouts(scene, &small, Side::Above, Rows { first: 6.0, count: 3 });
    last
}

/// Dom0's part, enlarged to the full width.
fn dom0(scene: &mut Scene, boot: &Boot, ledger: &Ledger, rows: &Tops, part: Rect) {
    let all = ledger.dom0();
    if all.is_zero() {
        return;
    }
    let whole = Rect { x: 1.0, y: rows.dom0, w: scene.width - 2.0, h: rows.bar };
    let key = Key::Decor(Decor::Enlarged);
    for (a, b) in [(part.x, whole.x), (part.right(), whole.right())] {
        let side = [at(a, part.bottom() + 2.0), at(b, whole.y - 2.0)];
        scene.line(key, Role::Ink2, &side, Dash::NotYet, 1.0);
    }
    let times = (whole.w / part.w.max(0.1)).round() as u64;
    let [name, sub] = words::figure::are_dom0s(all, times);
    let wide = width(&name, 14.0, Weight::Strong) + 10.0 + width(&sub, 13.0, Weight::Regular);
    let plate = Rect { x: 0.0, y: rows.dom0 - 26.0, w: wide + 6.0, h: 23.0 };
    scene.bar(key, Bar::fill(Role::Paper), plate);
    title(scene, rows.dom0 - 10.0, &name, &sub);
    let scale = whole.w / all.0 as f64;
    let mut x = whole.x;
    let mut small: Vec<Callout> = Vec::new();
    let mut fixed: Option<Rect> = None;
    for account in DOM0 {
        let pages = ledger.pages(account);
        let rect = Rect { x, w: pages.0 as f64 * scale, ..whole };
        x = rect.right();
        if pages.is_zero() {
            continue;
        }
        let key = Key::Account(account);
        let bar = look(account);
        scene.bar(key, Bar { outline: Dash::None, ..bar }, rect);
        scene.line(key, bar.role, &outline(rect), bar.outline, 1.5);
        scene.target(key, rect);
        if bar.role == Role::Fixed {
            fixed = Some(fixed.map_or(rect, |f| f.union(rect)));
            continue;
        }
        let text = named(&words::amount(pages), account_short(account, boot));
        let labels = [text.clone()];
        let plain = bar.pattern == Pattern::Plain;
        let style = if plain { Style::STRONG } else { Style::PLAIN };
        if scene.inside(key, bar, rect, &labels, style).is_none() {
            small.push(Callout { key, part: rect, text });
        }
    }
    if let Some(part) = fixed {
        let text = words::figure::fixed_part(ledger);
        small.push(Callout { key: Key::Account(Account::Other), part, text });
    }
    callouts(scene, &small, Side::Below, Rows { first: 17.0, count: 7 });
}
