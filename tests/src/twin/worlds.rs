//! All small worlds of a setting: every map of up to three regions on its cells, every page
//! count, every maximum.

use super::{Region, Toy};

/// Where toy worlds start and how large they are.
#[derive(Clone, Copy, Debug)]
pub struct ToySetting {
    /// Pages of plain RAM below.
    pub base: u64,
    /// Width of each cell in pages; regions begin and end at cell borders.
    pub cells: &'static [u64],
    /// Type numbers of regions.
    pub kinds: &'static [u32],
    /// Pages given, counted from `base`.
    pub given: &'static [u64],
    /// Maxima, relative to the pages given; `None` for no limit.
    pub maxima: &'static [Option<i64>],
    /// Domain limits of the build in pages, counted from `base`.
    pub limits: &'static [u64],
}

/// Calls `see` for every world of a setting; returns how many there were.
pub fn worlds(setting: &ToySetting, see: &mut dyn FnMut(&Toy)) -> u64 {
    let mut count = 0;
    let mut map = Vec::new();
    let mut each = |map: &[Region]| {
        for &given in setting.given {
            for &maximum in setting.maxima {
                for &limit in setting.limits {
                    count += 1;
                    see(&toy(setting, map, given, maximum, limit));
                }
            }
        }
    };
    maps(&borders(setting), setting.kinds, 0, 3, &mut map, &mut each);
    count
}

fn toy(setting: &ToySetting, map: &[Region], given: u64, maximum: Option<i64>, limit: u64) -> Toy {
    let nr = setting.base + given;
    let maximum = maximum.map_or(i64::from(u32::MAX), |more| nr.cast_signed() + more);
    let limit = limit.saturating_add(setting.base);
    Toy { base: setting.base, regions: map.to_vec(), nr, maximum, limit }
}

/// The pages at which regions can begin and end.
fn borders(setting: &ToySetting) -> Vec<u64> {
    let mut at = setting.base;
    let ends = setting.cells.iter().map(|width| {
        at += width;
        at
    });
    [setting.base].into_iter().chain(ends).collect()
}

/// The map so far, and every map with up to `left` more regions starting at border `from`.
fn maps(
    borders: &[u64],
    kinds: &[u32],
    from: usize,
    left: u32,
    map: &mut Vec<Region>,
    see: &mut dyn FnMut(&[Region]),
) {
    see(map);
    if left == 0 {
        return;
    }
    for (i, &start) in borders.iter().enumerate().skip(from) {
        for (j, &end) in borders.iter().enumerate().skip(i + 1) {
            for &kind in kinds {
                map.push(Region { start, end, kind });
                maps(borders, kinds, j, left - 1, map, see);
                map.pop();
            }
        }
    }
}
