//! The width of a label before it is drawn, from one conservative table for all readers.
//!
//! Advances of a wide sans-serif in 1/2048 em, so that other system fonts fit too.
//! Measuring on the reader's machine would make the page differ from the files.

/// Advances of the ASCII characters from space to `~`.
const ASCII: [u16; 95] = [
    651, 821, 942, 1716, 1303, 1946, 1597, 563, 799, 799, 1024, 1716, 651, 739, 651, 690, 1303,
    1303, 1303, 1303, 1303, 1303, 1303, 1303, 1303, 1303, 690, 690, 1716, 1716, 1716, 1087, 2048,
    1401, 1405, 1430, 1577, 1294, 1178, 1587, 1540, 604, 604, 1343, 1141, 1767, 1532, 1612, 1235,
    1612, 1423, 1300, 1251, 1499, 1401, 2025, 1403, 1251, 1403, 799, 690, 799, 1716, 1024, 1024,
    1255, 1300, 1126, 1300, 1260, 721, 1300, 1298, 569, 569, 1186, 569, 1995, 1298, 1253, 1300,
    1300, 842, 1067, 803, 1298, 1212, 1675, 1212, 1212, 1075, 1303, 690, 1303, 1716,
];

/// Font families of every picture, first choice first.
pub const FONT: &str = "system-ui, 'DejaVu Sans', sans-serif";

/// Font families of code.
pub const CODE: &str = "ui-monospace, 'DejaVu Sans Mono', monospace";

/// Font weight and family of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// 400.
    Regular,
    /// 650.
    Strong,
    /// Code: fixed width, 650.
    Code,
    /// A printed line: fixed width, 400.
    Line,
}

/// Width in CSS pixels of `text` at `size` pixels.
pub fn width(text: &str, size: f64, weight: Weight) -> f64 {
    let units: u32 = text.chars().map(advance).sum();
    let heavy = match weight {
        Weight::Regular => 1.0,
        Weight::Strong => 1.12,
        Weight::Code | Weight::Line => return text.chars().count() as f64 * 0.61 * size,
    };
    f64::from(units) / 2048.0 * size * heavy
}

fn advance(c: char) -> u32 {
    let index = (c as usize).checked_sub(32);
    let known = index.and_then(|i| ASCII.get(i).copied());
    match c {
        '\u{202f}' => 409,
        '\u{a0}' | '’' => 651,
        _ => known.map_or(1400, u32::from),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn width_grows_with_text_size_and_weight() {
        let plain = width("1.01 GiB", 13.0, Weight::Regular);
        assert!((50.0..62.0).contains(&plain), "{plain}");
        assert!(width("1.01 GiB", 13.0, Weight::Strong) > plain);
        assert!(width("1.01 GiB", 26.0, Weight::Regular) > 1.99 * plain);
    }
}
