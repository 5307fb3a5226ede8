//! Throws bytes at `tests::targets::link`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| tests::targets::link(data));
