//! `/demo/letters`: every kind of mail, to be looked at. These addresses exist in demo mode only.

use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use i18n::Locale;

use crate::http::draw::drawn;
use crate::http::halt::Halt;
use crate::http::headers::SANDBOX;
use crate::http::visit::Visit;
use crate::state::DemoLetter;
use crate::views::{DemoLetterLine, DemoLetterPage, DemoLettersPage};

const LIST: &str = "/demo/letters";

/// The list, in the order of the requirements.
pub async fn list(visit: Visit) -> Result<Response, Halt> {
    let own = visit.text.locale();
    let letters = letters(&visit)?.iter();
    let letters = letters.filter(|letter| letter.locale == own);
    let letters = letters.map(|letter| DemoLetterLine {
        kind: letter.kind,
        subject: letter.subject.clone(),
        href: format!("{LIST}/{}", letter.kind),
    });
    drawn(&DemoLettersPage {
        letters: letters.collect(),
        shell: visit.shell(),
    })
}

/// One letter in the page's language, its plain text.
pub async fn show(visit: Visit, Path(kind): Path<String>) -> Result<Response, Halt> {
    let letter = find(&visit, &kind)?;
    drawn(&DemoLetterPage {
        kind: letter.kind,
        subject: letter.subject.clone(),
        text: letter.text.clone(),
        html_href: format!("{LIST}/{}/html?lang={}", letter.kind, letter.locale.code()),
        list_href: LIST,
        shell: visit.shell(),
    })
}

/// Its HTML form, alone and under a policy of its own.
pub async fn html(visit: Visit, Path(kind): Path<String>) -> Result<Response, Halt> {
    let letter = find(&visit, &kind)?;
    let mut response = Response::new(Body::from(letter.html.clone()));
    let headers = response.headers_mut();
    let kind = HeaderValue::from_static("text/html; charset=utf-8");
    headers.insert(header::CONTENT_TYPE, kind);
    headers.insert(header::CONTENT_SECURITY_POLICY, SANDBOX);
    Ok(response)
}

fn letters(visit: &Visit) -> Result<&[DemoLetter], Halt> {
    let demo = visit.state.settings.demo.as_ref();
    demo.map(|demo| demo.letters.as_slice())
        .ok_or(Halt::NotFound)
}

fn find<'a>(visit: &'a Visit, kind: &str) -> Result<&'a DemoLetter, Halt> {
    let own: Locale = visit.text.locale();
    let mut letters = letters(visit)?.iter();
    letters
        .find(|letter| letter.kind == kind && letter.locale == own)
        .ok_or(Halt::NotFound)
}
