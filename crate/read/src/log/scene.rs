//! Whose terminal shows the lines of a paste, as far as prompts and words of people tell.
//!
//! People show dom0's `free` and then a guest's. The rows are alike; only what stands above them
//! tells one from the other: the host in a prompt, a command that goes to a guest, or a heading.
//! Where Xen's tools run is dom0, because no guest has them.

use super::body::{Body, LinuxLine, ToolLine, is_linux};
use super::heads::Speaker;
use super::lines::LogLine;
use super::prompt::{Prompt, host, prompt};

/// Whose terminal it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Place {
    /// Nothing tells.
    #[default]
    Unknown,
    /// Dom0's.
    Dom0,
    /// A guest's.
    Guest,
    /// That of the host with this number, and no host is known as dom0.
    Host(usize),
}

/// What tells whose terminal it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Told {
    /// A prompt, which counts until another one.
    #[default]
    Prompt,
    /// A command whose output ends at the next prompt.
    Command,
    /// Words of people, which say less: a kernel's log below them has signs of its own.
    Words,
}

/// What the paste shows of its terminals, and the present one.
#[derive(Debug, Default)]
pub(super) struct Scene {
    /// Hosts in prompts, in order.
    hosts: Vec<String>,
    /// Those on which Xen's tools run; empty where the prompt names none.
    dom0: Vec<String>,
    /// Whether any line is the kernel's own by its stamp or its name.
    pub(super) kernel_speaks: bool,
    /// Whether the command above asks for units of 1000, which `free` does not name.
    pub(super) by_thousands: bool,
    place: Place,
    told: Told,
}

impl Scene {
    /// What all lines show.
    pub(super) fn of(lines: &[LogLine]) -> Self {
        let mut scene = Self::default();
        for line in lines {
            scene.kernel_speaks |= line.speaker == Speaker::Linux;
            if line.speaker != Speaker::Other {
                continue;
            }
            let said = line.said.trim_ascii();
            let of_info =
                said.strip_prefix("host ").and_then(|t| t.trim_ascii().strip_prefix(": "));
            if let Some(name) = of_info.and_then(|name| host(name.trim_ascii())) {
                add(&mut scene.dom0, name);
            } else if let Some(typed) = prompt(said) {
                let there = Command::of(typed);
                let host = if let Shows::Host(name) = there.shows { name } else { typed.host };
                if there.xens || named(host) == Some(Place::Dom0) {
                    add(&mut scene.dom0, host);
                }
            }
        }
        scene
    }

    /// Whose terminal the lines are of that follow.
    pub(super) const fn place(&self) -> Place {
        self.place
    }

    /// Takes what a line tells of those below it; whether it is a guest's by what is above it.
    pub(super) fn is_guests(&mut self, line: &LogLine, said: &Body) -> bool {
        if line.speaker == Speaker::Other {
            let text = line.said.trim_ascii();
            let typed = prompt(text);
            // What a mark without a host begins may be a heading, too.
            let words = typed.is_none_or(|typed| typed.host.is_empty())
                && matches!(said, Body::Unknown | Body::Known);
            if let Some(place) = if words { heading(text) } else { None } {
                (self.place, self.told) = (place, Told::Words);
            } else if let Some(typed) = typed {
                self.enter(typed);
            }
        }
        let dom0s = is_dom0s(said);
        if dom0s && self.told == Told::Words {
            self.place = Place::Unknown;
        }
        self.place == Place::Guest
            && !dom0s
            && (is_tools(said, line) || self.told != Told::Words && is_kernels(said))
    }

    /// The terminal behind a prompt.
    fn enter(&mut self, typed: Prompt<'_>) {
        let units = [" --si", " --kilo", " --mega", " --giga", " --tera"];
        self.by_thousands = units.iter().any(|unit| typed.command.contains(unit));
        let there = Command::of(typed);
        let told = if there.once { Told::Command } else { Told::Prompt };
        match there.shows {
            Shows::Guest => (self.place, self.told) = (Place::Guest, told),
            // Without a name it is the host before the command or the words above.
            Shows::Host("") if self.told == Told::Prompt => {}
            Shows::File | Shows::Host("") => {
                (self.place, self.told) = (Place::Unknown, Told::Prompt);
            }
            Shows::Host(name) => (self.place, self.told) = (self.of_host(name), told),
        }
    }

    fn of_host(&mut self, name: &str) -> Place {
        // Manuals and mails write what it is in place of a name.
        if let Some(place) = named(&name.to_ascii_lowercase()) {
            return place;
        }
        if self.dom0.iter().any(|dom0| dom0 == name) {
            return Place::Dom0;
        }
        if !self.dom0.is_empty() {
            return Place::Guest;
        }
        add(&mut self.hosts, name);
        let known = self.hosts.iter().position(|host| host == name);
        known.map_or(Place::Unknown, Place::Host)
    }
}

/// More hosts than a paste shows: each is looked for at every prompt.
const MOST: usize = 32;

/// Adds a host that is not in the list.
fn add(hosts: &mut Vec<String>, name: &str) {
    if hosts.len() < MOST && !hosts.iter().any(|host| host == name) {
        hosts.push(name.to_owned());
    }
}

