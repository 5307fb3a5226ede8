//! Amounts of memory as people type them: `64G`, `64 GiB`, `4194304K`, page counts.

use sim::units::Pages;

use crate::Error;
use crate::error::quoted;

/// Sizes above this (2^52 bytes) are refused: no machine has them, and addresses must
/// remain exact in every reader.
pub const MOST: Pages = Pages(1 << 40);

/// An amount with a unit; whole pages only.
///
/// # Errors
/// If there is no number, no known unit, or the amount is 0 or beyond 2^52 bytes.
pub fn memory(text: &str) -> Result<Pages, Error> {
    let trimmed = text.trim();
    let wrong = || {
        let what = if trimmed.is_empty() { "an empty field".to_owned() } else { quoted(text) };
        Error::new(format!("{what} is not a size; write a number and a unit, like 64G or 512M"))
    };
    let digits: String = trimmed.chars().take_while(char::is_ascii_digit).collect();
    let unit = trimmed.strip_prefix(digits.as_str()).unwrap_or("").trim().to_ascii_lowercase();
    let number: u64 = digits.parse().map_err(|_| wrong())?;
    let shift = match unit.as_str() {
        "k" | "kb" | "kib" => 10,
        "m" | "mb" | "mib" => 20,
        "g" | "gb" | "gib" => 30,
        "t" | "tb" | "tib" => 40,
        _ => return Err(wrong()),
    };
    let bytes = u128::from(number) << shift;
    let pages = Pages(u64::try_from(bytes >> 12).unwrap_or(u64::MAX));
    if pages.is_zero() || pages > MOST {
        return Err(Error::new(format!(
            "{} is out of range; write between 4K and 4096T",
            quoted(text)
        )));
    }
    Ok(pages)
}

/// A count of pages, decimal or hexadecimal (`0x…`); blanks between digits are allowed.
///
/// # Errors
/// If it is not a whole number, is 0, or is beyond 2^40.
pub fn page_count(text: &str) -> Result<Pages, Error> {
    let plain: String = text.chars().filter(|c| !c.is_whitespace() && *c != ',').collect();
    let parsed = match plain.strip_prefix("0x") {
        Some(hex) => u64::from_str_radix(hex, 16),
        None => plain.parse(),
    };
    match parsed {
        Ok(n) if n > 0 && Pages(n) <= MOST => Ok(Pages(n)),
        _ => Err(Error::new(format!(
            "{} is not a page count; write how many 4 KiB pages a log says Xen gave dom0",
            quoted(text)
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_with_units_are_read() {
        for (text, pages) in
            [("64G", 64 << 18), (" 512 MiB ", 512 << 8), ("4K", 1), ("1t", 1 << 28)]
        {
            assert_eq!(memory(text), Ok(Pages(pages)), "{text}");
        }
    }

    #[test]
    fn what_is_no_size_is_named_with_what_to_write() {
        for text in
            ["", "64", "G", "-4G", "1.5G", "99999999999999999999G", "0G", "1K", "5000T", "é"]
        {
            let error = memory(text).unwrap_err().to_string();
            assert!(error.contains("write"), "{text}: {error}");
        }
        assert!(memory(" ").unwrap_err().to_string().starts_with("an empty field is"));
    }

    #[test]
    fn page_counts_may_be_grouped_or_hexadecimal() {
        assert_eq!(page_count("1 756 005"), Ok(Pages(1_756_005)));
        assert_eq!(page_count("0x1acb65"), Ok(Pages(0x1acb65)));
        assert!(page_count("0").is_err() && page_count("many").is_err());
    }
}
