//! The scenarios: three bars on one scale, the classic kernel, the kernel as configured, and
//! the same with `max:`.

use sim::boot::{Boot, Outcome};
use sim::kernel::Era;
use sim::ledger::Account;
use sim::units::Pages;
use sim::what_if::scenarios::{Scenarios, Shares};
use words::figure::{bare, named, on_scale};

use crate::charts::accounts::look;
use crate::charts::callout::{Callout, Rows, Side, callouts};
use crate::charts::failed_boot::{StoppedBy, stopped};
use crate::draw::geometry::{Rect, at, clamp};
use crate::draw::shape::{Dash, Decor, Key, Label, Role, Scenario, Scene, Style};
use crate::draw::view::NARROW;

/// One of the three bars.
struct ScenarioBar<'a> {
    when: &'static str,
    what: String,
    boot: &'a Boot,
    scenario: Scenario,
}

impl ScenarioBar<'_> {
    const fn key(&self) -> Key {
        Key::Decor(Decor::Scenario(self.scenario))
    }
}

/// The chart while it is drawn.
pub(crate) struct ScenarioChart {
    pub(crate) scene: Scene,
    pub(crate) x0: f64,
    pub(crate) x1: f64,
    pub(crate) bar: f64,
    pub(crate) scale: f64,
    pub(crate) narrow: bool,
}

/// Height of the chart at this width, in CSS pixels.
pub fn height(width: f64) -> f64 {
    if width < NARROW { 440.0 } else { 454.0 }
}

/// The three bars.
pub fn strip(scenarios: &Scenarios, width: f64) -> Scene {
    let width = clamp(width, 240.0, 4000.0);
    let narrow = width < NARROW;
    let (x0, x1) = if narrow { (1.5, width - 1.5) } else { (narrow_names(width), width - 40.0) };
    let most = scenarios.configured.pages.0.max(1) as f64;
    let mut strip = ScenarioChart {
        scene: Scene::new(width, height(width)),
        x0,
        x1,
        bar: if narrow { 36.0 } else { 50.0 },
        scale: (x1 - x0) / most,
        narrow,
    };
    if !narrow {
        strip.axis(scenarios.configured.pages);
    }
    let tops = if narrow { [40.0, 170.0, 310.0] } else { [84.0, 222.0, 360.0] };
    let mut above = None;
    for (line, y) in lines(scenarios).iter().zip(tops) {
        strip.names(line, y);
        let stops = StoppedBy::of(line.boot.outcome);
        match stops {
            None => strip.draw(line, y, scenarios),
            Some(stop) => {
                let pages = line.boot.pages.0 as f64 * strip.scale;
                // If dom0 gets nothing at all, the text has the whole line.
                let w = if line.boot.pages.is_zero() { strip.x1 - strip.x0 } else { pages };
                let whole = Rect { x: strip.x0, y, w, h: strip.bar };
                stopped(&mut strip.scene, line.key(), whole, stop, above);
            }
        }
        above = stops;
    }
    strip.scene
}

/// Where the bars begin, after the names.
fn narrow_names(width: f64) -> f64 {
    if width < 900.0 { 152.0 } else { 216.0 }
}

fn lines(scenarios: &Scenarios) -> [ScenarioBar<'_>; 3] {
    let up = scenarios.with_max.outcome == Outcome::Up;
    let gained =
        up && Shares::of(&scenarios.with_max).usable > Shares::of(&scenarios.configured).usable;
    let cured = words::figure::with_ceiling(scenarios.configured.pages);
    let after = words::figure::as_configured(&scenarios.configured);
    let [when_before, when_after, when_cured] = words::figure::SCENARIOS;
    [
        ScenarioBar {
            when: when_before,
            what: words::figure::CLASSIC_KERNEL.to_owned(),
            boot: &scenarios.classic,
            scenario: Scenario::Classic,
        },
        ScenarioBar {
            when: when_after,
            what: after.to_owned(),
            boot: &scenarios.configured,
            scenario: Scenario::Configured,
        },
        ScenarioBar {
            when: if gained { when_cured } else { words::figure::NO_CHANGE },
            what: cured,
            boot: &scenarios.with_max,
            scenario: Scenario::WithMax,
        },
    ]
}

