//! Our own output as committed. Red means: something changed, someone should look,
//! then `make snap`.

#![allow(clippy::unwrap_used)]

#[test]
fn pictures_are_as_committed() {
    let dir = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("snap");
    for (name, picture) in tests::pictures::all() {
        let committed = std::fs::read_to_string(dir.join(name)).unwrap_or_default();
        assert!(committed == picture, "{name} changed: look at it, then run make snap");
    }
}

#[test]
fn every_picture_and_its_words_are_as_committed() {
    let committed = include_str!("../snap/prints.txt");
    let now = tests::prints::all();
    let changed: Vec<&str> =
        now.lines().filter(|&line| !committed.lines().any(|was| was == line)).collect();
    let some: Vec<&str> = changed.iter().take(8).copied().collect();
    assert!(
        changed.is_empty(),
        "{} pictures or words changed: look at some, then run make snap: {some:#?}",
        changed.len()
    );
    assert!(committed == now, "some are gone or in another order: run make snap");
}

#[test]
fn published_links_come_to_what_they_came_to() {
    let committed = include_str!("../snap/ledgers.txt");
    assert!(committed.lines().filter(|l| l.starts_with("usable ")).count() >= 20);
    for (was, now) in committed.split("\n\n").zip(tests::ledgers::all().split("\n\n")) {
        assert_eq!(
            was, now,
            "the ledger of a published link changed: look, make snap, and add a line to Changes in README.md"
        );
    }
    assert!(committed == tests::ledgers::all(), "links were added: run make snap");
}
