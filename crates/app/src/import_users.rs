//! Take users of many merchants over in bulk; they are invited by mail later on.

use crate::import_merchants::TakenOver;
use crate::read_users::Unclear;
use crate::{App, AppError};
use domain::audit::{Action, Actor, Event};
use domain::ids::{MerchantId, PersonId};
use domain::mail_address::MailAddress;
use domain::merchant::MerchantCode;
use domain::person::{Person, UserId};
use domain::registration::{self, Circumstances, Field, Form, NewPerson, Problem};
use domain::reset::Addresses;
use domain::time::Timestamp;
use std::collections::BTreeMap;
use store::intake::{self, KnownMerchant, KnownUser};
use store::invitations::Queue;
use store::people::Subject;
use store::{Tx, audit};

/// How many users are saved in one transaction.
pub const USERS_AT_ONCE: usize = 200;

/// A user of a list and the merchant whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserOfMerchant {
    /// 加盟店コード.
    pub merchant: MerchantCode,
    /// What is written down, as 管理 would type it.
    pub form: Form,
    /// What is not clear by the list itself.
    pub unclear: Option<Unclear>,
}

/// Who takes users over.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Importer<'a> {
    /// The person or the program.
    pub(crate) actor: Actor,
    /// Where it comes from, for the audit trail.
    pub(crate) origin: &'a str,
    /// The language that the users begin with.
    pub(crate) locale: &'a str,
}

/// The merchants of a batch, each looked up once.
type Merchants = BTreeMap<String, Option<KnownMerchant>>;

/// When the next invitation is due, by merchant.
pub(crate) type Queues = BTreeMap<MerchantId, Timestamp>;

/// What becomes of a user; whoever is new, and the 加盟店コード.
type Decided = (TakenOver<Field>, Option<(NewPerson, String)>);

/// What is to become of the users of a batch, in order.
pub(crate) struct Decisions {
    merchants: Merchants,
    results: Vec<Decided>,
}

impl Decisions {
    /// What becomes of each, once it is saved.
    pub(crate) fn results(self) -> Vec<TakenOver<Field>> {
        self.results.into_iter().map(|(result, _)| result).collect()
    }

    /// Whether anybody is new.
    pub(crate) fn any_new(&self) -> bool {
        self.results.iter().any(|(_, new)| new.is_some())
    }
}

impl App {
    /// Takes up to [`USERS_AT_ONCE`] users over, in one transaction, by the rules of ユーザ登録
    /// (USER-1 to USER-14); gives what became of each, in order. No password is made here: their
    /// `invite_at` is set. A dry run saves nothing.
    ///
    /// # Errors
    /// [`AppError`]; then nothing of the batch was saved.
    pub async fn import_users(
        &self,
        batch: &[UserOfMerchant],
        dry_run: bool,
    ) -> Result<Vec<TakenOver<Field>>, AppError> {
        let mut decisions = self.decide_users(batch).await?;
        if dry_run || !decisions.any_new() {
            return Ok(decisions.results());
        }
        let by = Importer {
            actor: Actor::Operator(None),
            origin: "command line",
            locale: "ja",
        };
        let queues = self.queues(&decisions).await?;
        let mut tx = self.store().begin().await?;
        let quicker = self
            .take_users_over(&mut tx, &mut decisions, (by, self.now()), queues)
            .await?;
        tx.commit().await?;
        // Taken meanwhile, or by a line before of the same batch.
        let fresh = self.merchants_of(batch).await?;
        for place in quicker {
            if let (Some(user), Some(result)) = (batch.get(place), decisions.results.get_mut(place))
            {
                *result = self.decided(user, &fresh).await?;
            }
        }
        Ok(decisions.results())
    }

    /// Decides on users without saving anything.
    pub(crate) async fn decide_users(
        &self,
        batch: &[UserOfMerchant],
    ) -> Result<Decisions, AppError> {
        let merchants = self.merchants_of(batch).await?;
        let mut results = Vec::with_capacity(batch.len());
        for user in batch {
            results.push(self.decided(user, &merchants).await?);
        }
        Ok(Decisions { merchants, results })
    }

    /// When the next invitation of each merchant with new users is due.
    pub(crate) async fn queues(&self, decisions: &Decisions) -> Result<Queues, AppError> {
        let mut queues = Queues::new();
        for (_, new) in &decisions.results {
            let Some((_, code)) = new else { continue };
            let merchant = decisions.merchants.get(code).and_then(Option::as_ref);
            if let Some(merchant) = merchant.filter(|known| !queues.contains_key(&known.id)) {
                let at = self.next_invitation(Queue::UsersOf(merchant.id)).await?;
                queues.insert(merchant.id, at);
            }
        }
        Ok(queues)
    }

