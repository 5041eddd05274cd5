//! The address an operator is reached at (rules C9, C10).

/// Why an address is not used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressProblem {
    /// Nothing there.
    Blank,
    /// Not an https address that every client reads alike.
    Insecure,
    /// A host that is no known operator's.
    UnknownHost,
}

/// Checks the address of an operator: https, no user part, a plain host, and one of the known ones.
///
/// Only addresses that no two URL parsers could read differently pass: a request must never go to another host than the
/// one that was checked.
///
/// # Errors
/// What is wrong with it.
pub fn check_address(address: &str, allowed_hosts: Option<&[String]>) -> Result<(), AddressProblem> {
    let address = address.trim();
    if address.is_empty() {
        return Err(AddressProblem::Blank);
    }
    let (host, port) = https_host(address).ok_or(AddressProblem::Insecure)?;
    let Some(allowed) = allowed_hosts else { return Ok(()) };
    let with_port = format!("{host}:{port}");
    let known = allowed.iter().any(|entry| {
        let entry = entry.trim().to_ascii_lowercase();
        entry == host || entry == with_port
    });
    if known { Ok(()) } else { Err(AddressProblem::UnknownHost) }
}

/// Host in lower case and port of an https URL.
pub(crate) fn https_host(url: &str) -> Option<(String, u16)> {
    if !url.bytes().all(|b| {
        b.is_ascii_graphic() && !matches!(b, b'\\' | b'"' | b'<' | b'>' | b'^' | b'`' | b'{' | b'|' | b'}')
    }) {
        return None;
    }
    let (scheme, rest) = url.split_once("://")?;
    if !scheme.eq_ignore_ascii_case("https") {
        return None;
    }
    let authority = rest.split(['/', '?', '#']).next()?.to_ascii_lowercase();
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host.to_owned(), port.parse().ok()?),
        _ => (authority, 443),
    };
    let label = |l: &str| {
        !l.is_empty()
            && l.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !l.starts_with('-')
            && !l.ends_with('-')
    };
    let name = host.strip_suffix('.').unwrap_or(&host).split('.').all(label);
    let ipv6 = host
        .strip_prefix('[')
        .and_then(|h| h.strip_suffix(']'))
        .is_some_and(|h| h.parse::<std::net::Ipv6Addr>().is_ok());
    (name || ipv6).then_some((host, port))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_https_addresses_of_known_hosts_pass() {
        let allowed = ["mm.kivra.com".to_owned(), "localhost:8443".to_owned(), "[::1]".to_owned()];
        let cases = [
            ("https://mm.kivra.com/service/v3", Ok(())),
            (" HTTPS://MM.Kivra.com:443/x?y#z ", Ok(())),
            ("https://localhost:8443/", Ok(())),
            ("https://[::1]:9/", Ok(())),
            ("https://localhost/", Err(AddressProblem::UnknownHost)),
            ("https://mm.kivra.com.evil.example/", Err(AddressProblem::UnknownHost)),
            ("https://mm.kivra.com@evil.example/", Err(AddressProblem::Insecure)),
            ("https://evil.example\\@mm.kivra.com/", Err(AddressProblem::Insecure)),
            ("https://mm.kivra.com%2eevil/", Err(AddressProblem::Insecure)),
            ("http://mm.kivra.com/", Err(AddressProblem::Insecure)),
            ("https:/mm.kivra.com/", Err(AddressProblem::Insecure)),
            ("https://mm.kivra.com:99999/", Err(AddressProblem::Insecure)),
            ("https:///x", Err(AddressProblem::Insecure)),
            ("file:///etc/passwd", Err(AddressProblem::Insecure)),
            ("   ", Err(AddressProblem::Blank)),
        ];
        for (address, verdict) in cases {
            assert_eq!(check_address(address, Some(&allowed)), verdict, "{address}");
        }
        assert_eq!(check_address("https://anyone.example/", None), Ok(()));
    }
}
