//! 加盟店検索 and what customer service sees of a merchant (CS-6).

use crate::{App, AppError};
use domain::authority::Operator;
use domain::ids::MerchantId;
use domain::merchant::MerchantCode;
use domain::time::Span;
use domain::typed::digits_only_blanks_removed;
use store::merchant_files::{self, FoundMerchant, MailSeen, MerchantFile, PersonSeen};
use store::people;

/// 送信状況 goes back so far.
const MAILS: Span = Span::days(90);
/// How many merchants are listed at most.
pub const MOST_FOUND: u16 = 100;

impl App {
    /// Finds merchants by 加盟店コード, by a part of 社名, or both.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn find_merchants(
        &self,
        _: Operator,
        code: &str,
        company_part: &str,
    ) -> Result<Vec<FoundMerchant>, AppError> {
        let code = digits_only_blanks_removed(code);
        let part = company_part.trim();
        Ok(merchant_files::search(self.store(), &code, part, MOST_FOUND).await?)
    }

    /// A merchant's file with its 管理 user.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn merchant_file(
        &self,
        _: Operator,
        code: &MerchantCode,
    ) -> Result<Option<(MerchantFile, PersonSeen)>, AppError> {
        let Some(file) = merchant_files::show(self.store(), code).await? else {
            return Ok(None);
        };
        let admin = merchant_files::admin(self.store(), file.id, self.limits(), self.now());
        let admin = admin
            .await?
            .ok_or_else(|| AppError::Fault("a merchant without an administrator".to_owned()))?;
        Ok(Some((file, admin)))
    }

    /// A page of a merchant's 一般 and 出荷 users (`number` from 0) and how many there are: to see
    /// that one is locked, never to act on them (CS-3, LOCK-4).
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn merchant_users(
        &self,
        _: Operator,
        merchant: MerchantId,
        page: (u32, u32),
    ) -> Result<(Vec<PersonSeen>, i64), AppError> {
        let (total, _) = people::count(self.store(), merchant).await?;
        let (limits, now) = (self.limits(), self.now());
        let users = merchant_files::users(self.store(), merchant, limits, now, page).await?;
        Ok((users, total))
    }

    /// A page of the mails about a merchant of the last 90 days, and how many there are.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn merchant_mails(
        &self,
        _: Operator,
        merchant: MerchantId,
        page: (u32, u32),
    ) -> Result<(Vec<MailSeen>, i64), AppError> {
        let since = self.now().minus(MAILS);
        Ok(merchant_files::mails(self.store(), merchant, since, page).await?)
    }
}
