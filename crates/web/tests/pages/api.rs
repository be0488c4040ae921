//! The interface for programs: what a key opens, what it never does, and its document.

use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use domain::merchant::{MerchantCode, MerchantKind};
use domain::notice::Notice;
use domain::policy::Profile;
use domain::time::Span;
use serde_json::{Value, json};
use testkit::both_engines;
use testkit::databases::{Database, OnDatabase};
use web::WebSettings;

use crate::browser::{Browser, Page};
use crate::day::{administrator, clerk_at_work};
use crate::house::{CODE, House};

const MERCHANTS: &str = "/api/v1/merchants";

/// A house with the interface open.
pub struct Api(pub House);

impl OnDatabase for Api {
    async fn on(database: &Database) -> Self {
        let kind = (MerchantKind::Logistics, false, Profile::Manual);
        let open = |settings: &mut WebSettings| settings.api_requests_per_minute = Some(50);
        Self(House::at(database, kind, open).await)
    }
}

async fn key(house: &House) -> String {
    let (_, token) = house.app.create_api_key("test").await.unwrap();
    token.reveal().to_owned()
}

pub struct Program {
    /// One process: requests are counted in it.
    router: Router,
    key: String,
    once: Option<&'static str>,
}

impl Program {
    pub async fn new(house: &House) -> Self {
        let key = key(house).await;
        Self {
            router: house.router(),
            key,
            once: None,
        }
    }

    pub async fn sends(&self, method: Method, path: &str, body: &Value) -> Page {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header("authorization", format!("Bearer {}", self.key))
            .header("content-type", "application/json");
        if let Some(once) = self.once {
            request = request.header("idempotency-key", once);
        }
        let body = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        let request = request.body(Body::from(body)).unwrap();
        Browser::new(self.router.clone()).request(request).await
    }

    pub async fn creates(&self, body: &Value) -> Page {
        self.sends(Method::POST, MERCHANTS, body).await
    }
}

pub fn told(page: &Page) -> Value {
    serde_json::from_str(&page.text).unwrap_or_else(|_| panic!("{}", page.text))
}

pub fn problem(page: &Page, status: u16) -> Value {
    assert_eq!(page.status.as_u16(), status, "{}", page.text);
    assert_eq!(
        page.header("content-type"),
        Some("application/problem+json")
    );
    let problem = told(page);
    assert_eq!(problem["status"], status);
    problem
}

both_engines! {
    /// Shows CS-7: a program sets a merchant up, reads and amends it; no answer holds a password.
    /// Shows ASVS-9.
    async fn cs_7_a_program_sets_merchants_up(api: Api) {
        let house = api.0;
        let program = Program::new(&house).await;
        let new = json!({
            "merchant_code": "３００００００１１", "company": "みほん物産", "kind": "logistics",
            "contact_mail": "owner@mihon.example", "admin_name": "見本 花子",
        });
        let page = program.creates(&new).await;
        assert_eq!(page.status, StatusCode::CREATED, "{}", page.text);
        assert_eq!(page.header("location"), Some("/api/v1/merchants/300000011"));
        let made = told(&page);
        assert_eq!(made["merchant_code"], "300000011");
        assert!(!page.text.contains("password"));
        assert_eq!(
            told(
                &program
                    .sends(Method::GET, "/api/v1/merchants/300000011", &Value::Null)
                    .await
            ),
            made
        );
        problem(&program.creates(&new).await, 409);
        amends(&house, &program).await;
        let code = MerchantCode::parse("300000011").unwrap();
        let record = house.app.merchant_record(&code).await.unwrap().unwrap();
        let rows = store::audit::of_merchant(house.app.store(), record.id, 10)
            .await
            .unwrap();
        assert_eq!(rows.len(), 4);
        assert!(
            rows.iter()
                .all(|row| row.actor_kind == "api" && row.actor.is_some())
        );
    }
}

/// Every change is told; what changes nothing tells nobody.
async fn amends(house: &House, program: &Program) {
    let path = "/api/v1/merchants/300000011";
    let change =
        json!({ "company": "新みほん", "suspended": true, "contact_mail": "next@mihon.example" });
    let page = program.sends(Method::PATCH, path, &change).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    let after = told(&page);
    assert_eq!(
        (&after["company"], &after["suspended"]),
        (&"新みほん".into(), &true.into())
    );
    assert_eq!(
        after["contact_mail"], "owner@mihon.example",
        "the old address holds for 72 hours"
    );
    assert_eq!(after["contact_mail_next"], "next@mihon.example");
    let mails = house.mails().await;
    let to_owner = |is: fn(&Notice) -> bool| {
        mails
            .iter()
            .any(|(to, notice)| to == "owner@mihon.example" && is(notice))
    };
    assert!(to_owner(|notice| matches!(
        notice,
        Notice::MerchantChanged { .. }
    )));
    assert!(to_owner(|notice| matches!(
        notice,
        Notice::MerchantSuspended {
            suspended: true,
            ..
        }
    )));
    assert!(to_owner(|notice| matches!(
        notice,
        Notice::ContactChanging { .. }
    )));
    program.sends(Method::PATCH, path, &change).await;
    assert!(
        house.mails().await.is_empty(),
        "what changes nothing tells nobody"
    );
}

