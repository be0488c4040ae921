//! `keys rotate`: everything that is sealed is sealed again under the current key, while nodes run;
//! then the key of the digests changes, for all nodes at one moment (ADR 0018).

use crate::{App, AppError, Origin};
use crypto::{DigestPurpose, KeyId, Keyring, Purpose};
use data_encoding::HEXLOWER;
use domain::audit::{Action, Actor, Event};
use domain::mail_address::MailAddress;
use domain::time::Span;
use std::fmt::Write as _;
use store::digests::{self, DIGEST_KEY, Moves};
use store::installation::{self, KEY_FINGERPRINT};
use store::nodes::{self, Alive};
use store::resealing::{self, SealedKind, SealedValue};
use store::{StoreError, Tx, audit};
use uuid::Uuid;

/// A node that has not said so for this long is gone.
const ALIVE: Span = Span::seconds(30);

/// How often the change of the digests' key is tried when others are in the way.
const TURNS: usize = 5;

/// The fact since when every node that runs makes digests with the key that it is, in microseconds.
const DIGESTS_SETTLED: &str = "digest_key_settled";

/// What still needs a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyUse {
    /// Its name.
    pub key: String,
    /// It seals what is new.
    pub is_current: bool,
    /// It makes digests.
    pub makes_digests: bool,
    /// Sealed values under it, by kind.
    pub sealed: Vec<(&'static str, u64)>,
    /// Recovery codes that may be digests under it.
    pub recovery_codes: u64,
}

impl KeyUse {
    /// Whether nothing that is stored needs it. Backups may.
    #[must_use]
    pub fn is_free(&self) -> bool {
        let sealed: u64 = self.sealed.iter().map(|(_, count)| count).sum();
        !self.is_current && !self.makes_digests && sealed == 0 && self.recovery_codes == 0
    }
}

/// How two rings on one database do not go together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash {
    /// The node that runs.
    pub node: Uuid,
    /// The key that one of the two does not hold.
    pub key: String,
    /// Whether it is the node that does not hold it.
    pub node_lacks_it: bool,
}

