//! The buffers through which a PV dom0 does DMA (`swiotlb`): their size, and why they fill.

use crate::amount;
use sim::boot::Boot;

pub(super) fn says(boot: &Boot) -> Vec<String> {
    let size = match boot.config.facts.swiotlb {
        Some(typed) => format!("{} here, as typed", amount(typed.whole_pages())),
        None => "64\u{a0}MiB unless the command line says otherwise".to_owned(),
    };
    let option = if boot.config.linux.variant.is_classic() {
        "`swiotlb=` on Linux’s command line sets it"
    } else {
        "`swiotlb=65536` on Linux’s command line, a number of slots of 2\u{a0}KiB, makes it 128\u{a0}MiB"
    };
    vec![
        format!("*How large:* {size}. `dmesg | grep -i 'io tlb'` prints it, and {option}."),
        "*What for:* pages that follow each other in dom0 may lie anywhere in the machine. A transfer over pages that are not contiguous there, or above the addresses that the device can reach, goes through this buffer, also for NVMe disks and 10\u{a0}GbE."
            .to_owned(),
        "*Why it is full:* “swiotlb buffer is full” with most slots used means many transfers at once, or a driver that does not return its slots. A larger buffer helps the former. With few slots used, the driver asks for more than 256\u{a0}KiB in one piece, which no size helps."
            .to_owned(),
    ]
}
