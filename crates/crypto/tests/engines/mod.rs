//! Tests that run with each Argon2id engine.

/// Runs every function as a test with each of [`crypto::HashEngine::ALL`].
#[macro_export]
macro_rules! both_engines {
    ($($(#[$meta:meta])* async fn $name:ident($argument:ident: HashEngine) $body:block)+) => {$(
        $(#[$meta])*
        #[cfg(test)]
        mod $name {
            use super::*;

            async fn check($argument: HashEngine) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn argon2() {
                check(HashEngine::Argon2).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn argon2_rust() {
                check(HashEngine::Argon2Rust).await;
            }
        }
    )+};
}
