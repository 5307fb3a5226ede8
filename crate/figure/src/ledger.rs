//! Lane F: dom0's pages as one strip that grows with the story, on the axis' own scale
//! and from its nought. What changes account is wiped from one part to the next, so the
//! strip never jumps and always sums to what Xen gave.

use sim::ledger::{Account, Ledger};
use sim::step::Phase;
use sim::units::Pages;

use crate::accounts::{Part, parts};
use crate::geometry::{Rect, at, mix};
use crate::labels::{bare, on_scale};
use crate::layout::Sheet;
use crate::scene::Canvas;
use crate::shape::{Bar, Dash, Key, Label, Pattern, Role, Style};

impl Canvas<'_> {
    /// Where so many pages of the strip end: on the axis, but for the narrow sheet's
    /// last steps, which stretch it to the full width.
    pub(crate) fn ledger_x(&self, pages: Pages) -> f64 {
        self.strip_x(pages.0 as f64)
    }

    fn strip_x(&self, pages: f64) -> f64 {
        let (x0, all) = (self.layout.axis_x0, self.strip_pages().0.max(1) as f64);
        let on_axis = self.axis.x_of(pages);
        let whole = x0 + (self.layout.width - 4.0) * pages / all;
        mix(on_axis, whole, self.stretched())
    }

    fn strip_pages(&self) -> Pages {
        let parts = parts(self.boot, self.now.index, self.now.step);
        parts.iter().map(|p| p.pages).sum::<Pages>().max(self.boot.pages)
    }

    fn stretched(&self) -> f64 {
        match self.layout.sheet {
            Sheet::Wide => 0.0,
            Sheet::Narrow => self.now.done(Phase::Descriptors, 0.0, 0.4),
        }
    }

    /// How much of what changes account in this step has done so. Pages that travel
    /// count when they land; where no page changes account, only colours do, at once.
    fn changed(&self) -> f64 {
        let t = self.now.t;
        match self.now.phase() {
            Phase::HolesFound => crate::motion::ease(t, 0.4, 0.9),
            Phase::Descriptors => self.descriptors_grown(),
            Phase::PagesReleased
            | Phase::PagesRepopulated
            | Phase::PagesMoved
            | Phase::BalloonedUp => {
                let all = self.now.step.change.pages().unwrap_or_default();
                if t >= 1.0 { 1.0 } else { self.arrived().0 as f64 / all.0.max(1) as f64 }
            }
            Phase::FirmwareMap
            | Phase::Dom0Built
            | Phase::MapRead
            | Phase::IdentityMapped
            | Phase::BalloonRoom
            | Phase::ToolsReport => f64::from(u8::from(t > 0.0)),
        }
    }

    /// The strip with its heading and its sum.
    pub(crate) fn ledger(&mut self) {
        let appeared = self.now.done(Phase::Dom0Built, 0.7, 1.0);
        // A balloon may bring more than Xen gave: they count when the last has landed.
        let landed = self.now.phase() == Phase::BalloonedUp && !self.flying();
        let name = on_scale(if landed { self.strip_pages() } else { self.boot.pages });
        let name = format!("dom0’s {name}");
        let sub = self.ledger_subtitle();
        let at = at(self.layout.axis_x0, self.layout.ledger);
        if self.now.phase() < Phase::Dom0Built {
            return self.heading('F', "dom0’s pages", "none yet", at);
        }
        self.heading('F', &name, sub, at);
        if appeared <= 0.0 {
            return;
        }
        let now = parts(self.boot, self.now.index, self.now.step);
        let before = match (self.now.before, self.now.index.checked_sub(1)) {
            (Some(step), Some(i)) if self.now.phase() != Phase::Dom0Built => {
                parts(self.boot, i, step)
            }
            _ => now.clone(),
        };
        let changed = self.changed();
        let drawn = drawn(&before, &now, changed);
        self.strip(&drawn, appeared);
        // While bars are wiped no number would be that of the bar; but where no page
        // changes account, the sum stays what it is.
        if appeared >= 1.0 && usable(&before) == usable(&now) {
            self.sum_of(&now);
        } else if appeared >= 1.0 && drawn.iter().all(|p| p.counted) {
            self.sum_of(&drawn.iter().map(|d| d.part).collect::<Vec<_>>());
        }
        self.drawn_wider();
        self.tools();
    }

    fn ledger_subtitle(&self) -> &'static str {
        match self.now.phase() {
            Phase::FirmwareMap => "none yet",
            Phase::Dom0Built | Phase::MapRead | Phase::HolesFound => "nothing has left yet",
            Phase::PagesReleased if self.flying() => "what is left when the pages have gone",
            Phase::PagesReleased => "what is left, and what has gone",
            Phase::PagesRepopulated if self.flying() => "fills up as pages land",
            Phase::PagesRepopulated => "filled up again",
            Phase::PagesMoved => "every page is kept",
            Phase::IdentityMapped => "windows cost none of it",
            Phase::BalloonRoom => "room adds nothing to it",
            Phase::Descriptors => "it adds up to the page",
            Phase::ToolsReport => "",
            Phase::BalloonedUp if self.flying() => "grows as pages land",
            Phase::BalloonedUp => "with what has come back",
        }
    }

    fn strip(&mut self, drawn: &[Drawn], appeared: f64) {
        let (y, h) = (self.layout.ledger, self.layout.bar);
        let mut sum = 0.0;
        let mut groups: Vec<(Bar, Rect, Option<Pages>)> = Vec::new();
        for Drawn { part: b, pages, counted } in drawn {
            let from = self.strip_x(sum);
            sum += pages * appeared;
            let told = counted.then_some(b.pages);
            let rect = Rect::between(from, self.strip_x(sum), y, h);
            if rect.w <= 0.0 {
                continue;
            }
            // Parts of one kind share an outline: the smallest are under a pixel.
            match groups.last_mut() {
                Some((bar, whole, pages))
                    if bar.role == b.bar.role && bar.pattern == b.bar.pattern =>
                {
                    *whole = whole.hull(rect);
                    *pages = pages.zip(told).map(|(a, b)| a.plus(b));
                }
                _ => groups.push((b.bar, rect, told)),
            }
            let inner = Bar { outline: Dash::None, ..b.bar };
            self.scene.bar(Key::Account(b.account), inner, rect);
            self.scene.target(Key::Account(b.account), rect);
        }
        for (bar, rect, pages) in groups {
            let line = crate::pattern::outline(rect);
            self.scene.line(Key::Part(15), bar.role, &line, bar.outline, 1.5);
            self.part_label(bar, rect, pages.unwrap_or_default());
        }
        if self.stretched() <= 0.0 {
            let end = self.strip_x(sum);
            self.tears(Rect { y, h, ..self.layout.lane(0) }, end);
        }
    }

    fn part_label(&mut self, bar: Bar, rect: Rect, pages: Pages) {
        if pages.is_zero() || bar.role == Role::Fixed {
            return;
        }
        let phase = self.now.phase();
        let (n, gib) = (bare(pages), on_scale(pages));
        let settled = self.now.done(Phase::Descriptors, 0.4, 0.85) > 0.0;
        let word = match bar.role {
            Role::Dom0 if settled => "usable",
            Role::Dom0 if phase == Phase::HolesFound && self.changed() >= 1.0 => "on RAM",
            Role::OnHole if bar.pattern == Pattern::Crossed => "nobody’s",
            Role::OnHole if phase == Phase::PagesReleased && self.flying() => "leaving",
            Role::OnHole if phase == Phase::PagesMoved && self.flying() => "moving",
            Role::OnHole => "on holes",
            Role::Moved => "moved",
            Role::Released => "released",
            Role::Descriptors => "descriptors",
            Role::Dom0
            | Role::Machine
            | Role::Hole
            | Role::Funnel
            | Role::Fixed
            | Role::Room
            | Role::Copied
            | Role::Xen
            | Role::Socket
            | Role::SocketMoved
            | Role::SocketDom0
            | Role::Band
            | Role::Ink
            | Role::Ink2
            | Role::Rule
            | Role::Hair
            | Role::Paper => "",
        };
        let join = |a: &str| format!("{a} {word}").trim_end().to_owned();
        let labels =
            if bar.role == Role::Dom0 { vec![join(&gib), gib, n] } else { vec![join(&n), n] };
        let plate = (bar.role == Role::OnHole).then_some(Role::Released);
        let base = if settled && bar.role != Role::Released { Style::STRONG } else { Style::PLAIN };
        let style = Style { plate, ..base };
        let room = if self.stretched() > 0.0 { rect } else { self.label_room(rect) };
        self.scene.inside(Key::Part(15), bar, room, &labels, style);
    }

    /// The strip as a sum, beside it or under it.
    fn sum_of(&mut self, parts: &[Part]) {
        // Pages that are leaving are a term of their own until they have landed; flagged
        // ones are where others are one already.
        let leaving = self.now.phase() == Phase::PagesReleased && self.flying();
        let stranded = |p: &Part| p.account == Account::Stranded && !p.pages.is_zero();
        let several = self.now.phase() == Phase::HolesFound && parts.iter().any(stranded);
        let apart = |p: &Part| {
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
        let fixed = kind(&Account::FIXED);
        let terms: Vec<Pages> = terms.into_iter().filter(|n| !n.is_zero()).collect();
        let strong = sum_text(&terms, all);
        let below = if !fixed.is_zero() {
            let sure = words::fixed_sure(&Ledger::of(self.boot, self.now.index));
            format!("{}: kernel and boot buffers, {sure}", on_scale(fixed))
        } else if terms.len() > 1 {
            let counts: Vec<String> = terms.iter().map(|n| words::count(n.0)).collect();
            format!("{} pages", counts.join(" + "))
        } else {
            format!("{} pages, none gone", words::count(all.0))
        };
        let wide = self.layout.sheet == Sheet::Wide;
        let (x, y) = (self.ledger_x(all) + 18.0, self.layout.ledger);
        let key = Key::Part(16);
        let label = Label::new(x, y + 14.0, &strong, 13.0).strong();
        let second = Label::new(x, y + 31.0, &below, 13.0);
        let fits = |l: &Label<'_>| l.rect().right() <= self.layout.width;
        let low = y + self.layout.bar + 20.0;
        let under = self.layout.axis_x0 - 1.0;
        if fits(&label) && fits(&second) {
            self.scene.text(key, Role::Ink, label);
            self.scene.text(key, Role::Ink2, second);
        } else if wide {
            let label = Label { at: at(under, low), ..label };
            let placed = self.scene.text(key, Role::Ink, label);
            let next = placed.map_or(under, |r| r.right() + 16.0);
            self.scene.text(key, Role::Ink2, Label { at: at(next, low), ..second });
        } else {
            self.scene.text(key, Role::Ink, Label { at: at(under, low), ..label });
            let small = Label { at: at(under, low + 16.0), size: 12.0, ..second };
            self.scene.text(key, Role::Ink2, small);
        }
    }

    /// The narrow sheet says that its strip has a scale of its own.
    fn drawn_wider(&mut self) {
        let all = self.strip_pages();
        let on_axis = self.axis.x(all.0) - self.layout.axis_x0;
        let tenths = ((self.layout.width - 4.0) / on_axis.max(1.0) * 10.0).round() as u64;
        if self.stretched() >= 1.0 && tenths > 10 {
            let y = self.layout.ledger - 9.0;
            for drawn in ["drawn ", ""] {
                let text = format!("{drawn}{}.{} times as wide", tenths / 10, tenths % 10);
                let label = Label::new(self.layout.width - 2.0, y, &text, 12.0).end();
                let rect = label.rect();
                // Not on the heels of the heading.
                if self.scene.takes(Rect { x: rect.x - 6.0, ..rect }) {
                    self.scene.text(Key::Part(15), Role::Ink2, label);
                    return;
                }
            }
        }
    }
}

