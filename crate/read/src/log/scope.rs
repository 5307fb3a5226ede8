//! Whose machine a pasted text is about, for a field that takes something else from it.

use super::facts::MapSource;
use super::reading::Reading;
use super::whose::Whose;
use crate::scope::Scope;

/// No line of a log is shorter, in bytes.
pub(crate) const SHORTEST: usize = 16;

/// The machine of a pasted text, if it is not a PV dom0 on 64-bit x86. That Linux runs without
/// Xen follows from the firmware's map alone: a release is said by any Linux.
pub(crate) fn scope(reading: &Reading) -> Option<Scope> {
    match reading.whose {
        Whose::Pvh => Some(Scope::Pvh),
        Whose::Arm => Some(Scope::Arm),
        Whose::Bits32 => Some(Scope::Bits32),
        Whose::Guest => Some(Scope::Guest),
        Whose::Shim => Some(Scope::Shim),
        Whose::BareMetal => {
            let map = reading.facts.map_source == Some(MapSource::Firmware);
            map.then_some(Scope::BareMetal)
        }
        Whose::Dom0 | Whose::Iomem | Whose::EfiTable | Whose::RingTail | Whose::NoDom0 => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::log::reading::READ;
    use crate::scope::Scope;
    use crate::{Field, Form, link};

    fn machine() -> Form {
        let typed = [
            (Field::HostMem, "64G"),
            (Field::Dom0Mem, "4G"),
            (Field::Xen, "4.17"),
            (Field::Linux, "6.1"),
        ];
        typed.into_iter().fold(Form::default(), |form, (field, text)| form.with(field, text))
    }

    /// Lines as people paste them, each enough by itself.
    const LINES: [(&str, Scope); 19] = [
        ("(XEN) Command line: placeholder dom0_mem=2G,max:2G dom0=pvh,verbose", Scope::Pvh),
        ("xen_commandline        : placeholder dom0_mem=2G dom0=pvh", Scope::Pvh),
        ("GRUB_CMDLINE_XEN=\"dom0_mem=2G,max:2G dom0=pvh\"", Scope::Pvh),
        ("(XEN) *** Building a PVH Dom0 ***", Scope::Pvh),
        (
            "(XEN) Dom0 memory map:\n(XEN)  [0000000000000000, 000000000009efff] (usable)",
            Scope::Pvh,
        ),
        ("(XEN) Booting using Device Tree", Scope::Arm),
        ("(XEN) Xen version 4.17.5 (builder@host) (aarch64-linux-gnu-gcc 12.2.0)", Scope::Arm),
        ("(XEN) Xen version 4.4.1 (builder@host) (arm-linux-gnueabihf-gcc 4.9.2)", Scope::Arm),
        ("machine                : aarch64", Scope::Arm),
        ("[    0.000000] Linux version 6.1.0-18-arm64 (builder@host) (gcc-12) #1 SMP", Scope::Arm),
        ("[    0.000000] Booting Linux on physical CPU 0x0000000000 [0x410fd083]", Scope::Arm),
        ("(XEN)  Dom0 kernel: 32-bit, PAE, lsb, paddr 0x1000000 -> 0x1a3d000", Scope::Bits32),
        ("Linux dom0 3.2.0-4-686-pae #1 SMP Debian 3.2.41-2 i686 GNU/Linux", Scope::Bits32),
        ("[    0.000000] 2184MB HIGHMEM available.", Scope::Bits32),
        ("[    0.000000] Hypervisor detected: Xen HVM", Scope::Guest),
        ("[    0.000000] Booting paravirtualized kernel on Xen PVH", Scope::Guest),
        ("[    0.000000] ACPI in unprivileged domain disabled", Scope::Guest),
        ("[    0.000000] DMI: Xen HVM domU, BIOS 4.17.5 01/01/2024", Scope::Guest),
        (
            "(d2) (XEN)  Dom0 alloc.:   000000003e800000->000000003ec00000 (240731 pages to be allocated)",
            Scope::Shim,
        ),
    ];

    #[test]
    fn every_kind_is_named_in_every_field_and_computes_nothing() {
        for (line, scope) in LINES {
            for field in Field::ALL {
                let form = machine().with(field, line);
                assert_eq!(form.found_scope(), Some((field, scope)), "{line} in {field:?}");
                let wrong = form.read().unwrap_err();
                assert!(wrong.iter().any(|w| w.field == field), "{line} in {field:?}: {wrong:?}");
                assert_eq!(form.get(field), line, "nothing typed is lost");
            }
        }
    }

    #[test]
    fn the_same_is_named_where_nothing_else_is_wrong() {
        for (field, text, scope) in [
            (Field::Dom0Mem, "2G,max:2G dom0=pvh", Scope::Pvh),
            (Field::Linux, "6.1.0-18-arm64", Scope::Arm),
            (Field::Linux, "3.2.0-4-686-pae", Scope::Bits32),
            (Field::Dom0Mem, LINES[0].0, Scope::Pvh),
        ] {
            let wrong = machine().with(field, text).read().unwrap_err();
            assert_eq!(wrong.len(), 1, "{wrong:?}");
            assert_eq!(wrong[0].error.marked(), scope.beside_field(), "{text}");
        }
    }

    /// A machine's map is the same with and without Xen.
    #[test]
    fn linux_without_xen_is_named_and_its_map_is_computed() {
        let line = "BIOS-e820: [mem 0x0000000000100000-0x00000000bf77ffff] usable";
        let log = format!(
            "[    0.000000] BIOS-e820: [mem 0x0000000000000000-0x000000000009efff] usable\n[    0.000000] {line}\n"
        );
        let form = machine().with(Field::E820, &log);
        assert_eq!(form.found_scope(), Some((Field::E820, Scope::BareMetal)));
        assert!(form.read().is_ok());
        let beside = machine().with(Field::Linux, &format!("Linux version 6.1.0 (b@h)\n{log}"));
        assert_eq!(beside.found_scope(), Some((Field::Linux, Scope::BareMetal)));
        // A release is no sign of it.
        let form = machine().with(Field::Linux, "Linux version 6.1.0-38-amd64 (b@h) #1 SMP");
        assert_eq!(form.found_scope(), None);
    }

    #[test]
    fn a_pv_dom0_is_none_of_them() {
        for line in [
            "(XEN) Command line: placeholder dom0_mem=2G,max:2G dom0=pv loglvl=all",
            "(XEN)  Dom0 kernel: 64-bit, PAE, lsb, paddr 0x1000000 -> 0x4200000",
            "xen_caps               : xen-3.0-x86_64 xen-3.0-x86_32p hvm-3.0-x86_32 hvm-3.0-x86_64",
            "[    0.000000] Booting paravirtualized kernel on Xen",
            "[    0.000000] Hypervisor detected: Xen PV",
            "Linux dom0 6.1.0-38-amd64 #1 SMP PREEMPT_DYNAMIC Debian x86_64 GNU/Linux",
        ] {
            for field in Field::ALL {
                assert_eq!(machine().with(field, line).found_scope(), None, "{line} in {field:?}");
            }
        }
    }

    /// Field, scope, map, notes and link all rest on one look at a text, and so do copies.
    #[test]
    fn a_text_is_read_once_however_often_the_form_is() {
        let log = "(XEN) Command line: placeholder dom0_mem=2G crashkernel=256M\n\
            (XEN) Xen-e820 RAM map:\n\
            (XEN)  [0000000000000000, 000000000009ffff] (usable)\n\
            (XEN)  [0000000000100000, 00000000ffffffff] (usable)\n\
            [    0.000000] Memory: 930940K/1048572K available (12300K kernel code, 2000K data)\n";
        for field in Field::ALL {
            let form = machine().with(field, log);
            READ.take();
            let _ = form.read();
            for _ in 0..3 {
                let copy = form.clone();
                assert_eq!(
                    (copy.found_scope(), copy.read().is_ok()),
                    (form.found_scope(), form.read().is_ok())
                );
                let _ = link::encode(&copy, "");
            }
            // What the text means is looked at by itself, which is short.
            let whole = READ.take().into_iter().filter(|length| *length > log.len() / 2);
            assert_eq!(whole.count(), 1, "{field:?}");
        }
    }
}
