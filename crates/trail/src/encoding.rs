//! The one byte sequence that a digest or a signature is made over.

/// Fields one after the other, each preceded by its length in 8 bytes, big-endian; a field that is
/// absent has the length 2^64 - 1 and no bytes. So no two lists of fields give the same bytes.
#[derive(Default)]
pub(crate) struct Encoding(Vec<u8>);

impl Encoding {
    /// Begins with the name of what is encoded, so that one is never taken for another.
    pub(crate) fn of(what: &str) -> Self {
        let mut encoding = Self::default();
        encoding.put(what.as_bytes());
        encoding
    }

    pub(crate) fn put(&mut self, bytes: &[u8]) {
        self.0
            .extend_from_slice(&(bytes.len() as u64).to_be_bytes());
        self.0.extend_from_slice(bytes);
    }

    pub(crate) fn put_or_absent(&mut self, bytes: Option<&[u8]>) {
        match bytes {
            Some(bytes) => self.put(bytes),
            None => self.0.extend_from_slice(&u64::MAX.to_be_bytes()),
        }
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.0
    }
}

/// Bytes of fixed number as lower-case hexadecimal text in JSON.
pub(crate) mod hex {
    use data_encoding::HEXLOWER;
    use serde::{Deserialize as _, Deserializer, Serializer, de::Error};

    pub(crate) fn serialize<const N: usize, S: Serializer>(
        bytes: &[u8; N],
        to: S,
    ) -> Result<S::Ok, S::Error> {
        to.serialize_str(&HEXLOWER.encode(bytes))
    }

    pub(crate) fn deserialize<'de, const N: usize, D: Deserializer<'de>>(
        from: D,
    ) -> Result<[u8; N], D::Error> {
        super::read(&String::deserialize(from)?).map_err(D::Error::custom)
    }
}

/// The same for what may be absent: `null`.
pub(crate) mod hex_or_null {
    use data_encoding::HEXLOWER;
    use serde::{Deserialize as _, Deserializer, Serialize as _, Serializer, de::Error};

    #[allow(clippy::ref_option, reason = "serde hands the field over like this")]
    pub(crate) fn serialize<const N: usize, S: Serializer>(
        bytes: &Option<[u8; N]>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        bytes.map(|bytes| HEXLOWER.encode(&bytes)).serialize(to)
    }

    pub(crate) fn deserialize<'de, const N: usize, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Option<[u8; N]>, D::Error> {
        let text = Option::<String>::deserialize(from)?;
        text.map(|text| super::read(&text).map_err(D::Error::custom))
            .transpose()
    }
}

fn read<const N: usize>(text: &str) -> Result<[u8; N], String> {
    let bytes = data_encoding::HEXLOWER.decode(text.as_bytes());
    bytes
        .ok()
        .and_then(|bytes| bytes.try_into().ok())
        .ok_or_else(|| format!("{} hexadecimal digits belong here", N * 2))
}
