#![no_main]

libfuzzer_sys::fuzz_target!(|query: &str| verbatim_fuzz::query(query));
