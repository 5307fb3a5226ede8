//! One pass over the lines: what each says is put into the boot it belongs to.
//!
//! A boot of Xen and a boot of Linux begin where a line that a boot prints once comes again.
//! Not here: which boots are used ([`super::choose`]).

use sim::map::Entry;
use sim::units::Addr;

use super::body::{Asked, Body, LinuxLine, ToolLine, XenLine, is_linux};
use super::boots::{End, LinuxBoot, MapLines, Tools, XenBoot};
use super::clean::is_hunk;
use super::doubt::Doubt;
use super::elision::is_elision;
use super::facts::{Logged, Stops};
use super::heads::{Speaker, names_guest};
use super::item::Item;
use super::lines::LogLine;
use super::linux::release_alone;
use super::one_line::body;
use super::scene::{Scene, is_kernels, is_uname};
use crate::e820::MAX_ENTRIES;
use crate::printed::{Owner, Printed};

/// The boot or the output a line belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// A boot of Xen, by its number.
    Xen(usize),
    /// A boot of Linux, by its number.
    Linux(usize),
    /// Tools, by the number of their run.
    Tools(usize),
}

/// What was made of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// It gave this, to this part.
    Gave(Part, Item),
    /// It is known, and nothing of it is needed.
    Known,
    /// It is a guest's.
    Guests,
    /// Nothing is known of it.
    Unknown,
    /// It may not mean what it says.
    Doubtful(Doubt),
}

/// Everything gathered from a paste.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    /// The boots of Xen, in order, without the current one while lines are read.
    pub(super) xen: Vec<XenBoot>,
    /// The boots of Linux, likewise.
    pub(super) linux: Vec<LinuxBoot>,
    pub(super) xen_now: XenBoot,
    pub(super) linux_now: LinuxBoot,
    /// The runs of tools: a new one where what was printed comes again after another boot, or
    /// `xl info` prints again what it prints once.
    pub(super) runs: Vec<Tools>,
    tools_now: Tools,
    /// What the current run has printed, each with the boots that were begun by then.
    printed: Vec<(&'static str, usize)>,
    /// The output of tools that counts.
    pub(super) tools: Tools,
    /// A mark for each line.
    pub(super) marks: Vec<Mark>,
    /// Whether a guest's own hypervisor speaks.
    pub(super) shim: bool,
    /// Whether the machine's own Xen speaks, about itself or a guest.
    pub(super) ring: bool,
    /// Lines of the EFI table.
    pub(super) efi: usize,
    /// Whether the last line of the paste breaks off inside a map.
    pub(super) breaks_off: bool,
    /// Lines in which a journal says that another boot follows.
    pub(super) reboots: Vec<usize>,
    /// The number of the host that a logger names, if it names several; otherwise 0.
    host: usize,
    /// Whose terminal shows what.
    scene: Scene,
    /// What came after the last region.
    after: After,
    /// What is printed without a name in the lines that follow, the next one last.
    asked: Vec<Asked>,
}

/// What comes between two regions, as far as it matters to their map.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum After {
    /// Nothing of a map.
    #[default]
    Nothing,
    /// Lines that someone left out, or a region that cannot be read.
    Gap,
}

/// Gathers what all lines say.
pub(super) fn gather(lines: &[LogLine]) -> Gathered {
    let mut all = Gathered { scene: Scene::of(lines), ..Gathered::default() };
    let hosts = hosts(lines);
    let mut order: Vec<usize> = (0..lines.len()).collect();
    order.sort_by_key(|i| hosts.get(*i));
    for (line, host) in order.iter().filter_map(|i| Some((lines.get(*i)?, hosts.get(*i)))) {
        let host = host.copied().unwrap_or_default();
        if host != all.host {
            all.end();
            all.host = host;
        }
        let mark = all.mark(line);
        if !line.said.trim_ascii().is_empty() {
            all.breaks_off = mark == Mark::Doubtful(Doubt::Region);
        }
        all.marks.push(mark);
    }
    all.end();
    all.runs.push(core::mem::take(&mut all.tools_now));
    if !hosts.is_empty() {
        let mut marks: Vec<_> = order.into_iter().zip(core::mem::take(&mut all.marks)).collect();
        marks.sort_unstable_by_key(|(i, _)| *i);
        all.marks = marks.into_iter().map(|(_, mark)| mark).collect();
    }
    all
}

