//! Throws bytes at the target `version`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| tests::targets::run("version", data));
