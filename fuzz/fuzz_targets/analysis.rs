#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| verbatim_fuzz::analyse(text));
