//! What a kernel keeps from boot beyond everything a formula tells, as measured on real
//! boots: always an estimate.
//!
//! It grows a little with the sections of the map and with the CPUs. Where a release
//! was not booted, its neighbours stand in; outside the releases that were, the last
//! one as it was measured.

use crate::units::Bytes;
use crate::version::Version;

/// How a kernel was built; a kernel of a distribution keeps more than a minimal one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Build {
    /// With few options: an image of a few MiB.
    Minimal,
    /// As distributions build it.
    Distribution,
}

/// A real boot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measured {
    /// The kernel.
    pub release: Version,
    /// Its image, without the part that is freed after boot.
    pub image: Bytes,
    /// What it kept beyond all other rows.
    pub other: Bytes,
    /// Where that was.
    pub sections: u64,
    /// Dom0's CPUs.
    pub cpus: u32,
}

/// What the estimate depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The kernel.
    pub release: Version,
    /// Sections of its map with RAM.
    pub sections: u64,
    /// Dom0's CPUs.
    pub cpus: u32,
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
    /// The oldest or newest boots there are, as measured.
    Nearest(Version),
    /// No boot at all.
    Nothing,
}

const fn row(release: (u32, u32, u32), image: u64, other: u64, sections: u64) -> Measured {
    let release = Version::new(release.0, release.1, release.2);
    Measured { release, image: Bytes(image << 10), other: Bytes(other << 10), sections, cpus: 1 }
}

/// One boot of each release that was booted; KiB. Minimal kernels to 4.4 and Debian's
/// from 5.10 on, in an emulator under Xen 4.14 to 4.20.
pub const MEASURED: [Measured; 1] = [row((5, 10, 0), 40165, 1955, 33)];

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

    /// What a section adds.
    const fn per_section(self) -> Bytes {
        match self {
            Self::Minimal => Bytes(2560),
            Self::Distribution => Bytes(1024),
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

    fn added(self, sections: u64, cpus: u32) -> u64 {
        let cpus = u64::from(cpus.saturating_sub(1));
        let sections = self.per_section().0.saturating_mul(sections);
        sections.saturating_add(self.per_cpu().0.saturating_mul(cpus))
    }
}

/// What a kernel of this build keeps at `place`, by the boots in `measured`.
pub fn estimate(measured: &[Measured], build: Build, place: Place) -> Usual {
    let of_build = || measured.iter().filter(|m| Build::of(Some(m.image)) == build);
    let series = |v: Version| (v.major, v.minor);
    let wanted = series(place.release);
    let in_series = |s: (u32, u32)| of_build().filter(move |m| series(m.release) == s);
    let older = of_build().map(|m| series(m.release)).filter(|s| *s < wanted).max();
    let newer = of_build().map(|m| series(m.release)).filter(|s| *s > wanted).min();
    let settled = |m: &Measured| m.other.0.saturating_sub(build.added(m.sections, m.cpus));
    let here = build.added(place.sections, place.cpus);
    let middle_of = |s| {
        let image = middle(in_series(s).map(|m| m.image.0));
        (image, middle(in_series(s).map(settled)).saturating_add(here))
    };
    let usual = |(image, other): (u64, u64), origin| Usual {
        image: Bytes(image),
        other: Bytes(other),
        origin,
    };
    let version = |s: (u32, u32)| Version::new(s.0, s.1, 0);
    if in_series(wanted).next().is_some() {
        return usual(middle_of(wanted), Origin::Series);
    }
    match (older, newer) {
        (Some(old), Some(new)) => {
            let ((a, b), (c, d)) = (middle_of(old), middle_of(new));
            let origin = Origin::Between(version(old), version(new));
            usual((a.midpoint(c), b.midpoint(d)), origin)
        }
        (Some(s), None) | (None, Some(s)) => {
            let as_measured = in_series(s).map(|m| m.other.0);
            let image = middle(in_series(s).map(|m| m.image.0));
            usual((image, middle(as_measured)), Origin::Nearest(version(s)))
        }
        (None, None) => usual((0, 0), Origin::Nothing),
    }
}

/// The middle one of some numbers, the lower of two; 0 of none.
fn middle(numbers: impl Iterator<Item = u64>) -> u64 {
    let mut sorted: Vec<u64> = numbers.collect();
    crate::order::sort_by_key(&mut sorted, |&n| n);
    sorted.get(sorted.len().saturating_sub(1) / 2).copied().unwrap_or(0)
}
