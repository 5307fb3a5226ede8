//! Lane F: dom0's pages by account, as one strip at the axis' scale that starts at its zero.
//! Pages that change account are wiped from one part to the next, so the strip never
//! jumps and always sums to what Xen gave.

use sim::ledger::{Account, Ledger};
use sim::step::Phase;
use sim::units::Pages;

use crate::draw::format::{bare, on_scale};
use crate::draw::geometry::{Rect, at, lerp};
use crate::draw::lane::Lane;
use crate::draw::shape::{Bar, Dash, Decor, Key, Label, Pattern, Role, Scene, Style};
use crate::story::frame::Frame;
use crate::story::layout::{Layout, Sheet};
use crate::story::moment::Moment;
use crate::story::regions::tears;
use crate::story::strip_parts::{StripPart, parts};
use crate::story::strip_sum;
use crate::story::titles::{Heading, heading};
use crate::story::tool_brackets;

/// Lane F's pages by account, before and after the step.
pub(crate) struct Strip {
    pub(crate) ledger: Ledger,
    now: Vec<StripPart>,
    before: Vec<StripPart>,
    /// All pages of the strip after the step.
    pages: Pages,
    /// How far it is stretched to the sheet's width, 0 to 1.
    stretched: f64,
    /// How much of what changes account in this step has done so, 0 to 1.
    changed: f64,
}

impl Strip {
    pub(crate) fn of(now: &Moment<'_>, arrived: Pages, layout: &Layout) -> Self {
        let ledger = Ledger::of(now.boot, now.index);
        let after = parts(&ledger, now.step);
        let earlier = now.before.zip(now.index.checked_sub(1));
        let before = match earlier.filter(|_| now.phase != Phase::Dom0Built) {
            Some((step, i)) => parts(&Ledger::of(now.boot, i), step),
            None => after.clone(),
        };
        let pages = after.iter().map(|p| p.pages).sum::<Pages>().max(now.boot.pages);
        let stretched = match layout.sheet {
            Sheet::Wide => 0.0,
            Sheet::Narrow => now.done(Phase::Descriptors, 0.0, 0.4),
        };
        let changed = changed(now, arrived);
        Self { ledger, now: after, before, pages, stretched, changed }
    }
}

/// Where the first `pages` pages of the strip end: on the axis, except that a narrow
/// sheet's last steps stretch the strip to the full width.
pub(crate) fn strip_x(frame: &Frame<'_>, pages: f64) -> f64 {
    let (x0, all) = (frame.layout.axis_x0, frame.strip.pages.0.max(1) as f64);
    let on_axis = frame.axis.x_of(pages);
    let whole = x0 + (frame.layout.width - 4.0) * pages / all;
    lerp(on_axis, whole, frame.strip.stretched)
}

/// How much of what changes account in this step has done so, 0 to 1. Pages that travel
/// count when they land; if no page changes account, the change is immediate.
fn changed(now: &Moment<'_>, arrived: Pages) -> f64 {
    let t = now.t;
    match now.phase {
        Phase::HolesFound => crate::story::motion::ease(t, 0.4, 0.9),
        Phase::Descriptors => now.descriptors_grown(),
        Phase::PagesReleased | Phase::PagesRepopulated | Phase::PagesMoved | Phase::BalloonedUp => {
            let all = now.step.change.pages().unwrap_or_default();
            if t >= 1.0 { 1.0 } else { arrived.0 as f64 / all.0.max(1) as f64 }
        }
        Phase::FirmwareMap
        | Phase::Dom0Built
        | Phase::MapRead
        | Phase::IdentityMapped
        | Phase::MapRewritten
        | Phase::BalloonRoom
        | Phase::ToolsReport => f64::from(u8::from(t > 0.0)),
    }
}

/// Draws the strip with its heading and its sum.
pub(crate) fn draw(frame: &Frame<'_>, scene: &mut Scene) {
    let appeared = frame.now.done(Phase::Dom0Built, 0.7, 1.0);
    // The balloon may bring more pages than Xen gave; they count when the last has landed.
    let landed = frame.now.phase == Phase::BalloonedUp && !frame.flying();
    let name = on_scale(if landed { frame.strip.pages } else { frame.now.boot.pages });
    let name = format!("dom0’s {name}");
    let sub = ledger_subtitle(frame);
    let at = at(frame.layout.axis_x0, frame.layout.ledger);
    if frame.now.phase < Phase::Dom0Built {
        return heading(
            &frame.layout,
            scene,
            &Heading::new(Lane::Ledger, Lane::Ledger.title(), "none yet", at),
        );
    }
    heading(&frame.layout, scene, &Heading::new(Lane::Ledger, &name, sub, at));
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
    drawn_wider(frame, scene);
    tool_brackets::draw(frame, scene);
}

