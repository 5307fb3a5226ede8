//! Descriptors: the part of dom0's own pages that they fill, and a lens that enlarges it.

use sim::memory::Costs;
use sim::span::Span;
use sim::step::{Backing, Change, Phase, World};
use sim::units::{Pages, Pfn};

use crate::draw::format::{as_asked, max_is_set};
use crate::draw::geometry::{Rect, at, clamp, lerp};
use crate::draw::lane::Lane;
use crate::draw::pattern::outline;
use crate::draw::shape::{Bar, Dash, Decor, Key, Label, Pattern, Role, Scene, Style};
use crate::story::axis::Axis;
use crate::story::backing::{Placement, placed};
use crate::story::frame::Frame;
use crate::story::layout::Layout;
use crate::story::layout::Sheet;
use crate::story::moment::Moment;
use crate::story::placement::find;

/// The costs that the descriptors' step reports, and the region that it draws them in.
#[derive(Clone, Copy)]
pub(crate) struct Descriptors {
    pub(crate) costs: Costs,
    pub(crate) with_max: Costs,
    pub(crate) with_max_end: Pfn,
    pub(crate) home: Home,
}

/// The region of lane D that holds the descriptors.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Home {
    pub(crate) rect: Rect,
    pub(crate) span: Span<Pfn>,
}

const PURPLE: Bar = Bar::solid(Role::Descriptors, Pattern::Upright);

impl Descriptors {
    /// The descriptors of this story; `None` before their step.
    pub(crate) fn of(
        now: &Moment<'_>,
        lane_d: &Placement,
        axis: &Axis,
        layout: &Layout,
    ) -> Option<Self> {
        let index = now.boot.steps.iter().position(|s| s.phase() == Phase::Descriptors)?;
        let step = now.boot.steps.get(index).filter(|_| index <= now.index)?;
        let Change::Descriptors { costs, with_max, with_max_end } = step.change else {
            return None;
        };
        let span = largest(&step.after)?;
        let elsewhere;
        let placed = if index == now.index {
            &lane_d.after
        } else if index + 1 == now.index {
            &lane_d.before
        } else {
            elsewhere = placed(now, &step.after, axis, layout);
            &elsewhere
        };
        let home = Home { rect: find(placed, span)?.rect, span };
        Some(Self { costs, with_max, with_max_end, home })
    }
}

/// The range that holds the descriptors: dom0's largest, or the last of equals.
fn largest(world: &World) -> Option<Span<Pfn>> {
    let own = |by: Backing| by.has_frame() && !matches!(by, Backing::Stranded | Backing::OnHole);
    let backing = world.backing.iter().filter(|b| own(b.by));
    Some(backing.max_by_key(|b| (b.span.count(), b.span.start()))?.span)
}

/// The part of `home` that `pages` pages fill, from its end down.
pub(crate) fn filled(frame: &Frame<'_>, home: Home, pages: Pages) -> Rect {
    let Home { rect, span } = home;
    let from = Pages(span.end().0).less(pages).0.max(span.start().0);
    let x = clamp(frame.axis.x(from), rect.x, rect.right());
    Rect { x, w: rect.right() - x, ..rect }
}

/// Fills part of dom0's largest range.
pub(crate) fn descriptors(frame: &Frame<'_>, scene: &mut Scene, made: Descriptors) {
    let home = made.home;
    let (grown, all) = (frame.now.descriptors_grown(), filled(frame, home, made.costs.total()));
    let rect = Rect { x: all.right() - all.w * grown, w: all.w * grown, ..all };
    let key = Key::Decor(Decor::Descriptors);
    scene.bar(key, PURPLE, rect);
    let ghost = frame.now.shown(0.85, 1.0);
    if ghost > 0.0 && made.with_max != made.costs {
        let small = filled(frame, home, made.with_max.total());
        let rect = Rect { x: small.right() - small.w * ghost, w: small.w * ghost, ..small };
        scene.line(key, Role::Ink, &outline(rect), Dash::Trace, 1.5);
    }
    if grown >= 1.0 {
        let others = Rect { w: home.rect.w - rect.w, ..home.rect };
        let plain = Bar::solid(Role::Dom0, Pattern::Plain);
        let labels = ["dom0’s other pages", "other pages", "other"];
        scene.inside(key, plain, frame.label_room(others), &labels, Style::PLAIN);
        if frame.now.phase > Phase::Descriptors {
            scene.inside(key, PURPLE, rect, &["descriptors"], Style::PLAIN);
        }
    }
    lens(frame, scene, made, all);
}

