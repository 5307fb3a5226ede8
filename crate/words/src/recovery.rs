//! What `free` shows, and the best next steps to get more: the result at the foot of the
//! form. Ready texts.
//!
//! Each amount is that of a boot with the step applied, so a step brings what it says. Not
//! here: why it helps and where to write it (`advice`).

use super::{amount, fixed};
use sim::balloon::{Balloon, Plan, Target};
use sim::boot::{Boot, Outcome};
use sim::config::Config;
use sim::simulate::simulate;
use sim::units::Pages;
use sim::what_if::advice::{Kind, Remedy};
use sim::what_if::{Comparisons, WhatIf};

/// Hundredths of a GiB: less than one is not worth a step.
const HUNDREDTHS: u64 = 100;
const GIB: u64 = 1 << 18;

/// What `free` shows of a setup.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Shown {
    /// What the amount is about, in code type: `free`, or `dom0` if it does not boot.
    pub tool: &'static str,
    /// What the tool does: `shows`; empty for a dom0 that does not boot.
    pub does: &'static str,
    /// The amount, `2.03 GiB`, or `does not boot`.
    pub amount: String,
}

/// The next steps of a setup.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Recovery {
    /// At most two steps, the better one first; the second includes the first.
    pub steps: Vec<RecoveryStep>,
    /// Said in place of further steps; empty if there are any.
    pub nothing: &'static str,
    /// The option to type: the first step's, or the one that was typed.
    pub option: String,
    /// What it comes to: `2.80 GiB`; empty if the option stays as it is.
    pub after: String,
}

/// A step, and what `free` shows after it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct RecoveryStep {
    /// The step in words: `with`, `without`, `then the balloon`.
    pub lead: &'static str,
    /// What follows it in code type: `max:4G`; may be empty.
    pub code: String,
    /// GiB that `free` shows then: `2.80`.
    pub shows: String,
    /// GiB more than before it: `+0.77`.
    pub gain: String,
    /// The text to type after `dom0_mem=`.
    pub dom0_mem: String,
    /// The text to type as the balloon's setting; empty if it stays as it is.
    pub balloon: &'static str,
    /// The field whose text belongs to the old option: `nr-pages`; empty if none does.
    pub clears: &'static str,
}

/// What `free` shows of a boot.
pub fn shown(boot: &Boot) -> Shown {
    let up = boot.outcome == Outcome::Up;
    Shown {
        tool: if up { "free" } else { "dom0" },
        does: if up { "shows" } else { "" },
        amount: match boot.outcome {
            Outcome::Up => short(free(boot)),
            Outcome::NothingLeft => "may not boot".to_owned(),
            Outcome::NotBuilt(_) | Outcome::Panicked(_) | Outcome::NoRoom(_) => {
                "does not boot".to_owned()
            }
        },
    }
}

/// The next steps of a boot; `compared` holds the advice for it.
pub fn recovery(boot: &Boot, compared: &Comparisons) -> Recovery {
    let now = free(boot);
    let helps = compared.remedy.as_ref().map(|remedy| (remedy, with_remedy(boot, remedy)));
    let helps = helps.filter(|(_, with)| hundredths(free(with)) > hundredths(now));
    let mut steps = Vec::new();
    if let Some((remedy, with)) = &helps {
        steps.push(option_step(boot, remedy, with));
    }
    let (option, lead) = match &helps {
        Some((_, with)) => (with, "then the balloon"),
        None => (boot, "with the balloon"),
    };
    steps.extend(balloon_step(option, lead));
    Recovery {
        nothing: if steps.is_empty() { "no more to get" } else { "" },
        option: super::typed_option(option),
        after: if helps.is_some() { short(free(option)) } else { String::new() },
        steps,
    }
}

/// What `free` shows at the end; nothing if dom0 does not come up. The balloon's pages count
/// whole: what they cost is not part of `MemTotal`.
fn free(boot: &Boot) -> Pages {
    let reported = boot.steps.iter().find_map(|s| match s.change {
        sim::step::Change::ToolsReport { free_total, .. } => Some(free_total),
        _ => None,
    });
    let Some(total) = reported else { return Pages::ZERO };
    let plan = Plan::of(boot, boot.config.balloon);
    plan.map_or(total, |plan| total.plus(plan.gains).less(plan.returns))
}

