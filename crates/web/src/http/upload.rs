//! Forms that bring a file.

use app::Nonce;
use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::{HeaderMap, StatusCode, header};

use super::body::read_form;
use super::halt::Halt;
use super::session::{Right, Signed, admitted};
use super::visit::Visit;

/// A form with a file that somebody signed in has sent: from a page of ours, to this session, once.
/// A form without a file is one that brings nothing.
pub struct Uploaded<R> {
    /// Who.
    pub signed: Signed<R>,
    /// The form's nonce.
    pub nonce: Nonce,
    /// What was brought.
    pub parts: Parts,
}

/// The parts of a form that are looked at.
#[derive(Default)]
pub struct Parts {
    form: Vec<u8>,
    /// The file.
    pub file: Vec<u8>,
    /// What was pasted instead.
    pub pasted: Vec<u8>,
}

/// Each part is read a little further than anything that is taken, so that its reader can say that
/// it is too long.
const MOST: usize = app::LARGEST_LIST + 1;

impl<S: Send + Sync, R: Right> FromRequest<S> for Uploaded<R> {
    type Rejection = Halt;

    async fn from_request(request: Request, state: &S) -> Result<Self, Halt> {
        let headers = request.headers().clone();
        let (parts, body) = request.into_parts();
        let visit = Visit::of(&parts)?;
        let parts = if is_multipart(&headers) {
            let request = Request::from_parts(parts, body);
            let multipart = Multipart::from_request(request, state).await;
            read(multipart.map_err(|_| Halt::Unreadable(StatusCode::BAD_REQUEST))?).await?
        } else {
            let limit = visit.state.settings.body_limit;
            let fields = read_form(&headers, body, limit).await?;
            Parts {
                form: fields.text("form").as_bytes().to_vec(),
                pasted: fields.text("pasted").as_bytes().to_vec(),
                ..Parts::default()
            }
        };
        let form = std::str::from_utf8(&parts.form).unwrap_or_default();
        let (signed, nonce) = admitted(visit, &headers, form).await?;
        Ok(Self {
            signed,
            nonce,
            parts,
        })
    }
}

fn is_multipart(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE);
    let kind = kind
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let essence = kind.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("multipart/form-data")
}

async fn read(mut multipart: Multipart) -> Result<Parts, Halt> {
    let mut parts = Parts::default();
    while let Some(field) = multipart
        .next_field()
        .await
        .map_err(|error| unreadable(&error))?
    {
        let place = match field.name() {
            Some("form") => &mut parts.form,
            Some("file") => &mut parts.file,
            Some("pasted") => &mut parts.pasted,
            _ => continue,
        };
        if !place.is_empty() {
            return Err(Halt::Unreadable(StatusCode::BAD_REQUEST));
        }
        *place = bytes(field).await?;
    }
    Ok(parts)
}

async fn bytes(mut field: Field<'_>) -> Result<Vec<u8>, Halt> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(|error| unreadable(&error))? {
        let room = MOST.saturating_sub(bytes.len());
        bytes.extend(chunk.iter().take(room));
    }
    Ok(bytes)
}

fn unreadable(error: &MultipartError) -> Halt {
    Halt::Unreadable(error.status())
}
