//! Keys in security modules (PKCS #11): they sign there and never leave.

mod find;
mod module;
mod secret;
mod sign;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use cryptoki::context::Pkcs11;
use cryptoki::error::{Error, RvError};
use cryptoki::object::ObjectHandle;
use cryptoki::session::{Session, UserType};
use cryptoki::slot::Slot;
use cryptoki::types::AuthPin;
use zeroize::Zeroizing;

pub(crate) use find::open;
pub use secret::TokenSecret;

use crate::error::KeystoreError;

/// A token that we are logged in to, with sessions to spare: a session does one thing at a time.
pub(crate) struct Token {
    context: Pkcs11,
    slot: Slot,
    pin: Zeroizing<String>,
    idle: Mutex<Vec<Session>>,
}

/// One private key of a token.
pub(crate) struct TokenKey {
    token: Arc<Token>,
    /// Where it was found last; looked for again when the module has forgotten it.
    handle: Mutex<ObjectHandle>,
    label: String,
    /// The public modulus, which tells it from others of its label; empty if the module keeps it to itself.
    modulus: Vec<u8>,
}

/// Sessions kept open without work.
const MOST_IDLE: usize = 16;

/// The setting that a refused PIN is told under: it is not tried again, since tokens lock after a few wrong ones.
pub(crate) const PIN_SETTING: &str = "pkcs11.pin_file";

impl Token {
    /// Does something in a session. When it fails, once more in a fresh one: modules lose sessions when a network
    /// module reconnects or a card is put in again.
    fn with_session<T>(&self, work: impl Fn(&Session) -> Result<T, Error>) -> Result<T, KeystoreError> {
        let idle = self.sessions().pop();
        if let Some(session) = idle {
            if let Ok(done) = work(&session) {
                self.keep(session);
                return Ok(done);
            }
            // Its neighbours are no better.
            self.sessions().clear();
        }
        let session = self.session()?;
        let done = work(&session).map_err(|error| unavailable(&error))?;
        self.keep(session);
        Ok(done)
    }

    fn keep(&self, session: Session) {
        let mut idle = self.sessions();
        if idle.len() < MOST_IDLE {
            idle.push(session);
        }
    }

    fn sessions(&self) -> MutexGuard<'_, Vec<Session>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A new session, logged in.
    fn session(&self) -> Result<Session, KeystoreError> {
        let session = self.context.open_ro_session(self.slot).map_err(|error| unavailable(&error))?;
        match session.login(UserType::User, Some(&AuthPin::from(self.pin.as_str()))) {
            Ok(()) | Err(Error::Pkcs11(RvError::UserAlreadyLoggedIn, _)) => Ok(session),
            Err(Error::Pkcs11(
                RvError::PinIncorrect
                | RvError::PinInvalid
                | RvError::PinLenRange
                | RvError::PinLocked
                | RvError::PinExpired,
                _,
            )) => {
                let remedy =
                    "write the user PIN into the file's first line; it is tried again when the file changes";
                Err(KeystoreError::new(PIN_SETTING, "the token refuses the PIN", remedy))
            }
            Err(error) => Err(unavailable(&error)),
        }
    }
}

/// The module's own word for what is wrong; it holds no secret.
fn unavailable(error: &Error) -> KeystoreError {
    let word = match error {
        Error::Pkcs11(code, _) => format!("{code:?}"),
        other => other.to_string(),
    };
    let remedy = "check that module and token are there and reachable";
    KeystoreError::new("pkcs11.token", format!("the token does not work ({word})"), remedy)
}
