//! The numbers of a run by name, for sentences in a page that are filled in.
//!
//! A page refers to `given` instead of a number, so no number in its prose can be wrong.
//! Also the page's three questions, with their titles and answers. Not here: other sentences
//! (`words`), and rows (`words::ledger`).

use super::gains::Gains;
use super::printed::{Printed, PrintedMachine, PrintedShares};
use super::setup::tool;
use super::{count, linux, pages};
use sim::boot::{Boot, Outcome};
use sim::kernel::Era;
use sim::ledger::Ledger;
use sim::step::{MaxReservation, Phase};
use sim::units::Pages;
use sim::what_if::Comparisons;
use sim::what_if::advice::{Gate, Kind, LIMIT_LINUX, LIMIT_XEN, locked};
use sim::xen::typed_size;

/// A number and its name.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct NamedText {
    /// The name; never changes.
    pub name: &'static str,
    /// The number as shown, with its unit.
    pub text: String,
}

/// The numbers that the page's sentences name.
pub fn numbers(compared: &Comparisons) -> Vec<NamedText> {
    let scenarios = &compared.scenarios;
    let boot = &scenarios.configured;
    let PrintedMachine { all: host, dom0, .. } = PrintedMachine::after(boot, usize::MAX);
    let cured = PrintedShares::of(&scenarios.with_max).bookkeeping;
    let xen_tool = |command| format!("{} {command}", tool(boot.config.xen));
    let size = example_size(size_to_type(boot, compared));
    vec![
        named("host", host.text()),
        named("total-pages", count(Ledger::at_end(boot).total().0)),
        named("given", Printed::alone(boot.pages).text()),
        named("given-pages", pages(boot.pages)),
        named("size-and-max", format!("dom0_mem={size},max:{size}")),
        named("descriptors", dom0.bookkeeping.text()),
        named("with-max", with_max(boot, dom0.bookkeeping, cured)),
        named("xen-list", xen_tool("list")),
        named("xen-info", xen_tool("info")),
    ]
}

/// The size that the example has: the one that was typed, or else the advice's.
fn size_to_type(boot: &Boot, compared: &Comparisons) -> Pages {
    if boot.xen.parsed.amount.is_positive_count() && boot.outcome == Outcome::Up {
        return boot.pages;
    }
    compared.remedy.as_ref().map_or(boot.pages, |remedy| remedy.boot.pages)
}

/// dom0's size as an example to type. An estimated size is odd to the page, so a large one is
/// rounded down to a GiB.
fn example_size(pages: Pages) -> String {
    let odd = !pages.0.is_multiple_of(1 << 8) && pages.0 >= 8 * Pages::GIB.0;
    typed_size(if odd { Pages(pages.0 & !(Pages::GIB.0 - 1)) } else { pages })
}

/// Effect of a ceiling at the initial size, as the last words of a sentence.
fn with_max(boot: &Boot, now: Printed, cured: Printed) -> String {
    let gate = Gate::of(&boot.config);
    let set = matches!(boot.maximum(), MaxReservation::Pages(most) if most <= boot.pages);
    let needs = match gate {
        Gate::Open if set => return ". The ceiling is already at the initial size".to_owned(),
        Gate::Open | Gate::Classic if now.text() == cured.text() => {
            return ", and a ceiling at the initial size would not change that".to_owned();
        }
        Gate::Open | Gate::Classic => {
            return format!(". With a ceiling at the initial size it would be {}", cured.text());
        }
        Gate::Xen => format!("Xen {LIMIT_XEN} or later"),
        Gate::Linux => format!("Linux {LIMIT_LINUX} or later"),
        Gate::Both => format!("Xen {LIMIT_XEN} and Linux {LIMIT_LINUX}, or later"),
    };
    let cured = Printed::part_of(now.pages.less(locked(boot, gate)), Printed::alone(boot.pages));
    if cured.text() == now.text() {
        ", and a ceiling at the initial size would not change that".to_owned()
    } else {
        format!(". A ceiling would make it {}, but needs {needs}", cured.text())
    }
}

