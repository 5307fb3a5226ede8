//! The ledger of the whole machine as one bar, and dom0's part of it enlarged: the amounts of
//! the table, with the roles and patterns of every picture.

use sim::boot::Boot;
use sim::ledger::{Account, Ledger};
use words::figure::{self as text, BookkeepingName, Units};
use words::printed::PrintedMachine;

use crate::charts::accounts::look;
use crate::draw::geometry::{Rect, at, clamp};
use crate::draw::highlight::apply_highlight;
use crate::draw::pattern::outline;
use crate::draw::shape::{Bar, Dash, Decor, Key, Label, Role, Scene, Style};
use crate::draw::view::NARROW;
use crate::draw::view::View;

/// Height of the bars in this view, in CSS pixels.
pub fn height(view: &View) -> f64 {
    match view.width {
        narrow if narrow < NARROW => 144.0,
        middle if middle < 1000.0 => 132.0,
        _ => 122.0,
    }
}

/// Where the bars are.
struct Places {
    machine: Rect,
    dom0: Rect,
    narrow: bool,
}

impl Places {
    fn at(width: f64) -> Self {
        let narrow = width < NARROW;
        let machine = Rect { x: 1.0, y: 20.0, w: width - 2.0, h: 34.0 };
        // Beside its name, where there is room for one.
        let dom0 = if narrow {
            Rect { y: 84.0, h: 30.0, ..machine }
        } else {
            let x = (width * 0.44).round();
            Rect { x, y: 84.0, w: width - 1.0 - x, h: 34.0 }
        };
        Self { machine, dom0, narrow }
    }
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
    let places = Places::at(wide);
    let printed = PrintedMachine::after(boot, step);
    let ledger = Ledger::of(boot, step);
    let part = machine(&mut scene, &ledger, &printed, &places);
    dom0(&mut scene, boot, (&ledger, &printed), &places, part);
    if let Some(light) = view.highlight {
        apply_highlight(&mut scene, light);
    }
    scene
}

/// Draws the whole machine; returns the place of dom0's part.
fn machine(scene: &mut Scene, ledger: &Ledger, printed: &PrintedMachine, places: &Places) -> Rect {
    let whole = places.machine;
    let scale = whole.w / ledger.total().0.max(1) as f64;
    let parts = [
        (Account::XenItself, printed.xen),
        (Account::CrashKernel, printed.crashkernel),
        (Account::XenFree, printed.free),
        (Account::FromDom0, printed.dom0.returned),
        (Account::Usable, printed.dom0.dom0()),
    ];
    let mut x = whole.x;
    let mut last = whole;
    // What has no room for its name gets it above, from the right, then from the left.
    let mut small: Vec<(Rect, String, bool)> = Vec::new();
    for (account, amount) in parts {
        let rect = Rect { x, w: amount.pages.0 as f64 * scale, ..whole };
        x = rect.right();
        last = rect;
        if amount.is_zero() {
            continue;
        }
        let key = Key::Account(account);
        // A part no wider than a chip has a chip's corners.
        let chip = account == Account::XenItself && rect.w <= 20.0;
        let bar = if chip { Bar::chip(Role::Xen) } else { look(account) };
        scene.bar(key, bar, rect);
        let own = account == Account::Usable;
        if !own {
            scene.target(key, rect);
        }
        let texts = text::machine_part(account, amount);
        let role = if account == Account::XenItself { Role::Paper } else { Role::Ink };
        let style = Style { role, ..Style::STRONG };
        let inside = scene.inside(key, bar, rect, &texts, style);
        let [first, ..] = &texts;
        let named =
            |r: Rect| r.w + 1.0 >= Label::new(0.0, 0.0, first, style.size).strong().rect().w;
        let [over, name] = text::over_machine(account, amount);
        match inside {
            None => small.push((rect, over, own)),
            Some(r) if own && !named(r) => small.push((rect, name, true)),
            Some(_) => {}
        }
    }
    above(scene, &small);
    last
}

