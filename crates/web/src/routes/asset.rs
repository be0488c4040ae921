//! `/assets/{hash}/{name}`: stylesheets, script, icon, pictures.

use axum::body::{Body, Bytes};
use axum::extract::Path;
use axum::http::{HeaderValue, header};
use axum::response::Response;

use crate::assets;
use crate::http::halt::Halt;
use crate::http::visit::Visit;

/// The address changes with the content, so browsers may keep it for ever.
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// A file of this build or of this installation's brand.
pub async fn serve(
    visit: Visit,
    Path((hash, name)): Path<(String, String)>,
) -> Result<Response, Halt> {
    let built_in = assets::find(&hash, &name)
        .map(|asset| (asset.content_type, Bytes::from_static(asset.bytes)));
    let own = || {
        let file = visit.state.settings.look.find(&hash, &name)?;
        Some((file.content_type, Bytes::copy_from_slice(&file.bytes)))
    };
    let (content_type, bytes) = built_in.or_else(own).ok_or(Halt::NotFound)?;
    let mut response = Response::new(Body::from(bytes));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(header::CACHE_CONTROL, FOR_EVER);
    Ok(response)
}
