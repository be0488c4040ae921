//! Other transactions in the way, connections that are lost, a database that is away.

use testkit::browser::{Answer, Browser};
use testkit::forwarder::{Cut, Forwarder};
use testkit::node::{Ground, Node};
use testkit::site::{PASSWORD, Someone};

use crate::trio::Trio;

/// The first `times` rows that are put into `table` meet an error of that code: a sequence counts,
/// because it alone is not rolled back.
fn in_the_way(trio: &Trio, table: &str, code: &str, times: u32) {
    trio.change(&format!(
        "CREATE SEQUENCE met; \
         CREATE FUNCTION meet() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
           IF nextval('met') <= {times} THEN \
             RAISE EXCEPTION 'in the way' USING ERRCODE = '{code}'; END IF; \
           RETURN NEW; END $$; \
         CREATE TRIGGER meet BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION meet()"
    ));
}

fn no_longer(trio: &Trio, table: &str) {
    trio.change(&format!(
        "DROP TRIGGER meet ON {table}; DROP FUNCTION meet(); DROP SEQUENCE met"
    ));
}

fn met(trio: &Trio) -> i64 {
    trio.number("SELECT last_value FROM met")
}

/// 40001 and 40P01 are no error of anybody: what met another transaction is decided again.
#[test]
fn what_was_in_the_way_twice_is_not_seen() {
    let trio = Trio::open(2, 0);
    for (code, person) in ["40001", "40P01"].iter().zip(&trio.site.people) {
        let mut browser = trio.node(0).browser();
        in_the_way(&trio, "session", code, 2);
        let answer = logs_in(person, &mut browser);
        assert_eq!(
            (answer.status, answer.leads_to()),
            (303, "/console/menu"),
            "{code}"
        );
        assert_eq!(met(&trio), 3, "{code}");
        no_longer(&trio, "session");

        in_the_way(&trio, "password_history", code, 2);
        let answer = changes_password(&mut browser, PASSWORD, "Kaeta2026a");
        assert_eq!(
            (answer.status, answer.leads_to()),
            (303, "/console/menu"),
            "{code}"
        );
        no_longer(&trio, "password_history");
        assert_eq!(browser.get("/console/menu").unwrap().status, 200, "{code}");
    }
}

/// Whatever is in the way for longer ends with a page that says so, and with nothing done.
#[test]
fn what_stays_in_the_way_is_told() {
    let trio = Trio::open(1, 0);
    let person = &trio.site.people[0];
    let mut browser = trio.node(0).browser();
    assert_eq!(logs_in(person, &mut browser).status, 303);
    in_the_way(&trio, "password_history", "40001", 1_000);
    let answer = changes_password(&mut browser, PASSWORD, "Kaeta2026a");
    assert_eq!(answer.status, 503, "{answer:?}");
    assert_eq!(answer.header("retry-after"), Some("1"));
    assert!(
        answer.body.contains("入力内容は処理されていません"),
        "{answer:?}"
    );
    assert_eq!(met(&trio), 3);
    no_longer(&trio, "password_history");
    assert_eq!(browser.get("/console/menu").unwrap().status, 200);
}

/// A commit whose answer is lost is looked up by the form's nonce: the person sees what happened,
/// and it happened once.
#[test]
fn a_commit_that_was_cut_has_one_effect() {
    let trio = Trio::open(2, 0);
    let (forwarder, node) = behind_a_forwarder(&trio);
    for (number, cut) in [Cut::BeforeCommit, Cut::AfterCommit]
        .into_iter()
        .enumerate()
    {
        let person = &trio.site.people[number];
        let mut browser = node.browser();
        let form = person
            .form(&mut browser, (PASSWORD, &person.fresh_code()))
            .unwrap()
            .unwrap();
        forwarder.cut_next(cut);
        let answer = browser.send(&form).unwrap();
        assert_eq!(
            (answer.status, answer.leads_to()),
            (303, "/console/menu"),
            "{cut:?}"
        );
        assert_eq!(browser.get("/console/menu").unwrap().status, 200, "{cut:?}");
        let sessions = format!(
            "SELECT COUNT(*) FROM session s JOIN person p ON p.id = s.person_id WHERE p.user_id = '{}' \
             AND s.created_at > (SELECT EXTRACT(EPOCH FROM now() - INTERVAL '5 minutes') * 1000000)",
            person.user_id
        );
        assert_eq!(trio.number(&sessions), 1, "{cut:?}");

        let before = forwarder.cuts();
        let (current, new) = (PASSWORD, "Kaeta2026a");
        let answer =
            changes_password_after(&mut browser, (current, new), || forwarder.cut_next(cut));
        assert_eq!(
            (answer.status, answer.leads_to()),
            (303, "/console/menu"),
            "{cut:?}"
        );
        assert_eq!(forwarder.cuts(), before + 1, "{cut:?}");
        assert_eq!(browser.get("/console/menu").unwrap().status, 200, "{cut:?}");
    }
}

