//! How complete a letter type or letter is, layer by layer (R163–R167, R177).

use crate::{ActionKind, Archetype, GapKind, Letter, LetterType, Markup, Resolved, Want};
use catalogue::Text;
use serde::{Deserialize, Serialize};

/// An element of a letter that a layer counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Element {
    /// Sender, recipient, type, identity, date, marks: what the gateway always writes (R164).
    Envelope,
    /// Main document or text (R164).
    MainDocument,
    /// KLE subject (N1).
    Subject,
    /// Case (N2).
    Case,
    /// The sender's code of the letter (N3).
    MessageCode,
    /// What an answer brings back (N4).
    ReplyData,
    /// The unit that answers for it (N6).
    Attention,
    /// By when (N7, N10, N12).
    Deadline,
    /// How to appeal (R36).
    AppealInstructions,
    /// An entry for the calendar (N11).
    Calendar,
    /// A payment with its due date (N14).
    Payment,
    /// A signature (N13).
    Signature,
    /// A confirmation.
    Confirm,
    /// A place to prepare from.
    Preparation,
    /// A self-service solution.
    SelfService,
    /// A page to read more.
    Information,
    /// A sign-up.
    SignUp,
    /// A place.
    Address,
    /// A text of the alert.
    Notification,
    /// No answer is wanted, and the letter says where to turn instead (R173).
    NoReply,
}

/// Titles, in the order of the variants.
const TITLES: [Text; 20] = [
    Text {
        da: "Afsender, modtager, dato, mærker",
        sv: "Avsändare, mottagare, datum, märken",
        en: "Sender, recipient, date, marks",
    },
    Text { da: "Hoveddokument", sv: "Huvuddokument", en: "Main document" },
    Text { da: "KLE-emne", sv: "KLE-ämne", en: "KLE subject" },
    Text { da: "Sag", sv: "Ärende", en: "Case" },
    Text { da: "Brevkode", sv: "Brevkod", en: "Letter code" },
    Text { da: "Returdata", sv: "Returdata", en: "Reply data" },
    Text { da: "Ansvarlig enhed", sv: "Ansvarig enhet", en: "Responsible unit" },
    Text { da: "Frist", sv: "Sista dag", en: "Deadline" },
    Text { da: "Klagevejledning", sv: "Besvärshänvisning", en: "Appeal instructions" },
    Text { da: "Kalender", sv: "Kalender", en: "Calendar" },
    Text { da: "Betaling", sv: "Betalning", en: "Payment" },
    Text { da: "Underskrift", sv: "Underskrift", en: "Signature" },
    Text { da: "Bekræftelse", sv: "Bekräftelse", en: "Confirmation" },
    Text { da: "Forberedelse", sv: "Förberedelse", en: "Preparation" },
    Text { da: "Selvbetjening", sv: "E-tjänst", en: "Self-service" },
    Text { da: "Mere information", sv: "Mer information", en: "More information" },
    Text { da: "Tilmelding", sv: "Anmälan", en: "Sign-up" },
    Text { da: "Adresse", sv: "Adress", en: "Address" },
    Text { da: "Advisering", sv: "Avisering", en: "Alert text" },
    Text { da: "Intet svar ønskes", sv: "Inget svar önskas", en: "No reply wanted" },
];

impl Element {
    /// The name that people know.
    pub fn title(self) -> Text {
        TITLES[self as usize]
    }
}

/// A layer of the markup (R163).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LayerName {
    /// Without it nothing is sent.
    TechnicalMandatory,
    /// For all post.
    Minimum,
    /// What the archetype wants.
    TypeSpecific,
}

impl LayerName {
    /// The name that people know.
    pub const fn title(self) -> Text {
        match self {
            LayerName::TechnicalMandatory => {
                Text { da: "Teknisk obligatorisk", sv: "Tekniskt obligatorisk", en: "Technical" }
            }
            LayerName::Minimum => Text { da: "Minimum", sv: "Minimum", en: "Minimum" },
            LayerName::TypeSpecific => Text { da: "Typespecifik", sv: "Typspecifik", en: "Type-specific" },
        }
    }
}

