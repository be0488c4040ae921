//! Customer service: help for 管理, the contact address with its wait, two operators, editing
//! (CS-1 to CS-7).

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must fail loudly"
)]

#[cfg(test)]
mod command_line;
mod desk;

use app::{
    Access, AdminReset, Agent, ContactChange, Created, Decided, Desk, LoggedIn, MerchantChange,
    NewMerchant, Resumed,
};
use desk::{
    LOCK, PASSWORD, SECRET, answers, answers_to, changes_contact, code, edited, edits, file, locks,
    open_question, resets, sets_access, told, trail,
};
use domain::care::{Verdict, VerdictRefusal};
use domain::mail_address::MailAddress;
use domain::merchant::{AccessKey, CompanyName, MerchantCode, MerchantKind};
use domain::merchant_form::{Form, Problem};
use domain::notice::{Cause, MerchantPart, Notice};
use domain::person::PersonName;
use domain::registration;
use domain::time::Span;
use store::merchant_files::MerchantState;
use testkit::world::{MERCHANT_CODE, World, general_form, origin};

testkit::both_engines! {
    /// Shows CS-2, CS-6, LOCK-3: an operator releases 管理's lock with a reason; contact person
    /// and 管理 are told, and the trail says who it was.
    async fn cs_2_the_lock_of_an_administrator(world: World) {
        let (_, phone) = world.admin().await;
        let (desk, _) = world.operator("center01").await;
        assert_eq!(resets(&world, &desk, LOCK).await, AdminReset::NotLocked);
        locks(&world).await;
        world.mails().await;
        assert_eq!(resets(&world, &desk, LOCK).await, AdminReset::Done);
        let released = Notice::LockReleased { cause: Cause::Operator };
        let to = |address: &str| (address.to_owned(), released.clone());
        assert_eq!(told(&world).await, [to("contact@shop.example"), to("kanri@shop.example")]);
        let code = phone.code(world.app.now());
        world.log_in(MERCHANT_CODE, "Kanri2026a", &code).await;
        let rows = trail(&world, "reset_admin").await;
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0].actor, Some(desk.standing.person));
        assert_eq!(rows[0].actor_kind, "operator");
        assert_eq!(rows[0].remark, "lock 電話で依頼");
    }

    /// Shows CS-1, OTP-11, RESET-15: password and one-time password of 管理, each with its mail;
    /// sessions end at once.
    async fn cs_1_an_administrators_way_back(world: World) {
        let (admin, _) = world.admin().await;
        let (desk, _) = world.operator("center01").await;
        world.mails().await;
        assert_eq!(resets(&world, &desk, SECRET).await, AdminReset::Done);
        assert!(matches!(world.app.resume(&admin.token, &origin()).await.unwrap(), Resumed::None));
        let told_of = told(&world).await;
        assert_eq!(told_of.len(), 2);
        assert!(told_of.iter().all(|(_, notice)| matches!(notice, Notice::SecretReset { cause: Cause::Operator })));
        assert_eq!(resets(&world, &desk, PASSWORD).await, AdminReset::Done);
        let told_of = told(&world).await;
        let (contact, Notice::TemporaryPassword { password, cause: Cause::Operator }) = &told_of[0] else { panic!("{told_of:?}") };
        assert_eq!(contact, "contact@shop.example");
        assert!(matches!(&told_of[1].1, Notice::UserChanged { .. }), "the password goes one way");
        world.set_up(MERCHANT_CODE, password, "Kanri2026b").await;
    }

    /// Shows CS-1: a form that is sent twice does it once.
    async fn cs_1_a_double_click_resets_once(world: World) {
        world.admin().await;
        let (by, _) = world.operator("center01").await;
        world.mails().await;
        let origin = origin();
        let desk = Desk { session: &by, operator: testkit::proof::fresh(&by), reason: "x", nonce: world.nonce(), origin: &origin };
        let code = code();
        let one = || world.app.reset_admin(&code, SECRET, Agent::Desk(&desk));
        let answers = tokio::join!(one(), one());
        assert_eq!((answers.0.unwrap(), answers.1.unwrap()), (AdminReset::Done, AdminReset::Done));
        assert_eq!(told(&world).await.len(), 2);
    }

    /// Shows CS-7: a changed contact address waits 72 hours, is told to the old one at once, and
    /// counts from its moment on whether the job has been by or not.
    async fn cs_7_a_changed_contact_waits(world: World) {
        let (desk, _) = world.operator("center01").await;
        let before = world.app.now();
        let asked = changes_contact(&world, &desk, "new@shop.example").await;
        let at = before.plus(Span::hours(72));
        assert_eq!(asked, ContactChange::Done(at));
        let shown_new = MailAddress::parse("new@shop.example").unwrap().masked();
        let notice = Notice::ContactChanging { shown_new, on: at };
        let to = |address: &str| (address.to_owned(), notice.clone());
        assert_eq!(told(&world).await, [to("contact@shop.example"), to("kanri@shop.example")]);
        let again = changes_contact(&world, &desk, "other@shop.example").await;
        assert_eq!(again, ContactChange::Waiting);
        world.advance(Span::hours(71));
        assert_eq!(world.app.apply_due_contacts().await.unwrap(), 0);
        world.advance(Span::hours(1));
        let reset = app::RequestReset {
            access_key: "7654321",
            merchant_code: MERCHANT_CODE,
            user_id: MERCHANT_CODE,
            nonce: world.nonce(),
            origin: &origin(),
        };
        world.app.request_reset(reset).await.unwrap();
        assert_eq!(told(&world).await[0].0, "new@shop.example");
        assert_eq!(world.app.apply_due_contacts().await.unwrap(), 1);
        assert_eq!(world.app.apply_due_contacts().await.unwrap(), 0);
        assert_eq!(told(&world).await, [("new@shop.example".to_owned(), Notice::ContactChanged)]);
        let kept = file(&world).await.contact;
        assert_eq!(kept.present.unwrap().as_str(), "new@shop.example");
        assert!(kept.next.is_none() && kept.changed_at == Some(at));
        assert_eq!(trail(&world, "contact_in_effect").await.len(), 1);
    }

    /// Shows CS-7: a change that somebody objects to is withdrawn, and nothing of it is left.
    async fn cs_7_a_change_is_withdrawn(world: World) {
        let (by, _) = world.operator("center01").await;
        changes_contact(&world, &by, "evil@else.example").await;
        let origin = origin();
        let desk = Desk { session: &by, operator: testkit::proof::fresh(&by), reason: "x", nonce: world.nonce(), origin: &origin };
        let version = file(&world).await.version;
        let stale = world.app.withdraw_contact(&desk, (&code(), version - 1)).await.unwrap();
        assert_eq!(stale, ContactChange::Stale);
        world.mails().await;
        let desk = Desk { nonce: world.nonce(), ..desk };
        for _ in 0..2 {
            let done = world.app.withdraw_contact(&desk, (&code(), version)).await.unwrap();
            assert!(matches!(done, ContactChange::Done(_)));
        }
        let shown_new = "e•••@e•••.example".to_owned();
        let notice = Notice::ContactWithdrawn { shown_new };
        let expected = ["contact@shop.example", "kanri@shop.example"];
        assert_eq!(told(&world).await, expected.map(|to| (to.to_owned(), notice.clone())));
        assert_eq!(trail(&world, "withdraw_contact").await.len(), 1);
        world.advance(Span::hours(73));
        assert_eq!(world.app.apply_due_contacts().await.unwrap(), 0);
        let kept = file(&world).await.contact;
        assert_eq!(kept.at(world.app.now()).unwrap().as_str(), "contact@shop.example");
    }

    /// Shows CS-1, CS-7: within seven days of a change it takes a second operator, who is never
    /// the first; the act is done with the consent, once.
    /// Shows PCI-10.
    async fn cs_1_a_fresh_contact_takes_a_second_operator(world: World) {
        world.admin().await;
        let (first, _) = world.operator("center01").await;
        let (second, _) = world.operator("center02").await;
        changes_contact(&world, &first, "new@shop.example").await;
        world.mails().await;
        assert_eq!(resets(&world, &first, PASSWORD).await, AdminReset::Asked);
        assert_eq!(resets(&world, &first, PASSWORD).await, AdminReset::AlreadyAsked);
        assert!(told(&world).await.is_empty(), "nothing is done yet");
        let own = answers(&world, &first, Verdict::Approve).await;
        assert_eq!(own, Decided::Refused(VerdictRefusal::OwnQuestion));
        let consent = answers(&world, &second, Verdict::Approve).await;
        assert_eq!(consent, Decided::Done);
        let told_of = told(&world).await;
        assert_eq!(told_of[0].0, "contact@shop.example", "the old address, until the new one counts");
        assert!(matches!(told_of[0].1, Notice::TemporaryPassword { .. }));
        let operator = first.standing.as_operator().unwrap();
        assert!(world.app.approvals(operator).await.unwrap().is_empty());
        let rows = trail(&world, "approve").await;
        assert_eq!(rows[0].actor, Some(second.standing.person));
        assert_eq!(trail(&world, "ask_approval").await[0].actor, Some(first.standing.person));
        world.advance(Span::days(10));
        assert_eq!(resets(&world, &first, PASSWORD).await, AdminReset::Done);
    }

    /// A question can be taken back, is answered once, and is over after a day.
    async fn a_question_ends(world: World) {
        world.admin().await;
        let (first, _) = world.operator("center01").await;
        let (second, _) = world.operator("center02").await;
        changes_contact(&world, &first, "new@shop.example").await;
        world.mails().await;
        resets(&world, &first, SECRET).await;
        assert_eq!(answers(&world, &first, Verdict::Reject).await, Decided::Done);
        assert_eq!(resets(&world, &first, SECRET).await, AdminReset::Asked);
        let operator = second.standing.as_operator().unwrap();
        let id = world.app.approvals(operator).await.unwrap()[0].id;
        world.advance(Span::hours(24));
        assert!(world.app.approvals(operator).await.unwrap().is_empty());
        let origin = origin();
        let desk = Desk { session: &second, operator: testkit::proof::fresh(&second), reason: "", nonce: world.nonce(), origin: &origin };
        let late = world.app.decide_approval(&desk, id, Verdict::Approve).await.unwrap();
        assert_eq!(late, Decided::Refused(VerdictRefusal::NotOpen));
        assert!(told(&world).await.is_empty());
    }

    /// Two consents at once, or consent against refusal: one of them counts, the act is done at
    /// most once.
    async fn answers_at_once(world: World) {
        world.admin().await;
        let (first, _) = world.operator("center01").await;
        let (second, _) = world.operator("center02").await;
        let (third, _) = world.operator("center03").await;
        changes_contact(&world, &first, "new@shop.example").await;
        for verdicts in [(Verdict::Approve, Verdict::Approve), (Verdict::Approve, Verdict::Reject)] {
            world.mails().await;
            assert_eq!(resets(&world, &first, SECRET).await, AdminReset::Asked);
            let question = open_question(&world, &second).await;
            let decided = tokio::join!(
                answers_to(&world, &second, question, verdicts.0),
                answers_to(&world, &third, question, verdicts.1),
            );
            let done = [decided.0, decided.1].iter().filter(|one| **one == Decided::Done).count();
            assert_eq!(done, 1, "{decided:?}");
            let approved = decided.0 == Decided::Done || verdicts.1 == Verdict::Approve;
            let mails = told(&world).await.len();
            assert_eq!(mails, if approved { 2 } else { 0 }, "{decided:?}");
        }
    }

    /// Shows CS-7: a change is told by mail, rests on the version that was seen, and is refused
    /// when it breaks a rule.
    async fn cs_7_editing(world: World) {
        let (desk, _) = world.operator("center01").await;
        let version = file(&world).await.version;
        let tablet = Form { tablet: "true".to_owned(), ..edited() };
        assert_eq!(edits(&world, &desk, version, &tablet).await, MerchantChange::Done);
        let what = vec![MerchantPart::Company, MerchantPart::Tablet, MerchantPart::MailMethod];
        let notice = Notice::MerchantChanged { what };
        assert!(told(&world).await.iter().all(|(_, told)| *told == notice));
        assert_eq!(edits(&world, &desk, version, &edited()).await, MerchantChange::Stale);
        let now = file(&world).await;
        assert_eq!(now.particulars.company.as_str(), "みほん商事");
        assert!(!now.particulars.mail_method);
        assert_eq!(edits(&world, &desk, now.version, &tablet).await, MerchantChange::Nothing);
        assert_eq!(trail(&world, "change_merchant").await[0].remark, "company,tablet,mail_method 申込書のとおり");
    }

    /// Shows ROLE-7, CS-7: a merchant with 出荷 users stays a 物流加盟店.
    async fn role_7_shipping_users_keep_the_kind(world: World) {
        let (admin, _) = world.admin().await;
        let shipping = registration::Form { user_type: "shipping".to_owned(), ..general_form("shukka01") };
        world.register_form(&admin, &shipping).await.unwrap();
        let (desk, _) = world.operator("center01").await;
        let version = file(&world).await.version;
        let form = Form { kind: "non_logistics".to_owned(), ..edited() };
        let answer = edits(&world, &desk, version, &form).await;
        assert_eq!(answer, MerchantChange::Broken(vec![Problem::ShippingUsers]));
    }

    /// Two operators change at once: one change is made, the other is told.
    async fn edits_at_once(world: World) {
        let (first, _) = world.operator("center01").await;
        let (second, _) = world.operator("center02").await;
        let version = file(&world).await.version;
        let other = Form { company: "別の商事".to_owned(), ..edited() };
        let form = edited();
        let answers = tokio::join!(
            edits(&world, &first, version, &form),
            edits(&world, &second, version, &other),
        );
        let answers = [answers.0, answers.1];
        assert!(answers.contains(&MerchantChange::Done), "{answers:?}");
        assert!(answers.contains(&MerchantChange::Stale), "{answers:?}");
        assert_eq!(trail(&world, "change_merchant").await.len(), 1);
    }

    /// Shows CS-7: suspended and closed merchants' people are out at once; what is closed stays
    /// closed, for the command line as well.
    /// Shows PCI-10, ASVS-15.
    async fn cs_7_suspension_and_closure(world: World) {
        let (admin, phone) = world.admin().await;
        let (desk, _) = world.operator("center01").await;
        world.mails().await;
        let version = file(&world).await.version;
        let done = sets_access(&world, &desk, version, Access::Suspend).await;
        assert_eq!(done, MerchantChange::Done);
        assert!(matches!(world.app.resume(&admin.token, &origin()).await.unwrap(), Resumed::None));
        let notice = Notice::MerchantSuspended { suspended: true, closed: false };
        assert!(told(&world).await.iter().all(|(_, told)| *told == notice));
        let version = file(&world).await.version;
        let done = sets_access(&world, &desk, version, Access::Reopen).await;
        assert_eq!(done, MerchantChange::Done);
        world.advance(Span::seconds(30));
        let now = phone.code(world.app.now());
        world.log_in(MERCHANT_CODE, "Kanri2026a", &now).await;
        let version = file(&world).await.version;
        let done = sets_access(&world, &desk, version, Access::Close).await;
        assert_eq!(done, MerchantChange::Done);
        let closed = file(&world).await;
        assert_eq!(closed.state, MerchantState::Closed);
        let reopened = sets_access(&world, &desk, closed.version, Access::Reopen).await;
        assert_eq!(reopened, MerchantChange::Stale);
        let here = origin();
        let cause = ("x", &here);
        let reopened = world.app.suspend_merchant(&code(), false, cause).await.unwrap();
        assert_eq!(reopened, MerchantChange::NoSuchMerchant);
        assert_eq!(edits(&world, &desk, closed.version, &edited()).await, MerchantChange::Stale);
        world.advance(Span::seconds(30));
        let now = phone.code(world.app.now());
        let answer = world.try_log_in(MERCHANT_CODE, "Kanri2026a", &now).await.unwrap();
        assert!(matches!(answer, LoggedIn::Refused));
    }

    /// Shows CS-6, LOCK-4, CS-3: a merchant is found by code and by a part of its name; the state
    /// of 管理 and of the others is seen.
    async fn cs_6_finding_and_seeing(world: World) {
        let (admin, _) = world.admin().await;
        world.register(&admin, "ippan01").await;
        for _ in 0..6 {
            world.try_log_in("ippan01", "Wrong2026a", "").await.unwrap();
        }
        let (desk, _) = world.operator("center01").await;
        let right = desk.standing.as_operator().unwrap();
        let found = |code: &'static str, part: &'static str| {
            let app = world.app.clone();
            async move { app.find_merchants(right, code, part).await.unwrap().len() }
        };
        for (code, part, count) in [
            ("１２３-456-789", "", 1),
            ("123456789", "ほん", 1),
            ("", "商店", 1),
            ("", "%", 0),
            ("", "他社", 0),
            ("000000000", "", 0),
            ("", "centre", 0),
        ] {
            assert_eq!(found(code, part).await, count, "{code} {part}");
        }
        let (file, seen) = world.app.merchant_file(right, &code()).await.unwrap().unwrap();
        assert_eq!((seen.signs.can_be_released(), seen.signs.has_secret), (false, true));
        assert!(seen.last_login_at.is_some());
        let (users, total) = world.app.merchant_users(right, file.id, (50, 0)).await.unwrap();
        assert_eq!(total, 1);
        assert!(users[0].signs.can_be_released());
        let (mails, total) = world.app.merchant_mails(right, file.id, (50, 0)).await.unwrap();
        assert_eq!(i64::try_from(mails.len()).unwrap(), total);
        let registered = mails.iter().find(|mail| mail.template == "user_registered").unwrap();
        assert_eq!(registered.shown_to.as_deref(), Some("i•••1@s•••.example"));
        assert_eq!(registered.state, "sent");
    }

    /// Shows CS-7, ROLE-2: a merchant set up in the console, once, with its administrator.
    async fn cs_7_setting_up_in_the_console(world: World) {
        let (by, _) = world.operator("center01").await;
        let origin = origin();
        let desk = Desk { session: &by, operator: testkit::proof::fresh(&by), reason: "申込書", nonce: world.nonce(), origin: &origin };
        let new = NewMerchant {
            code: MerchantCode::parse("200000002").unwrap(),
            access_key: AccessKey::parse("2000002").unwrap(),
            company: CompanyName::parse("新店").unwrap(),
            kind: MerchantKind::NonLogistics,
            tablet: true,
            contact_mail: MailAddress::parse("new@new.example").ok(),
            admin_name: PersonName::parse("新 任").unwrap(),
            admin_mail: None,
            send_first_password: true,
        };
        assert!(matches!(world.app.open_merchant(&new, &desk).await.unwrap(), Created::Done { .. }));
        assert!(matches!(world.app.open_merchant(&new, &desk).await.unwrap(), Created::Before));
        let again = Desk { nonce: world.nonce(), ..desk };
        assert!(matches!(world.app.open_merchant(&new, &again).await.unwrap(), Created::CodeTaken));
        let mails = told(&world).await;
        assert_eq!(mails.len(), 1);
        assert!(matches!(&mails[0].1, Notice::TemporaryPassword { cause: Cause::Operator, .. }));
    }
}
