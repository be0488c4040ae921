//! What customer service changes about a merchant later on (CS-7).

use super::{Form, Problem, access_key, company, kind, tablet};
use crate::merchant::{AccessKey, CompanyName, MerchantKind};
use crate::networks::{Networks, NetworksError};
use crate::notice::MerchantPart;

/// What can be changed about a merchant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Particulars {
    /// 社名.
    pub company: CompanyName,
    /// アクセスキー.
    pub access_key: AccessKey,
    /// 物流 or 非物流.
    pub kind: MerchantKind,
    /// タブレット決済 contract.
    pub tablet: bool,
    /// The mail method is open. Never with a tablet contract (TAB-2).
    pub mail_method: bool,
    /// The networks that logging in is allowed from; empty: every network.
    pub networks: Networks,
}

/// Checks the form of a change.
///
/// # Errors
/// Every problem, at most one for each field, in the order of the form.
pub fn check_change(form: &Form) -> Result<Particulars, Vec<Problem>> {
    let company = company(form);
    let key = access_key(form);
    let kind = kind(form);
    let tablet = tablet(form);
    let networks = Networks::parse(&form.networks).map_err(|error| match error {
        NetworksError::TooMany => Problem::NetworksTooMany,
        NetworksError::Malformed(_) => Problem::NetworksMalformed,
    });
    match (company, key, kind, tablet, networks) {
        (Ok(company), Ok(access_key), Ok(kind), Ok(tablet), Ok(networks)) => Ok(Particulars {
            company,
            access_key,
            kind,
            tablet,
            mail_method: form.mail_method && !tablet,
            networks,
        }),
        (company, key, kind, tablet, networks) => {
            let problems = [
                company.err(),
                key.err(),
                kind.err(),
                tablet.err(),
                networks.err(),
            ];
            Err(problems.into_iter().flatten().collect())
        }
    }
}

impl Particulars {
    /// What differs from `before`, in the order in which a mail lists it.
    #[must_use]
    pub fn changed_from(&self, before: &Self) -> Vec<MerchantPart> {
        [
            (self.company != before.company, MerchantPart::Company),
            (
                self.access_key != before.access_key,
                MerchantPart::AccessKey,
            ),
            (self.kind != before.kind, MerchantPart::Kind),
            (self.tablet != before.tablet, MerchantPart::Tablet),
            (
                self.mail_method != before.mail_method,
                MerchantPart::MailMethod,
            ),
            (self.networks != before.networks, MerchantPart::Networks),
        ]
        .into_iter()
        .filter_map(|(differs, part)| differs.then_some(part))
        .collect()
    }
}