/// A database that is away is said to be, at once or nearly; when it is back, so are the pages.
#[test]
fn a_database_that_is_away_is_told_and_comes_back() {
    let trio = Trio::open(1, 0);
    let (forwarder, node) = behind_a_forwarder(&trio);
    let person = &trio.site.people[0];
    let mut browser = node.browser();
    let form = person
        .form(&mut browser, (PASSWORD, "123456"))
        .unwrap()
        .unwrap();
    let mut english = node.browser();
    english.set_cookie("sekisho-lang", "en");
    let in_english = person
        .form(&mut english, (PASSWORD, "123456"))
        .unwrap()
        .unwrap();
    forwarder
        .turn_to("postgres://postgres@127.0.0.1:1/postgres")
        .unwrap();
    forwarder.cut_all();
    for (browser, form, title) in [
        (&mut browser, form, "ただいまご利用いただけません"),
        (
            &mut english,
            in_english,
            "This service cannot be reached just now",
        ),
    ] {
        let answer = browser.send(&form).unwrap();
        assert_eq!(answer.status, 503, "{answer:?}");
        assert_eq!(answer.header("retry-after"), Some("5"));
        assert!(answer.body.contains(title), "{answer:?}");
    }
    assert!(!node.is_ready());
    forwarder.turn_to(&trio.database.url()).unwrap();
    node.wait_until_ready().unwrap();
    let mut browser = node.browser();
    assert_eq!(logs_in(person, &mut browser).status, 303);
    forwarder.cut_all();
    let menu = browser.get("/console/menu").unwrap();
    assert_eq!(
        menu.status, 200,
        "dead connections are passed over: {menu:?}"
    );
}

/// A fourth node, whose line to the database can be cut.
fn behind_a_forwarder(trio: &Trio) -> (Forwarder, Node) {
    let url = trio.database.url();
    let forwarder = Forwarder::start(&url).unwrap();
    let name = url
        .split(['?'])
        .next()
        .and_then(|path| path.rsplit('/').next());
    let folder = trio.ground.config().parent().unwrap().join("fourth");
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_sekisho"));
    let database = (forwarder.url(name.unwrap()), trio.site.keys.clone());
    // Its jobs would take the cut that is meant for a request, so it has no mail and no people.
    let ground = Ground::new(
        &folder,
        program,
        (&database.0, &database.1),
        ("drain_seconds = 0", ""),
    );
    let node = ground.unwrap().start("four").unwrap();
    node.wait_until_ready().unwrap();
    (forwarder, node)
}

fn logs_in(person: &Someone, browser: &mut Browser) -> Answer {
    let code = person.fresh_code();
    person.log_in(browser, (PASSWORD, &code)).unwrap()
}

fn changes_password(browser: &mut Browser, current: &str, new: &str) -> Answer {
    changes_password_after(browser, (current, new), || ())
}

fn changes_password_after(
    browser: &mut Browser,
    (current, new): (&str, &str),
    first: impl Fn(),
) -> Answer {
    let fields = [
        ("current_password", current),
        ("new_password", new),
        ("new_password_again", new),
    ];
    let form = browser.fill("/console/password", "/console/password", &fields);
    first();
    browser.send(&form.unwrap()).unwrap()
}
