//! What one line says: the readers of lines, each asked in turn.
//!
//! Whose line it is and which lines belong together is decided later ([`super::gather`]).

use super::body::Body;
use super::doubt::Doubt;
use super::heads::Speaker;
use super::lines::LogLine;
use super::{linux, tools, xen};
use crate::printed::{looks_like_one, printed};

/// What a line says.
pub(super) fn body(line: &LogLine) -> Body {
    let whole = line.line();
    let said = whole.trimmed();
    if said.is_empty() {
        return Body::Unknown;
    }
    if let Some(iomem) = tools::iomem(&line.said).filter(|_| line.speaker == Speaker::Other) {
        return Body::Tool(iomem);
    }
    if let Some(region) = printed(said) {
        return Body::Region(region);
    }
    let found = xen::line(said, line.speaker)
        .map(Body::Xen)
        .or_else(|| linux::line(said, line.speaker).map(Body::Linux))
        .or_else(|| tools::line(&said, line.speaker).map(Body::Tool));
    if let Some(found) = found {
        return found;
    }
    if let Some(doubt) = tools::foreign(said) {
        return Body::Doubtful(doubt);
    }
    if looks_like_one(whole) {
        return Body::Doubtful(Doubt::Region);
    }
    match line.speaker {
        Speaker::Xen | Speaker::Linux | Speaker::Guest => Body::Known,
        Speaker::Other => tools::rest(&said),
    }
}
