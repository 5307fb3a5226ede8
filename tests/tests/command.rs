//! The command for a terminal: the words of the page, JSON, and its exit codes.

#![allow(clippy::unwrap_used)]

use read::log::report::PasteReport;
use serde_json::Value;
use site::command::{Log, Style, read_logs, run_machine};
use tests::pastes::{text, texts};
use tests::readings::ReadFile;

fn log(name: &str, text: String) -> Log {
    Log { name: name.to_owned(), text }
}

#[test]
fn a_log_that_agrees_is_printed_with_everything_found() {
    let console = text("consoles", "x4.14-k3.10").unwrap();
    let printed = read_logs(&[log("console", console)], 0, Style::Text);
    assert_eq!(printed.code, 0, "{}", printed.text);
    for part in [
        "This is the log of a PV dom0 on Xen.",
        "the option: dom0_mem=1G (line ",
        "Missing\n  MemTotal: cat /proc/meminfo\n",
        "Log and model agree.\n",
        "pages released: 97\u{a0}pages in the log, 97\u{a0}pages in the model: agrees.",
        "0 doubtful",
    ] {
        assert!(printed.text.contains(part), "{part}\n{}", printed.text);
    }
}

#[test]
fn a_log_that_differs_ends_with_1_and_names_the_count() {
    let console = text("consoles", "x4.14-k3.10").unwrap();
    let other = console.replace("Released 97 pages", "Released 98 pages");
    let printed = read_logs(&[log("good", console), log("bad", other)], 0, Style::Json);
    assert_eq!(printed.code, 1);
    let all: Value = serde_json::from_str(&printed.text).unwrap();
    assert_eq!((&all[0]["verdict"], &all[1]["verdict"]), (&"agrees".into(), &"differs".into()));
    let rows = all[1]["rows"].as_array().unwrap();
    let row = rows.iter().find(|r| r["verdict"] == "differs").unwrap();
    assert_eq!((&row["item"], &row["log"]), (&"released".into(), &"98\u{a0}pages".into()));
    assert!(
        all[1]["fields"]["dom0-mem"] == "1G" && all[1]["kind"] == "dom0",
        "{}",
        all[1]["fields"]
    );
}

/// Two boots with other options, and what only the present one has.
fn two_boots() -> String {
    let one = text("pastes", "L1-xl-dmesg").unwrap();
    let other = one.replace("max:4096M", "max:2048M").replace("1022144", "497856");
    format!("{other}{one}MemTotal: 1859100 kB\n")
}

#[test]
fn of_several_boots_one_can_be_chosen_and_all_are_listed() {
    let all = || [log("two", two_boots())];
    let usual = read_logs(&all(), 0, Style::Text);
    for part in [
        "The paste has 2 boots. Only the last complete one counts",
        "Boots (choose one with --boot N)\n  1: lines 1–",
        "dom0_mem=min:1024M,max:2048M\n *2: lines ",
        "the option: dom0_mem=min:1024M,max:4096M (line ",
        "MemTotal: 1\u{202f}859\u{202f}100",
    ] {
        assert!(usual.text.contains(part), "{part}\n{}", usual.text);
    }
    assert_eq!(
        usual.text,
        read_logs(&all(), 2, Style::Text)
            .text
            .replace("the one you chose", "the last complete one")
    );
    let first = read_logs(&all(), 1, Style::Text).text;
    assert!(first.contains(" *1: ") && first.contains("the option: dom0_mem=min:1024M,max:2048M"));
    assert!(first.contains("MemTotal: cat /proc/meminfo"), "free tells of the present\n{first}");
    let none = read_logs(&all(), 3, Style::Text);
    assert_eq!(none.code, 2);
    assert!(none.text.starts_with("two has 2 boots and no boot 3\nBoots"), "{}", none.text);
    let single = read_logs(&[log("one", text("pastes", "L1-xl-dmesg").unwrap())], 2, Style::Json);
    assert_eq!((single.code, single.text.as_str()), (2, "one has 1 boot and no boot 2\n"));
}

