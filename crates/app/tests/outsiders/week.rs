//! A week under guessing: an outsider who knows every merchant code keeps trying, every shop goes
//! on working, and the guesses that were looked at are counted.

use super::browsers::Browser;
use app::{Created, LoggedIn, NewMerchant};
use domain::mail_address::MailAddress;
use domain::merchant::{AccessKey, CompanyName, MerchantCode, MerchantKind};
use domain::person::PersonName;
use domain::time::Span;
use testkit::phone::Phone;
use testkit::world::{ACCESS_KEY, World, origin};

const SHOPS: u16 = 3;
/// The guesses of one try: a password each time another, from another network each time.
const GUESSES_A_ROUND: u16 = 4;

struct Shop {
    code: String,
    browser: Browser,
    phone: Phone,
}

async fn open_shop(world: &World, number: u16) -> Shop {
    let code = format!("20000000{number}");
    let new = NewMerchant {
        code: MerchantCode::parse(&code).unwrap(),
        access_key: AccessKey::parse(ACCESS_KEY).unwrap(),
        company: CompanyName::parse("みほん商店").unwrap(),
        kind: MerchantKind::Logistics,
        tablet: false,
        contact_mail: None,
        admin_name: PersonName::parse("管理 花子").unwrap(),
        admin_mail: MailAddress::parse("kanri@shop.example").ok(),
        send_first_password: false,
    };
    let first = match world.app.create_merchant(&new, &origin()).await.unwrap() {
        Created::Done { first_password } => first_password.reveal().to_owned(),
        other => panic!("{other:?}"),
    };
    let browser = Browser::new(1000 + number);
    let token = opened(
        browser
            .try_log_in(&world.app, (&code, &code), (&first, ""), world.nonce())
            .await
            .unwrap(),
    );
    let session = world.session(&token).await;
    let session = world.choose_password(&session, "Kanri2026a").await;
    let phone = world.issue(&session).await;
    world.confirm(&session, &phone).await;
    world.advance(Span::seconds(30));
    let shop = Shop {
        code,
        browser,
        phone,
    };
    log_in(world, &shop).await;
    shop
}

fn opened(answer: LoggedIn) -> crypto::Token {
    match answer {
        LoggedIn::Open { token, .. } => token,
        other => panic!("shut out: {other:?}"),
    }
}

async fn log_in(world: &World, shop: &Shop) {
    let code = shop.phone.code(world.app.now());
    let name = (shop.code.as_str(), shop.code.as_str());
    let answer = shop
        .browser
        .try_log_in(&world.app, name, ("Kanri2026a", &code), world.nonce());
    opened(answer.await.unwrap());
    world.advance(Span::seconds(30));
}

testkit::both_engines! {
    /// Every two hours for seven days four guesses at every shop, each from another network, and
    /// every shop logs in twice a day. No shop is ever shut out, and no shop's name is guessed at
    /// more than thirty times in all.
    /// Shows ASVS-1, ATK-10.
    async fn no_shop_is_shut_out_in_a_week_of_guessing(world: World) {
        let mut shops = Vec::new();
        for number in 0..SHOPS {
            shops.push(open_shop(&world, number).await);
        }
        let mut looked_at = [0_u32; SHOPS as usize];
        let mut network = 2_000;
        for round in 0..7 * 12_u16 {
            for (shop, looked_at) in shops.iter().zip(&mut looked_at) {
                for guess in 0..GUESSES_A_ROUND {
                    network += 1;
                    let password = format!("Guess{round}x{guess}");
                    let name = (shop.code.as_str(), shop.code.as_str());
                    let typed = (password.as_str(), "123456");
                    let stranger = Browser::new(network);
                    let answer = stranger.try_log_in(&world.app, name, typed, world.nonce());
                    *looked_at += u32::from(matches!(answer.await.unwrap(), LoggedIn::Refused));
                }
                if round % 6 == 3 {
                    log_in(&world, shop).await;
                }
            }
            world.advance(Span::hours(2));
        }
        assert_eq!(looked_at, [30; SHOPS as usize], "7 days, 336 guesses at each shop");
    }
}
