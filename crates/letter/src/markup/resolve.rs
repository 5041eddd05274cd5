//! From a type's templates and a letter's data to the letter's own markup, and a list of what is missing.

use super::kind::{ActionKind, Kind};
use super::layers::{DeadlineKind, Markup, Walk};
use super::moment::Moment;
use super::template::{Leaf, Part};
use super::value::Value;
use crate::{Fault, Letter, LetterType, data, percent_encoded};
use catalogue::Code;
use jiff::tz::TimeZone;
use party::Country;
use serde::{Deserialize, Serialize};

/// The signing application of a sender (R168): without one no letter may ask for a signature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SigningApplication {
    /// Its name.
    pub name: String,
    /// Where a document is signed: an https address with the fields that it needs, such as
    /// `https://sign.example/{signing_id}`.
    pub url: Leaf,
}

/// What a type's markup needs to know of its sender.
#[derive(Clone, Debug)]
pub struct Setting<'a> {
    /// Country of the sender.
    pub country: Country,
    /// Zone in which its days begin and end.
    pub zone: TimeZone,
    /// Its signing application.
    pub signing: Option<&'a SigningApplication>,
}

/// Fields of the letter itself, which data may not be called.
pub(crate) const LETTER_FIELDS: [&str; 8] = [
    "case_id",
    "reference",
    "unit",
    "subject",
    "recipient.name",
    "recipient.number",
    "letter.id",
    "letter.date",
];

/// Why a leaf has no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum GapKind {
    /// The field was not given.
    Missing,
    /// What was given cannot stand there.
    Invalid,
    /// The type does not say where it comes from.
    NotMapped,
}

/// An element without a value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Gap {
    /// Place in the markup, such as `actions[1].amount`.
    pub path: String,
    /// JSON pointer of the field that would fill it; empty when no field is mapped.
    pub pointer: String,
    /// Why.
    pub kind: GapKind,
    /// A letter with this gap is refused.
    pub required: bool,
    /// What to do. Holds no value of the letter.
    pub remedy: String,
}

impl Gap {
    /// The fault by which a letter with this gap is refused.
    pub fn fault(&self) -> Fault {
        let code = if self.kind == GapKind::Invalid { Code::DataInvalid } else { Code::DataMissing };
        Fault::new(code, self.pointer.clone(), format!("{}: {}", self.path, self.remedy))
    }
}

/// The markup of one letter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Resolved {
    /// What has a value.
    pub markup: Markup<Value>,
    /// What has none.
    pub gaps: Vec<Gap>,
}

impl Resolved {
    /// The letter's deadline.
    pub fn deadline(&self) -> Option<Moment> {
        self.markup.deadline.as_ref()?.by.as_ref()?.moment()
    }

    /// The faults for which the letter is refused.
    pub fn faults(&self) -> Vec<Fault> {
        self.gaps.iter().filter(|gap| gap.required).map(Gap::fault).collect()
    }
}

/// Resolves a type's markup over a letter. The letter's own day is the one on which it was accepted, so the answer
/// is the same whenever it is asked.
pub fn resolve(letter_type: &LetterType, letter: &Letter, setting: &Setting<'_>) -> Resolved {
    let Some(markup) = letter_type.markup.as_ref() else { return Resolved::default() };
    let mut walker = Walker { letter, setting, gaps: Vec::new(), required: false };
    let mut resolved = prepared(markup, setting).walk("", &mut walker).unwrap_or_default();
    let mut gaps = walker.gaps;
    settle_deadline(&mut resolved, markup, letter, setting);
    judge_order(&mut resolved, markup, &mut gaps);
    judge_past(&resolved, markup, letter, setting, &mut gaps);
    Resolved { markup: resolved, gaps }
}

/// The type's markup with what its sender gives: the signing application's address.
pub(super) fn prepared(markup: &Markup<Leaf>, setting: &Setting<'_>) -> Markup<Leaf> {
    let mut markup = markup.clone();
    for action in markup.actions.iter_mut().filter(|action| action.kind == ActionKind::Sign) {
        if action.url.is_none() {
            action.url = setting.signing.map(|application| application.url.clone());
        }
    }
    markup
}

/// Days are counted from acceptance; actions with a deadline of their own kind take the letter's when they have none.
fn settle_deadline(
    resolved: &mut Markup<Value>,
    markup: &Markup<Leaf>,
    letter: &Letter,
    setting: &Setting<'_>,
) {
    if let Some(described) = &markup.deadline {
        let mut deadline = resolved.deadline.take().unwrap_or_default();
        deadline.kind = described.kind;
        if let (None, Some(days)) = (&deadline.by, described.days) {
            let by = Moment::days_after(letter.sent_from(), days, &setting.zone);
            deadline.by = by.map(Value::Moment);
        }
        resolved.deadline = deadline.by.is_some().then_some(deadline);
    }
    let by = resolved.deadline.as_ref().and_then(|deadline| deadline.by.clone());
    // An appeal is made in a self-service solution where there is one (N10).
    let appeal = markup.deadline.as_ref().is_some_and(|deadline| deadline.kind == DeadlineKind::Appeal);
    for action in &mut resolved.actions {
        let bound = action.kind.has_deadline() || (appeal && action.kind == ActionKind::SelfService);
        if bound && action.until.is_none() {
            action.until.clone_from(&by);
        }
    }
}

