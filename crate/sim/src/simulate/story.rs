//! Builds the steps of a boot, each with the world after it.

use super::rewrite::rewrite;
use super::{Config, Outcome, set_up};
use crate::kernel::{Era, ExtraRegion, MemorySetup, ReservationReply};
use crate::ledger;
use crate::map::Map;
use crate::memory::measured_boots::BootContext;
use crate::memory::{self, Costs};
use crate::span::{Set, Span};
use crate::step::{
    Allocation, Backing, Change, Descriptors, MapState, OwnMap, Step, ToolsReport, World,
};
use crate::units::{MachineAddr, Pages, Pfn};

/// The story under construction: the world so far and the completed steps.
pub(super) struct Story {
    world: World,
    pub(super) steps: Vec<Step>,
}

impl Story {
    pub(super) fn new(machine: Map<MachineAddr>) -> Self {
        let ram = machine.ram_pages();
        let world = World {
            machine,
            allocation: None,
            own: None,
            backing: Vec::new(),
            returned: Pages::ZERO,
            costs: None,
            fixed: None,
        };
        let mut story = Self { world, steps: Vec::new() };
        story.step(Change::MapListed { ram });
        story
    }

    fn step(&mut self, change: Change) {
        self.steps.push(Step { change, after: self.world.clone() });
    }

    pub(super) fn dom0_built(&mut self, allocation: Allocation) {
        self.world.allocation = Some(allocation);
        if let Some(all) = Span::of(Pfn(0), allocation.pages.0) {
            self.world.back(&[all], Backing::Ram);
        }
        self.step(Change::Dom0Built(allocation));
    }

    pub(super) fn tell(&mut self, config: &Config, run: &MemorySetup, pages: Pages) -> Outcome {
        let era = config.linux.variant.era();
        self.map_read();
        if era != Era::Classic {
            let complete = run.panic.is_none() || !run.table.entries.is_empty();
            if complete {
                self.empty_the_gaps(era, run);
            }
            if let Some(panic) = run.panic {
                return Outcome::Panicked(panic);
            }
            if !run.identity.is_empty() {
                self.identity_mapped(run);
            }
        }
        self.map_rewritten(config, run, pages);
        self.balloon_room(run);
        let costs = Costs::of(config.linux, run, pages);
        if let Some(shortfall) = ledger::find_shortfall(&self.world, costs, config) {
            return Outcome::NoRoom(shortfall);
        }
        self.descriptors(config, run, costs);
        self.tools_report(era, run, config.facts.mem_total);
        Outcome::Up
    }

    fn map_read(&mut self) {
        let map = self.world.machine.read_as_own();
        self.world.own = Some(OwnMap { map, state: MapState::Copied, room: Vec::new() });
        self.step(Change::MapRead);
    }

    /// The gaps: holes found, then released, released and refilled, or moved.
    fn empty_the_gaps(&mut self, era: Era, run: &MemorySetup) {
        let mut pieces = Set::default();
        pieces.extend(run.released.iter().copied());
        pieces.extend(run.moved.iter().filter_map(|m| Span::of(m.from, m.pages.0)));
        let pieces = pieces.into_spans();
        if era == Era::HolesReleased {
            self.mark_stranded(run);
        }
        self.world.back(&pieces, Backing::OnHole);
        self.step(Change::HolesFound { pieces });
        if !run.moved.is_empty() || era >= Era::MovedNow {
            self.moved(run);
        }
        if !run.released.is_empty() || era < Era::MovedNow {
            let pieces = run.released.clone();
            self.world.back(&pieces, Backing::Released);
            self.world.returned = run.released_pages();
            self.step(Change::Released { pieces });
        }
        if era == Era::Populated {
            let pieces = run.populated.clone();
            self.world.back(&pieces, Backing::Populated);
            self.world.returned = self.world.returned.less(run.populated_pages());
            self.step(Change::Repopulated { pieces });
        }
    }

    fn moved(&mut self, run: &MemorySetup) {
        let from: Vec<_> = run.moved.iter().filter_map(|m| Span::of(m.from, m.pages.0)).collect();
        let to: Vec<_> = run.moved.iter().filter_map(|m| Span::of(m.to, m.pages.0)).collect();
        self.world.back(&from, Backing::Vacated);
        self.world.back(&to, Backing::Moved);
        self.step(Change::Moved { moves: run.moved.clone() });
    }

    /// Pages below the last that are neither under RAM entries nor released.
    fn mark_stranded(&mut self, run: &MemorySetup) {
        let mut taken = Set::default();
        taken.extend(run.table.resolved().ram().filter_map(Span::round_in));
        taken.extend(run.released.iter().copied());
        let given = self.world.allocation.map_or(0, |g| g.pages.0);
        let stranded =
            Span::new(Pfn(0), Pfn(given)).map_or_else(Vec::new, |all| taken.missing_from(all));
        self.world.back(&stranded, Backing::Stranded);
    }

    fn identity_mapped(&mut self, run: &MemorySetup) {
        let end = self.world.machine.end().mfn_at_or_above().as_pfn();
        let mut framed = Set::default();
        framed.extend(self.world.backing.iter().filter(|b| b.by.has_frame()).map(|b| b.span));
        let within = run.identity.iter().filter_map(|s| Span::new(s.start(), s.end().min(end)));
        let identity: Vec<_> = within.flat_map(|s| framed.missing_from(s)).collect();
        self.world.back(&identity, Backing::Identity);
        self.step(Change::IdentityMapped { identity });
    }

    fn map_rewritten(&mut self, config: &Config, run: &MemorySetup, pages: Pages) {
        let change = rewrite(config.linux, run, pages, &self.world.machine.read_as_own());
        let state = if config.linux.variant.is_classic() {
            MapState::OwnMaking
        } else {
            MapState::Rewritten
        };
        self.world.own = Some(OwnMap { map: run.table.resolved(), state, room: Vec::new() });
        self.step(Change::MapRewritten(change));
    }

    fn balloon_room(&mut self, run: &MemorySetup) {
        let mut room = Set::default();
        room.extend(run.extra.iter().filter_map(ExtraRegion::span));
        let room = room.into_spans();
        if let Some(own) = &mut self.world.own {
            own.room.clone_from(&room);
        }
        self.step(Change::BalloonRoom { room });
    }

    fn descriptors(&mut self, config: &Config, run: &MemorySetup, costs: Costs) {
        let given = self.world.allocation.map_or(Pages::ZERO, |g| g.pages);
        let limited = set_up(config, given, ReservationReply(given.0.cast_signed()));
        let with_max = Costs::of(config.linux, &limited, given);
        let room = ledger::dom0_usable_frames(&self.world).less(costs.total());
        self.world.costs = Some(costs);
        let place = BootContext::of(config.linux.release, run, config.vcpus);
        self.world.fixed = Some(memory::fixed(&config.facts, place, room));
        let end = limited.table.resolved().ram().last().map(|s| s.end().pfn_containing());
        let with_max_end = end.unwrap_or_default();
        self.step(Change::Descriptors(Descriptors { costs, with_max, with_max_end }));
    }

    fn tools_report(&mut self, era: Era, run: &MemorySetup, reported: Option<Pages>) {
        let kept = run.pages_end;
        let free_total = reported.unwrap_or_else(|| ledger::free_shows(era, &self.world));
        self.step(Change::ToolsReport(ToolsReport { xl_list: kept, free_total }));
    }
}
