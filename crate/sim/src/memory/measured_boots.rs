//! Memory a kernel retains from boot beyond what any formula covers, as measured on real boots:
//! always an estimate.
//!
//! It grows slightly with the map and with the CPUs ([`super::map_overhead`]). A release that was
//! not booted is interpolated between its neighbours, by its position in the series of releases.
//! After the last release that was booted, the last one is used; before the first one, the first
//! is used as measured. Distribution kernels were booted only since 5.10: earlier images are from
//! public logs ([`LOGGED`]), and "other" is interpolated between minimal builds of that time and
//! the first distribution kernel that was booted.

use super::map_overhead::{MapExtent, map_overhead};
use crate::kernel::MemorySetup;
use crate::kernel::release::LAST_OF_MAJOR;
use crate::units::{Bytes, Pfn};
use crate::version::Version;

/// How a kernel was built; a distribution's kernel uses more memory than a minimal one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Build {
    /// With few options: an image of a few MiB.
    Minimal,
    /// As distributions build it.
    Distribution,
}

/// Inputs of "other".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BootContext {
    /// The kernel.
    pub release: Version,
    /// The extent of its map.
    pub extent: MapExtent,
    /// Dom0's CPUs.
    pub cpus: u32,
}

impl BootContext {
    /// The context of a kernel of this release after its setup.
    pub fn of(release: Version, run: &MemorySetup, cpus: u32) -> Self {
        Self { release, extent: MapExtent::of(run), cpus }
    }
}

/// A real boot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measured {
    /// The context of that boot.
    pub place: BootContext,
    /// The kernel's image, without the part that is freed after boot.
    pub image: Bytes,
    /// Memory it used beyond all other rows.
    pub other: Bytes,
}

/// Memory a kernel uses, derived from other boots.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TypicalOverhead {
    /// Kernel image.
    pub image: Bytes,
    /// Everything else.
    pub other: Bytes,
    /// The origin of the image's size.
    pub image_origin: Origin,
    /// The origin of everything else.
    pub origin: Origin,
}

/// The origin of an estimate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Boots of the same series.
    Series,
    /// Boots of the nearest series before and after.
    Between(Version, Version),
    /// Minimal builds of this series, and the first distribution kernel booted.
    Minimal(Version, Version),
    /// The newest boots available, or the oldest as measured.
    Nearest(Version),
    /// No boot at all.
    Nothing,
}

const fn row(v: [u32; 3], [image, other]: [u64; 2], (gib, last): (u64, u64)) -> Measured {
    let release = Version::new(v[0], v[1], v[2]);
    let place = BootContext { release, extent: MapExtent { gib, last: Pfn(last) }, cpus: 1 };
    Measured { place, image: Bytes(image << 10), other: Bytes(other << 10) }
}

/// RAM of 8 GiB up to 10 GiB, as in the boots without `max:` on hosts of that size.
const ALL_OF_8_GIB: (u64, u64) = (8, 0x28_0000);
/// The same where all extra memory lies above 4 GiB.
const EXTRA_HIGH: (u64, u64) = (8, 0x2b_ffdf);
/// A dom0 of 4 GiB with `max:` on such a host.
const LIMITED_TO_4_GIB: (u64, u64) = (5, 0x18_0082);

/// One boot per release that was booted: image and "other" in KiB, the map's extent. Minimal
/// kernels up to 4.4 and Debian's since 5.10, in an emulator under Xen 4.14 to 4.20. The value for
/// 5.10 is from its list of losses, which includes 27 KiB of tables.
pub const MEASURED: [Measured; 17] = [
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
    row([7, 2, 12], [40559, 4200], LIMITED_TO_4_GIB),
    row([7, 3, 4], [41073, 4300], ALL_OF_8_GIB),
];

/// Images of distribution kernels that were not booted here, in KiB, as printed in their Memory
/// lines: Ubuntu 3.2.0-20 (6565 code, 6639 data), `CentOS` 3.10.0-1160 (7788 code, 5954 data),
/// Ubuntu 4.15.0-76 (12300 code, 2481 rwdata, 4260 rodata, 2704 bss) and a derivative of Debian,
/// 4.19.0-6 (10252, 1261, 3368, 2184). Up to 3.10, bss is not printed.
pub const LOGGED: [(Version, Bytes); 4] = [
    (Version::new(3, 2, 0), Bytes(13_204 << 10)),
    (Version::new(3, 10, 0), Bytes(13_742 << 10)),
    (Version::new(4, 15, 0), Bytes(21_745 << 10)),
    (Version::new(4, 19, 0), Bytes(17_065 << 10)),
];

