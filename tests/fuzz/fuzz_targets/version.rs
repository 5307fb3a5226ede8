//! Throws bytes at `tests::targets::version`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| tests::targets::version(data));
