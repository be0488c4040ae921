//! CSV取込: 管理 brings a list of users. It is judged line by line, taken in at once, and kept for a
//! while with what became of each line.

mod results;

use results::{results_of, written};

use crate::import_merchants::TakenOver;
use crate::import_users::{Importer, UserOfMerchant};
use crate::read_users::{UserReader, UserWords};
use crate::table::{Table, TableError, decoded};
use crate::{App, AppError, Nonce, Origin, Session};
use crypto::Purpose;
use domain::audit::{Action, Actor, Event};
use domain::authority::AdminOf;
use domain::ids::UserImportId;
use domain::registration::Field;
use domain::time::Timestamp;
use store::user_imports::{self, Place};
use store::{Tx, audit, forms};
use uuid::Uuid;

/// The most lines that a list may have.
pub const MOST_LINES: usize = 1_000;
/// The largest list, in bytes.
pub const LARGEST_LIST: usize = 512 * 1024;
/// So many of the lists that were taken in are named.
const RECENT: u16 = 5;
/// How often a list is decided on again when others were quicker.
const TRIES: u8 = 3;

/// A form of CSV取込.
#[derive(Clone, Copy, Debug)]
pub struct BringUsers<'a> {
    /// The session it is done in.
    pub session: &'a Session,
    /// The right to do it.
    pub admin: AdminOf,
    /// The form's nonce.
    pub nonce: Nonce,
    /// Where it came from.
    pub origin: &'a Origin,
}

/// Why a list is not even looked at line by line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ListRefused {
    /// Nothing but a header, or not even that.
    Empty,
    /// More than [`MOST_LINES`] lines or [`LARGEST_LIST`] bytes.
    TooLong,
    /// It is no such list.
    Table(TableError),
}

/// What bringing a list came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Brought {
    /// It is kept, and can be judged.
    Kept(UserImportId),
    /// It is not.
    Refused(ListRefused),
}

/// A line, and what becomes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// Its number in the list, from 1, the header included.
    pub number: u64,
    /// Its cells as they stand in the list.
    pub cells: Vec<String>,
    /// ユーザID as it was written.
    pub user_id: String,
    /// ユーザ名 as it was written.
    pub name: String,
    /// What becomes of it, or became.
    pub result: TakenOver<Field>,
}

/// How far a list is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListStage {
    /// Nothing was saved yet.
    Judged,
    /// It was taken in.
    Done {
        /// When.
        at: Timestamp,
        /// How many of its people still wait for their first mail.
        waiting: u64,
    },
}

/// A list that was brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserList {
    /// Its columns as they are called in it.
    pub header: Vec<String>,
    /// Its lines.
    pub lines: Vec<Judged>,
    /// How far it is.
    pub stage: ListStage,
}

impl UserList {
    /// How many lines `count` is true of.
    #[must_use]
    pub fn count(&self, count: impl Fn(&TakenOver<Field>) -> bool) -> u32 {
        let lines = self.lines.iter().filter(|line| count(&line.result)).count();
        u32::try_from(lines).unwrap_or(u32::MAX)
    }
}

