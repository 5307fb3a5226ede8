//! How much a dom0 needs, and where a suggested size comes from.

use crate::amount;
use sim::boot::{Boot, Outcome};
use sim::what_if::advice::{Advice, LEAST, LEAST_FOR_A_SERVER, OptionChange, Sized};

/// Where a size comes from that the reader did not type; `boot` is the reader's own.
pub(super) fn suggested_size(boot: &Boot, advice: &Advice) -> Option<String> {
    let installer = "The size follows XCP-ng’s installer: 1\u{a0}GiB plus 5\u{a0}% of the RAM, at most 8\u{a0}GiB";
    let needed = format!("at least {}", amount(advice.after.pages.min(LEAST_FOR_A_SERVER)));
    let said = match (advice.change, advice.sized) {
        (OptionChange::Keep, _) | (OptionChange::Write, Sized::AsTyped) => return None,
        (OptionChange::Write, _) => too_little(boot),
        (OptionChange::Suggest, Sized::AsStated) => {
            "The size is the minimum in the option.".to_owned()
        }
        (OptionChange::Suggest, Sized::AsInTheLog) => "The size is the one in the log.".to_owned(),
        (OptionChange::Suggest, Sized::Doubled) => {
            format!("{installer}, doubled until dom0 boots. Add what its programs need.")
        }
        (OptionChange::Suggest, Sized::AsTyped | Sized::Least | Sized::ByTheHost) => {
            format!("{installer}. It is at most half of the RAM and {needed}.")
        }
    };
    Some(said)
}

/// Says that a dom0 has too little memory, if it boots in the model and will hardly run.
pub(super) fn too_small(boot: &Boot) -> Option<String> {
    (boot.outcome == Outcome::Up && boot.pages < LEAST).then(|| too_little(boot))
}

fn too_little(boot: &Boot) -> String {
    format!(
        "With {} dom0 will probably run out of memory while it unpacks the initrd or starts its services. A minimal dom0 needs about {}, a server’s about {}.",
        amount(boot.pages),
        amount(LEAST),
        amount(LEAST_FOR_A_SERVER)
    )
}

/// Says what a small dom0 is enough for.
pub(super) fn for_a_server(boot: &Boot) -> Option<String> {
    (boot.outcome == Outcome::Up && boot.pages < LEAST_FOR_A_SERVER).then(|| {
        format!(
            "{} is enough for a minimal dom0. A server’s dom0 needs about {}.",
            amount(boot.pages),
            amount(LEAST_FOR_A_SERVER)
        )
    })
}
