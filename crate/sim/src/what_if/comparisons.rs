//! Everything that one report compares a boot with.

use std::rc::Rc;

use super::advice::{Advice, Remedy};
use super::difference::{Between, Subtraction};
use super::runs::Runs;
use super::scenarios::Scenarios;
use crate::boot::Boot;
use crate::xen::warnings::Warning;

/// Everything that one report compares a boot with; no input is booted twice for it.
#[derive(Clone, Debug)]
pub struct Comparisons {
    /// The article's question as three boots.
    pub scenarios: Scenarios,
    /// The costs of each choice.
    pub differences: Vec<Subtraction>,
    /// The advice.
    pub advice: Advice,
    /// The option that helps; `None` if it is right as it is, or nothing helps.
    pub remedy: Option<Remedy>,
    /// All warnings about the option, most urgent first.
    pub warnings: Rc<[Warning]>,
}

impl Comparisons {
    /// The comparisons for `boot`.
    pub fn of(boot: &Boot) -> Self {
        let mut runs = Runs::of(boot);
        let scenarios = Scenarios::from_runs(&mut runs);
        let differences = Between::ALL
            .into_iter()
            .filter_map(|between| Subtraction::from_runs(&mut runs, between))
            .collect();
        let advice = Advice::from_runs(boot, &mut runs);
        let remedy = Remedy::of(boot, &advice, &mut runs);
        Self { scenarios, differences, advice, remedy, warnings: runs.warnings() }
    }
}

#[cfg(test)]
mod tests {
    use super::super::change::WhatIf;
    use super::*;
    use crate::balloon::Target;
    use crate::config::Config;
    use crate::count::counted;

    use crate::ledger::Ledger;
    use crate::simulate::simulate;
    use crate::test_boot::config_on;
    use crate::units::Pages;
    use crate::version::Version;
    use crate::xen::groups::what_each_group_makes_of;

    /// Everything the model computes for one run of the page's form.
    fn form_run(config: &Config) -> Comparisons {
        let boot = simulate(config);
        what_each_group_makes_of(&boot.env(), config.need());
        Comparisons::of(&boot)
    }

    /// No boot is made twice, and each reads its option once; every group of Xen reads it too, and
    /// each warning compares two readings.
    #[test]
    fn a_form_run_costs_few_boots_and_readings() {
        // Boots, and readings of the option by a release of Xen.
        let check = |option, xen, linux, expected: [usize; 2]| {
            let config = config_on(xen, 64, option, linux);
            let cost = counted(|| drop(form_run(&config)));
            assert_eq!(cost, expected, "{option} {xen} {linux}");
        };
        let v = Version::new;
        check("4G", v(4, 1, 2), v(3, 2, 0), [4, 27]);
        check("4G,max:4G", v(4, 1, 2), v(3, 2, 0), [4, 22]);
        check("4G", v(4, 17, 0), v(6, 1, 0), [3, 26]);
        check("4GB", v(4, 17, 0), v(6, 1, 0), [4, 33]);
        check("4G", v(4, 1, 1), v(3, 0, 1), [5, 21]);
        check("", v(4, 17, 0), v(6, 12, 0), [4, 18]);
        check("16M", v(4, 17, 0), v(6, 12, 0), [5, 22]);
        check("256M", v(4, 17, 0), v(6, 1, 0), [4, 27]);
        check("min:8G", v(4, 17, 0), v(6, 1, 0), [4, 22]);
        check("4G,max:16G", v(4, 17, 0), v(6, 1, 0), [3, 21]);
        check("1G+10%,max:64G", v(4, 17, 0), v(6, 1, 0), [4, 29]);
    }

    #[test]
    fn a_new_target_costs_no_boot_and_gives_the_same() {
        for target in [Target::Initial, Target::Size(Pages(8 << 18)), Target::None] {
            let config = config_on(Version::new(4, 1, 2), 64, "4G", Version::new(3, 2, 0));
            let ballooned = config.clone().with(WhatIf::Target(Target::Initial));
            let (boot, before) = (simulate(&config), simulate(&ballooned));
            let [boots, _] = counted(|| drop(before.with([WhatIf::Target(target)])));
            assert_eq!(boots, 0);
            let expected = simulate(&config.with(WhatIf::Target(target)));
            assert_eq!(boot.with([WhatIf::Target(target)]), expected, "{target:?}");
            assert_eq!(before.with([WhatIf::Target(target)]), expected, "{target:?}");
        }
    }

    /// The scenarios, the differences and the advice share boots.
    #[test]
    fn one_boot_answers_several_questions() {
        let compared = form_run(&config_on(Version::new(4, 1, 2), 64, "4G", Version::new(3, 2, 0)));
        assert!(Rc::ptr_eq(&compared.scenarios.with_max, &compared.advice.after));
        let right = compared.differences.first().map(|d| (d.between, &d.right));
        let limited = Ledger::at_end(&compared.advice.after);
        assert_eq!(right, Some((Between::Maximum, &limited)));
    }
}
