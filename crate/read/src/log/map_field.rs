//! What the map's field takes from a pasted log: the machine's map, or the next best one,
//! with notes on what it is and on what was left out.

use sim::map::RawMap;
use words::count;

use super::facts::MapSource;
use super::fields::refused;
use super::item::Item;
use super::reading::{Reading, cut};
use super::verdict::{Verdict, WhyNot};
use super::whose::Whose;
use crate::Error;
use crate::e820::Pasted;
use crate::error::quoted;
use crate::text::has;

/// The map in `text`, which says this as a log; `None` if it is typed.
pub(crate) fn find(text: &str, reading: &Reading) -> Option<Result<Pasted, Error>> {
    if let Some(refusal) = reading.refusal {
        return refused(refusal, text).map(Err);
    }
    if reading.whose == Whose::Guest {
        return Some(Err(Error::new(
            "this is the log of a guest, not of dom0; paste what `xl dmesg` prints in dom0",
        )));
    }
    match best(reading) {
        Some((map, item, whose)) => Some(Ok(pasted(text, reading, map, item, whose))),
        None => instead(reading).map(Err),
    }
}

/// The best map of a reading, and whose it is.
fn best(reading: &Reading) -> Option<(&RawMap, Item, &'static str)> {
    let facts = &reading.facts;
    if let Some(map) = &facts.machine_map {
        let whose = match facts.map_source {
            Some(MapSource::Firmware) => "the firmware’s map, as Linux without Xen prints it",
            Some(MapSource::Xen) | None => "Xen’s print-out",
        };
        return Some((&map.value, Item::MachineMap, whose));
    }
    if let Some(map) = &facts.dom0_map {
        let whose = "dom0’s own map, because the machine’s is not in the log; RAM that this kernel had left out is missing";
        return Some((&map.value, Item::Dom0Map, whose));
    }
    if let Some(map) = &facts.iomem {
        let whose = "`/proc/iomem`, which is dom0’s own map, because the machine’s is not in the log; RAM that this kernel had left out is missing";
        return Some((&map.value, Item::Iomem, whose));
    }
    let changed = facts.changed_map.as_ref()?;
    Some((
        &changed.value,
        Item::ChangedMap,
        "a map that Xen or Linux had changed, because the machine’s is not in the log",
    ))
}

fn pasted(text: &str, reading: &Reading, map: &RawMap, item: Item, whose: &str) -> Pasted {
    let mut skipped: u64 = 0;
    let mut unread = None;
    for (i, (line, verdict)) in text.lines().zip(&reading.lines).enumerate() {
        let used = match verdict {
            Verdict::Used(used) => *used == item,
            Verdict::NotNeeded(why) => item == Item::ChangedMap && *why == WhyNot::ChangedMap,
            Verdict::Doubtful(doubt) => {
                let region = doubt.is_about_map();
                unread = unread.or(region.then_some((i + 1, line)));
                region
            }
            Verdict::Ignored => false,
        };
        let header = has(line, "RAM map:") || has(line, "Dom0 memory map:") || has(line, "[gap ");
        skipped += u64::from(!used && !header && !line.trim_ascii().is_empty());
    }
    let mut notes = Vec::new();
    if item != Item::MachineMap || reading.facts.map_source != Some(MapSource::Xen) || skipped > 0 {
        let regions = words::several(map.entries.len() as u64, "region");
        notes.push(format!(
            "Taken from the paste: {regions} of {whose}. Other lines skipped: {}.",
            count(skipped)
        ));
    }
    if map.entries.iter().all(|e| e.start.0 != 0) {
        notes.push("The map does not begin at 0: its first lines may be missing.".to_owned());
    }
    notes.extend(unread.map(|(number, line)| {
        format!(
            "Line {number} looks like a region and cannot be read, so it is left out: {}.",
            quoted(line)
        )
    }));
    if reading.boots > 1 {
        notes.push(format!(
            "The paste has {} boots, and the map is the last complete one’s.",
            reading.boots
        ));
    }
    notes.extend(others(reading));
    Pasted { map: map.clone(), notes, cut: reading.facts.cut.map(|it| cut(it, false)) }
}

/// That other fields can be filled from the same paste.
fn others(reading: &Reading) -> Option<String> {
    let facts = &reading.facts;
    let there = [
        (facts.option.is_some(), "the option"),
        (facts.xen.is_some(), "Xen’s release"),
        (facts.linux.is_some(), "Linux’s release"),
        (facts.pages.is_some(), "pages given"),
    ];
    let named: Vec<&str> = there.into_iter().filter(|(is, _)| *is).map(|(_, name)| name).collect();
    (named.len() > 1).then(|| {
        format!("The same paste gives {}; those fields keep what they hold until it is pasted there, too.", named.join(", "))
    })
}

/// What a log without a map is instead.
fn instead(reading: &Reading) -> Option<Error> {
    if !reading.foreign.is_empty() {
        let said: Vec<String> = reading.foreign.iter().map(|w| quoted(w)).collect();
        return Some(Error::new(format!(
            "{} are no words that Xen or Linux prints; write usable, reserved, ACPI data, ACPI NVS, unusable or type N",
            said.join(", ")
        )));
    }
    let known = match reading.whose {
        Whose::EfiTable => "this is the EFI table; the e820 lines, which Xen uses, come after it",
        Whose::Shim => {
            "these are lines of a guest’s own hypervisor; paste what `xl dmesg` prints in dom0"
        }
        Whose::Dom0
        | Whose::Pvh
        | Whose::BareMetal
        | Whose::Arm
        | Whose::Bits32
        | Whose::Guest
        | Whose::Iomem
        | Whose::RingTail
        | Whose::NoDom0 => {
            let used = reading.used() > 0;
            return used.then(|| {
                Error::new("no region of a map in this paste; `xl dmesg` prints the machine’s map")
            });
        }
    };
    Some(Error::new(known))
}
