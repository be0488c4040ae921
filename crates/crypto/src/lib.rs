//! Password hashing on a bounded queue, sealed secrets, keyed digests, opaque tokens.
