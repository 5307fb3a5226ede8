//! Faults of the balloon driver that an administrator may take for a setting.

use crate::linux;
use sim::boot::Boot;
use sim::step::MaxReservation;
use sim::version::Version;

pub(super) fn says(boot: &Boot) -> Vec<String> {
    [spins(boot), drifts(boot)].into_iter().flatten().collect()
}

/// The thread that tries again at once when it is refused a page.
fn spins(boot: &Boot) -> Option<String> {
    let release = boot.config.linux.release;
    let affected = (Version::new(5, 10, 0)..Version::new(5, 15, 0)).contains(&release);
    let full = boot.maximum() == MaxReservation::Pages(boot.pages);
    (affected && full && !boot.config.linux.variant.is_classic()).then(|| {
        format!(
            "*A CPU that is always busy:* in 2021, `xen-balloon` was reported to spin with 5.10 and kernels up to 5.14 where the size equals the ceiling, as here with {}. Later updates of these kernels mend it.",
            linux(boot)
        )
    })
}

/// Counts of the driver and of Xen that differ.
fn drifts(boot: &Boot) -> Option<String> {
    let release = boot.config.linux.release;
    let affected = (Version::new(6, 6, 0)..Version::new(7, 0, 0)).contains(&release);
    affected.then(|| {
        "*Counts that differ:* Linux 6.15–6.19, and 6.6–6.14 updated since April 2025, start the balloon with a count of their own instead of Xen’s (commit 87af633689ce). `info/current_kb` and `xl list` then differ a little. Linux 7.0 and updates of 6.18 and 6.19 take Xen’s count again (commit 0949c646d646).".to_owned()
    })
}
