//! Malicious text in every field and through links, and everything that a reader can copy:
//! commands, snippets, files.
//!
//! Commands for copying are compared with the list of all commands there are, so that only
//! numbers and options printed by the grammar can differ. Panics if something is wrong, and
//! does nothing else.

#![allow(clippy::missing_panics_doc, reason = "a target panics to say that something is wrong")]

use figure::scene::{Time, figure};
use figure::view::View;
use read::embed_options::EmbedOptions;
use read::{Field, Form, link, snippets};
use sim::boot::Boot;
use sim::simulate::simulate;
use sim::what_if::Comparisons;
use sim::xen::reprint::reprinted;
use words::advice::Instruction;
use words::seen::is_unseen;

/// Every command there is, with `#` for a number and `?` for an option's value.
const COMMANDS: [&str; 47] = [
    "dom0_mem=?",
    "reboot",
    "xe host-disable host=$HOSTNAME &&\nxe host-evacuate host=$HOSTNAME",
    "xe host-reboot host=$HOSTNAME",
    "update-grub &&\nreboot",
    "update-extlinux &&\nreboot",
    "nixos-rebuild boot &&\nreboot",
    "grub-mkconfig -o /boot/grub/grub.cfg &&\nreboot",
    "grub2-mkconfig -o /boot/grub2/grub.cfg &&\nreboot",
    "sudo grub2-mkconfig -o /boot/grub2/grub.cfg &&\nsudo reboot",
    "xen_opts=\"dom0_mem=?\"",
    "xen_opts=\"\"",
    "xen_opts=\"dom0_mem=? dom0_mem=?\"",
    "set_global hv_dom0_mem_settings \"dom0_mem=?\"",
    "set_global hv_dom0_mem_settings \"\"",
    "set_global hv_dom0_mem_settings \"dom0_mem=? dom0_mem=?\"",
    "options=dom0_mem=?",
    "options=",
    "options=dom0_mem=? dom0_mem=?",
    "virtualisation.xen.boot.params = [ \"dom0_mem=?\" ];",
    "virtualisation.xen.boot.params = [ \"dom0_mem=? dom0_mem=?\" ];",
    "free -k",
    "GRUB_CMDLINE_XEN_DEFAULT=\"dom0_mem=?\"",
    "GRUB_CMDLINE_XEN_DEFAULT=\"\"",
    "GRUB_CMDLINE_XEN_DEFAULT=\"dom0_mem=? dom0_mem=?\"",
    "dom0_mem=? dom0_mem=?",
    "multiboot2 /boot/xen.gz dom0_mem=?",
    "multiboot2 /boot/xen.gz ",
    "multiboot2 /boot/xen.gz dom0_mem=? dom0_mem=?",
    "/opt/xensource/libexec/xen-cmdline --set-xen dom0_mem=?",
    "/opt/xensource/libexec/xen-cmdline --set-xen dom0_mem=? dom0_mem=?",
    "/opt/xensource/libexec/xen-cmdline --delete-xen dom0_mem",
    "grep CONFIG_XEN_BALLOON= /boot/config-$(uname -r)",
    "xl info | grep free_memory",
    "xm info | grep free_memory",
    "echo # > /sys/devices/system/xen_memory/xen_memory0/target_kb",
    "xl mem-set # #m",
    "xl mem-set # #k",
    "xm mem-set # #",
    "w /sys/devices/system/xen_memory/xen_memory0/target_kb - - - - #",
    "autoballoon=#",
    "autoballoon=\"off\"",
    "(enable-dom0-ballooning no)\n(dom0-min-mem #)",
    "xl list",
    "xm list",
    "cat /sys/devices/system/xen_memory/xen_memory0/info/current_kb",
    "dmesg | grep -iE 'released|remapped|#-# mapping'",
];

/// Bytes as a link, and as the text of each field.
pub fn hostile(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    check(&link::decode(&text).form);
    for note in link::decode(&text).notes() {
        sentence(&note);
    }
    for field in Field::ALL {
        check(&decent().with(field, &text));
    }
}

/// A machine for which there is advice.
fn decent() -> Form {
    Form::default()
        .with(Field::HostMem, "16G")
        .with(Field::Dom0Mem, "2G")
        .with(Field::Xen, "4.17")
        .with(Field::Linux, "3.2")
}

/// Reads every text of a form that can be copied.
pub fn check(form: &Form) {
    for name in ["", "dom0-built"] {
        let title = words_of(form);
        let (frame, element) = (
            snippets::iframe("https://example.org/", form, name, EmbedOptions::default(), &title),
            snippets::element("https://example.org/", form, name, EmbedOptions::default(), &title),
        );
        markup(&frame, 8);
        markup(&element, 6);
        let fragment = link::encode(form, name);
        let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._~:,%+=&".contains(&b);
        assert!(fragment.bytes().all(plain), "{fragment:?}");
    }
    match form.read() {
        Ok(made) => {
            made.notes.iter().for_each(|note| sentence(note));
            read_all(&simulate(&made.config));
        }
        Err(wrong) => wrong.iter().for_each(|w| sentence(&w.error.to_string())),
    }
}