const fn named(name: &'static str, text: String) -> NamedText {
    NamedText { name, text }
}

/// An entry point to the story: what each of three kinds of readers notices first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// `free` shows less than the machine has.
    Free,
    /// Bookkeeping fills part of dom0's memory.
    Descriptors,
    /// Pages under holes of the map.
    Holes,
}

impl Question {
    /// All entry points, in the page's order.
    pub const ALL: [Self; 3] = [Self::Free, Self::Descriptors, Self::Holes];

    /// The name in a page.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Free => "free",
            Self::Descriptors => "descriptors",
            Self::Holes => "holes",
        }
    }

    /// The question, in the words of the reader's kernel.
    pub fn title(self, boot: &Boot) -> &'static str {
        let era = boot.config.linux.variant.era();
        match (self, era) {
            (Self::Free, _) => "Why does `free` show only part of my RAM?",
            (Self::Descriptors, Era::Classic) => "What does a classic kernel keep for bookkeeping?",
            (Self::Descriptors, _) => "Why is part of dom0 filled with page records?",
            (Self::Holes, Era::Classic) => "Why does a classic kernel return no pages?",
            (Self::Holes, Era::HolesReleased | Era::Released) => {
                "Why does Linux return pages to Xen?"
            }
            (Self::Holes, Era::Populated) => "Why does Linux return pages and replace them?",
            (Self::Holes, Era::MovedNow | Era::MovedLate | Era::Checked) => {
                "Why does Linux move pages?"
            }
        }
    }

    const fn phases(self) -> &'static [Phase] {
        match self {
            Self::Free => &[Phase::ToolsReport],
            Self::Descriptors => &[Phase::BalloonRoom, Phase::Descriptors],
            Self::Holes => &[
                Phase::HolesFound,
                Phase::PagesReleased,
                Phase::PagesRepopulated,
                Phase::PagesMoved,
            ],
        }
    }
}

/// The heading over what to type: what it is for on this machine.
pub fn type_title(compared: &Comparisons) -> NamedText {
    let gains = Gains::of(compared);
    let recovers = gains.recovers();
    let text = match compared.remedy.as_ref().map(|r| r.kind) {
        Some(Kind::Boots) => "What do I type so that dom0 boots?",
        _ if recovers => "What do I type to get it back?",
        Some(_) => "What do I type?",
        None if compared.advice.after.outcome != Outcome::Up => "Does an option let dom0 boot?",
        None if gains.raised.is_some() => "What do I type?",
        None => "Is there anything to type?",
    };
    named("type", text.to_owned())
}

