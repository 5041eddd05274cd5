//! What a leaf may hold, and what each kind of action needs.

use super::moment::DayMeans;
use catalogue::Text;
use serde::{Deserialize, Serialize};

/// What a leaf may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// One line, at most 256 characters (C5).
    Line,
    /// One line that stands in lists and notifications: no one's number (C16).
    Label,
    /// At most 150 characters, shown in alerts (C6, C16).
    Notification,
    /// At most 512 characters (G4).
    Comment,
    /// Lines of text.
    Text,
    /// A person's number.
    Person,
    /// A company's number.
    Company,
    /// `https`, absolute, at most 256 characters, no one's number (I6, I7, D13).
    Url,
    /// A day or a time.
    Moment(DayMeans),
    /// Money.
    Amount,
    /// A payment reference.
    Reference,
    /// A UUID of any version (E3).
    Uuid,
    /// A UUID of version 4 (I9).
    Uuid4,
    /// An e-mail address.
    Email,
    /// A licence plate, at most seven characters (F3).
    Plate,
    /// At most ten digits (E5).
    PNumber,
    /// At most thirteen digits (E5).
    Gln,
}

/// What an action asks of the recipient (memo-model §5).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActionKind {
    /// Come to an appointment (AFTALE).
    Appointment,
    /// Pay (BETALING).
    Payment,
    /// Use a self-service solution (SELVBETJENING).
    SelfService,
    /// Sign (UNDERSKRIV).
    Sign,
    /// Confirm (BEKRAEFT).
    Confirm,
    /// Prepare (FORBEREDELSE).
    Prepare,
    /// Sign up (TILMELDING).
    Register,
    /// Read more (INFORMATION).
    #[default]
    Information,
}

const LINK: &[&str] = &["label", "url"];

/// Kind, name, title, leaves without which it cannot be sent.
type Row = (ActionKind, &'static str, Text, &'static [&'static str]);

const ROWS: [Row; 8] = [
    (
        ActionKind::Appointment,
        "appointment",
        Text { da: "Aftale", sv: "Bokad tid", en: "Appointment" },
        // `about` falls back to the label, so that a calendar entry always has words (I8).
        &["label", "place", "from", "until"],
    ),
    (ActionKind::Payment, "payment", Text { da: "Betaling", sv: "Betalning", en: "Payment" }, LINK),
    (
        ActionKind::SelfService,
        "self_service",
        Text { da: "Selvbetjening", sv: "E-tjänst", en: "Self-service" },
        LINK,
    ),
    (ActionKind::Sign, "sign", Text { da: "Underskrift", sv: "Underskrift", en: "Signature" }, LINK),
    (ActionKind::Confirm, "confirm", Text { da: "Bekræftelse", sv: "Bekräftelse", en: "Confirmation" }, LINK),
    (
        ActionKind::Prepare,
        "prepare",
        Text { da: "Forberedelse", sv: "Förberedelse", en: "Preparation" },
        LINK,
    ),
    (ActionKind::Register, "register", Text { da: "Tilmelding", sv: "Anmälan", en: "Sign-up" }, LINK),
    (
        ActionKind::Information,
        "information",
        Text { da: "Information", sv: "Information", en: "Information" },
        LINK,
    ),
];

impl ActionKind {
    /// All of them.
    pub const ALL: [ActionKind; 8] = [
        ActionKind::Appointment,
        ActionKind::Payment,
        ActionKind::SelfService,
        ActionKind::Sign,
        ActionKind::Confirm,
        ActionKind::Prepare,
        ActionKind::Register,
        ActionKind::Information,
    ];

    fn row(self) -> &'static Row {
        &ROWS[self as usize]
    }

    /// The stable name.
    pub fn as_str(self) -> &'static str {
        self.row().1
    }

    /// The name that people know.
    pub fn title(self) -> Text {
        self.row().2
    }

    /// Leaves without which it cannot be sent.
    pub(crate) fn needs(self) -> &'static [&'static str] {
        self.row().3
    }

    /// Whether its end is a deadline that the recipient has to keep (I12).
    pub fn has_deadline(self) -> bool {
        use ActionKind::{Confirm, Payment, Prepare, Register, Sign};
        matches!(self, Payment | Sign | Confirm | Prepare | Register)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_its_own_row() {
        for kind in ActionKind::ALL {
            assert_eq!(kind.row().0, kind);
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
        }
    }
}
