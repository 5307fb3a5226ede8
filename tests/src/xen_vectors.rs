//! Xen vectors: how the real functions of each release read a text, a firmware map or a
//! command line; and the numbers of public boot logs.

use serde_json::{Value, json};
use sim::map::{self, Entry, RawMap, Region};
use sim::step::MaxReservation;
use sim::units::{Addr, Bytes, MachineAddr, Pages};
use sim::version::Version;
use sim::xen::autoballoon::autoballoon;
use sim::xen::dom0_build::{BuildMinimum, BuildResult, built, image_end};
use sim::xen::env::{self, Env, Initrd, Iommu, P2mNote, Shadow, Tables, Text};
use sim::xen::grammar::{Item, Report, Sign, UNBOUNDED};
use sim::xen::machine_map::{Cpu, Limits, Platform, processed, shown_to_dom0};
use sim::xen::reservation::{Dom0Size, Size, dom0_size};

use crate::Mismatch;

/// The kinds of Xen vectors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A text and how Xen reads it.
    Dom0Mem,
    /// A firmware map and how Xen reads it.
    Map,
    /// A command line and whether xl balloons dom0 down.
    Autoballoon,
    /// Numbers of a public boot log.
    BootLog,
    /// Facts of a boot in an emulator.
    Boot,
}

/// The kind of a vector, recognised by its keys.
pub fn recognise(vector: &Value) -> Option<Kind> {
    let has = |keys: &[&str]| keys.iter().all(|key| vector.get(key).is_some());
    [
        (Kind::Dom0Mem, ["xen", "avail_pages", "expect"].as_slice()),
        (Kind::Map, &["xen", "firmware", "expect"]),
        (Kind::Autoballoon, &["xl", "xen_commandline", "expect"]),
        (Kind::BootLog, &["xen", "nr_pages_observed", "system_ram_kib"]),
        (Kind::Boot, &["xen", "machine_e820", "machine_memory_map"]),
    ]
    .into_iter()
    .find_map(|(kind, keys)| has(keys).then_some(kind))
}

/// Whether this is a Xen vector of any kind.
pub fn recognises(vector: &Value) -> bool {
    recognise(vector).is_some()
}

/// Runs the model on a vector and compares every key of its `expect`.
///
/// # Errors
/// The first key that differs, or the reason the vector cannot be read.
pub fn check(vector: &Value) -> Result<(), Mismatch> {
    let kind = recognise(vector).ok_or_else(unreadable)?;
    check_one(kind, vector)
}

/// The same for a known kind.
///
/// # Errors
/// The first key that differs, or the reason the vector cannot be read.
pub fn check_one(kind: Kind, vector: &Value) -> Result<(), Mismatch> {
    let (found, expected) = match kind {
        Kind::Dom0Mem => (dom0_mem(vector), vector.get("expect").cloned()),
        Kind::Map => (firmware_map(vector), vector.get("expect").cloned()),
        Kind::Autoballoon => (balloon(vector), vector.get("expect").cloned()),
        Kind::BootLog => (
            boot_log(vector),
            observed(
                vector,
                &["nr_pages_observed", "max_pages_by_real_code", "avail_after_deductions"],
            ),
        ),
        Kind::Boot => (
            boot(vector),
            observed(vector, &["system_ram_kib", "machine_memory_map", "block_pages"]),
        ),
    };
    let (found, expected) = (found.ok_or_else(unreadable)?, expected.ok_or_else(unreadable)?);
    let expected = expected.as_object().filter(|e| !e.is_empty()).ok_or_else(unreadable)?;
    for (key, expected) in expected {
        let got = found.get(key).unwrap_or(&Value::Null);
        if got != expected {
            return Err(Mismatch::new(key, expected, got));
        }
    }
    Ok(())
}

/// A release number as the vectors write it.
pub fn release(text: &str) -> Option<Version> {
    let mut parts = text.split(['.', '-']).map(|p| p.parse().unwrap_or(0));
    Some(Version::new(parts.next()?, parts.next()?, parts.next().unwrap_or(0)))
}

fn unreadable() -> Mismatch {
    Mismatch::new("(vector)", "readable", "not")
}

fn version(v: &Value, key: &str) -> Option<Version> {
    release(v.get(key)?.as_str()?)
}

