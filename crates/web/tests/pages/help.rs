//! The help centre: whole, without dead ends, in both languages, and true to the settings.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use domain::merchant::MerchantKind;

use crate::house::House;

/// The manual's titles §1 to §19 (requirements A0), then ours.
const TITLES: [&str; 21] = [
    "ワンタイムパスワードの概要",
    "管理ユーザと一般・出荷ユーザの違い",
    "実施いただきたいこと",
    "インストールするアプリについて",
    "Authenticator(オーセンティケーター)",
    "WinAuth(ウィンオーズ)",
    "OTP Manager(オーティーピーマネージャー)",
    "Google Authenticator(グーグルオーセンティケーター)",
    "タブレット決済でのログイン方法",
    "パスワードを初期化する",
    "ワンタイムパスワードを初期化する",
    "パスワードロック解除する",
    "設定した秘密鍵を削除したい",
    "WinAuthを初期化する",
    "携帯電話が壊れたとき",
    "管理者の交代",
    "Authenticatorを移行する",
    "WinAuthを移行する",
    "OTP Managerを移行する",
    "Google Authenticatorを移行する",
    "FAQ",
];

async fn topics(house: &House, lang: &str) -> Vec<String> {
    let page = house.browser().get(&format!("/help?lang={lang}")).await;
    assert_eq!(page.status, StatusCode::OK);
    page.attributes("ul.topics a", "href")
}

/// Shows SCR-17, GUIDE-5: 19 topics with the manual's titles and two of ours, open to everybody.
#[tokio::test]
async fn guide_5_the_contents_name_every_topic() {
    let house = House::open().await;
    let page = house.browser().get("/help?lang=ja").await;
    assert_eq!(page.title(), "使い方");
    assert_eq!(page.all("ul.topics a"), TITLES);
    assert_eq!(topics(&house, "ja").await, topics(&house, "en").await);
    let page = house.browser().get("/help/none").await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
}

/// Shows GUIDE-5, CON-9: both languages have the same headings; every link and picture leads
/// somewhere, the next topic among them.
#[tokio::test]
async fn guide_5_no_topic_has_a_dead_end() {
    let house = House::open().await;
    let mut browser = house.browser();
    let mut targets = BTreeSet::new();
    let mut ids = BTreeSet::new();
    for lang in ["ja", "en"] {
        for topic in topics(&house, lang).await {
            let page = browser.get(&format!("{topic}?lang={lang}")).await;
            assert_eq!(page.status, StatusCode::OK, "{topic}");
            assert!(
                !page.text.contains('{') && !page.text.contains("include:"),
                "{topic}"
            );
            for id in page.attributes(".doc [id]", "id") {
                ids.insert((format!("{topic}#{id}"), lang));
            }
            let links = page.attributes("main a", "href");
            targets.extend(links.into_iter().filter(|link| link.starts_with('/')));
            for picture in page.attributes(".doc img", "src") {
                assert!(picture.contains(&format!("-{lang}.png")), "{picture}");
                let answer = browser.get(&picture).await;
                assert_eq!(answer.status, StatusCode::OK, "{picture}");
                assert_eq!(answer.headers["content-type"], "image/png");
            }
            let words = page.attributes(".doc img", "alt");
            assert!(words.iter().all(|alt| !alt.is_empty()), "{topic}");
        }
    }
    for (id, _) in &ids {
        for lang in ["ja", "en"] {
            assert!(ids.contains(&(id.clone(), lang)), "{id} is not in {lang}");
        }
    }
    for target in targets {
        let status = browser.get(&target).await.status;
        assert!(
            status.is_success() || status.is_redirection(),
            "{target}: {status}"
        );
        if target.starts_with("/help/") && target.contains('#') {
            assert!(ids.contains(&(target.clone(), "ja")), "{target}");
        }
    }
}

