//! Times that loggers, terminals and `dmesg` write in front of a line.

use crate::text::{before_first, first, has, number};

/// `[    0.000000] ` and, with the caller, `[    0.000000][    T0] `.
pub(super) fn after_stamp(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('[')?.trim_ascii_start();
    let (_, rest) = number(inner)?;
    let (_, rest) = number(rest.strip_prefix('.')?)?;
    let rest = rest.strip_prefix(']')?;
    // Newer tools part it from the time.
    let caller = rest.strip_prefix(" [").or_else(|| rest.strip_prefix('['));
    let caller = caller.map(str::trim_ascii_start);
    let caller = caller.and_then(|t| t.strip_prefix(['T', 'C'])).and_then(number);
    let rest = caller.and_then(|(_, rest)| rest.strip_prefix(']')).unwrap_or(rest);
    Some(rest.strip_prefix(' ').unwrap_or(rest))
}

/// The longest time in brackets, in bytes.
const LONGEST: usize = 56;

/// Any time in brackets: a date, a clock, the seconds since the line before, Xen's raw
/// counter. Whether it is one that only `dmesg` writes, and the rest.
pub(super) fn after_brackets(text: &str) -> Option<(bool, &str)> {
    let inner = text.strip_prefix('[')?;
    let body = before_first(inner, "]");
    let after = inner.get(body.len() + 1..)?;
    // Two numbers with a comma between are an entry of a map.
    let plain = |b: u8| b.is_ascii_alphanumeric() || b >= 0x80 || b" :.,+-<>/".contains(&b);
    if body.len() > LONGEST || has(body, ", ") || !body.bytes().all(plain) {
        return None;
    }
    let counter = body.len() == 16 && body.bytes().all(|b| b.is_ascii_hexdigit());
    let since = body.trim_ascii_start().strip_prefix('+').and_then(number).is_some()
        || has(body, "<") && body.ends_with('>');
    if !(counter || since || is_date(body) || has_clock(body)) {
        return None;
    }
    // The days of `dmesg -T`, in whatever language.
    let day = body.chars().next().is_some_and(char::is_alphabetic) && !counter;
    Some((since || day, after.strip_prefix(' ').unwrap_or(after)))
}

/// Whether a time of day with seconds is somewhere in a text.
pub(super) fn has_time(text: &str) -> bool {
    let is_time = |window: &[u8]| {
        let mut bytes = window.iter().enumerate();
        bytes.all(|(i, b)| if i == 2 || i == 5 { *b == b':' } else { b.is_ascii_digit() })
    };
    text.as_bytes().windows("08:02:43".len()).any(is_time)
}

/// Whether two digits follow a digit and a colon.
fn has_clock(text: &str) -> bool {
    let digits = |w: &[u8]| w.iter().all(u8::is_ascii_digit);
    text.as_bytes().windows(4).any(|w| matches!(w, [a, b':', c, d] if digits(&[*a, *c, *d])))
}

/// `6,123,456789,-;`, as `/dev/kmsg` has it.
pub(super) fn after_record(text: &str) -> Option<&str> {
    let (_, rest) = number(text)?;
    let (_, rest) = number(rest.strip_prefix(',')?)?;
    let (_, rest) = number(rest.strip_prefix(',')?)?;
    let flags = rest.strip_prefix(',')?;
    let end = first(flags.get(..8.min(flags.len()))?, ";")?;
    flags.get(end + 1..)
}

/// `2024-01-02 …`.
pub(super) fn is_date(text: &str) -> bool {
    let part = |text: &str, mark| {
        number(text).and_then(|(n, rest)| Some((n, rest.strip_prefix(mark)?.to_owned())))
    };
    let year = part(text, '-').filter(|(year, _)| (1970..10_000).contains(year));
    year.and_then(|(_, rest)| part(&rest, '-')).is_some_and(|(month, _)| month < 13)
}

