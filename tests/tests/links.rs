//! Published links mean for ever what they meant: tests/data/links.txt.
//!
//! A red test here means that a link someone put into a post now means another machine.
//! Add links; never change what stands there.

#![allow(clippy::unwrap_used)]

use read::form::Field;
use read::link::{Link, decode, encode_with};

/// Everything a link was read as, one line each; what is empty is left out.
fn meaning(link: &Link) -> Vec<String> {
    let fields = Field::ALL.into_iter().map(|f| (f.name(), link.form.get(f).replace('\n', " | ")));
    let mut lines: Vec<String> = fields
        .filter(|(_, text)| !text.is_empty())
        .map(|(name, text)| format!("{name} {text}"))
        .collect();
    if !link.step.is_empty() {
        lines.push(format!("step {}", link.step));
    }
    let bare = encode_with(&link.form, "", link.look);
    let plain = encode_with(&link.form, "", read::embed_options::EmbedOptions::default());
    let look = bare.strip_prefix(&plain).unwrap();
    lines.extend(look.split('&').filter(|c| !c.is_empty()).map(|c| c.replacen('=', " ", 1)));
    lines.extend(link.notes().iter().map(|n| format!("note {n}")));
    lines
}

#[test]
fn every_published_link_means_what_it_meant() {
    let file = include_str!("../data/links.txt");
    let mut seen = 0;
    for block in file.split("\n\n") {
        let mut lines = block.lines().filter(|l| !l.starts_with("# "));
        let Some(link) = lines.next() else { continue };
        let expected: Vec<&str> = lines.collect();
        assert_eq!(meaning(&decode(link)), expected, "{link}");
        seen += 1;
    }
    assert!(seen >= 25, "{seen} links");
}

#[test]
fn what_a_link_means_is_written_back_as_a_link_that_means_the_same() {
    for block in include_str!("../data/links.txt").split("\n\n") {
        let Some(link) = block.lines().find(|l| !l.starts_with("# ")) else { continue };
        let link = decode(link);
        let again = decode(&encode_with(&link.form, &link.step, link.look));
        assert_eq!(
            (again.form, again.step, again.look),
            (link.form.clone(), link.step.clone(), link.look)
        );
    }
}

#[test]
fn a_hostile_link_is_an_error_or_a_picture_never_more() {
    let deep = "[".repeat(100_000);
    let huge = format!("e820={}", "0-1:u,".repeat(2 << 20));
    let many = "a=1&".repeat(3 << 20);
    let odd = [
        "host-mem=-1G",
        "host-mem=NaN",
        "host-mem=1e309",
        "host-mem=99999999999999999999G",
        "nr-pages=-5",
        "nr-pages=18446744073709551616",
        "vcpus=NaN",
        "e820=ffffffffffffffff-0:u",
        "e820=0x0-0x10000000000000001:r",
        "e820=-9f:u",
        "dom0-mem=%00%ff%fe<script>alert(1)</script>",
        "xen=${7*7}&linux={{constructor.constructor('x')()}}",
        "__proto__[polluted]=1&constructor.prototype.polluted=1",
        "step=__proto__&view=__proto__&theme=constructor",
        "%&%2&%zz=%",
        "====&&&&====",
        "linux=\u{202e}\u{feff}3.2",
        deep.as_str(),
        huge.as_str(),
        many.as_str(),
    ];
    for text in odd {
        let link = decode(text);
        assert!(link.notes().iter().map(String::len).sum::<usize>() < 2000);
        if let Ok(made) = link.form.read() {
            assert!(!sim::simulate::simulate(&made.config).steps.is_empty());
        }
    }
}
