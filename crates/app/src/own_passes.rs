//! 認証アプリの登録: people keep several passes, add one before the old phone dies, and remove what is
//! lost.

use crate::mailing::{About, WORTH_SENDING};
use crate::{App, AppError, Issue, Nonce, Origin, Session};
use crypto::Token;
use domain::audit::{Action, Actor, Event};
use domain::authority::Member;
use domain::confirm::{self, Confirmation};
use domain::ids::FactorId;
use domain::log_in::{Acceptance, TypedCode};
use domain::notice::Notice;
use domain::pass_name::PassName;
use domain::step_up::SteppedUp;
use otp::TimeStep;
use store::factors::{self, FactorKind, FactorRow, Slots};
use store::passes::{self, PassLine};
use store::people::{self, Subject};
use store::sessions::{self, Rotation};
use store::{Tx, audit, browsers, credentials, forms, outbox};

/// What the first code of an added pass came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddedPass {
    /// It is in force beside the others.
    Done,
    /// Not yet, and why.
    NotYet(Confirmation),
    /// This session was issued no secret, or it is confirmed or replaced already.
    NoSecret,
}

/// What a removal came to.
#[derive(Debug)]
pub enum RemovedPass {
    /// Removed; the session has a new token, all others have ended.
    Done {
        /// The session's new token.
        token: Token,
    },
    /// It is the last app, and stays.
    Last,
    /// The person has no such pass.
    NoSuchPass,
}

