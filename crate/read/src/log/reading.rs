//! The result of reading a paste.

use super::boots::{Tools, XenBoot};
use super::choose::{Run, chosen, facts, tools};
use super::command_line::typo;
use super::doubt::Doubt;
use super::facts::{Cut, Facts, MapSource};
use super::gather::{Gathered, Mark, gather};
use super::lines::lines;
use super::missing::{Missing, WRAPPED_RING, missing};
use super::records::named;
use super::refusal::Refusal;
use super::same_machine::{self, Same, close};
use super::several::{BootLogged, boots, listed};
use super::verdict::{Verdict, verdicts};
use super::whose::{Whose, whose};
use super::xens_map::cut_by_xen;
use words::marks;

/// Everything a paste says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// Why it was not read, if it was not.
    pub refusal: Option<Refusal>,
    /// Whose log it is.
    pub whose: Whose,
    /// Boots in the paste, or 1 if only tools tell of one.
    pub boots: usize,
    /// The boots, in order: a reader may choose among them.
    pub all_boots: Vec<BootLogged>,
    /// The number of the boot that counts, from 1; 0 if there is none.
    pub boot: usize,
    /// Whether its parts can be of two machines.
    pub two_machines: bool,
    /// The figures.
    pub facts: Facts,
    /// What was made of every line of the paste, in order.
    pub lines: Vec<Verdict>,
    /// What a reader should know, as sentences with marks.
    pub notes: Vec<String>,
    /// What no line gave; empty if the log is not a dom0's.
    pub missing: Vec<Missing>,
    /// A misspelt option: as written, and the value that was meant.
    pub typo: Option<(&'static str, String)>,
    /// The words used for kinds that neither Xen nor Linux prints.
    pub foreign: Vec<String>,
}

/// Reads a paste in one pass; of several boots the last complete one counts.
pub fn read(text: &str) -> Reading {
    read_boot(text, 0)
}

#[cfg(test)]
thread_local! {
    /// The lengths of the pastes that this thread has read, in bytes.
    pub(super) static READ: core::cell::RefCell<Vec<usize>> = const { core::cell::RefCell::new(Vec::new()) };
}

/// The same with the boot of this number, from 1; the usual one if there is none of it.
pub fn read_boot(text: &str, number: usize) -> Reading {
    #[cfg(test)]
    READ.with_borrow_mut(|read| read.push(text.len()));
    if let Some(refusal) = Refusal::of(text) {
        let notes = vec![refusal.sentence().to_owned()];
        return Reading { refusal: Some(refusal), notes, ..Reading::default() };
    }
    let written = named(text);
    let lines = lines(&written);
    let mut all = gather(&lines);
    let boots = boots(&all);
    let all_boots = listed(&all, &boots);
    let which = number.checked_sub(1).filter(|i| *i < all_boots.len()).unwrap_or(boots.usual);
    let chosen = chosen(&all, &boots, which);
    let others = two_maps(&all) || other_runs(&all) || all.has_hosts();
    let left_out = which == boots.usual && info_left_out(&all, chosen.tools);
    all.tools = tools(&mut all, chosen.tools);
    let xen = chosen.pair.xen.and_then(|i| all.xen.get_mut(i)).map(core::mem::take);
    let linux = chosen.pair.linux.and_then(|i| all.linux.get_mut(i)).map(core::mem::take);
    let (xen, linux) = (xen.unwrap_or_default(), linux.unwrap_or_default());
    let whose = whose(&all, &xen, &linux);
    let typo = typed_wrong(&all, &xen);
    let mut facts = facts(&mut all, xen, linux);
    if matches!(whose, Whose::Guest | Whose::Shim) {
        // Its map and its counts are not dom0's.
        facts = Facts { linux: facts.linux, ..Facts::default() };
    }
    let mut reading = Reading {
        whose,
        boots: all_boots.len().max(usize::from(all.tools.info_seen)),
        boot: if all_boots.is_empty() { 0 } else { which + 1 },
        all_boots,
        two_machines: others || other_ram(&facts),
        lines: verdicts(text.lines().count(), &lines, &all.marks, chosen, whose),
        typo,
        foreign: foreign(&all.marks),
        facts,
        ..Reading::default()
    };
    doubt(&mut reading);
    if has_missing(whose) {
        reading.missing = missing(&reading.facts);
    }
    reading.notes = notes(&reading, chosen.guests_only, which == boots.usual);
    if left_out {
        reading.notes.push("`xl info` reports different releases from the log, so it belongs to another boot and is not used.".to_owned());
    }
    reading
}

