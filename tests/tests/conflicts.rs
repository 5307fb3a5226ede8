//! Where Xen put kernel and initrd, in the consoles of real boots: none of them conflicts with
//! its map, and the same kernel on a map with a hole there does.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use read::{Field, Form, link};
use sim::boot::Outcome;
use tests::booted::boot_of;
use tests::pastes::{text, texts};

/// The machine of a console, with the places that its lines tell.
fn machine(console: &str) -> Form {
    let form = read::log::read(console).form(&link::decode("").form);
    form.with(Field::Layout, console)
}

#[test]
fn every_console_tells_where_the_kernel_is_and_none_conflicts() {
    let mut seen = 0;
    for (name, console) in texts("consoles").unwrap() {
        let form = machine(&console);
        let config = form.read().unwrap().config;
        let layout = config.layout.unwrap();
        let kernel = layout.kernel.unwrap();
        assert_eq!(kernel.start().0, 0x100_0000, "{name}");
        assert!(layout.initrd.is_some() && layout.page_tables.is_some(), "{name}");
        let (with, without) = (boot_of(&form), boot_of(&form.clone().with(Field::Layout, "")));
        assert_eq!(with.outcome, Outcome::Up, "{name}");
        assert_eq!(with.kernel.table, without.kernel.table, "{name}");
        assert_eq!(link::decode(&link::encode(&form, "")).form.read().unwrap().config, config);
        seen += 1;
    }
    assert_eq!(seen, 21);
}

#[test]
fn a_hole_under_the_kernel_stops_it_since_4_3() {
    for (start, stops) in
        [("x4.14-k4.1-m8G", false), ("x4.14-k4.4-m8G", true), ("x4.17-k6.1.0-50-m12G", true)]
    {
        let form = machine(&text("consoles", start).unwrap());
        let map = form.get(Field::E820).replace("100000-", "1800000-");
        let boot = boot_of(&form.with(Field::E820, &map).with(Field::NrPages, ""));
        let panicked = matches!(boot.outcome, Outcome::Panicked(_));
        assert_eq!(panicked, stops, "{start} {:?}", boot.outcome);
        if stops {
            let said = words::headline(&boot);
            assert!(
                said.contains("a hole at 1000000") || said.contains("a reserved range at"),
                "{said}"
            );
            assert!(said.contains("conflicts with E820 map"), "{said}");
        }
    }
}
