//! What a shape represents. Colours follow from it (see the themes), never its place.

/// What a shape represents; decides its colours, never its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// RAM of the machine.
    Machine,
    /// A page that dom0 has.
    Dom0,
    /// A page of dom0 on a hole, before the kernel deals with it.
    OnHole,
    /// A page that is or was returned to Xen.
    Released,
    /// A page that moves or moved.
    Moved,
    /// Holes, reserved regions, identity mappings.
    Hole,
    /// RAM that Linux may not use.
    Unusable,
    /// Descriptors.
    Descriptors,
    /// The funnel from the map to the descriptors.
    Funnel,
    /// Costs that do not depend on the size: estimated unless typed.
    Fixed,
    /// Room without pages.
    Room,
    /// A map that is only a copy so far.
    Copied,
    /// Xen itself.
    Xen,
    /// A place that a page has left or will leave.
    Socket,
    /// A place that a moved page will take.
    SocketMoved,
    /// A place that a populated page will take.
    SocketDom0,
    /// The band that carries the holes through the lanes.
    Band,
    /// Text.
    Ink,
    /// Secondary text.
    Ink2,
    /// Axis and rules.
    Rule,
    /// Thin rules of a chart: decoration only.
    Hair,
    /// The background.
    Paper,
    /// What a reader points at or may act on.
    Action,
    /// The ground of a printed line about the region that a reader points at.
    Highlight,
}

/// All roles, for tests and for the style sheet of a picture.
pub const ROLES: [(Role, &str); 24] = [
    (Role::Machine, "machine"),
    (Role::Dom0, "dom0"),
    (Role::OnHole, "on-hole"),
    (Role::Released, "released"),
    (Role::Moved, "moved"),
    (Role::Hole, "hole"),
    (Role::Unusable, "unusable"),
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
    (Role::Action, "action"),
    (Role::Highlight, "highlight"),
];

impl Role {
    /// The name in links, sentences and style sheets.
    pub fn name(self) -> &'static str {
        ROLES.iter().find(|(role, _)| *role == self).map_or("ink", |(_, name)| name)
    }
}