/// The host of each line; empty if a logger does not name several. A mark for lines that were left
/// out is of the host above it.
fn hosts(lines: &[LogLine]) -> Vec<usize> {
    if lines.iter().all(|line| line.host < 2) {
        return Vec::new();
    }
    let mut above = 0;
    let of = |line: &LogLine| {
        let host = if is_elision(line.said.trim_ascii()) { above } else { line.host };
        above = host;
        host
    };
    lines.iter().map(of).collect()
}

/// A figure from this line.
pub(super) fn logged<T>(value: T, line: &LogLine) -> Logged<T> {
    Logged { value, lines: (line.first..=line.last).collect() }
}

impl Gathered {
    /// Ends the current boots.
    fn end(&mut self) {
        self.xen.push(core::mem::take(&mut self.xen_now));
        self.linux.push(core::mem::take(&mut self.linux_now));
    }

    fn mark(&mut self, line: &LogLine) -> Mark {
        let said = body(line);
        self.ring |= is_xens(line);
        if line.speaker == Speaker::Guest {
            self.shim |= matches!(said, Body::Xen(_));
            return Mark::Guests;
        }
        if self.scene.is_guests(line, &said) {
            return Mark::Guests;
        }
        if let Some(mark) = self.answer(&said, line) {
            return mark;
        }
        match &said {
            Body::Region(_) => {}
            Body::Doubtful(doubt) if doubt.is_about_map() => self.lacks_last(line),
            Body::Doubtful(_)
            | Body::Xen(_)
            | Body::Linux(_)
            | Body::Tool(_)
            | Body::Known
            | Body::Unknown => self.goes_on(line),
        }
        if line.speaker == Speaker::Program && self.scene.kernel_speaks && is_kernels(&said) {
            return Mark::Guests;
        }
        match said {
            Body::Region(region) => self.region(region, line),
            Body::Doubtful(doubt) => {
                if doubt.is_about_map() {
                    self.after = After::Gap;
                }
                Mark::Doubtful(doubt)
            }
            Body::Xen(said) => self.xen_line(said, line),
            Body::Linux(said) => self.linux_line(said, line),
            Body::Tool(ToolLine::Free(_)) if self.scene.by_thousands => Mark::Doubtful(Doubt::Unit),
            Body::Tool(said) => self.tool_line(said, line),
            Body::Known => Mark::Known,
            Body::Unknown => {
                let said = line.said.trim_ascii();
                if is_elision(said) {
                    self.after = After::Gap;
                }
                if is_hunk(said) {
                    self.after = After::Gap;
                    self.breaks_map();
                }
                if ["-- Reboot --", "-- Boot "].iter().any(|mark| said.starts_with(mark)) {
                    self.reboots.push(line.first);
                }
                Mark::Unknown
            }
        }
    }

    /// What a line says by itself after one that asks for it.
    fn answer(&mut self, said: &Body, line: &LogLine) -> Option<Mark> {
        let value = line.said.trim_ascii();
        if value.is_empty() {
            return None;
        }
        if let Body::Tool(ToolLine::Asked(files)) = said {
            self.asked = files.iter().rev().copied().collect();
            return Some(Mark::Known);
        }
        let asked = self.asked.pop().filter(|_| *said == Body::Unknown);
        let kib = || value.parse().ok();
        let mark = match asked {
            None => None,
            Some(Asked::Target) => kib().map(|kib| self.tool_line(ToolLine::Target(kib), line)),
            Some(Asked::Current) => kib().map(|kib| self.tool_line(ToolLine::Current(kib), line)),
            Some(Asked::Release) => release_alone(value).map(|said| self.linux_line(said, line)),
        };
        if mark.is_none() {
            self.asked.clear();
        }
        mark
    }

    /// A map that what `diff` shows stops with: it may go on.
    fn breaks_map(&mut self) {
        let Some(Mark::Gave(part, item)) = self.marks.last() else { return };
        let map = match part {
            Part::Xen(_) => &mut self.xen_now.map,
            Part::Linux(_) if *item == Item::MachineMap => &mut self.linux_now.firmware,
            Part::Linux(_) => &mut self.linux_now.own,
            Part::Tools(_) => return,
        };
        map.elided |= matches!(item, Item::MachineMap | Item::Dom0Map);
    }

    /// The current boot of Xen, or a new one.
    fn xen_boot(&mut self, begins: fn(&XenBoot) -> bool, line: &LogLine) -> (&mut XenBoot, Part) {
        if begins(&self.xen_now) {
            self.xen.push(core::mem::take(&mut self.xen_now));
        }
        self.xen_now.first.get_or_insert(line.first);
        self.xen_now.last = Some(line.last);
        self.xen_now.host = self.host;
        self.xen_now.end = None;
        (&mut self.xen_now, Part::Xen(self.xen.len()))
    }

