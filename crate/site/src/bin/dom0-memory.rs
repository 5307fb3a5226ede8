//! `dom0-memory read FILE…` and `dom0-memory run --dom0-mem … --linux …`: the reader and the
//! model on hosts without a browser, and for bug reports.

use std::env::args;
use std::fs;
use std::io::{self, Read, Write};
use std::process::ExitCode;

use site::command::{Log, Output, Style, USAGE, read_logs, run_machine};

fn main() -> ExitCode {
    let mut style = Style::Text;
    let rest = args().skip(1).filter(|arg| {
        let json = arg == "--json";
        if json {
            style = Style::Json;
        }
        !json
    });
    let mut rest: Vec<String> = rest.collect();
    let Some(boot) = boot(&mut rest) else { return print(&wrong_call()) };
    let output = match rest.split_first() {
        Some((verb, files)) if verb == "read" && !files.is_empty() => logs(files, boot, style),
        Some((verb, options)) if verb == "run" && !options.is_empty() => machine(options, style),
        Some((verb, _)) if verb == "--help" || verb == "-h" => {
            Output { text: USAGE.to_owned(), code: 0 }
        }
        Some(_) | None => wrong_call(),
    };
    print(&output)
}

/// Takes `--boot N` or `--boot=N` of `read` out; 0 if it is not given, `None` if N is no number.
fn boot(rest: &mut Vec<String>) -> Option<usize> {
    let reads = rest.first().is_some_and(|verb| verb == "read");
    let at = rest.iter().position(|a| reads && (a == "--boot" || a.starts_with("--boot=")));
    let Some(at) = at else { return Some(0) };
    let option = rest.remove(at);
    let number = match option.split_once('=') {
        Some((_, number)) => number.to_owned(),
        None if at < rest.len() => rest.remove(at),
        None => return None,
    };
    number.parse().ok().filter(|n| *n > 0)
}

fn print(output: &Output) -> ExitCode {
    let text = output.text.as_bytes();
    let written = match output.code {
        2 => io::stderr().write_all(text),
        _ => io::stdout().write_all(text),
    };
    match written {
        // A reader that closes early, such as `head`, is no fault.
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            // Where that cannot be written either, the code says it.
            let _ = writeln!(io::stderr(), "{error}");
            ExitCode::from(2)
        }
        Err(_) | Ok(()) => ExitCode::from(output.code),
    }
}

fn wrong_call() -> Output {
    Output { text: USAGE.to_owned(), code: 2 }
}

fn logs(files: &[String], boot: usize, style: Style) -> Output {
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
            Err(error) => return Output { text: format!("{name}: {error}\n"), code: 2 },
        }
    }
    read_logs(&logs, boot, style)
}

/// `--FIELD TEXT` or `--FIELD=TEXT`.
fn machine(options: &[String], style: Style) -> Output {
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
