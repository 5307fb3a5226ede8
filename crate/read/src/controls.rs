//! The sliders and choices of the form against the option's text, both ways.
//!
//! A control shows what this Xen reads of the text, and writes a text that every Xen of the
//! machine reads as written: the part it changes, and the other parts as Xen read them. Not
//! here: the kernel's slider (`timeline`), and what a text that is typed means (`sim::xen`).

use sim::boot::Boot;
use sim::units::Pages;
use sim::what_if::advice::keeps_pages_given;
use sim::xen::Group;
use sim::xen::grammar::{Item, UNBOUNDED};
use sim::xen::intent::{Intent, IntentItem};
use words::controls::short_size;

pub use words::controls::Ceiling;

use crate::error::quoted;
use crate::{Error, Field, Form, size, timeline};

/// Smallest size on the slider of a usual machine: 256 MiB.
const SMALLEST: Pages = Pages(1 << 16);
/// The same of a machine with less than twice that: 16 MiB.
const TINY: Pages = Pages(1 << 12);
/// A size that dom0 was not given by name is written in multiples of this: 64 MiB.
const COARSE: Pages = Pages(1 << 14);

/// What the controls show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Controls {
    /// Position on the kernel's slider.
    pub linux_at: u32,
    /// The sizes of dom0 on the slider, rising; each leaves something for Xen.
    pub sizes: Vec<Pages>,
    /// Labels for some of them.
    pub ticks: Vec<Tick>,
    /// The index of the one nearest to what dom0 gets; 0 if there is none.
    pub size_at: usize,
    /// The initial size as the option gives it; empty if it gives none.
    pub size: String,
    /// The choice of the ceiling.
    pub ceiling: Ceiling,
    /// The ceiling as the option gives it; empty if it gives none.
    pub maximum: String,
}

/// A label below a slider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tick {
    /// Its place in thousandths of the slider's length, 0 to 1000, both included.
    pub at: usize,
    /// Its text.
    pub text: String,
}

impl Controls {
    /// The controls for a boot.
    pub fn of(boot: &Boot) -> Self {
        let sizes = sizes(boot.available);
        let nearest = (0..sizes.len())
            .min_by_key(|&i| sizes.get(i).map_or(u64::MAX, |n| n.0.abs_diff(boot.pages.0)));
        let text = |item: Option<IntentItem>| {
            let alone = Intent { amount: item, ..Intent::default() };
            written(boot, alone)
        };
        Self {
            linux_at: timeline::position(boot.config.linux),
            ticks: ticks(&sizes),
            size_at: nearest.unwrap_or(0),
            size: text(given(boot.xen.parsed.amount)),
            ceiling: ceiling(boot),
            maximum: text(maximum(boot)),
            sizes,
        }
    }
}

/// The sizes on the slider: powers of two and those half-way to the next, below what Xen
/// has for dom0.
fn sizes(available: Pages) -> Vec<Pages> {
    let start = if available < Pages(SMALLEST.0 * 2) { TINY } else { SMALLEST };
    let powers = core::iter::successors(Some(start.0), |n| n.checked_mul(2));
    let all = powers.flat_map(|n| [n, n.saturating_add(n / 2)]);
    all.take_while(|&n| n < available.0).map(Pages).collect()
}

/// Labels at the first size, at every fourth power of two or fewer, and at the last.
fn ticks(sizes: &[Pages]) -> Vec<Tick> {
    const MOST: usize = 5;
    // Two labels closer than this share of the slider would touch.
    const APART: usize = 150;
    let last = sizes.len().saturating_sub(1);
    let place = |i: usize| 1000 * i / last.max(1);
    let every = if last / 4 < MOST { 4 } else { 8 };
    let apart = |i: &usize| *i == last || 1000 - place(*i) >= APART;
    let labelled = (0..last).step_by(every).filter(apart).chain([last]);
    let tick = |i: usize| Some(Tick { at: place(i), text: short_size(*sizes.get(i)?) });
    labelled.filter_map(tick).collect()
}

/// An item, if it was given.
fn given(item: Item) -> Option<IntentItem> {
    Some(IntentItem::from(item)).filter(|i| i.says_something())
}

fn maximum(boot: &Boot) -> Option<IntentItem> {
    let max = boot.xen.parsed.max;
    if max.pages == UNBOUNDED { None } else { given(max) }
}

fn ceiling(boot: &Boot) -> Ceiling {
    let Some(max) = maximum(boot) else { return Ceiling::None };
    if given(boot.xen.parsed.amount) == Some(max) {
        return Ceiling::Size;
    }
    let Some(limit) = max.plain_pages() else { return Ceiling::Other };
    let asked = given(boot.xen.parsed.amount).and_then(IntentItem::plain_pages);
    let asked = asked.unwrap_or(boot.pages);
    // The size asked for, or the one that the maximum and the minimum left of it.
    let at = |above: Pages| {
        let near = |size: Pages| limit.0.abs_diff(size.plus(above).0) < Pages::MIB.0;
        near(asked) || near(boot.pages)
    };
    if limit.is_zero() {
        Ceiling::Other
    } else if at(Pages::ZERO) {
        Ceiling::Size
    } else if at(Pages::GIB) {
        Ceiling::Gap
    } else {
        Ceiling::Other
    }
}

/// A text for a field.
pub type Edit = (Field, String);

