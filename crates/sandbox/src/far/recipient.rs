//! `Recipient/v3`: isReachable and isRegistered; the other operations are in [`accounts`].

use std::fmt::Write as _;

use axum::Extension;
use axum::body::Bytes;
use axum::extract::State;
use axum::response::{IntoResponse, Response};

use super::accounts;
use crate::faults::{Place, Strike};
use crate::net::{HangUp, Peer};
use crate::outcome::{Outcome, Side};
use crate::recipients::{self, TestRecipient};
use crate::shared::{App, Shared, unavailable};
use crate::soap::{self, Call, CallError, Fault, element, ns};

pub(super) async fn handle(
    State(app): State<App>,
    Extension(peer): Extension<Peer>,
    Extension(strike): Extension<Strike>,
    body: Bytes,
) -> Response {
    if app.dispatcher(&peer).is_none() {
        return Fault::new(6005, "the client certificate belongs to no registered dispatcher").v3();
    }
    if let Some(answer) = accounts::answer(&app, &body) {
        return answer.map_or_else(|fault| fault.v3(), soap::whole);
    }
    let call = match soap::read_call(&body) {
        Ok(call) => call,
        Err(CallError::TooMany) => return Fault::new(5005, "at most 1000 recipients in a call").v3(),
        Err(CallError::Malformed(why)) => return Fault::new(5001, why).v3(),
    };
    // Whoever is asked about in one call shares its fate, as in the field.
    for recipient in call.texts(ns::R3, "recipientId").filter_map(recipients::by_number) {
        if let Err(response) = app.meet(Place::Far, recipient.alias, &strike).await {
            return response;
        }
    }
    match answer(&app, &call) {
        Ok(plan) => plan.play(&app).await,
        Err(fault) => fault.v3(),
    }
}

/// An answer, and how it reaches the caller.
struct Plan {
    body: String,
    slow: bool,
    broken: Option<Broken>,
}

#[derive(Clone, Copy)]
enum Broken {
    Down,
    Dropped,
}

impl Plan {
    async fn play(self, app: &Shared) -> Response {
        if self.slow {
            tokio::time::sleep(app.slowness()).await;
        }
        match self.broken {
            Some(Broken::Down) => unavailable(),
            Some(Broken::Dropped) => HangUp.into_response(),
            None => soap::answer(&self.body),
        }
    }
}

fn answer(app: &Shared, call: &Call) -> Result<Plan, Fault> {
    let sender = if call.is(ns::R3, "isReachable") {
        let senders: Vec<_> = call.texts(ns::R3, "senderOrgNr").collect();
        let [sender] = senders.as_slice() else {
            return Err(Fault::new(5001, "exactly one senderOrgNr is needed"));
        };
        if app.senders.swedish(sender).is_none() {
            return Err(Fault::new(5014, "unknown sender"));
        }
        Some(*sender)
    } else if call.is(ns::R3, "isRegistered") {
        None
    } else {
        return Err(Fault::new(5001, "no operation of this service"));
    };
    rows(app, call, sender)
}

