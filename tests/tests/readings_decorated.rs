//! A whole console behind everything that loggers, terminals, mail programs and web pages put
//! around its lines: the same is read, and it still agrees with the model.

#![allow(clippy::unwrap_used)]

use read::log::read;
use tests::pastes::text;
use tests::readings::ReadFile;
use words::html::escaped;

const CONSOLE: &str = "x4.14-k3.10";

/// A kernel's line without its stamp; `None` if it is not the kernel's.
fn said(line: &str) -> Option<&str> {
    let rest = line.strip_prefix('[')?;
    let (stamp, said) = rest.split_once(']')?;
    let time = stamp.trim().bytes().all(|b| b.is_ascii_digit() || b == b'.');
    time.then(|| said.strip_prefix(' ').unwrap_or(said))
}

#[track_caller]
fn check(name: &str, text: &str) {
    let line = ReadFile::of("log", text).line();
    let expected = ReadFile::of("log", &plain()).line();
    assert_eq!(line, expected, "{name}");
}

fn plain() -> String {
    text("consoles", CONSOLE).unwrap().replace('\r', "")
}

fn each(line: impl Fn(&str) -> String) -> String {
    plain().lines().map(|l| line(l) + "\n").collect()
}

/// What writes the kernel's own lines in another form.
#[test]
fn every_head_of_a_kernels_line_is_taken_off() {
    for head in [
        "",
        "Nov 29 14:06:09 host kernel: ",
        "Nov 29 14:06:09.123456 my-host.example.org kernel: ",
        "2026-11-29T14:06:09+00:00 host kernel: ",
        "2026-11-29T14:06:09.123456+0000 host kernel: ",
        "2026-11-29T14:06:09.123456+00:00 host kernel: [    0.000000] ",
        "Sun 2026-11-29 14:06:09 UTC host kernel: ",
        "Sun 2026-11-29 14:06:09.123456 CEST host kernel: ",
        "1764425169.123456 host kernel: ",
        "[    5.123456] host kernel: ",
        "[    5.123456 <    0.000001 >] host kernel: ",
        "Nov 29 14:06:09 host kern.warn kernel: ",
        "<6>1 2026-11-29T14:06:09Z host kernel - - - [    0.000000] ",
        "<6>Nov 29 14:06:09 host kernel: ",
        "<6>[    0.000000] ",
        "[Sun Nov 29 14:06:09 2026] ",
        "[So Nov 29 14:06:09 2026] ",
        "kern  :info  : [Sun Nov 29 14:06:09 2026] ",
        "kern  :notice: [    0.000000] ",
        "2026-11-29T14:06:09,123456+00:00 ",
        "[  +0.000012] ",
        "[Nov29 14:06] ",
        "[    0.000000 <    0.000000>] ",
        "[Sun Nov 29 14:06:09 2026 <    0.000000>] ",
        "[    0.000000][    T0] ",
        "[    0.000000] [    T0] ",
        "Mai 14 12:01:02 host kernel: ",
        "févr. 14 12:01:02 host kernel: ",
        "мая 14 12:01:02 host kernel: ",
        " 5月 14 12:01:02 host kernel: ",
        "[mar. mai 14 12:01:02 2024] ",
        "<6>1 2026-11-29T14:06:09.123456+01:00 host kernel - - - ",
        "<6>1 2026-11-29T14:06:09Z host kernel - - [meta sequenceId=\"1\"] ",
        "_TRANSPORT=kernel\nPRIORITY=6\nMESSAGE=",
        "    _HOSTNAME=host\n    MESSAGE=",
        "6,123,456789,-;",
    ] {
        let text = each(|l| said(l).map_or_else(|| l.to_owned(), |said| format!("{head}{said}")));
        check(head, &text);
    }
}