/// A part as it is drawn.
#[derive(Clone, Copy)]
struct Drawn {
    /// The part with the whole pages that are drawn.
    part: Part,
    /// What its length stands for.
    pages: f64,
    /// Whether its number may be told: not while it is wiped.
    counted: bool,
}

/// The parts on their way from `before` to `now`. Whole shares of landed pages give
/// whole pages.
fn drawn(before: &[Part], now: &[Part], changed: f64) -> Vec<Drawn> {
    let part = |(a, b): (&Part, &Part)| {
        let pages = mix(a.pages.0 as f64, b.pages.0 as f64, changed);
        let whole = Pages(pages.round() as u64);
        let counted = (pages - whole.0 as f64).abs() < 1e-3;
        Drawn { part: Part { pages: whole, ..*b }, pages, counted }
    };
    before.iter().zip(now).map(part).collect()
}

fn usable(parts: &[Part]) -> Pages {
    parts.iter().filter(|p| p.account == Account::Usable).map(|p| p.pages).sum()
}

/// `2.03 + 0.86 + 0.10 + 1.01 = 4.00 GiB`; where rounding hides a hundredth, `≈`.
fn sum_text(terms: &[Pages], all: Pages) -> String {
    if terms.len() < 2 {
        return format!("= {}", on_scale(all));
    }
    let hundredths = |n: Pages| (n.0 * 200 + (1 << 18)) / (2 << 18);
    let in_gib = terms.iter().all(|n| n.0 >= 10 << 8);
    let exact = terms.iter().map(|n| hundredths(*n)).sum::<u64>() == hundredths(all);
    // One unit for all, or each has its own.
    let term = if in_gib { bare } else { on_scale };
    let shown: Vec<String> = terms.iter().map(|n| term(*n)).collect();
    let sign = if exact && in_gib { "=" } else { "≈" };
    format!("{} {sign} {}", shown.join(" + "), on_scale(all))
}
