//! Lane F: dom0's pages as one strip that grows with the story.

use sim::step::{Backing, Phase, Step};
use sim::units::Pages;
use sim::words;

use crate::advance::Weight;
use crate::geometry::{Rect, at};
use crate::lanes::Canvas;
use crate::layout::Sheet;
use crate::shape::{Anchor, Dash, Key, Label, Pattern, Role};

struct Part {
    pages: Pages,
    role: Role,
    pattern: Pattern,
    outline: Dash,
    name: &'static str,
}

fn part(pages: Pages, role: Role, pattern: Pattern, outline: Dash, name: &'static str) -> Part {
    Part { pages, role, pattern, outline, name }
}

/// What became of the pages Xen gave, at the end of `step`; sums to them.
fn parts(step: &Step) -> Vec<Part> {
    let world = &step.after;
    let with = |by| world.pages_with(by);
    let flagged = with(Backing::OnHole);
    let (stranded, moved) = (with(Backing::Stranded), with(Backing::Moved));
    let moved = if step.phase == Phase::PagesMoved { moved } else { Pages::ZERO };
    let kept = world.dom0_pages().less(flagged).less(stranded).less(moved);
    let descriptors = Pages(world.costs.unwrap_or_default().total().0.min(kept.0));
    let fixed =
        world.fixed.map_or(Pages::ZERO, |f| Pages(f.total().0.min(kept.less(descriptors).0)));
    let solid = |pages, role, pattern, name| part(pages, role, pattern, Dash::Solid, name);
    vec![
        solid(kept.less(descriptors).less(fixed), Role::Dom0, Pattern::Plain, "usable"),
        solid(descriptors, Role::Descriptors, Pattern::Upright, "descriptors"),
        part(fixed, Role::Dom0, Pattern::Plain, Dash::Trace, "fixed, estimated"),
        solid(flagged, Role::OnHole, Pattern::Slanted, "on holes"),
        solid(stranded, Role::OnHole, Pattern::Crossed, "nobody’s"),
        solid(moved, Role::Moved, Pattern::Dotted, "moved"),
        part(world.returned, Role::Released, Pattern::Slanted, Dash::Trace, "back to Xen"),
    ]
}

impl Canvas<'_> {
    pub(crate) fn ledger(&mut self, step: &Step) {
        let Some(gift) = step.after.gift else { return };
        let (x0, y) = (self.layout.axis_x0, self.layout.ledger);
        let name = format!("dom0’s {}", words::amount(gift.pages));
        self.heading('F', &name, "where they are", x0, y);
        let room = self.layout.axis_x1 - x0;
        let scale = self.axis.scale().min(room / gift.pages.0.max(1) as f64);
        let scale = match self.layout.sheet {
            Sheet::Wide => scale,
            Sheet::Narrow => room / gift.pages.0.max(1) as f64,
        };
        let key = Key::Part(u32::from('F'));
        let mut x = x0;
        for part in parts(step) {
            let w = part.pages.0 as f64 * scale;
            let rect = Rect { x, y, w, h: self.layout.bar };
            self.scene.bar(key, part.role, rect, part.pattern, part.outline);
            let long = format!("{} {}", words::amount(part.pages), part.name);
            let fits = crate::advance::width(&long, 13.0, Weight::Regular) + 12.0 <= w;
            let label = if fits { long } else { words::gib(part.pages) };
            self.scene.inside(key, part.role, rect, part.pattern, &label);
            x += w;
        }
        if self.layout.sheet == Sheet::Wide {
            let sum = format!("= {} pages", words::count(gift.pages.0));
            let label = Label {
                at: at(x + 18.0, y + 22.0),
                anchor: Anchor::Start,
                text: &sum,
                size: 13.0,
                weight: Weight::Strong,
            };
            self.scene.text(key, Role::Ink, label);
        }
    }
}
