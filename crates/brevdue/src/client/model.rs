//! The gateway's answers as people want to read them.
//!
//! Every field may be missing: a client must not stop working because a gateway is newer or older. Programs get
//! the answer as it came, not these.

use catalogue::{Code, Language};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::output::Style;
use crate::words;

/// A field of an unexpected type counts as missing.
fn lenient<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: DeserializeOwned + Default,
    D: Deserializer<'de>,
{
    Ok(read(&Value::deserialize(deserializer)?))
}

/// Reads an answer; what is none makes the default.
pub(crate) fn read<T: DeserializeOwned + Default>(value: &Value) -> T {
    T::deserialize(value).unwrap_or_default()
}

macro_rules! answer {
    ($(#[$outer:meta])* $name:ident { $($(#[$inner:meta])* $field:ident: $type:ty,)+ }) => {
        $(#[$outer])*
        #[derive(Debug, Default, Deserialize)]
        #[serde(default)]
        pub(crate) struct $name { $($(#[$inner])* #[serde(deserialize_with = "lenient")] pub(crate) $field: $type,)+ }

        impl $name {
            /// Reads an answer.
            #[allow(dead_code, reason = "some are read only as part of others")]
            pub(crate) fn read(value: &Value) -> $name {
                read(value)
            }
        }
    };
}

answer! {
    /// Answer to a letter handed in.
    Accepted {
        id: Option<String>,
        state: Option<String>,
    }
}

answer! {
    /// One letter.
    Letter {
        id: Option<String>,
        state: Option<String>,
        r#final: bool,
        channel: Option<String>,
        reason: Option<Reason>,
        attention: Option<Reason>,
        sender: Option<Value>,
        unit: Option<String>,
        class: Option<Value>,
        r#type: Option<String>,
        subject: Option<String>,
        recipient: Option<String>,
        reference: Option<String>,
        case_id: Option<String>,
        accepted_at: Option<String>,
        updated_at: Option<String>,
        delivered_at: Option<String>,
        forgotten_at: Option<String>,
        forgotten_by: Option<String>,
        forgotten_why: Option<String>,
        wait_until: Option<String>,
        markup: Option<Markup>,
        documents: Vec<Document>,
        timeline: Vec<TimelineEntry>,
    }
}

answer! {
    /// What makes a letter actionable.
    Markup {
        deadline: Option<String>,
        actions: Vec<Action>,
        completeness: Option<Completeness>,
    }
}

answer! {
    /// What the recipient is asked to do.
    Action {
        kind: Option<String>,
        label: Option<String>,
        when: Option<String>,
    }
}

answer! {
    /// Markup, layer by layer.
    Completeness {
        layers: Vec<Layer>,
    }
}

answer! {
    /// One layer.
    Layer {
        title: Option<String>,
        filled: Option<u64>,
        expected: Option<u64>,
    }
}

answer! {
    /// A file of a letter.
    Document {
        name: Option<String>,
        media_type: Option<String>,
        size_bytes: Option<u64>,
    }
}

answer! {
    /// One line of a letter's history.
    TimelineEntry {
        seq: Option<u64>,
        at: Option<String>,
        event: Option<String>,
        text: Option<String>,
        channel: Option<String>,
        reason: Option<Value>,
    }
}

answer! {
    /// One recipient's reachability.
    Reachability {
        index: Option<usize>,
        recipient: Option<String>,
        answer: Option<String>,
        channel: Option<String>,
        reason: Option<Reason>,
        operator: Option<Value>,
    }
}

answer! {
    /// A code with its texts.
    Reason {
        code: Option<String>,
        what: Option<String>,
        fix: Option<String>,
    }
}

/// One page of letters.
pub(crate) struct Page {
    /// The letters as they came.
    pub(crate) letters: Vec<Value>,
    /// Cursor of the next page.
    pub(crate) next: Option<String>,
}

impl Page {
    /// Takes a page apart.
    pub(crate) fn read(mut page: Value) -> Page {
        let next =
            page.get("next").and_then(Value::as_str).filter(|next| !next.is_empty()).map(str::to_owned);
        Page { letters: list(&mut page, "letters"), next }
    }
}

/// The list of that name, or the value itself if it is one.
pub(crate) fn list(value: &mut Value, name: &str) -> Vec<Value> {
    match value {
        Value::Array(list) => std::mem::take(list),
        Value::Object(object) => match object.get_mut(name) {
            Some(Value::Array(list)) => std::mem::take(list),
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// A name: the text itself, or an object's `name`.
pub(crate) fn name_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Object(object) => object.get("name").and_then(Value::as_str).unwrap_or_default().to_owned(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

impl Letter {
    /// What people should read first: why a person must act, else why the letter stands where it does.
    pub(crate) fn cause(&self) -> Option<&Reason> {
        self.attention.as_ref().filter(|attention| attention.code.is_some()).or(self.reason.as_ref())
    }
}

impl Reason {
    /// What happened: by the catalogue, in the user's language; else as the gateway says.
    pub(crate) fn what(&self, language: Language) -> Option<&str> {
        let known = self.code.as_deref().and_then(Code::parse).map(|code| code.entry().what.get(language));
        known.or(self.what.as_deref()).or(self.code.as_deref())
    }

    /// What to do, likewise.
    pub(crate) fn fix(&self, language: Language) -> Option<&str> {
        let known = self.code.as_deref().and_then(Code::parse).map(|code| code.entry().fix.get(language));
        known.or(self.fix.as_deref())
    }
}

/// A letter's state, with words and colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Moment<'a>(pub(crate) &'a str);

impl Moment<'_> {
    /// Short words.
    pub(crate) fn words(self, language: Language) -> String {
        words::state(self.0).map_or_else(|| self.0.to_owned(), |text| text.get(language).to_owned())
    }

    /// The sentence of the catalogue.
    pub(crate) fn sentence(self, language: Language) -> Option<&'static str> {
        Code::parse(self.0).map(|code| code.entry().what.get(language))
    }

    /// Its meaning.
    pub(crate) fn style(self) -> Style {
        match self.0 {
            "delivered" | "opened" => Style::Good,
            "failed" | "returned" | "expired" => Style::Bad,
            "needs_attention" | "in_doubt" => Style::Warn,
            "cancelled" => Style::Dim,
            _ => Style::Plain,
        }
    }

    /// Arrived.
    pub(crate) fn is_good(self) -> bool {
        self.style() == Style::Good
    }

    /// Waiting longer brings nothing: the letter has ended, or a person or an answer is needed.
    pub(crate) fn is_rest(self) -> bool {
        matches!(
            self.0,
            "delivered"
                | "opened"
                | "returned"
                | "failed"
                | "cancelled"
                | "expired"
                | "needs_attention"
                | "in_doubt"
        )
    }
}