/// The option that helps, with the balloon as typed.
fn with_remedy(boot: &Boot, remedy: &Remedy) -> Boot {
    remedy.boot.with([WhatIf::Target(boot.config.balloon.target)])
}

fn option_step(boot: &Boot, remedy: &Remedy, after: &Boot) -> RecoveryStep {
    let (text, typed) = (&remedy.text, boot.config.dom0_mem.as_deref().unwrap_or(""));
    let added = text.strip_prefix(typed).and_then(|rest| rest.strip_prefix(','));
    let max = || text.find("max:").and_then(|at| text.get(at..));
    match remedy.kind {
        Kind::LowerCeiling => step("with a lower", max().unwrap_or(text), after, free(boot)),
        Kind::Ceiling | Kind::RaiseCeiling | Kind::Size | Kind::Boots => {
            step("with", added.unwrap_or(text), after, free(boot))
        }
    }
}

fn balloon_step(base: &Boot, lead: &'static str) -> Option<RecoveryStep> {
    let balloon = Balloon { target: Target::Initial, ..base.config.balloon };
    if base.config.balloon.target != Target::None {
        return None;
    }
    Plan::of(base, balloon).filter(|plan| plan.gains > Pages::ZERO)?;
    let after = simulate(&Config { balloon, ..base.config.clone() });
    let gains = hundredths(free(&after)) > hundredths(free(base));
    gains.then(|| RecoveryStep { balloon: "initial", ..step(lead, "", &after, free(base)) })
}

fn step(lead: &'static str, code: &str, after: &Boot, before: Pages) -> RecoveryStep {
    let (then, before) = (hundredths(free(after)), hundredths(before));
    RecoveryStep {
        lead,
        code: code.to_owned(),
        shows: fixed(then, HUNDREDTHS, 2),
        gain: format!("+{}", fixed(then.saturating_sub(before), HUNDREDTHS, 2)),
        dom0_mem: after.config.dom0_mem.clone().unwrap_or_default(),
        balloon: "",
        clears: if after.config.pages_given.is_none() { "nr-pages" } else { "" },
    }
}

/// Hundredths of a GiB, to the nearest, as [`super::gib`] prints them.
fn hundredths(pages: Pages) -> u64 {
    (pages.0.saturating_mul(2 * HUNDREDTHS).saturating_add(GIB)) / (2 * GIB)
}

