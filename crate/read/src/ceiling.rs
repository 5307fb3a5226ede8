//! The ceiling as it is dragged: from a place on the axis to an amount that a person would
//! type, and from that to the option's text.
//!
//! All other parts of what was typed stay as they are, letter by letter. Not here: where
//! the handle is, and which amount lies under it (`figure`).

use sim::boot::Boot;
use sim::units::Pages;
use sim::xen::option_size;
use sim::xen::reservation::{Env, Size, Text, dom0_size};

/// The finest grid: 256 MiB. Coarser ones are 4, 16, … times as wide.
const FINEST: Pages = Pages(1 << 16);
/// The option's name, as people paste it.
const NAME: &str = "dom0_mem=";

/// A direction along the axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// To smaller ceilings.
    Down,
    /// To larger ones.
    Up,
}

/// A piece of the axis, from the end of the one before, the first from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Its end: a page number (exclusive).
    pub end: Pages,
    /// Pages that can barely be told apart on it.
    pub grain: Pages,
}

/// The ceilings that the handle can reach: from `least` to below `end`, or none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    /// The lowest: dom0's size, in whole MiB.
    pub least: Pages,
    /// Where the machine's RAM ends; a ceiling there would limit nothing.
    pub end: Pages,
}

impl Range {
    /// The range on a machine whose RAM ends at `end` (exclusive).
    pub fn of(boot: &Boot, end: Pages) -> Self {
        Self { least: least(boot), end }
    }

    /// The ceiling to type for `pages` where `grain` pages can barely be told apart; `None`
    /// for no ceiling.
    pub fn nearest(self, pages: Pages, grain: Pages) -> Option<Pages> {
        if pages >= self.end {
            return None;
        }
        let grid = grid(grain).0;
        let rounded = pages.0.saturating_add(grid / 2) / grid * grid;
        self.within(Pages(rounded))
    }

    /// The next ceiling on the axis, which has these pieces; `now` is `None` for no ceiling.
    ///
    /// Each piece has stops of its own, which are the same from wherever a key comes. So a
    /// key and the one back end where they began, if that was a stop; any other amount goes
    /// to the next stop.
    pub fn next(self, now: Option<Pages>, pieces: &[Piece], way: Way) -> Option<Pages> {
        let now = now.unwrap_or(self.end).min(self.end);
        let starts = core::iter::once(Pages::ZERO).chain(pieces.iter().map(|p| p.end));
        let mut stops = starts.zip(pieces).filter_map(|(start, piece)| {
            let grid = grid(piece.grain).0;
            // The first stop of the piece that lies above, or the last one below.
            let stop = match way {
                Way::Up => start.0.max(now.0.saturating_add(1)).div_ceil(grid).saturating_mul(grid),
                Way::Down => now.min(piece.end).0.saturating_sub(1) / grid * grid,
            };
            (start.0 <= stop && stop < piece.end.0).then_some(Pages(stop))
        });
        let stop = match way {
            Way::Up => stops.next().unwrap_or(self.end),
            Way::Down => stops.last().unwrap_or(self.least),
        };
        match way {
            Way::Up if now < self.least => self.within(self.least),
            Way::Up | Way::Down => self.within(stop),
        }
    }

    /// At least dom0's size; nothing at the end.
    fn within(self, pages: Pages) -> Option<Pages> {
        let pages = pages.max(self.least);
        (pages < self.end).then_some(pages)
    }
}

/// The least grid whose steps are `grain` pages or more.
fn grid(grain: Pages) -> Pages {
    let mut grid = FINEST;
    while grid < grain && grid.0 < 1 << 50 {
        grid = Pages(grid.0 * 4);
    }
    grid
}

/// The lowest ceiling that takes nothing from dom0: the size it would have without one. If
/// the ceiling alone sets the size, the minimum, or the finest step.
fn least(boot: &Boot) -> Pages {
    if let Some(pages) = boot.config.pages_given {
        return pages.rounded_up(Pages::MIB);
    }
    let parsed = boot.xen.parsed;
    let min = parsed.min.pages.max(FINEST);
    let given = !parsed.amount.pages.is_zero() || parsed.amount.percent > 0;
    let text = with_ceiling(boot.config.dom0_mem.as_deref().unwrap_or_default(), None);
    let text = if text.is_empty() { Text::Absent } else { Text::Value(&text) };
    let open = dom0_size(&Env { text, ..boot.env() });
    match open.size {
        Size::Pages(pages) if given => pages.rounded_up(Pages::MIB),
        Size::Pages(_) | Size::BelowZero(_) => min.rounded_up(Pages::MIB),
    }
}

