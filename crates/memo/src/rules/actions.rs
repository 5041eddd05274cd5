//! Section I: actions.

use super::row::{elsewhere, error, structure, warning};
use super::subject::header_path;
use super::{Out, Rule, Subject};
use crate::codes::ActionCode;
use crate::value::DateTime;
use std::collections::HashSet;

pub(super) const RULES: &[Rule] = &[
    structure(
        "I1",
        "En handling har højst én af Reservation og EntryPoint.",
        "En åtgärd har högst en av Reservation och EntryPoint.",
        "An action has at most one of Reservation and EntryPoint.",
    ),
    structure(
        "I2",
        "En handling har label og actionCode.",
        "En åtgärd har label och actionCode.",
        "An action has label and actionCode.",
    ),
    error(
        "I3",
        "actionCode er en af de otte kendte koder, skrevet med store bogstaver.",
        "actionCode är en av de åtta kända koderna, skriven med versaler.",
        "actionCode is one of the eight known codes, in upper case.",
    )
    .judged_by(code_is_known),
    error("I4", "AFTALE har en Reservation.", "AFTALE har en Reservation.", "AFTALE has a Reservation.")
        .judged_by(appointment_has_reservation),
    error(
        "I5",
        "Alle andre koder end AFTALE har et EntryPoint.",
        "Alla andra koder än AFTALE har en EntryPoint.",
        "All codes other than AFTALE have an EntryPoint.",
    )
    .judged_by(others_have_entry_point),
    error(
        "I6",
        "Adressen (url) begynder med https.",
        "Adressen (url) börjar med https.",
        "The url begins with https.",
    )
    .judged_by(url_is_https),
    error(
        "I7",
        "Adressen (url) er fuldstændig og højst 256 tegn.",
        "Adressen (url) är fullständig och högst 256 tecken.",
        "The url is absolute and has at most 256 characters.",
    )
    .judged_by(url_is_absolute),
    structure(
        "I8",
        "Reservation har description, reservationUUID, abstract, location, startDateTime og endDateTime.",
        "Reservation har description, reservationUUID, abstract, location, startDateTime och endDateTime.",
        "Reservation has description, reservationUUID, abstract, location, startDateTime and endDateTime.",
    ),
    structure(
        "I9",
        "reservationUUID er en UUID version 4.",
        "reservationUUID är en UUID version 4.",
        "reservationUUID is a version-4 UUID.",
    ),
    error(
        "I10",
        "En aftale slutter, efter at den begynder.",
        "En bokning slutar efter att den börjar.",
        "An appointment ends after it begins.",
    )
    .judged_by(reservation_ends_later),
    warning(
        "I11",
        "En handlings endDateTime ligger ikke før startDateTime.",
        "En åtgärds endDateTime ligger inte före startDateTime.",
        "endDateTime of an action is not before startDateTime.",
    )
    .judged_by(action_ends_later),
    warning(
        "I12",
        "Fristen for en handling er endDateTime; startDateTime alene betyder \"fra\".",
        "Fristen för en åtgärd är endDateTime; startDateTime ensam betyder \"från\".",
        "The deadline of an action is endDateTime; startDateTime alone means \"from\".",
    )
    .judged_by(deadline_is_end),
    warning(
        "I13",
        "Svarfrist og handlingens frist er ens, og slutningen af en dag er regnet om til UTC.",
        "Svarsfrist och åtgärdens frist är lika, och slutet av en dag är omräknat till UTC.",
        "Reply deadline and the action's deadline agree, and the end of a day is converted to UTC.",
    )
    .judged_by(deadlines_agree),
    elsewhere(
        "I14",
        "Ændring eller aflysning af en aftale genbruger reservationUUID.",
        "Ändring eller avbokning återanvänder reservationUUID.",
        "Changing or cancelling an appointment reuses reservationUUID.",
    ),
    warning(
        "I15",
        "Et dokument har ikke to handlinger med samme kode og adresse.",
        "Ett dokument har inte två åtgärder med samma kod och adress.",
        "A document has no two actions with the same code and url.",
    )
    .judged_by(actions_differ),
];

fn code_is_known(subject: &Subject<'_>, out: &mut Out<'_>) {
    for (document, index, action) in subject.actions() {
        if ActionCode::parse(&action.action_code).is_none() {
            let path = document.action(index, "actionCode");
            if !out.notes.has("I2", &path) {
                let codes = ActionCode::ALL.map(ActionCode::as_str).join(", ");
                out.at(path, format!("actionCode must be one of {codes}"));
            }
        }
    }
}

fn appointment_has_reservation(subject: &Subject<'_>, out: &mut Out<'_>) {
    for (document, index, action) in subject.actions() {
        if action.action_code == "AFTALE" && action.reservation.is_none() {
            out.at(document.inside("Action", index), "an appointment needs a Reservation for the calendar");
        }
    }
}