/// How an element stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// There.
    Present,
    /// Of a type: comes from the letter's data.
    Mapped,
    /// Not there.
    Missing,
    /// Of a letter: given, but unusable.
    Invalid,
}

/// An element in its layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ElementStanding {
    /// Which.
    pub element: Element,
    /// How much it is wanted.
    pub want: Want,
    /// How it stands.
    pub standing: Standing,
}

/// One layer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Layer {
    /// Which.
    pub layer: LayerName,
    /// Expected elements that are there or mapped.
    pub filled: usize,
    /// Elements expected.
    pub expected: usize,
    /// Each element.
    pub elements: Vec<ElementStanding>,
}

/// The three layers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Completeness {
    /// Nothing that is expected is missing.
    pub complete: bool,
    /// Technical-mandatory, minimum, type-specific.
    pub layers: Vec<Layer>,
}

impl Completeness {
    /// Elements that these layers expect and that are not there (R165).
    pub fn lacks(&self, required: &[LayerName]) -> impl Iterator<Item = Element> {
        let layers = self.layers.iter().filter(|layer| required.contains(&layer.layer));
        layers.flat_map(|layer| &layer.elements).filter_map(|one| {
            let there = matches!(one.standing, Standing::Present | Standing::Mapped);
            (one.want == Want::Expected && !there).then_some(one.element)
        })
    }
}

/// Judges a letter type: what its letters will have if their data are complete.
pub fn completeness_of_type(letter_type: &LetterType) -> Completeness {
    let markup = letter_type.markup.clone().unwrap_or_default();
    layers(letter_type, &|element| match element {
        // Given with each letter.
        Element::Case => Standing::Mapped,
        Element::Deadline if markup.deadline.as_ref().is_some_and(|d| d.by.is_none()) => Standing::Present,
        Element::Deadline if markup.deadline.is_some() => Standing::Mapped,
        Element::Attention if letter_type.department.is_some() => Standing::Present,
        other => of_markup(other, letter_type, &markup, Standing::Mapped),
    })
}

/// Judges a letter by what its data gave.
pub fn completeness_of_letter(
    letter_type: &LetterType,
    letter: &Letter,
    resolved: &Resolved,
) -> Completeness {
    let markup = &resolved.markup;
    let described = letter_type.markup.clone().unwrap_or_default();
    layers(letter_type, &|element| {
        let found = match element {
            Element::MainDocument => {
                let text = letter.body.is_some() || letter_type.text.is_some();
                present(text || !letter.documents.is_empty())
            }
            Element::Case => present(letter.case_id.is_some() || markup.case.is_some()),
            Element::Deadline => present(markup.deadline.is_some()),
            Element::Attention => {
                present(letter.unit.is_some() || markup.attention.as_ref().is_some_and(|a| a.unit.is_some()))
            }
            other => of_markup(other, letter_type, markup, Standing::Present),
        };
        let wanted = of_markup(element, letter_type, &described, Standing::Mapped) == Standing::Mapped;
        let invalid =
            resolved.gaps.iter().any(|gap| gap.kind == GapKind::Invalid && about(&gap.path, element));
        if found == Standing::Missing && wanted && invalid { Standing::Invalid } else { found }
    })
}

const fn present(yes: bool) -> Standing {
    if yes { Standing::Present } else { Standing::Missing }
}

