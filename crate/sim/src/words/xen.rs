//! What Xen makes of the option that was typed: warnings, a row for each group of
//! releases, and what the toolstack does with dom0's memory. Ready texts.
//!
//! Not here: the runs behind them (`xen::warnings`, `xen::groups`).

use super::amount;
use crate::boot::Boot;
use crate::kernel::Variant;
use crate::step::Maximum;
use crate::units::Pages;
use crate::version::Version;
use crate::xen::Group;
use crate::xen::autoballoon::{Autoballoon, autoballoon_of};
use crate::xen::env::Text;
use crate::xen::grammar::Report;
use crate::xen::groups::{self, what_each_group_makes_of};
use crate::xen::outcome::{Built, Need};
use crate::xen::reservation::Size;
use crate::xen::warnings::{Instead, Quirk, warnings};

/// One thing to know about the option.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// A name for it that never changes.
    pub id: &'static str,
    /// At most two sentences.
    pub sentence: String,
    /// What to type behind `dom0_mem=` instead; `None` where no text cures it.
    pub write: Option<String>,
}

/// Everything to know about the option, most urgent first.
pub fn told(boot: &Boot) -> Vec<Told> {
    let env = boot.env();
    let all = warnings(&env, need(boot)).into_iter().filter(|w| concerns(&w.quirk, boot));
    all.map(|warning| Told {
        id: warning.quirk.id(),
        sentence: contradicted(&warning.quirk, boot).unwrap_or_else(|| warning.sentence(&env)),
        write: match warning.instead {
            Instead::Write(text) => Some(text),
            Instead::LeaveOut | Instead::Nothing => None,
        },
    })
    .collect()
}

/// Whether this kernel makes the warning matter: a limit that it does not ask for
/// changes nothing, and room for guests' pages is a pvops kernel's.
fn concerns(quirk: &Quirk, boot: &Boot) -> bool {
    let variant = boot.config.linux.variant;
    match quirk {
        Quirk::NoLimit | Quirk::LimitAboveHost { .. } => variant >= Variant::V305,
        Quirk::NoGap => variant != Variant::Classic,
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

/// What to say where a log tells another size than no option would give.
fn contradicted(quirk: &Quirk, boot: &Boot) -> Option<String> {
    let given = boot.config.pages_given?;
    let Quirk::NotGiven { size: Size::Pages(size) } = *quirk else { return None };
    (!near(given, size)).then(|| {
        format!(
            "No dom0_mem= is typed here, yet the log gave dom0 {}: an option or a default was at work.",
            amount(given)
        )
    })
}

/// What dom0's kernel needs to be built; nothing where a log tells that it was.
fn need(boot: &Boot) -> Need {
    match boot.config.pages_given {
        Some(_) => Need { block: Pages::ZERO, initrd: Pages::ZERO },
        None => boot.config.need(),
    }
}

impl Quirk {
    /// A name for it that never changes.
    pub const fn id(&self) -> &'static str {
        match self {
            Self::Misread { .. } => "misread",
            Self::CutOff { .. } => "cut-off",
            Self::NotBuilt { .. } => "not-built",
            Self::WrapsRound { .. } => "wraps-round",
            Self::TakesAll { .. } => "takes-all",
            Self::CutByMaximum { .. } => "cut-by-maximum",
            Self::DiffersAcross412 { .. } => "differs-across-4.12",
            Self::NoLimit => "no-limit",
            Self::LimitNotTold => "limit-not-told",
            Self::LimitAboveHost { .. } => "limit-above-host",
            Self::NoGap => "no-gap",
            Self::BalloonedDown => "ballooned-down",
            Self::NeverBalloonedDown => "never-ballooned-down",
            Self::BuiltInIgnored => "built-in-ignored",
            Self::NotGiven { .. } => "not-given",
        }
    }
}

/// A row of the table “What Xen makes of it”: releases that agree, side by side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupRow {
    /// The releases, such as `4.2–4.9`.
    pub releases: String,
    /// Dom0's initial size.
    pub size: String,
    /// Its maximum reservation.
    pub maximum: String,
    /// Whether Xen says that the text is invalid.
    pub reported: &'static str,
    /// Whether dom0 can be built.
    pub boots: &'static str,
    /// Whether the reader's release is one of them.
    pub own: Own,
}