fn others_have_entry_point(subject: &Subject<'_>, out: &mut Out<'_>) {
    for (document, index, action) in subject.actions() {
        let other = ActionCode::parse(&action.action_code).is_some_and(|c| c != ActionCode::Appointment);
        if other && action.entry_point.is_none() {
            out.at(
                document.inside("Action", index),
                format!("{} needs an EntryPoint with a url", action.action_code),
            );
        }
    }
}

/// Scheme of an absolute URL.
fn scheme(url: &str) -> Option<&str> {
    let (scheme, rest) = url.split_once(':')?;
    let sound = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'));
    let host = rest.strip_prefix("//").is_none_or(|r| !r.is_empty() && !r.starts_with('/'));
    (sound && host && !rest.is_empty()).then_some(scheme)
}

fn url_is_https(subject: &Subject<'_>, out: &mut Out<'_>) {
    for (document, index, action) in subject.actions() {
        let Some(url) = action.entry_point.as_ref().map(|e| &e.url) else { continue };
        if url.starts_with("https") || url.is_empty() {
            continue;
        }
        let path = document.action(index, "EntryPoint/memo:url");
        let text = "the url must begin with https since 10 September 2025";
        if subject.after_september_2025() { out.at(path, text) } else { out.warn(path, text) }
    }
}

fn url_is_absolute(subject: &Subject<'_>, out: &mut Out<'_>) {
    for (document, index, action) in subject.actions() {
        let Some(url) = action.entry_point.as_ref().map(|e| &e.url) else { continue };
        let path = || document.action(index, "EntryPoint/memo:url");
        if scheme(url).is_none() && !out.notes.has("I7", &path()) {
            out.at(path(), "the url must be absolute, such as https://example.dk/page");
        }
    }
}

/// Whether `end` is at or before `start`; `None` if one is not a time.
fn order(start: &DateTime, end: &DateTime) -> Option<std::cmp::Ordering> {
    Some(end.instant()?.cmp(&start.instant()?))
}

fn reservation_ends_later(subject: &Subject<'_>, out: &mut Out<'_>) {
    for (document, index, action) in subject.actions() {
        let Some(reservation) = &action.reservation else { continue };
        if order(&reservation.start_date_time, &reservation.end_date_time).is_some_and(|o| o.is_le()) {
            out.at(
                document.action(index, "Reservation/memo:endDateTime"),
                "the appointment ends before or when it begins",
            );
        }
    }
}

fn action_ends_later(subject: &Subject<'_>, out: &mut Out<'_>) {
    for (document, index, action) in subject.actions() {
        if let (Some(start), Some(end)) = (&action.start_date_time, &action.end_date_time)
            && order(start, end).is_some_and(|o| o.is_lt())
        {
            out.at(document.action(index, "endDateTime"), "the action ends before it starts");
        }
    }
}

fn deadline_is_end(subject: &Subject<'_>, out: &mut Out<'_>) {
    for (document, index, action) in subject.actions() {
        let deadline = ActionCode::parse(&action.action_code).is_some_and(ActionCode::has_deadline);
        if deadline && action.start_date_time.is_some() && action.end_date_time.is_none() {
            let text = "a start without an end means \"available from\"; a deadline belongs in endDateTime";
            out.at(document.action(index, "startDateTime"), text);
        }
    }
}

fn deadlines_agree(subject: &Subject<'_>, out: &mut Out<'_>) {
    let reply_by = subject.header().reply_by_date_time.as_ref();
    if reply_by.is_some_and(looks_local) {
        out.at(header_path("replyByDateTime"), LOCAL);
    }
    for (document, index, action) in subject.actions() {
        let Some(end) = &action.end_date_time else { continue };
        let path = || document.action(index, "endDateTime");
        if looks_local(end) {
            out.at(path(), LOCAL);
        }
        let deadline = ActionCode::parse(&action.action_code).is_some_and(ActionCode::has_deadline);
        if let (true, Some(reply_by), Some(end)) =
            (deadline, reply_by.and_then(DateTime::instant), end.instant())
            && reply_by != end
        {
            out.at(path(), "the deadline of the action differs from replyByDateTime");
        }
    }
}

const LOCAL: &str = "this looks like the end of a day in local time with Z put behind it; \
    the end of a day in Denmark is 22:59:59Z, in summer 21:59:59Z";

/// A deadline at 23:59 UTC is nearly always a local midnight that was not converted (C7, I13).
fn looks_local(at: &DateTime) -> bool {
    at.as_str().get(10..16) == Some("T23:59")
}

fn actions_differ(subject: &Subject<'_>, out: &mut Out<'_>) {
    for document in subject.documents().filter(|d| d.actions.len() > 1) {
        let mut seen = HashSet::new();
        for (index, action) in document.actions.iter().enumerate() {
            let Some(entry) = &action.entry_point else { continue };
            if !seen.insert((action.action_code.as_str(), entry.url.as_str())) {
                out.at(document.inside("Action", index), "this action stands twice in the document");
            }
        }
    }
}
