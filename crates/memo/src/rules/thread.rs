//! Section G: answers and forwarding.

use super::row::{elsewhere, freedom, structure, warning};
use super::subject::{HEADER, header_path};
use super::{Judged, Out, Rule, Subject};
use crate::version::Version;

pub(super) const RULES: &[Rule] = &[
    structure(
        "G1",
        "Hver ReplyData har en messageUUID version 4.",
        "Varje ReplyData har en messageUUID version 4.",
        "Each ReplyData has a version-4 messageUUID.",
    ),
    structure(
        "G2",
        "Der er højst fire AdditionalReplyData.",
        "Det finns högst fyra AdditionalReplyData.",
        "There are at most four AdditionalReplyData.",
    ),
    structure(
        "G3",
        "ForwardData har messageUUID, originalMessageDateTime og originalSender.",
        "ForwardData har messageUUID, originalMessageDateTime och originalSender.",
        "ForwardData has messageUUID, originalMessageDateTime and originalSender.",
    ),
    structure(
        "G4",
        "Kommentarer er højst 512 tegn.",
        "Kommentarer är högst 512 tecken.",
        "Comments have at most 512 characters.",
    ),
    structure(
        "G5",
        "originalRepresentative findes ikke i 1.1.",
        "originalRepresentative finns inte i 1.1.",
        "originalRepresentative does not exist in 1.1.",
    )
    .only(Version::V1_1),
    warning(
        "G6",
        "Et svar gengiver den besvarede meddelelses ReplyData uændret og i samme rækkefølge.",
        "Ett svar återger det besvarade meddelandets ReplyData oförändrat och i samma ordning.",
        "An answer copies the ReplyData of the message it answers unchanged and in order.",
    )
    .needs_context()
    .judged_by(reply_data_is_kept),
    warning(
        "G7",
        "Et svar har en ReplyData med den besvarede meddelelses messageUUID.",
        "Ett svar har en ReplyData med det besvarade meddelandets messageUUID.",
        "An answer has a ReplyData with the messageUUID of the answered message.",
    )
    .needs_context()
    .judged_by(answer_is_linked),
    freedom(
        "G8",
        "Afsenderen må vedlægge ReplyData om meddelelsen selv.",
        "Avsändaren får bifoga ReplyData om meddelandet självt.",
        "The sender may send ReplyData about the message itself.",
    ),
    warning(
        "G9",
        "Uden reply=true kan modtageren ikke svare, og medsendte returdata kommer ikke tilbage.",
        "Utan reply=true kan mottagaren inte svara, och medsända returdata kommer inte tillbaka.",
        "Without reply=true the recipient cannot answer, and return data sent along does not come back.",
    )
    .sending()
    .judged_by(return_data_needs_reply),
    warning(
        "G10",
        "En videresendt meddelelse er en ny meddelelse med ny messageUUID.",
        "Ett vidarebefordrat meddelande är ett nytt meddelande med ny messageUUID.",
        "A forwarded message is a new message with a new messageUUID.",
    )
    .judged_by(forward_has_new_uuid),
    elsewhere(
        "G11",
        "Et svar fordeles efter kontaktpunkt, returdata, system, sag og KLE i den rækkefølge.",
        "Ett svar fördelas efter kontaktpunkt, returdata, system, ärende och KLE i den ordningen.",
        "An answer is routed by contact point, return data, system, case and KLE, in this order.",
    )
    .policy(),
];

impl Rule {
    const fn needs_context(mut self) -> Rule {
        self.judged = Judged::Context;
        self
    }
}

fn reply_data_is_kept(subject: &Subject<'_>, out: &mut Out<'_>) {
    let Some(original) = &subject.options.context.answers else { return };
    let kept = &original.header.reply_data;
    // Further entries may follow or precede; those of the original must be there in a row.
    let own = &subject.header().reply_data;
    if !kept.is_empty() && !own.windows(kept.len()).any(|part| part == kept.as_slice()) {
        out.at(
            header_path("ReplyData[1]"),
            "the ReplyData of the answered message is not carried on unchanged",
        );
    }
}

fn answer_is_linked(subject: &Subject<'_>, out: &mut Out<'_>) {
    let Some(original) = &subject.options.context.answers else { return };
    let uuid = &original.header.message_uuid;
    if !subject.header().reply_data.iter().any(|r| r.message_uuid == *uuid) {
        out.at(header_path("ReplyData[1]"), "no ReplyData names the message that is answered");
    }
}

fn return_data_needs_reply(subject: &Subject<'_>, out: &mut Out<'_>) {
    let header = subject.header();
    let own = header.reply_data.iter().position(|r| r.message_uuid == header.message_uuid);
    if let Some(index) = own.filter(|_| header.reply != Some(true)) {
        let path = header_path(&format!("ReplyData[{}]", index + 1));
        out.at(path, "return data is sent along, but reply is not true, so that the recipient cannot answer");
    }
}

fn forward_has_new_uuid(subject: &Subject<'_>, out: &mut Out<'_>) {
    let header = subject.header();
    if header.forward_data.as_ref().is_some_and(|f| f.message_uuid == header.message_uuid) {
        out.at(
            format!("{HEADER}/memo:ForwardData/memo:messageUUID"),
            "the forwarded message reuses the original's messageUUID",
        );
    }
}
