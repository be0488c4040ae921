//! A row of the trail and its link.

use crate::encoding::{Encoding, hex, hex_or_null};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// A link of the chain: SHA-256.
pub type Link = [u8; 32];

/// The link before the first row.
pub const START: Link = [0; 32];

/// What happened: the fields of PCI DSS 10.2.2. Identities are random numbers; who stands behind
/// them is kept apart, so that a person can be forgotten and the chain stays whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fields {
    /// The event's own identity.
    #[serde(with = "hex")]
    pub id: [u8; 16],
    /// When, in microseconds since 1970-01-01T00:00:00Z.
    pub at: i64,
    /// Whose merchant.
    #[serde(with = "hex_or_null")]
    pub merchant: Option<[u8; 16]>,
    /// What kind of actor: `person`, `operator`, `schedule`, `api`, `nobody`.
    pub actor_kind: String,
    /// Who.
    #[serde(with = "hex_or_null")]
    pub actor: Option<[u8; 16]>,
    /// What.
    pub action: String,
    /// `ok`, or why not.
    pub outcome: String,
    /// To whom.
    #[serde(with = "hex_or_null")]
    pub subject: Option<[u8; 16]>,
    /// The client network it came from.
    pub origin: String,
}

/// A remark, which may hold words that somebody wrote: the chain holds only a commitment to it, so
/// that it can be erased.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    /// The words; `None` when they were erased.
    #[serde(rename = "remark")]
    pub text: Option<String>,
    /// Sixteen random bytes without which nobody can guess the words from the digest; erased with
    /// them.
    #[serde(with = "hex_or_null")]
    pub salt: Option<[u8; 16]>,
    /// [`commitment`] to the words. It stays.
    #[serde(with = "hex")]
    pub digest: [u8; 32],
}

/// The digest of a remark under its salt.
#[must_use]
pub fn commitment(salt: &[u8; 16], text: &str) -> [u8; 32] {
    let mut encoding = Encoding::of("sekisho audit remark 1");
    encoding.put(salt);
    encoding.put(text.as_bytes());
    Sha256::digest(encoding.bytes()).into()
}

impl Remark {
    /// The remark with its commitment.
    #[must_use]
    pub fn new(text: &str, salt: [u8; 16]) -> Self {
        Self {
            text: Some(text.to_owned()),
            salt: Some(salt),
            digest: commitment(&salt, text),
        }
    }

    /// Whether the words are those that were committed to. What was erased whole is true as well.
    #[must_use]
    pub fn holds(&self) -> bool {
        match (&self.text, &self.salt) {
            (Some(text), Some(salt)) => commitment(salt, text) == self.digest,
            (None, None) => true,
            _ => false,
        }
    }
}

/// A row in its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Its place, from 1 without gaps.
    pub seq: u64,
    /// What happened.
    #[serde(flatten)]
    pub fields: Fields,
    /// The remark.
    #[serde(flatten)]
    pub remark: Remark,
    /// The link that was made when it was sealed.
    #[serde(with = "hex")]
    pub link: Link,
}

impl Row {
    /// Puts a row into its place after `previous`.
    #[must_use]
    pub fn chain(seq: u64, fields: Fields, remark: Remark, previous: &Link) -> Self {
        let link = link(seq, &fields, &remark.digest, previous);
        Self {
            seq,
            fields,
            remark,
            link,
        }
    }

    /// The link that the row's fields give after `previous`.
    #[must_use]
    pub fn link_after(&self, previous: &Link) -> Link {
        link(self.seq, &self.fields, &self.remark.digest, previous)
    }
}

