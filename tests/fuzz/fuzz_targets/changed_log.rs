//! Throws bytes at the target `changed_log`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| tests::targets::run("changed_log", data));
