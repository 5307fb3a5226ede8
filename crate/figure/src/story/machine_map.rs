//! Lane A: the machine's memory map.

use sim::step::Phase;

use crate::draw::geometry::{Rect, lerp};
use crate::draw::lane::Lane;
use crate::draw::shape::{Bar, Dash, Decor, Key, Pattern, Role, Scene, Style};
use crate::story::frame::Frame;
use crate::story::items::map_items;
use crate::story::placement::Placed;
use crate::story::regions::{regions, tears};
use crate::story::titles::title;

/// Draws lane A.
pub(crate) fn draw(frame: &Frame<'_>, scene: &mut Scene) {
    title(frame, scene, Lane::Machine, words::figure::MACHINE_SUBTITLE);
    let row = frame.layout.lane(Lane::Machine);
    let hatched = frame.now.done(Phase::FirmwareMap, 0.5, 1.0);
    // One axis for both numberings.
    let machine = frame.now.step.after.machine.read_as_own();
    let items = map_items(&machine, Bar::solid(Role::Machine, Pattern::Plain), machine.ram_pages());
    let placed = frame.place(Lane::Machine, items);
    let end = placed.last().map_or(0.0, |p| p.rect.right());
    let until = match frame.now.done(Phase::FirmwareMap, 0.0, 0.7) {
        done if done >= 1.0 => f64::MAX,
        done => lerp(row.x, end, done),
    };
    if hatched >= 1.0 {
        regions(frame, scene, Lane::Machine, &placed, until);
    } else {
        half_hatched(frame, scene, &placed, until, hatched);
    }
    tears(frame, scene, row, until.min(end));
}

/// Draws holes as empty outlines first; the hatching is wiped over them.
fn half_hatched(frame: &Frame<'_>, scene: &mut Scene, placed: &[Placed], until: f64, hatched: f64) {
    for p in placed {
        let rect = p.rect.clip_right(until);
        let key = Key::Region { lane: Lane::Machine, start: p.item.span.start().0 };
        if p.item.bar.pattern == Pattern::Plain {
            scene.bar(key, p.item.bar, rect);
            if p.rect.right() <= until && frame.layout.open(Lane::Machine) {
                let room = frame.label_room(p.rect);
                scene.inside(key, p.item.bar, room, &p.item.labels, Style::PLAIN);
            }
        } else {
            let empty = Bar::outlined(Role::Room, Dash::Solid);
            scene.bar(key, empty, rect);
            let wiped = Rect { w: rect.w * hatched, ..rect };
            scene.bar(Key::Decor(Decor::Wipe), p.item.bar, wiped);
        }
    }
}
