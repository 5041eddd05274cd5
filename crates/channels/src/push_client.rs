//! Who may push receipts. Beskedfordeler and Digital Post show a client certificate; a TLS proxy in front of the
//! gateway verifies it and passes its subject on in a header.

use crate::config::ConfigError;

/// Attributes of a subject in which a certificate authority writes the organisation's number. What a holder may
/// choose freely, such as CN, is not among them.
const NUMBERED: &[&str] = &["serialnumber", "2.5.4.5", "organizationidentifier", "oid.2.5.4.97", "2.5.4.97"];
/// What stands before a CVR number in them: OCES3, and OCES2.
const BEFORE: &[&str] = &["NTRDK-", "CVR:"];

/// The header unless a section says otherwise.
pub(crate) fn default_header() -> String {
    "x-client-subject".to_owned()
}

pub(crate) fn check(allowed: &[String], header: &str) -> Result<(), ConfigError> {
    if reqwest::header::HeaderName::from_bytes(header.as_bytes()).is_err() {
        let remedy = "write the name that the proxy sets, such as x-client-subject";
        return Err(ConfigError::new("push_client_header", "is no name of a header", remedy));
    }
    if allowed.iter().any(|client| !is_cvr(client) && !client.contains('=')) {
        let remedy = "write CVR numbers of 8 digits, or whole subjects as the proxy writes them";
        return Err(ConfigError::new("allowed_push_clients", "holds what is neither", remedy));
    }
    Ok(())
}

pub(crate) fn may(allowed: &[String], subject: Option<&str>) -> bool {
    if allowed.is_empty() {
        return true;
    }
    let Some(subject) = subject.map(str::trim) else { return false };
    allowed.iter().any(|client| if is_cvr(client) { names(subject, client) } else { subject == client })
}

fn is_cvr(text: &str) -> bool {
    text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn names(subject: &str, cvr: &str) -> bool {
    attributes(subject).iter().any(|attribute| {
        let Some((name, value)) = attribute.split_once('=') else { return false };
        let rest = BEFORE.iter().find_map(|before| value.trim().strip_prefix(before));
        let after = rest.and_then(|rest| rest.strip_prefix(cvr));
        NUMBERED.contains(&name.trim().to_ascii_lowercase().as_str())
            && after.is_some_and(|after| !after.starts_with(|c: char| c.is_ascii_digit()))
    })
}

/// The attributes of a subject in the form of RFC 2253. A backslash or quotation marks take the meaning from a comma.
fn attributes(subject: &str) -> Vec<String> {
    let (mut found, mut quoted, mut escaped) = (vec![String::new()], false, false);
    for c in subject.chars() {
        let divides = matches!(c, ',' | '+' | ';') && !quoted && !escaped;
        quoted ^= c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        if divides {
            found.push(String::new());
        } else if let Some(last) = found.last_mut() {
            last.push(c);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn list(clients: &[&str]) -> Vec<String> {
        clients.iter().map(|client| (*client).to_owned()).collect()
    }

    #[test]
    fn the_number_counts_only_where_an_authority_writes_it() {
        let allowed = list(&["19435075"]);
        for (subject, expected) in [
            ("CN=Beskedfordeler,organizationIdentifier=NTRDK-19435075,O=KOMBIT A/S,C=DK", true),
            (
                "serialNumber=CVR:19435075-UID:27910135+CN=BF (funktionscertifikat),O=KOMBIT A/S // CVR:19435075,C=DK",
                true,
            ),
            ("CN=x, 2.5.4.97=NTRDK-19435075, C=DK", true),
            ("CN=NTRDK-19435075,C=DK", false),
            ("CN=x\\,organizationIdentifier=NTRDK-19435075,C=DK", false),
            ("CN=\"x,organizationIdentifier=NTRDK-19435075\",C=DK", false),
            ("organizationIdentifier=NTRDK-194350750,C=DK", false),
            ("organizationIdentifier=NTRDK-12345678,C=DK", false),
            ("organizationIdentifier=19435075,C=DK", false),
            ("19435075", false),
            ("", false),
        ] {
            assert_eq!(may(&allowed, Some(subject)), expected, "{subject}");
        }
        assert!(!may(&allowed, None), "no header, no certificate");
        assert!(may(&[], None) && may(&[], Some("anything")));
        let whole = list(&["CN=Beskedfordeler,O=KOMBIT A/S,C=DK"]);
        assert!(may(&whole, Some("CN=Beskedfordeler,O=KOMBIT A/S,C=DK ")));
        assert!(!may(&whole, Some("CN=Beskedfordeler,O=KOMBIT A/S")));
    }

    #[test]
    fn lists_that_can_never_fit_are_refused() {
        assert!(check(&list(&["19435075", "CN=a"]), "x-client-subject").is_ok());
        assert_eq!(check(&list(&["1943507"]), "x").unwrap_err().key, "allowed_push_clients");
        assert_eq!(check(&[], "not a header").unwrap_err().key, "push_client_header");
    }

    proptest! {
        #[test]
        fn a_name_that_the_holder_chose_never_opens(name in "[ -~]{0,40}") {
            let escaped: String = name.chars().flat_map(|c| {
                let special = ",+\"\\<>;=#".contains(c);
                special.then_some('\\').into_iter().chain([c])
            }).collect();
            let subject = format!("CN={escaped},O=Anybody,C=DK");
            prop_assert!(!may(&list(&["19435075"]), Some(&subject)), "{subject}");
        }
    }
}