/// The answer for an entry point on this machine: the sentences of its steps, with marks.
pub fn answer_to(question: Question, boot: &Boot) -> String {
    let steps = boot.steps.iter().filter(|s| question.phases().contains(&s.phase()));
    let sentences: Vec<String> = steps.map(|s| super::caption_marked(s, boot)).collect();
    if sentences.is_empty() && boot.outcome != Outcome::Up {
        return format!("The boot does not get that far. {}", super::story::ending(boot));
    }
    if sentences.is_empty() && boot.config.linux.variant.is_classic() {
        return format!(
            "{} makes a map of its own in which dom0’s pages have no holes, so none of them has to leave.",
            linux(boot)
        );
    }
    if sentences.is_empty() {
        return format!("{} does none of this on this machine.", linux(boot));
    }
    sentences.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_boot::run;
    use sim::version::Version;

    #[test]
    fn a_large_odd_size_is_an_example_without_its_odd_pages() {
        let gib = 1 << 18;
        for (pages, typed) in
            [(9 * gib + 5, "9G"), (9 * gib + 256, "9217M"), (8 * gib - 1, "8191M")]
        {
            assert_eq!(example_size(Pages(pages)), typed, "{pages}");
        }
    }

    fn article() -> Comparisons {
        Comparisons::of(&run(64, "4G", Version::new(3, 2, 0)))
    }

    #[test]
    fn the_articles_numbers_are_the_sketchs() {
        let all = numbers(&article());
        let text = |name| all.iter().find(|n| n.name == name).map(|n| n.text.as_str());
        assert_eq!(text("given"), Some("4\u{a0}GiB"));
        assert_eq!(text("descriptors"), Some("0.86\u{a0}GiB"));
        assert_eq!(text("size-and-max"), Some("dom0_mem=4G,max:4G"));
        let cured = ". With a ceiling at the initial size it would be ";
        assert!(text("with-max").unwrap().starts_with(cured), "{all:?}");
    }

    /// A ceiling is a cure only where it is read and not set yet.
    #[test]
    fn a_ceiling_is_a_cure_only_where_it_would_change_something() {
        for (option, xen, linux, says) in [
            (
                "4G,max:8G",
                (3, 4),
                (3, 6),
                ". A ceiling would make it 88 MiB, but needs Xen 4.1.2 or later",
            ),
            ("2G,max:2G", (4, 19), (6, 12), ". The ceiling is already at the initial size"),
            (
                "4G",
                (4, 1),
                (3, 0),
                ". A ceiling would make it 80 MiB, but needs Xen 4.1.2 and Linux 3.0.5, or later",
            ),
        ] {
            let [xen, linux] = [xen, linux].map(|(a, b)| Version::new(a, b, 0));
            let all = numbers(&Comparisons::of(&crate::test_boot::run_on(xen, 64, option, linux)));
            let text = |name| all.iter().find(|n| n.name == name).unwrap().text.clone();
            assert_eq!(text("with-max").replace('\u{a0}', " "), says, "{option}");
            assert_eq!(text("xen-info"), if xen.major < 4 { "xm info" } else { "xl info" });
        }
    }

    /// The example is the panel's option, where no size was typed.
    #[test]
    fn the_example_is_the_advices_option() {
        for (option, example) in [
            ("", "dom0_mem=4304M,max:4304M"),
            ("8G", "dom0_mem=8G,max:8G"),
            ("garbage", "dom0_mem=4304M,max:4304M"),
        ] {
            let all = numbers(&Comparisons::of(&run(64, option, Version::new(3, 2, 0))));
            let found = all.iter().find(|n| n.name == "size-and-max").unwrap();
            assert_eq!(found.text, example, "{option}");
        }
    }

    #[test]
    fn a_question_is_asked_in_the_words_of_the_kernel() {
        for (linux, words) in [
            ((2, 6), "return pages to"),
            ((3, 2), "return pages to"),
            ((3, 6), "replace"),
            ((6, 1), "move"),
        ] {
            let boot =
                run(64, "4G", Version::new(linux.0, linux.1, if linux.0 == 2 { 37 } else { 0 }));
            assert!(Question::Holes.title(&boot).contains(words), "{linux:?}");
        }
    }

    #[test]
    fn the_heading_over_the_commands_says_what_they_are_for() {
        for (linux, option, words) in [
            ((3, 2), "4G", "get it back"),
            ((6, 1), "4G,max:4G", "anything to type"),
            ((3, 2), "1M", "dom0 boots"),
        ] {
            let boot = run(64, option, Version::new(linux.0, linux.1, 0));
            let title = type_title(&Comparisons::of(&boot));
            assert!(title.text.contains(words), "{option}: {title:?}");
        }
    }

    #[test]
    fn no_two_numbers_share_a_name_and_none_is_empty() {
        let all = numbers(&article());
        for (i, n) in all.iter().enumerate() {
            assert!(!n.text.is_empty(), "{}", n.name);
            assert!(all.iter().skip(i + 1).all(|m| m.name != n.name), "{}", n.name);
        }
    }

    #[test]
    fn each_question_is_answered_with_its_own_steps() {
        let boot = article().scenarios.configured;
        assert!(answer_to(Question::Holes, &boot).contains("hypercall"));
        assert!(answer_to(Question::Free, &boot).contains("xl list"));
        assert!(answer_to(Question::Descriptors, &boot).contains("No ceiling is set"));
    }
}
