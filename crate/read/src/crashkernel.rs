//! What `crashkernel=` on Xen's command line sets aside, by its documented forms:
//! `256M`, `256M@64M`, `256M<4G`, `256M,below=4G`, and sizes by ranges of RAM such as
//! `1G-8G:128M,8G-:256M`.
//!
//! Where the area lies does not matter here: it is not removed from the map that dom0 gets
//! (spec/xen.md 11). Not here: finding the option in a log ([`crate::log`]).

use sim::units::Pages;

use crate::error::quoted;
use crate::text::{before_first, has, pieces};
use crate::{Error, Field, Form, size};

/// The crash kernel of a form on a machine with this much RAM: its own field's, or else one
/// typed after the option; none if neither has one.
///
/// # Errors
/// If the field's text is no size, or more than the RAM.
pub(crate) fn of(form: &Form, ram: Pages) -> Result<Pages, Error> {
    let text = form.meaning(Field::Crashkernel)?;
    let value = text.strip_prefix("crashkernel=").unwrap_or(&text).trim();
    if value.is_empty() {
        let beside = beside_option(form).and_then(|value| reserved(&value, ram));
        return Ok(beside.unwrap_or_default());
    }
    let pages = reserved(value, ram).ok_or_else(|| {
        Error::new(format!(
            "{} is not the size of a crash kernel; write a size such as 256M, or what Xen’s line has after `crashkernel=`",
            quoted(value)
        ))
    })?;
    if pages >= ram {
        let all = words::amount(ram);
        return Err(Error::new(format!(
            "{} is not less than the {all} of RAM; write a smaller size",
            quoted(value)
        )));
    }
    Ok(pages)
}

/// The value beside `dom0_mem=`, in the option's field: links of before this one had a field
/// have it there, and so does Xen's whole line.
fn beside_option(form: &Form) -> Option<String> {
    let text = form.get(Field::Dom0Mem);
    if !has(text, "crashkernel=") {
        return None;
    }
    #[cfg(feature = "paste")]
    if let Some(value) = form.typed(Field::Dom0Mem).gives(Field::Crashkernel) {
        return value.ok();
    }
    on_line(text).map(str::to_owned)
}

/// The text of the field in a link: its own, or what Xen's pasted line says, of which the
/// option's key keeps the option alone.
pub(crate) fn in_link(form: &Form) -> String {
    let text = form.meant(Field::Crashkernel);
    let kept = || has(&form.meant(Field::Dom0Mem), "crashkernel=");
    if text.is_empty() && !kept() { beside_option(form).unwrap_or_default() } else { text }
}

/// The value of the last `crashkernel=` among Xen's own words of a line.
pub(crate) fn on_line(line: &str) -> Option<&str> {
    let own = before_first(line, " -- ");
    let words = pieces(own, ' ').flat_map(|word| pieces(word, '\n'));
    let values = words.filter_map(|word| word.trim_ascii().strip_prefix("crashkernel="));
    values.map(|value| value.trim_end_matches(['"', '\''])).last()
}

/// The pages that a value sets aside on a machine with this much RAM; `None` if it is none.
pub(crate) fn reserved(value: &str, ram: Pages) -> Option<Pages> {
    let placed = |c: char| c == '@' || c == '<';
    let body = value.split_once(placed).map_or(value, |(size, _)| size);
    if !body.contains(':') {
        return sized(body.split_once(',').map_or(body, |(size, _)| size));
    }
    let mut found = Pages::ZERO;
    for item in pieces(body, ',').filter(|item| !item.starts_with("below=")) {
        let (range, size) = item.split_once(':')?;
        let (start, end) = range.split_once('-')?;
        let start =
            if start.trim_start_matches('0').is_empty() { Pages::ZERO } else { sized(start)? };
        let below = if end.is_empty() { true } else { ram < sized(end)? };
        let size = sized(size)?;
        if found.is_zero() && start <= ram && below {
            found = size;
        }
    }
    Some(found)
}

