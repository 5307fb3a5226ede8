//! The sentences of [`sim::xen::warnings`].
//!
//! Not here: when a warning is due, which the model decides.

use crate::marks;
use crate::{amount, pages, typos};
use sim::step::MaxReservation;
use sim::xen::Group;
use sim::xen::autoballoon::{Autoballoon, autoballoon_of};
use sim::xen::dom0_build::{BuildResult, NAMELESS};
use sim::xen::env::{Env, Text};
use sim::xen::grammar::Report;
use sim::xen::intent::typo::misspelt;
use sim::xen::reservation::{Size, dom0_size};
use sim::xen::warnings::{Dom0Result, Fix, OptionPart, Quirk, Warning};

/// One fact about the option.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct OptionWarning {
    /// A name for it that never changes.
    pub id: &'static str,
    /// At most two sentences, with marks.
    pub sentence: String,
    /// What to type after `dom0_mem=` instead; `None` if no text cures it.
    pub write: Option<String>,
    /// Whether the advice says the same, so that a page may keep it folded.
    pub quiet: bool,
}

/// What happens and what to type, in plain words with marks. `env` is the one the warning was
/// made for.
pub fn sentence(warning: &Warning, env: &Env<'_>) -> String {
    sentence_with(warning, env, "4G")
}

/// The same, with a text to write where none follows from the one that was typed.
pub(crate) fn sentence_with(warning: &Warning, env: &Env<'_>, example: &str) -> String {
    let what = happens(&warning.quirk, env);
    match &warning.fix {
        Fix::Write(text) => format!("{what} Write {}.", marks::typed(&format!("dom0_mem={text}"))),
        Fix::LeaveOut => {
            let write = if leaves_out(warning) {
                "Leave `dom0_mem=` out, or write a size"
            } else {
                "Write a size"
            };
            format!("{what} {write}, such as `dom0_mem={example}`.")
        }
        Fix::Nothing => what,
    }
}

/// Whether dom0 is better off without the option: with a default that is built in. Else it would
/// get nearly all memory.
pub(crate) const fn leaves_out(warning: &Warning) -> bool {
    matches!(warning.fix, Fix::LeaveOut) && matches!(warning.quirk, Quirk::BuiltInIgnored)
}

fn happens(quirk: &Quirk, env: &Env<'_>) -> String {
    let xen = format!("Xen {}", env.version);
    match quirk {
        Quirk::Misread { report, got, meant, .. } => misread(env, *report, *got, *meant),
        Quirk::CutOff { kept } => {
            format!("{xen} keeps the first {kept} bytes of the option and drops the rest.")
        }
        Quirk::NotBuilt { built, size } => not_built(&xen, *built, *size),
        Quirk::WrapsRound { part, spendable } => format!(
            "{} subtracts more than the {} there are, so the number wraps around and limits nothing.",
            capital(name(*part)),
            pages(*spendable)
        ),
        Quirk::TakesAll { size } => {
            format!("dom0 gets {}, which is everything, so nothing is left for guests.", of(*size))
        }
        Quirk::CutByMaximum { asked, got } => {
            format!("The ceiling is below the size, so dom0 gets {} instead of {}.", of(*got), of(*asked))
        }
        Quirk::DiffersAcross412 { older, newer } => format!(
            "Up to Xen 4.11, {} gives dom0 {}. Since 4.12, it gives {}.",
            typed(env),
            dom0(*older),
            dom0(*newer)
        ),
        Quirk::NoLimit => "No `max:` is given, so dom0’s kernel may prepare for up to about ten times the memory that dom0 gets.".into(),
        Quirk::LimitNotTold => format!(
            "{xen} sets no ceiling for dom0, whatever `max:` says. The first release that does is 4.1.2."
        ),
        Quirk::LimitAboveHost { limit, available } => format!(
            "`max:` allows {}, more than the {} that Xen has for dom0, so it limits nothing.",
            amount(*limit),
            amount(*available)
        ),
        Quirk::NoGap => "Size and ceiling are equal. For kernels up to 5.2, XSA-300 advises some room below `max:` for pages that dom0 maps from guests.".into(),
        Quirk::BalloonedDown => ballooned_down(env),
        Quirk::NeverBalloonedDown => {
            "xl sees a `dom0_mem=` and takes no memory from dom0, which owns nearly all of it, so guests will not start.".into()
        }
        Quirk::BuiltInIgnored => format!(
            "{} has no effect but to switch off the {} built into this Xen.",
            typed(env),
            marks::typed(&format!("dom0_mem={}", env.built_in))
        ),
        Quirk::NotGiven { size } => {
            format!("Without `dom0_mem=`, dom0 gets {}, nearly all there is.", of(*size))
        }
    }
}

/// What Xen does with a text that it reads differently from what was meant, the memory dom0 gets
/// for it, and which slip is the reason.
fn misread(env: &Env<'_>, report: Report, got: Dom0Result, meant: Dom0Result) -> String {
    let limit = match got.maximum {
        limit if limit == meant.maximum => String::new(),
        MaxReservation::Unlimited => " and has no ceiling".to_owned(),
        MaxReservation::Pages(limit) => format!(" and has a ceiling of {}", amount(limit)),
    };
    let why = match env.text {
        Text::Value(value) => typos::reasons(value, env.version),
        Text::Absent | Text::Line(_) => String::new(),
    };
    let reads = reads(env, report, got == meant);
    format!("{reads}, so dom0 gets {}{limit}.{why}", share_of_host(env, got.size))
}

