//! Reading and writing what other apps read and write.

// Clippy knows test code, where unwrap is right, by the attribute only.
#[cfg(test)]
mod aegis;
#[cfg(test)]
mod documents;
#[cfg(test)]
mod extension;
#[cfg(test)]
mod given;
#[cfg(test)]
mod google;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod mac_tokens;
#[cfg(test)]
mod pictures;
#[cfg(test)]
mod round_trips;
#[cfg(test)]
mod seeds;
#[cfg(test)]
mod uris;
#[cfg(test)]
mod winauth;
