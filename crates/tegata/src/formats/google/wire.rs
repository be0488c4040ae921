//! The wire format of protocol buffers, as far as it is needed.

use zeroize::Zeroizing;

/// A field's value.
pub(super) enum Value<'a> {
    /// A number; a negative one comes as its two's complement.
    Number(u64),
    /// Bytes: a text, bytes or a message.
    Bytes(&'a [u8]),
    /// Of a width that nothing here has.
    Other,
}

/// Takes the next field off `rest`: its number and value. None if it is damaged.
pub(super) fn field<'a>(rest: &mut &'a [u8]) -> Option<(u64, Value<'a>)> {
    let tag = number(rest)?;
    let value = match tag & 7 {
        0 => Value::Number(number(rest)?),
        1 => {
            take(rest, 8)?;
            Value::Other
        }
        2 => {
            let len = number(rest)?;
            Value::Bytes(take(rest, usize::try_from(len).ok()?)?)
        }
        5 => {
            take(rest, 4)?;
            Value::Other
        }
        _ => return None,
    };
    Some((tag >> 3, value))
}

fn take<'a>(rest: &mut &'a [u8], len: usize) -> Option<&'a [u8]> {
    let (taken, left) = rest.split_at_checked(len)?;
    *rest = left;
    Some(taken)
}

/// A base-128 number of at most ten bytes.
fn number(rest: &mut &[u8]) -> Option<u64> {
    let mut value = 0_u64;
    for shift in (0..70).step_by(7) {
        let (byte, left) = rest.split_first()?;
        *rest = left;
        value |= u64::from(byte & 0x7f).checked_shl(shift).unwrap_or(0);
        if byte & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}

/// Writes fields.
#[derive(Default)]
pub(super) struct Message(Zeroizing<Vec<u8>>);

impl Message {
    pub(super) fn number(&mut self, field: u8, value: u64) {
        self.0.push(field << 3);
        self.push(value);
    }

    /// An `int32`: negative ones take ten bytes.
    pub(super) fn signed(&mut self, field: u8, value: i32) {
        self.number(field, i64::from(value).cast_unsigned());
    }

    pub(super) fn bytes(&mut self, field: u8, value: &[u8]) {
        self.0.push(field << 3 | 2);
        self.push(value.len() as u64);
        self.0.extend_from_slice(value);
    }

    pub(super) fn finish(self) -> Zeroizing<Vec<u8>> {
        self.0
    }

    fn push(&mut self, mut value: u64) {
        while value >= 0x80 {
            self.0.push(value.to_le_bytes()[0] | 0x80);
            value >>= 7;
        }
        self.0.push(value.to_le_bytes()[0]);
    }
}
