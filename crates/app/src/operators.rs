//! The centre's own people: made, given a way back, removed, by the command line alone (CS-6).

use crate::mailing::About;
use crate::{App, AppError, Origin};
use crypto::{Password, temporary_password};
use domain::audit::{Action, Actor, Event};
use domain::ids::PersonId;
use domain::mail_address::MailAddress;
use domain::merchant::{CENTRE, CENTRE_KEY, MerchantCode};
use domain::notice::{Cause, Notice};
use domain::person::{Giver, LoginMethod, Person, PersonName, Role, UserId};
use domain::reset::Addresses;
use store::credentials::{self, Temporary};
use store::operators::{self, OperatorLine};
use store::outbox::NewMail;
use store::people::{self, MAIL_KEY, Subject, USER_ID_KEY};
use store::{StoreError, attempts, audit, factors, outbox, resets};

/// An operator to be made.
#[derive(Clone, Debug)]
pub struct NewOperator {
    /// ユーザID.
    pub user_id: UserId,
    /// Name.
    pub name: PersonName,
    /// Address.
    pub mail: MailAddress,
    /// Mail the first password; otherwise it is only in the answer.
    pub send_first_password: bool,
}

/// What making an operator came to.
#[derive(Debug)]
pub enum OperatorCreated {
    /// Done.
    Done {
        /// The first password: temporary, to be changed at the first log-in.
        first_password: Password,
    },
    /// Nine digits are merchants' administrators' (USER-17).
    IdReserved,
    /// ユーザID is taken.
    IdTaken,
    /// The address is another operator's.
    MailTaken,
}

/// What the command line did to an operator.
#[derive(Debug)]
pub enum OperatorReset {
    /// Done.
    Done {
        /// The new first password.
        first_password: Password,
    },
    /// There is no such operator.
    NoSuchOperator,
}

