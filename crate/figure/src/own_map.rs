//! Lane C: dom0's own map, as it is read and as the kernel rewrites it.

use sim::step::{MapState, OwnMap, Phase};

use crate::geometry::{Rect, mix};
use crate::items::own_items;
use crate::motion::ease;
use crate::scene::Canvas;

impl Canvas<'_> {
    pub(crate) fn lane_c(&mut self) {
        let Some(own) = self.now.step.after.own.clone() else {
            self.title(2, "none yet");
            return;
        };
        let phase = self.now.phase();
        let old = self.earlier().and_then(|w| w.own.clone());
        if phase == Phase::MapRead {
            self.map_read(&own);
        } else if let (Phase::BalloonRoom | Phase::BalloonedUp, Some(old)) =
            (phase, old.filter(|old| *old != own))
        {
            self.rewrite(&old, &own);
        } else {
            self.subtitle_c(&own);
            self.map_c(&own);
        }
    }

    fn subtitle_c(&mut self, own: &OwnMap) {
        match own.state {
            MapState::Copied => self.title(2, "a plain copy of A so far"),
            MapState::Rewritten => {
                let sub = format!("rewritten by {}", words::linux(self.boot));
                self.title(2, &sub);
            }
            MapState::OwnMaking => self.title(2, "made from the page count"),
        }
    }

    fn map_c(&mut self, own: &OwnMap) {
        let placed = self.placed(2, own_items(own, self.boot.pages));
        self.regions('C', &placed, f64::MAX);
        let end = placed.last().map_or(0.0, |p| p.rect.right());
        self.tears(self.layout.lane(2), end);
    }

    /// A ghost of A slides down to C and settles; a map of the kernel's own making is
    /// drawn from left to right.
    fn map_read(&mut self, own: &OwnMap) {
        self.subtitle_c(own);
        let t = self.now.t;
        if t >= 1.0 {
            return self.map_c(own);
        }
        if t <= 0.0 {
            return;
        }
        let mut placed = self.placed(2, own_items(own, self.boot.pages));
        if own.state == MapState::OwnMaking {
            let until = self.reach(Phase::MapRead, 0.0, 0.8);
            self.regions('C', &placed, until);
            let end = placed.last().map_or(0.0, |p| p.rect.right());
            return self.tears(self.layout.lane(2), until.min(end));
        }
        let (a, c) = (self.layout.lane(0).y, self.layout.lane(2).y);
        let y = mix(a, c, ease(t, 0.0, 0.8));
        for p in &mut placed {
            p.rect.y = y;
            p.item.labels.clear();
        }
        self.regions('C', &placed, f64::MAX);
        self.tears(Rect { y, ..self.layout.lane(2) }, f64::MAX);
    }

    /// The solid part first, then the dashes grow to the right, through folds.
    fn rewrite(&mut self, old: &OwnMap, own: &OwnMap) {
        self.subtitle_c(if self.now.t > 0.0 { own } else { old });
        let t = self.now.t;
        if t >= 1.0 {
            return self.map_c(own);
        }
        if t <= 0.0 {
            return self.map_c(old);
        }
        let row = self.layout.lane(2);
        let room =
            |m: &OwnMap| self.axis.x(m.room.first().map_or(self.boot.pages.0, |r| r.start().0));
        let (solid, end) = (room(own), self.layout.line_end);
        let until = if self.now.phase() == Phase::BalloonedUp {
            mix(room(old), end, ease(t, 0.5, 1.0))
        } else {
            mix(mix(row.x, solid, ease(t, 0.0, 0.3)), end, ease(t, 0.25, 0.95))
        };
        let before: Vec<_> = self
            .placed(2, own_items(old, self.boot.pages))
            .into_iter()
            .filter(|p| p.rect.right() > until)
            .map(|mut p| {
                let right = p.rect.right();
                if p.rect.x < until {
                    // Labels do not travel.
                    p.item.labels.clear();
                }
                p.rect = Rect::between(p.rect.x.max(until), right, row.y, row.h);
                p
            })
            .collect();
        let after = self.placed(2, own_items(own, self.boot.pages));
        self.regions('C', &after, until);
        self.regions('C', &before, f64::MAX);
        let reach = before.last().or(after.last()).map_or(0.0, |p| p.rect.right());
        self.tears(row, reach);
    }
}
