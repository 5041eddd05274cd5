//! Files of a form that was not sent yet: kept for a while, so that nobody must choose them again after
//! asking for the recipient or mending a fault. In memory only, and bounded.

use bytes::Bytes;
use letter::Digest;
use std::time::{Duration, Instant};
use uuid::Uuid;

/// How long an unsent form keeps its files.
const KEPT: Duration = Duration::from_secs(30 * 60);
/// Unsent forms of one session that keep files.
const MOST_DRAFTS: usize = 4;
/// Most bytes of one session.
const SESSION_MAX_BYTES: usize = 128 * 1024 * 1024;
/// Most bytes of all sessions together.
const TOTAL_MAX_BYTES: usize = 512 * 1024 * 1024;

/// A file that is kept.
#[derive(Clone)]
pub(super) struct Held {
    /// Name as uploaded.
    pub(super) name: String,
    /// Content.
    pub(super) bytes: Bytes,
    /// SHA-256 of the content, by which the form names it.
    pub(super) digest: Digest,
}

impl Held {
    /// A file just uploaded.
    pub(super) fn new(name: String, bytes: Bytes) -> Held {
        let digest = store::digest_of(&bytes);
        Held { name, bytes, digest }
    }
}

/// The unsent forms of a session.
#[derive(Default)]
pub(super) struct Drafts(Vec<Draft>);

struct Draft {
    form: Uuid,
    files: Vec<Held>,
    until: Instant,
}

impl Draft {
    fn bytes(&self) -> usize {
        self.files.iter().map(|file| file.bytes.len()).sum()
    }
}

impl Drafts {
    /// Files of a form.
    pub(super) fn get(&mut self, form: Uuid) -> Vec<Held> {
        self.forget();
        self.0.iter().find(|draft| draft.form == form).map(|draft| draft.files.clone()).unwrap_or_default()
    }

    /// Bytes kept.
    pub(super) fn bytes(&self) -> usize {
        self.0.iter().map(Draft::bytes).sum()
    }

    /// Replaces the files of a form; `false` if there is no room for them. `elsewhere` bytes are kept by others.
    pub(super) fn put(&mut self, form: Uuid, files: Vec<Held>, elsewhere: usize) -> bool {
        self.forget();
        self.0.retain(|draft| draft.form != form);
        if files.is_empty() {
            return true;
        }
        let draft = Draft { form, files, until: Instant::now() + KEPT };
        let size = draft.bytes();
        if size > SESSION_MAX_BYTES || elsewhere.saturating_add(size) > TOTAL_MAX_BYTES {
            return false;
        }
        self.0.push(draft);
        // The oldest forms give way.
        while self.0.len() > MOST_DRAFTS
            || self.bytes() > SESSION_MAX_BYTES
            || elsewhere.saturating_add(self.bytes()) > TOTAL_MAX_BYTES
        {
            self.0.remove(0);
        }
        true
    }

    fn forget(&mut self) {
        let now = Instant::now();
        self.0.retain(|draft| draft.until > now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(size: usize) -> Held {
        Held::new("a.pdf".to_owned(), vec![0; size].into())
    }

    #[test]
    fn the_newest_forms_keep_their_files() {
        let mut drafts = Drafts::default();
        let forms: Vec<Uuid> = (0..=MOST_DRAFTS).map(|_| Uuid::new_v4()).collect();
        for form in &forms {
            assert!(drafts.put(*form, vec![file(10)], 0));
        }
        assert!(drafts.get(forms[0]).is_empty());
        assert_eq!(drafts.get(forms[MOST_DRAFTS]).len(), 1);
        assert!(drafts.put(forms[1], Vec::new(), 0));
        assert!(drafts.get(forms[1]).is_empty());
    }

    #[test]
    fn what_does_not_fit_is_not_kept() {
        let mut drafts = Drafts::default();
        assert!(!drafts.put(Uuid::new_v4(), vec![file(10)], TOTAL_MAX_BYTES));
        assert_eq!(drafts.bytes(), 0);
    }
}