/// Images smaller than this are minimal builds; no image between 3 MiB and 12 MiB is known.
const MINIMAL: Bytes = Bytes(10 << 20);

impl Build {
    /// The build that has such an image; a distribution's if the image is unknown.
    pub fn of(image: Option<Bytes>) -> Self {
        match image {
            Some(image) if image < MINIMAL => Self::Minimal,
            Some(_) | None => Self::Distribution,
        }
    }

    /// Extra memory per additional CPU: its per-CPU area, as printed (23 pages), or as measured in
    /// one boot with two CPUs.
    const fn per_cpu(self) -> Bytes {
        match self {
            Self::Minimal => Bytes(92 << 10),
            Self::Distribution => Bytes(252 << 10),
        }
    }

    /// The overhead of the map and the CPUs.
    fn added(self, place: BootContext) -> Bytes {
        let cpus = u64::from(place.cpus.saturating_sub(1));
        let map = map_overhead(place.release, place.extent);
        Bytes(map.0.saturating_add(self.per_cpu().0.saturating_mul(cpus)))
    }
}

/// Memory a kernel of this build uses at `place`, from the boots in `measured` and, for a
/// distribution's image, from [`LOGGED`].
pub fn estimate(measured: &[Measured], build: Build, place: BootContext) -> TypicalOverhead {
    let boots = Boots { list: measured, build };
    let (image, image_origin) = boots.image(place.release);
    let (other, origin) = boots.other(place);
    TypicalOverhead { image, other, image_origin, origin }
}

/// The position of a series among those with evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Neighbours {
    Itself,
    Both(Series, Series),
    Older(Series),
    Newer(Series),
    None,
}

impl Neighbours {
    fn of(wanted: Series, known: impl Iterator<Item = Series> + Clone) -> Self {
        if known.clone().any(|s| s == wanted) {
            return Self::Itself;
        }
        let older = known.clone().filter(|s| *s < wanted).max();
        let newer = known.filter(|s| *s > wanted).min();
        match (older, newer) {
            (Some(older), Some(newer)) => Self::Both(older, newer),
            (Some(older), None) => Self::Older(older),
            (None, Some(newer)) => Self::Newer(newer),
            (None, None) => Self::None,
        }
    }
}

/// A series of releases.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
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

    /// Its position in the sequence of releases: 2.6, 3.0–3.19, 4.0–4.20, 5.0–5.19, 6.0–6.19, …
    fn place(self) -> u64 {
        if self.major < 3 {
            return 0;
        }
        let ended = LAST_OF_MAJOR.iter().filter(|last| (3..self.major).contains(&last.major));
        let known: u64 = ended.map(|last| u64::from(last.minor) + 1).sum();
        // 7 and later are counted as 20 series each, as many as 5 and 6 had.
        let later = u64::from(self.major.saturating_sub(7)) * 20;
        1 + known + later + u64::from(self.minor)
    }

    /// The amount for this series, interpolated linearly between two others.
    fn between(self, (older, low): (Self, u64), (newer, high): (Self, u64)) -> u64 {
        let whole = newer.place().saturating_sub(older.place()).max(1);
        let past = self.place().saturating_sub(older.place()).min(whole);
        let sum = u128::from(low) * u128::from(whole - past) + u128::from(high) * u128::from(past);
        u64::try_from(sum / u128::from(whole)).unwrap_or(u64::MAX)
    }
}

/// Boots of one build.
struct Boots<'a> {
    list: &'a [Measured],
    build: Build,
}