fn dom0_mem(v: &Value) -> Option<Value> {
    Some(answer(&dom0_size(&env(v)?)))
}

fn firmware_map(v: &Value) -> Option<Value> {
    let number = |e: &Value, i: usize| e.get(i).and_then(Value::as_u64);
    let entry = |e: &Value| {
        let (start, size) = (Addr(number(e, 0)?), Bytes(number(e, 1)?));
        let kind = map::Kind::from_number(u32::try_from(number(e, 2)?).ok()?);
        Some(Entry { start, size, kind })
    };
    let entries = v.get("firmware")?.as_array()?.iter().map(entry).collect::<Option<Vec<_>>>()?;
    let limits = Limits {
        mem: v.get("mem_bytes")?.as_u64().map(MachineAddr),
        availmem: v.get("availmem_bytes")?.as_u64().map(Bytes),
    };
    let version = version(v, "xen")?;
    let found = processed(&RawMap { entries }, version, limits, Platform::BareMetal);
    let triple =
        |r: &Region<MachineAddr>| json!([r.span.start().0, r.span.count(), r.kind.number()]);
    Some(json!({ "e820": found.regions().iter().map(triple).collect::<Vec<_>>() }))
}

fn balloon(v: &Value) -> Option<Value> {
    let line = v.get("xen_commandline")?.as_str()?;
    let on = autoballoon(version(v, "xl")?, line.as_bytes()).shrinks_dom0();
    Some(json!({ "autoballoon": on }))
}

/// The expected numbers of a log. Its `avail_pages_inferred` is an input; if a text was
/// given instead, the size does not depend on it.
fn boot_log(v: &Value) -> Option<Value> {
    let number = |key: &str| v.get(key).and_then(Value::as_u64);
    let ram = Pages(number("system_ram_kib")? / 4);
    let available = number("avail_pages_inferred").map_or(ram, Pages);
    let text = v.get("dom0_mem")?.as_str().map_or(Text::Absent, Text::Value);
    let mut env = Env::plain(version(v, "xen")?, text, available);
    env.vcpus = u32::try_from(number("vcpus")?).ok()?;
    env.max_pdx = number("max_pdx").map_or(ram, Pages);
    env.iommu = if v.get("iommu")?.as_bool()? { Iommu::On } else { Iommu::Off };
    let size = dom0_size(&env);
    let need = BuildMinimum {
        block: Pages(number("alloc_pages")?),
        initrd: Pages(number("initrd_pages")?),
    };
    Some(json!({
        "nr_pages_observed": nr_pages(size.size),
        "max_pages_by_real_code": max_pages(size.maximum),
        "avail_after_deductions": size.spendable.0,
        "booted": built(size.size, need, available) == BuildResult::Fits,
    }))
}

/// These boots ran in an emulator.
const EMULATED: Platform = Platform::Nested;

/// The map passed to dom0 and the block its kernel needs. If the boot stack's end is not
/// known, the mapping's end is used instead: both give the same block.
fn boot(v: &Value) -> Option<Value> {
    let version = version(v, "xen")?;
    let entry = |e: &Value| {
        let number = |i: usize| e.get(i).and_then(Value::as_u64);
        let kind = map::Kind::from_number(u32::try_from(number(2)?).ok()?);
        Some(Entry::new(Addr(number(0)?), Addr(number(1)?), kind))
    };
    let host = v.get("machine_e820")?.as_array()?.iter().map(entry).collect::<Option<_>>()?;
    let cpu = if v.get("cpu")? == "amd" { Cpu::Amd } else { Cpu::Other };
    let host = processed(&RawMap { entries: host }, version, Limits::default(), EMULATED);
    let shown = shown_to_dom0(&host, version, cpu, EMULATED);
    let triple =
        |r: &Region<MachineAddr>| json!([r.span.start().0, r.span.end().0, r.kind.number()]);
    let address = |key: &str| u64::from_str_radix(v.get(key)?.as_str()?, 16).ok().map(Addr);
    let base = address("virtual_base")?;
    let end = address("virtual_end")?;
    let stack_end = address("boot_stack_end").unwrap_or(Addr(end.0 - (512 << 10)));
    let rounded = image_end(stack_end) == end;
    Some(json!({
        "system_ram_kib": host.ram_pages().0 * 4,
        "machine_memory_map": shown.regions().iter().map(triple).collect::<Vec<_>>(),
        "block_pages": BuildMinimum::of_image(base, stack_end, Bytes(0)).block.0,
        "booted": rounded,
    }))
}

