//! The page's form: texts as typed, and the configuration they describe.
//!
//! A form stores every text as it is, right or wrong; nothing typed is lost.

use sim::balloon::Balloon;
use sim::config::Config;
use sim::kernel::Ibft;
use sim::kernel::release::Flavour;
use sim::map::RawMap;
use sim::memory::Facts;
use sim::units::Pages;

pub use crate::field::Field;
use crate::options::{self, Switch};
use crate::scope::Scope;
use crate::typed::{Typed, waiting};
use crate::{Error, crashkernel, e820, layout, limits, notes, size, version};

/// The texts of the form. An empty text means that nothing was given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Form {
    texts: [Typed; Field::ALL.len()],
}

/// Result of a form: a configuration, and what a reader should know about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormOutput {
    /// The configuration.
    pub config: Config,
    /// Sentences about how a text was read, with marks.
    pub notes: Vec<String>,
}

/// An error with its field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidField {
    /// The field.
    pub field: Field,
    /// What is wrong and what to write.
    pub error: Error,
}

impl Form {
    /// The text of a field, as typed.
    pub fn get(&self, field: Field) -> &str {
        self.typed(field).text()
    }

    /// A copy of the form with another text in one field.
    #[must_use]
    pub fn with(self, field: Field, text: &str) -> Self {
        self.with_typed(field, Typed::new(text))
    }

    /// The same with all that is known of the text.
    #[must_use]
    pub(crate) fn with_typed(mut self, field: Field, typed: Typed) -> Self {
        self.texts[field as usize] = typed;
        self
    }

    /// The text of a field, with all that is known of it.
    pub(crate) fn typed(&self, field: Field) -> &Typed {
        &self.texts[field as usize]
    }

    /// The configuration, whatever machine the texts are about.
    pub(crate) fn configured(&self) -> Result<FormOutput, Vec<InvalidField>> {
        let mut wrong = self.too_long();
        let known: Vec<Field> = wrong.iter().map(|w| w.field).collect();
        let waits = self.waiting().filter(|field| !known.contains(field));
        wrong.extend(waits.map(|field| InvalidField { field, error: waiting() }));
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let mut keep = |field: Field, error: Error| wrong.push(InvalidField { field, error });
        let machine = self.machine().map_err(|(f, e)| keep(f, e)).ok();
        let pages_given =
            self.optional(Field::NrPages, size::page_count).map_err(|e| keep(Field::NrPages, e));
        let xen = self.meaning(Field::Xen).and_then(|text| version::xen(&text));
        let xen = xen.map_err(|e| keep(Field::Xen, e)).ok();
        let dom0_mem = self.dom0_mem().map_err(|e| keep(Field::Dom0Mem, e)).ok();
        let linux = self.linux().map_err(|(f, e)| keep(f, e)).ok();
        let vcpus = self.optional(Field::Vcpus, vcpus).map_err(|e| keep(Field::Vcpus, e));
        let balloon = self.balloon().map_err(|(f, e)| keep(f, e)).ok();
        let iommu = options::iommu(self.get(Field::Iommu)).map_err(|e| keep(Field::Iommu, e)).ok();
        let layout = self.meaning(Field::Layout).and_then(|text| layout::read(&text));
        let layout = layout.map_err(|e| keep(Field::Layout, e)).ok();
        let facts = self.facts().map_err(|(f, e)| keep(f, e)).ok();
        let ram = machine.as_ref().map_or(Pages(u64::MAX), |m| m.map.resolved().ram_pages());
        let crash = crashkernel::of(self, ram).map_err(|e| keep(Field::Crashkernel, e)).ok();
        let (
            Some(e820::Pasted { map: machine, notes: skipped, cut: None }),
            Ok(pages_given),
            Some(dom0_mem),
            Some(xen),
            Some(linux),
            Ok(vcpus),
            Some(balloon),
            Some(iommu),
            Some(layout),
            Some(facts),
            Some(crashkernel),
        ) = (
            machine,
            pages_given,
            dom0_mem,
            xen,
            linux,
            vcpus,
            balloon,
            iommu,
            layout,
            facts,
            crash,
        )
        else {
            return Err(wrong);
        };
        let mut notes = skipped;
        notes.extend(version::xen_note(xen));
        notes.extend(linux.notes);
        notes.extend(notes::of(self, &machine, linux.kernel));
        let vcpus = vcpus.unwrap_or(1);
        let config = Config {
            pages_given,
            vcpus,
            balloon,
            iommu,
            layout,
            crashkernel,
            facts: Facts { installed: self.installed(&machine, facts.installed), ..facts },
            ..Config::new(machine, dom0_mem, xen, linux.kernel)
        };
        notes.extend(notes::unseen(&config));
        notes.extend(notes::given_pages(&config));
        #[cfg(feature = "paste")]
        for field in [Field::Dom0Mem, Field::KernelImage] {
            notes.extend(self.typed(field).note(field));
        }
        Ok(FormOutput { config, notes })
    }

