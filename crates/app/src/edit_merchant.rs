//! Customer service changes what the application form set, suspends a merchant, takes it up
//! again, closes it (CS-7).

use crate::{Agent, App, AppError, Desk, Origin};
use domain::audit::Action;
use domain::merchant::{MerchantCode, MerchantKind};
use domain::merchant_form::{self, Form, Particulars, Problem};
use domain::notice::Notice;
use store::merchant_files::{self, MerchantFile, MerchantState};
use store::outbox::NewMail;
use store::{Tx, merchant_edits, outbox};

/// How often the command line decides again when the merchant's file moved on under it.
const DECISIONS: usize = 3;

/// What a change came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MerchantChange {
    /// Done; contact person and 管理 are told by mail.
    Done,
    /// What is wrong, by field.
    Broken(Vec<Problem>),
    /// Somebody else has changed it meanwhile: look again.
    Stale,
    /// Nothing differs.
    Nothing,
    /// No merchant has this code.
    NoSuchMerchant,
}

/// Whether a merchant's people may log in from now on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Access {
    /// Not for the time being.
    Suspend,
    /// Again.
    Reopen,
    /// Never again.
    Close,
}

impl App {
    /// Changes a merchant's particulars.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn change_merchant(
        &self,
        desk: &Desk<'_>,
        (code, version): (&MerchantCode, i64),
        form: &Form,
    ) -> Result<MerchantChange, AppError> {
        let Some(file) = merchant_files::show(self.store(), code).await? else {
            return Ok(MerchantChange::NoSuchMerchant);
        };
        let to = match self.checked(&file, form).await? {
            Ok(to) => to,
            Err(problems) => return Ok(MerchantChange::Broken(problems)),
        };
        if file.version != version {
            return self.changed_before(desk).await;
        }
        let what = to.changed_from(&file.particulars);
        if what.is_empty() {
            return Ok(MerchantChange::Nothing);
        }
        let words: Vec<_> = what.iter().map(|part| part.word()).collect();
        let detail = words.join(",");
        let admin = self.admin_of(file.id).await?;
        // Where to log in may have changed: the mail names the new address.
        let after = MerchantFile {
            particulars: to.clone(),
            ..file.clone()
        };
        let notice = Notice::MerchantChanged { what };
        let mails = self.told_to_merchant(&after, &admin, &notice)?;
        let agent = Agent::Desk(desk);
        let mut tx = self.store().begin().await?;
        if !self.only_once(&mut tx, agent, "changed").await? {
            tx.rollback().await?;
            return Ok(MerchantChange::Done);
        }
        if !merchant_edits::change(&mut tx, (file.id, version), &to).await? {
            tx.rollback().await?;
            return Ok(MerchantChange::Stale);
        }
        self.tell(&mut tx, &mails).await?;
        let done = (Action::ChangeMerchant, detail.as_str());
        self.record_care(&mut tx, agent, (file.id, None), done)
            .await?;
        tx.commit().await?;
        Ok(MerchantChange::Done)
    }

    /// A form that was sent twice gets its answer twice; any other came too late.
    async fn changed_before(&self, desk: &Desk<'_>) -> Result<MerchantChange, AppError> {
        let answer = store::forms::answer(self.store(), &desk.nonce.0).await?;
        Ok(answer.map_or(MerchantChange::Stale, |_| MerchantChange::Done))
    }

    async fn checked(
        &self,
        file: &MerchantFile,
        form: &Form,
    ) -> Result<Result<Particulars, Vec<Problem>>, AppError> {
        let to = match merchant_form::check_change(form) {
            Ok(to) => to,
            Err(problems) => return Ok(Err(problems)),
        };
        let loses_shipping = to.kind == MerchantKind::NonLogistics
            && merchant_files::has_shipping_users(self.store(), file.id).await?;
        Ok(if loses_shipping {
            Err(vec![Problem::ShippingUsers])
        } else {
            Ok(to)
        })
    }

    /// Suspends a merchant, takes it up again, or closes it; sessions end with the next request.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn set_access(
        &self,
        desk: &Desk<'_>,
        (code, version): (&MerchantCode, i64),
        access: Access,
    ) -> Result<MerchantChange, AppError> {
        let Some(file) = merchant_files::show(self.store(), code).await? else {
            return Ok(MerchantChange::NoSuchMerchant);
        };
        if !access.fits(file.state) {
            return self.changed_before(desk).await;
        }
        let file = MerchantFile { version, ..file };
        self.apply_access(Agent::Desk(desk), &file, access).await
    }

    /// The same on the command line, whatever version the file has: suspends a merchant or takes
    /// it up again. Nothing changes, and nobody is told, when it is so already.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn suspend_merchant(
        &self,
        code: &MerchantCode,
        suspend: bool,
        (reason, origin): (&str, &Origin),
    ) -> Result<MerchantChange, AppError> {
        let access = if suspend {
            Access::Suspend
        } else {
            Access::Reopen
        };
        for _ in 0..DECISIONS {
            let file = merchant_files::show(self.store(), code).await?;
            let Some(file) = file.filter(|file| file.state != MerchantState::Closed) else {
                return Ok(MerchantChange::NoSuchMerchant);
            };
            if !access.fits(file.state) {
                return Ok(MerchantChange::Nothing);
            }
            let agent = Agent::CommandLine { reason, origin };
            match self.apply_access(agent, &file, access).await? {
                MerchantChange::Stale => {}
                answer => return Ok(answer),
            }
        }
        Err(AppError::contended())
    }

    async fn apply_access(
        &self,
        agent: Agent<'_>,
        file: &MerchantFile,
        access: Access,
    ) -> Result<MerchantChange, AppError> {
        let admin = self.admin_of(file.id).await?;
        let notice = Notice::MerchantSuspended {
            suspended: access != Access::Reopen,
            closed: access == Access::Close,
        };
        let mails = self.told_to_merchant(file, &admin, &notice)?;
        let (now, at) = (self.now(), (file.id, file.version));
        let mut tx = self.store().begin().await?;
        if !self.only_once(&mut tx, agent, "set").await? {
            tx.rollback().await?;
            return Ok(MerchantChange::Done);
        }
        let is_set = match access {
            Access::Suspend => merchant_edits::suspend(&mut tx, at, Some(now)).await?,
            Access::Reopen => merchant_edits::suspend(&mut tx, at, None).await?,
            Access::Close => merchant_edits::close(&mut tx, at, now).await?,
        };
        if !is_set {
            tx.rollback().await?;
            return Ok(MerchantChange::Stale);
        }
        self.tell(&mut tx, &mails).await?;
        self.record_care(&mut tx, agent, (file.id, None), access.done())
            .await?;
        tx.commit().await?;
        Ok(MerchantChange::Done)
    }

    async fn tell(&self, tx: &mut Tx, mails: &[NewMail]) -> Result<(), AppError> {
        for mail in mails {
            outbox::insert(tx, mail, self.now()).await?;
        }
        Ok(())
    }
}

impl Access {
    /// Whether it changes anything at all.
    const fn fits(self, state: MerchantState) -> bool {
        matches!(
            (self, state),
            (Self::Suspend | Self::Close, MerchantState::Open)
                | (Self::Reopen | Self::Close, MerchantState::Suspended)
        )
    }

    const fn done(self) -> (Action, &'static str) {
        match self {
            Self::Suspend => (Action::SuspendMerchant, "suspended"),
            Self::Reopen => (Action::SuspendMerchant, "taken_up"),
            Self::Close => (Action::CloseMerchant, ""),
        }
    }
}
