//! Lane F: dom0's pages by account, as one strip at the axis' scale that starts at its zero.
//! Pages that change account are wiped from one part to the next, so the strip never
//! jumps and always sums to what Xen gave.

use sim::ledger::Account;
use sim::step::Phase;
use sim::units::Pages;
use words::figure::{StripLabel, StripNumber, strip_numbers};

use crate::draw::geometry::{Rect, lerp};
use crate::draw::lane::Lane;
use crate::draw::shape::{Bar, Dash, Decor, Key, Pattern, Role, Scene, Style};
use crate::story::frame::Frame;
use crate::story::regions::tears;
use crate::story::strip::Strip;
use crate::story::strip_parts::StripPart;
use crate::story::strip_sum;
use crate::story::titles::{heading, title};
use crate::story::tool_brackets;

/// Draws the strip with its heading and its sum.
pub(crate) fn draw(frame: &Frame<'_>, scene: &mut Scene) {
    let appeared = frame.now.done(Phase::Dom0Built, 0.7, 1.0);
    // The balloon may bring more pages than Xen gave; they count when the last has landed.
    let landed = frame.now.phase == Phase::BalloonedUp && !frame.flying();
    let pages = if landed { frame.strip.pages } else { frame.now.boot.pages };
    let name = words::figure::dom0s(pages);
    let sub = words::figure::ledger_subtitle(frame.now.phase, frame.travel(), frame.now.boot);
    if frame.now.phase < Phase::Dom0Built {
        return title(frame, scene, Lane::Ledger, sub);
    }
    heading(frame, scene, Lane::Ledger, &name, sub);
    if appeared <= 0.0 {
        return;
    }
    let Strip { now, before, changed, .. } = &frame.strip;
    let drawn = drawn(before, now, *changed);
    strip(frame, scene, &drawn, appeared);
    // While bars are wiped, no number would match its bar; but if no page changes account,
    // the sum stays valid.
    if appeared >= 1.0 && usable(before) == usable(now) {
        strip_sum::draw(frame, scene, now);
    } else if appeared >= 1.0 && drawn.iter().all(|p| p.counted) {
        strip_sum::draw(frame, scene, &drawn.iter().map(|d| d.part).collect::<Vec<_>>());
    }
    tool_brackets::draw(frame, scene);
}

fn strip(frame: &Frame<'_>, scene: &mut Scene, drawn: &[PartBar], appeared: f64) {
    let Rect { y, h, .. } = frame.layout.lane(Lane::Ledger);
    let mut sum = 0.0;
    let mut groups: Vec<(Bar, Rect, Option<Pages>)> = Vec::new();
    for PartBar { part: b, pages, counted } in drawn {
        let from = frame.strip_x(sum);
        sum += pages * appeared;
        let shown = counted.then_some(b.pages);
        let rect = Rect::between(from, frame.strip_x(sum), y, h);
        if rect.w <= 0.0 {
            continue;
        }
        // Parts of one kind share an outline, because the smallest are below a pixel.
        match groups.last_mut() {
            Some((bar, whole, pages)) if bar.role == b.bar.role && bar.pattern == b.bar.pattern => {
                *whole = whole.union(rect);
                *pages = pages.zip(shown).map(|(a, b)| a.plus(b));
            }
            _ => groups.push((b.bar, rect, shown)),
        }
        let inner = Bar { outline: Dash::None, ..b.bar };
        scene.bar(Key::Account(b.account), inner, rect);
        scene.target(Key::Account(b.account), rect);
    }
    let pages: Vec<Pages> = groups.iter().map(|(_, _, pages)| pages.unwrap_or_default()).collect();
    let numbers = strip_numbers(&pages);
    for ((bar, rect, pages), number) in groups.into_iter().zip(numbers) {
        let line = crate::draw::pattern::outline(rect);
        scene.line(Key::Decor(Decor::Strip), bar.role, &line, bar.outline, 1.5);
        if pages.is_some_and(|n| !n.is_zero()) {
            part_label(frame, scene, bar, rect, &number);
        }
    }
    tears(frame, scene, frame.layout.lane(Lane::Ledger), frame.strip_x(sum));
}

fn part_label(frame: &Frame<'_>, scene: &mut Scene, bar: Bar, rect: Rect, number: &StripNumber) {
    if bar.role == Role::Fixed || !frame.layout.open(Lane::Ledger) {
        return;
    }
    let phase = frame.now.phase;
    let settled = frame.now.done(Phase::Descriptors, 0.4, 0.85) > 0.0;
    let label = match bar.role {
        Role::Dom0 if settled => StripLabel::Usable,
        Role::Dom0 if phase == Phase::HolesFound && frame.strip.changed >= 1.0 => StripLabel::OnRam,
        Role::OnHole if bar.pattern == Pattern::Crossed => StripLabel::Stranded,
        Role::OnHole if phase == Phase::PagesReleased && frame.flying() => StripLabel::Leaving,
        Role::OnHole if phase == Phase::PagesMoved && frame.flying() => StripLabel::Moving,
        Role::OnHole => StripLabel::OnHoles,
        Role::Moved => StripLabel::Moved,
        Role::Released => StripLabel::Released,
        Role::Descriptors => StripLabel::Descriptors,
        Role::Dom0
        | Role::Machine
        | Role::Hole
        | Role::Unusable
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
        | Role::Paper
        | Role::Action
        | Role::Highlight => StripLabel::Plain,
    };
    let labels = words::figure::strip_part(label, number);
    let plate = (bar.role == Role::OnHole).then_some(Role::Released);
    let base = if settled && bar.role != Role::Released { Style::STRONG } else { Style::PLAIN };
    let style = Style { plate, ..base };
    scene.inside(Key::Decor(Decor::Strip), bar, frame.label_room(rect), &labels, style);
}

/// A part as it is drawn.
#[derive(Clone, Copy)]
struct PartBar {
    /// The part with the whole pages that are drawn.
    part: StripPart,
    /// The pages that its length shows; may be fractional.
    pages: f64,
    /// Whether its number may be shown: not while it is wiped.
    counted: bool,
}

/// The parts between `before` and `now`, at the fraction `changed`.
fn drawn(before: &[StripPart], now: &[StripPart], changed: f64) -> Vec<PartBar> {
    let part = |(a, b): (&StripPart, &StripPart)| {
        let pages = lerp(a.pages.0 as f64, b.pages.0 as f64, changed);
        let whole = Pages(pages.round() as u64);
        let counted = (pages - whole.0 as f64).abs() < 1e-3;
        PartBar { part: StripPart { pages: whole, ..*b }, pages, counted }
    };
    before.iter().zip(now).map(part).collect()
}

fn usable(parts: &[StripPart]) -> Pages {
    parts.iter().filter(|p| p.account == Account::Usable).map(|p| p.pages).sum()
}
