//! How many passes people may have, and how long showing them holds.

use super::{Demand, within};
use crate::passkey::PasskeyUse;
use crate::time::Span;

/// The numbers of passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PassRules {
    /// How many authenticator apps a person may have, and as many passkeys: 1 to 10. With 1 a new
    /// app takes an initialisation (OTP-4).
    pub most: u8,
    /// There are recovery codes.
    pub recovery_codes: bool,
    /// How long password and second factor, once shown, stand for what changes who may get in.
    pub ask_again: Span,
    /// What passkeys are good for.
    pub passkeys: PasskeyUse,
}

impl PassRules {
    pub(super) const USUAL: Self = Self {
        most: 5,
        recovery_codes: true,
        ask_again: Span::minutes(10),
        passkeys: PasskeyUse::Off,
    };

    pub(super) fn demands(self) -> Vec<Demand> {
        let most = (1..=10).contains(&self.most);
        let again = within(self.ask_again, Span::minutes(1), Span::minutes(30));
        vec![
            (!most, "passes.most", "1 to 10"),
            (!again, "passes.ask_again_minutes", "1 to 30"),
        ]
    }
}
