//! CBOR (RFC 8949) as authenticators write it: definite lengths, shortest numbers, few levels.
//! Anything else is refused, and every length is checked against what is there.

/// The deepest nesting that attestation objects and extensions have (CTAP 2.1, section 8).
const DEEPEST: u8 = 4;

/// A value. Texts and bytes are the reader's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value<'a> {
    /// A whole number.
    Int(i64),
    /// Bytes.
    Bytes(&'a [u8]),
    /// Text.
    Text(&'a str),
    /// A list.
    Array(Vec<Value<'a>>),
    /// Pairs, no key twice.
    Map(Vec<(Value<'a>, Value<'a>)>),
    /// `false`, `true`, `null` and the like, by number.
    Simple(u8),
}

impl<'a> Value<'a> {
    /// The bytes, if it is such.
    pub const fn bytes(&self) -> Option<&'a [u8]> {
        match self {
            Self::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// The text, if it is such.
    pub const fn text(&self) -> Option<&'a str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The number, if it is one.
    pub const fn int(&self) -> Option<i64> {
        match self {
            Self::Int(number) => Some(*number),
            _ => None,
        }
    }

    /// The pairs, if it is a map.
    pub fn map(&self) -> Option<&[(Self, Self)]> {
        match self {
            Self::Map(pairs) => Some(pairs),
            _ => None,
        }
    }
}

/// Reads the first value of `bytes`, and what is left. `None` for anything that is none.
pub fn read(bytes: &[u8]) -> Option<(Value<'_>, &[u8])> {
    let mut reader = Reader(bytes);
    let value = reader.value(0)?;
    Some((value, reader.0))
}

/// Reads a value that fills `bytes`.
pub fn read_all(bytes: &[u8]) -> Option<Value<'_>> {
    read(bytes).and_then(|(value, rest)| rest.is_empty().then_some(value))
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn value(&mut self, depth: u8) -> Option<Value<'a>> {
        if depth > DEEPEST {
            return None;
        }
        let [first, ..] = *self.0 else { return None };
        let (kind, low) = (first >> 5, first & 31);
        if kind == 7 {
            self.take(1)?;
            return (20..=23).contains(&low).then_some(Value::Simple(low));
        }
        let number = self.number()?;
        match kind {
            0 => i64::try_from(number).ok().map(Value::Int),
            1 => i64::try_from(number).ok().map(|n| Value::Int(-1 - n)),
            2 => self.take(usize::try_from(number).ok()?).map(Value::Bytes),
            3 => {
                let bytes = self.take(usize::try_from(number).ok()?)?;
                std::str::from_utf8(bytes).ok().map(Value::Text)
            }
            4 => self.array(number, depth),
            5 => self.map(number, depth),
            _ => None,
        }
    }

    fn array(&mut self, length: u64, depth: u8) -> Option<Value<'a>> {
        let mut items = Vec::new();
        for _ in 0..length {
            items.push(self.value(depth + 1)?);
        }
        Some(Value::Array(items))
    }

    fn map(&mut self, length: u64, depth: u8) -> Option<Value<'a>> {
        let mut pairs: Vec<(Value<'a>, Value<'a>)> = Vec::new();
        for _ in 0..length {
            let key = self.value(depth + 1)?;
            let simple = matches!(key, Value::Int(_) | Value::Text(_));
            if !simple || pairs.len() >= 64 || pairs.iter().any(|(known, _)| *known == key) {
                return None;
            }
            pairs.push((key, self.value(depth + 1)?));
        }
        Some(Value::Map(pairs))
    }

    /// The head's number, in its shortest form only.
    fn number(&mut self) -> Option<u64> {
        let low = self.take(1)?.first()? & 31;
        let (width, least) = match low {
            0..=23 => return Some(u64::from(low)),
            24 => (1, 24),
            25 => (2, 1 << 8),
            26 => (4, 1 << 16),
            27 => (8, 1 << 32),
            _ => return None,
        };
        let bytes = self.take(width)?;
        let number = bytes.iter().fold(0, |n, byte| n << 8 | u64::from(*byte));
        (number >= least).then_some(number)
    }

    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }
}

#[cfg(test)]
mod tests {
    use super::{Value, read, read_all};
    use proptest::prelude::*;

    #[test]
    fn values_are_read() {
        // {1: 2, "a": [h'01', -7, true]}
        let bytes = [0xa2, 1, 2, 0x61, b'a', 0x83, 0x41, 1, 0x26, 0xf5];
        let expected = Value::Map(vec![
            (Value::Int(1), Value::Int(2)),
            (
                Value::Text("a"),
                Value::Array(vec![Value::Bytes(&[1]), Value::Int(-7), Value::Simple(21)]),
            ),
        ]);
        assert_eq!(read_all(&bytes), Some(expected));
        assert_eq!(read(&[0x18, 24, 9]), Some((Value::Int(24), &[9][..])));
    }

    /// Long forms, endless lengths, keys twice, tags, floats, what is cut off, what nests for ever.
    #[test]
    fn anything_else_is_refused() {
        let deep = [[0x81; 64].as_slice(), &[0]].concat();
        for bytes in [
            &[][..],
            &[0x18, 23],
            &[0x19, 0, 255],
            &[0x1a, 0, 0, 255, 255],
            &[0x1b, 0, 0, 0, 0, 255, 255, 255, 255],
            &[0x1b, 255, 255, 255, 255, 255, 255, 255, 255],
            &[0x5f, 0x41, 1, 0xff],
            &[0x9f, 0xff],
            &[0xbf, 0xff],
            &[0xa2, 1, 1, 1, 2],
            &[0xa1, 0x80, 1],
            &[0xc0, 0],
            &[0xf9, 0, 0],
            &[0xf8, 32],
            &[0x42, 1],
            &[0x61, 0xff],
            &[0x9b, 255, 255, 255, 255, 255, 255, 255, 255],
            &[0x82, 1],
            &[0x1c],
            &deep,
        ] {
            assert_eq!(read(bytes), None, "{bytes:02x?}");
        }
        assert_eq!(read_all(&[0, 0]), None);
    }

    proptest! {
        /// Whatever the bytes: an answer, never a fault, and nothing beyond them.
        #[test]
        fn any_bytes_have_an_answer(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            if let Some((_, rest)) = read(&bytes) {
                prop_assert!(rest.len() < bytes.len());
            }
        }
    }
}