impl App {
    /// Says that this node runs, and with which keys; to be repeated every ten seconds or so. Takes the
    /// key of the digests over from the database.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn announce_node(&self, node: Uuid) -> Result<(), AppError> {
        self.follow_digest_key().await?;
        let alive = Alive {
            node,
            keys: self.keys().ids().map(ToString::to_string).collect(),
            until: self.now().plus(ALIVE),
        };
        Ok(nodes::announce(self.store(), &alive).await?)
    }

    /// This node has stopped.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn node_gone(&self, node: Uuid) -> Result<(), AppError> {
        let before = self.now().minus(Span::days(1));
        Ok(nodes::gone(self.store(), node, before).await?)
    }

    /// Whether this ring goes together with those of the nodes that run: each holds the key that the
    /// other seals with.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn clash_of_keys(&self) -> Result<Option<Clash>, AppError> {
        let ours: Vec<String> = self.keys().ids().map(ToString::to_string).collect();
        let current = self.keys().current_id().as_str();
        for alive in nodes::alive(self.store(), self.now()).await? {
            let clash = |key: &str, node_lacks_it| Clash {
                node: alive.node,
                key: key.to_owned(),
                node_lacks_it,
            };
            if !alive.keys.iter().any(|key| key == current) {
                return Ok(Some(clash(current, true)));
            }
            if let Some(theirs) = alive.keys.first().filter(|key| !ours.contains(key)) {
                return Ok(Some(clash(theirs, false)));
            }
        }
        Ok(None)
    }

    /// A running node that still seals with another key than this ring's current one, and that key.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn node_behind(&self) -> Result<Option<(Uuid, String)>, AppError> {
        let current = self.keys().current_id().as_str();
        let alive = nodes::alive(self.store(), self.now()).await?;
        Ok(alive.into_iter().find_map(|alive| {
            let theirs = alive.keys.into_iter().next()?;
            (theirs != current).then_some((alive.node, theirs))
        }))
    }

    /// Makes digests with the key that the database names. Gives its name.
    ///
    /// # Errors
    /// [`AppError`]; also when this ring does not hold it.
    pub async fn follow_digest_key(&self) -> Result<String, AppError> {
        let Some(named) = installation::find(self.store(), DIGEST_KEY).await? else {
            return Ok(self.keys().digest_id().to_string());
        };
        let id: Option<KeyId> = named.parse().ok();
        match id {
            Some(id) if self.keys().make_digests_with(&id) => Ok(named),
            _ => Err(AppError::Fault(format!(
                "digests are made with the key {named}, which the key file does not hold"
            ))),
        }
    }

    /// The same where a digest is stored outside the door of tries; asks nobody while there is one key.
    pub(crate) async fn hear_of_digest_key(&self) -> Result<(), AppError> {
        if self.keys().ids().nth(1).is_some() {
            self.follow_digest_key().await?;
        }
        Ok(())
    }

    /// Whether the key of the digests changed so lately that a node may not have heard of it.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn digests_are_settling(&self) -> Result<bool, AppError> {
        Ok(self
            .digests_settled()
            .await?
            .is_some_and(|at| at > self.now().as_micros()))
    }

    async fn digests_settled(&self) -> Result<Option<i64>, AppError> {
        let at = installation::find(self.store(), DIGESTS_SETTLED).await?;
        Ok(at.and_then(|at| at.parse().ok()))
    }

    /// How many values of a kind are not sealed under the current key.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn left_to_seal(&self, kind: SealedKind) -> Result<u64, AppError> {
        let mark = Keyring::mark_of(self.keys().current_id());
        let (all, under) = resealing::count(self.store(), kind, &mark).await?;
        Ok(all.saturating_sub(under))
    }

    /// Seals some values of a kind again, in one transaction. 0: there are none left.
    ///
    /// # Errors
    /// [`AppError`]; also when a value does not open, with its kind and row.
    pub async fn seal_some_again(&self, kind: SealedKind) -> Result<u64, AppError> {
        let mark = Keyring::mark_of(self.keys().current_id());
        let values = resealing::not_under(self.store(), kind, &mark).await?;
        if values.is_empty() {
            return Ok(0);
        }
        let mut fresh = Vec::with_capacity(values.len());
        for value in &values {
            fresh.push(self.sealed_again(kind, value)?);
        }
        let mut tx = self.store().begin().await?;
        for (value, new) in values.iter().zip(&fresh) {
            // What was exchanged by somebody else meanwhile is sealed under their key, and looked at again.
            resealing::exchange(&mut tx, kind, value, new).await?;
        }
        tx.commit().await?;
        Ok(values.len() as u64)
    }

    fn sealed_again(&self, kind: SealedKind, value: &SealedValue) -> Result<Vec<u8>, AppError> {
        let none = Uuid::nil();
        let merchant = value.merchant.unwrap_or(none);
        let person = value.person.unwrap_or(none);
        let (merchant, person, id) = (merchant.as_bytes(), person.as_bytes(), value.id.as_bytes());
        let (purpose, context): (Purpose, Vec<&[u8]>) = match kind {
            SealedKind::Password | SealedKind::Temporary | SealedKind::Former => {
                (Purpose::PasswordHash, vec![merchant, person])
            }
            SealedKind::App => (Purpose::TotpSecret, vec![merchant, person, id]),
            SealedKind::Passkey => (Purpose::Passkey, vec![merchant, person, id]),
            SealedKind::Shown => (Purpose::RecoveryCodes, vec![merchant, person, id]),
            SealedKind::Mail => (Purpose::OutboxParameters, vec![id]),
            SealedKind::List => (Purpose::UserList, vec![merchant, id, b"list"]),
            SealedKind::Results => (Purpose::UserList, vec![merchant, id, b"results"]),
        };
        let opened = self.keys().open(purpose, &context, &value.sealed);
        let opened = opened.map_err(|error| {
            AppError::fault(&format!("{}, row {}", kind.word(), value.id), error)
        })?;
        Ok(self
            .keys()
            .seal(purpose, &context, &opened, self.entropy())?)
    }

    /// Makes the current key that of the digests, for all nodes at one moment: what is stored under names
    /// and addresses that are known goes over to it. True if it was another before. Repeated, it carries over
    /// what a node wrote that had not heard of the change.
    ///
    /// # Errors
    /// [`AppError`]; nothing was changed then.
    pub async fn move_digests(&self, origin: &Origin) -> Result<bool, AppError> {
        let mut last = AppError::contended();
        for _ in 0..TURNS {
            match self.move_digests_once(origin).await {
                // Done twice it changes nothing more, so a commit in doubt may be repeated, too.
                Err(
                    error @ (AppError::Unavailable(_)
                    | AppError::Contended(_)
                    | AppError::Uncertain(_)),
                ) => last = error,
                done => return done,
            }
        }
        Err(last)
    }

    async fn move_digests_once(&self, origin: &Origin) -> Result<bool, AppError> {
        let mut tx = self.store().begin().await?;
        digests::hold_tries(&mut tx).await?;
        let current = self.keys().current_id().clone();
        let before = installation::find_in(&mut tx, DIGEST_KEY).await?;
        let former = self.keys().ids().filter(|id| **id != current);
        for former in former.cloned().collect::<Vec<_>>() {
            self.carry_over(&mut tx, (&former, &current)).await?;
        }
        let changed = before.is_none_or(|before| before != current.as_str());
        if changed {
            self.note_digest_key(&mut tx, &current, origin).await?;
        }
        tx.commit().await?;
        self.keys().make_digests_with(&current);
        Ok(changed)
    }

    async fn note_digest_key(
        &self,
        tx: &mut Tx,
        current: &KeyId,
        origin: &Origin,
    ) -> Result<(), AppError> {
        let now = self.now();
        let settled = now.plus(ALIVE).as_micros().to_string();
        digests::set(tx, DIGEST_KEY, current.as_str()).await?;
        digests::set(tx, DIGESTS_SETTLED, &settled).await?;
        digests::set(tx, KEY_FINGERPRINT, &self.keys().fingerprint()).await?;
        let event = Event {
            at: now,
            merchant: None,
            actor: Actor::Operator(None),
            action: Action::RotateKeys,
            outcome: "ok",
            subject: None,
            origin: origin.shown.clone(),
            remark: format!("to={current}"),
        };
        Ok(audit::insert(tx, self.audit_id()?, &event).await?)
    }

    async fn carry_over(&self, tx: &mut Tx, keys: (&KeyId, &KeyId)) -> Result<(), AppError> {
        let mut after = Uuid::nil();
        loop {
            let people = digests::people(tx, after).await?;
            let Some(last) = people.last() else { break };
            after = last.id;
            let mut moves = Moves {
                names: String::from("["),
                addresses: String::from("["),
            };
            for person in &people {
                let name: [&[u8]; 2] = [person.merchant_code.as_bytes(), person.user_id.as_bytes()];
                self.note_move(
                    &mut moves.names,
                    keys,
                    (DigestPurpose::AttemptBudget, &name),
                );
                if let Some(mail) = &person.mail {
                    let parts: [&[u8]; 1] = [mail.as_bytes()];
                    let what = (DigestPurpose::MailRecipient, parts.as_slice());
                    self.note_move(&mut moves.addresses, keys, what);
                }
            }
            digests::carry_over(tx, &closed(moves)).await?;
        }
        let mut moves = Moves {
            names: String::from("["),
            addresses: String::from("["),
        };
        for contact in digests::contacts(tx).await? {
            if let Ok(address) = MailAddress::parse(&contact) {
                let folded = address.folded();
                let parts: [&[u8]; 1] = [folded.as_bytes()];
                let what = (DigestPurpose::MailRecipient, parts.as_slice());
                self.note_move(&mut moves.addresses, keys, what);
            }
        }
        Ok(digests::carry_over(tx, &closed(moves)).await?)
    }

    fn note_move(
        &self,
        moves: &mut String,
        (before, now): (&KeyId, &KeyId),
        (purpose, parts): (DigestPurpose, &[&[u8]]),
    ) {
        let under = |id| self.keys().keyed_digest_under(id, purpose, parts);
        if let (Some(was), Some(is_now)) = (under(before), under(now)) {
            if moves.len() > 1 {
                moves.push(',');
            }
            let (was, is_now) = (HEXLOWER.encode(&was), HEXLOWER.encode(&is_now));
            let _ = write!(moves, r#"["{was}","{is_now}"]"#);
        }
    }

    /// What still needs which key of the ring.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn key_uses(&self) -> Result<Vec<KeyUse>, AppError> {
        let digest_key = self.follow_digest_key().await?;
        let since = self.digests_settled().await?;
        let mut uses = Vec::new();
        for id in self.keys().ids() {
            let makes_digests = id.as_str() == digest_key;
            let until = since.filter(|_| !makes_digests);
            let recovery_codes = match until {
                Some(until) => digests::undecided(self.store(), until).await?,
                None => 0,
            };
            let mut sealed = Vec::new();
            for kind in SealedKind::ALL.iter().copied() {
                let mark = Keyring::mark_of(id);
                let (_, under) = resealing::count(self.store(), kind, &mark).await?;
                sealed.push((kind.word(), under));
            }
            uses.push(KeyUse {
                key: id.to_string(),
                is_current: id == self.keys().current_id(),
                makes_digests,
                sealed,
                recovery_codes,
            });
        }
        Ok(uses)
    }

    /// Keeps which key makes digests, unless that is known: the one that the database was made with.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn begin_digests(&self, fingerprint: &str) -> Result<(), StoreError> {
        let (first, _) = fingerprint.split_once(':').unwrap_or((fingerprint, ""));
        installation::keep(self.store(), DIGEST_KEY, first)
            .await
            .map(drop)
    }
}

fn closed(mut moves: Moves) -> Moves {
    moves.names.push(']');
    moves.addresses.push(']');
    moves
}
