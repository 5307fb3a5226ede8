//! What `free` shows, and the best next steps to get more: the result at the foot of the
//! form. Ready texts.
//!
//! Each amount is that of a boot with the step applied, so a step brings what it says. Not
//! here: why it helps and where to write it (`advice`).

use super::gains::worth_raising;
use super::printed::{Printed, PrintedShares};
use sim::balloon::{Balloon, Target};
use sim::boot::{Boot, Outcome};
use sim::config::Config;
use sim::simulate::simulate;
use sim::what_if::advice::{Kind, LowTarget, Remedy};
use sim::what_if::{Comparisons, WhatIf};

/// What `free` shows of a setup.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Shown {
    /// What the amount is about, in code type: `free`, or `dom0` if there is no amount.
    pub tool: &'static str,
    /// What the tool does: `shows`; empty if there is no amount.
    pub does: &'static str,
    /// The amount, `2.03 GiB`, or `does not boot` or `out of memory`.
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
    /// The option to type: the advice's, or else the one that was typed; empty if there is none.
    pub option: String,
    /// What `free` shows with it: `2.80 GiB`; empty if the option stays as it is or no option helps
    /// against the balloon target.
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
    /// What `free` shows then: `2.80`, without the unit if that is GiB.
    pub shows: String,
    /// How much more that is than before it: `+0.77`.
    pub gain: String,
    /// The text to type after `dom0_mem=`.
    pub dom0_mem: String,
    /// The text to type as the balloon's setting; empty if it stays as it is.
    pub balloon: &'static str,
    /// The field whose text belongs to the old option: `nr-pages`, or `mem-total` where dom0’s
    /// pages stay; empty if none does.
    pub clears: &'static str,
}

/// The field of the pages that Xen gave, by its name (`Field::NrPages` in the package `read`).
const PAGES_GIVEN: &str = "nr-pages";
/// The field of the `MemTotal` that was seen (`Field::MemTotal` there).
const MEM_TOTAL: &str = "mem-total";

/// What `free` shows of a boot.
pub fn shown(boot: &Boot) -> Shown {
    let dom0 = |what: &str| Shown { tool: "dom0", does: "", amount: what.to_owned() };
    match boot.outcome {
        Outcome::Up if runs_out(boot) => dom0("out of memory"),
        Outcome::Up => Shown { tool: "free", does: "shows", amount: free(boot).full() },
        Outcome::NothingLeft => dom0("may not boot"),
        Outcome::NotBuilt(_) | Outcome::Panicked(_) | Outcome::NoRoom(_) => dom0("does not boot"),
    }
}

/// Whether the balloon target is below what dom0 has in use: no balloon can return that, so
/// there is no amount that `free` shows in the end.
pub(crate) fn runs_out(boot: &Boot) -> bool {
    let target = boot.config.balloon.target;
    LowTarget::of(boot, target).is_some_and(|low| low.free.is_zero())
}

/// The next steps of a boot; `compared` holds the advice for it.
pub fn recovery(boot: &Boot, compared: &Comparisons) -> Recovery {
    let remedy = compared.remedy.as_ref().map(|remedy| (remedy, with_remedy(boot, remedy)));
    let first = remedy.as_ref().and_then(|(remedy, with)| option_step(boot, remedy, with));
    let helps = first.is_some();
    let option = remedy.as_ref().map_or(boot, |(_, with)| if helps { with } else { boot });
    let mut steps: Vec<_> = first.into_iter().collect();
    let lead = match (boot.config.balloon.target, helps) {
        (Target::None, true) => Some("then the balloon"),
        (Target::None, false) => Some("with the balloon"),
        (Target::Initial | Target::Size(_), _) => worth_raising(compared)
            .map(|_| if helps { "then a higher target" } else { "with a higher target" }),
    };
    steps.extend(lead.and_then(|lead| balloon_step(boot, option, lead)));
    Recovery {
        nothing: if steps.is_empty() && boot.outcome == Outcome::Up {
            "no more to get"
        } else {
            ""
        },
        option: match (&remedy, boot.config.dom0_mem.as_deref()) {
            (Some((remedy, _)), _) => format!("dom0_mem={}", remedy.text),
            (None, None | Some("")) => String::new(),
            (None, Some(_)) if boot.outcome != Outcome::Up => String::new(),
            (None, Some(_)) => super::typed_option(boot),
        },
        after: remedy
            .filter(|(_, with)| !runs_out(with))
            .map_or_else(String::new, |(_, with)| free(&with).full()),
        steps,
    }
}

