//! Answers to what administrators ask most after “how do I write it”: whether dom0 can grow and
//! who takes its memory, how much it needs, and what its DMA buffers are for.
//!
//! Each sentence is chosen by the reader's kernel, Xen and option, never by the page. Not here:
//! what to type (`advice`, `distributions`), and questions about one step (`numbers`).

mod bounce;
mod faults;
mod growth;
mod needs;
mod toolstacks;

use sim::boot::Boot;

/// An answer in a few sentences.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Answer {
    /// A name that never changes.
    pub id: &'static str,
    /// The question, with marks ([`super::marks`]).
    pub title: &'static str,
    /// The sentences, one point each, with marks.
    pub says: Vec<String>,
}

/// The answers for a machine, in the page's order.
pub fn guide(boot: &Boot) -> [Answer; 3] {
    let mut grow = growth::says(boot);
    grow.extend(toolstacks::says(boot));
    grow.extend(faults::says(boot));
    [
        Answer { id: "grow", title: "Can dom0 grow, and who takes its memory?", says: grow },
        Answer { id: "need", title: "How much does dom0 need?", says: needs::says(boot) },
        Answer {
            id: "swiotlb",
            title: "`swiotlb`: how large, why full?",
            says: bounce::says(boot),
        },
    ]
}

#[cfg(test)]
mod tests;
