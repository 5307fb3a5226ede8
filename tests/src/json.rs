//! The value of a key of a record; keys are present or absent depending on the record's
//! kind.

use serde_json::Value;

/// A text.
pub(crate) fn text<'a>(v: &'a Value, key: &str) -> Option<&'a str> {
    v.get(key)?.as_str()
}

/// A whole number.
pub(crate) fn number(v: &Value, key: &str) -> Option<u64> {
    v.get(key)?.as_u64()
}

/// Whether it is present and true.
pub(crate) fn is_set(v: &Value, key: &str) -> bool {
    v.get(key).and_then(Value::as_bool) == Some(true)
}
