//! Watches the letters until each has come to its end, and plays the case worker where one is needed.

use super::cases::{Case, End};
use super::hand_in::{Api, Handed};
use crate::exit::Failure;
use crate::output::Output;
use catalogue::Code;
use letter::{ChannelKind, StateName};
use sandbox::Running;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// Where a letter stands at the end of the demonstration.
#[derive(Clone, Debug)]
pub(super) struct Ended {
    /// The case.
    pub(super) case: Case,
    /// Its id, if it was accepted.
    pub(super) id: Option<String>,
    /// Masked recipient.
    pub(super) recipient: String,
    /// State; nothing when refused.
    pub(super) state: Option<StateName>,
    /// Channel taken.
    pub(super) channel: Option<ChannelKind>,
    /// Why.
    pub(super) reason: Option<Code>,
    /// It was in doubt on the way, and this resolved it.
    pub(super) doubt: Option<&'static str>,
    /// From acceptance to here.
    pub(super) took: Duration,
    /// As expected.
    pub(super) good: bool,
}

/// How long between two looks.
const PAUSE: Duration = Duration::from_millis(100);

/// Looks until every letter is where it must be, or patience ends.
pub(super) async fn until_ended(
    api: &Api,
    sandbox: &Running,
    cases: &[Case],
    handed: Vec<Handed>,
    patience: Duration,
    out: &Output,
) -> Result<Vec<Ended>, Failure> {
    let began = Instant::now();
    let mut ended: Vec<Ended> = cases.iter().zip(&handed).map(|(case, handed)| first(case, handed)).collect();
    loop {
        for (ended, handed) in ended.iter_mut().zip(&handed) {
            if let (false, Handed::Accepted(id, since)) = (ended.good, handed) {
                let view = api.get(&format!("/v1/letters/{id}")).await?;
                update(ended, &view, since.elapsed());
                if needs_case_worker(&view) {
                    ask_operator(api, sandbox, id, &view).await?;
                }
            }
        }
        let good = ended.iter().filter(|letter| letter.good).count();
        out.progress(&format!("{good} of {} letters have come to their end", ended.len()));
        if good == ended.len() || began.elapsed() > patience {
            return Ok(ended);
        }
        tokio::time::sleep(PAUSE).await;
    }
}

fn first(case: &Case, handed: &Handed) -> Ended {
    let recipient =
        sandbox::by_alias(case.alias).map(|recipient| masked(recipient.reveal())).unwrap_or_default();
    let (id, reason) = match handed {
        Handed::Accepted(id, _) => (Some(id.clone()), None),
        Handed::Refused(code) => (None, *code),
    };
    let good = id.is_none() && reason.is_some_and(|code| case.end == End::Refused(code));
    Ended {
        case: *case,
        id,
        recipient,
        state: None,
        channel: None,
        reason,
        doubt: None,
        took: Duration::ZERO,
        good,
    }
}

fn update(ended: &mut Ended, view: &Value, took: Duration) {
    ended.state = view["state"].as_str().and_then(StateName::parse);
    ended.channel = view["channel"].as_str().and_then(ChannelKind::parse);
    ended.reason = view["reason"]["code"].as_str().and_then(Code::parse);
    ended.doubt = doubt(view);
    ended.took = took;
    ended.good = match ended.case.end {
        End::Refused(_) => false,
        End::At(state, channel, reason) => {
            // A run that was killed while it called an operator that is down leaves a doubt, and waits all the same.
            let waits = state == StateName::Routed && ended.state == Some(StateName::InDoubt);
            (ended.state == Some(state) || waits) && ended.channel == channel && ended.reason == Some(reason)
        }
        End::AfterDoubt(channel) => {
            ended.state == Some(StateName::Delivered)
                && ended.channel == Some(channel)
                && ended.doubt.is_some()
        }
    };
}

/// What ended the doubt, read from the timeline. A run that was killed between sending and recording leaves
/// no `in_doubt`, but the traces of it: a second attempt, or a receipt without a hand-over.
fn doubt(view: &Value) -> Option<&'static str> {
    let timeline = view["timeline"].as_array()?;
    let count = |event: &str| timeline.iter().filter(|moment| moment["event"] == event).count();
    let in_doubt = timeline.iter().position(|moment| moment["event"] == "in_doubt");
    let after = |event: &str| {
        timeline.iter().skip(in_doubt.unwrap_or(usize::MAX)).any(|moment| moment["event"] == event)
    };
    if after("resolved") {
        Some("a person asked the operator")
    } else if after("attempted")
        || (in_doubt.is_none() && count("attempted") > 1 && count("attempt_failed") == 0)
    {
        Some("repeated, recognised")
    } else if in_doubt.is_some() || (count("receipt") > 0 && count("handed_over") == 0) {
        Some("a receipt")
    } else {
        None
    }
}

/// A letter in doubt that nothing but a person can resolve: one of the demonstration's own, or any that was
/// under way when an earlier run was killed.
fn needs_case_worker(view: &Value) -> bool {
    view["attention"]["code"] == Code::InDoubtUnresolved.as_str()
}

/// The case worker calls the operator: has this message arrived? Then says so to the gateway.
async fn ask_operator(api: &Api, sandbox: &Running, id: &str, view: &Value) -> Result<(), Failure> {
    let message = view["message_uuid"].as_str().unwrap_or_default();
    let arrived = sandbox.deliveries().messages.iter().any(|delivery| delivery.message_id == message);
    let how = if arrived { "delivered" } else { "resend" };
    let body = json!({ "how": how, "note": "Asked the operator on the phone" });
    let (status, _) = api.post(&format!("/v1/letters/{id}/resolve"), &body).await?;
    match status {
        200 | 409 => Ok(()),
        status => Err(Failure::new(format!("resolving a letter was answered with {status}"))),
    }
}

/// A test number as the gateway shows it.
fn masked(number: &str) -> String {
    let country = if number.len() == 12 { party::Country::Se } else { party::Country::Dk };
    party::PartyId::parse_wire(country, number).map(|number| number.masked()).unwrap_or_default()
}
