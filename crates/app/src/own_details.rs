//! ユーザ情報変更: people change their own name and address (SCR-14, USER-19, GAP-9, GAP-10).

use crate::mailing::{About, WORTH_SENDING};
use crate::{App, AppError, Nonce, Origin, Session};
use crypto::Token;
use domain::audit::{Action, Actor, Event};
use domain::authority::Member;
use domain::mail_address::MailAddress;
use domain::notice::Notice;
use domain::own_details::{self, Changes, Form, Refusal};
use domain::person::{Person, Role};
use domain::registration::Problem;
use domain::step_up::SteppedUp;
use domain::time::Span;
use store::outbox::NewMail;
use store::own_details::{self as details, NewChange};
use store::people::{self, Subject};
use store::{audit, forms, outbox};

/// Somebody's own details.
#[derive(Clone, Debug)]
pub struct OwnDetails {
    /// Who.
    pub person: Person,
    /// The address that mails go to; with 管理者ユーザと同一 it is 管理's.
    pub mail: Option<MailAddress>,
    /// An address that has still to be confirmed.
    pub pending: Option<MailAddress>,
}

/// What a change came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OwnChange {
    /// Done. With an address, a mail to it waits to be opened.
    Done {
        /// A new address is to be confirmed.
        asked: bool,
    },
    /// The form says what is so already.
    Nothing,
    /// Too many new addresses within an hour.
    TooOften,
    /// Why not.
    Refused(Refusal),
    /// The person is gone.
    Gone,
}

impl App {
    /// The details of the session's person.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn own_details(&self, session: &Session) -> Result<Option<OwnDetails>, AppError> {
        let owner = session.owner();
        let Some(subject) = people::find(self.store(), owner.merchant, owner.person).await? else {
            return Ok(None);
        };
        Ok(Some(OwnDetails {
            pending: details::pending(self.store(), owner, self.now()).await?,
            mail: subject.addresses.own,
            person: subject.person,
        }))
    }

    /// Changes the name at once; a new address takes effect once its owner has opened the link in
    /// the mail to it and pressed the button. The old address is told at once.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn change_own_details(
        &self,
        session: &Session,
        _: SteppedUp<Member>,
        form: &Form,
        (nonce, origin): (Nonce, &Origin),
    ) -> Result<OwnChange, AppError> {
        if let Some(answer) = forms::answer(self.store(), &nonce.0).await? {
            return Ok(done(answer == ASKED));
        }
        let owner = session.owner();
        let Some(subject) = people::find(self.store(), owner.merchant, owner.person).await? else {
            return Ok(OwnChange::Gone);
        };
        let admin_mail = subject.addresses.admin.as_ref();
        let changes = match own_details::check(form, &subject.person, admin_mail) {
            Ok(changes) if changes.is_empty() => return Ok(OwnChange::Nothing),
            Ok(changes) => changes,
            Err(refusal) => return Ok(OwnChange::Refused(refusal)),
        };
        if let Some(refusal) = self.address_refused(&subject, &changes).await? {
            return Ok(refusal);
        }
        self.save_own_details(session, (&subject, &changes), nonce, origin)
            .await
    }

    /// A new address may be taken, or the person may have asked for too many.
    async fn address_refused(
        &self,
        subject: &Subject,
        changes: &Changes,
    ) -> Result<Option<OwnChange>, AppError> {
        let Some(mail) = &changes.mail else {
            return Ok(None);
        };
        let (store, owner) = (self.store(), subject.owner());
        let except = Some(owner.person);
        let (_, taken) = people::taken(store, owner.merchant, None, Some(mail), except).await?;
        if taken {
            let broken = Refusal::Broken(vec![Problem::MailTaken]);
            return Ok(Some(OwnChange::Refused(broken)));
        }
        let since = self.now().minus(Span::hours(1));
        let asked = details::recent(store, owner, since).await?;
        let most = i64::from(self.policy().reset_mails_per_hour);
        Ok((asked >= most).then_some(OwnChange::TooOften))
    }

    async fn save_own_details(
        &self,
        session: &Session,
        (subject, changes): (&Subject, &Changes),
        nonce: Nonce,
        origin: &Origin,
    ) -> Result<OwnChange, AppError> {
        let asked = changes.mail.as_ref();
        let asked = asked.map(|mail| self.asked(subject, mail)).transpose()?;
        let answer = if asked.is_some() { ASKED } else { SAVED };
        let (owner, now) = (subject.owner(), self.now());
        let mut tx = self.store().begin().await?;
        if !forms::use_up(&mut tx, &nonce.0, Some(session.id), answer, now).await? {
            tx.rollback().await?;
            return Ok(done(asked.is_some()));
        }
        if let Some(name) = &changes.name {
            let is_admin = subject.person.role == Role::Admin;
            if !details::set_name(&mut tx, owner, name.as_str(), is_admin).await? {
                tx.rollback().await?;
                return Ok(OwnChange::Gone);
            }
            let event = self.own_event(subject, Action::ChangeOwnDetails, origin);
            audit::insert(&mut tx, self.audit_id()?, &event).await?;
        }
        if let Some((change, mails)) = &asked {
            details::insert(&mut tx, change, now).await?;
            for mail in mails {
                outbox::insert(&mut tx, mail, now).await?;
            }
            let event = self.own_event(subject, Action::AskAddressChange, origin);
            audit::insert(&mut tx, self.audit_id()?, &event).await?;
        }
        tx.commit().await?;
        Ok(done(asked.is_some()))
    }

    /// The link to a new address, and the word to the old one.
    fn asked(
        &self,
        subject: &Subject,
        mail: &MailAddress,
    ) -> Result<(NewChange, Vec<NewMail>), AppError> {
        let token = Token::random(self.entropy())?;
        let (about, now) = (About::subject(subject), self.now());
        let expires_at = now.plus(self.policy().reset_link);
        let minutes = self.policy().reset_link.whole_minutes();
        let link = Notice::AddressChangeAsked {
            token: token.reveal().to_owned(),
            minutes: u32::try_from(minutes).unwrap_or(u32::MAX),
        };
        let mut mails = vec![self.mail(mail, about, link, expires_at)?];
        if let Some(old) = &subject.addresses.own {
            let told = Notice::AddressChangeStarted {
                shown_new: mail.masked(),
            };
            mails.push(self.mail(old, about, told, now.plus(WORTH_SENDING))?);
        }
        let change = NewChange {
            id: self.new_id()?,
            token: token.digest().0,
            owner: subject.owner(),
            mail: mail.clone(),
            expires_at,
        };
        Ok((change, mails))
    }

    pub(crate) fn own_event(&self, subject: &Subject, action: Action, origin: &Origin) -> Event {
        Event {
            at: self.now(),
            merchant: Some(subject.merchant),
            actor: Actor::Person(subject.person.id),
            action,
            outcome: "ok",
            subject: Some(subject.person.id),
            origin: origin.shown.clone(),
            remark: String::new(),
        }
    }
}

/// The answers that a form sent twice gets again.
const ASKED: &str = "asked";
const SAVED: &str = "saved";

const fn done(asked: bool) -> OwnChange {
    OwnChange::Done { asked }
}