/// The page and the engine for JavaScript pass on the same value.
#[test]
fn json_is_what_the_page_has_and_its_facts_are_the_runners() {
    let mut seen = 0;
    for list in ["pastes", "consoles"] {
        for (name, text) in texts(list).unwrap() {
            let printed = read_logs(&[log(&name, text.clone())], 0, Style::Json);
            let all: Value = serde_json::from_str(&printed.text).unwrap();
            let mut own = all[0].clone();
            assert_eq!(own.as_object_mut().unwrap().remove("file"), Some(name.clone().into()));
            let page = serde_json::to_value(PasteReport::read(&text, 0)).unwrap();
            assert_eq!(own, page, "{name}");
            let line = ReadFile::of(&name, &text).line();
            for (key, value) in page["facts"].as_object().unwrap() {
                let said = match value.as_str() {
                    Some("") => "-".to_owned(),
                    Some(text) => text.replace(' ', "_"),
                    None if value.is_null() => "-".to_owned(),
                    None => value.to_string(),
                };
                assert!(format!("{line} ").contains(&format!(" {key}={said} ")), "{key} {line}");
                seen += 1;
            }
            let verdict = page["verdict"].as_str().unwrap();
            assert!(line.ends_with(&format!(" verdict={verdict}")), "{line}");
        }
    }
    assert!(seen > 300, "{seen}");
}

#[test]
fn a_guests_log_is_said_to_be_one_and_is_no_failure() {
    let printed = read_logs(&[log("guest", text("pastes", "D1-domU").unwrap())], 0, Style::Text);
    assert_eq!(printed.code, 0);
    assert!(printed.text.contains("the log of a guest") && printed.text.contains("not compared"));
    let printed = read_logs(&[log("empty", String::new())], 0, Style::Text);
    assert_eq!((printed.code, printed.text.as_str()), (1, "empty\n  Nothing was pasted.\n"));
}

#[test]
fn a_machine_is_computed_from_its_fields() {
    let options = |list: &[(&str, &str)]| {
        list.iter().map(|(n, t)| ((*n).to_owned(), (*t).to_owned())).collect::<Vec<_>>()
    };
    let given = options(&[
        ("dom0-mem", "2G,max:2G"),
        ("linux", "6.1"),
        ("xen", "4.17"),
        ("host-mem", "8G"),
    ]);
    let printed = run_machine(&given, Style::Json);
    let boot: Value = serde_json::from_str(&printed.text).unwrap();
    assert_eq!((printed.code, &boot["pages"], &boot["up"]), (0, &(2 << 18).into(), &true.into()));
    let text = run_machine(&given, Style::Text).text;
    assert!(text.contains(boot["headline"].as_str().unwrap().split(' ').next().unwrap()), "{text}");
    let wrong = run_machine(&options(&[("linux", "none")]), Style::Text);
    assert!(wrong.code == 2 && wrong.text.starts_with("--linux: "), "{}", wrong.text);
    let unknown = run_machine(&options(&[("linus", "6.1")]), Style::Text);
    assert!(unknown.code == 2 && unknown.text.contains("--linus is no field"), "{}", unknown.text);
}

#[test]
fn what_is_not_computed_is_named_before_the_field_and_a_crash_kernel_has_a_row() {
    let run = |option: &str, crash: &str| {
        let given =
            [("dom0-mem", option), ("crashkernel", crash), ("linux", "6.1"), ("xen", "4.17")];
        let given: Vec<_> = given.iter().map(|(n, t)| ((*n).to_owned(), (*t).to_owned())).collect();
        run_machine(&given, Style::Text)
    };
    let pvh = run("2G dom0=pvh", "");
    assert_eq!(pvh.code, 2);
    assert!(pvh.text.starts_with("This dom0 is PVH. "), "{}", pvh.text);
    assert!(pvh.text.contains("\n--dom0-mem: this dom0 is PVH"), "{}", pvh.text);
    let crash = run("2G", "256M");
    assert_eq!(crash.code, 0);
    assert!(crash.text.contains("set aside for a crash kernel"), "{}", crash.text);
}

#[test]
fn the_usual_values_count_only_with_a_word_and_never_beside_a_map() {
    let [whole, part] = [
        ran(&[["dom0-mem", "4G"], ["host-mem", "8G"], ["xen", "4.17"], ["linux", "6.1"]]),
        ran(&[["linux", "6.1"]]),
    ];
    let said = "Not given, so the usual values count: 64G of RAM, dom0_mem=4G, Xen 4.1.2.";
    assert!(!whole.0.contains("Not given") && part.0.contains(said), "{}", part.0);
    let map = "0-9f:u,100-bf780:u,100000-900000:u";
    let (text, _) = ran(&[["e820", map], ["dom0-mem", "2G"], ["xen", "4.17"], ["linux", "5.10"]]);
    assert!(text.starts_with("34.99 GiB of RAM") && !text.contains("installed"), "{text}");
}

