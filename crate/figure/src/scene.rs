//! A boot at a time, as shapes.
//!
//! `figure` is pure: the same boot, time and view give the same scene, forwards,
//! backwards and when scrubbed. At t = 0 a step shows the world before it, at t = 1
//! the world after it. Which stretches fold depends on the whole story, so nothing
//! moves on the axis when a step changes.

use sim::boot::Boot;
use sim::ledger::Ledger;
use sim::span::Span;
use sim::step::{Backing, Change, Phase, Step, Travel, World};
use sim::units::{Pages, Pfn};

use crate::axis::{Axis, Folding};
use crate::geometry::within;
use crate::layout::{Layout, Sheet};
use crate::light::lit;
use crate::shape::Scene;
use crate::view::{Extent, View};

/// A moment of the story.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Time {
    /// Which step.
    pub step: usize,
    /// How far it is: 0 before, 1 after.
    pub t: f64,
}

impl Time {
    /// The moment at `position` on a scrubber that counts steps: 2 is the end of step 2,
    /// 2.25 a quarter into the next.
    pub fn at(position: f64) -> Self {
        let position = position.max(0.0);
        let step = position.ceil();
        let t = if position >= step { 1.0 } else { position - (step - 1.0) };
        Self { step: step as usize, t }
    }
}

/// The figure's height in this view, in CSS pixels: the same for every step.
pub fn height(view: &View) -> f64 {
    Layout::new(view).height
}

/// The figure at `time`.
pub fn figure(boot: &Boot, time: Time, view: &View) -> Scene {
    drawn(boot, &[boot], time, view)
}

/// The figure at `time` on the axis that it shares with the figure of `other`: the same
/// page number is at the same place in both.
pub fn figure_beside(boot: &Boot, other: &Boot, time: Time, view: &View) -> Scene {
    drawn(boot, &[boot, other], time, view)
}

fn drawn(boot: &Boot, sharing: &[&Boot], time: Time, view: &View) -> Scene {
    let layout = Layout::new(view);
    let mut scene = Scene::new(layout.width, layout.height);
    if let Some(step) = boot.steps.get(time.step) {
        let layout = tray_under_the_hole(boot, layout, &axis(sharing, &layout, view));
        let axis = axis(sharing, &layout, view);
        let before = time.step.checked_sub(1).and_then(|i| boot.steps.get(i));
        let t = within(time.t, 0.0, 1.0);
        let now = Now { index: time.step, step, before, t };
        let mut canvas = Canvas {
            scene: &mut scene,
            axis: &axis,
            layout: &layout,
            boot,
            now,
            subtitle_end: f64::MAX,
        };
        canvas.draw(view.extent);
        if let Some(light) = view.highlight {
            lit(&mut scene, light);
        }
    }
    scene
}

/// The step that is drawn, the one before it, and how far it is.
#[derive(Clone, Copy)]
pub(crate) struct Now<'a> {
    pub(crate) index: usize,
    pub(crate) step: &'a Step,
    pub(crate) before: Option<&'a Step>,
    pub(crate) t: f64,
}

impl Now<'_> {
    pub(crate) fn phase(&self) -> Phase {
        self.step.phase
    }

    /// Whether the step is under way.
    pub(crate) fn running(&self) -> bool {
        0.0 < self.t && self.t < 1.0
    }

    /// The step's own time from `from` to `to` for `phase`; 1 when it lies behind, 0
    /// when it is still to come.
    pub(crate) fn done(&self, phase: Phase, from: f64, to: f64) -> f64 {
        match self.phase().cmp(&phase) {
            core::cmp::Ordering::Less => 0.0,
            core::cmp::Ordering::Equal => crate::motion::ease(self.t, from, to),
            core::cmp::Ordering::Greater => 1.0,
        }
    }
}

/// What everything is drawn on.
pub(crate) struct Canvas<'a> {
    pub(crate) scene: &'a mut Scene,
    pub(crate) axis: &'a Axis,
    pub(crate) layout: &'a Layout,
    pub(crate) boot: &'a Boot,
    pub(crate) now: Now<'a>,
    /// Subtitles end before this: the first edge of the band.
    pub(crate) subtitle_end: f64,
}

impl Canvas<'_> {
    fn draw(&mut self, extent: Extent) {
        self.band();
        self.not_yet(extent);
        self.hairlines();
        self.ruler();
        self.lane_a();
        self.lane_b();
        self.lane_c();
        self.funnel();
        self.lane_d();
        self.subtitle_end = f64::MAX;
        self.bucket();
        self.note();
        if extent == Extent::Whole {
            self.ledger();
        }
        self.fly();
    }

    /// What the step before left; nothing before the first.
    pub(crate) fn earlier(&self) -> Option<&World> {
        self.now.before.map(|b| &b.after)
    }
}

/// The pieces that sit on holes, where this story finds any.
pub(crate) fn flagged(boot: &Boot) -> &[Span<Pfn>] {
    let found = boot.steps.iter().find_map(|s| {
        let Change::HolesFound { pieces } = &s.change else { return None };
        Some(pieces.as_slice())
    });
    found.unwrap_or_default()
}

