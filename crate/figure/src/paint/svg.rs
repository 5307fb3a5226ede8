//! A scene as SVG. Roles are classes, so that one file serves light, dark and forced
//! colours; patterns are definitions, so that a bar is one element whatever its pattern.

use core::fmt::Write;

use words::html::escape;

use crate::draw::geometry::{Point, Rect};
use crate::draw::pattern::{self, pitch};
use crate::draw::role::ROLES;
use crate::draw::shape::{Anchor, Bar, Corner, Dash, Key, Mark, Pattern, Role, Scene, Shape, Tone};
use crate::draw::text_metrics::Weight;
use crate::paint::theme::Theme;

/// The scene as a standalone SVG file, with a title for screen readers.
pub fn write(scene: &Scene, title: &str) -> String {
    write_named(scene, title, &|_| None)
}

/// The same with a title on each region that `name` knows.
pub fn write_named(scene: &Scene, title: &str, name: &dyn Fn(Key) -> Option<String>) -> String {
    let used = |role: Role| role == Role::Paper || scene.shapes.iter().any(|s| s.role == role);
    let style = format!("<style>{}</style>", sheet(&used));
    element(scene, title, &style, name)
}

/// The scene as an SVG element for a page that has [`style_sheet`] linked.
pub fn write_inline(scene: &Scene, title: &str) -> String {
    element(scene, title, "", &|_| None)
}

fn element(
    scene: &Scene,
    title: &str,
    style: &str,
    name: &dyn Fn(Key) -> Option<String>,
) -> String {
    // Pictures on one page must not share ids: hiding one would hide its patterns in the
    // others.
    let drawing = Drawing::of(scene, id(scene, title), name);
    let (w, h) = (Px(scene.width), Px(scene.height));
    let mut out = head(w.0, h.0, title);
    out.push_str(style);
    if !drawing.patterns.is_empty() {
        out.push_str("<defs>");
        out.extend(drawing.patterns());
        out.push_str("</defs>");
    }
    let _ = write!(out, "<path class=\"f-paper\" d=\"M0 0H{w}V{h}H0z\"/>");
    out.push_str(&drawing.body);
    out.push_str("</svg>\n");
    out
}

/// The start of a picture of `width` × `height` CSS pixels: its element and its title.
pub fn head(width: f64, height: f64, title: &str) -> String {
    let (w, h) = (Px(width), Px(height));
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {w} {h}\" width=\"{w}\" height=\"{h}\" role=\"img\" class=\"d0\"><title>"
    );
    escape(&mut out, title);
    out.push_str("</title>");
    out
}

/// A scene as elements of SVG, in the order of drawing, and the patterns they refer to.
/// The caller writes the file around them.
pub struct Drawing {
    patterns: Vec<(Pattern, Role)>,
    /// What the ids of patterns begin with.
    id: u32,
    /// All elements.
    body: String,
    /// Where each shape's element ends in `body`, in bytes.
    ends: Vec<usize>,
}

impl Drawing {
    /// The elements of `scene`. Ids of patterns begin with `id`; `name` gives the titles
    /// of regions.
    pub fn of(scene: &Scene, id: u32, name: &dyn Fn(Key) -> Option<String>) -> Self {
        let mut writer = Writer { out: String::new(), patterns: Vec::new(), id, name };
        let mut ends = Vec::with_capacity(scene.shapes.len());
        for shape in &scene.shapes {
            writer.shape(shape);
            ends.push(writer.out.len());
        }
        Self { patterns: writer.patterns, id, body: writer.out, ends }
    }

    /// One element for each shape that shows, in the order of drawing.
    pub fn elements(&self) -> impl Iterator<Item = &str> {
        let starts = core::iter::once(&0).chain(&self.ends);
        let all = starts.zip(&self.ends).filter_map(|(a, b)| self.body.get(*a..*b));
        all.filter(|element| !element.is_empty())
    }

    /// The definitions of the patterns, each once.
    pub fn patterns(&self) -> impl Iterator<Item = String> {
        self.patterns.iter().map(|(p, role)| {
            let mut out = String::new();
            define(&mut out, self.id, *p, *role);
            out
        })
    }
}

/// An id that differs between pictures: FNV-1a over the title and all bars.
fn id(scene: &Scene, title: &str) -> u32 {
    let step = |h: u32, b: u8| (h ^ u32::from(b)).wrapping_mul(0x0100_0193);
    let bars = scene.shapes.iter().filter_map(Shape::bar);
    let numbers = bars
        .flat_map(|r| [r.x, r.w])
        .chain([scene.width])
        .flat_map(|n| ((n * 10.0) as i32).to_le_bytes());
    // An id starts with a letter.
    title.bytes().chain(numbers).fold(0x811c_9dc5, step) | 0xa000_0000
}

/// A pixel length with at most one decimal.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Px(pub f64);

impl core::fmt::Display for Px {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let tenths = (self.0 * 10.0).round() as i64;
        let sign = if tenths < 0 { "-" } else { "" };
        let (whole, part) = (tenths.abs() / 10, tenths.abs() % 10);
        if part == 0 { write!(f, "{sign}{whole}") } else { write!(f, "{sign}{whole}.{part}") }
    }
}

