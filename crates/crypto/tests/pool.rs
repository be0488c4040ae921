//! The password pool as the application uses it.

mod engines;

use crypto::pool::Counts;
use crypto::{
    Candidates, Cost, Entropy, EntropyFailure, HashEngine, HashError, HashPool, Matched, Network,
    OsEntropy, Password, PasswordHash, Place, PoolSettings,
};
use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

#[cfg(test)]
mod setting_up {
    use super::*;

    pub fn pool(settings: PoolSettings) -> HashPool {
        HashPool::start(settings, Arc::new(OsEntropy)).unwrap()
    }

    /// The least cost, with one of the engines.
    pub fn for_tests(engine: HashEngine) -> PoolSettings {
        PoolSettings {
            engine,
            ..PoolSettings::for_tests()
        }
    }

    pub fn place(pool: &HashPool) -> Place {
        pool.enter(Network::new([0; 16])).unwrap()
    }

    pub async fn evaluations(
        pool: &HashPool,
        password: &str,
        candidates: Candidates,
    ) -> (Result<Matched, HashError>, u64) {
        let before = pool.counts().evaluations;
        let matched = place(pool)
            .verify(&Password::from(password), candidates)
            .await;
        (matched, pool.counts().evaluations - before)
    }

    /// A current password `own`, a temporary one `temp`, made beside it.
    pub async fn hashes(pool: &HashPool) -> (PasswordHash, PasswordHash) {
        let mut place = place(pool);
        let current = place.hash(&Password::from("own")).await.unwrap();
        let temporary = place
            .hash_beside(&Password::from("temp"), &current)
            .await
            .unwrap();
        (current, temporary)
    }
}
use setting_up::{evaluations, for_tests, hashes, place, pool};

/// Works until it is told to fail.
struct Failing(AtomicBool);

impl Entropy for Failing {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), EntropyFailure> {
        if self.0.load(Ordering::Relaxed) {
            Err(EntropyFailure)
        } else {
            OsEntropy.fill(bytes)
        }
    }
}

