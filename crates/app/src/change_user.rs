//! 変更: 管理 changes a user's details (USER-15, USER-18): check, confirm, save on what was seen.

use crate::acts::clean;
use crate::error::Unsaved;
use crate::register_user::taken;
use crate::{Act, App, AppError, Session};
use domain::audit::Action;
use domain::authority::AdminOf;
use domain::ids::PersonId;
use domain::notice::Cause;
use domain::person::Person;
use domain::registration::{self, Field, Form, NewPerson, Problem};
use store::factors::Owner;
use store::outbox::NewMail;
use store::people::{self, Subject};
use store::{audit, forms, outbox, own_details, user_list};

/// 確定 on the page that shows what will change.
#[derive(Clone, Copy, Debug)]
pub struct ChangeUser<'a> {
    /// Who, whom, why.
    pub act: Act<'a>,
    /// The form as it was confirmed; its ユーザID is not looked at.
    pub form: &'a Form,
    /// Which state of the user the page showed.
    pub version: i64,
}

/// A change that may be saved.
#[derive(Clone, Debug)]
pub struct ReadyChange {
    /// The user as it stands.
    pub from: Person,
    /// As it will be.
    pub to: NewPerson,
    /// In which fields they differ; at least one.
    pub fields: Vec<Field>,
}

/// Why nothing is changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotChanged {
    /// The merchant has no such user (any more).
    NoSuchUser,
    /// Somebody else has changed the user since the page was opened.
    Meanwhile,
    /// The form says what is so already.
    Nothing,
    /// What is wrong, by field.
    Broken(Vec<Problem>),
}

impl App {
    /// 確認: checks a change without saving anything.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn check_change(
        &self,
        session: &Session,
        (admin, person): (AdminOf, PersonId),
        form: &Form,
        version: i64,
    ) -> Result<Result<ReadyChange, NotChanged>, AppError> {
        let merchant = admin.merchant();
        let line = user_list::show(self.store(), merchant, self.limits(), self.now(), person);
        let Some(line) = line.await? else {
            return Ok(Err(NotChanged::NoSuchUser));
        };
        if line.version != version {
            return Ok(Err(NotChanged::Meanwhile));
        }
        let form = Form {
            user_id: line.person.user_id.as_str().to_owned(),
            ..form.clone()
        };
        let at = self.circumstances_of(session, Some(person)).await?;
        let to = match registration::check(&form, &at) {
            Ok(to) => to,
            Err(problems) => return Ok(Err(NotChanged::Broken(problems))),
        };
        let mail = to.mail.as_ref();
        let (_, mail_taken) =
            people::taken(self.store(), merchant, None, mail, Some(person)).await?;
        if mail_taken {
            return Ok(Err(NotChanged::Broken(vec![Problem::MailTaken])));
        }
        let fields = registration::changes(&line.person, &to);
        if fields.is_empty() {
            return Ok(Err(NotChanged::Nothing));
        }
        Ok(Ok(ReadyChange {
            from: line.person,
            to,
            fields,
        }))
    }

    /// 確定: saves a change. A changed ユーザ区分 ends the user's sessions; a changed address is told
    /// to both addresses.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn change_user(
        &self,
        typed: ChangeUser<'_>,
    ) -> Result<Result<(), NotChanged>, AppError> {
        let act = &typed.act;
        if forms::answer(self.store(), &act.nonce.0).await?.is_some() {
            return Ok(Ok(()));
        }
        let who = (act.admin.right(), act.person);
        let ready = match self
            .check_change(act.session, who, typed.form, typed.version)
            .await?
        {
            Ok(ready) => ready,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let Some(subject) = self.acted_on(act).await? else {
            return Ok(Err(NotChanged::NoSuchUser));
        };
        let mails = self.address_mails(&subject, &ready)?;
        match self.save_change(&typed, ready, &mails).await {
            Ok(saved) => Ok(saved),
            Err(Unsaved::App(error)) => Err(error),
            Err(Unsaved::Store(error)) => match taken(&error) {
                Some(problem) => Ok(Err(NotChanged::Broken(vec![problem]))),
                None => Err(error.into()),
            },
        }
    }

    async fn save_change(
        &self,
        typed: &ChangeUser<'_>,
        ready: ReadyChange,
        mails: &[NewMail],
    ) -> Result<Result<(), NotChanged>, Unsaved> {
        let (act, now) = (&typed.act, self.now());
        let remark = remark(&ready.fields, act.reason);
        let to = changed(ready);
        let mut tx = self.store().begin().await?;
        if !self.first_time(&mut tx, act).await? {
            tx.rollback().await?;
            return Ok(Ok(()));
        }
        if !people::change(&mut tx, act.admin.right().merchant(), typed.version, &to).await? {
            tx.rollback().await?;
            return Ok(Err(NotChanged::Meanwhile));
        }
        // A link that its owner asked for rests on what is no longer so.
        own_details::end_all(&mut tx, owner(act), now).await?;
        for mail in mails {
            outbox::insert(&mut tx, mail, now).await?;
        }
        let event = self.acted(act, Action::ChangeUser, remark);
        audit::insert(&mut tx, self.audit_id()?, &event).await?;
        tx.commit().await?;
        Ok(Ok(()))
    }

    /// Who is told when the address that mails go to changes: the old and the new one.
    fn address_mails(
        &self,
        subject: &Subject,
        ready: &ReadyChange,
    ) -> Result<Vec<NewMail>, AppError> {
        let new = if ready.to.same_person {
            subject.addresses.admin.as_ref()
        } else {
            ready.to.mail.as_ref()
        };
        if new == subject.addresses.own.as_ref() {
            return Ok(Vec::new());
        }
        self.address_changed(subject, new, Cause::Admin)
    }
}

const fn owner(act: &Act<'_>) -> Owner {
    Owner {
        person: act.person,
        merchant: act.admin.right().merchant(),
    }
}

/// Which fields, without what they hold, and why.
fn remark(fields: &[Field], reason: &str) -> String {
    let words: Vec<_> = fields.iter().map(|field| field.word()).collect();
    format!("fields={} reason={}", words.join(","), clean(reason))
}

fn changed(ready: ReadyChange) -> Person {
    let ReadyChange { from, to, .. } = ready;
    Person {
        role: to.role,
        login_method: to.login_method,
        same_person: to.same_person,
        name: to.name,
        mail: to.mail,
        ..from
    }
}
