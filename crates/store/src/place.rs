//! Proof that all nodes keep large blobs in the same folder: its file holds the id that the database holds.

use crate::{OpenError, Store, directory};
use std::io::Write;
use std::path::Path;

/// Name of the file in the folder.
pub(crate) const FILE: &str = "belongs-to";
/// Name of the setting in the database.
const SETTING: &str = "blob_folder";

/// Compares the folder with the database; the first node of a new database writes the file.
pub(crate) async fn check(store: &Store, folder: &Path) -> Result<(), OpenError> {
    let failed = |source| OpenError::Directory { path: folder.to_owned(), source };
    let file = folder.join(FILE);
    let fresh = uuid::Uuid::new_v4().to_string();
    let stored = store.setting_or(SETTING, fresh.as_bytes()).await?;
    let id = String::from_utf8_lossy(&stored).into_owned();
    if id == fresh {
        // The file of another database stays as it is, and is refused below.
        let made = std::fs::File::create_new(&file).and_then(|mut made| {
            writeln!(made, "{id}")?;
            made.sync_all()?;
            directory::sync(folder)
        });
        match made {
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            made => made.map_err(failed)?,
        }
    }
    // The first node of all may be between the two writes.
    for _ in 0..50 {
        match std::fs::read_to_string(&file) {
            Ok(found) if found.trim() == id => return Ok(()),
            Ok(found) if !found.trim().is_empty() => break,
            Ok(_) => {}
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(failed(error)),
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    Err(OpenError::OtherBlobs { path: folder.to_owned(), id })
}
