//! Invitations that are due: people who were taken in from a list get their first password by mail,
//! one after the other, at a set rate.

use crate::mailing::About;
use crate::{App, AppError, Origin};
use crypto::{Network, Password, temporary_password};
use domain::audit::{Action, Actor, Event};
use domain::notice::{Cause, Notice};
use domain::person::{Giver, Role};
use domain::time::{Span, Timestamp};
use store::credentials::{self, Temporary};
use store::factors::Owner;
use store::invitations::Queue;
use store::people::{self, Subject};
use store::{audit, invitations, outbox};

/// Nobody else gets a claimed invitation for so long: much longer than one takes.
const CLAIM: Span = Span::minutes(2);

/// What became of the invitations of one round.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Invited {
    /// Mails that are on their way.
    pub made: u32,
    /// Nobody to be invited any more, or no address to write to.
    pub dropped: u32,
}

impl App {
    /// Makes up to `most` invitations that are due, as far as the set rate allows over all nodes: a
    /// temporary password and its mail (MAIL-3; for 管理 MAIL-2 in the centre's name).
    ///
    /// # Errors
    /// [`AppError`]; what was not made is due again later.
    pub async fn invite_due(&self, most: u16) -> Result<Invited, AppError> {
        let now = self.now();
        let every = self.policy().invitation_every();
        let span = (now, now.plus(CLAIM));
        let due = invitations::claim(self.store(), span, every, most).await?;
        let mut invited = Invited::default();
        for owner in due {
            if self.invite(owner).await? {
                invited.made += 1;
            } else {
                invited.dropped += 1;
            }
        }
        Ok(invited)
    }

    /// When a further invitation of a queue is due, behind all that wait in it; each next one a
    /// span later. The queues take turns, so a long list does not keep others waiting; the rate is
    /// kept when they are made.
    ///
    /// # Errors
    /// [`AppError`].
    pub(crate) async fn next_invitation(&self, queue: Queue) -> Result<Timestamp, AppError> {
        let now = self.now();
        let last = invitations::last(self.store(), queue).await?;
        let every = self.policy().invitation_every();
        Ok(last.map_or(now, |last| last.plus(every).max(now)))
    }

    async fn invite(&self, owner: Owner) -> Result<bool, AppError> {
        let found = people::find(self.store(), owner.merchant, owner.person).await?;
        let Some(subject) = found else {
            return Ok(false);
        };
        let role = subject.person.role;
        let Some(to) = subject.addresses.for_others_act(role, self.now()) else {
            return self.drop_invitation(owner).await;
        };
        let password = temporary_password(self.entropy())?;
        let temporary = Temporary {
            giver: giver(role),
            ..self
                .first_password(&subject, &password, &by_schedule())
                .await?
        };
        let notice = first_notice(&subject, &password);
        let mail = self.mail(to, About::subject(&subject), notice, temporary.until)?;
        let now = self.now();
        let mut tx = self.store().begin().await?;
        // Whoever has been given a password since needs no other; so has whoever is gone.
        let still_due = invitations::end(&mut tx, owner).await?
            && credentials::give_temporary(&mut tx, owner, subject.epoch, &temporary, now).await?;
        if !still_due {
            tx.rollback().await?;
            return Ok(false);
        }
        outbox::insert(&mut tx, &mail, now).await?;
        audit::insert(&mut tx, self.audit_id()?, &self.invited(&subject)).await?;
        tx.commit().await?;
        Ok(true)
    }

    async fn drop_invitation(&self, owner: Owner) -> Result<bool, AppError> {
        let mut tx = self.store().begin().await?;
        invitations::end(&mut tx, owner).await?;
        tx.commit().await?;
        Ok(false)
    }

    fn invited(&self, subject: &Subject) -> Event {
        Event {
            at: self.now(),
            merchant: Some(subject.merchant),
            actor: Actor::Schedule,
            action: Action::SendTemporaryPassword,
            outcome: "ok",
            subject: Some(subject.person.id),
            origin: "schedule".to_owned(),
            remark: "invitation".to_owned(),
        }
    }
}

/// 管理 is invited by the company that runs the console, everybody else by 管理.
const fn giver(role: Role) -> Giver {
    match role {
        Role::General | Role::Shipping => Giver::Admin,
        _ => Giver::Operator,
    }
}

/// The mail with the first password.
pub(crate) fn first_notice(subject: &Subject, password: &Password) -> Notice {
    let password = password.reveal().to_owned();
    match subject.person.role {
        Role::General | Role::Shipping => Notice::UserRegistered {
            name: subject.person.name.as_str().to_owned(),
            password,
        },
        _ => Notice::TemporaryPassword {
            password,
            cause: Cause::Operator,
        },
    }
}

/// No client's network: schedules share one place in the hash queue.
fn by_schedule() -> Origin {
    Origin {
        network: Network::new([0; 16]),
        shown: String::new(),
        device: String::new(),
        address: None,
        mark: None,
    }
}
