//! The wide sheet: six lanes with Xen's bucket on the right. A lane with nothing in it is a
//! thin rail; in the first step these rails lie at the foot, so that lane A has the sheet.

use sim::step::Phase;

use crate::draw::geometry::{Rect, clamp, lerp};
use crate::draw::lane::Lane;
use crate::story::layout::{BucketPlace, Layout, Row, Rows, Sheet, index};
use crate::story::moment::Moment;

/// Height of the sheet.
pub(crate) const HEIGHT: f64 = 552.0;

/// The height without lane F.
pub(crate) const DIAGRAM: f64 = 486.0;

/// Where lanes A to F are when all of them are open.
const ROWS: Rows = [
    Row::open(58.0, 30.0),
    Row::open(124.0, 30.0),
    Row::open(190.0, 30.0),
    Row::open(320.0, 34.0),
    Row::open(297.0, 34.0),
    Row::open(508.0, 32.0),
];

/// The top of the text above the first of the rails at the foot.
pub(crate) const STILL_TO_COME: f64 = 402.0;

/// The layout of this moment on a sheet this wide.
pub(crate) fn layout(now: &Moment<'_>, width: f64) -> Layout {
    // The bucket is wide enough for the lanes' scale as long as possible.
    let bucket = lerp(142.0, 190.0, clamp((width - 904.0) / 336.0, 0.0, 1.0));
    let axis_x1 = width - bucket - 48.0;
    let bucket = Rect { x: width - bucket + 4.0, y: 250.0, w: bucket - 9.0, h: 150.0 };
    Layout {
        sheet: Sheet::Wide,
        width,
        height: HEIGHT,
        axis_x0: 2.0,
        axis_x1,
        line_end: axis_x1 + 14.0,
        axis_y: 22.0,
        rows: rows(now),
        corridor: 238.0,
        arc: 66.0,
        place: BucketPlace::Right,
        bucket,
        slot: Rect { x: bucket.x + 5.0, y: 297.0, w: bucket.w - 10.0, h: 34.0 },
        centred: 0.5,
        level: 68.0,
        // Rails lie there until they have risen.
        note: (risen(now) >= 1.0).then_some(Rect { x: 2.0, y: 366.0, w: axis_x1 + 28.0, h: 110.0 }),
        tear: 8.0,
        pin: 7.0,
        chip: 20.0,
    }
}

/// How far the rails have risen from the foot.
fn risen(now: &Moment<'_>) -> f64 {
    now.done(Phase::Dom0Built, 0.0, 0.33)
}

/// Rails rise from the foot when dom0 is built; lane C opens when the map is read.
fn rows(now: &Moment<'_>) -> Rows {
    let risen = risen(now);
    let read = now.done(Phase::MapRead, 0.0, 0.25);
    let mut y = STILL_TO_COME + 25.0;
    Lane::ALL.map(|lane| {
        let open = ROWS.get(index(lane)).copied().unwrap_or_default();
        if lane == Lane::Machine {
            return open;
        }
        let foot = Row::rail(y);
        y += 26.0;
        if lane == Lane::OwnMap {
            let waiting = Row::rail(open.y + open.h / 2.0);
            return foot.towards(waiting, risen).towards(open, read);
        }
        foot.towards(open, risen)
    })
}
