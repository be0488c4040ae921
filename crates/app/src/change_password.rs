//! パスワード変更: forced by a duty, or by one's own wish (PWD-1, PWD-2, PWD-10).

use crate::log_in::{Entry, Name, Way, trimmed};
use crate::mailing::{About, WORTH_SENDING};
use crate::{App, AppError, LogIn, Nonce, Origin, Session};
use crypto::{Candidates, Password, PasswordHash, Place, Token};
use domain::audit::{Action, Actor, Event};
use domain::log_in::Refusal;
use domain::notice::Notice;
use domain::obligations::{Duty, Obligations};
use domain::password_rules::BrokenRule;
use domain::person::Role;
use domain::typed::without_outer_blanks;
use store::credentials::{self, Chosen, Passwords};
use store::people::{self, Subject};
use store::sessions::{self, Rotation};
use store::{audit, forms, outbox, resets};
use subtle::ConstantTimeEq;

/// What was typed on the page.
#[derive(Clone, Copy, Debug)]
pub struct ChangePassword<'a> {
    /// 現在のパスワード: asked for unless the change is a duty.
    pub current: Option<&'a Password>,
    /// 新パスワード.
    pub new: &'a Password,
    /// 新パスワード確認.
    pub again: &'a Password,
    /// The form's nonce.
    pub nonce: Nonce,
    /// Where it came from.
    pub origin: &'a Origin,
}

/// What the change came to.
#[derive(Debug)]
pub enum PasswordChange {
    /// Changed; the session has a new token and all others have ended.
    Done {
        /// The session's new token.
        token: Token,
        /// What is left to do.
        obligations: Obligations,
    },
    /// The rules that the new password breaks, or the current one being wrong.
    Broken(Vec<BrokenRule>),
    /// The budget of tries is spent.
    Locked,
    /// The session has ended meanwhile.
    Gone,
}

