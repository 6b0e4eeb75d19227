#![no_main]

libfuzzer_sys::fuzz_target!(|query: &str| {
    let _ = verbatim::query::parse(query);
});
