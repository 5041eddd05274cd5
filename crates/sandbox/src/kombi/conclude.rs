//! What follows "accepted": mailbox or print, and the PostStatus.

use std::sync::Arc;

use jiff::Timestamp;
use uuid::Uuid;

use crate::digital_post::rule;
use crate::faults::FaultKind;
use crate::outcome::Outcome;
use crate::recipients;
use crate::shared::{App, Shared};
use crate::state::{Channel, Entry, KombiPart, KombiTaken, PostStatus, PrintStatus, ReceiptStatus};

/// Takes up what an earlier run of the sandbox left undone.
pub(crate) fn resume(app: &App) {
    let undone: Vec<Uuid> = app.state.read(|index| index.kombi_pending.keys().copied().collect());
    for transmission in undone {
        schedule(app, transmission);
    }
}

/// Decides one transmission after the delay of the configuration.
pub(super) fn schedule(app: &App, transmission: Uuid) {
    let app = Arc::clone(app);
    tokio::spawn(async move {
        let Some(taken) = app.state.read(|index| index.kombi_pending.get(&transmission).cloned()) else {
            return;
        };
        let delay = app.receipt_delay(taken.late);
        tokio::time::sleep(delay).await;
        if let Err(error) = conclude(&app, &taken) {
            tracing::error!(%error, "PostStatus not written; it follows after a restart");
        }
    });
}

/// Status words, the last of them final, with the error of the last. None at all: nobody tells.
struct Course {
    words: Vec<&'static str>,
    error: Option<(String, String)>,
}

fn conclude(app: &Shared, taken: &KombiTaken) -> std::io::Result<()> {
    // Asked before the state is held: what a recipient plays is part of it.
    let at = Timestamp::now();
    let (course, delivered) = match taken.part {
        KombiPart::Digital => digital(app, taken, at),
        KombiPart::Print => print(app, taken, at),
    };
    app.state.decide(|index| {
        // A run that was killed in between may have delivered already.
        let id = taken.message_uuid.to_string();
        let known = index.first(Channel::DigitalPost, &id).is_some();
        let mut entries: Vec<Entry> = delivered.into_iter().filter(|_| !known).collect();
        if app.pusher.is_some() && !taken.missing && !course.words.is_empty() {
            entries.extend(statuses(taken, &course, at));
        }
        entries.push(Entry::KombiDone { transmission: taken.transmission });
        (entries, ())
    })
}

fn digital(app: &Shared, taken: &KombiTaken, at: Timestamp) -> (Course, Option<Entry>) {
    let recipient = taken.alias.as_deref().and_then(recipients::by_alias);
    let outcome = recipient.map_or(Outcome::Unknown, |recipient| app.outcome(recipient));
    let ruling = rule(recipient, outcome, &taken.nature);
    let (Some(recipient), Some(blob), ReceiptStatus::Completed) = (recipient, &taken.blob, ruling.status)
    else {
        let unreadable = || ("memo.invalid".to_owned(), "the message cannot be read".to_owned());
        let error = Some(ruling.error.unwrap_or_else(unreadable));
        return (Course { words: vec!["Modtaget Digital Post", "Fejlet"], error }, None);
    };
    let delivered = Entry::Delivered {
        channel: Channel::DigitalPost,
        alias: recipient.alias.to_owned(),
        message_id: taken.message_uuid.to_string(),
        transaction: taken.transmission.to_string(),
        blob: blob.clone(),
        at,
        facts: taken.facts.clone(),
    };
    (Course { words: vec!["Modtaget Digital Post", "Afleveret Digital Post"], error: None }, Some(delivered))
}

fn print(app: &Shared, taken: &KombiTaken, at: Timestamp) -> (Course, Option<Entry>) {
    let struck = app.print_fault(taken.alias.as_deref());
    let rejected = matches!(struck, Some(FaultKind::Reject | FaultKind::Fault));
    let status = if rejected { PrintStatus::Rejected } else { PrintStatus::Printed };
    let entry = Entry::Print {
        job_id: taken.consignment.clone().unwrap_or_else(|| taken.message_uuid.to_string()),
        status,
        code: rejected.then(|| "random".to_owned()),
        pages: taken.pages,
        alias: taken.alias.clone(),
        at,
        title: taken.title.clone(),
    };
    let course = if struck == Some(FaultKind::Missing) {
        Course { words: Vec::new(), error: None }
    } else if rejected {
        let error = Some(("print.rejected".to_owned(), "random fault of the sandbox".to_owned()));
        Course { words: vec!["Modtaget fjernprint", "Fejlet"], error }
    } else {
        let words = vec!["Modtaget fjernprint", "Afleveret til print og kuvertering", "Afsendt"];
        Course { words, error: None }
    };
    (course, Some(entry))
}

fn statuses(taken: &KombiTaken, course: &Course, at: Timestamp) -> Vec<Entry> {
    let last = course.words.len().saturating_sub(1);
    let status = |(number, word): (usize, &&'static str)| PostStatus {
        delivery: Uuid::new_v4(),
        id: Uuid::new_v4(),
        attempt: 1,
        transmission: taken.transmission,
        cvr: taken.cvr.clone(),
        message_uuid: taken.message_uuid,
        message_id: taken.message_id.clone(),
        consignment: taken.consignment.clone().filter(|_| taken.part == KombiPart::Print),
        on_paper: taken.part == KombiPart::Print,
        status: (*word).to_owned(),
        error: course.error.clone().filter(|_| number == last),
        at,
    };
    let mut all: Vec<PostStatus> = course.words.iter().enumerate().map(status).collect();
    if taken.double {
        // The end before the beginning, and then the end once more: the same message, delivered a second time.
        all.reverse();
        if let Some(end) = all.first().cloned() {
            all.push(PostStatus { delivery: Uuid::new_v4(), attempt: 2, ..end });
        }
    }
    all.into_iter().map(|status| Entry::PostStatus(Box::new(status))).collect()
}
