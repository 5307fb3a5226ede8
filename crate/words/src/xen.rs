//! How Xen reads the option that was typed: warnings, as ready texts.
//!
//! Not here: the runs that the warnings are made from (`xen::warnings`), and how other
//! releases read the option (`groups`), and what the toolstack does with dom0's memory (`guide`).

use super::amount;
use super::defaults::defaults;
use super::groups::near;
use super::sentence;
pub use super::warning::OptionWarning;
use super::warning::{leaves_out, sentence_with};
use sim::balloon::Target;
use sim::boot::{Boot, Outcome};
use sim::kernel::rules::GuestMappings;
use sim::what_if::advice::target_above_size;
use sim::what_if::{Comparisons, WhatIf};
use sim::xen::reservation::Size;
use sim::xen::warnings::{Fix, Quirk, Warning};

/// All facts about the option, most urgent first.
pub fn option_warnings(boot: &Boot) -> Vec<OptionWarning> {
    worded_warnings(boot, &Comparisons::of(boot))
}

/// The same, with the warnings and the advice that were found already.
pub fn worded_warnings(boot: &Boot, compared: &Comparisons) -> Vec<OptionWarning> {
    let env = boot.env();
    let all = compared.warnings.iter().filter(|w| concerns(&w.quirk, boot));
    let mut written: Vec<String> = Vec::new();
    let own = all.map(|warning| {
        let mut fix = offered(warning, boot, compared);
        // A text to write is offered once, by what is most urgent.
        if let Fix::Write(text) = &fix {
            if written.contains(text) {
                fix = Fix::Nothing;
            } else {
                written.push(text.clone());
            }
        }
        let warning = Warning { fix, ..warning.clone() };
        let quirk = &warning.quirk;
        let advised = advised_size(&warning, compared);
        let sentence = contradicted(quirk, boot).unwrap_or_else(|| match &advised {
            Some(size) => sentence_with(&warning, &env, size),
            None => sentence(&warning, &env),
        });
        let write = match &warning.fix {
            Fix::Write(text) => Some(text.clone()),
            Fix::LeaveOut => advised,
            Fix::Nothing => None,
        };
        OptionWarning { id: quirk.id(), quiet: is_quiet(quirk), sentence, write }
    });
    own.chain(defaults(boot)).collect()
}

/// What to type instead: not what the advice's target forbids, and no text that stops dom0.
pub(super) fn offered(warning: &Warning, boot: &Boot, compared: &Comparisons) -> Fix {
    if advised_otherwise(&warning.quirk, boot) {
        return Fix::Nothing;
    }
    let corrects = matches!(warning.quirk, Quirk::Misread { .. } | Quirk::CutOff { .. });
    let advised = compared.remedy.as_ref().map(|remedy| &remedy.text);
    match &warning.fix {
        // The size that was meant, with the ceiling that the advice has for it.
        Fix::Write(text) if let Some(same) = advised.filter(|a| is_capped(text, a)) => {
            Fix::Write(same.clone())
        }
        Fix::Write(text) if !boots(text, boot, compared) => {
            if corrects && compared.remedy.is_some() { Fix::LeaveOut } else { Fix::Nothing }
        }
        fix @ (Fix::Write(_) | Fix::LeaveOut | Fix::Nothing) => fix.clone(),
    }
}

/// Whether the second text is the first with a ceiling.
fn is_capped(size: &str, capped: &str) -> bool {
    capped.strip_prefix(size).is_some_and(|ceiling| ceiling.starts_with(",max:"))
}

/// Whether dom0 comes up with this text, and leaves Xen some memory.
fn boots(text: &str, boot: &Boot, compared: &Comparisons) -> bool {
    if compared.remedy.as_ref().is_some_and(|remedy| remedy.text == text) {
        return true;
    }
    let after = boot.with([
        WhatIf::Option(Some(text.to_owned())),
        WhatIf::PagesGiven(None),
        WhatIf::Target(Target::None),
    ]);
    after.outcome == Outcome::Up && after.xen.size.pages_or_zero() < after.xen.spendable
}

/// The advice's text, where none follows from the one that was typed and no default is better.
fn advised_size(warning: &Warning, compared: &Comparisons) -> Option<String> {
    if warning.fix != Fix::LeaveOut || leaves_out(warning) {
        return None;
    }
    compared.remedy.as_ref().map(|remedy| remedy.text.clone())
}

/// Whether a ceiling at the size would forbid the balloon target, which the advice obeys.
fn advised_otherwise(quirk: &Quirk, boot: &Boot) -> bool {
    let limit = match quirk {
        Quirk::NoLimit | Quirk::LimitAboveHost { .. } => boot.pages,
        Quirk::CutByMaximum { asked, .. } => asked.pages_or_zero(),
        Quirk::Misread { .. }
        | Quirk::CutOff { .. }
        | Quirk::NotBuilt { .. }
        | Quirk::WrapsRound { .. }
        | Quirk::TakesAll { .. }
        | Quirk::DiffersAcross412 { .. }
        | Quirk::LimitNotTold
        | Quirk::NoGap
        | Quirk::BalloonedDown
        | Quirk::NeverBalloonedDown
        | Quirk::BuiltInIgnored
        | Quirk::NotGiven { .. } => return false,
    };
    target_above_size(boot, limit).is_some()
}

