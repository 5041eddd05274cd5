//! What entries of a configuration must agree on.

use super::{Config, ConfigError, PrintRoad, Sender};
use channels::Environment;
use letter::{
    ChannelKind, ChannelOrder, Fallback, FlowStep, LetterType, MessageKind, ProtectionClass,
    completeness_of_type,
};
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
        if !senders.insert(&sender.id) {
            return wrong(format!("sender `{}` stands twice", sender.id));
        }
        check_sender(config, sender)?;
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
        if let Err(problem) = fits(letter_type, sender, config) {
            return wrong(format!("letter type `{code}`{problem}"));
        }
        if let Some(fault) = letter::check_type(letter_type, Some(&crate::types::setting(sender))).first() {
            return wrong(format!("letter type `{code}`: {fault}"));
        }
    }
    crate::dispatcher::check(config)?;
    if let Some(database) = &config.database {
        database.check()?;
    }
    if let Some(problem) = config.pages.problem() {
        return wrong(problem.to_owned());
    }
    if let Some(oidc) = &config.oidc {
        let known: Vec<_> = config.senders.iter().map(|sender| sender.id.clone()).collect();
        if let Some(problem) = oidc.problem(config.environment, &known) {
            return wrong(problem);
        }
        if config.environment == Environment::Production && config.pages.url.is_none() {
            return wrong(
                "oidc needs pages.url, the address to which the issuer sends people back".to_owned(),
            );
        }
    }
    config.retention.check(config)?;
    if config.workers == 0 {
        return wrong("workers must be at least 1".to_owned());
    }
    Ok(())
}

fn check_sender(config: &Config, sender: &Sender) -> Result<(), ConfigError> {
    let id = &sender.id;
    let wrong = |text: String| Err(ConfigError::Meaning(text));
    // A sender is a public body (R17): its number is an organisation's.
    match PartyId::parse(sender.country(), &sender.number) {
        Ok(number) if !number.is_person() => {}
        _ => {
            return wrong(format!(
                "sender `{id}`: number must be the municipality's own organisation number"
            ));
        }
    }
    // R3: nothing is sent in production before the agreement is signed.
    let production = config.environment == channels::Environment::Production;
    let unsigned = sender.agreements.iter().find(|agreement| agreement.signed_on.is_none());
    if let Some(agreement) = unsigned.filter(|_| production && sender.digital.is_some()) {
        return wrong(format!(
            "sender `{id}`: the agreement `{}` is not signed; give signed_on, or leave out digital until it is",
            agreement.name
        ));
    }
    let fits = match (sender.country(), sender.digital) {
        (_, None) => true,
        (Country::Dk, Some(ChannelKind::DigitalPost)) => config.digital_post.is_some(),
        (Country::Dk, Some(ChannelKind::Kombi)) => uses_kombi(config, sender),
        (Country::Se, Some(ChannelKind::MinaMeddelanden)) => config.mina_meddelanden.is_some(),
        _ => false,
    };
    if !fits {
        return wrong(format!(
            "sender `{id}`: digital must be digital_post or kombi (dk) or mina_meddelanden (se), with its section in this file"
        ));
    }
    if sender.print == PrintRoad::Kombi && !uses_kombi(config, sender) {
        return wrong(format!(
            "sender `{id}`: print = \"kombi\" is for Danish senders that stand in [[kombi.senders]]"
        ));
    }
    Ok(())
}

/// Whether KOMBIT knows the sender.
fn uses_kombi(config: &Config, sender: &Sender) -> bool {
    let known = config.kombi.iter().flat_map(|kombi| &kombi.senders);
    sender.country() == Country::Dk && known.into_iter().any(|known| known.sender == sender.id.0)
}

/// What a letter type needs of its sender and of the configuration.
///
/// # Errors
/// What is missing and how to give it, as the rest of a sentence that begins with the type.
pub(crate) fn fits(letter_type: &LetterType, sender: &Sender, config: &Config) -> Result<(), &'static str> {
    let wrong = Err;
    let prints = letter_type.fallback == Fallback::Print
        || letter_type.channels == ChannelOrder::PaperOnly
        || letter_type.order.contains(&FlowStep::Print);
    super::notice::check(config, letter_type)?;
    if letter::check_order(&letter_type.order).is_err() {
        return wrong(": order: every way once, and nothing after digital or print that is never reached");
    }
    if letter_type.recall_minutes.is_some_and(|minutes| minutes > letter::RECALL_MINUTES_MAX) {
        return wrong(": recall_minutes is at most 10080 (seven days)");
    }
    if letter_type.ttl_hours.is_some_and(|hours| hours == 0 || hours > letter::TTL_HOURS_MAX) {
        return wrong(": ttl_hours is 1 to 8784 (one year)");
    }
    if letter_type.content_days.is_some_and(|days| days > letter::CONTENT_DAYS_MAX) {
        return wrong(": content_days is at most 36525 (a hundred years)");
    }
    if letter_type.content_days.is_some() && config.encryption.is_none() {
        return wrong(": content_days needs [encryption]: content is deleted with its key");
    }
    if prints && letter_type.message == MessageKind::Letter {
        let printer = match sender.print {
            PrintRoad::HotFolder => config.print.is_some(),
            PrintRoad::Kombi => true,
        };
        if !printer {
            return wrong(
                " may be printed: add a [print] section, set print = \"kombi\" for its sender, or set fallback",
            );
        }
    }
    let contact = [&letter_type.contact, &sender.contact].into_iter().any(|c| !c.text.trim().is_empty());
    if !contact {
        return wrong(": neither it nor its sender has contact.text; letters need a contact (R32)");
    }
    if letter_type.name.get(sender.language()).is_empty() {
        return wrong(" has no name");
    }
    if letter_type.mandatory && !sender.mandatory_post {
        return wrong(
            " is mandatory: set mandatory_post = true for its sender once Digital Post has given it that right (K1)",
        );
    }
    if letter_type.legal_notification && !sender.legal_notification {
        return wrong(
            " is a legal notification: set legal_notification = true for its sender once Digital Post has given it that right (K2)",
        );
    }
    let lacks_layer = || completeness_of_type(letter_type).lacks(&sender.require_layers).next().is_some();
    if letter_type.message == MessageKind::Letter && lacks_layer() {
        return wrong(
            " lacks an element that its sender's require_layers demands: `brevdue types check` names it (R165)",
        );
    }
    if letter_type.message == MessageKind::NemSms {
        return nemsms_problem(letter_type, sender).map_or(Ok(()), wrong);
    }
    Ok(())
}

/// What a NemSMS cannot be: it is a reminder, and phones show it on the locked screen (J5, J6, R102).
fn nemsms_problem(letter_type: &LetterType, sender: &Sender) -> Option<&'static str> {
    let danish = matches!(sender.digital, Some(ChannelKind::DigitalPost | ChannelKind::Kombi));
    [
        (!danish, ": NemSMS needs a sender whose digital is digital_post or kombi"),
        (
            letter_type.fallback == Fallback::Print || letter_type.channels == ChannelOrder::PaperOnly,
            ": a NemSMS is not printed; set fallback = \"none\" or \"desk\"",
        ),
        (
            letter_type.class != ProtectionClass::One,
            ": a NemSMS holds nothing sensitive; set class = 1 (R102)",
        ),
        (
            letter_type.is_forced() || letter_type.reply,
            ": a NemSMS is a reminder; unset mandatory, legal_notification and reply",
        ),
    ]
    .into_iter()
    .find_map(|(is_wrong, text)| is_wrong.then_some(text))
}