/// The option's text with this ceiling, or with none. `text` is what was typed: the text
/// after `dom0_mem=`, the same with its name, or a whole command line.
pub fn with_ceiling(text: &str, ceiling: Option<Pages>) -> String {
    let named = text.split(' ').any(|word| word.starts_with(NAME));
    let mut words: Vec<String> = text.split(' ').map(str::to_owned).collect();
    let ours = |(i, word): (usize, &String)| {
        let own = if named { word.starts_with(NAME) } else { !word.is_empty() };
        own.then_some(i)
    };
    let mut own: Vec<usize> = words.iter().enumerate().filter_map(ours).collect();
    if !named {
        own.truncate(1);
    }
    // The place of the ceiling that counts, which is the last.
    let set = |i: &&usize| words.get(**i).is_some_and(|word| items(word).any(is_ceiling));
    let home = own.iter().rev().find(set).or(own.last()).copied();
    let new = ceiling.map(|pages| format!("max:{}", option_size(pages)));
    for i in own {
        if let Some(word) = words.get_mut(i) {
            *word = written(word, new.as_deref().filter(|_| Some(i) == home));
        }
    }
    match (home, new) {
        (None, Some(new)) => new,
        _ => joined(&words),
    }
}

/// The words of a line again; an option without a value is left out.
fn joined(words: &[String]) -> String {
    let kept = words.iter().filter(|word| *word != NAME).map(String::as_str);
    kept.collect::<Vec<_>>().join(" ")
}

/// The items of a value, with or without its name.
fn items(word: &str) -> impl Iterator<Item = &str> {
    word.strip_prefix(NAME).unwrap_or(word).split(',')
}

fn is_ceiling(item: &str) -> bool {
    let head = item.get(..4).unwrap_or_default();
    head.eq_ignore_ascii_case("max:") || head.eq_ignore_ascii_case("max=")
}

