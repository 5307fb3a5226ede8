//! Throws bytes at `tests::targets::changed_log`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| tests::targets::changed_log(data));
