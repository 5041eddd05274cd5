//! The keys of one organisation: several at a time, old and new, replaced while the gateway runs.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use aws_lc_rs::digest::{Context, SHA256};
use xmldsig::{Certificate, SigningKey};

use crate::config::{KeyConfig, KeySource};
use crate::entry::{KeyEntry, Private};
use crate::error::KeystoreError;
use crate::{pem, pkcs12, read, token};

/// The keys of one organisation.
pub struct KeyRing {
    slots: Mutex<Vec<Slot>>,
    view: RwLock<Arc<View>>,
}

/// One configured place for keys.
struct Slot {
    /// Its setting; empty for the one beside the list.
    setting: String,
    source: KeySource,
    /// Of the contents of its files, when they were last read.
    fingerprint: Vec<u8>,
    entries: Vec<Arc<KeyEntry>>,
    /// What lay here before, for as long as it is valid.
    earlier: Vec<Arc<KeyEntry>>,
    problem: Option<KeystoreError>,
}

/// What those who use keys look at.
#[derive(Default)]
struct View {
    entries: Vec<Arc<KeyEntry>>,
    earlier: Vec<Arc<KeyEntry>>,
    problems: Vec<KeystoreError>,
}

/// What a look at the files has changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Another key lies there now; it ends at this second since 1970.
    Replaced {
        /// End of its certificate.
        not_after: i64,
    },
    /// The key cannot be read any more, or not yet; the one before it is used on.
    Unusable(KeystoreError),
}

/// Why there is no key to sign with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoKey {
    /// The last certificate ended at this second since 1970 (E18).
    Expired(i64),
    /// The first certificate begins at this second since 1970.
    NotYetValid(i64),
    /// The key cannot be reached: its module does not answer.
    Unavailable(KeystoreError),
    /// The key is valid but of no use for signatures.
    Unfit(KeystoreError),
}

impl KeyRing {
    /// Opens every key that is configured. One that cannot be opened, such as a successor that is not there yet, is
    /// kept as a [problem](KeyRing::problems) as long as another can.
    ///
    /// # Errors
    /// No key can be opened, or the settings contradict each other.
    pub fn open(config: &KeyConfig) -> Result<KeyRing, KeystoreError> {
        let mut slots = Vec::new();
        for (setting, source) in config.sources()? {
            let (fingerprint, entries, earlier) = (Vec::new(), Vec::new(), Vec::new());
            let mut slot = Slot { setting, source, fingerprint, entries, earlier, problem: None };
            slot.look(i64::MIN);
            slots.push(slot);
        }
        let view = View::of(&slots);
        match view.problems.first() {
            Some(problem) if view.entries.is_empty() => Err(problem.clone()),
            _ => Ok(KeyRing { slots: Mutex::new(slots), view: RwLock::new(Arc::new(view)) }),
        }
    }

    /// Looks at files and modules again and takes over what has changed. Blocks on files and modules. `now`: seconds
    /// since 1970.
    pub fn refresh(&self, now: i64) -> Vec<Change> {
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        let changes: Vec<Change> = slots.iter_mut().filter_map(|slot| slot.look(now)).collect();
        *self.view.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(View::of(&slots));
        changes
    }

    fn view(&self) -> Arc<View> {
        self.view.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The key to use now: the newest that is valid (R51). Keys that were replaced count only if no other is valid.
    ///
    /// # Errors
    /// See [`NoKey`]: nothing may be signed then (E18).
    pub fn current(&self, now: i64) -> Result<Arc<KeyEntry>, NoKey> {
        let view = self.view();
        if let Some(entry) = view.valid(now) {
            return Ok(entry.clone());
        }
        let ends = view.entries.iter().map(|e| e.certificate().not_after()).filter(|end| *end < now).max();
        let begins =
            view.entries.iter().map(|e| e.certificate().not_before()).filter(|begin| *begin > now).min();
        match (view.entries.is_empty(), view.problems.first(), ends, begins) {
            (true, Some(problem), _, _) => Err(NoKey::Unavailable(problem.clone())),
            (_, _, Some(end), _) => Err(NoKey::Expired(end)),
            (_, _, None, begin) => Err(NoKey::NotYetValid(begin.unwrap_or(i64::MAX))),
        }
    }

    /// As [`KeyRing::current`], for signatures.
    ///
    /// # Errors
    /// See [`NoKey`].
    pub fn signing_key(&self, now: i64) -> Result<SigningKey, NoKey> {
        self.current(now)?.signing_key().cloned().map_err(NoKey::Unfit)
    }

    /// The key to show in TLS: the current one, else the one that lasted longest, so that the peer can say what is
    /// wrong with it.
    pub(crate) fn to_show(&self, now: i64) -> Option<Arc<KeyEntry>> {
        let view = self.view();
        let last = || view.entries.iter().max_by_key(|entry| entry.certificate().not_after());
        view.valid(now).or_else(last).cloned()
    }

    /// Every certificate that is configured now, and then those that were replaced while we ran: signatures made
    /// with them stay verifiable.
    pub fn certificates(&self) -> Vec<Certificate> {
        let view = self.view();
        view.entries.iter().chain(&view.earlier).map(|entry| entry.certificate().clone()).collect()
    }

    /// What is wrong with keys that are configured but cannot be used.
    pub fn problems(&self) -> Vec<KeystoreError> {
        self.view().problems.clone()
    }
}

impl View {
    fn of(slots: &[Slot]) -> View {
        View {
            entries: slots.iter().flat_map(|slot| slot.entries.clone()).collect(),
            earlier: slots.iter().flat_map(|slot| slot.earlier.clone()).collect(),
            problems: slots.iter().filter_map(|slot| slot.problem.clone()).collect(),
        }
    }

