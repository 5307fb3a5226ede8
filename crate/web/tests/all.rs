//! The tests in browsers as one program: each would start a browser of its own.
#![cfg(target_arch = "wasm32")]

mod any_input;
mod change;
mod inputs;
mod outputs;
mod support;
mod web;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
