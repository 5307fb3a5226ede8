//! Colours of the roles, light and dark: a tint to fill with, a strong line, and ink
//! that reads on both.

use crate::draw::role::Role;
use crate::draw::shape::{Shape, Tone};

/// Which set of colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// A colour, 0xRRGGBB.
pub type Rgb = u32;

/// The colours of a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paint {
    /// Fill, or `None` for no fill.
    pub fill: Option<Rgb>,
    /// Line, pattern and text.
    pub line: Rgb,
}

const fn paint(fill: Rgb, line: Rgb) -> Paint {
    Paint { fill: Some(fill), line }
}

const fn open(line: Rgb) -> Paint {
    Paint { fill: None, line }
}

/// The share of its own colour that a dimmed shape keeps, in 256ths.
const DIMMED: u32 = 112;

/// `rgb` mixed with `paper`, for a dimmed shape.
const fn dimmed(rgb: Rgb, paper: Rgb) -> Rgb {
    let mut out = 0;
    let mut shift = 0;
    while shift < 24 {
        let (a, b) = ((rgb >> shift) & 0xff, (paper >> shift) & 0xff);
        out |= ((a * DIMMED + b * (256 - DIMMED)) / 256) << shift;
        shift += 8;
    }
    out
}

impl Theme {
    /// The colours of a shape; mixed with the paper if it is dimmed.
    pub fn of(self, shape: &Shape) -> Paint {
        let paint = self.paint(shape.role);
        match shape.tone {
            Tone::Usual => paint,
            Tone::Dimmed => {
                let paper = self.paint(Role::Paper).line;
                let fill = paint.fill.map(|f| dimmed(f, paper));
                Paint { fill, line: dimmed(paint.line, paper) }
            }
        }
    }

    /// The colours of `role`.
    pub const fn paint(self, role: Role) -> Paint {
        match self {
            Self::Light => light(role),
            Self::Dark => dark(role),
        }
    }
}

const fn light(role: Role) -> Paint {
    match role {
        Role::Machine | Role::Unusable => paint(0xeceff2, 0x5f6873),
        Role::Dom0 => paint(0xd3e6f4, 0x0072b2),
        Role::OnHole => paint(0xd3e6f4, 0xc2500a),
        Role::Released => paint(0xfbe0d1, 0xc2500a),
        Role::Moved => paint(0xd2efe4, 0x00795a),
        Role::Hole => paint(0xeeeff0, 0x6f767e),
        Role::Descriptors => paint(0xf1dbea, 0x9c3a7a),
        Role::Funnel => paint(0xf7ebf3, 0x9c3a7a),
        Role::Fixed => paint(0xffffff, 0x4a5260),
        Role::Room | Role::Copied => open(0x6f767e),
        Role::Xen => paint(0x22272e, 0x22272e),
        Role::Socket => paint(0xffffff, 0xc2500a),
        Role::SocketMoved => paint(0xffffff, 0x00795a),
        Role::SocketDom0 => paint(0xffffff, 0x0072b2),
        Role::Band => paint(0xfdf3ec, 0xc2500a),
        Role::Ink => open(0x1b1f24),
        Role::Ink2 => open(0x4a5260),
        Role::Rule => open(0x7b8490),
        Role::Hair => open(0xd5dae0),
        Role::Action => open(0x0b5cad),
        Role::Highlight => paint(0xfff3c4, 0x0b5cad),
        Role::Paper => paint(0xffffff, 0xffffff),
    }
}

const fn dark(role: Role) -> Paint {
    match role {
        Role::Machine | Role::Unusable => paint(0x2a3037, 0x97a1ad),
        Role::Dom0 => paint(0x123a54, 0x5cb8ec),
        Role::OnHole => paint(0x123a54, 0xf4935a),
        Role::Released => paint(0x4d2611, 0xf4935a),
        Role::Moved => paint(0x0f4133, 0x41cb9f),
        Role::Hole => paint(0x262a2f, 0x8f98a2),
        Role::Descriptors => paint(0x45233c, 0xe6a3ca),
        Role::Funnel => paint(0x2d1f2b, 0xe6a3ca),
        Role::Fixed => paint(0x14171b, 0xb3bbc6),
        Role::Room | Role::Copied => open(0x98a2ae),
        Role::Xen => paint(0xe9ebee, 0xe9ebee),
        Role::Socket => paint(0x14171b, 0xf4935a),
        Role::SocketMoved => paint(0x14171b, 0x41cb9f),
        Role::SocketDom0 => paint(0x14171b, 0x5cb8ec),
        Role::Band => paint(0x241c17, 0xf4935a),
        Role::Ink => open(0xeceef1),
        Role::Ink2 => open(0xb3bbc6),
        Role::Rule => open(0x87919d),
        Role::Hair => open(0x363c44),
        Role::Action => open(0x7cc0ff),
        Role::Highlight => paint(0x4a3f12, 0x7cc0ff),
        Role::Paper => paint(0x14171b, 0x14171b),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::role::ROLES;

    fn luminance(rgb: Rgb) -> f64 {
        let channel = |shift: u32| {
            let c = f64::from(rgb >> shift & 0xff) / 255.0;
            if c <= 0.03928 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(16) + 0.7152 * channel(8) + 0.0722 * channel(0)
    }

    fn contrast(a: Rgb, b: Rgb) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn lines_stand_out_from_paper_and_ink_reads_on_every_fill() {
        for theme in [Theme::Light, Theme::Dark] {
            let paper = theme.paint(Role::Paper).line;
            let ink = theme.paint(Role::Ink).line;
            for (role, name) in ROLES {
                let Paint { fill, line } = theme.paint(role);
                if role != Role::Paper && role != Role::Hair {
                    assert!(contrast(line, paper) >= 3.0, "{name} {theme:?}");
                }
                if let (Some(fill), false) = (fill, role == Role::Xen) {
                    assert!(contrast(ink, fill) >= 7.0, "{name} {theme:?}");
                }
            }
            assert!(contrast(theme.paint(Role::Ink2).line, paper) >= 4.5);
            // Roles that also colour text, and patterns on their own fill.
            for role in [Role::Dom0, Role::Descriptors, Role::Socket, Role::Released] {
                assert!(contrast(theme.paint(role).line, paper) >= 4.5, "{role:?} {theme:?}");
            }
            for role in [
                Role::OnHole,
                Role::Released,
                Role::Moved,
                Role::Hole,
                Role::Unusable,
                Role::Descriptors,
            ] {
                let Paint { fill, line } = theme.paint(role);
                assert!(contrast(line, fill.unwrap()) >= 3.0, "{role:?} {theme:?}");
            }
            let band = theme.paint(Role::Band).fill.unwrap();
            assert!(
                contrast(ink, band) >= 7.0 && contrast(paper, theme.paint(Role::Xen).line) >= 7.0
            );
        }
    }
}
