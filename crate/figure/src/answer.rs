//! The answer strip: three bars on one scale, before → after → cured.

use sim::answer::{Answer, Shares};
use sim::boot::{Boot, Outcome};
use sim::units::Pages;
use sim::words;

use crate::advance::Weight;
use crate::geometry::{Rect, at, within};
use crate::shape::{Anchor, Dash, Key, Label, Pattern, Role, Scene};

struct Bar<'a> {
    when: &'static str,
    what: String,
    boot: &'a Boot,
}

/// Height of the strip at this width, in CSS pixels.
pub fn height(width: f64) -> f64 {
    if width < 640.0 { 428.0 } else { 392.0 }
}

/// The three bars.
pub fn strip(answer: &Answer, width: f64) -> Scene {
    let width = within(width, 240.0, 4000.0);
    let narrow = width < 640.0;
    let mut scene = Scene::new(width, height(width));
    let x0 = if narrow { 2.0 } else { 218.0 };
    let x1 = width - 40.0_f64.min(width * 0.05);
    let most = answer.after.pages.0.max(1) as f64;
    let scale = (x1 - x0) / most;
    if !narrow {
        axis(&mut scene, x0, x1, answer.after.pages);
    }
    let up = answer.cured.outcome == Outcome::Up;
    let gained = up && Shares::of(&answer.cured).usable > Shares::of(&answer.after).usable;
    let when = if gained { "Cured" } else { "No change" };
    let cured = format!("with max:{}", words::option_size(answer.after.pages));
    let bars = [
        Bar { when: "Before", what: "classic kernel".to_owned(), boot: &answer.before },
        Bar { when: "After", what: "as configured".to_owned(), boot: &answer.after },
        Bar { when, what: cured, boot: &answer.cured },
    ];
    for (i, bar) in bars.iter().enumerate() {
        let y = if narrow { 42.0 + 132.0 * i as f64 } else { 66.0 + 116.0 * i as f64 };
        let key = 10 + 10 * i as u32;
        names(&mut scene, bar, key, y, narrow);
        let whole = Rect { x: x0, y, w: most * scale, h: 46.0 };
        draw(&mut scene, bar, key, whole, scale, narrow);
    }
    gain(
        &mut scene,
        answer,
        Rect { x: x0, y: if narrow { 306.0 } else { 298.0 }, w: 0.0, h: 46.0 },
        scale,
    );
    scene
}

/// What the cure brings, over and under the third bar.
fn gain(scene: &mut Scene, answer: &Answer, bar: Rect, scale: f64) {
    if answer.cured.outcome != Outcome::Up {
        return;
    }
    let (old, new) = (Shares::of(&answer.after), Shares::of(&answer.cured));
    let gained = new.usable.less(old.usable);
    let key = Key::Part(50);
    let narrow = scene.width < 640.0;
    if !gained.is_zero() && !narrow {
        let (from, to) = (bar.x + old.usable.0 as f64 * scale, bar.x + new.usable.0 as f64 * scale);
        let mark = vec![
            at(from, bar.y - 3.0),
            at(from, bar.y - 9.0),
            at(to, bar.y - 9.0),
            at(to, bar.y - 3.0),
        ];
        scene.line(key, Role::Dom0, mark, Dash::Solid, 1.5);
        let text = format!("+{}", words::amount(gained));
        let label = Label {
            at: at(to, bar.y - 14.0),
            anchor: Anchor::End,
            text: &text,
            size: 15.0,
            weight: Weight::Strong,
        };
        scene.text(key, Role::Dom0, label);
    }
    // Earlier kernels count released pages still, so the target alone brings nothing.
    let by_target = answer.cured.config.linux.variant.era() == sim::kernel::Era::Released;
    if by_target && !new.released.is_zero() {
        let end = bar.x + answer.cured.pages.0 as f64 * scale;
        let text = "comes back when you set the balloon target";
        let low = at(end, bar.bottom() + 27.0);
        let label =
            Label { at: low, anchor: Anchor::End, text, size: 13.0, weight: Weight::Regular };
        let under = Label { at: at(end, bar.bottom() + 61.0), ..label };
        let _ = scene.text(key, Role::Ink, label).or_else(|| scene.text(key, Role::Ink, under));
    }
}

fn text(scene: &mut Scene, key: u32, role: Role, label: Label<'_>) -> Option<Rect> {
    scene.text(Key::Part(key), role, label)
}

fn label(x: f64, y: f64, text: &str, size: f64, weight: Weight) -> Label<'_> {
    Label { at: at(x, y), anchor: Anchor::Start, text, size, weight }
}

