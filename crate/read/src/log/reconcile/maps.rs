//! Dom0's own map, entry by entry, and the last page number.

use sim::map::Entry;
use sim::units::Pfn;

use super::super::item::Item;
use super::super::reading::Reading;
use super::machine::Boots;
use super::{Compared, Row, count, row};
use crate::log::facts::{Logged, Stops};

/// The rows of maps.
pub(super) fn rows(reading: &Reading, boots: &Boots, rows: &mut Vec<Row>) {
    let facts = &reading.facts;
    let run = &boots.boot.kernel;
    if let Some(map) = &facts.dom0_map {
        let (log, model) = (&map.value.entries, &run.table.entries);
        let regions = |n: usize| words::several(n as u64, "region");
        let mut found = row(
            Item::Dom0Map,
            Item::Dom0Map.name(),
            (regions(log.len()), map.lines.clone()),
            regions(model.len()),
            "",
        );
        let other = first_other(log, model);
        found.verdict = if other.is_none() { Compared::Agrees } else { Compared::Differs };
        if let Some((log, model)) = other {
            found.reason =
                format!("The first that differs: {log} in the log, {model} in the model.");
        }
        let begins = model.starts_with(log);
        if begins && facts.stops == Some(Stops::Map) && found.verdict == Compared::Differs {
            found.verdict = Compared::CannotKnow;
            found.reason = "The log stops where this map does.".into();
        }
        rows.push(found);
    }
    if let Some(last) = &facts.last_pfn {
        let table = run.table.resolved();
        let ends = table.ram().map(|s| s.end().pfn_containing());
        let low = ends.filter(|end| *end <= Pfn::FOUR_GIB).last().unwrap_or_default();
        let names = ["the last page number", "the last page number below 4\u{a0}GiB"];
        for ((value, line), (name, model)) in
            last.value.iter().zip(&last.lines).zip(names.into_iter().zip([run.max_pfn, low]))
        {
            let logged = Logged { value: *value, lines: vec![*line] };
            rows.push(count(Item::LastPfn, name, &logged, model.0, "pages"));
        }
    }
}

/// The first entry in which two maps differ, on both sides.
fn first_other(log: &[Entry], model: &[Entry]) -> Option<(String, String)> {
    let text = |e: Option<&Entry>| {
        e.map_or("none".to_owned(), |e| format!("{:x}-{:x} {}", e.start.0, e.end().0, e.kind))
    };
    let at = (0..log.len().max(model.len())).find(|i| log.get(*i) != model.get(*i))?;
    Some((text(log.get(at)), text(model.get(at))))
}
