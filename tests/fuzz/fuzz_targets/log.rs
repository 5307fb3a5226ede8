//! Throws bytes at the target `log`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| tests::targets::run("log", data));