both_engines! {
    /// Everything wrong is named with a pointer to it; nothing of it is saved.
    async fn errors_point_at_their_fields(api: Api) {
        let house = api.0;
        let program = Program::new(&house).await;
        let wrong = json!({ "merchant_code": "12", "company": " ", "kind": "x", "admin_mail": "y" });
        let found = problem(&program.creates(&wrong).await, 422);
        let pointers: Vec<_> = found["errors"]
            .as_array()
            .unwrap()
            .iter()
            .map(|e| &e["pointer"])
            .collect();
        assert_eq!(
            pointers,
            ["/merchant_code", "/company", "/kind", "/admin_mail"]
        );
        let silent = json!({ "company": "A", "kind": "logistics" });
        let found = problem(&program.creates(&silent).await, 422);
        assert_eq!(found["errors"][0]["pointer"], "/contact_mail");
        let centre = json!({ "merchant_code": "000000000", "company": "A", "kind": "logistics" });
        problem(&program.creates(&centre).await, 422);
        problem(
            &program
                .creates(&json!({ "company": "A", "kind": "logistics", "password": "x" }))
                .await,
            400,
        );
        problem(&program.creates(&json!([])).await, 400);
        problem(
            &program
                .creates(&json!({ "company": "あ".repeat(9000), "kind": "x" }))
                .await,
            413,
        );
        no_such_merchants(&program).await;
        let path = format!("{MERCHANTS}/{CODE}");
        problem(
            &program
                .sends(Method::PATCH, &path, &json!({ "contact_mail": "x" }))
                .await,
            422,
        );
        let request = Request::builder()
            .method(Method::POST)
            .uri(MERCHANTS)
            .header("authorization", format!("Bearer {}", program.key))
            .header("content-type", "text/plain")
            .body(Body::from("{}"));
        problem(&house.browser().request(request.unwrap()).await, 415);
    }
}

async fn no_such_merchants(program: &Program) {
    for code in ["000000000", "999999999", "1", "１２３４５６７８９"] {
        let path = format!(
            "{MERCHANTS}/{}",
            percent_encoding::utf8_percent_encode(code, percent_encoding::NON_ALPHANUMERIC)
        );
        problem(&program.sends(Method::GET, &path, &Value::Null).await, 404);
        problem(
            &program
                .sends(Method::PATCH, &path, &json!({ "suspended": true }))
                .await,
            404,
        );
    }
}

both_engines! {
    /// The same request under one Idempotency-Key has one effect; another request has none.
    async fn a_request_sent_twice_has_one_effect(api: Api) {
        let house = api.0;
        let mut program = Program::new(&house).await;
        program.once = Some("7f3c");
        let new = json!({ "company": "A", "kind": "logistics", "contact_mail": "a@mihon.example" });
        let (first, second) = tokio::join!(program.creates(&new), program.creates(&new));
        assert_eq!(
            (first.status, second.status),
            (StatusCode::CREATED, StatusCode::CREATED)
        );
        assert_eq!(
            told(&first),
            told(&second),
            "one merchant, with one drawn code"
        );
        assert_eq!(told(&program.creates(&new).await), told(&first));
        let other = json!({ "company": "B", "kind": "logistics", "contact_mail": "a@mihon.example" });
        problem(&program.creates(&other).await, 422);
        let mut stranger = Program::new(&house).await;
        stranger.once = Some("7f3c");
        let page = stranger.creates(&other).await;
        assert_eq!(
            page.status,
            StatusCode::CREATED,
            "another key's word is another word"
        );
    }
}

both_engines! {
    /// Shows ROLE-12: a key opens nothing but its interface, a session does not open that, and a key
    /// that is revoked or asks too often opens nothing.
    /// Shows PCI-12, PCI-25.
    async fn role_12_a_key_is_no_session_and_a_session_no_key(api: Api) {
        let house = api.0;
        let program = Program::new(&house).await;
        let path = format!("{MERCHANTS}/{CODE}");
        for page in [
            "/console/menu",
            "/console/users",
            "/operator/menu",
            "/door/check/x",
        ] {
            let answer = program.sends(Method::GET, page, &Value::Null).await;
            assert_ne!(answer.status, StatusCode::OK, "{page}");
        }
        let (mut admin, _) = administrator(&house).await;
        let (mut clerk, ..) = clerk_at_work(&house, &mut admin).await;
        for browser in [&mut admin, &mut clerk, &mut house.browser()] {
            for (method, path) in [
                (Method::GET, path.as_str()),
                (Method::POST, MERCHANTS),
                (Method::PATCH, &path),
            ] {
                problem(&browser.send(method, path, None).await, 401);
            }
        }
        let session = clerk.cookies["sekisho"].clone();
        for wrong in [session.as_str(), "", "x", &"A".repeat(43)] {
            let stranger = Program {
                router: house.router(),
                key: wrong.to_owned(),
                once: None,
            };
            let page = stranger.sends(Method::GET, &path, &Value::Null).await;
            problem(&page, 401);
            assert!(
                page.header("www-authenticate")
                    .unwrap()
                    .starts_with("Bearer")
            );
        }
        keys_end(&house, &program, &path).await;
        let closed = House::open().await;
        let page = closed.browser().get("/api/v1/openapi.json").await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "off unless switched on");
    }
}

/// A key that asks too often waits; one that is revoked opens nothing.
async fn keys_end(house: &House, program: &Program, path: &str) {
    for _ in 0..50 {
        program.sends(Method::GET, path, &Value::Null).await;
    }
    let page = program.sends(Method::GET, path, &Value::Null).await;
    problem(&page, 429);
    assert!(page.header("retry-after").is_some());
    house.clock.turn(Span::minutes(1));
    assert_eq!(
        program.sends(Method::GET, path, &Value::Null).await.status,
        StatusCode::OK
    );
    let id = house.app.api_keys().await.unwrap()[0].id;
    assert!(house.app.revoke_api_key(id).await.unwrap());
    assert!(!house.app.revoke_api_key(id).await.unwrap());
    problem(&program.sends(Method::GET, path, &Value::Null).await, 401);
}
