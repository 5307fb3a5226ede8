//! Lane C while the kernel rewrites its map: what is kept turns solid, what changes is cut, and
//! the new entries drop out of the old ones.
//!
//! The old entries stay as outlines with their words struck through until the next step, in
//! which the new ones rise into the bar. Not here: the printed lines (`map_lines`).

use sim::span::Span;
use sim::step::{Change, Fate, OwnMap, Phase, Rewrite, World};
use sim::units::{Addr, Pfn};

use crate::draw::geometry::{Rect, at, lerp};
use crate::draw::lane::Lane;
use crate::draw::shape::{Bar, Dash, Decor, Key, Label, Pattern, Role, Scene, Style};
use crate::story::below_map::{can_fall, drop_of, name_below, room_below};
use crate::story::frame::Frame;
use crate::story::items::{map_items, own_items};
use crate::story::lane_names::name_lift;
use crate::story::motion::ease;
use crate::story::own_row::{map_c, right_of};
use crate::story::placement::Placed;
use crate::story::regions::{regions, tears, tears_in};

const KEY: Key = Key::Decor(Decor::Struck);

/// Draws the step that rewrites the map.
pub(crate) fn draw(frame: &Frame<'_>, scene: &mut Scene) {
    let t = frame.now.t;
    if t >= 0.4 && !can_fall(&frame.layout) {
        return map_c(frame, scene, frame.now.after());
    }
    let acts = frame.now.earlier().and_then(|before| Acts::of(frame, before, frame.now.after()));
    match (acts, frame.now.earlier()) {
        (Some(acts), _) if t > 0.0 => acts.draw(frame, scene, t),
        (_, Some(before)) => map_c(frame, scene, before),
        (_, None) => map_c(frame, scene, frame.now.after()),
    }
}

/// Draws the step after it: the new entries rise into the bar.
pub(crate) fn settle(frame: &Frame<'_>, scene: &mut Scene) {
    let t = frame.now.t;
    let layout = &frame.layout;
    let fell =
        if t > 0.0 { room_below(layout) >= layout.lane(Lane::OwnMap).h } else { can_fall(layout) };
    let before = frame.now.earlier().filter(|_| t < 0.3 && fell);
    let steps = &frame.now.boot.steps;
    let first = frame.now.index.checked_sub(2).and_then(|i| steps.get(i)).map(|s| &s.after);
    let acts = first.zip(before).and_then(|(first, before)| Acts::of(frame, first, before));
    match acts {
        Some(acts) if t <= 0.0 => acts.draw(frame, scene, 1.0),
        Some(acts) => acts.rise(frame, scene, ease(t, 0.0, 0.3)),
        None => map_c(frame, scene, frame.now.after()),
    }
}

/// Where the label of the first cut is, if there is one; the lane's subtitle ends before it.
pub(crate) fn cut_label(frame: &Frame<'_>) -> Option<Rect> {
    let cut = cuts(rewrite(frame)?).next()?;
    let row = frame.layout.lane(Lane::OwnMap);
    let x = frame.axis.x(cut.pfn_containing().0);
    let text = words::figure::cut_at(cut.pfn_containing(), frame.now.boot.pages);
    Some(cut_label_at(x, row.y - name_lift(&frame.layout) - 3.0, &text).middle().rect())
}

fn cut_label_at(x: f64, y: f64, text: &str) -> Label<'_> {
    Label::new(x, y, text, 12.5).strong()
}

/// What the step, or the one before it, did to the map.
fn rewrite<'a>(frame: &Frame<'a>) -> Option<&'a Rewrite> {
    let steps = [Some(frame.now.step), frame.now.before];
    steps.into_iter().flatten().find_map(|s| {
        if let Change::MapRewritten(rewrite) = &s.change { Some(rewrite) } else { None }
    })
}

/// Addresses at which RAM is cut off inside an entry.
fn cuts(rewrite: &Rewrite) -> impl Iterator<Item = Addr> {
    rewrite.entries.iter().flat_map(|e| {
        let off = |a: Addr| e.parts.iter().any(|p| p.fate == Fate::CutOff && p.span.start() == a);
        e.cuts().filter(move |&a| off(a))
    })
}

/// What is drawn of a rewrite, in its final places.
struct Acts<'a> {
    rewrite: &'a Rewrite,
    /// Everything of the old map, not yet the kernel's own.
    old: Vec<Placed>,
    /// Old entries that changed.
    struck: Vec<Placed>,
    /// What both maps have.
    kept: Vec<Placed>,
    /// Where something was left out.
    holes: Vec<Placed>,
    /// New entries in the bar's row; they come to rest below it.
    fresh: Vec<Placed>,
}