impl ScenarioChart {
    fn text(&mut self, key: Key, role: Role, label: Label<'_>) -> Option<Rect> {
        self.scene.text(key, role, label)
    }

    fn axis(&mut self, all: Pages) {
        let (x0, x1, y) = (self.x0, self.x1, 38.0);
        let key = Key::Decor(Decor::Axis);
        self.scene.line(key, Role::Rule, &[at(x0, y), at(x1, y)], Dash::Solid, 1.0);
        let gib = all.0 >> 18;
        let every = (gib / 8).max(1).next_power_of_two();
        // Twenty ticks at most; the last may be so high that no further one can be counted.
        let next = |n: &u64| n.checked_add(every).filter(|&n| n <= gib);
        for n in core::iter::successors(Some(0), next).take(20) {
            let x = x0 + (n << 18) as f64 * self.scale;
            self.scene.line(key, Role::Rule, &[at(x, y - 7.0), at(x, y)], Dash::Solid, 1.0);
            let unit = n == 0 || gib - n < every;
            let name = words::figure::tick(n, unit);
            self.text(key, Role::Ink2, Label::new(x, y - 14.0, &name, 12.0).middle());
        }
        if gib == 0 {
            // Shorter than the first tick: its end is labelled.
            self.scene.line(key, Role::Rule, &[at(x1, y - 7.0), at(x1, y)], Dash::Solid, 1.0);
            let name = words::amount(all);
            self.text(key, Role::Ink2, Label::new(x1, y - 14.0, &name, 12.0).middle());
        }
    }

    fn names(&mut self, line: &ScenarioBar<'_>, y: f64) {
        let name = words::linux(line.boot);
        if self.narrow {
            let label = Label::new(0.0, y - 11.0, &name, 15.0).strong();
            let end = self.text(line.key(), Role::Ink, label);
            let sub = format!("{}, {}", line.when.to_ascii_lowercase(), line.what);
            let x = end.map_or(0.0, |r| r.right() + 8.0);
            self.text(line.key(), Role::Ink2, Label::new(x, y - 11.0, &sub, 13.0));
            return;
        }
        self.text(line.key(), Role::Ink2, Label::new(0.0, y - 2.0, line.when, 13.0));
        self.text(line.key(), Role::Ink, Label::new(0.0, y + 22.0, &name, 17.0).strong());
        self.text(line.key(), Role::Ink2, Label::new(0.0, y + 43.0, &line.what, 15.0));
    }

    fn draw(&mut self, line: &ScenarioBar<'_>, y: f64, scenarios: &Scenarios) {
        let whole = Rect { x: self.x0, y, w: line.boot.pages.0 as f64 * self.scale, h: self.bar };
        let shares = Shares::of(line.boot);
        let small = self.parts(line, whole, shares);
        self.free(line, whole, shares);
        if line.scenario == Scenario::WithMax {
            self.gain(scenarios, whole);
        }
        if self.narrow {
            callouts(&mut self.scene, &small, Side::Below, Rows { first: 17.0, count: 4 });
            return;
        }
        // Three rows stay clear of the labels of the bar above.
        let rows = Rows { first: 6.0, count: 3 };
        let left_over = callouts(&mut self.scene, &small, Side::Above, rows);
        callouts(&mut self.scene, &left_over, Side::Below, Rows { first: 17.0, count: 2 });
    }

