//! Section L: size, container, repetition.

use super::row::{context, elsewhere, error, structure};
use super::subject::{BODY, header_path};
use super::{Out, Rule, Subject};
use crate::value::Uuid;

pub(super) const RULES: &[Rule] = &[
    structure(
        "L1",
        "Hele meddelelsen fylder højst 99,5 MB.",
        "Hela meddelandet är högst 99,5 MB.",
        "The whole message has at most 99.5 MB.",
    ),
    error(
        "L2",
        "En meddelelse har højst 10 bilag.",
        "Ett meddelande har högst 10 bilagor.",
        "A message has at most 10 attachments.",
    )
    .judged_by(few_attachments),
    context(
        "L3",
        "Filen i containeren hedder meddelelsens messageUUID med endelsen .xml.",
        "Filen i behållaren heter meddelandets messageUUID med ändelsen .xml.",
        "The entry in the container is named after the messageUUID with the ending .xml.",
    )
    .judged_by(entry_is_named),
    elsewhere(
        "L4",
        "Ordbogen i LZMA er højst 128 MB.",
        "Ordboken i LZMA är högst 128 MB.",
        "The LZMA dictionary has at most 128 MB.",
    ),
    context(
        "L5",
        "memo-message-uuid i kaldet er lig med messageUUID.",
        "memo-message-uuid i anropet är lika med messageUUID.",
        "memo-message-uuid of the call equals messageUUID.",
    )
    .judged_by(query_agrees),
    elsewhere(
        "L6",
        "Gentagne kvitteringer og hændelser ændrer intet.",
        "Upprepade kvittenser och händelser ändrar inget.",
        "Repeated receipts and events change nothing.",
    )
    .policy(),
];

fn few_attachments(subject: &Subject<'_>, out: &mut Out<'_>) {
    let count = subject.body().map_or(0, |b| b.additional_documents.len());
    let limit = subject.options.limits.attachments;
    if count > limit {
        let path = format!("{BODY}/memo:AdditionalDocument[{}]", limit + 1);
        out.at(path, format!("{count} attachments; at most {limit} are allowed"));
    }
}

fn entry_is_named(subject: &Subject<'_>, out: &mut Out<'_>) {
    let Some(name) = &subject.options.context.entry_name else { return };
    let stem = name.strip_suffix(".xml").unwrap_or_default();
    if Uuid::from_text(stem) != subject.header().message_uuid {
        out.at(header_path("messageUUID"), "the entry in the container is not named after this messageUUID");
    }
}

fn query_agrees(subject: &Subject<'_>, out: &mut Out<'_>) {
    let Some(query) = &subject.options.context.query_uuid else { return };
    if Uuid::from_text(query.as_str()) != subject.header().message_uuid {
        out.at(header_path("messageUUID"), "memo-message-uuid of the call is another one");
    }
}
