//! The rules used by [`super::warnings`]: each compares runs or examines one.

use super::Group;
use super::autoballoon::autoballoon_of;
use super::command_line::{key_and_value, line_of_value, longest_token, words};
use super::dom0_build::{BuildMinimum, BuildResult, built};
use super::grammar::{Item, Report, Sign, UNBOUNDED};
use super::intent::{Intent, typo};
use super::reservation::{Dom0Size, Env, Size, Text, dom0_size};
use super::warning::{Difference, Dom0Result, Fix, OptionPart, Quirk, Warning};
use crate::step::MaxReservation;
use crate::units::Pages;
use crate::version::Version;

fn warning(quirk: Quirk, fix: Fix) -> Warning {
    Warning { quirk, fix }
}

impl Dom0Result {
    fn of(run: &Dom0Size) -> Self {
        Self { size: run.size, maximum: run.maximum }
    }
}

impl Fix {
    fn of(text: Option<String>) -> Self {
        text.map_or(Self::LeaveOut, Self::Write)
    }

    /// The corrected text, unless it is the one typed.
    fn write_unless(typed: &[u8], text: Option<String>) -> Self {
        text.filter(|t| t.as_bytes() != typed).map_or(Self::Nothing, Self::Write)
    }
}

/// A text with the runs that the rules compare.
pub(super) struct WarningContext<'a> {
    env: &'a Env<'a>,
    need: BuildMinimum,
    group: Group,
    run: Dom0Size,
    /// The text after `dom0_mem=`; several options are joined by commas.
    typed: Option<Vec<u8>>,
    intent: Intent,
    /// The meaning as text.
    written: Option<String>,
}

impl<'a> WarningContext<'a> {
    pub(super) fn of(env: &'a Env<'a>, need: BuildMinimum) -> Self {
        let (group, run) = (Group::of(env.version), dom0_size(env));
        let typed = match env.text {
            Text::Absent => None,
            Text::Value(value) => Some(value.as_bytes().to_vec()),
            Text::Line(line) => meant_for_dom0_mem(line.as_bytes()),
        };
        let intent = typed.as_deref().map_or_else(Intent::default, Intent::of);
        let written = intent.written(group, run.spendable);
        Self { env, need, group, run, typed, intent, written }
    }

    /// The same host with another text.
    fn run_on(&self, text: Option<&str>) -> Dom0Size {
        dom0_size(&Env { text: text.map_or(Text::Absent, Text::Value), ..self.env.clone() })
    }

    fn write(&self, intent: Intent) -> Option<String> {
        intent.written(self.group, self.run.spendable)
    }

    pub(super) fn not_given(&self) -> Option<Warning> {
        let size = self.run.size;
        let nothing = self.nothing_given() && !self.keeps_all();
        nothing.then(|| warning(Quirk::NotGiven { size }, Fix::Nothing))
    }

    /// No option at all; [`Quirk::NotGiven`] then covers everything.
    fn nothing_given(&self) -> bool {
        let built_in = self.group.is_strict() && !self.env.built_in.is_empty();
        self.typed.is_none() && !built_in
    }

    pub(super) fn misread(&self) -> Option<Warning> {
        self.typed.as_ref()?;
        let env = Env { built_in: "", ..self.env.clone() };
        let text = self.written.as_deref().map_or(Text::Absent, Text::Value);
        let as_typed = env.built_in == self.env.built_in && text == env.text;
        let meant = if as_typed { self.run.clone() } else { dom0_size(&Env { text, ..env }) };
        let differs: Vec<_> = parts(&self.run)
            .into_iter()
            .zip(parts(&meant))
            .filter(|((_, read), (_, meant))| read != meant)
            .map(|((part, read), (_, meant))| Difference { part, read, meant })
            .collect();
        let report = self.run.parsed.report;
        if differs.is_empty() && report == Report::Silent {
            return None;
        }
        let (got, meant) = (Dom0Result::of(&self.run), Dom0Result::of(&meant));
        let quirk = Quirk::Misread { report, differs, got, meant };
        Some(warning(quirk, Fix::of(self.written.clone())))
    }

    pub(super) fn cut_off(&self) -> Option<Warning> {
        let line = match self.env.text {
            Text::Absent => return None,
            Text::Value(value) => line_of_value(value.as_bytes()),
            Text::Line(line) => line.as_bytes().to_vec(),
        };
        let longest = longest_token(self.group);
        let own = |word: &[u8]| key_and_value(word).0 == b"dom0_mem" && word.len() > longest;
        let kept = longest - b"dom0_mem=".len();
        let fix = Fix::of(self.written.clone());
        words(&line).any(own).then(|| warning(Quirk::CutOff { kept }, fix))
    }

