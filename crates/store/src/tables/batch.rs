//! Statements over many rows. Texts are made for powers of two of rows only, so that the statement cache
//! of the connection stays small and each text is parsed once.

use crate::StoreError;
use crate::engine::{Connection, Readers, Row, Statement, Value};

const MOST_ROWS: usize = 32;
const MOST_KEYS: usize = 64;

/// A statement around a list of rows: `head (…),(…) tail`.
pub(crate) struct Rows {
    pub(crate) head: &'static str,
    pub(crate) columns: usize,
    pub(crate) tail: &'static str,
}

impl Rows {
    fn text(&self, rows: usize) -> String {
        let mut text =
            String::with_capacity(self.head.len() + self.tail.len() + rows * (self.columns * 2 + 3));
        text.push_str(self.head);
        for row in 0..rows {
            text.push_str(if row == 0 { "(" } else { ",(" });
            marks(&mut text, self.columns);
            text.push(')');
        }
        text.push_str(self.tail);
        text
    }

    /// The statement for one row.
    pub(crate) fn single(&self, values: Vec<Value>) -> Statement {
        Statement::new(self.text(1), values)
    }

    fn statements(&self, mut values: Vec<Value>) -> Vec<Statement> {
        let mut statements = Vec::new();
        while values.len() >= self.columns {
            let rows = floor_power_of_two(values.len() / self.columns).min(MOST_ROWS);
            let rest = values.split_off(rows * self.columns);
            statements.push(Statement::new(self.text(rows), values));
            values = rest;
        }
        statements
    }

    /// Executes it over all rows, whose values stand one after another; gives the number of rows changed.
    pub(crate) async fn execute(
        &self,
        connection: &mut Connection,
        values: Vec<Value>,
    ) -> Result<u64, StoreError> {
        let mut changed = 0;
        for statement in self.statements(values) {
            changed += connection.execute(statement).await?;
        }
        Ok(changed)
    }

    /// The same for a statement that returns rows.
    pub(crate) async fn fetch(
        &self,
        connection: &mut Connection,
        values: Vec<Value>,
    ) -> Result<Vec<Row>, StoreError> {
        let mut found = Vec::new();
        for statement in self.statements(values) {
            found.extend(connection.fetch(statement).await?);
        }
        Ok(found)
    }
}

/// A statement around a list of keys: `head (…) tail`.
pub(crate) struct Keys {
    pub(crate) head: &'static str,
    pub(crate) tail: &'static str,
}

impl Keys {
    /// The statements for these keys; `before` stand in `head`. A list is filled up to a power of two by
    /// repeating its last key.
    pub(crate) fn statements(&self, before: &[Value], keys: Vec<Value>) -> Vec<Statement> {
        keys.chunks(MOST_KEYS)
            .map(|chunk| {
                let count = chunk.len().next_power_of_two();
                let mut text = format!("{}(", self.head);
                marks(&mut text, count);
                text.push(')');
                text.push_str(self.tail);
                let mut values = before.to_vec();
                values.extend_from_slice(chunk);
                if let Some(last) = chunk.last() {
                    values.resize(before.len() + count, last.clone());
                }
                Statement::new(text, values)
            })
            .collect()
    }

    /// Fetches on the writing connection.
    pub(crate) async fn fetch(
        &self,
        connection: &mut Connection,
        keys: Vec<Value>,
    ) -> Result<Vec<Row>, StoreError> {
        let mut found = Vec::new();
        for statement in self.statements(&[], keys) {
            found.extend(connection.fetch(statement).await?);
        }
        Ok(found)
    }

    /// Fetches on a reading connection.
    pub(crate) async fn read(&self, readers: &Readers, keys: Vec<Value>) -> Result<Vec<Row>, StoreError> {
        let mut found = Vec::new();
        for statement in self.statements(&[], keys) {
            found.extend(readers.fetch(statement).await?);
        }
        Ok(found)
    }

    /// Executes on the writing connection.
    pub(crate) async fn execute(
        &self,
        connection: &mut Connection,
        before: &[Value],
        keys: Vec<Value>,
    ) -> Result<(), StoreError> {
        for statement in self.statements(before, keys) {
            connection.execute(statement).await?;
        }
        Ok(())
    }
}

/// `count` question marks.
pub(super) fn marks(text: &mut String, count: usize) {
    for position in 0..count {
        text.push_str(if position == 0 { "?" } else { ",?" });
    }
}

fn floor_power_of_two(number: usize) -> usize {
    number.checked_ilog2().map_or(1, |exponent| 1 << exponent)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROWS: Rows = Rows { head: "INSERT INTO t VALUES ", columns: 2, tail: " END" };

    #[test]
    fn all_rows_are_covered_once() {
        for rows in [1, 2, 3, 31, 32, 33, 100] {
            let values: Vec<Value> = (0..rows * 2).map(|number| Value::Int(number as i64)).collect();
            let bound: Vec<i64> = ROWS
                .statements(values)
                .into_iter()
                .flat_map(|statement| statement.values)
                .map(|value| if let Value::Int(number) = value { number } else { -1 })
                .collect();
            assert_eq!(bound, (0..rows as i64 * 2).collect::<Vec<_>>());
        }
    }

    #[test]
    fn keys_are_padded_with_the_last() {
        let keys = Keys { head: "SELECT 1 WHERE x = ? AND id IN ", tail: "" };
        let statements = keys.statements(&[Value::Int(9)], vec![Value::Int(1), Value::Int(2), Value::Int(3)]);
        assert_eq!(statements.len(), 1);
        assert_eq!(statements[0].values.len(), 5);
        assert!(matches!(statements[0].values[4], Value::Int(3)));
    }
}