/// Whose row it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Own {
    /// The reader's release is in it.
    Yours,
    /// It is not.
    Other,
}

/// One row for neighbouring groups that make the same of the option, oldest first.
/// The host, the vCPUs and the estimate of what Xen has left are the reader's.
pub fn group_rows(boot: &Boot) -> Vec<GroupRow> {
    let env = boot.env();
    let most = groups::default_size(&env);
    let own = Group::of(boot.config.xen);
    let mut rows: Vec<(GroupRow, &str)> = Vec::new();
    for found in what_each_group_makes_of(&env, need(boot)) {
        let row = group_row(&found, most, own);
        let last = last_release(found.releases);
        match rows.last_mut().filter(|(before, _)| before.agrees(&row)) {
            Some((before, end)) => {
                *end = last;
                if row.own == Own::Yours {
                    before.own = Own::Yours;
                }
            }
            None => rows.push((row, last)),
        }
    }
    let joined = rows.into_iter().map(|(row, last)| {
        let first = row.releases.clone();
        let releases = if first == last { first } else { format!("{first}–{last}") };
        GroupRow { releases, ..row }
    });
    joined.collect()
}

impl GroupRow {
    /// Whether two rows say the same but for the releases.
    fn agrees(&self, other: &Self) -> bool {
        self.size == other.size
            && self.maximum == other.maximum
            && self.reported == other.reported
            && self.boots == other.boots
    }
}

fn group_row(found: &groups::Row, most: Size, own: Group) -> GroupRow {
    let first = found.releases.chars().take_while(|&c| c != '–').collect();
    GroupRow {
        releases: first,
        size: size(found.size, most, found.spendable),
        maximum: maximum(found.maximum),
        reported: match found.report {
            Report::Silent => "no",
            Report::Invalid => "yes",
        },
        boots: match found.built {
            Built::Fits if takes_all(found) => "no: nothing left for Xen",
            Built::Fits => "yes",
            Built::TooSmall { .. } => "no: too small for the kernel",
            Built::NotEnoughRam => "no: not enough RAM",
            Built::Undefined => "nobody knows",
        },
        own: if found.group == own { Own::Yours } else { Own::Other },
    }
}

/// Whether Xen keeps nothing: the one boot that tried did not come up.
fn takes_all(found: &groups::Row) -> bool {
    matches!(found.size, Size::Pages(n) if n >= found.spendable)
}

