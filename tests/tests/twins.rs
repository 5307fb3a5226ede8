//! Every kernel variant against its slow twin, on all small worlds of a few settings.

use sim::kernel::{Era, Variant};
use tests::twin::{ToySetting, model, twin, worlds};

/// No limit of the build.
const FREE: u64 = 1 << 34;
const MAXIMA: &[Option<i64>] = &[None, Some(0), Some(3), Some(-2)];

/// From page 0 on; the last cell is so wide that ten times the base is less.
const LOW: ToySetting = ToySetting {
    base: 0,
    cells: &[1, 1, 1, 1, 1, 1, 40],
    kinds: &[1, 2, 5],
    given: &[2, 4, 7],
    maxima: MAXIMA,
    limits: &[FREE, 3],
};

/// Across the start of the ISA area.
const ISA: ToySetting = ToySetting {
    base: 0x9e,
    cells: &[1, 1, 1, 1, 1, 1],
    kinds: &[1, 3, 5],
    given: &[1, 4, 8],
    maxima: MAXIMA,
    limits: &[FREE],
};

/// Across 1 MiB, below which the first pvops kernels release nothing.
const ONE_MIB: ToySetting = ToySetting { base: 0xfd, kinds: &[1, 2, 5], limits: &[FREE, 5], ..ISA };

/// Across 4 GiB, where the first pvops kernels put the extra region.
const FOUR_GIB: ToySetting = ToySetting { base: 0xffffd, limits: &[FREE], ..ONE_MIB };

/// Cells of more than half a leaf of the p2m.
const LEAVES: ToySetting = ToySetting {
    base: 0,
    cells: &[300, 300, 700, 300, 1100],
    kinds: &[1, 2],
    given: &[310, 900, 1500],
    maxima: &[None, Some(0)],
    limits: &[FREE],
};

fn check(settings: &[ToySetting], eras: &[Era], expected: u64) {
    let mut ran = 0;
    for variant in Variant::ALL.into_iter().filter(|v| eras.contains(&v.era())) {
        for setting in settings {
            ran += worlds(setting, &mut |toy| {
                let (expected, found) = (twin(variant, toy), model(variant, toy));
                assert_eq!(found, expected, "{variant:?} {toy:x?}");
            });
        }
    }
    println!("{ran} worlds");
    assert_eq!(ran, expected);
}

#[test]
fn classic_kernels_equal_their_twin() {
    check(&[ToySetting { kinds: &[1], maxima: &[None], ..LOW }], &[Era::Classic], 2_190);
}

#[test]
fn kernels_that_release_holes_equal_their_twin() {
    check(&[LOW, ISA, ONE_MIB, FOUR_GIB], &[Era::HolesReleased], 1_845_072);
}

#[test]
fn kernels_that_release_equal_their_twin() {
    check(&[LOW, ISA], &[Era::Released], 602_640);
}

#[test]
fn kernels_that_take_pages_again_equal_their_twin() {
    check(&[LOW, ISA], &[Era::Populated], 803_520);
}

#[test]
fn the_kernel_that_moves_at_once_equals_its_twin() {
    check(&[LOW, ISA, LEAVES], &[Era::MovedNow], 203_250);
}

#[test]
fn kernels_that_move_late_equal_their_twin() {
    check(&[LOW, ISA], &[Era::MovedLate, Era::Checked], 1_205_280);
}
