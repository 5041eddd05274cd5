//! Both facts about a message of which nobody knows whether it arrived, in words: what we sent and were told, and what
//! its receiver says.

use crate::desk;
use crate::pages::time::moment;
use crate::pages::words::{Letter as Texts, fill};
use catalogue::Language;
use letter::State;
use store::History;

/// The facts, a line each; empty when nothing is in doubt.
pub(in crate::pages) fn lines(history: &History, state: &State, zone: &str, lang: Language) -> Vec<String> {
    let Some(doubt) = desk::doubt(history, state, lang) else { return Vec::new() };
    let t = Texts::of(lang);
    let time = |at| moment(at, zone, lang).words;
    let mut lines = Vec::new();
    for sent in doubt.sent {
        let what = fill(t.doubt_sent, &[("time", &time(sent.at))]);
        lines.push(match sent.answer {
            Some(answer) => format!("{what}: {}", answer.what),
            None => format!("{what} {}.", t.doubt_no_answer),
        });
    }
    if doubt.receiver.is_empty() {
        lines.push(t.doubt_silent.to_owned());
    }
    for said in doubt.receiver {
        let words = match said.said {
            "underway" => t.said_underway,
            "not_seen" => t.said_not_seen,
            "no_answer" => t.said_no_answer,
            "received" => t.said_received,
            "invalid" | "not_allowed" => t.said_refused,
            "returned" => t.said_returned,
            _ => t.said_arrived,
        };
        lines.push(fill(t.doubt_said, &[("time", &time(said.at)), ("said", words)]));
    }
    lines
}
