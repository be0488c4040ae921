//! Which secret is sealed in which place.

use crate::{App, AppError};
use crypto::{Password, PasswordHash, Place, Purpose};
use domain::ids::FactorId;
use otp::{Secret, Totp};
use store::credentials::Passwords;
use store::factors::Owner;
use webauthn::Passkey;

impl App {
    /// A password's hash, bound to its person.
    pub(crate) fn seal_hash(&self, owner: Owner, hash: &PasswordHash) -> Result<Vec<u8>, AppError> {
        let (merchant, person) = (owner.merchant.uuid(), owner.person.uuid());
        let context: [&[u8]; 2] = [merchant.as_bytes(), person.as_bytes()];
        let text = hash.as_str().as_bytes();
        Ok(self
            .keys()
            .seal(Purpose::PasswordHash, &context, text, self.entropy())?)
    }

    pub(crate) fn open_hash(&self, owner: Owner, sealed: &[u8]) -> Result<PasswordHash, AppError> {
        let (merchant, person) = (owner.merchant.uuid(), owner.person.uuid());
        let context: [&[u8]; 2] = [merchant.as_bytes(), person.as_bytes()];
        let bytes = self.keys().open(Purpose::PasswordHash, &context, sealed)?;
        let text = std::str::from_utf8(&bytes).map_err(|e| AppError::fault("password hash", e))?;
        PasswordHash::parse(text).map_err(|e| AppError::fault("password hash", e))
    }

    pub(crate) fn open_hash_if_any(
        &self,
        owner: Owner,
        sealed: Option<&Vec<u8>>,
    ) -> Result<Option<PasswordHash>, AppError> {
        sealed
            .map(|sealed| self.open_hash(owner, sealed))
            .transpose()
    }

    /// Hashes a temporary password so that one evaluation decides it and the present one.
    pub(crate) async fn hash_temporary(
        &self,
        place: &mut Place,
        owner: Owner,
        password: &Password,
        present: Option<&PasswordHash>,
    ) -> Result<Vec<u8>, AppError> {
        let hash = match present {
            Some(present) => place.hash_beside(password, present).await?,
            None => place.hash(password).await?,
        };
        self.seal_hash(owner, &hash)
    }

    /// The hash of the present password, if there is one.
    pub(crate) fn present(
        &self,
        owner: Owner,
        passwords: &Passwords,
    ) -> Result<Option<PasswordHash>, AppError> {
        self.open_hash_if_any(owner, passwords.current.as_ref())
    }

    /// A TOTP secret, bound to its factor (PCI DSS 3.7.7).
    pub(crate) fn seal_secret(
        &self,
        owner: Owner,
        factor: FactorId,
        secret: &Secret,
    ) -> Result<Vec<u8>, AppError> {
        let (merchant, person, factor) =
            (owner.merchant.uuid(), owner.person.uuid(), factor.uuid());
        let context: [&[u8]; 3] = [merchant.as_bytes(), person.as_bytes(), factor.as_bytes()];
        let bytes = secret.expose_bytes();
        Ok(self
            .keys()
            .seal(Purpose::TotpSecret, &context, bytes, self.entropy())?)
    }

    /// A passkey's public key, bound to its factor.
    pub(crate) fn seal_passkey(
        &self,
        owner: Owner,
        factor: FactorId,
        passkey: &Passkey,
    ) -> Result<Vec<u8>, AppError> {
        let (merchant, person, factor) =
            (owner.merchant.uuid(), owner.person.uuid(), factor.uuid());
        let context: [&[u8]; 3] = [merchant.as_bytes(), person.as_bytes(), factor.as_bytes()];
        let bytes = passkey.to_bytes();
        Ok(self
            .keys()
            .seal(Purpose::Passkey, &context, &bytes, self.entropy())?)
    }

    pub(crate) fn open_passkey(
        &self,
        owner: Owner,
        factor: FactorId,
        sealed: &[u8],
    ) -> Result<Passkey, AppError> {
        let (merchant, person, factor) =
            (owner.merchant.uuid(), owner.person.uuid(), factor.uuid());
        let context: [&[u8]; 3] = [merchant.as_bytes(), person.as_bytes(), factor.as_bytes()];
        let bytes = self.keys().open(Purpose::Passkey, &context, sealed)?;
        Passkey::from_bytes(&bytes)
            .ok_or_else(|| AppError::Fault("a passkey that cannot be read".to_owned()))
    }

    pub(crate) fn open_totp(
        &self,
        owner: Owner,
        factor: FactorId,
        sealed: &[u8],
    ) -> Result<Totp, AppError> {
        let (merchant, person, factor) =
            (owner.merchant.uuid(), owner.person.uuid(), factor.uuid());
        let context: [&[u8]; 3] = [merchant.as_bytes(), person.as_bytes(), factor.as_bytes()];
        let bytes = self.keys().open(Purpose::TotpSecret, &context, sealed)?;
        let secret = Secret::from_bytes(&bytes).map_err(|e| AppError::fault("secret", e))?;
        Ok(Totp::standard(secret))
    }
}