fn link(seq: u64, fields: &Fields, remark: &[u8; 32], previous: &Link) -> Link {
    let mut encoding = Encoding::of("sekisho audit row 1");
    encoding.put(previous);
    encoding.put(&seq.to_be_bytes());
    encoding.put(&fields.id);
    encoding.put(&fields.at.to_be_bytes());
    encoding.put_or_absent(fields.merchant.as_ref().map(<[u8; 16]>::as_slice));
    encoding.put(fields.actor_kind.as_bytes());
    encoding.put_or_absent(fields.actor.as_ref().map(<[u8; 16]>::as_slice));
    encoding.put(fields.action.as_bytes());
    encoding.put(fields.outcome.as_bytes());
    encoding.put_or_absent(fields.subject.as_ref().map(<[u8; 16]>::as_slice));
    encoding.put(fields.origin.as_bytes());
    encoding.put(remark);
    Sha256::digest(encoding.bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::{Fields, Remark, Row, START};
    use crate::encoding::Encoding;
    use data_encoding::HEXLOWER;

    fn fields() -> Fields {
        Fields {
            id: [1; 16],
            at: 1_764_150_000_000_000,
            merchant: Some([2; 16]),
            actor_kind: "person".to_owned(),
            actor: Some([3; 16]),
            action: "log_in".to_owned(),
            outcome: "ok".to_owned(),
            subject: Some([3; 16]),
            origin: "192.0.2.0/24".to_owned(),
        }
    }

    /// A released format: this value never changes. It is docs/audit.md's worked example, computed
    /// there with other tools.
    #[test]
    fn the_link_is_the_documented_digest() {
        let row = Row::chain(1, fields(), Remark::new("totp", [4; 16]), &START);
        assert_eq!(HEXLOWER.encode(&row.remark.digest), REMARK);
        assert_eq!(HEXLOWER.encode(&row.link), LINK);
    }
    const REMARK: &str = "81d4d3f83e3bb10553c07e4aca00f6dede57aa4729020c82e886df4632a56a6e";
    const LINK: &str = "65744680b69f7c19ff993fc78ed7c06f33b25ba309506c0932c2e22f9c2d4fd1";

    #[test]
    fn every_field_counts() {
        let remark = || Remark::new("totp", [4; 16]);
        let whole = Row::chain(1, fields(), remark(), &START).link;
        let changes: [fn(&mut Fields); 9] = [
            |f| f.id = [9; 16],
            |f| f.at += 1,
            |f| f.merchant = Some([9; 16]),
            |f| f.actor_kind = "operator".to_owned(),
            |f| f.actor = None,
            |f| f.action = "log_out".to_owned(),
            |f| f.outcome = "wrong".to_owned(),
            |f| f.subject = None,
            |f| f.origin = String::new(),
        ];
        for change in changes {
            let mut other = fields();
            change(&mut other);
            assert_ne!(Row::chain(1, other, remark(), &START).link, whole);
        }
        let others = [
            Row::chain(2, fields(), remark(), &START),
            Row::chain(1, fields(), remark(), &[1; 32]),
            Row::chain(1, fields(), Remark::new("mail", [4; 16]), &START),
            Row::chain(1, fields(), Remark::new("totp", [5; 16]), &START),
        ];
        assert!(others.iter().all(|row| row.link != whole));
    }

    #[test]
    fn what_is_absent_is_not_what_is_empty_and_borders_count() {
        let encode = |parts: &[Option<&[u8]>]| {
            let mut encoding = Encoding::of("x");
            for part in parts {
                encoding.put_or_absent(*part);
            }
            encoding.bytes().to_vec()
        };
        assert_ne!(encode(&[None]), encode(&[Some(b"")]));
        assert_ne!(
            encode(&[Some(b"ab"), Some(b"c")]),
            encode(&[Some(b"a"), Some(b"bc")])
        );
    }

    #[test]
    fn a_row_comes_back_from_its_line() {
        let row = Row::chain(1, fields(), Remark::new("説明 \"x\"\n", [4; 16]), &START);
        let line = serde_json::to_string(&row).unwrap();
        assert!(!line.contains('\n'));
        assert_eq!(serde_json::from_str::<Row>(&line).unwrap(), row);
        for bad in ["{}", "", "null", &line.replace("\"seq\":1", "\"seq\":-1")] {
            assert!(serde_json::from_str::<Row>(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn half_an_erasure_is_none() {
        let whole = Remark::new("words", [4; 16]);
        let erased = Remark {
            text: None,
            salt: None,
            ..whole.clone()
        };
        assert!(whole.holds() && erased.holds());
        let half = [
            Remark {
                text: None,
                ..whole.clone()
            },
            Remark {
                salt: None,
                ..whole.clone()
            },
            Remark {
                text: Some("other".to_owned()),
                ..whole
            },
        ];
        assert!(half.iter().all(|remark| !remark.holds()));
    }
}
