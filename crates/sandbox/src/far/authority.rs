//! `Authority`, version 1: who may send, and who dispatches for them.

use axum::Extension;
use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;

use crate::faults::Place;
use crate::net::Peer;
use crate::outcome::{Outcome, Side};
use crate::recipients;
use crate::shared::{App, Shared};
use crate::soap::{self, Call, Fault, element, ns};

pub(super) async fn handle(
    State(app): State<App>,
    Extension(peer): Extension<Peer>,
    body: Bytes,
) -> Response {
    if let Err(response) = app.strike(Place::Far).await {
        return response;
    }
    let Ok(call) = soap::read_call(&body) else {
        return Fault::new(5001, "not a request of the Authority service").v1("getSenders");
    };
    if app.dispatcher(&peer).is_none() {
        return Fault::new(6005, "the client certificate belongs to no registered dispatcher")
            .v1(&call.operation);
    }
    match answer(&app, &call) {
        Ok(rows) => {
            let name = format!("{}Response", call.operation);
            soap::answer(&format!(
                "<a:{name} xmlns:a=\"{}\" xmlns:s=\"{}\" xmlns:d=\"{}\">{rows}</a:{name}>",
                ns::AUTHORITY,
                ns::SN,
                ns::DISPATCHER
            ))
        }
        Err(fault) => fault.v1(&call.operation),
    }
}

/// The `return` elements: unqualified, because the schema inside this WSDL says nothing else.
fn answer(app: &Shared, call: &Call) -> Result<String, Fault> {
    let swedish = || app.senders.all().into_iter().filter(|sender| sender.country == Side::Se);
    match call.operation.as_str() {
        _ if call.namespace != ns::AUTHORITY => {
            Err(Fault::new(5001, "not in the namespace of the Authority service"))
        }
        "getSenders" => Ok(swedish()
            .map(|sender| {
                format!(
                    "<return>{}{}</return>",
                    element("s:Id", &sender.number),
                    element("s:Name", &sender.name)
                )
            })
            .collect()),
        "getDispatchers" => Ok(swedish()
            .map(|sender| {
                format!(
                    "<return>{}{}{}</return>",
                    element("d:Id", &sender.number),
                    element("d:Name", &sender.name),
                    element("d:Senders", &sender.number)
                )
            })
            .collect()),
        "isSenderAccepted" => {
            let accepted =
                call.texts("", "arg0").next().and_then(recipients::by_number).is_some_and(|recipient| {
                    recipient.country == Side::Se
                        && !matches!(
                            app.outcome(recipient),
                            Outcome::Declined
                                | Outcome::NotRegistered
                                | Outcome::Under18
                                | Outcome::Protected
                                | Outcome::PublicBody
                        )
                });
            Ok(element("return", if accepted { "true" } else { "false" }))
        }
        _ => Err(Fault::new(
            5001,
            "operation not offered by the sandbox: getSenders, getDispatchers and isSenderAccepted are",
        )),
    }
}
