//! The files that pages refer to, inside the binary, under addresses that change with
//! their content (`/assets/{hash}/{name}`), so that browsers may keep them for ever.

use crate::help::pictures;
use crate::look::Look;

/// One embedded file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asset {
    /// The file's name, the last part of its address.
    pub name: &'static str,
    /// The value of its `Content-Type` header.
    pub content_type: &'static str,
    /// Its content.
    pub bytes: &'static [u8],
    /// A fingerprint of the content. It separates versions and is no protection.
    pub hash: u64,
}

impl Asset {
    pub(crate) const fn new(
        name: &'static str,
        content_type: &'static str,
        bytes: &'static [u8],
    ) -> Self {
        Self {
            name,
            content_type,
            bytes,
            hash: fingerprint(bytes),
        }
    }

    /// The address on this server, e.g. `/assets/0123456789abcdef/app.css`.
    #[must_use]
    pub fn href(&self) -> String {
        format!("/assets/{:016x}/{}", self.hash, self.name)
    }
}

/// The stylesheet.
pub const STYLESHEET: Asset = Asset::new(
    "app.css",
    "text/css; charset=utf-8",
    include_bytes!("../assets/app.css"),
);
/// The script, an ES module.
pub const SCRIPT: Asset = Asset::new(
    "app.js",
    "text/javascript; charset=utf-8",
    include_bytes!("../assets/app.js"),
);
/// The script of the pages of passkeys, an ES module.
pub const PASSKEY_SCRIPT: Asset = Asset::new(
    "passkey.js",
    "text/javascript; charset=utf-8",
    include_bytes!("../assets/passkey.js"),
);
/// The icon of the browser's tab.
pub const ICON: Asset = Asset::new(
    "favicon.svg",
    "image/svg+xml",
    include_bytes!("../assets/favicon.svg"),
);

/// Every embedded file.
pub const ALL: [Asset; 4] = [STYLESHEET, SCRIPT, PASSKEY_SCRIPT, ICON];

/// The file at `/assets/{hash}/{name}`; nothing when the name or the hash is not of this build.
#[must_use]
pub fn find(hash: &str, name: &str) -> Option<Asset> {
    ALL.into_iter()
        .chain(pictures::all())
        .find(|asset| asset.name == name && format!("{:016x}", asset.hash) == hash)
}

/// The addresses that every page's head holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssetLinks {
    /// Of the stylesheet.
    pub stylesheet: String,
    /// Of the script.
    pub script: String,
    /// Of the script of the pages of passkeys.
    pub passkey_script: String,
    /// Of the icon.
    pub icon: String,
    /// The icon's type.
    pub icon_type: &'static str,
    /// Of the stylesheet with the brand's colours, if it has any.
    pub brand: Option<String>,
    /// Of the brand's logo, if it has one.
    pub logo: Option<String>,
}

impl Default for AssetLinks {
    /// The addresses of the embedded files.
    fn default() -> Self {
        Self {
            stylesheet: STYLESHEET.href(),
            script: SCRIPT.href(),
            passkey_script: PASSKEY_SCRIPT.href(),
            icon: ICON.href(),
            icon_type: ICON.content_type,
            brand: None,
            logo: None,
        }
    }
}

impl AssetLinks {
    /// The addresses of the embedded files and of a brand's own.
    #[must_use]
    pub fn of(look: &Look) -> Self {
        let (icon, icon_type) = look
            .icon()
            .unwrap_or_else(|| (ICON.href(), ICON.content_type));
        Self {
            icon,
            icon_type,
            brand: look.stylesheet_href(),
            logo: look.logo_href(),
            ..Self::default()
        }
    }
}

/// FNV-1a, 64 bit: short enough to run while compiling.
pub(crate) const fn fingerprint(mut bytes: &[u8]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    while let [first, rest @ ..] = bytes {
        hash = (hash ^ *first as u64).wrapping_mul(0x0100_0000_01b3);
        bytes = rest;
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fingerprint_is_fnv_1a() {
        assert_eq!(fingerprint(b""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(fingerprint(b"a"), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(fingerprint(b"foobar"), 0x8594_4171_f739_67e8);
    }

    #[test]
    fn every_address_leads_to_its_file_and_no_other_does() {
        for asset in ALL {
            let href = asset.href();
            let parts: Vec<&str> = href.split('/').collect();
            assert_eq!(find(parts[2], parts[3]), Some(asset));
            assert_eq!(find("0000000000000000", asset.name), None);
        }
        assert_eq!(
            find(&format!("{:016x}", STYLESHEET.hash), SCRIPT.name),
            None
        );
    }

    #[test]
    fn files_stay_within_their_budgets() {
        assert!(
            STYLESHEET.bytes.len() <= 30 * 1024,
            "{}",
            STYLESHEET.bytes.len()
        );
        assert!(SCRIPT.bytes.len() <= 12 * 1024, "{}", SCRIPT.bytes.len());
        let passkeys = PASSKEY_SCRIPT.bytes.len();
        assert!(passkeys <= 6 * 1024, "{passkeys}");
    }
}
