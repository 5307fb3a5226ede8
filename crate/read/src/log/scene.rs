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

/// What the paste shows of its terminals, and the present one.
#[derive(Debug, Default)]
pub(super) struct Scene {
    /// Hosts in prompts, in order.
    hosts: Vec<String>,
    /// Those on which Xen's tools run.
    dom0: Vec<String>,
    /// Whether any line is the kernel's own by its stamp or its name.
    pub(super) kernel_speaks: bool,
    place: Place,
    /// Whether words of people tell it, which say less than a prompt.
    by_words: bool,
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
                scene.dom0.push(name.to_owned());
            } else if let Some(typed) = prompt(said) {
                let there = Command::of(typed);
                let name = there.remote.unwrap_or(typed.host);
                if there.xens || named(name) == Some(Place::Dom0) {
                    scene.dom0.push(name.to_owned());
                }
            }
        }
        scene.dom0.retain(|name| !name.is_empty());
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
                (self.place, self.by_words) = (place, true);
            } else if let Some(typed) = typed {
                self.enter(typed);
            }
        }
        let dom0s = is_dom0s(said);
        if dom0s && self.by_words {
            self.place = Place::Unknown;
        }
        self.place == Place::Guest
            && !dom0s
            && (is_tools(said, line) || !self.by_words && is_kernels(said))
    }

    /// The terminal behind a prompt.
    fn enter(&mut self, typed: Prompt<'_>) {
        let there = Command::of(typed);
        let name = there.remote.unwrap_or(typed.host);
        if there.guest {
            (self.place, self.by_words) = (Place::Guest, false);
        } else if there.file {
            (self.place, self.by_words) = (Place::Unknown, false);
        } else if !name.is_empty() {
            (self.place, self.by_words) = (self.of_host(name), false);
        } else if self.by_words {
            self.place = Place::Unknown;
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
        let known = self.hosts.iter().position(|host| host == name);
        Place::Host(known.unwrap_or_else(|| {
            self.hosts.push(name.to_owned());
            self.hosts.len() - 1
        }))
    }
}

/// Programs that run in dom0 alone.
const XENS: [&str; 8] = ["xl", "xm", "xe", "xentop", "xenpm", "qvm-run", "qvm-ls", "qvm-prefs"];

/// Where a command runs.
#[derive(Clone, Copy, Debug, Default)]
struct Command<'a> {
    /// It has one of Xen's tools.
    xens: bool,
    /// The host to which it goes.
    remote: Option<&'a str>,
    /// It shows a guest's terminal.
    guest: bool,
    /// It shows a file that can be of any machine.
    file: bool,
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
        let target = typed.command.split(marks).skip_while(|word| *word != "ssh").skip(1);
        Self {
            xens: has(&XENS),
            remote: target.filter(|w| !w.starts_with('-')).find_map(host),
            guest: has(&["console"]) && has(&["xl", "xm", "virsh"]) || runs == "qvm-run",
            file: shows && !own,
        }
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