/// What Xen does with the text, as the beginning of a sentence.
fn reads(env: &Env<'_>, report: Report, as_meant: bool) -> String {
    let (xen, typed) = (format!("Xen {}", env.version), typed(env));
    let printed = match env.text {
        Text::Value(value) => match misspelt(value) {
            Some((name, _)) => return format!("{xen} has no option {}", marks::typed(name)),
            None => typos::printed(value, env.version),
        },
        Text::Absent | Text::Line(_) => None,
    };
    match report {
        Report::Invalid if as_meant && !dom0_size(env).parsed.is_empty() => {
            format!("{xen} reports {typed} as invalid, yet reads it as meant")
        }
        Report::Invalid if dom0_size(env).parsed.is_empty() => format!("{xen} rejects {typed}"),
        Report::Invalid if !Group::of(env.version).is_strict() => {
            format!("{xen} reports {typed} as invalid and uses what it read before the error")
        }
        Report::Invalid => format!("{xen} rejects part of {typed}"),
        Report::Silent => match printed {
            Some(lines) => format!("{xen} misreads {typed} and prints {lines}"),
            None => format!("{xen} silently misreads {typed}"),
        },
    }
}

/// A size, described in words if it is all or nearly all the memory there is.
fn share_of_host(env: &Env<'_>, size: Size) -> String {
    let text = Text::Absent;
    let default = dom0_size(&Env { text, built_in: "", ..env.clone() });
    let (Size::Pages(n), Size::Pages(most)) = (size, default.size) else { return of(size) };
    if n >= NAMELESS {
        of(size)
    } else if n >= default.spendable {
        format!("all memory ({})", amount(n))
    } else if n >= most {
        format!("nearly all memory ({})", amount(n))
    } else {
        amount(n)
    }
}

fn ballooned_down(env: &Env<'_>) -> String {
    match autoballoon_of(env.version, env.text) {
        Autoballoon::Xend => {
            "xend takes memory from dom0 for guests unless `(enable-dom0-ballooning no)` is set."
                .into()
        }
        Autoballoon::Always => {
            "xl takes memory from dom0 for guests unless `autoballoon=0` is set in `xl.conf`."
                .into()
        }
        Autoballoon::AutoOn | Autoballoon::AutoOff => format!(
            "xl does not recognise {} and still takes memory from dom0 for guests; `autoballoon=\"off\"` in `xl.conf` stops it.",
            typed(env)
        ),
    }
}

fn not_built(xen: &str, built: BuildResult, size: Size) -> String {
    let ends = built.message().map_or_else(String::new, |m| format!(" “{m}”"));
    match built {
        BuildResult::TooSmall { needed } => format!(
            "{xen} stops at boot with{ends}. dom0 gets {}, and its kernel and initrd need at least {}, estimated from similar kernels.",
            of(size),
            pages(needed)
        ),
        BuildResult::NotEnoughRam => {
            let least = match size {
                Size::Pages(n) if n < NAMELESS => format!("Xen has less than {}", pages(n)),
                Size::Pages(_) | Size::BelowZero(_) => format!("dom0 would get {}", of(size)),
            };
            format!("{xen} stops at boot with{ends}, because {least}.")
        }
        BuildResult::KeepsAll => {
            format!(
                "{xen} stops at boot with{ends}, because it keeps more for itself than the machine has."
            )
        }
        BuildResult::Fits => format!("{xen} builds dom0 with {}.", of(size)),
        BuildResult::Undefined => {
            format!(
                "{xen} computes {}, used as an enormous number. The outcome is undefined.",
                of(size)
            )
        }
    }
}

fn name(part: OptionPart) -> &'static str {
    match part {
        OptionPart::Amount => "the initial size",
        OptionPart::Min => "the minimum",
        OptionPart::Max => "the ceiling",
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|c| c.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

fn typed(env: &Env<'_>) -> String {
    match env.text {
        Text::Absent => "the built-in `dom0_mem=`".into(),
        Text::Value(value) => marks::typed(value),
        Text::Line(_) => "the line’s `dom0_mem=`".into(),
    }
}

fn dom0(got: Dom0Result) -> String {
    let size = match got.size {
        Size::Pages(n) if n >= NAMELESS => of(got.size),
        Size::Pages(n) => amount(n),
        Size::BelowZero(_) => of(got.size),
    };
    match got.maximum {
        MaxReservation::Unlimited => size,
        MaxReservation::Pages(limit) => format!("{size} with a ceiling of {}", amount(limit)),
    }
}

fn of(size: Size) -> String {
    match size {
        Size::Pages(n) if n >= NAMELESS => "more pages than there are addresses".to_owned(),
        Size::Pages(n) => pages(n),
        Size::BelowZero(n) => format!("{} below nothing", pages(n)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sim::units::Pages;

    #[test]
    fn a_dom0_that_is_too_large_says_what_xen_has_less_than() {
        let said = |pages| {
            let size = Size::Pages(Pages(pages));
            not_built("Xen 4.17", BuildResult::NotEnoughRam, size).replace('\u{202f}', " ")
        };
        let ends = "Xen 4.17 stops at boot with “Not enough RAM for DOM0 reservation”, because";
        assert_eq!(said(8192), format!("{ends} Xen has less than 8 192 pages (32 MiB)."));
        assert_eq!(
            said(1 << 52),
            format!("{ends} dom0 would get more pages than there are addresses.")
        );
    }
}