/// Whether it helps to know what a log lacks.
fn has_missing(whose: Whose) -> bool {
    match whose {
        Whose::Dom0
        | Whose::Pvh
        | Whose::BareMetal
        | Whose::Iomem
        | Whose::EfiTable
        | Whose::RingTail => true,
        Whose::Guest | Whose::Shim | Whose::Arm | Whose::Bits32 | Whose::NoDom0 => false,
    }
}

/// Lines whose figures are not used are doubtful, whatever else they say.
fn doubt(reading: &mut Reading) {
    for doubt in &reading.facts.doubts {
        for number in &doubt.lines {
            if let Some(slot) = number.checked_sub(1).and_then(|i| reading.lines.get_mut(i)) {
                *slot = Verdict::Doubtful(doubt.value.clone());
            }
        }
    }
}

/// Whether two boots have other maps.
fn two_maps(all: &Gathered) -> bool {
    let whole = |b: &&XenBoot| b.under.header() && b.map.entries.iter().any(|e| e.start.0 == 0);
    let mut maps = all.xen.iter().filter(whole).map(|b| &b.map.entries);
    let first = maps.next();
    maps.any(|m| Some(m) != first)
}

/// Whether no run that counts has `xl info`, and another has.
fn info_left_out(all: &Gathered, counts: Run) -> bool {
    let seen = |run: &Tools| run.info_seen;
    match counts {
        Run::None => all.info_seen(),
        Run::One(_) => false,
        Run::From(first) => {
            let (before, from) = all.runs.split_at_checked(first).unwrap_or((&all.runs, &[]));
            before.iter().any(seen) && !from.iter().any(seen)
        }
    }
}

/// Whether tools ran on two machines.
fn other_runs(all: &Gathered) -> bool {
    let next = all.runs.iter().skip(1);
    all.runs.iter().zip(next).any(|(a, b)| same_machine::runs(a, b) == Same::OtherMachine)
}

/// Whether a tool shows other RAM than Xen's ring.
fn other_ram(facts: &Facts) -> bool {
    let ring = facts.system_ram.as_ref().map(|r| r.value >> 10);
    let tools = facts.xl_total.as_ref().map(|t| t.value);
    ring.zip(tools).is_some_and(|(a, b)| !close(a, b))
}

fn typed_wrong(all: &Gathered, xen: &XenBoot) -> Option<(&'static str, String)> {
    let tools = &all.tools;
    let line = xen.command_line.as_ref().or(tools.command_line.as_ref()).map(|l| l.value.as_str());
    line.map_or_else(|| tools.loaders.line().and_then(|l| typo(&l.value)), typo)
}

fn foreign(marks: &[Mark]) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for mark in marks {
        if let Mark::Doubtful(Doubt::Word(word)) = mark
            && !words.contains(word)
            && words.len() < 6
        {
            words.push(word.clone());
        }
    }
    words
}

/// The first line of each kind of doubt, with marks. Where a map begins or ends abruptly, that is
/// said instead of its line.
fn doubts(reading: &Reading) -> Vec<String> {
    let mut seen: Vec<&Doubt> = Vec::new();
    let mut notes = Vec::new();
    for (i, verdict) in reading.lines.iter().enumerate() {
        if let Verdict::Doubtful(doubt) = verdict
            && !seen.contains(&doubt)
            && !(*doubt == Doubt::Region
                && matches!(reading.facts.cut, Some(Cut::Start | Cut::End | Cut::Open)))
        {
            seen.push(doubt);
            notes.extend(doubt.note(i + 1));
        }
    }
    notes
}