/// What an element needs in the markup, templates or values alike; `there` is what to call it.
fn of_markup<T: Default + PartialEq>(
    element: Element,
    letter_type: &LetterType,
    markup: &Markup<T>,
    there: Standing,
) -> Standing {
    let action = |kind: ActionKind| markup.actions.iter().any(|action| action.kind == kind);
    let given = |yes: bool| if yes { there } else { Standing::Missing };
    match element {
        Element::Envelope | Element::MainDocument => Standing::Present,
        Element::Subject => present(letter_type.kle.is_some()),
        Element::MessageCode => present(letter_type.message_code.is_some()),
        Element::ReplyData => present(letter_type.reply),
        Element::Case => given(markup.case.is_some()),
        Element::Attention => given(markup.attention.as_ref().is_some_and(|a| a.unit.is_some())),
        Element::Deadline => given(markup.deadline.is_some()),
        Element::AppealInstructions => given(markup.appeal.is_some()),
        Element::Calendar => given(action(ActionKind::Appointment)),
        Element::Payment => given(action(ActionKind::Payment)),
        Element::Signature => given(action(ActionKind::Sign)),
        Element::Confirm => given(action(ActionKind::Confirm)),
        Element::Preparation => given(action(ActionKind::Prepare)),
        Element::SelfService => given(action(ActionKind::SelfService)),
        Element::Information => given(action(ActionKind::Information)),
        Element::SignUp => given(action(ActionKind::Register)),
        Element::Address => {
            given(markup.content.as_ref().is_some_and(|c| c.address.is_some() || c.place.is_some()))
        }
        Element::Notification => given(markup.notification.is_some()),
        Element::NoReply => {
            let link = action(ActionKind::SelfService) || action(ActionKind::Information);
            present(!letter_type.reply && link)
        }
    }
}

/// Whether a gap's path is about an element.
fn about(path: &str, element: Element) -> bool {
    match element {
        Element::Deadline => path.starts_with("deadline"),
        Element::Attention => path.starts_with("attention"),
        Element::Address => path.starts_with("content.address") || path.starts_with("content.place"),
        Element::Notification => path.starts_with("notification"),
        Element::AppealInstructions => path.starts_with("appeal"),
        Element::Case => path.starts_with("case"),
        Element::Calendar
        | Element::Payment
        | Element::Signature
        | Element::Confirm
        | Element::Preparation
        | Element::SelfService
        | Element::Information
        | Element::SignUp => path.starts_with("actions") || path.ends_with(".until"),
        _ => false,
    }
}

fn layers(letter_type: &LetterType, standing: &dyn Fn(Element) -> Standing) -> Completeness {
    let archetype = letter_type.archetype;
    let own = archetype.map(Archetype::elements).unwrap_or_default();
    let mut minimum = vec![
        (Element::Subject, Want::Expected),
        (Element::Case, Want::Expected),
        (Element::MessageCode, Want::Expected),
        (Element::Attention, Want::Expected),
    ];
    if letter_type.reply {
        minimum.push((Element::ReplyData, Want::Expected));
    }
    // R173: a letter that cannot be answered points elsewhere; for an information its archetype says so.
    if !letter_type.reply && archetype != Some(Archetype::Information) {
        minimum.push((Element::NoReply, Want::Welcome));
    }
    let layer = |layer: LayerName, wanted: &[(Element, Want)]| {
        let elements: Vec<ElementStanding> = wanted
            .iter()
            .map(|(element, want)| ElementStanding {
                element: *element,
                want: *want,
                standing: standing(*element),
            })
            .collect();
        let expected = || elements.iter().filter(|one| one.want == Want::Expected);
        let there = |one: &&ElementStanding| matches!(one.standing, Standing::Present | Standing::Mapped);
        let (filled, expected) = (expected().filter(there).count(), expected().count());
        Layer { layer, filled, expected, elements }
    };
    let technical = [(Element::Envelope, Want::Expected), (Element::MainDocument, Want::Expected)];
    let layers = vec![
        layer(LayerName::TechnicalMandatory, &technical),
        layer(LayerName::Minimum, &minimum),
        layer(LayerName::TypeSpecific, own),
    ];
    Completeness { complete: layers.iter().all(|layer| layer.filled == layer.expected), layers }
}
