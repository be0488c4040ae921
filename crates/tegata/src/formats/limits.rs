//! How much is read at most. Beyond it the answer is [`super::ReadError::TooLarge`] or, for one
//! entry, a [`super::Why`].

/// The largest file, in bytes: ten thousand entries with icons fit.
pub const FILE: usize = 16 * 1024 * 1024;

/// The most bytes that a ZIP unpacks to, all its texts together.
pub const UNPACKED: u64 = FILE as u64;

/// The most files in a ZIP that are looked at.
pub const ZIP_FILES: usize = 1000;

/// The most entries in one file.
pub const ENTRIES: usize = 20_000;

/// The longest line of text, in bytes: `WinAuth` puts whole pictures into one.
pub const LINE: usize = 1024 * 1024;

/// The longest name that is kept, in bytes of UTF-8; longer ones are cut.
pub const NAME: usize = 1024;

/// The most dots of a picture.
pub const PICTURE_DOTS: u64 = 40_000_000;

/// The longest side of a picture, in dots.
pub const PICTURE_SIDE: u32 = 20_000;

/// The most memory that decoding a picture may take, in bytes.
pub const PICTURE_MEMORY: u64 = 256 * 1024 * 1024;

/// The deepest nesting of XML elements.
pub const XML_DEPTH: usize = 32;

/// The deepest nesting of protections in a `winauth.xml`.
pub const PROTECTION_DEPTH: usize = 4;

/// The most parts of one Google migration.
pub const MIGRATION_PARTS: u32 = 1000;

/// The largest scrypt parameters: log2 of N, r, p; 128 MiB. Aegis writes 15, 8, 1.
pub const SCRYPT: (u8, u32, u32) = (17, 8, 2);
