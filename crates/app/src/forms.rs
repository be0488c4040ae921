//! Forms: a nonce that only we can have made, one effect each, one answer for repetitions.

use crate::{App, AppError};
use crypto::entropy::random_array;
use crypto::{DigestPurpose, Token};
use data_encoding::BASE64URL_NOPAD;
use domain::ids::SessionId;
use domain::time::Span;
use store::forms;

/// How long a form that was sent twice around a rotation still gets its answer.
const REPETITION: Span = Span::minutes(2);

/// To whom a form was given.
#[derive(Clone, Copy, Debug)]
pub enum Binding {
    /// A browser before log-in: the digest of its visitor cookie.
    Visitor([u8; 32]),
    /// A session.
    Session(SessionId),
}

/// A form's nonce.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Nonce(pub [u8; 16]);

/// The answer to a form that was sent twice.
#[derive(Debug)]
pub struct Repeated {
    /// The session's token since the first time.
    pub token: Token,
    /// What the first time answered.
    pub answer: String,
}

/// A receiver as digests take it.
pub(crate) fn parts_of(binding: &Binding) -> (&'static [u8], Vec<u8>) {
    match binding {
        Binding::Visitor(digest) => (b"visitor", digest.to_vec()),
        Binding::Session(session) => (b"session", session.uuid().as_bytes().to_vec()),
    }
}

impl App {
    /// Makes the hidden value of a form for its receiver.
    ///
    /// # Errors
    /// [`AppError::Fault`] without randomness.
    pub fn form_token(&self, binding: &Binding) -> Result<String, AppError> {
        let nonce = random_array::<16>(self.entropy())?;
        let proof = self.form_proof(binding, &nonce);
        Ok(BASE64URL_NOPAD.encode(&[nonce.as_slice(), &proof].concat()))
    }

    /// Reads the hidden value; `None` unless we made it for this receiver.
    #[must_use]
    pub fn check_form(&self, binding: &Binding, text: &str) -> Option<Nonce> {
        if text.len() != 64 {
            return None;
        }
        let bytes = BASE64URL_NOPAD.decode(text.as_bytes()).ok()?;
        let (nonce, proof) = bytes.split_first_chunk::<16>()?;
        let (kind, whose) = parts_of(binding);
        let parts: [&[u8]; 3] = [kind, &whose, nonce];
        // A page may have been drawn under another key.
        let right = self
            .keys()
            .recognises(DigestPurpose::FormNonce, &parts, proof);
        right.then_some(Nonce(*nonce))
    }

    fn form_proof(&self, binding: &Binding, nonce: &[u8; 16]) -> [u8; 32] {
        let (kind, whose) = parts_of(binding);
        self.keys()
            .keyed_digest(DigestPurpose::FormNonce, &[kind, &whose, nonce])
    }

    /// The token that a session gets when this form rotates it: the same however often it is sent.
    pub(crate) fn rotated_token(&self, from: &Token, nonce: Nonce) -> Token {
        let parts: [&[u8]; 3] = [b"rotation", from.reveal().as_bytes(), &nonce.0];
        Token::from_bytes(
            self.keys()
                .keyed_digest(DigestPurpose::SessionToken, &parts),
        )
    }

    /// Finds the answer to a form that was sent twice, when its session has rotated in between.
    /// The old token opens nothing else.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn repeated(&self, old: &Token, nonce: Nonce) -> Result<Option<Repeated>, AppError> {
        let since = self.now().minus(REPETITION);
        let digest = old.digest().0;
        let answer = forms::answer_after_rotation(self.store(), &digest, &nonce.0, since).await?;
        Ok(answer.map(|answer| Repeated {
            token: self.rotated_token(old, nonce),
            answer,
        }))
    }

    /// The answer a used form got, for its repetition.
    pub(crate) async fn form_answer(&self, nonce: Nonce) -> Result<String, AppError> {
        let answer = forms::answer(self.store(), &nonce.0).await?;
        answer.ok_or_else(AppError::contended)
    }
}
