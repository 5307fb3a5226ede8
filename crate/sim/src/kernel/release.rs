//! Which release behaves how: one table, each boundary with its evidence.

use super::{Ibft, Kernel, Variant};
use crate::units::Pages;
use crate::version::Version;

/// `CONFIG_XEN_MAX_DOMAIN_MEMORY` in GiB: default to 3.2.
const DOMAIN_LIMIT_OLD: u64 = 128;
/// Default from 3.3 to 4.2.
const DOMAIN_LIMIT: u64 = 500;

impl Variant {
    /// The default of `CONFIG_XEN_MAX_DOMAIN_MEMORY` for this variant.
    pub const fn default_limit(self) -> Pages {
        let old = matches!(
            self,
            Self::Classic
                | Self::Pvops2632
                | Self::V2637
                | Self::V2639
                | Self::V30
                | Self::V305
                | Self::V31
                | Self::V32
        );
        Pages((if old { DOMAIN_LIMIT_OLD } else { DOMAIN_LIMIT }) << 18)
    }
}

impl Kernel {
    /// The kernel of this variant with default options and the wording of `release`.
    pub const fn new(variant: Variant, release: Version) -> Self {
        Self { variant, release, limit: variant.default_limit(), ibft: Ibft::Off }
    }
}
