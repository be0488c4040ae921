//! A browser without a screen: keeps cookies, follows nothing by itself, fills forms in.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use scraper::{ElementRef, Html, Selector};
use tower::ServiceExt;

pub struct Browser {
    pub router: Router,
    pub cookies: BTreeMap<String, String>,
    pub headers: Vec<(&'static str, String)>,
    /// The other end of its connections.
    pub peer: Option<SocketAddr>,
}

impl Browser {
    pub fn new(router: Router) -> Self {
        let headers = vec![("accept-language", "ja".to_owned())];
        Self {
            router,
            cookies: BTreeMap::new(),
            headers,
            peer: None,
        }
    }

    pub async fn get(&mut self, path: &str) -> Page {
        self.send(Method::GET, path, None).await
    }

    /// Follows redirects as a browser does.
    pub async fn open(&mut self, path: &str) -> Page {
        let page = self.get(path).await;
        self.follow(page).await
    }

    pub async fn follow(&mut self, mut page: Page) -> Page {
        for _ in 0..5 {
            match page.target() {
                Some(target) if page.status == StatusCode::SEE_OTHER => {
                    page = self.get(&target).await;
                }
                _ => return page,
            }
        }
        panic!("a circle of redirects");
    }

    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        self.send(Method::POST, path, Some(encode(fields))).await
    }

    /// Sends the form of `page` whose action is `action`, with its hidden token.
    pub async fn submit(&mut self, page: &Page, action: &str, fields: &[(&str, &str)]) -> Page {
        let token = page.token(action);
        let mut all = vec![("form", token.as_str())];
        all.extend_from_slice(fields);
        self.post(action, &all).await
    }

    pub async fn send(&mut self, method: Method, path: &str, form: Option<String>) -> Page {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        if !self.cookies.is_empty() {
            let pairs: Vec<String> = self
                .cookies
                .iter()
                .map(|(name, value)| format!("{name}={value}"))
                .collect();
            request = request.header(header::COOKIE, pairs.join("; "));
        }
        let body = match form {
            Some(form) => {
                let kind = "application/x-www-form-urlencoded";
                request = request.header(header::CONTENT_TYPE, kind);
                Body::from(form)
            }
            None => Body::empty(),
        };
        let mut request = request.body(body).unwrap();
        if let Some(peer) = self.peer {
            request.extensions_mut().insert(web::Peer(peer));
        }
        self.request(request).await
    }

    pub async fn request(&mut self, request: Request<Body>) -> Page {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        let page = Page {
            status: parts.status,
            headers: parts.headers,
            text: String::from_utf8_lossy(&bytes).into_owned(),
        };
        for (name, value) in page.set_cookies() {
            if value.is_empty() {
                self.cookies.remove(&name);
            } else {
                self.cookies.insert(name, value);
            }
        }
        page
    }
}

pub fn encode(fields: &[(&str, &str)]) -> String {
    let coded = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let pairs: Vec<String> = fields
        .iter()
        .map(|(name, value)| format!("{}={}", coded(name), coded(value)))
        .collect();
    pairs.join("&")
}

#[derive(Debug)]
pub struct Page {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Page {
    pub fn html(&self) -> Html {
        Html::parse_document(&self.text)
    }

    /// The page's heading.
    pub fn title(&self) -> String {
        self.all("h1").into_iter().next().unwrap_or_default()
    }

    /// The texts of all elements that a selector finds.
    pub fn all(&self, selector: &str) -> Vec<String> {
        let selector = Selector::parse(selector).unwrap();
        let worded = |element: ElementRef<'_>| {
            element
                .text()
                .collect::<String>()
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
        };
        self.html().select(&selector).map(worded).collect()
    }

    /// An attribute of every element that a selector finds.
    pub fn attributes(&self, selector: &str, attribute: &str) -> Vec<String> {
        let selector = Selector::parse(selector).unwrap();
        let html = self.html();
        let found = html
            .select(&selector)
            .filter_map(|element| element.attr(attribute));
        found.map(str::to_owned).collect()
    }

    /// The value of a form field.
    pub fn value(&self, name: &str) -> String {
        let selector = format!("input[name=\"{name}\"]");
        self.attributes(&selector, "value")
            .into_iter()
            .next()
            .unwrap_or_default()
    }

    /// The hidden token of the form that goes to `action`.
    pub fn token(&self, action: &str) -> String {
        let selector = format!("form[action=\"{action}\"] input[name=\"form\"]");
        let found = self.attributes(&selector, "value");
        found
            .into_iter()
            .next()
            .unwrap_or_else(|| panic!("no form to {action}:\n{}", self.text))
    }

    /// Where a redirect leads.
    pub fn target(&self) -> Option<String> {
        self.headers
            .get(header::LOCATION)
            .map(|value| value.to_str().unwrap().to_owned())
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    pub fn set_cookies(&self) -> Vec<(String, String)> {
        let lines = self.headers.get_all(header::SET_COOKIE).iter();
        let pair = |line: &str| {
            let (name, value) = line.split(';').next().unwrap().split_once('=').unwrap();
            (name.to_owned(), value.to_owned())
        };
        lines.map(|line| pair(line.to_str().unwrap())).collect()
    }
}
