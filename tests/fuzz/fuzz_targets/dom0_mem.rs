//! Throws bytes at the target `dom0_mem`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| tests::targets::run("dom0_mem", data));
