//! Messages that came ready-made: the sender's octets are sealed or passed on, never written anew (R12, E7).

use super::compose::Setting;
use crate::channel::{ComposeError, ComposeJob};
use catalogue::Code;
use letter::ReadyForm;
use mina::notification::Notify;
use mina::{Limits, SignedDelivery, WireId};

/// What the letter brought along, in the form that goes on: a delivery to be sealed, or the finished notification.
pub(super) enum Brought {
    Signed(SignedDelivery),
    Notification(Vec<u8>),
}

/// Takes what the sender handed in. `None`: the letter is written here.
pub(super) fn brought(job: &ComposeJob, setting: &Setting) -> Result<Option<Brought>, ComposeError> {
    let (Some(ready), Some(octets)) = (&job.letter.ready, &job.ready) else { return Ok(None) };
    let broken = |detail: String| ComposeError { code: Code::ComposeFailed, detail: crate::scrub(&detail) };
    match ready.form {
        ReadyForm::SignedDelivery => SignedDelivery::from_document(octets, &Limits::default())
            .map(|signed| Some(Brought::Signed(signed)))
            .map_err(|error| broken(error.to_string())),
        ReadyForm::Notification => {
            let mut notify =
                Notify::parse(octets, &Limits::default()).map_err(|error| broken(error.to_string()))?;
            let header = &mut notify.notification.header;
            // Held against the configuration once more: it may have changed since the notification was taken.
            if header.sender.id != setting.wire_id {
                let detail = "the notification names another sender than the letter (A15)".to_owned();
                return Err(ComposeError { code: Code::SenderNotAllowed, detail });
            }
            header.recipients = vec![WireId::from(&job.letter.recipient)];
            Ok(Some(Brought::Notification(notify.to_xml())))
        }
    }
}
