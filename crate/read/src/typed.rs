//! The text of one field, and what it means, found once however often the form is read.
//!
//! A paste of a whole log is read when it comes, not again on every key in another field.

#[cfg(feature = "paste")]
use std::cell::OnceCell;
#[cfg(feature = "paste")]
use std::rc::Rc;

#[cfg(feature = "paste")]
use crate::e820::Pasted;
#[cfg(feature = "paste")]
use crate::log::Reading;
use crate::plain::is_plain;
use crate::scope::{self, Scope};
use crate::{Error, Field};

/// A text as typed; two are equal if their texts are.
#[derive(Clone, Debug, Default)]
pub(crate) struct Typed {
    text: String,
    /// The text as a log; copies of the form share it.
    #[cfg(feature = "paste")]
    reading: OnceCell<Rc<Reading>>,
    #[cfg(feature = "paste")]
    meaning: OnceCell<Option<Result<String, Error>>>,
    #[cfg(feature = "paste")]
    map: OnceCell<Result<Pasted, Error>>,
    #[cfg(feature = "paste")]
    scope: OnceCell<Option<Scope>>,
}

impl PartialEq for Typed {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Typed {}

impl Typed {
    /// This text.
    pub(crate) fn new(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            #[cfg(feature = "paste")]
            reading: OnceCell::new(),
            #[cfg(feature = "paste")]
            meaning: OnceCell::new(),
            #[cfg(feature = "paste")]
            map: OnceCell::new(),
            #[cfg(feature = "paste")]
            scope: OnceCell::new(),
        }
    }

    /// This text, with what is known of it if it is the same up to blanks around it.
    pub(crate) fn being(&self, text: &str) -> Self {
        let same = self.text == text || self.text.trim() == text;
        if same { self.clone() } else { Self::new(text) }
    }

    /// The text.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// What the text says as a log.
    #[cfg(feature = "paste")]
    fn reading(&self) -> &Reading {
        self.reading.get_or_init(|| Rc::new(crate::log::read(&self.text)))
    }

    /// Whether it may be of a log, and this engine has no reader of logs. An embed has no fields to
    /// paste into, so nothing waits there.
    pub(crate) fn waits(&self, field: Field) -> bool {
        WAITS && !is_plain(field, &self.text)
    }

    /// Whether it has lines of Xen, Linux or their tools.
    #[cfg_attr(not(feature = "paste"), allow(clippy::unused_self, reason = "no logs without it"))]
    pub(crate) fn is_log(&self) -> bool {
        #[cfg(feature = "paste")]
        let is = self.reading().recognised();
        #[cfg(not(feature = "paste"))]
        let is = false;
        is
    }

    /// What another field takes from this text, if it is pasted from a log.
    #[cfg(feature = "paste")]
    pub(crate) fn gives(&self, other: Field) -> Option<Result<String, Error>> {
        crate::log::pasted(other, &self.text, || self.reading())
    }

    /// What a reader should know about a pasted line that was read.
    #[cfg(feature = "paste")]
    pub(crate) fn note(&self, field: Field) -> Option<String> {
        crate::log::note(field, &self.text, || self.reading())
    }

    /// The text as one would type it, if a line of a log was pasted. Blanks around it are
    /// ignored, except in an option, which Xen reads as it is, and in a map, whose lines are
    /// counted.
    ///
    /// # Errors
    /// If lines of a log were pasted that do not have this field's value, or if it waits.
    pub(crate) fn meaning(&self, field: Field) -> Result<String, Error> {
        if self.waits(field) {
            return Err(waiting());
        }
        let nothing = self.text.bytes().all(|b| b == b' ');
        let as_typed = matches!(field, Field::Dom0Mem | Field::E820) && !nothing;
        let text = if as_typed { &self.text } else { self.text.trim() };
        if field == Field::MemTotal && text.len() > 4 && text.bytes().all(|b| b.is_ascii_digit()) {
            // The kernel and `free` print KiB.
            return Ok(format!("{text}K"));
        }
        #[cfg(feature = "paste")]
        let paste = || crate::log::pasted(field, text, || self.reading());
        #[cfg(feature = "paste")]
        if let Some(found) = self.meaning.get_or_init(paste) {
            return found.clone();
        }
        Ok(text.to_owned())
    }

    /// Whose machine the text is about, if this model does not compute it.
    pub(crate) fn scope(&self, field: Field) -> Option<Scope> {
        #[cfg(feature = "paste")]
        let found = *self.scope.get_or_init(|| {
            scope::typed(field, &self.text).or_else(|| {
                let long = self.text.len() >= crate::log::SHORTEST;
                if long { crate::log::scope(self.reading()) } else { None }
            })
        });
        #[cfg(not(feature = "paste"))]
        let found = scope::typed(field, &self.text);
        found
    }

    /// The map in the text.
    ///
    /// # Errors
    /// As [`crate::e820::read`].
    #[cfg(feature = "paste")]
    pub(crate) fn map(&self) -> Result<Pasted, Error> {
        let map = || crate::e820::read_as(&self.text, || self.reading());
        self.map.get_or_init(map).clone()
    }

    /// The map in the text.
    ///
    /// # Errors
    /// As [`crate::e820::read`], or if it waits.
    #[cfg(not(feature = "paste"))]
    pub(crate) fn map(&self) -> Result<crate::e820::Pasted, Error> {
        if self.waits(Field::E820) { Err(waiting()) } else { crate::e820::read(&self.text) }
    }
}

/// Whether texts wait for a reader of logs.
const WAITS: bool = cfg!(all(feature = "waits", not(feature = "paste")));

/// What is said of a text that waits.
pub(crate) fn waiting() -> Error {
    Error::new("this may be of a log, which is not read yet; wait for it, or write the value")
}

#[cfg(all(test, feature = "paste"))]
mod tests {
    use super::*;

    #[test]
    fn nothing_waits_where_logs_are_read() {
        let line = Typed::new("(XEN) Command line: placeholder dom0_mem=2G");
        assert!(!is_plain(Field::Dom0Mem, line.text()) && !line.waits(Field::Dom0Mem));
        assert_eq!(line.meaning(Field::Dom0Mem), Ok("2G".to_owned()));
    }

    #[test]
    fn what_free_prints_alone_is_in_kib() {
        let meaning = |text| Typed::new(text).meaning(Field::MemTotal).ok();
        assert_eq!(meaning(" 1859100 "), Some("1859100K".to_owned()));
        assert_eq!(meaning("1859"), Some("1859".to_owned()));
        assert_eq!(meaning("2G"), Some("2G".to_owned()));
    }
}
