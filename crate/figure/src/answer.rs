//! The answer strip: three bars on one scale, before → after → cured.

use sim::answer::{Answer, Shares};
use sim::boot::{Boot, Outcome};
use sim::kernel::Era;
use sim::ledger::Account;
use sim::units::Pages;
use sim::words;

use crate::accounts::look;
use crate::callout::{Callout, Side, callouts};
use crate::geometry::{Rect, at, within};
use crate::labels::{as_asked, bare};
use crate::layout::NARROW;
use crate::shape::{Bar, Dash, Key, Label, Pattern, Role, Scene, Style};

/// One of the three.
struct Line<'a> {
    when: &'static str,
    what: String,
    boot: &'a Boot,
    key: u32,
}

/// What the strip is drawn on.
struct Strip {
    scene: Scene,
    x0: f64,
    x1: f64,
    bar: f64,
    scale: f64,
    narrow: bool,
}

/// Height of the strip at this width, in CSS pixels.
pub fn height(width: f64) -> f64 {
    if width < NARROW { 440.0 } else { 454.0 }
}

/// The three bars.
pub fn strip(answer: &Answer, width: f64) -> Scene {
    let width = within(width, 240.0, 4000.0);
    let narrow = width < NARROW;
    let (x0, x1) = if narrow { (1.5, width - 1.5) } else { (narrow_names(width), width - 40.0) };
    let most = answer.after.pages.0.max(1) as f64;
    let mut strip = Strip {
        scene: Scene::new(width, height(width)),
        x0,
        x1,
        bar: if narrow { 36.0 } else { 50.0 },
        scale: (x1 - x0) / most,
        narrow,
    };
    if !narrow {
        strip.axis(answer.after.pages);
    }
    let tops = if narrow { [40.0, 170.0, 310.0] } else { [84.0, 222.0, 360.0] };
    for (line, y) in lines(answer).iter().zip(tops) {
        strip.names(line, y);
        strip.draw(line, y, answer);
    }
    strip.scene
}

/// Where the bars begin behind the names.
fn narrow_names(width: f64) -> f64 {
    if width < 900.0 { 152.0 } else { 216.0 }
}

fn lines(answer: &Answer) -> [Line<'_>; 3] {
    let up = answer.cured.outcome == Outcome::Up;
    let gained = up && Shares::of(&answer.cured).usable > Shares::of(&answer.after).usable;
    let cured = format!("with max:{}", words::option_size(answer.after.pages));
    let after = as_asked(&answer.after, "no max:");
    [
        Line { when: "Before", what: "classic kernel".to_owned(), boot: &answer.before, key: 100 },
        Line { when: "After", what: after.to_owned(), boot: &answer.after, key: 200 },
        Line {
            when: if gained { "Cured" } else { "No change" },
            what: cured,
            boot: &answer.cured,
            key: 300,
        },
    ]
}

impl Strip {
    fn text(&mut self, key: u32, role: Role, label: Label<'_>) -> Option<Rect> {
        self.scene.text(Key::Part(key), role, label)
    }

    fn axis(&mut self, all: Pages) {
        let (x0, x1, y) = (self.x0, self.x1, 38.0);
        let key = Key::Part(0);
        self.scene.line(key, Role::Rule, vec![at(x0, y), at(x1, y)], Dash::Solid, 1.0);
        let gib = all.0 >> 18;
        let every = (gib / 8).max(1).next_power_of_two();
        for n in (0..=gib).step_by(every as usize).take(20) {
            let x = x0 + (n << 18) as f64 * self.scale;
            self.scene.line(key, Role::Rule, vec![at(x, y - 7.0), at(x, y)], Dash::Solid, 1.0);
            let unit = n == 0 || n + every > gib;
            let name = words::count(n) + if unit { " GiB" } else { "" };
            self.text(0, Role::Ink2, Label::new(x, y - 14.0, &name, 12.0).middle());
        }
    }

    fn names(&mut self, line: &Line<'_>, y: f64) {
        let name = words::linux(line.boot);
        if self.narrow {
            let label = Label::new(0.0, y - 11.0, &name, 15.0).strong();
            let end = self.text(line.key, Role::Ink, label);
            let sub = format!("{}, {}", line.when.to_ascii_lowercase(), line.what);
            let x = end.map_or(0.0, |r| r.right() + 8.0);
            self.text(line.key, Role::Ink2, Label::new(x, y - 11.0, &sub, 13.0));
            return;
        }
        self.text(line.key, Role::Ink2, Label::new(0.0, y - 2.0, line.when, 13.0));
        self.text(line.key, Role::Ink, Label::new(0.0, y + 22.0, &name, 17.0).strong());
        self.text(line.key, Role::Ink2, Label::new(0.0, y + 43.0, &line.what, 15.0));
    }

