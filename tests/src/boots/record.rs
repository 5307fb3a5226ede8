//! One boot of a file: the inputs of the model, and the outcome according to the log.
//!
//! Inputs are the machine's map, Xen's release, the option, Linux' release, the CPUs, and
//! the printed kernel image and software IO TLB; the pages Xen gave are an input only if
//! the option alone does not determine them. Everything else is truth to compare with.

use serde_json::Value;
use sim::kernel::{Ibft, Kernel};
use sim::map::{Entry, Kind, RawMap};
use sim::memory::Facts;
use sim::units::{Addr, Bytes, Pages};
use sim::version::Version;

use crate::json::{is_set, number, text};
use crate::xen_vectors::release;

/// A boot.
#[derive(Clone, Debug)]
pub struct Record {
    /// Its name.
    pub name: String,
    /// Xen.
    pub xen: Version,
    /// The dom0 kernel.
    pub linux: Kernel,
    /// The text after `dom0_mem=`.
    pub dom0_mem: Option<String>,
    /// The machine's map as Xen prints it.
    pub machine: RawMap,
    /// The machine's CPUs; all of them are dom0's.
    pub cpus: u32,
    /// Printed figures.
    pub facts: Facts,
    /// Pages Xen gave, as printed.
    pub pages: Pages,
    /// Everything except `max:`, to find pairs.
    pub twin: String,
    /// Outcome.
    pub fate: Fate,
}

/// How a boot ended.
#[derive(Clone, Debug)]
pub enum Fate {
    /// Dom0 came up.
    Up(Box<Truth>),
    /// Xen stopped.
    XenStopped,
    /// The kernel stopped.
    LinuxStopped,
    /// The model does not cover this boot, with the reason.
    Skip(&'static str),
}

/// The facts in the log of a dom0 that came up.
#[derive(Clone, Debug)]
pub struct Truth {
    /// Dom0's own map as printed.
    pub map: Vec<Entry>,
    /// Dom0's maximum reservation, pages.
    pub maximum: u64,
    /// Dom0's pages in Xen after boot.
    pub in_xen: Pages,
    /// Free pages in Xen after boot.
    pub free: Pages,
    /// Released pages, as reported.
    pub released: Option<u64>,
    /// Moved pages, as reported.
    pub moved: Option<u64>,
    /// The last page number's successor.
    pub last_pfn: u64,
    /// Sizes of the two large hash tables.
    pub hashes: [Bytes; 2],
    /// Second number of the Memory line, KiB.
    pub memory_total: u64,
    /// Pages in the direct map, KiB.
    pub direct_map: u64,
    /// Rows that were derived by formula, KiB.
    pub rows: Rows,
    /// `MemTotal`, KiB.
    pub mem_total: u64,
}

/// Rows by formula, KiB, in one of two roundings.
#[derive(Clone, Copy, Debug)]
pub struct Rows {
    /// `struct page`.
    pub memmap: u64,
    /// Its page tables.
    pub memmap_tables: u64,
    /// Page tables of the direct map.
    pub direct_tables: u64,
    /// The p2m.
    pub p2m: u64,
    /// How they were rounded.
    pub rounding: Rounding,
}

/// How the rows of a file were rounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rounding {
    /// Entries of the direct map only, down to whole pages; the p2m up to whole pages.
    Entries,
    /// Whole table pages of all levels; the p2m down to KiB.
    TablePages,
}

impl Record {
    /// Reads a boot.
    ///
    /// # Errors
    /// The key that is missing or cannot be read.
    pub fn read(v: &Value) -> Result<Self, &'static str> {
        let name = text(v, "name").ok_or("name")?.to_owned();
        let xen = release(text(v, "xen_version").or(text(v, "xen")).ok_or("xen")?);
        let linux = text(v, "linux_version").or(text(v, "kernel")).ok_or("kernel")?;
        let dom0_mem = text(v, "dom0_mem").filter(|t| *t != "none").map(str::to_owned);
        let machine = RawMap { entries: entries(v.get("machine_e820")).ok_or("machine_e820")? };
        let fate = fate(v)?;
        let pages = number(v, "nr_pages_from_xen_p2m").ok_or("nr_pages_from_xen_p2m")?;
        Ok(Self {
            twin: twin(v, dom0_mem.as_deref()),
            xen: xen.ok_or("xen")?,
            linux: kernel(linux).ok_or("linux_version")?,
            machine,
            cpus: text(v, "smp").and_then(|s| s.parse().ok()).unwrap_or(1),
            facts: Facts { kernel_image: image(v), swiotlb: swiotlb(v), ..Facts::default() },
            pages: Pages(pages),
            fate,
            dom0_mem,
            name,
        })
    }
}

/// Debian's kernels have reserved the iBFT area since 6.12.
fn kernel(text: &str) -> Option<Kernel> {
    let mut kernel = read::version::linux(text, None).ok()?.kernel;
    if kernel.release >= Version::new(6, 12, 0) {
        kernel.ibft = Ibft::On;
    }
    Some(kernel)
}

/// The properties shared by two boots that differ only in `max:`.
fn twin(v: &Value, dom0_mem: Option<&str>) -> String {
    let keys = ["xen_version", "linux_version", "mem", "machine", "fw", "cpu", "smp"];
    let mut common: Vec<&str> = keys.iter().map(|k| text(v, k).unwrap_or("")).collect();
    common.extend(dom0_mem.unwrap_or("").split(',').filter(|i| !i.starts_with("max:")));
    common.join(" ")
}

