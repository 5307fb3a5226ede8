//! Throws bytes at `tests::targets::form`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| tests::targets::form(data));