    fn draw(&mut self, line: &Line<'_>, y: f64, answer: &Answer) {
        let whole = Rect { x: self.x0, y, w: line.boot.pages.0 as f64 * self.scale, h: self.bar };
        if line.boot.outcome != Outcome::Up {
            return self.dead(line.key, whole);
        }
        let shares = Shares::of(line.boot);
        let small = self.parts(line, whole, shares);
        self.free(line, whole, shares);
        if line.key == 300 {
            self.gain(answer, whole);
        }
        let (side, row) = if self.narrow { (Side::Below, 17.0) } else { (Side::Above, 6.0) };
        callouts(&mut self.scene, &small, side, row);
    }

    /// A dom0 that does not come up has nothing to show but the pages it was meant to get.
    fn dead(&mut self, key: u32, whole: Rect) {
        let room = Bar { role: Role::Room, pattern: Pattern::Plain, outline: Dash::Could };
        self.scene.bar(Key::Part(key), room, whole);
        self.scene.inside(Key::Part(key), room, whole, &["does not boot"], Style::PLAIN);
    }

    /// Draws the parts; returns those whose names stand beside the bar.
    fn parts(&mut self, line: &Line<'_>, whole: Rect, shares: Shares) -> Vec<Callout> {
        let parts = [
            (shares.usable, Account::Usable, "usable"),
            (shares.descriptors, Account::StructPage, "descriptors"),
            (shares.fixed, Account::Other, "fixed, estimated"),
            (shares.stranded, Account::Stranded, "nobody’s"),
            (shares.released, Account::FromDom0, "back to Xen"),
        ];
        let mut x = whole.x;
        let mut small = Vec::new();
        for (i, (pages, account, name)) in (1..).zip(parts) {
            let rect = Rect { x, w: pages.0 as f64 * self.scale, ..whole };
            x = rect.right();
            if pages.is_zero() {
                continue;
            }
            let (bar, key) = (look(account), Key::Part(line.key + i));
            self.scene.bar(key, bar, rect);
            if account == Account::Usable {
                self.usable(key, rect, pages);
                continue;
            }
            let long = format!("{} {name}", bare(pages));
            let short = bare(pages);
            let labels = if account == Account::Other { vec![] } else { vec![&long, &short] };
            let inside = self.scene.inside(key, bar, rect, &labels, Style::STRONG);
            let whole_name = crate::advance::width(&long, 13.0, Style::STRONG.weight) + 12.0;
            match inside {
                Some(_) if whole_name <= rect.w => {}
                Some(_) => self.name_below(key, rect, name),
                None => small.push(Callout { key, part: rect, text: long }),
            }
        }
        small
    }

    fn usable(&mut self, key: Key, rect: Rect, pages: Pages) {
        let (size, pad) = if self.narrow { (15.0, 10.0) } else { (17.0, 16.0) };
        let amount = crate::labels::on_scale(pages);
        for text in [format!("{amount} usable"), amount] {
            let y = rect.centre().y + size * 0.36;
            let label = Label::new(rect.x + pad, y, &text, size).strong();
            if label.rect().right() + 6.0 <= rect.right() {
                self.scene.text(key, Role::Ink, label);
                return;
            }
        }
    }

    /// A number is inside, its name under the bar.
    fn name_below(&mut self, key: Key, rect: Rect, name: &str) {
        let low = if self.narrow { rect.bottom() + 18.0 } else { rect.bottom() + 28.0 };
        let half = crate::advance::width(name, 12.0, Style::PLAIN.weight) / 2.0;
        let x = rect.centre().x.min(self.scene.width - half - 1.0);
        self.scene.text(key, Role::Ink2, Label::new(x, low, name, 12.0).middle());
    }