impl App {
    /// Changes the password of the session's person.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn change_password(
        &self,
        session: &Session,
        typed: ChangePassword<'_>,
    ) -> Result<PasswordChange, AppError> {
        let rules = &self.policy().password;
        let known = [
            session.user_id.as_str(),
            session.merchant_code.as_str(),
            session.company.as_str(),
            session.name.as_str(),
            self.service(),
        ];
        let broken = rules.broken_by(typed.new.reveal(), typed.again.reveal(), &known);
        if !broken.is_empty() {
            return Ok(PasswordChange::Broken(broken));
        }
        let new = Password::new(without_outer_blanks(typed.new.reveal()));
        let passwords = credentials::passwords(self.store(), session.owner()).await?;
        let mut place = self.pool().enter(typed.origin.network)?;
        if session.standing.obligations.next() != Some(Duty::ChangePassword) {
            let shown = self.shows_current(session, &typed, &passwords, &mut place);
            let current = match shown.await? {
                Ok(current) => current,
                Err(refused) => return Ok(refused),
            };
            if bool::from(current.reveal().as_bytes().ct_eq(new.reveal().as_bytes())) {
                return Ok(PasswordChange::Broken(vec![BrokenRule::SameAsCurrent]));
            }
        }
        if place
            .same_as_any(&new, &self.not_again(session, &passwords)?)
            .await?
        {
            return self.used_before(session, typed.nonce).await;
        }
        let hash = place.hash(&new).await?;
        drop(place);
        self.save_password(session, &typed, &hash).await
    }

    /// The present password if it is right, else the answer. Whoever has the session is
    /// not yet its owner, so the look draws on the budget of the entrances.
    async fn shows_current(
        &self,
        session: &Session,
        typed: &ChangePassword<'_>,
        passwords: &Passwords,
        place: &mut Place,
    ) -> Result<Result<Password, PasswordChange>, AppError> {
        let current = trimmed(typed.current.unwrap_or(&Password::from("")));
        let entrance = LogIn {
            access_key: &session.access_key,
            merchant_code: session.merchant_code.as_str(),
            user_id: &session.user_id,
            password: &current,
            code: "",
            nonce: typed.nonce,
            origin: typed.origin,
        };
        let name = Name::of(self, &entrance, Way::Again);
        let entry = self.admit_try((&name.budget, &name.older), name.attempt, typed.origin);
        let entry = entry.await?;
        if entry == Entry::Locked {
            return Ok(Err(PasswordChange::Locked));
        }
        let candidates = self.current_only(session, passwords)?;
        if place.verify(&current, candidates).await?.current {
            self.give_back(&name).await?;
            return Ok(Ok(current));
        }
        if forms::answer(self.store(), &typed.nonce.0).await?.is_some() {
            self.give_back(&name).await?;
            return Ok(Err(self.changed(session, typed.nonce)));
        }
        // A try that has failed before was perhaps only cut off, by a node that went down: so it was
        // looked at once more. It is the one that was counted, and the answer is no other.
        if entry == Entry::Admitted {
            let row = self.load(&name, typed.origin).await?;
            self.refuse(&entrance, &name, row.as_ref(), &Refusal::WrongPassword)
                .await?;
        }
        Ok(Err(wrong_current()))
    }

    fn current_only(
        &self,
        session: &Session,
        passwords: &Passwords,
    ) -> Result<Candidates, AppError> {
        Ok(Candidates {
            current: self.present(session.owner(), passwords)?,
            temporary: None,
        })
    }

    /// The present, the temporary and the former passwords: none of them may be the new one
    /// (PWD-9).
    fn not_again(
        &self,
        session: &Session,
        passwords: &Passwords,
    ) -> Result<Vec<PasswordHash>, AppError> {
        let former = passwords
            .former
            .iter()
            .take(usize::from(self.policy().password_history));
        let all = passwords
            .current
            .iter()
            .chain(&passwords.temporary)
            .chain(former);
        all.map(|sealed| self.open_hash(session.owner(), sealed))
            .collect()
    }

    /// The new password is in use already: perhaps because this very form set it a moment ago.
    async fn used_before(
        &self,
        session: &Session,
        nonce: Nonce,
    ) -> Result<PasswordChange, AppError> {
        match forms::answer(self.store(), &nonce.0).await? {
            Some(_) => Ok(self.changed(session, nonce)),
            None => Ok(PasswordChange::Broken(vec![BrokenRule::UsedBefore])),
        }
    }

    fn changed(&self, session: &Session, nonce: Nonce) -> PasswordChange {
        PasswordChange::Done {
            token: self.rotated_token(&session.token, nonce),
            obligations: session.standing.obligations.without(Duty::ChangePassword),
        }
    }

    async fn save_password(
        &self,
        session: &Session,
        typed: &ChangePassword<'_>,
        hash: &PasswordHash,
    ) -> Result<PasswordChange, AppError> {
        let owner = session.owner();
        let Some(subject) = people::find(self.store(), owner.merchant, owner.person).await? else {
            return Ok(PasswordChange::Gone);
        };
        let chosen = Chosen {
            sealed: self.seal_hash(owner, hash)?,
            history: self.policy().password_history,
        };
        let now = self.now();
        let obligations = session.standing.obligations.without(Duty::ChangePassword);
        let rotation = Rotation {
            id: session.id,
            from: session.token.digest().0,
            to: self.rotated_token(&session.token, typed.nonce).digest().0,
            strength: session.standing.strength,
            obligations,
            stepped_up: false,
        };
        let mut tx = self.store().begin().await?;
        let answer = path_after(session.standing.role, obligations);
        if !forms::use_up(&mut tx, &typed.nonce.0, Some(session.id), answer, now).await? {
            tx.rollback().await?;
            return Ok(self.changed(session, typed.nonce));
        }
        let moved = credentials::set_password(&mut tx, owner, session.epoch, &chosen, now).await?;
        if !moved || !sessions::rotate(&mut tx, &rotation, now).await? {
            tx.rollback().await?;
            return Ok(PasswordChange::Gone);
        }
        resets::end_all(&mut tx, &subject, now).await?;
        if let Some(mail) = self.changed_mail(&subject)? {
            outbox::insert(&mut tx, &mail, now).await?;
        }
        let event = self.changed_event(session, typed.origin);
        audit::insert(&mut tx, self.audit_id()?, &event).await?;
        tx.commit().await?;
        Ok(self.changed(session, typed.nonce))
    }

    fn changed_mail(&self, of: &Subject) -> Result<Option<store::outbox::NewMail>, AppError> {
        let until = self.now().plus(WORTH_SENDING);
        let to = of.addresses.for_own_reset(of.person.role, self.now());
        to.map(|to| self.mail(to, About::subject(of), Notice::PasswordChanged, until))
            .transpose()
    }

    fn changed_event(&self, session: &Session, origin: &Origin) -> Event {
        let forced = session.standing.obligations.change_password;
        Event {
            at: self.now(),
            merchant: Some(session.standing.merchant),
            actor: Actor::Person(session.standing.person),
            action: Action::ChangePassword,
            outcome: "ok",
            subject: Some(session.standing.person),
            origin: origin.shown.clone(),
            remark: if forced { "forced" } else { "own_wish" }.to_owned(),
        }
    }
}

fn wrong_current() -> PasswordChange {
    PasswordChange::Broken(vec![BrokenRule::CurrentWrong])
}

/// Where a session goes next: kept as the answer for a form that is sent twice.
pub(crate) const fn path_after(role: Role, obligations: Obligations) -> &'static str {
    match (role, obligations.next()) {
        (Role::Operator, Some(Duty::ChangePassword)) => "/operator/password",
        (Role::Operator, Some(Duty::Enrol)) => "/operator/secret",
        (Role::Operator, None) => "/operator/menu",
        (_, Some(Duty::ChangePassword)) => "/console/password",
        (_, Some(Duty::Enrol)) => "/console/secret",
        (_, None) => "/console/menu",
    }
}
