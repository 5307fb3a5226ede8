//! A machine's map from a pasted log: Xen's ring, `dmesg`, a journal, a quoted mail.
//!
//! Only printouts of Xen and Linux are read ([`crate::printed`]); a wrapped line is joined
//! to the next one. If a paste contains several maps, the machine's own is used. Everything
//! else is skipped, and a note says so. Not here: maps as people type them
//! ([`crate::e820`]).

use sim::map::{Entry, RawMap};
use sim::units::Addr;
use words::count;

use crate::e820::{MAX_ENTRIES, Pasted};
use crate::error::quoted;
use crate::printed::{Owner, Printed, label, looks_like_one, printed};
use crate::text::has;

/// Result of reading the lines.
#[derive(Default)]
struct Walk {
    /// The regions of each owner, the best first. A region that is repeated, by a second
    /// boot in the same ring, counts once.
    maps: [Vec<Entry>; 4],
    /// Whether the lines below the last header list a changed map.
    changed: bool,
    skipped: usize,
    /// Line number of the first region that cannot be read.
    unread: Option<String>,
}

/// The map in `text`; `None` if no line is a printout of Xen or Linux.
pub(crate) fn find(text: &str) -> Option<Pasted> {
    let mut walk = Walk::default();
    let text = plain(text);
    let lines: Vec<&str> = text.lines().collect();
    let mut i = 0;
    while let Some(&line) = lines.get(i) {
        i += 1;
        if let Some(region) = printed(line) {
            walk.take(region, i, line);
        } else if let Some(region) = lines.get(i).and_then(|next| joined(line, next)) {
            walk.take(region, i, line);
            i += 1;
        } else {
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
        let unlabelled = if self.changed { Owner::Changed } else { Owner::Machine };
        let owner = region.owner.unwrap_or(unlabelled);
        let entry = Entry::new(Addr(region.start), Addr(region.end), region.kind);
        match self.maps.get_mut(owner as usize) {
            // A map beyond that is refused anyway, and searching for each region would take
            // long.
            Some(map) if map.len() > MAX_ENTRIES || !map.contains(&entry) => map.push(entry),
            Some(_) | None => self.skipped += 1,
        }
    }

    /// Headers apply only to the lines below them; two lines may have been joined into one.
    fn skip(&mut self, number: usize, line: &str) {
        let own = has(line, "Dom0 memory map:");
        if own || has(line, "RAM map:") {
            self.changed = own || has(line, "Initial ");
        } else if looks_like_one(line) {
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

    /// The map of the best owner that has one.
    fn best(mut self) -> Option<Pasted> {
        let best = self.maps.iter().position(|map| !map.is_empty())?;
        let entries = core::mem::take(self.maps.get_mut(best)?);
        let skipped = self.maps.iter().fold(self.skipped, |n, map| n + map.len());
        let mut notes = Vec::new();
        if best != 0 || skipped > 0 {
            let whose = WHOSE.get(best).unwrap_or(&"");
            notes.push(format!(
                "Taken from the paste: {} of {whose}. Other lines skipped: {}.",
                if entries.len() == 1 {
                    "1 region".to_owned()
                } else {
                    format!("{} regions", entries.len())
                },
                count(skipped as u64)
            ));
        }
        if entries.iter().all(|e| e.start != Addr(0)) {
            notes.push("The map does not begin at 0: its first lines may be missing.".to_owned());
        }
        notes.extend(self.unread);
        Some(Pasted { map: RawMap { entries }, notes })
    }
}

/// Owners of the maps.
const WHOSE: [&str; 4] = [
    "Xen’s print-out",
    "the firmware’s map, as Linux without Xen prints it",
    "dom0’s own map, for want of the machine’s; RAM that this kernel had left out is missing",
    "a map that Xen or Linux had changed, for want of the machine’s",
];

/// The region in `line` joined with the next one, if a line was wrapped.
fn joined(line: &str, next: &str) -> Option<Printed> {
    if let Some(region) = printed(next) {
        // Only after a label, because otherwise this would pass for a line of Xen's.
        return label(line.as_bytes()).map(|owner| Printed { owner: Some(owner), ..region });
    }
    if has(next, "RAM map:") {
        return None;
    }
    // An equals sign at the end comes from quoted-printable and was not in the line.
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

/// The text without the codes that colour a terminal, and with the blanks of web pages
/// replaced by plain ones.
fn plain(text: &str) -> String {
    let mut out = String::new();
    let mut code = false;
    for c in text.chars() {
        if code {
            // A code ends at its first letter.
            code = !c.is_ascii_alphabetic();
        } else if c == '\u{1b}' {
            code = true;
        } else {
            out.push(if c == '\u{a0}' { ' ' } else { c });
        }
    }
    out
}
