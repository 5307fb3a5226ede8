//! Kernel vectors: the results of the real setup functions, key for key.

use serde_json::{Map as Object, Value, json};
use sim::kernel::{
    ExtraRegion, Ibft, Input, Kernel, Layout, MemorySetup, ReservationReply, Variant, set_up,
};
use sim::map::{Entry, Kind, RawMap, Table};
use sim::span::Span;
use sim::units::{Addr, Pages, Pfn};

use crate::Mismatch;
use crate::xen_vectors::release;

/// Size of the start-info structure in the vectors, in bytes.
const START_INFO: u64 = 1168;

/// Whether this vector is of the kernel kind.
pub fn recognises(vector: &Value) -> bool {
    ["era", "host_e820", "nr_pages", "expect"].iter().all(|key| vector.get(key).is_some())
}

/// Runs the model on a vector and compares every key of its `expect`.
///
/// # Errors
/// The first key that differs.
pub fn check(vector: &Value) -> Result<(), Mismatch> {
    let question = Question::read(vector)
        .ok_or_else(|| Mismatch::new("(vector)", "a readable vector", "unreadable"))?;
    let run = set_up(&question.input());
    let got = answer(&run, question.kernel.variant);
    let none = Object::new();
    let expect = vector.get("expect").and_then(Value::as_object).unwrap_or(&none);
    for (key, expected) in expect {
        let found = got.get(key).unwrap_or(&Value::Null);
        if found != expected {
            return Err(Mismatch::new(key, expected, found));
        }
    }
    for key in ["panic", "warnings"] {
        if let (None, Some(found)) = (expect.get(key), got.get(key)) {
            return Err(Mismatch::new(key, "absent", found));
        }
    }
    Ok(())
}

struct Question {
    kernel: Kernel,
    host: RawMap,
    pages: Pages,
    maximum: ReservationReply,
    layout: Option<Layout>,
}

impl Question {
    fn read(v: &Value) -> Option<Self> {
        let era = v.get("era")?.as_str()?;
        let key = era.split('-').next()?;
        let variant = Variant::ALL.into_iter().find(|x| x.key() == key)?;
        let mut kernel = Kernel::new(variant, release(v.get("kernel")?.as_str()?)?);
        if v.get("ibft").and_then(Value::as_bool) == Some(true) {
            kernel.ibft = Ibft::On;
        }
        Some(Self {
            kernel,
            host: RawMap { entries: entries(v.get("host_e820")?)? },
            pages: Pages(v.get("nr_pages")?.as_u64()?),
            maximum: ReservationReply(v.get("max_pages")?.as_i64()?),
            layout: v.get("layout").map(layout),
        })
    }

    fn input(&self) -> Input<'_> {
        Input {
            kernel: self.kernel,
            host: &self.host,
            pages: self.pages,
            maximum: self.maximum,
            layout: self.layout,
        }
    }
}

fn entries(list: &Value) -> Option<Vec<Entry>> {
    let read = |e: &Value| {
        let kind = match e.get(2)?.as_str()? {
            "usable" => Kind::Usable,
            "reserved" => Kind::Reserved,
            "ACPI data" => Kind::AcpiData,
            "ACPI NVS" => Kind::AcpiNvs,
            "unusable" => Kind::Unusable,
            other => Kind::from_number(other.strip_prefix("type ")?.parse().ok()?),
        };
        Some(Entry::new(Addr(e.get(0)?.as_u64()?), Addr(e.get(1)?.as_u64()?), kind))
    };
    list.as_array()?.iter().map(read).collect()
}

fn layout(v: &Value) -> Layout {
    let range = |key: &str| {
        let list = v.get(key)?;
        Span::new(Addr(list.get(0)?.as_u64()?), Addr(list.get(1)?.as_u64()?))
    };
    let info = v.get("start_info").and_then(Value::as_u64);
    Layout {
        kernel: range("kernel"),
        initrd: range("initrd"),
        start_info: info.and_then(|at| Span::of(Addr(at), START_INFO)),
        page_tables: range("page_tables"),
    }
}

/// The run in the terms of the vectors.
fn answer(run: &MemorySetup, variant: Variant) -> Object<String, Value> {
    let calls = run.hypercalls;
    let mut out = Object::new();
    let mut put = |key: &str, value: Value| out.insert(key.into(), value);
    put("e820", table(&run.table));
    put("released", spans(&run.released));
    put("identity", spans(&run.identity));
    put("populated", spans(&run.populated));
    put("identity_rest_from", run.identity_rest.map_or(Value::Null, |pfn| json!(pfn.0)));
    put("remapped", run.moved.iter().map(|m| json!([m.from.0, m.to.0, m.pages.0])).collect());
    let moves = run.nonram_moved.iter().map(|m| json!([m.frame.0, m.to.0, m.pages.0]));
    put("nonram_remapped", moves.collect());
    put("extra", extra(&run.extra));
    put("extra_initial", extra(&run.extra_initial));
    put("released_pages", json!(run.released_pages().0));
    put("populated_pages", json!(run.populated_pages().0));
    put("remapped_pages", json!(run.moved_pages().0));
    put("identity_pages", json!(run.identity_pages.0));
    put("nr_pages_end", json!(run.pages_end.0));
    put("max_pfn", json!(run.max_pfn.0));
    let lines = run.messages.iter().flat_map(|m| m.clone().lines());
    put("messages", lines.map(|line| json!(line.to_string())).collect());
    if run.warnings_total > 0 {
        put("warnings", run.warnings.iter().map(|w| json!(w.to_string())).collect());
        put("warnings_total", json!(run.warnings_total));
    }
    if let Some(panic) = run.panic {
        put("panic", json!(panic.to_string()));
    }
    if let Some(initrd) = run.initrd {
        put("initrd", json!([initrd.start().0, initrd.end().0]));
    }
    if !variant.is_classic() {
        put(
            "hypercalls",
            json!({
                "memory_map": calls.memory_map,
                "maximum_reservation": calls.maximum_reservation,
                "decrease_reservation": calls.decrease_reservation,
                "decrease_failed": calls.decrease_failed,
                "populate_physmap": calls.populate_physmap,
                "mmu_update": calls.mmu_update,
            }),
        );
    }
    out
}

fn table(table: &Table) -> Value {
    table.entries.iter().map(|e| json!([e.start.0, e.end().0, e.kind.to_string()])).collect()
}

fn spans(list: &[Span<Pfn>]) -> Value {
    list.iter().map(|s| json!([s.start().0, s.count()])).collect()
}

fn extra(list: &[ExtraRegion]) -> Value {
    list.iter().map(|e| json!([e.start.0, e.pages])).collect()
}