    fn valid(&self, now: i64) -> Option<&Arc<KeyEntry>> {
        newest(&self.entries, now).or_else(|| newest(&self.earlier, now))
    }
}

/// The one that became valid last of those that are valid.
fn newest(entries: &[Arc<KeyEntry>], now: i64) -> Option<&Arc<KeyEntry>> {
    let valid = entries.iter().filter(|entry| entry.certificate().is_valid_at(now));
    valid.max_by_key(|entry| (entry.certificate().not_before(), entry.certificate().not_after()))
}

impl Slot {
    /// Reads the key again if its files have changed.
    fn look(&mut self, now: i64) -> Option<Change> {
        self.earlier.retain(|entry| entry.certificate().not_after() >= now);
        let fingerprint = self.source.fingerprint();
        let same = fingerprint == self.fingerprint;
        // A module changes without its files; but a refused PIN is not tried twice, since tokens lock.
        let pin_refused = self.problem.as_ref().is_some_and(|p| p.key.ends_with(token::PIN_SETTING));
        if same && (self.source.pkcs11.is_none() || pin_refused) {
            return None;
        }
        match self.source.open() {
            Ok(entries) => {
                self.fingerprint = fingerprint;
                self.problem = None;
                self.replace(entries)
            }
            Err(error) => {
                let error = if self.setting.is_empty() { error } else { error.inside(&self.setting) };
                // Read again next time unless the files were read whole: they may be in the middle of being replaced.
                self.fingerprint =
                    if self.source.fingerprint() == fingerprint { fingerprint } else { Vec::new() };
                if self.source.pkcs11.is_some() {
                    // A key in a module that does not answer cannot sign: better to wait than to try.
                    self.entries.clear();
                }
                let news = self.problem.as_ref() != Some(&error);
                self.problem = Some(error.clone());
                news.then_some(Change::Unusable(error))
            }
        }
    }

    fn replace(&mut self, entries: Vec<KeyEntry>) -> Option<Change> {
        let entries: Vec<Arc<KeyEntry>> = entries.into_iter().map(Arc::new).collect();
        let holds = |list: &[Arc<KeyEntry>], wanted: &Arc<KeyEntry>| {
            list.iter().any(|entry| entry.certificate() == wanted.certificate())
        };
        let fresh = entries.iter().find(|entry| !holds(&self.entries, entry));
        let change = fresh.map(|entry| Change::Replaced { not_after: entry.certificate().not_after() });
        let before = std::mem::replace(&mut self.entries, entries);
        let gone: Vec<_> = before.into_iter().filter(|entry| !holds(&self.entries, entry)).collect();
        self.earlier.retain(|entry| !holds(&self.entries, entry));
        self.earlier.extend(gone);
        change
    }
}

impl KeySource {
    fn open(&self) -> Result<Vec<KeyEntry>, KeystoreError> {
        if let Some(source) = &self.pkcs12 {
            let password = match &source.password_file {
                Some(path) => read::secret("pkcs12.password_file", path)?,
                None => Default::default(),
            };
            return pkcs12::open(&read::file("pkcs12.file", &source.file)?, &password);
        }
        if let Some(source) = &self.pkcs11 {
            return token::open(source);
        }
        let (Some(certificate), Some(key)) = (&self.certificate, &self.key) else {
            return Err(KeystoreError::new("certificate", "no key is given", "give certificate and key"));
        };
        let chain = pem::chain("certificate", &read::text("certificate", certificate)?)?;
        let password = match &self.key_password_file {
            Some(path) => Some(read::secret("key_password_file", path)?),
            None => None,
        };
        let private = pem::private_key(&read::text("key", key)?, password.as_ref().map(|p| p.as_str()))?;
        Ok(vec![KeyEntry::new(Private::Here(private), chain)?])
    }

    /// Of the contents of all files; a file that cannot be read counts as an empty one.
    fn fingerprint(&self) -> Vec<u8> {
        let mut context = Context::new(&SHA256);
        let pkcs12 =
            self.pkcs12.iter().flat_map(|source| [Some(&source.file), source.password_file.as_ref()]);
        let pkcs11 =
            self.pkcs11.iter().flat_map(|source| [Some(&source.pin_file), source.certificate.as_ref()]);
        let pem = [self.certificate.as_ref(), self.key.as_ref(), self.key_password_file.as_ref()];
        for path in pem.into_iter().chain(pkcs12).chain(pkcs11).flatten() {
            let content = read::file("", path).unwrap_or_default();
            context.update(&content.len().to_le_bytes());
            context.update(&content);
        }
        context.finish().as_ref().to_vec()
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Change::Replaced { .. } => f.write_str("another key was put in place"),
            Change::Unusable(error) => write!(f, "a key cannot be used: {error}"),
        }
    }
}

impl fmt::Display for NoKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NoKey::Expired(_) => f.write_str("the certificate has expired (E18)"),
            NoKey::NotYetValid(_) => f.write_str("the certificate is not valid yet (E18)"),
            NoKey::Unavailable(error) | NoKey::Unfit(error) => error.fmt(f),
        }
    }
}

impl fmt::Debug for KeyRing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeyRing").field("certificates", &self.certificates()).finish_non_exhaustive()
    }
}
