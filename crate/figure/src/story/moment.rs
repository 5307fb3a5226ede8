//! A moment of a story: which step, and how far it is.

use core::cmp::Ordering;

use sim::boot::Boot;
use sim::step::{Phase, Step, World};
use words::figure::Progress;

use crate::draw::geometry::clamp;
use crate::draw::lane::Lane;
use crate::story::motion::ease;

/// A moment of the story.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Time {
    /// Index of the step.
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

/// The step that is drawn, the one before it, and how far it is.
#[derive(Clone, Copy)]
pub(crate) struct Moment<'a> {
    pub(crate) boot: &'a Boot,
    pub(crate) index: usize,
    pub(crate) step: &'a Step,
    pub(crate) before: Option<&'a Step>,
    pub(crate) phase: Phase,
    /// 0 to 1, both inclusive.
    pub(crate) t: f64,
}

impl<'a> Moment<'a> {
    pub(crate) fn of(boot: &'a Boot, time: Time) -> Option<Self> {
        let step = boot.steps.get(time.step)?;
        let before = time.step.checked_sub(1).and_then(|i| boot.steps.get(i));
        let t = clamp(time.t, 0.0, 1.0);
        Some(Self { boot, index: time.step, step, before, phase: step.phase(), t })
    }

    /// The world after the step.
    pub(crate) fn after(&self) -> &'a World {
        &self.step.after
    }

    /// The world before the step; `None` for the first.
    pub(crate) fn earlier(&self) -> Option<&'a World> {
        self.before.map(|b| &b.after)
    }

    /// How far the step is.
    pub(crate) fn progress(&self) -> Progress {
        if self.t >= 1.0 { Progress::Done } else { Progress::UnderWay }
    }

    /// Whether the step is under way.
    pub(crate) fn running(&self) -> bool {
        0.0 < self.t && self.t < 1.0
    }

    /// The step's own time from `from` to `to` for `phase`; 1 if that phase is over, 0 if
    /// it is still to come.
    pub(crate) fn done(&self, phase: Phase, from: f64, to: f64) -> f64 {
        match self.phase.cmp(&phase) {
            Ordering::Less => 0.0,
            Ordering::Equal => ease(self.t, from, to),
            Ordering::Greater => 1.0,
        }
    }

    /// Whether there is something in a lane.
    pub(crate) fn begun(&self, lane: Lane) -> bool {
        let since = |phase| self.phase > phase || self.phase == phase && self.t > 0.0;
        match lane {
            Lane::Machine => true,
            Lane::Allocation | Lane::Backing | Lane::Bucket | Lane::Ledger => {
                since(Phase::Dom0Built)
            }
            Lane::OwnMap => self.after().own.is_some() && since(Phase::MapRead),
        }
    }

    /// How far the axis is unfolded in the step about empty room: out, a rest, and back.
    pub(crate) fn zoomed_out(&self) -> f64 {
        match self.phase {
            Phase::BalloonRoom => ease(self.t, 0.0, 0.22) - ease(self.t, 0.78, 1.0),
            Phase::FirmwareMap
            | Phase::Dom0Built
            | Phase::MapRead
            | Phase::HolesFound
            | Phase::PagesReleased
            | Phase::PagesRepopulated
            | Phase::PagesMoved
            | Phase::IdentityMapped
            | Phase::MapRewritten
            | Phase::Descriptors
            | Phase::ToolsReport
            | Phase::BalloonedUp => 0.0,
        }
    }

    /// How much of the descriptors is filled, 0 to 1.
    pub(crate) fn descriptors_grown(&self) -> f64 {
        self.done(Phase::Descriptors, 0.4, 0.85)
    }

    /// For what belongs to the descriptors' step alone: it appears in that step between
    /// `from` and `to` and goes at the start of the next.
    pub(crate) fn shown(&self, from: f64, to: f64) -> f64 {
        match self.phase {
            Phase::Descriptors => ease(self.t, from, to),
            Phase::ToolsReport => 1.0 - ease(self.t, 0.0, 0.25),
            Phase::FirmwareMap
            | Phase::Dom0Built
            | Phase::MapRead
            | Phase::HolesFound
            | Phase::PagesReleased
            | Phase::PagesRepopulated
            | Phase::PagesMoved
            | Phase::IdentityMapped
            | Phase::MapRewritten
            | Phase::BalloonRoom
            | Phase::BalloonedUp => 0.0,
        }
    }
}