/// Whether it is about what the option leaves out, not about a text that is read differently.
const fn is_quiet(quirk: &Quirk) -> bool {
    match quirk {
        Quirk::NoLimit
        | Quirk::LimitAboveHost { .. }
        | Quirk::LimitNotTold
        | Quirk::NoGap
        | Quirk::BalloonedDown
        | Quirk::NotGiven { .. } => true,
        Quirk::Misread { .. }
        | Quirk::CutOff { .. }
        | Quirk::NotBuilt { .. }
        | Quirk::WrapsRound { .. }
        | Quirk::TakesAll { .. }
        | Quirk::CutByMaximum { .. }
        | Quirk::DiffersAcross412 { .. }
        | Quirk::NeverBalloonedDown
        | Quirk::BuiltInIgnored => false,
    }
}

/// Whether the warning matters with this kernel: a limit that the kernel does not ask for
/// changes nothing, and only some kernels need room below it for guests' pages.
fn concerns(quirk: &Quirk, boot: &Boot) -> bool {
    let variant = boot.config.linux.variant;
    match quirk {
        Quirk::NoLimit | Quirk::LimitAboveHost { .. } => variant.reads_maximum(),
        Quirk::NoGap => {
            let needs = boot.config.linux.guest_mappings() == GuestMappings::NeedsGap;
            needs && variant.reads_maximum()
        }
        Quirk::Misread { .. }
        | Quirk::CutOff { .. }
        | Quirk::NotBuilt { .. }
        | Quirk::WrapsRound { .. }
        | Quirk::TakesAll { .. }
        | Quirk::CutByMaximum { .. }
        | Quirk::DiffersAcross412 { .. }
        | Quirk::LimitNotTold
        | Quirk::BalloonedDown
        | Quirk::NeverBalloonedDown
        | Quirk::BuiltInIgnored
        | Quirk::NotGiven { .. } => true,
    }
}

/// Text for a log that shows another size than Xen would give without the option.
fn contradicted(quirk: &Quirk, boot: &Boot) -> Option<String> {
    let given = boot.config.pages_given?;
    let Quirk::NotGiven { size: Size::Pages(size) } = *quirk else { return None };
    (!near(given, size)).then(|| {
        format!(
            "No `dom0_mem=` is typed here, yet the log gave dom0 {}: an option or a default was at work.",
            amount(given)
        )
    })
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use sim::config::Config;
    use sim::config::made_up_machine;
    use sim::kernel::{Kernel, Variant};
    use sim::simulate::simulate;
    use sim::units::Pages;
    use sim::version::Version;

    pub(crate) fn run(xen: Version, dom0_mem: &str) -> Boot {
        let linux = Kernel::new(Variant::V32, Version::new(3, 2, 0));
        let machine = made_up_machine(Pages(16 << 18));
        simulate(&Config::new(machine, Some(dom0_mem.to_owned()), xen, linux))
    }

    #[test]
    fn a_warning_carries_the_text_to_type() {
        let told = option_warnings(&run(Version::new(4, 17, 0), "2GB"));
        let first = told.first().map(|t| (t.id, t.write.as_deref()));
        assert_eq!(first, Some(("misread", Some("2G,max:2G"))));
    }

    /// Leaving a rejected option out gives dom0 the same nearly all memory.
    #[test]
    fn where_no_text_was_meant_the_advices_size_is_offered() {
        let told = option_warnings(&run(Version::new(4, 17, 0), "garbage"));
        let advised = "1840M,max:1840M";
        assert_eq!(told[0].write.as_deref(), Some(advised));
        assert_eq!(
            told[0].sentence.replace('\u{a0}', " "),
            format!(
                "Xen 4.17 rejects `garbage`, so dom0 gets nearly all memory (15.71 GiB). Write a size, such as `dom0_mem={advised}`."
            )
        );
    }

    #[test]
    fn a_text_to_write_is_offered_once() {
        let all = option_warnings(&run(Version::new(4, 11, 0), "50%"));
        let ids: Vec<_> = all.iter().map(|w| (w.id, w.write.is_some())).collect();
        assert_eq!(ids[0], ("misread", true), "{ids:?}");
        assert!(ids.contains(&("differs-across-4.12", false)), "{ids:?}");
        let said: String = all.iter().map(|w| w.sentence.as_str()).collect();
        assert_eq!(said.matches("Write `dom0_mem=8102M,max:8102M`.").count(), 1, "{said}");
    }

    /// What the notes leave out because a warning says it.
    #[test]
    fn whatever_xen_reports_is_a_warning() {
        for minor in [0, 4, 9, 11, 12, 17, 22] {
            for text in
                ["2GB", "2.5G", "50%", "2G,max=2G", "garbage", "4096M:max=4096M", ",", "2G;"]
            {
                let boot = run(Version::new(4, minor, 0), text);
                let warned = option_warnings(&boot).iter().any(|w| w.id == "misread");
                assert!(warned || crate::xen_reports(&boot).is_none(), "4.{minor} {text}");
                assert!(!crate::notes(&boot).iter().any(|n| n.contains("as invalid")));
            }
        }
    }

    #[test]
    fn no_warning_offers_a_ceiling_that_forbids_the_balloon_target() {
        use sim::balloon::{Balloon, Target};
        for text in ["2G", "2G,max:64T"] {
            let boot = run(Version::new(4, 17, 0), text);
            let written = |boot: &Boot| -> Vec<_> {
                option_warnings(boot).into_iter().filter_map(|w| w.write).collect()
            };
            assert_eq!(written(&boot), ["2G,max:2G"]);
            let balloon = Balloon { target: Target::Size(Pages(4 << 18)), ..Balloon::default() };
            let told = simulate(&Config { balloon, ..boot.config });
            assert!(written(&told).is_empty());
        }
    }
}