fn words_of(form: &Form) -> String {
    form.read().map(|made| words::headline(&simulate(&made.config))).unwrap_or_default()
}

fn read_all(boot: &Boot) {
    let compared = Comparisons::of(boot);
    let texts = words::advice::texts(&compared);
    command(&texts.option);
    for line in words::fix::fix(&compared, boot).lines {
        command(&line.code);
        sentence(&line.what);
    }
    let lists = [&texts.target, &texts.now, &texts.after_reboot, &texts.toolstack, &texts.checks];
    for list in lists {
        steps(list);
    }
    for place in words::distributions::distributions(&compared, &texts) {
        for step in &place.steps {
            assert!(step.code.lines().all(|line| place.all.contains(line)), "{place:?}");
        }
        assert!(place.all.lines().all(|l| l.is_empty() || l.starts_with('#')), "{place:?}");
        steps(&place.steps);
        steps(&place.back);
        place.notes.iter().for_each(|note| sentence(note));
    }
    for told in words::xen::option_warnings(boot) {
        sentence(&told.sentence);
        let write = told.write.unwrap_or_default();
        assert!(write.is_empty() || reprinted(&write).as_ref() == Some(&write), "{write:?}");
    }
    let said = [words::machine(boot), words::headline(boot), words::typed_option(boot), texts.lead];
    said.iter()
        .chain(&texts.reasons)
        .chain(&texts.trade_offs)
        .chain(&texts.before)
        .for_each(|s| sentence(s));
    sentence(&words::xen_reports(boot).unwrap_or_default());
    sentence(&words::disagreement(boot).unwrap_or_default());
    let other =
        sim::simulate::simulate(&sim::config::Config { dom0_mem: None, ..boot.config.clone() });
    for row in words::compare::compare(boot, &other) {
        sentence(&row.left);
    }
    files(boot);
}

fn files(boot: &Boot) {
    let last = boot.steps.len().saturating_sub(1);
    for line in words::export::to_text(boot, last).lines() {
        assert!(line.chars().count() <= words::export::COLUMNS || !line.contains(' '), "{line}");
        sentence(line);
    }
    for cell in words::export::to_csv(boot, last).split(['\r', '\n', ',']) {
        sentence(cell);
        assert!(!cell.starts_with(['=', '+', '-', '@', '\t']), "{cell:?}");
    }
    let title = boot.steps.get(last).map(|s| words::caption(s, boot)).unwrap_or_default();
    let scene = figure(boot, Time { step: last, t: 1.0 }, &View::new(936.0));
    let strip = figure::answer::strip(&Comparisons::of(boot), 700.0);
    let headline = words::headline(boot);
    for svg in [figure::svg::write(&scene, &title), figure::svg::write_inline(&strip, &headline)] {
        assert_eq!(svg.matches("<title>").count(), 1);
        assert!(!["<script", "javascript:", "<!", "<?", "href"].iter().any(|s| svg.contains(s)));
        assert!(svg.chars().all(is_shown), "{svg}");
    }
}

fn steps(steps: &[Instruction]) {
    for step in steps {
        sentence(&step.what);
        command(&step.code);
    }
}

/// A command is one of the known ones.
fn command(code: &str) {
    for word in code.split([' ', '"', '\n']) {
        let Some(value) = word.strip_prefix("dom0_mem=").filter(|v| !v.is_empty()) else {
            continue;
        };
        assert_eq!(reprinted(value).as_deref(), Some(value), "{code:?}");
    }
    let masked = masked(code);
    assert!(code.is_empty() || COMMANDS.contains(&masked.as_str()), "{masked:?} of {code:?}");
}

/// `code` with `?` for each option's value and `#` for each other number.
fn masked(code: &str) -> String {
    let mut out = String::new();
    let mut rest = code;
    while let Some(c) = rest.chars().next() {
        let count = if out.ends_with("dom0_mem=") {
            rest.bytes().take_while(|b| b.is_ascii_alphanumeric() || b":,+%-".contains(b)).count()
        } else if out.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_') {
            0
        } else {
            rest.bytes().take_while(u8::is_ascii_digit).count()
        };
        let (mark, taken) = match count {
            0 => (c, c.len_utf8()),
            n if out.ends_with("dom0_mem=") => ('?', n),
            n => ('#', n),
        };
        out.push(mark);
        rest = rest.get(taken..).unwrap_or("");
    }
    out
}

/// Whether a reader sees this character; we put a narrow blank between thousands, and one that
/// does not break between a number and its unit.
fn is_shown(c: char) -> bool {
    c == '\n' || c == '\u{202f}' || c == '\u{a0}' || !is_unseen(c)
}

/// A sentence shows everything it contains and has a limited length.
fn sentence(text: &str) {
    assert!(text.chars().all(is_shown), "{text:?}");
    assert!(!text.contains('\n') && text.chars().count() < 2000, "{text:?}");
}

/// HTML has exactly the tags we wrote, and nothing invisible.
fn markup(html: &str, tags: usize) {
    assert_eq!(html.matches('<').count(), tags, "{html}");
    assert!(!html.contains('\'') && html.matches('"').count().is_multiple_of(2), "{html}");
    assert!(!html.chars().any(|c| c != '\n' && is_unseen(c)), "{html:?}");
}