    /// The current boot of Linux, or a new one.
    fn linux_boot(
        &mut self,
        begins: fn(&LinuxBoot) -> bool,
        line: &LogLine,
    ) -> (&mut LinuxBoot, Part) {
        if begins(&self.linux_now) {
            self.linux.push(core::mem::take(&mut self.linux_now));
        }
        self.linux_now.first.get_or_insert(line.first);
        self.linux_now.last = Some(line.last);
        self.linux_now.host = self.host;
        self.linux_now.end = None;
        (&mut self.linux_now, Part::Linux(self.linux.len()))
    }

    fn region(&mut self, region: Printed, line: &LogLine) -> Mark {
        if region.end <= region.start {
            return Mark::Doubtful(Doubt::Region);
        }
        let after = core::mem::take(&mut self.after);
        if is_linux(&region) {
            let (boot, part) = self.linux_boot(|_| false, line);
            let own = region.owner != Some(Owner::Changed);
            boot.end = own.then(|| End::of(Stops::Map, line));
            let (map, item) = match region.owner {
                Some(Owner::Firmware) => (&mut boot.firmware, Item::MachineMap),
                Some(Owner::Changed) => (&mut boot.changed, Item::ChangedMap),
                Some(Owner::Dom0) | None => (&mut boot.own, Item::Dom0Map),
            };
            return add_after(after, map, region, line)
                .map_or(Mark::Known, |()| Mark::Gave(part, item));
        }
        let (boot, part) = self.xen_boot(|_| false, line);
        boot.end = Some(End::of(Stops::Map, line));
        let (map, item) = if boot.under.changed() {
            (&mut boot.other, Item::ChangedMap)
        } else {
            (&mut boot.map, Item::MachineMap)
        };
        add_after(after, map, region, line).map_or(Mark::Known, |()| Mark::Gave(part, item))
    }

    fn xen_line(&mut self, said: XenLine, line: &LogLine) -> Mark {
        let starts: fn(&XenBoot) -> bool = match &said {
            XenLine::Banner(_) => {
                |b| b.xen.is_some() || !b.map.entries.is_empty() || b.alloc.is_some()
            }
            XenLine::Version(_) => {
                |b| b.xen.is_some() || b.command_line.is_some() || b.alloc.is_some()
            }
            XenLine::CommandLine(_) => |b| b.command_line.is_some() || b.alloc.is_some(),
            XenLine::MapHeader { used: true } => {
                |b| b.under.header() || !b.map.entries.is_empty() || b.alloc.is_some()
            }
            XenLine::MapHeader { used: false } => |b| b.under.header() || b.alloc.is_some(),
            XenLine::Alloc(..) => |b| b.alloc.is_some(),
            XenLine::Efi => {
                self.efi += 1;
                return Mark::Known;
            }
            XenLine::PvhMap
            | XenLine::SystemRam(_)
            | XenLine::Ramdisk(_)
            | XenLine::Placed(..)
            | XenLine::PhysMach(_)
            | XenLine::Virtual
            | XenLine::Vcpus(_)
            | XenLine::Iommu(_)
            | XenLine::Passthrough
            | XenLine::Pvh
            | XenLine::Arm
            | XenLine::Bits32
            | XenLine::Panic => |_| false,
        };
        // Xen's line on Arm comes before its release.
        let arm =
            matches!(said, XenLine::Version(_)) && self.xen_now.arm && self.xen_now.xen.is_none();
        let (boot, part) = self.xen_boot(if arm { |_| false } else { starts }, line);
        boot.end = matches!(said, XenLine::Alloc(..)).then(|| End::of(Stops::Alloc, line));
        boot.take(said, line).map_or(Mark::Known, |item| Mark::Gave(part, item))
    }

    fn linux_line(&mut self, said: LinuxLine, line: &LogLine) -> Mark {
        let starts: fn(&LinuxBoot) -> bool = match &said {
            LinuxLine::Version(_) => |b| b.linux.is_some() || b.has_map() || b.memory.is_some(),
            LinuxLine::MapHeader => |b| b.has_map(),
            LinuxLine::CommandLine(_)
            | LinuxLine::Ramdisk(_)
            | LinuxLine::Released(_)
            | LinuxLine::Range { .. }
            | LinuxLine::Identity(_)
            | LinuxLine::Remapped { .. }
            | LinuxLine::LastPfn(_)
            | LinuxLine::Memory { .. }
            | LinuxLine::Swiotlb(_)
            | LinuxLine::Dentry(_)
            | LinuxLine::Inode(_)
            | LinuxLine::Guest
            | LinuxLine::InHvm
            | LinuxLine::Hardware
            | LinuxLine::OnXen(_)
            | LinuxLine::BuiltFor(_)
            | LinuxLine::Panic => |_| false,
        };
        if self.is_named_again(&said, line) {
            return Mark::Gave(Part::Linux(self.linux.len()), Item::Linux);
        }
        let (boot, part) = self.linux_boot(starts, line);
        boot.header |= said == LinuxLine::MapHeader;
        let listed = matches!(said, LinuxLine::Range { .. });
        boot.end = listed.then(|| End::of(Stops::Ranges, line));
        boot.take(said, line).map_or(Mark::Known, |item| Mark::Gave(part, item))
    }

