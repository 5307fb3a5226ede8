//! A scene as SVG: roles as classes, so one file serves light, dark and forced colours.

use core::fmt::Write;

use crate::advance::Weight;
use crate::geometry::Point;
use crate::pattern;
use crate::shape::{Anchor, Dash, Form, Role, Scene, Shape};
use crate::theme::{ROLES, Theme};

/// The scene as a standalone SVG file with a title for readers who do not see it.
pub fn write(scene: &Scene, title: &str) -> String {
    let mut out = String::new();
    open(&mut out, scene, title);
    out.push_str("<style>");
    out.push_str(&style_sheet());
    out.push_str("</style>");
    body(&mut out, scene);
    out
}

/// The scene as an SVG element for a page that has [`style_sheet`] linked.
pub fn write_inline(scene: &Scene, title: &str) -> String {
    let mut out = String::new();
    open(&mut out, scene, title);
    body(&mut out, scene);
    out
}

fn open(out: &mut String, scene: &Scene, title: &str) {
    let (w, h) = (Px(scene.width), Px(scene.height));
    let _ = write!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {w} {h}\" width=\"{w}\" height=\"{h}\" role=\"img\" font-family=\"system-ui,'DejaVu Sans',sans-serif\"><title>"
    );
    escape(out, title);
    out.push_str("</title>");
}

fn body(out: &mut String, scene: &Scene) {
    let (w, h) = (Px(scene.width), Px(scene.height));
    let _ = write!(out, "<path class=\"f-paper\" d=\"M0 0H{w}V{h}H0z\"/>");
    for shape in &scene.shapes {
        write_shape(out, shape);
    }
    out.push_str("</svg>\n");
}

/// A pixel length with at most two decimals.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Px(pub f64);

impl core::fmt::Display for Px {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let hundredths = (self.0 * 100.0).round() as i64;
        let sign = if hundredths < 0 { "-" } else { "" };
        let (whole, part) = (hundredths.abs() / 100, hundredths.abs() % 100);
        if part == 0 { write!(f, "{sign}{whole}") } else { write!(f, "{sign}{whole}.{part:02}") }
    }
}

/// The roles' colours as classes: `f-` fills, `l-` strokes, `t-` text.
pub fn style_sheet() -> String {
    let mut out = "svg[role=img] path{fill:none}".to_owned();
    rules(&mut out, Theme::Light);
    out.push_str("@media(prefers-color-scheme:dark){");
    rules(&mut out, Theme::Dark);
    out.push_str("}@media(forced-colors:active){");
    for (role, name) in ROLES {
        let fill = if role == Role::Xen { "CanvasText" } else { "Canvas" };
        let _ = write!(out, "svg[role=img] .f-{name}{{fill:{fill}}}");
        let ink = if role == Role::Paper { "Canvas" } else { "CanvasText" };
        let _ = write!(
            out,
            "svg[role=img] .l-{name}{{stroke:{ink}}}svg[role=img] .t-{name}{{fill:{ink}}}"
        );
    }
    out.push('}');
    out
}

fn rules(out: &mut String, theme: Theme) {
    for (role, name) in ROLES {
        let paint = theme.paint(role);
        if let Some(fill) = paint.fill {
            let _ = write!(out, "svg[role=img] .f-{name}{{fill:#{fill:06x}}}");
        }
        let line = paint.line;
        let _ = write!(out, "svg[role=img] .l-{name}{{stroke:#{line:06x}}}");
        let _ = write!(out, "svg[role=img] .t-{name}{{fill:#{line:06x}}}");
    }
}

fn name(role: Role) -> &'static str {
    ROLES.iter().find(|(r, _)| *r == role).map_or("ink", |(_, name)| name)
}

fn write_shape(out: &mut String, shape: &Shape) {
    let role = name(shape.role);
    match &shape.form {
        Form::Bar { rect, pattern: marks, outline } => {
            let (x, y, w, h) = (Px(rect.x), Px(rect.y), Px(rect.w), Px(rect.h));
            let filled = Theme::Light.paint(shape.role).fill.is_some();
            if filled {
                let _ = write!(out, "<path class=\"f-{role}\" d=\"M{x} {y}h{w}v{h}H{x}z\"/>");
            }
            lines(out, role, &pattern::pieces(*rect, *marks), pattern::width(*marks));
            if *outline != Dash::None {
                lines(out, role, &pattern::dashed(&pattern::outline(*rect), *outline), 1.5);
            }
        }
        Form::Line { points, dash, width } => {
            lines(out, role, &pattern::dashed(points, *dash), *width);
        }
        Form::Text { at, anchor, text, size, weight } => {
            let anchor = match anchor {
                Anchor::Start => "start",
                Anchor::Middle => "middle",
                Anchor::End => "end",
            };
            let weight = match weight {
                Weight::Regular => 400,
                Weight::Strong => 650,
            };
            let (x, y, size) = (Px(at.x), Px(at.y), Px(*size));
            let _ = write!(
                out,
                "<text class=\"t-{role}\" x=\"{x}\" y=\"{y}\" font-size=\"{size}\" font-weight=\"{weight}\" text-anchor=\"{anchor}\">"
            );
            escape(out, text);
            out.push_str("</text>");
        }
    }
}

fn lines(out: &mut String, role: &str, pieces: &[[Point; 2]], width: f64) {
    if pieces.is_empty() {
        return;
    }
    let _ = write!(out, "<path class=\"l-{role}\" stroke-width=\"{}\" d=\"", Px(width));
    for [a, b] in pieces {
        let _ = write!(out, "M{} {}L{} {}", Px(a.x), Px(a.y), Px(b.x), Px(b.y));
    }
    out.push_str("\"/>");
}

fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            _ => out.push(c),
        }
    }
}
