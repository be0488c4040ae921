//! Mail over SMTP (RFC 5321), with TLS from the start or by STARTTLS (RFC 8314, RFC 3207).

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{
    Certificate, CertificateStore, Tls, TlsParameters, TlsParametersBuilder,
};
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::response::{Code, Response};
use lettre::transport::smtp::{Error as SmtpError, PoolConfig};
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Tokio1Executor};
use tokio::sync::Semaphore;

use crate::{Carrier, Composed, Outcome, Secret, Sending};

/// What a certificate in PEM begins with (RFC 7468 §5.1).
const PEM_MARK: &[u8] = b"-----BEGIN CERTIFICATE-----";

/// How the connection is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Security {
    /// Not at all: only towards this machine itself.
    None,
    /// Plain at first, then TLS; a server that does not offer it gets no mail.
    StartTls,
    /// TLS from the first byte.
    Tls,
}

/// The account at the mail server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Login {
    /// Its name.
    pub user: String,
    /// Its password.
    pub password: Secret,
}

/// Where and how mail is handed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SmtpSettings {
    /// The server's name, which its certificate must bear.
    pub host: String,
    /// Its port (587 for STARTTLS, 465 for TLS).
    pub port: u16,
    /// How the connection is protected.
    pub security: Security,
    /// The account, if the server wants one.
    pub login: Option<Login>,
    /// Certificates (PEM) to trust instead of the machine's own.
    pub ca_pem: Option<Vec<u8>>,
    /// What we call ourselves in EHLO; the machine's name when not given.
    pub hello_name: Option<String>,
    /// Longest wait for a connection; a whole hand-over may take four times as long.
    pub timeout: Duration,
    /// Most messages handed over at a time, at least 1; as many connections are kept for the next.
    pub connections: u32,
}

/// Settings that no connection can be made with.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// [`Security::None`] towards another machine: letters hold passwords.
    #[error("mail without TLS goes to this machine only (127.0.0.0/8, ::1, localhost)")]
    Unprotected,
    /// `ca_pem` holds no certificate that can be read.
    #[error("the certificate file for mail cannot be read")]
    Certificates(#[source] SmtpError),
    /// `ca_pem` holds no certificate at all: nothing would be trusted.
    #[error("the certificate file for mail holds no certificate")]
    NoCertificate,
    /// TLS cannot be set up for this host.
    #[error("TLS towards the mail server cannot be set up")]
    Tls(#[source] SmtpError),
}

/// Hands messages to one mail server over a small pool of connections.
#[derive(Clone)]
pub struct SmtpCarrier {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    // The library's pool limits only how many idle connections it keeps.
    slots: Arc<Semaphore>,
    whole: Duration,
}

impl SmtpCarrier {
    /// Prepares the carrier; connects at the first message only. To be called, and
    /// the carrier to be dropped, within a tokio runtime: idle connections are closed there.
    ///
    /// # Errors
    /// [`SettingsError`] tells which setting cannot be used.
    pub fn new(settings: SmtpSettings) -> Result<Self, SettingsError> {
        let tls = tls(&settings)?;
        let connections = settings.connections.max(1);
        let pool = PoolConfig::new().max_size(connections);
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(settings.host)
            .port(settings.port)
            .tls(tls)
            .timeout(Some(settings.timeout))
            .pool_config(pool);
        if let Some(name) = settings.hello_name {
            builder = builder.hello_name(ClientId::Domain(name));
        }
        if let Some(Login { user, password }) = settings.login {
            builder = builder.credentials(Credentials::new(user, password.expose().to_owned()));
        }
        let slots = Semaphore::new(usize::try_from(connections).unwrap_or(usize::MAX >> 3));
        let whole = settings.timeout.saturating_mul(4);
        Ok(Self {
            transport: builder.build(),
            slots: Arc::new(slots),
            whole,
        })
    }
}

impl Carrier for SmtpCarrier {
    fn send<'a>(&'a self, message: &'a Composed) -> Sending<'a> {
        Box::pin(async move {
            let Ok(_slot) = self.slots.acquire().await else {
                return Outcome::refused(false, "mail is being shut down");
            };
            let sending = self.transport.send_raw(&message.envelope, message.bytes());
            // The library's own time-out ends with the connection's making.
            match tokio::time::timeout(self.whole, sending).await {
                Ok(Ok(response)) => Outcome::delivered(&words(&response)),
                Ok(Err(error)) => Outcome::refused(is_permanent(&error), &error.to_string()),
                Err(_) => Outcome::refused(false, "the mail server did not answer in time"),
            }
        })
    }
}

fn words(response: &Response) -> String {
    let lines: Vec<&str> = response.message().collect();
    format!("{} {}", response.code(), lines.join(" "))
}

/// 5xx is about this message, except where the server speaks of our account or our way
/// of speaking (RFC 4954 §6, RFC 5321 §4.2.2): that an administrator can mend, and the mail waits.
fn is_permanent(error: &SmtpError) -> bool {
    let about_the_message = |code: Code| (550..=559).contains(&u16::from(code));
    error.is_permanent() && error.status().is_some_and(about_the_message)
}

fn tls(settings: &SmtpSettings) -> Result<Tls, SettingsError> {
    match settings.security {
        Security::None if is_this_machine(&settings.host) => Ok(Tls::None),
        Security::None => Err(SettingsError::Unprotected),
        Security::StartTls => Ok(Tls::Required(parameters(settings)?)),
        Security::Tls => Ok(Tls::Wrapper(parameters(settings)?)),
    }
}

fn is_this_machine(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost") || host.parse().is_ok_and(|ip: IpAddr| ip.is_loopback())
}

fn parameters(settings: &SmtpSettings) -> Result<TlsParameters, SettingsError> {
    let mut builder = TlsParametersBuilder::new(settings.host.clone());
    if let Some(pem) = &settings.ca_pem {
        if !pem.windows(PEM_MARK.len()).any(|window| window == PEM_MARK) {
            return Err(SettingsError::NoCertificate);
        }
        let certificates = Certificate::from_pem(pem).map_err(SettingsError::Certificates)?;
        builder = builder
            .certificate_store(CertificateStore::None)
            .add_root_certificate(certificates);
    }
    builder.build_rustls().map_err(SettingsError::Tls)
}
