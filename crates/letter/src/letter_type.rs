//! Letter type: described once, it decides class, route, fallback, markup and record.

use crate::{Archetype, Contact, FlowStep, Markup, NoticeRule, SenderId, TypeCode};
use catalogue::Language;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A kind of letter that a municipality sends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LetterType {
    /// Code that callers name, such as `pladsanvisning`.
    pub code: TypeCode,
    /// The municipality whose letters these are; settles country and wire sender (R6, R7). Empty in a catalogue that
    /// is shared.
    #[serde(default, skip_serializing_if = "is_empty")]
    pub sender: SenderId,
    /// Name shown to people.
    pub name: Texts,
    /// Department or board that answers for it (R8); internal.
    #[serde(default)]
    pub department: Option<String>,
    /// Protection class 1 to 4; every type has one (R34, B2).
    pub class: ProtectionClass,
    /// What to do without a digital channel (R62, C16).
    #[serde(default)]
    pub fallback: Fallback,
    /// Which channels may be tried.
    #[serde(default)]
    pub channels: ChannelOrder,
    /// Order of ways for invoices and the like (R63), such as `["direct_debit", "e_invoice", "digital", "print"]`. Empty
    /// by default: as `channels` says.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub order: Vec<FlowStep>,
    /// A letter, or a short text to the citizen's phone (Denmark).
    #[serde(default)]
    pub message: MessageKind,
    /// Mandatory post: reaches exempt recipients too, where the sender may (MeMo `mandatory`, R82, K3).
    #[serde(default)]
    pub mandatory: bool,
    /// Legal service of process (MeMo `legalNotification`, R82, K5).
    #[serde(default)]
    pub legal_notification: bool,
    /// May the recipient answer (MeMo `reply`).
    #[serde(default)]
    pub reply: bool,
    /// Text used when the caller gives none: the letter makes sense without its documents (D12).
    #[serde(default)]
    pub text: Option<String>,
    /// Contact details used when the caller gives none (R32).
    #[serde(default)]
    pub contact: Contact,
    /// Sender's code for this letter (MeMo `messageCode`).
    #[serde(default)]
    pub message_code: Option<String>,
    /// KLE subject (MeMo `KLEdata`).
    #[serde(default)]
    pub kle: Option<Kle>,
    /// What kind of letter it is; decides which elements are expected (R167).
    #[serde(default)]
    pub archetype: Option<Archetype>,
    /// Language of its letters, two letters; the sender's when absent (R43).
    #[serde(default)]
    pub language: Option<String>,
    /// Where the elements come from that make its letters actionable (R175).
    #[serde(default)]
    pub markup: Option<Markup>,
    /// Names of its business fields for people who fill them in.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<String, Texts>,
    /// Files that are not signed are packed tighter before they are sent; what they show stays the same (D8, D11).
    #[serde(default)]
    pub shrink: bool,
    /// Whether an SMS or an e-mail may tell of the letter (B10, B11); `never` by default.
    #[serde(default)]
    pub notice: NoticeRule,
    /// Text of that notice where `notice = "own_text"`; class 1 only (B5).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notice_text: Option<String>,
    /// Hours a letter may wait for a register that does not answer before a person is asked (C12).
    #[serde(default = "default_patience_hours")]
    pub patience_hours: u32,
    /// Minutes in which a letter can be taken back: it does not leave before they are over. At most seven days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recall_minutes: Option<u32>,
    /// Hours after which a letter that has not left is not sent any more, counted from when it may leave.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ttl_hours: Option<u32>,
    /// Days that the recipient has to answer, counted from proven delivery (R40).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_within_days: Option<u16>,
    /// Days that the recipient has to appeal, counted from proven delivery (R40).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub appeal_within_days: Option<u16>,
    /// Days after a letter's end for which its content is kept (R59); the sender's or the installation's when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content_days: Option<u32>,
    /// An inactive type takes no new letters; those under way go on.
    #[serde(default = "yes")]
    pub active: bool,
}

const fn default_patience_hours() -> u32 {
    24
}

const fn yes() -> bool {
    true
}

fn is_empty(sender: &SenderId) -> bool {
    sender.0.is_empty()
}

impl LetterType {
    /// It must go digitally where the sender has the right, even to those who are exempt from Digital Post
    /// (`transport.md` §6.2, K3).
    pub const fn is_forced(&self) -> bool {
        self.mandatory || self.legal_notification
    }
}

/// Text in the three languages; English stands in for a missing one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Texts {
    /// Danish.
    pub da: String,
    /// Swedish.
    pub sv: String,
    /// English.
    pub en: String,
}

impl Texts {
    /// The text in that language, else the first one that is not empty.
    pub fn get(&self, language: Language) -> &str {
        let wanted = match language {
            Language::Da => &self.da,
            Language::Sv => &self.sv,
            Language::En => &self.en,
        };
        [wanted, &self.en, &self.da, &self.sv]
            .into_iter()
            .find(|text| !text.is_empty())
            .map_or("", |text| text)
    }
}

/// KLE subject number with the version and label that MeMo demands (F5).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kle {
    /// `NN.NN.NN`
    pub subject_key: String,
    /// Version of the KLE list.
    pub version: String,
    /// One letter and two digits.
    #[serde(default)]
    pub activity_facet: Option<String>,
    /// Subject in words.
    pub label: String,
}

/// Protection class of a letter type (R203): only 1 to 3 may ever be sent (B1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub enum ProtectionClass {
    /// Open information.
    One,
    /// Treated as class 3 until decided (B4).
    Two,
    /// Sensitive: must be signed (R48).
    Three,
    /// Never sent digitally nor otherwise by the gateway (R203, B1).
    Four,
}

impl ProtectionClass {
    /// Whether the gateway may send it at all (R203).
    pub const fn may_be_sent(self) -> bool {
        !matches!(self, ProtectionClass::Four)
    }
}

impl TryFrom<u8> for ProtectionClass {
    type Error = String;
    fn try_from(number: u8) -> Result<Self, String> {
        match number {
            1 => Ok(ProtectionClass::One),
            2 => Ok(ProtectionClass::Two),
            3 => Ok(ProtectionClass::Three),
            4 => Ok(ProtectionClass::Four),
            other => Err(format!("protection class {other} does not exist: use 1, 2, 3 or 4")),
        }
    }
}

impl From<ProtectionClass> for u8 {
    fn from(class: ProtectionClass) -> u8 {
        class as u8 + 1
    }
}

/// What happens to a letter that has no digital channel (R62, C16).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fallback {
    /// The print service prints and posts it (R86).
    #[default]
    Print,
    /// It goes back to the sender's desk; the case worker prints it (R85).
    Desk,
    /// Nothing follows: a notification is dropped (R62).
    None,
}

/// What letters of a type are on the wire.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MessageKind {
    /// A letter with text, documents or both.
    #[default]
    Letter,
    /// NemSMS: at most 150 characters by SMS through Digital Post. A reminder, never a decision (J5); it is
    /// neither printed nor answered.
    NemSms,
}

/// Which channels a type may use (R62, C1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChannelOrder {
    /// The country's digital channel first, then the fallback.
    #[default]
    DigitalFirst,
    /// Paper only: the register is not even asked (C1).
    PaperOnly,
}
