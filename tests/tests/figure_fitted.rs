//! Figures fitted to a width and a height: whatever the size, nothing is cut off, nothing
//! overlaps, and every page is drawn; with less height a figure shows less.

#![allow(clippy::unwrap_used, clippy::cast_precision_loss)]

use figure::geometry::{Point, Rect};
use figure::key::Decor;
use figure::lane::Lane;
use figure::scene::{Time, figure, height};
use figure::shape::{Key, Mark, Scene, Shape, text_rect};
use figure::view::View;
use read::presets::PRESETS;
use read::{Field, Form as Typed};
use sim::boot::Boot;
use sim::step::Phase;
use tests::booted::{boot_of, booted};

/// Width, and height if it is given.
const SIZES: [(f64, Option<f64>); 14] = [
    (904.0, None),
    (1280.0, None),
    (904.0, Some(400.0)),
    (700.0, Some(230.0)),
    (640.0, None),
    (640.0, Some(300.0)),
    (640.0, Some(206.0)),
    (616.0, Some(140.0)),
    (360.0, None),
    (320.0, None),
    (332.0, Some(240.0)),
    (320.0, Some(160.0)),
    (320.0, Some(90.0)),
    (280.0, Some(300.0)),
];

fn boots() -> Vec<(String, Boot)> {
    let mut boots = Vec::new();
    for preset in PRESETS {
        for linux in ["2.6.18", "3.2", "3.6", "6.12"] {
            let form = Typed::from(preset).with(Field::Linux, linux);
            let form = form.with(Field::Balloon, "initial");
            boots.push((format!("{} {linux}", preset.id), boot_of(&form)));
        }
    }
    for dom0 in ["512M", "16G", "60G"] {
        boots.push((format!("dom0 {dom0}"), booted(&[(Field::Dom0Mem, dom0)])));
    }
    boots
}

fn view((width, height): (f64, Option<f64>)) -> View {
    View { height, ..View::new(width) }
}

/// The corners of what a shape covers, without its text.
fn points(shape: &Shape) -> Vec<Point> {
    match &shape.mark {
        Mark::Bar { rect, .. } => {
            vec![Point { x: rect.x, y: rect.y }, Point { x: rect.right(), y: rect.bottom() }]
        }
        Mark::Area { points } | Mark::Line { points, .. } => points.clone(),
        Mark::Text { .. } => Vec::new(),
    }
}

#[test]
fn at_every_size_nothing_is_cut_off_nothing_overlaps_and_all_pages_are_drawn() {
    for (name, boot) in boots() {
        for (step, s) in boot.steps.iter().enumerate() {
            for size in SIZES {
                for t in [0.1, 0.5, 1.0] {
                    let scene = figure(&boot, Time { step, t }, &view(size));
                    let place = format!("{name} {:?} {t} {size:?}", s.phase());
                    assert!(scene.height <= size.1.unwrap_or(552.0), "{place}");
                    inside(&scene, &place);
                    texts_are_apart(&scene, &place);
                    let ends = [Lane::Backing, Lane::Bucket].iter().all(|&l| shows(&scene, l));
                    if s.phase() > Phase::Dom0Built && ends {
                        assert_eq!(scene.carried(), boot.pages.0, "{place}");
                    }
                }
            }
        }
    }
}

fn inside(scene: &Scene, place: &str) {
    for shape in &scene.shapes {
        for p in points(shape) {
            let x = -0.01 <= p.x && p.x <= scene.width + 0.01;
            let y = -0.01 <= p.y && p.y <= scene.height + 0.01;
            assert!(x && y, "{place}: {p:?} of {:?} {:?}", shape.key, shape.mark);
        }
    }
}

fn texts_are_apart(scene: &Scene, place: &str) {
    let sheet = Rect { x: 0.0, y: 0.0, w: scene.width, h: scene.height };
    let texts: Vec<_> = scene.shapes.iter().filter_map(text_rect).collect();
    for (i, a) in texts.iter().enumerate() {
        assert!(sheet.contains_rect(*a) && a.h >= 12.0, "{place} {a:?}");
        assert!(texts.iter().skip(i + 1).all(|b| !a.overlaps(*b)), "{place} {a:?}");
    }
}

/// Whether a lane is drawn: its letter is there on every lane that has a row.
fn shows(scene: &Scene, lane: Lane) -> bool {
    scene.shapes.iter().any(|s| s.key == Key::Lane(lane) && s.text() == Some(lane.id()))
}

