//! Throws bytes at the target `size`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| tests::targets::run("size", data));
