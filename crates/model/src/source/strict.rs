//! A first pass over the bytes: is it JSON, and does any object name a key twice? A doubled key
//! would be dropped in silence by every later reader.

use std::collections::HashSet;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::SourceError;

/// # Errors
/// `NotJson` or `DoubledKey`, with line and column.
pub(super) fn check(bytes: &[u8]) -> Result<(), SourceError> {
    let mut doubled = None;
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let read = Walk { doubled: &mut doubled }.deserialize(&mut deserializer);
    match read.and_then(|()| deserializer.end()) {
        Ok(()) => Ok(()),
        Err(error) => Err(match doubled {
            Some(key) => SourceError::DoubledKey { key, line: error.line(), column: error.column() },
            None => not_json(&error),
        }),
    }
}

pub(super) fn not_json(error: &serde_json::Error) -> SourceError {
    let detail = error.to_string();
    // The position is told apart; serde_json's own words end with it.
    let detail = detail.split(" at line ").next().unwrap_or_default().to_owned();
    SourceError::NotJson { line: error.line(), column: error.column(), detail }
}

struct Walk<'a> {
    doubled: &'a mut Option<String>,
}

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Walk<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }
    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }
    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }
    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }
    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }
    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }
    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while items.next_element_seed(Walk { doubled: self.doubled })?.is_some() {}
        Ok(())
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut seen = HashSet::new();
        while let Some(key) = map.next_key::<String>()? {
            if seen.contains(&key) {
                *self.doubled = Some(super::check::shortened(&key));
                return Err(A::Error::custom("doubled key"));
            }
            seen.insert(key);
            map.next_value_seed(Walk { doubled: self.doubled })?;
        }
        Ok(())
    }
}