impl App {
    /// Makes an operator.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn create_operator(
        &self,
        new: &NewOperator,
        origin: &Origin,
    ) -> Result<OperatorCreated, AppError> {
        if new.user_id.is_reserved() {
            return Ok(OperatorCreated::IdReserved);
        }
        let subject = self.new_operator(new)?;
        let password = temporary_password(self.entropy())?;
        let temporary = Temporary {
            giver: Giver::Operator,
            ..self.first_password(&subject, &password, origin).await?
        };
        let mail = new
            .send_first_password
            .then(|| self.operators_mail(&subject, &password, &temporary))
            .transpose()?
            .flatten();
        let event = self.operator_event(&subject, Action::CreateOperator);
        let audit_id = self.audit_id()?;
        let saved: Result<(), StoreError> = async {
            let now = self.now();
            let mut tx = self.store().begin().await?;
            people::insert(&mut tx, &subject, now).await?;
            credentials::give_temporary(&mut tx, subject.owner(), 0, &temporary, now).await?;
            if let Some(mail) = &mail {
                outbox::insert(&mut tx, mail, now).await?;
            }
            audit::insert(&mut tx, audit_id, &event).await?;
            tx.commit().await
        }
        .await;
        match saved {
            Ok(()) => Ok(OperatorCreated::Done {
                first_password: password,
            }),
            Err(error) if error.violates(&USER_ID_KEY) => Ok(OperatorCreated::IdTaken),
            Err(error) if error.violates(&MAIL_KEY) => Ok(OperatorCreated::MailTaken),
            Err(error) => Err(error.into()),
        }
    }

    /// All operators.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn operators(&self) -> Result<Vec<OperatorLine>, AppError> {
        Ok(operators::list(self.store(), self.limits(), self.now()).await?)
    }

    /// Gives an operator a way back: a new first password, a new secret to be enrolled, no lock.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn reset_operator(
        &self,
        user_id: &UserId,
        send: bool,
        origin: &Origin,
    ) -> Result<OperatorReset, AppError> {
        let Some(subject) = self.find_operator(user_id).await? else {
            return Ok(OperatorReset::NoSuchOperator);
        };
        let password = temporary_password(self.entropy())?;
        let temporary = self
            .temporary(&subject, &password, Giver::Operator, origin)
            .await?;
        let mail = send
            .then(|| self.operators_mail(&subject, &password, &temporary))
            .transpose()?
            .flatten();
        let now = self.now();
        let (owner, until) = (subject.owner(), now.plus(self.policy().enrolment));
        let mut tx = self.store().begin().await?;
        if !credentials::give_temporary(&mut tx, owner, subject.epoch, &temporary, now).await? {
            tx.rollback().await?;
            return Err(AppError::contended());
        }
        credentials::open_enrolment(&mut tx, owner, until, Giver::Operator).await?;
        factors::revoke_all(&mut tx, owner, now).await?;
        attempts::release(&mut tx, &subject.budget).await?;
        resets::end_all(&mut tx, &subject, now).await?;
        if let Some(mail) = &mail {
            outbox::insert(&mut tx, mail, now).await?;
        }
        let event = self.operator_event(&subject, Action::ResetOperator);
        audit::insert(&mut tx, self.audit_id()?, &event).await?;
        tx.commit().await?;
        Ok(OperatorReset::Done {
            first_password: password,
        })
    }

    /// Removes an operator; the sessions end at once. False when there is none.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn remove_operator(&self, user_id: &UserId) -> Result<bool, AppError> {
        let Some(subject) = self.find_operator(user_id).await? else {
            return Ok(false);
        };
        let mut tx = self.store().begin().await?;
        if !operators::remove(&mut tx, subject.person.id, self.now()).await? {
            tx.rollback().await?;
            return Ok(false);
        }
        // Somebody may be given the same ユーザID: no lock is left to inherit.
        attempts::release(&mut tx, &subject.budget).await?;
        let event = self.operator_event(&subject, Action::RemoveOperator);
        audit::insert(&mut tx, self.audit_id()?, &event).await?;
        tx.commit().await?;
        Ok(true)
    }

    async fn find_operator(&self, user_id: &UserId) -> Result<Option<Subject>, AppError> {
        let (code, id) = (MerchantCode::centre(), user_id.folded());
        Ok(people::find_by_name(self.store(), code.as_str(), &id).await?)
    }

    fn new_operator(&self, new: &NewOperator) -> Result<Subject, AppError> {
        let code = MerchantCode::centre();
        Ok(Subject {
            budget: self.budget(code.as_str(), &new.user_id.folded()),
            merchant: CENTRE,
            merchant_code: code,
            access_key: CENTRE_KEY.to_owned(),
            addresses: Addresses {
                own: Some(new.mail.clone()),
                ..Addresses::default()
            },
            locale: "ja".to_owned(),
            epoch: 0,
            person: Person {
                id: PersonId::new(self.new_id()?),
                role: Role::Operator,
                user_id: new.user_id.clone(),
                name: new.name.clone(),
                mail: Some(new.mail.clone()),
                login_method: LoginMethod::AppOnly,
                same_person: false,
            },
        })
    }

    fn operators_mail(
        &self,
        subject: &Subject,
        password: &Password,
        temporary: &Temporary,
    ) -> Result<Option<NewMail>, AppError> {
        let notice = Notice::TemporaryPassword {
            password: password.reveal().to_owned(),
            cause: Cause::Operator,
        };
        let about = About::subject(subject);
        let to = subject.addresses.own.as_ref();
        to.map(|to| self.mail(to, about, notice, temporary.until))
            .transpose()
    }

    fn operator_event(&self, subject: &Subject, action: Action) -> Event {
        Event {
            at: self.now(),
            merchant: Some(CENTRE),
            actor: Actor::Operator(None),
            action,
            outcome: "ok",
            subject: Some(subject.person.id),
            origin: "command line".to_owned(),
            remark: String::new(),
        }
    }
}