fn ledger_subtitle(frame: &Frame<'_>) -> &'static str {
    match frame.now.phase {
        Phase::FirmwareMap => "none yet",
        Phase::Dom0Built | Phase::MapRead | Phase::HolesFound => "nothing has left yet",
        Phase::PagesReleased if frame.flying() => "what is left when the pages have gone",
        Phase::PagesReleased => "what is left, and what has gone",
        Phase::PagesRepopulated if frame.flying() => "fills up as pages land",
        Phase::PagesRepopulated => "filled up again",
        Phase::PagesMoved => "every page is kept",
        Phase::IdentityMapped => "windows cost none of it",
        Phase::MapRewritten if words::is_map_kept(frame.now.boot) => "no page moved",
        Phase::MapRewritten => "the map changed; no page moved",
        Phase::BalloonRoom => "room adds nothing to it",
        Phase::Descriptors => "it adds up to the page",
        Phase::ToolsReport => "",
        Phase::BalloonedUp if frame.flying() => "grows as pages land",
        Phase::BalloonedUp => "with what has come back",
    }
}

fn strip(frame: &Frame<'_>, scene: &mut Scene, drawn: &[PartBar], appeared: f64) {
    let (y, h) = (frame.layout.ledger, frame.layout.bar);
    let mut sum = 0.0;
    let mut groups: Vec<(Bar, Rect, Option<Pages>)> = Vec::new();
    for PartBar { part: b, pages, counted } in drawn {
        let from = strip_x(frame, sum);
        sum += pages * appeared;
        let shown = counted.then_some(b.pages);
        let rect = Rect::between(from, strip_x(frame, sum), y, h);
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
    for (bar, rect, pages) in groups {
        let line = crate::draw::pattern::outline(rect);
        scene.line(Key::Decor(Decor::Strip), bar.role, &line, bar.outline, 1.5);
        part_label(frame, scene, bar, rect, pages.unwrap_or_default());
    }
    if frame.strip.stretched <= 0.0 {
        let end = strip_x(frame, sum);
        tears(frame, scene, Rect { y, h, ..frame.layout.lane(Lane::Machine) }, end);
    }
}

fn part_label(frame: &Frame<'_>, scene: &mut Scene, bar: Bar, rect: Rect, pages: Pages) {
    if pages.is_zero() || bar.role == Role::Fixed {
        return;
    }
    let phase = frame.now.phase;
    let (n, gib) = (bare(pages), on_scale(pages));
    let settled = frame.now.done(Phase::Descriptors, 0.4, 0.85) > 0.0;
    let word = match bar.role {
        Role::Dom0 if settled => "usable",
        Role::Dom0 if phase == Phase::HolesFound && frame.strip.changed >= 1.0 => "on RAM",
        Role::OnHole if bar.pattern == Pattern::Crossed => "nobody’s",
        Role::OnHole if phase == Phase::PagesReleased && frame.flying() => "leaving",
        Role::OnHole if phase == Phase::PagesMoved && frame.flying() => "moving",
        Role::OnHole => "on holes",
        Role::Moved => "moved",
        Role::Released => "released",
        Role::Descriptors => "descriptors",
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
        | Role::Paper => "",
    };
    let join = |a: &str| format!("{a} {word}").trim_end().to_owned();
    let labels = if bar.role == Role::Dom0 { vec![join(&gib), gib, n] } else { vec![join(&n), n] };
    let plate = (bar.role == Role::OnHole).then_some(Role::Released);
    let base = if settled && bar.role != Role::Released { Style::STRONG } else { Style::PLAIN };
    let style = Style { plate, ..base };
    let room = if frame.strip.stretched > 0.0 { rect } else { frame.label_room(rect) };
    scene.inside(Key::Decor(Decor::Strip), bar, room, &labels, style);
}

/// On a narrow sheet: a note that the strip has a scale of its own.
fn drawn_wider(frame: &Frame<'_>, scene: &mut Scene) {
    let all = frame.strip.pages;
    let on_axis = frame.axis.x(all.0) - frame.layout.axis_x0;
    let tenths = ((frame.layout.width - 4.0) / on_axis.max(1.0) * 10.0).round() as u64;
    if frame.strip.stretched >= 1.0 && tenths > 10 {
        let y = frame.layout.ledger - 9.0;
        for drawn in ["drawn ", ""] {
            let text = format!("{drawn}{}.{} times as wide", tenths / 10, tenths % 10);
            let label = Label::new(frame.layout.width - 2.0, y, &text, 12.0).end();
            let rect = label.rect();
            // Keep a distance to the heading.
            if scene.takes(Rect { x: rect.x - 6.0, ..rect }) {
                scene.text(Key::Decor(Decor::Strip), Role::Ink2, label);
                return;
            }
        }
    }
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
