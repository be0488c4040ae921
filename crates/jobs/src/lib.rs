//! Work that no request waits for: mail, clean-up.
