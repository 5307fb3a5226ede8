//! Sorting short lists, stable and small.
//!
//! The library's sorts are made for long lists and cost some 4 kB of a wasm module per type they
//! sort; a map has at most a few hundred ranges, which are mostly in order already. Insertion is
//! fast there. Not for lists that grow with the RAM.

/// Sorts in rising order by `key`; elements with equal keys retain their order.
pub fn sort_by_key<T, K: Ord>(list: &mut [T], key: impl Fn(&T) -> K) {
    for i in 1..list.len() {
        let mut at = i;
        while let (Some(above), Some(below)) = (list.get(at), list.get(at.wrapping_sub(1))) {
            if key(below) <= key(above) {
                break;
            }
            list.swap(at - 1, at);
            at -= 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All lists of up to 6 keys from 0 to 3, against the library's stable sort.
    #[test]
    fn short_lists_are_sorted_as_the_library_does() {
        for length in 0..=6u32 {
            for n in 0..4u32.pow(length) {
                let list: Vec<(u32, u32)> = (0..length).map(|i| (n >> (2 * i) & 3, i)).collect();
                let (mut ours, mut theirs) = (list.clone(), list);
                sort_by_key(&mut ours, |e| e.0);
                theirs.sort_by_key(|e| e.0);
                assert_eq!(ours, theirs);
            }
        }
    }
}
