//! What a paste does not say, and the command that prints it.

use super::facts::Facts;
use super::item::Item;

/// One command that collects everything in dom0.
pub const COLLECT: &str = "(xl info; xl list; xl dmesg; dmesg; cat /proc/meminfo /proc/cmdline; grep . /sys/devices/system/xen_memory/xen_memory0/target_kb /sys/devices/system/xen_memory/xen_memory0/info/*) 2>&1";

/// What to do where the rings have lost their first lines.
pub const WRAPPED_RING: &str = "If the first lines are gone, run `xl dmesg` early after a boot and take the kernel’s from `journalctl -k -b`; the kernel’s option `log_buf_len` and Xen’s `conring_size` make the rings longer.";

/// A fact that no line gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Missing {
    /// What.
    pub item: Item,
    /// The command that prints it.
    pub command: &'static str,
}

/// What is missing of what a machine needs, in the order of the form.
pub(super) fn missing(facts: &Facts) -> Vec<Missing> {
    let all = [
        (facts.machine_map.is_none() || facts.cut.is_some(), Item::MachineMap, "xl dmesg"),
        (facts.xen.is_none(), Item::Xen, "xl info"),
        (facts.linux.is_none(), Item::Linux, "uname -r"),
        (facts.option.is_none(), Item::Option, "xl info"),
        (facts.pages.is_none(), Item::Pages, "xl dmesg"),
        (facts.iommu.is_none(), Item::Iommu, "xl dmesg"),
        (facts.vcpus.is_none(), Item::Vcpus, "xl list"),
        (facts.dom0_map.is_none(), Item::Dom0Map, "dmesg"),
        (facts.memory_line.is_none(), Item::MemoryLine, "dmesg"),
        (facts.swiotlb.is_none(), Item::Swiotlb, "dmesg"),
        (facts.mem_total.is_none(), Item::MemTotal, "cat /proc/meminfo"),
        (facts.xl_list.is_none(), Item::XlList, "xl list"),
        (facts.xl_free.is_none(), Item::XlFree, "xl info"),
        (
            facts.target.is_none(),
            Item::Target,
            "cat /sys/devices/system/xen_memory/xen_memory0/target_kb",
        ),
    ];
    let missing = all.into_iter().filter(|(lacks, ..)| *lacks);
    missing.map(|(_, item, command)| Missing { item, command }).collect()
}
