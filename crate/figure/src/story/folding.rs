//! Which ranges of an axis fold, if that depends on what a story contains.

/// Widths of a fold's parts in pixels.
#[derive(Clone, Copy, Debug)]
pub struct FoldSize {
    /// Bar kept on the left.
    pub left: f64,
    /// The tear.
    pub tear: f64,
    /// Bar kept on the right.
    pub right: f64,
}

impl FoldSize {
    pub(crate) fn total(self) -> f64 {
        self.left + self.tear + self.right
    }
}

/// What may fold.
#[derive(Clone, Copy, Debug)]
pub struct Folding {
    /// End of dom0's pages (exclusive). Ranges after it fold first; those before it only if
    /// `mark` could not be seen otherwise.
    pub keep: u64,
    /// Pages of the longest range that must be visible; 0 for none.
    pub mark: u64,
    /// How a fold looks.
    pub size: FoldSize,
}

/// Pixels per page outside folds.
pub(crate) fn straight_scale(
    spans: &[(u64, u64)],
    folded: &[usize],
    width: f64,
    size: FoldSize,
) -> f64 {
    let straight: u64 =
        spans.iter().enumerate().filter(|(i, _)| !folded.contains(i)).map(|(_, s)| s.1 - s.0).sum();
    let room = (width - folded.len() as f64 * size.total()).max(width * 0.1);
    room / (straight.max(1)) as f64
}

/// Folds ranges until dom0 and the mark are wide enough: first those without pages of
/// dom0, the longest first.
pub(crate) fn choose_folds(spans: &[(u64, u64)], width: f64, fold: Folding) -> Vec<usize> {
    let Folding { keep, mark, size } = fold;
    let most = (width * 0.6 / size.total()) as usize;
    let mut folded = Vec::new();
    while folded.len() < most {
        let now = straight_scale(spans, &folded, width, size);
        let dom0 = spans.iter().enumerate().filter(|(i, s)| !folded.contains(i) && s.1 <= keep);
        let dom0: u64 = dom0.map(|(_, s)| s.1 - s.0).sum();
        let seen = mark == 0 || mark as f64 * now >= width * 0.1;
        if seen && dom0 as f64 * now >= width * 0.4 {
            break;
        }
        let longest = |from: u64| {
            let open = spans.iter().enumerate().filter(|(i, s)| !folded.contains(i) && s.0 >= from);
            open.max_by_key(|(_, s)| s.1 - s.0)
        };
        let worth = |s: &(u64, u64)| (s.1 - s.0) as f64 * now > size.total() * 1.2;
        let above = longest(keep).filter(|(_, s)| worth(s));
        let hidden = mark > 0 && (mark as f64) * now < width * 0.04;
        let any = longest(0).filter(|(_, s)| hidden && worth(s) && s.1 - s.0 > mark);
        let Some((i, _)) = above.or(any) else { break };
        folded.push(i);
    }
    folded
}
