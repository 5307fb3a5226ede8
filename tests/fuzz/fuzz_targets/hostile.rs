//! Throws bytes at the target `hostile`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| tests::targets::run("hostile", data));
