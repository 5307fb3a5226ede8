//! The bars of the first screen: which states are worth a bar, what each is called, and the
//! amounts on it.
//!
//! Only states that differ get one: the classic kernel beside a kernel that returns pages, the
//! reader's own, and the same with the option that helps. Not here: their drawing
//! (`figure::answer`).

use super::figure::max_is_set;
use super::gains::Gains;
use super::ledger::fixed_sure;
use super::linux;
use super::printed::{Printed, PrintedShares};
use super::seen::as_seen;
use sim::boot::{Boot, Outcome};
use sim::kernel::Era;
use sim::ledger::Ledger;
use sim::what_if::Comparisons;
use sim::what_if::advice::Kind;

/// Which boot a bar is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// The classic kernel.
    Classic,
    /// The reader's kernel as configured.
    Configured,
    /// The same with the option that helps.
    WithOption,
}

/// One bar.
#[derive(Clone, Debug)]
pub struct ScenarioBar<'a> {
    /// Which boot.
    pub which: Which,
    /// The boot.
    pub boot: &'a Boot,
    /// The kernel.
    pub name: String,
    /// How it differs from the others, in words.
    pub says: &'static str,
    /// Its option as typed; empty for the classic kernel.
    pub option: String,
    /// Its amounts.
    pub shares: PrintedShares,
    /// How sure its fixed costs are, in brackets after them; empty if they were typed.
    pub guess: &'static str,
    /// What `free` counts, or what it shows after the balloon.
    pub counts: String,
    /// What the option gains over the bar before.
    pub gain: Option<Printed>,
    /// What the balloon brings on top of this bar.
    pub balloon: Option<Printed>,
}

impl ScenarioBar<'_> {
    /// What is above the number: `free` shows it, or the boot does not get that far.
    pub fn free(&self) -> String {
        self.shares.free.full()
    }
}

/// The bars, one to three.
pub fn scenarios(compared: &Comparisons) -> Vec<ScenarioBar<'_>> {
    let gains = Gains::of(compared);
    let remedy = compared.remedy.as_ref().filter(|r| match r.kind {
        Kind::Ceiling | Kind::LowerCeiling => gains.option.is_some(),
        Kind::Boots => true,
        Kind::Size | Kind::RaiseCeiling => false,
    });
    let failed = !is_up(&compared.scenarios.configured);
    let worth = failed || gains.option.is_some() || gains.target.is_some();
    let classic =
        worth && is_up(&compared.scenarios.classic) && was_classic(&compared.scenarios.configured);
    let mut bars = Vec::with_capacity(3);
    if classic {
        let bar = bar(Which::Classic, &compared.scenarios.classic, "classic kernel");
        bars.push(ScenarioBar { option: String::new(), ..bar });
    }
    bars.push(bar(Which::Configured, &compared.scenarios.configured, now(compared)));
    if let Some(remedy) = remedy {
        let gain = gains.option;
        // In place of an option that is too long.
        let lower = remedy.kind != Kind::Boots && max_is_set(&compared.scenarios.configured);
        let says = if lower { "with a lower ceiling" } else { "with max:" };
        bars.push(ScenarioBar { gain, ..bar(Which::WithOption, &remedy.boot, says) });
    }
    // The bars are those of the boot; the headline is after the reader's own target.
    if compared.advice.low_target.is_some() {
        for bar in bars.iter_mut().filter(|bar| is_up(bar.boot)) {
            "at boot, before the balloon".clone_into(&mut bar.counts);
        }
    }
    // The promise is on the last bar alone.
    if let (Some(last), Some(gain)) = (bars.last_mut(), gains.target) {
        last.balloon = Some(gain);
        last.counts = format!("{} with the balloon", gains.end.full());
    }
    bars
}

/// Whether readers of this kernel may have come from a classic one.
fn was_classic(boot: &Boot) -> bool {
    match boot.config.linux.variant.era() {
        Era::HolesReleased | Era::Released | Era::Populated => true,
        Era::Classic | Era::MovedNow | Era::MovedLate | Era::Checked => false,
    }
}

fn now(compared: &Comparisons) -> &'static str {
    if compared.scenarios.configured.config.dom0_mem.is_some() { "now" } else { "no dom0_mem" }
}

fn is_up(boot: &Boot) -> bool {
    boot.outcome == Outcome::Up
}

fn bar<'a>(which: Which, boot: &'a Boot, says: &'static str) -> ScenarioBar<'a> {
    let classic = boot.config.linux.variant.is_classic();
    let counts = match (is_up(boot), classic) {
        (false, _) => "",
        (true, true) => "counts every page",
        (true, false) => "counts what it can allocate",
    };
    let typed = boot.config.dom0_mem.as_deref();
    ScenarioBar {
        which,
        boot,
        name: linux(boot),
        says,
        option: typed.map(|text| format!("dom0_mem={}", as_seen(text))).unwrap_or_default(),
        shares: PrintedShares::of(boot),
        guess: fixed_sure(&Ledger::at_end(boot)).after_number(),
        counts: counts.to_owned(),
        gain: None,
        balloon: None,
    }
}

#[cfg(test)]
mod tests;
