//! Many frames in one file, with shared elements stored only once.

/// An element and the frames that show it, in ascending order.
pub(super) struct Part {
    /// The element.
    pub(super) text: String,
    /// The frames.
    pub(super) frames: Vec<usize>,
}

/// All elements of all frames in an order that is correct for each frame. An element that
/// cannot be shared without changing a frame's drawing order is stored twice.
pub(super) fn merged<'a>(frames: impl Iterator<Item = &'a [String]>) -> Vec<Part> {
    let mut all: Vec<Part> = Vec::new();
    for (n, frame) in frames.enumerate() {
        let mut from = 0;
        for text in frame {
            let known = all.iter().skip(from).position(|p| p.text == *text);
            let at = known.map_or(from, |i| from + i);
            match known {
                Some(_) => all[at].frames.push(n),
                None => all.insert(at, Part { text: text.clone(), frames: vec![n] }),
            }
            from = at + 1;
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::merged;

    fn check(frames: &[&str], expected: &str) {
        let frames: Vec<Vec<String>> =
            frames.iter().map(|f| f.chars().map(String::from).collect()).collect();
        let parts = merged(frames.iter().map(Vec::as_slice));
        let found: String = parts.iter().map(|p| p.text.as_str()).collect();
        assert_eq!(found, expected);
        for (n, frame) in frames.iter().enumerate() {
            let shown = parts.iter().filter(|p| p.frames.contains(&n)).map(|p| &p.text);
            assert!(shown.eq(frame), "frame {n}");
        }
    }

    #[test]
    fn what_frames_share_is_there_once_and_each_keeps_its_order() {
        check(&["abc", "abc"], "abc");
        check(&["abc", "axc"], "axbc");
        check(&["ab", "ba"], "aba");
    }
}
