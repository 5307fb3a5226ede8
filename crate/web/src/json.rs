//! Results as JSON text, for `JSON.parse` to make objects of.
//!
//! A serializer for what reports hold: texts, whole numbers, yes or no, lists, objects
//! and what may be missing. A general one brings the writing of floats and errors along,
//! some 25 kB of the module; what is not needed here is refused, not written wrongly.

use core::fmt;

use serde::ser::{self, Impossible, Serialize, Serializer};
use wasm_bindgen::JsValue;

/// `value` as a plain JavaScript value.
///
/// # Errors
/// Where a type is not one that results hold, or memory runs out.
pub(crate) fn to_value(value: &impl Serialize) -> Result<JsValue, JsValue> {
    let mut out = String::new();
    value.serialize(Json(&mut out)).map_err(|_| JsValue::from_str("not a result"))?;
    js_sys::JSON::parse(&out)
}

/// Writes one value behind what is there.
struct Json<'a>(&'a mut String);

/// A list or an object that is open.
struct Open<'a> {
    out: &'a mut String,
    close: char,
    first: bool,
}

impl Open<'_> {
    fn next(&mut self) {
        if !self.first {
            self.out.push(',');
        }
        self.first = false;
    }
}

/// A type that results do not hold.
#[derive(Debug)]
struct Refused;

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("refused")
    }
}

impl core::error::Error for Refused {}

impl ser::Error for Refused {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

/// A text in quotes.
fn quote(out: &mut String, text: &str) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\0'..='\u{1f}' => {
                let code = c as usize;
                let digit = |n: usize| HEX.get(n).copied().map_or('0', char::from);
                out.push_str("\\u00");
                out.extend([digit(code >> 4), digit(code & 15)]);
            }
            _ => out.push(c),
        }
    }
    out.push('"');
}

type Done = Result<(), Refused>;
type Never = Impossible<(), Refused>;

macro_rules! whole {
    ($($name:ident: $number:ty),*) => {
        $(fn $name(self, n: $number) -> Done {
            self.0.push_str(&n.to_string());
            Ok(())
        })*
    };
}

macro_rules! refused {
    ($($name:ident($($type:ty),*) -> $result:ty;)*) => {
        $(fn $name(self, $(_: $type),*) -> Result<$result, Refused> {
            Err(Refused)
        })*
    };
}

impl<'a> Serializer for Json<'a> {
    type Ok = ();
    type Error = Refused;
    type SerializeSeq = Open<'a>;
    type SerializeTuple = Open<'a>;
    type SerializeTupleStruct = Never;
    type SerializeTupleVariant = Never;
    type SerializeMap = Never;
    type SerializeStruct = Open<'a>;
    type SerializeStructVariant = Never;

    whole!(serialize_i64: i64, serialize_u64: u64);

    fn serialize_i8(self, n: i8) -> Done {
        self.serialize_i64(n.into())
    }

    fn serialize_i16(self, n: i16) -> Done {
        self.serialize_i64(n.into())
    }

    fn serialize_i32(self, n: i32) -> Done {
        self.serialize_i64(n.into())
    }

    fn serialize_u8(self, n: u8) -> Done {
        self.serialize_u64(n.into())
    }

    fn serialize_u16(self, n: u16) -> Done {
        self.serialize_u64(n.into())
    }

    fn serialize_u32(self, n: u32) -> Done {
        self.serialize_u64(n.into())
    }

    fn serialize_bool(self, yes: bool) -> Done {
        self.0.push_str(if yes { "true" } else { "false" });
        Ok(())
    }

    fn serialize_str(self, text: &str) -> Done {
        quote(self.0, text);
        Ok(())
    }

    fn serialize_char(self, c: char) -> Done {
        self.serialize_str(c.encode_utf8(&mut [0; 4]))
    }

    fn serialize_none(self) -> Done {
        self.0.push_str("null");
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Done {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Done {
        self.serialize_none()
    }

    fn serialize_unit_struct(self, _: &'static str) -> Done {
        self.serialize_none()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, name: &'static str) -> Done {
        self.serialize_str(name)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Done {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Done {
        Err(Refused)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Open<'a>, Refused> {
        self.0.push('[');
        Ok(Open { out: self.0, close: ']', first: true })
    }

    fn serialize_tuple(self, _: usize) -> Result<Open<'a>, Refused> {
        self.serialize_seq(None)
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Open<'a>, Refused> {
        self.0.push('{');
        Ok(Open { out: self.0, close: '}', first: true })
    }

    refused! {
        serialize_f32(f32) -> ();
        serialize_f64(f64) -> ();
        serialize_bytes(&[u8]) -> ();
        serialize_map(Option<usize>) -> Never;
        serialize_tuple_struct(&'static str, usize) -> Never;
        serialize_tuple_variant(&'static str, u32, &'static str, usize) -> Never;
        serialize_struct_variant(&'static str, u32, &'static str, usize) -> Never;
    }
}

impl ser::SerializeSeq for Open<'_> {
    type Ok = ();
    type Error = Refused;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Done {
        self.next();
        value.serialize(Json(self.out))
    }

    fn end(self) -> Done {
        self.out.push(self.close);
        Ok(())
    }
}

impl ser::SerializeTuple for Open<'_> {
    type Ok = ();
    type Error = Refused;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Done {
        ser::SerializeSeq::serialize_element(self, value)
    }

    fn end(self) -> Done {
        ser::SerializeSeq::end(self)
    }
}

impl ser::SerializeStruct for Open<'_> {
    type Ok = ();
    type Error = Refused;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Done {
        self.next();
        quote(self.out, name);
        self.out.push(':');
        value.serialize(Json(self.out))
    }

    fn end(self) -> Done {
        ser::SerializeSeq::end(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Serialize;

    #[derive(Serialize)]
    struct Inner {
        text: &'static str,
        maybe: Option<u32>,
    }

    #[derive(Serialize)]
    struct Outer {
        yes: bool,
        list: Vec<Inner>,
        pair: (i32, u64),
    }

    fn written(value: &impl Serialize) -> String {
        let mut out = String::new();
        let done = value.serialize(Json(&mut out));
        assert!(done.is_ok());
        out
    }

    #[test]
    fn objects_lists_and_texts_are_json() {
        let list = vec![
            Inner { text: "a\"b\\c\n\u{1}’", maybe: Some(7) },
            Inner { text: "", maybe: None },
        ];
        let value = Outer { yes: true, list, pair: (-3, 1 << 52) };
        assert_eq!(
            written(&value),
            "{\"yes\":true,\"list\":[{\"text\":\"a\\\"b\\\\c\\n\\u0001’\",\"maybe\":7},\
             {\"text\":\"\",\"maybe\":null}],\"pair\":[-3,4503599627370496]}"
        );
        assert_eq!(written(&Vec::<u32>::new()), "[]");
    }

    #[test]
    fn what_results_do_not_hold_is_refused() {
        assert!(1.5f64.serialize(Json(&mut String::new())).is_err());
    }
}
