//! Lane E: Xen's bucket right of the lanes, a tray under the hole, or a rail. What was
//! already free in Xen is a level with a scale of its own; dom0's pages lie on it.

use sim::ledger::Account;
use sim::step::{Change, Phase, Travel};
use sim::units::Pages;

use crate::draw::geometry::{Point, at};
use crate::draw::lane::Lane;
use crate::draw::shape::{Bar, Dash, Decor, Key, Label, Pattern, Role, Scene, Style};
use crate::story::frame::Frame;
use crate::story::layout::{BucketPlace, Sheet};
use crate::story::titles::{chip, rail};
use words::figure as say;

/// Draws the bucket, its name, its numbers and what rests in it.
pub(crate) fn draw(frame: &Frame<'_>, scene: &mut Scene) {
    if !frame.now.begun(Lane::Bucket) {
        return rail(frame, scene, Lane::Bucket);
    }
    match frame.layout.place {
        BucketPlace::Rail => rail(frame, scene, Lane::Bucket),
        BucketPlace::Right | BucketPlace::Tray => {
            name(frame, scene);
            level(frame, scene);
            walls(frame, scene);
            trace(frame, scene);
        }
    }
    content(frame, scene);
    match frame.layout.place {
        BucketPlace::Rail => sum_beside(frame, scene),
        BucketPlace::Right | BucketPlace::Tray => numbers(frame, scene),
    }
}

fn content(frame: &Frame<'_>, scene: &mut Scene) {
    let content = frame.bucket.content;
    if !content.is_zero() {
        let slot = frame.bucket.slot(Pages::ZERO, content);
        let released = Bar::solid(Role::Released, Pattern::Slanted);
        scene.carrier(Key::Bucket, released, slot, at(0.0, 0.0), content.0);
        if slot.h >= 20.0 {
            let style = Style { size: 12.0, ..Style::PLAIN };
            scene.inside(Key::Bucket, released, slot, &[say::IN_BUCKET], style);
        }
    }
    scene.target(Key::Bucket, frame.layout.bucket);
}

/// The outline of all that the bucket will ever hold, from the first release on.
fn trace(frame: &Frame<'_>, scene: &mut Scene) {
    let most = frame.bucket.most;
    let releases = frame.now.boot.steps.iter().position(|s| s.phase() == Phase::PagesReleased);
    let since =
        releases.is_some_and(|i| frame.now.index > i || frame.now.index == i && frame.now.t > 0.0);
    if since && !most.is_zero() {
        let slot = frame.bucket.slot(Pages::ZERO, most);
        scene.bar(Key::Decor(Decor::Trace), Bar::socket(Role::Socket), slot);
    }
}

fn walls(frame: &Frame<'_>, scene: &mut Scene) {
    let b = frame.layout.bucket;
    let (l, r, low) = (b.x - 2.0, b.right() + 2.0, b.bottom() + 2.0);
    let wall = [at(l, b.y), at(l, low), at(r, low), at(r, b.y)];
    scene.line(Key::Decor(Decor::Wall), Role::Xen, &wall, Dash::Solid, 3.0);
}

