//! The committed fuzz seeds as data, for tests that have no files, i.e. on wasm32.

/// A seed: its folder (its target's name), its own name, its bytes.
pub type Seed = (&'static str, &'static str, &'static [u8]);

include!(concat!(env!("OUT_DIR"), "/seeds.rs"));