    /// Whether `uname -a` names the kernel whose log is above it.
    fn is_named_again(&self, said: &LinuxLine, line: &LogLine) -> bool {
        let LinuxLine::Version(release) = said else { return false };
        let named = self.linux_now.linux.as_ref().is_some_and(|own| own.value == *release);
        named && is_uname(line)
    }

    fn tool_line(&mut self, said: ToolLine, line: &LogLine) -> Mark {
        let begun = self.xen.len()
            + self.linux.len()
            + usize::from(self.xen_now.first.is_some())
            + usize::from(self.linux_now.first.is_some());
        if let Some(name) = once(&said) {
            // What `xl info` prints comes again only from another run of it.
            let again = |before: usize| before < begun || matches!(said, ToolLine::Info(..));
            if self.printed.iter().any(|(n, before)| *n == name && again(*before)) {
                self.runs.push(core::mem::take(&mut self.tools_now));
                self.printed.clear();
            }
            if self.printed.is_empty() {
                self.tools_now.begun = begun;
            }
            self.printed.retain(|(n, _)| *n != name);
            self.printed.push((name, begun));
        }
        let part = Part::Tools(self.runs.len());
        self.tools_now.place = self.scene.place();
        self.tools_now.take(said, line).map_or(Mark::Known, |item| Mark::Gave(part, item))
    }

    /// Whether a logger names several hosts.
    pub(super) fn has_hosts(&self) -> bool {
        self.xen.iter().any(|boot| boot.host > 0) || self.linux.iter().any(|boot| boot.host > 0)
    }

    /// Whether `xl info` is in the paste.
    pub(super) fn info_seen(&self) -> bool {
        self.runs.iter().any(|run| run.info_seen)
    }
}

/// What `xl info` says of the machine and of its boot, once each.
const ONCE: [&str; 6] =
    ["host", "release", "xen_version", "total_memory", "nr_cpus", "xen_commandline"];

/// Whether the machine's own Xen says something in a line.
fn is_xens(line: &LogLine) -> bool {
    match line.speaker {
        Speaker::Xen => !line.said.trim_ascii().is_empty(),
        Speaker::Guest => names_guest(line.said.trim_ascii_start()),
        Speaker::Linux | Speaker::Program | Speaker::Other => false,
    }
}

/// A name for what a run of tools prints once; `None` for what it prints several times.
fn once(said: &ToolLine) -> Option<&'static str> {
    match said {
        ToolLine::Info(name, _) => ONCE.into_iter().find(|once| once == name),
        ToolLine::MemTotal(_) => Some("MemTotal"),
        ToolLine::Free(_) => Some("free"),
        ToolLine::Dom0 { .. } => Some("list"),
        ToolLine::Target(_) => Some("target"),
        ToolLine::Current(_) => Some("current"),
        ToolLine::Guest
        | ToolLine::Iomem(_)
        | ToolLine::Loader(_)
        | ToolLine::FreeHeader
        | ToolLine::ListHeader
        | ToolLine::Asked(_) => None,
    }
}

/// Adds an entry with what came before it; `None` if the map has it already.
fn add_after(after: After, map: &mut MapLines, region: Printed, line: &LogLine) -> Option<()> {
    let begun = !map.entries.is_empty();
    add(map, region, line)?;
    map.elided |= begun && after == After::Gap;
    Some(())
}

/// Adds an entry; `None` if the map has it already, as a second boot repeats it.
pub(super) fn add(map: &mut MapLines, region: Printed, line: &LogLine) -> Option<()> {
    let entry = Entry::new(Addr(region.start), Addr(region.end), region.kind);
    // A map beyond that is refused anyway, and searching for each region would take long.
    if map.entries.len() <= MAX_ENTRIES && map.entries.contains(&entry) {
        return None;
    }
    map.entries.push(entry);
    map.lines.extend(line.first..=line.last);
    Some(())
}
