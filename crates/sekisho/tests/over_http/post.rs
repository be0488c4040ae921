//! The mail that a demonstration has sent.

use std::collections::BTreeMap;
use std::path::Path;

use mail::Received;

pub const RESET_STARTED: &str = "パスワード初期化開始のご連絡";
pub const TEMPORARY: &str = "仮パスワードのご連絡";
pub const REGISTERED: &str = "新規ユーザ登録のご連絡";

/// All letters by the name of their file, which sorts by the time of their cause.
pub fn letters(data: &Path) -> BTreeMap<String, Received> {
    let Ok(folder) = std::fs::read_dir(data.join("mail")) else {
        return BTreeMap::new();
    };
    let mut letters = BTreeMap::new();
    for entry in folder {
        let path = entry.expect("an entry").path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.extension().is_some_and(|extension| extension == "eml") {
            let bytes = std::fs::read(&path).expect("a letter");
            letters.insert(name, Received::parse(&bytes).expect("a sound letter"));
        }
    }
    letters
}

/// The letters of one kind to one address, the oldest first.
pub fn letters_to(data: &Path, address: &str, subject: &str) -> Vec<Received> {
    let fits =
        |letter: &Received| letter.to.contains(address) && letter.subject.starts_with(subject);
    letters(data).into_values().filter(fits).collect()
}

/// The line below `■label`.
pub fn value(letter: &Received, label: &str) -> Option<String> {
    let mut lines = letter.body.lines();
    lines.find(|line| *line == format!("■{label}"))?;
    lines.next().map(str::to_owned)
}

/// The temporary password that a letter holds.
pub fn temporary_password(letter: &Received) -> String {
    value(letter, "仮パスワード").expect("a temporary password")
}

/// The path of the reset link that a letter holds: the port is another after each start.
pub fn reset_path(letter: &Received) -> String {
    let url = value(letter, "パスワード初期化画面").expect("a link");
    let path = url.find("/reset/").expect("a link to a reset page");
    url[path..].to_owned()
}
