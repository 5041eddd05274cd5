//! Modules and tokens, opened once per process as PKCS #11 demands.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use cryptoki::context::{CInitializeArgs, CInitializeFlags, Pkcs11};
use cryptoki::error::{Error, RvError};
use cryptoki::slot::Slot;
use zeroize::Zeroizing;

use super::{Token, unavailable};
use crate::error::KeystoreError;

/// Everything that is open.
struct Opened {
    modules: BTreeMap<PathBuf, Pkcs11>,
    tokens: BTreeMap<(PathBuf, String), Arc<Token>>,
}

static OPENED: Mutex<Opened> = Mutex::new(Opened { modules: BTreeMap::new(), tokens: BTreeMap::new() });

/// The token of that label. The one already open is used again unless its PIN changed.
pub(super) fn token(module: &Path, label: &str, pin: &str) -> Result<Arc<Token>, KeystoreError> {
    let mut opened = OPENED.lock().unwrap_or_else(PoisonError::into_inner);
    let name = (module.to_owned(), label.to_owned());
    if let Some(token) = opened.tokens.get(&name).filter(|token| token.pin.as_str() == pin) {
        return Ok(token.clone());
    }
    let context = match opened.modules.get(module) {
        Some(context) => context.clone(),
        None => {
            let context = load(module)?;
            opened.modules.insert(module.to_owned(), context.clone());
            context
        }
    };
    let slot = slot(&context, label)?;
    let token =
        Arc::new(Token { context, slot, pin: Zeroizing::new(pin.to_owned()), idle: Mutex::new(Vec::new()) });
    opened.tokens.insert(name, token.clone());
    Ok(token)
}

fn load(module: &Path) -> Result<Pkcs11, KeystoreError> {
    let failed = |error: Error| {
        let problem = format!("{} cannot be loaded: {error}", module.display());
        KeystoreError::new("pkcs11.module", problem, "give the path of the vendor's PKCS #11 library")
    };
    let context = Pkcs11::new(module).map_err(failed)?;
    match context.initialize(CInitializeArgs::new(CInitializeFlags::OS_LOCKING_OK)) {
        Ok(()) | Err(Error::Pkcs11(RvError::CryptokiAlreadyInitialized, _)) => Ok(context),
        Err(error) => Err(failed(error)),
    }
}

fn slot(context: &Pkcs11, label: &str) -> Result<Slot, KeystoreError> {
    let slots = context.get_slots_with_token().map_err(|error| unavailable(&error))?;
    let named =
        |slot: &Slot| context.get_token_info(*slot).is_ok_and(|info| info.label().trim_end() == label);
    let mut found = slots.into_iter().filter(named);
    match (found.next(), found.next()) {
        (Some(slot), None) => Ok(slot),
        (None, _) => {
            let remedy = "give the token's label, as pkcs11-tool --list-slots shows it";
            Err(KeystoreError::new("pkcs11.token", format!("there is no token \"{label}\""), remedy))
        }
        (Some(_), Some(_)) => {
            let problem = format!("there are several tokens \"{label}\"");
            Err(KeystoreError::new("pkcs11.token", problem, "give each token a label of its own"))
        }
    }
}