/// Where even rails do not fit, nothing of a lane is drawn, and those that the step is about
/// are there.
#[test]
fn a_lane_that_is_left_out_draws_nothing() {
    for (name, boot) in boots() {
        for (step, s) in boot.steps.iter().enumerate() {
            for size in [(316.0, 129.0), (616.0, 140.0), (320.0, 90.0), (320.0, 66.0)] {
                for t in [0.3, 0.5, 1.0] {
                    let view = View::new(size.0).fitted(size.1);
                    let scene = figure(&boot, Time { step, t }, &view);
                    let place = format!("{name} {:?} {t} {size:?}", s.phase());
                    for lane in Lane::ALL {
                        let mut of = scene.shapes.iter().filter(|s| s.key.lane() == Some(lane));
                        assert!(shows(&scene, lane) || of.next().is_none(), "{place} {lane:?}");
                    }
                    let flat = scene.shapes.iter().filter_map(Shape::bar).find(|r| r.h <= 0.0);
                    assert_eq!(flat, None, "{place}");
                    let about: &[Lane] = match s.phase() {
                        Phase::FirmwareMap => &[Lane::Machine],
                        Phase::Dom0Built => &[Lane::Allocation],
                        Phase::MapRead | Phase::MapRewritten | Phase::BalloonRoom => {
                            &[Lane::OwnMap]
                        }
                        Phase::HolesFound
                        | Phase::PagesMoved
                        | Phase::IdentityMapped
                        | Phase::Descriptors => &[Lane::Backing],
                        Phase::PagesReleased | Phase::PagesRepopulated | Phase::BalloonedUp => {
                            &[Lane::Backing, Lane::Bucket]
                        }
                        Phase::ToolsReport => &[Lane::Ledger],
                    };
                    assert!(about.iter().all(|&l| shows(&scene, l)), "{place}");
                }
            }
        }
    }
}

/// At rest, lanes that are one above the other do not touch, and no lane's bar lies under
/// the name of another.
#[test]
fn lanes_keep_apart() {
    for (name, boot) in boots() {
        for (step, s) in boot.steps.iter().enumerate() {
            for size in SIZES {
                let scene = figure(&boot, Time { step, t: 1.0 }, &view(size));
                let rows: Vec<(Lane, Rect)> = Lane::ALL
                    .into_iter()
                    .filter(|l| *l != Lane::Bucket)
                    .filter_map(|lane| {
                        let of = |t: &&figure::shape::HitTarget| t.key.lane() == Some(lane);
                        Some((lane, scene.targets.iter().find(of)?.rect))
                    })
                    .collect();
                for pair in rows.windows(2) {
                    let [(a, above), (b, below)] = pair else { continue };
                    let place = format!("{name} {:?} {size:?} {a:?} {b:?}", s.phase());
                    assert!(above.bottom() + 2.0 <= below.y, "{place}: {above:?} {below:?}");
                }
                let titles = scene.shapes.iter().filter(|s| matches!(s.key, Key::Lane(_)));
                for title in titles.filter_map(text_rect) {
                    let bar = rows.iter().find(|(_, r)| r.overlaps(title) && r.h > 10.0);
                    assert!(bar.is_none(), "{name} {:?} {size:?} {title:?} {bar:?}", s.phase());
                }
            }
        }
    }
}

/// The lane that a step is about stays open as long as there is room for one.
#[test]
fn the_lane_that_the_step_needs_is_the_last_to_close() {
    let boot = booted(&[]);
    let open = |phase, lane: Lane, height| {
        let time = Time { step: boot.index_of(phase), t: 1.0 };
        let scene = figure(&boot, time, &View::new(360.0).fitted(height));
        let target = scene.targets.iter().find(|t| t.key.lane() == Some(lane));
        target.is_some_and(|t| t.rect.h > 20.0)
    };
    for height in [300.0, 240.0, 160.0, 100.0] {
        assert!(open(Phase::FirmwareMap, Lane::Machine, height), "{height}");
        assert!(open(Phase::PagesReleased, Lane::Backing, height), "{height}");
        assert!(open(Phase::BalloonRoom, Lane::OwnMap, height), "{height}");
        assert!(open(Phase::ToolsReport, Lane::Ledger, height), "{height}");
    }
    assert!(!open(Phase::PagesReleased, Lane::Allocation, 300.0));
    // A reader may ask for another lane.
    let asked = View::new(360.0).opening(Some(Lane::Allocation));
    let scene = figure(&boot, Time { step: boot.index_of(Phase::PagesReleased), t: 1.0 }, &asked);
    let given = scene.targets.iter().find(|t| t.key.lane() == Some(Lane::Allocation)).unwrap();
    assert!(given.rect.h > 20.0);
}

