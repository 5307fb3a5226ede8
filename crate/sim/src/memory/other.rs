//! What a kernel keeps from boot beyond everything a formula tells, as measured on real
//! boots: always an estimate.
//!
//! It grows a little with the map and with the CPUs ([`super::grown`]). Where a release
//! was not booted, its neighbours stand in; behind the last one that was, the last one
//! does, and before the first one the first as it was measured.

use super::grown::{Extent, by_the_map};
use crate::kernel::Run;
use crate::units::{Bytes, Pfn};
use crate::version::Version;

/// How a kernel was built; a kernel of a distribution keeps more than a minimal one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Build {
    /// With few options: an image of a few MiB.
    Minimal,
    /// As distributions build it.
    Distribution,
}

/// What "other" depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The kernel.
    pub release: Version,
    /// How far its map reaches.
    pub extent: Extent,
    /// Dom0's CPUs.
    pub cpus: u32,
}

impl Place {
    /// Where a kernel of this release runs after its set-up.
    pub fn of(release: Version, run: &Run, cpus: u32) -> Self {
        Self { release, extent: Extent::of(run), cpus }
    }
}

/// A real boot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measured {
    /// Where that was.
    pub place: Place,
    /// The kernel's image, without the part that is freed after boot.
    pub image: Bytes,
    /// What it kept beyond all other rows.
    pub other: Bytes,
}

/// What a kernel keeps, from other boots.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Usual {
    /// Kernel image.
    pub image: Bytes,
    /// Everything else.
    pub other: Bytes,
    /// Where both come from.
    pub origin: Origin,
}

/// Where an estimate comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Boots of the same series.
    Series,
    /// Boots of the series before and behind.
    Between(Version, Version),
    /// The newest boots there are, or the oldest as measured.
    Nearest(Version),
    /// No boot at all.
    Nothing,
}

const fn row(v: [u32; 3], [image, other]: [u64; 2], (gib, last): (u64, u64)) -> Measured {
    let release = Version::new(v[0], v[1], v[2]);
    let place = Place { release, extent: Extent { gib, last: Pfn(last) }, cpus: 1 };
    Measured { place, image: Bytes(image << 10), other: Bytes(other << 10) }
}

/// RAM of 8 GiB up to 10 GiB, as the boots without `max:` on hosts of that size have it.
const ALL_OF_8_GIB: (u64, u64) = (8, 0x28_0000);
/// The same where all extra memory lies above 4 GiB.
const EXTRA_HIGH: (u64, u64) = (8, 0x2b_ffdf);
/// A dom0 of 4 GiB with `max:` on such a host.
const LIMITED_TO_4_GIB: (u64, u64) = (5, 0x18_0082);

/// One boot of each release that was booted: image and "other" in KiB, the map's extent.
/// Minimal kernels to 4.4 and Debian's from 5.10 on, in an emulator under Xen 4.14 to 4.20.
/// For 5.10 as its list of losses says, which counts 27 KiB of tables with it.
pub const MEASURED: [Measured; 16] = [
    row([2, 6, 32], [2580, 432], EXTRA_HIGH),
    row([3, 0, 1], [2941, 520], EXTRA_HIGH),
    row([3, 1, 3], [2965, 520], (10, 0x2e_febb)),
    row([3, 2, 0], [2833, 520], ALL_OF_8_GIB),
    row([3, 4, 111], [2900, 520], ALL_OF_8_GIB),
    row([3, 6, 0], [2971, 544], ALL_OF_8_GIB),
    row([3, 10, 99], [3087, 540], ALL_OF_8_GIB),
    row([3, 16, 0], [2726, 528], ALL_OF_8_GIB),
    row([3, 18, 30], [2768, 568], ALL_OF_8_GIB),
    row([4, 1, 3], [2836, 560], ALL_OF_8_GIB),
    row([4, 4, 0], [2863, 556], ALL_OF_8_GIB),
    row([5, 10, 0], [40165, 1955], LIMITED_TO_4_GIB),
    row([6, 1, 0], [43153, 2684], LIMITED_TO_4_GIB),
    row([6, 12, 107], [35607, 3408], LIMITED_TO_4_GIB),
    row([6, 18, 15], [39443, 3944], ALL_OF_8_GIB),
    row([7, 3, 4], [41073, 4300], ALL_OF_8_GIB),
];

/// Images below this are minimal builds; between 3 MiB and 35 MiB nothing was booted.
const MINIMAL: Bytes = Bytes(10 << 20);

impl Build {
    /// The build that has such an image; a distribution's where nobody knows.
    pub fn of(image: Option<Bytes>) -> Self {
        match image {
            Some(image) if image < MINIMAL => Self::Minimal,
            Some(_) | None => Self::Distribution,
        }
    }

    /// What a CPU behind the first adds: its own area, as printed (23 pages), or as one
    /// boot with two CPUs measured it.
    const fn per_cpu(self) -> Bytes {
        match self {
            Self::Minimal => Bytes(92 << 10),
            Self::Distribution => Bytes(252 << 10),
        }
    }

    /// What the map and the CPUs add.
    fn added(self, place: Place) -> Bytes {
        let cpus = u64::from(place.cpus.saturating_sub(1));
        let map = by_the_map(place.release, place.extent);
        Bytes(map.0.saturating_add(self.per_cpu().0.saturating_mul(cpus)))
    }
}

