//! What the command line does to a merchant.

use app::{MerchantChange, Origin, Resumed};
use domain::notice::Notice;
use testkit::world::{World, origin};

use crate::desk::{code, told, trail};

testkit::both_engines! {
    /// Shows CS-7: what the command line does stands in the merchant's trail with its reason, as done
    /// there and by no operator, and is told by mail; what changes nothing is told to nobody.
    async fn cs_7_suspended_on_the_command_line(world: World) {
        let (admin, _) = world.admin().await;
        world.mails().await;
        let here = Origin { shown: "command line".to_owned(), ..origin() };
        for (suspend, expected) in [
            (true, MerchantChange::Done),
            (true, MerchantChange::Nothing),
            (false, MerchantChange::Done),
            (false, MerchantChange::Nothing),
        ] {
            let cause = ("unpaid since March", &here);
            let answer = world.app.suspend_merchant(&code(), suspend, cause).await.unwrap();
            assert_eq!(answer, expected);
            let out = matches!(world.app.resume(&admin.token, &here).await.unwrap(), Resumed::None);
            assert!(out, "the sessions of before have ended");
            let notice = Notice::MerchantSuspended { suspended: suspend, closed: false };
            let expected = match expected {
                MerchantChange::Done => vec!["contact@shop.example", "kanri@shop.example"],
                _ => Vec::new(),
            };
            let expected: Vec<_> = expected.into_iter().map(|to| (to.to_owned(), notice.clone())).collect();
            assert_eq!(told(&world).await, expected);
        }
        let rows = trail(&world, "suspend_merchant").await;
        let mut remarks: Vec<_> = rows.iter().map(|row| row.remark.as_str()).collect();
        remarks.sort_unstable();
        assert_eq!(remarks, ["suspended unpaid since March", "taken_up unpaid since March"]);
        for row in rows {
            assert_eq!((row.actor_kind.as_str(), row.actor, row.origin.as_str()), ("operator", None, "command line"));
        }
    }
}
