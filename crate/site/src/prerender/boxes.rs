//! The heights of the pictures' boxes, by width, as a style sheet.

use figure::view::View;

/// Minimum width at which the widest of three prerendered pictures is shown.
const WIDEST: f64 = 1040.0;

/// The box of the figure alone.
pub(super) fn sheet_box() -> std::io::Result<String> {
    heights("sheet", |w| figure::scene::height(&View::new(w)))
}

/// The heights of the pictures' boxes as container rules, so that nothing jumps when a
/// picture arrives.
pub(super) fn boxes() -> std::io::Result<String> {
    let all = [
        sheet_box()?,
        heights("answer", figure::answer::height)? + &between("answer"),
        heights("whole", |w| figure::machine::height(&View::new(w)))? + &between("whole"),
        heights("sweep", |w| figure::sweep::height(&View::new(w)))?,
    ];
    Ok(all.concat())
}

fn heights(name: &str, height: fn(f64) -> f64) -> std::io::Result<String> {
    const MOST: usize = 12;
    let mut css = String::new();
    let (mut last, mut threshold) = (f64::NAN, 0.0);
    for width in 240..2000_u32 {
        let now = height(f64::from(width));
        if (now - last).abs() < 0.01 {
            continue;
        }
        last = now;
        let from = f64::from(width) - 0.5;
        let rule = format!("@container {name} (min-width:{from}px){{.{name}{{height:{now}px}}}}");
        css.push_str(&rule);
        threshold = from;
    }
    // Only the prerendered picture for this width is shown.
    css += &hide(name, threshold, ".narrow", "min");
    css += &hide(name, threshold - 0.01, ":not(.narrow)", "max");
    if css.matches('@').count() > MOST {
        return Err(std::io::Error::other(format!("{name}: too many heights for a style sheet")));
    }
    Ok(css)
}

/// Hides prerendered pictures of a kind from or to a width.
fn hide(name: &str, from: f64, kind: &str, limit: &str) -> String {
    format!("@container {name} ({limit}-width:{from}px){{.{name}>.pre{kind}{{display:none}}}}")
}

/// Of three prerendered pictures, shows one of the two wide ones at a time.
fn between(name: &str) -> String {
    hide(name, WIDEST, ".mid", "min") + &hide(name, WIDEST - 0.01, ".wide", "max")
}
