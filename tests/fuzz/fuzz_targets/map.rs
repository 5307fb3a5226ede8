//! Throws bytes at `tests::targets::map`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| tests::targets::map(data));
