//! Throws bytes at `tests::hostile::hostile`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| tests::hostile::hostile(data));