fn axis(scene: &mut Scene, x0: f64, x1: f64, all: Pages) {
    let key = Key::Part(0);
    scene.line(key, Role::Rule, vec![at(x0, 36.0), at(x1, 36.0)], Dash::Solid, 1.0);
    let gib = all.0 >> 18;
    let every = (gib / 8).max(1);
    for n in (0..=gib).filter(|n| n % every == 0).take(20) {
        let x = x0 + (x1 - x0) * ((n << 18) as f64) / all.0.max(1) as f64;
        scene.line(key, Role::Rule, vec![at(x, 30.0), at(x, 36.0)], Dash::Solid, 1.0);
        let name = if n == 0 { "0 GiB".to_owned() } else { words::count(n) };
        let anchor = Anchor::Middle;
        let tick = Label { anchor, ..label(x, 22.0, &name, 12.0, Weight::Regular) };
        scene.text(key, Role::Ink2, tick);
    }
}

fn names(scene: &mut Scene, bar: &Bar<'_>, key: u32, y: f64, narrow: bool) {
    let name = words::linux(bar.boot);
    if narrow {
        let end = text(scene, key, Role::Ink, label(2.0, y - 10.0, &name, 15.0, Weight::Strong));
        let sub = format!("{}, {}", bar.when.to_ascii_lowercase(), bar.what);
        let x = end.map_or(2.0, |r| r.right() + 8.0);
        text(scene, key, Role::Ink2, label(x, y - 10.0, &sub, 13.0, Weight::Regular));
        return;
    }
    text(scene, key, Role::Ink2, label(2.0, y - 2.0, bar.when, 13.0, Weight::Regular));
    text(scene, key, Role::Ink, label(2.0, y + 21.0, &name, 17.0, Weight::Strong));
    text(scene, key, Role::Ink2, label(2.0, y + 42.0, &bar.what, 15.0, Weight::Regular));
}

/// A dom0 that does not come up has nothing to show but the pages it was meant to get.
fn draw_dead(scene: &mut Scene, key: u32, whole: Rect) {
    scene.bar(Key::Part(key), Role::Room, whole, Pattern::Plain, Dash::Could);
    scene.inside(Key::Part(key), Role::Paper, whole, Pattern::Plain, "does not boot");
}

fn draw(scene: &mut Scene, bar: &Bar<'_>, key: u32, whole: Rect, scale: f64, narrow: bool) {
    if bar.boot.outcome != Outcome::Up {
        return draw_dead(scene, key, whole);
    }
    let shares = Shares::of(bar.boot);
    let era = bar.boot.config.linux.variant.era();
    let parts = [
        (shares.usable, Role::Dom0, Pattern::Plain, "usable"),
        (shares.descriptors, Role::Descriptors, Pattern::Upright, "descriptors"),
        (shares.fixed, Role::Dom0, Pattern::Plain, "fixed, estimated"),
        (shares.stranded, Role::OnHole, Pattern::Crossed, "nobody’s"),
        (shares.released, Role::Released, Pattern::Slanted, "back to Xen"),
    ];
    let mut x = whole.x;
    for (i, (pages, role, pattern, name)) in parts.into_iter().enumerate() {
        let rect = Rect { x, w: pages.0 as f64 * scale, ..whole };
        let key = Key::Part(key + 1 + i as u32);
        scene.bar(key, role, rect, pattern, Dash::Solid);
        let unit = if i == 0 { " GiB" } else { "" };
        let long = format!("{}{unit} {name}", words::gib(pages));
        let fits = crate::advance::width(&long, 13.0, Weight::Regular) + 12.0 <= rect.w;
        let short = words::gib(pages);
        scene.inside(key, role, rect, pattern, if fits { &long } else { &short });
        if !fits && !pages.is_zero() {
            let weight = Weight::Regular;
            let (dy, right) = if narrow { (whole.h + 44.0, whole.x) } else { (-8.0, rect.x) };
            let dy = if narrow && i == 4 { whole.h + 27.0 } else { dy };
            let right = if narrow && i == 4 { f64::MAX } else { right };
            let above = label(right, whole.y + dy, &long, 12.0, weight);
            let left = Label { anchor: Anchor::End, at: at(rect.right(), whole.y + dy), ..above };
            let _ =
                scene.text(key, Role::Ink2, above).or_else(|| scene.text(key, Role::Ink2, left));
        }
        x = rect.right();
    }
    let shown = shares.free_shows(era);
    let (y, end) = (whole.bottom(), whole.x + shown.0 as f64 * scale);
    let bracket =
        vec![at(whole.x, y + 5.0), at(whole.x, y + 11.0), at(end, y + 11.0), at(end, y + 5.0)];
    scene.line(Key::Part(key + 8), Role::Ink, bracket, Dash::Solid, 1.0);
    let says = if era == sim::kernel::Era::Classic {
        format!("free shows {} GiB: every page dom0 has", words::gib(shown))
    } else if narrow {
        format!("free shows about {} GiB", words::gib(shown))
    } else {
        format!("free shows about {} GiB: only pages it can hand out", words::gib(shown))
    };
    text(scene, key + 9, Role::Ink, label(whole.x, y + 27.0, &says, 13.0, Weight::Regular));
}
