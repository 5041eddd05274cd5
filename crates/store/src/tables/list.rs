//! Lists over `letter_index`: which index a filter walks, and the text for it. The order is newest
//! or oldest first by (accepted_at_us, id), and every index ends in these two, so a page costs its length.

use super::batch::marks;
use crate::engine::{Statement, Value, dialect};
use crate::list::{Filter, Position, Within};
use crate::time::micros;
use catalogue::Code;

const COLUMNS: &str = "id, sender, unit, letter_type, state, channel, reason, reference, subject, \
     accepted_at_us, updated_at_us, attention, due_at_us";

/// Beyond so many senders one walk over all letters is cheaper than a walk for each.
const MOST_BRANCHES: usize = 100;

/// Gives state and number of the letters of sender $1 and unit $2.
pub(crate) const OF_UNIT: &str =
    "SELECT state, COUNT(*) FROM letter_index WHERE sender = $1 AND unit = $2 GROUP BY state";

/// Gives state and number of the letters of a part in these states, accepted since then.
pub(crate) fn since(part: &Within, states: &[&str], since: jiff::Timestamp) -> Statement {
    let mut made =
        Made { text: "SELECT state, COUNT(*) FROM letter_index WHERE ".to_owned(), values: Vec::new() };
    made.inside(&[part]);
    made.text.push_str(" AND state IN (");
    marks(&mut made.text, states.len());
    made.text.push(')');
    made.values.extend(states.iter().map(|state| Value::from(*state)));
    made.and("accepted_at_us >= ?", Some(micros(since)));
    made.text.push_str(" GROUP BY state");
    Statement::new(made.text, made.values)
}

/// The page of `limit` rows after a position. `within` are the parts looked at, not empty, each once.
pub(crate) fn page(filter: &Filter, within: &[&Within], after: Option<Position>, limit: usize) -> Statement {
    let mut made = Made::default();
    let rare = filter.recipient_hash.is_some() || filter.reference.is_some();
    if rare || within.len() > MOST_BRANCHES {
        let index = match (filter.recipient_hash, &filter.reference) {
            (Some(_), _) => dialect::use_index("letter_by_recipient"),
            (_, Some(_)) => dialect::use_index("letter_by_reference"),
            _ => String::new(),
        };
        made.select(&index, filter, within, after, limit);
    } else {
        for (number, part) in within.iter().enumerate() {
            let index = dialect::use_index(walked(filter, part));
            made.text.push_str(if number == 0 { "SELECT * FROM (" } else { " UNION ALL SELECT * FROM (" });
            made.select(&index, filter, std::slice::from_ref(part), after, limit);
            made.text.push_str(&format!(") AS branch_{number}"));
        }
        if within.len() > 1 {
            made.order(filter, limit);
        }
    }
    Statement::new(made.text, made.values)
}

/// The index that leaves the fewest letters to look at.
fn walked(filter: &Filter, part: &Within) -> &'static str {
    if filter.attention == Some(true) {
        if filter.reason.is_some() { "letter_by_cause" } else { "letter_by_attention" }
    } else if part.unit.is_some() || filter.unit.is_some() {
        "letter_by_unit"
    } else if filter.state.is_some() {
        "letter_by_state"
    } else if filter.letter_type.is_some() {
        "letter_by_type"
    } else {
        "letter_by_sender"
    }
}

#[derive(Default)]
struct Made {
    text: String,
    values: Vec<Value>,
}

impl Made {
    fn select(
        &mut self,
        index: &str,
        filter: &Filter,
        within: &[&Within],
        after: Option<Position>,
        limit: usize,
    ) {
        self.text.push_str(&format!("SELECT {COLUMNS} FROM letter_index{index} WHERE "));
        self.inside(within);
        self.and("recipient_hash = ?", filter.recipient_hash);
        self.and("reference = ?", filter.reference.as_deref());
        self.and("state = ?", filter.state.as_deref());
        self.and("letter_type = ?", filter.letter_type.as_ref().map(|code| code.0.as_str()));
        self.and("unit = ?", filter.unit.as_deref());
        self.and("reason = ?", filter.reason.map(Code::as_str));
        self.and("channel = ?", filter.channel.map(letter::ChannelKind::as_str));
        match filter.attention {
            // In so many words, or the partial index may not be used.
            Some(true) => self.text.push_str(" AND attention = 1"),
            Some(false) => self.text.push_str(" AND attention = 0"),
            None => {}
        }
        self.and("accepted_at_us >= ?", filter.from.map(micros));
        self.and("accepted_at_us < ?", filter.to.map(micros));
        self.and("search_text LIKE ? ESCAPE '\\'", filter.text.as_deref().map(pattern));
        if let Some(after) = after {
            let beyond = if filter.oldest_first { '>' } else { '<' };
            self.text.push_str(&format!(" AND (accepted_at_us, id) {beyond} (?,?)"));
            self.values.extend([after.accepted_at_us.into(), after.id.into()]);
        }
        self.order(filter, limit);
    }

    /// Inside one of these parts.
    fn inside(&mut self, within: &[&Within]) {
        if let [part] = within {
            self.text.push_str("sender = ?");
            self.values.push(part.sender.0.as_str().into());
            self.and("unit = ?", part.unit.as_deref());
            return;
        }
        let whole: Vec<_> = within.iter().filter(|part| part.unit.is_none()).collect();
        self.text.push_str("(sender IN (");
        marks(&mut self.text, whole.len().max(1));
        self.text.push(')');
        // No sender has an empty name: nothing is matched where only units may be seen.
        self.values.extend(whole.iter().map(|part| Value::from(part.sender.0.as_str())));
        if whole.is_empty() {
            self.values.push("".into());
        }
        for part in within {
            if let Some(unit) = &part.unit {
                self.text.push_str(" OR (sender = ? AND unit = ?)");
                self.values.extend([part.sender.0.as_str().into(), unit.as_str().into()]);
            }
        }
        self.text.push(')');
    }

    fn and(&mut self, condition: &str, value: Option<impl Into<Value>>) {
        if let Some(value) = value {
            self.text.push_str(" AND ");
            self.text.push_str(condition);
            self.values.push(value.into());
        }
    }

    fn order(&mut self, filter: &Filter, limit: usize) {
        let way = if filter.oldest_first { "ASC" } else { "DESC" };
        self.text.push_str(&format!(" ORDER BY accepted_at_us {way}, id {way} LIMIT ?"));
        self.values.push(Value::Int(limit as i64));
    }
}

/// What is searched in a letter: subject (not that of a high protection class), reference and case number, in lower
/// case.
pub(crate) fn search_text(letter: &letter::Letter) -> String {
    let confidential = crate::accept::is_confidential(letter);
    let mut text = if confidential { String::new() } else { letter.subject.to_lowercase() };
    for part in [&letter.reference, &letter.case_id].into_iter().flatten() {
        text.push('\n');
        text.push_str(&part.to_lowercase());
    }
    text
}

fn pattern(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len() + 2);
    pattern.push('%');
    for character in text.to_lowercase().chars() {
        if matches!(character, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(character);
    }
    pattern.push('%');
    pattern
}
