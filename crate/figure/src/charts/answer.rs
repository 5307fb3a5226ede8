//! The bars of the first screen, on one scale: what each boot made of dom0's pages, what `free`
//! shows then, and what the option and the balloon gain.
//!
//! Which boots are worth a bar, and every amount, comes from `words::scenarios`.

use sim::ledger::Account;
use sim::units::Pages;
use sim::what_if::Comparisons;
use words::figure::{self as text, TickUnit};
use words::printed::Printed;
use words::scenarios::{ScenarioBar, Which, scenarios};

use crate::charts::accounts::look;
use crate::charts::bar_labels::{Part, labels};
use crate::charts::failed_boot::{StoppedBy, stopped};
use crate::draw::geometry::{Rect, at, clamp};
use crate::draw::shape::{Dash, Decor, Key, Label, Role, Scenario, Scene, Style};
use crate::draw::view::NARROW;

/// The chart while it is drawn.
struct ScenarioChart {
    scene: Scene,
    /// Where the bars begin.
    x0: f64,
    /// Where the longest bar ends.
    x1: f64,
    /// Height of a bar.
    bar: f64,
    /// Pixels per page.
    scale: f64,
    /// Whether names and numbers are over the bars instead of beside them.
    narrow: bool,
}

/// Height of the chart at this width, in CSS pixels: the same for one bar and for three, so
/// that nothing under it moves when a bar comes or goes.
pub fn height(width: f64) -> f64 {
    if width < NARROW { 200.0 } else { 216.0 }
}

/// Top edges of one, two or three bars.
const fn tops(narrow: bool, count: usize) -> [f64; 3] {
    match (narrow, count) {
        (true, 0 | 1) => [84.0, 0.0, 0.0],
        (true, 2) => [48.0, 128.0, 0.0],
        (true, _) => [20.0, 86.0, 152.0],
        (false, 0 | 1) => [92.0, 0.0, 0.0],
        (false, 2) => [54.0, 134.0, 0.0],
        (false, _) => [28.0, 94.0, 160.0],
    }
}

/// Where the bars begin and end at this width.
fn ends(width: f64) -> (f64, f64) {
    if width < NARROW {
        (1.0, width - 1.0)
    } else if width < 1000.0 {
        (150.0, width - 166.0)
    } else {
        (190.0, width - 206.0)
    }
}

const fn key(which: Which) -> Key {
    Key::Decor(Decor::Scenario(match which {
        Which::Classic => Scenario::Classic,
        Which::Configured => Scenario::Configured,
        Which::WithOption => Scenario::WithMax,
    }))
}

/// The bars, one to three.
pub fn strip(compared: &Comparisons, width: f64) -> Scene {
    let width = clamp(width, 240.0, 4000.0);
    let narrow = width < NARROW;
    let (x0, x1) = ends(width);
    let bars = scenarios(compared);
    let most = bars.iter().map(|b| b.boot.pages).max().unwrap_or_default();
    let mut chart = ScenarioChart {
        scene: Scene::new(width, height(width)),
        x0,
        x1,
        bar: if narrow { 26.0 } else { 34.0 },
        scale: (x1 - x0) / most.0.max(1) as f64,
        narrow,
    };
    let tops = tops(narrow, bars.len());
    let [first, ..] = tops;
    if !narrow {
        chart.axis(most, first - 8.0);
    }
    let mut above = None;
    for (i, (bar, y)) in bars.iter().zip(tops).enumerate() {
        let before = i.checked_sub(1).and_then(|i| bars.get(i));
        let stops = StoppedBy::of(bar.boot.outcome);
        chart.names(bar, y, stops.is_none());
        match stops {
            None => chart.draw(bar, before, y),
            Some(stop) => chart.stopped(bar, y, stop, above),
        }
        above = stops;
    }
    chart.scene
}

impl ScenarioChart {
    fn put(&mut self, key: Key, role: Role, label: Label<'_>) -> Option<Rect> {
        self.scene.text(key, role, label)
    }