/// What a reader should know, with marks, the most important first.
fn notes(reading: &Reading, guests: bool, usual: bool) -> Vec<String> {
    let facts = &reading.facts;
    let mut notes = vec![reading.says_whose().to_owned()];
    if reading.whose == Whose::RingTail {
        notes.push(WRAPPED_RING.to_owned());
    }
    if reading.whose == Whose::BareMetal && facts.machine_map.is_some() {
        notes.push("The map is the machine’s.".to_owned());
    }
    let chosen = reading.boot.checked_sub(1).and_then(|i| reading.all_boots.get(i));
    if let Some(boot) = chosen.filter(|_| reading.boots > 1) {
        let which = match (usual, boot.complete) {
            (true, true) => "the last complete one",
            (true, false) => "the one with most lines",
            (false, true | false) => "the one you chose",
        };
        notes.push(format!(
            "The paste has {} boots. Only {which} counts: {}, {}.",
            reading.boots,
            boot.place(),
            marks::bare(&boot.name())
        ));
    }
    if reading.two_machines {
        notes.push("This log may come from two machines, because the hosts or the maps of the boots, two outputs of `xl info`, or the RAM in `xl info` and in Xen’s ring differ.".to_owned());
    }
    if guests && reading.whose == Whose::Dom0 {
        notes.push("The kernel’s lines are a guest’s and are left out.".to_owned());
    }
    if let Some((written, value)) = &reading.typo {
        let write = marks::typed(&format!("dom0_mem={value}"));
        notes.push(format!(
            "`{written}` is not an option of Xen’s, so Xen ignores it. Write {write}."
        ));
    } else if reading.whose == Whose::Dom0
        && facts.option.as_ref().is_some_and(|o| o.value.is_empty())
    {
        notes.push("Xen’s command line has no `dom0_mem=`.".to_owned());
    }
    notes.extend(facts.cut.map(|it| cut(it, reading.whose == Whose::BareMetal)));
    if facts.cut.is_none() && cut_by_xen(facts).is_some() {
        notes.push("Xen’s command line limits the RAM that Xen uses, so the form takes the map as Xen cuts it.".to_owned());
    }
    if !reading.foreign.is_empty() {
        let said: Vec<String> = reading.foreign.iter().map(|w| marks::quoted(w)).collect();
        let verb = if said.len() == 1 { "is" } else { "are" };
        notes.push(format!("{} {verb} written where Xen and Linux print usable, reserved, ACPI data, ACPI NVS, unusable or type N, which they never translate. Paste the lines as they were printed.", said.join(", ")));
    }
    notes.extend(doubts(reading));
    if facts.machine_map.is_none() && facts.dom0_map.is_some() && reading.whose == Whose::Dom0 {
        notes.push("The log has only dom0’s own map, not the machine’s, so RAM that this kernel left out is missing.".to_owned());
    }
    if facts.map_source == Some(MapSource::Firmware) && reading.whose == Whose::Dom0 {
        notes.push("The map is the firmware’s, as Linux without Xen prints it.".to_owned());
    }
    notes
}

/// That a map is cut, and what follows, with marks.
pub(crate) fn cut(cut: Cut, without_xen: bool) -> String {
    let lacks = match cut {
        Cut::Start => "The map begins abruptly. Its first lines are missing",
        Cut::Middle => "Lines of the map are missing",
        Cut::End => "The map ends abruptly. Its last lines are missing",
        Cut::Open => "The log stops where the map does. Lines of the map may be missing",
    };
    let (unknown, command) = if without_xen {
        ("the map is not used", "dmesg")
    } else {
        ("it is not known whether this dom0 boots", "xl dmesg")
    };
    format!("{lacks}, so {unknown}. Paste all of it, as `{command}` prints it.")
}

