//! The article's claims: each is said by a run, with the versions that history gave it.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use sim::balloon::{Balloon, Target};
use sim::boot::Boot;
use sim::config::{Config, made_up_machine};
use sim::simulate::simulate;
use sim::step::Phase;
use sim::units::Pages;
use sim::version::Version;
use sim::what_if::Comparisons;
use words::claims::{CLAIMS, Holds};
use words::{self, advice, balloon, difference, sensitivity, xen};

fn run(dom0_mem: &str, xen: Version, linux: &str) -> Boot {
    let kernel = read::version::linux(linux, None).unwrap().kernel;
    let machine = made_up_machine(Pages(64 << 18));
    let config = Config::new(machine, Some(dom0_mem.to_owned()), xen, kernel);
    let balloon = Balloon { target: Target::Initial, ..Balloon::default() };
    simulate(&Config { balloon, ..config })
}

fn of_the_days(linux: &str) -> Boot {
    run("4G", Version::new(4, 1, 2), linux)
}

fn caption(boot: &Boot, phase: Phase) -> String {
    boot.step(phase).map(|s| words::caption(s, boot)).unwrap_or_default()
}

fn sum(boot: &Boot, id: &str) -> String {
    let all = difference::explained(boot, &Comparisons::of(boot).differences);
    all.into_iter().find(|e| e.id == id).map(|e| e.sum).unwrap_or_default()
}

fn texts(boot: &Boot) -> advice::AdviceTexts {
    advice::texts(&Comparisons::of(boot))
}

/// Where each claim is said: the place's text, and a part of it.
fn said(id: &str) -> Vec<(String, &'static str)> {
    let boot = of_the_days("3.2");
    let why = |linux, phase| words::why(phase, &of_the_days(linux));
    match id {
        "less-free" => vec![(sum(&boot, "kernels"), "so compare MemFree")],
        "recoverable" => vec![(texts(&boot).lead, "brings back the other")],
        "tldr" => vec![
            (texts(&boot).option, "dom0_mem=4G,max:4G"),
            (texts(&boot).trade_offs.join(" "), "XSA-300"),
        ],
        "max-alone" => {
            let alone = |xen, text| words::given(&run(text, xen, "3.2")).replace('\u{202f}', "");
            vec![
                (alone(Version::new(4, 1, 2), "max:4G"), "Ceiling: 1048576 pages"),
                (alone(Version::new(4, 1, 1), "max:4G"), "gives dom0 1048576 pages"),
                (alone(Version::new(4, 1, 2), "max:4194304"), "Ceiling: 1048576 pages"),
            ]
        }
        "from-page-0" => {
            vec![(words::title(Phase::Dom0Built, &boot).to_owned(), "from page 0")]
        }
        "maximum" => vec![
            (caption(&boot, Phase::Dom0Built), "no ceiling"),
            (
                xen::option_warnings(&run("4G,max:4G", Version::new(4, 1, 1), "3.2"))
                    .into_iter()
                    .map(|t| t.sentence)
                    .collect::<String>(),
                "The first release that does is 4.1.2",
            ),
        ],
        "machine-map" => vec![
            (why("3.2", Phase::MapRead), "since 2.6.37"),
            (why("2.6.18", Phase::MapRead), "only for device resources"),
        ],
        "map-modified" => vec![
            (caption(&boot, Phase::MapRewritten), "marks the rest unusable"),
            (caption(&of_the_days("3.0.5"), Phase::MapRewritten), "for the balloon"),
            (why("4.4", Phase::MapRewritten), "Since 4.4, RAM above is left out"),
            (caption(&of_the_days("2.6.18"), Phase::MapRewritten), "a single range of RAM"),
        ],
        "descriptors" => vec![
            (caption(&boot, Phase::Descriptors), "could ever have"),
            (sensitivity::why_flat(&boot), "at most ten times"),
            (why("3.0.5", Phase::BalloonRoom), "Since 3.0.5"),
        ],
        "classic-descriptors" => {
            vec![(caption(&of_the_days("2.6.18"), Phase::BalloonRoom), "8 MiB")]
        }
        "tries-harder" => vec![
            (why("3.2", Phase::HolesFound), "Since 3.2, this includes reserved ranges"),
            (why("3.1", Phase::HolesFound), "Up to 3.1, only pages under true holes"),
        ],
        "versions" => vec![
            (texts(&run("4G", Version::new(4, 1, 1), "3.2")).lead, "4.1.2"),
            (texts(&of_the_days("3.0.1")).lead, "3.0.5"),
        ],
        "balloon-driver" => {
            vec![(texts(&boot).now[0].code.clone(), "grep CONFIG_XEN_BALLOON=")]
        }
        "target" => vec![
            (caption(&boot, Phase::BalloonedUp), "Writing 4194304 to target_kb"),
            (balloon::why(of_the_days("2.6.18").config.linux).to_owned(), "bytes"),
            (why("3.1", Phase::BalloonedUp), "still counts returned pages"),
            (texts(&boot).trade_offs.join(" "), "sets Xen’s limit"),
        ],
        "moved-in-3.5" => vec![
            (why("3.5", Phase::PagesRepopulated), "3.5–3.17"),
            (why("3.18", Phase::PagesMoved), "Since 3.18, Linux moves"),
        ],
        _ => Vec::new(),
    }
}

#[test]
fn every_claim_is_said_by_a_run_with_its_versions() {
    for claim in CLAIMS {
        let places = said(claim.id);
        assert!(!places.is_empty(), "nowhere: {}", claim.claim);
        for (text, part) in places {
            assert!(text.contains(part), "{}: “{part}” not in “{text}”", claim.id);
        }
    }
}

#[test]
fn simplified_claims_name_the_versions_that_differ() {
    for claim in CLAIMS {
        let versions = claim.note.chars().any(|c| c.is_ascii_digit());
        assert!(claim.holds == Holds::Yes || versions || claim.id == "less-free", "{}", claim.id);
        assert!(claim.claim.ends_with('.') && claim.note.ends_with('.'), "{}", claim.id);
    }
}
