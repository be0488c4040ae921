//! リカバリーコードでログイン: 加盟店コード, ユーザID, パスワード and a recovery code. The same budget,
//! the same one refusal and the same work for every refusal as at the other entrance; leads to
//! enrolling a new pass and nowhere else.

use crate::log_in::{DECISIONS, Entry, Evidence, Name, Opened, Way, abandon, look_again, trimmed};
use crate::mailing::{About, WORTH_SENDING};
use crate::{App, AppError, LogIn, LoggedIn};
use crypto::DigestPurpose;
use domain::log_in::Opening;
use domain::notice::Notice;
use domain::recovery;
use domain::time::Timestamp;
use store::accounts::AccountRow;
use store::factors::Owner;
use store::recovery::UnusedCode;
use store::{Tx, attempts, audit, outbox, recovery as codes, sessions};
use subtle::ConstantTimeEq;
use uuid::Uuid;

impl App {
    /// Logs in with a recovery code, which stands in `typed.code`.
    ///
    /// # Errors
    /// As [`App::log_in`].
    pub async fn log_in_with_recovery_code(&self, typed: LogIn<'_>) -> Result<LoggedIn, AppError> {
        let came = self.now();
        let answer = self.recover(typed).await;
        self.entrance_answers(Way::Recovery, came, answer).await
    }

    async fn recover(&self, typed: LogIn<'_>) -> Result<LoggedIn, AppError> {
        let mut place = self.pool().enter(typed.origin.network)?;
        let name = Name::of(self, &typed, Way::Recovery);
        match self
            .admit_try((&name.budget, &name.older), name.attempt, typed.origin)
            .await?
        {
            Entry::Admitted => {}
            Entry::FailedBefore | Entry::CutOff => return Ok(LoggedIn::Refused),
            Entry::Locked => return Ok(LoggedIn::Locked),
        }
        let row = self.load(&name, typed.origin).await?;
        let candidates = self.candidates(row.as_ref())?;
        let matched = place.verify(&trimmed(typed.password), candidates).await?;
        drop(place);
        let evidence = Evidence::new(matched, "", row.as_ref());
        self.decide_recovery(&typed, &name, row, &evidence).await
    }

    async fn decide_recovery(
        &self,
        typed: &LogIn<'_>,
        name: &Name,
        mut row: Option<AccountRow>,
        evidence: &Evidence,
    ) -> Result<LoggedIn, AppError> {
        for _ in 0..DECISIONS {
            let unused = codes::unused(self.store(), row.as_ref().map(owner)).await?;
            let code = self.recovery_code(row.as_ref(), typed.code, &unused);
            let account = self.account(row.as_ref(), typed.access_key, typed.origin)?;
            let matched = evidence.matched_in(row.as_ref());
            let (policy, now) = (self.policy(), self.now());
            let decision = recovery::decide(account.as_ref(), matched, code.is_some(), policy, now);
            if let (true, Some(repeated)) =
                (matched.any(), row.as_ref().and_then(|row| row.repeated))
            {
                return self.answer_again(name, repeated).await;
            }
            match (decision, &row, code) {
                (Ok(opening), Some(account), Some(code)) => {
                    let left = u32::try_from(unused.len()).unwrap_or(u32::MAX);
                    let used = (code, left.saturating_sub(1));
                    let opened = self.open_recovery((typed, name), account, &opening, used);
                    match look_again(opened.await)? {
                        Opened::Yes => return Ok(name.open(opening.obligations)),
                        Opened::TooLate => return Ok(LoggedIn::Refused),
                        Opened::Stale => row = self.load_anew(name, typed.origin).await?,
                    }
                }
                (Ok(_), ..) => return Ok(LoggedIn::Refused),
                (Err(refusal), ..) => {
                    return self.refuse(typed, name, row.as_ref(), &refusal).await;
                }
            }
        }
        Err(AppError::contended())
    }

    /// Which of the unused codes was typed. Costs the same when there are none.
    fn recovery_code(
        &self,
        row: Option<&AccountRow>,
        typed: &str,
        unused: &[UnusedCode],
    ) -> Option<Uuid> {
        let person = row.map_or(Uuid::nil(), |row| row.person.uuid());
        let text = recovery::typed(typed);
        let parts: [&[u8]; 2] = [person.as_bytes(), text.as_bytes()];
        let digests = self
            .keys()
            .keyed_digests(DigestPurpose::RecoveryCode, &parts);
        let mut found = None;
        for code in unused {
            for digest in &digests {
                if bool::from(code.digest.ct_eq(digest)) {
                    found = Some(code.id);
                }
            }
        }
        found
    }

    async fn open_recovery(
        &self,
        (typed, name): (&LogIn<'_>, &Name),
        row: &AccountRow,
        opening: &Opening,
        (code, left): (Uuid, u32),
    ) -> Result<Opened, AppError> {
        let now = self.now();
        let mut tx = self.store().begin().await?;
        if !codes::use_up(&mut tx, owner(row), code, now).await? {
            return abandon(tx, Opened::Stale).await;
        }
        if !attempts::clear(&mut tx, &name.budget, name.attempt, now).await? {
            return abandon(tx, Opened::TooLate).await;
        }
        let session = self.new_session(typed, name, row, (opening, row.epoch))?;
        if !sessions::open(&mut tx, &session).await? {
            return abandon(tx, Opened::Stale).await;
        }
        let came = (typed.origin, opening.strength);
        self.notice_browser(&mut tx, row, &name.merchant_code, came)
            .await?;
        self.tell_recovery(&mut tx, (row, name), left, now).await?;
        let event = crate::log_in::logged_in(typed, row, opening, now);
        audit::insert(&mut tx, self.audit_id()?, &event).await?;
        tx.commit().await?;
        Ok(Opened::Yes)
    }

    /// A log-in without the phone is told to the person, and to 管理 where nobody else is reached.
    async fn tell_recovery(
        &self,
        tx: &mut Tx,
        (row, name): (&AccountRow, &Name),
        left: u32,
        now: Timestamp,
    ) -> Result<(), AppError> {
        let Some(to) = row.addresses.for_others_act(row.role, now) else {
            return Ok(());
        };
        let about = About {
            person: Some(row.person),
            merchant: row.merchant,
            merchant_code: &name.merchant_code,
            user_id: &row.user_id,
            access_key: &row.access_key,
            locale: &row.locale,
        };
        let notice = Notice::RecoveryCodeUsed { left };
        let mail = self.mail(to, about, notice, now.plus(WORTH_SENDING))?;
        Ok(outbox::insert(tx, &mail, now).await?)
    }
}

const fn owner(row: &AccountRow) -> Owner {
    Owner {
        person: row.person,
        merchant: row.merchant,
    }
}
