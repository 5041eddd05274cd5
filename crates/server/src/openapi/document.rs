//! The OpenAPI 3.1 document.

use super::operation::{Access, Content, Operation, Place};
use super::operations;
use crate::balance::By;
use catalogue::Code;
use letter::{Act, ChannelKind, StateName, TypeState};
use serde_json::{Map, Value, json};
use std::sync::LazyLock;

/// The schemas that people write; what the code enumerates is added to them.
const SCHEMAS: &str = include_str!("schemas.json");
const KEY: &str = "key";
const ABOUT: &str = "Sends letters to people and organisations in Denmark and Sweden: digitally where there is a mailbox, \
    on paper where there is none. Texts come in the language of `Accept-Language` (da, sv, en). Errors are problems by RFC \
    9457; every code is explained at `/problems/{code}`. The SOAP services of a dispatcher in Mina meddelanden, where they \
    are configured, are described by the WSDL at their addresses.";

static DOCUMENT: LazyLock<Value> = LazyLock::new(build);

/// The document.
pub fn document() -> &'static Value {
    &DOCUMENT
}

/// A schema by name; nothing if there is none.
pub(crate) fn schema(name: &str) -> Option<&'static Value> {
    document().pointer("/components/schemas")?.get(name)
}

fn build() -> Value {
    let mut paths = Map::new();
    for operation in operations() {
        let path = paths.entry(operation.path).or_insert_with(|| json!({}));
        path[operation.method] = described(operation);
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Brevdue", "version": env!("CARGO_PKG_VERSION"), "description": ABOUT,
            "license": { "name": "See LICENSE" },
        },
        "servers": [{ "url": "/" }],
        "paths": paths,
        "components": {
            "schemas": schemas(),
            "securitySchemes": {
                KEY: { "type": "http", "scheme": "bearer", "description": "An API key; `brevdue init` makes the first one." },
            },
        },
    })
}

fn schemas() -> Value {
    let mut schemas: Value = serde_json::from_str(SCHEMAS).unwrap_or_default();
    let names = |names: Vec<&str>| json!({ "type": "string", "enum": names });
    schemas["State"] = names(StateName::ALL.map(StateName::as_str).to_vec());
    schemas["Channel"] = names(ChannelKind::ALL.map(ChannelKind::as_str).to_vec());
    schemas["Code"] = names(Code::all().iter().map(|code| code.as_str()).collect());
    schemas["TypeState"] = json!({ "type": "string", "enum": TypeState::ALL });
    schemas["Act"] = names(Act::ALL.map(|(_, name)| name).to_vec());
    let decisions = Act::ALL.into_iter().filter(|(act, _)| matches!(act, Act::Resolve(_)));
    schemas["Resolution"] = names(decisions.map(|(_, name)| name).collect());
    schemas["BalanceBy"] = names(By::ALL.map(|(_, name)| name).to_vec());
    schemas
}

fn named(schema: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{schema}") })
}

fn described(operation: &Operation) -> Value {
    let mut responses = Map::new();
    let (status, content) = operation.answer;
    responses.insert(status.to_string(), answer(operation, content));
    for (status, codes) in operation.refusals() {
        let codes: Vec<String> = codes.iter().map(|code| format!("`{}`", code.as_str())).collect();
        responses.insert(
            status.to_string(),
            json!({
                "description": codes.join(", "),
                "content": { "application/problem+json": { "schema": named("Problem") } },
            }),
        );
    }
    let params = operation.params.iter().map(|param| {
        json!({
            "name": param.name, "in": param.place.as_str(), "required": param.place == Place::Path,
            "schema": named(param.schema), "description": param.what,
        })
    });
    let mut described = json!({
        "operationId": operation.name, "tags": [operation.group], "summary": operation.what,
        "parameters": params.collect::<Vec<_>>(), "responses": responses, "security": security(operation.access),
    });
    if !operation.more.is_empty() {
        described["description"] = operation.more.into();
    }
    if !operation.body.is_empty() {
        let content: Map<String, Value> = operation.body.iter().flat_map(|body| media(*body)).collect();
        described["requestBody"] = json!({ "required": true, "content": content });
    }
    described
}

/// What a good answer carries.
fn answer(operation: &Operation, content: Content) -> Value {
    let mut answer = json!({ "description": operation.what });
    let content: Map<String, Value> = media(content).into_iter().collect();
    if !content.is_empty() {
        answer["content"] = content.into();
    }
    if matches!(operation.answer.1, Content::Json("Letter")) {
        answer["headers"] = json!({ "ETag": { "schema": named("Tag") } });
    }
    answer
}

fn media(content: Content) -> Vec<(String, Value)> {
    match content {
        Content::Json(schema) => vec![("application/json".to_owned(), json!({ "schema": named(schema) }))],
        Content::Form(schema) => vec![("multipart/form-data".to_owned(), json!({ "schema": named(schema) }))],
        Content::Bytes(types) => {
            types.iter().map(|media_type| ((*media_type).to_owned(), json!({}))).collect()
        }
        Content::Nothing => Vec::new(),
    }
}

/// The scopes stand beside the scheme, as OpenAPI 3.1 allows for every kind of key; any of them will do.
fn security(access: Access) -> Value {
    access.scopes().into_iter().map(|scope| json!({ KEY: [scope.as_str()] })).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn no_operation_is_described_twice() {
        let places: BTreeSet<_> = operations().map(|operation| (operation.method, operation.path)).collect();
        let names: BTreeSet<&str> = operations().map(|operation| operation.name).collect();
        assert_eq!((places.len(), names.len()), (operations().count(), operations().count()));
    }

    #[test]
    fn the_document_refers_to_nothing_that_is_missing() {
        let text = document().to_string();
        assert_eq!(schemas().as_object().map(Map::is_empty), Some(false));
        let mut used = BTreeSet::new();
        for part in text.split("#/components/schemas/").skip(1) {
            let name = part.split('"').next().expect("a name");
            assert!(schema(name).is_some(), "the schema {name} is missing");
            used.insert(name);
        }
        let known: BTreeSet<&str> = document()["components"]["schemas"]
            .as_object()
            .expect("schemas")
            .keys()
            .map(String::as_str)
            .collect();
        assert_eq!(used, known, "a schema that nothing uses");
    }

    #[test]
    fn parameters_in_braces_are_described() {
        for operation in operations() {
            let in_path: BTreeSet<&str> =
                operation.path.split('{').skip(1).filter_map(|part| part.split('}').next()).collect();
            let described: BTreeSet<&str> = operation
                .params
                .iter()
                .filter(|param| param.place == Place::Path)
                .map(|param| param.name)
                .collect();
            assert_eq!(in_path, described, "{}", operation.path);
        }
    }
}
