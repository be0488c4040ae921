//! Customer service gives a stranded or locked 管理 user a way back (CS-1, CS-2, OTP-11, LOCK-3).

use crate::mailing::{About, WORTH_SENDING};
use crate::{Agent, App, AppError, Desk, Origin};
use crypto::temporary_password;
use domain::audit::Action;
use domain::care::{QUESTION_OPEN, ResetAdmin, Verdict};
use domain::ids::ApprovalId;
use domain::merchant::MerchantCode;
use domain::notice::{Cause, Notice};
use domain::person::{Giver, Role};
use store::approvals::{self, NewApproval};
use store::credentials::Temporary;
use store::merchant_files::{self, MerchantFile};
use store::outbox::NewMail;
use store::people::Subject;
use store::{Tx, attempts, credentials, factors, merchant_edits, outbox, resets};

/// What it came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AdminReset {
    /// Done; contact person and 管理 are told by mail.
    Done,
    /// The contact address is fresh: a second operator has been asked.
    Asked,
    /// A second operator was asked already, and has not answered yet.
    AlreadyAsked,
    /// No merchant has this code.
    NoSuchMerchant,
    /// A temporary password has to be mailed, and there is no address for it.
    NoAddress,
    /// There was no lock.
    NotLocked,
    /// The question is not open any more, or is one's own.
    NotOpen,
}

/// All that is prepared before the transaction.
struct Ready {
    temporary: Option<Temporary>,
    mails: Vec<NewMail>,
}

/// How often a decision is made again when the merchant's file moved on under it.
const DECISIONS: usize = 3;

