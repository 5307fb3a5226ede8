//! Throws bytes at the target `link`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| tests::targets::run("link", data));
