//! Between 1.1 and 1.2, saying what is lost (memo-model §4).

use crate::model::Message;
use crate::version::Version;
use catalogue::Text;

/// Something that the other version has no place for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loss {
    /// Path of the element that was left out.
    pub path: &'static str,
    /// Why it matters.
    pub what: Text,
}

const LABEL: Text = Text {
    da: "1.2 har ingen tekst til id-typen",
    sv: "1.2 har ingen text till typen av id",
    en: "1.2 knows no label for the kind of id",
};

/// The message in the other version, and what it lost on the way. Without loss the way back gives the same letter.
///
/// ```
/// use memo::{Message, Version, convert};
/// let (message, losses) = convert(Message::default(), Version::V1_1);
/// assert_eq!(message.memo_sch_version.as_deref(), Some("1.1.0"));
/// assert_eq!(message.header.mandatory, Some(false));
/// assert!(losses.is_empty());
/// ```
#[must_use]
pub fn convert(mut message: Message, to: Version) -> (Message, Vec<Loss>) {
    let mut losses = Vec::new();
    let mut lose = |there: bool, path, what| {
        if there {
            losses.push(Loss { path, what });
        }
    };
    let header = &mut message.header;
    match to {
        Version::V1_1 => {
            lose(
                header.sender.representative.take().is_some(),
                "/memo:Message/memo:MessageHeader/memo:Sender/memo:Representative",
                Text {
                    da: "modtageren ser ikke, hvem der sender på afsenderens vegne",
                    sv: "mottagaren ser inte vem som skickar för avsändarens räkning",
                    en: "the recipient will not see who sends on the sender's behalf",
                },
            );
            lose(
                header.forward_data.as_mut().is_some_and(|f| f.original_representative.take().is_some()),
                "/memo:Message/memo:MessageHeader/memo:ForwardData/memo:originalRepresentative",
                Text {
                    da: "modtageren ser ikke, hvem der sendte originalen på dens afsenders vegne",
                    sv: "mottagaren ser inte vem som skickade originalet för dess avsändares räkning",
                    en: "the recipient will not see who sent the original on its sender's behalf",
                },
            );
            header.mandatory.get_or_insert(false);
            header.legal_notification.get_or_insert(false);
            message.memo_sch_version.get_or_insert_with(|| "1.1.0".to_owned());
        }
        Version::V1_2 => {
            lose(
                header.sender.id_type_label.take().is_some(),
                "/memo:Message/memo:MessageHeader/memo:Sender/memo:idTypeLabel",
                LABEL,
            );
            lose(
                header.recipient.id_type_label.take().is_some(),
                "/memo:Message/memo:MessageHeader/memo:Recipient/memo:idTypeLabel",
                LABEL,
            );
            message.memo_sch_version = None;
        }
    }
    message.version = to;
    (message, losses)
}
