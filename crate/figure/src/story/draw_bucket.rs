//! Lane E: Xen's bucket on a wide sheet, a tray under the hole on a narrow one.

use sim::step::{Phase, Travel};
use sim::units::Pages;

use crate::draw::geometry::{Rect, at};
use crate::draw::lane::Lane;
use crate::draw::shape::{Bar, Dash, Decor, Key, Label, Pattern, Role, Scene, Style};
use crate::story::bucket::Bucket;
use crate::story::frame::Frame;
use crate::story::layout::Sheet;
use crate::story::titles::{Heading, heading};

/// Draws the bucket, its name, its counter and what rests in it.
pub(crate) fn draw(frame: &Frame<'_>, scene: &mut Scene) {
    let Bucket { most, content, .. } = frame.bucket;
    match frame.layout.sheet {
        Sheet::Wide => name_wide(frame, scene),
        Sheet::Narrow if most.is_zero() => return row_only(frame, scene),
        Sheet::Narrow => name_narrow(frame, scene),
    }
    walls(frame, scene);
    trace(frame, scene);
    if !content.is_zero() {
        let slot = frame.bucket.slot(Pages::ZERO, content);
        let released = Bar::solid(Role::Released, Pattern::Slanted);
        scene.carrier(Key::Bucket, released, slot, at(0.0, 0.0), content.0);
        let style = Style { role: Role::Ink2, size: 12.0, ..Style::PLAIN };
        scene.inside(Key::Bucket, released, slot, &[words::figure::IN_BUCKET], style);
    }
    scene.target(Key::Bucket, frame.layout.bucket);
    if frame.layout.sheet == Sheet::Wide {
        counter_wide(frame, scene);
    } else {
        counter_narrow(frame, scene);
    }
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
    let (l, r, low) = (b.x - 2.0, b.right() + 2.0, b.bottom() + 4.0);
    let high = match frame.layout.sheet {
        Sheet::Wide => b.y,
        Sheet::Narrow => b.y - 4.0,
    };
    let wall = [at(l, high), at(l, low), at(r, low), at(r, high)];
    scene.line(Key::Decor(Decor::Wall), Role::Xen, &wall, Dash::Solid, 3.0);
}

fn name_wide(frame: &Frame<'_>, scene: &mut Scene) {
    let b = frame.layout.bucket;
    let p = at(b.x - 10.0, frame.layout.lane(Lane::OwnMap).y + 22.0);
    let [first, second] = words::figure::BUCKET_LINES;
    heading(&frame.layout, scene, &Heading::new(Lane::Bucket, first, "", p));
    let second = Label::new(p.x + frame.layout.chip + 7.0, p.y + 7.0, second, 14.0).strong();
    scene.text(Key::Lane(Lane::Bucket), Role::Ink, second);
}

fn counter_wide(frame: &Frame<'_>, scene: &mut Scene) {
    let b = frame.layout.bucket;
    let moves = frame.now.boot.steps.iter().any(|s| s.phase() == Phase::PagesMoved);
    if !frame.flying() && frame.bucket.content.is_zero() && frame.bucket.most.is_zero() {
        let lines = words::figure::bucket_empty(moves && frame.now.phase >= Phase::PagesMoved);
        for (i, text) in lines.into_iter().enumerate() {
            let y = b.y + 40.0 + 18.0 * i as f64;
            let label = Label::new(b.centre().x, y, text, 13.0).middle();
            scene.text(Key::Bucket, Role::Ink2, label);
        }
    }
    let (big, small) = counter(frame);
    let (x, y) = (b.x - 10.0, b.bottom() + 30.0);
    scene.text(Key::Bucket, Role::Ink, Label::new(x, y, &big, 20.0).strong());
    scene.text(Key::Bucket, Role::Ink2, Label::new(x, y + 20.0, small, 13.0));
}

/// The bucket's number, and the words for what it counts.
fn counter(frame: &Frame<'_>) -> (String, &'static str) {
    let travel = frame.now.step.change.travel().filter(|_| frame.flying());
    let n = match travel {
        Some(Travel::Release) => frame.now.step.after.returned,
        Some(Travel::Populate) => frame.now.step.change.pages().unwrap_or_default(),
        Some(Travel::Move) | None => frame.bucket.content,
    };
    (words::figure::bucket_amount(n), words::figure::bucket_counts(travel))
}

/// On a narrow sheet of a story in which nothing reaches the bucket: one line of text.
fn row_only(frame: &Frame<'_>, scene: &mut Scene) {
    let y = frame.layout.bucket.y + 34.0;
    heading(
        &frame.layout,
        scene,
        &Heading::new(Lane::Bucket, Lane::Bucket.title(), "", at(frame.layout.axis_x0, y)),
    );
    let label =
        Label::new(frame.layout.width - 2.0, y - 9.0, words::figure::BUCKET_ROW, 13.0).end();
    scene.text(Key::Bucket, Role::Ink, label);
    let row = Rect { x: 0.0, y: y - 26.0, w: frame.layout.width, h: 24.0 };
    scene.target(Key::Bucket, row);
}

fn name_narrow(frame: &Frame<'_>, scene: &mut Scene) {
    let b = frame.layout.bucket;
    let x = if b.x >= 112.0 { frame.layout.axis_x0 } else { b.right() + 16.0 };
    let room = if b.x >= 112.0 { b.x - 8.0 - x } else { frame.layout.width - x };
    let p = at(x, b.y + 16.0);
    if room >= 180.0 {
        return heading(
            &frame.layout,
            scene,
            &Heading::new(Lane::Bucket, Lane::Bucket.title(), "", p),
        );
    }
    let [first, second] = words::figure::BUCKET_LINES;
    heading(&frame.layout, scene, &Heading::new(Lane::Bucket, first, "", p));
    let second = Label::new(x + frame.layout.chip + 5.0, p.y + 8.0, second, 13.0).strong();
    scene.text(Key::Lane(Lane::Bucket), Role::Ink, second);
}

fn counter_narrow(frame: &Frame<'_>, scene: &mut Scene) {
    let b = frame.layout.bucket;
    let (big, small) = counter(frame);
    let right = frame.layout.width - b.right() - 14.0 >= 112.0 && b.x >= 112.0;
    let x = if right {
        b.right() + 14.0
    } else if b.x >= 112.0 {
        frame.layout.axis_x0 + frame.layout.chip + 5.0
    } else {
        b.right() + 16.0 + frame.layout.chip + 5.0
    };
    let y = if right { b.y + 8.0 } else { b.y + 40.0 };
    let number = Label::new(x, y, &big, 13.0).strong();
    let Some(placed) = scene.text(Key::Bucket, Role::Ink, number) else { return };
    let walls = Rect { x: b.x - 6.0, y: b.y - 6.0, w: b.w + 12.0, h: b.h + 14.0 };
    // While pages travel, the space below the bucket is taken by the sum.
    let low = right || frame.now.step.change.travel().is_none();
    let below = Label::new(x, y + 17.0, small, 12.0);
    let tries = [
        (!right, Label::new(placed.right() + 6.0, y, small, 12.0)),
        (low, below),
        (low, Label { at: at(frame.layout.width - 2.0, y + 17.0), ..below.end() }),
    ];
    let clear = |l: &Label<'_>| !l.rect().overlaps(walls) && scene.takes(l.rect());
    if let Some((_, label)) = tries.iter().find(|(wanted, l)| *wanted && clear(l)) {
        scene.text(Key::Bucket, Role::Ink2, *label);
    }
}
