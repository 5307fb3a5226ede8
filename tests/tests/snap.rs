//! Our own pictures as committed. Red means: something changed, someone should look,
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
