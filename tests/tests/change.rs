//! The way from one picture to another after an input has changed: what moves, what is new
//! at once, and where it begins and ends.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation
)]

use std::collections::{BTreeMap, BTreeSet};

use figure::change::{between, ghosts};
use figure::geometry::{Point, Rect};
use figure::lane::Lane;
use figure::scene::{Time, figure};
use figure::shape::{Dash, Decor, Key, Mark, Role, Scene, Shape};
use figure::svg;
use figure::view::{Scale, View};
use read::presets::PRESETS;
use read::{Field, Form as Typed};
use sim::boot::Boot;
use sim::simulate::simulate;
use sim::step::Phase;
use tests::any_input::random_map;
use tests::booted::booted;
use tests::dice::Dice;
use tests::scenes::at;

/// Pictures that a screen shows in the 350 ms of a change.
const FRAMES: u32 = 21;

/// The inputs that a reader changes most, one after the other.
fn inputs() -> Vec<Boot> {
    let (mem, linux) = (Field::Dom0Mem, Field::Linux);
    vec![
        booted(&[(mem, "4G")]),
        booted(&[(mem, "4G,max:4G")]),
        booted(&[(mem, "4G,max:9G")]),
        booted(&[(mem, "2G")]),
        booted(&[(mem, "8G"), (linux, "3.6")]),
        booted(&[(mem, "8G"), (linux, "6.1")]),
        booted(&[(mem, "8G"), (linux, "2.6.18")]),
        booted(&[(mem, "8G"), (Field::HostMem, "16G")]),
    ]
}

fn bar(shape: &Shape) -> Option<(Rect, Dash)> {
    match &shape.mark {
        Mark::Bar { rect, outline, .. } => Some((*rect, *outline)),
        Mark::Area { .. } | Mark::Line { .. } | Mark::Text { .. } => None,
    }
}

/// Regions, accounts and the bucket's content, without the plates of labels, 19 px high.
fn pieces(scene: &Scene) -> impl Iterator<Item = (&Shape, Rect)> {
    scene.shapes.iter().filter_map(|s| {
        let (rect, outline) = bar(s).filter(|(rect, _)| rect.w > 0.0)?;
        let plate = outline == Dash::None && (rect.h - 19.0).abs() < 0.01;
        let piece = matches!(s.key, Key::Region { .. } | Key::Account(_) | Key::Bucket);
        (piece && !plate).then_some((s, rect))
    })
}

fn cents(x: f64) -> i64 {
    (x * 100.0).round() as i64
}

/// Their edges, in hundredths of a pixel.
fn edges(scene: &Scene) -> BTreeSet<[i64; 3]> {
    pieces(scene).map(|(_, r)| [r.x, r.right(), r.y].map(cents)).collect()
}

fn texts(scene: &Scene) -> BTreeSet<String> {
    scene.shapes.iter().filter_map(Shape::text).map(str::to_owned).collect()
}

fn points(shape: &Shape) -> Vec<Point> {
    match &shape.mark {
        Mark::Bar { rect: r, origin, .. } => {
            vec![Point { x: r.x, y: r.y }, Point { x: r.w, y: r.h }, *origin]
        }
        Mark::Area { points } | Mark::Line { points, .. } => points.clone(),
        Mark::Text { at, .. } => vec![*at],
    }
}

#[test]
fn a_change_shows_many_pictures_and_ends_in_the_states_own() {
    let boots = inputs();
    for (a, b) in boots.iter().zip(boots.iter().skip(1)) {
        for (phase, width) in Phase::ALL.into_iter().zip([936.0, 360.0].into_iter().cycle()) {
            let (from, to) = (at(a, phase, 1.0, width), at(b, phase, 1.0, width));
            let frames =
                (1..=FRAMES).map(|i| between(&from, &to, f64::from(i) / f64::from(FRAMES)));
            let drawn: BTreeSet<String> = frames.map(|s| svg::write_inline(&s, "")).collect();
            if !alike(&from, &to) {
                assert!(drawn.len() >= 8, "{phase:?} {width}: {}", drawn.len());
            }
            assert_eq!(between(&from, &to, 1.0), to, "{phase:?} {width}");
        }
    }
}

#[test]
fn a_change_begins_with_the_edges_that_are_on_the_sheet() {
    let boots = inputs();
    for (a, b) in boots.iter().zip(boots.iter().skip(1)) {
        for phase in Phase::ALL {
            let (from, to) = (at(a, phase, 1.0, 936.0), at(b, phase, 1.0, 936.0));
            assert_eq!(edges(&between(&from, &to, 0.0)), edges(&from), "{phase:?}");
        }
    }
}