    /// Whether the memory Xen had for dom0 wrapped round; if so, no size is meaningful.
    fn keeps_all(&self) -> bool {
        built(self.run.size, self.need, self.env.available) == BuildResult::KeepsAll
    }

    fn fits(&self) -> bool {
        built(self.run.size, self.need, self.env.available) == BuildResult::Fits
    }

    pub(super) fn not_built(&self) -> Option<Warning> {
        let size = self.run.size;
        match built(size, self.need, self.env.available) {
            BuildResult::Fits => None,
            built @ (BuildResult::TooSmall { .. }
            | BuildResult::NotEnoughRam
            | BuildResult::KeepsAll
            | BuildResult::Undefined) => {
                Some(warning(Quirk::NotBuilt { built, size }, Fix::Nothing))
            }
        }
    }

    pub(super) fn wraps_round(&self) -> Option<Warning> {
        let spendable = self.run.spendable;
        let wraps = |item: Item| {
            let share = u128::from(spendable.0) * u128::from(item.percent) / 100;
            let all = u128::from(item.pages.0) + share;
            item.sign == Sign::Minus && all > u128::from(spendable.0)
        };
        let (part, _) = parts(&self.run).into_iter().find(|&(_, item)| wraps(item))?;
        let quirk = Quirk::WrapsRound { part, spendable };
        (self.group > Group::V3_4).then(|| warning(quirk, Fix::Nothing))
    }

    pub(super) fn takes_all(&self) -> Option<Warning> {
        let size = self.run.size;
        let all = matches!(size, Size::Pages(pages) if pages >= self.run.spendable);
        (all && !self.keeps_all()).then(|| warning(Quirk::TakesAll { size }, Fix::Nothing))
    }

    pub(super) fn cut_by_maximum(&self) -> Option<Warning> {
        let amount = self.intent.amount.or(self.intent.min);
        amount.and(self.intent.max)?;
        let unlimited = self.write(Intent { amount, max: None, ..self.intent });
        let size = |text: Option<&str>| self.run_on(text).size;
        let (asked, got) = (size(unlimited.as_deref()), self.run.size);
        let less = matches!((asked, got), (Size::Pages(a), Size::Pages(g)) if g < a);
        // A misread text may be smaller for a reason other than its maximum.
        let as_meant = got == size(self.written.as_deref());
        (less && as_meant).then(|| {
            let fix = self.with_the_ceiling_at(asked).map_or(Fix::Nothing, Fix::Write);
            warning(Quirk::CutByMaximum { asked, got }, fix)
        })
    }

    /// The meaning with its ceiling raised to `asked`, if Xen can build that dom0 and has memory
    /// left.
    fn with_the_ceiling_at(&self, asked: Size) -> Option<String> {
        let Size::Pages(pages) = asked else { return None };
        let max = self.intent.decisive(self.run.spendable);
        let text = self.write(Intent { max, ..self.intent })?;
        let fits = built(asked, self.need, self.env.available) == BuildResult::Fits;
        let gets = self.run_on(Some(&text)).size == asked;
        (fits && gets && pages < self.run.spendable).then_some(text)
    }

    pub(super) fn differs_across_4_12(&self) -> Option<Warning> {
        let typed = self.typed.as_deref()?;
        let at = |minor| {
            let version = Version::new(4, minor, 0);
            Dom0Result::of(&dom0_size(&Env { version, built_in: "", ..self.env.clone() }))
        };
        let (older, newer) = (at(11), at(12));
        let fix = Fix::write_unless(typed, self.written.clone());
        (older != newer).then(|| warning(Quirk::DiffersAcross412 { older, newer }, fix))
    }

    pub(super) fn no_limit(&self) -> Option<Warning> {
        let open = self.run.maximum == MaxReservation::Unlimited && self.group.sets_maximum();
        let silent = self.intent.max.is_none() && !self.nothing_given();
        (open && silent)
            .then(|| warning(Quirk::NoLimit, self.if_it_limits(self.limited_to_its_size())))
    }

    /// The meaning with the size as the maximum, if there is an amount.
    fn limited_to_its_size(&self) -> Option<String> {
        let max = self.intent.decisive(self.run.spendable);
        self.intent.amount.and(self.write(Intent { max, ..self.intent }))
    }