    fn axis(&mut self, all: Pages, y: f64) {
        let (x0, x1) = (self.x0, self.x1);
        let key = Key::Decor(Decor::Axis);
        self.scene.line(key, Role::Rule, &[at(x0, y), at(x1, y)], Dash::Solid, 1.0);
        let numbers = self.scene.width - 176.0 + self.narrowed();
        let mut tick = |x: f64, name: &str| {
            self.scene.line(key, Role::Rule, &[at(x, y - 5.0), at(x, y)], Dash::Solid, 1.0);
            let label = Label::new(x, y - 9.0, name, 12.0).middle();
            // The first tick names the unit too.
            let alone = name.split(' ').next().unwrap_or(name);
            let fits = label.rect().right() + 4.0 <= numbers;
            let label = if fits { label } else { Label { text: alone, ..label } };
            self.scene.text(key, Role::Ink2, label);
        };
        let gib = all.0 >> 18;
        let every = (gib / 8).max(1).next_power_of_two();
        // Twenty ticks at most; the last may be so high that no further one can be counted.
        let next = |n: &u64| n.checked_add(every).filter(|&n| n <= gib);
        for n in core::iter::successors(Some(0), next).take(20) {
            let x = x0 + (n << 18) as f64 * self.scale;
            let first_or_last = n == 0 || gib - n < every;
            let unit = if first_or_last { TickUnit::Named } else { TickUnit::LeftOut };
            let name = if gib == 0 { text::mib_tick(n, unit) } else { text::gib_tick(n, unit) };
            tick(x, &name);
        }
        if gib == 0 {
            // Shorter than the first tick: its end is labelled.
            tick(x1, &words::amount(all));
        }
        let [free, shows] = text::FREE_SHOWS;
        let label = Label::new(numbers, y - 9.0, free, 12.0);
        let head = Key::Decor(Decor::Caption);
        if let Some(code) = self.put(head, Role::Ink2, label.code()) {
            self.put(head, Role::Ink2, Label::new(code.right() + 6.0, y - 9.0, shows, 12.0));
        }
    }

    /// How much nearer to the edge the numbers are on a sheet of medium width.
    fn narrowed(&self) -> f64 {
        if self.scene.width < 1000.0 { 36.0 } else { 0.0 }
    }

    /// The names to the left of a bar and the number to its right, or all of them over it.
    fn names(&mut self, bar: &ScenarioBar<'_>, y: f64, up: bool) {
        let key = key(bar.which);
        let number = if up { bar.free() } else { String::new() };
        if self.narrow {
            self.names_over(key, bar, y - 7.0, &number);
            return;
        }
        self.put(key, Role::Ink, Label::new(0.0, y + 15.0, &bar.name, 17.0).strong());
        let room = self.x0 - 8.0;
        let sub = Label::new(0.0, y + 33.0, &bar.option, 12.0).code();
        let sub = if sub.rect().right() <= room && !bar.option.is_empty() {
            sub
        } else {
            Label::new(0.0, y + 33.0, bar.says, 13.0)
        };
        self.put(key, Role::Ink2, sub);
        let x = self.scene.width - 176.0 + self.narrowed();
        self.put(key, Role::Ink, Label::new(x, y + 23.0, &number, 22.0).strong());
        let counts = Label::new(x, y + 41.0, &bar.counts, 12.0);
        if bar.balloon.is_some() {
            self.put(key, Role::Dom0, counts.strong());
        } else if counts.rect().right() <= self.scene.width {
            self.put(key, Role::Ink2, counts);
        }
    }

    fn names_over(&mut self, key: Key, bar: &ScenarioBar<'_>, y: f64, number: &str) {
        let end = self.scene.width;
        let label = Label::new(end, y, number, 15.0).strong().end();
        let number = self.put(key, Role::Ink, label);
        let name = Label::new(0.0, y, &bar.name, 15.0).strong();
        let x = self.put(key, Role::Ink, name).map_or(0.0, |r| r.right() + 7.0);
        let option = Label::new(x, y, &bar.option, 12.0).code();
        if self.put(key, Role::Ink2, option).is_none() {
            self.put(key, Role::Ink2, Label::new(x, y, bar.says, 12.0));
        }
        if let Some(number) = number {
            let [free, _] = text::FREE_SHOWS;
            let free = Label::new(number.x - 6.0, y, free, 12.0).code().end();
            self.put(key, Role::Ink2, free);
        }
    }