#[test]
fn a_change_during_a_change_begins_where_the_first_one_is() {
    let boots = inputs();
    for three in boots.windows(3) {
        let [a, b, c] = three else { continue };
        for phase in [Phase::Dom0Built, Phase::HolesFound, Phase::Descriptors, Phase::ToolsReport] {
            let [a, b, c] = [a, b, c].map(|boot| at(boot, phase, 1.0, 936.0));
            let seen = between(&a, &b, 0.4);
            if edges(&a) != edges(&b) {
                assert_ne!(edges(&seen), edges(&b), "{phase:?}");
            }
            assert_eq!(edges(&between(&seen, &c, 0.0)), edges(&seen), "{phase:?}");
            assert_eq!(between(&seen, &c, 1.0), c, "{phase:?}");
        }
    }
}

/// Where each piece is at every picture of a change.
fn ways(from: &Scene, to: &Scene) -> Vec<Vec<Rect>> {
    let frames: Vec<Scene> =
        (0..=FRAMES).map(|i| between(from, to, f64::from(i) / f64::from(FRAMES))).collect();
    let mut ways = Vec::new();
    for (piece, _) in pieces(to) {
        let same = |s: &&Shape| (s.key, s.role) == (piece.key, piece.role);
        if to.shapes.iter().filter(same).count() != 1 {
            continue;
        }
        let way = frames.iter().filter_map(|f| {
            pieces(f).find(|(s, _)| (s.key, s.role) == (piece.key, piece.role)).map(|(_, r)| r)
        });
        ways.push(way.collect());
    }
    ways
}

#[test]
fn every_edge_goes_one_way() {
    let boots = inputs();
    let mut moved = 0;
    for (a, b) in boots.iter().zip(boots.iter().skip(1)) {
        for phase in Phase::ALL {
            for way in ways(&at(a, phase, 1.0, 936.0), &at(b, phase, 1.0, 936.0)) {
                for edge in [|r: &Rect| r.x, |r: &Rect| r.right()] {
                    let xs: Vec<f64> = way.iter().map(edge).collect();
                    let (up, down) = (
                        xs.windows(2).all(|w| w[1] >= w[0] - 1e-9),
                        xs.windows(2).all(|w| w[1] <= w[0] + 1e-9),
                    );
                    assert!(up || down, "{phase:?} {xs:?}");
                    moved += usize::from(!(up && down));
                }
            }
        }
    }
    assert!(moved > 200, "{moved}");
}

#[test]
fn numbers_and_words_are_the_new_ones_at_once() {
    let boots = inputs();
    for (a, b) in boots.iter().zip(boots.iter().skip(1)) {
        for phase in Phase::ALL {
            let (from, to) = (at(a, phase, 1.0, 936.0), at(b, phase, 1.0, 936.0));
            for u in [0.0, 0.01, 0.5, 0.99] {
                assert!(texts(&between(&from, &to, u)).is_subset(&texts(&to)), "{phase:?}");
            }
        }
    }
}

/// The first region of a lane with this role that is no pin.
fn region(scene: &Scene, lane: Lane, role: Role) -> Option<Rect> {
    let wanted = |s: &Shape| matches!(s.key, Key::Region { lane: l, .. } if l == lane);
    let mut found = scene.shapes.iter().filter(|s| s.role == role && wanted(s));
    found.find_map(bar).map(|(rect, _)| rect)
}

#[test]
fn what_appears_grows_from_its_neighbours_edge_and_what_goes_shrinks_into_it() {
    let (two, four) = (booted(&[(Field::Dom0Mem, "2G")]), booted(&[(Field::Dom0Mem, "4G")]));
    let [small, large] = [&two, &four].map(|boot| at(boot, Phase::HolesFound, 1.0, 936.0));
    let holes = |scene: &Scene| {
        let d = |s: &Shape| s.key.lane() == Some(Lane::Backing) && s.role == Role::OnHole;
        pieces(scene).filter(|(s, _)| d(s)).map(|(_, r)| r).collect::<Vec<_>>()
    };
    let end = |scene: &Scene| {
        let d = |s: &Shape| s.key.lane() == Some(Lane::Backing) && s.role == Role::Dom0;
        pieces(scene).filter(|(s, _)| d(s)).map(|(_, r)| r.right()).fold(0.0, f64::max)
    };
    // The hole under the 4 GiB mark; another one, a pin, is in both.
    assert_eq!([holes(&small).len(), holes(&large).len()], [1, 2]);
    for scene in [between(&small, &large, 0.05), between(&large, &small, 0.95)] {
        let hole = holes(&scene)[1];
        assert!(hole.w < 5.0 && (hole.x - end(&small)).abs() < 5.0, "{hole:?}");
    }
}

