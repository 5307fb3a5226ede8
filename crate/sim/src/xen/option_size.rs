//! A size as it is typed in `dom0_mem=`.
//!
//! Not here: reading one (`number`), and amounts as sentences show them.

use crate::units::Pages;

/// A size as typed for Xen, in the largest unit that represents it exactly: `4G`, `2055M`.
pub fn option_size(pages: Pages) -> String {
    match pages.0 {
        n if n > 0 && n.is_multiple_of(1 << 18) => format!("{}G", n >> 18),
        n if n > 0 && n.is_multiple_of(1 << 8) => format!("{}M", n >> 8),
        _ => format!("{}K", pages.kib()),
    }
}

/// A size as a person would type it: in whole MiB, rounded down where it has any.
pub fn typed_size(pages: Pages) -> String {
    let mib = Pages(pages.0 & !0xff);
    option_size(if mib.is_zero() { pages } else { mib })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_use_the_largest_whole_unit() {
        assert_eq!(option_size(Pages(4 << 18)), "4G");
        assert_eq!(option_size(Pages(513 << 8)), "513M");
        assert_eq!(option_size(Pages(1_756_005)), "7024020K");
        assert_eq!(typed_size(Pages(1_756_005)), "6859M");
        assert_eq!(typed_size(Pages(4 << 18)), "4G");
        assert_eq!(typed_size(Pages(3)), "12K");
    }
}
