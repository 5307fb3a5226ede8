//! Who lowers dom0's target for guests, and why the memory does not come back by itself
//! (spec/xen.md 12).

use crate::setup::tool;
use sim::boot::Boot;
use sim::kernel::rules::GuestMappings;
use sim::version::Version;
use sim::xen::autoballoon::{Autoballoon, autoballoon_of};

pub(super) fn says(boot: &Boot) -> Vec<String> {
    let mut all = vec![xl(boot)];
    all.extend(libvirt(boot));
    all.push(
        "*XCP-ng and XenServer:* `squeezed` owns the targets of all domains. *Qubes:* `qmemman` moves memory between dom0 and the qubes, up to dom0’s ceiling."
            .to_owned(),
    );
    all.push(back(boot));
    all.extend(counted(boot));
    all
}

/// What the toolstack that Xen ships does with this option.
fn xl(boot: &Boot) -> String {
    let says = match autoballoon_of(boot.config.xen, boot.env().text) {
        Autoballoon::Xend => {
            "*xend* shrinks dom0 to start guests, as shipped. `(enable-dom0-ballooning no)` in `/etc/xen/xend-config.sxp` stops it."
        }
        Autoballoon::Always => {
            "*xl* shrinks dom0 to start guests, as shipped, whatever `dom0_mem=` says. `autoballoon=0` in `/etc/xen/xl.conf` stops it."
        }
        Autoballoon::AutoOff => {
            "*xl* leaves dom0 alone, because `autoballoon=\"auto\"` in `/etc/xen/xl.conf` is off once Xen’s command line has a `dom0_mem=` that xl understands."
        }
        Autoballoon::AutoOn => {
            "*xl* shrinks dom0 to start guests, because `autoballoon=\"auto\"` sees no `dom0_mem=` that it understands. A size on Xen’s command line, or `autoballoon=\"off\"` in `/etc/xen/xl.conf`, stops it."
        }
    };
    says.to_owned()
}

/// libvirt has a driver for xl, with a setting of its own, since Xen 4.2.
fn libvirt(boot: &Boot) -> Option<String> {
    (boot.config.xen >= Version::new(4, 2, 0)).then(|| {
        "*libvirt* does not read `xl.conf`. Its own `autoballoon` is in `/etc/libvirt/libxl.conf`, and it is off by default if Xen’s command line has a `dom0_mem=`.".to_owned()
    })
}

fn back(boot: &Boot) -> String {
    let set = format!("`{} mem-set 0`", tool(boot.config.xen));
    format!(
        "*Why it does not come back:* memory that dom0 gave up for a guest stays free in Xen after the guest ends. Nothing raises dom0’s target again until you do, with {set} and the old size."
    )
}

/// What a tool shows once guests run, as far as the kernel maps their pages over its own.
fn counted(boot: &Boot) -> Option<String> {
    let own = match boot.config.linux.guest_mappings() {
        GuestMappings::NeedsGap | GuestMappings::Mended => true,
        GuestMappings::Classic | GuestMappings::Unpopulated => false,
    };
    own.then(|| {
        format!(
            "*With guests running,* `{} list` shows a little less for dom0 than at boot, such as 4090 or 4024 of 4096\u{a0}MiB. Kernels before 5.9 return pages of their own where they map those of guests, unless the ceiling leaves unused room.",
            tool(boot.config.xen)
        )
    })
}
