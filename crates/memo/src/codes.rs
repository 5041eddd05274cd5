//! Code lists: action codes and letter archetypes.

use serde::{Deserialize, Serialize};

/// What an action asks of the recipient (I3). The schema allows any text; these eight are understood.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ActionCode {
    /// `AFTALE`: an appointment, with a reservation.
    Appointment,
    /// `BETALING`: pay something.
    Payment,
    /// `SELVBETJENING`: go to a self-service solution.
    SelfService,
    /// `UNDERSKRIV`: sign a document.
    Sign,
    /// `BEKRAEFT`: confirm something.
    Confirm,
    /// `FORBEREDELSE`: prepare for something.
    Preparation,
    /// `TILMELDING`: sign up.
    SignUp,
    /// `INFORMATION`: read more on a web page.
    Information,
}

impl ActionCode {
    /// All codes.
    pub const ALL: [ActionCode; 8] = [
        ActionCode::Appointment,
        ActionCode::Payment,
        ActionCode::SelfService,
        ActionCode::Sign,
        ActionCode::Confirm,
        ActionCode::Preparation,
        ActionCode::SignUp,
        ActionCode::Information,
    ];

    /// The code as it stands in a message.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            ActionCode::Appointment => "AFTALE",
            ActionCode::Payment => "BETALING",
            ActionCode::SelfService => "SELVBETJENING",
            ActionCode::Sign => "UNDERSKRIV",
            ActionCode::Confirm => "BEKRAEFT",
            ActionCode::Preparation => "FORBEREDELSE",
            ActionCode::SignUp => "TILMELDING",
            ActionCode::Information => "INFORMATION",
        }
    }

    /// Exact upper case only.
    #[must_use]
    pub fn parse(text: &str) -> Option<ActionCode> {
        ActionCode::ALL.into_iter().find(|code| code.as_str() == text)
    }

    /// Whether `endDateTime` is a deadline that the recipient has to keep (I12).
    #[must_use]
    pub fn has_deadline(self) -> bool {
        use ActionCode::{Confirm, Payment, Preparation, Sign, SignUp};
        matches!(self, Payment | Sign | Confirm | Preparation | SignUp)
    }
}

/// KL's letter archetypes (section N).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Archetype {
    /// Afgørelse.
    Decision,
    /// Aftale.
    Appointment,
    /// Anmodning om oplysninger.
    InformationRequest,
    /// Anmodning om underskrift.
    SignatureRequest,
    /// Betaling.
    Payment,
    /// Information.
    Information,
    /// Andet.
    Other,
}

impl Archetype {
    /// The archetype that a `messageCode` names, if the sender uses these codes.
    #[must_use]
    pub fn from_message_code(code: &str) -> Option<Archetype> {
        Some(match code {
            "AFGOERELSE" => Archetype::Decision,
            "AFTALE" => Archetype::Appointment,
            "ANMODNING_OPLYSNINGER" => Archetype::InformationRequest,
            "ANMODNING_UNDERSKRIFT" => Archetype::SignatureRequest,
            "BETALING" => Archetype::Payment,
            "INFORMATION" => Archetype::Information,
            "ANDET" => Archetype::Other,
            _ => return None,
        })
    }
}
