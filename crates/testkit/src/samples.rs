//! The sample users of the manual (USER-20), at an address of the placeholder brand.

use domain::registration::Form;

/// A sample user.
#[derive(Clone, Copy, Debug)]
pub struct SampleUser {
    /// ユーザID.
    pub user_id: &'static str,
    /// ユーザ名.
    pub name: &'static str,
}

/// All of them.
pub const USERS: [SampleUser; 4] = [
    SampleUser {
        user_id: "ippan01",
        name: "黒田 太郎",
    },
    SampleUser {
        user_id: "user01",
        name: "黒猫太郎",
    },
    SampleUser {
        user_id: "User1",
        name: "黒田 猫太",
    },
    SampleUser {
        user_id: "TEST1",
        name: "黒田 太郎",
    },
];

impl SampleUser {
    /// What 管理 types for this user.
    #[must_use]
    pub fn form(self) -> Form {
        Form {
            user_type: "general".to_owned(),
            user_id: self.user_id.to_owned(),
            login_method: "mail".to_owned(),
            same_person: false,
            name: self.name.to_owned(),
            mail: format!("{}@shop.example", self.user_id.to_lowercase()),
        }
    }
}
