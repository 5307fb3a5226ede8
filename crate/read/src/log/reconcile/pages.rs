//! Pages released, marked 1:1, populated and moved, and the kernel's own lines about them.

use sim::units::Pages;

use super::super::item::Item;
use super::super::reading::Reading;
use super::super::take::words_of;
use super::machine::Boots;
use super::{Compared, Row, count};
use crate::log::facts::Stops;

/// The rows of pages.
pub(super) fn rows(reading: &Reading, boots: &Boots, rows: &mut Vec<Row>) {
    let facts = &reading.facts;
    let run = &boots.boot.kernel;
    let nonram: Pages = run.nonram_moved.iter().map(|m| m.pages).sum();
    let all = [
        (Item::Released, "pages released", &facts.released, run.released_pages()),
        (Item::Identity, "pages marked 1:1", &facts.identity, run.identity_pages),
        (Item::Populated, "pages populated", &facts.populated, run.populated_pages()),
        (Item::Remapped, "pages moved", &facts.remapped, run.moved_pages()),
        (Item::Remapped, "frames moved that are not RAM", &facts.nonram, nonram),
    ];
    for (item, name, logged, model) in all {
        if let Some(logged) = logged {
            let mut found = count(item, name, logged, model.0, "pages");
            // No total follows the ranges.
            let listed = matches!(item, Item::Released | Item::Populated);
            if listed && facts.stops == Some(Stops::Ranges) && logged.value < model.0 {
                found.verdict = Compared::CannotKnow;
                found.reason = "The log stops among these ranges.".into();
            }
            rows.push(found);
        }
    }
    rows.extend(messages(reading, boots));
}

/// The kernel's lines about pages, word for word.
fn messages(reading: &Reading, boots: &Boots) -> Option<Row> {
    let logged = &reading.facts.messages;
    if logged.is_empty() {
        return None;
    }
    let printed = boots.boot.kernel.messages.iter().cloned();
    let mut left: Vec<String> =
        printed.flat_map(sim::kernel::Message::lines).map(|m| words_of(&m.to_string())).collect();
    let all = left.len();
    let mut unknown: Option<&(String, usize)> = None;
    for line in logged {
        // Residue of a screen may follow a message.
        match left.iter().position(|m| line.0.starts_with(m.as_str())) {
            Some(at) => {
                left.swap_remove(at);
            }
            None => unknown = unknown.or(Some(line)),
        }
    }
    let verdict = if unknown.is_some() { Compared::Differs } else { Compared::Agrees };
    let reason = unknown.map_or(String::new(), |(text, line)| {
        format!(
            "The model’s kernel does not print this: {} (line {line}).",
            words::marks::quoted(&text.chars().take(120).collect::<String>())
        )
    });
    Some(Row {
        item: Item::Released,
        name: "the kernel’s lines about pages",
        log: words::several(logged.len() as u64, "line"),
        model: format!(
            "{} of {}",
            words::count((all - left.len()) as u64),
            words::several(logged.len() as u64, "line")
        ),
        verdict,
        reason,
        lines: logged.iter().map(|(_, line)| *line).collect(),
    })
}
