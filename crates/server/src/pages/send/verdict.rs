//! The channel switch's answer in words: where the letter would go now, and why (R56).

use super::form::Filled;
use crate::access::{Actor, Right};
use crate::gateway::Gateway;
use crate::intake::today;
use crate::pages::words::{Verdicts, fill};
use crate::problem::Problem;
use crate::reach::Reason;
use catalogue::{Code, Language, Owner};
use channels::AddressPolicy;
use jiff::Timestamp;
use letter::{ChannelKind, Fault};
use party::PartyId;

/// The answer beside the form.
pub(super) struct Verdict {
    pub(super) heading: &'static str,
    pub(super) answer: String,
    pub(super) number: String,
    /// The reason and what follows.
    pub(super) what: &'static str,
    pub(super) fix: &'static str,
    /// Class of the stylesheet.
    pub(super) tone: &'static str,
    pub(super) sign: &'static str,
    /// Goes on paper, and the paper needs an address that is not there.
    pub(super) wants_address: bool,
    pub(super) address: &'static str,
}

/// Asks the switch for the recipient of this form.
///
/// # Errors
/// Number or type cannot be used.
pub(super) async fn ask(
    gateway: &Gateway,
    actor: &Actor,
    filled: &Filled,
    lang: Language,
) -> Result<Verdict, Problem> {
    let mut faults = Vec::new();
    let written = filled.to.trim();
    if written.is_empty() {
        faults.push(Fault::new(Code::RecipientMissing, "/to", ""));
    }
    let kind = match gateway.type_of(actor, &[Right::Send], Some(&filled.kind)) {
        Ok(current) => current.letter_type,
        Err(problem) => {
            faults.extend(problem.errors);
            return Err(Problem::faults(faults));
        }
    };
    let Some(sender) = gateway.sender(&kind.sender) else { return Err(Problem::new(Code::InternalError)) };
    let today = today(sender.time_zone(), Timestamp::now());
    let number = match PartyId::parse_on(sender.country(), written, today) {
        Ok(number) if faults.is_empty() => number,
        Ok(_) => return Err(Problem::faults(faults)),
        Err(error) => {
            if faults.is_empty() {
                let code = Code::parse(error.code()).unwrap_or(Code::RecipientMalformed);
                faults.push(Fault::new(code, "/to", ""));
            }
            return Err(Problem::faults(faults));
        }
    };
    let w = Verdicts::of(lang);
    // A protected recipient is not asked for: the letter goes to the desk, whatever a register says.
    let (channel, reason, operator) = if filled.protected {
        (Some(ChannelKind::Desk), Reason::of(Code::ProtectedIdentity, lang), None)
    } else {
        let mut answers = gateway.reach(&kind, std::slice::from_ref(&number), lang).await;
        let answer = answers.pop().ok_or_else(|| Problem::new(Code::InternalError))?;
        (answer.channel, answer.reason, answer.operator)
    };
    // "Nothing to do" is true of most reasons, but not when the fallback is the case worker.
    let own_work = channel == Some(ChannelKind::Desk) && reason.code.entry().owner != Owner::CaseWorker;
    let fix = if own_work { Code::FallbackDesk.entry().fix.get(lang) } else { reason.fix };
    let (answer, tone, sign) = match (channel, operator) {
        (None, _) => (w.wait.to_owned(), "going", "…"),
        (Some(ChannelKind::Print), _) if reason.code == Code::PaperOnly => (w.paper.to_owned(), "paper", "✉"),
        (Some(ChannelKind::Print), _) => (w.print.to_owned(), "paper", "✉"),
        (Some(ChannelKind::Desk), _) => (w.desk.to_owned(), "person", "!"),
        (Some(ChannelKind::None), _) => (w.none.to_owned(), "bad", "✕"),
        (Some(_), Some(operator)) => (fill(w.operator, &[("operator", &operator)]), "done", "✓"),
        (Some(_), None) => (w.mailbox.to_owned(), "done", "✓"),
    };
    let has_address =
        ![&filled.street, &filled.postcode, &filled.city].iter().all(|field| field.trim().is_empty());
    let required =
        gateway.config.print.as_ref().is_some_and(|print| print.address == AddressPolicy::Required);
    Ok(Verdict {
        heading: w.heading,
        answer,
        number: fill(w.number, &[("masked", &number.masked())]),
        what: reason.what,
        fix,
        tone,
        sign,
        wants_address: channel == Some(ChannelKind::Print) && required && !has_address,
        address: w.address,
    })
}