/// Shows GUIDE-1, GUIDE-2, GUIDE-3, GUIDE-4, ENV-1, ENV-2, ENV-3, ENV-4, ENV-5.
#[tokio::test]
async fn guide_and_env_texts_say_what_the_manual_says() {
    let house = House::open().await;
    let mut browser = house.browser();
    let four_steps = [
        "Step1 ワンタイムパスワードのアプリをインストールする",
        "Step2 管理画面にログインし、ワンタイムパスワードを設定",
        "Step3 「管理」ユーザでログインし、「一般」「出荷」ユーザを作成する",
        "Step4 「一般」「出荷」ユーザでログインし、ワンタイムパスワードを設定",
    ];
    for topic in [
        "four-steps",
        "authenticator",
        "winauth",
        "otp-manager",
        "google-authenticator",
    ] {
        let page = browser.get(&format!("/help/{topic}?lang=ja")).await;
        assert_eq!(page.all(".doc h2"), four_steps, "{topic}");
        assert!(
            page.text
                .contains("これからの業務は、一般ユーザで行ってください。"),
            "{topic}"
        );
    }
    let page = browser.get("/help/authenticator?lang=ja").await;
    let chrome = "管理画面の操作も、必ずChromeで行ってください。";
    assert_eq!(
        page.text.matches(chrome).count(),
        3,
        "at each step with the console"
    );
    for (topic, words) in [
        ("overview", "PCI DSS"),
        ("overview", "パスワードに加えて"),
        ("apps", "1つあれば足ります"),
        ("apps", "予告なく変わる"),
        ("apps", "Authenticatorをお使いの方は"),
        ("faq", "Google Chrome、Firefox、Edge、Safari"),
    ] {
        let page = browser.get(&format!("/help/{topic}?lang=ja")).await;
        assert!(page.text.contains(words), "{topic}: {words}");
    }
}

/// Shows FAQ-1 to FAQ-11 (FAQ-2, FAQ-3, FAQ-4, FAQ-5, FAQ-6, FAQ-7, FAQ-8, FAQ-9, FAQ-10), CS-4,
/// CON-7: each question, and whom to ask beyond.
#[tokio::test]
async fn faq_answers_every_question() {
    let house = House::open().await;
    let page = house.browser().get("/help/faq?lang=ja").await;
    let ids = page.attributes(".doc h2", "id");
    for id in [
        "mandatory",
        "password",
        "browser",
        "closed",
        "locked",
        "delete",
        "winauth",
        "move",
        "access-key",
        "more",
    ] {
        assert!(ids.iter().any(|own| own == id), "{id}");
    }
    assert!(page.all("#contact").len() == 1, "the contact block");
    let page = house.browser().get("/help/reset-password?lang=ja").await;
    for words in [
        "パスワードを忘れた場合はこちら",
        "パスワードがご不明な場合はこちらから",
    ] {
        assert!(page.text.contains(words), "{words}");
    }
}

/// Shows GUIDE-5, A10: numbers, names and contacts are those of the settings.
#[tokio::test]
async fn help_never_contradicts_the_settings() {
    let house = House::with(MerchantKind::Logistics, false, |_| ()).await;
    let mut browser = house.browser();
    let policy = house.app.policy().clone();
    let page = browser.get("/help/release-lock?lang=ja").await;
    assert!(page.text.contains(&format!("{}回続くと", policy.attempts)));
    let page = browser.get("/help/overview?lang=ja").await;
    assert!(page.text.contains("関所の加盟店管理画面"));
    let page = browser.get("/1234567/reset?lang=ja").await;
    let help = page.attributes("footer a", "href").remove(0);
    assert_eq!(help, "/help/reset-password");
}

/// Shows GUIDE-5: each page leads to the topic where its question arises.
#[tokio::test]
async fn pages_lead_to_their_topics() {
    let house = House::open().await;
    let mut browser = house.browser();
    for (page, topic) in [
        ("/", "/help/faq#access-key"),
        ("/1234567", "/help"),
        ("/1234567/reset", "/help/reset-password"),
        ("/help/faq", "/help"),
    ] {
        let answer = browser.get(page).await;
        assert_eq!(
            answer.attributes("footer a", "href").remove(0),
            topic,
            "{page}"
        );
    }
    let login = browser.get("/1234567").await;
    let other_ways = "/1234567/recovery".to_owned();
    assert!(login.attributes("main a", "href").contains(&other_ways));
    let ways = browser.get(&other_ways).await;
    let topic = "/help/lost-phone".to_owned();
    assert!(ways.attributes("main a", "href").contains(&topic));
}
