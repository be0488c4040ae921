//! A mail server of a few lines that answers as the test wants.

use std::sync::{Arc, Mutex};

use rcgen::{CertifiedKey, generate_simple_self_signed};
use tokio::io::{AsyncBufReadExt as _, AsyncRead, AsyncWrite, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

/// What protection the server offers.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub enum Offer {
    #[default]
    None,
    StartTls,
    FromStart,
}

/// How the server behaves; all off: it takes everything in plain text.
#[derive(Clone, Default)]
pub struct Manners {
    /// Asks for `shop` / `open sesame`.
    pub login: bool,
    pub tls: Offer,
    /// Answers to give to commands that start so, in place of its own.
    pub answers: Vec<(&'static str, &'static str)>,
    /// Hangs up at a command that starts so.
    pub hangs_up_at: Option<&'static str>,
    /// Says nothing at all.
    pub silent: bool,
}

/// What the server has seen.
#[derive(Default)]
pub struct Seen {
    pub connections: usize,
    pub commands: Vec<String>,
    /// Each message with its dots as they were before sending.
    pub messages: Vec<Vec<u8>>,
    /// Commands that came before TLS when TLS was on offer.
    pub before_tls: Vec<String>,
    /// Messages between MAIL and the end of their data, now and at most.
    under_way: usize,
    pub most_under_way: usize,
}

pub struct SmtpServer {
    pub port: u16,
    pub ca_pem: Vec<u8>,
    pub seen: Arc<Mutex<Seen>>,
    task: JoinHandle<()>,
}

impl Drop for SmtpServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl SmtpServer {
    pub async fn start(manners: Manners) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (acceptor, ca_pem) = certificate();
        let seen = Arc::new(Mutex::new(Seen::default()));
        let shared = Arc::clone(&seen);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                shared.lock().unwrap().connections += 1;
                let talk = Talk {
                    manners: manners.clone(),
                    seen: Arc::clone(&shared),
                };
                tokio::spawn(talk.serve(stream, acceptor.clone()));
            }
        });
        Self {
            port,
            ca_pem,
            seen,
            task,
        }
    }

    pub fn commands(&self) -> Vec<String> {
        self.seen.lock().unwrap().commands.clone()
    }
}

/// A certificate for `localhost`, signed by itself.
fn certificate() -> (TlsAcceptor, Vec<u8>) {
    let CertifiedKey { cert, signing_key } =
        generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(signing_key.serialize_der()));
    let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![cert.der().clone()], key)
        .unwrap();
    (TlsAcceptor::from(Arc::new(config)), cert.pem().into_bytes())
}

struct Talk {
    manners: Manners,
    seen: Arc<Mutex<Seen>>,
}

/// How a conversation went on.
enum End {
    HungUp,
    StartTls,
}

impl Talk {
    async fn serve(self, stream: TcpStream, acceptor: TlsAcceptor) {
        if self.manners.silent {
            std::future::pending::<()>().await;
        }
        if self.manners.tls == Offer::FromStart {
            if let Ok(stream) = acceptor.accept(stream).await {
                let _ = self.converse(&mut BufReader::new(stream), true, true).await;
            }
            return;
        }
        let mut plain = BufReader::new(stream);
        let end = self.converse(&mut plain, true, false).await;
        if matches!(end, Ok(End::StartTls))
            && let Ok(stream) = acceptor.accept(plain.into_inner()).await
        {
            let _ = self
                .converse(&mut BufReader::new(stream), false, true)
                .await;
        }
    }

    async fn converse<S: AsyncRead + AsyncWrite + Unpin>(
        &self,
        stream: &mut BufReader<S>,
        greet: bool,
        protected: bool,
    ) -> std::io::Result<End> {
        if greet {
            stream.write_all(b"220 test ESMTP\r\n").await?;
        }
        loop {
            let mut line = String::new();
            if stream.read_line(&mut line).await? == 0 {
                return Ok(End::HungUp);
            }
            let command = line.trim_end().to_owned();
            {
                let mut seen = self.seen.lock().unwrap();
                seen.commands.push(command.clone());
                if command.starts_with("MAIL") {
                    seen.under_way += 1;
                    seen.most_under_way = seen.most_under_way.max(seen.under_way);
                }
                if self.manners.tls == Offer::StartTls && !protected {
                    seen.before_tls.push(command.clone());
                }
            }
            if self
                .manners
                .hangs_up_at
                .is_some_and(|start| command.starts_with(start))
            {
                return Ok(End::HungUp);
            }
            let answer = self.answer(&command, protected);
            stream.write_all(format!("{answer}\r\n").as_bytes()).await?;
            match command.as_str() {
                "STARTTLS" => return Ok(End::StartTls),
                "DATA" if answer.starts_with("354") => {
                    let message = read_message(stream).await?;
                    {
                        let mut seen = self.seen.lock().unwrap();
                        seen.messages.push(message);
                        seen.under_way -= 1;
                    }
                    let answer = self.answer("end of data", protected);
                    stream.write_all(format!("{answer}\r\n").as_bytes()).await?;
                }
                "QUIT" => return Ok(End::HungUp),
                _ => {}
            }
        }
    }

    fn answer(&self, command: &str, protected: bool) -> String {
        if let Some((_, answer)) = self
            .manners
            .answers
            .iter()
            .find(|(start, _)| command.starts_with(start))
        {
            return (*answer).to_owned();
        }
        match command.split(' ').next().unwrap() {
            "EHLO" => {
                let mut lines = vec!["250-test"];
                if self.manners.tls == Offer::StartTls && !protected {
                    lines.push("250-STARTTLS");
                }
                if self.manners.login {
                    lines.push("250-AUTH PLAIN");
                }
                lines.push("250 8BITMIME");
                lines.join("\r\n")
            }
            // base64 of "\0shop\0open sesame"
            "AUTH" if command == "AUTH PLAIN AHNob3AAb3BlbiBzZXNhbWU=" => "235 welcome".to_owned(),
            "AUTH" => "535 5.7.8 wrong name or password".to_owned(),
            "MAIL" if self.manners.login && !self.logged_in() => "530 5.7.0 log in".to_owned(),
            "STARTTLS" => "220 go ahead".to_owned(),
            "DATA" => "354 go on".to_owned(),
            "QUIT" => "221 bye".to_owned(),
            "end" => "250 2.0.0 queued as 4711".to_owned(),
            _ => "250 2.0.0 ok".to_owned(),
        }
    }

    fn logged_in(&self) -> bool {
        self.seen
            .lock()
            .unwrap()
            .commands
            .iter()
            .any(|own| own.starts_with("AUTH PLAIN AHNob3AA"))
    }
}

async fn read_message<S: AsyncRead + Unpin>(stream: &mut BufReader<S>) -> std::io::Result<Vec<u8>> {
    let mut message = Vec::new();
    loop {
        let mut line = Vec::new();
        if stream.read_until(b'\n', &mut line).await? == 0 || line == b".\r\n" {
            return Ok(message);
        }
        message.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
    }
}
