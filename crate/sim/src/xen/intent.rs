//! What a person probably meant by a `dom0_mem` text, and how to write it.
//!
//! A guess, used only to look for corrections: [`super::warnings`] runs Xen on the text as typed
//! and on the text written from here, and warns if the two differ. Reads decimals, also with a
//! comma, `GB`, `GiB`, `max=`, misspelt names of the option, stray commas and blanks; a number
//! without a unit is read as GiB below 128, as MiB below 128 Ki. A number that runs into anything
//! else, such as `4P` or `4O96M`, is not guessed at, and neither is the rest of the text.

mod number;
pub mod typo;

use number::Number;

use super::Group;
use super::grammar::{Item, Sign};
use crate::join::joined;
use crate::units::{PAGE_SIZE, Pages};

/// The amount, minimum or maximum as meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IntentItem {
    bytes: u64,
    percent: u64,
    sign: Sign,
}

/// A whole text as meant; parts that are not given are `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Intent {
    /// The initial size.
    pub amount: Option<IntentItem>,
    /// The minimum.
    pub min: Option<IntentItem>,
    /// The maximum.
    pub max: Option<IntentItem>,
}

#[derive(Clone, Copy)]
enum IntentPart {
    Amount,
    Min,
    Max,
}

impl Intent {
    /// The probable meaning of `text`. Never fails; stray words are left out. Nothing is meant by a
    /// text with a number that cannot be understood.
    pub fn of(text: &[u8]) -> Self {
        let text = with_plain_blanks(text);
        let mut intent = Self::default();
        let mut rest = text.as_slice();
        while !rest.is_empty() {
            let Some(more) = intent.take_item(rest) else { return Self::default() };
            rest = more;
        }
        intent
    }

    /// The part that decides dom0's size if Xen has `spendable` pages for it: the amount, or the
    /// minimum if it is larger.
    pub fn decisive(self, spendable: Pages) -> Option<IntentItem> {
        let larger = |min: &IntentItem| {
            self.amount.is_none_or(|amount| min.pages(spendable) > amount.pages(spendable))
        };
        self.min.filter(larger).or(self.amount)
    }

    /// The text to type, valid for every release of `group`. Percentages are written as sizes if
    /// the group does not support them; `spendable` is their base. `None` if nothing remains to be
    /// written.
    pub fn written(self, group: Group, spendable: Pages) -> Option<String> {
        let parts = [(self.amount, ""), (self.min, "min:"), (self.max, "max:")];
        let items = parts.into_iter().filter_map(|(meant, prefix)| {
            Some(format!("{prefix}{}", meant?.written(group, spendable)))
        });
        Some(joined(&items.collect::<Vec<_>>(), ",")).filter(|text| !text.is_empty())
    }

    /// Removes one item or one run of stray bytes from the text; `None` if a number in it cannot
    /// be understood.
    fn take_item<'a>(&mut self, text: &'a [u8]) -> Option<&'a [u8]> {
        let (target, rest) = target(text);
        match meant(rest) {
            Some((_, rest)) if runs_on(rest) => None,
            Some((meant, rest)) => {
                *self.part(target) = Some(meant).filter(|m| m.says_something());
                Some(rest)
            }
            None if rest.len() < text.len() => Some(rest),
            None if is_other_bound(text) => None,
            None => Some(skip_stray(text)),
        }
    }

    fn part(&mut self, target: IntentPart) -> &mut Option<IntentItem> {
        match target {
            IntentPart::Amount => &mut self.amount,
            IntentPart::Min => &mut self.min,
            IntentPart::Max => &mut self.max,
        }
    }
}

impl From<Item> for IntentItem {
    /// The item as Xen stored it.
    fn from(item: Item) -> Self {
        Self { bytes: item.pages.bytes().0, percent: item.percent.into(), sign: item.sign }
    }
}

impl IntentItem {
    /// A plain size.
    pub fn plain(pages: Pages) -> Self {
        Self { bytes: pages.bytes().0, percent: 0, sign: Sign::Plus }
    }

    /// Its pages, if it is a plain size.
    pub fn plain_pages(self) -> Option<Pages> {
        let plain = self.percent == 0 && self.sign == Sign::Plus;
        plain.then_some(Pages(self.bytes / PAGE_SIZE))
    }