    /// The fields whose texts wait for an engine that reads logs; none in such an engine.
    pub fn waiting(&self) -> impl Iterator<Item = Field> {
        Field::ALL.into_iter().filter(|field| self.typed(*field).waits(*field))
    }

    /// Every field whose text is longer than any meaningful text there.
    fn too_long(&self) -> Vec<InvalidField> {
        // A paste without the field's value has an error of its own.
        let meant = |field: Field| self.meaning(field).unwrap_or_default();
        let long = |field: &Field| limits::check(*field, self.get(*field), || meant(*field));
        let wrong = |field: Field| Some(InvalidField { field, error: long(&field)? });
        Field::ALL.into_iter().filter_map(wrong).collect()
    }

    /// The text of a field as one would type it; as typed, if it is a paste without the
    /// field's value.
    pub(crate) fn meant(&self, field: Field) -> String {
        self.meaning(field).unwrap_or_else(|_| self.get(field).to_owned())
    }

    /// The text of a field as one would type it.
    ///
    /// # Errors
    /// If lines of a log were pasted that do not have this field's value.
    pub(crate) fn meaning(&self, field: Field) -> Result<String, Error> {
        self.typed(field).meaning(field)
    }

    /// Whose machine the text of a field is about, if this model does not compute it.
    pub(crate) fn scope(&self, field: Field) -> Option<Scope> {
        self.typed(field).scope(field)
    }

    fn optional<T>(
        &self,
        field: Field,
        read: impl Fn(&str) -> Result<T, Error>,
    ) -> Result<Option<T>, Error> {
        let text = self.meaning(field)?;
        if text.is_empty() { Ok(None) } else { read(&text).map(Some) }
    }

    /// The typed map, or a made-up one for the installed RAM.
    fn machine(&self) -> Result<e820::Pasted, (Field, Error)> {
        if !self.get(Field::E820).trim().is_empty() {
            let map = self.typed(Field::E820).map().map_err(|e| (Field::E820, e))?;
            return match map.cut {
                Some(cut) => Err((Field::E820, Error::new(cut))),
                None => Ok(map),
            };
        }
        let installed = size::memory(self.get(Field::HostMem)).map_err(|e| (Field::HostMem, e))?;
        if installed < Pages(1 << 14) || installed > Pages(1 << 34) {
            let error = Error::new("installed RAM must be between 64M and 64T");
            return Err((Field::HostMem, error));
        }
        let map = sim::config::made_up_machine(installed);
        Ok(e820::Pasted { map, ..e820::Pasted::default() })
    }

    fn linux(&self) -> Result<version::Linux, (Field, Error)> {
        let flavour = match self.get(Field::Flavour).trim() {
            "" | "auto" => None,
            "pvops" => Some(Flavour::Pvops),
            "classic" => Some(Flavour::Classic),
            _ => return Err((Field::Flavour, Error::new("write auto, pvops or classic"))),
        };
        let text = self.meaning(Field::Linux).map_err(|e| (Field::Linux, e))?;
        let mut linux = version::linux(&text, flavour).map_err(|e| (Field::Linux, e))?;
        let limit = options::domain_limit(self.get(Field::DomainLimit));
        if let Some(limit) = limit.map_err(|e| (Field::DomainLimit, e))? {
            linux.kernel.limit = limit;
        }
        let ibft = options::switch(self.get(Field::Ibft)).map_err(|e| (Field::Ibft, e))?;
        let debian = version::debian_reserves_ibft(&text, linux.kernel);
        linux.kernel.ibft = match ibft {
            Switch::On => Ibft::On,
            Switch::Auto if debian => Ibft::On,
            Switch::Auto | Switch::Off => Ibft::Off,
        };
        Ok(linux)
    }

