//! A browser as far as the product needs one: cookies, hidden form values, nothing followed by
//! itself. Written on bare sockets because tests have to send what no HTTP client would.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::missing_errors_doc,
    reason = "development only: a step that fails must fail its test loudly"
)]

use std::collections::BTreeMap;
use std::io::{self, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// Longer than any answer may take, however busy the machine.
const PATIENCE: Duration = Duration::from_mins(1);

/// A whole answer.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// Names in small letters, and values.
    pub headers: Vec<(String, String)>,
    /// The body, as text.
    pub body: String,
}

impl Answer {
    /// The value of a header; of several, the first.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// All values of a header.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.headers
            .iter()
            .filter(move |(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    /// Where a redirect leads, without query; empty when it is none.
    #[must_use]
    pub fn leads_to(&self) -> &str {
        let location = self.header("location").unwrap_or_default();
        location.split('?').next().unwrap_or_default()
    }

    /// Whether it opens a session, or goes on with one under a new token.
    #[must_use]
    pub fn sets_session(&self) -> bool {
        self.all("set-cookie").any(|cookie| {
            cookie
                .strip_prefix("sekisho=")
                .is_some_and(|value| !value.starts_with(';'))
        })
    }

    /// The hidden value of the form that is sent to `action`.
    #[must_use]
    pub fn form_for(&self, action: &str) -> Option<String> {
        let (_, form) = self.body.split_once(&format!("action=\"{action}\""))?;
        let (_, value) = form.split_once("name=\"form\" value=\"")?;
        value.split('"').next().map(str::to_owned)
    }

    fn parse(bytes: &[u8]) -> io::Result<Self> {
        let cut = || io::Error::from(io::ErrorKind::UnexpectedEof);
        let end = bytes
            .windows(4)
            .position(|four| four == b"\r\n\r\n")
            .ok_or_else(cut)?;
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let mut lines = head.split("\r\n");
        let status = lines
            .next()
            .and_then(|line| line.split(' ').nth(1)?.parse().ok());
        let headers: Vec<(String, String)> = lines
            .filter_map(|line| line.split_once(": "))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
            .collect();
        let body = &bytes[end + 4..];
        let answer = Self {
            status: status.ok_or_else(cut)?,
            headers,
            body: String::from_utf8_lossy(body).into_owned(),
        };
        // Half an answer is none: nobody was told anything for certain.
        match answer.header("content-length").map(str::parse::<usize>) {
            Some(Ok(length)) if length != body.len() => Err(cut()),
            _ => Ok(answer),
        }
    }
}

/// Sends bytes and reads the answer to its end.
pub fn exchange(address: SocketAddr, request: &[u8]) -> io::Result<Answer> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    stream.set_nodelay(true)?;
    stream.write_all(request)?;
    let mut bytes = Vec::new();
    match stream.read_to_end(&mut bytes) {
        Err(error) if bytes.is_empty() => Err(error),
        _ => Answer::parse(&bytes),
    }
}

/// Fields of a form as they go over the wire.
#[must_use]
pub fn encoded(fields: &[(&str, &str)]) -> String {
    let escape = |text| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let pairs = fields
        .iter()
        .map(|(name, value)| format!("{}={}", escape(name), escape(value)));
    pairs.collect::<Vec<_>>().join("&")
}

/// A form as it was sent, so that it can be sent again.
#[derive(Clone, Debug)]
pub struct Form {
    /// Where it is sent.
    pub path: String,
    /// Its fields, encoded.
    pub body: String,
    cookies: BTreeMap<String, String>,
}

/// Cookies, and where to send them.
#[derive(Clone, Debug)]
pub struct Browser {
    /// The server.
    pub address: SocketAddr,
    cookies: BTreeMap<String, String>,
}

impl Browser {
    /// A browser without cookies.
    #[must_use]
    pub const fn new(address: SocketAddr) -> Self {
        Self {
            address,
            cookies: BTreeMap::new(),
        }
    }

    /// The value of a cookie.
    #[must_use]
    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(name).map(String::as_str)
    }

    /// Sets a cookie.
    pub fn set_cookie(&mut self, name: &str, value: &str) {
        self.cookies.insert(name.to_owned(), value.to_owned());
    }

    /// A request's head up to and without the empty line, as this browser writes it.
    #[must_use]
    pub fn head(&self, method: &str, path: &str) -> String {
        head(self.address, method, path, &self.cookies)
    }

    /// Opens a page.
    pub fn get(&mut self, path: &str) -> io::Result<Answer> {
        let request = format!("{}\r\n", self.head("GET", path));
        Ok(self.take(exchange(self.address, request.as_bytes())?))
    }

    /// Opens `page` and fills in its form for `action`.
    ///
    /// # Panics
    /// When the page has no such form.
    pub fn fill(&mut self, page: &str, action: &str, fields: &[(&str, &str)]) -> io::Result<Form> {
        let answer = self.get(page)?;
        let Some(token) = answer.form_for(action) else {
            panic!(
                "{page} has no form for {action}: {} {:?}",
                answer.status, answer.headers
            );
        };
        Ok(self.form(action, &token, fields))
    }

    /// A form with a hidden value that is known already.
    #[must_use]
    pub fn form(&self, action: &str, token: &str, fields: &[(&str, &str)]) -> Form {
        let mut all = vec![("form", token)];
        all.extend_from_slice(fields);
        Form {
            path: action.to_owned(),
            body: encoded(&all),
            cookies: self.cookies.clone(),
        }
    }

    /// Sends a form with the cookies that it was filled in with, as a browser does that sends
    /// it twice: the second request leaves before the first answer's cookies have arrived.
    pub fn send(&mut self, form: &Form) -> io::Result<Answer> {
        let head = head(self.address, "POST", &form.path, &form.cookies);
        let kind = "Content-Type: application/x-www-form-urlencoded";
        let length = form.body.len();
        let request = format!(
            "{head}{kind}\r\nContent-Length: {length}\r\n\r\n{}",
            form.body
        );
        Ok(self.take(exchange(self.address, request.as_bytes())?))
    }

    /// Fills in and sends.
    pub fn post(
        &mut self,
        page: &str,
        action: &str,
        fields: &[(&str, &str)],
    ) -> io::Result<Answer> {
        let form = self.fill(page, action, fields)?;
        self.send(&form)
    }

    fn take(&mut self, answer: Answer) -> Answer {
        for cookie in answer.all("set-cookie") {
            let pair = cookie.split(';').next().unwrap_or_default();
            let (name, value) = pair.split_once('=').unwrap_or_default();
            if value.is_empty() {
                self.cookies.remove(name);
            } else {
                self.set_cookie(name, value);
            }
        }
        answer
    }
}

fn head(
    address: SocketAddr,
    method: &str,
    path: &str,
    cookies: &BTreeMap<String, String>,
) -> String {
    let pairs: Vec<_> = cookies
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let cookie = if pairs.is_empty() {
        String::new()
    } else {
        format!("Cookie: {}\r\n", pairs.join("; "))
    };
    format!("{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n{cookie}")
}
