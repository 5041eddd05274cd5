//! A master key that stays in a security module: what wraps a sender's key is made of it there, and forgotten after use.

use super::master::{FileKeys, KeyId, MasterKey, MasterKeyError, Secret};
use super::seal::{Purpose, SealKey};
use zeroize::Zeroizing;

/// Hashes with a key that nobody sees: HMAC with SHA-256.
pub trait KeyedHash: Send + Sync + std::fmt::Debug {
    /// The hash of a message.
    ///
    /// # Errors
    /// What the module says, and what to do.
    fn hash(&self, message: &[u8]) -> Result<Zeroizing<[u8; 32]>, String>;
}

/// Master keys in a module. The first is current; the others, and those from before the module, still open what they
/// closed.
#[derive(Debug)]
pub struct ModuleKeys {
    keys: Vec<(KeyId, Box<dyn KeyedHash>)>,
    before: Option<FileKeys>,
}

/// What is hashed for a key's name.
const NAME: &[u8] = b"brevdue master key";
/// What stands before the sender whose key is wrapped.
const SENDER: &[u8] = b"brevdue sender key:";

impl ModuleKeys {
    /// Asks each key for its name, so that a module that does not work is known at the start.
    ///
    /// # Errors
    /// [`MasterKeyError::Empty`], [`MasterKeyError::Failed`].
    pub fn new(
        keys: Vec<Box<dyn KeyedHash>>,
        before: Option<FileKeys>,
    ) -> Result<ModuleKeys, MasterKeyError> {
        if keys.is_empty() {
            return Err(MasterKeyError::Empty { place: "the security module".to_owned() });
        }
        let named = keys.into_iter().map(|key| {
            let hash =
                key.hash(NAME).map_err(|detail| failed("in the security module", "this store", detail))?;
            Ok((hex::encode(hash.get(..8).unwrap_or_default()), key))
        });
        Ok(ModuleKeys { keys: named.collect::<Result<_, _>>()?, before })
    }
}

fn failed(id: &str, about: &str, detail: String) -> MasterKeyError {
    MasterKeyError::Failed { id: id.to_owned(), about: about.to_owned(), detail }
}

fn wrapping(id: &str, key: &dyn KeyedHash, about: &str) -> Result<SealKey, MasterKeyError> {
    let hash = key.hash(&[SENDER, about.as_bytes()].concat()).map_err(|detail| failed(id, about, detail))?;
    let secret = Secret::from_slice(hash.as_slice());
    let secret = secret.ok_or_else(|| failed(id, about, "not a hash of 256 bits".to_owned()))?;
    SealKey::new(&secret).map_err(|error| failed(id, about, error.to_string()))
}

impl MasterKey for ModuleKeys {
    fn current(&self) -> KeyId {
        self.keys.first().map(|(id, _)| id.clone()).unwrap_or_default()
    }

    fn wrap(&self, about: &str, key: &Secret) -> Result<Vec<u8>, MasterKeyError> {
        let (id, master) = self.keys.first().ok_or_else(|| failed("", about, "no key".to_owned()))?;
        let wrapped =
            wrapping(id, master.as_ref(), about)?.seal(Purpose::TenantKey, about.as_bytes(), key.bytes());
        wrapped.map_err(|error| failed(id, about, error.to_string()))
    }

    fn unwrap(&self, id: &str, about: &str, wrapped: &[u8]) -> Result<Secret, MasterKeyError> {
        let Some((id, master)) = self.keys.iter().find(|(known, _)| known == id) else {
            if let Some(before) = self.before.as_ref().filter(|before| before.has(id)) {
                return before.unwrap(id, about, wrapped);
            }
            let found = self.keys.iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>().join(", ");
            return Err(MasterKeyError::Unknown { wanted: id.to_owned(), found });
        };
        let key = wrapping(id, master.as_ref(), about)?;
        let clear = key.open(Purpose::TenantKey, about.as_bytes(), wrapped).map(Zeroizing::new);
        let secret = clear.and_then(|clear| Secret::from_slice(&clear));
        secret.ok_or_else(|| failed(id, about, "the wrapped key was changed".to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::blob::sha256_of_parts;

    /// Stands for a module: hashes with what it was made with, or says that it cannot.
    #[derive(Debug)]
    struct Fake(Option<&'static str>);

    impl KeyedHash for Fake {
        fn hash(&self, message: &[u8]) -> Result<Zeroizing<[u8; 32]>, String> {
            let key = self.0.ok_or("the token is not there")?;
            Ok(Zeroizing::new(sha256_of_parts(&[key.as_bytes(), message])))
        }
    }

    fn keys(names: &[&'static str]) -> ModuleKeys {
        let keys = names.iter().map(|name| Box::new(Fake(Some(name))) as _).collect();
        ModuleKeys::new(keys, None).unwrap()
    }

    #[test]
    fn the_first_key_wraps_and_all_unwrap() {
        let old = keys(&["old"]);
        let key = Secret::random().unwrap();
        let wrapped = old.wrap("uppsala", &key).unwrap();
        let both = keys(&["new", "old"]);
        assert_ne!(both.current(), old.current());
        assert_eq!(both.unwrap(&old.current(), "uppsala", &wrapped).unwrap().bytes(), key.bytes());
        assert!(matches!(both.unwrap(&old.current(), "lund", &wrapped), Err(MasterKeyError::Failed { .. })));
        let error = keys(&["new"]).unwrap(&old.current(), "uppsala", &wrapped).unwrap_err();
        assert!(matches!(error, MasterKeyError::Unknown { .. }));
    }

    #[test]
    fn a_key_from_before_the_module_only_opens() {
        let line = FileKeys::new_line().unwrap();
        let file = FileKeys::parse("test", &line).unwrap();
        let (id, key) = (file.current(), Secret::random().unwrap());
        let wrapped = file.wrap("uppsala", &key).unwrap();
        let both = ModuleKeys::new(vec![Box::new(Fake(Some("new")))], Some(file)).unwrap();
        assert_eq!(both.unwrap(&id, "uppsala", &wrapped).unwrap().bytes(), key.bytes());
        assert_eq!(both.current(), keys(&["new"]).current());
    }

    #[test]
    fn a_module_that_does_not_work_is_known_at_the_start() {
        let error = ModuleKeys::new(vec![Box::new(Fake(None))], None).unwrap_err();
        assert!(error.to_string().contains("the token is not there"), "{error}");
        assert!(matches!(ModuleKeys::new(Vec::new(), None), Err(MasterKeyError::Empty { .. })));
    }
}
