//! The API to be read: the same description as `/openapi.json`, as a page.

use super::visit::{Frame, Place as Part, Visit};
use super::words::{Docs, Frame as Words};
use crate::openapi::{Access, Content, Operation, document, operations, schema};
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use catalogue::{Code, Language};
use serde_json::Value;

#[derive(Template)]
#[template(path = "docs.html")]
struct Page {
    f: Frame,
    w: &'static Words,
    t: &'static Docs,
    groups: Vec<Group>,
    /// Every schema by name.
    shapes: Vec<(String, String)>,
}

struct Group {
    name: &'static str,
    calls: Vec<Call>,
}

struct Call {
    name: &'static str,
    method: String,
    path: &'static str,
    what: &'static str,
    more: String,
    access: String,
    params: Vec<Param>,
    body: Vec<Body>,
    status: u16,
    answer: Vec<Body>,
    refusals: Vec<(u16, Vec<Refusal>)>,
}

struct Param {
    name: &'static str,
    place: &'static str,
    what: &'static str,
    /// What it may be, where that is a short list.
    values: String,
}

/// A media type with its shape.
struct Body {
    kind: String,
    schema: Option<String>,
}

struct Refusal {
    code: &'static str,
    what: &'static str,
}

/// `GET /docs`
pub(super) async fn docs(visit: Visit) -> Response {
    let f = visit.frame(Part::Elsewhere);
    let shapes = document().pointer("/components/schemas").and_then(Value::as_object);
    let shapes = shapes.into_iter().flatten().map(|(name, shape)| (name.clone(), pretty(shape)));
    let page = Page { w: f.w, f, t: Docs::of(visit.lang), groups: groups(), shapes: shapes.collect() };
    visit.page(StatusCode::OK, &page)
}

/// The calls by group, in the order in which they are described.
fn groups() -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for operation in operations() {
        let call = call(operation);
        match groups.iter_mut().find(|group| group.name == operation.group) {
            Some(group) => group.calls.push(call),
            None => groups.push(Group { name: operation.group, calls: vec![call] }),
        }
    }
    groups
}

fn call(operation: &Operation) -> Call {
    let refusal = |code: &Code| Refusal { code: code.as_str(), what: code.entry().what.get(Language::En) };
    let refusals = operation.refusals().into_iter();
    Call {
        name: operation.name,
        method: operation.method.to_uppercase(),
        path: operation.path,
        what: operation.what,
        more: operation.more.replace('`', ""),
        access: match operation.access {
            Access::Rights(_) => {
                let scopes: Vec<_> = operation.access.scopes().iter().map(|scope| scope.as_str()).collect();
                format!("A key with the scope {}.", scopes.join(" or "))
            }
            Access::Certificate => "A client certificate that the proxy has checked.".to_owned(),
            Access::Open => "No key.".to_owned(),
        },
        params: operation
            .params
            .iter()
            .map(|param| Param {
                name: param.name,
                place: param.place.as_str(),
                what: param.what,
                values: values(param.schema),
            })
            .collect(),
        body: operation.body.iter().flat_map(|content| bodies(*content)).collect(),
        status: operation.answer.0,
        answer: bodies(operation.answer.1),
        refusals: refusals.map(|(status, codes)| (status, codes.iter().map(refusal).collect())).collect(),
    }
}

/// What a parameter may be, if it is one of few words.
fn values(name: &str) -> String {
    const FEW: usize = 20;
    let words = schema(name).and_then(|schema| schema["enum"].as_array()).filter(|words| words.len() <= FEW);
    let words = words.into_iter().flatten().filter_map(Value::as_str);
    words.collect::<Vec<_>>().join(", ")
}

fn bodies(content: Content) -> Vec<Body> {
    let shaped = |kind: &str, name: &str| {
        vec![Body { kind: format!("{kind}, {name}"), schema: schema(name).map(pretty) }]
    };
    match content {
        Content::Json(name) => shaped("application/json", name),
        Content::Form(name) => shaped("multipart/form-data", name),
        Content::Bytes(types) => vec![Body { kind: types.join(", "), schema: None }],
        Content::Nothing => Vec::new(),
    }
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}
