//! Throws bytes at `tests::targets::kernel`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| tests::targets::kernel(data));
