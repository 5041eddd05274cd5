//! `kombi_request`: the digital part, and beside it the physical one where the platform shall choose
//! (`transport.md` §2.2).

use super::config::{KombiConfig, KombiMode, KombiPrint, KombiSender};
use super::consignment;
use crate::channel::{ComposeError, ComposeJob, Message};
use crate::danish::{self, Limits};
use catalogue::Code;
use letter::Fallback;

/// What the configuration says about requests.
#[derive(Clone, Debug)]
pub(super) struct Settings {
    pub(super) mode: KombiMode,
    pub(super) print: KombiPrint,
    pub(super) limits: Limits,
}

impl Settings {
    pub(super) fn of(config: &KombiConfig) -> Settings {
        let limits = Limits { message_bytes: config.max_message_bytes, attachments: config.max_attachments };
        Settings { mode: config.mode, print: config.print.clone(), limits }
    }
}

/// Builds the request. The MeMo in it has passed every rule of its own.
pub(super) fn compose(
    job: &ComposeJob,
    settings: &Settings,
    sender: &KombiSender,
) -> Result<Message, ComposeError> {
    let Message { bytes: memo, warnings } = danish::compose(job, &sender.memo(), settings.limits)?;
    let physical = physical(job, settings, sender)?;
    let choice = if physical.is_some() { "Automatisk Valg" } else { "Digital Post" };
    let physical = physical.unwrap_or_default();

    let mut out = Vec::with_capacity(memo.len() + physical.len() + 512);
    out.extend_from_slice(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<kombi_request>");
    super::xml::element(&mut out, "KombiValgKode", choice);
    out.push(b'\n');
    out.extend_from_slice(root(&memo));
    if !physical.is_empty() {
        out.extend_from_slice(b"<ForsendelseISamling xmlns=\"urn:oio:fjernprint:1.0.0\">");
        out.extend_from_slice(&physical);
        out.extend_from_slice(b"</ForsendelseISamling>");
    }
    out.extend_from_slice(b"</kombi_request>\n");
    if out.len() as u64 > settings.limits.message_bytes {
        let detail = format!("{} bytes, at most {} (L1)", out.len(), settings.limits.message_bytes);
        return Err(ComposeError { code: Code::MessageTooLargeToSend, detail });
    }
    Ok(Message { warnings, ..Message::from(out) })
}

/// The document without its XML declaration, which may stand at the beginning of a document only.
fn root(document: &[u8]) -> &[u8] {
    let start = document.windows(2).position(|two| two == b"?>").map_or(0, |at| at + 2);
    document.get(start..).unwrap_or_default().trim_ascii_start()
}

/// The physical part, if the platform may choose it.
fn physical(
    job: &ComposeJob,
    settings: &Settings,
    sender: &KombiSender,
) -> Result<Option<Vec<u8>>, ComposeError> {
    if settings.mode == KombiMode::DigitalPost {
        return Ok(None);
    }
    // Without a mailbox the physical part is the letter; with one it is only for the case that it was just closed.
    let needed = job.reason == Some(Code::NotInRegister);
    let built = match forbidden(job) {
        Some(why) => Err(ComposeError { code: Code::NotInRegister, detail: why.to_owned() }),
        None => consignment::build(job, &settings.print, sender),
    };
    match built {
        Ok(bytes) => Ok(Some(bytes)),
        Err(problem) if needed => Err(problem),
        Err(problem) => {
            tracing::info!(channel = "kombi", message = %job.message_uuid, %problem, "sent without a physical part");
            Ok(None)
        }
    }
}

/// Why this letter must not become paper at the platform's choice.
fn forbidden(job: &ComposeJob) -> Option<&'static str> {
    if job.letter.protected {
        return Some("protected identity: not printed automatically (B6)");
    }
    if job.letter_type.fallback != Fallback::Print {
        return Some("the letter type allows no automatic print");
    }
    job.letter_type
        .legal_notification
        .then_some("a legal notification is served digitally or by a person (K5)")
}

#[cfg(test)]
mod tests {
    use super::root;

    #[test]
    fn a_declaration_is_left_out() {
        assert_eq!(root(b"<?xml version=\"1.0\"?>\n<a>?></a>"), b"<a>?></a>");
        assert_eq!(root(b""), b"");
    }
}
