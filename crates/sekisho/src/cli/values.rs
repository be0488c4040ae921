//! Values of arguments: read, or refused with what they have to be.

use std::net::{Ipv4Addr, SocketAddr};

use domain::ids::ApiKeyId;
use domain::mail_address::MailAddress;
use domain::merchant::{AccessKey, CompanyName, MerchantCode};
use domain::person::{PersonName, UserId};

/// Where a demonstration listens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DemoAddress {
    /// The address itself.
    pub address: SocketAddr,
    /// It was called `localhost`, and its pages call it so: browsers have passkeys for names only.
    pub by_name: bool,
}

impl DemoAddress {
    /// The host and the port that pages name, once the port is known.
    #[must_use]
    pub fn shown(&self, listening: SocketAddr) -> String {
        if self.by_name {
            format!("localhost:{}", listening.port())
        } else {
            listening.to_string()
        }
    }
}

pub(super) fn loopback(text: &str) -> Result<DemoAddress, String> {
    if let Some(Ok(port)) = text.strip_prefix("localhost:").map(str::parse) {
        return Ok(DemoAddress {
            address: SocketAddr::from((Ipv4Addr::LOCALHOST, port)),
            by_name: true,
        });
    }
    let address: SocketAddr = text
        .parse()
        .map_err(|_| "write an address and a port, such as 127.0.0.1:8080".to_owned())?;
    if address.ip().is_loopback() {
        Ok(DemoAddress {
            address,
            by_name: false,
        })
    } else {
        Err(
            "a demonstration speaks plain HTTP and is for this machine only: \
             use localhost:PORT, 127.0.0.1:PORT or [::1]:PORT"
                .to_owned(),
        )
    }
}

pub(super) fn merchant_code(text: &str) -> Result<MerchantCode, &'static str> {
    MerchantCode::parse(text)
        .filter(|code| !code.is_reserved())
        .ok_or("a merchant code has nine digits, and not all of them are 0")
}

pub(super) fn access_key(text: &str) -> Result<AccessKey, &'static str> {
    AccessKey::parse(text).ok_or("an access key has two to seven digits")
}

pub(super) fn user_id(text: &str) -> Result<UserId, &'static str> {
    UserId::parse(text)
        .filter(|id| !id.is_reserved())
        .ok_or("a user ID has 1 to 20 letters and digits, and is not nine digits alone")
}

pub(super) fn company(text: &str) -> Result<CompanyName, &'static str> {
    CompanyName::parse(text).ok_or("a company name has 1 to 60 characters, all of them visible")
}

pub(super) fn person(text: &str) -> Result<PersonName, &'static str> {
    PersonName::parse(text)
        .map_err(|_| "a name fits 60 half-width columns and holds no address or hidden character")
}

pub(super) fn address(text: &str) -> Result<MailAddress, &'static str> {
    MailAddress::parse(text).map_err(|_| "this is no mail address of at most 64 characters")
}

pub(super) fn reason(text: &str) -> Result<String, &'static str> {
    let text = text.trim();
    let length = text.chars().count();
    if (1..=200).contains(&length) && !text.chars().any(domain::typed::is_hostile) {
        Ok(text.to_owned())
    } else {
        Err("a reason has 1 to 200 characters, all of them visible")
    }
}

pub(super) fn api_key_id(text: &str) -> Result<ApiKeyId, &'static str> {
    let id = text.parse().map(ApiKeyId::new);
    id.map_err(|_| "an id is a UUID, as `sekisho api-key list` prints it")
}

pub(super) fn key_id(text: &str) -> Result<crypto::KeyId, String> {
    text.parse()
        .map_err(|error: crypto::keyring::KeyIdError| error.to_string())
}
