//! Lane D: what stands behind each page number.

use sim::span::Span;
use sim::step::{Backing, Change, Phase, World};
use sim::units::Pfn;

use crate::geometry::{Rect, at, mix};
use crate::items::backing_items;
use crate::layout::Sheet;
use crate::motion::ease;
use crate::place::Placed;
use crate::scene::Canvas;
use crate::shape::{Bar, Dash, Key, Label, Role};

impl Canvas<'_> {
    /// Lane D's places in `world`.
    pub(crate) fn backed(&self, world: &World) -> Vec<Placed> {
        let verb = match self.now.phase() {
            // Until they are found, all of them are.
            Phase::HolesFound if self.now.t < 1.0 => "",
            Phase::HolesFound => " on RAM",
            Phase::PagesReleased
            | Phase::PagesRepopulated
            | Phase::PagesMoved
            | Phase::BalloonedUp => " stay",
            Phase::FirmwareMap
            | Phase::Dom0Built
            | Phase::MapRead
            | Phase::IdentityMapped
            | Phase::BalloonRoom
            | Phase::Descriptors
            | Phase::ToolsReport => "",
        };
        self.placed(3, backing_items(world, verb))
    }

    pub(crate) fn lane_d(&mut self) {
        let phase = self.now.phase();
        let sub = match phase {
            Phase::FirmwareMap => "no pages yet",
            Phase::Dom0Built | Phase::MapRead | Phase::HolesFound => "RAM, so far",
            Phase::PagesReleased
            | Phase::PagesRepopulated
            | Phase::PagesMoved
            | Phase::IdentityMapped
            | Phase::BalloonRoom
            | Phase::Descriptors
            | Phase::ToolsReport
            | Phase::BalloonedUp => "",
        };
        self.title(3, sub);
        let after = &self.now.step.after;
        let earlier = self.earlier().unwrap_or(after);
        let wipes = matches!(phase, Phase::HolesFound | Phase::IdentityMapped);
        if phase == Phase::Dom0Built {
            self.building();
        } else if self.flying() {
            let rest = self.resting();
            self.draw_d(&rest, f64::MAX);
        } else if wipes && self.now.running() {
            let mut placed = self.backed(earlier);
            if phase == Phase::HolesFound && self.now.t > 0.4 {
                // The flags wipe over it.
                for p in &mut placed {
                    p.item.labels.clear();
                }
            }
            self.draw_d(&placed, f64::MAX);
            self.wipe(phase);
        } else {
            let world = if self.now.t <= 0.0 { earlier } else { after };
            let placed = self.backed(world);
            self.draw_d(&placed, f64::MAX);
        }
        self.nothing_behind();
    }

    /// Pages from number 0 on.
    fn building(&mut self) {
        let grown = ease(self.now.t, 0.1, 0.7);
        if grown <= 0.0 {
            return;
        }
        let x0 = self.layout.axis_x0;
        let until = mix(x0, self.axis.x(self.boot.pages.0), grown);
        let placed = self.backed(&self.now.step.after);
        self.draw_d(&placed, if grown < 1.0 { until } else { f64::MAX });
    }

    /// Draws lane D; the descriptors cover part of its largest stretch and name the rest.
    fn draw_d(&mut self, placed: &[Placed], until: f64) {
        let mut placed = placed.to_vec();
        let grown = self.descriptors_grown();
        let home = if grown > 0.0 { self.home() } else { None };
        if let Some(Home { span, .. }) = home {
            for p in placed.iter_mut().filter(|p| p.item.span == span) {
                p.item.labels.clear();
            }
        }
        self.regions('D', &placed, until);
        if let Some(home) = home {
            self.descriptors(home);
        }
        let end = placed.last().map_or(0.0, |p| p.rect.right());
        self.tears(self.layout.lane(3), until.min(end));
    }

    /// The stretch that holds the descriptors: dom0's largest, of equals the last.
    pub(crate) fn home(&self) -> Option<Home> {
        let own =
            |by: Backing| by.has_frame() && !matches!(by, Backing::Stranded | Backing::OnHole);
        let made = self.boot.steps.iter().find(|s| s.phase == Phase::Descriptors)?;
        let backing = made.after.backing.iter().filter(|b| own(b.by));
        let largest = backing.max_by_key(|b| (b.span.count(), b.span.start()))?.span;
        let placed = self.backed(&made.after);
        let found = crate::place::find(&placed, largest)?;
        Some(Home { rect: found.rect, span: largest })
    }

    /// Lane D while pages travel: what they left and where they will land is empty.
    fn resting(&self) -> Vec<Placed> {
        let mut placed = self.backed(&self.now.step.after);
        for p in &mut placed {
            let change = &self.now.step.change;
            let lands = p.members.iter().filter(|m| brings(change, m.start())).map(|m| m.count());
            let landing: u64 = lands.sum();
            if landing > 0 {
                let moved = p.item.bar.role == Role::Moved;
                let role = if moved { Role::SocketMoved } else { Role::SocketDom0 };
                p.item.bar = Bar::socket(role);
                p.item.carries = p.item.carries.saturating_sub(landing);
                p.item.labels.clear();
            }
        }
        placed
    }

    /// Flags pages on holes, or opens windows, from left to right in each stretch. The
    /// pages stay where they are, so the wipe carries none.
    fn wipe(&mut self, phase: Phase) {
        let flags = phase == Phase::HolesFound;
        let wanted = |by: Backing| match by {
            Backing::OnHole | Backing::Stranded => flags,
            Backing::Identity => !flags,
            Backing::Ram
            | Backing::Released
            | Backing::Populated
            | Backing::Ballooned
            | Backing::Vacated
            | Backing::Moved => false,
        };
        let grown = if flags { ease(self.now.t, 0.4, 0.9) } else { ease(self.now.t, 0.0, 0.7) };
        let after = &self.now.step.after;
        let new: Vec<_> = after.backing.iter().filter(|b| wanted(b.by)).map(|b| b.span).collect();
        let placed = self.backed(after);
        let end = placed.last().map_or(0.0, |p| p.rect.right());
        for p in placed {
            if new.contains(&p.item.span) {
                let rect = Rect { w: p.rect.w * grown, ..p.rect };
                self.scene.bar(Key::Part(7), p.item.bar, rect);
            }
        }
        self.tears(self.layout.lane(3), end);
    }

    /// A hair line behind dom0's last page where nothing is.
    fn nothing_behind(&mut self) {
        let phase = self.now.phase();
        let early = (Phase::Dom0Built..=Phase::HolesFound).contains(&phase);
        let ready = phase != Phase::Dom0Built || self.now.t >= 1.0;
        if !early || !ready || self.layout.sheet == Sheet::Narrow {
            return;
        }
        let row = self.layout.lane(3);
        let x0 = self.axis.x(self.boot.pages.0) + 6.0;
        let tear = self.axis.folds().map(|f| f.x0 - 8.0).find(|&x| x > x0);
        let x1 = tear.unwrap_or(self.layout.axis_x1).min(x0 + 160.0);
        if x1 - x0 < 90.0 {
            return;
        }
        let y = row.centre().y;
        let text = Label::new(f64::midpoint(x0, x1), y + 4.5, "no pages", 13.0).middle();
        let room = text.rect();
        if self.scene.text(Key::Part(2), Role::Ink2, text).is_some() {
            for (a, b) in [(x0, room.x - 4.0), (room.right() + 4.0, x1)] {
                self.scene.line(Key::Part(2), Role::Rule, &[at(a, y), at(b, y)], Dash::NotYet, 1.0);
            }
        }
    }
}

/// The stretch of lane D that holds the descriptors.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Home {
    pub(crate) rect: Rect,
    pub(crate) span: Span<Pfn>,
}

/// Whether a change puts pages behind number `at`.
fn brings(change: &Change, at: Pfn) -> bool {
    match change {
        Change::Repopulated { pieces } | Change::BalloonedUp { pieces, .. } => {
            pieces.iter().any(|s| s.contains(at))
        }
        Change::Moved { moves } => {
            moves.iter().any(|m| m.to <= at && at.0 < m.to.0.saturating_add(m.pages.0))
        }
        Change::MapListed { .. }
        | Change::Dom0Built(_)
        | Change::MapRead(_)
        | Change::HolesFound { .. }
        | Change::Released { .. }
        | Change::IdentityMapped { .. }
        | Change::BalloonRoom { .. }
        | Change::Descriptors { .. }
        | Change::ToolsReport { .. } => false,
    }
}