/// Code, data and bss, as the resource list or the Memory line prints them.
fn image(v: &Value) -> Option<Bytes> {
    if let Some(parts) = v.get("kernel_resources_kb").and_then(Value::as_object) {
        let kib: f64 = parts.values().filter_map(Value::as_f64).sum();
        if kib > 0.0 {
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            return Some(Bytes((kib * 1024.0) as u64));
        }
    }
    let line = v.get("memory_kb")?;
    let parts = ["code", "rwdata", "rodata", "bss", "data"];
    let kib: u64 = parts.iter().filter_map(|key| number(line, key)).sum();
    (kib > 0).then_some(Bytes(kib << 10))
}

/// The software IO TLB: the number before `MB` in its line.
fn swiotlb(v: &Value) -> Option<Bytes> {
    let line = text(v, "swiotlb")?;
    let (before, _) = line.split_once("MB")?;
    let start = before.rfind(|c: char| !c.is_ascii_digit()).map_or(0, |i| i + 1);
    let mib: u64 = before.get(start..)?.parse().ok()?;
    Some(Bytes(mib << 20))
}

fn fate(v: &Value) -> Result<Fate, &'static str> {
    let line = text(v, "linux_cmdline").unwrap_or("");
    if line.split(' ').any(|option| option.starts_with("mem=")) {
        return Ok(Fate::Skip("Linux mem="));
    }
    if text(v, "xen_panic").is_some() {
        return Ok(Fate::XenStopped);
    }
    if text(v, "linux_panic").is_some() {
        return Ok(Fate::LinuxStopped);
    }
    match v.get("P1") {
        None | Some(Value::Null) if is_set(v, "tainted_by_timeout") => Ok(Fate::Skip("timed out")),
        None | Some(Value::Null) if is_set(v, "reached_end") => Ok(Fate::Skip("no figures")),
        // The boot ended without a message, so whoever printed last stopped.
        None | Some(Value::Null) if text(v, "linux_version").is_some() => Ok(Fate::LinuxStopped),
        None | Some(Value::Null) => Ok(Fate::XenStopped),
        Some(after) => truth(v, after).map(|t| Fate::Up(Box::new(t))),
    }
}

fn truth(v: &Value, after: &Value) -> Result<Truth, &'static str> {
    let xen = after.get("xen").ok_or("P1.xen")?;
    let meminfo = after.get("meminfo_kb").ok_or("P1.meminfo_kb")?;
    let hash = |key| v.get("hash_tables_bytes").and_then(|h| number(h, key)).map(Bytes);
    let last = text(v, "last_pfn_hex").and_then(hex).ok_or("last_pfn_hex")?;
    Ok(Truth {
        map: entries(v.get("dom0_e820")).ok_or("dom0_e820")?,
        maximum: number(xen, "dom0_max_pages").ok_or("dom0_max_pages")?,
        in_xen: Pages(number(xen, "dom0_tot_pages").ok_or("dom0_tot_pages")?),
        free: Pages(number(xen, "phys_free_pages").ok_or("phys_free_pages")?),
        released: number(v, "released_pages"),
        moved: number(v, "remapped_pages"),
        last_pfn: last,
        hashes: [hash("Dentry cache").ok_or("dentry")?, hash("Inode-cache").ok_or("inode")?],
        memory_total: v.get("memory_kb").and_then(|m| number(m, "total")).ok_or("memory_kb")?,
        direct_map: number(meminfo, "DirectMap4k").ok_or("DirectMap4k")?,
        rows: rows(v).ok_or("loss")?,
        mem_total: number(meminfo, "MemTotal").ok_or("MemTotal")?,
    })
}

/// `loss` if there is one, otherwise `loss_split`.
fn rows(v: &Value) -> Option<Rows> {
    if let Some(pred) = v.get("loss").and_then(|l| l.get("pred")) {
        return Some(Rows {
            memmap: number(pred, "memmap")?,
            memmap_tables: number(pred, "vmemmap_pt")?,
            direct_tables: number(pred, "direct_pt")?,
            p2m: number(pred, "p2m")?,
            rounding: Rounding::TablePages,
        });
    }
    let split = v.get("loss_split")?;
    Some(Rows {
        memmap: number(split, "memmap_kb_derived")?,
        memmap_tables: number(split, "memmap_pagetable_kb_derived")?,
        direct_tables: number(split, "directmap_pagetable_kb_derived")?,
        p2m: number(split, "p2m_kb_derived")?,
        rounding: Rounding::Entries,
    })
}

/// Entries `[first, last, type]`, hexadecimal with inclusive ends.
fn entries(table: Option<&Value>) -> Option<Vec<Entry>> {
    let one = |row: &Value| {
        let (start, last) = (hex(row.get(0)?.as_str()?)?, hex(row.get(1)?.as_str()?)?);
        let kind = match row.get(2)?.as_str()?.trim() {
            "usable" | "System RAM" => Kind::Usable,
            "reserved" | "device reserved" => Kind::Reserved,
            "ACPI data" => Kind::AcpiData,
            "ACPI NVS" => Kind::AcpiNvs,
            "unusable" => Kind::Unusable,
            other => Kind::Other(other.strip_prefix("type ")?.parse().ok()?),
        };
        Some(Entry::new(Addr(start), Addr(last.checked_add(1)?), kind))
    };
    table?.as_array()?.iter().map(one).collect()
}

fn hex(text: &str) -> Option<u64> {
    u64::from_str_radix(text.strip_prefix("0x").unwrap_or(text), 16).ok()
}
