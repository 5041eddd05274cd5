//! The whole difference between engines in the text of statements.
//!
//! Statements are written once, in words that SQLite takes as they are; marks for PostgreSQL stand in them as
//! comments. [`translate`] turns such a text into PostgreSQL's.

/// Names the index that a list must use. SQLite without statistics may guess badly on a big table;
/// PostgreSQL keeps statistics, and the translation leaves the hint out.
pub(crate) fn use_index(name: &str) -> String {
    format!("{HINT}{name}")
}

/// The database's own clock, in microseconds: what nodes compare must not depend on their clocks.
macro_rules! now_us {
    () => {
        "/*now*/CAST(unixepoch('subsec') * 1000000 AS BIGINT)"
    };
}
pub(crate) use now_us;

/// The same in PostgreSQL's words.
pub(super) const NOW: &str = "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS BIGINT)";

const HINT: &str = " INDEXED BY ";
/// Comment that holds the types of a list of values which is not the target of an `INSERT`.
const TYPES: &str = "/*as ";
/// Comments that lock the rows found until the transaction ends, and that pass over rows locked by others.
/// SQLite has one writer, which needs neither.
const LOCKS: [(&str, &str); 2] =
    [("/*for update*/", " FOR UPDATE"), ("/*for update skip locked*/", " FOR UPDATE SKIP LOCKED")];

/// A migration in PostgreSQL's words. Text is compared by its bytes, as SQLite does: no index then depends on
/// the operating system's tables of letters.
pub(super) fn schema(text: &str) -> String {
    let mut made = String::with_capacity(text.len() + 512);
    for line in text.split_inclusive('\n') {
        if line.trim_start().starts_with("--") {
            continue;
        }
        let words = [(" BLOB", " BYTEA"), (" TEXT", " TEXT COLLATE \"C\""), (" WITHOUT ROWID", "")];
        made.push_str(&words.iter().fold(line.to_owned(), |line, (from, to)| line.replace(from, to)));
    }
    made
}

/// A statement in PostgreSQL's words: numbered placeholders, types in lists of values, locks, no hints.
pub(super) fn translate(text: &str) -> String {
    let mut made = String::with_capacity(text.len() + 64);
    let mut types: Vec<&str> = Vec::new();
    let (mut number, mut typed, mut rest) = (0_usize, 0_usize, text);
    while let Some(place) = rest.find(['?', '\'', '/', ' ']) {
        let (before, after) = rest.split_at(place);
        made.push_str(before);
        let taken = if after.starts_with('?') {
            number += 1;
            made.push_str(&format!("${number}"));
            if let Some(name) = types.get(typed) {
                made.push_str(&format!("::{name}"));
                typed += 1;
            }
            1
        } else if let Some(inside) = after.strip_prefix('\'') {
            let length = inside.find('\'').map_or(after.len(), |end| end + 2);
            made.push_str(after.get(..length).unwrap_or(after));
            length
        } else if let Some(list) = after.strip_prefix(TYPES) {
            let (list, _) = list.split_once("*/").unwrap_or((list, ""));
            types = list.split(", ").map(|name| if name == "BLOB" { "BYTEA" } else { name }).collect();
            typed = 0;
            TYPES.len() + list.len() + 2
        } else if after.starts_with(now_us!()) {
            made.push_str(NOW);
            now_us!().len()
        } else if let Some((mark, words)) = LOCKS.iter().find(|(mark, _)| after.starts_with(mark)) {
            made.push_str(words);
            mark.len()
        } else if let Some(name) = after.strip_prefix(HINT) {
            HINT.len() + name.find(' ').unwrap_or(name.len())
        } else {
            made.push_str(after.get(..1).unwrap_or_default());
            1
        };
        rest = after.get(taken..).unwrap_or_default();
    }
    made.push_str(rest);
    made
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_are_told_in_the_other_words() {
        for (text, expected) in [
            ("SELECT a FROM t WHERE id = $1", "SELECT a FROM t WHERE id = $1"),
            ("INSERT INTO t (a, b) VALUES (?,?),(?,?)", "INSERT INTO t (a, b) VALUES ($1,$2),($3,$4)"),
            (
                "UPDATE t SET a = v.column2 FROM (/*as BLOB, BIGINT*/VALUES (?,?),(?,?)) AS v",
                "UPDATE t SET a = v.column2 FROM (VALUES ($1::BYTEA,$2::BIGINT),($3,$4)) AS v",
            ),
            ("SELECT a FROM t INDEXED BY t_by_a WHERE a = ?", "SELECT a FROM t WHERE a = $1"),
            ("SELECT a FROM t ORDER BY a/*for update*/", "SELECT a FROM t ORDER BY a FOR UPDATE"),
            ("SELECT a FROM t/*for update skip locked*/", "SELECT a FROM t FOR UPDATE SKIP LOCKED"),
            ("a LIKE ? ESCAPE '\\' AND b = '?' AND c = ?", "a LIKE $1 ESCAPE '\\' AND b = '?' AND c = $2"),
            ("x = 'it''s ?' AND y = ? / 2", "x = 'it''s ?' AND y = $1 / 2"),
            (concat!("seen = ", now_us!(), " - ?"), &format!("seen = {NOW} - $1")),
            ("'open", "'open"),
        ] {
            assert_eq!(translate(text), expected);
        }
    }

    #[test]
    fn tables_are_told_in_the_other_words() {
        let text = "-- BLOB here\nCREATE TABLE t (\n  a BLOB NOT NULL,\n  b TEXT\n) WITHOUT ROWID;\n";
        let expected = "CREATE TABLE t (\n  a BYTEA NOT NULL,\n  b TEXT COLLATE \"C\"\n);\n";
        assert_eq!(schema(text), expected);
    }
}
