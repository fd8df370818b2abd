//! See `pan_fuzz_bodies::evaluator`.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| pan_fuzz_bodies::evaluator(input));