/// GiB with two decimals; MiB below a tenth.
fn short(pages: Pages) -> String {
    if pages.0 < GIB / 10 { amount(pages) } else { super::gib(pages) + " GiB" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_boot::run;
    use sim::version::Version;

    const V3_2: Version = Version::new(3, 2, 0);
    const V6_1: Version = Version::new(6, 1, 0);

    fn of(boot: &Boot) -> Recovery {
        recovery(boot, &Comparisons::of(boot))
    }

    fn check(dom0_mem: &str, linux: Version, amount: &str, steps: &[[&str; 4]]) -> Recovery {
        let boot = run(64, dom0_mem, linux);
        let found = of(&boot);
        assert_eq!(shown(&boot).amount, amount, "{dom0_mem}");
        let as_text =
            |s: &RecoveryStep| [s.lead.to_owned(), s.code.clone(), s.shows.clone(), s.gain.clone()];
        let all: Vec<_> = found.steps.iter().map(as_text).collect();
        assert_eq!(all, steps, "{dom0_mem}");
        found
    }

    #[test]
    fn the_articles_machine_gets_its_ceiling_and_then_the_balloon() {
        let balloon = ["then the balloon", "", "3.84", "+1.01"];
        let found = check("4G", V3_2, "2.06 GiB", &[["with", "max:4G", "2.83", "+0.77"], balloon]);
        let shown = shown(&run(64, "4G", V3_2));
        assert_eq!((shown.tool, shown.does, found.nothing), ("free", "shows", ""));
        assert_eq!(
            (found.option.as_str(), found.after.as_str()),
            ("dom0_mem=4G,max:4G", "2.83 GiB")
        );
        let texts: Vec<_> = found.steps.iter().map(|s| (s.dom0_mem.as_str(), s.balloon)).collect();
        assert_eq!(texts, [("4G,max:4G", ""), ("4G,max:4G", "initial")]);
    }

    #[test]
    fn a_right_option_has_no_step_that_takes_it_back() {
        let steps = [["with the balloon", "", "3.84", "+1.01"]];
        let found = check("4G,max:4G", V3_2, "2.83 GiB", &steps);
        assert_eq!((found.option.as_str(), found.after.as_str()), ("dom0_mem=4G,max:4G", ""));
        assert_eq!(found.steps[0].dom0_mem, "4G,max:4G");
    }

    /// The result and the panel to copy from make one offer.
    #[test]
    fn a_ceiling_that_is_higher_than_needed_may_be_lowered() {
        let found =
            check("4G,max:16G", V6_1, "3.55 GiB", &[["with a lower", "max:4G", "3.81", "+0.26"]]);
        assert_eq!((found.nothing, found.option.as_str()), ("", "dom0_mem=4G,max:4G"));
    }

    #[test]
    fn where_nothing_is_missing_there_is_no_more_to_get() {
        let right = of(&run(64, "4G,max:4G", V6_1));
        assert_eq!((right.nothing, right.steps), ("no more to get", Vec::new()));
        let boot = run(64, "4G", Version::new(2, 6, 18));
        let classic = of(&boot);
        assert_eq!((shown(&boot).amount.as_str(), classic.nothing), ("4.00 GiB", "no more to get"));
        assert_eq!(classic.steps, []);
    }

    #[test]
    fn a_step_brings_what_it_says() {
        for (gib, text) in
            [(64, "4G"), (64, "4G,max:4G"), (16, "2G"), (8, "512M,max:1G"), (64, "2GB")]
        {
            for linux in [Version::new(2, 6, 39), V3_2, Version::new(3, 6, 0), V6_1] {
                let boot = run(gib, text, linux);
                for step in of(&boot).steps {
                    let mut config = boot.config.clone();
                    config.dom0_mem = Some(step.dom0_mem.clone());
                    if !step.balloon.is_empty() {
                        config.balloon.target = Target::Initial;
                    }
                    let after = simulate(&config);
                    assert_eq!(crate::gib(free(&after)), step.shows, "{text} {linux} {step:?}");
                }
            }
        }
    }

    /// Whatever was typed, the result and the panel to copy from name the same gains. Here what
    /// `free` shows adds up, there the parts of dom0 do, so they may be a hundredth apart.
    #[test]
    fn the_result_brings_what_the_panel_says() {
        let mut compared_gains = 0;
        for linux in [Version::new(2, 6, 39), Version::new(3, 0, 5), V3_2, V6_1] {
            for text in ["2G", "4G", "4G,max:4G", "4G,max:16G", "50%", "-2G", "1G+10%,max:64G"] {
                let boot = crate::test_boot::run_on(Version::new(4, 17, 0), 64, text, linux);
                let compared = Comparisons::of(&boot);
                let panel = crate::fix::fix(&compared, &boot);
                for step in recovery(&boot, &compared).steps {
                    let id = if step.balloon.is_empty() { "option" } else { "target" };
                    let line = panel.lines.iter().find(|l| l.id == id);
                    let gain = line.and_then(|l| l.gain.strip_suffix("\u{a0}GiB"));
                    let hundredths =
                        |text: &str| text.replace(['+', '.'], "").parse::<u64>().unwrap();
                    let Some(gain) = gain else { continue };
                    let apart = hundredths(gain).abs_diff(hundredths(&step.gain));
                    assert!(apart <= 1, "{text} {linux} {id}: {gain}, {}", step.gain);
                    compared_gains += 1;
                }
            }
        }
        assert!(compared_gains > 20, "{compared_gains}");
    }

    #[test]
    fn a_dom0_that_does_not_boot_says_so_and_what_to_type() {
        let boot = run(64, "4", V3_2);
        let (found, shown) = (of(&boot), shown(&boot));
        assert_eq!((shown.tool, shown.does, shown.amount.as_str()), ("dom0", "", "does not boot"));
        assert_eq!(found.nothing, "", "{found:?}");
        assert!(found.after.ends_with("iB"), "{found:?}");
    }
}
