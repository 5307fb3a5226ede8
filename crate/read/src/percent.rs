//! Escaping of text in a link: `+` for a blank, `%41` for characters with a special meaning
//! there or in a shell. Any text can be read back. `;` is read as a new line, as in older
//! links.
//!
//! Not here: the list of keys (`link`).

/// Adds `&key=text`.
pub(crate) fn push(out: &mut String, key: &str, text: &str) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    out.push('&');
    out.push_str(key);
    out.push('=');
    for byte in text.bytes() {
        match byte {
            b' ' => out.push('+'),
            _ if byte.is_ascii_alphanumeric() || b"-._~:,".contains(&byte) => {
                out.push(char::from(byte));
            }
            _ => {
                let digit = |n: u8| HEX.get(usize::from(n)).copied().map_or('0', char::from);
                out.extend(['%', digit(byte >> 4), digit(byte & 15)]);
            }
        }
    }
}

/// The text that an escaped text in a link represents; anything not escaped is read as it
/// is.
pub(crate) fn text(raw: &str) -> String {
    let mut bytes = Vec::with_capacity(raw.len());
    let mut rest = raw.as_bytes();
    while let [first, tail @ ..] = rest {
        rest = tail;
        match (first, tail) {
            (b'%', [high, low, more @ ..]) => match (digit(*high), digit(*low)) {
                (Some(high), Some(low)) => {
                    bytes.push(high << 4 | low);
                    rest = more;
                }
                _ => bytes.push(b'%'),
            },
            (b'+', _) => bytes.push(b' '),
            (b';', _) => bytes.push(b'\n'),
            (&other, _) => bytes.push(other),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|d| u8::try_from(d).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(typed: &str, in_link: &str) {
        let mut out = String::new();
        push(&mut out, "key", typed);
        assert_eq!(out, format!("&key={in_link}"));
        assert_eq!(text(in_link), typed);
    }

    #[test]
    fn every_text_is_readable_where_it_can_be_and_comes_back() {
        check("2G,max:2G", "2G,max:2G");
        check("0-9f usable\nf0-100", "0-9f+usable%0Af0-100");
        assert_eq!(text("0-9f+usable;f0-100"), "0-9f usable\nf0-100");
        check("a&b=c#d%41+;é", "a%26b%3Dc%23d%2541%2B%3B%C3%A9");
    }

    #[test]
    fn what_is_no_number_behind_a_percent_sign_stays() {
        assert_eq!(text("%"), "%");
        assert_eq!(text("%4"), "%4");
        assert_eq!(text("%zz"), "%zz");
        assert_eq!(text("%ff"), "\u{fffd}");
    }
}
