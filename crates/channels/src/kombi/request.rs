//! `kombi_request`: the digital part, beside it the physical one where the platform shall choose, or the physical one
//! alone (`transport.md` §2.2).

use super::config::{KombiConfig, KombiMode, KombiPrint, KombiSender};
use super::consignment;
use crate::channel::{ComposeError, ComposeJob, Message};
use crate::danish::{self, Limits};
use catalogue::Code;
use letter::{Fallback, MessageKind};

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

/// How every request begins.
pub(super) const START: &[u8] = b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<kombi_request>";

/// Builds the request. The MeMo in it has passed every rule of its own.
pub(super) fn compose(
    job: &ComposeJob,
    settings: &Settings,
    sender: &KombiSender,
) -> Result<Message, ComposeError> {
    let Message { bytes: memo, warnings } = danish::compose(job, &sender.memo(), settings.limits)?;
    let (choice, physical) = match job.letter_type.message {
        MessageKind::NemSms => ("NemSMS", None),
        MessageKind::Letter => match physical(job, settings, sender)? {
            Some(physical) => ("Automatisk Valg", Some(physical)),
            None => ("Digital Post", None),
        },
    };
    let bytes = framed(choice, root(&memo), physical.as_deref(), settings)?;
    Ok(Message { warnings, ..Message::from(bytes) })
}

/// Builds a request to print: the physical part alone.
pub(super) fn compose_print(
    job: &ComposeJob,
    settings: &Settings,
    sender: &KombiSender,
) -> Result<Vec<u8>, ComposeError> {
    if job.letter.protected {
        // The switch never sends one here; nobody's address is printed because of a mistake there (B6).
        let detail = "protected identity: not printed automatically (B6)".to_owned();
        return Err(ComposeError { code: Code::ProtectedIdentity, detail });
    }
    if !job.letter.class.may_be_sent() {
        let detail = "class 4 is never sent (B1)".to_owned();
        return Err(ComposeError { code: Code::ProtectionClassRefused, detail });
    }
    let physical = consignment::build(job, &settings.print, sender)?;
    framed("Fysisk Post", &[], Some(&physical), settings)
}

fn framed(
    choice: &str,
    memo: &[u8],
    physical: Option<&[u8]>,
    settings: &Settings,
) -> Result<Vec<u8>, ComposeError> {
    let mut out = Vec::with_capacity(memo.len() + physical.map_or(0, <[u8]>::len) + 512);
    out.extend_from_slice(START);
    super::xml::element(&mut out, "KombiValgKode", choice);
    out.push(b'\n');
    out.extend_from_slice(memo);
    if let Some(physical) = physical {
        out.extend_from_slice(b"<ForsendelseISamling xmlns=\"urn:oio:fjernprint:1.0.0\">");
        out.extend_from_slice(physical);
        out.extend_from_slice(b"</ForsendelseISamling>");
    }
    out.extend_from_slice(b"</kombi_request>\n");
    if out.len() as u64 > settings.limits.message_bytes {
        let detail = format!("{} bytes, at most {} (L1)", out.len(), settings.limits.message_bytes);
        return Err(ComposeError { code: Code::MessageTooLargeToSend, detail });
    }
    Ok(out)
}

/// The document without its XML declaration, which may stand at the beginning of a document only.
fn root(document: &[u8]) -> &[u8] {
    let start = document.windows(2).position(|two| two == b"?>").map_or(0, |at| at + 2);
    document.get(start..).unwrap_or_default().trim_ascii_start()
}

/// The digital part of a request.
pub(super) fn digital(request: &[u8]) -> Option<&[u8]> {
    let rest = request.strip_prefix(START)?;
    let from = position(rest, END_OF_CHOICE)? + END_OF_CHOICE.len();
    let rest = rest.get(from..)?;
    // Between tags these cannot stand: text is escaped, files are base64.
    let end = position(rest, b"<ForsendelseISamling ").or_else(|| position(rest, b"</kombi_request>"))?;
    rest.get(..end).map(<[u8]>::trim_ascii).filter(|memo| !memo.is_empty())
}

const END_OF_CHOICE: &[u8] = b"</KombiValgKode>";

/// Where something begins.
pub(super) fn position(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|part| part == what)
}

/// The physical part, if the platform may choose it.
fn physical(
    job: &ComposeJob,
    settings: &Settings,
    sender: &KombiSender,
) -> Result<Option<Vec<u8>>, ComposeError> {
    // Where the platform may choose it would print for the exempt, whom mandatory post must reach digitally (K3),
    // and what is printed is not served (K5).
    if settings.mode == KombiMode::DigitalPost || job.letter_type.is_forced() {
        return Ok(None);
    }
    // Without a mailbox the physical part is the letter; with one it is only for the case that it was just closed.
    let needed = job.reason == Some(Code::NoOpenMailbox);
    let built = match forbidden(job) {
        Some(why) => Err(ComposeError { code: Code::NoOpenMailbox, detail: why.to_owned() }),
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
    (job.letter_type.fallback != Fallback::Print).then_some("the letter type allows no automatic print")
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
