//! The binary as people and scripts use it, and the vault on a real disk.

// Clippy knows test code, where unwrap is right, by the attribute only.
#[cfg(test)]
mod codes;
#[cfg(test)]
mod crash;
#[cfg(test)]
mod disk;
#[cfg(test)]
mod exchange;
#[cfg(test)]
mod hand;
#[cfg(test)]
mod languages;
#[cfg(test)]
mod protection;
#[cfg(test)]
mod runner;
#[cfg(test)]
mod scripts;
