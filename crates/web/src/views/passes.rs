//! Passes and recovery codes, and the page that asks for password and second factor again.

use std::fmt;

use askama::Template;
use zeroize::Zeroizing;

use super::{
    AppAdvice, Asking, ConfirmProblem, FailureHints, Field, FormToken, Issued, Row, Shell,
};

/// `/console/passes`: the person's passes.
#[derive(Clone, Debug, Template)]
#[template(path = "passes.html")]
pub struct PassesPage {
    /// The frame; its notice says what was done.
    pub shell: Shell,
    /// The passes in force.
    pub passes: Vec<PassRow>,
    /// Whether the list says of what kind each is.
    pub kinds: bool,
    /// Where another app is added; nothing when there are as many as there may be.
    pub add_href: Option<String>,
    /// Passkeys, where there are such.
    pub passkeys: Option<PasskeysLine>,
    /// How many there may be.
    pub most: u32,
    /// The recovery codes, where there are such.
    pub recovery: Option<RecoveryLine>,
}

/// Where another passkey is added.
#[derive(Clone, Debug)]
pub struct PasskeysLine {
    /// The page; nothing when there are as many as there may be.
    pub add_href: Option<String>,
}

/// A pass in the list.
#[derive(Clone, Debug)]
pub struct PassRow {
    /// What it is called, worded.
    pub name: String,
    /// Of what kind it is, worded.
    pub kind: String,
    /// Since when, worded.
    pub added: String,
    /// When it was last used, worded; may be empty.
    pub last_used: String,
    /// Where its name is changed.
    pub rename_href: String,
    /// Where it is removed; nothing for the last one.
    pub remove_href: Option<String>,
}

/// How the recovery codes stand.
#[derive(Clone, Debug)]
pub struct RecoveryLine {
    /// When the set was made, worded; `None`: there is none.
    pub made: Option<String>,
    /// How many are left.
    pub left: u32,
    /// Few are left.
    pub runs_out: bool,
    /// Their page.
    pub href: String,
}

/// `/console/passes/new`. Two forms: issue (`name`, `form`) and confirm (`code`, `form`).
#[derive(Clone, Debug, Template)]
#[template(path = "pass_new.html")]
pub struct NewPassPage {
    /// The frame.
    pub shell: Shell,
    /// The key, while it is shown.
    pub issued: Option<Issued>,
    /// Apps for the device in hand.
    pub apps: Vec<AppAdvice>,
    /// The name.
    pub name: Field,
    /// What is wrong with the code that was entered.
    pub problem: Option<ConfirmProblem>,
    /// Where the issue form is sent.
    pub issue_action: String,
    /// The issue form's token.
    pub issue_form: FormToken,
    /// Where the confirm form is sent.
    pub confirm_action: String,
    /// The confirm form's token.
    pub confirm_form: FormToken,
    /// The list.
    pub cancel_href: String,
}

impl NewPassPage {
    fn problem_text(&self) -> Option<String> {
        self.problem.map(|problem| problem.worded(&self.shell.text))
    }
}

/// `/console/passes/{id}/name`. Fields: `name`, `form`.
#[derive(Clone, Debug, Template)]
#[template(path = "pass_name.html")]
pub struct PassNamePage {
    /// The frame.
    pub shell: Shell,
    /// It is a passkey.
    pub passkey: bool,
    /// Where the form is sent.
    pub action: String,
    /// The name.
    pub name: Field,
    /// The list.
    pub cancel_href: String,
    /// The form's token.
    pub form: FormToken,
}

/// `/console/passes/{id}/remove`: asks. Field: `form`.
#[derive(Clone, Debug, Template)]
#[template(path = "pass_remove.html")]
pub struct PassRemovePage {
    /// The frame.
    pub shell: Shell,
    /// It is a passkey.
    pub passkey: bool,
    /// Where the form is sent.
    pub action: String,
    /// Which pass.
    pub rows: Vec<Row>,
    /// The list.
    pub cancel_href: String,
    /// The form's token.
    pub form: FormToken,
}

/// `/console/recovery`: recovery codes. Forms: make, and done with writing down (`form` each).
#[derive(Clone, Debug, Template)]
#[template(path = "recovery.html")]
pub struct RecoveryPage {
    /// The frame.
    pub shell: Shell,
    /// The codes, while they are shown.
    pub codes: Option<CodesShown>,
    /// How they stand.
    pub state: RecoveryLine,
    /// Whose they are, for the printed page.
    pub rows: Vec<Row>,
    /// Where the form that makes new ones is sent.
    pub make_action: String,
    /// Its token.
    pub make_form: FormToken,
    /// Where the codes are had as a text.
    pub text_href: String,
    /// Where the form that ends the showing is sent.
    pub done_action: String,
    /// Its token.
    pub done_form: FormToken,
    /// The list of passes.
    pub back_href: String,
}

