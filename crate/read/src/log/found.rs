//! What was found in a paste, as a list to read.

use sim::map::RawMap;
use sim::units::Pages;
use words::{amount, count, several};

use super::facts::{Logged, MapSource};
use super::item::Item;
use super::reading::Reading;

/// Something that lines gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// What.
    pub item: Item,
    /// Its name.
    pub name: &'static str,
    /// Its value, as text.
    pub value: String,
    /// The paste's lines it is from.
    pub lines: Vec<usize>,
}

impl Reading {
    /// What lines gave, in the order of the form.
    pub fn found(&self) -> Vec<Found> {
        let mut list = List(Vec::new());
        self.machine(&mut list);
        self.sizes(&mut list);
        self.pages(&mut list);
        self.later(&mut list);
        list.0
    }

    fn machine(&self, list: &mut List) {
        let facts = &self.facts;
        let by = match facts.map_source {
            Some(MapSource::Firmware) => "by the firmware",
            Some(MapSource::Xen) | None => "as Xen prints it",
        };
        let map = |map: &RawMap| {
            let ram = map.resolved().ram_pages();
            format!("{}, {} of RAM", several(map.entries.len() as u64, "region"), amount(ram))
        };
        list.add(Item::MachineMap, facts.machine_map.as_ref(), |m| format!("{}, {by}", map(m)));
        list.add(Item::Dom0Map, facts.dom0_map.as_ref(), map);
        list.add(Item::Iomem, facts.iomem.as_ref(), map);
        list.add(Item::SystemRam, facts.system_ram.as_ref(), |kib| kib_text(*kib));
        list.add(Item::Xen, facts.xen.as_ref(), |x| short(x));
        list.add(Item::Linux, facts.linux.as_ref(), |l| short(l));
        list.add(Item::Option, facts.option.as_ref(), |o| {
            if o.is_empty() { "no dom0_mem=".to_owned() } else { format!("dom0_mem={}", short(o)) }
        });
        list.named(Item::Option, "crash kernel", facts.crashkernel.as_ref(), |c| amount(*c));
        list.add(Item::Iommu, facts.iommu.as_ref(), |i| i.id().to_owned());
        list.add(Item::Vcpus, facts.vcpus.as_ref(), |v| count(*v));
    }

    fn sizes(&self, list: &mut List) {
        let facts = &self.facts;
        let bytes = |n: &u64| amount(Pages(n >> 12));
        list.add(Item::Pages, facts.pages.as_ref(), |p| words::pages(Pages(*p)));
        list.add(Item::Layout, facts.layout.as_ref(), crate::layout::write);
        list.named(Item::Pages, "the initrd", facts.initrd.as_ref(), bytes);
        let listed = facts.memory_line.as_ref().filter(|m| m.value.image > 0);
        list.named(Item::MemoryLine, "the kernel’s image", listed, |m| kib_text(m.image));
        list.named(Item::MemoryLine, "the Memory line", facts.memory_line.as_ref(), |m| {
            kib_text(m.total)
        });
        list.add(Item::Swiotlb, facts.swiotlb.as_ref(), |m| {
            amount(Pages(m.saturating_mul(1 << 8)))
        });
        list.named(Item::HashTables, "the dentry table", facts.dentry.as_ref(), bytes);
        list.named(Item::HashTables, "the inode table", facts.inode.as_ref(), bytes);
        list.add(Item::MemTotal, facts.mem_total.as_ref(), |m| {
            kib_text(*m) + if facts.mem_total_exact { "" } else { ", rounded" }
        });
    }

    fn pages(&self, list: &mut List) {
        let facts = &self.facts;
        let pages = |n: &u64| words::pages(Pages(*n));
        list.add(Item::Released, facts.released.as_ref(), pages);
        list.add(Item::Identity, facts.identity.as_ref(), pages);
        list.add(Item::Populated, facts.populated.as_ref(), pages);
        list.add(Item::Remapped, facts.remapped.as_ref(), pages);
        list.named(Item::Remapped, "frames moved that are not RAM", facts.nonram.as_ref(), pages);
        list.add(Item::LastPfn, facts.last_pfn.as_ref(), |l| {
            l.iter().map(|pfn| format!("{pfn:x}")).collect::<Vec<_>>().join(", ")
        });
    }

    fn later(&self, list: &mut List) {
        let facts = &self.facts;
        let mib = |n: &u64| amount(Pages(n.saturating_mul(1 << 8)));
        list.add(Item::XlList, facts.xl_list.as_ref(), |m| match facts.guests {
            0 => mib(m),
            1 => format!("{}, with 1 guest", mib(m)),
            n => format!("{}, with {} guests", mib(m), count(n as u64)),
        });
        list.add(Item::XlTotal, facts.xl_total.as_ref(), mib);
        list.add(Item::XlFree, facts.xl_free.as_ref(), mib);
        list.add(Item::Target, facts.target.as_ref(), |k| kib_text(*k));
        list.add(Item::Current, facts.current.as_ref(), |k| kib_text(*k));
        list.named(Item::Outcome, "Xen stops", facts.xen_panic.as_ref(), |()| "yes".to_owned());
        list.named(Item::Outcome, "Linux stops", facts.linux_panic.as_ref(), |()| "yes".to_owned());
    }
}

fn kib_text(kib: u64) -> String {
    format!("{}\u{a0}KiB", count(kib))
}

/// A word of the log, cut and without anything unseen.
fn short(text: &str) -> String {
    words::seen::as_seen(&text.chars().take(120).collect::<String>())
}

struct List(Vec<Found>);

impl List {
    fn add<T>(&mut self, item: Item, logged: Option<&Logged<T>>, text: impl Fn(&T) -> String) {
        self.named(item, item.name(), logged, text);
    }

    fn named<T>(
        &mut self,
        item: Item,
        name: &'static str,
        logged: Option<&Logged<T>>,
        text: impl Fn(&T) -> String,
    ) {
        if let Some(logged) = logged {
            let (value, lines) = (text(&logged.value), logged.lines.clone());
            self.0.push(Found { item, name, value, lines });
        }
    }
}
