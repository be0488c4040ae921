//! ユーザ登録: check what 管理 typed, save the user, mail the first password (USER-1..14).

use crate::mailing::About;
use crate::{App, AppError, Nonce, Origin, Session};
use crypto::{Password, temporary_password};
use domain::audit::{Action, Actor, Event};
use domain::authority::AdminOf;
use domain::ids::PersonId;
use domain::notice::Notice;
use domain::person::{Giver, Person};
use domain::registration::{self, Circumstances, Form, NewPerson, Problem};
use domain::reset::Addresses;
use store::credentials::{self, Temporary};
use store::outbox::NewMail;
use store::people::{self, MAIL_KEY, SAME_PERSON_KEY, Subject, USER_ID_KEY};
use store::{StoreError, audit, forms, outbox};
use uuid::Uuid;

/// 確定 on the confirm page.
#[derive(Clone, Copy, Debug)]
pub struct RegisterUser<'a> {
    /// The session it is done in.
    pub session: &'a Session,
    /// The right to do it.
    pub admin: AdminOf,
    /// The form as it was confirmed.
    pub form: &'a Form,
    /// The form's nonce.
    pub nonce: Nonce,
    /// Where it came from.
    pub origin: &'a Origin,
}

/// What 確定 came to.
#[derive(Debug)]
pub enum Registered {
    /// Saved; MAIL-3 is on its way.
    Done(PersonId),
    /// What is wrong, by field.
    Broken(Vec<Problem>),
}

/// A user that is ready to be saved.
struct Ready {
    subject: Subject,
    temporary: Temporary,
    mail: Option<NewMail>,
}