impl App {
    /// Initialises what `what` names for a merchant's 管理 user, or asks a second operator to.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn reset_admin(
        &self,
        code: &MerchantCode,
        what: ResetAdmin,
        agent: Agent<'_>,
    ) -> Result<AdminReset, AppError> {
        for _ in 0..DECISIONS {
            let Some(file) = merchant_files::show(self.store(), code).await? else {
                return Ok(AdminReset::NoSuchMerchant);
            };
            let answer = match agent {
                Agent::Desk(desk) if what.takes_two(&file.contact, self.now()) => {
                    self.ask_second(desk, &file, what).await?
                }
                _ => self.carry_out_reset(&file, what, agent, None).await?,
            };
            if let Some(answer) = answer {
                return Ok(answer);
            }
        }
        Err(AppError::contended())
    }

    async fn ask_second(
        &self,
        desk: &Desk<'_>,
        file: &MerchantFile,
        what: ResetAdmin,
    ) -> Result<Option<AdminReset>, AppError> {
        let now = self.now();
        let agent = Agent::Desk(desk);
        let reason = agent.reason();
        let new = NewApproval {
            id: ApprovalId::new(self.new_id()?),
            merchant: file.id,
            what,
            reason: &reason,
            asked_by: desk.operator.right().person(),
            expires_at: now.plus(QUESTION_OPEN),
        };
        let mut tx = self.store().begin().await?;
        if !self.only_once(&mut tx, agent, "asked").await? {
            tx.rollback().await?;
            return Ok(Some(AdminReset::Asked));
        }
        if !approvals::ask(&mut tx, &new, now).await? {
            tx.rollback().await?;
            return Ok(Some(AdminReset::AlreadyAsked));
        }
        let about = (file.id, None);
        let done = (Action::AskApproval, what.words());
        self.record_care(&mut tx, agent, about, (done.0, &done.1))
            .await?;
        tx.commit().await?;
        Ok(Some(AdminReset::Asked))
    }

    /// Does it, in the transaction that answers `question` if there was one. `None`: the file has
    /// moved on, decide again.
    pub(crate) async fn carry_out_reset(
        &self,
        file: &MerchantFile,
        what: ResetAdmin,
        agent: Agent<'_>,
        question: Option<ApprovalId>,
    ) -> Result<Option<AdminReset>, AppError> {
        let admin = self.admin_of(file.id).await?;
        if what.password && self.contact_and_admin(&admin).is_empty() {
            return Ok(Some(AdminReset::NoAddress));
        }
        let ready = self.ready_reset(&admin, what, agent.origin()).await?;
        let now = self.now();
        let mut tx = self.store().begin().await?;
        if !self.only_once(&mut tx, agent, "done").await? {
            tx.rollback().await?;
            return Ok(Some(AdminReset::Done));
        }
        if !merchant_edits::is_unchanged(&mut tx, (file.id, file.version)).await? {
            tx.rollback().await?;
            return Ok(None);
        }
        if let (Some(id), Agent::Desk(desk)) = (question, agent) {
            let by = desk.operator.right().person();
            if !approvals::decide(&mut tx, id, Verdict::Approve, by, now).await? {
                tx.rollback().await?;
                return Ok(Some(AdminReset::NotOpen));
            }
            self.record_care(&mut tx, agent, (file.id, None), (Action::Approve, ""))
                .await?;
        }
        if !self.apply_reset(&mut tx, &admin, what, &ready).await? {
            tx.rollback().await?;
            return Ok(Some(AdminReset::NotLocked));
        }
        let about = (file.id, Some(admin.person.id));
        self.record_care(&mut tx, agent, about, (Action::ResetAdmin, &what.words()))
            .await?;
        tx.commit().await?;
        Ok(Some(AdminReset::Done))
    }

    async fn ready_reset(
        &self,
        admin: &Subject,
        what: ResetAdmin,
        origin: &Origin,
    ) -> Result<Ready, AppError> {
        let mut mails = Vec::new();
        let mut given = None;
        let cause = Cause::Operator;
        if what.password {
            let password = temporary_password(self.entropy())?;
            let temporary = self
                .temporary(admin, &password, Giver::Operator, origin)
                .await?;
            let notice = Notice::TemporaryPassword {
                password: password.reveal().to_owned(),
                cause,
            };
            let to = admin.addresses.for_others_act(Role::Admin, self.now());
            if let Some(to) = to {
                mails.push(self.mail(to, About::subject(admin), notice, temporary.until)?);
            }
            // 管理 hears of it, too; the password itself goes one way only.
            for to in self.contact_and_admin(admin).into_iter().skip(1) {
                mails.push(self.telling(admin, to, Notice::UserChanged { cause })?);
            }
            given = Some(temporary);
        }
        for to in self.contact_and_admin(admin) {
            if what.secret {
                mails.push(self.telling(admin, to, Notice::SecretReset { cause })?);
            }
            if what.lock {
                mails.push(self.telling(admin, to, Notice::LockReleased { cause })?);
            }
        }
        Ok(Ready {
            temporary: given,
            mails,
        })
    }

    fn telling(
        &self,
        admin: &Subject,
        to: &domain::mail_address::MailAddress,
        notice: Notice,
    ) -> Result<NewMail, AppError> {
        let until = self.now().plus(WORTH_SENDING);
        self.mail(to, About::subject(admin), notice, until)
    }

    /// False when a lock alone was to be released and there was none.
    async fn apply_reset(
        &self,
        tx: &mut Tx,
        admin: &Subject,
        what: ResetAdmin,
        ready: &Ready,
    ) -> Result<bool, AppError> {
        let now = self.now();
        let owner = admin.owner();
        if let Some(temporary) = &ready.temporary {
            if !credentials::give_temporary(tx, owner, admin.epoch, temporary, now).await? {
                return Err(AppError::contended());
            }
            resets::end_all(tx, admin, now).await?;
        }
        if what.secret {
            let until = now.plus(self.policy().enrolment);
            credentials::open_enrolment(tx, owner, until, Giver::Operator).await?;
            factors::revoke_all(tx, owner, now).await?;
        }
        if what.lock && !attempts::release(tx, &admin.budget).await? && what.words() == "lock" {
            return Ok(false);
        }
        for mail in &ready.mails {
            outbox::insert(tx, mail, now).await?;
        }
        Ok(true)
    }
}