    /// A dom0 that does not come up: the pages it was meant to get, and where it stops.
    fn stopped(
        &mut self,
        bar: &ScenarioBar<'_>,
        y: f64,
        stop: StoppedBy,
        above: Option<StoppedBy>,
    ) {
        let pages = bar.boot.pages.0 as f64 * self.scale;
        // If dom0 gets little or nothing, the text has the whole line.
        let w = if pages < 220.0 { self.x1 - self.x0 } else { pages };
        let whole = Rect { x: self.x0, y, w, h: self.bar };
        stopped(&mut self.scene, key(bar.which), whole, stop, above);
    }

    fn draw(&mut self, bar: &ScenarioBar<'_>, before: Option<&ScenarioBar<'_>>, y: f64) {
        let key = key(bar.which);
        let parts = self.parts(bar, y);
        for part in &parts {
            self.scene.bar(key, look(part.account), part.rect);
        }
        let usable = parts.iter().find(|p| p.account == Account::Usable);
        let gain = bar.gain.zip(before).zip(usable);
        let gained = gain.map(|((gain, before), usable)| {
            let from = self.x0 + before.shares.usable.pages.0 as f64 * self.scale;
            (gain, Rect { x: from, w: usable.rect.right() - from, ..usable.rect })
        });
        let left = gained.map(|(gain, rect)| self.gained(gain, rect));
        if let Some(usable) = usable {
            let room = left.map_or(usable.rect, |w| Rect { w, ..usable.rect });
            self.usable(key, room, bar.shares.usable);
        }
        labels(&mut self.scene, (self.narrow, self.x1), key, &parts, bar.balloon);
    }

    /// The parts of a bar, from left to right.
    fn parts(&self, bar: &ScenarioBar<'_>, y: f64) -> Vec<Part> {
        let s = &bar.shares;
        let returned = if bar.balloon.is_some() && bar.which == Which::WithOption {
            text::STILL_WITH_XEN
        } else {
            text::RETURNED
        };
        let all = [
            (s.usable, Account::Usable, ""),
            (s.bookkeeping, Account::StructPage, text::BOOKKEEPING),
            (s.fixed, Account::Other, text::KERNEL),
            (s.stranded, Account::Stranded, text::STRANDED),
            (s.unexplained, Account::Unexplained, text::NOT_EXPLAINED),
            (s.returned, Account::FromDom0, returned),
        ];
        let mut x = self.x0;
        let mut parts = Vec::with_capacity(all.len());
        for (amount, account, name) in all {
            let w = amount.pages.0 as f64 * self.scale;
            let rect = Rect { x, y, w, h: self.bar };
            x = rect.right();
            if !amount.is_zero() {
                let guess = if account == Account::Other { bar.guess } else { "" };
                parts.push(Part { amount, account, name, guess, rect });
            }
        }
        parts
    }

    /// What the option gains, inside the usable part; returns the width left of it.
    fn gained(&mut self, gain: Printed, rect: Rect) -> f64 {
        let key = Key::Decor(Decor::Gain);
        let line = [at(rect.x, rect.y), at(rect.x, rect.bottom())];
        self.scene.line(key, Role::Dom0, &line, Dash::Trace, 1.5);
        let size = if self.narrow { 13.0 } else { 16.0 };
        let style = Style { size, ..Style::STRONG };
        let plain = look(Account::Usable);
        self.scene.inside(key, plain, rect, &text::gained(gain), style);
        rect.x - self.x0
    }

    fn usable(&mut self, key: Key, rect: Rect, amount: Printed) {
        let (size, pad) = if self.narrow { (14.0, 9.0) } else { (16.0, 14.0) };
        for text in text::usable_part(amount) {
            let y = rect.centre().y + size * 0.36;
            let label = Label::new(rect.x + pad, y, &text, size).strong();
            if label.rect().right() + 6.0 <= rect.right() {
                self.scene.text(key, Role::Ink, label);
                return;
            }
        }
    }
}
