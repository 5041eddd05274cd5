//! Settings of the dispatcher service, and what they must agree on.

use crate::config::{Config, ConfigError};
use channels::Environment;
use letter::{ChannelKind, LetterType, ProtectionClass, SenderId, TypeCode};
use party::{Country, PartyId};
use serde::Deserialize;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::path::PathBuf;

/// The gateway serves Message v3 and Notification v3. In TOML under `[dispatcher]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DispatcherConfig {
    /// PEM file with the issuers whose certificates may sign deliveries (E16), and open connections.
    pub trust: PathBuf,
    /// Where callers reach the gateway, written into the service description. The `listen` address when absent.
    #[serde(default)]
    pub public_url: Option<String>,
    /// Header in which the TLS proxy before the gateway passes the caller's certificate: PEM, percent-encoded or not, or
    /// base64 of the DER form. Without it callers need an API key.
    #[serde(default)]
    pub client_certificate_header: Option<String>,
    /// Addresses of the proxies whose header is believed; this machine by default.
    #[serde(default = "default_proxies")]
    pub proxies: Vec<IpAddr>,
    /// How long the register's yes about a sender is believed, milliseconds.
    #[serde(default = "default_register_fresh_ms")]
    pub register_fresh_ms: u64,
    /// Largest request, bytes: an envelope of the largest delivery, with room for another stack's prefixes.
    #[serde(default = "default_max_request_bytes")]
    pub max_request_bytes: usize,
    /// Whose deliveries are taken.
    #[serde(default, rename = "client")]
    pub clients: Vec<DispatcherClient>,
}

/// A sender whose own systems sign.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DispatcherClient {
    /// Id of the sender in this file; its number is what stands on the wire.
    pub sender: SenderId,
    /// Letter type that its deliveries become: class, fallback and patience.
    pub letter_type: TypeCode,
    /// Letter type of its notifications, class 1 (R102). Without one they are refused.
    #[serde(default)]
    pub notification_type: Option<TypeCode>,
    /// Where the signed agreement is filed (R3). Production refuses a client without one.
    #[serde(default)]
    pub agreement: Option<String>,
    /// Organisation numbers that may sign for it, besides its own (E15).
    #[serde(default)]
    pub signers: Vec<String>,
}

impl DispatcherClient {
    /// Whether an organisation (in wire form) may sign, and connect, for this client's sender.
    pub(super) fn may_sign(&self, sender_number: &str, organisation: &str) -> bool {
        let same = |number: &str| wire_number(number).is_some_and(|wire| wire == organisation);
        same(sender_number) || self.signers.iter().any(|signer| same(signer))
    }
}

/// An organisation number as it stands on the wire: `16` and ten digits.
pub(super) fn wire_number(number: &str) -> Option<String> {
    let party = PartyId::parse(Country::Se, number).ok().filter(|party| !party.is_person())?;
    Some(party.reveal().to_owned())
}

/// What the entries must agree on.
pub(crate) fn check(config: &Config) -> Result<(), ConfigError> {
    let Some(dispatcher) = &config.dispatcher else { return Ok(()) };
    let wrong = |sender: &SenderId, text: &str| {
        Err(ConfigError::Meaning(format!("dispatcher.client `{sender}`: {text}")))
    };
    for (place, client) in dispatcher.clients.iter().enumerate() {
        let id = &client.sender;
        if dispatcher.clients.iter().take(place).any(|other| other.sender == *id) {
            return wrong(id, "stands twice");
        }
        let sender = config.senders.iter().find(|sender| sender.id == *id);
        if sender.is_none_or(|sender| sender.digital != Some(ChannelKind::MinaMeddelanden)) {
            return wrong(id, "is no [[sender]] with digital = \"mina_meddelanden\"");
        }
        if let Some(signer) = client.signers.iter().find(|signer| wire_number(signer).is_none()) {
            return wrong(id, &format!("signers: {signer} is no organisation number"));
        }
        if config.environment == Environment::Production && client.agreement.is_none() {
            return wrong(
                id,
                "say in agreement where the signed agreement is filed; production needs one (R3)",
            );
        }
        let find = |code: &TypeCode| config.letter_types.iter().find(|kind| kind.code == *code);
        let fits = |kind: &LetterType| kind.sender == *id && kind.class.may_be_sent();
        if !find(&client.letter_type).is_some_and(fits) {
            return wrong(id, "letter_type is not one of this sender's, or is of class 4");
        }
        let open = |kind: &LetterType| fits(kind) && kind.class == ProtectionClass::One;
        if client.notification_type.as_ref().is_some_and(|code| !find(code).is_some_and(open)) {
            return wrong(id, "notification_type must be one of this sender's types, of class 1 (R102)");
        }
    }
    Ok(())
}

fn default_proxies() -> Vec<IpAddr> {
    vec![IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::V6(Ipv6Addr::LOCALHOST)]
}
const fn default_register_fresh_ms() -> u64 {
    600_000
}
const fn default_max_request_bytes() -> usize {
    4 * 1024 * 1024
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(change: impl Fn(String) -> String) -> Result<(), String> {
        let text = r#"
            environment = "test"
            data_dir = "x"
            [[sender]]
            id = "granne"
            country = "se"
            name = "Grannkommun"
            number = "2021003898"
            digital = "mina_meddelanden"
            contact = { text = "Ring." }
            [[letter_type]]
            code = "post"
            sender = "granne"
            name = { sv = "Post" }
            class = 3
            fallback = "desk"
            [[letter_type]]
            code = "avisering"
            sender = "granne"
            name = { sv = "Avisering" }
            class = 1
            fallback = "none"
            [mina_meddelanden]
            register_url = "https://far.example"
            allowed_hosts = []
            senders = []
            [dispatcher]
            trust = "ca.pem"
            [[dispatcher.client]]
            sender = "granne"
            letter_type = "post"
            notification_type = "avisering"
            signers = ["165560009994"]
        "#;
        let config: Config = toml::from_str(&change(text.to_owned())).map_err(|error| error.to_string())?;
        crate::config::check(&config).map_err(|error| error.to_string())
    }

    #[test]
    fn entries_must_agree() {
        assert_eq!(config(|text| text), Ok(()));
        let cases: [(&str, &str, &str); 6] = [
            ("letter_type = \"post\"", "letter_type = \"brev\"", "letter_type is not one"),
            ("notification_type = \"avisering\"", "notification_type = \"post\"", "of class 1"),
            ("signers = [\"165560009994\"]", "signers = [\"192705178354\"]", "no organisation number"),
            ("environment = \"test\"", "environment = \"production\"", "agreement"),
            ("digital = \"mina_meddelanden\"", "", "is no [[sender]]"),
            ("trust = \"ca.pem\"", "trust = \"ca.pem\"\ntrusted = 1", "unknown field"),
        ];
        for (from, to, wanted) in cases {
            let error = config(|text| text.replacen(from, to, 1)).expect_err(wanted);
            assert!(error.contains(wanted), "{error}");
        }
    }

    #[test]
    fn signers_are_the_sender_and_those_named() {
        let client = DispatcherClient {
            sender: "granne".into(),
            letter_type: "post".into(),
            notification_type: None,
            agreement: None,
            signers: vec!["5560009994".to_owned()],
        };
        for (organisation, may) in
            [("162021003898", true), ("165560009994", true), ("162021004748", false), ("", false)]
        {
            assert_eq!(client.may_sign("2021003898", organisation), may, "{organisation}");
        }
        assert_eq!(wire_number("192705178354"), None);
    }
}
