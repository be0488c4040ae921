use super::{
    Bench, Engine, EngineError, Gauge, HashEngine, Inputs, RustCrypto, Simd, Tag, is_right,
    passes_self_test,
};
use crate::password::Cost;
use proptest::{
    collection::vec,
    prelude::{Strategy, any, prop_assert_eq, prop_oneof, proptest},
};
use std::sync::Arc;

const ENGINES: [&dyn Engine; 2] = [&RustCrypto, &Simd];

fn bare<'a>(password: &'a [u8], salt: &'a [u8], cost: Cost) -> Inputs<'a> {
    Inputs {
        password,
        salt,
        key: &[],
        associated: &[],
        cost,
    }
}

fn hex(bench: &mut dyn Bench, inputs: &Inputs<'_>) -> String {
    data_encoding::HEXLOWER.encode(bench.evaluate(inputs).unwrap().as_slice())
}

fn evaluate(engine: &dyn Engine, password: &[u8], salt: &[u8], cost: Cost) -> String {
    hex(
        &mut *engine.bench(Arc::default()),
        &bare(password, salt, cost),
    )
}

/// Shows the row "RFC 9106 §4" of the catalogue: the published Argon2id vector.
/// Shows ASVS-20.
#[test]
fn the_engines_pass_the_known_answer_of_rfc_9106() {
    assert!(ENGINES.into_iter().all(passes_self_test));
    assert!(HashEngine::ALL.map(|name| name.proven(&[7; 16]).is_some()) == [true; 2]);
    assert_eq!(
        HashEngine::ALL.map(|name| name.computes_right([7; 16])),
        [true; 2]
    );
}

/// What stands in configurations.
#[test]
fn the_engines_have_their_crates_names() {
    assert_eq!(
        HashEngine::ALL.map(HashEngine::name),
        ["argon2", "argon2-rust"]
    );
}

/// The first value stands in the test suite of the reference implementation, the second
/// was computed with it (Python's argon2-cffi).
#[test]
fn the_engines_agree_with_other_implementations() {
    for engine in ENGINES {
        assert_eq!(
            evaluate(
                engine,
                b"password",
                b"somesalt",
                Cost::stored(65536, 2, 1).unwrap()
            ),
            "09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7"
        );
        assert_eq!(
            evaluate(
                engine,
                b"correcthorse1",
                b"0123456789abcdef",
                Cost::default()
            ),
            "6796462ebe013cf24bfd568fcbfee6bce661206e9511f0ad210e2ed06c4e84d3"
        );
    }
}

/// Also the sizes at which memory is taken from the system in another way.
#[test]
fn memory_used_before_does_not_change_the_answer() {
    let costs = [(8, 1), (64, 2), (8, 1), (3000, 1), (64, 2), (2048, 1)]
        .map(|(memory, lanes)| Cost::stored(memory, 2, lanes).unwrap());
    for engine in ENGINES {
        let gauge = Arc::new(Gauge::default());
        let mut bench = engine.bench(Arc::clone(&gauge));
        for cost in costs {
            assert_eq!(
                hex(&mut *bench, &bare(b"p", b"12345678", cost)),
                evaluate(&RustCrypto, b"p", b"12345678", cost)
            );
        }
        assert_eq!(
            (gauge.held_kib(), gauge.peak_kib()),
            (3000, 3000),
            "the smaller memory is gone before the larger one comes"
        );
        assert!(bench.holds_memory());
        bench.release();
        assert!(!bench.holds_memory());
        assert_eq!(gauge.held_kib(), 0);
        let again = hex(&mut *bench, &bare(b"p", b"12345678", costs[0]));
        assert_eq!(again, evaluate(&RustCrypto, b"p", b"12345678", costs[0]));
        assert_eq!(gauge.held_kib(), 8);
        drop(bench);
        assert_eq!(gauge.held_kib(), 0);
    }
}

/// What cannot be computed is refused, and the bench computes right afterwards.
#[test]
fn a_refusal_leaves_the_bench_as_good_as_it_was() {
    let cost = Cost::for_tests();
    for engine in ENGINES {
        let gauge = Arc::new(Gauge::default());
        let mut bench = engine.bench(Arc::clone(&gauge));
        let answer = bench.evaluate(&bare(b"p", b"short", cost));
        assert_eq!(answer.unwrap_err(), EngineError::Refused);
        assert_eq!(
            hex(&mut *bench, &bare(b"p", b"12345678", cost)),
            evaluate(&RustCrypto, b"p", b"12345678", cost)
        );
        assert_eq!(gauge.peak_kib(), 8);
    }
}

/// Few large, many small: what differs by size are remainders of lanes and segments.
fn costs() -> impl Strategy<Value = Cost> {
    let memory = prop_oneof![
        8 => 0..64_u32,
        8 => 0..600_u32,
        3 => 0..6000_u32,
        1 => 19_200..19_800_u32,
    ];
    (1..=16_u32, 1..=4_u32, memory).prop_map(|(lanes, passes, more)| {
        let passes = if more > 10_000 { 2 } else { passes };
        Cost::stored(8 * lanes + more, passes, lanes).unwrap()
    })
}

proptest! {
    /// 256 inputs, of which some are new each time; PROPTEST_CASES=10000 takes so many. A bench of
    /// each engine is kept for two inputs, so that memory is used again with another size.
    #[test]
    fn the_engines_agree_on_any_input(
        password in vec(any::<u8>(), 0..300),
        salt in vec(any::<u8>(), 8..80),
        key in vec(any::<u8>(), 0..80),
        associated in vec(any::<u8>(), 0..=32),
        costs in [costs(), costs()],
    ) {
        let [mut one, mut other] = ENGINES.map(|engine| engine.bench(Arc::default()));
        for cost in costs {
            let inputs = Inputs {
                password: &password,
                salt: &salt,
                key: &key,
                associated: &associated,
                cost,
            };
            prop_assert_eq!(hex(&mut *one, &inputs), hex(&mut *other, &inputs));
        }
    }
}

/// At the cost that passwords are hashed with; every length about the borders of a block of `BLAKE2b`.
#[test]
fn the_engines_agree_at_the_default_cost() {
    let [mut one, mut other] = ENGINES.map(|engine| engine.bench(Arc::default()));
    for length in [0_u8, 1, 8, 15, 63, 64, 87, 88, 89, 127, 128, 129, 216, 255] {
        let password = vec![length; usize::from(length)];
        let salt = [length; 16];
        let inputs = bare(&password, &salt, Cost::default());
        assert_eq!(hex(&mut *one, &inputs), hex(&mut *other, &inputs));
    }
}

/// Answers wrongly by one bit, always or only beyond what the known answer needs.
struct Wrong {
    only_large: bool,
}

impl Engine for Wrong {
    fn bench(&self, gauge: Arc<Gauge>) -> Box<dyn Bench> {
        Box::new(WrongBench(RustCrypto.bench(gauge), self.only_large))
    }
}

struct WrongBench(Box<dyn Bench>, bool);

impl Bench for WrongBench {
    fn evaluate(&mut self, inputs: &Inputs<'_>) -> Result<Tag, EngineError> {
        let mut tag = self.0.evaluate(inputs)?;
        if !self.1 || inputs.cost.memory_kib() > 32 {
            tag[31] ^= 1;
        }
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
    assert!(!passes_self_test(&Wrong { only_large: false }));
    let wrong = Wrong { only_large: true };
    assert!(is_right(&wrong, None, &[7; 16]));
    assert!(!is_right(&wrong, Some(&RustCrypto), &[7; 16]));
    assert!(is_right(&Simd, Some(&RustCrypto), &[7; 16]));
}