#[test]
fn a_named_machine_is_taken_and_an_unknown_one_refused() {
    let (text, _) = ran(&[["preset", "msi-8g"], ["linux", "6.1"]]);
    assert!(text.starts_with("7.91 GiB of RAM") && !text.contains("Not given"), "{text}");
    let unknown = run_machine(&[("preset".to_owned(), "none".to_owned())], Style::Text);
    assert_eq!(unknown.code, 2);
    assert!(unknown.text.starts_with("--preset: there is no machine none; there are "));
    assert!(unknown.text.contains("msi-8g"), "{}", unknown.text);
}

/// A machine, in both styles.
fn ran(options: &[[&str; 2]]) -> (String, Value) {
    let options: Vec<_> =
        options.iter().map(|[name, text]| ((*name).to_owned(), (*text).to_owned())).collect();
    let json = run_machine(&options, Style::Json).text;
    (run_machine(&options, Style::Text).text, serde_json::from_str(&json).unwrap())
}

/// The commands of the page's first screen, as a headless host needs them.
#[test]
fn a_machine_is_printed_with_what_to_type() {
    let (text, json) = ran(&[["dom0-mem", "4G"], ["linux", "3.2"], ["host-mem", "64G"]]);
    for part in [
        "\nWhat to type\n  A ceiling on Xen’s command line recovers 0.77",
        "  Change dom0_mem=4G to this, then reboot (+0.77\u{a0}GiB)\n    dom0_mem=4G,max:4G\n",
        "  Set the balloon target each boot (+1.01\u{a0}GiB)\n    xl mem-set 0 4096m\n",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    let advice = &json["advice"];
    let codes: Vec<_> = advice["lines"].as_array().unwrap().iter().map(|l| &l["code"]).collect();
    assert_eq!(codes, ["dom0_mem=4G,max:4G", "xl mem-set 0 4096m"]);
    assert_eq!(advice["lines"][1]["id"], "target");
    assert!(!text.contains('`') && !json.to_string().contains('`'), "marks of a page: {text}");
}

#[test]
fn where_nothing_is_to_type_it_says_so() {
    let (text, json) = ran(&[["dom0-mem", "4G,max:4G"], ["linux", "6.1"], ["xen", "4.17"]]);
    let why = "Linux 6.1 moves pages out of holes and loses none, and the ceiling is right.";
    assert!(text.ends_with(&format!("\nWhat to type\n  {why}\n")), "{text}");
    assert_eq!(
        (&json["advice"]["lead"], &json["advice"]["lines"]),
        (&why.into(), &Value::from(Vec::<Value>::new()))
    );
}

/// As in a link, a typed map counts wherever the host's size stands.
#[test]
fn a_typed_map_counts_in_any_order() {
    let map = ["e820", "0-9f000 usable\n100000-400000000 usable"];
    let rest = [["host-mem", "64G"], ["dom0-mem", "2G"], ["linux", "6.1"]];
    let (first, _) = ran(&[&[map], &rest[..]].concat());
    let (last, _) = ran(&[&rest[..], &[map]].concat());
    assert_eq!(first, last);
    assert!(first.contains("16 GiB of RAM"), "{first}");
    assert!(ran(&rest).0.contains("64 GiB of RAM"));
}

/// What the page says beside a result, the command says too.
#[test]
fn what_xen_makes_of_a_misread_option_is_said() {
    let text = |option: &str| ran(&[["dom0-mem", option], ["linux", "6.1"], ["xen", "4.17"]]).0;
    assert!(text("4GB").contains("Xen 4.17 rejects 4GB, so"), "{}", text("4GB"));
    assert!(!text("4GB").contains("as invalid"), "it is said once: {}", text("4GB"));
    assert!(text("2,5G").contains("comma"), "{}", text("2,5G"));
    let typed = [["dom0-mem", "2G,max:2G"], ["linux", "6.1"], ["mem-total", "4000000"]];
    assert!(ran(&typed).0.contains("The MemTotal you entered is"), "{}", ran(&typed).0);
}