    /// Its pages, if Xen has `spendable` ones for dom0.
    pub fn pages(self, spendable: Pages) -> Pages {
        let share = Pages(spendable.0.saturating_mul(self.percent) / 100);
        let all = Pages(self.bytes / PAGE_SIZE).plus(share);
        match self.sign {
            Sign::Plus => all,
            Sign::Minus => spendable.less(all),
        }
    }

    /// Whether it asks for anything: at least a page, or a percentage below 100.
    pub fn says_something(self) -> bool {
        match self.percent {
            0 => self.bytes >= PAGE_SIZE,
            percent => percent < 100,
        }
    }

    fn written(self, group: Group, spendable: Pages) -> String {
        let sign = match self.sign {
            Sign::Plus => "",
            Sign::Minus => "-",
        };
        let percent = self.percent;
        if percent == 0 {
            return format!("{sign}{}", size(self.bytes));
        }
        if !group.is_strict() {
            let share = u128::from(spendable.bytes().0) * u128::from(percent) / 100;
            let all = share.saturating_add(self.bytes.into());
            let mib = u64::try_from(all >> 20).unwrap_or(u64::MAX);
            return format!("{sign}{mib}M");
        }
        match self.bytes {
            0 => format!("{sign}{percent}%"),
            bytes => format!("{sign}{}+{percent}%", size(bytes)),
        }
    }
}

/// A size in the largest unit that represents it exactly; whole pages only.
fn size(bytes: u64) -> String {
    for (letter, shift) in [('G', 30), ('M', 20)] {
        if bytes.trailing_zeros() >= shift {
            return format!("{}{letter}", bytes >> shift);
        }
    }
    format!("{}K", bytes / PAGE_SIZE * 4)
}

/// The text with an ordinary blank for every other one, such as those that do not break a line.
fn with_plain_blanks(text: &[u8]) -> Vec<u8> {
    let Ok(text) = core::str::from_utf8(text) else { return text.to_vec() };
    let plain = |c: char| if c.is_whitespace() && !c.is_ascii() { ' ' } else { c };
    text.chars().map(plain).collect::<String>().into_bytes()
}

/// Whether `min` or `max` is followed by a sign that is none of ours, such as a wide colon.
fn is_other_bound(text: &[u8]) -> bool {
    let other = |rest: &[u8]| rest.first().is_some_and(|b| !b.is_ascii());
    ["min", "max"].into_iter().any(|name| strip(text, name).is_some_and(other))
}

/// Whether a size goes on with something that is no part of it. `min` and `max` may follow
/// without a separator.
fn runs_on(rest: &[u8]) -> bool {
    let part = matches!(target(rest), (IntentPart::Min | IntentPart::Max, _));
    let on =
        |b: &u8| b.is_ascii_alphanumeric() || !b.is_ascii() || matches!(b, b'\'' | b'.' | b'_');
    !part && rest.first().is_some_and(on)
}

/// `text` without `prefix`, ignoring case.
fn strip<'a>(text: &'a [u8], prefix: &str) -> Option<&'a [u8]> {
    let (head, rest) = text.split_at_checked(prefix.len())?;
    head.eq_ignore_ascii_case(prefix.as_bytes()).then_some(rest)
}

fn target(text: &[u8]) -> (IntentPart, &[u8]) {
    let names = [
        ("minimum", IntentPart::Min),
        ("maximum", IntentPart::Max),
        ("min", IntentPart::Min),
        ("max", IntentPart::Max),
    ];
    for (name, target) in names {
        let Some(rest) = strip(text, name) else { continue };
        match rest.trim_ascii_start() {
            [b':' | b'=', more @ ..] => return (target, more.trim_ascii_start()),
            more @ [b'0'..=b'9', ..] => return (target, more),
            _ => {}
        }
    }
    (IntentPart::Amount, text)
}

/// The text after one byte that is no item, or after a word such as `cpufreq=xen`. A second
/// `dom0_mem=` continues with its value.
fn skip_stray(text: &[u8]) -> &[u8] {
    if let Some(rest) = typo::after_misspelt(text) {
        return rest;
    }
    let stop = |b: &u8| matches!(b, b',' | b' ' | b';' | b'\t');
    let length = match text.first() {
        Some(b) if b.is_ascii_alphanumeric() => text.iter().position(stop).unwrap_or(text.len()),
        Some(_) | None => 1,
    };
    text.get(length..).unwrap_or(&[])
}

