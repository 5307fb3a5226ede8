//! Xen vectors: what the real functions of the named release made of a text.

use serde_json::{Value, json};
use sim::step::Maximum;
use sim::units::{Addr, Bytes, Pages};
use sim::version::Version;
use sim::xen::grammar::{Item, Report, Sign, UNBOUNDED};
use sim::xen::reservation::{
    Dom0Size, Env, Iommu, Kind, P2mNote, Shadow, Size, Tables, Text, dom0_size,
};

use crate::Mismatch;

/// Whether this vector is about `dom0_mem=`.
pub fn recognises(vector: &Value) -> bool {
    ["xen", "avail_pages", "expect"].iter().all(|key| vector.get(key).is_some())
}

/// Runs the model on a vector and compares every key of its `expect`.
///
/// # Errors
/// The first key that differs.
pub fn check(vector: &Value) -> Result<(), Mismatch> {
    let unreadable =
        || Mismatch { key: "(vector)".into(), expected: "readable".into(), got: "not".into() };
    let found = answer(&dom0_size(&env(vector).ok_or_else(unreadable)?));
    let expect = vector.get("expect").and_then(Value::as_object).ok_or_else(unreadable)?;
    for (key, expected) in expect {
        let got = found.get(key).unwrap_or(&Value::Null);
        if got != expected {
            let (expected, got) = (expected.to_string(), got.to_string());
            return Err(Mismatch { key: key.clone(), expected, got });
        }
    }
    Ok(())
}

/// A release number as the vectors write it.
pub fn release(text: &str) -> Option<Version> {
    let mut parts = text.split(['.', '-']).map(|p| p.parse().unwrap_or(0));
    Some(Version::new(parts.next()?, parts.next()?, parts.next().unwrap_or(0)))
}

fn env(v: &Value) -> Option<Env<'_>> {
    let version = release(v.get("xen")?.as_str()?)?;
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
        None | Some("pv64") => Kind::Pv64,
        Some("pv32") => Kind::Pv32,
        Some("pvh") => Kind::Pvh,
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
        let unmapped = on("unmapped_initrd") && version >= Version::new(4, 1, 0);
        let initrd = if unmapped { 0 } else { number("initrd_len").unwrap_or(0) };
        env.note = P2mNote::Absent {
            base: address("virt_base")?,
            end: address("virt_kend")?,
            mapped_initrd: Bytes(initrd),
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
        "nr_pages": match size.size {
            Size::Pages(pages) => json!(pages.0),
            Size::BelowZero(pages) => json!(-pages.0.cast_signed()),
        },
        "max_pages": match size.maximum {
            Maximum::Unbounded => json!("unbounded"),
            Maximum::Limited(pages) => json!(pages.0),
        },
        "max_reservation_result": size.returned.0,
    })
}

fn item(item: Item) -> Value {
    let pages = if item.pages == UNBOUNDED { json!("unbounded") } else { json!(item.pages.0) };
    json!({ "pages": pages, "percent": item.percent, "minus": item.sign == Sign::Minus })
}