    fn balloon(&self) -> Result<Balloon, (Field, Error)> {
        let hotplug = options::switch(self.get(Field::Hotplug)).map_err(|e| (Field::Hotplug, e))?;
        options::balloon(self.get(Field::Balloon), hotplug).map_err(|e| (Field::Balloon, e))
    }

    /// Values from a log other than the map and the options.
    fn facts(&self) -> Result<Facts, (Field, Error)> {
        let size = |field| self.optional(field, size::memory).map_err(|e| (field, e));
        Ok(Facts {
            kernel_image: size(Field::KernelImage)?.map(Pages::bytes),
            swiotlb: size(Field::Swiotlb)?.map(Pages::bytes),
            installed: size(Field::Installed)?,
            mem_total: size(Field::MemTotal)?,
        })
    }

    /// Installed RAM as typed in its field, or typed together with a map, if the two can be
    /// of one machine.
    fn installed(&self, machine: &RawMap, typed: Option<Pages>) -> Option<Pages> {
        if let Some(installed) = typed {
            return (installed >= machine.resolved().ram_pages()).then_some(installed);
        }
        let beside = !self.get(Field::E820).trim().is_empty();
        let installed = size::memory(self.get(Field::HostMem)).ok().filter(|_| beside)?;
        notes::kept_by_firmware(installed, machine).map(|_| installed)
    }

    /// The option's text; people paste it with its name in front. Xen splits its command
    /// line at plain blanks (spec/xen.md 2), so blanks before the name and at the end are
    /// not part of the option.
    fn dom0_mem(&self) -> Result<Option<String>, Error> {
        let text = self.meaning(Field::Dom0Mem)?;
        let mut named = text.as_str();
        while let Some(rest) = named.strip_prefix(' ') {
            named = rest;
        }
        let mut bare = named.strip_prefix("dom0_mem=").unwrap_or(&text);
        while let Some(rest) = bare.strip_suffix(' ') {
            bare = rest;
        }
        Ok((!bare.is_empty()).then(|| bare.to_owned()))
    }
}