impl App {
    /// Keeps a list, so that it can be judged. Nothing of it is saved as a user.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn bring_users(
        &self,
        by: BringUsers<'_>,
        list: &[u8],
        words: &UserWords,
    ) -> Result<Brought, AppError> {
        if let Some(answer) = forms::answer(self.store(), &by.nonce.0).await? {
            return kept_before(&answer);
        }
        let text = match readable(list, words) {
            Ok(text) => text,
            Err(why) => return Ok(Brought::Refused(why)),
        };
        let place = Place {
            id: UserImportId::new(self.new_id()?),
            merchant: by.admin.merchant(),
        };
        let sealed = self.seal_list(place, b"list", text.as_bytes())?;
        let now = self.now();
        let answer = place.id.uuid().to_string();
        let mut tx = self.store().begin().await?;
        if !forms::use_up(&mut tx, &by.nonce.0, Some(by.session.id), &answer, now).await? {
            tx.rollback().await?;
            return kept_before(&self.form_answer(by.nonce).await?);
        }
        user_imports::insert(&mut tx, place, (by.admin.person(), now), &sealed).await?;
        tx.commit().await?;
        Ok(Brought::Kept(place.id))
    }

    /// A list of the merchant's as it would be taken in now, or as it was.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn user_list(
        &self,
        (session, admin): (&Session, AdminOf),
        id: UserImportId,
        words: &UserWords,
    ) -> Result<Option<UserList>, AppError> {
        let place = Place {
            id,
            merchant: admin.merchant(),
        };
        let Some(kept) = user_imports::find(self.store(), place).await? else {
            return Ok(None);
        };
        let table = self.opened(place, &kept.list, words)?;
        let users = read(&table, session, words);
        let (results, stage) = match kept.done {
            None => (
                self.decide_users(&users).await?.results(),
                ListStage::Judged,
            ),
            Some((at, sealed)) => {
                let waiting = user_imports::waiting(self.store(), place.merchant, at).await?;
                let text = self.open_list(place, b"results", &sealed)?;
                (results_of(&text)?, ListStage::Done { at, waiting })
            }
        };
        Ok(Some(judged(&table, &users, results, stage)))
    }

    /// The lists that the merchant took in last, and when; those that are still kept.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn user_lists(
        &self,
        admin: AdminOf,
    ) -> Result<Vec<(UserImportId, Timestamp)>, AppError> {
        Ok(user_imports::recent(self.store(), admin.merchant(), RECENT).await?)
    }

    /// 確定: saves every user of the list that can be, in one transaction with what became of each
    /// line; their first mails follow at the set rate. False when the merchant has no such list.
    ///
    /// # Errors
    /// [`AppError`]; then nothing was saved.
    pub async fn take_in_users(
        &self,
        by: BringUsers<'_>,
        id: UserImportId,
        words: &UserWords,
    ) -> Result<bool, AppError> {
        let place = Place {
            id,
            merchant: by.admin.merchant(),
        };
        for _ in 0..TRIES {
            let Some(kept) = user_imports::find(self.store(), place).await? else {
                return Ok(false);
            };
            if kept.done.is_some() {
                return Ok(true);
            }
            let table = self.opened(place, &kept.list, words)?;
            let users = read(&table, by.session, words);
            if self.take_in(by, place, &users).await? {
                return Ok(true);
            }
        }
        Err(AppError::contended())
    }

    /// False when somebody was quicker: with the list, or with a ユーザID or address of it.
    async fn take_in(
        &self,
        by: BringUsers<'_>,
        place: Place,
        users: &[UserOfMerchant],
    ) -> Result<bool, AppError> {
        let mut decisions = self.decide_users(users).await?;
        let queues = self.queues(&decisions).await?;
        let now = self.now();
        let importer = Importer {
            actor: Actor::Person(by.admin.person()),
            origin: &by.origin.shown,
            locale: &by.session.locale,
        };
        let session = Some(by.session.id);
        let mut tx = self.store().begin().await?;
        let first = forms::use_up(&mut tx, &by.nonce.0, session, "done", now).await?;
        let quicker = self
            .take_users_over(&mut tx, &mut decisions, (importer, now), queues)
            .await?;
        let results = decisions.results();
        let sealed = self.seal_list(place, b"results", written(&results).as_bytes())?;
        let open = user_imports::finish(&mut tx, place, &sealed, now).await?;
        if !first || !open || !quicker.is_empty() {
            tx.rollback().await?;
            return Ok(false);
        }
        self.record_list(&mut tx, by, (&results, now)).await?;
        tx.commit().await?;
        Ok(true)
    }

    async fn record_list(
        &self,
        tx: &mut Tx,
        by: BringUsers<'_>,
        (results, now): (&[TakenOver<Field>], Timestamp),
    ) -> Result<(), AppError> {
        let new = results.iter().filter(|result| **result == TakenOver::New);
        let event = Event {
            at: now,
            merchant: Some(by.admin.merchant()),
            actor: Actor::Person(by.admin.person()),
            action: Action::ImportUsers,
            outcome: "ok",
            subject: None,
            origin: by.origin.shown.clone(),
            remark: format!("lines={} new={}", results.len(), new.count()),
        };
        Ok(audit::insert(tx, self.audit_id()?, &event).await?)
    }

    fn opened(&self, place: Place, sealed: &[u8], words: &UserWords) -> Result<Table, AppError> {
        let text = self.open_list(place, b"list", sealed)?;
        Table::parse(&text, &words.columns, &words.ignored)
            .map_err(|error| AppError::fault("a kept list", error))
    }

    fn seal_list(&self, place: Place, what: &[u8], text: &[u8]) -> Result<Vec<u8>, AppError> {
        let (merchant, id) = (place.merchant.uuid(), place.id.uuid());
        let context: [&[u8]; 3] = [merchant.as_bytes(), id.as_bytes(), what];
        let purpose = Purpose::UserList;
        Ok(self.keys().seal(purpose, &context, text, self.entropy())?)
    }

    fn open_list(&self, place: Place, what: &[u8], sealed: &[u8]) -> Result<String, AppError> {
        let (merchant, id) = (place.merchant.uuid(), place.id.uuid());
        let context: [&[u8]; 3] = [merchant.as_bytes(), id.as_bytes(), what];
        let bytes = self.keys().open(Purpose::UserList, &context, sealed)?;
        let text = std::str::from_utf8(&bytes);
        let text = text.map_err(|error| AppError::fault("a kept list", error))?;
        Ok(text.to_owned())
    }
}

fn kept_before(answer: &str) -> Result<Brought, AppError> {
    let id = Uuid::parse_str(answer).map_err(|error| AppError::fault("form answer", error))?;
    Ok(Brought::Kept(UserImportId::new(id)))
}

/// The text of a list that can be judged line by line.
fn readable(list: &[u8], words: &UserWords) -> Result<String, ListRefused> {
    if list.len() > LARGEST_LIST {
        return Err(ListRefused::TooLong);
    }
    let text = decoded(list).map_err(ListRefused::Table)?;
    if text.trim().is_empty() {
        return Err(ListRefused::Empty);
    }
    let table = Table::parse(&text, &words.columns, &words.ignored).map_err(ListRefused::Table)?;
    if table.is_empty() {
        return Err(ListRefused::Empty);
    }
    if table.len() > MOST_LINES {
        return Err(ListRefused::TooLong);
    }
    Ok(text.into_owned())
}

fn read(table: &Table, session: &Session, words: &UserWords) -> Vec<UserOfMerchant> {
    let mut reader = UserReader::new(words, 0);
    let code = session.merchant_code.as_str();
    let users = table.lines().map(|line| {
        let (form, unclear) = reader.read(&line, code);
        UserOfMerchant {
            merchant: session.merchant_code.clone(),
            form,
            unclear,
        }
    });
    users.collect()
}

fn judged(
    table: &Table,
    users: &[UserOfMerchant],
    results: Vec<TakenOver<Field>>,
    stage: ListStage,
) -> UserList {
    let lines = table.lines().zip(users).zip(results);
    UserList {
        header: table.header().map(str::to_owned).collect(),
        lines: lines
            .map(|((line, user), result)| Judged {
                number: line.number,
                cells: line.cells().map(str::to_owned).collect(),
                user_id: user.form.user_id.trim().to_owned(),
                name: user.form.name.trim().to_owned(),
                result,
            })
            .collect(),
        stage,
    }
}
