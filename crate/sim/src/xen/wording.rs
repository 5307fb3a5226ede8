//! The sentences of [`super::warnings`].

use super::env::{Env, Text};
use super::grammar::{Item, Report, Sign, UNBOUNDED};
use super::outcome::Built;
use super::reservation::Size;
use super::warnings::{Difference, Got, Instead, Part, Quirk, Warning};
use crate::step::Maximum;
use crate::units::Pages;
use crate::words::{amount, pages};

impl Warning {
    /// What happens and what to type, in plain words. `env` is the one it was made for.
    pub fn sentence(&self, env: &Env<'_>) -> String {
        let what = happens(&self.quirk, env);
        match &self.instead {
            Instead::Write(text) => format!("{what} Write dom0_mem={text}."),
            Instead::LeaveOut => format!("{what} Leave dom0_mem= out, or write a size such as 4G."),
            Instead::Nothing => what,
        }
    }
}

fn happens(quirk: &Quirk, env: &Env<'_>) -> String {
    let xen = format!("Xen {}", env.version);
    match quirk {
        Quirk::Misread { report, differs, got, meant } => {
            let reads = match report {
                Report::Invalid => format!("{xen} reports {} as invalid", typed(env)),
                Report::Silent => format!("{xen} reads {} without a word", typed(env)),
            };
            let parts = differs.iter().fold(String::new(), |all, d| all + "; " + &difference(*d));
            if got == meant {
                format!("{reads}{parts}: {}, as probably meant.", dom0_gets(*got))
            } else {
                format!("{reads}{parts}: {} instead of {}.", dom0_gets(*got), dom0(*meant))
            }
        }
        Quirk::CutOff { kept } => {
            format!("{xen} keeps the first {kept} bytes of the option and drops the rest.")
        }
        Quirk::NotBuilt { built, size } => not_built(&xen, *built, *size),
        Quirk::WrapsRound { part, spendable } => format!(
            "{} takes off more than the {} there are: the number wraps round and limits nothing.",
            capital(name(*part)),
            pages(*spendable)
        ),
        Quirk::TakesAll { size } => {
            format!("Dom0 gets {}, everything there is: Xen keeps nothing for guests.", of(*size))
        }
        Quirk::CutByMaximum { asked, got } => {
            format!("The maximum comes first: dom0 gets {} rather than {}.", of(*got), of(*asked))
        }
        Quirk::DiffersAcross412 { older, newer } => format!(
            "Xen up to 4.11 and from 4.12 on differ on {}: {}, then {}.",
            typed(env),
            dom0(*older),
            dom0(*newer)
        ),
        Quirk::NoLimit => "No max: is given, so dom0’s kernel may prepare for all of the machine’s memory, not only for what dom0 gets.".into(),
        Quirk::LimitNotTold => format!(
            "{xen} never tells dom0 a maximum reservation, whatever max: says; 4.1.2 is the first release that does."
        ),
        Quirk::LimitAboveHost { limit, available } => format!(
            "max: allows {}, more than the {} that Xen has for dom0: it limits nothing.",
            amount(*limit),
            amount(*available)
        ),
        Quirk::NoGap => "Size and maximum are equal. XSA-300 advises some room below max: for pages that dom0 maps from guests.".into(),
        Quirk::BalloonedDown => ballooned_down(env),
        Quirk::NeverBalloonedDown => {
            "xl sees a dom0_mem= and takes no memory from dom0, yet dom0 owns nearly all of it: guests will not start.".into()
        }
        Quirk::BuiltInIgnored => format!(
            "{} has no effect but to switch off the dom0_mem={} built into this Xen.",
            typed(env),
            env.built_in
        ),
        Quirk::NotGiven { size } => {
            format!("No dom0_mem= is given: dom0 gets {}, nearly all there is.", of(*size))
        }
    }
}

fn ballooned_down(env: &Env<'_>) -> String {
    let v = |minor| crate::version::Version::new(4, minor, 0);
    if env.version < v(1) {
        "xend takes memory from dom0 for guests unless (enable-dom0-ballooning no) is set.".into()
    } else if env.version < v(3) {
        "xl takes memory from dom0 for guests unless autoballoon=0 is set in xl.conf.".into()
    } else {
        format!(
            "xl does not recognise {} and still takes memory from dom0 for guests; autoballoon=\"off\" in xl.conf stops it.",
            typed(env)
        )
    }
}

fn not_built(xen: &str, built: Built, size: Size) -> String {
    let ends = built.message().map_or_else(String::new, |m| format!(" “{m}”"));
    match built {
        Built::TooSmall { needed } => format!(
            "{xen} stops at boot with{ends}: {} are fewer than the {} that kernel and initrd may need.",
            of(size),
            pages(needed)
        ),
        Built::NotEnoughRam => {
            format!("{xen} stops at boot with{ends}: {} are more than there is.", of(size))
        }
        Built::Fits => format!("{xen} builds dom0 with {}.", of(size)),
        Built::Undefined => {
            format!(
                "{xen} computes {}, used as an enormous number: nobody knows the end.",
                of(size)
            )
        }
    }
}

fn difference(d: Difference) -> String {
    format!("{} is {} rather than {}", name(d.part), item(d.part, d.read), item(d.part, d.meant))
}

fn item(part: Part, item: Item) -> String {
    let nothing = item.pages.is_zero() && item.percent == 0 && item.sign == Sign::Plus;
    match (part, item.sign) {
        (Part::Max, _) if item.pages == UNBOUNDED => "not set".into(),
        (Part::Amount | Part::Min, Sign::Plus) if nothing => "not set".into(),
        (_, Sign::Plus) => share(item),
        (_, Sign::Minus) => format!("all but {}", share(item)),
    }
}

fn share(item: Item) -> String {
    match (item.pages, item.percent) {
        (size, 0) => amount(size),
        (Pages::ZERO, percent) => format!("{percent} %"),
        (size, percent) => format!("{} and {percent} %", amount(size)),
    }
}

fn name(part: Part) -> &'static str {
    match part {
        Part::Amount => "the initial size",
        Part::Min => "the minimum",
        Part::Max => "the maximum",
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|c| c.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

fn typed(env: &Env<'_>) -> String {
    match env.text {
        Text::Absent => "the built-in dom0_mem=".into(),
        Text::Value(value) => format!("“dom0_mem={value}”"),
        Text::Line(_) => "the line’s dom0_mem=".into(),
    }
}

fn dom0_gets(got: Got) -> String {
    format!("dom0 gets {}", dom0(got))
}

fn dom0(got: Got) -> String {
    match got.maximum {
        Maximum::Unbounded => format!("{} without a limit", of(got.size)),
        Maximum::Limited(limit) => format!("{} and at most {}", of(got.size), amount(limit)),
    }
}

fn of(size: Size) -> String {
    match size {
        Size::Pages(n) => pages(n),
        Size::BelowZero(n) => format!("{} below nothing", pages(n)),
    }
}
