//! Merchants and users that come over in bulk: nothing twice, nothing lost, nothing overwritten.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a step that fails must fail its test loudly"
)]

use app::{TakenOver, UserOfMerchant};
use domain::merchant::MerchantCode;
use domain::merchant_form::{self, Application, Field};
use domain::person::PersonName;
use domain::registration::{self, Form, Problem};
use store::{audit, intake, people};
use testkit::both_engines;
use testkit::world::{MERCHANT_CODE, World, general_form};

fn application(code: &str) -> Application {
    let form = merchant_form::Form {
        code: code.to_owned(),
        company: format!("みほん{code}"),
        kind: "logistics".to_owned(),
        contact_mail: format!("owner@{code}.example"),
        ..merchant_form::Form::default()
    };
    merchant_form::check(&form, merchant_form::Source::List).unwrap()
}

fn admin_name() -> PersonName {
    PersonName::parse("管理").unwrap()
}

async fn taken_over(world: &World, batch: &[Application], dry: bool) -> Vec<TakenOver<Field>> {
    let results = world.app.import_merchants(batch, &admin_name(), dry).await;
    results.unwrap()
}

fn user(code: &str, form: Form) -> UserOfMerchant {
    UserOfMerchant {
        merchant: MerchantCode::parse(code).unwrap(),
        form,
        unclear: None,
    }
}

both_engines! {
    /// Shows CS-7, ROLE-2: merchants come over once, with their 管理 user, and without a password.
    async fn cs_7_merchants_come_over_once(world: World) {
        let mut batch: Vec<Application> =
            ["200000001", "200000002", "200000003"].map(application).into();
        assert_eq!(taken_over(&world, &batch, true).await, vec![TakenOver::New; 3]);
        let code = MerchantCode::parse("200000001").unwrap();
        assert!(intake::merchant(world.app.store(), &code).await.unwrap().is_none(), "a dry run");

        // The same code twice in one batch: the second is what the first has become.
        batch.push(Application {
            company: batch[2].company.clone(),
            ..application("200000001")
        });
        let mut expected = vec![TakenOver::New; 3];
        expected.push(TakenOver::Differs(vec![Field::Company]));
        assert_eq!(taken_over(&world, &batch, false).await, expected);
        let known = intake::merchant(world.app.store(), &code).await.unwrap().unwrap();
        assert_eq!(known.access_key.len(), 7, "one is drawn");
        assert_eq!(known.admin_name, admin_name());
        let admin = people::find_admin(world.app.store(), known.id).await.unwrap().unwrap();
        assert_eq!(admin.person.user_id.as_str(), "200000001");
        let rows = audit::of_merchant(world.app.store(), known.id, 10).await.unwrap();
        assert_eq!(rows.len(), 1);
        assert_eq!((rows[0].action.as_str(), rows[0].remark.as_str()), ("create_merchant", "import"));

        // Again: nothing new, and what differs is named and left alone.
        let again = taken_over(&world, &batch, false).await;
        assert_eq!(again[..3], vec![TakenOver::Same; 3]);
        let other = Application { tablet: true, ..application("200000002") };
        let nobody = Application { contact_mail: None, ..application("200000004") };
        assert_eq!(
            taken_over(&world, &[other, nobody], false).await,
            [TakenOver::Differs(vec![Field::Tablet]), TakenOver::NoAddress]
        );
    }

    /// Shows USER-5, USER-10, USER-11, USER-17, ROLE-7: users come over by the rules of
    /// registration, each line by itself.
    async fn user_11_users_come_over_by_the_rules(world: World) {
        taken_over(&world, &[application("200000001")], false).await;
        let same = |id: &str| Form { same_person: true, mail: String::new(), ..general_form(id) };
        let batch = [
            user(MERCHANT_CODE, general_form("user1")),
            user("200000001", general_form("user1")),
            user("299999999", general_form("user1")),
            user(MERCHANT_CODE, Form { mail: "USER1@shop.example".to_owned(), ..general_form("user2") }),
            user(MERCHANT_CODE, Form { user_id: "1".repeat(9), ..general_form("x") }),
            user(MERCHANT_CODE, same("boss")),
            user(MERCHANT_CODE, same("boss2")),
            user("200000001", Form { login_method: "no_mail".to_owned(), mail: String::new(), ..general_form("post") }),
        ];
        let refused = |problem| TakenOver::Refused(vec![problem]);
        let expected = [
            TakenOver::New,
            TakenOver::New,
            TakenOver::NoMerchant,
            refused(Problem::MailTaken),
            refused(Problem::UserIdReserved),
            TakenOver::New,
            refused(Problem::SamePersonTaken),
            TakenOver::NoAddress,
        ];
        assert_eq!(world.app.import_users(&batch, false).await.unwrap(), expected);
        let again = world.app.import_users(&batch[..2], false).await.unwrap();
        assert_eq!(again, [TakenOver::Same, TakenOver::Same]);
        let other = user(MERCHANT_CODE, Form { name: "別の 人".to_owned(), ..general_form("USER1") });
        let mut results = world.app.import_users(&[other], true).await.unwrap();
        assert_eq!(results.remove(0), TakenOver::Differs(vec![registration::Field::Name]));
        let boss = world.app.import_users(&batch[5..6], false).await.unwrap();
        assert_eq!(boss, [TakenOver::Same], "whoever holds the place does not stand in the own way");
    }

    /// Two imports of one list at the same moment: each merchant once.
    async fn cs_7_two_imports_at_once_do_no_harm(world: World) {
        let batch: Vec<Application> = (0..50)
            .map(|n| Application {
                access_key: domain::merchant::AccessKey::parse("1234567"),
                ..application(&format!("3000000{n:02}"))
            })
            .collect();
        let other = world.another_node(9).await;
        let name = admin_name();
        let (one, two) = tokio::join!(
            world.app.import_merchants(&batch, &name, false),
            other.import_merchants(&batch, &name, false),
        );
        for (one, two) in one.unwrap().into_iter().zip(two.unwrap()) {
            let new = [&one, &two].into_iter().filter(|result| **result == TakenOver::New);
            assert_eq!(new.count(), 1);
            assert!([one, two].contains(&TakenOver::Same));
        }
    }
}
