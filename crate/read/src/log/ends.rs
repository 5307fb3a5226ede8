//! Where a log stops: with a list, of which more may have followed, or with something else.

use super::boots::{Arrangement, End};
use super::elision::is_elision;
use super::facts::Stops;
use super::gather::Gathered;
use super::heads::Speaker;
use super::lines::LogLine;
use super::prompt::prompt;
use crate::text::has;

impl Gathered {
    /// Notes that a log goes on after its map.
    pub(super) fn goes_on(&mut self, line: &LogLine) {
        let said = line.said.trim_ascii();
        // What kernels print between the entries, and between the ranges.
        if has(said, ": [gap 0x") || said.starts_with("1-1 mapping on ") {
            return;
        }
        // Without stamps, only what follows at once is surely of the same log.
        let next = |end: &End| {
            end.speaker == Speaker::Other && end.line + 1 == line.first && !is_elision(said)
        };
        match line.speaker {
            Speaker::Linux | Speaker::Program => self.linux_now.end = None,
            Speaker::Xen => {
                self.xen_now.end = None;
                if said.starts_with("PHYSICAL MEMORY ARRANGEMENT") {
                    self.xen_now.arrangement = Arrangement::Physical;
                }
            }
            Speaker::Guest => {}
            Speaker::Other if said.is_empty() || prompt(said).is_some() => {}
            Speaker::Other => {
                self.linux_now.end.take_if(|end| next(end));
                self.xen_now.end.take_if(|end| next(end));
            }
        }
    }

    /// Notes that an entry right after a map cannot be read: it may be the map's last.
    pub(super) fn lacks_last(&mut self, line: &LogLine) {
        let after = |end: Option<End>| {
            end.is_some_and(|end| end.with == Stops::Map && end.speaker == line.speaker)
        };
        self.xen_now.map.elided |= after(self.xen_now.end);
        let linux = after(self.linux_now.end);
        for map in [&mut self.linux_now.own, &mut self.linux_now.firmware] {
            map.elided |= linux && !map.entries.is_empty();
        }
    }
}
