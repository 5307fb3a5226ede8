//! The last text that is taken and the first that is not, number by number as the
//! messages and the docs say them, not by the constant that the code compares with.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use read::form::{Field, Form};
use read::link::decode;
use read::size::{memory, page_count};
use sim::units::Pages;

/// A fragment of so many characters whose last key is `linux=6.1`.
fn long_link(characters: usize) -> String {
    let last = "&linux=6.1";
    let filler = "e820=";
    format!("{filler}{}{last}", "0".repeat(characters - filler.len() - last.len()))
}

#[test]
fn a_link_of_64_kib_is_read_whole_and_a_longer_one_is_not() {
    let most = 65_536;
    let whole = decode(&long_link(most));
    assert_eq!((whole.form.get(Field::Linux), whole.cut), ("6.1", 0));
    assert!(whole.notes().is_empty(), "{:?}", whole.notes());
    let longer = decode(&long_link(most + 1));
    assert_eq!((longer.form.get(Field::Linux), longer.cut), ("6.", 1));
    assert!(
        longer.notes().concat().contains("longer than 65\u{202f}536 characters, so"),
        "{:?}",
        longer.notes()
    );
}

#[test]
fn page_counts_go_to_2_40_and_sizes_to_the_same_4096_tib() {
    let most = Pages(1 << 40);
    for text in ["1099511627776", "1,099,511,627,776", "0x10000000000"] {
        assert_eq!(page_count(text), Ok(most), "{text}");
    }
    for text in ["1099511627777", "0x10000000001", "18446744073709551616"] {
        assert!(page_count(text).is_err(), "{text}");
    }
    for text in ["4096T", "4194304G", "4398046511104K"] {
        assert_eq!(memory(text), Ok(most), "{text}");
    }
    for text in ["4097T", "4194305G", "4398046511108K"] {
        assert!(memory(text).unwrap_err().to_string().contains("between 4K and 4096T"), "{text}");
    }
    assert_eq!((page_count("1"), memory("4K")), (Ok(Pages(1)), Ok(Pages(1))));
    assert!(memory("3K").is_err());
}

fn form(fields: &[(Field, &str)]) -> Form {
    let form = Form::default().with(Field::Xen, "4.17").with(Field::Linux, "6.1");
    fields.iter().fold(form, |form, (field, text)| form.with(*field, text))
}

/// Firmware keeps 4 GiB at most; a larger difference is of two machines.
#[test]
fn installed_ram_belongs_to_a_map_that_lists_up_to_4_gib_less() {
    let beside = |installed: &str| {
        let typed = [(Field::E820, "0-40000000 usable"), (Field::HostMem, installed)];
        let made = form(&typed).read().unwrap();
        let apart = made.notes.iter().any(|n| n.contains("to one machine"));
        (made.config.facts.installed, apart)
    };
    let belongs = |kib: u64| (Some(Pages(kib / 4)), false);
    assert_eq!(beside("1G"), belongs(1 << 20));
    assert_eq!(beside("5G"), belongs(5 << 20));
    assert_eq!(beside("5242884K"), (None, true));
    assert_eq!(beside("1048572K"), (None, true));
}

#[test]
fn a_machine_has_64_mib_to_64_tib_and_dom0_1_to_8192_cpus() {
    let reads = |field, text: &str| {
        let typed = [(Field::HostMem, "64G"), (Field::Dom0Mem, "1G"), (field, text)];
        form(&typed).read().is_ok()
    };
    assert!(reads(Field::HostMem, "64M") && reads(Field::HostMem, "64T"));
    assert!(!reads(Field::HostMem, "65532K") && !reads(Field::HostMem, "65537G"));
    assert!(reads(Field::Vcpus, "1") && reads(Field::Vcpus, "8192"));
    assert!(!reads(Field::Vcpus, "0") && !reads(Field::Vcpus, "8193"));
}

/// An error quotes what was typed: 40 characters of it, and a mark where there are more.
#[test]
fn an_error_quotes_40_characters_of_what_was_typed() {
    let says = |text: &str| memory(text).unwrap_err().to_string();
    assert!(says(" lots ").starts_with("“lots” is not a size"), "{}", says(" lots "));
    let most = "x".repeat(40);
    assert!(says(&most).starts_with(&format!("“{most}” is")), "{}", says(&most));
    let longer = format!("{most}y");
    assert!(says(&longer).starts_with(&format!("“{most}…” is")), "{}", says(&longer));
}

/// The kernel's line leaves page 0 out of RAM, which it can do only where page 0 is RAM.
#[test]
fn the_printed_total_leaves_page_0_out_once() {
    let total = |first: &str| {
        let map = format!("{first}\n9f000-100000 reserved\n100000-40061000 usable");
        let config = form(&[(Field::E820, &map)]).read().unwrap().config;
        let run = sim::kernel::set_up(&sim::kernel::Input {
            kernel: config.linux,
            host: &config.machine,
            pages: Pages(1 << 18),
            maximum: sim::kernel::ReservationReply(1 << 18),
            layout: None,
        });
        sim::memory::printed_total(config.linux, &run).0 * 4
    };
    assert_eq!(total("0-9f000 usable"), 1_048_572);
    assert_eq!(total("0-1000 reserved\n1000-9f000 usable"), 1_048_572);
}
