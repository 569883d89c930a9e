//! What libFuzzer calls; see the decoder of this name in `tests/decoders`.
#![no_main]

libfuzzer_sys::fuzz_target!(init: maslahat_decoders::hold_panics(), |bytes: &[u8]| {
    let _taken = maslahat_decoders::decode("bundle", bytes);
});
