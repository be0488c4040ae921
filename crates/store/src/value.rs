//! The portable values that statements take.

use std::fmt;

use uuid::Uuid;

/// A value as both engines store it; `None` is the NULL of that type.
///
/// `Debug` shows the type and the length only: values may be personal data.
#[derive(Clone, PartialEq, Eq)]
pub enum Value {
    /// `BIGINT` (PostgreSQL), `INTEGER` (SQLite): numbers, flags as 0/1, times as Unix
    /// microseconds.
    Int(Option<i64>),
    /// `TEXT`. U+0000 is refused when a statement is sent: PostgreSQL cannot store it.
    Text(Option<String>),
    /// `BYTEA` (PostgreSQL), `BLOB` (SQLite): ids of 16 bytes, digests, sealed secrets.
    Bytes(Option<Vec<u8>>),
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Int(value) => write!(f, "Int({})", if value.is_some() { "…" } else { "NULL" }),
            Self::Text(None) => f.write_str("Text(NULL)"),
            Self::Text(Some(text)) => write!(f, "Text({} bytes)", text.len()),
            Self::Bytes(None) => f.write_str("Bytes(NULL)"),
            Self::Bytes(Some(bytes)) => write!(f, "Bytes({} bytes)", bytes.len()),
        }
    }
}

/// A type that the engines can store. Gives `From<T>` and `From<Option<T>>` for [`Value`].
pub trait Portable {
    /// The NULL of the column type that stores this type.
    const NULL: Value;

    /// The value as it is stored.
    fn portable(self) -> Value;
}

impl<T: Portable> From<T> for Value {
    fn from(value: T) -> Self {
        value.portable()
    }
}

impl<T: Portable> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(T::NULL, Portable::portable)
    }
}

macro_rules! portable {
    ($($type:ty => $variant:ident, |$value:ident| $stored:expr;)+) => {
        $(impl Portable for $type {
            const NULL: Value = Value::$variant(None);

            fn portable(self) -> Value {
                let $value = self;
                Value::$variant(Some($stored))
            }
        })+
    };
}

portable! {
    i64 => Int, |value| value;
    i32 => Int, |value| i64::from(value);
    u32 => Int, |value| i64::from(value);
    u16 => Int, |value| i64::from(value);
    u8 => Int, |value| i64::from(value);
    bool => Int, |value| i64::from(value);
    &str => Text, |value| value.to_owned();
    &String => Text, |value| value.clone();
    String => Text, |value| value;
    &[u8] => Bytes, |value| value.to_vec();
    Vec<u8> => Bytes, |value| value;
    &Vec<u8> => Bytes, |value| value.clone();
    Uuid => Bytes, |value| value.into_bytes().to_vec();
}

impl<const N: usize> Portable for [u8; N] {
    const NULL: Value = Value::Bytes(None);

    fn portable(self) -> Value {
        Value::Bytes(Some(self.to_vec()))
    }
}

impl<const N: usize> Portable for &[u8; N] {
    const NULL: Value = Value::Bytes(None);

    fn portable(self) -> Value {
        Value::Bytes(Some(self.to_vec()))
    }
}

/// The values of a statement: `&values![id, name, 3_i64]`.
#[macro_export]
macro_rules! values {
    ($($value:expr),* $(,)?) => {
        [$($crate::Value::from($value)),*]
    };
}
