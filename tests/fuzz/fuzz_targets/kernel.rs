//! Throws bytes at the target `kernel`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| tests::targets::run("kernel", data));