/// `sender`: who asks whom it can reach; without one it is isRegistered.
fn rows(app: &Shared, call: &Call, sender: Option<&str>) -> Result<Plan, Fault> {
    let reachability = sender.is_some();
    let mut plan = Plan { body: String::new(), slow: false, broken: None };
    let (mut rows, mut swapped) = (String::new(), false);
    let ids: Vec<_> = call.texts(ns::R3, "recipientId").collect();
    if !reachability && ids.is_empty() {
        return Err(Fault::new(5001, "at least one recipientId is needed"));
    }
    // One malformed id spoils the whole call, as at the real register (C15).
    if !ids.iter().all(|id| is_recipient_id(id)) {
        return Err(Fault::new(5001, "a recipientId does not have the form of one"));
    }
    for id in ids {
        let recipient = recipients::by_number(id).filter(|recipient| recipient.country == Side::Se);
        let outcome = recipient.map_or(Outcome::NotRegistered, |recipient| {
            app.outcome_for(recipient, sender.unwrap_or_default())
        });
        match outcome {
            Outcome::Protected => return Err(Fault::new(6006, "recipient has protected identity")),
            Outcome::PublicBody => return Err(Fault::new(6004, "company form not supported")),
            Outcome::RegisterDown => plan.broken = Some(Broken::Down),
            Outcome::RegisterDropped => plan.broken = Some(Broken::Dropped),
            Outcome::RegisterSlow => plan.slow = true,
            Outcome::WrongElement => swapped = true,
            Outcome::RowMissing => continue,
            _ => {}
        }
        write_row(&mut rows, app, id, recipient, outcome, reachability);
    }
    let name = if reachability == swapped { "isRegisteredResponse" } else { "isReachableResponse" };
    plan.body = format!("<r3:{name} xmlns:r3=\"{}\" xmlns:r1=\"{}\">{rows}</r3:{name}>", ns::R3, ns::R1);
    Ok(plan)
}

fn write_row(
    out: &mut String,
    app: &Shared,
    id: &str,
    recipient: Option<&TestRecipient>,
    outcome: Outcome,
    reachability: bool,
) {
    let registered = !matches!(outcome, Outcome::NotRegistered | Outcome::Under18);
    let pending = outcome == Outcome::Pending;
    let mut status = element("r1:RecipientId", id);
    status += &element("r1:Type", if registered { "Secure" } else { "Not" });
    status += &element("r1:Pending", if pending { "true" } else { "false" });
    if let Some(recipient) = recipient.filter(|_| registered && outcome != Outcome::NoSupplier) {
        status += &supplier(app, recipient, outcome);
    }
    if registered {
        status += "<r1:LastRegistration>2024-02-29T12:00:00+01:00</r1:LastRegistration>";
    }
    let _ = if reachability {
        let accepted = registered && outcome != Outcome::Declined;
        write!(
            out,
            "<r3:return><r1:AccountStatus>{status}</r1:AccountStatus><r1:SenderAccepted>{accepted}</r1:SenderAccepted></r3:return>"
        )
    } else {
        write!(out, "<r3:return>{status}</r3:return>")
    };
}

fn supplier(app: &Shared, recipient: &TestRecipient, outcome: Outcome) -> String {
    let operator = app.operator(recipient);
    let address = app.urls.operator(operator);
    let address = match outcome {
        Outcome::BlankAddress => String::new(),
        Outcome::InsecureAddress => address.replacen("https:", "http:", 1),
        Outcome::UnsupportedOperator => "https://brevlada.example/Service/v3".to_owned(),
        // Port 1 belongs to a service nobody runs: the connection is refused at once.
        Outcome::OperatorDown => format!("https://{}:1/operator/closed/Service/v3", app.urls.host),
        _ => address.to_owned(),
    };
    format!(
        "<r1:ServiceSupplier>{}{}{}{}<r1:InternalServiceAdress/></r1:ServiceSupplier>",
        element("r1:Id", operator.organisation_number()),
        element("r1:Name", operator.name()),
        element("r1:ServiceAdress", &address),
        element("r1:UIAdress", &app.urls.web),
    )
}

/// The pattern of the schema: it has no checksum and lets any day pass.
fn is_recipient_id(id: &str) -> bool {
    let digits = id.len() == 12 && id.bytes().all(|byte| byte.is_ascii_digit());
    let part = |range| id.get(range).unwrap_or("");
    digits
        && match part(0..2) {
            "16" => true,
            "18" | "19" | "20" => ("01"..="12").contains(&part(4..6)),
            _ => false,
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_have_the_form_of_the_schema() {
        for good in ["192705178354", "162021004748", "191401682396", "191401992391"] {
            assert!(is_recipient_id(good));
        }
        for bad in
            ["", "191500722390", "170001012381", "8101052382", "19810105-2382", "20000101T220", "åååååå"]
        {
            assert!(!is_recipient_id(bad));
        }
    }
}
