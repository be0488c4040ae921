//! A digest of a table's rows, whatever order they come in.

use sha2::{Digest as _, Sha256};

use crate::Value;

/// The number of rows, and the sum of their SHA-256 digests modulo 2^256.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Digest {
    rows: u64,
    sum: [u8; 32],
}

impl Digest {
    /// Adds a row.
    pub fn add(&mut self, row: &[Value]) {
        let mut hash = Sha256::new();
        for value in row {
            write(&mut hash, value);
        }
        let mut carry = 0_u16;
        for (place, byte) in self.sum.iter_mut().zip(hash.finalize()) {
            carry += u16::from(*place) + u16::from(byte);
            let [low, high] = carry.to_le_bytes();
            *place = low;
            carry = u16::from(high);
        }
        self.rows += 1;
    }

    /// How many rows were added.
    #[must_use]
    pub const fn rows(&self) -> u64 {
        self.rows
    }

    /// The number and the sum as 40 bytes.
    #[must_use]
    pub fn to_bytes(self) -> [u8; 40] {
        let mut bytes = [0; 40];
        let (rows, sum) = bytes.split_at_mut(8);
        rows.copy_from_slice(&self.rows.to_be_bytes());
        sum.copy_from_slice(&self.sum);
        bytes
    }
}

/// Type and length before each value: no two rows are written alike.
fn write(hash: &mut Sha256, value: &Value) {
    let (kind, bytes) = match value {
        Value::Int(value) => (b'i', value.map(|value| value.to_be_bytes().to_vec())),
        Value::Text(value) => (b't', value.as_ref().map(|text| text.as_bytes().to_vec())),
        Value::Bytes(value) => (b'b', value.clone()),
    };
    hash.update([kind, u8::from(bytes.is_some())]);
    if let Some(bytes) = bytes {
        hash.update((bytes.len() as u64).to_be_bytes());
        hash.update(bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::Digest;
    use crate::{Value, values};

    fn of(rows: &[&[Value]]) -> Digest {
        let mut sum = Digest::default();
        for row in rows {
            sum.add(row);
        }
        sum
    }

    #[test]
    fn the_order_of_rows_does_not_matter_anything_else_does() {
        let (one, two) = (values![1, "a"], values![2, "b"]);
        let whole = of(&[&one, &two]);
        assert_eq!(whole, of(&[&two, &one]));
        assert_eq!(whole.rows(), 2);
        for other in [
            of(&[&one]),
            of(&[&one, &one]),
            of(&[&one, &values![2, "c"]]),
            of(&[&one, &values!["b", 2]]),
            of(&[&one, &[Value::Int(None), Value::from("b")]]),
        ] {
            assert_ne!(whole, other);
        }
        let split = |left: &str, right: &str| of(&[&values![left, right]]);
        assert_ne!(split("ab", "c"), split("a", "bc"));
        assert_ne!(
            of(&[&[Value::Text(None)]]),
            of(&[&[Value::Text(Some(String::new()))]])
        );
    }
}
