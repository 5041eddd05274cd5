//! The standing texts of notices: which municipality has written, and where to read it; nothing else.

use crate::config::ConfigError;
use catalogue::Language;
use letter::NoticeWay;
use serde::Deserialize;

/// Longest text message.
pub(super) const SMS_MAX_CHARS: usize = 160;
/// What stands for the municipality's name.
const SENDER: &str = "{sender}";

/// Neutral texts in place of the built-in ones. `{sender}` stands for the municipality's name; no other field exists, so
/// that neither matter nor department can show (B10).
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct NoticeTexts {
    /// Danish.
    pub da: Option<String>,
    /// Swedish.
    pub sv: Option<String>,
    /// English.
    pub en: Option<String>,
}

const fn built_in(language: Language) -> &'static str {
    match language {
        Language::Da => {
            "Du har fået ny digital post fra {sender}. Log ind i din digitale postkasse for at læse den."
        }
        Language::Sv => {
            "Du har fått ny digital post från {sender}. Logga in i din digitala brevlåda för att läsa den."
        }
        Language::En => "You have new digital post from {sender}. Log in to your digital mailbox to read it.",
    }
}

/// The subject of an e-mail.
pub(super) fn subject(sender: &str, language: Language) -> String {
    match language {
        Language::Da => format!("Ny digital post fra {sender}"),
        Language::Sv => format!("Ny digital post från {sender}"),
        Language::En => format!("New digital post from {sender}"),
    }
}

impl NoticeTexts {
    /// Refuses fields other than `{sender}`, and texts that do not fit into a text message.
    pub(super) fn check(&self) -> Result<(), ConfigError> {
        for (key, text) in [("texts.da", &self.da), ("texts.sv", &self.sv), ("texts.en", &self.en)] {
            let Some(text) = text else { continue };
            let bare = text.replace(SENDER, "");
            if bare.contains(['{', '}']) {
                let problem = "holds a field other than {sender}";
                return Err(ConfigError::new(key, problem, "neutral texts name only the municipality (B10)"));
            }
            if bare.trim().is_empty() || bare.chars().count() > SMS_MAX_CHARS - 20 {
                let remedy = "write 1 to 140 characters, so that the text fits with the name";
                return Err(ConfigError::new(key, "is empty or too long", remedy));
            }
        }
        Ok(())
    }

    /// The text for a way; a name that would not fit into a text message is cut.
    pub(super) fn standing(&self, way: NoticeWay, sender: &str, language: Language) -> String {
        let own = match language {
            Language::Da => &self.da,
            Language::Sv => &self.sv,
            Language::En => &self.en,
        };
        let template = own.as_deref().unwrap_or(built_in(language));
        let room = match way {
            NoticeWay::Email => usize::MAX,
            NoticeWay::Sms => SMS_MAX_CHARS.saturating_sub(template.replace(SENDER, "").chars().count()),
        };
        let name: String = sender.chars().take(room).collect();
        template.replace(SENDER, name.trim_end())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn standing_texts_fit_and_name_only_the_municipality() {
        let long = "Å".repeat(256);
        for language in [Language::Da, Language::Sv, Language::En] {
            let texts = NoticeTexts::default();
            let text = texts.standing(NoticeWay::Sms, "Sundsvalls kommun", language);
            assert!(text.contains("Sundsvalls kommun") && !text.contains('{'), "{text}");
            assert_eq!(texts.standing(NoticeWay::Sms, &long, language).chars().count(), SMS_MAX_CHARS);
            assert!(texts.standing(NoticeWay::Email, &long, language).contains(&long));
        }
    }

    #[test]
    fn own_texts_may_name_nothing_else() {
        let with = |text: &str| NoticeTexts { sv: Some(text.to_owned()), ..NoticeTexts::default() }.check();
        assert!(with("Nytt från {sender}.").is_ok());
        for wrong in ["", "Ärende {subject}", "{sender} {", &"x".repeat(141)] {
            assert!(with(wrong).is_err(), "{wrong}");
        }
    }
}
