//! Prints every sentence of ten kernels with eleven options, each once, to be read aloud:
//! `sentences [LINUX]`.

use std::collections::BTreeSet;

use tests::sentences::{of_a_boot, set_ups};

fn main() {
    let wanted = std::env::args().nth(1);
    let mut seen = BTreeSet::new();
    for (linux, option, form) in set_ups() {
        if wanted.as_ref().is_some_and(|w| w != linux) {
            continue;
        }
        println!("\n# Linux {linux}, dom0_mem={option}");
        for said in of_a_boot(&form) {
            if seen.insert(said.clone()) {
                println!("{}: {}", said.place, said.text);
            }
        }
    }
}
