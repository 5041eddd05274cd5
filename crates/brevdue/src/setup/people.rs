//! The emergency administrator of a first installation.

use super::write_new;
use crate::commands::installation::acting;
use crate::exit::Failure;
use server::{hash_password, new_password};
use std::path::Path;
use store::{Granted, NewPerson, Origin, Store};

/// Name of the emergency administrator.
const NAME: &str = "admin";
/// File beside the configuration that holds the first password.
pub(crate) const FILE: &str = "admin.password";

/// Makes the emergency administrator in a store that no gateway has open, and writes the password, which is stored
/// nowhere else, into the folder.
pub(super) async fn add_administrator(config: &store::StoreConfig, folder: &Path) -> Result<(), Failure> {
    let failed = |error: &dyn std::fmt::Display| Failure::new(error.to_string());
    let password = new_password();
    let hash = hash_password(&password).map_err(|error| failed(&error))?;
    let new = NewPerson {
        name: NAME.to_owned(),
        display_name: NAME.to_owned(),
        origin: Origin::Local,
        password_hash: Some(hash.clone()),
        grants: vec![Granted::everywhere("administrator")],
        group_grants: Vec::new(),
    };
    let store = Store::open(config).await.map_err(|error| failed(&error))?;
    let (now, by) = (jiff::Timestamp::now(), acting("init"));
    let made = async {
        // A set-up that was cut off has made it; nobody has that password.
        Ok::<_, store::StoreError>(
            store.add_person(&new, &by, now).await? || store.set_password(NAME, &hash, &by, now).await?,
        )
    }
    .await;
    store.close().await;
    if !made.map_err(|error| failed(&error))? {
        return Err(Failure::new(format!("{NAME}: this person signs in elsewhere")));
    }
    let file = folder.join(FILE);
    if file.exists() {
        std::fs::remove_file(&file).map_err(|error| super::failed(&file, &error))?;
    }
    write_new(&file, format!("{password}\n").as_bytes(), true)
}
