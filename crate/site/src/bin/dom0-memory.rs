//! `dom0-memory read FILE…` and `dom0-memory run --dom0-mem … --linux …`: the reader and the
//! model on hosts without a browser, and for bug reports.

use std::env::args;
use std::fs;
use std::io::{self, Read, Write};
use std::process::ExitCode;

use site::command::{Log, Printed, Style, USAGE, read_logs, run_machine};

fn main() -> ExitCode {
    let mut style = Style::Text;
    let rest = args().skip(1).filter(|arg| {
        let json = arg == "--json";
        if json {
            style = Style::Json;
        }
        !json
    });
    let rest: Vec<String> = rest.collect();
    let printed = match rest.split_first() {
        Some((verb, files)) if verb == "read" && !files.is_empty() => logs(files, style),
        Some((verb, options)) if verb == "run" && !options.is_empty() => machine(options, style),
        Some((verb, _)) if verb == "--help" || verb == "-h" => {
            Printed { text: USAGE.to_owned(), code: 0 }
        }
        Some(_) | None => wrong_call(),
    };
    print(&printed)
}

fn print(printed: &Printed) -> ExitCode {
    let text = printed.text.as_bytes();
    let written = match printed.code {
        2 => io::stderr().write_all(text),
        _ => io::stdout().write_all(text),
    };
    // A reader that closes early, such as `head`, is no fault.
    written.map_or(ExitCode::SUCCESS, |()| ExitCode::from(printed.code))
}

fn wrong_call() -> Printed {
    Printed { text: USAGE.to_owned(), code: 2 }
}

fn logs(files: &[String], style: Style) -> Printed {
    let mut logs = Vec::new();
    for name in files {
        let bytes = if name == "-" {
            let mut bytes = Vec::new();
            io::stdin().read_to_end(&mut bytes).map(|_| bytes)
        } else {
            fs::read(name)
        };
        match bytes {
            Ok(bytes) => logs.push(Log {
                name: name.clone(),
                text: String::from_utf8_lossy(&bytes).into_owned(),
            }),
            Err(error) => return Printed { text: format!("{name}: {error}\n"), code: 2 },
        }
    }
    read_logs(&logs, style)
}

/// `--FIELD TEXT` or `--FIELD=TEXT`.
fn machine(options: &[String], style: Style) -> Printed {
    let mut pairs = Vec::new();
    let mut left = options.iter();
    while let Some(option) = left.next() {
        let Some(name) = option.strip_prefix("--") else { return wrong_call() };
        let pair = match name.split_once('=') {
            Some((name, text)) => (name.to_owned(), text.to_owned()),
            None => match left.next() {
                Some(text) => (name.to_owned(), text.clone()),
                None => return wrong_call(),
            },
        };
        pairs.push(pair);
    }
    run_machine(&pairs, style)
}
