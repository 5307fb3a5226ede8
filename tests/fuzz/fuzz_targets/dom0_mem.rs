//! Throws bytes at `tests::targets::dom0_mem`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| tests::targets::dom0_mem(data));