/// What `free` shows at the end, as the bars print it; nothing if dom0 does not come up.
fn free(boot: &Boot) -> Printed {
    boot.tools().map_or(Printed::NOTHING, |_| PrintedShares::of(boot).free)
}

/// The option that helps, with the balloon as typed.
fn with_remedy(boot: &Boot, remedy: &Remedy) -> Boot {
    remedy.boot.with([WhatIf::Target(boot.config.balloon.target)])
}

fn option_step(boot: &Boot, remedy: &Remedy, after: &Boot) -> Option<RecoveryStep> {
    let (text, typed) = (&remedy.text, boot.config.dom0_mem.as_deref().unwrap_or(""));
    let added = text.strip_prefix(typed).and_then(|rest| rest.strip_prefix(','));
    let max = || text.find("max:").and_then(|at| text.get(at..));
    match remedy.kind {
        Kind::LowerCeiling => step(boot, "with a lower", max().unwrap_or(text), after, free(boot)),
        Kind::Ceiling | Kind::RaiseCeiling | Kind::Size | Kind::Boots => {
            step(boot, "with", added.unwrap_or(text), after, free(boot))
        }
    }
}

/// The balloon target on top of `base`, which is `boot` or the same with the option that helps.
fn balloon_step(boot: &Boot, base: &Boot, lead: &'static str) -> Option<RecoveryStep> {
    let balloon = Balloon { target: Target::Initial, ..base.config.balloon };
    let after = simulate(&Config { balloon, ..base.config.clone() });
    Some(RecoveryStep { balloon: "initial", ..step(boot, lead, "", &after, free(base))? })
}

/// The step from `boot` to `after`; `None` if `free` shows hardly more there than `before`.
fn step(
    boot: &Boot,
    lead: &'static str,
    code: &str,
    after: &Boot,
    before: Printed,
) -> Option<RecoveryStep> {
    let then = free(after);
    Some(RecoveryStep {
        lead,
        code: code.to_owned(),
        shows: then.bare(),
        gain: format!("+{}", then.gain(before)?.bare()),
        dom0_mem: after.config.dom0_mem.clone().unwrap_or_default(),
        balloon: "",
        clears: clears(boot, after),
    })
}

