//! `demo.json`: how to get into the demonstration, for people's scripts and for tests.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use app::NewMerchant;
use domain::mail_address::MailAddress;
use serde::{Deserialize, Serialize};

/// The whole file.
#[derive(Debug, Deserialize, Serialize)]
pub struct Record {
    base_url: String,
    mail_dir: PathBuf,
    merchants: Vec<RecordedMerchant>,
    operator: Option<RecordedOperator>,
}

/// The operator in it.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct RecordedOperator {
    login_url: String,
    user_id: String,
    /// `None` when the file with it was lost.
    first_password: Option<String>,
}

/// A merchant in it.
#[derive(Debug, Deserialize, Serialize)]
pub struct RecordedMerchant {
    kind: String,
    login_url: String,
    access_key: String,
    merchant_code: String,
    company: String,
    /// `None` when the file with it was lost.
    first_password: Option<String>,
    contact_mail: String,
}

impl RecordedMerchant {
    /// A merchant of `kind` as it was set up.
    #[must_use]
    pub fn of(kind: String, new: &NewMerchant, first_password: Option<String>) -> Self {
        let contact = new.contact_mail.as_ref().map_or("", MailAddress::as_str);
        Self {
            kind,
            login_url: String::new(),
            access_key: new.access_key.as_str().to_owned(),
            merchant_code: new.code.as_str().to_owned(),
            company: new.company.as_str().to_owned(),
            first_password,
            contact_mail: contact.to_owned(),
        }
    }
}

impl Record {
    /// A record without merchants.
    #[must_use]
    pub fn new(base_url: String, mail_dir: PathBuf) -> Self {
        Self {
            base_url,
            mail_dir,
            merchants: Vec::new(),
            operator: None,
        }
    }

    /// Adds a merchant.
    pub fn add(&mut self, mut merchant: RecordedMerchant) {
        merchant.login_url = format!("{}/{}", self.base_url, merchant.access_key);
        self.merchants.push(merchant);
    }

    /// Sets the operator.
    pub fn set_operator(&mut self, user_id: &str, first_password: Option<String>) {
        self.operator = Some(RecordedOperator {
            login_url: format!("{}/operator", self.base_url),
            user_id: user_id.to_owned(),
            first_password,
        });
    }

    /// The first password of the operator.
    #[must_use]
    pub fn operators_first_password(&self) -> Option<String> {
        self.operator.as_ref()?.first_password.clone()
    }

    /// Reads the record of an earlier start, if there is one.
    #[must_use]
    pub fn read(path: &Path) -> Option<Self> {
        serde_json::from_slice(&fs::read(path).ok()?).ok()
    }

    /// The first password of a merchant.
    #[must_use]
    pub fn first_password(&self, merchant_code: &str) -> Option<String> {
        let merchant = self
            .merchants
            .iter()
            .find(|one| one.merchant_code == merchant_code)?;
        merchant.first_password.clone()
    }

    /// Writes the file, for its owner's eyes; who reads it meanwhile sees the old or the new one.
    ///
    /// # Errors
    /// What the file system answers.
    pub fn write(&self, path: &Path) -> io::Result<()> {
        let text = serde_json::to_vec_pretty(self)?;
        if fs::read(path).is_ok_and(|there| there == text) {
            return Ok(());
        }
        let unfinished = path.with_extension("json.part");
        let mut options = OpenOptions::new();
        let mut file: File = options
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&unfinished)?;
        file.write_all(&text)?;
        file.sync_all()?;
        fs::rename(unfinished, path)
    }

    /// The same in words.
    #[must_use]
    pub fn for_people(&self, path: &Path) -> String {
        let mut lines = vec![
            String::new(),
            "  *** This is a DEMONSTRATION on PLAIN HTTP, for this machine only. ***".to_owned(),
            "  *** The merchants are made up. Put no real data into it.          ***".to_owned(),
            String::new(),
        ];
        for merchant in &self.merchants {
            let password = merchant.first_password.as_deref();
            lines.push(format!("{} ({})", merchant.company, merchant.kind));
            lines.push(format!("  log in at       {}", merchant.login_url));
            lines.push(format!("  merchant code   {}", merchant.merchant_code));
            lines.push(format!("  user ID         {}", merchant.merchant_code));
            lines.push(format!(
                "  first password  {}",
                password.unwrap_or("(not known any more: reset it on the log-in page)")
            ));
            lines.push(String::new());
        }
        if let Some(operator) = &self.operator {
            let password = operator.first_password.as_deref();
            lines.push("customer service (operator)".to_owned());
            lines.push(format!("  log in at       {}", operator.login_url));
            lines.push(format!("  user ID         {}", operator.user_id));
            lines.push(format!(
                "  first password  {}",
                password.unwrap_or("(not known any more: begin anew with another --data)")
            ));
            lines.push(String::new());
        }
        lines.push(format!("mails   {}/demo/mails", self.base_url));
        lines.push(format!("        {}", self.mail_dir.display()));
        lines.push(format!("record  {}", path.display()));
        lines.push("A first password works until it is changed. Ctrl-C ends it.".to_owned());
        lines.join("\n")
    }
}

#[cfg(test)]
mod tests {
    use super::{Record, RecordedMerchant};
    use std::fs;
    use std::os::unix::fs::PermissionsExt as _;

    fn record() -> Record {
        let mut record = Record::new("http://127.0.0.1:8080".to_owned(), "/data/mail".into());
        record.add(RecordedMerchant {
            kind: "tablet".to_owned(),
            login_url: String::new(),
            access_key: "1000003".to_owned(),
            merchant_code: "100000003".to_owned(),
            company: "C".to_owned(),
            first_password: Some("p".to_owned()),
            contact_mail: "a@b.example".to_owned(),
        });
        record.set_operator("op1", Some("q".to_owned()));
        record
    }

    #[test]
    fn the_file_has_the_fields_that_tests_and_scripts_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("demo.json");
        record().write(&path).unwrap();
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let value: serde_json::Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        let expected = serde_json::json!({
            "base_url": "http://127.0.0.1:8080",
            "mail_dir": "/data/mail",
            "merchants": [{
                "kind": "tablet",
                "login_url": "http://127.0.0.1:8080/1000003",
                "access_key": "1000003",
                "merchant_code": "100000003",
                "company": "C",
                "first_password": "p",
                "contact_mail": "a@b.example",
            }],
            "operator": {
                "login_url": "http://127.0.0.1:8080/operator",
                "user_id": "op1",
                "first_password": "q",
            },
        });
        assert_eq!(value, expected);
        let read = Record::read(&path).unwrap();
        assert_eq!(read.first_password("100000003").as_deref(), Some("p"));
        assert_eq!(read.first_password("100000001"), None);
        assert_eq!(read.operators_first_password().as_deref(), Some("q"));
    }

    #[test]
    fn people_are_told_loudly_what_this_is() {
        let text = record().for_people("/data/demo.json".as_ref());
        assert!(text.contains("DEMONSTRATION on PLAIN HTTP"), "{text}");
        assert!(text.contains("http://127.0.0.1:8080/1000003"), "{text}");
        assert!(text.contains("http://127.0.0.1:8080/operator"), "{text}");
    }
}
