//! The seam between the store and a database engine: a connection that executes text with values and
//! fetches rows. Nothing outside this folder names an engine, so a second one is a second arm in here.

pub(crate) mod dialect;
mod sqlite;

pub(crate) use sqlite::{Connection, Readers, Row, connect, copy, database_path, integrity};

use std::sync::Arc;
use uuid::Uuid;

/// A value bound to a statement.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    Null,
    Int(i64),
    Text(Arc<str>),
    Blob(Vec<u8>),
}

impl From<i64> for Value {
    fn from(number: i64) -> Value {
        Value::Int(number)
    }
}
impl From<bool> for Value {
    fn from(yes: bool) -> Value {
        Value::Int(yes.into())
    }
}
impl From<&str> for Value {
    fn from(text: &str) -> Value {
        Value::Text(text.into())
    }
}
impl From<String> for Value {
    fn from(text: String) -> Value {
        Value::Text(text.into())
    }
}
impl From<Arc<str>> for Value {
    fn from(text: Arc<str>) -> Value {
        Value::Text(text)
    }
}
impl From<Uuid> for Value {
    fn from(id: Uuid) -> Value {
        Value::Blob(id.as_bytes().to_vec())
    }
}
impl From<&[u8]> for Value {
    fn from(bytes: &[u8]) -> Value {
        Value::Blob(bytes.to_vec())
    }
}
impl From<[u8; 32]> for Value {
    fn from(bytes: [u8; 32]) -> Value {
        Value::Blob(bytes.to_vec())
    }
}
impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Value {
        value.map_or(Value::Null, Into::into)
    }
}

/// Text of a statement, fixed or put together from fixed parts.
#[derive(Clone, Debug)]
pub(crate) enum Sql {
    Fixed(&'static str),
    Made(String),
}

impl From<&'static str> for Sql {
    fn from(text: &'static str) -> Sql {
        Sql::Fixed(text)
    }
}
impl From<String> for Sql {
    fn from(text: String) -> Sql {
        Sql::Made(text)
    }
}

/// A statement with its values, ready to execute.
#[derive(Clone, Debug)]
pub(crate) struct Statement {
    pub(crate) sql: Sql,
    pub(crate) values: Vec<Value>,
}

impl Statement {
    pub(crate) fn new(sql: impl Into<Sql>, values: Vec<Value>) -> Statement {
        Statement { sql: sql.into(), values }
    }
}