/// Names over parts that are too small for them.
fn above(scene: &mut Scene, small: &[(Rect, String, bool)]) {
    let key = Key::Decor(Decor::BarTitle);
    let mut right = scene.width;
    for (rect, text, own) in small.iter().rev() {
        let left = rect.centre().x < scene.width / 3.0;
        let label = if left {
            Label::new(rect.x, 13.0, text, 12.0)
        } else {
            Label::new(rect.right().min(right), 13.0, text, 12.0).end()
        };
        let label = if *own { label.strong() } else { label };
        let role = if *own { Role::Ink } else { Role::Ink2 };
        if let (Some(placed), false) = (scene.text(key, role, label), left) {
            right = placed.x - 14.0;
        }
    }
}

/// Dom0's part, enlarged.
fn dom0(
    scene: &mut Scene,
    boot: &Boot,
    (ledger, printed): (&Ledger, &PrintedMachine),
    places: &Places,
    part: Rect,
) {
    let all = ledger.dom0();
    if all.is_zero() {
        return;
    }
    let whole = places.dom0;
    let key = Key::Decor(Decor::Enlarged);
    for (a, b) in [(part.x, whole.x), (part.right(), whole.right())] {
        let side = [at(a, part.bottom() + 2.0), at(b, whole.y - 2.0)];
        scene.line(key, Role::Ink2, &side, Dash::NotYet, 1.0);
    }
    let scale = whole.w / all.0 as f64;
    let mut x = whole.x;
    let mut records: Option<Rect> = None;
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
        if bar.role == Role::Descriptors {
            records = Some(records.map_or(rect, |r| r.union(rect)));
        }
        if account == Account::Usable {
            let texts = text::dom0_usable(printed.dom0.usable, boot);
            scene.inside(key, bar, rect, &texts, Style::STRONG);
        }
    }
    let is_named = records.is_some_and(|rect| {
        let texts = text::part(printed.dom0.bookkeeping, text::BOOKKEEPING, Units::Each);
        let [long, ..] = &texts;
        let bar = look(Account::StructPage);
        scene.inside(Key::Account(Account::StructPage), bar, rect, &[long], Style::STRONG).is_some()
    });
    let name = if is_named { BookkeepingName::Inside } else { BookkeepingName::Outside };
    let rest = text::dom0_rest(&printed.dom0, name, boot);
    let times = (whole.w / part.w.max(0.1)).round() as u64;
    titles(scene, &text::dom0_enlarged(printed.dom0.dom0(), times), &rest, places);
}

/// The name of the enlarged part, and what has no name inside it.
fn titles(scene: &mut Scene, name: &str, rest: &[String], places: &Places) {
    let key = Key::Decor(Decor::BarTitle);
    let y = places.dom0.y;
    if places.narrow {
        let plate = Label::new(0.0, y - 9.0, name, 13.0).strong();
        let ground = Rect { y: y - 22.0, h: 18.0, w: plate.rect().w + 6.0, x: 0.0 };
        scene.bar(key, Bar::fill(Role::Paper), ground);
        scene.text(key, Role::Ink, plate);
        for (i, part) in rest.iter().enumerate().take(2) {
            let low = y + 42.0 + 13.0 * i as f64;
            scene.text(key, Role::Ink2, Label::new(scene.width, low, part, 11.0).end());
        }
        return;
    }
    let x = places.dom0.x - 14.0;
    scene.text(key, Role::Ink, Label::new(x, y + 15.0, name, 13.0).strong().end());
    let all = text::at_the_right(rest);
    if scene.text(key, Role::Ink2, Label::new(x, y + 31.0, &all, 12.0).end()).is_some() {
        return;
    }
    for (i, part) in rest.iter().enumerate().take(2) {
        let low = y + 29.0 + 14.0 * i as f64;
        scene.text(key, Role::Ink2, Label::new(x, low, part, 12.0).end());
    }
}