impl<'a> Boots<'a> {
    fn of_build(&self) -> impl Iterator<Item = &'a Measured> + Clone {
        let build = self.build;
        self.list.iter().filter(move |m| Build::of(Some(m.image)) == build)
    }

    /// The series that were booted.
    fn series(&self) -> impl Iterator<Item = Series> + Clone {
        let build = self.build;
        let boots = self.list.iter().filter(move |m| Build::of(Some(m.image)) == build);
        boots.map(|m| Series::of(m.place.release))
    }

    /// The boots of a series; only those of `release` if there are any.
    fn closest(&self, series: Series, release: Version) -> Vec<&'a Measured> {
        let same: Vec<_> = self.of_build().filter(|m| m.place.release == release).collect();
        if same.is_empty() {
            self.of_build().filter(|m| Series::of(m.place.release) == series).collect()
        } else {
            same
        }
    }

    /// The image: from boots of the series, from logs of it, or between those around it.
    fn image(&self, release: Version) -> (Bytes, Origin) {
        let wanted = Series::of(release);
        let logged: &[(Version, Bytes)] = match self.build {
            Build::Minimal => &[],
            Build::Distribution => &LOGGED,
        };
        let known = self.series().chain(logged.iter().map(|(release, _)| Series::of(*release)));
        let of = |series: Series| {
            let boots = self.closest(series, release);
            let logs = logged.iter().filter(|(r, _)| boots.is_empty() && Series::of(*r) == series);
            lower_median(boots.iter().map(|m| m.image.0).chain(logs.map(|(_, image)| image.0)))
        };
        let (image, origin) = match Neighbours::of(wanted, known) {
            Neighbours::Itself => (of(wanted), Origin::Series),
            Neighbours::Both(a, b) => {
                let image = wanted.between((a, of(a)), (b, of(b)));
                (image, Origin::Between(a.version(), b.version()))
            }
            Neighbours::Older(s) | Neighbours::Newer(s) => (of(s), Origin::Nearest(s.version())),
            Neighbours::None => (0, Origin::Nothing),
        };
        (Bytes(image), origin)
    }

    /// Everything else.
    fn other(&self, place: BootContext) -> (Bytes, Origin) {
        let wanted = Series::of(place.release);
        let (other, origin) = match Neighbours::of(wanted, self.series()) {
            Neighbours::Itself => (self.at(wanted, place), Origin::Series),
            Neighbours::Both(a, b) => {
                let other = wanted.between((a, self.at(a, place)), (b, self.at(b, place)));
                (other, Origin::Between(a.version(), b.version()))
            }
            Neighbours::Older(s) => (self.at(s, place), Origin::Nearest(s.version())),
            Neighbours::Newer(s) => self.before(s, place),
            Neighbours::None => (0, Origin::Nothing),
        };
        (Bytes(other), origin)
    }

    /// Before the first boot of this build: as measured in that boot, because the causes of its
    /// growth are unknown. For a distribution's build, half-way between that value and minimal
    /// builds of the time, and after the last of those along a straight line. The map's
    /// contribution is known.
    fn before(&self, first: Series, place: BootContext) -> (u64, Origin) {
        let (wanted, minimal) = (Series::of(place.release), self.minimal());
        let Some(last) = minimal.series().filter(|s| *s < first).max() else {
            let boots = self.closest(first, first.version());
            let as_measured = lower_median(boots.iter().map(|m| m.other.0));
            return (as_measured, Origin::Nearest(first.version()));
        };
        let nearest = match Neighbours::of(wanted, minimal.series()) {
            Neighbours::Both(older, _) | Neighbours::Older(older) => older,
            Neighbours::Newer(newer) => newer,
            Neighbours::Itself | Neighbours::None => wanted,
        };
        let upper = self.bare(first, first.version());
        let half = minimal.bare(nearest, place.release).midpoint(upper);
        let bare = if wanted > last { wanted.between((last, half), (first, upper)) } else { half };
        let other = bare.saturating_add(self.build.added(place).0);
        (other, Origin::Minimal(nearest.version(), first.version()))
    }

    /// The minimal boots of the same list; none if these are the minimal boots.
    fn minimal(&self) -> Self {
        match self.build {
            Build::Minimal => Self { list: &[], build: Build::Minimal },
            Build::Distribution => Self { list: self.list, build: Build::Minimal },
        }
    }

    /// Memory that boots of a series would use at `place`.
    fn at(&self, series: Series, place: BootContext) -> u64 {
        self.bare(series, place.release).saturating_add(self.build.added(place).0)
    }

    /// The same without the overhead of map and CPUs.
    fn bare(&self, series: Series, release: Version) -> u64 {
        let boots = self.closest(series, release);
        lower_median(boots.iter().map(|m| m.other.0.saturating_sub(self.build.added(m.place).0)))
    }
}

/// The median of some numbers, the lower one if there are two; 0 if there are none.
fn lower_median(numbers: impl Iterator<Item = u64>) -> u64 {
    let mut sorted: Vec<u64> = numbers.collect();
    crate::sort::sort_by_key(&mut sorted, |n| *n);
    sorted.get(sorted.len().saturating_sub(1) / 2).copied().unwrap_or(0)
}

#[cfg(test)]
mod tests;
