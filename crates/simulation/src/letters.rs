//! The letters and letter types of the simulated municipality.

use jiff::Timestamp;
use letter::{ChannelKind, Letter, LetterId, LetterType, SenderId, TypeCode};
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

pub(crate) type Types = &'static BTreeMap<TypeCode, Arc<LetterType>>;

/// Senders with their digital channel.
const SENDERS: [(&str, Option<ChannelKind>); 4] = [
    ("post", Some(ChannelKind::DigitalPost)),
    ("kombi", Some(ChannelKind::Kombi)),
    ("mina", Some(ChannelKind::MinaMeddelanden)),
    ("paper", None),
];
const FALLBACKS: [&str; 3] = ["print", "desk", "none"];

/// All types: each sender with each fallback.
pub(crate) fn types() -> Types {
    static TYPES: OnceLock<BTreeMap<TypeCode, Arc<LetterType>>> = OnceLock::new();
    TYPES.get_or_init(|| {
        let pairs = SENDERS.iter().flat_map(|(sender, _)| FALLBACKS.iter().map(move |way| (sender, way)));
        pairs.filter_map(|(sender, fallback)| one_type(sender, fallback)).collect()
    })
}

fn one_type(sender: &str, fallback: &str) -> Option<(TypeCode, Arc<LetterType>)> {
    let code = format!("{sender}-{fallback}");
    let text = format!(
        r#"{{"code":"{code}","sender":"{sender}","name":{{"en":"Decision"}},"class":2,"fallback":"{fallback}"}}"#
    );
    let letter_type: LetterType = serde_json::from_str(&text).ok()?;
    Some((TypeCode(code), Arc::new(letter_type)))
}

/// The digital channel of a sender; nothing if there is no such sender.
pub(crate) fn digital_of(sender: &SenderId) -> Option<Option<ChannelKind>> {
    SENDERS.iter().find(|(name, _)| *name == sender.0).map(|(_, digital)| *digital)
}

/// A letter of the type with that number, to an official test person.
pub(crate) fn letter(id: LetterId, kind: u64, accepted_at: Timestamp) -> Option<Letter> {
    let types = types();
    let index = usize::try_from(kind).ok()?.checked_rem(types.len())?;
    let letter_type = types.values().nth(index)?;
    let text = format!(
        r#"{{"id":"{}","sender":"{}","letter_type":"{}","class":2,"country":"se","recipient":"192705178354",
        "protected":false,"subject":"Decision","contact":{{"text":"Call us."}},"documents":[],"source":"caller",
        "accepted_at":"{accepted_at}"}}"#,
        id.0, letter_type.sender, letter_type.code
    );
    Letter::from_stored(&text).ok()
}
