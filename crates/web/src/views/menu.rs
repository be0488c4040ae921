//! The first page after the log-in (SCR-8).

use askama::Template;
use i18n::Text;

use super::Shell;

/// `/console`: the menu of a role (ROLE-10).
#[derive(Clone, Debug, Template)]
#[template(path = "menu.html")]
pub struct MenuPage {
    /// The frame.
    pub shell: Shell,
    /// Whose menu it is.
    pub role: MenuRole,
    /// The company's other applications that are open to the person, in order.
    pub doors: Vec<DoorLink>,
    /// What is to be told of recovery codes.
    pub recovery: Option<RecoveryHint>,
    /// What can be done, in order.
    pub entries: Vec<MenuEntry>,
    /// What the administrator has to do first; nothing once all is done long ago.
    pub steps: Option<FirstSteps>,
}

impl MenuPage {
    fn heading(&self) -> String {
        match self.role {
            MenuRole::Admin => self.shell.text.menu_admin_title(),
            MenuRole::General | MenuRole::Shipping => self.shell.text.menu_title(),
        }
    }
}

/// What the menu says of recovery codes.
#[derive(Clone, Debug)]
pub struct RecoveryHint {
    /// How many are left of a set; `None`: there is none yet.
    pub left: Option<u32>,
    /// Their page.
    pub href: String,
}

/// Whose menu it is (ROLE-1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MenuRole {
    /// The merchant's one administrator.
    Admin,
    /// A general user.
    General,
    /// A shipping user.
    Shipping,
}

/// A way from the menu to a page.
#[derive(Clone, Debug)]
pub struct MenuEntry {
    /// What it is; gives label, description and icon.
    pub kind: MenuKind,
    /// Its address.
    pub href: String,
}

/// A way from the menu to another application, worded.
#[derive(Clone, Debug)]
pub struct DoorLink {
    /// What it is called.
    pub label: String,
    /// What it is for.
    pub about: String,
    /// Its address.
    pub href: String,
}

/// What a menu can offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MenuKind {
    /// The list of users.
    Users,
    /// The form for a new user.
    RegisterUser,
    /// The person's own name and address.
    OwnDetails,
    /// Password change.
    Password,
    /// Authenticators and recovery codes.
    Passes,
    /// Where the person is signed in.
    Sessions,
    /// The person's log-ins.
    LoginHistory,
    /// What was done in the merchant's name.
    Activity,
}

impl MenuKind {
    /// Every entry, in the order of a full menu.
    pub const ALL: [Self; 8] = [
        Self::Users,
        Self::RegisterUser,
        Self::OwnDetails,
        Self::Password,
        Self::Passes,
        Self::Sessions,
        Self::LoginHistory,
        Self::Activity,
    ];

    fn label(self, text: &Text) -> String {
        match self {
            Self::Users => text.menu_users(),
            Self::RegisterUser => text.menu_register_general(),
            Self::OwnDetails => text.menu_own_details(),
            Self::Password => text.menu_password(),
            Self::Passes => text.menu_passes(),
            Self::Sessions => text.menu_sessions(),
            Self::LoginHistory => text.menu_login_history(),
            Self::Activity => text.menu_activity(),
        }
    }

    fn about(self, text: &Text) -> String {
        match self {
            Self::Users => text.page_menu_users(),
            Self::RegisterUser => text.page_menu_register(),
            Self::OwnDetails => text.page_menu_own_details(),
            Self::Password => text.page_menu_password(),
            Self::Passes => text.page_menu_passes(),
            Self::Sessions => text.page_menu_sessions(),
            Self::LoginHistory => text.page_menu_login_history(),
            Self::Activity => text.page_menu_activity(),
        }
    }

    const fn icon(self) -> &'static str {
        match self {
            Self::Users => "users",
            Self::RegisterUser => "add-user",
            Self::OwnDetails => "person",
            Self::Password => "key",
            Self::Passes => "phone",
            Self::Sessions => "device",
            Self::LoginHistory => "clock",
            Self::Activity => "list",
        }
    }
}

/// The administrator's four first steps (GUIDE-2, GUIDE-3), in order.
#[derive(Clone, Debug)]
pub struct FirstSteps {
    /// Install an app.
    pub app: FirstStep,
    /// Set up the administrator's own key.
    pub own_key: FirstStep,
    /// Register users.
    pub users: FirstStep,
    /// Have a user set up a key.
    pub user_keys: FirstStep,
}

/// One of the first steps.
#[derive(Clone, Debug, Default)]
pub struct FirstStep {
    /// Whether it is done.
    pub done: bool,
    /// Where it is done, if on a page of ours.
    pub href: Option<String>,
}

/// A first step as it is drawn.
struct DrawnStep<'a> {
    step: &'a FirstStep,
    title: String,
    about: String,
    next: bool,
}

impl DrawnStep<'_> {
    /// What is done needs no link.
    fn link(&self) -> Option<&str> {
        if self.step.done {
            None
        } else {
            self.step.href.as_deref()
        }
    }
}

impl FirstSteps {
    fn done(&self) -> usize {
        self.in_order().iter().filter(|step| step.done).count()
    }

    fn in_order(&self) -> [&FirstStep; 4] {
        [&self.app, &self.own_key, &self.users, &self.user_keys]
    }

    fn drawn(&self, text: &Text) -> Vec<DrawnStep<'_>> {
        let words = [
            (text.steps_app(), text.page_steps_app()),
            (text.steps_own_secret(), text.page_steps_own_secret()),
            (text.steps_create_users(), text.page_steps_create_users()),
            (text.steps_users_secret(), text.page_steps_users_secret()),
        ];
        let next = self.in_order().iter().position(|step| !step.done);
        let steps = self.in_order().into_iter().zip(words).enumerate();
        steps
            .map(|(place, (step, (title, about)))| DrawnStep {
                step,
                title,
                about,
                next: next == Some(place),
            })
            .collect()
    }
}