fn observed(v: &Value, keys: &[&str]) -> Option<Value> {
    let mut all = v.as_object()?.clone();
    all.retain(|key, _| keys.contains(&key.as_str()));
    all.insert("booted".into(), json!(true));
    Some(all.into())
}

fn env(v: &Value) -> Option<Env<'_>> {
    let version = version(v, "xen")?;
    let text = match (v.get("cmdline").and_then(Value::as_str), v.get("dom0_mem")?.as_str()) {
        (Some(line), _) => Text::Line(line),
        (None, Some(value)) => Text::Value(value),
        (None, None) => Text::Absent,
    };
    let mut env = Env::plain(version, text, Pages(v.get("avail_pages")?.as_u64()?));
    let set = |key: &str| v.get("env").and_then(|e| e.get(key));
    let number = |key: &str| set(key).and_then(Value::as_u64);
    let on = |key: &str| set(key).and_then(Value::as_bool).unwrap_or(false);
    env.max_pdx = Pages(number("max_pdx").or(v.get("host_pages")?.as_u64())?);
    env.vcpus = number("vcpus").map_or(1, |n| u32::try_from(n).unwrap_or(u32::MAX));
    env.kind = match set("kind").and_then(Value::as_str) {
        None | Some("pv64") => env::Kind::Pv64,
        Some("pv32") => env::Kind::Pv32,
        Some("pvh") => env::Kind::Pvh,
        Some(_) => return None,
    };
    env.iommu = match (on("iommu"), on("iommu_passthrough")) {
        (false, _) => Iommu::Off,
        (true, false) => Iommu::On,
        (true, true) => Iommu::Passthrough,
    };
    if set("hap_share").and_then(Value::as_bool) == Some(false) {
        env.tables = Tables::Apart;
    }
    env.shadow = match (on("shadow"), on("l1tf")) {
        (false, false) => Shadow::Off,
        (true, false) => Shadow::On,
        (false, true) => Shadow::L1tf,
        (true, true) => Shadow::OnAndL1tf,
    };
    env.built_in = set("config_dom0_mem").and_then(Value::as_str).unwrap_or("");
    if set("p2m_note").and_then(Value::as_bool) == Some(false) {
        let address = |key: &str| {
            let text = set(key)?.as_str()?;
            u64::from_str_radix(text.trim_start_matches("0x"), 16).ok().map(Addr)
        };
        env.note = P2mNote::Absent {
            base: address("virt_base")?,
            end: address("virt_kend")?,
            initrd: Bytes(number("initrd_len").unwrap_or(0)),
            placed: if on("unmapped_initrd") { Initrd::Unmapped } else { Initrd::Mapped },
        };
    }
    Some(env)
}

fn answer(size: &Dom0Size) -> Value {
    let values: Vec<_> = size.values.iter().map(|v| String::from_utf8_lossy(v)).collect();
    json!({
        "values": values,
        "parsed": {
            "amt": item(size.parsed.amount),
            "min": item(size.parsed.min),
            "max": item(size.parsed.max),
        },
        "rejected": size.parsed.report == Report::Invalid,
        "nr_pages": nr_pages(size.size),
        "max_pages": max_pages(size.maximum),
        "max_reservation_result": size.returned.0,
    })
}

fn nr_pages(size: Size) -> Value {
    match size {
        Size::Pages(pages) => json!(pages.0),
        Size::BelowZero(pages) => json!(-pages.0.cast_signed()),
    }
}

fn max_pages(maximum: MaxReservation) -> Value {
    match maximum {
        MaxReservation::Unlimited => json!("unbounded"),
        MaxReservation::Pages(pages) => json!(pages.0),
    }
}

fn item(item: Item) -> Value {
    let pages = if item.pages == UNBOUNDED { json!("unbounded") } else { json!(item.pages.0) };
    json!({ "pages": pages, "percent": item.percent, "minus": item.sign == Sign::Minus })
}