/// The filled part enlarged, with its parts, and the same with `max:`.
fn lens(frame: &Frame<'_>, scene: &mut Scene, made: Descriptors, filled: Rect) {
    let open = frame.now.shown(0.7, 1.0);
    if open <= 0.0 || filled.w <= 0.0 {
        return;
    }
    let wide = frame.layout.sheet == Sheet::Wide;
    let d = frame.layout.lane(Lane::Backing).bottom();
    let (y, h) = if wide { (d + 26.0, 18.0) } else { (d + 28.0, 20.0) };
    let total = total_of_run(frame, made);
    let text =
        crate::draw::text_metrics::width(&total, 13.0, crate::draw::text_metrics::Weight::Strong);
    let limit =
        if wide { frame.layout.bucket.x - 18.0 - text - 12.0 } else { frame.layout.width - 3.0 };
    let x0 = frame.layout.axis_x0;
    // Folds may hide most of it, so its length at the axis' scale counts.
    let length = made.costs.total().0 as f64 * frame.axis.scale();
    let times = ((limit - x0) / length).floor();
    let full = if times < 1.0 { limit - x0 } else { length * times };
    let full = Rect { x: x0, y, w: full, h };
    let rect = Rect { x: lerp(filled.x, x0, open), w: lerp(filled.w, full.w, open), ..full };
    let key = Key::Decor(Decor::Lens);
    for (a, b) in [(filled.x, rect.x), (filled.right(), rect.right())] {
        let side = [at(a, d + 2.0), at(b, y - 4.0)];
        scene.line(key, Role::Ink2, &side, Dash::NotYet, 1.0);
    }
    enlarged(scene, rect, made.costs);
    if open < 1.0 {
        return;
    }
    let first = made.costs.struct_page;
    let part = Rect { w: rect.w * first.0 as f64 / made.costs.total().0.max(1) as f64, ..rect };
    let labels = [format!("struct page {}", words::amount(first)), "struct page".to_owned()];
    scene.inside(key, PURPLE, part, &labels, Style::PLAIN);
    if wide {
        let label = Label::new(rect.right() + 12.0, y + 14.0, &total, 13.0).strong();
        scene.text(key, Role::Ink, label);
    }
    lens_notes(frame, scene, made, rect, times as u64);
    second_row(frame, scene, made, rect);
}

/// The total of this run, labelled as this run.
fn total_of_run(frame: &Frame<'_>, made: Descriptors) -> String {
    let run = as_asked(frame.now.boot, "without max:");
    format!("{} {run}", words::amount(made.costs.total()))
}

fn enlarged(scene: &mut Scene, rect: Rect, costs: Costs) {
    let unit = rect.w / costs.total().0.max(1) as f64;
    let mut x = rect.x;
    for pages in [costs.struct_page, costs.page_tables, costs.p2m, costs.hashes] {
        let part = Rect { x, w: pages.0 as f64 * unit, ..rect };
        scene.bar(Key::Decor(Decor::Lens), PURPLE, part);
        x = part.right();
    }
}

