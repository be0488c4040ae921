//! The document of the interface for programs, held against the code and the running interface.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use testkit::both_engines;

use crate::api::{Api, Program, problem, told};
use crate::house::CODE;

const METHODS: [Method; 6] = [
    Method::GET,
    Method::POST,
    Method::PUT,
    Method::PATCH,
    Method::DELETE,
    Method::OPTIONS,
];

fn document() -> Value {
    serde_json::from_str(&web::api::document()).unwrap()
}

both_engines! {
    /// The document in the repository is the one that the code makes, and the one that is served.
    async fn the_document_is_what_the_code_says(api: Api) {
        let kept = include_str!("../../../../docs/openapi.json");
        assert!(
            kept == web::api::document(),
            "docs/openapi.json is not what the code says: cargo run -p web --example openapi > docs/openapi.json"
        );
        let page = api.0.browser().get("/api/v1/openapi.json").await;
        assert_eq!(page.text, kept);
        assert_eq!(document()["openapi"].as_str().map(|v| &v[..3]), Some("3.1"));
    }
}

both_engines! {
    /// Every path and method that the interface answers stands in the document, and no other does.
    async fn every_route_is_documented(api: Api) {
        let house = api.0;
        let described = document();
        let mut paths: Vec<_> = described["paths"]
            .as_object()
            .unwrap()
            .keys()
            .cloned()
            .collect();
        let mut routed = web::api::paths();
        routed.sort_unstable();
        paths.sort();
        assert_eq!(paths, routed);
        let ids: std::collections::BTreeSet<_> = described["paths"]
            .as_object()
            .unwrap()
            .values()
            .flat_map(|path| path.as_object().unwrap().values())
            .map(|operation| operation["operationId"].as_str().unwrap().to_owned())
            .collect();
        assert_eq!(ids.len(), 4, "every operation has a name of its own: {ids:?}");
        for path in routed {
            for method in METHODS {
                let word = method.as_str().to_lowercase();
                let documented = described["paths"][path].get(&word).is_some();
                let page = house
                    .browser()
                    .send(method, &path.replace("{code}", CODE), None)
                    .await;
                let answered = page.status != StatusCode::METHOD_NOT_ALLOWED;
                assert_eq!(documented, answered, "{word} {path}");
            }
        }
    }
}

both_engines! {
    /// Every example of the document is taken by the running interface, and answers have the shape that
    /// the document shows.
    async fn every_example_is_accepted(api: Api) {
        let house = api.0;
        let program = Program::new(&house).await;
        let schemas = &document()["components"]["schemas"];
        let shape = |value: &Value| -> Vec<String> {
            let mut names: Vec<_> = value.as_object().unwrap().keys().cloned().collect();
            names.sort();
            names
        };
        let page = program.creates(&schemas["NewMerchant"]["example"]).await;
        assert_eq!(page.status, StatusCode::CREATED, "{}", page.text);
        assert_eq!(shape(&told(&page)), shape(&schemas["Merchant"]["example"]));
        let path = page.header("location").unwrap().to_owned();
        let page = program
            .sends(Method::PATCH, &path, &schemas["MerchantChange"]["example"])
            .await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text);
        assert_eq!(shape(&told(&page)), shape(&schemas["Merchant"]["example"]));
        let found = problem(
            &program.creates(&json!({ "company": "", "kind": "" })).await,
            422,
        );
        for name in shape(&found) {
            assert!(
                schemas["Problem"]["properties"].get(&name).is_some(),
                "{name}"
            );
        }
    }
}

both_engines! {
    /// Programs read no pages: what the router refuses, and a maintenance, are problems as well.
    async fn programs_are_refused_in_their_own_form(api: Api) {
        let house = api.0;
        let program = Program::new(&house).await;
        let nothing = program.sends(Method::GET, "/api/v1/nothing", &Value::Null).await;
        problem(&nothing, 404);
        let page = program.sends(Method::DELETE, "/api/v1/merchants", &Value::Null).await;
        problem(&page, 405);
        assert_eq!(page.header("allow"), Some("POST"));
        let page = program.sends(Method::GET, "/api/v1/merchants/%ff", &Value::Null).await;
        problem(&page, 400);
        assert_eq!(page.header("x-content-type-options"), Some("nosniff"));
    }
}
