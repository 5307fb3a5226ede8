//! A fingerprint of each picture that the product draws, and of all it says about a machine, as
//! `make snap` writes them and a test compares them: a line for each machine, size and step. It
//! says that something changed, not whether that is right; the tests of figure and words say what
//! a picture and a sentence must be.

use std::fmt::Write;

use figure::change::{between, ghosts};
use figure::geometry::{Point, Rect};
use figure::highlight::Highlight;
use figure::label::Label;
use figure::pattern::Piece;
use figure::scene::{Time, at_true_scale, figure, rail_at};
use figure::shape::Scene;
use figure::surface::{self, Pen, Refused, Surface};
use figure::theme::{Rgb, Theme};
use figure::view::{Scale, View};
use figure::{answer, machine, slim, svg};
use read::presets::PRESETS;
use read::{Field, Form};
use sim::boot::Boot;
use sim::simulate::simulate;
use sim::what_if::Comparisons;
use sim::what_if::sweep::{self, Sweep};

use crate::sentences::of_a_boot;

/// The times within a step that count: two while pages move, and the end.
const TIMES: [f64; 4] = [0.2, 0.5, 0.8, 1.0];
/// Kernels of every kind on the first preset's machine, with an option each.
const KERNELS: [(&str, &str); 6] = [
    ("2.6.18", "4G"),
    ("2.6.37", "2G"),
    ("3.6", "8G,max:12G"),
    ("3.16", "4G,max:4G"),
    ("4.4", "8G"),
    ("6.1", "2G,max:2G"),
];

/// A line for each picture, and one for the words: the machine, what it is, and sixteen digits.
pub fn all() -> String {
    let mut out = String::new();
    let mut last: Option<Boot> = None;
    for (name, form) in machines() {
        let Ok(made) = form.read() else { continue };
        let boot = simulate(&made.config);
        for (view_name, view) in views() {
            for (step, shown) in boot.steps.iter().enumerate() {
                let id = shown.phase().id();
                let _ =
                    writeln!(out, "{name} {view_name} {id} {:016x}", of_step(&boot, step, &view));
            }
        }
        let _ = writeln!(out, "{name} words {:016x}", of_words(&form));
        let _ = writeln!(out, "{name} charts {:016x}", of_charts(&boot));
        if let Some(before) = last.replace(boot.clone()) {
            let _ = writeln!(out, "{name} change {:016x}", of_change(&before, &boot));
        }
    }
    out
}

fn machines() -> impl Iterator<Item = (String, Form)> {
    let presets = PRESETS.iter().map(|preset| (preset.id.to_owned(), Form::from(preset)));
    let kernels = KERNELS.iter().map(|(linux, option)| {
        let form = PRESETS.first().map(Form::from).unwrap_or_default();
        let form = form.with(Field::Linux, linux).with(Field::Dom0Mem, option);
        (format!("{linux}-{option}"), form)
    });
    presets.chain(kernels)
}