/// A value with `new` in the place of its last ceiling, or at its end.
fn written(word: &str, new: Option<&str>) -> String {
    let last = items(word).filter(|item| is_ceiling(item)).count();
    let (mut seen, mut kept) = (0, Vec::new());
    for item in items(word) {
        if !is_ceiling(item) {
            kept.push(item);
            continue;
        }
        seen += 1;
        kept.extend(new.filter(|_| seen == last));
    }
    kept.extend(new.filter(|_| last == 0));
    // A comma at the end waits for what comes now.
    if new.is_some() {
        kept.retain(|item| !item.is_empty());
    }
    let name = if word.starts_with(NAME) { NAME } else { "" };
    format!("{name}{}", kept.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Field, Form};
    use sim::simulate::simulate;

    fn check(text: &str, gib: Option<u64>, expected: &str) {
        assert_eq!(
            with_ceiling(text, gib.map(|n| Pages(n * Pages::GIB.0))),
            expected,
            "{text} {gib:?}"
        );
    }

    #[test]
    fn every_other_part_of_the_option_stays_as_it_was_typed() {
        check("4G", Some(6), "4G,max:6G");
        check("4G,max:4G", Some(6), "4G,max:6G");
        check("max:4G,4G", Some(6), "max:6G,4G");
        check("min:1G,4g,max:0x1000M", Some(6), "min:1G,4g,max:6G");
        check("-1G", Some(6), "-1G,max:6G");
        check("-1G,max:-2G", Some(6), "-1G,max:6G");
        check("50%", Some(6), "50%,max:6G");
        check("1G+25%,max:90%", Some(6), "1G+25%,max:6G");
        check("1.5G", Some(6), "1.5G,max:6G");
        check("max:4G", Some(6), "max:6G");
        check("min:2G", Some(6), "min:2G,max:6G");
        check("", Some(6), "max:6G");
        check("4G,", Some(6), "4G,max:6G");
        check("4G,MAX=5G", Some(6), "4G,max:6G");
    }

    #[test]
    fn without_a_ceiling_only_the_ceiling_goes() {
        check("4G,max:4G", None, "4G");
        check("max:4G,min:1G,4G", None, "min:1G,4G");
        check("max:4G", None, "");
        check("dom0_mem=max:4G", None, "");
        check("4G", None, "4G");
        check("", None, "");
    }

    #[test]
    fn a_name_and_a_whole_line_stay() {
        check("dom0_mem=4G", Some(6), "dom0_mem=4G,max:6G");
        check("dom0_mem=4G dom0_mem=max:5G", Some(6), "dom0_mem=4G dom0_mem=max:6G");
        check("dom0_mem=4G,max:5G dom0_mem=2G", Some(6), "dom0_mem=4G,max:6G dom0_mem=2G");
        let line = "(XEN) Command line: placeholder dom0_mem=4G,max:4G crashkernel=256M";
        check(line, Some(6), &line.replace("max:4G", "max:6G"));
        check(line, None, &line.replace(",max:4G", ""));
    }

    fn range(option: &str, xen: &str) -> Range {
        let form = Form::default()
            .with(Field::HostMem, "64G")
            .with(Field::Dom0Mem, option)
            .with(Field::Xen, xen)
            .with(Field::Linux, "3.2");
        let boot = simulate(&form.read().unwrap().config);
        Range::of(&boot, Pages(65 * Pages::GIB.0))
    }

    #[test]
    fn amounts_are_round_and_coarser_where_the_axis_is() {
        let range = range("4G", "4.1.2");
        let check = |cents: u64, grain: u64, expected: Option<u64>| {
            let pages = |cents: u64| Pages(cents * Pages::GIB.0 / 100);
            assert_eq!(range.nearest(pages(cents), Pages(grain)), expected.map(pages), "{cents}");
        };
        // 4 px of a usual axis are about 40 MiB, of one without folds 370 MiB.
        check(590, 10_000, Some(600));
        check(620, 10_000, Some(625));
        check(620, 94_000, Some(600));
        check(4100, 8 << 18, Some(4800));
        // Below dom0's size, and past the end.
        check(100, 10_000, Some(400));
        check(6499, 10_000, None);
        check(8000, 10_000, None);
    }

    /// Pieces of an axis: fine up to 5.3 GiB, coarser up to 18.1 GiB and above.
    fn pieces() -> [Piece; 3] {
        let piece = |end: u64, grain: u64| Piece { end: Pages(end), grain: Pages(grain) };
        [
            piece(5 * Pages::GIB.0 + Pages::GIB.0 / 3, 14_000),
            piece(18 * Pages::GIB.0 + Pages::GIB.0 / 8, 98_000),
            piece(65 * Pages::GIB.0, 360_000),
        ]
    }

    fn mib(n: u64) -> Pages {
        Pages(n << 8)
    }

    #[test]
    fn keys_go_from_one_round_amount_to_the_next() {
        let range = range("4G", "4.1.2");
        let up = |now| range.next(now, &pieces(), Way::Up);
        let down = |now| range.next(now, &pieces(), Way::Down);
        let way = [4096, 4352, 4608, 4864, 5120, 5376, 6144, 7168].map(|n| Some(mib(n)));
        // 5376 MiB lies in the fine piece, 6 GiB in the next.
        for pair in way.windows(2) {
            assert_eq!((up(pair[0]), down(pair[1])), (pair[1], pair[0]));
        }
        assert_eq!(
            (up(Some(mib(17 << 10))), up(Some(mib(18 << 10)))),
            (Some(mib(18 << 10)), Some(mib(20 << 10)))
        );
        // From an amount that is no stop to the next one.
        assert_eq!(up(Some(Pages(4 * Pages::GIB.0 + 77))), Some(mib(4352)));
        assert_eq!(down(Some(Pages(4 * Pages::GIB.0 + 77))), Some(mib(4096)));
        assert_eq!(
            (up(Some(mib(5400))), down(Some(mib(5400)))),
            (Some(mib(6144)), Some(mib(5376)))
        );
        assert_eq!(down(Some(Pages(4 * Pages::GIB.0))), Some(Pages(4 * Pages::GIB.0)));
        assert_eq!(
            (down(None), up(Some(Pages(64 * Pages::GIB.0)))),
            (Some(Pages(64 * Pages::GIB.0)), None)
        );
        assert_eq!(up(None), None);
        // A ceiling far above the host is at the end of the axis; one below dom0's size is
        // not on it.
        assert_eq!(down(Some(Pages(500 * Pages::GIB.0))), Some(Pages(64 * Pages::GIB.0)));
        assert_eq!(
            [up(Some(Pages(Pages::GIB.0))), down(Some(Pages(Pages::GIB.0)))],
            [Some(Pages(4 * Pages::GIB.0)); 2]
        );
    }

    #[test]
    fn the_lowest_ceiling_is_the_size_without_one() {
        let least = |option, xen| range(option, xen).least;
        assert_eq!(least("4G", "4.1.2"), Pages(4 * Pages::GIB.0));
        assert_eq!(least("4G,max:2G", "4.1.2"), Pages(4 * Pages::GIB.0));
        assert_eq!(least("1000001K", "4.1.2"), Pages(977 << 8));
        // Nothing but the ceiling or the minimum says how large dom0 is.
        assert_eq!(least("max:8G", "4.1.2"), FINEST);
        assert_eq!(least("min:2G,max:8G", "4.1.2"), Pages(2 * Pages::GIB.0));
        assert_eq!(least("", "4.17"), FINEST);
        // A negative size and a share of the host are sizes.
        let (negative, share) = (least("-60G", "4.17"), least("10%,max:20%", "4.17"));
        assert!((3 * Pages::GIB.0..4 * Pages::GIB.0).contains(&negative.0), "{negative:?}");
        assert!((6 * Pages::GIB.0..7 * Pages::GIB.0).contains(&share.0), "{share:?}");
        assert!(negative.0 % 256 == 0 && share.0 % 256 == 0);
    }

    #[test]
    fn xen_reads_the_new_ceiling_of_every_form() {
        for option in ["4G", "4G,max:4G", "-60G", "10%", "min:1G,4G", "max:8G", "1G+3%,max:9%"] {
            let text = with_ceiling(option, Some(Pages(9 * Pages::GIB.0)));
            let form = Form::default()
                .with(Field::HostMem, "64G")
                .with(Field::Dom0Mem, &text)
                .with(Field::Xen, "4.17")
                .with(Field::Linux, "6.1");
            let boot = simulate(&form.read().unwrap().config);
            assert_eq!(boot.xen.parsed.max.pages, Pages(9 * Pages::GIB.0), "{text}");
        }
    }
}
