//! The register as an Automerge document: each update writes only what differs.

use automerge::transaction::{Transactable, Transaction};
use automerge::{
    ActorId, Automerge, AutomergeError, ObjId, ObjType, Prop, ROOT, ReadDoc, ScalarValue, ScalarValueRef, ValueRef,
};
use serde_json::{Map, Number, Value};

use super::Register;

/// Why a register cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum RegisterError {
    #[error("the register is not an Automerge document: {0}")]
    Automerge(#[from] AutomergeError),
    #[error("the register does not have the expected shape: {0}")]
    Shape(#[from] serde_json::Error),
}

/// The document and its typed view, which always agree.
#[derive(Debug, Clone)]
pub struct RegisterDocument {
    document: Automerge,
    view: Register,
}

impl RegisterDocument {
    /// A new document.
    ///
    /// # Errors
    /// Only what Automerge itself reports.
    pub fn create(view: Register, actor: ActorId) -> Result<Self, RegisterError> {
        let mut document = Automerge::new().with_actor(actor);
        write(&mut document, &Value::Object(Map::new()), &serde_json::to_value(&view)?)?;
        Ok(Self { document, view })
    }

    /// From stored bytes.
    ///
    /// # Errors
    /// The bytes are no register.
    pub fn load(bytes: &[u8]) -> Result<Self, RegisterError> {
        Self::from_document(crate::rich_text::load(bytes)?)
    }

    /// From a document that holds a register.
    ///
    /// # Errors
    /// Its content is no register.
    pub fn from_document(document: Automerge) -> Result<Self, RegisterError> {
        let view = serde_json::from_value(read_object(&document, &ROOT, ObjType::Map))?;
        Ok(Self { document, view })
    }

    /// Same content, further changes by `actor`.
    pub fn with_actor(mut self, actor: ActorId) -> Self {
        self.document.set_actor(actor);
        self
    }

    pub fn document(&self) -> &Automerge {
        &self.document
    }
    pub fn view(&self) -> &Register {
        &self.view
    }

    /// Moves to `next` in one Automerge change.
    ///
    /// # Errors
    /// Only what Automerge itself reports; then nothing was changed in the view.
    pub fn update(&mut self, next: Register) -> Result<(), RegisterError> {
        write(&mut self.document, &serde_json::to_value(&self.view)?, &serde_json::to_value(&next)?)?;
        self.view = next;
        Ok(())
    }
}

fn write(document: &mut Automerge, old: &Value, new: &Value) -> Result<(), RegisterError> {
    let mut tx = document.transaction();
    if let (Value::Object(old), Value::Object(new)) = (old, new) {
        write_map(&mut tx, &ROOT, old, new)?;
    }
    tx.commit();
    Ok(())
}

fn write_map(
    tx: &mut Transaction<'_>,
    at: &ObjId,
    old: &Map<String, Value>,
    new: &Map<String, Value>,
) -> Result<(), AutomergeError> {
    for key in old.keys().filter(|key| !new.contains_key(*key)) {
        tx.delete(at, key.as_str())?;
    }
    for (key, value) in new {
        match (old.get(key), value) {
            (Some(before), _) if before == value => {}
            (Some(Value::Object(before)), Value::Object(after)) => match tx.get(at, key.as_str())? {
                Some((_, inner)) => write_map(tx, &inner, before, after)?,
                None => put(tx, at, Prop::Map(key.clone()), value)?,
            },
            _ => put(tx, at, Prop::Map(key.clone()), value)?,
        }
    }
    Ok(())
}

/// Lists are written whole: they are short, and only the server writes.
fn put(tx: &mut Transaction<'_>, at: &ObjId, prop: Prop, value: &Value) -> Result<(), AutomergeError> {
    match value {
        Value::Object(map) => {
            let inner = tx.put_object(at, prop, ObjType::Map)?;
            write_map(tx, &inner, &Map::new(), map)
        }
        Value::Array(items) => {
            let inner = tx.put_object(at, prop, ObjType::List)?;
            write_list(tx, &inner, items)
        }
        scalar_value => tx.put(at, prop, scalar(scalar_value)),
    }
}

fn write_list(tx: &mut Transaction<'_>, at: &ObjId, items: &[Value]) -> Result<(), AutomergeError> {
    for (index, item) in items.iter().enumerate() {
        match item {
            Value::Object(map) => {
                let object = tx.insert_object(at, index, ObjType::Map)?;
                write_map(tx, &object, &Map::new(), map)?;
            }
            Value::Array(items) => {
                let list = tx.insert_object(at, index, ObjType::List)?;
                write_list(tx, &list, items)?;
            }
            scalar_item => tx.insert(at, index, scalar(scalar_item))?,
        }
    }
    Ok(())
}

fn scalar(value: &Value) -> ScalarValue {
    match value {
        Value::Bool(flag) => ScalarValue::Boolean(*flag),
        Value::Number(number) => (number.as_i64().map(ScalarValue::Int))
            .or_else(|| number.as_u64().map(ScalarValue::Uint))
            .unwrap_or_else(|| ScalarValue::F64(number.as_f64().unwrap_or_default())),
        Value::String(text) => ScalarValue::Str(text.as_str().into()),
        Value::Null | Value::Array(_) | Value::Object(_) => ScalarValue::Null,
    }
}

fn read_object(document: &Automerge, at: &ObjId, kind: ObjType) -> Value {
    if matches!(kind, ObjType::List) {
        let items = document.list_range(at, ..);
        return Value::Array(items.map(|item| read_value(document, &item.value, || item.id())).collect());
    }
    let items = document.map_range(at, ..);
    Value::Object(items.map(|item| (item.key.to_string(), read_value(document, &item.value, || item.id()))).collect())
}

fn read_value(document: &Automerge, value: &ValueRef<'_>, id: impl FnOnce() -> ObjId) -> Value {
    match value {
        ValueRef::Object(ObjType::Text) => Value::String(document.text(id()).unwrap_or_default()),
        ValueRef::Object(kind) => read_object(document, &id(), *kind),
        ValueRef::Scalar(scalar) => match scalar {
            ScalarValueRef::Boolean(flag) => Value::Bool(*flag),
            ScalarValueRef::Int(number) => Value::Number(Number::from(*number)),
            ScalarValueRef::Uint(number) => Value::Number(Number::from(*number)),
            ScalarValueRef::F64(number) => Number::from_f64(*number).map_or(Value::Null, Value::Number),
            ScalarValueRef::Str(text) => Value::String(text.to_string()),
            _ => Value::Null,
        },
    }
}
