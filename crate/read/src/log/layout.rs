//! Where Xen put kernel, initrd, start info and page tables, from Xen's `VIRTUAL MEMORY
//! ARRANGEMENT`, its line `Dom0 kernel:` and Linux's line `RAMDISK:`.
//!
//! Xen prints virtual addresses of dom0; the text for the field has dom0's own physical ones.

use core::ops::RangeInclusive;

use sim::kernel::Layout;
use sim::span::Span;
use sim::units::Addr;

use super::body::{Extent, Part};
use super::facts::Logged;
use super::item::Item;
use crate::text::{after_first, hexadecimal};

/// The virtual address of dom0's page 0 on x86-64.
const BASE: u64 = 0xffff_ffff_8000_0000;

/// The places that lines gave, and those lines.
#[derive(Clone, Debug, Default)]
pub(super) struct LoggedLayout {
    layout: Layout,
    pub(super) lines: Vec<usize>,
}

impl LoggedLayout {
    /// Takes a place that lines gave; what a later one says counts.
    pub(super) fn take(&mut self, part: Part, place: Extent, lines: RangeInclusive<usize>) -> Item {
        self.put(part, place);
        self.lines.extend(lines);
        Item::Layout
    }

    fn put(&mut self, part: Part, place: Extent) {
        let slot = match part {
            Part::Kernel => &mut self.layout.kernel,
            Part::Initrd => &mut self.layout.initrd,
            Part::StartInfo => &mut self.layout.start_info,
            Part::PageTables => &mut self.layout.page_tables,
        };
        *slot = Span::new(Addr(place.start), Addr(place.end)).or(*slot);
    }

    /// With what Linux says of the initrd: its place alone is in Linux's line if Xen did not
    /// map it.
    pub(super) fn with_initrd(mut self, initrd: Option<&Logged<Extent>>) -> Option<Logged<Layout>> {
        if let Some(initrd) = initrd {
            self.put(Part::Initrd, initrd.value);
            self.lines.extend(&initrd.lines);
        }
        let Self { layout: value, lines } = self;
        (!lines.is_empty()).then_some(Logged { value, lines })
    }
}

/// What a line of Xen says of a part other than the initrd, whose line gives its place in the
/// machine first.
pub(super) fn placed(said: &str) -> Option<(Part, Extent)> {
    let heads = [
        ("Loaded kernel:", Part::Kernel),
        ("Start info:", Part::StartInfo),
        ("Page tables:", Part::PageTables),
    ];
    if let Some(text) = said.strip_prefix("Dom0 kernel: 64-bit") {
        return Some((Part::Kernel, range(after_first(text, "paddr ")?)?));
    }
    let (text, part) =
        heads.into_iter().find_map(|(head, part)| Some((said.strip_prefix(head)?, part)))?;
    Some((part, mapped(range(text)?)?))
}

/// Dom0's own addresses of virtual ones.
pub(super) fn mapped(place: Extent) -> Option<Extent> {
    let Extent { start, end } = place;
    Some(Extent { start: start.checked_sub(BASE)?, end: end.checked_sub(BASE)? })
}

/// `start->end` or `start -> end`, end excluded.
fn range(text: &str) -> Option<Extent> {
    let (start, rest) = hexadecimal(text.trim_ascii_start())?;
    let (end, _) = hexadecimal(rest.trim_ascii_start().strip_prefix("->")?.trim_ascii_start())?;
    (start < end).then_some(Extent { start, end })
}

/// `[mem 0x08000000-0x0815bfff]`, end included; up to 3.4 `0140d000 - 01559697`, excluded.
pub(super) fn ramdisk(text: &str) -> Option<Extent> {
    let text = text.trim_ascii_start();
    let inner = text.strip_prefix("[mem ");
    let (start, rest) = hexadecimal(inner.unwrap_or(text))?;
    let (last, _) = hexadecimal(rest.trim_ascii_start().strip_prefix('-')?.trim_ascii_start())?;
    let end = last.checked_add(u64::from(inner.is_some()))?;
    (start < end).then_some(Extent { start, end })
}

#[cfg(test)]
mod tests {
    use crate::log::read;
    use crate::{Field, Form};

    fn layout(text: &str) -> String {
        read(text).facts.layout.map(|l| crate::layout::write(&l.value)).unwrap_or_default()
    }

    const XEN: &str = "(XEN)  Dom0 kernel: 64-bit, PAE, lsb, paddr 0x1000000 -> 0x140d000\n\
        (XEN) PHYSICAL MEMORY ARRANGEMENT:\n\
        (XEN)  Dom0 alloc.:   0000000278000000->000000027a000000 (253619 pages to be allocated)\n\
        (XEN)  Init. ramdisk: 000000027feb3000->000000027ffff697\n\
        (XEN) VIRTUAL MEMORY ARRANGEMENT:\n\
        (XEN)  Loaded kernel: ffffffff81000000->ffffffff8140d000\n\
        (XEN)  Init. ramdisk: ffffffff8140d000->ffffffff81559697\n\
        (XEN)  Start info:    ffffffff8175a000->ffffffff8175a4b8\n\
        (XEN)  Page tables:   ffffffff8175b000->ffffffff8176a000\n";

    #[test]
    fn virtual_addresses_become_dom0s_own() {
        assert_eq!(
            layout(XEN),
            "kernel 1000000-140d000, initrd 140d000-1559697, start-info 175a000-175a4b8, page-tables 175b000-176a000"
        );
        // An initrd that is not mapped has its place in Linux's line alone.
        let apart = "(XEN)  Loaded kernel: ffffffff81000000->ffffffff84200000\n\
            (XEN)  Init. ramdisk: 0000000000000000->0000000000000000\n\
            [    0.000000] RAMDISK: [mem 0x08000000-0x0815bfff]\n";
        assert_eq!(layout(apart), "kernel 1000000-4200000, initrd 8000000-815c000");
        assert_eq!(layout("[    0.000000] RAMDISK: 0140d000 - 01559697"), "initrd 140d000-1559697");
        assert_eq!(layout("(XEN) Xen version 4.17.5 (b@h)"), "");
    }

    #[test]
    fn a_paste_in_the_field_is_a_layout_and_no_text_of_it_stays() {
        let form = Form::default().with(Field::Layout, XEN);
        assert!(form.meant(Field::Layout).starts_with("kernel 1000000-140d000, initrd"));
        let link = crate::link::encode(&form, "");
        assert!(
            link.contains("&layout=kernel+1000000-140d000,") && !link.contains("XEN"),
            "{link}"
        );
        let other = Form::default().with(Field::Layout, "(XEN) Xen version 4.17.5 (b@h)");
        assert!(other.meaning(Field::Layout).unwrap_err().to_string().contains("RAMDISK"));
    }
}