    /// Draws the parts; returns those that need a name outside the bar.
    fn parts(&mut self, line: &ScenarioBar<'_>, whole: Rect, shares: Shares) -> Vec<Callout> {
        let [usable, descriptors, fixed, nobodys, released] =
            words::figure::scenario_parts(line.boot);
        let parts = [
            (shares.usable, Account::Usable, usable),
            (shares.descriptors, Account::StructPage, descriptors),
            (shares.fixed, Account::Other, fixed),
            (shares.stranded, Account::Stranded, nobodys),
            (shares.released, Account::FromDom0, released),
        ];
        let mut x = whole.x;
        let mut small = Vec::new();
        for (pages, account, name) in parts {
            let rect = Rect { x, w: pages.0 as f64 * self.scale, ..whole };
            x = rect.right();
            if pages.is_zero() {
                continue;
            }
            let (bar, key) = (look(account), line.key());
            self.scene.bar(key, bar, rect);
            if account == Account::Usable {
                self.usable(key, rect, pages);
                continue;
            }
            // Without an axis every number has its unit, and so do numbers outside the bar.
            let with_unit = on_scale(pages);
            let number = if self.narrow { with_unit.clone() } else { bare(pages) };
            let long = named(&number, &name);
            let short = bare(pages);
            let estimated = account == Account::Other;
            let labels = if estimated { vec![] } else { vec![&long, &number, &short] };
            let inside = self.scene.inside(key, bar, rect, &labels, Style::STRONG);
            let whole_name =
                crate::draw::text_metrics::width(&long, 13.0, Style::STRONG.weight) + 12.0;
            match inside {
                Some(_) if whole_name <= rect.w => {}
                Some(_) => self.name_below(key, rect, &name),
                None => {
                    let text = named(&with_unit, &name);
                    small.push(Callout { key, part: rect, text });
                }
            }
        }
        small
    }

    fn usable(&mut self, key: Key, rect: Rect, pages: Pages) {
        let (size, pad) = if self.narrow { (15.0, 10.0) } else { (17.0, 16.0) };
        for text in words::figure::usable_part(pages) {
            let y = rect.centre().y + size * 0.36;
            let label = Label::new(rect.x + pad, y, &text, size).strong();
            if label.rect().right() + 6.0 <= rect.right() {
                self.scene.text(key, Role::Ink, label);
                return;
            }
        }
    }

    /// The name of a part under the bar; its number is inside.
    fn name_below(&mut self, key: Key, rect: Rect, name: &str) {
        let low = if self.narrow { rect.bottom() + 18.0 } else { rect.bottom() + 28.0 };
        let half = crate::draw::text_metrics::width(name, 12.0, Style::PLAIN.weight) / 2.0;
        let x = rect.centre().x.min(self.scene.width - half - 1.0);
        self.scene.text(key, Role::Ink2, Label::new(x, low, name, 12.0).middle());
    }

    /// A bracket under what `free` shows.
    fn free(&mut self, line: &ScenarioBar<'_>, whole: Rect, shares: Shares) {
        let era = line.boot.config.linux.variant.era();
        let shown = shares.free_shows(era);
        let (y, end) = (whole.bottom(), whole.x + shown.0 as f64 * self.scale);
        let asked = line.scenario == Scenario::Configured;
        let [long, says] = words::figure::free_shows(shown, era == Era::Classic, asked);
        let (low, size) = if self.narrow { (y + 17.0, 12.0) } else { (y + 30.0, 13.0) };
        if !self.narrow {
            let (top, foot) = (y + 5.0, y + 12.0);
            let l = whole.x + 0.7;
            let key = line.key();
            let line = [at(l, top), at(l, foot), at(end - 0.7, foot), at(end - 0.7, top)];
            self.scene.line(key, Role::Ink, &line, Dash::Solid, 1.2);
        }
        let name = Label::new(whole.x, low, words::figure::FREE, size).code();
        let Some(placed) = self.text(line.key(), Role::Ink, name) else { return };
        // The number has priority: the reason only if there is room for both.
        let long = if self.narrow { String::new() } else { long };
        for text in [&long, &says] {
            let label = Label::new(placed.right() + 6.0, low, text, size);
            if !text.is_empty() && self.text(line.key(), Role::Ink, label).is_some() {
                return;
            }
        }
    }
}
