//! A sender: one municipality, with one set of settings towards the infrastructure (R6, R7).

use jiff::civil::Date;
use letter::{ChannelKind, Contact, LayerName, SenderId, SigningApplication};
use party::Country;
use serde::{Deserialize, Serialize};

/// One municipality.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sender {
    /// Short id used in this file and in the log.
    pub id: SenderId,
    /// `dk` or `se`: decides the form of recipients' numbers and the digital channel.
    pub country: CountryCode,
    /// Name that recipients see.
    pub name: String,
    /// CVR number, or Swedish organisation number.
    pub number: String,
    /// Contact details for letters whose type has none (R32).
    #[serde(default)]
    pub contact: Contact,
    /// The digital channel it has an agreement for; without one every letter takes its fallback.
    #[serde(default)]
    pub digital: Option<ChannelKind>,
    /// Where its documents are signed; without one no letter may ask for a signature (R168).
    #[serde(default)]
    pub signing: Option<SigningApplication>,
    /// How its paper is printed: `hot_folder` (default, the `[print]` section) or `kombi`.
    #[serde(default)]
    pub print: PrintRoad,
    /// Days after posting at which a letter on paper counts as arrived; without them its deadlines are not computed.
    #[serde(default)]
    pub paper_delivery_days: Option<u16>,
    /// It may send mandatory post (`mandatoryPostAllowed`, K1): needed by letter types with `mandatory`.
    #[serde(default)]
    pub mandatory_post: bool,
    /// It may serve legal notifications (`legalNotificationAllowed`, K2): needed by letter types with
    /// `legal_notification`.
    #[serde(default)]
    pub legal_notification: bool,
    /// Layers of the markup that its letters must fill; a gap in them refuses the letter, elsewhere it is a warning
    /// (R165).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub require_layers: Vec<LayerName>,
    /// Days after a letter's end for which its content is kept, where its type says nothing else (R59).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content_days: Option<u32>,
    /// Agreements by which it sends: connection agreement, general terms, annexes (R3, R20).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub agreements: Vec<SenderAgreement>,
}

/// An agreement of a sender's (R20). Dates are written `2026-01-31`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SenderAgreement {
    /// What it is, such as `Tilslutningsaftale, Digital Post`.
    pub name: String,
    /// Number or place under which it is filed.
    #[serde(default)]
    pub reference: Option<String>,
    /// Who signed it under the delegation order.
    #[serde(default)]
    pub signed_by: Option<String>,
    /// When it was signed; none while it is not.
    #[serde(default)]
    pub signed_on: Option<Date>,
    /// Its last day; none for one that does not end by itself.
    #[serde(default)]
    pub ends_on: Option<Date>,
}

impl SenderAgreement {
    /// Days from a day to its last one; negative once it has ended.
    pub fn days_left(&self, today: Date) -> Option<i32> {
        let span = today.until(self.ends_on?).ok()?;
        Some(span.get_days())
    }
}

/// Who prints for a sender.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PrintRoad {
    /// A print service that empties the hot folder of the `[print]` section.
    #[default]
    HotFolder,
    /// KOMBIT's print vendor (`Fysisk Post`).
    Kombi,
}

impl Sender {
    /// The country.
    pub const fn country(&self) -> Country {
        match self.country {
            CountryCode::Dk => Country::Dk,
            CountryCode::Se => Country::Se,
        }
    }

    /// Language of its letters.
    pub const fn language(&self) -> catalogue::Language {
        match self.country {
            CountryCode::Dk => catalogue::Language::Da,
            CountryCode::Se => catalogue::Language::Sv,
        }
    }

    /// Time zone in which its days begin and end.
    pub const fn time_zone(&self) -> &'static str {
        match self.country {
            CountryCode::Dk => "Europe/Copenhagen",
            CountryCode::Se => "Europe/Stockholm",
        }
    }
}

/// Country as written in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CountryCode {
    /// Denmark.
    Dk,
    /// Sweden.
    Se,
}