/// A size, a percentage, or both with a `+` between them.
fn meant(text: &[u8]) -> Option<(IntentItem, &[u8])> {
    let (sign, text) = match text {
        [b'-', rest @ ..] => (Sign::Minus, rest),
        _ => (Sign::Plus, text),
    };
    let (number, rest) = Number::read(text)?;
    if let Some(rest) = percent_sign(rest) {
        let (bytes, rest) = plus_size(rest).unwrap_or((0, rest));
        return Some((IntentItem { bytes, percent: number.whole, sign }, rest));
    }
    let (bytes, rest) = number.bytes(rest)?;
    let share = rest.strip_prefix(b"+").and_then(|more| {
        let (number, more) = Number::read(more)?;
        Some((number.whole, percent_sign(more)?))
    });
    let (percent, rest) = share.unwrap_or((0, rest));
    Some((IntentItem { bytes, percent, sign }, rest))
}

fn plus_size(text: &[u8]) -> Option<(u64, &[u8])> {
    let (number, rest) = Number::read(text.strip_prefix(b"+")?)?;
    number.bytes(rest).filter(|(_, rest)| percent_sign(rest).is_none())
}

fn percent_sign(text: &[u8]) -> Option<&[u8]> {
    text.trim_ascii_start().strip_prefix(b"%")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let written = Intent::of(text.as_bytes()).written(Group::V4_17, Pages(1 << 22));
        assert_eq!(written.unwrap_or_default(), expected, "{text}");
    }

    #[test]
    fn right_texts_stay_as_they_are() {
        for text in ["2G", "2G,max:2G", "512M,min:256M,max:1G", "10%", "1G+10%,max:64G", "-512M"] {
            check(text, text);
        }
    }

    #[test]
    fn units_decimals_and_zeros_in_front_are_read_as_people_do() {
        check("2GB", "2G");
        check("2 GiB", "2G");
        check("1.5G", "1536M");
        check("08M", "8M");
        check("0x10M", "16M");
        check("2097152", "2G");
        check("2048", "2G");
        check("8193b", "8K");
        check("1TB", "1024G");
        check("2,5G", "2560M");
        check("2,5 GB,max:2,5 GB", "2560M,max:2560M");
        check("2,048M,max:4,096M", "2G,max:4G");
        check("1,048,576K", "1G");
        check("1,500G", "1536M");
        check("4", "4G");
        check("127", "127G");
        check("128", "128M");
        check("2\u{a0}G,max:2\u{202f}GB", "2G,max:2G");
        check("4 096M", "4G");
        check("4\u{202f}096M,max:4'096M", "4G,max:4G");
        check("4.096M", "4G");
        check("4.500G", "4608M");
        check("1 048 576K", "1G");
        check("2048 max:2048", "2G,max:2G");
        // Two amounts, of which Xen takes the last.
        check("1024,2048M", "2G");
        check("512M,1G", "1G");
        check("25%+1G", "1G+25%");
    }

    #[test]
    fn separators_do_not_matter() {
        check("2048M:max=2048M", "2G,max:2G");
        check("2G,,max:2G,", "2G,max:2G");
        check(" 2G, MAX: 2G", "2G,max:2G");
        check("2Gmax:2G", "2G,max:2G");
        check("2048max:2048", "2G,max:2G");
        check("min:1024M dom0_mem=max:4096M", "min:1G,max:4G");
        for text in ["2G,max 2G", "2G,max2G", "2G,maximum:2G", "2G maximum 2G"] {
            check(text, "2G,max:2G");
        }
        check("dom_mem=2G", "2G");
        check("DOM0-MEM=2G,max:2G", "2G,max:2G");
    }

    /// A wrong guess could leave a host that does not boot.
    #[test]
    fn a_number_that_runs_into_something_else_is_not_guessed_at() {
        for text in [
            "1P",
            "1e9",
            "4O96M",
            "4Г",
            "4Ｇ",
            "4''096M",
            "2G,max:4x",
            "4G5",
            "2.5.1G",
            "4G,max：4G",
        ] {
            check(text, "");
        }
    }

    #[test]
    fn what_says_nothing_is_left_out() {
        for text in
            ["", ",", "max:", "0", "foo", "100%", "1G+150%", "½ G", "-", "99999999999999999999G"]
        {
            check(text, "");
        }
        check("1024M,cpufreq=xen,dom0_max_vcpus=4", "1G");
    }

    #[test]
    fn old_releases_get_sizes_instead_of_percentages() {
        let written = Intent::of(b"1G+25%").written(Group::V4_10, Pages(1 << 20));
        assert_eq!(written.as_deref(), Some("2048M"));
    }
}
