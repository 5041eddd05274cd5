//! Doors: routes that ask for a right before anything behind them runs.

use super::{Actor, Right};
use crate::api::Caller;
use crate::gateway::Gateway;
use crate::keys::Scope;
use crate::pages::{Visit, refused, unavailable};
use crate::problem::Problem;
use axum::Router;
use axum::extract::{DefaultBodyLimit, FromRequestParts, Request, State};
use axum::http::Method;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::MethodRouter;
use catalogue::Code;

/// Who may come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gate {
    /// Anybody; says why.
    Open(&'static str),
    /// Whoever is recognised.
    Known,
    /// Whoever has one of these rights.
    Right(&'static [Right]),
}

impl Gate {
    /// Whether this somebody may.
    pub fn lets(self, actor: &Actor) -> bool {
        match self {
            Gate::Open(_) | Gate::Known => true,
            Gate::Right(rights) => rights.iter().any(|right| actor.may(*right)),
        }
    }
}

impl Gate {
    /// The smallest scope of an API key that opens it.
    fn scope(self) -> Scope {
        match self {
            Gate::Right(rights) => Scope::giving(rights),
            Gate::Open(_) | Gate::Known => Scope::LettersRead,
        }
    }
}

/// How a refusal is said, and how somebody is recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    /// Programs: a key, a problem document.
    Api,
    /// People: a session, a page.
    Pages,
}

/// A route and who may use it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Door {
    /// HTTP method.
    pub method: Method,
    /// Path with `{}` for what varies.
    pub path: &'static str,
    /// Who may.
    pub gate: Gate,
    /// A page, not a call of the API.
    pub page: bool,
}

/// Routes under construction.
pub(crate) struct Doors {
    gateway: Gateway,
    side: Side,
    router: Router<Gateway>,
    doors: Vec<Door>,
}

impl Doors {
    /// None yet.
    pub(crate) fn new(gateway: &Gateway, side: Side) -> Doors {
        Doors { gateway: gateway.clone(), side, router: Router::new(), doors: Vec::new() }
    }

    /// Adds a route.
    pub(crate) fn open(
        mut self,
        method: Method,
        path: &'static str,
        gate: Gate,
        handler: MethodRouter<Gateway>,
    ) -> Doors {
        let guarded = match gate {
            Gate::Open(_) => handler,
            gate => handler.route_layer(from_fn_with_state((self.gateway.clone(), self.side, gate), guard)),
        };
        self.router = self.router.route(path, guarded);
        self.doors.push(Door { method, path, gate, page: self.side == Side::Pages });
        self
    }

    /// Adds a route whose body may have at most so many bytes.
    pub(crate) fn open_limited(
        self,
        method: Method,
        path: &'static str,
        gate: Gate,
        handler: MethodRouter<Gateway>,
        bytes: usize,
    ) -> Doors {
        self.open(method, path, gate, handler.layer(DefaultBodyLimit::max(bytes)))
    }

    /// The router, and the list of its doors.
    pub(crate) fn finish(self) -> (Router<Gateway>, Vec<Door>) {
        (self.router, self.doors)
    }
}

async fn guard(
    State((gateway, side, gate)): State<(Gateway, Side, Gate)>,
    request: Request,
    next: Next,
) -> Response {
    let (mut parts, body) = request.into_parts();
    match side {
        Side::Api => match Caller::from_request_parts(&mut parts, &gateway).await {
            Err(problem) => return problem.into_response(),
            Ok(caller) if !gate.lets(&caller.actor) => {
                let detail = format!("this key lacks the scope {}", gate.scope().as_str());
                return Problem::detail(Code::ScopeMissing, detail)
                    .in_language(caller.language)
                    .into_response();
            }
            Ok(caller) => drop(parts.extensions.insert(caller)),
        },
        Side::Pages => {
            let Ok(visit) = Visit::from_request_parts(&mut parts, &gateway).await;
            match &visit.signed_in {
                None if visit.unknown => return unavailable(&visit),
                None => return visit.to_door(),
                Some(who) if !gate.lets(&who.actor) => return refused(&visit),
                Some(_) => drop(parts.extensions.insert(visit)),
            }
        }
    }
    next.run(Request::from_parts(parts, body)).await
}
