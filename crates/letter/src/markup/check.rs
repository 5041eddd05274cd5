//! Judging a letter type before any letter uses it: what its syntax cannot say (R175, R177).

use super::kind::{ActionKind, Kind};
use super::layers::{DeadlineKind, Markup, Walk};
use super::resolve::{Setting, prepared};
use super::template::Leaf;
use super::value::Value;
use crate::{Archetype, Kle, LetterType, Texts};
use serde::Serialize;

/// Most actions in a letter.
const ACTIONS_MAX: usize = 20;

/// Something wrong with a letter type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TypeFault {
    /// Place in the type, such as `markup.actions[1].url`.
    pub path: String,
    /// What is wrong and what to do.
    pub remedy: String,
}

impl TypeFault {
    fn new(path: impl Into<String>, remedy: impl Into<String>) -> TypeFault {
        TypeFault { path: path.into(), remedy: remedy.into() }
    }
}

impl std::fmt::Display for TypeFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.path, self.remedy)
    }
}

/// Judges a letter type. Without a setting, what depends on its sender is left out: a shared catalogue has none.
pub fn check_type(letter_type: &LetterType, setting: Option<&Setting<'_>>) -> Vec<TypeFault> {
    let mut faults = Vec::new();
    let code = &letter_type.code.0;
    let sound = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '-' | '.');
    if code.is_empty() || code.len() > 64 || !code.chars().all(sound) {
        faults.push(TypeFault::new("code", "1 to 64 of a–z, 0–9, _ and -, such as `opkraevning`"));
    }
    if letter_type.name == Texts::default() {
        faults.push(TypeFault::new("name", "give a name in at least one language"));
    }
    let long = [&letter_type.name.da, &letter_type.name.sv, &letter_type.name.en];
    if long.into_iter().any(|name| name.chars().count() > 255) {
        faults.push(TypeFault::new("name", "at most 255 characters: it is the title of letters without one"));
    }
    if let Some(kle) = &letter_type.kle {
        check_kle(kle, &mut faults);
    }
    if letter_type.language.as_deref().is_some_and(|language| !is_language(language)) {
        faults.push(TypeFault::new("language", "two small letters, such as da, sv or en"));
    }
    let signs = asks_for_signature(letter_type);
    if signs && setting.is_some_and(|setting| setting.signing.is_none()) {
        let remedy = "a request for signature needs a signing application: \
            give the sender signing = { name = \"…\", url = \"https://…\" } (R168)";
        faults.push(TypeFault::new("archetype", remedy));
    }
    if let Some(markup) = &letter_type.markup {
        check_markup(markup, setting, &mut faults);
    }
    faults
}

/// Whether letters of this type ask for a signature (R168).
pub fn asks_for_signature(letter_type: &LetterType) -> bool {
    let signs = |markup: &Markup| markup.actions.iter().any(|action| action.kind == ActionKind::Sign);
    letter_type.archetype == Some(Archetype::SignatureRequest)
        || letter_type.markup.as_ref().is_some_and(signs)
}