/// The roles' colours as classes: `f-` fills, `l-` strokes, `t-` text; and what all
/// pictures share.
pub fn style_sheet() -> String {
    sheet(&|_| true)
}

/// The rules for systems that force their own colours. No role's name contains `f-` or
/// `l-`. With [`SHARED`] alone it serves a page that shows SVG only in that case.
pub const FORCED: &str = concat!(
    "@media(forced-colors:active){.d0 [class*=f-]{fill:Canvas}.d0 .f-xen{fill:CanvasText}",
    ".d0 [class*=l-]{stroke:CanvasText}.d0 .l-paper{stroke:Canvas}.d0 .l-action{stroke:Highlight}",
    ".d0 text[class]{fill:CanvasText}.d0 text.t-paper{fill:Canvas}}",
);

/// The rules that all pictures share, independent of colours.
pub const SHARED: &str = concat!(
    ".d0{font:13px system-ui,'DejaVu Sans',sans-serif;font-variant-numeric:tabular-nums}",
    ".d0 :where(path,rect:not([fill])){fill:none}.d0 rect{rx:2px}.d0 .x{rx:4px}.d0 .o{stroke-width:1.5}",
    ".d0 .b{font-weight:650}.d0 .m{text-anchor:middle}.d0 .e{text-anchor:end}",
    ".d0 .k{font-weight:650;font-family:ui-monospace,'DejaVu Sans Mono',monospace}",
    ".d0 .n{font-family:ui-monospace,'DejaVu Sans Mono',monospace}",
    ".d0 .d1{stroke-dasharray:6 4}.d0 .d2{stroke-dasharray:3 3}",
    ".d0 .d3{stroke-dasharray:2 2}.d0 .d4{stroke-dasharray:1 3}.d0 .dim{opacity:.45}",
);

/// The rules of the roles that `used` names.
fn sheet(used: &dyn Fn(Role) -> bool) -> String {
    let mut out = SHARED.to_owned();
    rules(&mut out, Theme::Light, used);
    out.push_str("@media(prefers-color-scheme:dark){");
    rules(&mut out, Theme::Dark, used);
    out.push('}');
    out.push_str(FORCED);
    out
}

/// The style of inline pictures of these scenes that follow the colour scheme of the element
/// around them, not only the reader's system.
pub fn style_of(scenes: &[Scene]) -> String {
    let used = |role: Role| {
        role == Role::Paper || scenes.iter().flat_map(|s| &s.shapes).any(|s| s.role == role)
    };
    let mut out = SHARED.to_owned();
    for (role, name) in ROLES.into_iter().filter(|(role, _)| used(*role)) {
        let [light, dark] = [Theme::Light, Theme::Dark].map(|theme| theme.paint(role));
        if let Some((light, dark)) = light.fill.zip(dark.fill) {
            let _ = write!(out, ".d0 .f-{name}{{fill:light-dark(#{light:06x},#{dark:06x})}}");
        }
        let both = format!("light-dark(#{:06x},#{:06x})", light.line, dark.line);
        let _ = write!(out, ".d0 .l-{name}{{stroke:{both}}}.d0 .t-{name}{{fill:{both}}}");
    }
    out + FORCED
}

fn rules(out: &mut String, theme: Theme, used: &dyn Fn(Role) -> bool) {
    for (role, name) in ROLES.into_iter().filter(|(role, _)| used(*role)) {
        let paint = theme.paint(role);
        if let Some(fill) = paint.fill {
            let _ = write!(out, ".d0 .f-{name}{{fill:#{fill:06x}}}");
        }
        let line = paint.line;
        let _ = write!(out, ".d0 .l-{name}{{stroke:#{line:06x}}}");
        let _ = write!(out, ".d0 .t-{name}{{fill:#{line:06x}}}");
    }
}

const fn pattern_name(pattern: Pattern) -> &'static str {
    match pattern {
        Pattern::Plain => "p",
        Pattern::Slanted => "s",
        Pattern::Dotted => "d",
        Pattern::Crossed => "c",
        Pattern::Upright => "u",
        Pattern::Level => "l",
        Pattern::Falling => "f",
        Pattern::Grid => "g",
        Pattern::Brick => "b",
    }
}

/// A pattern in a role's colours, its fill included.
fn define(out: &mut String, id: u32, p: Pattern, role: Role) {
    let (name, role, size) = (pattern_name(p), role.name(), Px(pitch(p)));
    let width = Px(pattern::width(p));
    let turn = matches!(p, Pattern::Slanted | Pattern::Crossed | Pattern::Falling);
    let turn = if turn { " patternTransform=\"rotate(45)\"" } else { "" };
    let marks = match p {
        Pattern::Plain => "",
        Pattern::Slanted => "M4 0V8",
        Pattern::Crossed => "M0 4.5H9M4.5 0V9",
        Pattern::Upright => "M1.5 0V6",
        Pattern::Dotted => "M.5 2H3.5M4.5 6H7.5",
        Pattern::Level => "M0 2.5H5",
        Pattern::Falling => "M0 3.5H7",
        Pattern::Grid => "M0 3H6M3 0V6",
        Pattern::Brick => "M0 2H8M0 6H8M2 0V2M6 2V6M2 6V8",
    };
    let _ = write!(
        out,
        "<pattern id=\"{id:x}{name}-{role}\" width=\"{size}\" height=\"{size}\" patternUnits=\"userSpaceOnUse\"{turn}><path class=\"f-{role}\" d=\"M0 0H{size}V{size}H0z\"/><path class=\"l-{role}\" stroke-width=\"{width}\" d=\"{marks}\"/></pattern>"
    );
}

