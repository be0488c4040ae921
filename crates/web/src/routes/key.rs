//! `/`: asks for the access key (LOGIN-1).

use axum::response::Response;
use domain::merchant::access_key_from_typed;

use crate::http::draw::drawn;
use crate::http::halt::Halt;
use crate::http::visit::Visit;
use crate::views::KeyPage;

/// The page, or the way on to the log-in page of the key that was typed. The answer is the same
/// for every key.
pub async fn show(visit: Visit) -> Result<Response, Halt> {
    let typed = visit.query().text("access_key");
    if let Some(key) = access_key_from_typed(typed) {
        return Err(Halt::to(format!("/{}", key.as_str())));
    }
    let refused = visit.query().has("access_key");
    let page = KeyPage {
        shell: visit.shell(),
        action: "/".to_owned(),
        access_key: typed.to_owned(),
        refused,
    };
    drawn(&page)
}