/// The level of what was already free, torn because it is on no lane's scale.
fn level(frame: &Frame<'_>, scene: &mut Scene) {
    let level = frame.bucket.level;
    if level.h <= 1.0 {
        return;
    }
    let key = Key::Decor(Decor::Level);
    scene.bar(key, Bar::fill(Role::Machine), level);
    let surface = [at(level.x, level.y), at(level.right(), level.y)];
    scene.line(key, Role::Machine, &surface, Dash::Solid, 1.5);
    if level.h < frame.layout.level {
        return;
    }
    let (mid, room) = (level.centre().x, level.h);
    let (first, pitch) = if room >= 60.0 { (19.0, 18.0) } else { (13.0, 13.0) };
    let ledger = &frame.strip.ledger;
    let amount = say::already_free(ledger.pages(Account::XenFree), ledger.total());
    let size = if room >= 60.0 { 13.0 } else { 12.0 };
    let amount = Label::new(mid, level.y + first, &amount, size).strong().middle();
    let already = Label::new(mid, level.y + first + pitch, say::ALREADY_FREE, 12.0).middle();
    for (role, label) in [(Role::Ink, amount), (Role::Ink2, already)] {
        // A text needs room above the floor, too.
        if label.rect().w + 8.0 <= level.w && label.at.y + 4.0 <= level.bottom() {
            scene.text(key, role, label);
        }
    }
    let tears: &[f64] = match room {
        room if room >= 60.0 => &[12.0, 5.0],
        room if room >= 36.0 => &[5.0],
        _ => &[],
    };
    for up in tears {
        let y = level.bottom() - up;
        let teeth = (level.w / 6.0) as u32;
        let pitch = level.w / f64::from(teeth.max(1));
        let tooth = |i: u32| at(level.x + f64::from(i) * pitch, y + f64::from(i % 2) * 4.0 - 2.0);
        let line: Vec<Point> = (0..=teeth).map(tooth).collect();
        scene.line(key, Role::Rule, &line, Dash::Solid, 1.2);
    }
}

fn name(frame: &Frame<'_>, scene: &mut Scene) {
    let (layout, b) = (&frame.layout, frame.layout.bucket);
    let key = Key::Lane(Lane::Bucket);
    let (corner, text, size, pitch) = match (layout.place, layout.sheet) {
        (BucketPlace::Right, Sheet::Wide) => {
            (at(b.x - 4.0, b.y - 84.0), at(b.x + 24.0, b.y - 69.0), 14.0, 17.0)
        }
        (BucketPlace::Right, Sheet::Narrow) => {
            (at(b.x - 4.0, b.y - 42.0), at(b.x + 17.0, b.y - 30.0), 12.0, 15.0)
        }
        (BucketPlace::Tray | BucketPlace::Rail, _) => {
            let x = layout.axis_x0;
            (at(0.0, b.y + 16.0), at(x, b.y + 28.0), 12.0, 15.0)
        }
    };
    chip(scene, Lane::Bucket, corner, layout.chip);
    for (text_line, down) in say::BUCKET_LINES.into_iter().zip([0.0, pitch]) {
        let label = Label::new(text.x, text.y + down, text_line, size).strong();
        scene.text(key, Role::Ink, label);
    }
}