struct Writer<'a> {
    out: String,
    patterns: Vec<(Pattern, Role)>,
    id: u32,
    name: &'a dyn Fn(Key) -> Option<String>,
}

const fn dash_class(dash: Dash) -> &'static str {
    match dash {
        Dash::Solid | Dash::None => "",
        Dash::Could => " d1",
        Dash::Trace => " d2",
        Dash::Estimated => " d3",
        Dash::NotYet => " d4",
    }
}

impl Writer<'_> {
    fn shape(&mut self, shape: &Shape) {
        let role = shape.role.name();
        let dim = if shape.tone == Tone::Dimmed { " dim" } else { "" };
        match &shape.mark {
            Mark::Bar { rect, corner, pattern, outline, .. } => {
                let bar =
                    Bar { role: shape.role, pattern: *pattern, outline: *outline, corner: *corner };
                self.bar(shape, *rect, bar);
            }
            Mark::Area { points } => {
                let _ = write!(self.out, "<path class=\"f-{role}{dim}\" d=\"");
                self.path(points);
                self.out.push_str("z\"/>");
            }
            Mark::Line { dash: Dash::None, .. } => {}
            Mark::Line { points, dash, width } => {
                let dash = dash_class(*dash);
                let _ = write!(self.out, "<path class=\"l-{role}{dash}{dim}\"");
                if (*width - 1.0).abs() > 0.01 {
                    let _ = write!(self.out, " stroke-width=\"{}\"", Px(*width));
                }
                self.out.push_str(" d=\"");
                self.path(points);
                self.out.push_str("\"/>");
            }
            Mark::Text { at, anchor, text, size, weight } => {
                let anchor = match anchor {
                    Anchor::Start => "",
                    Anchor::Middle => " m",
                    Anchor::End => " e",
                };
                let weight = match weight {
                    Weight::Regular => "",
                    Weight::Strong => " b",
                    Weight::Code => " k",
                    Weight::Line => " n",
                };
                let (x, y) = (Px(at.x), Px(at.y));
                let _ = write!(
                    self.out,
                    "<text class=\"t-{role}{weight}{anchor}\" x=\"{x}\" y=\"{y}\""
                );
                if (*size - 13.0).abs() > 0.01 {
                    let _ = write!(self.out, " font-size=\"{}\"", Px(*size));
                }
                self.out.push('>');
                escape(&mut self.out, text);
                self.out.push_str("</text>");
            }
        }
    }

    fn bar(&mut self, shape: &Shape, rect: Rect, bar: Bar) {
        let Bar { pattern, outline, corner, .. } = bar;
        let role = shape.role.name();
        let dim = if shape.tone == Tone::Dimmed { " dim" } else { "" };
        let (x, y, w, h) = (Px(rect.x), Px(rect.y), Px(rect.w), Px(rect.h));
        let mut class = String::new();
        if pattern == Pattern::Plain && Theme::Light.paint(shape.role).fill.is_some() {
            let _ = write!(class, "f-{role}");
        }
        if outline != Dash::None {
            let _ = write!(class, " o l-{role}{}", dash_class(outline));
        }
        if corner == Corner::Round {
            class.push_str(" x");
        }
        let class = class.trim_start();
        let _ = write!(
            self.out,
            "<rect class=\"{class}{dim}\" x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\""
        );
        if pattern != Pattern::Plain {
            let _ =
                write!(self.out, " fill=\"url(#{:x}{}-{role})\"", self.id, pattern_name(pattern));
            if !self.patterns.contains(&(pattern, shape.role)) {
                self.patterns.push((pattern, shape.role));
            }
        }
        match (self.name)(shape.key) {
            Some(name) => {
                self.out.push_str("><title>");
                escape(&mut self.out, &name);
                self.out.push_str("</title></rect>");
            }
            None => self.out.push_str("/>"),
        }
    }

    fn path(&mut self, points: &[Point]) {
        for (i, p) in points.iter().enumerate() {
            let letter = if i == 0 { 'M' } else { 'L' };
            let _ = write!(self.out, "{letter}{} {}", Px(p.x), Px(p.y));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forced_colours_find_fills_and_lines_by_letters_no_name_has() {
        for (_, name) in ROLES {
            assert!(!format!("t-{name}").contains("f-") && !format!("f-{name}").contains("l-"));
            assert!(!format!("l-{name}").contains("f-") && !format!("t-{name}").contains("l-"));
        }
    }
}