fn last_release(releases: &'static str) -> &'static str {
    let dash = releases.char_indices().rfind(|&(_, c)| c == '–');
    dash.and_then(|(i, c)| releases.get(i + c.len_utf8()..)).unwrap_or(releases)
}

/// Sizes that depend on what Xen has left are named for what they are, so that groups
/// whose deductions differ by some pages agree.
fn size(size: Size, most: Size, spendable: Pages) -> String {
    match (size, most) {
        (Size::BelowZero(_), _) => "below nothing: undefined".to_owned(),
        (Size::Pages(n), _) if n >= spendable => "all memory".to_owned(),
        (Size::Pages(n), Size::Pages(most)) if near(n, most) => "nearly all memory".to_owned(),
        (Size::Pages(n), _) => amount(n),
    }
}

/// Within the deductions of all groups: half a percent.
fn near(a: Pages, b: Pages) -> bool {
    a.0.abs_diff(b.0) <= b.0 / 200
}

fn maximum(maximum: Maximum) -> String {
    match maximum {
        Maximum::Unbounded => "none".to_owned(),
        Maximum::Limited(pages) => amount(pages),
    }
}

/// Whether the toolstack takes memory from dom0 to start guests, and how that is
/// decided (spec/xen.md 12).
pub fn autoballoon(boot: &Boot) -> String {
    let (xl, text) = (boot.config.xen, boot.env().text);
    let decision = autoballoon_of(xl, text);
    if xl < Version::new(4, 1, 0) {
        return "xend takes memory from dom0 to start guests, as shipped: (enable-dom0-ballooning yes).".to_owned();
    }
    if xl < Version::new(4, 3, 0) {
        return "xl takes memory from dom0 to start guests, as shipped: autoballoon=1 in xl.conf, whatever dom0_mem says.".to_owned();
    }
    let reason = match (decision, text) {
        (Autoballoon::Off, _) => "autoballoon=\"auto\" sees a dom0_mem= that it understands",
        (Autoballoon::On, Text::Absent) => "autoballoon=\"auto\" sees no dom0_mem=",
        (Autoballoon::On, Text::Value(_) | Text::Line(_)) => {
            "autoballoon=\"auto\" does not understand this dom0_mem="
        }
    };
    match decision {
        Autoballoon::Off => format!("xl leaves dom0’s memory alone: {reason}."),
        Autoballoon::On => {
            format!("xl takes memory from dom0 to start guests: {reason}.")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::made_up_machine;
    use crate::boot::{Config, boot};
    use crate::kernel::Kernel;

    fn run(xen: Version, dom0_mem: &str) -> Boot {
        let linux = Kernel::new(Variant::V32, Version::new(3, 2, 0));
        let machine = made_up_machine(Pages(16 << 18));
        boot(&Config::new(machine, Some(dom0_mem.to_owned()), xen, linux))
    }

    fn check_rows(dom0_mem: &str, expected: &[[&str; 5]]) {
        let rows = group_rows(&run(Version::new(4, 11, 0), dom0_mem));
        let found: Vec<_> = rows
            .iter()
            .map(|r| [r.releases.as_str(), &r.size, &r.maximum, r.reported, r.boots])
            .collect();
        assert_eq!(found, expected, "{dom0_mem}");
        let own: Vec<_> = rows.iter().filter(|r| r.own == Own::Yours).collect();
        assert_eq!(own.len(), 1);
    }

    #[test]
    fn groups_that_agree_share_a_row() {
        check_rows("2G", &[["3.4–4.22", "2 GiB", "none", "no", "yes"]]);
        check_rows(
            "2G,max:2G",
            &[
                ["3.4–4.1.1", "2 GiB", "none", "no", "yes"],
                ["4.1.2–4.22", "2 GiB", "2 GiB", "no", "yes"],
            ],
        );
        check_rows(
            "2GB",
            &[
                ["3.4–4.9", "2 GiB", "none", "no", "yes"],
                ["4.10–4.11", "2 GiB", "none", "yes", "yes"],
                ["4.12–4.22", "nearly all memory", "none", "yes", "yes"],
            ],
        );
        check_rows(
            "max:",
            &[
                ["3.4–4.1.1", "0 KiB", "none", "no", "no: too small for the kernel"],
                ["4.1.2–4.11", "0 KiB", "0 KiB", "no", "no: too small for the kernel"],
                ["4.12–4.22", "nearly all memory", "none", "yes", "yes"],
            ],
        );
    }

    #[test]
    fn whether_xen_reports_it_as_invalid_is_yes_or_no() {
        for text in ["2G", "2GB", "max:", "2G,max=2G", "-1G", "rubbish"] {
            for row in group_rows(&run(Version::new(4, 17, 0), text)) {
                assert!(matches!(row.reported, "yes" | "no"), "{text}: {}", row.reported);
            }
        }
    }

    #[test]
    fn a_warning_carries_the_text_to_type() {
        let told = told(&run(Version::new(4, 17, 0), "2GB"));
        let first = told.first().map(|t| (t.id, t.write.as_deref()));
        assert_eq!(first, Some(("misread", Some("2G"))));
    }

    #[test]
    fn the_toolstack_says_what_it_does_and_why() {
        let check = |minor, text, expected: &str| {
            let said = autoballoon(&run(Version::new(4, minor, 0), text));
            assert!(said.starts_with(expected), "{said}");
        };
        check(0, "2G", "xend takes");
        check(2, "2G", "xl takes memory from dom0 to start guests, as shipped");
        check(3, "2G", "xl leaves");
        check(
            17,
            "2GB",
            "xl takes memory from dom0 to start guests: autoballoon=\"auto\" does not",
        );
    }
}