impl Reading {
    /// Whose log it is, as a sentence. That no line is Xen's proves nothing before the map, which
    /// Linux names for Xen where it got it from Xen.
    pub(super) fn says_whose(&self) -> &'static str {
        let facts = &self.facts;
        if self.whose == Whose::BareMetal && facts.machine_map.is_none() && facts.cut.is_none() {
            "No line in this paste says whether this Linux runs on Xen."
        } else {
            self.whose.sentence()
        }
    }

    /// How many lines are used.
    pub fn used(&self) -> usize {
        self.lines.iter().filter(|v| matches!(v, Verdict::Used(_))).count()
    }

    /// Whether any line is one of Xen, Linux or a tool.
    pub(crate) fn recognised(&self) -> bool {
        self.lines.iter().any(|v| *v != Verdict::Ignored)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether the notes of a log say that its map is the firmware's.
    fn says(log: &str) -> bool {
        read(log).notes.iter().any(|note| note.starts_with("The map is the firmware’s"))
    }

    /// What is wrong with a map, as the form gets none of it then.
    #[track_caller]
    fn check_cut(log: &str, expected: Option<Cut>) {
        let found = read(log);
        assert_eq!(found.facts.cut, expected, "{log}");
        let filled = found.fields().iter().any(|(field, _)| *field == crate::Field::E820);
        assert_eq!(filled, expected.is_none(), "{log}");
    }

    #[test]
    fn a_map_that_lacks_lines_is_not_taken_whoever_prints_it() {
        let linux = |by: &str, start: &str| {
            format!("[    0.000000] {by}: [mem 0x{start}-0x000000103fffffff] usable\n")
        };
        for by in ["BIOS-e820", "Xen"] {
            check_cut(&linux(by, "0000000100000000"), Some(Cut::Start));
            check_cut(&linux(by, "0000000000001000"), None);
        }
        let xen = |more: &str| {
            format!(
                "(XEN) Xen-e820 RAM map:\n(XEN)  [0000000000000000, 000000000009ffff] (usable)\n{more}"
            )
        };
        let high = "(XEN)  [0000000000100000, 000000007aa06fff] (usable)\n";
        check_cut(&xen(high), None);
        check_cut(&xen(""), Some(Cut::End));
        for half in ["(XEN)  [0000000100000000, 0000000a7ff", "(XEN)  0000000100000000 - 00000"] {
            check_cut(&xen(&[high, half].concat()), Some(Cut::End));
        }
        for left_out in ["[...]", "...", "[…]", "<snip>", "[ cut ]", "-- snip --"] {
            check_cut(&xen(&[left_out, "\n", high].concat()), Some(Cut::Middle));
            // What is left out after the map is none of it.
            check_cut(&xen(&[high, left_out, "\n"].concat()), None);
        }
        // Nor is what is quoted again after it, as `grep usable` does.
        check_cut(&xen(&[high, "...\n", high].concat()), None);
        // An entry in the middle that cannot be read.
        let last = "(XEN)  [0000000100000000, 000000027fffffff] (usable)\n";
        for broken in [
            "[00000000O0100000, 000000007aa06fff] (usable)",
            "[0000000000100000, 000000007aa06fff] (nutzbar)",
        ] {
            let broken = format!("(XEN)  {broken}\n");
            check_cut(&xen(&[&broken, last].concat()), Some(Cut::Middle));
        }
        let unread =
            xen(&["(XEN)  [00000000O0100000, 000000007aa06fff] (usable)\n", last].concat());
        let named = read(&unread).notes.iter().any(|note| note.starts_with("Line 3 looks like"));
        assert!(named, "the entry that cannot be read is named");
        // Xen counts what its map does not list: 2 GiB of 3.
        let counts = |kib: u64| format!("(XEN) System RAM: {}MB ({kib}kB)\n", kib >> 10);
        check_cut(&xen(&[high, &counts(3_000_000)].concat()), Some(Cut::Middle));
        check_cut(&xen(&[high, &counts(2_010_000)].concat()), None);
    }

    #[test]
    fn only_a_map_that_is_there_is_called_the_machines() {
        let said =
            |log: &str| read(log).notes.iter().any(|note| note == "The map is the machine’s.");
        let linux = "[    0.000000] Linux version 6.1.0 (a@b)\n";
        assert!(!said(linux));
        let map = "[    0.000000] BIOS-e820: [mem 0x0000000000000000-0x000000003fffffff] usable\n";
        assert!(said(&[linux, map].concat()));
    }

    #[test]
    fn a_firmwares_map_in_dom0s_log_is_called_that() {
        let map = |by: &str| {
            format!("[    0.000000] {by}: [mem 0x0000000000000000-0x000000003fffffff] usable\n")
        };
        let linux = "[    0.000000] Linux version 6.1.0 (a@b)\n";
        let on_xen = "[    0.000000] Booting paravirtualized kernel on Xen\n";
        assert!(says(&format!("{linux}{}{on_xen}", map("BIOS-e820"))));
        assert!(!says(&format!("{linux}{}{on_xen}", map("Xen"))));
        // Without Xen there is no dom0.
        assert!(!says(&format!("{linux}{}", map("BIOS-e820"))));
        assert!(!says(include_str!("ring.log")));
    }
}