impl App {
    /// The passes of the session's person.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn own_passes(&self, session: &Session) -> Result<Vec<PassLine>, AppError> {
        Ok(passes::list(self.store(), session.owner()).await?)
    }

    /// Issues a secret for a further pass. [`Issue::InForce`]: there are as many as there may be.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn add_pass(
        &self,
        session: &Session,
        _: SteppedUp<Member>,
        name: &PassName,
        (nonce, origin): (Nonce, &Origin),
    ) -> Result<Issue, AppError> {
        let slots = Slots::Below(self.policy().passes.most);
        let what = (name.as_str(), slots);
        self.issue(session, what, nonce, origin).await
    }

    /// Confirms the pass that was issued to this very session, with its first code.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn confirm_pass(
        &self,
        session: &Session,
        _: Member,
        code: &str,
        (nonce, origin): (Nonce, &Origin),
    ) -> Result<AddedPass, AppError> {
        let owner = session.owner();
        let pending = factors::pending(self.store(), owner).await?;
        let own = |row: &FactorRow| row.issued_by == Some(session.id);
        let Some(pending) = pending.filter(own) else {
            let before = forms::answer(self.store(), &nonce.0).await?;
            return Ok(before.map_or(AddedPass::NoSecret, |_| AddedPass::Done));
        };
        let factor = self.totp_factor(owner, &pending)?;
        match confirm::check(&factor, &TypedCode::parse(code), self.now()) {
            Confirmation::Right(step) => {
                let first = (factor.id, step);
                self.save_added(session, first, nonce, origin).await
            }
            not_yet => Ok(AddedPass::NotYet(not_yet)),
        }
    }

    async fn save_added(
        &self,
        session: &Session,
        (factor, step): (FactorId, TimeStep),
        nonce: Nonce,
        origin: &Origin,
    ) -> Result<AddedPass, AppError> {
        let owner = session.owner();
        let Some(subject) = people::find(self.store(), owner.merchant, owner.person).await? else {
            return Ok(AddedPass::NoSecret);
        };
        let now = self.now();
        let acceptance = Acceptance {
            factor,
            step,
            confirms: true,
        };
        let mut tx = self.store().begin().await?;
        if !forms::use_up(&mut tx, &nonce.0, Some(session.id), "added", now).await? {
            tx.rollback().await?;
            return Ok(AddedPass::Done);
        }
        if !factors::accept(&mut tx, &acceptance, now).await? {
            tx.rollback().await?;
            return Ok(AddedPass::NoSecret);
        }
        self.tell_both(&mut tx, &subject, &Notice::SecretRegistered)
            .await?;
        let event = self.pass_event(session, Action::ConfirmSecret, origin);
        audit::insert(&mut tx, self.audit_id()?, &event).await?;
        tx.commit().await?;
        Ok(AddedPass::Done)
    }

    /// Gives a pass another name. False when the person has no such pass.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn rename_pass(
        &self,
        session: &Session,
        _: SteppedUp<Member>,
        (pass, name): (FactorId, &PassName),
        (nonce, origin): (Nonce, &Origin),
    ) -> Result<bool, AppError> {
        let now = self.now();
        let mut tx = self.store().begin().await?;
        if !forms::use_up(&mut tx, &nonce.0, Some(session.id), "renamed", now).await? {
            tx.rollback().await?;
            return Ok(true);
        }
        if !passes::rename(&mut tx, session.owner(), pass, name.as_str()).await? {
            tx.rollback().await?;
            return Ok(false);
        }
        let event = self.pass_event(session, Action::RenamePass, origin);
        audit::insert(&mut tx, self.audit_id()?, &event).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Removes a pass, never the last app; all other sessions of the person end, and all other browsers
    /// are strangers' again. Told to the person and to 管理.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn remove_pass(
        &self,
        session: &Session,
        _: SteppedUp<Member>,
        pass: FactorId,
        (nonce, origin): (Nonce, &Origin),
    ) -> Result<RemovedPass, AppError> {
        let owner = session.owner();
        let known = passes::list(self.store(), owner).await?;
        let line = known.iter().find(|line| line.id == pass);
        let subject = people::find(self.store(), owner.merchant, owner.person).await?;
        let (Some(subject), Some(line)) = (subject, line) else {
            return Ok(RemovedPass::NoSuchPass);
        };
        let (notice, action) = removal(line.kind);
        let (now, token) = (self.now(), self.rotated_token(&session.token, nonce));
        let rotation = Rotation {
            id: session.id,
            from: session.token.digest().0,
            to: token.digest().0,
            strength: session.standing.strength,
            obligations: session.standing.obligations,
            stepped_up: false,
        };
        let mut tx = self.store().begin().await?;
        let page = "/console/passes";
        if !forms::use_up(&mut tx, &nonce.0, Some(session.id), page, now).await? {
            tx.rollback().await?;
            return Ok(RemovedPass::Done { token });
        }
        if !passes::remove(&mut tx, owner, pass, now).await? {
            tx.rollback().await?;
            return Ok(RemovedPass::Last);
        }
        let moved = credentials::close_enrolment(&mut tx, owner, session.epoch).await?
            && sessions::rotate(&mut tx, &rotation, now).await?;
        if !moved {
            tx.rollback().await?;
            return Ok(RemovedPass::NoSuchPass);
        }
        browsers::forget_others(&mut tx, owner, origin.mark_digest()).await?;
        self.tell_both(&mut tx, &subject, &notice).await?;
        let event = self.pass_event(session, action, origin);
        audit::insert(&mut tx, self.audit_id()?, &event).await?;
        tx.commit().await?;
        Ok(RemovedPass::Done { token })
    }

    /// Tells the person and 管理: whoever does this in somebody's place is noticed.
    pub(crate) async fn tell_both(
        &self,
        tx: &mut Tx,
        subject: &Subject,
        notice: &Notice,
    ) -> Result<(), AppError> {
        let now = self.now();
        for to in subject.addresses.person_and_admin() {
            let until = now.plus(WORTH_SENDING);
            let mail = self.mail(to, About::subject(subject), notice.clone(), until)?;
            outbox::insert(tx, &mail, now).await?;
        }
        Ok(())
    }

    pub(crate) fn pass_event(&self, session: &Session, action: Action, origin: &Origin) -> Event {
        Event {
            at: self.now(),
            merchant: Some(session.standing.merchant),
            actor: Actor::Person(session.standing.person),
            action,
            outcome: "ok",
            subject: Some(session.standing.person),
            origin: origin.shown.clone(),
            remark: String::new(),
        }
    }
}

/// What a removal is called in mails and in the trail.
const fn removal(kind: FactorKind) -> (Notice, Action) {
    match kind {
        FactorKind::Totp => (Notice::PassRemoved, Action::RemovePass),
        FactorKind::Passkey => (Notice::PasskeyRemoved, Action::RemovePasskey),
    }
}
