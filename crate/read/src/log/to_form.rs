//! The form that a reading fills: a text for every field that a line gave.

use super::facts::MapSource;
use super::reading::Reading;
use super::whose::Whose;
use super::xens_map::cut_by_xen;
use crate::{Field, Form, e820};

impl Reading {
    /// Texts for the fields that lines gave, in the order of the form; empty if the log is
    /// not one that this model covers. All are values; no text of the log is among them.
    pub fn fields(&self) -> Vec<(Field, String)> {
        match self.whose {
            Whose::Dom0 | Whose::BareMetal => {}
            Whose::Pvh
            | Whose::Guest
            | Whose::Shim
            | Whose::Arm
            | Whose::Bits32
            | Whose::Iomem
            | Whose::EfiTable
            | Whose::RingTail
            | Whose::NoDom0 => return Vec::new(),
        }
        let facts = &self.facts;
        let kib = |kib: u64| Some(format!("{kib}K")).filter(|_| kib > 0);
        let map = facts.machine_map.as_ref().filter(|_| facts.cut.is_none());
        // On Xen, dom0's own map is better than none.
        let whole = facts.machine_map.is_some() || facts.cut.is_none();
        let own = facts.dom0_map.as_ref().filter(|_| map.is_none() && whole);
        let cut = map.and_then(|_| cut_by_xen(facts));
        let map = cut.as_ref().or(map.or(own).map(|m| &m.value));
        let map = map.map(|map| e820::write(map).trim_ascii_end().to_owned());
        let on_xen = facts.map_source != Some(MapSource::Firmware) || facts.xen.is_some();
        let all = [
            (
                Field::HostMem,
                facts.xl_total.as_ref().filter(|_| map.is_none()).map(|t| format!("{}M", t.value)),
            ),
            (Field::E820, map),
            (Field::NrPages, facts.pages.as_ref().map(|p| p.value.to_string())),
            (Field::Dom0Mem, facts.option.as_ref().map(|o| o.value.clone()).filter(|_| on_xen)),
            (Field::Xen, facts.xen.as_ref().map(|x| plain_release(&x.value))),
            (Field::Linux, facts.linux.as_ref().map(|l| plain_release(&l.value))),
            (Field::Vcpus, facts.vcpus.as_ref().map(|v| v.value.to_string())),
            (Field::Ibft, self.ibft().map(str::to_owned)),
            (Field::Iommu, facts.iommu.as_ref().map(|i| i.value.id().to_owned())),
            (
                Field::Crashkernel,
                facts.crashkernel.as_ref().and_then(|c| kib(c.value.kib())).filter(|_| on_xen),
            ),
            (Field::Layout, self.layout()),
            (Field::KernelImage, facts.memory_line.as_ref().and_then(|m| kib(m.value.image))),
            (Field::Swiotlb, facts.swiotlb.as_ref().map(|s| format!("{}M", s.value))),
            (
                Field::MemTotal,
                facts
                    .mem_total
                    .as_ref()
                    .filter(|_| facts.mem_total_exact)
                    .and_then(|m| kib(m.value)),
            ),
        ];
        all.into_iter().filter_map(|(field, text)| Some((field, text?))).collect()
    }

    /// Where kernel and initrd are, if Xen told where it put the kernel: what Linux alone says
    /// of an initrd is true of this boot without Xen, too.
    fn layout(&self) -> Option<String> {
        let layout = self.facts.layout.as_ref()?.value;
        (layout.kernel.is_some() && self.whose == Whose::Dom0)
            .then(|| crate::layout::write(&layout))
    }

    /// The form with what lines gave in place of what it held; the rest stays.
    #[must_use]
    pub fn form(&self, before: &Form) -> Form {
        self.fields()
            .into_iter()
            .fold(before.clone(), |form, (field, text)| form.with(field, &text))
    }

    /// Whether dom0's own map shows the iBFT area, which a kernel built with
    /// `CONFIG_ISCSI_IBFT_FIND` reserves from 512 KiB to 1 MiB.
    pub(super) fn ibft(&self) -> Option<&'static str> {
        let own = self.facts.dom0_map.as_ref()?;
        let low = own
            .value
            .entries
            .iter()
            .any(|e| e.is_ram() && e.start.0 < IBFT_AREA && e.end().0 == IBFT_AREA);
        low.then_some("on")
    }
}

/// Where the iBFT area starts.
const IBFT_AREA: u64 = 0x8_0000;

/// A release without anything but letters, digits and the marks that releases have.
fn plain_release(text: &str) -> String {
    let plain = |c: &char| c.is_ascii_alphanumeric() || ['.', '-', '+', '_', '~'].contains(c);
    text.chars().filter(plain).take(64).collect()
}

#[cfg(test)]
mod tests {
    use super::super::reading::read;
    use super::*;

    fn option(log: &str) -> Option<String> {
        read(log).fields().into_iter().find(|(f, _)| *f == Field::Dom0Mem).map(|(_, text)| text)
    }

    #[test]
    fn an_option_counts_unless_linux_ran_without_xen() {
        let xen = "(XEN) Command line: placeholder dom0_mem=2G\n";
        let linux = "[    0.000000] Linux version 6.1.0 (a@b)\n\
            [    0.000000] Command line: root=/dev/sda1 dom0_mem=3G\n\
            [    0.000000] BIOS-e820: [mem 0x0000000000000000-0x000000003fffffff] usable\n";
        assert_eq!(option(xen), Some("2G".to_owned()));
        assert_eq!(option(linux), None);
        let version = "(XEN) Xen version 4.17.5 (a@b)\n";
        assert_eq!(option(&format!("{version}{xen}{linux}")), Some("2G".to_owned()));
    }
}
