//! The pool's memory as the system sees it. One test, so that nothing else is in the process.

use crypto::{Candidates, HashEngine, HashPool, Network, OsEntropy, Password, PoolSettings};
use std::{sync::Arc, time::Duration};

/// Resident memory of this process, KiB; `None` where the system does not tell.
#[cfg(test)]
fn resident_kib() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    line.split_ascii_whitespace().nth(1)?.parse().ok()
}

/// Shows the flood bound: never more than workers × cost, and given back when idle, every
/// time again (an allocator may return the first large block and keep the following ones).
#[tokio::test]
async fn memory_is_bounded_under_a_flood_and_given_back_when_idle() {
    for engine in HashEngine::ALL {
        flood(engine).await;
    }
}

#[cfg(test)]
async fn flood(engine: HashEngine) {
    let settings = PoolSettings {
        engine,
        workers: 2,
        idle: Duration::from_millis(50),
        ..PoolSettings::default()
    };
    let one = u64::from(settings.cost.memory_kib());
    let pool = HashPool::start(settings, Arc::new(OsEntropy)).unwrap();
    let before = resident_kib();
    for _ in 0..4 {
        let tasks: Vec<_> = (0..12u8)
            .map(|number| {
                let mut place = pool.enter(Network::new([number % 4; 16])).unwrap();
                tokio::spawn(async move {
                    place
                        .verify(&Password::from("p"), Candidates::default())
                        .await
                        .unwrap()
                })
            })
            .collect();
        for task in tasks {
            assert!(!task.await.unwrap().any());
        }
        while pool.counts().memory_kib > 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        if let (Some(before), Some(after)) = (before, resident_kib()) {
            assert!(
                after < before + one / 4,
                "{before} KiB before, {after} KiB after"
            );
        }
    }
    assert!((one..=2 * one).contains(&pool.counts().memory_peak_kib));
    assert_eq!(pool.counts().evaluations, 48);
}