/// What was measured with the old option and not with the new one. A button clears one field.
fn clears(boot: &Boot, after: &Boot) -> &'static str {
    let (was, is) = (&boot.config, &after.config);
    let keeps_pages = is.pages_given == was.pages_given;
    match is.pages_given {
        _ if keeps_pages && is.facts.mem_total != was.facts.mem_total => MEM_TOTAL,
        None => PAGES_GIVEN,
        Some(_) => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_boot::run;
    use sim::balloon::Plan;
    use sim::units::Pages;
    use sim::version::Version;

    const V3_2: Version = Version::new(3, 2, 0);
    const V6_1: Version = Version::new(6, 1, 0);

    fn of(boot: &Boot) -> Recovery {
        recovery(boot, &Comparisons::of(boot))
    }

    fn check(dom0_mem: &str, linux: Version, amount: &str, steps: &[[&str; 4]]) -> Recovery {
        let boot = run(64, dom0_mem, linux);
        let found = of(&boot);
        assert_eq!(shown(&boot).amount.replace('\u{a0}', " "), amount, "{dom0_mem}");
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
            ("dom0_mem=4G,max:4G", "2.83\u{a0}GiB")
        );
        let texts: Vec<_> = found.steps.iter().map(|s| (s.dom0_mem.as_str(), s.balloon)).collect();
        assert_eq!(texts, [("4G,max:4G", ""), ("4G,max:4G", "initial")]);
    }

    /// A target that dom0 cannot reach leaves no amount to show, in result, badge and headline.
    #[test]
    fn a_target_below_what_is_in_use_shows_no_amount() {
        for (target, tool, amount) in
            [(100, "dom0 ", "out of memory"), (1200, "free shows", "0.24\u{a0}GiB")]
        {
            let target = Target::Size(Pages(target << 8));
            let boot = run(64, "4G", V3_2).with([WhatIf::Target(target)]);
            let found = shown(&boot);
            assert_eq!(
                (format!("{} {}", found.tool, found.does).as_str(), found.amount.as_str()),
                (tool, amount)
            );
            assert_eq!(of(&boot).after.is_empty(), tool == "dom0 ");
            assert_eq!(crate::change::shown_by_free(&boot).is_none(), tool == "dom0 ");
            assert_eq!(
                crate::headline(&boot).contains("runs out of memory before"),
                tool == "dom0 "
            );
        }
    }

    /// An option with a fault is never offered, and none where there is nothing to type.
    #[test]
    fn the_option_to_copy_is_the_advices() {
        for (typed, linux, offered, shows) in [
            ("garbage", Version::new(6, 12, 0), "dom0_mem=4304M,max:4304M", "4.01\u{a0}GiB"),
            ("", Version::new(6, 12, 0), "dom0_mem=4304M,max:4304M", "4.01\u{a0}GiB"),
            ("4G", Version::new(2, 6, 18), "dom0_mem=4G", ""),
        ] {
            let found = of(&run(64, typed, linux));
            assert_eq!((found.option.as_str(), found.after.as_str()), (offered, shows), "{typed}");
        }
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
        assert_eq!(
            (shown(&boot).amount.as_str(), classic.nothing),
            ("4.00\u{a0}GiB", "no more to get")
        );
        assert_eq!(classic.steps, []);
    }

    /// Whatever was typed: once a step is taken, the headline and the result show what it said,
    /// and the panel to copy from and the bars name the same gains and the same end.
    #[test]
    fn the_result_the_panel_the_bars_and_the_headline_name_the_same_amounts() {
        let mut checked = [0; 3];
        for (gib, xen, text) in AMOUNTS {
            for linux in [Version::new(2, 6, 39), V3_2, Version::new(3, 6, 0), V6_1] {
                let boot = crate::test_boot::run_on(xen, gib, text, linux);
                let compared = Comparisons::of(&boot);
                let about = format!("{gib} {xen} {text} {linux}");
                let (panel, steps) =
                    (crate::fix::fix(&compared, &boot), recovery(&boot, &compared).steps);
                for step in &steps {
                    let id = if step.balloon.is_empty() { "option" } else { "target" };
                    let line =
                        panel.lines.iter().find(|l| l.id == id).filter(|l| l.gain.starts_with('+'));
                    if let Some(line) = line {
                        let gain = line.gain.strip_suffix("\u{a0}GiB").unwrap_or(&line.gain);
                        assert_eq!(
                            gain.strip_suffix(".00").unwrap_or(gain),
                            step.gain.strip_suffix(".00").unwrap_or(&step.gain),
                            "{about} {id}"
                        );
                        checked[0] += 1;
                    }
                    let mut config = boot.config.clone();
                    config.dom0_mem = Some(step.dom0_mem.clone());
                    if !step.balloon.is_empty() {
                        config.balloon.target = Target::Initial;
                    }
                    let after = simulate(&config);
                    assert_eq!(free(&after).bare(), step.shows, "{about} {step:?}");
                    let said = format!("free shows {}.", free(&after).text());
                    assert!(crate::headline(&after).contains(&said), "{about}: {said}");
                    checked[1] += 1;
                }
                let bars = crate::scenarios::scenarios(&compared);
                let last = bars.last().filter(|bar| bar.balloon.is_some());
                if let (Some(last), Some(step)) = (last, steps.last()) {
                    let gain = last.balloon.map(|gain| format!("+{}", gain.bare()));
                    assert_eq!(gain.as_ref(), Some(&step.gain), "{about}");
                    assert!(last.counts.starts_with(&step.shows), "{about}: {}", last.counts);
                    checked[2] += 1;
                }
            }
        }
        assert!(checked.iter().all(|n| *n > 15), "{checked:?}");
    }

    /// What somebody typed is what `free` shows, whether the model has more or less; a target below
    /// the size takes from it.
    #[test]
    fn a_typed_total_is_shown_everywhere() {
        let boot = run(64, "4G", V3_2);
        let at_boot = boot.tools().unwrap().free_total;
        for typed in [at_boot.plus(Pages(100 << 8)), at_boot.less(Pages(100 << 8))] {
            for target in [Target::None, Target::Initial, Target::Size(Pages(2 << 18))] {
                let mut config = boot.config.clone();
                config.facts.mem_total = Some(typed);
                config.balloon.target = target;
                let boot = simulate(&config);
                let plan = Plan::of(&boot, boot.config.balloon);
                let end = plan.map_or(typed, |plan| typed.plus(plan.gains).less(plan.returns));
                let amount = free(&boot);
                assert!(amount.pages.0.abs_diff(end.0) < 1 << 8, "{typed:?} {target:?} {amount:?}");
                let said = format!("free shows {}.", amount.text());
                assert!(crate::headline(&boot).contains(&said), "{said}");
            }
        }
    }

    /// What was typed is of the old option: the next one is as far from the model, and its button
    /// clears the field.
    #[test]
    fn a_typed_total_moves_with_the_option() {
        let mut config = run(64, "4G", V3_2).config;
        config.facts.mem_total = Some(Pages(525_000));
        let found = of(&simulate(&config));
        let texts: Vec<_> =
            found.steps.iter().map(|s| (s.shows.as_str(), s.gain.as_str(), s.clears)).collect();
        assert_eq!(texts, [("2.78", "+0.78", "mem-total"), ("3.79", "+1.01", "mem-total")]);
    }

    /// Hosts, Xens and options whose amounts round in every direction.
    const AMOUNTS: [(u64, Version, &str); 16] = {
        const OLD: Version = Version::new(4, 1, 1);
        const NEW: Version = Version::new(4, 19, 0);
        [
            (64, OLD, "4G"),
            (64, NEW, "4G"),
            (64, NEW, "4G,max:4G"),
            (64, NEW, "4G,max:16G"),
            (64, NEW, "2GB"),
            (64, NEW, "50%"),
            (64, NEW, "-2G"),
            (64, NEW, "1G+10%,max:64G"),
            (16, OLD, "2G"),
            (16, NEW, "2G"),
            (8, NEW, "4G"),
            (8, NEW, "4G,max:4G"),
            (8, OLD, "3G"),
            (8, NEW, "512M"),
            (8, NEW, "512M,max:1G"),
            (32, NEW, "700M,max:700M"),
        ]
    };

    #[test]
    fn a_dom0_that_does_not_boot_says_so_and_what_to_type() {
        let boot = run(64, "4", V3_2);
        let (found, shown) = (of(&boot), shown(&boot));
        assert_eq!((shown.tool, shown.does, shown.amount.as_str()), ("dom0", "", "does not boot"));
        assert_eq!(found.nothing, "", "{found:?}");
        assert!(found.after.ends_with("iB"), "{found:?}");
    }
}
