//! What people meet under the profiles of standards, in place of the manual's rules.

use axum::http::StatusCode;
use domain::policy::Profile;
use domain::time::Span;

use crate::day::{Phone, changes_password, issues, logs_in};
use crate::house::{CODE, House, KEY};

/// Long, without a digit, with blanks and other letters.
const PHRASE: &str = "関所を越えて 海の見える町まで歩いた";

async fn first_day(house: &House, password: &str) -> Phone {
    let mut browser = house.browser();
    logs_in(&mut browser, (CODE, &house.first_password, "")).await;
    let page = changes_password(&mut browser, password).await;
    assert_eq!(
        page.target().as_deref(),
        Some("/console/secret?done=password")
    );
    issues(&mut browser).await
}

/// The mail method is not offered: its entrance is no page, and nothing leads to it.
async fn no_mail_method(house: &House) {
    let page = house.browser().get(&format!("/{KEY}/mail")).await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    let page = house.browser().get(&format!("/{KEY}")).await;
    assert!(page.all(&format!("a[href='/{KEY}/mail']")).is_empty());
}

/// NIST SP 800-63B-4 3.1.1.2: fifteen characters of any kind, no composition, no expiry; what breaks a
/// rule is named.
#[tokio::test]
async fn nist_passwords_are_long_and_do_not_expire() {
    let house = House::in_profile(Profile::Nist80063b4).await;
    let mut browser = house.browser();
    logs_in(&mut browser, (CODE, &house.first_password, "")).await;
    let page = browser.get("/console/password").await;
    assert_eq!(
        page.all(".rules li"),
        [
            "15～128文字",
            "文字の種類に決まりはない（長い文でもよい）",
            "今のパスワードと、これまでの4回分のパスワードは使えない",
            "推測されやすいものは使えない"
        ]
    );
    for (new, message) in [
        (
            "kXv Q2mPz wq71",
            "パスワードは15～128文字で入力してください。",
        ),
        (
            "kXv Q2mPz\u{7} wq71 x",
            "入力できない文字が含まれています。",
        ),
    ] {
        let page = changes_password(&mut browser, new).await;
        assert_eq!(page.all("#new_password-error"), [message]);
    }
    let phone = first_day(&house, PHRASE).await;
    no_mail_method(&house).await;
    house.clock.turn(Span::days(200));
    let code = phone.fresh_code(&house);
    let page = logs_in(&mut house.browser(), (CODE, PHRASE, &code)).await;
    assert_eq!(page.target().as_deref(), Some("/console/menu"));
}

/// PCI DSS 8.3.6, 8.3.9: twelve characters, letters and digits, ninety days.
#[tokio::test]
async fn pci_passwords_have_twelve_characters_and_ninety_days() {
    const PASSWORD: &str = "kanri2HanaMori";
    let house = House::in_profile(Profile::PciDss401).await;
    let mut browser = house.browser();
    logs_in(&mut browser, (CODE, &house.first_password, "")).await;
    let page = browser.get("/console/password").await;
    assert_eq!(page.all(".rules li")[0], "12～64文字");
    for (new, message) in [
        ("kanri2HanaM", "パスワードは12～64文字で入力してください。"),
        (
            "kanrihanamori",
            "数字と英字をそれぞれ1文字以上使ってください。",
        ),
    ] {
        let page = changes_password(&mut browser, new).await;
        assert_eq!(page.all("#new_password-error"), [message]);
    }
    let phone = first_day(&house, PASSWORD).await;
    no_mail_method(&house).await;
    house.clock.turn(Span::days(90));
    let code = phone.fresh_code(&house);
    let page = logs_in(&mut house.browser(), (CODE, PASSWORD, &code)).await;
    assert_eq!(page.target().as_deref(), Some("/console/password"));
}
