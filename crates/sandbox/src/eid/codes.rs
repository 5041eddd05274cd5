//! Codes and access tokens: each for one person, for a while, a code once only.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use super::people::TestPerson;

/// How long a code or token is good for.
const LIFE: Duration = Duration::from_secs(300);
/// More of them at a time than any demonstration needs.
const MOST: usize = 1_000;

/// What a code was given for.
pub(super) struct Given {
    pub(super) person: &'static TestPerson,
    pub(super) client: String,
    pub(super) redirect: String,
    pub(super) challenge: String,
    pub(super) nonce: Option<String>,
    at: Instant,
}

impl Given {
    pub(super) fn now(
        person: &'static TestPerson,
        client: String,
        redirect: String,
        challenge: String,
        nonce: Option<String>,
    ) -> Self {
        Self { person, client, redirect, challenge, nonce, at: Instant::now() }
    }
}

#[derive(Default)]
pub(super) struct Codes {
    codes: HashMap<String, Given>,
    tokens: HashMap<String, (&'static TestPerson, Instant)>,
}

impl Codes {
    pub(super) fn put(&mut self, given: Given) -> String {
        self.codes.retain(|_, given| given.at.elapsed() < LIFE);
        if self.codes.len() >= MOST {
            self.codes.clear();
        }
        let code = random();
        self.codes.insert(code.clone(), given);
        code
    }

    /// Takes a code: a second time there is none.
    pub(super) fn take(&mut self, code: &str) -> Option<Given> {
        self.codes.remove(code).filter(|given| given.at.elapsed() < LIFE)
    }

    pub(super) fn token(&mut self, person: &'static TestPerson) -> String {
        self.tokens.retain(|_, (_, at)| at.elapsed() < LIFE);
        if self.tokens.len() >= MOST {
            self.tokens.clear();
        }
        let token = random();
        self.tokens.insert(token.clone(), (person, Instant::now()));
        token
    }

    pub(super) fn person_of(&self, token: &str) -> Option<&'static TestPerson> {
        self.tokens.get(token).filter(|(_, at)| at.elapsed() < LIFE).map(|(person, _)| *person)
    }
}

fn random() -> String {
    format!("{}{}", uuid::Uuid::new_v4().simple(), uuid::Uuid::new_v4().simple())
}
