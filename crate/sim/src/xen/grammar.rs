//! The `dom0_mem` grammar: permissive up to 4.11, strict items since 4.12 (spec/xen.md 4).

use super::number::{Read, size};
use super::{Group, command_line::Call};
use crate::units::{PAGE_SHIFT, Pages};

/// The value of a maximum that was not given: 2^63 - 1 pages.
pub const UNBOUNDED: Pages = Pages(i64::MAX.cast_unsigned());

/// Whether an item is subtracted from the available memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// As given.
    Plus,
    /// Subtracted from what Xen has.
    Minus,
}

/// The amount, minimum or maximum as stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Item {
    /// Pages.
    pub pages: Pages,
    /// Percent of what Xen has, 0 to 99 (since 4.12).
    pub percent: u8,
    /// The sign.
    pub sign: Sign,
}

impl Item {
    const NONE: Self = Self { pages: Pages::ZERO, percent: 0, sign: Sign::Plus };

    /// Whether this is a plain page count above 0.
    pub fn is_positive_count(self) -> bool {
        self.sign == Sign::Plus && !self.pages.is_zero()
    }
}

/// Whether Xen prints that the option has an invalid value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Report {
    /// Nothing is printed.
    Silent,
    /// `parameter "dom0_mem" has invalid value …` (since 4.10).
    Invalid,
}

/// The parser's state after all options.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parsed {
    /// The initial size; 0 means not given.
    pub amount: Item,
    /// The minimum.
    pub min: Item,
    /// The maximum; [`UNBOUNDED`] if not given.
    pub max: Item,
    /// Whether anything was reported.
    pub report: Report,
}

impl Parsed {
    const START: Self = Self {
        amount: Item::NONE,
        min: Item::NONE,
        max: Item { pages: UNBOUNDED, ..Item::NONE },
        report: Report::Silent,
    };
}

impl Parsed {
    /// Whether nothing was stored: no size, no minimum and no maximum.
    pub fn is_empty(self) -> bool {
        Self { report: Report::Silent, ..self } == Self::START
    }
}

/// Parses all calls in order; the last value of each of amount, min and max is used.
pub fn parse(calls: &[Call], group: Group) -> Parsed {
    let mut parsed = Parsed::START;
    for call in calls {
        let complete = match call {
            Call::Refused => false,
            Call::Value(text) if group.is_strict() => strict(text, group, &mut parsed).is_some(),
            Call::Value(text) => permissive(text, group, &mut parsed).is_some(),
        };
        if !complete && group >= Group::V4_10 {
            parsed.report = Report::Invalid;
        }
    }
    parsed
}

enum ItemKind {
    Amount,
    Min,
    Max,
}

fn target(text: &[u8]) -> (ItemKind, &[u8]) {
    if let Some(rest) = text.strip_prefix(b"min:") {
        (ItemKind::Min, rest)
    } else if let Some(rest) = text.strip_prefix(b"max:") {
        (ItemKind::Max, rest)
    } else {
        (ItemKind::Amount, text)
    }
}

fn sign(text: &[u8]) -> (Sign, &[u8]) {
    text.strip_prefix(b"-").map_or((Sign::Plus, text), |rest| (Sign::Minus, rest))
}

fn store(parsed: &mut Parsed, target: &ItemKind, item: Item) {
    match target {
        ItemKind::Amount => parsed.amount = item,
        ItemKind::Min => parsed.min = item,
        ItemKind::Max => parsed.max = item,
    }
}

fn rest_after(text: &[u8], taken: usize) -> &[u8] {
    text.get(taken..).unwrap_or(&[])
}

/// Up to 4.11: every item is stored, whatever follows. `None` if the text was not read to its end.
fn permissive(text: &[u8], group: Group, parsed: &mut Parsed) -> Option<()> {
    let mut rest = text;
    loop {
        let (target, after) = target(rest);
        let (sign, after) = sign(after);
        let Read { value, taken } = size(after, group);
        let pages = Pages(value >> PAGE_SHIFT);
        let sign = if pages.is_zero() { Sign::Plus } else { sign };
        store(parsed, &target, Item { pages, percent: 0, sign });
        rest = match rest_after(after, taken) {
            [] => return Some(()),
            [b',', more @ ..] => more,
            _ => return None,
        };
    }
}

/// Since 4.12: an item is stored only if it is valid and followed by a comma or the end. The first
/// invalid item ends parsing.
fn strict(text: &[u8], group: Group, parsed: &mut Parsed) -> Option<()> {
    let mut rest = text;
    loop {
        let (target, after) = target(rest);
        let (sign, after) = sign(after);
        let (item, after) = strict_item(after, group)?;
        let end = matches!(after, [] | [b',', ..]);
        if !end {
            return None;
        }
        store(parsed, &target, Item { sign, ..item });
        rest = match after {
            [b',', more @ ..] => more,
            _ => return Some(()),
        };
    }
}

/// `SIZE`, `PERCENT%` or `SIZE+PERCENT%`.
fn strict_item(text: &[u8], group: Group) -> Option<(Item, &[u8])> {
    let (first, rest) = part(text, group)?;
    match (first, rest) {
        (ItemValue::Percent(percent), _) => Some((Item { percent, ..Item::NONE }, rest)),
        (ItemValue::Size(pages), [b'+', more @ ..]) => match part(more, group)? {
            (ItemValue::Percent(percent), rest) => {
                Some((Item { pages, percent, ..Item::NONE }, rest))
            }
            (ItemValue::Size(_), _) => None,
        },
        (ItemValue::Size(pages), _) => Some((Item { pages, ..Item::NONE }, rest)),
    }
}

enum ItemValue {
    Size(Pages),
    Percent(u8),
}

fn part(text: &[u8], group: Group) -> Option<(ItemValue, &[u8])> {
    text.first().filter(|b| b.is_ascii_digit())?;
    let Read { value, taken } = size(text, group);
    match rest_after(text, taken) {
        [b'%', rest @ ..] => {
            let percent = u8::try_from(value).ok().filter(|&p| p < 100)?;
            Some((ItemValue::Percent(percent), rest))
        }
        rest => Some((ItemValue::Size(Pages(value >> PAGE_SHIFT)), rest)),
    }
}
