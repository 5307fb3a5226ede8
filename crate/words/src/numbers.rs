//! The numbers of a run by name, for sentences in a page that are filled in.
//!
//! A page refers to `released` instead of a number, so no number in its prose can be wrong.
//! Not here: sentences (`words`) and rows (`words::ledger`).

use super::{amount, count, linux, pages};
use sim::boot::{Boot, Outcome};
use sim::ledger::{Account, Ledger};
use sim::step::Phase;
use sim::units::Pages;
use sim::what_if::scenarios::Scenarios;
use sim::xen::option_size;

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

/// All numbers of a run.
pub fn numbers(scenarios: &Scenarios) -> Vec<NamedText> {
    let boot = &scenarios.configured;
    let ledger = Ledger::at_end(boot);
    let cured = Ledger::at_end(&scenarios.with_max);
    let size = option_size(boot.pages);
    let mut all = vec![
        named("host", amount(ledger.total())),
        named("total-pages", count(ledger.total().0)),
        named("given", amount(boot.pages)),
        named("given-pages", pages(boot.pages)),
        named("linux", linux(boot)),
        named("xen", format!("Xen {}", boot.config.xen)),
        named("size-and-max", format!("dom0_mem={size},max:{size}")),
        named("target-kib", count(boot.pages.kib())),
        named("released", amount(ledger.pages(Account::FromDom0))),
        named("descriptors", amount(ledger.descriptors())),
        named("descriptors-with-max", amount(cured.descriptors())),
        named("with-max", with_max(ledger.descriptors(), cured.descriptors())),
        named("saved", amount(ledger.descriptors().less(cured.descriptors()))),
        named("usable", amount(ledger.pages(Account::Usable))),
        named("fixed", amount(ledger.fixed())),
        named("dom0", amount(ledger.dom0())),
    ];
    let accounts = [
        ("struct-page", Account::StructPage),
        ("page-tables", Account::PageTables),
        ("p2m", Account::P2m),
        ("hashes", Account::Hashes),
    ];
    all.extend(accounts.map(|(name, account)| named(name, amount(ledger.pages(account)))));
    all.extend(of_steps(boot));
    all
}

/// Effect of a ceiling at the initial size, as the last words of a sentence.
fn with_max(now: Pages, cured: Pages) -> String {
    let (now, cured) = (amount(now), amount(cured));
    if now == cured {
        "; with the ceiling at the initial size it is the same".to_owned()
    } else {
        format!("; with the ceiling at the initial size it would be {cured}")
    }
}

const fn named(name: &'static str, text: String) -> NamedText {
    NamedText { name, text }
}

/// Numbers of single steps; empty if the kernel has no such step.
fn of_steps(boot: &Boot) -> Vec<NamedText> {
    let mut found = vec![
        named("flagged-pages", pages(boot.pages_of(Phase::HolesFound))),
        named("room", amount(boot.pages_of(Phase::BalloonRoom))),
        named("windows", pages(boot.pages_of(Phase::IdentityMapped))),
    ];
    let tools = boot.tools().unwrap_or_default();
    found
        .extend([named("xl-list", amount(tools.xl_list)), named("free", amount(tools.free_total))]);
    found
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

/// The answer for an entry point on this machine: the sentences of its steps.
pub fn answer_to(question: Question, boot: &Boot) -> String {
    let steps = boot.steps.iter().filter(|s| question.phases().contains(&s.phase()));
    let told: Vec<String> = steps.map(|s| super::caption(s, boot)).collect();
    if told.is_empty() && boot.outcome != Outcome::Up {
        return format!("It does not come to this. {}", super::story::ending(boot));
    }
    if told.is_empty() {
        return format!("{} has no part in this on this machine.", linux(boot));
    }
    told.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use sim::config::Config;
    use sim::config::made_up_machine;
    use sim::kernel::{Kernel, Variant};
    use sim::simulate::simulate;
    use sim::version::Version;

    fn article() -> Scenarios {
        let linux = Kernel::new(Variant::V32, Version::new(3, 2, 0));
        let (machine, option) = (made_up_machine(Pages(64 << 18)), Some("4G".to_owned()));
        Scenarios::of(&simulate(&Config::new(machine, option, Version::new(4, 1, 2), linux)))
    }

    #[test]
    fn the_articles_numbers_are_the_sketchs() {
        let all = numbers(&article());
        let text = |name| all.iter().find(|n| n.name == name).map(|n| n.text.as_str());
        assert_eq!(text("given"), Some("4 GiB"));
        assert_eq!(text("released"), Some("1.01 GiB"));
        assert_eq!(text("descriptors"), Some("879.5 MiB"));
        assert_eq!(text("room"), Some("40 GiB"));
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
    fn each_door_tells_its_own_steps() {
        let boot = article().configured;
        assert!(answer_to(Question::Holes, &boot).contains("hypercall"));
        assert!(answer_to(Question::Free, &boot).contains("xl list"));
        assert!(
            answer_to(Question::Descriptors, &boot).contains("room")
                || answer_to(Question::Descriptors, &boot).contains("ceiling")
        );
    }
}
