//! Where Xen put kernel, initrd, start info and page tables, in dom0's own addresses, as
//! typed: `kernel 1000000-4200000, initrd 8000000-8160000`, hexadecimal, end excluded.
//!
//! Not here: Xen's and Linux's own lines ([`crate::log`]), which become such a text.

use sim::kernel::Layout;
use sim::span::Span;
use sim::units::Addr;

use crate::Error;
use crate::error::quoted;
use crate::limits::ADDRESS_END;
use crate::text::pieces;

/// The parts, by their names.
pub(crate) const NAMES: [&str; 4] = ["kernel", "initrd", "start-info", "page-tables"];

/// The layout in a text; `None` if it is empty.
///
/// # Errors
/// If an item is no part with a range.
pub(crate) fn read(text: &str) -> Result<Option<Layout>, Error> {
    let mut found = [None; NAMES.len()];
    let items = pieces(text, '\n').flat_map(|line| pieces(line, ','));
    for item in items.map(str::trim).filter(|item| !item.is_empty()) {
        let (slot, range) = part(item).ok_or_else(|| {
            Error::new(format!(
                "{} is not a part with a range; write, for example, kernel 1000000-4200000, initrd 8000000-8160000",
                quoted(item)
            ))
        })?;
        if let Some(slot) = found.get_mut(slot) {
            *slot = Some(range);
        }
    }
    let [kernel, initrd, start_info, page_tables] = found;
    let any = found.iter().any(Option::is_some);
    Ok(any.then_some(Layout { kernel, initrd, start_info, page_tables }))
}

/// A layout as one would type it.
#[cfg(feature = "paste")]
pub(crate) fn write(layout: &Layout) -> String {
    let Layout { kernel, initrd, start_info, page_tables } = *layout;
    let named = NAMES.iter().zip([kernel, initrd, start_info, page_tables]);
    let named = named.filter_map(|(name, range)| {
        let range = range?;
        Some(format!("{name} {:x}-{:x}", range.start().0, range.end().0))
    });
    named.collect::<Vec<_>>().join(", ")
}

/// A part's index, and its range.
fn part(item: &str) -> Option<(usize, Span<Addr>)> {
    let (name, range) = item.split_once([' ', ':'])?;
    let (start, end) = range.trim().split_once('-')?;
    let slot = NAMES.iter().position(|known| *known == name)?;
    let (start, end) = (address(start)?, address(end)?);
    Some((slot, Span::new(Addr(start), Addr(end))?))
}

fn address(text: &str) -> Option<u64> {
    let digits = text.trim();
    let digits = digits.strip_prefix("0x").unwrap_or(digits);
    u64::from_str_radix(digits, 16).ok().filter(|address| *address <= ADDRESS_END)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_have_names_and_half_open_ranges() {
        let span = |start, end| Span::new(Addr(start), Addr(end));
        let layout = read("kernel 1000000-4200000, initrd: 0x8000000-0x815c000").unwrap().unwrap();
        assert_eq!(layout.kernel, span(0x100_0000, 0x420_0000));
        assert_eq!(layout.initrd, span(0x800_0000, 0x815_c000));
        assert_eq!((layout.start_info, layout.page_tables), (None, None));
        let layout = read("start-info 175a000-175a4b8\npage-tables 175b000-176a000").unwrap();
        assert_eq!(layout.unwrap().start_info, span(0x175_a000, 0x175_a4b8));
        assert_eq!(read(" \n"), Ok(None));
        let text = "kernel 1000000-4200000, initrd 8000000-815c000, page-tables 5000000-5001000";
        assert_eq!(write(&read(text).unwrap().unwrap()), text);
    }

    #[test]
    fn what_is_no_part_is_named_with_what_to_write() {
        for text in ["kernel", "kernel 5-3", "kernel 3-3", "p2m 0-1000", "kernel é-1", "1000-2000"]
        {
            let error = read(text).unwrap_err().to_string();
            assert!(error.contains("write, for example, kernel"), "{text}: {error}");
        }
        assert!(read("kernel 0-10000000000001").is_err());
    }
}
