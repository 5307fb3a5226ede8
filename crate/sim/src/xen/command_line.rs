//! From Xen's command line to the texts its `dom0_mem` parser sees (spec/xen.md 2).
//!
//! Works on bytes, because pasted text need not be ASCII. Not here: how the parser reads the texts
//! ([`super::grammar`]).

use super::Group;

/// One call of the option's parser, or a token that never reached it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Call {
    /// The parser sees this text.
    Value(Vec<u8>),
    /// A `no-` prefix with a value: skipped, and reported since 4.10.
    Refused,
}

/// The texts that a whole command line passes to the `dom0_mem` parser, in order.
pub fn calls(line: &[u8], group: Group) -> Vec<Call> {
    tokens(line, group).filter_map(|token| call(token, group)).collect()
}

/// The same for the text after `dom0_mem=` alone.
pub fn calls_of_value(value: &[u8], group: Group) -> Vec<Call> {
    calls(&line_of_value(value), group)
}

/// The command line that contains only `dom0_mem=` and this text.
pub(crate) fn line_of_value(value: &[u8]) -> Vec<u8> {
    [b"dom0_mem=", value].concat()
}

/// Number of bytes of one token that Xen stores; the rest of the token is dropped.
pub(crate) fn longest_token(group: Group) -> usize {
    if group < Group::V4_10 { 99 } else { 127 }
}

/// Xen's own part of a line, split at spaces, each token cut to the length Xen stores.
pub(crate) fn tokens(line: &[u8], group: Group) -> impl Iterator<Item = &[u8]> {
    let longest = longest_token(group);
    words(line).map(move |token| token.get(..longest).unwrap_or(token))
}

/// Xen's own part of a line, split at spaces only.
pub(crate) fn words(line: &[u8]) -> impl Iterator<Item = &[u8]> {
    let kernel_part = line.windows(4).position(|w| w == b" -- ").unwrap_or(line.len());
    let own = line.get(..kernel_part).unwrap_or(line);
    own.split(|&b| b == b' ').filter(|word| !word.is_empty())
}

/// A token's key and value; no `=` means an empty value.
pub(crate) fn key_and_value(token: &[u8]) -> (&[u8], &[u8]) {
    let mut halves = token.splitn(2, |&b| b == b'=');
    (halves.next().unwrap_or(&[]), halves.next().unwrap_or(&[]))
}

fn call(token: &[u8], group: Group) -> Option<Call> {
    let (key, value) = key_and_value(token);
    let positive = key.strip_prefix(b"no-");
    if positive.unwrap_or(key) != b"dom0_mem" {
        return None;
    }
    Some(match positive {
        Some(_) if group >= Group::V4_5 && !value.is_empty() => Call::Refused,
        Some(_) if group >= Group::V4_5 => Call::Value(b"no".to_vec()),
        Some(_) | None => Call::Value(value.to_vec()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, group: Group, expected: &[&str]) {
        let found: Vec<_> = calls(line.as_bytes(), group)
            .into_iter()
            .map(|c| match c {
                Call::Value(v) => String::from_utf8_lossy(&v).into_owned(),
                Call::Refused => "(refused)".into(),
            })
            .collect();
        assert_eq!(found, expected, "{line}");
    }

    #[test]
    fn several_options_add_up_and_the_kernels_part_is_not_seen() {
        check("dom0_mem=1G  dom0_mem=max:2G -- dom0_mem=9G", Group::V4_2, &["1G", "max:2G"]);
    }

    #[test]
    fn a_blank_around_the_equals_sign_loses_the_value() {
        check("dom0_mem= 2G", Group::V4_2, &[""]);
        check("dom0_mem =1G", Group::V4_2, &[""]);
        check("Dom0_mem=1G dom0-mem=1G", Group::V4_2, &[]);
    }

    #[test]
    fn only_the_space_separates() {
        check("dom0_mem=1G\tmax:2G", Group::V4_17, &["1G\tmax:2G"]);
        check("dom0_mem=\"1G\"", Group::V4_17, &["\"1G\""]);
    }

    #[test]
    fn tokens_are_cut_at_99_and_at_127_bytes() {
        let long = format!("dom0_mem={}", "1".repeat(200));
        check(&long, Group::V4_9, &["1".repeat(90).as_str()]);
        check(&long, Group::V4_10, &["1".repeat(118).as_str()]);
    }

    #[test]
    fn a_cut_inside_a_letter_of_several_bytes_is_no_accident() {
        let long = format!("dom0_mem={}½", "1".repeat(89));
        check(&long, Group::V4_9, &[format!("{}\u{fffd}", "1".repeat(89)).as_str()]);
    }

    #[test]
    fn one_no_is_taken_off_a_key_and_not_two() {
        check("no-no-dom0_mem=2G", Group::V4_2, &[]);
    }

    /// From the text; no vector distinguishes these from their opposite.
    #[test]
    fn a_negative_prefix_is_ignored_before_4_5_and_refused_later() {
        check("no-dom0_mem=2G", Group::V4_2, &["2G"]);
        check("no-dom0_mem=2G", Group::V4_5, &["(refused)"]);
        check("no-dom0_mem=", Group::V4_5, &["no"]);
        check("no-dom0_mem", Group::V4_5, &["no"]);
    }
}
