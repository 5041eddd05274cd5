//! Lists over `letter_index`: which index a filter walks, and the text for it. The order is always newest
//! first by (accepted_at_us, id), and every index ends in these two, so a page costs its length.

use super::batch::marks;
use crate::engine::{Statement, Value, dialect};
use crate::list::{Filter, Position};
use crate::time::micros;
use catalogue::Code;

const COLUMNS: &str = "id, sender, unit, letter_type, state, channel, reason, reference, subject, \
     accepted_at_us, updated_at_us, attention, due_at_us";

/// Beyond so many senders one walk over all letters is cheaper than a walk for each.
const MOST_BRANCHES: usize = 100;

/// The page of `limit` rows after a position. `senders` are those looked at, not empty.
pub(crate) fn page(filter: &Filter, senders: &[&str], after: Option<Position>, limit: usize) -> Statement {
    let mut made = Made::default();
    let rare = filter.recipient_hash.is_some() || filter.reference.is_some();
    if rare || senders.len() > MOST_BRANCHES {
        let index = match (filter.recipient_hash, &filter.reference) {
            (Some(_), _) => dialect::use_index("letter_by_recipient"),
            (_, Some(_)) => dialect::use_index("letter_by_reference"),
            _ => String::new(),
        };
        made.select(&index, filter, senders, after, limit);
    } else {
        let index = dialect::use_index(if filter.attention == Some(true) {
            "letter_by_attention"
        } else if filter.state.is_some() {
            "letter_by_state"
        } else if filter.letter_type.is_some() {
            "letter_by_type"
        } else {
            "letter_by_sender"
        });
        for (number, sender) in senders.iter().enumerate() {
            made.text.push_str(if number == 0 { "SELECT * FROM (" } else { " UNION ALL SELECT * FROM (" });
            made.select(&index, filter, std::slice::from_ref(sender), after, limit);
            made.text.push_str(&format!(") AS branch_{number}"));
        }
        if senders.len() > 1 {
            made.order(limit);
        }
    }
    Statement::new(made.text, made.values)
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
        senders: &[&str],
        after: Option<Position>,
        limit: usize,
    ) {
        self.text.push_str(&format!("SELECT {COLUMNS} FROM letter_index{index} WHERE sender"));
        if let [sender] = senders {
            self.text.push_str(" = ?");
            self.values.push((*sender).into());
        } else {
            self.text.push_str(" IN (");
            marks(&mut self.text, senders.len());
            self.text.push(')');
            self.values.extend(senders.iter().map(|sender| Value::from(*sender)));
        }
        self.and("recipient_hash = ?", filter.recipient_hash);
        self.and("reference = ?", filter.reference.as_deref());
        self.and("state = ?", filter.state.as_deref());
        self.and("letter_type = ?", filter.letter_type.as_ref().map(|code| code.0.as_str()));
        self.and("unit = ?", filter.unit.as_deref());
        self.and("reason = ?", filter.reason.map(Code::as_str));
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
            self.text.push_str(" AND (accepted_at_us, id) < (?,?)");
            self.values.extend([after.accepted_at_us.into(), after.id.into()]);
        }
        self.order(limit);
    }

    fn and(&mut self, condition: &str, value: Option<impl Into<Value>>) {
        if let Some(value) = value {
            self.text.push_str(" AND ");
            self.text.push_str(condition);
            self.values.push(value.into());
        }
    }

    fn order(&mut self, limit: usize) {
        self.text.push_str(" ORDER BY accepted_at_us DESC, id DESC LIMIT ?");
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
