//! One-time passwords (RFC 4226, RFC 6238), base32 and otpauth URIs. Pure: time is an argument.