/// Programs that run in dom0 alone.
const XENS: [&str; 8] = ["xl", "xm", "xe", "xentop", "xenpm", "qvm-run", "qvm-ls", "qvm-prefs"];

/// What a command shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shows<'a> {
    /// This host; empty if the prompt names none.
    Host(&'a str),
    /// A guest's terminal.
    Guest,
    /// A file that can be of any machine.
    File,
}

/// A command that was typed.
#[derive(Clone, Copy, Debug)]
struct Command<'a> {
    /// It has one of Xen's tools.
    xens: bool,
    /// It ends by itself: the next prompt is of the host before it.
    once: bool,
    shows: Shows<'a>,
}

impl<'a> Command<'a> {
    fn of(typed: Prompt<'a>) -> Self {
        let marks = |c: char| c.is_ascii_whitespace() || ";|&()'\"`".contains(c);
        let words = || {
            let all = typed.command.split(marks).filter(|word| !word.is_empty());
            all.map(|word| word.rsplit('/').next().unwrap_or(word)).skip_while(|w| *w == "sudo")
        };
        let has = |list: &[&str]| words().any(|word| list.contains(&word));
        let runs = words().next().unwrap_or_default();
        let shows = ["cat", "less", "more", "grep", "zcat", "head", "tail"].contains(&runs);
        let own = ["/proc/", "/sys/", "/etc/"].iter().any(|path| typed.command.contains(path));
        let mut after = typed.command.split(marks).filter(|word| !word.is_empty());
        let ssh = after.any(|word| word == "ssh");
        let remote = after.find_map(|word| host(word).filter(|_| ssh && !word.starts_with('-')));
        let runs_there = remote.is_some() && after.next().is_some();
        let console = has(&["console"]) && has(&["xl", "xm", "virsh"]);
        let shows = if console || runs == "qvm-run" {
            Shows::Guest
        } else if shows && !own {
            Shows::File
        } else {
            Shows::Host(remote.unwrap_or(typed.host))
        };
        Self { xens: has(&XENS), once: runs_there || runs == "qvm-run", shows }
    }
}

/// What only dom0's tools print.
fn is_dom0s(said: &Body) -> bool {
    match said {
        Body::Xen(_) => true,
        Body::Tool(said) => {
            matches!(said, ToolLine::Info(..) | ToolLine::ListHeader | ToolLine::Dom0 { .. })
        }
        Body::Region(_) | Body::Doubtful(_) | Body::Linux(_) | Body::Known | Body::Unknown => false,
    }
}

/// What tools print in any domain.
fn is_tools(said: &Body, line: &LogLine) -> bool {
    match said {
        Body::Tool(_) => true,
        Body::Linux(said) => matches!(said, LinuxLine::Version(_)) && is_uname(line),
        Body::Region(_) | Body::Doubtful(_) | Body::Xen(_) | Body::Known | Body::Unknown => false,
    }
}

/// Whether a line with a release is what `uname -a` prints.
pub(super) fn is_uname(line: &LogLine) -> bool {
    line.speaker != Speaker::Linux && !line.said.trim_ascii_start().starts_with("Linux version")
}

/// What a kernel prints.
pub(super) fn is_kernels(said: &Body) -> bool {
    match said {
        Body::Region(region) => is_linux(region),
        Body::Linux(_) => true,
        Body::Doubtful(_) | Body::Xen(_) | Body::Tool(_) | Body::Known | Body::Unknown => false,
    }
}

/// The domain that a word is for.
fn named(word: &str) -> Option<Place> {
    match word {
        "dom0" | "domain-0" | "domain0" | "hypervisor" => Some(Place::Dom0),
        "domu" | "guest" | "vm" | "domus" => Some(Place::Guest),
        _ => None,
    }
}

/// The longest heading, in bytes.
const LONGEST: usize = 100;

/// The domain that a heading names: a few words, or a sentence with `in the guest` that ends in a
/// colon. A sentence about a guest is none: what follows may be dom0's.
fn heading(text: &str) -> Option<Place> {
    if text.len() > LONGEST {
        return None;
    }
    let lower = text.to_ascii_lowercase();
    let parted = |c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_');
    let words: Vec<&str> =
        lower.split(parted).filter(|w| !w.trim_matches('-').is_empty()).collect();
    let places = || words.iter().filter_map(|word| named(word));
    let place = places().next()?;
    let marked = text.ends_with(':') || text.starts_with(['#', '=', '-', '*', '[']);
    let short = words.len() < 3 || words.len() < 5 && marked;
    let inside = |pair: &[&str]| {
        let article = ["the", "a", "my", "this", "that", "pv", "hvm"].contains(&pair[1]);
        PREPOSITIONS.contains(&pair[0]) && (article || named(pair[1]).is_some())
    };
    let within = text.ends_with(':') && words.windows(2).any(inside);
    let one = places().all(|other| other == place);
    (short || within).then_some(if one { place } else { Place::Unknown })
}

/// Words before the name of a place.
const PREPOSITIONS: [&str; 5] = ["in", "inside", "on", "from", "of"];