/// Recovery codes on their page.
#[derive(Clone)]
pub struct CodesShown {
    /// The codes.
    pub codes: Vec<Zeroizing<String>>,
    /// How long they are shown, in seconds.
    pub seconds_left: u32,
}

impl CodesShown {
    fn minutes_left(&self) -> u32 {
        self.seconds_left.div_ceil(60)
    }
}

impl fmt::Debug for CodesShown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CodesShown")
            .field("seconds_left", &self.seconds_left)
            .finish_non_exhaustive()
    }
}

/// `/{access_key}/recovery`: log-in with a recovery code, and the other ways. The same for every key
/// (LOGIN-17).
///
/// Fields: `merchant_code`, `user_id`, `password`, `recovery_code`, `form`.
#[derive(Clone, Debug, Template)]
#[template(path = "recovery_login.html")]
pub struct RecoveryLoginPage {
    /// The frame.
    pub shell: Shell,
    /// Where the form is sent.
    pub action: String,
    /// The key at the end of the address.
    pub access_key: String,
    /// Kept after a failure.
    pub merchant_code: String,
    /// Kept after a failure.
    pub user_id: String,
    /// The form's token.
    pub form: FormToken,
    /// Shown after a failure, the same whatever the cause (LOGIN-15).
    pub failure: Option<FailureHints>,
    /// Whether the form was too old and has to be sent again.
    pub expired: bool,
    /// The page of the app method.
    pub app_href: String,
}

/// What the question asks the browser for, where the person has passkeys.
#[derive(Clone, Debug)]
pub struct ProofPasskey {
    /// The question.
    pub asking: Asking,
    /// The token of its own form.
    pub form: FormToken,
    /// The person's passkeys, separated by blanks.
    pub known: String,
    /// Whether the password is asked for as well.
    pub beside_password: bool,
}

/// The question for password and second factor, in answer to a form. Fields: `again_password`,
/// `again_code`, or what the script fills in of a passkey, and all of the form.
#[derive(Clone, Debug, Template)]
#[template(path = "proof.html")]
pub struct ProofPage {
    /// The frame.
    pub shell: Shell,
    /// The form's own address.
    pub action: String,
    /// What was typed into the form.
    pub kept: Vec<(String, String)>,
    /// What came of the last answer.
    pub told: ProofTold,
    /// A passkey will do as well, with a script.
    pub passkey: Option<ProofPasskey>,
    /// The second factor is a mailed code.
    pub by_mail: bool,
    /// For how long the answer holds, in minutes.
    pub minutes: u32,
    /// Back, without doing it.
    pub cancel_href: String,
}

impl ProofPage {
    fn failure(&self) -> Option<String> {
        let text = &self.shell.text;
        match self.told {
            ProofTold::Refused => Some(text.proof_refused()),
            ProofTold::Locked => Some(text.proof_locked()),
            ProofTold::Asked | ProofTold::Mailed | ProofTold::NotNow | ProofTold::CutOff => None,
        }
    }

    fn is_passkey_alone(&self) -> bool {
        self.passkey
            .as_ref()
            .is_some_and(|asked| !asked.beside_password)
    }

    fn is_passkey_beside(&self) -> bool {
        self.passkey
            .as_ref()
            .is_some_and(|asked| asked.beside_password)
    }

    fn message_icon(&self) -> &'static str {
        if self.told == ProofTold::CutOff {
            "alert"
        } else {
            "mail"
        }
    }

    fn message(&self) -> Option<String> {
        let text = &self.shell.text;
        match self.told {
            ProofTold::Mailed => Some(text.proof_mailed()),
            ProofTold::NotNow => Some(text.proof_not_now()),
            ProofTold::CutOff => Some(text.proof_cut_off()),
            ProofTold::Asked | ProofTold::Refused | ProofTold::Locked => None,
        }
    }
}

/// What came of the last answer to the question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProofTold {
    /// Nothing was answered yet.
    Asked,
    /// Not right.
    Refused,
    /// Too many wrong answers.
    Locked,
    /// A code is on its way.
    Mailed,
    /// A code was sent a moment ago.
    NotNow,
    /// The answer was lost on the way; it is to be typed anew.
    CutOff,
}
