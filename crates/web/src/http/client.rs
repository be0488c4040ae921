//! From which network a request comes.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use app::Origin;
use axum::http::{Extensions, HeaderMap, HeaderValue, header};
use crypto::Network;
use ipnet::IpNet;

/// The other end of the connection. Whoever accepts connections puts it into each request's
/// extensions; a request without it counts for the address 0.0.0.0, all of them together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Peer(pub SocketAddr);

/// The longest `X-Forwarded-For` that is read, counted in addresses from its end.
const MOST_HOPS: usize = 32;
/// How much of a `User-Agent` is kept, in characters.
const LONGEST_DEVICE: usize = 200;

/// Where a request came from, for fairness, the audit trail and the list of devices.
///
/// Fairness goes by one IPv4 address or an IPv6 /64 ([`Network`]). The audit trail gets the
/// network only (IPv4 /24, IPv6 /64): enough to tell places apart, not a person's address.
#[must_use]
pub fn origin(extensions: &Extensions, headers: &HeaderMap, trusted: &[IpNet]) -> Origin {
    let peer = extensions.get::<Peer>();
    let peer = peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.0.ip());
    let address = client_address(peer, headers, trusted);
    Origin {
        network: Network::from(address),
        shown: shown(address),
        device: device(headers),
        address: Some(address),
        mark: None,
    }
}

/// The client's address: the connection's other end, unless that is a trusted proxy. Then the
/// right-most entry of `X-Forwarded-For` that is not one: what stands left of it, the client may
/// have written itself.
#[must_use]
pub fn client_address(peer: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) -> IpAddr {
    let is_trusted = |address: IpAddr| trusted.iter().any(|net| net.contains(&address));
    let mut client = peer.to_canonical();
    for hop in forwarded(headers) {
        if !is_trusted(client) {
            break;
        }
        match hop {
            Some(address) => client = address.to_canonical(),
            None => break,
        }
    }
    client
}

/// The entries of `X-Forwarded-For` from the last to the first; `None` for what is no address.
fn forwarded(headers: &HeaderMap) -> impl Iterator<Item = Option<IpAddr>> {
    let lines = headers.get_all("x-forwarded-for").iter().rev();
    lines
        .flat_map(|line| line.to_str().unwrap_or_default().rsplit(','))
        .take(MOST_HOPS)
        .map(|entry| address(entry.trim()))
}

/// An address as proxies write it: bare, in brackets, or with a port.
fn address(text: &str) -> Option<IpAddr> {
    let bare = text
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
        .unwrap_or(text);
    bare.parse()
        .ok()
        .or_else(|| text.parse::<SocketAddr>().ok().map(|socket| socket.ip()))
}

fn shown(address: IpAddr) -> String {
    let length = if address.is_ipv4() { 24 } else { 64 };
    IpNet::new(address, length).map_or_else(|_| String::new(), |net| net.trunc().to_string())
}

fn device(headers: &HeaderMap) -> String {
    let named = headers.get(header::USER_AGENT).map(HeaderValue::as_bytes);
    let text = String::from_utf8_lossy(named.unwrap_or_default()).into_owned();
    text.chars()
        .filter(|c| !domain::typed::is_hostile(*c))
        .take(LONGEST_DEVICE)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{client_address, device, shown};
    use axum::http::{HeaderMap, HeaderValue, header};
    use ipnet::IpNet;
    use std::net::IpAddr;

    fn forwarded(lines: &[&str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append("x-forwarded-for", HeaderValue::from_str(line).unwrap());
        }
        headers
    }

    fn client(peer: &str, lines: &[&str]) -> String {
        let trusted: Vec<IpNet> = vec![
            "10.0.0.0/8".parse().unwrap(),
            "2001:db8::/32".parse().unwrap(),
        ];
        let peer: IpAddr = peer.parse().unwrap();
        client_address(peer, &forwarded(lines), &trusted).to_string()
    }

    /// Shows catalogue section 8, forged client addresses: only a trusted proxy is believed.
    /// Shows JPN-1, ATK-24.
    #[test]
    fn a_stranger_cannot_choose_its_address() {
        assert_eq!(client("203.0.113.9", &["198.51.100.1"]), "203.0.113.9");
        assert_eq!(
            client("203.0.113.9", &["10.0.0.1, 10.0.0.2"]),
            "203.0.113.9"
        );
        assert_eq!(
            client("10.0.0.1", &["198.51.100.1, 203.0.113.9"]),
            "203.0.113.9"
        );
        assert_eq!(
            client("10.0.0.1", &["198.51.100.1", "203.0.113.9"]),
            "203.0.113.9"
        );
        assert_eq!(
            client("10.0.0.1", &["198.51.100.1, 203.0.113.9, 10.0.0.7"]),
            "203.0.113.9"
        );
    }

    #[test]
    fn what_is_no_address_ends_the_search_at_the_last_proxy() {
        assert_eq!(client("10.0.0.1", &["198.51.100.1, unknown"]), "10.0.0.1");
        assert_eq!(
            client("10.0.0.1", &["198.51.100.1, , 10.0.0.3"]),
            "10.0.0.3"
        );
        assert_eq!(client("10.0.0.1", &[]), "10.0.0.1");
        assert_eq!(client("10.0.0.1", &["10.0.0.9, 10.0.0.8"]), "10.0.0.9");
        let many = vec!["10.0.0.1"; 1000].join(",");
        assert_eq!(
            client("10.0.0.2", &[&format!("198.51.100.1,{many}")]),
            "10.0.0.1"
        );
    }

    #[test]
    fn addresses_are_read_as_proxies_write_them() {
        assert_eq!(client("10.0.0.1", &["203.0.113.9:4711"]), "203.0.113.9");
        assert_eq!(client("10.0.0.1", &["[2001:db9::1]"]), "2001:db9::1");
        assert_eq!(client("10.0.0.1", &["[2001:db9::1]:443"]), "2001:db9::1");
        assert_eq!(
            client("::ffff:10.0.0.1", &["::ffff:203.0.113.9"]),
            "203.0.113.9"
        );
        assert_eq!(client("2001:db8::5", &["2001:db9::1"]), "2001:db9::1");
    }

    #[test]
    fn the_audit_trail_gets_the_network_only() {
        assert_eq!(shown("203.0.113.77".parse().unwrap()), "203.0.113.0/24");
        assert_eq!(
            shown("2001:db8:1:2:3:4:5:6".parse().unwrap()),
            "2001:db8:1:2::/64"
        );
    }

    #[test]
    fn a_device_is_short_and_holds_no_controls() {
        let mut headers = HeaderMap::new();
        assert_eq!(device(&headers), "");
        let long = format!("a\tb\u{202e}{}", "x".repeat(1000));
        headers.insert(
            header::USER_AGENT,
            HeaderValue::from_bytes(long.as_bytes()).unwrap(),
        );
        assert_eq!(device(&headers), format!("ab{}", "x".repeat(198)));
        headers.insert(
            header::USER_AGENT,
            HeaderValue::from_bytes(b"\xff\xfe").unwrap(),
        );
        assert_eq!(device(&headers), "");
    }
}
