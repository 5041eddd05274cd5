//! Values on their way in, numbers on their way out.

use super::super::{Sql, Statement, Value, dialect};
use crate::StoreError;
use sqlx::encode::IsNull;
use sqlx::error::BoxDynError;
use sqlx::postgres::types::Oid;
use sqlx::postgres::{PgArgumentBuffer, PgArguments, PgRow, PgTypeInfo};
use sqlx::{Arguments, AssertSqlSafe, Encode, Postgres, Row, SqlSafeStr, SqlStr, Type, TypeInfo, ValueRef};

/// Nothing, of whatever type the statement wants there.
struct Nothing;

impl Type<Postgres> for Nothing {
    fn type_info() -> PgTypeInfo {
        // 0 leaves the type to the server.
        PgTypeInfo::with_oid(Oid(0))
    }
}

impl Encode<'_, Postgres> for Nothing {
    fn encode_by_ref(&self, _: &mut PgArgumentBuffer) -> Result<IsNull, BoxDynError> {
        Ok(IsNull::Yes)
    }
}

/// Text in the server's words, and the values to bind.
pub(super) fn prepare(statement: Statement) -> Result<(SqlStr, PgArguments), StoreError> {
    let text = match statement.sql {
        Sql::Fixed(text) => dialect::translate(text),
        Sql::Made(text) => dialect::translate(&text),
    };
    let mut arguments = PgArguments::default();
    arguments.reserve(statement.values.len(), 0);
    for value in statement.values {
        match value {
            Value::Null => arguments.add(Nothing),
            Value::Int(number) => arguments.add(number),
            Value::Text(text) => arguments.add(&*text),
            Value::Blob(bytes) => arguments.add(bytes),
        }
        .map_err(|error| StoreError::Refused { detail: error.to_string() })?;
    }
    // Made of fixed parts only; values are always bound.
    Ok((AssertSqlSafe(text).into_sql_str(), arguments))
}

/// A number of any of the types in which the server counts and sums; `None` if it is none or does not fit.
pub(crate) fn number(row: &PgRow, column: usize) -> Option<Option<i64>> {
    let value = row.try_get_raw(column).ok()?;
    if value.is_null() {
        return Some(None);
    }
    let kind = value.type_info().into_owned();
    let bytes = value.as_bytes().ok()?;
    match kind.name() {
        "INT8" => Some(Some(i64::from_be_bytes(bytes.try_into().ok()?))),
        "INT4" => Some(Some(i32::from_be_bytes(bytes.try_into().ok()?).into())),
        "INT2" => Some(Some(i16::from_be_bytes(bytes.try_into().ok()?).into())),
        "BOOL" => Some(Some(i64::from(bytes != [0]))),
        "NUMERIC" => numeric(bytes).map(Some),
        _ => None,
    }
}

/// A whole number out of PostgreSQL's decimals: digits to the base of 10 000, the first of weight `weight`.
fn numeric(bytes: &[u8]) -> Option<i64> {
    let word = |at: usize| Some(u16::from_be_bytes(bytes.get(2 * at..2 * at + 2)?.try_into().ok()?));
    let (count, sign) = (word(0)?, word(2)?);
    let weight = i16::from_be_bytes(bytes.get(2..4)?.try_into().ok()?);
    let places = usize::try_from(i32::from(weight) + 1).unwrap_or(0);
    if usize::from(count) > places || places > 5 {
        return (count == 0).then_some(0);
    }
    let mut number = 0_i64;
    for place in 0..places {
        let digit = if place < usize::from(count) { word(4 + place)? } else { 0 };
        number = number.checked_mul(10_000)?.checked_add(digit.into())?;
    }
    match sign {
        0x0000 => Some(number),
        0x4000 => Some(-number),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_whole_numbers() {
        let made =
            |words: &[u16]| numeric(&words.iter().flat_map(|word| word.to_be_bytes()).collect::<Vec<_>>());
        assert_eq!(made(&[0, 0, 0, 0]), Some(0));
        assert_eq!(made(&[1, 0, 0, 0, 42]), Some(42));
        assert_eq!(made(&[2, 1, 0x4000, 0, 3, 7]), Some(-30_007));
        assert_eq!(made(&[1, 2, 0, 0, 5]), Some(500_000_000));
        assert_eq!(made(&[1, 0xffff, 0, 4, 5000]), None, "a fraction");
        assert_eq!(made(&[0, 0, 0xc000, 0]), None, "not a number");
        assert_eq!(made(&[1, 9, 0, 0, 1]), None, "too large");
        assert_eq!(made(&[3, 2, 0]), None, "cut off");
    }
}