    /// A bracket under what `free` shows.
    fn free(&mut self, line: &Line<'_>, whole: Rect, shares: Shares) {
        let era = line.boot.config.linux.variant.era();
        let shown = shares.free_shows(era);
        let (y, end) = (whole.bottom(), whole.x + shown.0 as f64 * self.scale);
        let says = format!("shows {}", crate::labels::on_scale(shown));
        let why = match (era == Era::Classic, line.key) {
            (true, _) => ": this kernel counts every page dom0 has",
            (false, 200) => ": this one counts only pages it can hand out",
            (false, _) => "",
        };
        let (low, size) = if self.narrow { (y + 17.0, 12.0) } else { (y + 30.0, 13.0) };
        if !self.narrow {
            let (top, foot) = (y + 5.0, y + 12.0);
            let l = whole.x + 0.7;
            let key = line.key + 8;
            let line = vec![at(l, top), at(l, foot), at(end - 0.7, foot), at(end - 0.7, top)];
            self.scene.line(Key::Part(key), Role::Ink, line, Dash::Solid, 1.2);
        }
        let name = Label::new(whole.x, low, "free", size).code();
        let Some(placed) = self.text(line.key + 9, Role::Ink, name) else { return };
        let text = if self.narrow { says } else { says + why };
        let label = Label::new(placed.right() + 6.0, low, &text, size);
        self.text(line.key + 9, Role::Ink, label);
    }

    /// What the cure brings, over and under the third bar.
    fn gain(&mut self, answer: &Answer, whole: Rect) {
        let (old, new) = (Shares::of(&answer.after), Shares::of(&answer.cured));
        let gained = new.usable.less(old.usable);
        if !gained.is_zero() && answer.after.outcome == Outcome::Up {
            self.gained(whole, [old.usable, new.usable], gained);
        }
        // Earlier kernels count released pages still, so the target alone brings nothing.
        let by_target = answer.cured.config.linux.variant.era() == Era::Released;
        if by_target && !new.released.is_zero() {
            self.comes_back(answer, whole, new.released);
        }
    }

    fn gained(&mut self, whole: Rect, [old, new]: [Pages; 2], gained: Pages) {
        let key = Key::Part(350);
        let at_pages = |n: Pages| whole.x + n.0 as f64 * self.scale;
        let (from, to) = (at_pages(old), at_pages(new));
        let text = format!("+{}", crate::labels::on_scale(gained));
        let (near, far, y) = if self.narrow {
            (whole.bottom() + 4.0, whole.bottom() + 11.0, whole.bottom() + 27.0)
        } else {
            (whole.y - 4.0, whole.y - 11.0, whole.y - 18.0)
        };
        let (l, r) = (from + 1.0, to - 1.0);
        let bracket = vec![at(l, near), at(l, far), at(r, far), at(r, near)];
        self.scene.line(key, Role::Dom0, bracket, Dash::Solid, 2.0);
        let line = vec![at(from, whole.y), at(from, whole.bottom())];
        self.scene.line(key, Role::Dom0, line, Dash::Trace, 1.5);
        let size = if self.narrow { 15.0 } else { 17.0 };
        let middle = Label::new(f64::midpoint(from, to), y, &text, size).strong().middle();
        let end = Label::new(to + 2.0, y, &text, size).strong().end();
        let _ = self
            .scene
            .text(key, Role::Dom0, if self.narrow { end } else { middle })
            .or_else(|| self.scene.text(key, Role::Dom0, end));
    }

    fn comes_back(&mut self, answer: &Answer, whole: Rect, released: Pages) {
        let key = Key::Part(351);
        let end = whole.x + answer.cured.pages.0 as f64 * self.scale;
        let from = end - released.0 as f64 * self.scale;
        let y = whole.bottom();
        if self.narrow {
            let x = f64::midpoint(from, end);
            for (i, text) in ["until you set", "a target"].into_iter().enumerate() {
                let half = crate::advance::width(text, 12.0, Style::PLAIN.weight) / 2.0;
                let x = x.min(self.scene.width - half - 1.0);
                let label = Label::new(x, y + 33.0 + 15.0 * i as f64, text, 12.0).middle();
                self.scene.text(key, Role::Ink2, label);
            }
            return;
        }
        let (l, r) = (from + 0.7, end - 0.7);
        let bracket = vec![at(l, y + 5.0), at(l, y + 12.0), at(r, y + 12.0), at(r, y + 5.0)];
        self.scene.line(key, Role::Released, bracket, Dash::Solid, 1.2);
        let text = "comes back when you set the balloon target";
        for low in [y + 30.0, y + 48.0] {
            let label = Label::new(end, low, text, 13.0).end();
            if label.rect().bottom() < self.scene.height
                && self.scene.text(key, Role::Ink, label).is_some()
            {
                return;
            }
        }
    }
}
