//! Throws bytes at `tests::targets::size`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| tests::targets::size(data));
