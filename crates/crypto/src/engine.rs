//! Argon2id behind a small door, so that another implementation can take its place.

mod gauge;
mod rust_crypto;

pub(crate) use gauge::Gauge;
pub(crate) use rust_crypto::{RustCrypto, evaluate_once};

use crate::password::{Cost, CostError, TAG_BYTES};
use std::sync::Arc;
use zeroize::Zeroizing;

/// The outcome of an evaluation; as secret as the hash it is part of.
pub(crate) type Tag = Zeroizing<[u8; TAG_BYTES]>;

/// What goes into an evaluation (RFC 9106 clause 3.1).
pub(crate) struct Inputs<'a> {
    pub(crate) password: &'a [u8],
    pub(crate) salt: &'a [u8],
    /// Secret value; we use none, the known answer has one.
    pub(crate) key: &'a [u8],
    /// Associated data; we use none, the known answer has some.
    pub(crate) associated: &'a [u8],
    pub(crate) cost: Cost,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum EngineError {
    OutOfMemory,
    Refused,
}

/// An implementation of Argon2id, version 19, with a 32-byte tag.
pub(crate) trait Engine: Send + Sync {
    /// A place to compute at, for one thread, whose memory is reported to the gauge.
    fn bench(&self, gauge: Arc<Gauge>) -> Box<dyn Bench>;
}

/// One worker's place to compute at; keeps its memory between evaluations.
pub(crate) trait Bench {
    fn evaluate(&mut self, inputs: &Inputs<'_>) -> Result<Tag, EngineError>;

    fn holds_memory(&self) -> bool;

    /// Wipes the memory and gives it back to the system.
    fn release(&mut self);
}

/// Whether the engine gives the answer of RFC 9106 clause 5.3.
pub(crate) fn passes_self_test(engine: &dyn Engine) -> bool {
    let expected = [
        0x0d, 0x64, 0x0d, 0xf5, 0x8d, 0x78, 0x76, 0x6c, 0x08, 0xc0, 0x37, 0xa3, 0x4a, 0x8b, 0x53,
        0xc9, 0xd0, 0x1e, 0xf0, 0x45, 0x2d, 0x75, 0xb6, 0x5e, 0xb5, 0x25, 0x20, 0xe9, 0x6b, 0x01,
        0xe6, 0x59,
    ];
    let answer = |cost: Result<Cost, CostError>| {
        let inputs = Inputs {
            password: &[1; 32],
            salt: &[2; 16],
            key: &[3; 8],
            associated: &[4; 12],
            cost: cost.ok()?,
        };
        engine.bench(Arc::default()).evaluate(&inputs).ok()
    };
    answer(Cost::stored(32, 3, 4)).is_some_and(|tag| *tag == expected)
}

#[cfg(test)]
mod tests {
    use super::{Bench, Engine, EngineError, Gauge, Inputs, RustCrypto, Tag, passes_self_test};
    use crate::password::Cost;
    use std::sync::Arc;

    fn evaluate(password: &[u8], salt: &[u8], cost: Cost) -> String {
        let inputs = Inputs {
            password,
            salt,
            key: &[],
            associated: &[],
            cost,
        };
        let tag = RustCrypto.bench(Arc::default()).evaluate(&inputs).unwrap();
        data_encoding::HEXLOWER.encode(tag.as_slice())
    }

    /// Shows the row "RFC 9106 §4" of the catalogue: the published Argon2id vector.
    /// Shows ASVS-20.
    #[test]
    fn the_engine_passes_the_known_answer_of_rfc_9106() {
        assert!(passes_self_test(&RustCrypto));
    }

    /// The first value stands in the test suite of the reference implementation, the second
    /// was computed with it (Python's argon2-cffi).
    #[test]
    fn the_engine_agrees_with_other_implementations() {
        assert_eq!(
            evaluate(b"password", b"somesalt", Cost::stored(65536, 2, 1).unwrap()),
            "09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7"
        );
        assert_eq!(
            evaluate(b"correcthorse1", b"0123456789abcdef", Cost::default()),
            "6796462ebe013cf24bfd568fcbfee6bce661206e9511f0ad210e2ed06c4e84d3"
        );
    }

    #[test]
    fn memory_used_before_does_not_change_the_answer() {
        let small = Cost::for_tests();
        let large = Cost::stored(64, 2, 2).unwrap();
        let gauge = Arc::new(Gauge::default());
        let mut bench = RustCrypto.bench(Arc::clone(&gauge));
        let mut tag = |cost| {
            let inputs = Inputs {
                password: b"p",
                salt: b"12345678",
                key: &[],
                associated: &[],
                cost,
            };
            data_encoding::HEXLOWER.encode(bench.evaluate(&inputs).unwrap().as_slice())
        };
        assert_eq!(tag(small), evaluate(b"p", b"12345678", small));
        assert_eq!(tag(large), evaluate(b"p", b"12345678", large));
        assert_eq!(tag(small), evaluate(b"p", b"12345678", small));
        assert_eq!(
            gauge.peak_kib(),
            64,
            "the smaller memory is gone before the larger one comes"
        );
        drop(bench);
        assert_eq!(gauge.held_kib(), 0);
    }

    /// Answers wrongly by one bit.
    struct Wrong;

    impl Engine for Wrong {
        fn bench(&self, gauge: Arc<Gauge>) -> Box<dyn Bench> {
            Box::new(WrongBench(RustCrypto.bench(gauge)))
        }
    }

    struct WrongBench(Box<dyn Bench>);

    impl Bench for WrongBench {
        fn evaluate(&mut self, inputs: &Inputs<'_>) -> Result<Tag, EngineError> {
            let mut tag = self.0.evaluate(inputs)?;
            tag[31] ^= 1;
            Ok(tag)
        }

        fn holds_memory(&self) -> bool {
            self.0.holds_memory()
        }

        fn release(&mut self) {
            self.0.release();
        }
    }

    #[test]
    fn an_engine_that_is_wrong_by_one_bit_fails_the_self_test() {
        assert!(!passes_self_test(&Wrong));
    }
}
