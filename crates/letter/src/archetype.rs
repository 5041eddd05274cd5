//! The seven archetypes of letters (memo-rules N, R167): what kind of thing a letter asks of its reader.

use crate::Element;
use catalogue::Text;
use party::Country;
use serde::{Deserialize, Serialize};

/// KL's six archetypes, and the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Archetype {
    /// Afgørelse, beslut.
    Decision,
    /// Aftale, bokning or kallelse.
    Appointment,
    /// Anmodning om oplysninger, begäran om komplettering.
    InformationRequest,
    /// Anmodning om underskrift.
    SignatureRequest,
    /// Betaling, betalning.
    Payment,
    /// Information.
    Information,
    /// Andet, övrigt: the minimum only.
    Other,
}

/// How much an archetype wants an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Want {
    /// A letter of this archetype without it misses its point (N10–N15).
    Expected,
    /// Helps where it applies.
    Welcome,
}

/// Name, title and elements of an archetype.
type Row = (Archetype, &'static str, Text, &'static [(Element, Want)]);

use Want::{Expected, Welcome};

const ROWS: [Row; 7] = [
    (
        Archetype::Decision,
        "decision",
        Text { da: "Afgørelse", sv: "Beslut", en: "Decision" },
        &[
            (Element::Deadline, Expected),
            (Element::AppealInstructions, Expected),
            (Element::SelfService, Welcome),
            (Element::Information, Welcome),
        ],
    ),
    (
        Archetype::Appointment,
        "appointment",
        Text { da: "Aftale", sv: "Kallelse", en: "Appointment" },
        &[
            (Element::Calendar, Expected),
            (Element::Address, Welcome),
            (Element::Confirm, Welcome),
            (Element::Preparation, Welcome),
            (Element::Notification, Welcome),
        ],
    ),
    (
        Archetype::InformationRequest,
        "information_request",
        Text {
            da: "Anmodning om oplysninger",
            sv: "Begäran om komplettering",
            en: "Request for information",
        },
        &[(Element::Deadline, Expected), (Element::SelfService, Welcome), (Element::Preparation, Welcome)],
    ),
    (
        Archetype::SignatureRequest,
        "signature_request",
        Text { da: "Anmodning om underskrift", sv: "Begäran om underskrift", en: "Request for signature" },
        &[(Element::Signature, Expected), (Element::Deadline, Expected)],
    ),
    (
        Archetype::Payment,
        "payment",
        Text { da: "Betaling", sv: "Betalning", en: "Payment" },
        &[(Element::Payment, Expected), (Element::Deadline, Expected)],
    ),
    (
        Archetype::Information,
        "information",
        Text { da: "Information", sv: "Information", en: "Information" },
        &[(Element::NoReply, Expected), (Element::Information, Welcome), (Element::SelfService, Welcome)],
    ),
    (Archetype::Other, "other", Text { da: "Andet", sv: "Övrigt", en: "Other" }, &[]),
];

impl Archetype {
    /// All of them.
    pub const ALL: [Archetype; 7] = [
        Archetype::Decision,
        Archetype::Appointment,
        Archetype::InformationRequest,
        Archetype::SignatureRequest,
        Archetype::Payment,
        Archetype::Information,
        Archetype::Other,
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

    /// The elements of its type-specific layer (R166, R167).
    pub fn elements(self) -> &'static [(Element, Want)] {
        self.row().3
    }
}

/// The archetypes as ready letter types, as the text of a catalogue file: Danish ones for Denmark, Swedish ones for
/// Sweden.
pub const fn archetype_catalogue(country: Country) -> &'static str {
    match country {
        Country::Dk => include_str!("../archetypes/da.toml"),
        Country::Se => include_str!("../archetypes/sv.toml"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_archetype_has_its_own_row() {
        for archetype in Archetype::ALL {
            assert_eq!(archetype.row().0, archetype);
            let json = serde_json::to_value(archetype).unwrap();
            assert_eq!(json, archetype.as_str());
        }
    }
}
