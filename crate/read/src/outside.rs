//! A form with a text about a machine that this model does not compute: an error, whatever its
//! other fields say.
//!
//! Not here: what tells that a text is about such a machine ([`crate::scope`]).

use crate::form::{FormOutput, InvalidField};
use crate::scope::Scope;
use crate::{Error, Field, Form};

impl Form {
    /// The configuration.
    ///
    /// # Errors
    /// Every field that could not be read, or that is about a machine that is not computed.
    pub fn read(&self) -> Result<FormOutput, Vec<InvalidField>> {
        let read = self.configured();
        let Some((field, scope)) = self.found_scope().filter(|(_, scope)| scope.is_outside())
        else {
            return read;
        };
        let mut wrong = read.err().unwrap_or_default();
        if wrong.iter().all(|w| w.field != field) {
            wrong.insert(0, InvalidField { field, error: Error::new(scope.beside_field()) });
        }
        Err(wrong)
    }

    /// The first field whose text is about another machine than the model's, and which; one whose
    /// numbers do not hold comes before one whose numbers are a forecast.
    pub fn found_scope(&self) -> Option<(Field, Scope)> {
        let mut forecast = None;
        for field in Field::ALL {
            match self.scope(field) {
                Some(scope) if scope.is_outside() => return Some((field, scope)),
                found => forecast = forecast.or(found.map(|scope| (field, scope))),
            }
        }
        forecast
    }
}