    /// Saves those that are new as registered `now`, to be invited one after the other; gives the
    /// places of those that were taken meanwhile.
    pub(crate) async fn take_users_over(
        &self,
        tx: &mut Tx,
        decisions: &mut Decisions,
        (by, now): (Importer<'_>, Timestamp),
        mut queues: Queues,
    ) -> Result<Vec<usize>, AppError> {
        let every = self.policy().invitation_every();
        let mut quicker = Vec::new();
        for (place, (_, new)) in decisions.results.iter_mut().enumerate() {
            let Some((new, code)) = new.take() else {
                continue;
            };
            let merchant = decisions.merchants.get(&code).and_then(Option::as_ref);
            let merchant =
                merchant.ok_or_else(|| AppError::Fault("a merchant is gone".to_owned()))?;
            let subject = self.subject_of(new, merchant, by.locale)?;
            let at = queues.entry(merchant.id).or_insert(now);
            if self.take_user_over(tx, &subject, by, (now, *at)).await? {
                *at = at.plus(every);
            } else {
                quicker.push(place);
            }
        }
        Ok(quicker)
    }

    async fn merchants_of(&self, batch: &[UserOfMerchant]) -> Result<Merchants, AppError> {
        let mut merchants = Merchants::new();
        for user in batch {
            let code = user.merchant.as_str();
            if !merchants.contains_key(code) {
                let known = intake::merchant(self.store(), &user.merchant).await?;
                merchants.insert(code.to_owned(), known);
            }
        }
        Ok(merchants)
    }

    async fn decided(
        &self,
        user: &UserOfMerchant,
        merchants: &Merchants,
    ) -> Result<Decided, AppError> {
        let Some(merchant) = merchants
            .get(user.merchant.as_str())
            .and_then(Option::as_ref)
        else {
            return Ok((TakenOver::NoMerchant, None));
        };
        let known = self.known(user, merchant).await?;
        let mut circumstances = circumstances(merchant);
        // Whoever holds the place already does not stand in the own way.
        if known
            .as_ref()
            .is_some_and(|known| known.by_id && known.same_person)
        {
            circumstances.same_person_taken = false;
        }
        let new = match registration::check(&user.form, &circumstances) {
            Ok(new) => new,
            Err(problems) => return Ok((TakenOver::Refused(problems), None)),
        };
        if let Some(unclear) = user.unclear {
            return Ok((TakenOver::Unclear(unclear), None));
        }
        Ok(match known {
            Some(known) if !known.by_id => (TakenOver::Refused(vec![Problem::MailTaken]), None),
            Some(known) => (compared(&new, &known), None),
            None if addresses(&new, merchant)
                .for_others_act(new.role, self.now())
                .is_none() =>
            {
                (TakenOver::NoAddress, None)
            }
            None => (
                TakenOver::New,
                Some((new, user.merchant.as_str().to_owned())),
            ),
        })
    }

    async fn known(
        &self,
        user: &UserOfMerchant,
        merchant: &KnownMerchant,
    ) -> Result<Option<KnownUser>, AppError> {
        let Some(id) = UserId::parse(&user.form.user_id) else {
            return Ok(None);
        };
        let mail = MailAddress::parse(&user.form.mail).ok();
        let mail = mail.as_ref().map(MailAddress::folded);
        Ok(intake::user(self.store(), merchant.id, &id.folded(), mail).await?)
    }

    /// False when the ユーザID, the address or the place of 管理者ユーザと同一 was taken meanwhile.
    async fn take_user_over(
        &self,
        tx: &mut Tx,
        subject: &Subject,
        by: Importer<'_>,
        (now, invite_at): (Timestamp, Timestamp),
    ) -> Result<bool, AppError> {
        if !intake::add_invited(tx, subject, now, invite_at).await? {
            return Ok(false);
        }
        let event = Event {
            at: now,
            merchant: Some(subject.merchant),
            actor: by.actor,
            action: Action::RegisterUser,
            outcome: "ok",
            subject: Some(subject.person.id),
            origin: by.origin.to_owned(),
            remark: format!("import {}", subject.person.role.word()),
        };
        audit::insert(tx, self.audit_id()?, &event).await?;
        Ok(true)
    }

    fn subject_of(
        &self,
        new: NewPerson,
        merchant: &KnownMerchant,
        locale: &str,
    ) -> Result<Subject, AppError> {
        Ok(Subject {
            merchant: merchant.id,
            merchant_code: merchant.code.clone(),
            access_key: merchant.access_key.clone(),
            addresses: addresses(&new, merchant),
            locale: locale.to_owned(),
            budget: self.budget(merchant.code.as_str(), &new.user_id.folded()),
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
}

fn circumstances(merchant: &KnownMerchant) -> Circumstances {
    Circumstances {
        kind: merchant.kind,
        tablet: merchant.tablet,
        admin_name: merchant.admin_name.clone(),
        admin_mail: merchant.admin_mail.clone(),
        same_person_taken: merchant.same_person_taken,
    }
}

fn addresses(new: &NewPerson, merchant: &KnownMerchant) -> Addresses {
    let admin = merchant.admin_mail.clone();
    Addresses {
        own: if new.same_person {
            admin.clone()
        } else {
            new.mail.clone()
        },
        admin,
        contact: merchant.contact_mail.clone(),
        contact_next: None,
    }
}

fn compared(new: &NewPerson, known: &KnownUser) -> TakenOver<Field> {
    let mail = new.mail.as_ref().map_or("", MailAddress::as_str);
    let known_mail = known.mail.as_deref().unwrap_or_default();
    let differing: Vec<Field> = [
        (Field::UserType, new.role != known.role),
        (Field::LoginMethod, new.login_method != known.login_method),
        (Field::SamePerson, new.same_person != known.same_person),
        (Field::Name, new.name.as_str() != known.name),
        (Field::Mail, !mail.eq_ignore_ascii_case(known_mail)),
    ]
    .into_iter()
    .filter_map(|(field, differs)| differs.then_some(field))
    .collect();
    if differing.is_empty() {
        TakenOver::Same
    } else {
        TakenOver::Differs(differing)
    }
}
