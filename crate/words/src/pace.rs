//! How long a step takes on the stage: its motion, and the time to read its sentence. Where
//! a stage begins that is asked for no step, and what it says when asked for one that is not
//! there.
//!
//! Not here: the clock (the page's), and what moves (the figure's).

use sim::boot::Boot;
use sim::step::Phase;

use super::titles::usual_title;

/// Milliseconds that a word of a caption takes to read.
const WORD_MS: u32 = 280;
/// The least time to read a caption, in milliseconds.
const READ_MS: u32 = 1600;

/// Milliseconds that the motion of a step takes at normal speed.
pub const fn motion_ms(phase: Phase) -> u32 {
    match phase {
        // Out to true scale, a rest there, and back.
        Phase::BalloonRoom => 600 + 1500 + 600,
        Phase::MapRewritten => 1600,
        Phase::FirmwareMap
        | Phase::Dom0Built
        | Phase::MapRead
        | Phase::HolesFound
        | Phase::PagesReleased
        | Phase::PagesRepopulated
        | Phase::PagesMoved
        | Phase::IdentityMapped
        | Phase::Descriptors
        | Phase::ToolsReport
        | Phase::BalloonedUp => 1200,
    }
}

/// A word for a step, for the dot of a scrubber.
pub const fn label(phase: Phase) -> &'static str {
    match phase {
        Phase::FirmwareMap => "map",
        Phase::Dom0Built => "build",
        Phase::MapRead => "read",
        Phase::HolesFound => "holes",
        Phase::PagesReleased => "return",
        Phase::PagesRepopulated => "refill",
        Phase::PagesMoved => "move",
        Phase::IdentityMapped => "windows",
        Phase::MapRewritten => "rewrite",
        Phase::BalloonRoom => "room",
        Phase::Descriptors => "records",
        Phase::ToolsReport => "tools",
        Phase::BalloonedUp => "balloon",
    }
}

/// Milliseconds to read a caption without marks before the next step begins. A number and its unit are one
/// word.
pub fn dwell_ms(caption: &str) -> u32 {
    let words = u32::try_from(caption.split(' ').count()).unwrap_or(u32::MAX);
    words.saturating_mul(WORD_MS).max(READ_MS)
}

/// The index of the step that shows the most where none is asked for: the one in which pages
/// leave or move, or the last.
pub fn opening_step(boot: &Boot) -> usize {
    let acts = [Phase::PagesReleased, Phase::PagesMoved];
    let found = boot.steps.iter().position(|s| acts.contains(&s.phase()));
    found.unwrap_or(boot.steps.len().saturating_sub(1))
}

/// What to say if a link asks for the step called `id` and this boot has none; `None` if it
/// has, or if no step is ever called so.
pub fn missing_step(id: &str, boot: &Boot) -> Option<String> {
    let phase = Phase::from_id(id)?;
    if boot.steps.iter().any(|s| s.phase() == phase) {
        return None;
    }
    let name = usual_title(phase, boot);
    Some(format!("This boot has no step “{name}”. This is the last step before it."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_boot::run;
    use sim::version::Version;

    fn boot(linux: (u32, u32)) -> Boot {
        run(64, "4G", Version::new(linux.0, linux.1, 0))
    }

    #[test]
    fn reading_takes_280_ms_a_word_and_never_less_than_1600() {
        assert_eq!(dwell_ms("Linux 3.2 returns pages."), 1600);
        assert_eq!(dwell_ms("one two three four five six seven eight nine ten"), 2800);
        assert_eq!(dwell_ms("about 264\u{202f}417 pages"), 1600);
    }

    #[test]
    fn room_zooms_out_and_back() {
        assert_eq!((motion_ms(Phase::BalloonRoom), motion_ms(Phase::MapRead)), (2700, 1200));
    }

    #[test]
    fn a_stage_begins_where_pages_leave_or_move() {
        for (linux, id) in
            [((3, 2), "pages-released"), ((3, 6), "pages-released"), ((6, 1), "pages-moved")]
        {
            let boot = boot(linux);
            assert_eq!(boot.steps[opening_step(&boot)].phase().id(), id, "{linux:?}");
        }
        let mut stopped = boot((3, 2));
        stopped.steps.truncate(2);
        assert_eq!(opening_step(&stopped), 1, "a boot that ends early begins at its end");
    }

    #[test]
    fn a_step_that_is_not_there_is_named() {
        let boot = boot((3, 2));
        assert_eq!(missing_step("", &boot), None);
        assert_eq!(missing_step("pages-released", &boot), None);
        for (id, name) in [
            ("pages-moved", "Linux moves those pages up"),
            ("pages-repopulated", "Returned, then replaced higher up"),
            ("ballooned-up", "The balloon brings pages back"),
        ] {
            assert_eq!(
                missing_step(id, &boot).unwrap(),
                format!("This boot has no step “{name}”. This is the last step before it.")
            );
        }
        assert_eq!(missing_step("<img>", &boot), None);
    }
}
