//! Prompts of shells: the host whose terminal shows what follows, and the command that was typed.

use crate::text::{after_first, before_first, halves, has};

/// A prompt with what was typed after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Prompt<'a> {
    /// The host without its domain; empty if the prompt does not name one.
    pub(super) host: &'a str,
    /// The command.
    pub(super) command: &'a str,
}

/// A host that a program names above what it ran there: `ok: [dom0] => {`, `dom0 | CHANGED | rc=0 >>`.
fn heading(said: &str) -> Option<Prompt<'_>> {
    let task = ["ok: [", "changed: [", "fatal: ["].iter().find_map(|head| said.strip_prefix(head));
    let name = match task {
        Some(inner) => before_first(inner, "]"),
        None => before_first(said, " | ").trim_ascii(),
    };
    let command = task.is_some() || said.ends_with(">>") && has(said, " | rc=");
    host(name).filter(|_| command).map(|host| Prompt { host, command: "" })
}

/// The prompt at the start of a line: `[root@dom0 ~]# `, `root@dom0:~# `, `dom0:~ # `, `dom0 ~ # `,
/// with a time as XCP-ng has it (`[14:22 dom0 ~]# `), `dom0# ` as manuals have it, or the mark
/// alone.
pub(super) fn prompt(said: &str) -> Option<Prompt<'_>> {
    let said = said.trim_ascii();
    if let Some(command) = typed(said) {
        return Some(Prompt { host: "", command });
    }
    if let Some(found) = heading(said) {
        return Some(found);
    }
    if let Some(inner) = said.strip_prefix('[') {
        let (inside, after) = inner.split_at_checked(inner.find(']')?)?;
        let command = typed(after.strip_prefix(']')?)?;
        let (first, rest) = halves(inside, b' ');
        let timed = first.bytes().all(|b| b.is_ascii_digit() || b == b':');
        let name = if timed { rest } else { inside };
        return host(before_first(name, " ")).map(|host| Prompt { host, command });
    }
    let end = said.bytes().take_while(|b| !b" :".contains(b)).count();
    let (name, rest) = said.split_at_checked(end)?;
    if let Some(name) = name.strip_suffix(['#', '$']) {
        let command = rest.trim_ascii();
        let is_command = command.bytes().next().is_some_and(|b| b.is_ascii_lowercase());
        return host(name).filter(|_| is_command).map(|host| Prompt { host, command });
    }
    // A path stands between the name and the mark.
    let path = rest.strip_prefix([':', ' '])?;
    let length = path.bytes().take_while(|b| !b" #$".contains(b)).count();
    let (path, after) = path.split_at_checked(length)?;
    let is_path = path.starts_with('~') || path.starts_with('/') && !path.starts_with("//");
    let command = typed(after.trim_ascii_start()).filter(|_| is_path)?;
    host(name).map(|host| Prompt { host, command })
}

/// What was typed after the mark.
fn typed(text: &str) -> Option<&str> {
    let rest = text.strip_prefix(['#', '$'])?;
    (rest.is_empty() || rest.starts_with(' ')).then_some(rest.trim_ascii())
}

/// The host of `user@host`, without its domain.
pub(super) fn host(name: &str) -> Option<&str> {
    let whole = after_first(name, "@").unwrap_or(name);
    let letter = |b: u8| b.is_ascii_alphanumeric() || b"-_.".contains(&b);
    let is_name = whole.bytes().all(letter) && whole.bytes().any(|b| b.is_ascii_alphabetic());
    is_name.then(|| before_first(whole, "."))
}

#[cfg(test)]
mod tests {
    use super::prompt;

    #[test]
    fn prompts_name_a_host_and_a_command() {
        for (line, host, command) in [
            ("[root@dom0 ~]# free -m", "dom0", "free -m"),
            ("[root@xen1.example.org xen]# xl info", "xen1", "xl info"),
            ("[14:22 xcp-ng-1 ~]# xl list", "xcp-ng-1", "xl list"),
            ("root@dom0:~# dmesg | head", "dom0", "dmesg | head"),
            ("joe@web-1:/var/log$ free", "web-1", "free"),
            ("dom0:~ # free", "dom0", "free"),
            ("alpine:~# free", "alpine", "free"),
            ("dom0 ~ # xl list", "dom0", "xl list"),
            ("dom0# free -m", "dom0", "free -m"),
            ("# free -m", "", "free -m"),
            ("$ free -m", "", "free -m"),
            ("root@dom0:~#", "dom0", ""),
            ("ok: [dom0] => {", "dom0", ""),
            ("dom0.example.org | CHANGED | rc=0 >>", "dom0", ""),
        ] {
            let found = prompt(line).map(|p| (p.host, p.command));
            assert_eq!(found, Some((host, command)), "{line}");
        }
    }

    #[test]
    fn other_lines_are_no_prompts() {
        for line in [
            "",
            "#include",
            "line# 5",
            "##",
            "http://example.org/ # x",
            "Mem:  3928  402  3212",
            "[    0.000000] Linux version 6.1.0 (a@b) #1 SMP",
            "Linux dom0 6.1.0 #1 SMP Debian x86_64 GNU/Linux",
            "target_kb: 4194304",
            "[mem 0x0-0xfff] # x",
            "/sys/x:5 # y",
        ] {
            assert_eq!(prompt(line), None, "{line}");
        }
    }
}