impl<'a> Acts<'a> {
    fn of(frame: &Frame<'a>, before: &World, after: &World) -> Option<Self> {
        let rewrite = rewrite(frame)?;
        let OwnMap { map, .. } = before.own.as_ref()?;
        let changes = rewrite.changes();
        let spans = |old: bool| -> Vec<Span<Pfn>> {
            let regions = changes.iter().flat_map(|c| if old { &c.old } else { &c.new });
            regions.map(|r| r.span.round_out()).collect()
        };
        let (gone, new) = (spans(true), spans(false));
        let starts_in =
            |p: &Placed, list: &[Span<Pfn>]| list.iter().any(|s| s.contains(p.item.span.start()));
        let place = |items| frame.place(Lane::OwnMap, items);
        let old = place(own_items(before, Phase::MapRead));
        let named =
            place(map_items(map, Bar::outlined(Role::Copied, Dash::Trace), frame.now.boot.pages));
        let struck = named.into_iter().filter(|p| starts_in(p, &gone) && !is_hole(p)).collect();
        let now = place(own_items(after, Phase::MapRewritten));
        let (fresh, rest): (Vec<_>, Vec<_>) =
            now.into_iter().partition(|p| starts_in(p, &new) && !is_hole(p));
        let (holes, kept) = rest
            .into_iter()
            .partition(|p| is_hole(p) && gone.iter().any(|s| s.overlap(p.item.span).is_some()));
        Some(Self { rewrite, old, struck, kept, holes, fresh })
    }

    /// The whole act at `t`, which is above 0.
    fn draw(&self, frame: &Frame<'_>, scene: &mut Scene, t: f64) {
        let row = frame.layout.lane(Lane::OwnMap);
        let until = if t < 0.25 {
            lerp(row.x, frame.layout.line_end, ease(t, 0.0, 0.25))
        } else {
            f64::MAX
        };
        regions(frame, scene, Lane::OwnMap, &self.kept, until);
        let dots: Vec<_> = self.old.iter().cloned().filter_map(|p| right_of(until, p)).collect();
        let stays = |p: &&Placed| !self.struck.iter().any(|s| s.rect == p.rect);
        let dots: Vec<_> = dots.iter().filter(stays).cloned().collect();
        regions(frame, scene, Lane::OwnMap, &dots, f64::MAX);
        self.struck(frame, scene, t);
        let end = self.old.last().map_or(0.0, |p| p.rect.right());
        let kept = self.kept.last().map_or(0.0, |p| p.rect.right());
        tears(frame, scene, row, end.max(kept));
        let fallen = ease(t, 0.4, 0.8);
        if fallen > 0.0 {
            self.guides(frame, scene, fallen);
            self.fallen(frame, scene, fallen, t >= 0.8);
        }
        self.cut(frame, scene, t);
        if t >= 0.8 {
            self.left_out(frame, scene);
        }
    }

    /// The new entries on their way back into the bar; `done` is 0 below it, 1 in it.
    fn rise(&self, frame: &Frame<'_>, scene: &mut Scene, done: f64) {
        let row = frame.layout.lane(Lane::OwnMap);
        let still: Vec<_> = self.kept.iter().chain(&self.holes).cloned().collect();
        regions(frame, scene, Lane::OwnMap, &still, f64::MAX);
        let end = still.iter().map(|p| p.rect.right()).fold(0.0, f64::max);
        tears(frame, scene, row, end);
        self.fallen(frame, scene, 1.0 - done, false);
    }

    /// The old entries that changed: their outlines, their words struck through.
    fn struck(&self, frame: &Frame<'_>, scene: &mut Scene, t: f64) {
        let dash = if t < 0.2 { Dash::NotYet } else { Dash::Trace };
        for p in &self.struck {
            let bar = Bar::outlined(Role::Copied, dash);
            scene.bar(KEY, bar, p.rect);
            let room = self.uncut(frame, p.rect);
            let label = scene.inside(KEY, bar, room, &p.item.labels, Style::QUIET);
            let drawn = ease(t, 0.35, 0.45);
            if let Some(label) = label.filter(|_| drawn > 0.0) {
                let (x, y) = (label.x - 2.0, label.centre().y + 1.0);
                let line = [at(x, y), at(x + (label.w + 4.0) * drawn, y)];
                scene.line(KEY, Role::Ink2, &line, Dash::Solid, 1.3);
            }
        }
    }

    /// The widest part of a bar without a cut or a tear.
    fn uncut(&self, frame: &Frame<'_>, bar: Rect) -> Rect {
        let inside = |x: &f64| bar.x < *x && *x < bar.right();
        let xs = cuts(self.rewrite).map(|cut| frame.axis.x(cut.pfn_containing().0)).filter(inside);
        let (mut best, mut from) = (Rect { w: 0.0, ..bar }, bar.x);
        for x in xs.chain([bar.right()]) {
            let part = frame.label_room(Rect::between(from, x, bar.y, bar.h));
            best = if part.w > best.w { part } else { best };
            from = x;
        }
        best
    }

