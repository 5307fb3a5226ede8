//! What a link leaves out of a machine, and what is shown for it: a reader must not take the
//! usual values for given ones.
//!
//! Not here: the usual values themselves (`link`).

use crate::{Field, Form};

/// The fields that every machine needs, with the words around their texts.
const MACHINE: [(Field, &str, &str); 4] = [
    (Field::HostMem, "", " of RAM"),
    (Field::Dom0Mem, "`dom0_mem=", "`"),
    (Field::Xen, "Xen ", ""),
    (Field::Linux, "Linux ", ""),
];

/// The fields that a link leaves out, although it gives others; `names` tells which it gives.
pub(crate) fn fields(names: impl Fn(Field) -> bool) -> Vec<Field> {
    if !Field::ALL.into_iter().any(&names) {
        return Vec::new();
    }
    // A map is a machine without an installed size.
    let mapped = |f: Field| f == Field::HostMem && names(Field::E820);
    MACHINE.into_iter().map(|(f, ..)| f).filter(|f| !names(*f) && !mapped(*f)).collect()
}

/// What is shown for the fields that were left out, with marks, as a list; empty if there are none.
pub fn usual_values(left_out: &[Field], form: &Form) -> String {
    let shown = MACHINE.into_iter().filter(|(field, ..)| left_out.contains(field));
    let shown = shown.map(|(field, before, after)| format!("{before}{}{after}", form.get(field)));
    shown.collect::<Vec<_>>().join(", ")
}

/// A sentence with marks about the fields that a link left out, with what is shown instead; `None` if
/// there are none.
pub fn not_given(left_out: &[Field], form: &Form) -> Option<String> {
    let list = usual_values(left_out, form);
    (!list.is_empty())
        .then(|| format!("Not given in the link, so the usual values are shown: {list}."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::{decode, encode};

    fn check_left_out(fragment: &str, expected: &str) {
        let link = decode(fragment);
        let said = not_given(&link.left_out, &link.form).unwrap_or_default();
        assert_eq!(said, expected, "{fragment}");
    }

    #[test]
    fn a_link_that_leaves_out_a_key_is_said_to_not_give_it() {
        let not_given =
            |list| format!("Not given in the link, so the usual values are shown: {list}.");
        check_left_out("v=1&host-mem=8G&xen=4.17&linux=6.1", &not_given("`dom0_mem=4G`"));
        check_left_out("e820=0-9f:u&linux=6.1", &not_given("`dom0_mem=4G`, Xen 4.1.2"));
        check_left_out("vcpus=2", &not_given("64G of RAM, `dom0_mem=4G`, Xen 4.1.2, Linux 3.2"));
        let whole = "host-mem=8G&dom0-mem=&xen=4.17&linux=6.1";
        for complete in ["", "step=map-read", "preset=msi-8g&linux=6.1", whole] {
            check_left_out(complete, "");
        }
        check_left_out(&encode(&Form::default(), ""), "");
    }
}
