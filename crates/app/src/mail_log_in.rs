//! Log in by the mail method: 加盟店コード, ユーザID and パスワード on the first page, the mailed code
//! on the second (LOGIN-19). Both pages look and cost the same whether the first was right or not.

mod asking;
mod code;
mod finishing;
mod resending;

use crate::{Nonce, Origin};
use crypto::{Password, Token};
use domain::obligations::Obligations;

/// What was typed on the first page.
#[derive(Clone, Copy, Debug)]
pub struct MailLogIn<'a> {
    /// From the address (LOGIN-1).
    pub access_key: &'a str,
    /// 加盟店コード.
    pub merchant_code: &'a str,
    /// ユーザID.
    pub user_id: &'a str,
    /// パスワード; blanks around it are trimmed.
    pub password: &'a Password,
    /// The form's nonce.
    pub nonce: Nonce,
    /// Where it came from.
    pub origin: &'a Origin,
}

/// What the first page answers.
#[derive(Debug)]
pub enum MailAsked {
    /// On to the second page. Whether a code was mailed is not told.
    Asked {
        /// What leads to it.
        challenge: Token,
    },
    /// The budget of tries is spent (LOCK-1, LOCK-8).
    Locked,
}

/// What was typed on the second page.
#[derive(Clone, Copy, Debug)]
pub struct MailedCode<'a> {
    /// From the address (LOGIN-1).
    pub access_key: &'a str,
    /// What led to the page.
    pub challenge: &'a Token,
    /// ワンタイムパスワード.
    pub code: &'a str,
    /// The form's nonce.
    pub nonce: Nonce,
    /// Where it came from.
    pub origin: &'a Origin,
}

/// What the second page answers.
#[derive(Debug)]
pub enum MailFinished {
    /// A session is open.
    Open {
        /// Its token.
        token: Token,
        /// What is to be done first (B3-5: never to enrol).
        obligations: Obligations,
    },
    /// Not logged in; why is not told (LOGIN-15).
    Refused,
    /// The budget of tries is spent.
    Locked,
    /// The challenge is over: back to the first page.
    Over,
}

/// What the second page shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CodePage {
    /// How often a code can be sent again.
    pub resends_left: u8,
    /// In how many seconds it can be; 0: now.
    pub resend_in: u32,
}

/// What 再送する came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resent {
    /// Done, or done before by the same form. Whether a mail goes out is not told.
    Done,
    /// Too early, or too often.
    NotNow,
    /// The challenge is over.
    Over,
}