/// Sheets of every kind: wide, fitted, of a phone, to scale, and with something highlighted.
fn views() -> [(&'static str, View); 5] {
    let released = Highlight::named("released");
    [
        ("wide", View::new(904.0).fitted(552.0)),
        ("embed", View::new(592.0).fitted(330.0)),
        ("phone", View::new(332.0)),
        ("to-scale", View::new(936.0).at_scale(Scale::ToScale)),
        ("highlighted", View::new(1180.0).highlighting(released)),
    ]
}

fn of_step(boot: &Boot, step: usize, view: &View) -> u64 {
    let mut print = Print::default();
    for t in TIMES {
        let time = Time { step, t };
        print.scene(&figure(boot, time, view));
        print.add(if at_true_scale(boot, time, view) { "true" } else { "folded" });
        let rails = (0..90u8).filter_map(|row| rail_at(boot, time, view, 8.0 * f64::from(row)));
        rails.for_each(|lane| print.add(lane.id()));
    }
    print.0
}

fn of_words(form: &Form) -> u64 {
    let mut print = Print::default();
    for said in of_a_boot(form) {
        print.add(&said.place);
        print.add(&said.text);
    }
    print.0
}

fn of_charts(boot: &Boot) -> u64 {
    let mut print = Print::default();
    let compared = Comparisons::of(boot);
    for width in [1200.0, 900.0, 679.0, 332.0] {
        let view = View::new(width);
        print.scene(&answer::strip(&compared, width));
        print.scene(&machine::bars(boot, usize::MAX, &view));
        print.scene(&slim::bar(boot, width));
        print.scene(&figure::sweep::scene(&swept(boot), &view));
    }
    print.0
}

fn swept(boot: &Boot) -> Sweep {
    let points = sweep::sizes().into_iter().map(|host| sweep::point(boot, boot.pages, host));
    Sweep { dom0: boot.pages, points: points.collect(), here: sweep::here(boot) }
}

fn of_change(before: &Boot, now: &Boot) -> u64 {
    let mut print = Print::default();
    let view = View::new(904.0).fitted(552.0);
    for (phase, t) in
        [("pages-released", 1.0), ("pages-moved", 0.5), ("descriptors", 1.0), ("tools-report", 1.0)]
    {
        let [from, to] = [before, now].map(|boot| {
            let step = boot.steps.iter().position(|s| s.phase().id() == phase);
            figure(boot, Time { step: step.unwrap_or(boot.steps.len() - 1), t }, &view)
        });
        for u in [0.0, 0.3, 0.7] {
            let mut scene = between(&from, &to, u);
            ghosts(&mut scene, &from, &to);
            print.scene(&scene);
        }
    }
    print.0
}

/// FNV-1a in 64 bits: the same on every machine and with every compiler.
struct Print(u64);

impl Default for Print {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Print {
    fn add(&mut self, text: &str) {
        for byte in text.bytes() {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
        }
    }

    /// Lengths, in tenths of a pixel.
    fn lengths(&mut self, lengths: &[f64]) {
        for n in lengths {
            self.add(&format!("{} ", svg::Px(*n)));
        }
    }

    fn points(&mut self, points: &[Point]) {
        for p in points {
            self.lengths(&[p.x, p.y]);
        }
    }

    fn pen(&mut self, name: &str, pen: Pen) {
        self.add(&format!("{name} {:x} ", pen.colour));
        self.lengths(&[pen.width]);
    }

    /// What is drawn, as SVG and on a canvas, and what can be pointed at.
    fn scene(&mut self, scene: &Scene) {
        self.add(&svg::write(scene, ""));
        if surface::paint(scene, Theme::Light, self).is_err() {
            self.add("refused");
        }
        for target in &scene.targets {
            let rect = target.rect;
            self.add(&format!("{:?}", target.key));
            self.lengths(&[rect.x, rect.y, rect.w, rect.h]);
        }
    }
}

/// A canvas that only notes what is drawn on it.
impl Surface for Print {
    fn fill_rect(&mut self, rect: Rect, colour: Rgb) -> Result<(), Refused> {
        self.add(&format!("rect {colour:x} "));
        self.lengths(&[rect.x, rect.y, rect.w, rect.h]);
        Ok(())
    }

    fn fill(&mut self, outline: &[Point], colour: Rgb) -> Result<(), Refused> {
        self.add(&format!("fill {colour:x} "));
        self.points(outline);
        Ok(())
    }

    fn line(&mut self, points: &[Point], pen: Pen) -> Result<(), Refused> {
        self.pen("line", pen);
        self.points(points);
        Ok(())
    }

    fn pieces(&mut self, pieces: &[Piece], pen: Pen) -> Result<(), Refused> {
        self.pen("pieces", pen);
        for ends in pieces {
            self.points(ends);
        }
        Ok(())
    }

    fn text(&mut self, label: &Label<'_>, colour: Rgb) -> Result<(), Refused> {
        let Label { at, anchor, text, size, weight } = label;
        self.add(&format!("text {colour:x} {anchor:?} {weight:?} {text} "));
        self.lengths(&[at.x, at.y, *size]);
        Ok(())
    }
}
