//! Failures that must not be forgotten.

use std::io;

use crate::demo::Merchant;
use testkit::browser::Browser;

/// The policy's number of wrong tries that are evaluated.
pub const LIMIT: u32 = 6;

/// Somebody who guesses passwords for one name after another.
pub struct Guesser {
    pub merchant: Merchant,
    pub browser: Browser,
    pub names: Vec<Name>,
}

/// A name and what came of guesses.
#[derive(Clone, Debug, Default)]
pub struct Name {
    user_id: String,
    pub refused: u32,
    pub unanswered: u32,
    pub locked: bool,
    /// Tries that were never answered fill the budget until they count as failed.
    full: bool,
}

impl Guesser {
    /// One wrong guess for one of three open names; a new name when one is closed.
    pub fn guess(&mut self, round: u32) -> io::Result<()> {
        loop {
            let is_open = |at: &usize| !self.names[*at].locked && !self.names[*at].full;
            let open: Vec<_> = (0..self.names.len()).filter(is_open).collect();
            if open.len() >= 3 {
                return self.try_name(open[round as usize % open.len()]);
            }
            let user_id = format!("nobody{}", self.names.len());
            self.names.push(Name {
                user_id,
                ..Name::default()
            });
        }
    }

    pub fn try_name(&mut self, at: usize) -> io::Result<()> {
        let page = format!("/{}", self.merchant.access_key);
        let name = &mut self.names[at];
        let fields = [
            ("merchant_code", self.merchant.merchant_code.as_str()),
            ("user_id", &name.user_id),
            ("password", "Wrong1pass"),
            ("code", "123456"),
        ];
        let form = self.browser.fill(&page, &page, &fields)?;
        name.unanswered += 1;
        let answer = self.browser.send(&form)?;
        name.unanswered -= 1;
        if answer.status == 503 {
            assert!(name.unanswered > 0 && name.refused < LIMIT, "{name:?}");
            name.full = true;
        } else if answer.body.contains("パスワードがロックされています") {
            let tries = name.refused + name.unanswered;
            assert!(tries >= LIMIT, "locked before its time: {name:?}");
            name.locked = true;
        } else {
            assert!(
                answer.body.contains("ログインできませんでした"),
                "{answer:?}"
            );
            assert!(!name.locked, "a lock went away: {name:?}");
            name.refused += 1;
            assert!(
                name.refused <= LIMIT,
                "acknowledged failures were forgotten: {name:?}"
            );
        }
        Ok(())
    }
}