/// The most pages that ever lie in Xen's bucket.
pub(crate) fn most_returned(boot: &Boot) -> Pages {
    let each = boot.steps.iter().map(|s| match s.change.travel() {
        // The balloon may take more from Xen than dom0 ever gave back.
        Some(Travel::Populate) => s.after.returned.plus(s.change.pages().unwrap_or_default()),
        Some(Travel::Release | Travel::Move) | None => s.after.returned,
    });
    each.max().unwrap_or_default()
}

/// On a narrow sheet the bucket is a tray straight under what falls into it.
fn tray_under_the_hole(boot: &Boot, layout: Layout, axis: &Axis) -> Layout {
    if layout.sheet == Sheet::Wide {
        return layout;
    }
    let Some(largest) = flagged(boot).iter().max_by_key(|s| s.count()) else { return layout };
    let (x0, x1) = (axis.x(largest.start().0), axis.x(largest.end().0));
    let all = most_returned(boot).0 as f64 * axis.scale();
    let w = within(all, 24.0, layout.width * 0.4) + 14.0;
    let x = (x0 + x1 - w) / 2.0;
    let x = within(x, 4.0, layout.width - w - 4.0);
    let bucket = crate::geometry::Rect { x, w, ..layout.bucket };
    Layout { bucket, ..layout }
}

/// One axis for all the stories that share it.
fn axis(boots: &[&Boot], layout: &Layout, view: &View) -> Axis {
    let mut edges: Vec<u64> = boots.iter().flat_map(|b| edges(b)).collect();
    // Windows to hardware far above all RAM would only push everything aside.
    let top = boots.iter().map(|b| top(b)).max().unwrap_or(1);
    edges.retain(|&e| e <= top);
    edges.push(top);
    let given = boots.iter().map(|b| backed_end(b)).max().unwrap_or(0).min(top);
    // What is a pin anyhow needs no folds.
    let pieces = boots.iter().flat_map(|b| flagged(b));
    let largest = pieces.map(|s| s.count()).max().unwrap_or(0);
    let mark = if largest >= given / 200 { largest } else { 0 };
    // A dom0 too small to be seen beside RAM is a pin, not half of the sheet.
    let keep = if given < LEAST { top.min(1 << 20) } else { given };
    let fold = Folding { keep, mark, size: layout.fold };
    Axis::new(&edges, [layout.axis_x0, layout.axis_x1], fold, view.scale)
}

/// Where something begins or ends in any lane of any step.
fn edges(boot: &Boot) -> Vec<u64> {
    let mut edges: Vec<u64> = Vec::new();
    let spans = |edges: &mut Vec<u64>, s: Span<Pfn>| edges.extend([s.start().0, s.end().0]);
    for step in &boot.steps {
        step.after.backing.iter().for_each(|b| spans(&mut edges, b.span));
        if let Some(own) = &step.after.own {
            own.room.iter().for_each(|&s| spans(&mut edges, s));
            edges.push(own.map.end().pfn_at_or_above().0);
        }
        if let Change::Descriptors { with_max_end, .. } = step.change {
            edges.push(with_max_end.0);
        }
    }
    if let Some(first) = boot.steps.first() {
        let regions = first.after.machine.regions().iter();
        regions.for_each(|r| spans(&mut edges, r.span.round_out()));
    }
    edges.extend(ledger_edges(boot));
    edges
}

/// The fewest pages for which an axis stretches: 64 MiB.
const LEAST: u64 = 64 << 8;

/// Where dom0's pages end at most, in any step.
fn backed_end(boot: &Boot) -> u64 {
    let backed = boot.steps.iter().flat_map(|s| &s.after.backing);
    let ends = backed.filter(|b| b.by.has_frame()).map(|b| b.span.end().0);
    ends.max().unwrap_or(0)
}

/// Where the ledger's strip changes at the end.
fn ledger_edges(boot: &Boot) -> [u64; 2] {
    let ledger = Ledger::at_end(boot);
    let usable = ledger.pages(sim::ledger::Account::Usable);
    [usable.0, usable.plus(ledger.descriptors()).0]
}

/// The last page number worth showing: the end of RAM, room and dom0's pages.
fn top(boot: &Boot) -> u64 {
    let ram = |w: &World| w.machine.ram().map(|s| s.end().pfn_at_or_above().0).max().unwrap_or(0);
    let own = |w: &World| w.own.as_ref().and_then(|o| o.room.last().map(|s| s.end().0));
    let backed = |w: &World| {
        w.backing.iter().filter(|b| b.by != Backing::Identity).map(|b| b.span.end().0).max()
    };
    let each = boot.steps.iter().map(|s| {
        let w = &s.after;
        ram(w).max(own(w).unwrap_or(0)).max(backed(w).unwrap_or(0))
    });
    each.max().unwrap_or(1)
}
