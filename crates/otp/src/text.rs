//! Text that must not be printed by accident.

use core::fmt;

use zeroize::Zeroizing;

/// Text that holds a secret or a code: wiped from memory when dropped, not shown by
/// `Debug`, without `Display`. Read it with [`SecretText::expose`] at the one place
/// that has to show it.
#[derive(Clone)]
pub struct SecretText(Zeroizing<String>);

impl SecretText {
    /// Takes `text` over. Build it with its final capacity reserved: what a growing
    /// `String` leaves behind is not wiped.
    pub(crate) fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// The text itself.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SecretText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretText(redacted)")
    }
}
