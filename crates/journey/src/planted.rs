//! Deliberate bugs, each a mistake that real gateways have made. The simulation must catch every one of them; if it does
//! not, it proves nothing. Compiled only with the feature `planted`, which no program has.

use crate::House;
use catalogue::Code;
use letter::{LetterId, MessageUuid, Outcome};
use store::{AcceptError, Accepted, NewLetter};

/// One deliberate bug.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Bug {
    /// The caller is told "accepted" before the letter is on disk.
    AcknowledgeBeforeStore,
    /// Every attempt sends the message under an id of its own.
    NewIdOnRetry,
    /// A lost answer is read as "no": the letter goes on paper.
    PaperOnTimeout,
    /// A worker that lost its lease, or was overtaken, sends all the same.
    LeaseIgnored,
    /// A worker that was held up until after its lease sends what it was about to send.
    SendsAfterLease,
    /// A receipt is acknowledged first and stored afterwards.
    ReceiptAcknowledgedFirst,
    /// An attempt whose worker died is read as one that never left.
    CrashMeansNotSent,
    /// A receipt that cannot be recorded at once is forgotten.
    ReceiptForgotten,
}

impl Bug {
    /// All of them.
    pub const ALL: [Bug; 8] = [
        Bug::AcknowledgeBeforeStore,
        Bug::NewIdOnRetry,
        Bug::PaperOnTimeout,
        Bug::LeaseIgnored,
        Bug::SendsAfterLease,
        Bug::ReceiptAcknowledgedFirst,
        Bug::CrashMeansNotSent,
        Bug::ReceiptForgotten,
    ];

    /// Its name on the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Bug::AcknowledgeBeforeStore => "acknowledge-before-store",
            Bug::NewIdOnRetry => "new-id-on-retry",
            Bug::PaperOnTimeout => "paper-on-timeout",
            Bug::LeaseIgnored => "lease-ignored",
            Bug::SendsAfterLease => "sends-after-lease",
            Bug::ReceiptAcknowledgedFirst => "receipt-acknowledged-first",
            Bug::CrashMeansNotSent => "crash-means-not-sent",
            Bug::ReceiptForgotten => "receipt-forgotten",
        }
    }
}

/// Says "accepted" and stores afterwards.
pub(crate) async fn promise<H: House>(gateway: &H, new: NewLetter) -> Result<Accepted, AcceptError> {
    let id: LetterId = new.letter.id;
    gateway.store_later(new);
    Ok(Accepted { id, replayed: false })
}

/// The id under which an attempt leaves.
pub(crate) fn wire_id<H: House>(gateway: &H, attempts: u32, id: MessageUuid) -> MessageUuid {
    if attempts > 1 && gateway.planted(Bug::NewIdOnRetry) { gateway.new_message_uuid() } else { id }
}

/// What is believed of an attempt.
pub(crate) fn belief<H: House>(gateway: &H, outcome: Outcome) -> Outcome {
    match outcome {
        Outcome::InDoubt { detail, .. } if gateway.planted(Bug::PaperOnTimeout) => {
            Outcome::NotDelivered { problem: Code::OperatorRejected, detail, raw: None }
        }
        other => other,
    }
}