/// An appointment ends after it begins (I10).
fn judge_order(resolved: &mut Markup<Value>, markup: &Markup<Leaf>, gaps: &mut Vec<Gap>) {
    let moment = |value: &Option<Value>| value.as_ref().and_then(Value::moment).map(|moment| moment.at);
    resolved.actions.retain(|action| {
        let (from, until) = (moment(&action.from), moment(&action.until));
        let sound = match (from, until) {
            (Some(from), Some(until)) => from < until,
            _ => true,
        };
        if !sound {
            let described = markup.actions.iter().find(|one| one.kind == action.kind);
            let pointer = described.and_then(|one| one.until.as_ref()).map(pointer_of).unwrap_or_default();
            gaps.push(Gap {
                path: format!("{}.until", action.kind.as_str()),
                pointer,
                kind: GapKind::Invalid,
                required: true,
                remedy: "must lie after its beginning (I10, I11)".to_owned(),
            });
        }
        sound
    });
}

/// A deadline that had passed when the letter was handed in is a wrong date (R40).
fn judge_past(
    resolved: &Markup<Value>,
    markup: &Markup<Leaf>,
    letter: &Letter,
    setting: &Setting<'_>,
    gaps: &mut Vec<Gap>,
) {
    let by = resolved.deadline.as_ref().and_then(|deadline| deadline.by.as_ref()).and_then(Value::moment);
    let today = letter.sent_from().to_zoned(setting.zone.clone()).date();
    if by.is_some_and(|by| by.at.to_zoned(setting.zone.clone()).date() < today) {
        let leaf = markup.deadline.as_ref().and_then(|deadline| deadline.by.as_ref());
        gaps.push(Gap {
            path: "deadline.by".to_owned(),
            pointer: leaf.map(pointer_of).unwrap_or_default(),
            kind: GapKind::Invalid,
            required: true,
            remedy: "this day has passed already; give one that the recipient can keep".to_owned(),
        });
    }
}

struct Walker<'a> {
    letter: &'a Letter,
    setting: &'a Setting<'a>,
    gaps: Vec<Gap>,
    /// Inside an action without which the letter is refused.
    required: bool,
}

impl Walk<Leaf, Value> for Walker<'_> {
    fn leaf(&mut self, at: &str, kind: Kind, needed: bool, leaf: &Leaf) -> Option<Value> {
        let required = leaf.required || (needed && self.required);
        let gap = |kind, pointer, remedy: &str| Gap {
            path: at.to_owned(),
            pointer,
            kind,
            required,
            remedy: remedy.to_owned(),
        };
        let text = match self.fill(leaf, kind) {
            Ok(text) if !text.trim().is_empty() => text,
            Ok(_) => return None,
            Err(field) => {
                let remedy = format!("give the field {field}");
                self.gaps.push(gap(GapKind::Missing, pointer_to(field), &remedy));
                return None;
            }
        };
        match Value::judge(&text, kind, self.setting.country, &self.setting.zone) {
            Ok(value) => Some(value),
            Err(remedy) => {
                // A wrong value is refused where a missing one would not be: the caller meant something by it.
                let gap = gap(GapKind::Invalid, pointer_of(leaf), remedy);
                self.gaps.push(Gap { required: true, ..gap });
                None
            }
        }
    }

    fn unmapped(&mut self, at: &str) {
        self.gaps.push(Gap {
            path: at.to_owned(),
            pointer: String::new(),
            kind: GapKind::NotMapped,
            required: false,
            remedy: "the letter type does not say where this comes from".to_owned(),
        });
    }

    fn action(&mut self, _kind: Option<ActionKind>, required: bool) {
        self.required = required;
    }
}

impl Walker<'_> {
    /// The template with its fields filled in, or the first field that has no value.
    fn fill<'l>(&self, leaf: &'l Leaf, kind: Kind) -> Result<String, &'l str> {
        let encode = kind == Kind::Url && !leaf.template.is_one_field();
        let mut text = String::new();
        for part in leaf.template.parts() {
            match part {
                Part::Literal(literal) => text.push_str(literal),
                Part::Field(name) => {
                    let value = self.field(name, kind).ok_or(name.as_str())?;
                    text.push_str(&if encode { percent_encoded(&value) } else { value });
                }
            }
        }
        Ok(text)
    }

    fn field(&self, name: &str, kind: Kind) -> Option<String> {
        let letter = self.letter;
        let own = match name {
            "case_id" => letter.case_id.clone(),
            "reference" => letter.reference.clone(),
            "unit" => letter.unit.clone(),
            "subject" => Some(letter.subject.clone()),
            "recipient.name" => letter.recipient_name.clone(),
            "letter.id" => Some(letter.id.to_string()),
            "letter.date" => Some(letter.sent_from().to_zoned(self.setting.zone.clone()).date().to_string()),
            // Only where a number belongs (C16, D13).
            "recipient.number" => {
                matches!(kind, Kind::Person | Kind::Company).then(|| letter.recipient.reveal().to_owned())
            }
            name => letter.data.get(name).map(str::to_owned),
        };
        own.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
    }
}

/// The pointer of a leaf's first field.
fn pointer_of(leaf: &Leaf) -> String {
    leaf.template.fields().next().map(pointer_to).unwrap_or_default()
}

/// The JSON pointer of a field: the letter's own fields stand beside `data`.
fn pointer_to(field: &str) -> String {
    match field {
        "case_id" | "reference" | "unit" | "subject" => format!("/{field}"),
        "recipient.name" => "/recipient/name".to_owned(),
        "recipient.number" => "/to".to_owned(),
        field => data::pointer(field),
    }
}
