//! How many round trips to the database a log-in costs over HTTP, middleware and all.

use std::sync::{Arc, Mutex};

use axum::http::StatusCode;
use domain::time::Span;
use store::{Observer, Trip};
use web::WebState;

use crate::browser::Browser;
use crate::day::{ADMIN_PASSWORD, administrator, logs_in};
use crate::house::{CODE, House, KEY};

#[derive(Default)]
struct Counted(Mutex<Vec<Trip>>);

impl Observer for Counted {
    fn sent(&self, trip: Trip) {
        self.0.lock().unwrap().push(trip);
    }
}

impl Counted {
    fn taken(&self) -> Vec<Trip> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

fn reads(trips: &[Trip]) -> usize {
    let read = Trip::Statement("CURRENT_ANNOUNCEMENTS");
    trips.iter().filter(|trip| **trip == read).count()
}

/// A log-in in a known browser: its POST sends at most eight round trips, BEGIN and COMMIT counted; what operators tell
/// everybody is read once in five seconds, whatever number of pages is asked for.
#[tokio::test]
async fn a_log_in_takes_eight_round_trips_over_http() {
    let house = House::open().await;
    let (_, phone) = administrator(&house).await;
    let counted = Arc::new(Counted::default());
    let store = house
        .app
        .store()
        .observed(Arc::clone(&counted) as Arc<dyn Observer>);
    let app = house.app.with_store(store);
    let state = WebState {
        app,
        ..house.state.clone()
    };
    let mut browser = Browser::new(web::router(state));
    // An unknown browser costs three more: it is remembered and told by mail.
    let code = phone.fresh_code(&house);
    let page = logs_in(&mut browser, (CODE, ADMIN_PASSWORD, &code)).await;
    let page = browser.get(&page.target().unwrap()).await;
    browser.submit(&page, "/console/logout", &[]).await;
    counted.taken();
    let code = phone.fresh_code(&house);
    let action = format!("/{KEY}");
    let page = browser.get(&action).await;
    assert_eq!(reads(&counted.taken()), 1);
    browser.get(&action).await;
    house.clock.turn(Span::milliseconds(4_999));
    browser.get(&action).await;
    assert_eq!(counted.taken(), [], "the log-in page itself needs nothing");
    let fields = [
        ("merchant_code", CODE),
        ("user_id", CODE),
        ("password", ADMIN_PASSWORD),
        ("code", code.as_str()),
    ];
    let answer = browser.submit(&page, &action, &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let trips = counted.taken();
    assert!(trips.len() <= 8, "{trips:?}");
    assert!(trips.contains(&Trip::Commit), "{trips:?}");
    house.clock.turn(Span::milliseconds(1));
    browser.get(&action).await;
    assert_eq!(
        reads(&counted.taken()),
        1,
        "after five seconds it is read again"
    );
}
