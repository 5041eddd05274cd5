//! Section C: the header.

use super::row::{context, error, structure, warning};
use super::subject::{BODY, header_path};
use super::{Out, Rule, Subject};
use crate::cpr;
use crate::version::Version;

pub(super) const RULES: &[Rule] = &[
    structure(
        "C1",
        "messageType er DIGITALPOST eller NEMSMS.",
        "messageType är DIGITALPOST eller NEMSMS.",
        "messageType is DIGITALPOST or NEMSMS.",
    ),
    structure("C2", "messageUUID findes.", "messageUUID finns.", "messageUUID is present."),
    structure(
        "C3",
        "messageUUID er en UUID version 4 med bindestreger.",
        "messageUUID är en UUID version 4 med bindestreck.",
        "messageUUID is a hyphenated version-4 UUID.",
    ),
    structure(
        "C4",
        "Meddelelsen har en titel (label).",
        "Meddelandet har en rubrik (label).",
        "The message has a title (label).",
    ),
    structure(
        "C5",
        "Tekster er højst 256 tegn.",
        "Texter är högst 256 tecken.",
        "Texts have at most 256 characters.",
    ),
    structure(
        "C6",
        "notification er højst 150 tegn.",
        "notification är högst 150 tecken.",
        "notification has at most 150 characters.",
    ),
    structure(
        "C7",
        "Tidspunkter står i UTC og ender på Z.",
        "Tidpunkter står i UTC och slutar på Z.",
        "Times are in UTC and end in Z.",
    ),
    structure(
        "C8",
        "doNotDeliverUntilDate er en ren dato.",
        "doNotDeliverUntilDate är ett rent datum.",
        "doNotDeliverUntilDate is a plain date.",
    ),
    structure(
        "C9",
        "mandatory, legalNotification og reply er true, false, 1 eller 0.",
        "mandatory, legalNotification och reply är true, false, 1 eller 0.",
        "mandatory, legalNotification and reply are true, false, 1 or 0.",
    ),
    structure(
        "C10",
        "I 1.1 findes mandatory og legalNotification.",
        "I 1.1 finns mandatory och legalNotification.",
        "In 1.1 mandatory and legalNotification are present.",
    )
    .only(Version::V1_1),
    context(
        "C11",
        "doNotDeliverUntilDate ligger ikke før i dag, når meddelelsen sendes.",
        "doNotDeliverUntilDate ligger inte före i dag när meddelandet skickas.",
        "doNotDeliverUntilDate is not before today when the message is sent.",
    )
    .judged_by(not_too_early),
    context(
        "C12",
        "doNotDeliverUntilDate ligger ikke for langt ude i fremtiden.",
        "doNotDeliverUntilDate ligger inte för långt fram i tiden.",
        "doNotDeliverUntilDate is not too far ahead.",
    )
    .judged_by(not_too_late),
    context(
        "C13",
        "En messageUUID bruges kun én gang.",
        "En messageUUID används bara en gång.",
        "A messageUUID is used once only.",
    )
    .judged_by(uuid_is_new),
    warning(
        "C14",
        "replyByDateTime står kun sammen med reply=true.",
        "replyByDateTime står bara tillsammans med reply=true.",
        "replyByDateTime stands only together with reply=true.",
    )
    .judged_by(deadline_needs_reply),
    warning(
        "C15",
        "replyByDateTime ligger efter createdDateTime og doNotDeliverUntilDate.",
        "replyByDateTime ligger efter createdDateTime och doNotDeliverUntilDate.",
        "replyByDateTime lies after createdDateTime and doNotDeliverUntilDate.",
    )
    .judged_by(deadline_after_creation),
    error(
        "C16",
        "Titel, adviseringstekster, messageID og messageCode indeholder ikke CPR-numre.",
        "Rubrik, aviseringstexter, messageID och messageCode innehåller inga CPR-nummer.",
        "Title, notification texts, messageID and messageCode hold no CPR number.",
    )
    .policy()
    .judged_by(no_personal_numbers),
];

fn not_too_early(subject: &Subject<'_>, out: &mut Out<'_>) {
    let day = subject.header().do_not_deliver_until_date.as_ref().and_then(|d| d.day());
    if let (Some(day), Some(today)) = (day, subject.options.context.today())
        && day < today
    {
        out.at(
            header_path("doNotDeliverUntilDate"),
            format!("{day} has passed; today is {today} in Denmark"),
        );
    }
}

fn not_too_late(subject: &Subject<'_>, out: &mut Out<'_>) {
    let context = &subject.options.context;
    let day = subject.header().do_not_deliver_until_date.as_ref().and_then(|d| d.day());
    if let (Some(day), Some(today), Some(max)) = (day, context.today(), context.max_days_ahead) {
        let ahead = today.until(day).map_or(0, |span| span.get_days());
        if i64::from(ahead) > i64::from(max) {
            out.at(
                header_path("doNotDeliverUntilDate"),
                format!("{ahead} days ahead; at most {max} are allowed"),
            );
        }
    }
}

fn uuid_is_new(subject: &Subject<'_>, out: &mut Out<'_>) {
    if subject.options.context.message_uuid_used == Some(true) {
        out.at(header_path("messageUUID"), "this messageUUID was used before; a new message needs a new one");
    }
}

fn deadline_needs_reply(subject: &Subject<'_>, out: &mut Out<'_>) {
    let header = subject.header();
    if header.reply_by_date_time.is_some() && header.reply != Some(true) {
        out.at(
            header_path("replyByDateTime"),
            "a reply deadline without reply=true; the recipient cannot answer",
        );
    }
}

fn deadline_after_creation(subject: &Subject<'_>, out: &mut Out<'_>) {
    let header = subject.header();
    let Some(deadline) = header.reply_by_date_time.as_ref().and_then(|d| d.instant()) else { return };
    if subject.body().and_then(|b| b.created_date_time.instant()).is_some_and(|created| deadline <= created) {
        out.at(
            header_path("replyByDateTime"),
            format!("the deadline is not after {BODY}/memo:createdDateTime"),
        );
    }
    let day = header.do_not_deliver_until_date.as_ref().and_then(|d| d.day());
    if day.is_some_and(|day| crate::time::danish(deadline).date() < day) {
        out.at(header_path("replyByDateTime"), "the deadline is before doNotDeliverUntilDate");
    }
}

fn no_personal_numbers(subject: &Subject<'_>, out: &mut Out<'_>) {
    let header = subject.header();
    let shown = [
        ("label", Some(&header.label)),
        ("notification", header.notification.as_ref()),
        ("additionalNotification", header.additional_notification.as_ref()),
    ];
    for (name, text) in shown {
        if text.is_some_and(|t| cpr::find(t).is_some()) {
            out.at(
                header_path(name),
                "what looks like a CPR number; this text is shown in e-mails and on phones",
            );
        }
    }
    // A sender's own ids are often ten digits that only happen to look like a date.
    let ids = [("messageID", header.message_id.as_ref()), ("messageCode", header.message_code.as_ref())];
    for (name, text) in ids {
        if text.is_some_and(|t| cpr::find(t).is_some()) {
            out.warn(
                header_path(name),
                "what looks like a CPR number; ids are returned in receipts and logged",
            );
        }
    }
}