/// Months as loggers write them.
pub(super) const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// `May 02 08:02:43.123`, `2024-01-02T03:04:05+0000`, `Tue 2024-01-02 03:04:05` or
/// `1704164645.123456`.
pub(super) fn after_date(text: &str) -> Option<&str> {
    let text = without_day(text).unwrap_or(text);
    if is_date(text) {
        let end = text.bytes().position(|b| b == b' ').unwrap_or(text.len());
        let rest = text.get(end..)?;
        // A blank may part the date from the time.
        let time = rest.trim_ascii_start();
        let timed =
            after_time(time).filter(|_| !before_first(text, " ").bytes().any(|b| b == b':'));
        return Some(timed.unwrap_or(rest));
    }
    if let Some(month) = text.get(..3).filter(|m| MONTHS.contains(m)) {
        let (_, rest) = number(text.get(month.len()..)?.trim_ascii_start())?;
        return after_time(rest.trim_ascii_start());
    }
    let (seconds, rest) = number(text)?;
    let (_, rest) = number(rest.strip_prefix('.')?)?;
    (seconds >= 1_000_000_000 && rest.starts_with(' ')).then_some(rest)
}

/// A date after the day of the week.
fn without_day(text: &str) -> Option<&str> {
    let day = before_first(text, " ");
    let rest = text.get(day.len() + 1..)?;
    let is_day = (2..=4).contains(&day.chars().count()) && day.chars().all(char::is_alphabetic);
    (is_day && is_date(rest)).then_some(rest)
}

/// `08:02:43.123`.
fn after_time(text: &str) -> Option<&str> {
    let (_, rest) = number(text)?;
    let (_, rest) = number(rest.strip_prefix(':')?)?;
    let (_, rest) = number(rest.strip_prefix(':')?)?;
    rest.get(rest.bytes().take_while(|b| *b != b' ').count()..)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_in_brackets_are_told_from_entries_of_a_map() {
        for (text, dmesg) in [
            ("[Sun Nov 29 14:06:09 2026] x", true),
            ("[So Nov 29 14:06:09 2026] x", true),
            ("[sáb nov 29 14:06:09 2026] x", true),
            ("[Sun Nov 29 14:06:09 2026 <    0.000000>] x", true),
            ("[    0.000000 <    0.000001>] x", true),
            ("[  +0.000012] x", true),
            ("[Nov29 14:06] x", true),
            ("[2026-11-29T14:06:09,123456+00:00] x", false),
            ("[2020-12-24 08:34:49] x", false),
            ("[14:06:09.123] x", false),
            ("[0000001b00000000] x", false),
        ] {
            assert_eq!(after_brackets(text), Some((dmesg, "x")), "{text}");
        }
        let padded = |length: usize| format!("[{:length$}] x", "14:06:09.123");
        assert_eq!(after_brackets(&padded(LONGEST)), Some((false, "x")));
        assert_eq!(after_brackets(&padded(LONGEST + 1)), None);
        for text in [
            "[0000000000100000, 00000000c7f8ffff] (usable)",
            "[mem 0x00000000-0x00000fff] usable",
            "[    0.000000] x",
            "[...] x",
            "[T0] x",
            "[12:",
        ] {
            assert_eq!(after_brackets(text), None, "{text}");
        }
    }

    #[test]
    fn dates_of_every_logger_go() {
        for date in [
            "May 02 08:02:43",
            "May  2 08:02:43.123",
            "2024-01-02T03:04:05+0000",
            "2024-01-02T03:04:05,123456+00:00",
            "2024-01-02 03:04:05",
            "Tue 2024-01-02 03:04:05.123456",
            "1704164645.123456",
        ] {
            assert_eq!(after_date(&format!("{date} dom0")), Some(" dom0"), "{date}");
        }
        for text in ["Memory: 1", "12.5 x", "4.17.5 x", "Xen 4.17.5", "1704164645 x", "Dom0 2024"] {
            assert_eq!(after_date(text), None, "{text}");
        }
    }

    #[test]
    fn records_of_the_kernels_device_are_known() {
        assert_eq!(after_record("6,123,456789,-;Linux"), Some("Linux"));
        assert_eq!(after_record("6,123,456789,-,caller=T0;Linux"), None);
        assert_eq!(after_record("2G,max:2G"), None);
    }
}
