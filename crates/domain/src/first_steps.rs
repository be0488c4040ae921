//! The four steps that every merchant has to take once (GUIDE-2, GUIDE-3).

/// What has been done so far, as the 管理 menu ticks it off.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FirstSteps {
    /// Step 1 and 2: 管理 has an app and an enrolled secret. Whoever sees the menu has both.
    pub admin_enrolled: bool,
    /// Step 3: a 一般 or 出荷 user exists.
    pub user_registered: bool,
    /// Step 4: one of them has an enrolled secret.
    pub user_enrolled: bool,
}

impl FirstSteps {
    /// Step 1 to 4 in order: done or not.
    #[must_use]
    pub const fn done(self) -> [bool; 4] {
        [
            self.admin_enrolled,
            self.admin_enrolled,
            self.user_registered,
            self.user_enrolled,
        ]
    }

    /// True when nothing is left and the list need not be shown.
    #[must_use]
    pub const fn all_done(self) -> bool {
        self.admin_enrolled && self.user_registered && self.user_enrolled
    }
}
