//! The client networks that a merchant's people may come from: one more fence, never a factor.

use ipnet::IpNet;
use std::net::IpAddr;

/// A list of networks; an empty one lets every network in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Networks(Vec<IpNet>);

/// Why a text is no list of networks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NetworksError {
    /// More than [`Networks::MOST`].
    TooMany,
    /// This entry is neither an address nor a range such as `203.0.113.0/24`; cut short.
    Malformed(String),
}

impl Networks {
    /// The most entries of a list.
    pub const MOST: usize = 50;
    /// How much of a wrong entry is kept, in characters.
    const SHOWN: usize = 64;

    /// Reads a list as typed or stored: addresses and ranges (RFC 4632, RFC 4291 §2.3), separated
    /// by blanks, line ends or commas. A range is held by its first address, and stands once.
    ///
    /// # Errors
    /// [`NetworksError`] names the first entry that is wrong.
    pub fn parse(text: &str) -> Result<Self, NetworksError> {
        let mut found = Vec::new();
        let entries = text.split(|c: char| c.is_whitespace() || c == ',' || c == '\u{3001}');
        for entry in entries.filter(|entry| !entry.is_empty()) {
            let network = network(entry).ok_or_else(|| {
                NetworksError::Malformed(entry.chars().take(Self::SHOWN).collect())
            })?;
            if !found.contains(&network) {
                found.push(network);
            }
            if found.len() > Self::MOST {
                return Err(NetworksError::TooMany);
            }
        }
        Ok(Self(found))
    }

    /// Whether somebody at `address` may come in. With a list, whose address is not known may not.
    #[must_use]
    pub fn admit(&self, address: Option<IpAddr>) -> bool {
        let stands_in = |address: IpAddr| {
            let address = address.to_canonical();
            self.0.iter().any(|network| network.contains(&address))
        };
        self.0.is_empty() || address.is_some_and(stands_in)
    }

    /// True when every network may come in.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The list as it is stored and shown: entries with a blank between them.
    #[must_use]
    pub fn to_text(&self) -> String {
        let entries: Vec<_> = self.0.iter().map(ToString::to_string).collect();
        entries.join(" ")
    }
}

fn network(entry: &str) -> Option<IpNet> {
    let network: IpNet = match entry.parse::<IpAddr>() {
        Ok(address) => address.to_canonical().into(),
        Err(_) => entry.parse().ok()?,
    };
    Some(network.trunc())
}

#[cfg(test)]
mod tests {
    use super::{Networks, NetworksError};

    fn admits(list: &str, address: &str) -> bool {
        let networks = Networks::parse(list).unwrap();
        networks.admit(Some(address.parse().unwrap()))
    }

    #[test]
    fn an_empty_list_lets_everybody_in() {
        for text in ["", " ", "\n, ,"] {
            let list = Networks::parse(text).unwrap();
            assert!(list.is_empty() && list.admit(None));
            assert!(admits(text, "203.0.113.9"));
        }
    }

    /// Shows JPN-1.
    #[test]
    fn only_listed_networks_come_in() {
        let list = "203.0.113.0/24, 198.51.100.7\n2001:db8::/32";
        for inside in [
            "203.0.113.0",
            "203.0.113.255",
            "198.51.100.7",
            "2001:db8:ffff::1",
            "::ffff:203.0.113.9",
        ] {
            assert!(admits(list, inside), "{inside}");
        }
        for outside in ["203.0.114.0", "198.51.100.8", "2001:db9::1", "::1"] {
            assert!(!admits(list, outside), "{outside}");
        }
        assert!(!Networks::parse(list).unwrap().admit(None));
    }

    #[test]
    fn what_is_wrong_is_named() {
        for bad in [
            "203.0.113.0/33",
            "203.0.113",
            "shop.example",
            "::/129",
            "1/8",
        ] {
            let typed = format!("198.51.100.7 {bad}");
            let wrong = NetworksError::Malformed(bad.to_owned());
            assert_eq!(Networks::parse(&typed), Err(wrong));
        }
        let fifty: Vec<_> = (0..50).map(|n| format!("10.0.{n}.0/24")).collect();
        assert!(Networks::parse(&fifty.join(" ")).is_ok());
        let more = format!("{} 10.1.0.0/24", fifty.join(" "));
        assert_eq!(Networks::parse(&more), Err(NetworksError::TooMany));
    }

    #[test]
    fn entries_stand_once_and_by_their_first_address() {
        let list = Networks::parse("203.0.113.9/24 203.0.113.0/24 198.51.100.7").unwrap();
        assert_eq!(list.to_text(), "203.0.113.0/24 198.51.100.7/32");
        assert_eq!(Networks::parse(&list.to_text()), Ok(list));
    }
}
