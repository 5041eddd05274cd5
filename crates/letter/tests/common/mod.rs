//! Letters and types for the tests: official test numbers only.

use letter::*;
use party::{Country, PartyId};

/// A letter type as configuration would give it.
pub(crate) fn letter_type(fallback: Fallback) -> LetterType {
    LetterType {
        code: "beslut".into(),
        sender: "se".into(),
        name: Texts { da: "Afgørelse".into(), sv: "Beslut".into(), en: "Decision".into() },
        department: None,
        class: ProtectionClass::Two,
        fallback,
        channels: ChannelOrder::DigitalFirst,
        message: MessageKind::Letter,
        mandatory: false,
        legal_notification: false,
        reply: false,
        text: None,
        contact: Contact { text: "Ring växeln.".into(), ..Contact::default() },
        message_code: None,
        kle: None,
        archetype: None,
        language: None,
        markup: None,
        fields: Default::default(),
        order: Vec::new(),
        shrink: false,
        notice: NoticeRule::Never,
        notice_text: None,
        patience_hours: 24,
        recall_minutes: None,
        ttl_hours: None,
        reply_within_days: None,
        appeal_within_days: None,
        content_days: None,
        active: true,
    }
}

/// A letter to an official Swedish test person.
pub(crate) fn letter() -> Letter {
    Letter {
        id: "0190b3c0-0000-7000-8000-000000000001".parse().unwrap(),
        sender: "se".into(),
        unit: None,
        letter_type: "beslut".into(),
        class: ProtectionClass::Two,
        recipient: PartyId::parse(Country::Se, "192705178354").unwrap(),
        recipient_name: None,
        address: None,
        protected: false,
        subject: "Beslut".into(),
        body: None,
        contact: Contact { text: "Ring växeln.".into(), ..Contact::default() },
        documents: Vec::new(),
        ready: None,
        agreements: Vec::new(),
        notice: None,
        reference: Some("ärende 1".into()),
        case_id: None,
        language: None,
        data: Default::default(),
        type_version: None,
        terms: Default::default(),
        source: "test".into(),
        accepted_at: "2026-01-15T10:00:00Z".parse().unwrap(),
    }
}