/// The texts that moving a control means. `control` is its name in the page: `timeline`
/// with a position, `size-slider` with an index, `size` and `maximum` with a text,
/// `ceiling` with a choice; anything else changes nothing.
///
/// # Errors
/// If a typed text is no size.
pub fn edits(form: &Form, boot: &Boot, control: &str, value: &str) -> Result<Vec<Edit>, Error> {
    let intent = match control {
        "timeline" => return Ok(release(form, value)),
        "size-slider" => {
            let index = value.parse().unwrap_or(usize::MAX);
            let Some(&pages) = sizes(boot.available).get(index) else { return Ok(Vec::new()) };
            with_size(boot, Some(IntentItem::plain(pages)))
        }
        "size" => with_size(boot, typed(boot, value)?),
        "maximum" => Intent { max: typed(boot, value)?, ..current(boot) },
        "ceiling" => match Ceiling::ALL.into_iter().find(|c| c.name() == value) {
            Some(choice) => with_ceiling(boot, choice),
            None => return Ok(Vec::new()),
        },
        _ => return Ok(Vec::new()),
    };
    let option = written(boot, intent);
    // Pages from a log belong to the option in that log, not to a size that is chosen here.
    let sized = matches!(control, "size" | "size-slider");
    let other = intent.amount.is_some() && (sized || !keeps_pages_given(boot, &option));
    let outdated = other && !form.get(Field::NrPages).is_empty();
    let clear = outdated.then(|| (Field::NrPages, String::new()));
    Ok([(Field::Dom0Mem, option)].into_iter().chain(clear).collect())
}

/// The release at a position; the tree then follows from its name.
fn release(form: &Form, position: &str) -> Vec<Edit> {
    let stop = position.parse().ok().and_then(timeline::nearest);
    let Some(stop) = stop else { return Vec::new() };
    let mut edits = vec![(Field::Linux, stop.release.to_owned())];
    if !form.get(Field::Flavour).is_empty() {
        edits.push((Field::Flavour, String::new()));
    }
    edits
}

/// The option as this Xen reads it; the amount as it was probably meant, if Xen reads none.
fn current(boot: &Boot) -> Intent {
    let parsed = boot.xen.parsed;
    let meant = || Intent::of(boot.config.dom0_mem.as_deref().unwrap_or("").as_bytes()).amount;
    Intent {
        amount: given(parsed.amount).or_else(meant),
        min: given(parsed.min),
        max: maximum(boot),
    }
}

/// The option with another initial size; a ceiling that depends on the size follows it.
fn with_size(boot: &Boot, amount: Option<IntentItem>) -> Intent {
    let now = current(boot);
    let pages = amount.and_then(IntentItem::plain_pages);
    // Neither bound may undo the new size.
    let bound = |item: IntentItem, undoes: fn(Pages, Pages) -> bool| match pages {
        Some(size) if undoes(item.pages(boot.xen.spendable), size) => IntentItem::plain(size),
        Some(_) | None => item,
    };
    let max = match ceiling(boot) {
        Ceiling::None => None,
        Ceiling::Size => amount.or(now.max),
        Ceiling::Gap => pages.map(|n| IntentItem::plain(n.plus(Pages::GIB))).or(now.max),
        Ceiling::Other => now.max.map(|max| bound(max, |limit, size| limit < size)),
    };
    let min = now.min.map(|min| bound(min, |least, size| least > size));
    Intent { amount, min, max }
}

/// The option with another ceiling. One that depends on the size needs a size.
fn with_ceiling(boot: &Boot, choice: Ceiling) -> Intent {
    let now = current(boot);
    let size = now.amount.or_else(|| plain_size(boot));
    // A share of the memory and a GiB more is not a share.
    let plain = now.amount.filter(|i| i.plain_pages().is_some()).or_else(|| plain_size(boot));
    let above = |more: Pages| {
        let max = plain.and_then(IntentItem::plain_pages).map(|n| IntentItem::plain(n.plus(more)));
        Intent { amount: plain, max, ..now }
    };
    match choice {
        Ceiling::None => Intent { max: None, ..now },
        Ceiling::Size => Intent { amount: size, max: size, ..now },
        Ceiling::Gap => above(Pages::GIB),
        Ceiling::Other if ceiling(boot) == Ceiling::Other => now,
        Ceiling::Other => above(Pages(2 << 18)),
    }
}

/// What dom0 got without a size of its own, as a size to type.
fn plain_size(boot: &Boot) -> Option<IntentItem> {
    let pages = boot.pages;
    let whole = |unit: Pages| Pages(pages.0 - pages.0 % unit.0);
    let size = if pages == whole(Pages::MIB) || pages < COARSE { pages } else { whole(COARSE) };
    (!size.is_zero()).then(|| IntentItem::plain(size))
}

/// A size as typed into a field of its own; `None` if the field is empty.
fn typed(boot: &Boot, text: &str) -> Result<Option<IntentItem>, Error> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let wrong = match size::memory(text) {
        Ok(pages) => return Ok(Some(IntentItem::plain(pages))),
        Err(error) => error,
    };
    // Since 4.12, also percentages; and at all times what is left over by a size.
    let meant = Intent::of(text.as_bytes());
    let item = meant.amount.filter(|_| meant.min.is_none() && meant.max.is_none());
    match item {
        Some(item) if written(boot, meant) == text => Ok(Some(item)),
        Some(_) if text.contains('%') => {
            Err(Error::new(format!("{} is no size for this Xen; write one like 4G", quoted(text))))
        }
        Some(_) | None => Err(wrong),
    }
}

fn written(boot: &Boot, intent: Intent) -> String {
    let group = Group::of(boot.config.xen);
    intent.written(group, boot.xen.spendable).unwrap_or_default()
}

/// Whether an option ends in the middle of an item, so that the reader is about to go on:
/// after a comma, or inside `min:` or `max:`.
pub fn is_unfinished(option: &str) -> bool {
    let last = option.rsplit(',').next().unwrap_or_default();
    let begun = |name: &str| !last.is_empty() && name.starts_with(&last.to_ascii_lowercase());
    !option.is_empty() && (last.is_empty() || begun("min:") || begun("max:"))
}
