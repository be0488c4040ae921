//! What is known of a request before anybody is asked: language, cookies, origin, page.

use std::sync::Arc;

use app::{App, Origin};
use axum::extract::{FromRequestParts, MatchedPath, Request};
use axum::http::request::Parts;
use axum::http::{Method, header};
use crypto::Token;
use i18n::{Locale, Text, negotiate};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::area::Area;
use super::client::origin;
use super::cookies::{Cookie, read};
use super::fields::{Fields, decode};
use super::halt::Halt;
use crate::WebState;
use crate::assets::AssetLinks;
use crate::help;
use crate::views::{LanguageLink, Shell};

/// Where ログアウト is sent.
pub const LOG_OUT: &str = "/console/logout";

/// Whether `text` is an access key as addresses hold it: two to seven half-width digits (LOGIN-1).
#[must_use]
pub fn is_access_key(text: &str) -> bool {
    (2..=7).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A request as every handler sees it. Cloning is cheap.
#[derive(Clone)]
pub struct Visit {
    /// What all handlers share.
    pub state: WebState,
    /// The texts of the answer's language.
    pub text: Text,
    /// Where the request comes from.
    pub origin: Arc<Origin>,
    /// What operators tell everybody, in the answer's language.
    pub notices: Arc<[String]>,
    known: Arc<Known>,
}

struct Known {
    session: Option<Token>,
    visitor: Option<Token>,
    access_key: Option<String>,
    door: Option<String>,
    challenge: Option<Token>,
    chosen: Option<Locale>,
    asked_for: Option<Locale>,
    page: String,
    leaves: bool,
    reads: bool,
    program: bool,
    query: Fields,
}

impl Visit {
    /// Reads a request.
    #[must_use]
    pub fn new(state: &WebState, request: &Request) -> Self {
        let (headers, uri) = (request.headers(), request.uri());
        let cookie = |kind| read(headers, kind, state.settings.secure);
        let token = |kind| cookie(kind).and_then(|text| Token::parse(text).ok());
        let query = decode(uri.query().unwrap_or_default().as_bytes()).unwrap_or_default();
        let asked_for = Locale::ALL
            .into_iter()
            .find(|locale| locale.code() == query.text("lang"));
        let remembered = cookie(Cookie::Language).and_then(Locale::from_code);
        let chosen = asked_for.or(remembered);
        let accepted = headers
            .get(header::ACCEPT_LANGUAGE)
            .and_then(|value| value.to_str().ok());
        let locale = negotiate(chosen.map(Locale::code), accepted);
        let key_cookie = cookie(Cookie::AccessKey).filter(|key| is_access_key(key));
        let known = Known {
            session: token(Cookie::Session),
            visitor: token(Cookie::Visitor),
            access_key: key_in(uri.path()).or(key_cookie).map(str::to_owned),
            door: cookie(Cookie::Door).map(str::to_owned),
            challenge: token(Cookie::Challenge),
            chosen,
            asked_for,
            page: page(request).to_owned(),
            leaves: [LOG_OUT, "/operator/logout"].contains(&uri.path()),
            reads: [Method::GET, Method::HEAD].contains(request.method()),
            program: uri.path().starts_with("/api/"),
            query: if request.method() == Method::POST {
                Fields::default()
            } else {
                query
            },
        };
        let proxies = &state.settings.trusted_proxies;
        let origin = Origin {
            mark: token(Cookie::Mark),
            ..origin(request.extensions(), headers, proxies)
        };
        Self {
            state: state.clone(),
            text: state.catalog.text(locale),
            origin: Arc::new(origin),
            notices: Arc::default(),
            known: Arc::new(known),
        }
    }

    /// The visit that the frame has put into a request.
    ///
    /// # Errors
    /// [`Halt::Fault`] outside the frame.
    pub fn of(parts: &Parts) -> Result<Self, Halt> {
        let visit = parts.extensions.get::<Self>().cloned();
        visit.ok_or_else(|| Halt::Fault("a handler outside the frame".to_owned()))
    }

    /// The same visit in a person's own language, unless another was chosen.
    #[must_use]
    pub fn with_person(mut self, locale: &str) -> Self {
        if let (None, Some(own)) = (self.known.chosen, Locale::from_code(locale)) {
            self.text = self.state.catalog.text(own);
        }
        self
    }

    /// The same visit with what operators tell everybody.
    #[must_use]
    pub fn with_notices(mut self, notices: Arc<[String]>) -> Self {
        self.notices = notices;
        self
    }

    /// The use cases.
    #[must_use]
    pub fn app(&self) -> &App {
        &self.state.app
    }

    /// Whether cookies have the prefix and `Secure`.
    #[must_use]
    pub fn secure(&self) -> bool {
        self.state.settings.secure
    }

    /// Whether the request asks for a page and sends nothing.
    #[must_use]
    pub fn reads(&self) -> bool {
        self.known.reads
    }

    /// Whether the address belongs to the interface for programs, which read no pages.
    #[must_use]
    pub fn is_programs(&self) -> bool {
        self.known.program
    }

    /// The session cookie's token.
    #[must_use]
    pub fn session_token(&self) -> Option<&Token> {
        self.known.session.as_ref()
    }

    /// The origin with a mark in any case: the browser's own, or a new one. It comes from the
    /// visitor's random token, so that a form sent twice gives one mark.
    ///
    /// # Errors
    /// [`Halt::Fault`] without randomness.
    pub fn marked(&self) -> Result<Origin, Halt> {
        let mut origin = Origin::clone(&self.origin);
        if origin.mark.is_none() {
            origin.mark = Some(match self.visitor_token() {
                Some(visitor) => Token::from_bytes(visitor.digest().0),
                None => Token::random(&*self.state.entropy)
                    .map_err(|error| Halt::fault("browser mark", error))?,
            });
        }
        Ok(origin)
    }

    /// The frame of a page that also shows what operators tell everybody.
    #[must_use]
    pub fn telling_shell(&self) -> Shell {
        Shell {
            announcements: self.notices.to_vec(),
            ..self.shell()
        }
    }

    /// The token of the log-in by mail that this browser is in.
    #[must_use]
    pub fn challenge_token(&self) -> Option<&Token> {
        self.known.challenge.as_ref()
    }

    /// The visitor cookie's token.
    #[must_use]
    pub fn visitor_token(&self) -> Option<&Token> {
        self.known.visitor.as_ref()
    }

    /// The access key of the address, else the one last used in this browser.
    #[must_use]
    pub fn access_key(&self) -> Option<&str> {
        self.known.access_key.as_deref()
    }

    /// The name of the door that the visitor stood before last, as the browser says.
    #[must_use]
    pub fn door(&self) -> Option<&str> {
        self.known.door.as_deref()
    }

    /// The operators' entrance for their pages; else the log-in page of [`Self::access_key`], else
    /// the page that asks for the key.
    #[must_use]
    pub fn login_href(&self) -> String {
        if Area::of_page(&self.known.page) == Some(Area::Operator) {
            return "/operator".to_owned();
        }
        self.access_key()
            .map_or_else(|| "/".to_owned(), |key| format!("/{key}"))
    }

    /// The fields of the query; none in a POST, none when it is malformed.
    #[must_use]
    pub fn query(&self) -> &Fields {
        &self.known.query
    }

    /// The address of the page that this request shows, without query.
    #[must_use]
    pub fn page(&self) -> &str {
        &self.known.page
    }

    /// The language that `?lang=` asks for, to be remembered.
    #[must_use]
    pub fn asked_for(&self) -> Option<Locale> {
        self.known.asked_for
    }

    /// Whether a language was chosen in this browser, now or before.
    #[must_use]
    pub fn has_chosen(&self) -> bool {
        self.known.chosen.is_some()
    }

    /// Whether the request is ログアウト.
    #[must_use]
    pub fn leaves(&self) -> bool {
        self.known.leaves
    }

    /// The frame of a page for somebody who is not signed in.
    #[must_use]
    pub fn shell(&self) -> Shell {
        let home_href = match Area::of_page(&self.known.page) {
            Some(area) if self.known.page != "/operator" => area.menu().to_owned(),
            _ => self.login_href(),
        };
        Shell {
            text: self.text.clone(),
            brand: Arc::clone(&self.state.brand),
            home_href,
            help_href: help::href_for(self.page()),
            signed_in: None,
            languages: self.languages(),
            crumbs: Vec::new(),
            notice: None,
            announcements: Vec::new(),
            demo_mails_href: self
                .state
                .settings
                .demo
                .is_some()
                .then(|| "/demo/mails".to_owned()),
            assets: AssetLinks::of(&self.state.settings.look),
        }
    }

    fn languages(&self) -> Vec<LanguageLink> {
        let names = [self.text.language_ja(), self.text.language_en()];
        let links = Locale::ALL.into_iter().zip(names);
        links
            .map(|(locale, name)| LanguageLink {
                code: locale.code(),
                name,
                href: self.href_in(locale),
                current: locale == self.text.locale(),
            })
            .collect()
    }

    fn href_in(&self, locale: Locale) -> String {
        let mut href = format!("{}?", self.known.page);
        for (name, value) in self.known.query.iter().filter(|(name, _)| *name != "lang") {
            href.extend(utf8_percent_encode(name, NON_ALPHANUMERIC));
            href.push('=');
            href.extend(utf8_percent_encode(value, NON_ALPHANUMERIC));
            href.push('&');
        }
        href.push_str("lang=");
        href.push_str(locale.code());
        href
    }
}

impl<S: Sync> FromRequestParts<S> for Visit {
    type Rejection = Halt;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Halt> {
        Self::of(parts)
    }
}

fn key_in(path: &str) -> Option<&str> {
    path.split('/').nth(1).filter(|key| is_access_key(key))
}

/// The page to which a request belongs: forms that are sent elsewhere come from another.
fn page(request: &Request) -> &str {
    let matched = request
        .extensions()
        .get::<MatchedPath>()
        .map(MatchedPath::as_str);
    match matched {
        Some("/console/secret/issue" | "/console/secret/confirm") => "/console/secret",
        Some("/operator/secret/issue" | "/operator/secret/confirm") => "/operator/secret",
        Some("/operator/logout") => "/operator/menu",
        Some("/console/users/check") => "/console/users/new",
        Some(LOG_OUT) => "/console/menu",
        Some(_) => own_path(request.uri().path()),
        None => "/",
    }
}

/// The path if it can stand in a link without leading elsewhere (`//host`, `/\host`).
fn own_path(path: &str) -> &str {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_.~%@".contains(&byte);
    let fits = path.starts_with('/') && !path.starts_with("//") && path.bytes().all(plain);
    if fits { path } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::{is_access_key, own_path};

    /// Shows LOGIN-1: two to seven half-width digits.
    #[test]
    fn login_1_access_keys_in_addresses() {
        assert!(is_access_key("12") && is_access_key("1234567"));
        for other in ["", "1", "12345678", "12a", "１２", "-1", "+12", "1 2"] {
            assert!(!is_access_key(other), "{other}");
        }
    }

    #[test]
    fn no_path_leads_elsewhere() {
        for good in ["/1234567", "/console/users/0", "/demo/mails/1-a@b.eml"] {
            assert_eq!(own_path(good), good);
        }
        for bad in [
            "//evil.example",
            "/\\evil.example",
            "evil",
            "",
            "/a\"b",
            "/a;b",
            "/a:b",
        ] {
            assert_eq!(own_path(bad), "/");
        }
    }
}
