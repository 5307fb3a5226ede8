//! Where Xen put kernel, initrd, start info and page tables, from Xen's `VIRTUAL MEMORY
//! ARRANGEMENT`, its line `Dom0 kernel:` and Linux' line `RAMDISK:`.
//!
//! Xen prints virtual addresses of dom0; the text for the field has dom0's own physical ones.

use super::lines::lines;
use super::reading::Reading;
use crate::Error;
use crate::layout::NAMES;
use crate::text::{after_first, hexadecimal};

/// The virtual address of dom0's page 0 on x86-64.
const BASE: u64 = 0xffff_ffff_8000_0000;

/// Xen's names of the parts, in the order of [`NAMES`].
const PRINTED: [&str; 4] = ["Loaded kernel:", "Init. ramdisk:", "Start info:", "Page tables:"];

/// The ranges in a paste, as one would type them; empty if it has none. Of several boots the
/// last line counts.
pub(super) fn layout(text: &str) -> String {
    let mut found: [Option<(u64, u64)>; 4] = [None; 4];
    for line in lines(text) {
        let said = line.said.trim_ascii();
        for (slot, head) in found.iter_mut().zip(PRINTED) {
            *slot = said.strip_prefix(head).and_then(mapped).or(*slot);
        }
        let [kernel, initrd, ..] = &mut found;
        if let Some(text) = said.strip_prefix("Dom0 kernel:") {
            *kernel = after_first(text, "paddr ").and_then(range).or(*kernel);
        }
        if let Some(text) = said.strip_prefix("RAMDISK:") {
            *initrd = ramdisk(text).or(*initrd);
        }
    }
    let named = NAMES.iter().zip(found).filter_map(|(name, found)| {
        let (start, end) = found?;
        Some(format!("{name} {start:x}-{end:x}"))
    });
    named.collect::<Vec<_>>().join(", ")
}

/// What the field takes from a paste; `None` if it is typed.
pub(super) fn layout_field(text: &str, reading: &Reading) -> Option<Result<String, Error>> {
    let found = layout(text);
    if !found.is_empty() {
        return Some(Ok(found));
    }
    reading.recognised().then(|| {
        Err(Error::new(
            "no “Loaded kernel:” and no “RAMDISK:” line in this paste; `xl dmesg` and `dmesg` print them, or write the ranges",
        ))
    })
}

/// Virtual addresses, end excluded.
fn mapped(text: &str) -> Option<(u64, u64)> {
    let (start, end) = range(text)?;
    Some((start.checked_sub(BASE)?, end.checked_sub(BASE)?))
}

/// `start->end` or `start -> end`, end excluded.
fn range(text: &str) -> Option<(u64, u64)> {
    let (start, rest) = hexadecimal(text.trim_ascii_start())?;
    let (end, _) = hexadecimal(rest.trim_ascii_start().strip_prefix("->")?.trim_ascii_start())?;
    (start < end).then_some((start, end))
}

/// `[mem 0x08000000-0x0815bfff]`, end included; up to 3.4 `0140d000 - 01559697`, excluded.
fn ramdisk(text: &str) -> Option<(u64, u64)> {
    let text = text.trim_ascii_start();
    let inner = text.strip_prefix("[mem ");
    let (start, rest) = hexadecimal(inner.unwrap_or(text))?;
    let (last, _) = hexadecimal(rest.trim_ascii_start().strip_prefix('-')?.trim_ascii_start())?;
    let end = last.checked_add(u64::from(inner.is_some()))?;
    (start < end).then_some((start, end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Field, Form};

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
        // An initrd that is not mapped has its place in Linux' line alone.
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
