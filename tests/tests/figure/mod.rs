//! Facts that hold in every picture, for every preset, era and width: what moves, what
//! lies where on the sheet, what can be pointed at.

#![allow(clippy::unwrap_used)]

mod moving;
mod pointing;
mod sheet;

use std::fmt::Write;

use figure::scene::{Time, figure};
use figure::shape::Scene;
use figure::view::View;
use read::presets::PRESETS;
use read::{Field, Form as Typed};
use sim::boot::Boot;
use sim::simulate::simulate;
use tests::booted::boot_of;

const KERNELS: [&str; 8] = ["2.6.18", "3.0.4", "3.1", "3.2", "3.6", "3.18", "4.20", "6.12"];
const WIDTHS: [f64; 6] = [936.0, 640.0, 288.0, 330.0, 768.0, 1240.0];

fn boots() -> Vec<(String, Boot)> {
    let mut out = Vec::new();
    for preset in PRESETS {
        for linux in KERNELS {
            let form = Typed::from(preset).with(Field::Linux, linux);
            let made = form.read().unwrap();
            out.push((format!("{} {linux}", preset.id), simulate(&made.config)));
        }
    }
    for linux in ["3.0.4", "3.2", "3.6", "6.12"] {
        let form = Typed::from(&PRESETS[0]).with(Field::Linux, linux);
        let huge = form.clone().with(Field::HostMem, "12T").with(Field::Dom0Mem, "100G");
        out.push((format!("12 TiB {linux}"), boot_of(&huge)));
        let many = form.with(Field::HostMem, "").with(Field::E820, &many_regions());
        out.push((format!("many regions {linux}"), boot_of(&many)));
    }
    for linux in ["3.1", "3.2", "6.12"] {
        let form = Typed::from(&PRESETS[0]).with(Field::Linux, linux);
        let made = form.with(Field::Balloon, "initial").read().unwrap();
        out.push((format!("balloon {linux}"), simulate(&made.config)));
    }
    out
}

/// 128 regions, as many as a map has: RAM with reserved stretches of 1 to 32768 pages between.
fn many_regions() -> String {
    let mut text = String::new();
    let mut at = 0u64;
    for i in 0..64u64 {
        let (ram, reserved) = (0x4000 + (i * 977) % 0x6000, 1 << (i % 16));
        let (end, next) = (at + ram, at + ram + reserved);
        let _ = write!(
            text,
            "{:x}-{:x} usable\n{:x}-{:x} reserved\n",
            at << 12,
            end << 12,
            end << 12,
            next << 12
        );
        at = next;
    }
    text
}

fn at(boot: &Boot, step: usize, t: f64, width: f64) -> Scene {
    figure(boot, Time { step, t }, &View::new(width))
}
