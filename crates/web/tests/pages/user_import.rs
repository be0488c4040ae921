//! CSV取込: file or paste, check, 確定, result; nothing but what the list and its merchant allow.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use domain::merchant::MerchantKind;
use domain::notice::Notice;
use domain::time::Span;

use crate::browser::{Browser, Page};
use crate::day::{administrator, clerk_at_work, other_administrator};
use crate::house::House;

const PAGE: &str = "/console/users/import";

/// Sends the first page's form with a file, as a browser does.
async fn uploads(admin: &mut Browser, file: &[u8], pasted: &str) -> Page {
    let page = admin.get(PAGE).await;
    let token = page.token(PAGE);
    sends(admin, &token, file, pasted).await
}

async fn sends(admin: &mut Browser, token: &str, file: &[u8], pasted: &str) -> Page {
    let mut body = Vec::new();
    for (name, value) in [("form", token.as_bytes()), ("pasted", pasted.as_bytes())] {
        body.extend_from_slice(
            format!("--line\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n").as_bytes(),
        );
        body.extend_from_slice(value);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(
        b"--line\r\nContent-Disposition: form-data; name=\"file\"; filename=\"users.csv\"\r\n\
        Content-Type: text/csv\r\n\r\n",
    );
    body.extend_from_slice(file);
    body.extend_from_slice(b"\r\n--line--\r\n");
    let cookies: Vec<_> = admin
        .cookies
        .iter()
        .map(|(n, v)| format!("{n}={v}"))
        .collect();
    let request = Request::post(PAGE)
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=line")
        .header(header::COOKIE, cookies.join("; "))
        .header("accept-language", "ja")
        .body(Body::from(body))
        .unwrap();
    admin.request(request).await
}

const LIST: &str = "ユーザ区分,ユーザID,ログイン方法,管理者ユーザと同一,ユーザ名,メールアドレス\r\n\
    一般,ｉｐｐａｎ０１,受信する,,黒田 太郎,ippan01@shop.example\r\n\
    出荷,ship01,受信しない,,髙橋 次郎,\r\n\
    一般,user 1!,受信する,,=HYPERLINK(1),\r\n";

/// Shows USER-3, USER-14, USER-21: file, check with the errors of each line, 確定 twice, result,
/// mails and list of results.
#[tokio::test]
async fn user_14_a_list_is_checked_and_taken_in() {
    let house = House::open().await;
    let (mut admin, _) = administrator(&house).await;
    let (sjis, _, _) = encoding_rs::SHIFT_JIS.encode(LIST);
    let page = uploads(&mut admin, &sjis, "").await;
    let check = page.target().unwrap_or_else(|| panic!("{}", page.text));
    let page = admin.get(&check).await;
    assert_eq!(page.title(), "CSV取込(確認)");
    assert_eq!(page.all(".rows dd"), ["2行", "0行", "1行"]);
    assert_eq!(page.all("tbody th"), ["4"]);
    let wrong = page.all("tbody td");
    assert_eq!(wrong[..2], ["user 1!", "=HYPERLINK(1)"]);
    assert!(wrong[2].contains("ユーザIDは半角英数字20字以内で入力してください。"));
    assert!(wrong[2].contains("メールアドレスを入力してください。"));
    assert!(house.mails().await.is_empty());

    let first = admin.submit(&page, &check, &[]).await;
    let second = admin.submit(&page, &check, &[]).await;
    assert_eq!(
        (first.target(), second.target()),
        (Some(check.clone()), Some(check.clone()))
    );
    let page = admin.get(&check).await;
    assert_eq!(page.title(), "CSV取込(完了)");
    assert!(page.text.contains("2人を登録しました。"));
    assert!(
        page.text.contains("2通のうち0通が済みました。"),
        "{}",
        page.text
    );
    the_mails_go_out(&house, &mut admin, &check).await;
    the_result_can_be_taken_home(&mut admin, &check).await;
}

async fn the_mails_go_out(house: &House, admin: &mut Browser, list: &str) {
    house.app.invite_due(10).await.unwrap();
    house.clock.turn(Span::seconds(2));
    house.app.invite_due(10).await.unwrap();
    let mails = house.mails().await;
    assert_eq!(mails.len(), 2);
    assert!(
        mails
            .iter()
            .all(|(_, notice)| matches!(notice, Notice::UserRegistered { .. }))
    );
    assert_eq!(mails[0].0, "ippan01@shop.example");
    let page = admin.get(list).await;
    assert!(page.text.contains("すべてお送りしました。"));
}

async fn the_result_can_be_taken_home(admin: &mut Browser, list: &str) {
    let file = admin.get(&format!("{list}/result.csv")).await;
    assert_eq!(file.header("content-type"), Some("text/csv; charset=utf-8"));
    assert!(
        file.header("content-disposition")
            .unwrap()
            .starts_with("attachment")
    );
    let lines: Vec<_> = file.text.lines().collect();
    assert!(lines[0].starts_with('\u{FEFF}') && lines[0].ends_with("結果,エラー内容"));
    assert_eq!(
        lines[1],
        "一般,ｉｐｐａｎ０１,受信する,,黒田 太郎,ippan01@shop.example,登録しました,"
    );
    assert!(lines[3].starts_with("一般,user 1!,受信する,,'=HYPERLINK(1),,エラー,"));
    // The list of results can be brought again as it is.
    let again = uploads(admin, file.text.as_bytes(), "").await;
    let page = admin.follow(again).await;
    assert_eq!(page.all(".rows dd"), ["0行", "2行", "1行"]);
    assert!(page.text.contains("登録できる行がありません。"));
    let activity = admin.get("/console/activity").await;
    assert!(
        activity
            .all("tbody td")
            .contains(&"ユーザのCSV取込".to_owned())
    );
    assert!(activity.text.contains("3行のうち2人を登録"));
}

/// A pasted table does as well, also without scripts and without a file; what is no list says why.
#[tokio::test]
async fn user_3_a_pasted_table_does_as_well() {
    let house = House::open().await;
    let (mut admin, _) = administrator(&house).await;
    let page = uploads(&mut admin, b"", "").await;
    assert!(
        page.text
            .contains("CSVファイルを選ぶか、表を貼り付けてください。")
    );
    for (list, why) in [
        ("ユーザID,住所\r\n", "見出し「住所」は使えません。"),
        (
            "ユーザID\r\nuser1\r\n",
            "見出し「ユーザ区分、ログイン方法」がありません。",
        ),
        ("ユーザID,ユーザID\r\n", "見出し「ユーザID」が2つあります。"),
        (
            LIST.lines().next().unwrap(),
            "見出しのほかに行がありません。",
        ),
    ] {
        let page = uploads(&mut admin, list.as_bytes(), "").await;
        assert!(page.text.contains(why), "{why}");
        assert_eq!(page.attributes("#file", "aria-invalid"), ["true"]);
    }
    let page = uploads(&mut admin, b"\xFF\xFF\xFF", "").await;
    assert!(page.text.contains("文字を読み取れません。"));
    let long = vec![b'a'; app::LARGEST_LIST + 4096];
    let page = uploads(&mut admin, &long, "").await;
    assert!(page.text.contains("1000行"), "{}", page.text);
    let tabs = LIST.replace(',', "\t");
    let page = uploads(&mut admin, b"", &tabs).await;
    assert_eq!(
        admin.follow(page).await.all(".rows dd"),
        ["2行", "0行", "1行"]
    );
}

/// A list is its merchant's 管理's alone; a form twice, of another session, or none is refused.
#[tokio::test]
async fn role_8_lists_are_their_own_merchants() {
    let house = House::open().await;
    let (mut admin, _) = administrator(&house).await;
    let (mut clerk, _, _) = clerk_at_work(&house, &mut admin).await;
    let mut other = other_administrator(&house).await;
    let page = admin.get(PAGE).await;
    let token = page.token(PAGE);
    let first = sends(&mut admin, &token, LIST.as_bytes(), "").await;
    let second = sends(&mut admin, &token, LIST.as_bytes(), "").await;
    assert_eq!(
        first.target(),
        second.target(),
        "a double click keeps one list"
    );
    let list = first.target().unwrap();
    for path in [list.clone(), format!("{list}/result.csv")] {
        assert_eq!(other.get(&path).await.status, StatusCode::NOT_FOUND);
        assert_eq!(clerk.get(&path).await.status, StatusCode::FORBIDDEN);
    }
    let page = admin.get(&list).await;
    let foreign = other.post(&list, &[("form", &page.token(&list))]).await;
    assert_eq!(foreign.status, StatusCode::FORBIDDEN);
    let own = other.get(PAGE).await.token(PAGE);
    let foreign = other.post(&list, &[("form", &own)]).await;
    assert_eq!(foreign.status, StatusCode::NOT_FOUND);
    let stolen = sends(&mut other, &token, LIST.as_bytes(), "").await;
    assert_eq!(stolen.status, StatusCode::FORBIDDEN);
    assert_eq!(
        admin.get("/console/users").await.all("tbody tr").len(),
        1,
        "nobody was registered"
    );
}

/// Shows ROLE-7, TAB-5, USER-20: the sample holds what the merchant's contract allows, and can be
/// taken in as it is.
#[tokio::test]
async fn user_20_the_sample_can_be_taken_in() {
    for (kind, tablet) in [
        (MerchantKind::Logistics, false),
        (MerchantKind::NonLogistics, false),
        (MerchantKind::Logistics, true),
    ] {
        let house = House::with(kind, tablet, |_| {}).await;
        let (mut admin, _) = administrator(&house).await;
        let sample = admin.get("/console/users/import/sample.csv").await;
        assert!(sample.text.contains("ippan01") && sample.text.contains("黒田 太郎"));
        assert_eq!(
            sample.text.contains("出荷"),
            kind == MerchantKind::Logistics
        );
        let page = uploads(&mut admin, sample.text.as_bytes(), "").await;
        let page = admin.follow(page).await;
        assert_eq!(
            page.all(".rows dd"),
            ["2行", "0行", "0行"],
            "{kind:?} {tablet}"
        );
    }
    let house = House::with(MerchantKind::NonLogistics, false, |_| {}).await;
    let (mut admin, _) = administrator(&house).await;
    let page = uploads(&mut admin, LIST.as_bytes(), "").await;
    let page = admin.follow(page).await;
    assert_eq!(page.all(".rows dd"), ["1行", "0行", "2行"]);
    assert!(page.text.contains("ご契約の内容により、出荷は選べません。"));
}
