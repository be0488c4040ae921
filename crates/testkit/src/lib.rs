//! A whole app in a test: actors, clock, rng, mail sink, databases. Development only.