#[test]
fn the_room_in_lane_b_is_the_same_room_whatever_the_size() {
    let (three, four) =
        (booted(&[(Field::Dom0Mem, "3G,max:9G")]), booted(&[(Field::Dom0Mem, "4G,max:9G")]));
    let [a, b] = [&three, &four].map(|boot| at(boot, Phase::MapRead, 1.0, 936.0));
    let room = |scene: &Scene| region(scene, Lane::Allocation, Role::Room).unwrap();
    let half = room(&between(&a, &b, 0.5));
    let middle = f64::midpoint(room(&a).x, room(&b).x);
    assert!((half.x - middle).abs() < 0.01, "{half:?} {middle}");
    assert!(room(&b).x - room(&a).x > 30.0);
}

#[test]
fn ghosts_show_the_edges_that_have_moved_and_no_others() {
    let (open, set) = (booted(&[(Field::Dom0Mem, "4G")]), booted(&[(Field::Dom0Mem, "4G,max:4G")]));
    let [old, new] = [&open, &set].map(|boot| at(boot, Phase::ToolsReport, 1.0, 936.0));
    let mut seen = new.clone();
    ghosts(&mut seen, &old, &new);
    let drawn = &seen.shapes[new.shapes.len()..];
    assert!(drawn.iter().all(|s| s.key == Key::Decor(Decor::Ghost)));
    let dashed = |s: &Shape| matches!(s.mark, Mark::Line { dash: Dash::Trace, .. });
    assert!(drawn.iter().all(dashed));
    // The descriptors shrink; the machine's map is the same.
    assert!(drawn.iter().any(|s| s.role == Role::Descriptors));
    assert!(drawn.iter().all(|s| s.role != Role::Machine));
    // Upright ones stand where an edge was and is no longer.
    let xs = |scene: &Scene| -> BTreeSet<i64> {
        pieces(scene).flat_map(|(_, r)| [cents(r.x), cents(r.right())]).collect()
    };
    let (was, is) = (xs(&old), xs(&new));
    let mut upright = 0;
    for ghost in drawn {
        let Mark::Line { points, .. } = &ghost.mark else { continue };
        if points.len() == 2 && points[0].x.to_bits() == points[1].x.to_bits() {
            upright += 1;
            let x = cents(points[0].x);
            assert!(ghost.role == Role::Descriptors || was.contains(&x) && !is.contains(&x));
        }
    }
    assert!(upright >= 4, "{upright}");
    let mut same = new.clone();
    ghosts(&mut same, &new, &new);
    assert_eq!(same, new);
}

/// A machine that nobody chose.
fn any(dice: &mut Dice) -> Option<Boot> {
    let mut form = Typed::from(&PRESETS[dice.index(PRESETS.len())]);
    if dice.roll(2) == 0 {
        form = form.with(Field::HostMem, "").with(Field::E820, &random_map(dice));
    }
    let form = form
        .with(
            Field::Dom0Mem,
            dice.of(&["", "1G", "2G,max:2G", "600G", "16M", "max:3G", "4G,max:7G"]),
        )
        .with(Field::Xen, dice.of(&["3.4", "4.1.1", "4.1.2", "4.8", "4.17"]))
        .with(Field::Linux, dice.of(&["2.6.18", "2.6.32", "3.2", "3.6", "3.18", "6.1", "7.3"]))
        .with(Field::Balloon, dice.of(&["", "off", "initial", "8G"]));
    Some(simulate(&form.read().ok()?.config))
}

#[test]
fn any_two_pictures_have_a_way_between_them() {
    let mut dice = Dice::new(0x51ed_270b_35a1_7e01);
    let mut last = Scene::new(936.0, 600.0);
    for _ in 0..150 {
        let Some(boot) = any(&mut dice) else { continue };
        let time = Time { step: dice.index(boot.steps.len()), t: dice.of(&[0.0, 0.3, 0.5, 1.0]) };
        let width = dice.of(&[936.0, 936.0, 360.0]);
        let view = View::new(width).at_scale(dice.of(&[Scale::Readable, Scale::ToScale]));
        let to = figure(&boot, time, &view);
        for u in [-1.0, 0.0, 0.3, 0.7, 1.0, 2.0, f64::NAN] {
            let mut scene = between(&last, &to, u);
            assert_eq!(scene.carried(), to.carried());
            assert_eq!(scene.targets, to.targets);
            ghosts(&mut scene, &last, &to);
            for shape in &scene.shapes {
                let sane = |p: Point| p.x.is_finite() && p.y.is_finite();
                assert!(points(shape).into_iter().all(sane), "{shape:?}");
                assert!(bar(shape).is_none_or(|(r, _)| r.w >= 0.0 && r.h >= 0.0), "{shape:?}");
            }
            if u > 0.0 && u < 1.0 {
                last = scene;
            }
        }
    }
}

#[test]
fn a_sheet_of_another_size_is_drawn_at_once() {
    let boot = booted(&[]);
    let [wide, narrow] = [936.0, 360.0].map(|width| at(&boot, Phase::ToolsReport, 1.0, width));
    assert_eq!(between(&wide, &narrow, 0.1), narrow);
}