/// What the bucket's numbers say.
enum Count {
    /// Nothing has been returned, or it is not known yet.
    Nothing,
    /// A number and what it counts.
    One(String, [&'static str; 2]),
    /// Pages went out and came back: a number each.
    RoundTrip([String; 2]),
}

fn counted(frame: &Frame<'_>) -> Count {
    let travel = frame.travel();
    let n = match travel {
        Some(Travel::Release) => frame.now.step.after.returned,
        Some(Travel::Populate) => frame.now.step.change.pages().unwrap_or_default(),
        Some(Travel::Move) | None => frame.bucket.content,
    };
    if travel.is_some() || !n.is_zero() {
        return Count::One(say::bucket_amount(n, frame.now.boot.pages), say::bucket_counts(travel));
    }
    let [out, back] = so_far(frame);
    if !out.is_zero() {
        return Count::RoundTrip(say::round_trip(out, back));
    }
    let moves = frame.now.boot.steps.iter().any(|s| s.phase() == Phase::PagesMoved);
    if moves && frame.now.phase >= Phase::PagesMoved {
        return Count::One(say::bucket_amount(n, frame.now.boot.pages), say::bucket_counts(None));
    }
    Count::Nothing
}

/// Pages that have gone to Xen and come back in the steps that are over.
fn so_far(frame: &Frame<'_>) -> [Pages; 2] {
    let over = frame.now.index + usize::from(frame.now.t >= 1.0);
    let steps = || frame.now.boot.steps.iter().take(over);
    let sum = |wanted: fn(&Change) -> bool| {
        let changes = steps().map(|s| &s.change).filter(|c| wanted(c));
        changes.filter_map(Change::pages).sum()
    };
    [
        sum(|c| matches!(c, Change::Released { .. })),
        sum(|c| matches!(c, Change::Repopulated { .. } | Change::BalloonedUp { .. })),
    ]
}

/// What `xl info` shows, if Xen has built dom0 and no page is on its way from or to Xen.
fn xl_info(frame: &Frame<'_>) -> Option<Pages> {
    let ledger = &frame.strip.ledger;
    let exchanges = match frame.now.step.change.travel() {
        Some(Travel::Release | Travel::Populate) => frame.now.t < 1.0,
        Some(Travel::Move) | None => false,
    };
    let rests = !exchanges && frame.now.done(Phase::Dom0Built, 0.3, 0.7) >= 1.0;
    rests.then(|| ledger.pages(Account::XenFree).plus(ledger.pages(Account::FromDom0)))
}

/// The bucket's numbers under it, or right of a tray.
fn numbers(frame: &Frame<'_>, scene: &mut Scene) {
    let (layout, b) = (&frame.layout, frame.layout.bucket);
    let wide = layout.sheet == Sheet::Wide;
    let (x, y, size, pitch) = match (layout.place, wide) {
        (BucketPlace::Right, true) => (b.x - 4.0, b.bottom() + 29.0, 20.0, 21.0),
        (BucketPlace::Right, false) => (b.x - 6.0, b.bottom() + 22.0, 15.0, 16.0),
        (BucketPlace::Tray | BucketPlace::Rail, _) => (b.right() + 10.0, b.y + 22.0, 14.0, 17.0),
    };
    let small = if wide { 13.0 } else { 12.0 };
    let counted = counted(frame);
    let below = if matches!(counted, Count::Nothing) { y } else { y + 2.0 * pitch };
    match counted {
        Count::Nothing => {}
        // Both lines or neither: one alone would say something else.
        Count::One(number, what) => {
            let number = Label::new(x, y, &number, size).strong();
            let mut tries = what.into_iter().map(|what| Label::new(x, y + pitch, what, small));
            if let Some(what) = tries.find(|l| scene.takes(l.rect()) && scene.takes(number.rect()))
            {
                scene.text(Key::Bucket, Role::Ink, number);
                scene.text(Key::Bucket, Role::Ink2, what);
            }
        }
        Count::RoundTrip([out, back]) => {
            let lines = [(y, &out), (y + pitch, &back)];
            let labels = lines.map(|(y, line)| Label::new(x, y, line, small).strong());
            if labels.iter().all(|l| scene.takes(l.rect())) {
                for label in labels {
                    scene.text(Key::Bucket, Role::Ink, label);
                }
            }
        }
    }
    if let Some(free) = xl_info(frame).filter(|_| layout.place == BucketPlace::Right) {
        let texts = say::xl_info_free(free, frame.strip.ledger.total(), frame.now.boot.config.xen);
        let mut labels = texts.iter().map(|text| Label::new(x, below, text, 12.0));
        labels.find_map(|label| scene.text(Key::Bucket, Role::Ink2, label));
    }
}

/// On a rail: what Xen has free.
fn sum_beside(frame: &Frame<'_>, scene: &mut Scene) {
    let row = frame.layout.row(Lane::Bucket);
    let Some(free) = xl_info(frame).filter(|_| row.h > 0.0) else { return };
    let held = frame.bucket.slot(Pages::ZERO, frame.bucket.content);
    let x = held.right() + if frame.bucket.content.is_zero() { 0.0 } else { 8.0 };
    let (dom0, ram) = (frame.now.boot.pages, frame.strip.ledger.total());
    let text = say::bucket_rail([frame.bucket.content, dom0], [free, ram]);
    let label = Label::new(x, row.y + row.h / 2.0 + 4.0, &text, 12.0);
    scene.text(Key::Bucket, Role::Ink2, label);
}
