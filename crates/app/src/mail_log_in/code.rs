//! The six digits and what is kept of them.

use crate::{App, AppError};
use crypto::DigestPurpose;
use crypto::entropy::random_array;
use domain::ids::ChallengeId;
use domain::typed::digits_only_blanks_removed;
use zeroize::Zeroizing;

/// How many codes there are.
const CODES: u32 = 1_000_000;
/// Numbers from here on would make some codes likelier than others, and are drawn again.
const EVEN: u32 = u32::MAX - u32::MAX % CODES;

impl App {
    /// Six digits, each combination as likely as any other.
    pub(crate) fn new_code(&self) -> Result<Zeroizing<String>, AppError> {
        loop {
            let number = u32::from_be_bytes(random_array(self.entropy())?);
            if number < EVEN {
                return Ok(Zeroizing::new(format!("{:06}", number % CODES)));
            }
        }
    }

    /// What is stored of a code: of no use for another challenge.
    pub(crate) fn code_digest(&self, challenge: ChallengeId, code: &str) -> [u8; 32] {
        let id = challenge.uuid();
        let parts: [&[u8]; 2] = [id.as_bytes(), code.as_bytes()];
        self.keys().keyed_digest(DigestPurpose::MailedCode, &parts)
    }

    /// Whether `typed` is the code of a digest. Costs the same when there is none.
    pub(crate) fn is_code(
        &self,
        challenge: ChallengeId,
        typed: &str,
        digest: Option<&[u8; 32]>,
    ) -> bool {
        let typed = Zeroizing::new(digits_only_blanks_removed(typed));
        let id = challenge.uuid();
        let parts: [&[u8]; 2] = [id.as_bytes(), typed.as_bytes()];
        let kept = digest.unwrap_or(&[0; 32]);
        let same = self
            .keys()
            .recognises(DigestPurpose::MailedCode, &parts, kept);
        same && digest.is_some()
    }
}