#[test]
fn the_stage_has_one_height_and_its_lanes_their_places_in_every_step() {
    let boot = booted(&[]);
    assert_eq!(height(&View::new(904.0)).to_bits(), 552.0_f64.to_bits());
    let tops = [Lane::Machine, Lane::Allocation, Lane::OwnMap, Lane::Backing, Lane::Ledger];
    for step in 2..boot.steps.len() {
        let scene = figure(&boot, Time { step, t: 1.0 }, &View::new(904.0));
        let top = |lane| {
            let target = scene.targets.iter().find(|t| t.key.lane() == Some(lane)).unwrap();
            target.rect.y
        };
        let expected: [f64; 5] = [58.0, 124.0, 190.0, 320.0, 508.0];
        assert_eq!(tops.map(top).map(f64::to_bits), expected.map(f64::to_bits), "{step}");
    }
}

fn places_of_ticks(scene: &Scene) -> Vec<String> {
    let ruler = scene.shapes.iter().filter(|s| s.key == Key::Decor(Decor::Axis));
    ruler.map(|s| format!("{:?}", s.mark)).collect()
}

#[test]
fn the_axis_does_not_change_with_the_kernel_the_ceiling_or_the_size() {
    let axis = |linux: &str, option: &str| {
        let boot = booted(&[(Field::Linux, linux), (Field::Dom0Mem, option), (Field::Xen, "4.17")]);
        places_of_ticks(&figure(&boot, Time { step: 1, t: 1.0 }, &View::new(904.0)))
    };
    let first = axis("3.2", "4G");
    assert!(first.len() > 10);
    for linux in ["2.6.18", "3.0.4", "3.2", "3.6", "4.4", "6.1", "6.12"] {
        for option in ["4G", "4G,max:4G", "2G", "3G,max:4G", "512M", "16G", "50G,max:99G"] {
            assert_eq!(axis(linux, option), first, "{linux} {option}");
        }
    }
}

/// Out to true scale, a rest, and back: at its ends the step has the usual axis.
#[test]
fn the_step_about_room_zooms_out_and_back() {
    let boot = booted(&[]);
    let step = boot.index_of(Phase::BalloonRoom);
    let given = |t| {
        let scene = figure(&boot, Time { step, t }, &View::new(904.0));
        figure::rect(&scene, Key::Region { lane: Lane::Allocation, start: 0 }).unwrap().w
    };
    let [start, rest, end] = [0.0, 0.5, 1.0].map(given);
    assert_eq!(start.to_bits(), end.to_bits());
    // 4 of 65.01 GiB.
    assert!((rest - 712.0 * 4.0 / 65.008).abs() < 0.1, "{rest}");
    let out = [0.0, 0.05, 0.11, 0.2, 0.25].map(given);
    assert!(out.windows(2).all(|w| w[0] > w[1]), "{out:?}");
    let back = [0.75, 0.8, 0.9, 0.95, 1.0].map(given);
    assert!(back.windows(2).all(|w| w[0] < w[1]), "{back:?}");
}

#[test]
fn a_level_in_the_bucket_says_what_was_already_free() {
    let boot = booted(&[]);
    let scene = |phase, t| {
        let time = Time { step: boot.index_of(phase), t };
        figure(&boot, time, &View::new(904.0))
    };
    let says = |scene: &Scene, text: &str| scene.shapes.iter().any(|s| s.text() == Some(text));
    let level = |scene: &Scene| {
        let mut of = scene.shapes.iter().filter(|s| s.key == Key::Decor(Decor::Level));
        of.find_map(Shape::bar)
    };
    assert_eq!(level(&scene(Phase::FirmwareMap, 1.0)), None);
    let built = scene(Phase::Dom0Built, 1.0);
    assert!(says(&built, "59.31 GiB") && says(&built, "already free"));
    assert!(says(&built, "xl info: 59.31 GiB free"));
    let returned = scene(Phase::PagesReleased, 1.0);
    assert!(says(&returned, "59.31 GiB") && says(&returned, "xl info: 60.32 GiB free"));
    let (lying, level) = (figure::rect(&returned, Key::Bucket).unwrap(), level(&returned).unwrap());
    assert!(lying.y < level.y, "{lying:?} {level:?}");
    let flying = scene(Phase::PagesReleased, 0.5);
    assert!(says(&flying, "on the way") && !says(&flying, "xl info: 60.32 GiB free"));
    assert!(!says(&returned, "on the way"));
}
