//! Throws bytes at `tests::targets::log`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| tests::targets::log(data));
