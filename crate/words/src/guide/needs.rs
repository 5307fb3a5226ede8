//! How much memory dom0 needs: a floor, the rules of distributions for this host, and what its
//! kernel uses before any program runs.

use crate::linux;
use crate::printed::{Printed, PrintedShares};
use sim::boot::{Boot, Outcome};
use sim::units::Pages;
use sim::version::Version;
use sim::xen::env::{Env, Text};
use sim::xen::option_size;
use sim::xen::reservation::dom0_size;
use sim::xen::shipped;

pub(super) fn says(boot: &Boot) -> Vec<String> {
    let mut all = vec![
        "*A floor:* 1\u{a0}GiB for a server’s dom0, 512\u{a0}MiB for a minimal one. XenServer’s manual advises against less than 1\u{a0}GiB. Xen builds smaller ones, but unpacking the initrd or the first service may run out of memory."
            .to_owned(),
        rules(boot),
    ];
    all.extend(kernel(boot));
    all.push(
        "*It grows* with each guest’s disk and network backends, with a device model (QEMU) per HVM guest, and with storage that runs in dom0. XenServer’s manual names more than 50 guests, read caching and PVS-Accelerator; XOSTOR needs 16\u{a0}GiB."
            .to_owned(),
    );
    all.push(
        "*To see whether it is enough,* run `free -m` in dom0 under load. “Out of memory” in `dmesg`, or a service that is killed, means that it is not."
            .to_owned(),
    );
    all
}

/// The sizes that installers and manuals give for a host like this.
fn rules(boot: &Boot) -> String {
    let ram = boot.ram();
    let xcp_ng = option_size(shipped::xcp_ng(ram));
    let suse = Printed::alone(suse_default(boot));
    format!(
        "*By rule of thumb:* on a host like this, XCP-ng’s installer gives dom0 {xcp_ng} (1\u{a0}GiB + 5\u{a0}%, at most 8\u{a0}GiB), and SUSE’s Xen {} (1\u{a0}GiB + 10\u{a0}%). Qubes lets it have 1 to 4\u{a0}GiB.",
        suse.text()
    )
}

/// The size that SUSE's Xen gives without an option, with its built-in one (spec/xen.md 13).
fn suse_default(boot: &Boot) -> Pages {
    let env = boot.env();
    let version = env.version.max(Version::new(4, 12, 0));
    let env = Env { text: Text::Absent, built_in: shipped::SUSE, version, ..env };
    dom0_size(&env).size.pages_or_zero()
}

/// What the kernel uses for itself.
fn kernel(boot: &Boot) -> Option<String> {
    if boot.outcome != Outcome::Up {
        return None;
    }
    let shares = PrintedShares::before_balloon(boot);
    Some(format!(
        "*Before any program runs,* {} uses {} of this dom0 for bookkeeping, and {} for itself and its buffers.",
        linux(boot),
        shares.bookkeeping.text(),
        shares.fixed.text()
    ))
}
