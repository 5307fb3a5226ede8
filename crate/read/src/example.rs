//! Values that are still an example's: a reader must not take them for the own machine's.
//!
//! A machine begins as an example. What is typed, moved or given by a log is the reader's;
//! the rest stays the example's until then.

use crate::held::value;
use crate::presets::PRESETS;
use crate::{Field, Form};

/// The fields that every machine needs; the first two both describe its RAM.
const MACHINE: [Field; 5] = [Field::E820, Field::HostMem, Field::Dom0Mem, Field::Xen, Field::Linux];

/// The fields of a form that have the text of the example with the same RAM, of several the
/// most alike; empty if there is none.
pub fn fields(form: &Form) -> Vec<Field> {
    let ram = [Field::HostMem, Field::E820];
    let alike = PRESETS
        .iter()
        .map(Form::from)
        .filter(|preset| ram.iter().all(|f| preset.get(*f) == form.get(*f)));
    let same = |preset: Form| -> Vec<Field> {
        let same = |f: &Field| !form.get(*f).is_empty() && form.get(*f) == preset.get(*f);
        Field::ALL.into_iter().filter(same).collect()
    };
    alike.map(same).max_by_key(Vec::len).unwrap_or_default()
}

/// A form with the texts of a log in place of an example's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Adopted {
    /// The form.
    pub form: Form,
    /// The fields that still have an example's text.
    pub example: Vec<Field>,
}

/// Puts the texts that a log gave into a form. `example` are the fields with an example's
/// text: those that describe another machine are emptied, and the few that every machine
/// needs stay.
pub fn adopted(form: &Form, example: &[Field], given: &[(Field, String)]) -> Adopted {
    let logged = |field: Field| given.iter().any(|(f, _)| *f == field);
    let another = logged(Field::E820) || logged(Field::HostMem);
    let stale = |field: &Field| {
        let map = *field == Field::E820 && logged(Field::HostMem) && !logged(Field::E820);
        let ram = *field == Field::HostMem && logged(Field::E820) && example.contains(field);
        map || ram || another && example.contains(field) && !MACHINE.contains(field)
    };
    let emptied = Field::ALL.into_iter().filter(stale);
    let form = emptied.clone().fold(form.clone(), |form, field| form.with(field, ""));
    let form = given.iter().fold(form, |form, (field, text)| form.with(*field, text));
    let kept = |f: &Field| !logged(*f) && !stale(f);
    Adopted { form, example: example.iter().copied().filter(kept).collect() }
}

/// The fields of `example` that a result rests on whatever the others say.
pub fn needed(example: &[Field], form: &Form) -> Vec<Field> {
    let mapped = !form.get(Field::E820).trim().is_empty();
    let counts = |f: &Field| *f != Field::HostMem || !mapped;
    MACHINE.into_iter().filter(|f| example.contains(f) && counts(f)).collect()
}

/// The values that are still an example's, as a sentence with marks; empty if there are none.
pub fn sentence(fields: &[Field], form: &Form) -> String {
    let said = |field: &Field| {
        if *field == Field::E820 {
            "the machine’s map".to_owned()
        } else {
            value(*field, form.get(*field))
        }
    };
    let list = fields.iter().map(said).collect::<Vec<_>>().join(", ");
    if list.is_empty() { list } else { format!("Still the example’s: {list}.") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn preset(id: &str) -> Form {
        crate::presets::find(id).map(Form::from).unwrap()
    }

    fn given(list: &[(Field, &str)]) -> Vec<(Field, String)> {
        list.iter().map(|(f, t)| (*f, (*t).to_owned())).collect()
    }

    #[test]
    fn what_a_log_gives_is_no_longer_the_examples() {
        let form = preset("server-64g");
        let example = fields(&form);
        let map = "0-9f000 usable\n100000-100000000 usable";
        let taken = adopted(&form, &example, &given(&[(Field::E820, map), (Field::Xen, "4.17")]));
        let left = needed(&taken.example, &taken.form);
        assert_eq!(left, [Field::Dom0Mem, Field::Linux]);
        assert_eq!(sentence(&left, &taken.form), "Still the example’s: `dom0_mem=4G`, Linux 3.2.");
        assert_eq!(taken.form.get(Field::HostMem), "", "nobody said that 64 GiB are installed");
        assert_eq!(sentence(&[], &taken.form), "");
    }

    #[test]
    fn figures_of_another_machine_do_not_stay() {
        for preset in PRESETS {
            let form = Form::from(preset);
            let map = given(&[(Field::E820, "0-9f000 usable\n100000-100000000 usable")]);
            let taken = adopted(&form, &fields(&form), &map);
            for field in Field::ALL.into_iter().filter(|f| !MACHINE.contains(f)) {
                assert_eq!(taken.form.get(field), "", "{} {field:?}", preset.id);
            }
            let ram = given(&[(Field::HostMem, "8192M")]);
            let other = super::adopted(&form, &fields(&form), &ram);
            assert_eq!(other.form.get(Field::E820), "", "{}", preset.id);
        }
    }

    #[test]
    fn typed_values_are_the_readers() {
        let form = preset("server-64g").with(Field::Linux, "6.1").with(Field::Balloon, "8G");
        let example = fields(&form);
        assert!(!example.contains(&Field::Linux) && !example.contains(&Field::Balloon));
        let taken = adopted(&form, &example, &given(&[(Field::E820, "0-100000000 usable")]));
        assert_eq!(taken.form.get(Field::Balloon), "8G");
        assert_eq!(needed(&taken.example, &taken.form), [Field::Dom0Mem, Field::Xen]);
        assert_eq!(fields(&form.with(Field::HostMem, "63G")), []);
    }
}
