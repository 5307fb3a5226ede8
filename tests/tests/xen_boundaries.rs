//! The last value on one side of a rule of Xen's and the first on the other, from the
//! text (spec/xen.md): what no vector sits on exactly.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use sim::units::{Addr, Bytes, Pages};
use sim::xen::autoballoon::{Autoballoon, autoballoon_of};
use sim::xen::dom0_build::BuildMinimum;
use sim::xen::env::{Env, Initrd, Kind, P2mNote, Text};
use sim::xen::reservation::{Size, dom0_size};
use sim::xen::warnings::{Quirk, warnings};
use tests::xen_vectors::release;

/// spec/xen.md 8 with W = 4: a list that ends at 4 GiB fits, one that ends after it makes Xen
/// clip. With an image of 8 MiB at c0000000 the limit is 7e00000 pages, and the clipped
/// size 7f00000: just above the limit the "clip" raises it.
#[test]
fn a_32_bit_dom0_keeps_its_size_where_its_list_fits_below_4_gib() {
    let size = |pages: u64| {
        let note = P2mNote::Absent {
            base: Addr(0xc000_0000),
            end: Addr(0xc080_0000),
            initrd: Bytes(0),
            placed: Initrd::Mapped,
        };
        let xen = release("4.1.2").unwrap();
        let plain = Env::plain(xen, Text::Value("-4K"), Pages(pages + 1));
        dom0_size(&Env { kind: Kind::Pv32, note, ..plain }).size
    };
    for fits in [1 << 20, 0x7df_ffff, 0x7e0_0000] {
        assert_eq!(size(fits), Size::Pages(Pages(fits)), "{fits:x}");
    }
    for clipped in [0x7e0_0001, 0x7f0_0000, 0x800_0000, 1 << 28] {
        assert_eq!(size(clipped), Size::Pages(Pages(0x7f0_0000)), "{clipped:x}");
    }
}

/// spec/xen.md 12: xend up to 4.0 as shipped, a boolean that is on in 4.1 and 4.2, `"auto"`
/// since 4.3.
#[test]
fn who_takes_memory_from_dom0_changes_with_4_1_and_with_4_3() {
    for (xen, expected) in [
        ("4.0.4", Autoballoon::Xend),
        ("4.1.0", Autoballoon::Always),
        ("4.2.5", Autoballoon::Always),
        ("4.3.0", Autoballoon::AutoOff),
        ("4.20.0", Autoballoon::AutoOff),
    ] {
        assert_eq!(autoballoon_of(release(xen).unwrap(), Text::Value("2G")), expected, "{xen}");
    }
    assert_eq!(autoballoon_of(release("4.3.0").unwrap(), Text::Absent), Autoballoon::AutoOn);
}

/// spec/xen.md 2: a word keeps 99 bytes up to 4.9 and 127 from 4.10, `dom0_mem=` included.
#[test]
fn only_a_word_longer_than_xen_keeps_is_cut() {
    let cut = |xen: &str, bytes: usize| {
        let text = format!("{:,<1$}", "2G", bytes - "dom0_mem=".len());
        let env = Env::plain(release(xen).unwrap(), Text::Value(&text), Pages(16 << 18));
        let mut quirks = warnings(&env, BuildMinimum::LEAST).into_iter().map(|w| w.quirk);
        quirks.find_map(|q| if let Quirk::CutOff { kept } = q { Some(kept) } else { None })
    };
    for (xen, most) in [("4.1.2", 99), ("4.9.0", 99), ("4.10.0", 127), ("4.20.0", 127)] {
        assert_eq!(cut(xen, most), None, "{xen}");
        assert_eq!(cut(xen, most + 1), Some(most - 9), "{xen}");
    }
}