/// What a terminal or a logger writes before every line.
#[test]
fn everything_before_a_line_is_taken_off() {
    for head in [
        "[2026-11-29 14:06:09] ",
        "[2026-11-29 14:06:09.123] ",
        "[14:06:09.123] ",
        "Nov 29 14:06:09 ",
        "14:06:09 ",
        "2026-11-29 14:06:09 ",
        "2026-11-29T14:06:09.123Z ",
        "[2026-11-29T14:06:09.123Z] ",
        "1764425169.123456 ",
        "│ ",
        "\u{200b}",
        "\u{1b}[2K\u{1b}[1G",
        "^[[0m",
        "[0m",
        "dmesg.log:",
        "+",
        "> ",
        ">>> ",
        "        ",
        "\t",
        "* ",
        "host | ",
        "[14:06] <joe> ",
        "\u{1b}]0;root@host: ~\u{7}",
        "\u{1b}[?1h\u{1b}=\r",
        "#033[0m",
        "ESC[0m",
    ] {
        check(head, &each(|l| format!("{head}{l}")));
    }
}

#[test]
fn what_is_around_or_inside_a_line_does_no_harm() {
    check("carriage returns", &each(|l| format!("{l}\r")));
    check("two of them", &each(|l| format!("{l}\r\r")));
    check("empty lines between", &each(|l| format!("{l}\n")));
    check("a web page", &each(|l| escaped(l) + "<br>"));
    check("its blanks", &each(|l| escaped(l).replace(' ', "&nbsp;")));
    check("arrows", &each(|l| l.replace("->", "→")));
    check("a pane", &each(|l| format!("{l:100}│")));
    let json = |l: &str| l.replace('\\', "\\\\").replace('"', "\\\"");
    check("JSON", &each(|l| format!("      \"msg\": \"{}\",", json(l))));
    check("its strings", &each(|l| format!("\"{}\",", json(l))));
    for (key, around) in [("MESSAGE", "_HOSTNAME"), ("log", "stream")] {
        let record = |l: &str| {
            format!("{{\"PRIORITY\":\"6\",\"{key}\":\"{}\",\"{around}\":\"a\"}}", json(l))
        };
        check(key, &each(record));
    }
    check("one string of JSON", &format!("{{\"log\": \"{}", each(json).replace('\n', "\\n")));
    check("a page's source", &each(|l| format!("<tr><td>5</td><td>{}</td></tr>", escaped(l))));
    check("a page in a page", &each(|l| format!("<p>{}</p>", escaped(&escaped(l)))));
    check("marks by number", &each(|l| l.replace('>', "&#62;").replace('(', "&#x28;")));
    let marked = |l: &str| {
        let marks = ['[', ']', '(', ')', '_', '*', '#', '>'];
        l.chars().fold(String::new(), |text, c| {
            text + if marks.contains(&c) { "\\" } else { "" } + &c.to_string()
        })
    };
    check("Markdown's backslashes", &each(marked));
    check("code", &each(|l| format!("- `{l}`")));
    check("a table of code", &each(|l| format!("| `{l}` |")));
    check("highlighted", &each(|l| format!("**{l}**")));
    check("ends that were written out", &each(|l| format!("{l}^M$")));
    check("ends of rsyslog", &each(|l| format!("{l}#015")));
    check("other ends", &plain().replace('\n', "\r"));
    check("UTF-16", &plain().chars().flat_map(|c| [c, '\0']).collect::<String>());
    let all = plain();
    let numbered = all.lines().enumerate().map(|(i, l)| format!("{:6}\t{l}\n", i + 1));
    check("numbers", &numbered.collect::<Vec<_>>().concat());
    let colour = |l: &str| {
        let said = said(l).map(|s| format!("^[[32m[    0.000000] ^[[0m^[[33m{s}^[[0m"));
        said.unwrap_or_else(|| l.to_owned())
    };
    check("colours written out", &each(colour));
    check("colours whose first character was lost", &each(|l| colour(l).replace("^[", "")));
    for width in [80, 100, 120] {
        let folded = each(|l| {
            let all: Vec<char> = l.chars().collect();
            let rows = all.chunks(width).map(|c| c.iter().collect::<String>());
            rows.collect::<Vec<_>>().join("\n")
        });
        check(&format!("folded at {width}"), &folded);
    }
}

