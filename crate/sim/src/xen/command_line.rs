//! From Xen's command line to the texts its `dom0_mem` parser sees (spec/xen.md 2).
//!
//! Works on bytes: what people paste need not be ASCII.

use super::Group;

/// One call of the option's parser, or a token that never reached it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Call {
    /// The parser sees this text.
    Value(Vec<u8>),
    /// A `no-` prefix with a value: skipped, and reported from 4.10 on.
    Refused,
}

/// What a whole command line makes the `dom0_mem` parser see, in order.
pub fn calls(line: &[u8], group: Group) -> Vec<Call> {
    let longest = if group < Group::E10 { 99 } else { 127 };
    let kernel_part = line.windows(4).position(|w| w == b" -- ").unwrap_or(line.len());
    let own = line.iter().take(kernel_part).copied().collect::<Vec<u8>>();
    own.split(|&b| b == b' ')
        .map(|token| token.get(..longest).unwrap_or(token))
        .filter_map(|token| call(token, group))
        .collect()
}

/// The same for the text behind `dom0_mem=` alone.
pub fn calls_of_value(value: &[u8], group: Group) -> Vec<Call> {
    let mut line = b"dom0_mem=".to_vec();
    line.extend_from_slice(value);
    calls(&line, group)
}

fn call(token: &[u8], group: Group) -> Option<Call> {
    let mut halves = token.splitn(2, |&b| b == b'=');
    let key = halves.next().unwrap_or(&[]);
    let value = halves.next().unwrap_or(&[]);
    let positive = key.strip_prefix(b"no-");
    if positive.unwrap_or(key) != b"dom0_mem" {
        return None;
    }
    Some(match positive {
        Some(_) if group >= Group::E7 && !value.is_empty() => Call::Refused,
        Some(_) if group >= Group::E7 => Call::Value(b"no".to_vec()),
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
        check("dom0_mem=1G  dom0_mem=max:2G -- dom0_mem=9G", Group::E6, &["1G", "max:2G"]);
    }

    #[test]
    fn a_blank_around_the_equals_sign_loses_the_value() {
        check("dom0_mem= 2G", Group::E6, &[""]);
        check("dom0_mem =1G", Group::E6, &[""]);
        check("Dom0_mem=1G dom0-mem=1G", Group::E6, &[]);
    }

    #[test]
    fn tokens_are_cut_at_99_and_at_127_bytes() {
        let long = format!("dom0_mem={}", "1".repeat(200));
        check(&long, Group::E9, &["1".repeat(90).as_str()]);
        check(&long, Group::E10, &["1".repeat(118).as_str()]);
    }

    /// From the text; no vector tells these from their opposite.
    #[test]
    fn a_negative_prefix_is_ignored_before_4_5_and_refused_later() {
        check("no-dom0_mem=2G", Group::E6, &["2G"]);
        check("no-dom0_mem=2G", Group::E7, &["(refused)"]);
        check("no-dom0_mem=", Group::E7, &["no"]);
        check("no-dom0_mem", Group::E7, &["no"]);
    }
}