/// What a kernel of this build keeps at `place`, by the boots in `measured`.
pub fn estimate(measured: &[Measured], build: Build, place: Place) -> Usual {
    let boots = Boots { list: measured, build };
    let wanted = Series::of(place.release);
    let series = || boots.of_build().map(|m| Series::of(m.place.release));
    if series().any(|s| s == wanted) {
        return boots.at(wanted, place);
    }
    let older = series().filter(|s| *s < wanted).max();
    let newer = series().filter(|s| *s > wanted).min();
    match (older, newer) {
        (Some(old), Some(new)) => {
            let (a, b) = (boots.at(old, place), boots.at(new, place));
            Usual {
                image: Bytes(a.image.0.midpoint(b.image.0)),
                other: Bytes(a.other.0.midpoint(b.other.0)),
                origin: Origin::Between(old.version(), new.version()),
            }
        }
        (Some(s), None) => {
            let origin = Origin::Nearest(s.version());
            Usual { origin, ..boots.at(s, place) }
        }
        (None, Some(s)) => boots.as_measured(s),
        (None, None) => Usual { image: Bytes(0), other: Bytes(0), origin: Origin::Nothing },
    }
}

/// A series of releases.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Series {
    major: u32,
    minor: u32,
}

impl Series {
    const fn of(release: Version) -> Self {
        Self { major: release.major, minor: release.minor }
    }

    const fn version(self) -> Version {
        Version::new(self.major, self.minor, 0)
    }
}

/// Boots of one build.
struct Boots<'a> {
    list: &'a [Measured],
    build: Build,
}

impl<'a> Boots<'a> {
    fn of_build(&self) -> impl Iterator<Item = &'a Measured> {
        let build = self.build;
        self.list.iter().filter(move |m| Build::of(Some(m.image)) == build)
    }

    /// The boots of a series; those of `release` alone where there are any.
    fn closest(&self, series: Series, release: Version) -> Vec<&'a Measured> {
        let same: Vec<_> = self.of_build().filter(|m| m.place.release == release).collect();
        if same.is_empty() {
            self.of_build().filter(|m| Series::of(m.place.release) == series).collect()
        } else {
            same
        }
    }

    /// What boots of a series would keep at `place`.
    fn at(&self, series: Series, place: Place) -> Usual {
        let boots = self.closest(series, place.release);
        let bare = |m: &&Measured| m.other.0.saturating_sub(self.build.added(m.place).0);
        let other = middle(boots.iter().map(bare)).saturating_add(self.build.added(place).0);
        let image = Bytes(middle(boots.iter().map(|m| m.image.0)));
        Usual { image, other: Bytes(other), origin: Origin::Series }
    }

    /// The same as it was measured: nobody knows what added to it in another release.
    fn as_measured(&self, series: Series) -> Usual {
        let boots = self.closest(series, series.version());
        Usual {
            image: Bytes(middle(boots.iter().map(|m| m.image.0))),
            other: Bytes(middle(boots.iter().map(|m| m.other.0))),
            origin: Origin::Nearest(series.version()),
        }
    }
}

/// The middle one of some numbers, the lower of two; 0 of none.
fn middle(numbers: impl Iterator<Item = u64>) -> u64 {
    let mut sorted: Vec<u64> = numbers.collect();
    crate::order::sort_by_key(&mut sorted, |n| *n);
    sorted.get(sorted.len().saturating_sub(1) / 2).copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(release: (u32, u32, u32), (gib, last): (u64, u64), cpus: u32) -> Place {
        let release = Version::new(release.0, release.1, release.2);
        Place { release, extent: Extent { gib, last: Pfn(last) }, cpus }
    }

    fn check(build: Build, place: Place, kib: u64, origin: Origin) {
        let found = estimate(&MEASURED, build, place);
        assert_eq!((found.other.0 >> 10, found.origin), (kib, origin), "{place:?}");
    }

    #[test]
    fn a_booted_release_is_as_measured_and_grows_with_map_and_cpus() {
        let place = at((6, 1, 0), LIMITED_TO_4_GIB, 1);
        check(Build::Distribution, place, 2684, Origin::Series);
        let larger = at((6, 1, 0), ALL_OF_8_GIB, 1);
        check(Build::Distribution, larger, 2684 + 3 * 8, Origin::Series);
        check(Build::Distribution, Place { cpus: 3, ..place }, 2684 + 504, Origin::Series);
    }

    #[test]
    fn neighbours_stand_in_and_the_ends_stay_as_measured() {
        let v = |major, minor| Version::new(major, minor, 0);
        let place = at((6, 6, 0), LIMITED_TO_4_GIB, 1);
        check(Build::Distribution, place, 3046, Origin::Between(v(6, 1), v(6, 12)));
        let old = at((3, 2, 0), (43, 0x40_0000), 1);
        check(Build::Distribution, old, 1955, Origin::Nearest(v(5, 10)));
        let new = at((7, 9, 0), (64, 0x110_0000), 1);
        check(Build::Distribution, new, 4300 + 56 * 8, Origin::Nearest(v(7, 3)));
        let none = estimate(&[], Build::Minimal, old);
        assert_eq!((none.other, none.origin), (Bytes(0), Origin::Nothing));
    }
}