/// One release of each era, and of each way to treat pages on holes.
const ERAS: [&str; 7] = ["2.6.18", "2.6.32", "3.0.4", "3.2", "3.6", "3.18", "6.1"];

/// Each input changed once, from a machine of each era.
fn changes() -> Vec<(String, Boot, Boot)> {
    let mut all = Vec::new();
    for linux in ERAS {
        let base = [(Field::Linux, linux), (Field::Dom0Mem, "4G"), (Field::Xen, "4.1.2")];
        let others = ERAS.into_iter().filter(|l| *l != linux).map(|l| (Field::Linux, l));
        let inputs = [
            (Field::Dom0Mem, "4200M"),
            (Field::Dom0Mem, "2G"),
            (Field::Dom0Mem, "12G"),
            (Field::Dom0Mem, "40G"),
            (Field::Dom0Mem, "4G,max:4G"),
            (Field::Dom0Mem, "4G,max:20G"),
            (Field::HostMem, "16G"),
            (Field::Xen, "4.1.1"),
            (Field::Balloon, "initial"),
        ];
        for (field, text) in others.chain(inputs) {
            let changed = [&base[..], &[(field, text)]].concat();
            all.push((format!("{linux} {text}"), booted(&base), booted(&changed)));
        }
    }
    all
}

/// Where the pieces are that a scene has once, by what they are.
fn places(scene: &Scene) -> BTreeMap<(Key, String), Rect> {
    let mut found = BTreeMap::new();
    let mut many = BTreeSet::new();
    for (shape, rect) in pieces(scene) {
        let what = (shape.key, format!("{:?}", shape.role));
        if found.insert(what.clone(), rect).is_some() {
            many.insert(what);
        }
    }
    found.retain(|what, _| !many.contains(what));
    found
}

/// Whether every piece of each scene is within half a pixel of one of the other; narrower
/// ones are not seen.
fn alike(a: &Scene, b: &Scene) -> bool {
    let (a, b) = (edges(a), edges(b));
    let near = |x: &[i64; 3], y: &[i64; 3]| x.iter().zip(y).all(|(x, y)| x.abs_diff(*y) < 50);
    let within = |all: &BTreeSet<[i64; 3]>, of: &BTreeSet<[i64; 3]>| {
        let mut seen = all.iter().filter(|x| x[1] - x[0] >= 50);
        seen.all(|x| of.contains(x) || of.iter().any(|y| near(x, y)))
    };
    within(&a, &b) && within(&b, &a)
}

/// Whether `x` is strictly between, if there is a way between.
fn inside(a: f64, x: f64, b: f64) -> bool {
    (a - b).abs() < 0.5 || a.min(b) < x && x < a.max(b)
}

#[test]
fn whatever_changes_at_whatever_step_there_are_pictures_between() {
    let (mut moved, mut new, mut gone) = (0, 0, 0);
    for (name, a, b) in changes() {
        for (i, phase) in Phase::ALL.into_iter().enumerate() {
            let width = if i % 3 == 0 { 360.0 } else { 936.0 };
            let (from, to) = (at(&a, phase, 1.0, width), at(&b, phase, 1.0, width));
            if alike(&from, &to) {
                continue;
            }
            let place = format!("{name} {phase:?} {width}");
            let mid = [0.25, 0.5, 0.75].map(|u| between(&from, &to, u));
            for scene in &mid {
                assert_eq!(scene.carried(), to.carried(), "{place}");
                let [old, now, new] = [&from, scene, &to].map(edges);
                let differ: Vec<_> = old.symmetric_difference(&new).collect();
                assert!(now != old && now != new, "{place} {differ:?}");
            }
            let [from, half, to] = [&from, &mid[1], &to].map(places);
            for (what, h) in &half {
                match (from.get(what), to.get(what)) {
                    (Some(a), Some(b)) => {
                        let x = inside(a.x, h.x, b.x) && inside(a.right(), h.right(), b.right());
                        assert!(x && inside(a.y, h.y, b.y), "{place} {what:?} {a:?} {h:?} {b:?}");
                        moved += usize::from((a.x - b.x).abs().max((a.w - b.w).abs()) > 0.5);
                    }
                    (None, Some(b)) => {
                        new += usize::from(h != b);
                        assert!(
                            h.w <= b.w.max(7.0) + 1.0 || h != b,
                            "{place} {what:?} {h:?} {b:?}"
                        );
                    }
                    (Some(a), None) => {
                        gone += 1;
                        assert!(h != a, "{place} {what:?} {h:?}");
                    }
                    (None, None) => panic!("{place}: {what:?} is in neither picture"),
                }
            }
        }
    }
    assert!(moved > 1000 && new > 200 && gone > 100, "{moved} {new} {gone}");
}
