//! A light browser: one kept connection, its cookies, the hidden value of the last form.
//!
//! What outlives it are the cookies with an age, as in a browser that is closed.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use crate::Outcome;

/// Longest wait for an answer.
const PATIENCE: Duration = Duration::from_mins(1);

/// An answer.
#[derive(Debug)]
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// Where it leads.
    pub location: Option<String>,
    /// When to come back, in seconds.
    pub retry_after: Option<u64>,
    /// The body, as text.
    pub body: String,
}

/// Cookies by name.
pub type Cookies = BTreeMap<String, String>;

/// The browser.
#[derive(Debug)]
pub struct Browser {
    connection: BufReader<TcpStream>,
    cookies: Cookies,
    lasting: Cookies,
    network: String,
    form: String,
}

impl Browser {
    /// Connects. `network` is the client's address as a proxy would tell it.
    pub fn visiting(address: SocketAddr, network: &str) -> Outcome<Self> {
        Self::opened_again(address, network, Cookies::new())
    }

    /// The same with what an earlier browser has left.
    pub fn opened_again(address: SocketAddr, network: &str, lasting: Cookies) -> Outcome<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        Ok(Self {
            connection: BufReader::new(stream),
            cookies: lasting.clone(),
            lasting,
            network: network.to_owned(),
            form: String::new(),
        })
    }

    /// What it leaves when it is closed.
    #[must_use]
    pub const fn lasting(&self) -> &Cookies {
        &self.lasting
    }

    /// Opens a page.
    pub fn get(&mut self, path: &str) -> Outcome<Answer> {
        self.request("GET", path, "")
    }

    /// Sends the form of the last page with these values.
    pub fn post(&mut self, path: &str, values: &[(&str, &str)]) -> Outcome<Answer> {
        let form = std::mem::take(&mut self.form);
        let mut body = format!("form={}", encoded(&form));
        for (name, value) in values {
            let _ = write!(body, "&{name}={}", encoded(value));
        }
        self.request("POST", path, &body)
    }

    /// Whether the last page held a form.
    pub fn has_form(&self) -> bool {
        !self.form.is_empty()
    }

    fn request(&mut self, method: &str, path: &str, body: &str) -> Outcome<Answer> {
        let mut text = format!(
            "{method} {path} HTTP/1.1\r\nhost: 127.0.0.1\r\nuser-agent: bench\r\n\
             accept-language: ja\r\nx-forwarded-for: {}\r\n",
            self.network
        );
        if !self.cookies.is_empty() {
            let pairs: Vec<_> = self
                .cookies
                .iter()
                .map(|(k, v)| format!("{k}={v}"))
                .collect();
            let _ = write!(text, "cookie: {}\r\n", pairs.join("; "));
        }
        if method == "POST" {
            let length = body.len();
            let _ = write!(
                text,
                "content-type: application/x-www-form-urlencoded\r\ncontent-length: {length}\r\n"
            );
        }
        let _ = write!(text, "\r\n{body}");
        self.connection.get_mut().write_all(text.as_bytes())?;
        self.answer()
    }

    fn answer(&mut self) -> Outcome<Answer> {
        let first = self.line()?;
        let status = first.split(' ').nth(1).ok_or("no status line")?.parse()?;
        let (mut length, mut location, mut retry_after) = (0, None, None);
        loop {
            let line = self.line()?;
            if line.is_empty() {
                break;
            }
            let (name, value) = line.split_once(':').ok_or("no header line")?;
            let value = value.trim();
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = value.parse()?,
                "location" => location = Some(value.to_owned()),
                "retry-after" => retry_after = Some(value.parse()?),
                "set-cookie" => self.keep(value),
                "transfer-encoding" => return Err("an answer in chunks".into()),
                _ => {}
            }
        }
        let mut body = vec![0; length];
        self.connection.read_exact(&mut body)?;
        let body = String::from_utf8(body)?;
        if let Some(form) = hidden(&body) {
            form.clone_into(&mut self.form);
        }
        Ok(Answer {
            status,
            location,
            retry_after,
            body,
        })
    }

    fn line(&mut self) -> Outcome<String> {
        let mut line = String::new();
        if self.connection.read_line(&mut line)? == 0 {
            return Err("the server closed the connection".into());
        }
        Ok(line.trim_end().to_owned())
    }

    fn keep(&mut self, cookie: &str) {
        let pair = cookie.split(';').next().unwrap_or_default();
        if let Some((name, value)) = pair.split_once('=') {
            self.cookies.insert(name.to_owned(), value.to_owned());
            if cookie.contains("Max-Age=") {
                self.lasting.insert(name.to_owned(), value.to_owned());
            }
        }
    }
}

/// The value of the hidden field `form`.
fn hidden(page: &str) -> Option<&str> {
    let (_, rest) = page.split_once("name=\"form\" value=\"")?;
    rest.split_once('"').map(|(value, _)| value)
}

fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{encoded, hidden};

    #[test]
    fn forms_are_read_and_written() {
        let page = "<input type=\"hidden\" name=\"form\" value=\"a-b_c\"><input name=\"x\">";
        assert_eq!(hidden(page), Some("a-b_c"));
        assert_eq!(hidden("<p>no form"), None);
        assert_eq!(encoded("a b&=関"), "a%20b%26%3D%E9%96%A2");
    }
}