fn vcpus(text: &str) -> Result<u32, Error> {
    match text.parse() {
        Ok(n) if (1..=8192).contains(&n) => Ok(n),
        _ => Err(Error::new("write dom0’s number of vCPUs, 1 to 8192")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sim::balloon::{Hotplug, Target};
    use sim::xen::env::Iommu;

    fn article() -> Form {
        Form::default()
            .with(Field::HostMem, "64G")
            .with(Field::Dom0Mem, "dom0_mem=4G")
            .with(Field::Xen, "4.1.2")
            .with(Field::Linux, "3.2")
    }

    #[test]
    fn the_articles_machine_is_read() {
        let made = article().read().unwrap();
        assert_eq!(made.config.dom0_mem.as_deref(), Some("4G"));
        assert_eq!(made.notes, Vec::<String>::new());
    }

    #[test]
    fn every_wrong_field_is_named_and_nothing_typed_is_lost() {
        let form =
            article().with(Field::Xen, "x").with(Field::NrPages, "-1").with(Field::E820, "?");
        let fields: Vec<_> = form.read().unwrap_err().into_iter().map(|w| w.field).collect();
        assert_eq!(fields, [Field::E820, Field::NrPages, Field::Xen]);
        assert_eq!(form.get(Field::E820), "?");
    }

    #[test]
    fn build_options_reach_the_kernel_and_change_nothing_where_empty() {
        let plain = article().read().unwrap().config;
        let auto = article()
            .with(Field::DomainLimit, "auto")
            .with(Field::Ibft, "auto")
            .with(Field::Balloon, "on")
            .with(Field::Hotplug, "auto")
            .with(Field::Iommu, "auto");
        assert_eq!(auto.read().unwrap().config, plain);
        let set = article()
            .with(Field::DomainLimit, "500")
            .with(Field::Balloon, "initial")
            .with(Field::Hotplug, "off")
            .with(Field::Iommu, "on");
        let config = set.read().unwrap().config;
        assert_eq!(config.linux.limit, Pages(500 << 18));
        assert_eq!(
            (config.balloon.target, config.balloon.hotplug),
            (Target::Initial, Hotplug::Off)
        );
        assert_eq!(config.iommu, Iommu::On);
    }

    #[test]
    fn debians_6_12_has_the_ibft_area_unless_told_otherwise() {
        let check = |linux, ibft, expected| {
            let form = article().with(Field::Linux, linux).with(Field::Ibft, ibft);
            assert_eq!(form.read().unwrap().config.linux.ibft, expected, "{linux} {ibft}");
        };
        check("6.12.43+deb12-amd64", "", Ibft::On);
        check("6.12.43+deb12-amd64", "off", Ibft::Off);
        check("6.12", "", Ibft::Off);
        check("6.12", "on", Ibft::On);
    }

    #[test]
    fn what_a_log_tells_replaces_estimates() {
        let told = article()
            .with(Field::KernelImage, "40164K")
            .with(Field::Swiotlb, "64M")
            .with(Field::Installed, "64G")
            .with(Field::MemTotal, "1859100 kB");
        let facts = told.read().unwrap().config.facts;
        assert_eq!(facts.kernel_image, Some(Pages(10041).bytes()));
        assert_eq!(facts.swiotlb, Some(Pages(16384).bytes()));
        assert_eq!(
            (facts.installed, facts.mem_total),
            (Some(Pages(64 << 18)), Some(Pages(464775)))
        );
    }

    #[test]
    fn lines_of_a_log_may_be_pasted_into_the_fields() {
        let alloc = "(XEN)  Dom0 alloc.:   0000000164000000->0000000168000000 (245760 pages to be allocated)";
        let memory =
            "Memory: 930940K/1048572K available (12300K kernel code, 700K rwdata, 9K init)";
        let told = article()
            .with(Field::Dom0Mem, "(XEN) Command line: placeholder dom0_mem=4G,max:4G loglvl=all")
            .with(Field::NrPages, alloc)
            .with(Field::KernelImage, memory)
            .with(Field::Swiotlb, "software IO TLB: mapped [mem 0x1000-0x2000] (64MB)")
            .with(Field::MemTotal, "MemTotal:        1859100 kB");
        let config = told.read().unwrap().config;
        assert_eq!(config.dom0_mem.as_deref(), Some("4G,max:4G"));
        assert_eq!(config.pages_given, Some(Pages(262_144)));
        assert_eq!(config.facts.kernel_image, Some(Pages(3250).bytes()));
        assert_eq!(config.facts.swiotlb, Some(Pages(16384).bytes()));
        assert_eq!(config.facts.mem_total, Some(Pages(464_775)));
        let run = sim::simulate::simulate(&config);
        assert_eq!(run.xen.values, [b"4G,max:4G".to_vec()]);
    }

    /// The line of Linux 3.2 has none, that of 3.16 has one.
    #[test]
    fn a_memory_line_without_bss_is_said_to_tell_too_little() {
        let old = "Memory: 1857360k/10485760k available (1746k kernel code, 2097736k absent, 6530664k reserved, 691k data, 400k init)";
        let new = "Memory: 815328K/8388084K available (1652K kernel code, 194K rwdata, 492K rodata, 616K init, 384K bss, 7572756K reserved)";
        let notes = |text| article().with(Field::KernelImage, text).read().unwrap().notes;
        assert!(notes(old).iter().any(|n| n.contains("bss")));
        assert!(!notes(new).iter().any(|n| n.contains("bss")));
        assert!(!notes("2833K").iter().any(|n| n.contains("bss")));
    }

    #[test]
    fn wrong_options_name_their_field() {
        let options =
            [Field::DomainLimit, Field::Ibft, Field::Hotplug, Field::Balloon, Field::Iommu];
        let facts = [Field::KernelImage, Field::Swiotlb, Field::Installed, Field::MemTotal];
        for field in options.into_iter().chain(facts) {
            let wrong = article().with(field, "perhaps").read().unwrap_err();
            let found: Vec<_> = wrong.iter().map(|w| w.field).collect();
            assert_eq!(found, [field]);
            assert!(wrong.iter().all(|w| w.error.to_string().contains("write")), "{wrong:?}");
        }
    }
}
