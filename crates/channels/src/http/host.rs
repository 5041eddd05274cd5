//! Addresses: https only, and test and production never mix (C24, R5).

use crate::config::{ConfigError, Environment};
use reqwest::Url;

/// Host in lower case and port of an https address.
pub(crate) fn host_and_port(url: &Url) -> Option<(String, u16)> {
    let host = url.host_str()?.trim_end_matches('.').to_ascii_lowercase();
    (!host.is_empty()).then(|| (host, url.port_or_known_default().unwrap_or(443)))
}

/// Reads an address that must be https and carry neither user nor fragment.
pub(crate) fn check_https(key: &str, address: &str) -> Result<Url, ConfigError> {
    let wrong = |problem: &str| ConfigError::new(key, problem, "write an address that begins with https://");
    let url = Url::parse(address.trim()).map_err(|_| wrong("is no address"))?;
    if url.scheme() != "https" {
        return Err(wrong("is not https"));
    }
    if !url.username().is_empty()
        || url.password().is_some()
        || url.fragment().is_some()
        || url.query().is_some()
    {
        return Err(wrong("holds more than host, port and path"));
    }
    Ok(url)
}

/// The address of a service of this environment.
pub(crate) fn service(key: &str, address: &str, environment: Environment) -> Result<Url, ConfigError> {
    let url = check_https(key, address)?;
    let (host, _) = host_and_port(&url).unwrap_or_default();
    check_environment(key, &host, environment)?;
    Ok(url)
}

/// Hosts whose environment is known. Anything else is told by its name, or not at all.
const KNOWN: &[(&str, Environment)] = &[
    ("api.digitalpost.dk", Environment::Production),
    ("api.test.digitalpost.dk", Environment::Test),
    ("prod.serviceplatformen.dk", Environment::Production),
    ("n2adgangsstyring.stoettesystemerne.dk", Environment::Production),
    ("adgangsstyring.stoettesystemerne.dk", Environment::Production),
    ("mm.kivra.com", Environment::Production),
    ("sandbox-mm.kivra.com", Environment::Test),
    ("notarealhost.skatteverket.se", Environment::Test),
];

/// Words in a host name that nobody uses in production.
const TEST_WORDS: &[&str] =
    &["test", "acc", "acceptance", "sandbox", "qa", "exttest", "eksterntest", "staging", "demo"];

/// The environment that a host belongs to, if its name tells.
fn environment_of(host: &str) -> Option<Environment> {
    if let Some((_, environment)) = KNOWN.iter().find(|(known, _)| *known == host) {
        return Some(*environment);
    }
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<std::net::IpAddr>();
    if host == "localhost" || host.ends_with(".localhost") || address.is_ok_and(|ip| ip.is_loopback()) {
        return Some(Environment::Sandbox);
    }
    host.split(['.', '-']).any(|word| TEST_WORDS.contains(&word)).then_some(Environment::Test)
}

/// Refuses an address of the other environment.
pub(crate) fn check_environment(key: &str, host: &str, configured: Environment) -> Result<(), ConfigError> {
    let Some(found) = environment_of(host) else { return Ok(()) };
    let fits = match configured {
        Environment::Production => found == Environment::Production,
        Environment::Test | Environment::Sandbox => found != Environment::Production,
    };
    if fits {
        return Ok(());
    }
    let problem =
        format!("{host} belongs to the environment {}, we are in {}", found.as_str(), configured.as_str());
    Err(ConfigError::new(key, &problem, "correct the address, or set environment"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn test_and_production_do_not_mix() {
        use Environment::{Production, Sandbox, Test};
        for (host, environment, fits) in [
            ("api.digitalpost.dk", Production, true),
            ("api.digitalpost.dk", Test, false),
            ("api.digitalpost.dk", Sandbox, false),
            ("api.test.digitalpost.dk", Production, false),
            ("api.test.digitalpost.dk", Test, true),
            ("localhost", Production, false),
            ("127.0.0.1", Production, false),
            ("[::1]", Production, false),
            ("localhost", Sandbox, true),
            ("prod.serviceplatformen.dk", Test, false),
            ("exttest.serviceplatformen.dk", Production, false),
            ("n2adgangsstyring.eksterntest-stoettesystemerne.dk", Production, false),
            ("mm.kivra.com", Sandbox, false),
            ("sandbox-mm.kivra.com", Production, false),
            ("operator.example", Production, true),
            ("operator.example", Test, true),
            ("far-acc.example.se", Production, false),
            ("contest.example.se", Production, true),
        ] {
            assert_eq!(
                check_environment("base_url", host, environment).is_ok(),
                fits,
                "{host} {environment:?}"
            );
        }
    }

    #[test]
    fn only_plain_https_addresses() {
        for address in [
            "http://a.dk/",
            "https://u:p@a.dk/",
            "https://a.dk/?x=1",
            "https://a.dk/#x",
            "a.dk",
            "",
            "file:///etc/passwd",
        ] {
            assert!(check_https("base_url", address).is_err(), "{address}");
        }
        let url = check_https("base_url", " https://API.Example.DK:8443/apis/v1/ ").unwrap();
        assert_eq!(host_and_port(&url), Some(("api.example.dk".to_owned(), 8443)));
    }
}
