//! A machine's map out of a pasted log: Xen's ring, `dmesg`, a journal, a quoted mail.
//!
//! Only print-outs of Xen and Linux are taken ([`crate::printed`]); a line that was
//! wrapped is joined to the next one. Of several maps in one paste the machine's own is
//! used. Whatever else is there is skipped, and said to be. Not here: maps as people type
//! them ([`crate::e820`]).

use core::cmp::Reverse;

use sim::map::{Entry, RawMap};
use sim::units::Addr;
use sim::words::count;

use crate::error::quoted;
use crate::printed::{Owner, Printed, label, looks_like_one, printed};
use crate::text::{has, pieces};

/// A map and what a reader should know of how it was taken.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pasted {
    /// The map.
    pub map: RawMap,
    /// Sentences; none where everything was taken as it stands.
    pub notes: Vec<String>,
}

/// Regions that belong together.
struct Section {
    owner: Owner,
    entries: Vec<Entry>,
}

/// What a walk through the lines found.
#[derive(Default)]
struct Walk {
    sections: Vec<Section>,
    /// Whose lines the last header announces.
    header: Option<Owner>,
    /// Whether none of them came yet.
    fresh: Option<Owner>,
    skipped: u64,
    /// Says of the first region that cannot be read which line that is.
    unread: Option<String>,
}

/// The map in `text`; `None` where no line is a print-out of Xen's or Linux'.
pub(crate) fn find(text: &str) -> Option<Pasted> {
    let mut walk = Walk::default();
    let text = without_colours(text);
    let lines: Vec<&str> = text.lines().collect();
    let mut i = 0;
    while let Some(&line) = lines.get(i) {
        i += 1;
        let next = lines.get(i);
        if let Some(region) = printed(line) {
            walk.take(region, i, line);
        } else if let Some(region) = next.and_then(|next| joined(line, next)) {
            walk.take(region, i, line);
            i += 1;
        } else if !walk.opens(line) {
            walk.skip(i, line);
        }
    }
    walk.best()
}

impl Walk {
    fn take(&mut self, region: Printed, number: usize, line: &str) {
        if region.end <= region.start {
            self.unread(number, line);
            return;
        }
        let changed = self.header.filter(|h| *h == Owner::Changed);
        let owner = region.owner.or(changed).unwrap_or(Owner::Machine);
        let entry = Entry::new(Addr(region.start), Addr(region.end), region.kind);
        let fresh = self.fresh == Some(owner);
        match self.sections.iter_mut().rev().find(|s| s.owner == owner) {
            Some(section) if !fresh => section.entries.push(entry),
            Some(_) | None => self.sections.push(Section { owner, entries: vec![entry] }),
        }
        self.fresh = self.fresh.filter(|_| !fresh);
    }

    /// Whether `line` is a header; two lines may have been joined into one.
    fn opens(&mut self, line: &str) -> bool {
        let changed = has(line, "Initial ") || has(line, "Dom0 memory map:");
        let owner = if has(line, "physical RAM map:") {
            Owner::Dom0
        } else if changed {
            Owner::Changed
        } else {
            Owner::Machine
        };
        let header = has(line, "RAM map:") || has(line, "Dom0 memory map:");
        if header {
            (self.header, self.fresh) = (Some(owner), Some(owner));
        }
        header
    }

    fn skip(&mut self, number: usize, line: &str) {
        if looks_like_one(line) {
            self.unread(number, line);
        } else if !line.trim_ascii().is_empty() && !has(line, "[gap ") {
            self.skipped += 1;
        }
    }

    fn unread(&mut self, number: usize, line: &str) {
        if self.unread.is_none() {
            self.unread = Some(format!(
                "Line {number} looks like a region and cannot be read, so it is left out: {}.",
                quoted(line)
            ));
        }
    }

    /// The longest section of the best owner; of equal ones the first.
    fn best(self) -> Option<Pasted> {
        let rank = |s: &&Section| (s.owner, Reverse(s.entries.len()));
        let Section { owner, entries } = self.sections.iter().min_by_key(rank)?;
        let all: usize = self.sections.iter().map(|s| s.entries.len()).sum();
        let skipped = self.skipped.saturating_add((all - entries.len()) as u64);
        let taken = (skipped > 0 || *owner != Owner::Machine).then(|| {
            format!("Taken from the paste: {} regions of {}.", entries.len(), whose(*owner))
        });
        let skipped = (skipped > 0).then(|| match skipped {
            1 => "One other line was skipped.".to_owned(),
            n => format!("{} other lines were skipped.", count(n)),
        });
        let whole = entries.iter().any(|e| e.start == Addr(0));
        let head = (!whole)
            .then(|| "The map does not begin at 0: its first lines may be missing.".to_owned());
        let notes = [taken, skipped, head, self.unread].into_iter().flatten().collect();
        Some(Pasted { map: RawMap { entries: entries.clone() }, notes })
    }
}

fn whose(owner: Owner) -> &'static str {
    match owner {
        Owner::Machine => "Xen’s print-out",
        Owner::Firmware => "the firmware’s map, as Linux without Xen prints it",
        Owner::Dom0 => {
            "dom0’s own map, for want of the machine’s; RAM that this kernel had left out is missing"
        }
        Owner::Changed => "a map that Xen or Linux had changed, for want of the machine’s",
    }
}

/// The region that `line` and the one behind it make where a line was wrapped.
fn joined(line: &str, next: &str) -> Option<Printed> {
    if let Some(region) = printed(next) {
        // Behind a label alone: otherwise this would pass for a line of Xen's.
        return label(line.as_bytes()).map(|owner| Printed { owner: Some(owner), ..region });
    }
    if has(next, "RAM map:") {
        return None;
    }
    // An equals sign at the end is quoted-printable's: nothing stood there.
    let mut whole = match line.strip_suffix('=') {
        Some(line) => line.to_owned(),
        None => line.trim_ascii_end().to_owned() + " ",
    };
    let mut rest = next.trim_ascii_start();
    while let Some(quoted) = rest.strip_prefix('>') {
        rest = quoted.trim_ascii_start();
    }
    whole.push_str(rest);
    printed(&whole)
}

/// The text without the codes that colour a terminal.
fn without_colours(text: &str) -> String {
    let mut parts = pieces(text, '\u{1b}');
    let mut out = parts.next().unwrap_or("").to_owned();
    for part in parts {
        // The code ends at its first letter.
        let code = part.bytes().position(|b| b.is_ascii_alphabetic());
        out.push_str(code.and_then(|at| part.get(at + 1..)).unwrap_or(""));
    }
    out
}