    /// Dotted lines from the ends of the old entries down to the new ones.
    fn guides(&self, frame: &Frame<'_>, scene: &mut Scene, fallen: f64) {
        let row = frame.layout.lane(Lane::OwnMap);
        let y = row.y + drop_of(&frame.layout) * fallen;
        let under =
            |x: f64| self.fresh.iter().any(|p| p.rect.x - 1.0 <= x && x <= p.rect.right() + 1.0);
        let ends = self.struck.iter().flat_map(|p| [p.rect.x, p.rect.right()]);
        for x in ends.filter(|&x| under(x) && y > row.bottom()) {
            let line = [at(x, row.bottom()), at(x, y)];
            scene.line(Key::Decor(Decor::Guide), Role::Rule, &line, Dash::NotYet, 1.0);
        }
    }

    /// The new entries, so far below the bar.
    fn fallen(&self, frame: &Frame<'_>, scene: &mut Scene, fallen: f64, labelled: bool) {
        let row = frame.layout.lane(Lane::OwnMap);
        let below = Rect { y: row.y + drop_of(&frame.layout) * fallen, ..row };
        let moved = |p: &Placed| {
            let mut p = p.clone();
            p.rect.y = below.y;
            // Its name is under it, where it has more to say.
            if !labelled || p.item.bar.role == Role::Unusable {
                p.item.labels.clear();
            }
            p
        };
        let placed: Vec<_> = self.fresh.iter().map(moved).collect();
        regions(frame, scene, Lane::OwnMap, &placed, f64::MAX);
        for p in &placed {
            tears_in(frame, scene, p.rect);
        }
        if labelled {
            for role in [Role::Unusable, Role::Room] {
                let named = placed.iter().filter(|p| p.item.bar.role == role);
                let widest = named.max_by(|a, b| a.rect.w.total_cmp(&b.rect.w));
                if let Some(p) = widest {
                    name_below(frame, scene, p);
                }
            }
        }
    }

    /// Wedge, line and label of each cut; none without room for its label. Where the lane's name
    /// is in the way, the label is beside the line, under the bar.
    fn cut(&self, frame: &Frame<'_>, scene: &mut Scene, t: f64) {
        let done = ease(t, 0.2, 0.45);
        if done <= 0.0 {
            return;
        }
        let row = frame.layout.lane(Lane::OwnMap);
        let (top, bottom) = (row.y - 1.0, row.bottom() + drop_of(&frame.layout));
        for cut in cuts(self.rewrite) {
            let x = frame.axis.x(cut.pfn_containing().0);
            let text = words::figure::cut_at(cut.pfn_containing(), frame.now.boot.pages);
            let above = cut_label_at(x, row.y - name_lift(&frame.layout) - 3.0, &text);
            let under = row.bottom() + (drop_of(&frame.layout) - row.h) / 2.0 + 4.0;
            let beside = cut_label_at(x + 6.0, under, &text);
            let mut tries = [above.middle(), above.end(), beside].into_iter();
            let Some(label) = tries.find(|l| scene.takes(l.rect())) else { continue };
            if label.at.y < row.y {
                let wedge = [at(x - 5.0, top - 7.0), at(x + 5.0, top - 7.0), at(x, top)];
                scene.area(KEY, Role::Xen, &wedge);
            }
            let line = [at(x, top), at(x, lerp(top, bottom, done))];
            scene.line(KEY, Role::Ink, &line, Dash::Solid, 1.5);
            if done >= 1.0 {
                scene.text(KEY, Role::Ink, label);
            }
        }
    }

    /// Says of RAM that the new map does not list that it is left out, where that can be read.
    fn left_out(&self, frame: &Frame<'_>, scene: &mut Scene) {
        let end = Pfn(frame.axis.drawn_end());
        let gone = self.rewrite.parts().filter(|p| p.fate == Fate::CutOff && p.now.is_none());
        let places = gone.filter_map(|p| {
            let span = p.span.round_out();
            let (start, end) = (span.start().min(end), span.end().min(end));
            Some((frame.axis.x(start.0), frame.axis.x(end.0))).filter(|(x0, x1)| x0 < x1)
        });
        let widest = places.max_by(|a, b| (a.1 - a.0).total_cmp(&(b.1 - b.0)));
        let Some((x0, x1)) = widest else { return };
        let row = frame.layout.lane(Lane::OwnMap);
        let y = row.bottom() + (drop_of(&frame.layout) - row.h) / 2.0 + 4.0;
        let label = Label::new(x0 + 6.0, y, words::figure::LEFT_OUT, 12.0);
        let middle = Label::new(f64::midpoint(x0, x1), y, label.text, 12.0).middle();
        let label = if middle.rect().x > x0 { middle } else { label };
        if label.rect().right() <= frame.layout.text_end() {
            scene.text(KEY, Role::Ink2, label);
        }
    }
}

fn is_hole(placed: &Placed) -> bool {
    placed.item.bar.role == Role::Hole && placed.item.bar.pattern == Pattern::Crossed
}