/// A mail quotes what a program wrote: the marks come first.
#[test]
fn strings_rows_and_tables_are_read_whole_in_a_quotation_too() {
    let json = |l: &str| l.replace('\\', "\\\\").replace('"', "\\\"");
    let csv = |l: &str| l.replace('"', "\"\"");
    for marks in ["> ", ">", ">> ", "> > "] {
        let record = |l: &str| {
            format!("{marks}{{\"PRIORITY\":\"6\",\"MESSAGE\":\"{}\",\"_PID\":\"1\"}}", json(l))
        };
        check("a record", &each(record));
        check("its strings", &each(|l| format!("{marks}  \"{}\",", json(l))));
        check("a key and its string", &each(|l| format!("{marks}  \"msg\" : \"{}\",", json(l))));
        let whole = each(json).replace('\n', "\\n");
        check("one string", &format!("{marks}{{\"log\": \"{whole}"));
        check("a table of values", &each(|l| format!("{marks}\"{}\"", csv(l))));
        check("code", &each(|l| format!("{marks}`{l}`")));
        check("a table of code", &each(|l| format!("{marks}| `{l}` |")));
        check("highlighted", &each(|l| format!("{marks}**{l}**")));
        check("a page's source", &each(|l| format!("{marks}<p>{}</p>", escaped(l))));
    }
}

/// Two windows beside each other, copied as one.
#[test]
fn two_columns_are_read_as_two() {
    let all = plain();
    let (xen, linux): (Vec<&str>, Vec<&str>) = all.lines().partition(|l| l.starts_with("(XEN)"));
    let rows = xen.len().max(linux.len());
    let at = |list: &[&str], i: usize| list.get(i).copied().unwrap_or_default().to_owned();
    let beside = (0..rows).map(|i| format!("{:130}{}\n", at(&xen, i), at(&linux, i)));
    check("two columns", &beside.collect::<Vec<_>>().concat());
}

/// What a terminal cut off is missing; it is never another figure. Only where a line is whole
/// without its end, as that of the first block, nobody can tell: it ends at column 57.
#[test]
fn lines_that_were_cut_off_give_no_other_figures() {
    for width in (58..140).step_by(9) {
        let text = each(|l| l.chars().take(width).collect());
        let file = ReadFile::of("log", &text);
        let whole = read(&plain()).facts;
        let facts = &file.reading.facts;
        let same = |cut: &Option<read::log::Logged<u64>>, all: &Option<read::log::Logged<u64>>| {
            let value = |l: &Option<read::log::Logged<u64>>| l.as_ref().map(|l| l.value);
            assert!(cut.is_none() || value(cut) == value(all), "{width}: {cut:?} {all:?}");
        };
        same(&facts.pages, &whole.pages);
        same(&facts.released, &whole.released);
        same(&facts.system_ram, &whole.system_ram);
        same(&facts.swiotlb, &whole.swiotlb);
        same(&facts.dentry, &whole.dentry);
    }
}

/// Rows of `free`, `/proc/meminfo` and `xl list` say by themselves where they begin.
#[test]
fn what_is_in_front_of_the_output_of_tools_is_taken_off() {
    let all = text("pastes", "EV-everything").unwrap();
    let expected = ReadFile::of("log", &all).line();
    assert!(expected.contains("mem_total=4041728"), "{expected}");
    for head in [
        "| ",
        "JB> ",
        "<joe> ",
        "boot.log:12:",
        "12) ",
        "12\t",
        "+",
        "2026-11-29 14:06:09 Z ",
        "2026-11-29 14:06:09,123 - console - INFO - ",
        "console_1  | ",
    ] {
        let text = all.lines().fold(String::new(), |text, l| text + head + l + "\n");
        assert_eq!(ReadFile::of("log", &text).line(), expected, "{head}");
    }
}
