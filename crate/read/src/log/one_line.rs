//! What one line says: the readers of lines, each asked in turn.
//!
//! Whose line it is and which lines belong together is decided later ([`super::gather`]).

use super::body::Body;
use super::doubt::Doubt;
use super::heads::Speaker;
use super::lines::{LogLine, is_half};
use super::{linux, tools, xen};
use crate::line::Line;
use crate::printed::{looks_like_one, printed};
use crate::text::has;

/// Beginnings of lines that are used for a number, and what tells them from other messages.
const COUNTED: [(&str, &str); 12] = [
    ("Dom0 alloc", "("),
    ("System RAM:", "("),
    ("Memory: ", "available"),
    ("MemTotal:", ""),
    ("Mem:", ""),
    ("total_memory", ":"),
    ("free_memory", ":"),
    ("nr_cpus", ":"),
    ("Released ", " page"),
    ("Remapped ", " page"),
    ("Dentry cache hash", " bytes"),
    ("Inode-cache hash", " bytes"),
];

/// Whether a line, which no reader took, has a number that is meant to be used.
fn is_miscounted(said: &str) -> bool {
    let counts = |rest: &str, word: &str| {
        (word.is_empty() || has(rest, word)) && rest.bytes().any(|b| b.is_ascii_digit())
    };
    // `xentop` counts the machine's memory.
    !tools::is_machines(said)
        && COUNTED
            .iter()
            .any(|(head, word)| said.strip_prefix(head).is_some_and(|r| counts(r, word)))
}

/// What a line says.
pub(super) fn body(line: &LogLine) -> Body {
    if line.cut { of_cut(line) } else { said(line.line(), line.speaker) }
}

/// What a line says that was cut off: only what neither its last word, which may go on, nor
/// anything after it has a part in.
fn of_cut(line: &LogLine) -> Body {
    let mut shown = line.said.trim_end().chars();
    shown.next_back();
    let shown = shown.as_str();
    let certain = shown.rfind(' ').and_then(|at| shown.get(..at)).unwrap_or_default();
    let more = format!("{shown} (5 pages)");
    let says = |text: &str| said(Line::new(text), line.speaker);
    let may_be = says(shown);
    match may_be {
        Body::Region(_) => Body::Doubtful(Doubt::Region),
        Body::Doubtful(_) | Body::Known | Body::Unknown => may_be,
        Body::Xen(_) | Body::Linux(_) | Body::Tool(_) => {
            let sure = may_be == says(certain) && may_be == says(&more);
            if sure { may_be } else { Body::Doubtful(Doubt::Cut) }
        }
    }
}

/// What this speaker says.
fn said(whole: Line<'_>, speaker: Speaker) -> Body {
    let said = whole.trimmed();
    if said.is_empty() {
        return Body::Unknown;
    }
    if let Some(iomem) = tools::iomem(&whole)
        .filter(|_| !matches!(speaker, Speaker::Linux | Speaker::Xen | Speaker::Guest))
    {
        return Body::Tool(iomem);
    }
    if let Some(region) = printed(said) {
        return Body::Region(region);
    }
    let found = xen::line(said, speaker)
        .map(Body::Xen)
        .or_else(|| linux::line(said, speaker).map(Body::Linux))
        .or_else(|| tools::line(&said, speaker).map(Body::Tool));
    if let Some(found) = found {
        return found;
    }
    if is_miscounted(&said) {
        return Body::Doubtful(Doubt::Number);
    }
    if let Some(doubt) = tools::foreign(said) {
        return Body::Doubtful(doubt);
    }
    if looks_like_one(whole) || is_half(whole.text(), speaker) {
        return Body::Doubtful(Doubt::Region);
    }
    match speaker {
        Speaker::Xen | Speaker::Linux | Speaker::Guest => Body::Known,
        Speaker::Program | Speaker::Other => tools::rest(&said),
    }
}

#[cfg(test)]
mod tests {
    use crate::log::{Reading, read};

    /// Lines at the right edge of a terminal, as `less -S` shows them.
    fn chopped(lines: &[&str], width: usize) -> Reading {
        let cut = |line: &&str| match line.get(..width - 1).filter(|_| line.len() > width) {
            Some(shown) => format!("{shown}>\n"),
            None => format!("{line}\n"),
        };
        read(&lines.iter().map(cut).collect::<String>())
    }

    const XEN: [&str; 3] = [
        "(XEN) Xen version 4.17.5 (a@b) (gcc 12) debug=n Fri Aug 22 16:12:56 CEST 2025",
        "(XEN) Command line: placeholder no-real-mode edd=off loglvl=all dom0_mem=4096M",
        "(XEN)  Dom0 alloc.:   0000000a58000000->0000000a5c000000 (1022144 pages to be allocated)",
    ];

    #[test]
    fn nothing_is_read_at_the_edge_where_lines_were_cut() {
        for width in 58..76 {
            let reading = chopped(&XEN, width);
            let facts = &reading.facts;
            assert_eq!(facts.xen.as_ref().map(|x| x.value.as_str()), Some("4.17.5"), "{width}");
            assert_eq!((&facts.option, &facts.command_line), (&None, &None), "{width}");
            let pages = facts.pages.as_ref().map(|pages| pages.value);
            assert!(pages.is_none_or(|pages| pages == 0x4000 + 1_022_144), "{width} {pages:?}");
            let said = reading.notes.iter().any(|note| note.contains("`journalctl --no-pager`"));
            let none = reading.notes.iter().any(|note| note.contains("has no `dom0_mem=`"));
            assert!(said && !none, "{width} {:?}", reading.notes);
        }
        let whole = chopped(&XEN, 100);
        assert_eq!(whole.facts.option.map(|o| o.value).as_deref(), Some("4096M"));
    }

    #[test]
    fn releases_and_entries_of_maps_at_the_edge_are_not_read() {
        let linux = [
            "Nov 29 14:06:09 dom0 kernel: Linux version 6.12.107-amd64 (a@b) #1 SMP",
            "Nov 29 14:06:09 dom0 kernel: Xen: [mem 0x0000000000000000-0x000000000009ffff] usable",
        ];
        for width in 45..58 {
            let facts = chopped(&linux, width).facts;
            assert_eq!((facts.linux, facts.dom0_map), (None, None), "{width}");
        }
        let facts = chopped(&linux, 70).facts;
        assert_eq!(facts.linux.map(|l| l.value).as_deref(), Some("6.12.107-amd64"));
        assert_eq!(chopped(&linux[..1], 49).facts.linux, None);
    }
}