both_engines! {
    async fn a_pool_says_what_it_was_started_with_and_prints_its_counts(engine: HashEngine) {
        let settings = for_tests(engine);
        let pool = pool(settings);
        assert_eq!(pool.settings(), settings);
        assert_ne!(settings, PoolSettings::default());
        assert!(format!("{pool:?}").starts_with("HashPool { counts: Counts {"));
    }

    /// Shows the rule of one answer: whoever asks, one evaluation, and the right verdict.
    /// Shows ATK-15.
    async fn every_verification_is_one_evaluation(engine: HashEngine) {
        let pool = pool(for_tests(engine));
        let (own, temp) = hashes(&pool).await;
        for (with_current, with_temporary) in
            [(false, false), (true, false), (false, true), (true, true)]
        {
            for typed in ["own", "temp", "neither", ""] {
                let candidates = Candidates {
                    current: with_current.then(|| own.clone()),
                    temporary: with_temporary.then(|| temp.clone()),
                };
                let (matched, count) = evaluations(&pool, typed, candidates).await;
                let expected = Matched {
                    current: with_current && typed == "own",
                    temporary: with_temporary && typed == "temp",
                    stale: false,
                };
                assert_eq!((matched.unwrap(), count), (expected, 1));
                assert_eq!(expected.any(), expected.current || expected.temporary);
            }
        }
    }

    async fn two_candidates_of_different_salts_are_a_fault_and_never_two_evaluations(engine: HashEngine) {
        let pool = pool(for_tests(engine));
        let (current, _) = hashes(&pool).await;
        let (_, foreign) = hashes(&pool).await;
        let candidates = Candidates {
            current: Some(current),
            temporary: Some(foreign),
        };
        let (matched, count) = evaluations(&pool, "own", candidates).await;
        assert_eq!(
            (matched.unwrap_err(), count),
            (HashError::UnlikeCandidates, 0)
        );
    }

    /// Shows catalogue row NIST 3.1.1.2: salt and cost are stored, a changed cost is noticed.
    /// Shows NIST-6.
    async fn a_hash_of_another_cost_still_verifies_and_is_stale(engine: HashEngine) {
        let former = pool(for_tests(engine));
        let (current, temporary) = hashes(&former).await;
        let cost = Cost::new(46 * 1024, 1, 1).unwrap();
        let now = pool(PoolSettings {
            cost,
            workers: 1,
            engine,
            ..PoolSettings::default()
        });
        let stored = PasswordHash::parse(current.as_str()).unwrap();
        let candidates = Candidates {
            current: Some(stored),
            temporary: Some(temporary),
        };
        let (matched, count) = evaluations(&now, "own", candidates).await;
        let expected = Matched {
            current: true,
            temporary: false,
            stale: true,
        };
        assert_eq!((matched.unwrap(), count), (expected, 1));
        // Beside a stale hash is the only place where the former cost is used again.
        let mut place = place(&now);
        let beside = place
            .hash_beside(&Password::from("temp"), &current)
            .await
            .unwrap();
        assert_eq!(beside.cost(), Cost::for_tests());
        assert_eq!(
            place.hash(&Password::from("own")).await.unwrap().cost(),
            cost
        );
    }

    async fn a_stored_hash_cannot_take_more_memory_than_a_worker_may_have(engine: HashEngine) {
        let small = pool(PoolSettings {
            workers: 1,
            ..for_tests(engine)
        });
        let (current, _) = hashes(&small).await;
        let huge = current.as_str().replace("m=8,", "m=1048576,");
        let huge = PasswordHash::parse(&huge).unwrap();
        let candidates = Candidates {
            current: Some(huge),
            temporary: None,
        };
        let (matched, count) = evaluations(&small, "own", candidates.clone()).await;
        assert_eq!((matched.unwrap_err(), count), (HashError::TooCostly, 0));
        assert!(small.counts().memory_peak_kib <= 8);
        let allowing = PoolSettings {
            memory_limit_kib: Some(64),
            workers: 1,
            ..for_tests(engine)
        };
        let (matched, _) = evaluations(&pool(allowing), "own", candidates).await;
        assert_eq!(matched.unwrap_err(), HashError::TooCostly);
        let more = PasswordHash::parse(&current.as_str().replace("m=8,", "m=64,")).unwrap();
        let candidates = Candidates {
            current: Some(more),
            temporary: None,
        };
        let (matched, count) = evaluations(&pool(allowing), "own", candidates).await;
        assert_eq!((matched.unwrap().current, count), (false, 1));
    }

    /// Shows PWD-9: the current, the temporary and the last four are told apart from a new one.
    async fn a_new_password_is_compared_with_all_former_ones(engine: HashEngine) {
        let pool = pool(for_tests(engine));
        let (current, temporary) = hashes(&pool).await;
        let mut place = place(&pool);
        let mut known = vec![current, temporary];
        for former in ["first", "second", "third", "fourth"] {
            known.push(place.hash(&Password::from(former)).await.unwrap());
        }
        for typed in ["own", "temp", "first", "second", "third", "fourth"] {
            assert!(
                place
                    .same_as_any(&Password::from(typed), &known)
                    .await
                    .unwrap(),
                "{typed}"
            );
        }
        let before = pool.counts().evaluations;
        for typed in ["fifth", "Own", "own ", ""] {
            assert!(
                !place
                    .same_as_any(&Password::from(typed), &known)
                    .await
                    .unwrap(),
                "{typed}"
            );
        }
        let count = pool.counts().evaluations - before;
        assert_eq!(
            count,
            4 * 5,
            "two hashes beside each other cost one evaluation"
        );
        assert!(
            !place
                .same_as_any(&Password::from("own"), &[])
                .await
                .unwrap()
        );
        let many = vec![known[0].clone(); 33];
        let answer = place.same_as_any(&Password::from("own"), &many).await;
        assert_eq!(answer, Err(HashError::TooMany));
    }

    /// Shows catalogue row NIST 3.1.1.2: no truncation, no byte is special.
    /// Shows NIST-4, ASVS-3.
    async fn every_byte_of_a_long_password_matters(engine: HashEngine) {
        let pool = pool(for_tests(engine));
        let mut place = place(&pool);
        let long = "鍵".repeat(64) + "\0x";
        let hash = place.hash(&Password::from(long.as_str())).await.unwrap();
        let mut matches = async |typed: &str| {
            let candidates = Candidates {
                current: Some(hash.clone()),
                temporary: None,
            };
            place
                .verify(&Password::from(typed), candidates)
                .await
                .unwrap()
                .current
        };
        assert!(matches(&long).await);
        assert!(!matches(&long.replace('x', "y")).await);
        assert!(!matches(&long[..193]).await);
        assert!(!matches(&long[..192]).await);
    }

    /// 200 tasks of 8 networks at once: right answers, bounded memory, no place left over.
    async fn two_hundred_tasks_get_right_answers_within_the_bounds(engine: HashEngine) {
        let settings = PoolSettings {
            workers: 3,
            ..for_tests(engine)
        };
        let pool = pool(settings);
        let (current, temporary) = hashes(&pool).await;
        let before = pool.counts().evaluations;
        let tasks: Vec<_> = (0..200u8)
            .map(|number| {
                // The last quarter of the places is for networks that hold none.
                let network = if number < 150 { number % 8 } else { number };
                let mut place = pool.enter(Network::new([network; 16])).unwrap();
                let (current, temporary) = (current.clone(), temporary.clone());
                tokio::spawn(async move {
                    let typed = ["own", "temp", "neither"][usize::from(number) % 3];
                    let candidates = Candidates {
                        current: Some(current),
                        temporary: Some(temporary),
                    };
                    let matched = place
                        .verify(&Password::from(typed), candidates)
                        .await
                        .unwrap();
                    assert_eq!(
                        (matched.current, matched.temporary),
                        (typed == "own", typed == "temp")
                    );
                })
            })
            .collect();
        for task in tasks {
            task.await.unwrap();
        }
        let Counts {
            evaluations,
            waiting,
            places,
            refused,
            memory_peak_kib,
            ..
        } = pool.counts();
        assert_eq!(
            (evaluations - before, waiting, places, refused),
            (200, 0, 0, 0)
        );
        assert!((8..=3 * 8).contains(&memory_peak_kib), "{memory_peak_kib}");
    }

    async fn tasks_cancelled_at_any_moment_leave_nothing_behind(engine: HashEngine) {
        let pool = pool(PoolSettings {
            workers: 2,
            ..for_tests(engine)
        });
        let (current, _) = hashes(&pool).await;
        for round in 0..50u8 {
            let tasks: Vec<_> = (0..40u8)
                .filter_map(|number| {
                    let mut place = pool.enter(Network::new([number % 5; 16])).ok()?;
                    let candidates = Candidates {
                        current: Some(current.clone()),
                        temporary: None,
                    };
                    Some(tokio::spawn(async move {
                        place
                            .verify(&Password::from("own"), candidates)
                            .await
                            .map(|_| ())
                    }))
                })
                .collect();
            for (number, task) in tasks.iter().enumerate() {
                if number % 3 != usize::from(round) % 3 {
                    task.abort();
                }
            }
            for task in tasks {
                if let Ok(answer) = task.await {
                    answer.unwrap();
                }
            }
            assert_eq!((pool.counts().places, pool.counts().waiting), (0, 0));
        }
        assert_eq!(pool.counts().refused, 0);
        let candidates = Candidates {
            current: Some(current),
            temporary: None,
        };
        assert!(
            evaluations(&pool, "own", candidates)
                .await
                .0
                .unwrap()
                .current
        );
    }

    async fn without_randomness_nothing_is_hashed_but_everything_is_verified(engine: HashEngine) {
        let entropy = Arc::new(Failing(AtomicBool::new(false)));
        let pool = HashPool::start(for_tests(engine), Arc::<Failing>::clone(&entropy)).unwrap();
        let (current, _) = hashes(&pool).await;
        entropy.0.store(true, Ordering::Relaxed);
        let answer = place(&pool).hash(&Password::from("new")).await;
        assert_eq!(answer.unwrap_err(), HashError::Entropy(EntropyFailure));
        for candidates in [
            Candidates::default(),
            Candidates {
                current: Some(current),
                temporary: None,
            },
        ] {
            assert_eq!(evaluations(&pool, "other", candidates).await.1, 1);
        }
    }

    async fn equal_passwords_do_not_look_equal(engine: HashEngine) {
        let pool = pool(for_tests(engine));
        let mut place = place(&pool);
        let password = Password::from("same");
        let one = place.hash(&password).await.unwrap();
        let other = place.hash(&password).await.unwrap();
        let fields = |hash: &PasswordHash| {
            hash.as_str()
                .split('$')
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        let (one, other) = (fields(&one), fields(&other));
        assert_eq!(one[..4], other[..4]);
        assert!(one[4] != other[4] && one[5] != other[5]);
    }
}
