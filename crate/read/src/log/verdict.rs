//! What was made of each line of a paste.

use super::choose::{Chosen, Run};
use super::doubt::Doubt;
use super::gather::{Mark, Part};
use super::item::Item;
use super::lines::LogLine;
use super::whose::Whose;

/// What was made of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Used, and for what.
    Used(Item),
    /// It may not mean what it says, and why.
    Doubtful(Doubt),
    /// Known, and not needed.
    NotNeeded(WhyNot),
    /// Nothing is known of it.
    Ignored,
}

/// Why a known line is not needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhyNot {
    /// Nothing here rests on lines like it.
    NoUse,
    /// It is about a guest.
    Guests,
    /// It is of another boot than the one taken.
    OtherBoot,
    /// It is of a map that Xen or Linux had changed or was still to change.
    ChangedMap,
}

impl WhyNot {
    /// A few words; empty if there is nothing more to say.
    pub const fn words(self) -> &'static str {
        match self {
            Self::NoUse => "",
            Self::Guests => "a guest’s",
            Self::OtherBoot => "of another boot",
            Self::ChangedMap => "a map before or after changes",
        }
    }
}

impl Verdict {
    /// Its name in a list.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Used(_) => "used",
            Self::Doubtful(_) => "doubtful",
            Self::NotNeeded(_) => "recognised, not needed",
            Self::Ignored => "ignored",
        }
    }

    /// The same in a word or two, for a narrow column and for counts.
    pub const fn short(&self) -> &'static str {
        match self {
            Self::Used(_) | Self::Doubtful(_) | Self::Ignored => self.name(),
            Self::NotNeeded(_) => "not needed",
        }
    }

    /// What it is used for, or why it is not: a few words or a sentence; may be empty.
    pub fn why(&self) -> String {
        match self {
            Self::Used(item) => item.name().to_owned(),
            Self::Doubtful(doubt) => doubt.sentence(),
            Self::NotNeeded(why) => why.words().to_owned(),
            Self::Ignored => String::new(),
        }
    }

    const fn rank(&self) -> u8 {
        match self {
            Self::Ignored => 0,
            Self::NotNeeded(_) => 1,
            Self::Used(_) => 2,
            Self::Doubtful(_) => 3,
        }
    }
}

/// A verdict for every line of the paste, in order.
pub(super) fn verdicts(
    count: usize,
    lines: &[LogLine],
    marks: &[Mark],
    chosen: Chosen,
    whose: Whose,
) -> Vec<Verdict> {
    let mut all = vec![Verdict::Ignored; count];
    for (line, mark) in lines.iter().zip(marks) {
        let verdict = verdict(mark, chosen, whose);
        for number in line.first..=line.last {
            if let Some(slot) = number.checked_sub(1).and_then(|i| all.get_mut(i))
                && verdict.rank() > slot.rank()
            {
                slot.clone_from(&verdict);
            }
        }
    }
    all
}

fn verdict(mark: &Mark, chosen: Chosen, whose: Whose) -> Verdict {
    match mark {
        Mark::Gave(part, item) => gave(*part, *item, chosen, whose),
        Mark::Known => Verdict::NotNeeded(WhyNot::NoUse),
        Mark::Guests => Verdict::NotNeeded(WhyNot::Guests),
        Mark::Unknown => Verdict::Ignored,
        Mark::Doubtful(doubt) => Verdict::Doubtful(doubt.clone()),
    }
}

fn gave(part: Part, item: Item, chosen: Chosen, whose: Whose) -> Verdict {
    let counts = match part {
        Part::Xen(i) => chosen.pair.xen == Some(i),
        Part::Linux(i) => chosen.pair.linux == Some(i),
        Part::Tools(i) => match chosen.tools {
            Run::None => false,
            Run::From(first) => first <= i,
            Run::One(run) => run == i,
        },
    };
    if !counts {
        let guests = matches!(part, Part::Linux(_)) && chosen.guests_only;
        return Verdict::NotNeeded(if guests { WhyNot::Guests } else { WhyNot::OtherBoot });
    }
    match whose {
        Whose::Guest | Whose::Shim if item != Item::Whose => Verdict::NotNeeded(WhyNot::Guests),
        Whose::Dom0
        | Whose::Pvh
        | Whose::Guest
        | Whose::Shim
        | Whose::BareMetal
        | Whose::Arm
        | Whose::Bits32
        | Whose::Iomem
        | Whose::EfiTable
        | Whose::RingTail
        | Whose::NoDom0 => {
            if item == Item::ChangedMap {
                Verdict::NotNeeded(WhyNot::ChangedMap)
            } else {
                Verdict::Used(item)
            }
        }
    }
}
