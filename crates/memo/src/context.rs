//! What a message alone cannot say: time, organisation rights, register facts. All of it is optional; a rule whose
//! fact is missing is not judged.

use crate::model::Message;
use crate::time;
use jiff::civil::Date;
use serde::Deserialize;

/// Facts from outside the message, as the caller knows them.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Context {
    /// The moment of sending (C11, C12).
    pub now: Option<jiff::Timestamp>,
    /// How many days ahead `doNotDeliverUntilDate` may lie (C12); Digital Post's limit is not published.
    pub max_days_ahead: Option<u32>,
    /// The organisation that owns the sender system (D10, D12, K1, K2).
    pub sender: Option<OrganisationFacts>,
    /// What the contact register says of the recipient (K3, K4, K9, J4, E6, D12).
    pub recipient: Option<RecipientFacts>,
    /// The recipient authority's contact points (E3, E7, E8).
    pub contact_points: Option<Vec<ContactPointFacts>>,
    /// Whether the message's UUID was used for another message before (C13).
    pub message_uuid_used: Option<bool>,
    /// The `memo-message-uuid` of a single send (L5).
    pub query_uuid: Option<String>,
    /// Name of the message's entry in its container (L3).
    pub entry_name: Option<String>,
    /// The message that this one answers (G6, G7).
    #[serde(skip)]
    pub answers: Option<Box<Message>>,
}

/// Kind of party in Digital Post.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum PartyRole {
    /// A citizen.
    Citizen,
    /// A private company or association.
    Company,
    /// A public authority.
    Authority,
}

/// Rights of the organisation that owns the sender system.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrganisationFacts {
    /// CVR numbers it may send as: its own and those that delegated to it (D10).
    pub cvr_numbers: Vec<String>,
    /// Authority or company (D12).
    pub role: PartyRole,
    /// `mandatoryPostAllowed` (K1).
    #[serde(default)]
    pub mandatory_allowed: bool,
    /// `legalNotificationAllowed` (K2).
    #[serde(default)]
    pub legal_notification_allowed: bool,
}

/// State of the recipient's mailbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ContactState {
    /// Receives Digital Post.
    Registered,
    /// Exempt from Digital Post (K3).
    Exempt,
    /// Dead or dissolved (K4).
    Closed,
    /// Not in the register (K4).
    Unknown,
}

/// What the contact register says of the recipient.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecipientFacts {
    /// State of the mailbox.
    pub state: ContactState,
    /// Kind of party.
    pub role: PartyRole,
    /// Last day of a company's exemption (K9).
    #[serde(default)]
    pub exemption_end: Option<Date>,
    /// Whether there is an active and verified NemSMS subscription (J4).
    #[serde(default)]
    pub nemsms: Option<bool>,
}

/// One contact point of the recipient authority.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContactPointFacts {
    /// Its id.
    pub id: String,
    /// In use.
    pub active: bool,
    /// Shown to writers.
    pub visible: bool,
    /// Who may write to it.
    pub targets: Vec<PartyRole>,
    /// `memoSizeThresholdMB` (E8).
    #[serde(default)]
    pub size_threshold_mb: Option<u64>,
    /// `allowedNumberOfAttachments` (E8).
    #[serde(default)]
    pub allowed_attachments: Option<usize>,
}

impl Context {
    /// Today in Denmark.
    pub(crate) fn today(&self) -> Option<Date> {
        self.now.map(|now| time::danish(now).date())
    }
}