impl App {
    /// What the form's rules depend on.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn circumstances(&self, session: &Session) -> Result<Circumstances, AppError> {
        self.circumstances_of(session, None).await
    }

    /// What the rules depend on when `person`, who exists, is changed.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn circumstances_of(
        &self,
        session: &Session,
        person: Option<PersonId>,
    ) -> Result<Circumstances, AppError> {
        let merchant = session.standing.merchant;
        let admin = people::find_admin(self.store(), merchant).await?;
        let admin = admin
            .ok_or_else(|| AppError::Fault("a merchant without an administrator".to_owned()))?;
        Ok(Circumstances {
            kind: session.kind,
            tablet: session.tablet,
            admin_mail: admin.addresses.admin,
            admin_name: admin.person.name,
            same_person_taken: people::same_person_taken(self.store(), merchant, person).await?,
        })
    }

    /// 確認: checks the form without saving anything, taken IDs and addresses included.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn check_user(
        &self,
        session: &Session,
        admin: AdminOf,
        form: &Form,
    ) -> Result<Result<NewPerson, Vec<Problem>>, AppError> {
        let circumstances = self.circumstances(session).await?;
        let checked = registration::check(form, &circumstances);
        let (id, mail) = match &checked {
            Ok(new) => (Some(new.user_id.clone()), new.mail.clone()),
            Err(_) => (
                domain::person::UserId::parse(&form.user_id),
                domain::mail_address::MailAddress::parse(&form.mail).ok(),
            ),
        };
        let (id, mail) = (id.as_ref(), mail.as_ref());
        let taken = people::taken(self.store(), admin.merchant(), id, mail, None);
        let (id_taken, mail_taken) = taken.await?;
        let mut problems = checked.as_ref().err().cloned().unwrap_or_default();
        if id_taken {
            problems.push(Problem::UserIdTaken);
        }
        if mail_taken
            && !problems
                .iter()
                .any(|p| p.field() == registration::Field::Mail)
        {
            problems.push(Problem::MailTaken);
        }
        problems.sort_by_key(|problem| problem.field());
        Ok(if problems.is_empty() {
            checked
        } else {
            Err(problems)
        })
    }

    /// 確定: saves the user and queues MAIL-3.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn register_user(&self, typed: RegisterUser<'_>) -> Result<Registered, AppError> {
        if let Some(answer) = forms::answer(self.store(), &typed.nonce.0).await? {
            return registered_before(&answer);
        }
        let circumstances = self.circumstances(typed.session).await?;
        let new = match registration::check(typed.form, &circumstances) {
            Ok(new) => new,
            Err(problems) => return Ok(Registered::Broken(problems)),
        };
        let ready = self.ready(&typed, new).await?;
        match self.save_user(&typed, &ready).await {
            Ok(true) => Ok(Registered::Done(ready.subject.person.id)),
            Ok(false) => registered_before(&self.form_answer(typed.nonce).await?),
            Err(error) => self.refused_key(&typed, error).await,
        }
    }

    /// A taken key: this form was quicker itself, or somebody else was, between 確認 and 確定.
    async fn refused_key(
        &self,
        typed: &RegisterUser<'_>,
        error: StoreError,
    ) -> Result<Registered, AppError> {
        let Some(problem) = taken(&error) else {
            return Err(error.into());
        };
        if let Some(answer) = forms::answer(self.store(), &typed.nonce.0).await? {
            return registered_before(&answer);
        }
        let problems = self
            .check_user(typed.session, typed.admin, typed.form)
            .await?
            .err();
        Ok(Registered::Broken(
            problems.unwrap_or_else(|| vec![problem]),
        ))
    }

    async fn ready(&self, typed: &RegisterUser<'_>, new: NewPerson) -> Result<Ready, AppError> {
        let subject = self.new_subject(typed.session, typed.admin, new).await?;
        let password = temporary_password(self.entropy())?;
        let temporary = self
            .first_password(&subject, &password, typed.origin)
            .await?;
        let notice = Notice::UserRegistered {
            name: subject.person.name.as_str().to_owned(),
            password: password.reveal().to_owned(),
        };
        let to = subject
            .addresses
            .for_others_act(subject.person.role, self.now());
        let about = About::subject(&subject);
        let mail = to
            .map(|to| self.mail(to, about, notice, temporary.until))
            .transpose()?;
        Ok(Ready {
            subject,
            temporary,
            mail,
        })
    }

    async fn new_subject(
        &self,
        session: &Session,
        admin: AdminOf,
        new: NewPerson,
    ) -> Result<Subject, AppError> {
        self.hear_of_digest_key().await?;
        let boss = people::find_admin(self.store(), admin.merchant()).await?;
        let boss = boss.map(|boss| boss.addresses).unwrap_or_default();
        let own = if new.same_person {
            boss.admin.clone()
        } else {
            new.mail.clone()
        };
        let budget = self.budget(session.merchant_code.as_str(), &new.user_id.folded());
        Ok(Subject {
            merchant: admin.merchant(),
            merchant_code: session.merchant_code.clone(),
            access_key: session.access_key.clone(),
            addresses: Addresses { own, ..boss },
            locale: session.locale.clone(),
            budget,
            epoch: 0,
            person: Person {
                id: PersonId::new(self.new_id()?),
                role: new.role,
                user_id: new.user_id,
                name: new.name,
                mail: new.mail,
                login_method: new.login_method,
                same_person: new.same_person,
            },
        })
    }

    /// Hashes and seals the first password of somebody who has none yet.
    pub(crate) async fn first_password(
        &self,
        subject: &Subject,
        password: &Password,
        origin: &Origin,
    ) -> Result<Temporary, AppError> {
        let mut place = self.pool().enter(origin.network)?;
        let sealed = self
            .hash_temporary(&mut place, subject.owner(), password, None)
            .await?;
        let now = self.now();
        Ok(Temporary {
            sealed,
            until: now.plus(self.policy().temporary_password),
            enrolment_until: now.plus(self.policy().enrolment),
            giver: Giver::Admin,
            ends_present: false,
        })
    }

    async fn save_user(&self, typed: &RegisterUser<'_>, ready: &Ready) -> Result<bool, StoreError> {
        let now = self.now();
        let subject = &ready.subject;
        let answer = subject.person.id.uuid().to_string();
        let event = Event {
            at: now,
            merchant: Some(typed.admin.merchant()),
            actor: Actor::Person(typed.admin.person()),
            action: Action::RegisterUser,
            outcome: "ok",
            subject: Some(subject.person.id),
            origin: typed.origin.shown.clone(),
            remark: subject.person.role.word().to_owned(),
        };
        let mut tx = self.store().begin().await?;
        if !forms::use_up(
            &mut tx,
            &typed.nonce.0,
            Some(typed.session.id),
            &answer,
            now,
        )
        .await?
        {
            tx.rollback().await?;
            return Ok(false);
        }
        people::insert(&mut tx, subject, now).await?;
        let owner = subject.owner();
        credentials::give_temporary(&mut tx, owner, 0, &ready.temporary, now).await?;
        if let Some(mail) = &ready.mail {
            outbox::insert(&mut tx, mail, now).await?;
        }
        audit::insert(&mut tx, domain::ids::AuditId::new(ready.audit_id()), &event).await?;
        tx.commit().await?;
        Ok(true)
    }
}

impl Ready {
    /// One registration writes one row, so the person's own id serves it as well.
    fn audit_id(&self) -> Uuid {
        self.subject.person.id.uuid()
    }
}

fn registered_before(answer: &str) -> Result<Registered, AppError> {
    let id = Uuid::parse_str(answer).map_err(|e| AppError::fault("form answer", e))?;
    Ok(Registered::Done(PersonId::new(id)))
}

/// Which field a taken key stands beside: somebody else was quicker between 確認 and 確定.
pub(crate) fn taken(error: &StoreError) -> Option<Problem> {
    [
        (USER_ID_KEY, Problem::UserIdTaken),
        (MAIL_KEY, Problem::MailTaken),
        (SAME_PERSON_KEY, Problem::SamePersonTaken),
    ]
    .into_iter()
    .find_map(|(key, problem)| error.violates(&key).then_some(problem))
}
