//! お渡し用の用紙: a first password on paper, for users without an address of their own.

use crate::{Act, App, AppError};
use crypto::{Password, temporary_password};
use domain::audit::Action;
use domain::time::Timestamp;
use store::{credentials, forms, invitations};

/// What stands on the paper. Shown once.
#[derive(Debug)]
pub struct HandOut {
    /// For the log-in address.
    pub access_key: String,
    /// 加盟店コード.
    pub merchant_code: String,
    /// ユーザID.
    pub user_id: String,
    /// ユーザ名.
    pub name: String,
    /// 仮パスワード.
    pub password: Password,
    /// Until when it works.
    pub until: Timestamp,
}

/// What asking for a paper came to.
#[derive(Debug)]
pub enum HandedOut {
    /// Here it is.
    Made(Box<HandOut>),
    /// This form has made one before; it is not shown again.
    Before,
    /// The user has got in already, or has an address: the paper is not for them.
    NotFor,
    /// The merchant has no such user.
    NoSuchUser,
}

impl App {
    /// Makes a new temporary password for a user who has never got in and has no address, and shows
    /// it, once. An older one is dead at once.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn hand_out(&self, act: Act<'_>) -> Result<HandedOut, AppError> {
        if forms::answer(self.store(), &act.nonce.0).await?.is_some() {
            return Ok(HandedOut::Before);
        }
        let Some(subject) = self.acted_on(&act).await? else {
            return Ok(HandedOut::NoSuchUser);
        };
        if subject.addresses.own.is_some() || !self.waits_for_first_login(&act).await? {
            return Ok(HandedOut::NotFor);
        }
        let password = temporary_password(self.entropy())?;
        let given = self.first_password(&subject, &password, act.origin).await?;
        let (owner, now) = (subject.owner(), self.now());
        let mut tx = self.store().begin().await?;
        if !self.first_time(&mut tx, &act).await? {
            tx.rollback().await?;
            return Ok(HandedOut::Before);
        }
        if !credentials::give_temporary(&mut tx, owner, subject.epoch, &given, now).await? {
            tx.rollback().await?;
            return Err(AppError::contended());
        }
        invitations::end(&mut tx, owner).await?;
        self.record(&mut tx, &act, Action::HandOut).await?;
        tx.commit().await?;
        Ok(HandedOut::Made(Box::new(HandOut {
            access_key: subject.access_key,
            merchant_code: subject.merchant_code.as_str().to_owned(),
            user_id: subject.person.user_id.as_str().to_owned(),
            name: subject.person.name.as_str().to_owned(),
            password,
            until: given.until,
        })))
    }
}
