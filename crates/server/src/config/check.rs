//! What entries of a configuration must agree on.

use super::{Config, ConfigError, Sender};
use letter::{ChannelKind, ChannelOrder, Fallback, LetterType};
use party::{Country, PartyId};
use std::collections::HashSet;

/// Checks what the file's syntax cannot say.
///
/// # Errors
/// The first contradiction, with its remedy.
pub fn check(config: &Config) -> Result<(), ConfigError> {
    let wrong = |text: String| Err(ConfigError::Meaning(text));
    let mut senders = HashSet::new();
    for sender in &config.senders {
        let id = &sender.id;
        if !senders.insert(id) {
            return wrong(format!("sender `{id}` stands twice"));
        }
        // A sender is a public body (R17): its number is an organisation's.
        match PartyId::parse(sender.country(), &sender.number) {
            Ok(number) if !number.is_person() => {}
            _ => {
                return wrong(format!(
                    "sender `{id}`: number must be the municipality's own organisation number"
                ));
            }
        }
        let fits = match (sender.country(), sender.digital) {
            (_, None) => true,
            (Country::Dk, Some(ChannelKind::DigitalPost)) => config.digital_post.is_some(),
            (Country::Se, Some(ChannelKind::MinaMeddelanden)) => config.mina_meddelanden.is_some(),
            _ => false,
        };
        if !fits {
            return wrong(format!(
                "sender `{id}`: digital must be digital_post (dk) or mina_meddelanden (se), with its section in this file"
            ));
        }
    }
    let mut codes = HashSet::new();
    for letter_type in &config.letter_types {
        let code = &letter_type.code;
        if !codes.insert(code) {
            return wrong(format!("letter type `{code}` stands twice"));
        }
        let Some(sender) = config.senders.iter().find(|sender| sender.id == letter_type.sender) else {
            return wrong(format!("letter type `{code}`: sender `{}` is not configured", letter_type.sender));
        };
        if let Err(remedy) = fits(letter_type, sender, config) {
            return wrong(format!("letter type `{code}`: {remedy}"));
        }
        if let Some(fault) = letter::check_type(letter_type, Some(&crate::types::setting(sender))).first() {
            return wrong(format!("letter type `{code}`: {fault}"));
        }
    }
    if config.workers == 0 {
        return wrong("workers must be at least 1".to_owned());
    }
    Ok(())
}

/// What a letter type needs of its sender and of the configuration.
///
/// # Errors
/// What is missing, and how to give it.
pub(crate) fn fits(letter_type: &LetterType, sender: &Sender, config: &Config) -> Result<(), String> {
    let prints = letter_type.fallback == Fallback::Print || letter_type.channels == ChannelOrder::PaperOnly;
    if prints && config.print.is_none() {
        return Err("it may be printed: add a [print] section, or set fallback".to_owned());
    }
    let contact = [&letter_type.contact, &sender.contact].into_iter().any(|c| !c.text.trim().is_empty());
    if !contact {
        return Err("neither it nor its sender has contact.text; letters need a contact (R32)".to_owned());
    }
    if letter_type.name.get(sender.language()).is_empty() {
        return Err("it has no name".to_owned());
    }
    Ok(())
}