    /// Suggests this text if it sets a limit below the one the available memory sets anyway.
    fn if_it_limits(&self, text: Option<String>) -> Fix {
        let limits = |text: &String| match self.run_on(Some(text)).maximum {
            MaxReservation::Unlimited => false,
            MaxReservation::Pages(limit) => limit <= self.env.available,
        };
        text.filter(limits).map_or(Fix::Nothing, Fix::Write)
    }

    pub(super) fn limit_not_told(&self) -> Option<Warning> {
        let given = !self.nothing_given();
        (given && !self.group.sets_maximum()).then(|| warning(Quirk::LimitNotTold, Fix::Nothing))
    }

    pub(super) fn limit_above_host(&self) -> Option<Warning> {
        let available = self.env.available;
        let limit = self.typed_limit()?;
        (limit > available).then(|| {
            let fix = self.if_it_limits(self.limited_to_its_size());
            warning(Quirk::LimitAboveHost { limit, available }, fix)
        })
    }

    /// The limit; as typed if it does not fit Xen's field and so has no effect.
    fn typed_limit(&self) -> Option<Pages> {
        let max = self.run.parsed.max;
        match self.run.maximum {
            MaxReservation::Pages(limit) => Some(limit),
            MaxReservation::Unlimited => {
                (self.group.sets_maximum() && max.is_positive_count() && max.pages != UNBOUNDED)
                    .then_some(max.pages)
            }
        }
    }

    pub(super) fn no_gap(&self) -> Option<Warning> {
        let MaxReservation::Pages(limit) = self.run.maximum else { return None };
        let equal = self.run.size == Size::Pages(limit);
        (equal && self.fits()).then(|| warning(Quirk::NoGap, Fix::Nothing))
    }

    /// The size if nothing is typed or built in.
    fn default_size(&self) -> Size {
        super::groups::default_size(self.env)
    }

    pub(super) fn ballooned_down(&self) -> Option<Warning> {
        let xl = self.env.version;
        let smaller = || self.run.size.pages_or_zero() < self.default_size().pages_or_zero();
        let known = |text: &String| !autoballoon_of(xl, Text::Value(text)).shrinks_dom0();
        let typed = self.typed.as_deref().unwrap_or(&[]);
        let fix = Fix::write_unless(typed, self.written.clone().filter(known));
        let on = autoballoon_of(xl, self.env.text).shrinks_dom0();
        (on && self.fits() && smaller()).then(|| warning(Quirk::BalloonedDown, fix))
    }

    pub(super) fn never_ballooned_down(&self) -> Option<Warning> {
        let off = !autoballoon_of(self.env.version, self.env.text).shrinks_dom0();
        let large = || self.run.size.pages_or_zero() >= self.default_size().pages_or_zero();
        (off && large()).then(|| warning(Quirk::NeverBalloonedDown, Fix::Nothing))
    }

    pub(super) fn built_in_ignored(&self) -> Option<Warning> {
        let nothing = || dom0_size(&Env { text: Text::Absent, built_in: "", ..self.env.clone() });
        let ignored = self.group.is_strict()
            && !self.env.built_in.is_empty()
            && !self.run.values.is_empty()
            && Dom0Result::of(&self.run) == Dom0Result::of(&nothing());
        ignored.then(|| warning(Quirk::BuiltInIgnored, Fix::LeaveOut))
    }
}

fn parts(run: &Dom0Size) -> [(OptionPart, Item); 3] {
    let parsed = run.parsed;
    [
        (OptionPart::Amount, parsed.amount),
        (OptionPart::Min, parsed.min),
        (OptionPart::Max, parsed.max),
    ]
}

/// The values on a line that look meant for `dom0_mem=`. Misspelt keys count, and so does a value
/// after a space. `None` if there are none.
fn meant_for_dom0_mem(line: &[u8]) -> Option<Vec<u8>> {
    let mut found: Vec<&[u8]> = Vec::new();
    let mut open = false;
    for word in words(line) {
        let (key, value) = key_and_value(word);
        if is_key(key) {
            found.push(value);
            open = value.is_empty();
        } else if open {
            found.push(word.strip_prefix(b"=").unwrap_or(word));
            open = word == b"=";
        }
    }
    (!found.is_empty()).then(|| found.join(&b','))
}

fn is_key(key: &[u8]) -> bool {
    let key = key.strip_prefix(b"no-").unwrap_or(key);
    key == b"dom0_mem" || typo::is_misspelt(key)
}
