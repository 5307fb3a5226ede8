//! Distributions whose dom0 has a size although no option is typed: built into Xen, or written by
//! the installer (spec/xen.md 13). Offered to readers who typed none, because their machine may
//! not have Xen's own default.
//!
//! Not here: where each distribution keeps the option (`distributions`).

use super::warning::OptionWarning;
use sim::boot::{Boot, Outcome};
use sim::xen::option_size;
use sim::xen::{Group, shipped};

/// What each distribution's dom0 has instead of Xen's default; empty if an option was typed, a log
/// gave what dom0 has, or dom0 does not boot.
pub(super) fn defaults(boot: &Boot) -> Vec<OptionWarning> {
    let given = boot.config.dom0_mem.is_some() || boot.config.pages_given.is_some();
    if given || boot.outcome != Outcome::Up {
        return Vec::new();
    }
    let installer = option_size(shipped::xcp_ng(boot.ram()));
    let default = |id, sentence: &str, text: &str| OptionWarning {
        id,
        sentence: sentence.to_owned(),
        write: Some(text.to_owned()),
        quiet: true,
    };
    let mut all = vec![
        default(
            "default-xcp-ng",
            "On XCP-ng the installer writes the option.",
            &format!("{installer},max:{installer}"),
        ),
        default(
            "default-qubes",
            "Qubes OS is installed with a minimum and a ceiling.",
            "min:1024M,max:4096M",
        ),
        default("default-alpine", "Alpine ships the option without a ceiling.", "256M"),
        default("default-eve", "EVE-OS ships the option.", shipped::EVE),
    ];
    // SUSE has had it since the releases that read percentages.
    if Group::of(boot.config.xen).is_strict() {
        let built_in = "SUSE’s Xen (SLE 15 SP1 and later) has an option built in, which counts where the line has none.";
        all.insert(0, default("default-suse", built_in, shipped::SUSE));
    }
    all
}

#[cfg(test)]
mod tests {
    use crate::test_boot::run_on;
    use sim::version::Version;

    fn written(xen: Version, text: &str) -> Vec<String> {
        let boot = run_on(xen, 64, text, Version::new(6, 1, 0));
        let all = crate::xen::option_warnings(&boot);
        let defaults = all.into_iter().filter(|w| w.id.starts_with("default-"));
        defaults.filter_map(|w| w.write).collect()
    }

    #[test]
    fn without_an_option_each_distributions_own_is_offered() {
        let all = ["4304M,max:4304M", "min:1024M,max:4096M", "256M", "1024M,max:1024M"];
        let new = written(Version::new(4, 17, 0), "");
        assert_eq!(new, [&["1G+10%,max:64G"], &all[..]].concat());
        assert_eq!(written(Version::new(4, 11, 0), ""), all);
        assert!(written(Version::new(4, 17, 0), "4G").is_empty());
    }
}
