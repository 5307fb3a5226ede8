//! What a shape stands for. Colours follow from it (see the themes), never its place.

/// What a shape stands for; decides its colours, never its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// RAM of the machine.
    Machine,
    /// A page of dom0's.
    Dom0,
    /// Dom0's page on a hole, not gone yet.
    OnHole,
    /// A page that goes or went back to Xen.
    Released,
    /// A page that moves or moved.
    Moved,
    /// Holes, reserved regions, windows.
    Hole,
    /// Descriptors.
    Descriptors,
    /// The way from the map to the descriptors.
    Funnel,
    /// Kept whatever the size: estimated, where it was not typed.
    Fixed,
    /// Room without pages.
    Room,
    /// A map that is only a copy so far.
    Copied,
    /// Xen itself.
    Xen,
    /// A place a page left or will leave.
    Socket,
    /// A place a moved page will come to.
    SocketMoved,
    /// A place a fresh page will come to.
    SocketDom0,
    /// The band that carries the holes through the lanes.
    Band,
    /// Text.
    Ink,
    /// Secondary text.
    Ink2,
    /// Axis and rules.
    Rule,
    /// Thin rules behind a chart: decoration only.
    Hair,
    /// The page's own ground.
    Paper,
}

/// All roles, for tests and for the style sheet of a picture.
pub const ROLES: [(Role, &str); 21] = [
    (Role::Machine, "machine"),
    (Role::Dom0, "dom0"),
    (Role::OnHole, "on-hole"),
    (Role::Released, "released"),
    (Role::Moved, "moved"),
    (Role::Hole, "hole"),
    (Role::Descriptors, "descriptors"),
    (Role::Funnel, "funnel"),
    (Role::Fixed, "fixed"),
    (Role::Room, "room"),
    (Role::Copied, "copied"),
    (Role::Xen, "xen"),
    (Role::Socket, "socket"),
    (Role::SocketMoved, "socket-moved"),
    (Role::SocketDom0, "socket-dom0"),
    (Role::Band, "band"),
    (Role::Ink, "ink"),
    (Role::Ink2, "ink2"),
    (Role::Rule, "rule"),
    (Role::Hair, "hair"),
    (Role::Paper, "paper"),
];

impl Role {
    /// The name in links, sentences and style sheets.
    pub fn name(self) -> &'static str {
        ROLES.iter().find(|(role, _)| *role == self).map_or("ink", |(_, name)| name)
    }
}