/// Whether it is a language as MeMo and Mina meddelanden write it (H6).
pub(crate) fn is_language(text: &str) -> bool {
    text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// F6: `NN.NN.NN`; one letter and two digits.
fn check_kle(kle: &Kle, faults: &mut Vec<TypeFault>) {
    let two = |part: &str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<&str> = kle.subject_key.split('.').collect();
    if parts.len() != 3 || !parts.iter().all(|part| two(part)) {
        faults.push(TypeFault::new("kle.subject_key", "is written NN.NN.NN, such as 28.06.00 (F6)"));
    }
    let facet = |text: &str| {
        let mut chars = text.chars();
        chars.next().is_some_and(|c| c.is_ascii_uppercase() || "ÆØÅ".contains(c)) && two(chars.as_str())
    };
    if kle.activity_facet.as_deref().is_some_and(|text| !facet(text)) {
        faults.push(TypeFault::new("kle.activity_facet", "is one letter and two digits, such as G01 (F6)"));
    }
    for (field, text) in [("version", &kle.version), ("label", &kle.label)] {
        if text.trim().is_empty() {
            faults.push(TypeFault::new(format!("kle.{field}"), "must be given (F5)"));
        }
    }
}

fn check_markup(markup: &Markup<Leaf>, setting: Option<&Setting<'_>>, faults: &mut Vec<TypeFault>) {
    let payments = markup.actions.iter().filter(|action| action.kind == ActionKind::Payment).count();
    let additional = markup.content.as_ref().map_or(0, |content| content.additional.len());
    let counts = [
        ("markup.actions", markup.actions.len(), ACTIONS_MAX),
        // Amount and reference of a payment stand there too (F4).
        ("markup.content.additional, two for each payment", additional + 2 * payments, 10),
        ("markup.reply.additional", markup.reply.as_ref().map_or(0, |reply| reply.additional.len()), 4),
    ];
    for (path, found, most) in counts {
        if found > most {
            faults.push(TypeFault::new(path, format!("at most {most}")));
        }
    }
    if let Some(deadline) = &markup.deadline {
        match (&deadline.by, deadline.days) {
            (None, None) => {
                faults.push(TypeFault::new("markup.deadline", "give by = \"{field}\" or days = 14"))
            }
            (_, Some(days)) if !(1..=3_650).contains(&days) => {
                faults.push(TypeFault::new("markup.deadline.days", "1 to 3650"));
            }
            _ => {}
        }
        if deadline.kind == DeadlineKind::Appeal && markup.appeal.is_none() {
            let remedy = "an appeal deadline needs appeal instructions: give appeal = \"…\" (R36)";
            faults.push(TypeFault::new("markup.appeal", remedy));
        }
    }
    for (index, action) in markup.actions.iter().enumerate() {
        let currency = action.currency.as_deref();
        if currency.is_some_and(|text| text.len() != 3 || !text.bytes().all(|b| b.is_ascii_uppercase())) {
            let path = format!("markup.actions[{}].currency", index + 1);
            faults.push(TypeFault::new(path, "three capital letters, such as DKK"));
        }
    }
    let mut checker = Checker { setting, faults, signing: false };
    match setting {
        Some(setting) => drop(prepared(markup, setting).walk::<()>("markup.", &mut checker)),
        None => drop(markup.walk::<()>("markup.", &mut checker)),
    }
}

struct Checker<'a> {
    setting: Option<&'a Setting<'a>>,
    faults: &'a mut Vec<TypeFault>,
    signing: bool,
}

impl Walk<Leaf, ()> for Checker<'_> {
    fn leaf(&mut self, at: &str, kind: Kind, _needed: bool, leaf: &Leaf) -> Option<()> {
        let takes_numbers = matches!(kind, Kind::Person | Kind::Company);
        if !takes_numbers && leaf.template.fields().any(|field| field == "recipient.number") {
            let remedy =
                "a person's number may stand only in content.person.id and content.company.id (C16, D13)";
            self.faults.push(TypeFault::new(at, remedy));
        }
        if kind == Kind::Url
            && !leaf.template.is_one_field()
            && !leaf.template.beginning().starts_with("https://")
        {
            self.faults.push(TypeFault::new(at, "must begin with https:// (I6)"));
        }
        if matches!(kind, Kind::Moment(_) | Kind::Amount)
            && leaf.template.literal().is_none()
            && !leaf.template.is_one_field()
        {
            self.faults.push(TypeFault::new(at, "is one field, such as {due}, and nothing else"));
        }
        if let Some(text) = leaf.template.literal() {
            // Zone and country matter to few literals; those are judged when the sender is known.
            let zone = self.setting.map_or(jiff::tz::TimeZone::UTC, |setting| setting.zone.clone());
            let country = self.setting.map_or(party::Country::Dk, |setting| setting.country);
            let judged = Value::judge(text, kind, country, &zone);
            if text.trim().is_empty() {
                self.faults.push(TypeFault::new(at, "is empty: leave it out"));
            } else if let Err(remedy) = judged {
                self.faults.push(TypeFault::new(at, remedy));
            }
        }
        Some(())
    }

    fn unmapped(&mut self, at: &str) {
        // The address of a signature is the sender's to give.
        let of_sender = self.signing && self.setting.is_none();
        if !of_sender {
            self.faults.push(TypeFault::new(at, "must be given: say which field it comes from"));
        }
    }

    fn action(&mut self, kind: Option<ActionKind>, _required: bool) {
        self.signing = kind == Some(ActionKind::Sign);
    }
}
