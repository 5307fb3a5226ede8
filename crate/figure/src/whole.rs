//! The ledger as one stacked bar: all RAM of the machine, and below it dom0's part,
//! enlarged.
//!
//! The same accounts as the table's rows, in the same order; what is too small for a
//! name has it in the table alone.

use sim::boot::Boot;
use sim::ledger::{Account, Ledger, Row};
use sim::units::Pages;
use sim::words;

use crate::callout::{Callout, Side, callouts};
use crate::geometry::{Rect, at, within};
use crate::key::Key;
use crate::labels::on_scale;
use crate::layout::NARROW;
use crate::ledger::look;
use crate::shape::{Dash, Label, Role, Scene, Style};

const BAR: f64 = 36.0;
const FIRST: f64 = 30.0;
const SECOND: f64 = 128.0;

/// Height of the picture at this width, in CSS pixels.
pub fn height(width: f64) -> f64 {
    if width < NARROW { 290.0 } else { 240.0 }
}

/// The whole machine after the last step.
pub fn whole(boot: &Boot, width: f64) -> Scene {
    let width = within(width, 240.0, 4000.0);
    let mut scene = Scene::new(width, height(width));
    let ledger = Ledger::at_end(boot);
    let inner = Rect { x: 1.5, y: FIRST, w: width - 3.0, h: BAR };
    let own = ledger.dom0().plus(ledger.pages(Account::FromDom0));
    heading(&mut scene, FIRST, &[&format!("The machine, {}", on_scale(ledger.total()))]);
    let of_xen = [Account::XenItself, Account::XenFree];
    let mut first: Vec<Row> = rows(&ledger, |a| of_xen.contains(&a));
    let mine = rows(&ledger, |a| !of_xen.contains(&a));
    first.extend(mine.iter().copied());
    let scale = inner.w / ledger.total().0.max(1) as f64;
    let from = bar(&mut scene, &first, inner, scale, &of_xen);
    if own.is_zero() {
        return scene;
    }
    let second = Rect { y: SECOND, ..inner };
    lens(&mut scene, from, second, ledger.total(), own);
    bar(&mut scene, &mine, second, inner.w / own.0 as f64, &[]);
    scene
}

fn rows(ledger: &Ledger, wanted: impl Fn(Account) -> bool) -> Vec<Row> {
    let all = ledger.rows().iter().filter(|r| !r.pages.is_zero() && wanted(r.account));
    all.copied().collect()
}

/// The first of `texts` that fits, above a bar.
fn heading(scene: &mut Scene, y: f64, texts: &[&str]) {
    for text in texts {
        let label = Label::new(0.0, y - 11.0, text, 14.0).strong();
        if scene.text(Key::Part(0), Role::Ink, label).is_some() {
            return;
        }
    }
}

/// Draws rows from left to right and names them; says where the first that is not
/// `named_above` begins. Names of small parts stand below.
fn bar(scene: &mut Scene, rows: &[Row], inner: Rect, scale: f64, above: &[Account]) -> f64 {
    let mut x = inner.x;
    let mut from = inner.x;
    let mut small = Vec::new();
    for row in rows {
        let rect = Rect { x, w: row.pages.0 as f64 * scale, ..inner };
        let (key, look) = (Key::Account(row.account), look(row.account));
        scene.bar(key, look, rect);
        scene.target(key, rect);
        let names = [named(row), on_scale(row.pages), words::gib(row.pages)];
        let takes_names = above.is_empty() || above.contains(&row.account);
        let style = Style::PLAIN;
        let inside = takes_names.then(|| scene.inside(key, look, rect, &names, style)).flatten();
        if inside.is_none() && takes_names && look.role != Role::Xen {
            small.push(Callout { key, part: rect, text: named(row) });
        }
        x = rect.right();
        if above.contains(&row.account) {
            from = x;
        }
    }
    callouts(scene, &small, Side::Below, 18.0);
    from
}

fn named(row: &Row) -> String {
    let name = match row.account {
        Account::XenItself => "Xen itself",
        Account::XenFree => "free in Xen, for guests",
        Account::FromDom0 => "released by dom0",
        Account::Usable => "usable in dom0",
        Account::StructPage => "struct page",
        Account::PageTables => "page tables",
        Account::P2m => "p2m",
        Account::Hashes => "hash tables",
        Account::Swiotlb => "swiotlb",
        Account::KernelImage => "kernel image",
        Account::Other => "other tables",
        Account::Stranded => "usable by nobody",
        Account::Unexplained => "not explained",
    };
    format!("{name} {}", on_scale(row.pages))
}

/// The part of the first bar that the second shows enlarged.
fn lens(scene: &mut Scene, from: f64, second: Rect, all: Pages, own: Pages) {
    let bottom = FIRST + BAR;
    let lines = [
        [at(from, bottom), at(second.x, second.y)],
        [at(second.right(), bottom), at(second.right(), second.y)],
    ];
    for line in lines {
        scene.line(Key::Part(1), Role::Ink2, line.to_vec(), Dash::NotYet, 1.0);
    }
    let times = (all.0 + own.0 / 2) / own.0.max(1);
    let more = if times > 1 { format!(", enlarged {times} times") } else { String::new() };
    let long = format!("dom0 and what it gave back, {}{more}", on_scale(own));
    heading(scene, second.y, &[&long, &format!("dom0’s {}{more}", on_scale(own)), "dom0"]);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shape::Form;
    use sim::answer::made_up_machine;
    use sim::boot::{Config, boot};
    use sim::kernel::{Kernel, Variant};
    use sim::version::Version;

    fn scene(width: f64) -> (Boot, Scene) {
        let linux = Kernel::new(Variant::V32, Version::new(3, 2, 0));
        let (machine, option) = (made_up_machine(Pages(64 << 18)), Some("4G".to_owned()));
        let boot = boot(&Config::new(machine, option, Version::new(4, 1, 2), linux));
        let scene = whole(&boot, width);
        (boot, scene)
    }

    #[test]
    fn both_bars_are_as_wide_as_what_they_stand_for() {
        let (_, scene) = scene(1000.0);
        for y in [FIRST, SECOND] {
            let wide: f64 = scene
                .shapes
                .iter()
                .filter(|s| matches!(s.key, Key::Account(_)))
                .filter_map(|s| match s.form {
                    Form::Bar { rect, .. } if (rect.y - y).abs() < 0.1 && rect.h > 30.0 => {
                        Some(rect.w)
                    }
                    _ => None,
                })
                .sum();
            assert!((wide - 997.0).abs() < 0.01, "{y}: {wide}");
        }
    }

    #[test]
    fn nothing_leaves_the_sheet() {
        for width in [288.0, 332.0, 700.0, 1200.0] {
            let (_, scene) = scene(width);
            for shape in &scene.shapes {
                if let Form::Bar { rect, .. } = shape.form {
                    assert!(rect.x >= 0.0 && rect.right() <= width, "{width}");
                    assert!(rect.bottom() <= scene.height, "{width}");
                }
            }
        }
    }
}