/// A size; Xen counts one without a unit in KiB (spec/xen.md 3), which nobody means here.
fn sized(text: &str) -> Option<Pages> {
    size::memory(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(value: &str, gib: u64, mib: Option<u64>) {
        assert_eq!(reserved(value, Pages(gib << 18)), mib.map(|m| Pages(m << 8)), "{value}");
    }

    #[test]
    fn every_documented_form_is_a_size() {
        for value in ["256M", "256M@64M", "256M<4G", "256M,below=4G", "262144k"] {
            check(value, 16, Some(256));
        }
        let ranges = "1G-8G:128M,8G-32G:256M,32G-:512M@64M";
        check(ranges, 4, Some(128));
        check(ranges, 8, Some(256));
        check(ranges, 64, Some(512));
        check("0-2G:64M,2G-:128M", 1, Some(64));
        check("8G-:256M", 4, Some(0));
        check("1G-8G:128M<4G", 2, Some(128));
    }

    #[test]
    fn what_is_no_size_is_none() {
        for value in ["", "auto", "0M", "256", "M", "1G-8G", "1G-8G:", "x-y:64M", "1G:64M"] {
            check(value, 16, None);
        }
    }

    #[test]
    fn the_last_word_of_xens_own_counts() {
        assert_eq!(on_line("4G crashkernel=64M loglvl=all crashkernel=128M@1G"), Some("128M@1G"));
        assert_eq!(on_line("4G kcrashkernel=64M -- crashkernel=128M"), None);
        assert_eq!(on_line("GRUB_CMDLINE_XEN=\"dom0_mem=1G crashkernel=64M\""), Some("64M"));
    }

    fn form(field: &str, option: &str) -> Form {
        let typed = [
            (Field::HostMem, "16G"),
            (Field::Dom0Mem, option),
            (Field::Xen, "4.17"),
            (Field::Linux, "6.1"),
            (Field::Crashkernel, field),
        ];
        typed.into_iter().fold(Form::default(), |form, (f, text)| form.with(f, text))
    }

    #[test]
    fn the_field_counts_before_the_option_and_a_wrong_one_is_named() {
        let pages = |field, option| form(field, option).read().unwrap().config.crashkernel;
        assert_eq!(pages("", "4G"), Pages::ZERO);
        assert_eq!(pages("256M", "4G"), Pages(65536));
        assert_eq!(pages("crashkernel=256M@64M", "4G"), Pages(65536));
        assert_eq!(pages("", "4G crashkernel=128M"), Pages(32768));
        assert_eq!(pages("256M", "4G crashkernel=128M"), Pages(65536));
        assert_eq!(pages("1G-8G:128M,8G-:512M", "4G"), Pages(512 << 8));
        for wrong in ["auto", "16G", "256", "perhaps"] {
            let wrong = form(wrong, "4G").read().unwrap_err();
            assert_eq!(wrong.len(), 1, "{wrong:?}");
            assert_eq!(wrong[0].field, Field::Crashkernel);
            assert!(wrong[0].error.to_string().contains("write"), "{wrong:?}");
        }
    }

    /// Of Xen's pasted line, the option's key keeps the option alone.
    #[cfg(feature = "paste")]
    #[test]
    fn xens_line_in_either_field_gives_the_size_and_linux_line_does_not() {
        let line = "(XEN) Command line: placeholder dom0_mem=4G crashkernel=256M@64M loglvl=all";
        let log = format!("{line}\n[    0.0] Kernel command line: placeholder crashkernel=auto");
        for form in [form("", line), form("", &log), form(line, "4G"), form(&log, "4G")] {
            assert_eq!(form.read().unwrap().config.crashkernel, Pages(65536));
            let shared = crate::link::encode(&form, "");
            assert!(
                shared.contains("&dom0-mem=4G&") && shared.contains("&crashkernel=256M%4064M"),
                "{shared}"
            );
            let again = crate::link::decode(&shared).form.read().unwrap().config;
            assert_eq!(again, form.read().unwrap().config);
        }
        let linux = "[    0.0] Kernel command line: placeholder crashkernel=256M";
        let wrong = form(linux, "4G").read().unwrap_err();
        assert!(wrong[0].error.to_string().contains("no crashkernel= on Xen’s line"), "{wrong:?}");
        let old = "v=1&host-mem=16G&dom0-mem=4G+crashkernel%3D256M&xen=4.17&linux=6.1";
        assert_eq!(crate::link::encode(&crate::link::decode(old).form, ""), old);
    }
}
