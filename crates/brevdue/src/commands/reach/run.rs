//! A run of numbers, and what the switch says of each.

use serde_json::{Value, json};
use std::collections::BTreeMap;

use crate::client::{self, Api, Call};
use crate::exit::Failure;

/// Recipients in one question: what the gateway takes by default.
pub(super) const AT_ONCE: usize = 1000;

/// One number of a run.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    pub(super) number: String,
    /// What the caller calls the letter: a file, a case.
    pub(super) reference: String,
}

impl Asked {
    /// `NUMBER`, or `NUMBER;REFERENCE`.
    pub(super) fn read(line: &str) -> Asked {
        let (number, reference) = line.split_once([';', '\t']).unwrap_or((line, ""));
        Asked { number: number.trim().to_owned(), reference: reference.trim().to_owned() }
    }
}

/// What is known of a number.
pub(super) enum Told {
    /// The switch's answer.
    Answer(Value),
    /// It is no number of a recipient: code of the catalogue, and what is wrong.
    Malformed(Option<catalogue::Code>, String),
}

/// Asks for these numbers, in their order.
pub(super) async fn ask(
    api: &Api<'_>,
    letter_type: Option<&str>,
    asked: &[Asked],
    keep_malformed: bool,
) -> Result<Vec<Told>, Failure> {
    let mut malformed = BTreeMap::new();
    let mut places: Vec<usize> = (0..asked.len()).collect();
    let answers = match question(api, letter_type, asked, &places).await {
        Err(Failure::Refused(problem)) if keep_malformed && problem.faults_in("/recipients").is_some() => {
            for (place, code, detail) in problem.faults_in("/recipients").unwrap_or_default() {
                malformed.insert(place, Told::Malformed(code, detail));
            }
            // The others are asked without them: one wrong number must not hold up a run.
            places.retain(|place| !malformed.contains_key(place));
            question(api, letter_type, asked, &places).await?
        }
        answered => answered?,
    };
    let mut answers = answers.into_iter();
    let told = |place| malformed.remove(&place).or_else(|| answers.next().map(Told::Answer));
    (0..asked.len()).map(told).collect::<Option<Vec<_>>>().ok_or_else(|| too_few(0, asked.len()))
}

async fn question(
    api: &Api<'_>,
    letter_type: Option<&str>,
    asked: &[Asked],
    places: &[usize],
) -> Result<Vec<Value>, Failure> {
    let numbers: Vec<&str> =
        places.iter().filter_map(|place| asked.get(*place)).map(|asked| asked.number.as_str()).collect();
    if numbers.is_empty() {
        return Ok(Vec::new());
    }
    let mut question = json!({ "recipients": numbers });
    if let (Some(letter_type), Some(question)) = (letter_type, question.as_object_mut()) {
        question.insert("type".to_owned(), json!(letter_type));
    }
    let mut answer = api.json(Call::post(&["reachability"], &question)).await?;
    let results = client::list(&mut answer, "results");
    if results.len() == numbers.len() { Ok(results) } else { Err(too_few(results.len(), numbers.len())) }
}

fn too_few(answers: usize, questions: usize) -> Failure {
    let what = format!("{answers} answers to {questions} questions");
    Failure::new(what).fix("The gateway and this program may be of different versions.")
}