/// The enlargement, and the amounts of the parts that are too narrow for a label.
fn lens_notes(frame: &Frame<'_>, scene: &mut Scene, made: Descriptors, rect: Rect, times: u64) {
    let key = Key::Decor(Decor::Lens);
    let wide = frame.layout.sheet == Sheet::Wide;
    let (x0, y) = (rect.x - 1.0, rect.bottom() + 14.0);
    let enlarged = match times {
        0 => "shorter than on the axis".to_owned(),
        1 => "on the axis’ scale".to_owned(),
        _ => format!("enlarged {} times", words::count(times)),
    };
    let [tables, p2m, hashes] =
        [made.costs.page_tables, made.costs.p2m, made.costs.hashes].map(words::amount);
    let long = format!("page tables {tables}, p2m {p2m}, hashes {hashes}");
    let bare = |s: &str| s.strip_suffix(" MiB").map(str::to_owned);
    // The unit once, if all three have the same.
    let short = match [bare(&tables), bare(&p2m)] {
        [Some(tables), Some(p2m)] if hashes.ends_with(" MiB") => {
            format!("page tables {tables}, p2m {p2m}, hashes {hashes}")
        }
        _ => long.clone(),
    };
    if wide {
        scene.text(key, Role::Ink2, Label::new(x0, y, &enlarged, 12.0));
        for text in [&long, &short] {
            let end = Label::new(rect.right().max(x0 + 460.0), y, text, 12.0).end();
            if scene.text(key, Role::Ink2, end).is_some() {
                break;
            }
        }
        return;
    }
    // The words for the second scale have priority.
    let end = Label::new(frame.layout.width - 2.0, y + 3.0, &enlarged, 12.0).end();
    scene.text(key, Role::Ink2, end);
    for total in [total_of_run(frame, made), words::amount(made.costs.total())] {
        let label = Label::new(x0, y + 3.0, &total, 13.0).strong();
        if scene.text(key, Role::Ink, label).is_some() {
            break;
        }
    }
    scene.text(key, Role::Ink2, Label::new(x0, y + 19.0, &short, 12.0));
}

/// The same with `max:`, or a note that `max:` would change nothing.
fn second_row(frame: &Frame<'_>, scene: &mut Scene, made: Descriptors, first: Rect) {
    let key = Key::Decor(Decor::Lens);
    let wide = frame.layout.sheet == Sheet::Wide;
    let y = first.y + if wide { 42.0 } else { 66.0 };
    if made.with_max == made.costs {
        let set = max_is_set(frame.now.boot);
        let text = if set { "max: keeps it this small" } else { "max: would change nothing here" };
        scene.text(key, Role::Ink2, Label::new(first.x - 1.0, y + 14.0, text, 13.0));
        return;
    }
    let (all, some) = (made.costs.total(), made.with_max.total());
    let rect = Rect { y, w: first.w * some.0 as f64 / all.0.max(1) as f64, ..first };
    enlarged(scene, rect, made.with_max);
    scene.line(key, Role::Ink, &outline(rect), Dash::Trace, 1.5);
    let name =
        format!("{} with max:{}", words::amount(some), sim::xen::option_size(frame.now.boot.pages));
    let label = Label::new(rect.right() + 12.0, y + 14.0, &name, 13.0).strong();
    let Some(placed) = scene.text(key, Role::Ink, label) else {
        let short = format!("{} with max:", words::amount(some));
        scene.inside(key, PURPLE, rect, &[name, short], Style::PLAIN);
        return;
    };
    let parts = in_parts(made.with_max);
    let limit = frame.layout.bucket.x - 18.0;
    let label = Label::new(placed.right() + 16.0, y + 14.0, &parts, 12.0);
    if wide && label.rect().right() < limit {
        scene.text(key, Role::Ink2, label);
    }
}

fn in_parts(costs: Costs) -> String {
    let Costs { struct_page, page_tables, p2m, hashes } = costs;
    let [first, tables, p2m, hashes] = [struct_page, page_tables, p2m, hashes].map(words::amount);
    format!("struct page {first}, page tables {tables}, p2m {p2m}, hashes {hashes}")
}
